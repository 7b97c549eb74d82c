//! An address that someone types beside the programme, beside what is under a topic, or on the page of a list.

use chrono::Duration;
use diesel::{prelude::*, result::Error};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::base::schema::{addresses, follows};
use serde_json::json;

use super::Scene;
use crate::support::{
    browser::filled_in,
    house::attributes,
    http::{Answer, Request},
    mailbox::Mail,
};

const NEW: &str = "new@elsewhere.example";
const TOPIC: &str = "/?topic=alignment";
const YES: [(&str, &str); 1] = [("wanted", "yes")];
const NO: [(&str, &str); 1] = [("wanted", "no")];

/// Where an address is typed, and where that is sent to.
const PLACES: [(&str, &str); 3] = [
    ("/", "/followers"),
    (TOPIC, "/topics/alignment/followers"),
    ("/lists/safety", "/lists/safety/followers"),
];

/// The house with a public seminar under a topic, and a public list; the ids of both.
async fn scene() -> (Scene, String, String) {
    let scene = Scene::new().await;
    let code = scene
        .house
        .seminar(json!({ "topics": ["Alignment"] }))
        .await;
    let seminar = scene.house.fact(&code, "id").await;
    let list = json!({ "name_en": "Safety and society", "slug": "safety", "visibility": "public" });
    let list = scene.house.desk.post("/lists", list).await.expect(201);
    let list = list.json()["id"].as_str().unwrap().to_owned();
    (scene, seminar.as_str().unwrap().to_owned(), list)
}

impl Scene {
    /// Types an address on a page.
    async fn type_on(&mut self, (here, action): (&str, &str), address: &str) -> Answer {
        let page = self.visitor.get(here).await.expect(200);
        let typed = [("email", address)];
        self.visitor.submit(&page, action, &typed).await
    }

    /// The one mail that asks.
    async fn ask(&self) -> Mail {
        let [mail] = self.asks().await.try_into().unwrap();
        mail
    }

    /// Who follows anything but a series: addresses, what kind of thing, and how often it comes.
    async fn follow(&self) -> Vec<(String, String, String)> {
        addresses::table
            .inner_join(follows::table.on(follows::person_id.eq(addresses::person_id)))
            .order((addresses::address, follows::source))
            .select((addresses::address, follows::source, follows::digest))
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }
}

