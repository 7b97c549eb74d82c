//! Saying nothing: spelling is mended without a word to anyone, and nothing else is.

use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{
    app::Api,
    house::{House, attributes, wrong},
    mailbox::Mail,
};

/// A seminar of which seven people know, and a mailing list.
struct Told {
    house: House,
    organiser: Api,
    code: String,
    path: String,
}

impl Told {
    async fn new() -> Self {
        let house = House::new().await;
        let organiser = house.app.api(house.organiser).await;
        let series = house.series_id().await;
        let list = json!({ "name": "All", "address": "all@department.example", "languages": ["en"], "permission": "Kim" });
        let lists = format!("/series/{}/audiences", series.as_str().unwrap());
        house.admin.post(&lists, list).await.expect(201);
        let code = house.seminar(json!({ "title": "Scaling lwas" })).await;
        let id = house.fact(&code, "id").await;
        let path = format!("/seminars/{}", id.as_str().unwrap());
        let guests: Vec<String> = (1..=7)
            .map(|n| format!("guest{n}@sample.example"))
            .collect();
        let invite = format!("{path}/invitations");
        organiser
            .post(&invite, json!({ "emails": guests }))
            .await
            .expect(202);
        let told = Self {
            house,
            organiser,
            code,
            path,
        };
        assert_eq!(told.later().await.len(), 8);
        told
    }

    /// What has gone out at the end of the change window.
    async fn later(&self) -> Vec<Mail> {
        self.house.app.clock.advance(Duration::minutes(31));
        self.house.app.mails().await
    }

    async fn change(&self, body: Value) -> Value {
        let changed = self.organiser.patch(&self.path, body).await;
        changed.expect(200).json()
    }

    /// How many know, and how many do not.
    async fn knows(&self) -> (i64, i64) {
        let path = format!("{}/knowledge", self.path);
        let knowledge = self.organiser.get(&path).await.expect(200).json();
        let totals = &knowledge["totals"];
        (
            totals["knows"].as_i64().unwrap(),
            totals["doesnt"].as_i64().unwrap(),
        )
    }

