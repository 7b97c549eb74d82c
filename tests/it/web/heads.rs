//! The title of a series is told to those who may know of it, though one of its seminars is open to more: on no page and in no
//! citation, print or feed of the others, and it finds them nothing.

use maru::{people::model::Role, web::urls};
use serde_json::{Value, json};

use crate::support::{
    app::Api,
    browser::Browser,
    house::{House, attributes},
    http::Answer,
};

const TITLE: &str = "Inner circle";

/// The house, with an open seminar of a series that is for members; the series' id, and the seminar's code.
async fn inner() -> (House, String, String) {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let series =
        json!({ "title": TITLE, "slug": "inner", "zone": "Asia/Seoul", "visibility": "members" });
    let series = api.post("/series", series).await.expect(201).json();
    let series = series["id"].as_str().unwrap().to_owned();
    // One with a title, and one that is called by its series where that is known.
    for title in ["Open day", ""] {
        house
            .seminar(json!({ "series_id": series, "title": title, "visibility": "public", "topics": ["Doors"],
                             "room_id": null, "starts_local": "2026-12-09T16:00:00" }))
            .await;
    }
    let open = json!({ "series_id": series, "title": "Open evening", "visibility": "public", "topics": ["Doors"],
                       "room_id": null, "join_url": "https://meet.example/inner" });
    let code = house.seminar(open).await;
    let list = json!({ "name_en": "Doors", "slug": "doors", "visibility": "public" });
    let list = api.post("/lists", list).await.expect(201).json();
    let path = format!("/lists/{}/items", list["id"].as_str().unwrap());
    let item = json!({ "what": "topic", "topic": "Doors" });
    api.post(&path, item).await.expect(201);
    (house, series, code)
}

/// Everything that tells of the seminar, whoever reads it.
fn told(code: &str) -> Vec<String> {
    let of_seminar = [
        "",
        ".bib",
        ".csl.json",
        ".ris",
        "/answer",
        "/print",
        "/print/poster",
        "/print/leaflet",
        "/print/text",
        "/print/text.txt",
    ];
    let of_seminar = of_seminar.map(|part| format!("/seminars/{code}{part}"));
    let others = [
        "/",
        "/?topic=doors",
        "/archive",
        "/archive?q=evening",
        "/lists/doors",
        "/embed/hub",
        "/embed/topics/doors",
        "/embed/lists/doors",
        "/feeds/hub.ics",
        "/feeds/hub.atom",
        "/feeds/hub.json",
        "/feeds/topics/doors.ics",
        "/feeds/topics/doors.atom",
        "/feeds/topics/doors.json",
        "/feeds/lists/doors.ics",
        "/feeds/lists/doors.atom",
        "/feeds/lists/doors.json",
    ];
    of_seminar
        .into_iter()
        .chain(others.map(str::to_owned))
        .chain([
            format!("/s/{code}/join"),
            format!("/feeds/seminars/{code}.ics"),
        ])
        .collect()
}

fn names(answer: &Answer) -> bool {
    // Calendars fold their lines.
    let text = answer.text().replace("\r\n ", "");
    let text = format!("{text}\n{:?}", answer.headers);
    text.contains(TITLE) || text.contains("series/inner") || text.contains("\"inner\"")
}

