//! Series: made, changed, followed.

use serde_json::{Value, json};

use crate::support::house::{House, attributes, rows, typed, wrong};

#[tokio::test(flavor = "multi_thread")]
async fn a_series_is_made_with_what_its_seminars_take_from_it() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/series/new").await.expect(200);
    let fields = [
        ("title", ""),
        ("slug", "Scaling Laws"),
        ("zone", "Mars/Olympus"),
        ("duration_minutes", ""),
        ("reminders", "0"),
    ];
    let refused = browser.submit(&page, "/series", &fields).await.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Time zone: There is no time zone called “Mars/Olympus”; write it as in the IANA database, such as Asia/Seoul.",
            "Minutes: This is needed.",
        ]
    );
    let fields = [
        ("title", ""),
        ("slug", "Scaling Laws"),
        ("zone", "Europe/Paris"),
        ("duration_minutes", "90"),
        ("reminders", "0"),
    ];
    let refused = browser
        .submit(&refused, "/series", &fields)
        .await
        .expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Title: This is needed.",
            "Short name in addresses: Lower-case letters, digits and single hyphens, at most 80 characters.",
            "Reminders: A reminder comes 1 minute to 60 days before.",
        ]
    );
    let fields = [
        ("title", "규모 법칙"),
        ("slug", "scaling"),
        ("reminders", "60"),
    ];
    let refused = browser
        .submit(&refused, "/series", &fields)
        .await
        .expect(422);
    assert_eq!(
        wrong(&refused),
        ["Short name in addresses: This short name is taken already; choose another."]
    );
    let fields = [
        ("slug", ""),
        ("room", "salle-1"),
        ("description", "*Sample* <script>x</script>"),
    ];
    let twice = browser
        .submit(&refused, "/series", &fields)
        .await
        .expect(303);
    let again = browser
        .submit(&refused, "/series", &fields)
        .await
        .expect(303);
    assert_eq!(twice.location(), again.location());
    assert_eq!(
        twice.location(),
        "/series/%EA%B7%9C%EB%AA%A8-%EB%B2%95%EC%B9%99"
    );
    assert_eq!(house.count("series").await, 2);

    let page = browser.get(twice.location()).await.expect(200);
    assert_eq!(page.words("h1"), ["규모 법칙"]);
    assert_eq!(page.words(".series-about em"), ["Sample"]);
    assert!(!page.text().contains("<script>x"));
    assert_eq!(
        page.words(".lines dd"),
        ["Min Member", "Salle 1", "Paris, UTC+1"]
    );
    let page = browser
        .get("/seminars/new?series=%EA%B7%9C%EB%AA%A8-%EB%B2%95%EC%B9%99")
        .await
        .expect(200);
    assert_eq!(
        ["zone", "duration_minutes", "where_kind"].map(|name| typed(&page, name)),
        ["Europe/Paris", "90", "series"]
    );
    house
        .at_desk()
        .await
        .get("/seminars/new?series=%EA%B7%9C%EB%AA%A8-%EB%B2%95%EC%B9%99")
        .await
        .expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_takes_its_seminars_along_or_nothing_at_all() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    house
        .booking(&house.other_hall, "Reading group", "16:30", "17:30")
        .await;
    let mut browser = house.at_desk().await;
    let page = browser.get("/series/scaling/edit").await.expect(200);
    assert_eq!(typed(&page, "room"), "hall-a");
    let page = browser
        .submit(
            &page,
            "/series/scaling",
            &[("room", "hall-b"), ("title", "Scaling")],
        )
        .await
        .expect(409);
    assert_eq!(
        wrong(&page),
        [
            "Usual room: Hall B is taken Thu 10 December 2026, 16:30–17:30 (Seoul, UTC+9) – Reading group, Min Member"
        ]
    );
    assert_eq!(typed(&page, "title"), "Scaling");
    assert_eq!(house.fact(&code, "rooms").await[0]["name"], "Hall A");
    let page = browser
        .submit_and_follow(&page, "/series/scaling", &[("duration_minutes", "30")])
        .await;
    assert_eq!(page.words("h1"), ["Scaling"]);
    assert_eq!(house.fact(&code, "rooms").await[0]["name"], "Hall B");
    assert_eq!(house.fact(&code, "duration_minutes").await, 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_taken_place_stays_as_it_was_when_its_series_becomes_another() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let series = format!("/series/{}", house.series_id().await.as_str().unwrap());
    let members = json!({ "visibility": "members", "capacity": 30, "join_minutes": 20 });
    api.patch(&series, members).await.expect(200);
    let past = house.seminar(json!({ "title": "The first one" })).await;
    let coming = json!({ "title": "The next one", "starts_local": "2026-12-17T16:00:00" });
    let coming = house.seminar(coming).await;
    house.app.clock.advance(chrono::Duration::days(40));
    let kept = [
        "visibility",
        "zone",
        "starts_at",
        "ends_at",
        "rooms",
        "capacity",
        "join_minutes",
    ];
    let facts = async |code: &str| {
        let mut facts = Vec::new();
        for name in kept {
            facts.push(house.fact(code, name).await);
        }
        facts
    };
    let was = facts(&past).await;
    let others = json!({ "visibility": "public", "zone": "Europe/Paris", "duration_minutes": 90,
                         "room_id": house.other_hall["id"], "capacity": 90, "join_minutes": 5 });
    api.patch(&series, others).await.expect(200);
    let seminar = |id: &Value| format!("/seminars/{}", id.as_str().unwrap());
    let path = seminar(&house.fact(&past, "id").await);
    let corrected = json!({ "title": "The very first one" });
    api.patch(&path, corrected).await.expect(200);
    assert_eq!(
        house.fact(&past, "title").await,
        json!("The very first one")
    );
    assert_eq!(facts(&past).await, was);
    house
        .app
        .get(&format!("/seminars/{past}"))
        .await
        .expect(404);
    // What is to come follows, and what the past one took of what stayed the same it still takes.
    assert_eq!(house.fact(&coming, "visibility").await, "public");
    assert_eq!(house.fact(&coming, "rooms").await[0]["name"], "Hall B");
    assert_eq!(
        house.fact(&past, "inherit").await,
        json!(["join_for", "join_url", "language", "reminders", "topics"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_quicker_with_a_series_is_shown_and_followers_are_not() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let mut other = house.app.browser(house.administrator).await;
    let mine = browser.get("/series/scaling/edit").await;
    let theirs = other.get("/series/scaling/edit").await;
    other
        .submit(&theirs, "/series/scaling", &[("topics", "Safety")])
        .await
        .expect(303);
    house.app.clock.advance(chrono::Duration::minutes(1));
    let mut member = house.app.browser(house.member).await;
    let page = member.get("/series/scaling").await;
    member
        .submit(&page, "/series/scaling/subscription", &[("wanted", "yes")])
        .await
        .expect(303);
    let page = browser
        .submit(&mine, "/series/scaling", &[("title", "Scaling")])
        .await
        .expect(409);
    let who = &page.words(".stale p")[0];
    assert!(who.starts_with("Ada Admin changed this"), "{who}");
    assert_eq!(
        rows(&page, ".versions"),
        [
            "Title | Scaling Laws | Scaling",
            "Topics | Safety | Alignment"
        ]
    );
    browser
        .submit(&page, "/series/scaling", &[("topics", "Safety")])
        .await
        .expect(303);
    let series = house.admin.get("/series").await.json();
    assert_eq!(
        (&series["items"][0]["title"], &series["items"][0]["topics"]),
        (&json!("Scaling"), &json!(["Safety"]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_is_followed_and_left() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.guest).await;
    let (path, follow) = ("/series/scaling", "/series/scaling/subscription");
    let page = house.app.get(path).await.expect(200);
    assert_eq!(
        attributes(&page, &format!("form[action='{follow}']"), "action"),
        Vec::<String>::new()
    );
    let page = browser.get(path).await.expect(200);
    for _ in 0..2 {
        browser
            .submit(&page, follow, &[("wanted", "yes")])
            .await
            .expect(303);
    }
    assert_eq!(house.count("subscriptions").await, 1);
    let page = browser.get(path).await;
    assert_eq!(page.words(".flash p").len(), 1);
    for _ in 0..2 {
        browser
            .submit(&page, follow, &[("wanted", "no")])
            .await
            .expect(303);
    }
    assert_eq!(house.count("subscriptions").await, 0);
    browser.get("/series/scaling/edit").await.expect(403);
    browser.get("/series/nothing").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_public_offers_no_calendar_that_is_not_there() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let members = json!({ "title": "Within", "slug": "within", "zone": "Asia/Seoul", "visibility": "members" });
    let id = api.post("/series", members).await.expect(201).json()["id"].clone();
    let code = house.seminar(json!({ "series_id": id })).await;
    let mut browser = house.app.browser(house.member).await;
    let shown = |page: &crate::support::http::Answer| -> Vec<String> {
        let all = attributes(page, "a[href]", "href");
        all.into_iter()
            .filter(|address| address.starts_with('/') || address.starts_with("webcal"))
            .filter(|address| address.contains("/feeds/"))
            .collect()
    };
    for path in ["/series/within".to_owned(), format!("/seminars/{code}")] {
        let page = browser.get(&path).await.expect(200);
        assert_eq!(shown(&page), Vec::<String>::new(), "{path}");
        house.app.get(&path).await.expect(404);
    }
    // What is offered of what is public is there.
    let code = house.seminar(json!({ "title": "Open" })).await;
    for path in [
        "/series/scaling".to_owned(),
        format!("/seminars/{code}"),
        "/".to_owned(),
        "/feeds".to_owned(),
    ] {
        let page = browser.get(&path).await.expect(200);
        let offered = shown(&page);
        assert!(!offered.is_empty(), "{path}");
        for address in offered {
            let address = address
                .split(&house.app.address.to_string())
                .last()
                .unwrap();
            house.app.get(address).await.expect(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_follows_their_way_into_a_series_that_is_not_for_them() {
    let house = House::new().await;
    let organiser = house.app.api(house.organiser).await;
    let mut ids = Vec::new();
    for (slug, visibility) in [("within", "members"), ("closed", "invited")] {
        let body =
            json!({ "title": slug, "slug": slug, "zone": "Asia/Seoul", "visibility": visibility });
        ids.push(
            organiser.post("/series", body).await.expect(201).json()["id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let code = house
        .seminar(json!({ "series_id": ids[1], "visibility": "invited" }))
        .await;
    let known = async |person| {
        let listed = house
            .app
            .api(person)
            .await
            .get("/series")
            .await
            .expect(200)
            .json();
        let items = listed["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|one| one["slug"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(known(house.guest).await, ["scaling"]);
    assert_eq!(known(house.member).await, ["scaling", "within"]);
    assert_eq!(
        known(house.organiser).await,
        ["scaling", "within", "closed"]
    );
    assert_eq!(
        known(house.administrator).await,
        ["scaling", "within", "closed"]
    );
    for (person, hidden) in [(house.guest, ids.as_slice()), (house.member, &ids[1..])] {
        let api = house.app.api(person).await;
        for id in hidden {
            api.get(&format!("/series/{id}")).await.expect(404);
            let path = format!("/series/{id}/subscriptions/{person}");
            api.put(&path, json!({})).await.expect(404);
        }
    }
    assert_eq!(house.count("subscriptions").await, 0);
    // Whoever is invited to one of its seminars knows of it.
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
    organiser
        .post(&path, json!({ "people": [house.guest] }))
        .await
        .expect(202);
    assert_eq!(known(house.guest).await, ["scaling", "closed"]);
    house
        .app
        .browser(house.guest)
        .await
        .get("/series/closed")
        .await
        .expect(200);
}
