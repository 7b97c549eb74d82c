//! The main job, by the API and by mail: a series, a seminar, invitations, answers, a move, a reminder, a cancellation.

mod moving;
mod stopping;
mod telling;

use chrono::Duration;
use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::RunQueryDsl;
use maru::{base::ids::PersonId, people::model::Role};
use serde_json::{Value, json};

use crate::support::{
    app::{Api, TestApp},
    mailbox::Mail,
};

/// An organiser with a hall, a series and an announced seminar on 10 December 2026 at 16:00 in Seoul.
struct Scene {
    app: TestApp,
    organiser: Api,
    hall: Value,
    series: Value,
    seminar: Value,
    invited: Vec<(PersonId, &'static str)>,
}

impl Scene {
    async fn new() -> Self {
        Self::with(json!({})).await
    }

    async fn with(more: Value) -> Self {
        let app = TestApp::new().await;
        let admin = app.admin().await;
        let hall = admin
            .post(
                "/rooms",
                json!({ "name": "Hall", "kind": "hall", "capacity": 90 }),
            )
            .await
            .expect(201)
            .json();
        let organiser = app
            .api(app.person("oh", "Oh Organiser", &[Role::Member]).await)
            .await;
        let series = organiser
            .post(
                "/series",
                json!({ "title": "Scaling Laws", "zone": "Asia/Seoul", "duration_minutes": 60,
                                     "room_id": hall["id"], "reminders": [1440, 60] }),
            )
            .await
            .expect(201)
            .json();
        let mut invited = Vec::new();
        for (handle, name, zone, language) in [
            ("hong", "홍견본", "Asia/Seoul", "ko"),
            ("marie", "Marie \"M\" Sample, Dr.", "Europe/Paris", "en"),
            ("said", "A. Sample", "Asia/Dubai", "en"),
        ] {
            let made = admin
                .post(
                    "/people",
                    json!({ "name": name, "email": format!("{handle}@sample.example"), "zone": zone,
                                         "language": language }),
                )
                .await
                .expect(201)
                .json();
            invited.push((made["id"].as_str().unwrap().parse().unwrap(), handle));
        }
        let mut body = json!({ "series_id": series["id"], "title": "Beyond; laws, \\ 🚀",
                               "starts_local": "2026-12-10T16:00:00", "state": "announced" });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        let seminar = organiser.post("/seminars", body).await.expect(201).json();
        Self {
            app,
            organiser,
            hall,
            series,
            seminar,
            invited,
        }
    }

    fn path(&self, more: &str) -> String {
        format!("/seminars/{}{more}", self.seminar["id"].as_str().unwrap())
    }

    fn person(&self, handle: &str) -> PersonId {
        self.invited
            .iter()
            .find(|(_, one)| *one == handle)
            .unwrap()
            .0
    }

    async fn invite(&self) -> Vec<Mail> {
        let people: Vec<_> = self.invited.iter().map(|(id, _)| *id).collect();
        let answer = self
            .organiser
            .post(&self.path("/invitations"), json!({ "people": people }))
            .await
            .expect(202);
        assert_eq!(answer.json()["queued"], 3);
        self.app.mails().await
    }

    async fn answer(&self, handle: &str, answer: &str) {
        let path = self.path(&format!("/attendances/{}", self.person(handle)));
        self.organiser
            .put(&path, json!({ "answer": answer }))
            .await
            .expect(200);
    }

    async fn messages(&self) -> Vec<(String, String, String)> {
        let path = format!(
            "/messages?seminar_id={}&limit=500",
            self.seminar["id"].as_str().unwrap()
        );
        let listed = self.organiser.get(&path);
        let mut rows: Vec<_> = listed.await.expect(200).json()["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let word = |name: &str| one[name].as_str().unwrap().to_owned();
                (word("kind"), word("recipient"), word("state"))
            })
            .collect();
        rows.sort();
        rows
    }
}