    /// What the last entry of the audit trail says of silence.
    async fn audited(&self) -> Value {
        use diesel::prelude::*;
        use diesel_async::RunQueryDsl;
        use maru::base::schema::audit_entries;
        let after: Option<Value> = audit_entries::table
            .filter(audit_entries::subject_kind.eq("seminars"))
            .order((audit_entries::at.desc(), audit_entries::id.desc()))
            .select(audit_entries::after)
            .first(&mut self.house.app.conn().await)
            .await
            .unwrap();
        after.unwrap()["silent"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn spelling_is_mended_without_a_word_and_everyone_still_knows() {
    let told = Told::new().await;
    let before = told.house.app.get("/feeds/series/scaling.ics").await.text();
    assert!(before.contains("SUMMARY:Scaling lwas"), "{before}");
    let mended = json!({ "title": "Scaling laws", "notify": false });
    let preview = json!({ "change": &mended });
    let path = format!("{}/previews", told.path);
    let shown = told.organiser.post(&path, preview).await.expect(200).json();
    assert_eq!(
        (&shown["recipients"]["total"], &shown["mails"]),
        (&json!(0), &json!([]))
    );
    told.change(mended).await;
    assert_eq!(told.later().await, []);
    assert_eq!(told.knows().await, (7, 0));
    assert_eq!(told.audited().await, json!(true));
    // Calendars that are subscribed to show it all the same.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let after = told.house.app.get("/feeds/series/scaling.ics").await.text();
    assert!(after.contains("SUMMARY:Scaling laws"), "{after}");

    // Nor is it news in what is told later; and taken back, nothing is left to tell.
    told.change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    assert_eq!(told.audited().await, Value::Null);
    assert_eq!(told.knows().await, (0, 7));
    told.change(json!({ "starts_local": "2026-12-10T16:00:00" }))
        .await;
    assert_eq!(told.later().await, []);
    told.change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    let mails = told.later().await;
    assert_eq!(mails.len(), 8);
    for mail in &mails {
        assert!(
            mail.subject.starts_with("New time: Scaling laws, "),
            "{}",
            mail.subject
        );
        assert!(!mail.text.contains("lwas"), "{}", mail.text);
    }
    assert_eq!(told.knows().await, (7, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_and_then_mended_is_told_as_it_was_mended() {
    let told = Told::new().await;
    told.change(json!({ "title": "Beyond scaling lwas" })).await;
    told.change(json!({ "title": "Beyond scaling laws", "notify": false }))
        .await;
    let mails = told.later().await;
    assert_eq!(mails.len(), 8);
    let guest = mails
        .iter()
        .find(|mail| mail.to == "guest1@sample.example")
        .unwrap();
    for said in ["before: Scaling lwas", "now: Beyond scaling laws"] {
        assert!(guest.text.contains(said), "no {said} in {}", guest.text);
    }
    assert_eq!(told.knows().await, (7, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_spelling_goes_without_a_word() {
    let told = Told::new().await;
    let hall = &told.house.other_hall["id"];
    for edit in [
        json!({ "starts_local": "2026-12-10T18:00:00" }),
        json!({ "duration_minutes": 90 }),
        json!({ "zone": "Europe/Paris" }),
        json!({ "room_id": hall }),
        json!({ "room_id": null }),
        json!({ "place": { "name": "Elsewhere" } }),
        json!({ "join_url": "https://join.sample.example/1" }),
        json!({ "visibility": "members" }),
        json!({ "speakers": [{ "name": "Marie Sample", "email": "marie@sample.example" }] }),
    ] {
        let mut body = edit.clone();
        body["notify"] = json!(false);
        body["title"] = json!("Scaling laws");
        let refused = told.organiser.patch(&told.path, body).await;
        let refused = refused.expect(422).json();
        let fields = refused["fields"].as_object().unwrap();
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(names, ["notify"], "{edit}");
    }
    let noted = json!({ "title": "Scaling laws", "notify": false, "note": "Sorry." });
    let refused = told.organiser.patch(&told.path, noted).await.expect(422);
    assert_eq!(
        refused.json()["fields"],
        json!({ "note": ["Nobody is told, so nobody would read these words."] })
    );
    assert_eq!(told.house.fact(&told.code, "title").await, "Scaling lwas");
    assert_eq!(told.later().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_is_mended_without_a_word_within_the_same_limits() {
    let told = Told::new().await;
    let series = told.house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    let topics = |topic: &str, notify: bool| json!({ "topics": [topic], "notify": notify });
    let quiet = topics("Scaling laws", false);
    told.organiser.patch(&path, quiet).await.expect(200);
    assert_eq!(
        told.house.fact(&told.code, "topics").await[0],
        "Scaling laws"
    );
    assert_eq!(told.knows().await, (7, 0));
    assert_eq!(told.audited().await, json!(true));
    let loud = topics("Alignment", true);
    told.organiser.patch(&path, loud).await.expect(200);
    assert_eq!(told.knows().await, (0, 7));
    assert_eq!(told.audited().await, Value::Null);
    let before = told.organiser.get(&path).await.expect(200).json();
    for edit in [
        json!({ "duration_minutes": 90 }),
        json!({ "zone": "Europe/Paris" }),
        json!({ "room_id": told.house.other_hall["id"] }),
        json!({ "room_id": null }),
        json!({ "join_url": "https://join.sample.example/1" }),
        json!({ "visibility": "members" }),
    ] {
        let mut body = edit.clone();
        body["notify"] = json!(false);
        body["description"] = json!("On scaling laws");
        let refused = told.organiser.patch(&path, body).await;
        let refused = refused.expect(422).json();
        let fields = refused["fields"].as_object().unwrap();
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(names, ["notify"], "{edit}");
    }
    // Whether or not a seminar changes with it.
    for mut edit in [json!({ "description": "Laws" }), topics("Laws", false)] {
        edit["notify"] = json!(false);
        edit["note"] = json!("Sorry.");
        let refused = told.organiser.patch(&path, edit).await.expect(422);
        assert_eq!(
            refused.json()["fields"],
            json!({ "note": ["Nobody is told, so nobody would read these words."] })
        );
    }
    let after = told.organiser.get(&path).await.expect(200).json();
    assert_eq!(after, before);
    assert_eq!(told.later().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_series_offers_it() {
    let told = Told::new().await;
    let mut browser = told.house.at_desk().await;
    let save = "/series/scaling";
    // Nobody knows of a new one.
    let page = browser.get("/series/new").await.expect(200);
    assert_eq!(page.words("#silent").len(), 0);
    let page = browser.get("/series/scaling/edit").await.expect(200);
    assert_eq!(page.words("#silent legend"), ["Telling"]);
    let longer = [("silent", "yes"), ("duration_minutes", "90")];
    let refused = browser.submit(&page, save, &longer).await.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Telling: Time, place, the way to take part, state, visibility, series or speakers become another: those concerned \
             have to be told. Only spelling can be mended without a word."
        ]
    );
    let mended = [
        ("silent", "yes"),
        ("duration_minutes", "60"),
        ("topics", "Scaling laws"),
    ];
    let saved = browser.submit_and_follow(&refused, save, &mended).await;
    assert_eq!(
        saved.expect(200).words(".flash"),
        ["Saved. Nobody is told of it."]
    );
    assert_eq!(told.knows().await, (7, 0));
    assert_eq!(told.later().await, []);
    // It is said of each edit anew.
    let page = browser.get("/series/scaling/edit").await.expect(200);
    let ticked = attributes(&page, "#silent input[checked]", "value");
    assert_eq!(ticked, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_and_what_is_shown_first_offer_it() {
    let told = Told::new().await;
    let mut browser = told.house.at_desk().await;
    let (form, save) = (
        format!("/seminars/{}/edit", told.code),
        format!("/seminars/{}", told.code),
    );
    // A box that is ticked.
    let page = browser.get(&form).await.expect(200);
    let moved = [("silent", "yes"), ("time", "18:00")];
    let refused = browser.submit(&page, &save, &moved).await.expect(422);
    assert_eq!(wrong(&refused).len(), 1);
    let mended = [
        ("silent", "yes"),
        ("time", "16:00"),
        ("title", "Scaling laws"),
    ];
    let saved = browser.submit_and_follow(&refused, &save, &mended).await;
    assert_eq!(
        saved.expect(200).words(".flash"),
        ["Saved. Nobody is told of it."]
    );
    // A button beside what would be told, where it is spelling alone.
    let page = browser.get(&form).await.expect(200);
    let wide = [("title", "Scaling Laws")];
    let shown = browser.submit(&page, &save, &wide).await.expect(200);
    assert_eq!(
        shown.words("#who"),
        ["7 people get a mail · One mailing list gets a mail"]
    );
    assert_eq!(shown.words("button[name=silent]"), ["Save and tell nobody"]);
    browser
        .submit(&shown, &save, &[("silent", "yes")])
        .await
        .expect(303);
    let page = browser.get(&form).await.expect(200);
    let moved = [("time", "18:00")];
    let shown = browser.submit(&page, &save, &moved).await.expect(200);
    assert_eq!(shown.words("button[name=silent]").len(), 0);
    assert_eq!(told.house.fact(&told.code, "title").await, "Scaling Laws");
    assert_eq!(told.later().await, []);
    assert_eq!(told.knows().await, (7, 0));
}
