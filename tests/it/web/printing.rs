//! What is printed of a seminar and a series, and its texts: all of it from what is kept, for whoever may see it.

use maru::people::model::Role;
use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes, rows},
    http::Answer,
};

/// What there is to print of a seminar that anyone has who may see it.
const OPEN: [&str; 5] = ["", "/poster", "/leaflet", "/text", "/text.txt"];

fn print(code: &str, what: &str) -> String {
    format!("/seminars/{code}/print{what}")
}

/// A house whose series is organised together with an institution elsewhere, from which its speaker comes; the code of a
/// seminar of which all is known.
async fn full() -> (House, String) {
    let house = House::new().await;
    let mut institutions: Vec<Value> = Vec::new();
    for (name, zone) in [
        ("Sample Institute", "Asia/Seoul"),
        ("Mila", "America/Montreal"),
    ] {
        let body = json!({ "name": name, "zone": zone });
        let made = house.admin.post("/institutions", body).await.expect(201);
        institutions.push(made.json()["id"].clone());
    }
    let path = format!("/series/{}", house.series_id().await.as_str().unwrap());
    let together = json!({ "institution_ids": institutions });
    house.admin.patch(&path, together).await.expect(200);
    let marie = json!({ "name": "Marie Exemple", "institution_id": institutions[1] });
    let marie = house.admin.post("/people", marie).await.expect(201).json();
    let code = house
        .seminar(json!({
            "title": "What <laws> cannot tell", "abstract": "A *straight* line.", "language": "en",
            "speakers": [{ "person_id": marie["id"] }], "join_url": "https://meet.example/secret-room",
        }))
        .await;
    (house, code)
}