fn weekly(source: &str) -> (String, String, String) {
    (NEW.to_owned(), source.to_owned(), "weekly".to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_programme_a_topic_and_a_list_come_once_whoever_is_there_says_so() {
    let (mut scene, ..) = scene().await;
    let hub = scene.house.app.hub.name.clone();
    let called = [
        ("hub", format!("the programme of {hub}")),
        ("topic", "what is announced under Alignment".to_owned()),
        ("list", "the list Safety and society".to_owned()),
    ];
    for (place, (source, called)) in PLACES.into_iter().zip(called) {
        let (here, _) = place;
        let told = scene.type_on(place, NEW).await.expect(303);
        assert_eq!(told.location(), here);
        let page = scene.visitor.get(here).await.expect(200);
        assert_eq!(
            page.words(".flash"),
            [
                "If mail reaches this address, a message is on its way there. Nothing else comes until the button in it is pressed."
            ]
        );
        let mail = scene.ask().await;
        assert_eq!(
            (mail.to.as_str(), &mail.subject),
            (NEW, &format!("Follow {called}?"))
        );
        let path = scene.path(&mail);
        // A scanner opens the link as often as it likes.
        for method in ["GET", "HEAD", "GET"] {
            let opened = Request::new(method, &path);
            scene.house.app.send(opened).await.expect(200);
        }
        assert_eq!(scene.follow().await, []);
        let page = scene.visitor.get(&path).await.expect(200);
        assert_eq!(page.words("h1"), [format!("Follow {called}?")]);
        // Twice is as good as once.
        for _ in 0..2 {
            let done = scene.visitor.submit(&page, &path, &YES).await.expect(200);
            assert_eq!(done.words("h1"), [format!("You follow {called}")]);
            assert_eq!(scene.follow().await, [weekly(source)]);
        }
        let page = scene.visitor.get(&path).await.expect(200);
        assert_eq!(attributes(&page, ".after a", "href"), [here]);
        let done = scene.visitor.submit(&page, &path, &NO).await.expect(200);
        assert_eq!(
            done.words("h1"),
            [format!("You do not follow {called} any more")]
        );
        assert_eq!(scene.follow().await, []);
        let page = scene.visitor.get(&path).await.expect(200);
        assert_eq!(page.words("main button"), [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_for_comes_on_monday() {
    let (mut scene, ..) = scene().await;
    let here = json!({ "topics": ["Alignment"], "starts_local": "2026-11-12T16:00:00" });
    scene.house.seminar(here).await;
    scene.type_on(PLACES[0], NEW).await.expect(303);
    let path = scene.path(&scene.ask().await);
    let page = scene.visitor.get(&path).await.expect(200);
    scene.visitor.submit(&page, &path, &YES).await.expect(200);
    let app = &scene.house.app;
    app.clock.set("2026-11-08T23:00:00Z".parse().unwrap());
    let mails = app.mails().await;
    let digests = mails.iter().filter(|mail| mail.kind == "digest");
    let to: Vec<&str> = digests.map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [NEW]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_the_same_whoever_is_there_and_they_keep_what_they_chose() {
    let (mut scene, ..) = scene().await;
    let own = format!("/people/{}/follows/hub", scene.house.member);
    let api = scene.house.app.api(scene.house.member).await;
    let daily = json!({ "digest": "daily" });
    api.put(&own, daily).await.expect(200);
    let mut answers = Vec::new();
    for address in [NEW, "Min@hub.example"] {
        let answer = scene.type_on(PLACES[0], address).await.expect(303);
        let cookies: Vec<_> = answer.cookies().into_keys().collect();
        answers.push((answer.location().to_owned(), answer.text(), cookies));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    for mail in scene.asks().await {
        let path = scene.path(&mail);
        let page = scene.visitor.get(&path).await.expect(200);
        scene.visitor.submit(&page, &path, &YES).await.expect(200);
    }
    let theirs = ["min@hub.example", "hub", "daily"].map(str::to_owned);
    assert_eq!(scene.follow().await, [theirs.into(), weekly("hub")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_everyone_or_of_nobody_is_not_followed_so() {
    let (mut scene, _, list) = scene().await;
    let secret =
        json!({ "topics": ["Secret"], "state": "draft", "starts_local": "2026-12-11T16:00:00" });
    scene.house.seminar(secret).await;
    for visibility in ["own", "members"] {
        let list = json!({ "name_en": visibility, "slug": visibility, "visibility": visibility });
        scene.house.desk.post("/lists", list).await.expect(201);
    }
    let page = scene.visitor.get("/").await.expect(200);
    let form = filled_in(&page.html(), "/followers", &[("email", NEW)]);
    for nothing in [
        "/lists/own/followers",
        "/lists/members/followers",
        "/lists/nothing/followers",
        "/topics/secret/followers",
        "/topics/nothing/followers",
        "/topics/Alignment/followers",
    ] {
        scene.visitor.post(nothing, &form).await.expect(404);
    }
    // Nor is it offered; and an archived list gets no new followers.
    for topic in ["secret", "nothing"] {
        let page = scene.visitor.get(&format!("/?topic={topic}")).await;
        assert_eq!(page.expect(200).words("main form"), [""; 0], "{topic}");
    }
    let archived = json!({ "state": "archived" });
    let path = format!("/lists/{list}");
    scene.house.desk.patch(&path, archived).await.expect(200);
    let page = scene.visitor.get("/lists/safety").await.expect(200);
    assert_eq!(page.words("main form"), [""; 0]);
    let (_, action) = PLACES[2];
    scene.visitor.post(action, &form).await.expect(404);
    assert_eq!(scene.asked().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_meanwhile_is_neither_followed_nor_named() {
    let (mut scene, seminar, list) = scene().await;
    let mut asked = Vec::new();
    for place in &PLACES[1..] {
        scene.type_on(*place, NEW).await.expect(303);
        let path = scene.path(&scene.ask().await);
        let page = scene.visitor.get(&path).await.expect(200);
        asked.push((path, page));
    }
    for place in &PLACES[1..] {
        let late = scene.type_on(*place, "late@elsewhere.example").await;
        late.expect(303);
    }
    let (desk, list) = (&scene.house.desk, format!("/lists/{list}"));
    let hidden = json!({ "visibility": "own", "name_en": "Secret plans" });
    desk.patch(&list, hidden).await.expect(200);
    let seminar = format!("/seminars/{seminar}");
    let invited = json!({ "visibility": "invited" });
    desk.patch(&seminar, invited).await.expect(200);
    for (path, page) in &asked {
        let closed = scene.visitor.get(path).await.expect(410);
        for name in ["Secret", "Safety", "Alignment"] {
            assert!(!closed.text().contains(name), "{}", closed.text());
        }
        assert_eq!(closed.words("main a, main button"), [""; 0]);
        scene.visitor.submit(page, path, &YES).await.expect(410);
    }
    assert_eq!(scene.follow().await, []);
    assert_eq!(scene.house.count("people").await, 4);
    // The mails that waited go to nobody.
    let asks = scene.asks().await;
    assert!(asks.is_empty(), "{asks:?}");

    // It is followed as soon as it is open again.
    let desk = &scene.house.desk;
    let open = json!({ "visibility": "public" });
    desk.patch(&list, open.clone()).await.expect(200);
    desk.patch(&seminar, open).await.expect(200);
    for (path, page) in &asked {
        scene.visitor.submit(page, path, &YES).await.expect(200);
    }
    assert_eq!(scene.follow().await, [weekly("list"), weekly("topic")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_asked_once_an_hour_for_each_and_not_for_everything_at_once() {
    let (mut scene, ..) = scene().await;
    let mut old = Vec::new();
    for place in PLACES {
        scene.type_on(place, NEW).await.expect(303);
        old.push(scene.path(&scene.ask().await));
    }
    for place in &PLACES[..2] {
        scene
            .type_on(*place, "NEW@elsewhere.example")
            .await
            .expect(303);
    }
    assert_eq!(scene.asks().await, []);
    scene.type_on(PLACES[2], NEW).await.expect(429);
    scene.house.app.clock.advance(Duration::hours(1));
    for (place, old) in PLACES.into_iter().zip(&old) {
        scene.type_on(place, NEW).await.expect(303);
        let new = scene.path(&scene.ask().await);
        scene.visitor.get(old).await.expect(410);
        scene.visitor.get(&new).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_refused_beside_the_field() {
    let (mut scene, ..) = scene().await;
    for place in PLACES {
        for bad in ["", "nobody", "a@b.example\r\nBcc: eve@evil.example"] {
            let answer = scene.type_on(place, bad).await.expect(422);
            assert_eq!(answer.words(".field-wrong .error").len(), 1, "{bad}");
        }
    }
    assert_eq!(scene.asked().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_has_a_button_and_no_field() {
    let (scene, ..) = scene().await;
    let mut member = scene.house.app.browser(scene.house.member).await;
    for (here, action) in PLACES {
        let page = member.get(here).await.expect(200);
        let fields = attributes(&page, &format!("form[action='{action}']"), "method");
        assert_eq!(fields, [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_asked_one_thing() {
    let (scene, _, list) = scene().await;
    let series = scene.house.series_id().await;
    let series = series.as_str().unwrap();
    let mut conn = scene.house.app.conn().await;
    for (columns, values, constraint) in [
        (
            "source",
            "'series'".to_owned(),
            "confirmations_source_known",
        ),
        ("source", "'topic'".to_owned(), "confirmations_source_whole"),
        ("source", "'list'".to_owned(), "confirmations_source_whole"),
        (
            "source, topic",
            "'hub', 'x'".to_owned(),
            "confirmations_source_whole",
        ),
        (
            "source, topic",
            "'topic', ''".to_owned(),
            "confirmations_topic_given",
        ),
        (
            "source, topic, list_id",
            format!("'topic', 'x', '{list}'"),
            "confirmations_source_whole",
        ),
        (
            "series_id, topic",
            format!("'{series}', 'x'"),
            "confirmations_source_whole",
        ),
        (
            "series_id, source",
            format!("'{series}', 'hub'"),
            "confirmations_of_one",
        ),
        ("name", "'x'".to_owned(), "confirmations_of_one"),
    ] {
        let refused = conn
            .batch_execute(&format!(
                "INSERT INTO confirmations (id, address, language, state, state_at, asked_at, expires_at, {columns}) \
                 VALUES (gen_random_uuid(), 'x@sample.example', 'en', 'asked', now(), now(), now(), {values})"
            ))
            .await;
        let Err(Error::DatabaseError(_, why)) = refused else {
            panic!("{columns} {values}: {refused:?}");
        };
        assert_eq!(
            why.constraint_name(),
            Some(constraint),
            "{columns} {values}"
        );
    }
}
