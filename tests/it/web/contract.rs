//! What the API promises beside what its description can say: who may know of what, what follows from what, and what can
//! be removed.

use std::collections::BTreeSet;

use maru::{base::ids::PersonId, people::model::Role};
use serde_json::{Value, json};

use crate::support::{
    app::{Api, TestApp},
    http::Answer,
};

/// The ids that a list holds.
async fn ids(api: &Api, path: &str) -> BTreeSet<String> {
    let listed = api.get(path).await.expect(200).json();
    assert!(listed["next"].is_null(), "{listed}");
    let items = listed["items"].as_array().unwrap().iter();
    items.map(|item| id(item).to_owned()).collect()
}

fn id(made: &Value) -> &str {
    made["id"].as_str().unwrap()
}

fn only(made: &Value) -> BTreeSet<String> {
    BTreeSet::from([id(made).to_owned()])
}

fn problem(answer: &Answer) -> String {
    let kind = answer.json()["type"].clone();
    kind.as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned()
}

async fn make(api: &Api, path: &str, body: Value) -> Value {
    api.post(path, body).await.expect(201).json()
}

async fn member(app: &TestApp, handle: &str) -> (PersonId, Api) {
    let person = app.person(handle, "Kim Gyeonbon", &[Role::Member]).await;
    (person, app.api(person).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_one_may_not_know_of_is_not_there() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (person, member) = member(&app, "kim").await;
    let guest = app.person("guest", "Guest Sample", &[]).await;
    let guest_api = app.api(guest).await;
    let of = |title: &str, visibility: &str| json!({ "title": title, "zone": "UTC", "visibility": visibility });
    let open = make(&admin, "/series", of("Open", "public")).await;
    let inner = make(&admin, "/series", of("Inner", "members")).await;
    let closed = make(&admin, "/series", of("Closed", "invited")).await;

    let all = BTreeSet::from([&open, &inner, &closed].map(|series| id(series).to_owned()));
    assert_eq!(ids(&admin, "/series").await, all);
    let known = BTreeSet::from([&open, &inner].map(|series| id(series).to_owned()));
    assert_eq!(ids(&member, "/series").await, known);
    assert_eq!(ids(&guest_api, "/series").await, only(&open));

    // Nobody lets themselves in by following what they do not know.
    let closed_at = format!("/series/{}", id(&closed));
    let follow = format!("{closed_at}/subscriptions/{person}");
    member.get(&closed_at).await.expect(404);
    member.get(&follow).await.expect(404);
    member
        .get(&format!("{closed_at}/subscriptions"))
        .await
        .expect(404);
    member.put(&follow, json!({})).await.expect(404);
    member.delete(&closed_at).await.expect(404);
    member.get(&closed_at).await.expect(404);

    // Whoever is let in by an organiser knows.
    admin.put(&follow, json!({})).await.expect(200);
    member.get(&closed_at).await.expect(200);
    assert_eq!(ids(&member, "/series").await, all);
    member.get(&follow).await.expect(200);
    member
        .get(&format!("{closed_at}/subscriptions"))
        .await
        .expect(403);
    member.delete(&closed_at).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_narrowed_by_what_identifies() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let zone = "Asia/Seoul";
    for (path, other, one) in [
        (
            "/institutions",
            json!({ "name": "Other", "zone": zone }),
            json!({ "name": "One", "zone": zone }),
        ),
        (
            "/projects",
            json!({ "name": "Other" }),
            json!({ "name": "One" }),
        ),
        (
            "/sites",
            json!({ "name": "Other", "zone": zone }),
            json!({ "name": "One", "zone": zone }),
        ),
        (
            "/rooms",
            json!({ "name": "Other", "kind": "lab" }),
            json!({ "name": "One", "kind": "lab" }),
        ),
        (
            "/series",
            json!({ "title": "Other", "zone": zone }),
            json!({ "title": "One", "zone": zone }),
        ),
    ] {
        make(&admin, path, other).await;
        let one = make(&admin, path, one).await;
        assert_eq!(
            ids(&admin, &format!("{path}?slug=one")).await,
            only(&one),
            "{path}"
        );
    }
    let orcid = "0000-0002-1825-0097";
    let marie = make(
        &admin,
        "/people",
        json!({ "name": "Marie Sample", "orcid": orcid }),
    )
    .await;
    assert_eq!(
        ids(&admin, &format!("/people?orcid={orcid}")).await,
        only(&marie)
    );

    let speaker = json!([{ "person_id": marie["id"] }]);
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "speakers": speaker });
    make(
        &admin,
        "/seminars",
        json!({ "starts_local": "2026-12-10T16:00:00" }),
    )
    .await;
    let talk = make(&admin, "/seminars", talk).await;
    let by_code = format!("/seminars?code={}", talk["code"].as_str().unwrap());
    let by_speaker = format!("/seminars?speaker_id={}", id(&marie));
    assert_eq!(ids(&admin, &by_code).await, only(&talk));
    assert_eq!(ids(&admin, &by_speaker).await, only(&talk));

    let host = app.person("host", "Choi Gyeonbon", &[Role::Member]).await;
    let of = |name: &str| json!({ "visitor": { "name": name }, "host_id": host, "from": "2026-12-01", "to": "2026-12-02" });
    make(&admin, "/stays", of("One Sample")).await;
    let stay = make(&admin, "/stays", of("Another Sample")).await;
    let by_code = format!("/stays?code={}", stay["code"].as_str().unwrap());
    assert_eq!(ids(&admin, &by_code).await, only(&stay));

    let organiser = make(
        &admin,
        "/series",
        json!({ "title": "His", "zone": zone, "organisers": [host] }),
    )
    .await;
    assert_eq!(
        ids(&admin, &format!("/series?organiser_id={host}")).await,
        only(&organiser)
    );
    assert_eq!(ids(&admin, "/series?state=ended").await, BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn bookings_are_found_by_what_they_serve_and_where_they_stand() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = make(&admin, "/rooms", json!({ "name": "Hall", "kind": "hall" })).await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "room_id": hall["id"] });
    let talk = make(&admin, "/seminars", talk).await;
    let own = json!({ "room_id": hall["id"], "title": "Reading group", "starts_at": "2026-12-01T07:00:00Z",
                      "ends_at": "2026-12-01T08:00:00Z" });
    let own = make(&admin, "/bookings", own).await;
    assert_eq!(own["room_id"], hall["id"]);
    assert_eq!(own["room_ids"], json!([hall["id"]]));
    let serving = admin
        .get(&format!("/bookings?seminar_id={}", id(&talk)))
        .await
        .json();
    assert_eq!(serving["items"][0]["seminar_id"], talk["id"]);
    assert_eq!(talk["room_ids"], json!([hall["id"]]));
    assert_eq!(ids(&admin, "/bookings?state=confirmed").await, only(&own));
    assert_eq!(
        ids(&admin, "/bookings?in_force=true&to=2026-12-02T00:00:00Z").await,
        only(&own)
    );
    let nobody = uuid::Uuid::nil();
    assert_eq!(
        ids(&admin, &format!("/bookings?run_id={nobody}")).await,
        BTreeSet::new()
    );
    assert_eq!(
        ids(&admin, &format!("/bookings?stay_id={nobody}")).await,
        BTreeSet::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bookings_are_not_found_by_what_they_hide() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (owner, organiser) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let keeper = app
        .person("keeper", "Choi Gyeonbon", &[Role::RoomKeeper])
        .await;
    let keeper = app.api(keeper).await;
    let hall = make(&admin, "/rooms", json!({ "name": "Hall", "kind": "hall" })).await;
    let desk = make(&admin, "/rooms", json!({ "name": "Desk", "kind": "desk" })).await;
    let talk = |hour: u32, state: &str| json!({ "starts_local": format!("2026-12-10T{hour}:00:00"), "room_id": hall["id"], "state": state });
    let draft = make(&organiser, "/seminars", talk(10, "draft")).await;
    let open = make(&organiser, "/seminars", talk(14, "announced")).await;
    let own = json!({ "room_id": hall["id"], "title": "Reading group", "starts_at": "2026-12-01T07:00:00Z",
                      "ends_at": "2026-12-01T08:00:00Z" });
    let own = make(&organiser, "/bookings", own).await;
    let stay = json!({ "visitor": { "name": "Zoé Sample" }, "host_id": owner, "from": "2026-12-01", "to": "2026-12-02",
                       "desk_id": desk["id"] });
    let stay = make(&organiser, "/stays", stay).await;
    let serving = async |api: &Api, what: &str, of: &Value| {
        ids(api, &format!("/bookings?{what}={}", id(of))).await
    };
    let of_draft = serving(&admin, "seminar_id", &draft).await;
    let of_open = serving(&admin, "seminar_id", &open).await;
    let of_stay = serving(&admin, "stay_id", &stay).await;
    for found in [&of_draft, &of_open, &of_stay] {
        assert_eq!(found.len(), 1);
    }
    let all = ids(&admin, "/bookings").await;
    assert_eq!(all.len(), 4);

    // Everyone sees that rooms are taken, and whoever may not know by what does not find it out by asking.
    for (api, draft_too, stay_too) in [
        (&admin, true, true),
        (&organiser, true, true),
        (&keeper, true, false),
        (&other, false, false),
    ] {
        assert_eq!(ids(api, "/bookings").await, all);
        let nothing = BTreeSet::new();
        let of = |told: bool, found: &BTreeSet<String>| match told {
            true => found.clone(),
            false => nothing.clone(),
        };
        assert_eq!(
            serving(api, "seminar_id", &draft).await,
            of(draft_too, &of_draft)
        );
        assert_eq!(serving(api, "seminar_id", &open).await, of_open);
        assert_eq!(serving(api, "stay_id", &stay).await, of(stay_too, &of_stay));
        let mut theirs = only(&own);
        theirs.extend(of_open.clone());
        theirs.extend(of(draft_too, &of_draft));
        // The booking of a stay is its visitor's.
        let found = ids(api, &format!("/bookings?for_id={owner}")).await;
        assert_eq!(found, theirs);
        let named = ids_named(api, owner).await;
        assert_eq!(found, named, "what is found is what is shown");
    }
}