fn sheets(page: &Answer) -> Vec<String> {
    let sheets = attributes(page, "link[rel=stylesheet]", "href");
    let name = |sheet: &String| sheet.split(['/', '.']).nth(2).unwrap().to_owned();
    sheets.iter().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poster_tells_what_is_kept_and_says_what_is_missing() {
    let (house, code) = full().await;
    let url = &house.app.hub.public_url;
    let poster = print(&code, "/poster");
    let page = house.app.get(&poster).await.expect(200);
    for (css, words) in [
        ("h1", "What <laws> cannot tell"),
        (".over-series", "Scaling Laws"),
        (".over-kind", "Seminar"),
        (".who-name", "Marie Exemple"),
        (".who-from", "Mila"),
        (".abstract", "A straight line."),
        (".topics", "Alignment"),
        (".day-number", "10"),
        (".day-hours", "16:00–17:00"),
        (".day-zone", "Seoul, UTC+9"),
        (".day-there dt", "Montréal"),
        (".day-there dd", "02:00"),
        (".stands-with", "Sample Institute · Mila"),
    ] {
        assert_eq!(page.words(css), [words], "{css}");
    }
    assert_eq!(page.words(".day-month"), ["December 2026", "Thursday"]);
    assert_eq!(page.words(".day-where"), ["Hall A Seoul", "Also online"]);
    let named = attributes(&page, ".stands .qr", "aria-label");
    assert_eq!(named, [format!("The code of {url}/s/{code}")]);
    assert!(!page.text().contains("secret-room"));
    // It is a sheet of its size, and does nothing.
    assert_eq!(sheets(&page), ["paper", "a3"]);
    assert_eq!(attributes(&page, "script", "src"), [""; 0]);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'; img-src"),
        "{policy}"
    );
    let both = house
        .app
        .get(&format!("{poster}?lang=both&size=a4"))
        .await
        .expect(200);
    assert_eq!(sheets(&both), ["paper", "a4"]);
    assert_eq!(
        both.words(".day-month"),
        ["December 2026 2026년 12월", "Thursday · 목요일"]
    );
    let korean = house
        .app
        .get(&format!("{poster}?lang=ko&size=a0"))
        .await
        .expect(200);
    assert_eq!(attributes(&korean, "html", "lang"), ["ko"]);
    assert_eq!(korean.words(".day-month"), ["2026년 12월", "목요일"]);

    // What becomes otherwise is so on paper, too.
    let id = house.fact(&code, "id").await;
    let stop = format!("/seminars/{}/postponement", id.as_str().unwrap());
    let why = json!({ "reason": "The speaker is ill." });
    house.admin.post(&stop, why).await.expect(200);
    let page = house.app.get(&poster).await.expect(200);
    let [band] = page.words(".band").try_into().unwrap();
    assert!(band.ends_with("The speaker is ill."), "{band}");
    assert_eq!(page.words(".abstract"), [""; 0]);

    let bare = json!({ "title": "", "state": "draft", "room_id": null, "starts_local": "2026-12-17T16:00:00" });
    let bare = house.seminar(bare).await;
    let mut desk = house.at_desk().await;
    for what in ["/poster", "/leaflet"] {
        let page = desk.get(&print(&bare, what)).await.expect(200);
        assert_eq!(page.words("h1"), ["Title to be announced"], "{what}");
        assert_eq!(page.words(".stamp"), ["Draft"], "{what}");
        for said in ["Speaker to be announced", "Place to be announced"] {
            assert!(page.text().contains(said), "{what}: {said}");
        }
    }
    let hidden = json!({ "visibility": "members", "starts_local": "2026-12-18T16:00:00" });
    let hidden = house.seminar(hidden).await;
    let mut member = house.app.browser(house.member).await;
    for what in OPEN {
        house.app.get(&print(&bare, what)).await.expect(404);
        member.get(&print(&bare, what)).await.expect(404);
        house.app.get(&print(&hidden, what)).await.expect(404);
        member.get(&print(&hidden, what)).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_stands_on_sheets_and_badges_for_those_who_keep_the_door() {
    let house = House::new().await;
    let code = house
        .seminar(
            json!({ "speakers": [{ "name": "이보기 (Lee Bogi)", "email": "lee@sample.example" }] }),
        )
        .await;
    let id = house.fact(&code, "id").await;
    let mut guests = Vec::new();
    for (handle, name) in [("hong", "홍길동"), ("eva", "eva"), ("elan", "Élan")] {
        guests.push((house.app.person(handle, name, &[]).await.to_string(), "yes"));
    }
    let nameless = json!({ "email": "nameless@sample.example" });
    let nameless = house
        .admin
        .post("/people", nameless)
        .await
        .expect(201)
        .json();
    guests.push((nameless["id"].as_str().unwrap().to_owned(), "yes"));
    guests.push((house.member.to_string(), "no"));
    for (guest, answer) in guests {
        let path = format!("/seminars/{}/attendances/{guest}", id.as_str().unwrap());
        let body = json!({ "answer": answer });
        house.admin.put(&path, body).await.expect(200);
    }
    let desk = house
        .app
        .person("desk", "Front Desk", &[Role::FrontDesk])
        .await;
    let mut desk = house.app.browser(desk).await;
    let sheet = print(&code, "/sign-in");
    let names = |page: &Answer| {
        let mut names = page.words(".list-table td:nth-child(2)");
        names.retain(|name| !name.is_empty());
        names
    };
    let page = desk.get(&sheet).await.expect(200);
    assert_eq!(names(&page), ["Élan", "eva", "nameless", "홍길동"]);
    // What can be signed fills a sheet: four names, one line that says what the others are for, and these.
    assert_eq!(rows(&page, ".list-table").len(), 22);
    assert_eq!(page.words(".list-page span").last().unwrap(), "1 / 1");
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert!(!page.text().contains("nameless@"));
    assert_eq!(page.words(".list-photo"), [""; 0]);
    let page = desk
        .get(&format!("{sheet}?lang=ko&photos=yes"))
        .await
        .expect(200);
    assert_eq!(names(&page), ["홍길동", "Élan", "eva", "nameless"]);
    assert_eq!(page.words(".list-photo"), ["사진 동의"]);

    let badges = print(&code, "/badges");
    let page = house.at_desk().await.get(&badges).await.expect(200);
    let worn = ["이보기", "Élan", "eva", "nameless", "홍길동"];
    assert_eq!(page.words(".card-name"), worn);
    assert_eq!(page.words(".card-other"), ["Lee Bogi"]);
    assert_eq!(
        page.words(".card-part"),
        ["Speaker", "Guest", "Guest", "Guest", "Guest"]
    );
    // Who said yes has a code for the door.
    assert_eq!(attributes(&page, ".card .qr", "aria-label"), worn[1..]);
    assert_eq!(page.words(".card-blank").len(), 3);
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    let cards = desk.get(&format!("{badges}?size=card")).await.expect(200);
    assert_eq!(cards.words(".card-blank").len(), 5);

    let there = |page: &Answer| page.words(".paper h2");
    let open = ["Poster", "Leaflet", "Texts", "Dates of the series"];
    let overview = print(&code, "");
    let page = house.app.get(&overview).await.expect(200);
    assert_eq!(there(&page), open);
    let page = desk.get(&overview).await.expect(200);
    assert_eq!(
        there(&page),
        [
            "Poster",
            "Leaflet",
            "Texts",
            "Sign-in sheet",
            "Name badges",
            "Dates of the series"
        ]
    );
    for what in ["/sign-in", "/badges"] {
        house.app.get(&print(&code, what)).await.expect(303);
        let mut member = house.app.browser(house.member).await;
        member.get(&print(&code, what)).await.expect(403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_whole_in_both_languages_and_the_same_by_the_api() {
    let (house, code) = full().await;
    let url = &house.app.hub.public_url;
    let file = async |query: &str| {
        let path = print(&code, &format!("/text.txt{query}"));
        house.app.get(&path).await.expect(200)
    };
    let plain = file("").await;
    let hub = &house.app.hub.name;
    assert_eq!(
        plain.text(),
        format!(
            "Scaling Laws · Seminar\n\
             What <laws> cannot tell\n\
             Marie Exemple (Mila)\n\
             \n\
             When: Thu 10 December 2026, 16:00–17:00 (Seoul, UTC+9)\n\
             For Marie Exemple: Thu 10 December 2026, 02:00–03:00 (Montréal, UTC−5)\n\
             Where: Hall A, Seoul\n\
             Online: {url}/s/{code}/join\n\
             Details and your answer: {url}/s/{code}\n\
             \n\
             Abstract\n\
             A *straight* line.\n\
             \n\
             Topics: Alignment\n\
             {hub} · Sample Institute, Mila\n"
        )
    );
    assert_eq!(
        plain.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let name = format!("attachment; filename=\"{code}.en.plain.txt\"");
    assert_eq!(plain.header("content-disposition"), Some(&*name));
    let html = file("?format=html").await.text();
    assert!(
        html.contains("<h2>What &lt;laws&gt; cannot tell</h2>"),
        "{html}"
    );
    assert!(html.contains("<p>A <em>straight</em> line.</p>"), "{html}");

    let id = house.fact(&code, "id").await;
    let call = format!("/seminars/{}/text", id.as_str().unwrap());
    let guest = house.app.api(house.guest).await;
    let said = guest
        .get(&format!("{call}?language=ko"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        said,
        json!({
            "language": "ko",
            "text": file("?lang=ko").await.text(),
            "markdown": file("?lang=ko&format=markdown").await.text(),
            "html": file("?lang=ko&format=html").await.text(),
        })
    );
    assert_eq!(
        guest.get(&call).await.expect(200).json()["text"],
        plain.text()
    );
    guest.get(&format!("{call}?language=fr")).await.expect(422);
    let page = house.app.get(&print(&code, "/text")).await.expect(200);
    assert_eq!(page.words("textarea").len(), 6);
    let first = plain
        .text()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert_eq!(page.words("textarea")[0], first);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dates_of_a_term_are_a_poster_without_its_drafts() {
    let house = House::new().await;
    for (title, day, more) in [
        ("First", 3, json!({})),
        ("Not yet", 10, json!({ "state": "draft" })),
        (
            "Elsewhere",
            17,
            json!({ "zone": "Europe/Paris", "room_id": null }),
        ),
        ("", 24, json!({})),
    ] {
        let mut body =
            json!({ "title": title, "starts_local": format!("2026-12-{day:02}T16:00:00") });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        house.seminar(body).await;
    }
    let mut desk = house.at_desk().await;
    let page = desk.get("/series/scaling/print").await.expect(200);
    assert_eq!(page.words("h1"), ["Scaling Laws"]);
    assert_eq!(
        page.words(".term-title"),
        ["First", "Elsewhere", "Title to be announced"]
    );
    assert_eq!(
        page.words(".term-day"),
        [
            "3 December Thursday 16:00–17:00",
            "17 December Thursday 16:00–17:00 (Paris, UTC+1)",
            "24 December Thursday 16:00–17:00"
        ]
    );
    let board = desk.get("/series/scaling/board").await.expect(200);
    assert_eq!(
        attributes(&board, "a[href='/series/scaling/print']", "href").len(),
        1
    );
    house
        .app
        .get("/series/scaling/print?lang=both&size=a4")
        .await
        .expect(200);
    house.app.get("/series/nothing/print").await.expect(404);
}