/// What is at `path` comes to name the series, or not to: a calendar may be as old as a second.
async fn settles(house: &House, path: &str, is_named: bool) {
    for _ in 0..40 {
        let answer = house.app.get(path).await.expect(200);
        if names(&answer) == is_named {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path}: {}", !is_named);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_seminar_does_not_name_a_series_of_which_the_reader_may_not_know() {
    let (house, series, code) = inner().await;
    let mut guest = house.app.browser(house.guest).await;
    for path in told(&code) {
        let answer = house.app.get(&path).await.expect(200);
        assert!(!names(&answer), "{path}: {}", answer.text());
        let answer = guest.get(&path).await.expect(200);
        assert!(!names(&answer), "{path} to a guest: {}", answer.text());
    }
    let mut member = house.app.browser(house.member).await;
    let everywhere: Vec<String> = ["", ".bib", ".csl.json", ".ris", "/print/text.txt"]
        .iter()
        .map(|part| format!("/seminars/{code}{part}"))
        .chain(["/", "/lists/doors"].map(str::to_owned))
        .collect();
    for path in &everywhere {
        assert!(names(&member.get(path).await.expect(200)), "{path}");
    }
    // Who follows it knows of it, and is told its name.
    let api = house.app.api(house.administrator).await;
    let path = format!("/series/{series}/subscriptions/{}", house.guest);
    api.put(&path, json!({})).await.expect(200);
    for path in &everywhere {
        assert!(names(&guest.get(path).await.expect(200)), "{path}");
    }
    guest.get("/series/inner").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_it_follows_when_it_is_opened_and_closed() {
    let (house, series, code) = inner().await;
    let api = house.app.api(house.organiser).await;
    let path = format!("/series/{series}");
    for (visibility, is_named) in [("members", false), ("public", true), ("members", false)] {
        // The seminars have a visibility of their own, and keep it.
        let change = json!({ "visibility": visibility });
        api.patch(&path, change).await.expect(200);
        for path in [
            "/".to_owned(),
            "/feeds/hub.ics".to_owned(),
            "/feeds/hub.atom".to_owned(),
            "/feeds/topics/doors.ics".to_owned(),
            format!("/seminars/{code}"),
            format!("/feeds/seminars/{code}.ics"),
        ] {
            settles(&house, &path, is_named).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_calendar_names_it_to_whom_it_may() {
    let (house, series, _) = inner().await;
    for (person, is_named) in [(house.member, true), (house.guest, false)] {
        let api = house.app.api(person).await;
        let path = format!("/people/{person}/feeds");
        let feed = api.post(&path, json!({})).await.expect(201).json();
        let secret = feed["url"].as_str().unwrap().rsplit('/').next().unwrap();
        // Under their own address a list is theirs, with what they may see.
        let path = format!("/feeds/my/{secret}?list=doors");
        let answer = house.app.get(&path).await.expect(200);
        assert!(answer.text().contains("Open evening"));
        assert_eq!(names(&answer), is_named);
        if !is_named {
            let follow = format!("/series/{series}/subscriptions/{person}");
            house.admin.put(&follow, json!({})).await.expect(200);
            settles(&house, &path, true).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_and_texts_tell_as_little_of_it_and_not_with_whom_it_is_organised() {
    let (house, series, code) = inner().await;
    let series = format!("/series/{series}");
    let mila = json!({ "name": "Mila", "zone": "America/Montreal" });
    let mila = house.admin.post("/institutions", mila).await.expect(201);
    let together = json!({ "institution_ids": [mila.json()["id"]] });
    house.admin.patch(&series, together).await.expect(200);
    let tells = |answer: &Answer| {
        // The header of every page offers the zones of all institutions.
        let text = answer.text();
        let main = text.split_once("<main").map_or(&*text, |(_, main)| main);
        [
            names(answer),
            main.contains("Mila"),
            main.contains("Montréal"),
        ]
    };
    let mut guest = house.app.browser(house.guest).await;
    let mut member = house.app.browser(house.member).await;
    for what in ["poster", "leaflet", "text", "text.txt"] {
        let path = format!("/seminars/{code}/print/{what}");
        for answer in [house.app.get(&path).await, guest.get(&path).await] {
            assert_eq!(tells(&answer.expect(200)), [false; 3], "{path}");
        }
        let [named, organised, _] = tells(&member.get(&path).await.expect(200));
        assert!(named && organised, "{path}");
    }
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}/text", id.as_str().unwrap());
    let told = house.app.api(house.guest).await.get(&path).await;
    assert_eq!(tells(&told.expect(200)), [false; 3]);
    let told = house.app.api(house.member).await.get(&path).await;
    assert_eq!(tells(&told.expect(200))[..2], [true; 2]);
    // Whoever sits at the front desk prints for what anyone may come to, and need not know of whose it is.
    let invited = json!({ "visibility": "invited" });
    house.admin.patch(&series, invited).await.expect(200);
    let comes = format!(
        "/seminars/{}/attendances/{}",
        id.as_str().unwrap(),
        house.member
    );
    let yes = json!({ "answer": "yes" });
    house.admin.put(&comes, yes).await.expect(200);
    let desk = house
        .app
        .person("desk", "Front Desk", &[Role::FrontDesk])
        .await;
    let mut desk = house.app.browser(desk).await;
    for what in ["sign-in", "badges"] {
        let path = format!("/seminars/{code}/print/{what}");
        let answer = desk.get(&path).await.expect(200);
        assert_eq!(tells(&answer), [false; 3], "{path}");
    }
    let path = format!("/seminars/{code}/print/badges");
    let badges = house.at_desk().await.get(&path).await.expect(200);
    assert!(names(&badges));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_next_in_it_is_told_to_those_alone_who_may_know_of_it() {
    let (house, _, code) = inner().await;
    let (page, join) = (format!("/seminars/{code}"), format!("/s/{code}/join"));
    let mut visitor = house.app.visitor();
    let mut guest = house.app.browser(house.guest).await;
    let mut member = house.app.browser(house.member).await;
    let next = async |browser: &mut Browser, path: &str| -> usize {
        let page = browser.get(path).await.expect(200);
        page.words("section.next .entry-title").len()
    };
    assert_eq!(next(&mut visitor, &page).await, 0);
    assert_eq!(next(&mut guest, &page).await, 0);
    assert_eq!(next(&mut member, &page).await, 2);
    // The living link leads to the next one once this one does not take place.
    let id = house.fact(&code, "id").await;
    let cancellation = format!("/seminars/{}/cancellation", id.as_str().unwrap());
    house.desk.post(&cancellation, json!({})).await.expect(200);
    assert_eq!(next(&mut visitor, &join).await, 0);
    assert_eq!(next(&mut guest, &join).await, 0);
    assert_eq!(next(&mut member, &join).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_says_of_which_series_a_seminar_is_to_those_alone_who_may_know_of_it() {
    let (house, series, code) = inner().await;
    let id = house.fact(&code, "id").await;
    let one = format!("/seminars/{}", id.as_str().unwrap());
    let of_it = format!("/seminars?series_id={series}");
    // As it is read, as it is listed, and how many are found by it.
    let told = async |api: &Api| -> (Value, Value, usize) {
        let read = api.get(&one).await.expect(200).json();
        let listed = api.get("/seminars?q=evening").await.expect(200).json();
        let found = api.get(&of_it).await.expect(200).json();
        (
            read["series_id"].clone(),
            listed["items"][0]["series_id"].clone(),
            found["items"].as_array().unwrap().len(),
        )
    };
    let guest = house.app.api(house.guest).await;
    assert_eq!(told(&guest).await, (Value::Null, Value::Null, 0));
    let known = (json!(series), json!(series), 3);
    assert_eq!(told(&house.app.api(house.member).await).await, known);
    let path = format!("/series/{series}/subscriptions/{}", house.guest);
    house.admin.put(&path, json!({})).await.expect(200);
    assert_eq!(told(&guest).await, known);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_found_by_who_organises_it_but_by_those_who_may_know_of_it() {
    let (house, series, _) = inner().await;
    let mila = json!({ "name": "Mila", "slug": "mila", "zone": "America/Montreal" });
    let mila = house.admin.post("/institutions", mila).await.expect(201);
    let mila = mila.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/series/{series}");
    let together = json!({ "institution_ids": [mila] });
    house.admin.patch(&path, together).await.expect(200);
    // How many lead there, and how many seminars are there.
    let shown = async |browser: &mut Browser| -> [usize; 2] {
        let programme = browser.get("/").await.expect(200);
        let there = browser.get("/?institution=mila&from=2026-12-01");
        let there = there.await.expect(200);
        [
            attributes(&programme, ".filters a[href*=institution]", "href").len(),
            there.words(".reading .entry-title").len(),
        ]
    };
    let listed = async |api: &Api| -> usize {
        let path = format!("/seminars?institution_id={mila}");
        let found = api.get(&path).await.expect(200).json();
        found["items"].as_array().unwrap().len()
    };
    let mut visitor = house.app.visitor();
    let mut guest = house.app.browser(house.guest).await;
    let mut member = house.app.browser(house.member).await;
    let as_guest = house.app.api(house.guest).await;
    assert_eq!(shown(&mut visitor).await, [0, 0]);
    assert_eq!(shown(&mut guest).await, [0, 0]);
    assert_eq!(shown(&mut member).await, [1, 3]);
    assert_eq!(listed(&as_guest).await, 0);
    assert_eq!(listed(&house.app.api(house.member).await).await, 3);
    assert_eq!(listed(&house.admin).await, 3);
    for kind in ["ics", "atom", "json"] {
        let feed = format!("/feeds/institutions/mila.{kind}");
        let feed = house.app.get(&feed).await.expect(200).text();
        assert!(!feed.contains("Open evening"), "{feed}");
    }
    let strip = house.app.get("/embed/institutions/mila").await.expect(200);
    assert!(!strip.text().contains("Open evening"), "{}", strip.text());
    let path = format!("/series/{series}/subscriptions/{}", house.guest);
    house.admin.put(&path, json!({})).await.expect(200);
    assert_eq!(shown(&mut guest).await, [1, 3]);
    assert_eq!(listed(&as_guest).await, 3);
    assert_eq!(shown(&mut visitor).await, [0, 0]);
}

/// What a reader finds by these words, in the archive.
async fn found(browser: &mut Browser, words: &str) -> Vec<String> {
    let path = urls::with_query("/archive", &[("q", Some(words))]);
    browser.get(&path).await.expect(200).words(".entry-title")
}

/// How many seminars a caller finds by these words, near them or not.
async fn listed(api: &Api, words: &str) -> [usize; 2] {
    let path = format!("/seminars?q={}", urls::encoded(words));
    let exactly = api.get(&path).await.expect(200).json();
    let near = api.get(&format!("{path}&near=true")).await.expect(200);
    [exactly, near.json()].map(|listed| listed["items"].as_array().unwrap().len())
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_title_of_a_series_those_alone_find_something_who_may_know_of_it() {
    let (house, series, _) = inner().await;
    let marie = house
        .admin
        .post("/people", json!({ "name": "Marie Exemple" }));
    let marie = marie.await.expect(201).json();
    house
        .seminar(json!({ "series_id": series, "title": "Open night", "visibility": "public", "room_id": null,
                         "topics": ["Astronomy"], "abstract": "Of comets.", "speakers": [{ "person_id": marie["id"] }],
                         "language": "en", "texts": { "ko": { "title": "열린 밤하늘", "abstract": "혜성 이야기" } },
                         "starts_local": "2026-12-11T16:00:00" }))
        .await;
    let by_title = ["inner", "innner", "circle inner", "inner evening"];
    let mut visitor = house.app.visitor();
    let mut guest = house.app.browser(house.guest).await;
    let as_guest = house.app.api(house.guest).await;
    for words in by_title {
        assert_eq!(found(&mut visitor, words).await, [""; 0], "{words}");
        assert_eq!(found(&mut guest, words).await, [""; 0], "{words}");
        assert_eq!(listed(&as_guest, words).await, [0, 0], "{words}");
    }
    // By all that is the seminar's own it is found as before.
    for words in [
        "night",
        "nigth",
        "astronomy",
        "comets",
        "exemple",
        "marie night",
        "밤하늘",
        "이야기",
    ] {
        assert_eq!(found(&mut visitor, words).await, ["Open night"], "{words}");
        assert_eq!(found(&mut guest, words).await, ["Open night"], "{words}");
    }
    assert_eq!(listed(&as_guest, "evening").await, [1, 1]);

    let mut member = house.app.browser(house.member).await;
    let as_member = house.app.api(house.member).await;
    assert_eq!(found(&mut member, "inner evening").await, ["Open evening"]);
    assert_eq!(found(&mut member, "inner").await.len(), 4);
    assert_eq!(listed(&as_member, "inner").await, [4, 4]);
    assert_eq!(listed(&as_member, "innner").await, [0, 4]);
    // Who follows it knows of it.
    let path = format!("/series/{series}/subscriptions/{}", house.guest);
    house.admin.put(&path, json!({})).await.expect(200);
    assert_eq!(found(&mut guest, "inner").await.len(), 4);
    assert_eq!(found(&mut visitor, "inner").await, [""; 0]);
}
