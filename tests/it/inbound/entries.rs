//! Stays and bookings in calendars: what puts them there, and what a calendar answers to them.

use maru::{base::ids::PersonId, people::model::Role};
use serde_json::{Value, json};

use super::{Reply, Scene};
use crate::support::{app::Api, mailbox::Mail};

/// To whom, by which method, and where the entry stands; nothing where there is none.
fn entries(mails: &[Mail]) -> Vec<(&str, &str, &str)> {
    mails
        .iter()
        .map(|mail| {
            (
                mail.to.as_str(),
                mail.method.as_deref().unwrap_or_default(),
                mail.calendar.get("STATUS").map_or("", String::as_str),
            )
        })
        .collect()
}

/// A host whose guest Jean comes in December, and the front desk.
struct Visit {
    scene: Scene,
    front: Api,
    host: PersonId,
    stay: String,
}

impl Visit {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let app = &scene.app;
        let host = app.person("kim", "Kim Host", &[Role::Member]).await;
        let front = app.person("park", "Park Desk", &[Role::FrontDesk]).await;
        let front = app.api(front).await;
        let stay = json!({
            "visitor": { "name": "Jean Modèle", "email": "jean@sample.example" },
            "host_id": host, "from": "2026-12-01", "to": "2026-12-20", "purpose": "Joint work",
        });
        let stay = app.api(host).await.post("/stays", stay).await.expect(201);
        let stay = stay.json()["id"].as_str().unwrap().to_owned();
        Self {
            scene,
            front,
            host,
            stay,
        }
    }

    /// The front desk does something with it; answers what is mailed.
    async fn step(&self, act: &str) -> Vec<Mail> {
        let path = format!("/stays/{}/{act}", self.stay);
        self.front.post(&path, json!({})).await.expect(200);
        self.scene.app.mails().await
    }

    async fn state(&self) -> Value {
        let path = format!("/stays/{}", self.stay);
        self.front.get(&path).await.expect(200).json()["state"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stay_stands_in_both_calendars_and_a_visitors_yes_confirms_it() {
    let visit = Visit::new().await;
    let jean = "jean@sample.example";
    let kim = "kim@hub.example";
    // Entered by its host: the visitor is told, and asked for nothing yet.
    let proposed = visit.scene.app.mails().await;
    assert_eq!(entries(&proposed), [(jean, "", "")]);
    let approved = visit.step("approval").await;
    assert_eq!(
        entries(&approved),
        [(jean, "", ""), (kim, "REQUEST", "TENTATIVE")]
    );
    let invited = visit.step("invitation").await;
    assert_eq!(
        entries(&invited),
        [
            (jean, "REQUEST", "TENTATIVE"),
            (kim, "REQUEST", "TENTATIVE")
        ]
    );
    let asked = &invited[0];
    assert_eq!(asked.calendar["UID"], approved[1].calendar["UID"]);
    assert_eq!(
        (&asked.calendar["DTSTART"], &asked.calendar["DTEND"]),
        (&"20261201".to_owned(), &"20261221".to_owned())
    );

    let yes = Reply {
        sequence: asked.calendar["SEQUENCE"].parse().unwrap(),
        ..Reply::to(asked)
    };
    // Their address alone is no word of theirs.
    let forged = Reply {
        from: "mallory@evil.example",
        to: "hub@hub.example".to_owned(),
        ..yes.clone()
    };
    assert_eq!(visit.scene.receive(&forged.write()).await, "passed on to 1");
    assert_eq!(visit.state().await, "invited");
    assert_eq!(visit.scene.passed_on().await.len(), 1);
    assert_eq!(visit.scene.receive(&yes.write()).await, "confirmed");
    assert_eq!(visit.state().await, "confirmed");
    let told = visit.scene.app.mails().await;
    assert_eq!(entries(&told), [(kim, "REQUEST", "CONFIRMED")]);
    assert_eq!(told[0].calendar["UID"], asked.calendar["UID"]);
    let again = Reply {
        stamp: "20261102T000500Z",
        ..yes.clone()
    };
    assert_eq!(
        visit.scene.receive(&again.write()).await,
        "it is confirmed already"
    );
    // A no is for the host to deal with: desks and rooms are not given up by a click in a calendar.
    let no = Reply {
        partstat: "DECLINED",
        stamp: "20261102T000600Z",
        ..yes
    };
    assert_eq!(visit.scene.receive(&no.write()).await, "passed on to 1");
    assert_eq!(visit.state().await, "confirmed");
    assert_eq!(
        visit.scene.passed_on().await,
        [(
            kim.to_owned(),
            "An answer from a calendar: Jean Modèle".to_owned(),
            jean.to_owned()
        )]
    );
    let off = visit.step("cancellation").await;
    assert_eq!(
        entries(&off),
        [(jean, "CANCEL", "CANCELLED"), (kim, "CANCEL", "CANCELLED")]
    );
    let sequence = |mail: &Mail| mail.calendar["SEQUENCE"].parse::<i32>().unwrap();
    assert!(sequence(&off[0]) > sequence(asked), "{off:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_takes_it_out_of_the_calendar_of_the_first() {
    let visit = Visit::new().await;
    visit.step("approval").await;
    let app = &visit.scene.app;
    let other = app.person("choi", "Choi Host", &[Role::Member]).await;
    let path = format!("/stays/{}", visit.stay);
    let change = json!({ "host_id": other });
    visit.front.patch(&path, change).await.expect(200);
    app.clock.advance(chrono::Duration::minutes(11));
    let told = app.mails().await;
    assert_eq!(
        entries(&told),
        [
            ("choi@hub.example", "REQUEST", "TENTATIVE"),
            ("jean@sample.example", "", ""),
            ("kim@hub.example", "CANCEL", "CANCELLED"),
        ]
    );
    assert_ne!(visit.host, other);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_that_others_make_moves_and_goes_in_its_owners_calendar() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let boss = app.person("boss", "Bo Boss", &[Role::Administrator]).await;
    let admin = app.api(boss).await;
    let room = json!({ "name": "Room 301", "kind": "meeting" });
    let room = admin.post("/rooms", room).await.expect(201).json()["id"].clone();
    let kim = app.person("kim", "Kim Owner", &[Role::Member]).await;
    let booking = |hour: u32| {
        json!({ "room_id": room, "title": "Group meeting", "for_id": kim,
                "starts_at": format!("2026-12-01T{hour:02}:00:00Z"), "ends_at": format!("2026-12-01T{:02}:00:00Z", hour + 1) })
    };
    let made = admin.post("/bookings", booking(1)).await.expect(201).json();
    let path = format!("/bookings/{}", made["id"].as_str().unwrap());
    let owner = "kim@hub.example";
    let first = app.mails().await;
    assert_eq!(entries(&first), [(owner, "REQUEST", "CONFIRMED")]);
    assert_eq!(first[0].calendar["DTSTART"], "20261201T010000Z");
    // To whom it says yes is no news; a no is for whoever entered it.
    assert_eq!(
        scene.receive(&Reply::to(&first[0]).write()).await,
        "it is in their calendar"
    );
    let no = Reply {
        partstat: "DECLINED",
        ..Reply::to(&first[0])
    };
    assert_eq!(scene.receive(&no.write()).await, "passed on to 1");
    assert_eq!(
        scene.passed_on().await,
        [(
            "boss@hub.example".to_owned(),
            "An answer from a calendar: Group meeting".to_owned(),
            owner.to_owned()
        )]
    );
    let to = json!({ "starts_at": "2026-12-01T03:00:00Z", "ends_at": "2026-12-01T04:00:00Z" });
    admin.patch(&path, to).await.expect(200);
    let moved = app.mails().await;
    assert_eq!(entries(&moved), [(owner, "REQUEST", "CONFIRMED")]);
    let of = |mail: &Mail| {
        let of = |name: &str| mail.calendar[name].clone();
        (of("UID"), of("SEQUENCE"), of("DTSTART"))
    };
    let uid = first[0].calendar["UID"].clone();
    assert_eq!(
        of(&moved[0]),
        (uid.clone(), "1".to_owned(), "20261201T030000Z".to_owned())
    );
    let cancellation = format!("{path}/cancellation");
    admin.post(&cancellation, json!({})).await.expect(200);
    let gone = app.mails().await;
    assert_eq!(entries(&gone), [(owner, "CANCEL", "CANCELLED")]);
    assert_eq!(
        of(&gone[0]),
        (uid, "2".to_owned(), "20261201T030000Z".to_owned())
    );

    // What they made themselves was never put there by a mail: there is nothing to take away.
    let own = app.api(kim).await.post("/bookings", booking(5)).await;
    let path = format!(
        "/bookings/{}/cancellation",
        own.expect(201).json()["id"].as_str().unwrap()
    );
    admin.post(&path, json!({})).await.expect(200);
    assert_eq!(entries(&app.mails().await), [(owner, "", "")]);
}
