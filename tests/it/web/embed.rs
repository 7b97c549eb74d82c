//! Lists that are shown inside other pages: in a frame, by anyone, without a session or a script.

use chrono::Duration;
use serde_json::json;

use crate::support::{
    house::{House, attributes},
    http::{Answer, Request},
};

fn titles(page: &Answer) -> Vec<String> {
    page.words(".entry-title")
}

fn policy(page: &Answer) -> Vec<String> {
    let policy = page.header("content-security-policy").unwrap();
    policy
        .split(';')
        .map(|part| part.trim().to_owned())
        .collect()
}

/// Three that anyone may see, one of them of nobody's series, and one of each kind that could leak.
async fn full() -> House {
    let house = House::new().await;
    let institution = json!({ "name": "Sample Institute", "slug": "sample", "zone": "UTC" });
    let made = house.admin.post("/institutions", institution).await;
    let institution = made.expect(201).json()["id"].clone();
    let person = json!({ "name": "Sam Speaker", "institution_id": institution });
    let speaker = house.admin.post("/people", person).await.expect(201).json();
    for (title, day, more) in [
        (
            "First",
            "05",
            json!({ "join_url": "https://meet.example/secret-room" }),
        ),
        (
            "Second",
            "06",
            json!({ "topics": ["AI & safety"], "speakers": [{ "person_id": speaker["id"] }] }),
        ),
        (
            "Third",
            "07",
            json!({ "series_id": null, "room_id": null, "zone": "Europe/Paris" }),
        ),
        ("Draft secret", "08", json!({ "state": "draft" })),
        ("Members secret", "09", json!({ "visibility": "members" })),
        ("Invited secret", "10", json!({ "visibility": "invited" })),
    ] {
        let mut body = json!({ "title": title, "starts_local": format!("2026-11-{day}T16:00:00") });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        house.seminar(body).await;
    }
    house
}

