//! Where the seminars of a series take place online: as the series has it now, until they say otherwise; and shown to nobody
//! who is not shown a seminar's own address.

use std::time::Duration;

use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::base::schema::audit_entries;
use serde_json::{Value, json};

use crate::support::{
    app::Api,
    house::{House, attributes, rows, typed, wrong},
};

const FIRST: &str = "https://meet.example/first-room";
const OTHER: &str = "https://meet.example/other-room";
const OWN: &str = "https://meet.example/own-room";

async fn series(house: &House) -> String {
    format!("/series/{}", house.series_id().await.as_str().unwrap())
}

async fn seminar(house: &House, code: &str) -> String {
    let id = house.fact(code, "id").await;
    format!("/seminars/{}", id.as_str().unwrap())
}

/// The series has this address from now on.
async fn put(house: &House, address: Value) -> Api {
    let api = house.app.api(house.organiser).await;
    let change = json!({ "join_url": address });
    let changed = api.patch(&series(house).await, change).await;
    let changed = changed.expect(200).json();
    assert_eq!(changed.get("join_url").unwrap_or(&Value::Null), &address);
    api
}

/// What the living link does for whoever is not signed in: where it leads, or what the page says.
async fn leads(house: &House, code: &str) -> String {
    let answer = house.app.get(&format!("/s/{code}/join")).await;
    match answer.status {
        303 => answer.location().to_owned(),
        status => {
            assert!(!answer.text().contains("meet.example"));
            format!("{status} {}", answer.words("h1").join(" "))
        }
    }
}

