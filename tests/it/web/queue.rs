//! Mail as administrators see it: what waits and why, what is done about it by hand, whom nothing is sent to any more, and
//! what came in.

mod inbound;
mod programs;
mod suspending;
mod tasks;

use std::sync::Arc;

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::{
    base::schema::{audit_entries, suspensions},
    jobs::presence::{self, Presence},
    mail::transport::Destination,
    worker,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::support::{
    browser::Browser,
    house::{House, attributes, rows},
    http::Answer,
    smtp_sink::SmtpSink,
};

/// A house whose mail goes to a server that refuses some of it.
struct Scene {
    house: House,
    sink: SmtpSink,
    code: String,
}

impl Scene {
    /// With a seminar to which these are invited.
    async fn inviting(emails: &[&str]) -> Self {
        let house = House::new().await;
        let code = house.seminar(json!({})).await;
        if !emails.is_empty() {
            let id = house.fact(&code, "id").await;
            let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
            let api = house.app.api(house.organiser).await;
            api.post(&path, json!({ "emails": emails }))
                .await
                .expect(202);
        }
        Self {
            house,
            sink: SmtpSink::start(),
            code,
        }
    }

    /// Sends what is due.
    async fn round(&self) {
        let server = Arc::new(self.sink.url().parse().unwrap());
        let mut office = worker::office(&self.house.app.app, Destination::Smtp(server), 1, None);
        office.round(&CancellationToken::new()).await.unwrap();
    }

    async fn admin(&self) -> Browser {
        self.house.app.browser(self.house.administrator).await
    }

    /// Who did what to the rows of a table, the last first.
    async fn trail(&self, table: &str) -> Vec<(String, String)> {
        audit_entries::table
            .filter(audit_entries::subject_kind.eq(table))
            .order(audit_entries::id.desc())
            .select((audit_entries::actor_name, audit_entries::action))
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }

    async fn suspended(&self) -> Vec<(String, String)> {
        suspensions::table
            .order(suspensions::address)
            .select((suspensions::address, suspensions::detail))
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }
}

/// The numbers at the top, in the order in which they are called waiting, due, in trouble, set aside and sent.
fn figures(page: &Answer) -> Vec<String> {
    page.words(".numbers dd")
}

/// The lines of the list: where each stands, and to whom it goes.
fn lines(page: &Answer) -> Vec<String> {
    page.words(".captured-lines li > .quiet:nth-child(2)")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_says_what_waits_and_why_and_what_can_be_done_is_done() {
    let all = [
        "a@one.example",
        "later@one.example",
        "nobody@two.example",
        "spam@two.example",
    ];
    let scene = Scene::inviting(&all).await;
    scene.round().await;
    let mut browser = scene.admin().await;
    let page = browser.get("/admin/mail").await.expect(200);
    // The organiser was told of the one that came back.
    assert_eq!(figures(&page), ["1", "0", "1", "2", "2"]);
    let greylisted = "451 4.7.1 greylisted, come back";
    assert_eq!(
        rows(&page, ".plain-table"),
        [
            &*format!("one.example | 1 | 1 | 0 | {greylisted}"),
            &*format!(
                "two.example | 0 | 0 | 2 | {}",
                page_error(&page, "two.example")
            ),
        ]
    );
    let failing = browser.get("/admin/mail?state=failing").await.expect(200);
    assert_eq!(lines(&failing), ["Waiting later@one.example · Invitation"]);
    assert_eq!(failing.words(".line-error"), [greylisted]);
    let aside = browser.get("/admin/mail?state=failed").await.expect(200);
    let mut aside = lines(&aside);
    aside.sort();
    assert_eq!(
        aside,
        [
            "Set aside nobody@two.example · Invitation",
            "Set aside spam@two.example · Invitation"
        ]
    );
    let narrow = "/admin/mail?domain=two.example&kind=invitation&q=NOBODY";
    let found = browser.get(narrow).await.expect(200);
    assert_eq!(lines(&found), ["Set aside nobody@two.example · Invitation"]);
    let none = browser.get("/admin/mail?kind=reminder").await.expect(200);
    assert_eq!(lines(&none), Vec::<String>::new());

    // One message: what went wrong, and how it reads.
    let path = attributes(&failing, ".captured-subject a", "href").remove(0);
    let opened = browser.get(&path).await.expect(200);
    assert_eq!(
        opened.words(".fault-lines .small"),
        ["Attempt 1 · Mon 2 November 2026, 09:00 Seoul, UTC+9"]
    );
    assert_eq!(opened.words(".fault-lines .attention"), [greylisted]);
    assert!(
        opened
            .words("pre.letter")
            .concat()
            .contains("Beyond scaling")
    );
    browser.get(&format!("{path}/html")).await.expect(200);

    // Tried again: at once, and a second failure stands beside the first.
    let retry = format!("{path}/retry");
    let told = browser.submit_and_follow(&opened, &retry, &[]).await;
    assert!(
        told.words(".flash-done")
            .concat()
            .contains("goes out again")
    );
    scene.house.app.clock.advance(Duration::minutes(1));
    scene.round().await;
    let opened = browser.get(&path).await.expect(200);
    assert_eq!(opened.words(".fault-lines li").len(), 2);

    // Given up: it is not sent any more, and nothing can be done with it.
    let abandon = format!("{path}/abandonment");
    let told = browser.submit_and_follow(&opened, &abandon, &[]).await;
    assert_eq!(told.words(".line-acts"), Vec::<String>::new());
    assert!(
        told.text().contains("given up by Ada Admin"),
        "{}",
        told.text()
    );
    let again = browser.submit(&opened, &abandon, &[]).await;
    assert_eq!(again.status, 409);
    let ada = |action: &str| ("Ada Admin".to_owned(), action.to_owned());
    assert_eq!(
        scene.trail("messages").await,
        [ada("given up"), ada("tried again")]
    );
    scene.house.app.clock.advance(Duration::hours(2));
    scene.round().await;
    let sent: Vec<String> = scene
        .sink
        .received()
        .into_iter()
        .map(|mail| mail.recipient)
        .collect();
    assert_eq!(sent, ["a@one.example", "oh@hub.example"]);
}

/// What the table says was last in the way of mail to a domain; two failed at one instant.
fn page_error(page: &Answer, domain: &str) -> String {
    let row = rows(page, ".plain-table")
        .into_iter()
        .find(|row| row.starts_with(domain))
        .unwrap();
    row.rsplit(" | ").next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_tried_again_where_its_reader_is_told_now() {
    let scene = Scene::inviting(&["nobody@two.example", "spam@two.example"]).await;
    scene.round().await;
    scene
        .house
        .app
        .conn()
        .await
        .batch_execute(
            "UPDATE addresses SET address = 'marie@two.example' WHERE address = 'nobody@two.example'; \
             UPDATE people SET name = 'Said Sample' FROM addresses \
                 WHERE person_id = people.id AND address = 'spam@two.example'; \
             DELETE FROM addresses WHERE address = 'spam@two.example'",
        )
        .await
        .unwrap();
    let mut browser = scene.admin().await;
    let mut opened = async |words: &str| {
        let found = format!("/admin/mail?state=failed&q={words}");
        let found = browser.get(&found).await.expect(200);
        let path = attributes(&found, ".captured-subject a", "href").remove(0);
        (browser.get(&path).await.expect(200), path)
    };
    let (to_nobody, nobody) = opened("nobody").await;
    let (to_nowhere, nowhere) = opened("spam").await;
    let retry = format!("{nobody}/retry");
    browser
        .submit_and_follow(&to_nobody, &retry, &[])
        .await
        .expect(200);
    let retry = format!("{nowhere}/retry");
    let refused = browser.submit(&to_nowhere, &retry, &[]).await.expect(409);
    let why = "There is no address any more to which it could go.";
    assert!(refused.text().contains(why), "{}", refused.text());
    let before = scene.sink.take().len();
    assert_eq!(before, 1, "the organiser was told that one came back");
    scene.round().await;
    let sent = scene.sink.take().into_iter().map(|mail| mail.recipient);
    assert_eq!(sent.collect::<Vec<_>>(), ["marie@two.example"]);
    let failed = browser.get("/admin/mail?state=failed").await.expect(200);
    assert_eq!(lines(&failed), ["Set aside spam@two.example · Invitation"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_mail_stands_still_is_said_to_those_whose_business_it_is_until_a_worker_comes() {
    let scene = Scene::inviting(&["a@one.example"]).await;
    let app = &scene.house.app;
    let words = "Mail is standing still since Mon 2 November 2026, 09:00 Seoul, UTC+9: no worker is running.";
    let mut admin = scene.admin().await;
    let mut desk = scene.house.at_desk().await;
    let mut guest = app.browser(scene.house.guest).await;
    // It has been due for no time at all yet.
    app.clock.advance(Duration::seconds(119));
    assert_eq!(
        admin.get("/rooms").await.words(".flash"),
        Vec::<String>::new()
    );
    app.clock.advance(Duration::seconds(1));
    assert_eq!(
        admin.get("/rooms").await.words(".flash"),
        [format!("{words}Look at the queue")]
    );
    assert_eq!(desk.get("/").await.words(".flash"), [words]);
    assert_eq!(guest.get("/").await.words(".flash"), Vec::<String>::new());
    assert_eq!(
        app.visitor().get("/").await.words(".flash"),
        Vec::<String>::new()
    );
    let page = admin.get("/admin/mail").await.expect(200);
    assert!(
        page.text()
            .contains("No worker has been heard of for a day.")
    );

    // A worker that fell silent does not help; one that speaks does.
    let mut conn = app.conn().await;
    let worker = Presence::of_this_process(&*app.clock, &["mail", "schedule"]);
    presence::beat(&mut conn, &worker).await.unwrap();
    assert_eq!(desk.get("/").await.words(".flash"), Vec::<String>::new());
    let page = admin.get("/admin/mail").await.expect(200);
    assert_eq!(page.words(".check-done").len(), 1);
    conn.batch_execute("UPDATE workers SET seen_at = now() - interval '3 minutes'")
        .await
        .unwrap();
    let silent = desk.get("/").await.words(".flash");
    assert!(
        silent[0].starts_with("Mail is standing still since"),
        "{silent:?}"
    );
    let page = admin.get("/admin/mail").await.expect(200);
    let silent = page.words(".check-attention .cell-more").concat();
    assert!(silent.starts_with("silent since "), "{silent}");
    // What a worker that was lost had in hand counts as well; what nobody waits for does not.
    conn.batch_execute("UPDATE messages SET state = 'leased', leased_by = 'x', leased_until = now() - interval '1 s'")
        .await
        .unwrap();
    assert_eq!(desk.get("/").await.words(".flash").len(), 1);
    scene.round().await;
    assert_eq!(desk.get("/").await.words(".flash"), Vec::<String>::new());
    // One that is long dead is forgotten when another speaks.
    conn.batch_execute("UPDATE workers SET seen_at = now() - interval '2 days'")
        .await
        .unwrap();
    let other = Presence::of_this_process(&*app.clock, &["mail"]);
    presence::beat(&mut conn, &other).await.unwrap();
    let left: Vec<(Presence, bool)> = presence::all(&mut conn).await.unwrap();
    assert_eq!(
        left.iter()
            .map(|(one, alive)| (one.id, *alive))
            .collect::<Vec<_>>(),
        [(other.id, true)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_messages_come_in_pages_and_none_twice() {
    let scene = Scene::inviting(&[]).await;
    let app = &scene.house.app;
    app.conn()
        .await
        .batch_execute(&format!(
            "INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at) \
             SELECT gen_random_uuid(), 'digest', 'queued', 'd' || n, '{}', 's' || n || '@many.example', 9, \
                 '2026-11-02', '2026-12-02', '2026-11-02' FROM generate_series(1, 120) AS n",
            scene.house.guest
        ))
        .await
        .unwrap();
    let mut browser = scene.admin().await;
    let (mut path, mut seen) = (
        "/admin/mail?domain=many.example&state=due".to_owned(),
        Vec::new(),
    );
    let mut pages = Vec::new();
    loop {
        let page = browser.get(&path).await.expect(200);
        let lines = lines(&page);
        pages.push(lines.len());
        seen.extend(lines);
        match attributes(&page, ".turn a", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(pages, [50, 50, 20]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_signs_someone_in_is_shown_to_nobody_else() {
    let scene = Scene::inviting(&[]).await;
    let mut visitor = scene.house.app.visitor();
    let page = visitor.get("/sign-in").await.expect(200);
    visitor
        .submit_and_follow(&page, "/sign-in", &[("email", "min@hub.example")])
        .await
        .expect(200);
    scene.round().await;
    assert_eq!(scene.sink.received().len(), 1);
    let mut browser = scene.admin().await;
    let page = browser.get("/admin/mail?kind=sign_in").await.expect(200);
    let path = attributes(&page, ".captured-subject a", "href").remove(0);
    let opened = browser.get(&path).await.expect(200);
    assert!(
        opened
            .text()
            .contains("What signs someone in is shown to nobody else.")
    );
    assert!(!opened.text().contains("/sign-in/link/"));
    browser.get(&format!("{path}/html")).await.expect(404);
}