const LISTS: [(&str, &[&str], &str); 4] = [
    ("/embed/hub", &["First", "Second", "Third"], "/"),
    (
        "/embed/series/scaling",
        &["First", "Second"],
        "/series/scaling",
    ),
    ("/embed/topics/ai-safety", &["Second"], "/?topic=ai-safety"),
    (
        "/embed/institutions/sample",
        &["Second"],
        "/?institution=sample",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_list_says_what_comes_next_to_anyone_and_nothing_else() {
    let house = full().await;
    let organiser = house.app.browser(house.organiser).await;
    let session = organiser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("; ");
    for (path, expected, whole) in LISTS {
        let page = house.app.get(path).await.expect(200);
        assert_eq!(titles(&page), expected, "{path}");
        assert_eq!(attributes(&page, "h1 a", "href"), [whole], "{path}");
        // Links lead out of the frame.
        assert_eq!(attributes(&page, "base", "target"), ["_top"]);
        assert_eq!(attributes(&page, "base", "href"), [""; 0]);
        for nothing in ["script", "form", "input", "iframe", "[style]"] {
            assert_eq!(page.words(nothing).len(), 0, "{path}: {nothing}");
        }
        for secret in ["secret", "meet.example", "csrf"] {
            assert!(!page.text().contains(secret), "{path}: {secret}");
        }
        let json = attributes(&page, "link[type='application/feed+json']", "href");
        house.app.get(&json[0]).await.expect(200);
        // Whoever is signed in is nobody here.
        let signed = Request::new("GET", path).header("Cookie", &session);
        let signed = house.app.send(signed).await.expect(200);
        assert_eq!(signed.body, page.body, "{path}");
        assert_eq!(signed.cookies().len(), 0);
    }
    for nothing in [
        "/embed",
        "/embed/series/nothing",
        "/embed/topics/nothing",
        "/embed/institutions/nothing",
        "/embed/rooms/hall-a",
    ] {
        house.app.get(nothing).await.expect(404);
    }
    let series = house.series_id().await;
    let series = format!("/series/{}", series.as_str().unwrap());
    let within = json!({ "visibility": "members" });
    house.admin.patch(&series, within).await.expect(200);
    house.app.get("/embed/series/scaling").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_alone_may_stand_in_a_frame() {
    let house = full().await;
    for (path, _, _) in LISTS {
        let page = house.app.get(path).await.expect(200);
        assert_eq!(
            policy(&page),
            [
                "default-src 'none'",
                "style-src 'self'",
                "img-src 'self' data:",
                "form-action 'none'",
                "frame-ancestors *",
                "base-uri 'none'"
            ]
        );
        assert_eq!(
            page.header("cross-origin-resource-policy"),
            Some("cross-origin")
        );
        assert_eq!(page.header("x-frame-options"), None);
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    }
    let code = house.seminar(json!({ "title": "Fourth" })).await;
    for path in [
        "/".to_owned(),
        "/archive".to_owned(),
        "/series/scaling".to_owned(),
        format!("/seminars/{code}"),
        format!("/seminars/{code}.bib"),
        "/sign-in".to_owned(),
        "/nowhere".to_owned(),
        "/feeds/hub.json".to_owned(),
        "/api/v1/openapi.json".to_owned(),
    ] {
        let page = house.app.get(&path).await;
        let policy = policy(&page);
        assert!(
            policy.contains(&"frame-ancestors 'none'".to_owned()),
            "{path}: {policy:?}"
        );
        assert_eq!(
            page.header("cross-origin-resource-policy"),
            Some("same-origin"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_is_shown() {
    let house = full().await;
    let times = |page: &Answer| page.words(".embed-head p").remove(0);
    let page = house.app.get("/embed/hub").await.expect(200);
    assert_eq!(times(&page), "Times are shown in Seoul, UTC+9.");
    let page = house
        .app
        .get("/embed/hub?zone=Europe/Paris&n=1&lang=ko&utm_source=x")
        .await;
    assert_eq!(titles(&page), ["First"]);
    assert_eq!(times(&page), "시각은 파리, UTC+1 기준입니다.");
    assert_eq!(page.words("html[lang=ko] h1"), ["일정"]);
    assert_eq!(
        page.words(".entry-time"),
        ["2026년 11월 5일 (목), 16:00–17:00 서울, UTC+9 내 시간 08:00–09:00 파리, UTC+1"]
    );
    // A reader's language counts where none is asked for; cookies do not.
    let korean = Request::new("GET", "/embed/hub")
        .header("Accept-Language", "ko")
        .header("Cookie", "maru_language=en; maru_zone=Europe/Paris");
    let korean = house.app.send(korean).await.expect(200);
    assert_eq!(times(&korean), "시각은 서울, UTC+9 기준입니다.");
    for (wrong, field) in [
        ("n=0", "n"),
        ("n=many", "n"),
        ("lang=fr", "lang"),
        ("zone=Mars/Olympus", "zone"),
        ("zone=", "zone"),
    ] {
        let answer = house
            .app
            .get(&format!("/embed/hub?{wrong}"))
            .await
            .expect(422);
        assert!(answer.text().contains(field), "{wrong}: {}", answer.text());
    }
    house.app.get("/embed/hub?n=%00").await.expect(400);
    // As many as there are is no more than fifty.
    let many = house.app.get("/embed/hub?n=1000").await.expect(200);
    assert_eq!(titles(&many), ["First", "Second", "Third"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_kept_and_true_after_each_change_and_as_time_goes_by() {
    let house = full().await;
    let tag = |page: &Answer| page.header("etag").unwrap().to_owned();
    for (path, expected, _) in LISTS {
        let page = house.app.get(path).await.expect(200);
        assert_eq!(page.header("cache-control"), Some("public, no-cache"));
        let again = Request::new("GET", path).header("If-None-Match", &tag(&page));
        let again = house.app.send(again).await.expect(304);
        assert_eq!(again.body, b"");
        assert!(policy(&again).contains(&"frame-ancestors *".to_owned()));
        let packed = Request::new("GET", path).header("Accept-Encoding", "gzip");
        let packed = house.app.send(packed).await.expect(200);
        assert_eq!(
            (packed.body.clone(), packed.header("content-encoding")),
            (page.body.clone(), Some("gzip"))
        );
        // What is unknown makes no page of its own.
        let more = house.app.get(&format!("{path}?fbclid=x")).await.expect(200);
        assert_eq!(tag(&more), tag(&page));
        assert_eq!(titles(&page), expected);
    }
    let code = {
        let listed = house
            .admin
            .get("/seminars?q=second")
            .await
            .expect(200)
            .json();
        listed["items"][0]["code"].as_str().unwrap().to_owned()
    };
    let id = house.fact(&code, "id").await;
    let seminar = format!("/seminars/{}", id.as_str().unwrap());
    house
        .admin
        .patch(&seminar, json!({ "title": "Changed" }))
        .await
        .expect(200);
    for (path, _, _) in LISTS {
        let page = house.app.get(path).await.expect(200);
        assert!(
            titles(&page).contains(&"Changed".to_owned()),
            "{path}: {:?}",
            titles(&page)
        );
    }
    house.app.clock.advance(Duration::days(30));
    for (path, _, _) in LISTS {
        let page = house.app.get(path).await.expect(200);
        assert_eq!(titles(&page), [""; 0], "{path}");
        assert_eq!(page.words(".empty p"), ["Nothing is announced at present."]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn organisers_are_shown_what_to_copy() {
    let house = full().await;
    let code = |page: &Answer| page.words("#embed-code");
    let hub = &house.app.hub;
    let frame = |path: &str, title: &str| {
        format!(
            "<iframe src=\"{}\" title=\"{title}\" width=\"100%\" height=\"600\" loading=\"lazy\"></iframe>",
            hub.url(path)
        )
    };
    let mut desk = house.at_desk().await;
    let page = desk.get("/series/scaling").await.expect(200);
    assert_eq!(
        code(&page),
        [frame("/embed/series/scaling", "Scaling Laws")]
    );
    let page = desk.get("/").await.expect(200);
    assert_eq!(code(&page), [frame("/embed/hub", &hub.name)]);
    let page = desk.get("/?topic=ai-safety").await.expect(200);
    assert_eq!(code(&page), [frame("/embed/topics/ai-safety", &hub.name)]);
    let page = desk.get("/?topic=ai-safety&kind=seminar").await.expect(200);
    assert_eq!(code(&page), [""; 0]);
    for path in ["/", "/series/scaling"] {
        assert_eq!(code(&house.app.get(path).await.expect(200)), [""; 0]);
    }
}