/// The bookings that a caller is shown as this person's.
async fn ids_named(api: &Api, owner: PersonId) -> BTreeSet<String> {
    let listed = api.get("/bookings").await.expect(200).json();
    let items = listed["items"].as_array().unwrap().iter();
    let theirs = items.filter(|item| item["for_id"] == json!(owner));
    theirs.map(|item| id(item).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_says_so_by_its_type() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let desk = make(&admin, "/rooms", json!({ "name": "Desk", "kind": "desk" })).await;
    let booking = json!({ "room_id": desk["id"], "title": "x", "starts_at": "2026-12-01T07:00:00Z",
                          "ends_at": "2026-12-01T08:00:00Z" });
    make(&admin, "/bookings", booking.clone()).await;
    let taken = admin.post("/bookings", booking).await.expect(409);
    assert_eq!(problem(&taken), "taken");
    let host = app.person("host", "Choi Gyeonbon", &[Role::Member]).await;
    let stay = json!({ "visitor": { "name": "Zoé Sample" }, "host_id": host, "from": "2026-12-01", "to": "2026-12-02",
                       "desk_id": desk["id"] });
    assert_eq!(
        problem(&admin.post("/stays", stay).await.expect(409)),
        "taken"
    );
    let talk = json!({ "starts_local": "2026-12-01T16:00:00", "zone": "Asia/Seoul", "room_id": desk["id"] });
    assert_eq!(
        problem(&admin.post("/seminars", talk).await.expect(409)),
        "taken"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_by_recipient_and_read_by_those_who_may() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (person, organiser) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "state": "announced" });
    let talk = make(&organiser, "/seminars", talk).await;
    let marie = make(
        &admin,
        "/people",
        json!({ "name": "Marie Sample", "email": "marie@sample.example" }),
    )
    .await;
    make(
        &admin,
        "/people",
        json!({ "name": "Said Sample", "email": "said@sample.example" }),
    )
    .await;
    let invite = json!({ "emails": ["marie@sample.example", "said@sample.example"] });
    let invitations = format!("/seminars/{}/invitations", id(&talk));
    organiser.post(&invitations, invite).await.expect(202);

    let by_address = ids(&organiser, "/messages?recipient=Marie@sample.example").await;
    let by_id = ids(&organiser, &format!("/messages?recipient={}", id(&marie))).await;
    assert_eq!((by_address.len(), &by_address), (1, &by_id));
    assert_eq!(
        ids(&organiser, &format!("/messages?recipient={person}")).await,
        BTreeSet::new()
    );
    // What is neither a person nor an address is no reason to show everything.
    let wrong = organiser
        .get("/messages?recipient=marie")
        .await
        .expect(422)
        .json();
    assert_eq!(
        wrong["fields"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["recipient"]
    );

    let at = format!("/messages/{}", by_id.first().unwrap());
    let read = organiser.get(&at).await.expect(200).json();
    assert_eq!(
        (&read["recipient_id"], &read["seminar_id"]),
        (&marie["id"], &talk["id"])
    );
    admin.get(&at).await.expect(200);
    other.get(&at).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn attendances_come_in_pages_and_each_is_its_persons_own() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (person, own) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "state": "announced" });
    let talk = make(&admin, "/seminars", talk).await;
    let at = format!("/seminars/{}/attendances", id(&talk));
    let emails: Vec<String> = (0..4).map(|n| format!("guest{n}@sample.example")).collect();
    let invite = json!({ "emails": emails, "people": [person] });
    let invitations = format!("/seminars/{}/invitations", id(&talk));
    admin.post(&invitations, invite).await.expect(202);

    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = admin
            .get(&format!("{at}?limit=2{after}"))
            .await
            .expect(200)
            .json();
        let items = page["items"].as_array().unwrap();
        seen.extend(
            items
                .iter()
                .map(|one| one["person_id"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let each: BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), each.len()), (5, 5));

    let mine = format!("{at}/{person}");
    assert_eq!(
        own.get(&mine).await.expect(200).json()["answer"],
        Value::Null
    );
    own.put(&mine, json!({ "answer": "maybe" }))
        .await
        .expect(200);
    assert_eq!(admin.get(&mine).await.expect(200).json()["answer"], "maybe");
    other.get(&mine).await.expect(403);
    own.get(&format!("{at}/{}", uuid::Uuid::nil()))
        .await
        .expect(403);
    admin
        .get(&format!("{at}/{}", uuid::Uuid::nil()))
        .await
        .expect(404);
    let maybe = admin.get(&format!("{at}?answer=maybe")).await.json();
    assert_eq!(maybe["items"].as_array().unwrap().len(), 1);
    assert_eq!(maybe["items"][0]["person_id"], json!(person));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_removed_as_if_it_had_never_been() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (_, other) = member(&app, "kim").await;
    let hall = make(&admin, "/rooms", json!({ "name": "Hall", "kind": "hall" })).await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "zone": "Asia/Seoul", "room_id": hall["id"],
                       "speakers": [{ "email": "marie@sample.example" }] });
    let draft = make(&admin, "/seminars", talk.clone()).await;
    let at = format!("/seminars/{}", id(&draft));
    other.delete(&at).await.expect(404);
    let free = "/rooms/free?starts_at=2026-12-10T07:00:00Z&ends_at=2026-12-10T08:00:00Z";
    assert_eq!(ids(&admin, free).await, BTreeSet::new());
    admin.delete(&at).await.expect(204);
    admin.get(&at).await.expect(404);
    admin.delete(&at).await.expect(404);
    assert_eq!(ids(&admin, free).await, only(&hall));
    assert_eq!(ids(&admin, "/bookings").await, BTreeSet::new());

    // Whoever was asked to speak is told by a cancellation, not by silence.
    let asked = make(&admin, "/seminars", talk).await;
    let at = format!("/seminars/{}", id(&asked));
    let speaker = asked["speakers"][0]["person_id"].clone();
    admin
        .post(&format!("{at}/invitations"), json!({ "people": [speaker] }))
        .await
        .expect(202);
    admin.delete(&at).await.expect(409);
    assert_eq!(ids(&admin, free).await, BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_moves_to_another_series_and_takes_what_that_one_has() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (_, organiser) = member(&app, "kim").await;
    let room = |name: &str| json!({ "name": name, "kind": "hall" });
    let (north, south) = (
        make(&admin, "/rooms", room("North")).await,
        make(&admin, "/rooms", room("South")).await,
    );
    let series = |title: &str, zone: &str, room: &Value| json!({ "title": title, "zone": zone, "room_id": room["id"], "duration_minutes": 90, "topics": [title] });
    let one = make(&organiser, "/series", series("One", "Asia/Seoul", &north)).await;
    let two = make(&organiser, "/series", series("Two", "Europe/Paris", &south)).await;
    let foreign = make(&admin, "/series", series("Foreign", "UTC", &south)).await;
    let talk = json!({ "series_id": one["id"], "title": "Beyond", "starts_local": "2026-12-10T16:00:00",
                       "topics": ["Own"] });
    let talk = make(&organiser, "/seminars", talk).await;
    let at = format!("/seminars/{}", id(&talk));

    organiser
        .patch(&at, json!({ "series_id": foreign["id"] }))
        .await
        .expect(403);
    let nobody = json!({ "series_id": uuid::Uuid::nil() });
    let refused = organiser.patch(&at, nobody).await.expect(422).json();
    assert_eq!(
        refused["fields"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["series_id"]
    );
    assert_eq!(organiser.get(&at).await.json()["room_id"], north["id"]);

    let moved = organiser
        .patch(&at, json!({ "series_id": two["id"] }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &moved["series_id"],
            &moved["room_id"],
            &moved["zone"],
            &moved["starts_at"]
        ),
        (
            &two["id"],
            &south["id"],
            &json!("Europe/Paris"),
            &json!("2026-12-10T15:00:00Z")
        )
    );
    assert_eq!(
        (&moved["topics"], &moved["revision"]),
        (&json!(["Own"]), &json!(2))
    );
    assert_eq!(
        ids(&admin, &format!("/seminars?series_id={}", id(&one))).await,
        BTreeSet::new()
    );
    admin
        .delete(&format!("/series/{}", id(&one)))
        .await
        .expect(204);

    let alone = organiser
        .patch(&at, json!({ "series_id": null }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&alone["series_id"], &alone["inherit"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(
        (&alone["room_id"], &alone["zone"]),
        (&south["id"], &json!("Europe/Paris"))
    );
    let again = json!({ "inherit": ["zone"] });
    organiser.patch(&at, again).await.expect(422);
    // An address is one, and no book.
    let long = "x".repeat(5001);
    let elsewhere = json!({ "place": { "name": "Garden", "address": long } });
    organiser.patch(&at, elsewhere).await.expect(422);
    let site = json!({ "name": "Garden", "zone": "UTC", "address": long });
    let refused = admin.post("/sites", site).await.expect(422).json();
    let fields = refused["fields"].as_object().unwrap();
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["address"]);
    // Seminars are planned for years with which every calendar reckons.
    for far in [
        "0000-05-01T10:00:00",
        "-999-01-01T10:00:00",
        "9999-12-31T23:00:00",
    ] {
        let far = json!({ "starts_local": far });
        let refused = organiser.patch(&at, far).await.expect(422).json();
        assert_eq!(
            refused["fields"]["starts_local"],
            json!(["Choose a year from 1970 to 2200."])
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_changed_keeps_its_address() {
    let app = TestApp::new().await;
    let (person, own) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let talk = json!({ "title": "Secret plans", "starts_local": "2026-12-10T16:00:00", "state": "announced",
                       "speakers": [{ "person_id": person }] });
    make(&own, "/seminars", talk).await;
    let feeds = format!("/people/{person}/feeds");
    let feed = make(&own, &feeds, json!({ "name": "Mine" })).await;
    let url = feed["url"].as_str().unwrap();
    let calendar = url
        .strip_prefix(app.hub.public_url.as_str())
        .unwrap()
        .to_owned();
    assert!(
        app.get(&calendar)
            .await
            .expect(200)
            .text()
            .contains("Secret plans")
    );

    let at = format!("{feeds}/{}", id(&feed));
    let busy = json!({ "name": "For the door", "detail": "busy" });
    other.patch(&at, busy.clone()).await.expect(403);
    let changed = own.patch(&at, busy).await.expect(200).json();
    assert_eq!(
        (&changed["url"], &changed["name"]),
        (&feed["url"], &json!("For the door"))
    );
    own.patch(&at, json!({ "name": " " })).await.expect(422);
    assert_eq!(own.get(&at).await.json(), changed);
    // The body is held until the change is heard of, which takes less than a second.
    let mut shown = app.get(&calendar).await.expect(200).text();
    while shown.contains("Secret plans") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        shown = app.get(&calendar).await.expect(200).text();
    }
    assert!(shown.contains("BEGIN:VEVENT"), "{shown}");
    own.delete(&at).await.expect(204);
    own.patch(&at, json!({ "name": "Late" })).await.expect(404);
}