fn to(mails: &[Mail]) -> Vec<(&str, &str)> {
    mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.split('@').next().unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_invited_in_their_own_language_and_zone() {
    let scene = Scene::new().await;
    let mails = scene.invite().await;
    assert_eq!(
        to(&mails),
        [
            ("invitation", "hong"),
            ("invitation", "marie"),
            ("invitation", "said")
        ]
    );
    for mail in &mails {
        assert_eq!(mail.method.as_deref(), Some("REQUEST"));
        assert_eq!(mail.calendar["UID"], scene.seminar["uid"].as_str().unwrap());
        assert_eq!(mail.calendar["SEQUENCE"], "0");
        assert_eq!(mail.calendar["DTSTART"], "20261210T070000Z");
        assert_eq!(mail.calendar["ATTENDEE"], format!("mailto:{}", mail.to));
        assert_eq!(mail.calendar["ORGANIZER"], "mailto:hub@hub.example");
    }
    assert!(
        mails[0]
            .text
            .contains("2026년 12월 10일 (목), 16:00–17:00 (서울, UTC+9)"),
        "{}",
        mails[0].text
    );
    assert!(
        mails[1]
            .text
            .contains("Thu 10 December 2026, 08:00–09:00 (Paris, UTC+1)"),
        "{}",
        mails[1].text
    );
    assert!(
        mails[1].text.contains("16:00–17:00 (Seoul, UTC+9)"),
        "{}",
        mails[1].text
    );
    assert!(
        mails[2].text.contains("11:00–12:00 (Abu Dhabi, UTC+4)"),
        "{}",
        mails[2].text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_cannot_become_a_header_or_a_property() {
    let scene =
        Scene::with(json!({ "title": "Talk\r\nATTENDEE:mailto:evil@sample.example <b>&amp;</b>" }))
            .await;
    let mails = scene.invite().await;
    for mail in &mails {
        assert_eq!(mail.calendar["ATTENDEE"], format!("mailto:{}", mail.to));
        assert_eq!(
            mail.calendar["SUMMARY"],
            "Talk ATTENDEE:mailto:evil@sample.example <b>&amp\\;</b>"
        );
        assert!(
            mail.subject
                .contains("Talk ATTENDEE:mailto:evil@sample.example"),
            "{}",
            mail.subject
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_a_line_break_invites_nobody() {
    let scene = Scene::new().await;
    let emails = json!({ "emails": ["good@sample.example", "a@b.example\r\nBcc: x@y.example"] });
    let refused = scene
        .organiser
        .post(&scene.path("/invitations"), emails)
        .await
        .expect(422)
        .json();
    assert_eq!(
        refused["fields"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["emails"]
    );
    assert_eq!(scene.messages().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_leaves_its_audit_entry() {
    #[derive(QueryableByName)]
    struct Action {
        #[diesel(sql_type = Text)]
        action: String,
    }
    let scene = Scene::new().await;
    scene.invite().await;
    scene.answer("marie", "yes").await;
    scene
        .organiser
        .patch(&scene.path(""), json!({ "title": "New" }))
        .await
        .expect(200);
    scene
        .organiser
        .post(&scene.path("/cancellation"), json!({}))
        .await
        .expect(200);
    let actions: Vec<String> = sql_query(
        "SELECT action FROM audit_entries WHERE subject_kind = 'seminars' AND actor_name = 'Oh Organiser' AND channel = 'api' ORDER BY id",
    )
    .load::<Action>(&mut scene.app.conn().await)
    .await
    .unwrap()
    .into_iter()
    .map(|row| row.action)
    .collect();
    let mut sorted = actions.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        ["answered", "cancelled", "changed", "entered", "invited"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_and_a_closed_seminar_are_not_known_to_others() {
    let scene = Scene::with(
        json!({ "visibility": "invited", "join_url": "https://meet.sample.example/secret" }),
    )
    .await;
    let stranger = scene
        .app
        .api(
            scene
                .app
                .person("other", "Other Sample", &[Role::Member])
                .await,
        )
        .await;
    stranger.get(&scene.path("")).await.expect(404);
    stranger
        .patch(&scene.path(""), json!({ "title": "mine" }))
        .await
        .expect(404);
    assert_eq!(
        stranger.get("/seminars").await.expect(200).json()["items"],
        json!([])
    );
    scene.invite().await;
    let marie = scene.app.api(scene.person("marie")).await;
    let seen = marie.get(&scene.path("")).await.expect(200).json();
    assert_eq!(seen.get("join_url"), None);
    assert!(!seen.to_string().contains("secret"));
    marie
        .patch(&scene.path(""), json!({ "title": "mine" }))
        .await
        .expect(403);
    marie.get(&scene.path("/knowledge")).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn organisers_see_who_knows_the_present_revision() {
    let scene = Scene::new().await;
    scene.invite().await;
    let totals = async || {
        scene
            .organiser
            .get(&scene.path("/knowledge"))
            .await
            .expect(200)
            .json()["totals"]
            .clone()
    };
    assert_eq!(
        totals().await,
        json!({ "knows": 3, "doesnt": 0, "bounced": 0 })
    );
    scene
        .organiser
        .patch(&scene.path(""), json!({ "title": "Another" }))
        .await
        .expect(200);
    assert_eq!(
        totals().await,
        json!({ "knows": 0, "doesnt": 3, "bounced": 0 })
    );
    scene.app.clock.advance(Duration::minutes(31));
    scene.app.mails().await;
    assert_eq!(
        totals().await,
        json!({ "knows": 3, "doesnt": 0, "bounced": 0 })
    );
}