async fn follows(house: &House, code: &str) -> bool {
    let inherit = house.fact(code, "inherit").await;
    inherit.as_array().unwrap().contains(&json!("join_url"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_is_joined_where_its_series_is_until_it_says_otherwise() {
    let house = House::new().await;
    let day = |title: &str, more: Value| {
        let mut body = json!({ "title": title, "room_id": null });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        body
    };
    let before = house.seminar(day("Before", json!({}))).await;
    house.app.clock.set("2026-12-10T06:50:00Z".parse().unwrap());
    assert_eq!(leads(&house, &before).await, "200 Not ready yet");
    house.app.clock.set("2026-11-02T00:00:00Z".parse().unwrap());
    let api = put(&house, json!(FIRST)).await;
    let after = house.seminar(day("After", json!({}))).await;
    let own = house.seminar(day("Own", json!({ "join_url": OWN }))).await;
    let none = house
        .seminar(day("None", json!({ "join_url": null })))
        .await;
    let named = json!({ "join_for": "named" });
    let named = house.seminar(day("Named", named)).await;
    let now = async |moment: &str| {
        house.app.clock.set(moment.parse().unwrap());
        let mut all = Vec::new();
        for code in [&before, &after, &own, &none, &named] {
            all.push(leads(&house, code).await);
        }
        all
    };
    let (closed, named_only) = ("200 Not ready yet", "403 For those who are invited");
    let open = "2026-12-10T06:50:00Z";
    assert_eq!(now(open).await, [FIRST, FIRST, OWN, closed, named_only]);
    assert_eq!(
        now("2026-12-10T06:40:00Z").await,
        [
            "200 Not open yet",
            "200 Not open yet",
            "200 Not open yet",
            "200 Not open yet",
            named_only
        ]
    );
    put(&house, json!(OTHER)).await;
    assert_eq!(now(open).await, [OTHER, OTHER, OWN, closed, named_only]);
    // What followed does not, and what did not does.
    house.app.clock.set("2026-11-02T00:00:00Z".parse().unwrap());
    for (code, change) in [
        (&before, json!({ "join_url": null })),
        (&after, json!({ "join_url": OWN })),
        (&own, json!({ "inherit": ["join_url"] })),
        (&none, json!({ "inherit": ["join_url"] })),
    ] {
        let path = seminar(&house, code).await;
        api.patch(&path, change).await.expect(200);
    }
    assert_eq!(now(open).await, [closed, OWN, OTHER, OTHER, named_only]);
    put(&house, Value::Null).await;
    assert_eq!(now(open).await, [closed, OWN, closed, closed, named_only]);
    // One that leaves the series keeps what it had from it.
    put(&house, json!(FIRST)).await;
    let alone = json!({ "series_id": null });
    let path = seminar(&house, &own).await;
    api.patch(&path, alone).await.expect(200);
    put(&house, json!(OTHER)).await;
    assert_eq!(now(open).await, [closed, OWN, FIRST, OTHER, named_only]);
    let again = json!({ "inherit": ["join_url"] });
    api.patch(&path, again).await.expect(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_begun_keeps_the_address_that_it_had() {
    let house = House::new().await;
    put(&house, json!(FIRST)).await;
    let running = house.seminar(json!({})).await;
    let coming = json!({ "title": "Next", "starts_local": "2026-12-17T16:00:00" });
    let coming = house.seminar(coming).await;
    house.app.clock.set("2026-12-10T07:10:00Z".parse().unwrap());
    let api = put(&house, json!(OTHER)).await;
    assert_eq!(leads(&house, &running).await, FIRST);
    assert_eq!(house.fact(&coming, "join_url").await, OTHER);
    assert!(!follows(&house, &running).await && follows(&house, &coming).await);
    // Whoever corrects it later leaves it at that; and what is over leads nowhere.
    house.app.clock.set("2026-12-11T07:00:00Z".parse().unwrap());
    let path = seminar(&house, &running).await;
    let corrected = json!({ "title": "Beyond scaling laws" });
    api.patch(&path, corrected).await.expect(200);
    assert_eq!(house.fact(&running, "join_url").await, FIRST);
    assert_eq!(leads(&house, &running).await, "200 It is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_concerned_are_told_that_it_is_another_one_and_not_which() {
    let house = House::new().await;
    let api = put(&house, json!(FIRST)).await;
    let follows = house.seminar(json!({})).await;
    let own = json!({ "title": "Own", "starts_local": "2026-12-17T16:00:00", "join_url": OWN });
    let own = house.seminar(own).await;
    let mut revisions = Vec::new();
    for (code, guest) in [(&follows, "marie"), (&own, "jane")] {
        let invite = format!("{}/invitations", seminar(&house, code).await);
        let guest = json!({ "emails": [format!("{guest}@sample.example")] });
        api.post(&invite, guest).await.expect(202);
        revisions.push(house.fact(code, "revision").await.as_i64().unwrap());
    }
    assert_eq!(house.app.mails().await.len(), 2);
    put(&house, json!(OTHER)).await;
    let now = async |code: &str| house.fact(code, "revision").await.as_i64().unwrap();
    assert_eq!(now(&follows).await, revisions[0] + 1);
    assert_eq!(now(&own).await, revisions[1]);
    house.app.clock.advance(chrono::Duration::minutes(11));
    let mails = house.app.mails().await;
    let told: Vec<_> = mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()))
        .collect();
    assert_eq!(told, [("change", "marie@sample.example")]);
    assert!(mails[0].text.contains("The way to take part online"));
    assert!(!mails[0].text.contains("meet.example"));
    assert!(!format!("{:?}", mails[0].calendar).contains("meet.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_shown_a_seminars_address_is_not_shown_that_of_its_series() {
    let house = House::new().await;
    let organiser = put(&house, json!(FIRST)).await;
    let code = house.seminar(json!({})).await;
    let invite = format!("{}/invitations", seminar(&house, &code).await);
    let guest = json!({ "emails": ["marie@sample.example"] });
    organiser.post(&invite, guest).await.expect(202);
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(!format!("{:?}", mails[0]).contains("meet.example"));
    let path = series(&house).await;
    let shown = async |api: &Api| {
        let one = api.get(&path).await.expect(200).json();
        let all = api.get("/series").await.expect(200).json();
        let seminars = api.get("/seminars").await.expect(200).text();
        assert_eq!(all["items"][0], one);
        (
            one.get("join_url").cloned(),
            seminars.contains("meet.example"),
        )
    };
    for person in [house.member, house.guest] {
        let api = house.app.api(person).await;
        assert_eq!(shown(&api).await, (None, false));
        let refused = api.patch(&path, json!({ "join_url": OTHER })).await;
        refused.expect(403);
    }
    for api in [&organiser, &house.admin] {
        assert_eq!(shown(api).await, (Some(json!(FIRST)), true));
    }
    let pages = [
        "/",
        "/series/scaling",
        "/series/scaling/print",
        "/archive?q=first-room",
        "/embed/series/scaling",
        "/feeds/hub.ics",
        "/feeds/series/scaling.ics",
        "/feeds/series/scaling.atom",
        "/feeds/series/scaling.json",
    ];
    let of_seminar = [
        format!("/seminars/{code}"),
        format!("/feeds/seminars/{code}.ics"),
    ];
    let mut member = house.app.browser(house.member).await;
    for page in pages.map(str::to_owned).iter().chain(&of_seminar) {
        let public = house.app.get(page).await.expect(200);
        assert!(!public.text().contains("meet.example"), "{page}");
        let signed_in = member.get(page).await.expect(200);
        assert!(!signed_in.text().contains("meet.example"), "{page}");
    }
    member.get("/series/scaling/edit").await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_feeds_that_are_kept_follow_the_series() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let page = format!("/seminars/{code}");
    let online = async || {
        let shown = house.app.get(&page).await.expect(200);
        shown.words(".fact dt").contains(&"Online".to_owned())
    };
    let living = format!("/s/{code}/join");
    let in_feed = async || {
        let feed = house.app.get("/feeds/hub.ics").await.expect(200).text();
        feed.replace("\r\n ", "").contains(&living)
    };
    assert!(!online().await && !in_feed().await);
    for (address, expected) in [(json!(FIRST), true), (Value::Null, false)] {
        put(&house, address).await;
        assert_eq!(online().await, expected);
        let asked = tokio::time::Instant::now();
        while in_feed().await != expected {
            assert!(asked.elapsed() < Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_forms_of_series_and_seminar_say_and_ask_which_it_is() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let mut desk = house.at_desk().await;
    let (form, action) = ("/series/scaling/edit", "/series/scaling");
    let page = desk.get(form).await.expect(200);
    assert_eq!(typed(&page, "join_url"), "");
    let page = desk
        .submit(&page, action, &[("join_url", "meet.example")])
        .await
        .expect(422);
    let whole =
        "Address to join online: Write a whole address that begins with https:// or http://.";
    assert_eq!(wrong(&page), [whole]);
    assert_eq!(typed(&page, "join_url"), "meet.example");
    desk.submit(&page, action, &[("join_url", FIRST)])
        .await
        .expect(303);
    assert_eq!(typed(&desk.get(form).await, "join_url"), FIRST);
    assert_eq!(house.fact(&code, "join_url").await, FIRST);

    let (edit, action) = (
        format!("/seminars/{code}/edit"),
        format!("/seminars/{code}"),
    );
    let page = desk.get(&edit).await.expect(200);
    assert_eq!(
        ["join_kind", "join_url"].map(|name| typed(&page, name)),
        ["series", ""]
    );
    assert!(!page.text().contains("meet.example"));
    assert!(page.text().contains("The series has an address."));
    // Saved as it is, it still follows.
    desk.submit(&page, &action, &[]).await.expect(303);
    assert!(follows(&house, &code).await);
    for (kind, address, words) in [
        ("own", "", "Address to join online: This is needed."),
        (
            "none",
            OWN,
            "Address to join online: An address stands here: choose “by an address of its own” above, or leave this empty.",
        ),
        (
            "series",
            OWN,
            "Address to join online: An address stands here: choose “by an address of its own” above, or leave this empty.",
        ),
    ] {
        let page = desk.get(&edit).await.expect(200);
        let said = [("join_kind", kind), ("join_url", address)];
        let refused = desk.submit(&page, &action, &said).await.expect(422);
        assert_eq!(wrong(&refused), [words]);
        assert_eq!(typed(&refused, "join_url"), address);
    }
    for (kind, address, becomes, shows) in [
        ("own", OWN, json!(OWN), ["own", OWN]),
        // What stood there as its own is given up with it.
        ("none", OWN, Value::Null, ["none", ""]),
        ("series", "", json!(FIRST), ["series", ""]),
    ] {
        let page = desk.get(&edit).await.expect(200);
        let said = [("join_kind", kind), ("join_url", address)];
        desk.submit(&page, &action, &said).await.expect(303);
        assert_eq!(house.fact(&code, "join_url").await, becomes);
        assert_eq!(follows(&house, &code).await, kind == "series");
        let page = desk.get(&edit).await.expect(200);
        let shown = ["join_kind", "join_url"].map(|name| typed(&page, name));
        assert_eq!(shown, shows);
    }
    // Of a new one it is that of the series; of one in no series nothing is to be chosen.
    let page = desk.get("/seminars/new?series=scaling").await.expect(200);
    assert_eq!(typed(&page, "join_kind"), "series");
    let choices = |page| attributes(page, "form.form [name=join_kind]", "value");
    assert_eq!(choices(&page), ["series", "own", "none"]);
    let alone = desk.get("/seminars/new").await.expect(200);
    assert_eq!(choices(&alone), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_asks_for_no_address_where_there_is_one_or_is_to_be_none() {
    let house = House::new().await;
    let day = |day: u32, more: Value| {
        let mut body = json!({ "title": format!("Day {day}"), "abstract": "Whole.", "kind": "workshop",
                               "starts_local": format!("2026-12-{day}T16:00:00") });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        body
    };
    house.seminar(day(10, json!({ "join_url": OWN }))).await;
    house.seminar(day(17, json!({}))).await;
    house.seminar(day(24, json!({ "join_url": null }))).await;
    let mut desk = house.at_desk().await;
    let mut lacking = async || {
        let page = desk.get("/series/scaling/board").await.expect(200);
        let lacks = |row: &String| row.contains("address to join online");
        rows(&page, ".board").iter().map(lacks).collect::<Vec<_>>()
    };
    assert_eq!(lacking().await, [false, true, false]);
    put(&house, json!(FIRST)).await;
    assert_eq!(lacking().await, [false, false, false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_whole_in_the_database_too_and_the_trail_has_it() {
    let house = House::new().await;
    let api = put(&house, json!(FIRST)).await;
    let path = series(&house).await;
    for wrong in [
        "javascript:alert(1)",
        "meet.example",
        "https:///x",
        "https://a b",
    ] {
        let refused = api.patch(&path, json!({ "join_url": wrong })).await;
        let refused = refused.expect(422).json();
        assert_eq!(
            refused["fields"]["join_url"],
            json!(["Write a whole address that begins with https:// or http://."])
        );
        let mut conn = house.app.conn().await;
        let set = format!("UPDATE series SET join_url = '{wrong}'");
        let error = conn.batch_execute(&set).await.unwrap_err().to_string();
        assert!(error.contains("series_join_url_form"), "{error}");
    }
    put(&house, json!(OTHER)).await;
    let mut conn = house.app.conn().await;
    let entries: Vec<Option<Value>> = audit_entries::table
        .filter(audit_entries::subject_kind.eq("series"))
        .select(audit_entries::after)
        .load(&mut conn)
        .await
        .unwrap();
    let entries = entries.into_iter().flatten();
    let mut kept: Vec<String> = entries
        .map(|entry| entry["join_url"].as_str().unwrap_or("none").to_owned())
        .collect();
    kept.sort();
    assert_eq!(kept, [FIRST, OTHER, "none"]);
}
