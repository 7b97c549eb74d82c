//! Answers on the open page of a seminar: at once of whoever is signed in, of anyone else once the address has said so.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{
    AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection, TransactionManager,
};
use serde_json::{Value, json};

use maru::{
    base::{
        ids::SeminarId,
        schema::{addresses, attendances, messages, people},
    },
    people::actions::PersonEntry,
    seminars::actions::{self, Invitees},
};

use crate::support::{
    browser::{Browser, filled_in},
    house::{House, attributes},
    http::Answer,
    mailbox::Mail,
    make, watch,
};

type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;

const NEW: &str = "new@elsewhere.example";

/// The house with a seminar, and a visitor before its open page.
struct Open {
    house: House,
    code: String,
    page: String,
    visitor: Browser,
}

impl Open {
    async fn new() -> Self {
        Self::with(json!({})).await
    }

    async fn with(more: Value) -> Self {
        let house = House::new().await;
        let code = house.seminar(more).await;
        Self {
            page: format!("/seminars/{code}/answer"),
            visitor: house.app.visitor(),
            house,
            code,
        }
    }

    async fn type_in(&mut self, name: &str, email: &str, answer: &str) -> Answer {
        let page = self.visitor.get(&self.page).await.expect(200);
        let typed = [("name", name), ("email", email), ("answer", answer)];
        self.visitor.submit(&page, &self.page, &typed).await
    }

    /// The mails that ask, of those that are due.
    async fn asks(&self) -> Vec<Mail> {
        let mut mails = self.house.app.mails().await;
        mails.retain(|mail| mail.kind == "confirmation");
        mails
    }

    fn path(&self, mail: &Mail) -> String {
        let base = &self.house.app.hub.public_url;
        let link = mail.link(&format!("{base}/confirm/"));
        link.strip_prefix(base.as_str()).unwrap().to_owned()
    }

    /// Who answered what, by which way: by name.
    async fn answers(&self) -> Vec<(String, Option<String>, Option<String>)> {
        let rows: Vec<(Option<String>, Option<String>, Option<String>)> = attendances::table
            .inner_join(people::table.on(people::id.eq(attendances::person_id)))
            .order(people::name)
            .select((people::name, attendances::answer, attendances::channel))
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap();
        rows.into_iter()
            .map(|(name, answer, channel)| (name.unwrap_or_default(), answer, channel))
            .collect()
    }

    async fn id(&self) -> String {
        let id = self.house.fact(&self.code, "id").await;
        id.as_str().unwrap().to_owned()
    }

    /// How many messages of a kind there are for an address.
    async fn waits(&self, kind: &str, address: &str) -> i64 {
        messages::table
            .filter(messages::kind.eq(kind))
            .filter(messages::address.eq(address))
            .filter(messages::state.eq_any(["held", "queued"]))
            .count()
            .get_result(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }
}

fn said(name: &str, answer: &str, channel: &str) -> (String, Option<String>, Option<String>) {
    (name.into(), Some(answer.into()), Some(channel.into()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_s_answer_counts_once_their_mailbox_says_so() {
    let mut open = Open::new().await;
    open.visitor.language = "ko";
    let told = open
        .type_in("Nel New", NEW, "yes")
        .await
        .expect(303)
        .location()
        .to_owned();
    assert_eq!(told, open.page);
    let shown = open.visitor.get(&told).await.expect(200);
    assert_eq!(shown.words(".flash, [role=status]").len(), 1);
    let [mail] = open.asks().await.try_into().unwrap();
    assert_eq!(mail.to, NEW);
    assert!(
        mail.subject
            .starts_with("본인의 응답입니까? Beyond scaling, "),
        "{}",
        mail.subject
    );
    // Anyone may have typed it: no word of theirs goes out under our name, and no calendar is asked.
    assert!(!mail.text.contains("Nel"), "{}", mail.text);
    assert_eq!(mail.method, None);
    let path = open.path(&mail);
    for _ in 0..2 {
        open.house.app.get(&path).await.expect(200);
    }
    assert_eq!(open.answers().await, []);
    assert_eq!(open.house.count("people").await, 4);

    let page = open.visitor.get(&path).await.expect(200);
    assert!(page.text().contains("Nel New"));
    let done = open
        .visitor
        .submit(&page, &path, &[("wanted", "yes")])
        .await;
    let own = done.expect(303).location().to_owned();
    assert_eq!(open.answers().await, [said("Nel New", "yes", "link")]);
    assert_eq!(open.waits("reminder", NEW).await, 2);
    assert_eq!(open.waits("answer", "oh@hub.example").await, 1);
    // They are known from then on, by the language that they read.
    let confirmed: i64 = addresses::table
        .inner_join(people::table.on(people::id.eq(addresses::person_id)))
        .filter(addresses::address.eq(NEW))
        .filter(addresses::confirmed_at.is_not_null())
        .filter(people::language.eq("ko"))
        .count()
        .get_result(&mut open.house.app.conn().await)
        .await
        .unwrap();
    assert_eq!(confirmed, 1);

    // What follows is their own page, on which the answer can be changed; the link leads there from then on.
    let thanks = open.visitor.get(&own).await.expect(200);
    assert_eq!(
        attributes(&thanks, ".answers [aria-pressed=true]", "value"),
        ["yes"]
    );
    let again = open.visitor.get(&path).await.expect(303);
    assert_eq!(Some(again.location()), own.split('?').next());
    open.visitor
        .submit(&page, &path, &[("wanted", "yes")])
        .await
        .expect(303);
    let action = own.split('?').next().unwrap();
    open.visitor
        .submit(&thanks, action, &[("answer", "no")])
        .await
        .expect(303);
    assert_eq!(open.answers().await, [said("Nel New", "no", "link")]);
    assert_eq!(open.waits("reminder", NEW).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_asked_reads_no_name_of_a_series_that_is_for_others() {
    let mut open = Open::with(json!({ "title": "", "visibility": "public" })).await;
    let series = open.house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    let members = json!({ "visibility": "members" });
    open.house.desk.patch(&path, members).await.expect(200);
    open.type_in("Nel New", NEW, "yes").await.expect(303);
    let [mail] = open.asks().await.try_into().unwrap();
    let said = format!("{}\n{}", mail.subject, mail.text);
    assert!(said.contains("Title to be announced"), "{said}");
    assert!(!said.contains("Scaling Laws"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_are_the_same_whoever_is_there_and_nobody_s_answer_is_touched() {
    let mut open = Open::new().await;
    let id = open.id().await;
    let organiser = open.house.app.api(open.house.organiser).await;
    let invited = json!({ "people": [open.house.member.to_string()] });
    let path = format!("/seminars/{id}/invitations");
    organiser.post(&path, invited).await.expect(202);
    let own = format!("/seminars/{id}/attendances/{}", open.house.member);
    let member = open.house.app.api(open.house.member).await;
    member
        .put(&own, json!({ "answer": "yes" }))
        .await
        .expect(200);
    let list = json!({ "name": "All", "address": "all@department.example", "languages": ["en"], "permission": "Kim" });
    let series = open.house.series_id().await;
    let path = format!("/series/{}/audiences", series.as_str().unwrap());
    open.house.admin.post(&path, list).await.expect(201);

    let before = open.answers().await;
    assert_eq!(before, [said("Min Member", "yes", "api")]);
    let mut answers = Vec::new();
    for address in [NEW, "MIN@hub.example", "all@department.example"] {
        let answer = open.type_in("Somebody Else", address, "no").await;
        let answer = answer.expect(303);
        let cookies: Vec<_> = answer.cookies().into_keys().collect();
        answers.push((answer.location().to_owned(), answer.text(), cookies));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(open.answers().await, before);
    let asked = open.asks().await;
    let to: Vec<&str> = asked.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["MIN@hub.example", NEW]);

    // From the mailbox it counts; the name stays theirs.
    let path = open.path(&asked[0]);
    let page = open.visitor.get(&path).await.expect(200);
    open.visitor
        .submit(&page, &path, &[("wanted", "yes")])
        .await
        .expect(303);
    assert_eq!(open.answers().await, [said("Min Member", "no", "link")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_answers_as_themselves_at_once() {
    let mut open = Open::with(json!({ "visibility": "members" })).await;
    // What is for members is not there for anyone else, neither to look at nor to answer.
    open.visitor.get(&open.page).await.expect(404);
    let form = open.visitor.get("/sign-in").await.expect(200);
    let mut posted = filled_in(&form.html(), "/sign-in", &[("email", NEW)]);
    posted.push(("answer".into(), "yes".into()));
    posted.push(("name".into(), "Nel New".into()));
    open.visitor.post(&open.page, &posted).await.expect(404);
    assert_eq!(open.house.count("confirmations").await, 0);

    let mut member = open.house.app.browser(open.house.member).await;
    let page = member.get(&open.page).await.expect(200);
    assert_eq!(page.words("main input[name=email]").len(), 0);
    for answer in ["yes", "maybe"] {
        let there = member
            .submit_and_follow(&page, &open.page, &[("answer", answer), ("key", "")])
            .await
            .expect(200);
        assert_eq!(
            attributes(&there, ".answers [aria-pressed=true]", "value"),
            [answer]
        );
        assert_eq!(open.answers().await, [said("Min Member", answer, "page")]);
    }
    assert_eq!(open.asks().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_take_place_or_is_not_open_any_more_cannot_be_answered() {
    let mut open = Open::new().await;
    let organiser = open.house.app.api(open.house.organiser).await;
    let path = format!("/seminars/{}", open.id().await);
    open.type_in("Nel New", NEW, "yes").await.expect(303);
    let [mail] = open.asks().await.try_into().unwrap();
    let link = open.path(&mail);
    let page = open.visitor.get(&link).await.expect(200);
    let form = open.visitor.get(&open.page).await.expect(200);
    open.type_in("Late", "late@elsewhere.example", "yes")
        .await
        .expect(303);

    let within = json!({ "visibility": "members" });
    organiser.patch(&path, within).await.expect(200);
    let closed = open.visitor.get(&link).await.expect(410);
    assert_eq!(closed.words(".which").len(), 0);
    let wanted = [("wanted", "yes")];
    open.visitor.submit(&page, &link, &wanted).await.expect(410);
    // The mail that waited goes to nobody.
    assert_eq!(open.asks().await, []);

    let public = json!({ "visibility": "public" });
    organiser.patch(&path, public).await.expect(200);
    let stop = format!("{path}/cancellation");
    organiser.post(&stop, json!({})).await.expect(200);
    let closed = open.visitor.get(&open.page).await.expect(200);
    assert_eq!(closed.words("h1"), ["This was cancelled"]);
    assert_eq!(closed.words("main button").len(), 0);
    let typed = [("name", "Nel"), ("email", NEW), ("answer", "yes")];
    open.visitor
        .submit(&form, &open.page, &typed)
        .await
        .expect(409);
    let closed = open.visitor.submit(&page, &link, &wanted).await.expect(200);
    assert_eq!(closed.words("h1"), ["This was cancelled"]);
    assert_eq!(open.answers().await, []);
    assert_eq!(open.house.count("people").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_has_no_open_page() {
    let mut open = Open::with(json!({ "state": "draft" })).await;
    open.visitor.get(&open.page).await.expect(404);
    let mut organiser = open.house.at_desk().await;
    organiser.get(&open.page).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_replaced_by_a_later_one_and_grows_old() {
    let mut open = Open::new().await;
    open.type_in("Nel", NEW, "yes").await.expect(303);
    let [first] = open.asks().await.try_into().unwrap();
    // Within the hour nobody is asked the same once more.
    open.type_in("Nel", NEW, "yes").await.expect(303);
    assert_eq!(open.asks().await, []);
    open.house.app.clock.advance(Duration::hours(1));
    open.type_in("Nel", NEW, "yes").await.expect(303);
    let [second] = open.asks().await.try_into().unwrap();
    let (old, new) = (open.path(&first), open.path(&second));
    assert_ne!(old, new);
    open.visitor.get(&old).await.expect(410);
    let page = open.visitor.get(&new).await.expect(200);
    // The form of the one is not that of the other.
    let form = filled_in(&page.html(), &new, &[]);
    open.visitor.post(&old, &form).await.expect(403);
    open.house.app.clock.advance(Duration::days(2));
    open.visitor.get(&new).await.expect(410);
    open.visitor.submit(&page, &new, &[]).await.expect(410);
    assert_eq!(open.answers().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_answer_is_asked_for_at_once_and_is_the_one_that_counts() {
    let mut open = Open::new().await;
    open.type_in("Nel", NEW, "yes").await.expect(303);
    let [first] = open.asks().await.try_into().unwrap();
    // Of two that wait, only the last goes out.
    open.type_in("Nel", NEW, "maybe").await.expect(303);
    open.type_in("Nel", NEW, "no").await.expect(303);
    let [second] = open.asks().await.try_into().unwrap();
    let (old, new) = (open.path(&first), open.path(&second));
    open.visitor.get(&old).await.expect(410);
    let page = open.visitor.get(&new).await.expect(200);
    let form = [("wanted", "yes")];
    open.visitor.submit(&page, &new, &form).await.expect(303);
    assert_eq!(open.answers().await, [said("Nel", "no", "link")]);
    // Nobody is asked for one thing and another without end.
    let mut statuses = Vec::new();
    for answer in ["yes", "no", "yes", "no"] {
        statuses.push(open.type_in("Nel", NEW, answer).await.status);
    }
    assert_eq!(statuses, [303, 303, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_while_they_confirm_is_entered_once_and_answers() {
    let mut open = Open::new().await;
    open.type_in("Nel New", NEW, "yes").await.expect(303);
    let [mail] = open.asks().await.try_into().unwrap();
    let path = open.path(&mail);
    let page = open.visitor.get(&path).await.expect(200);
    let id: SeminarId = open.id().await.parse().unwrap();
    let app = &open.house.app;
    let (mut conn, mut watching) = (app.db.connect().await, app.db.connect().await);
    let organiser = make::acting(&mut conn, open.house.organiser).await;
    // The organiser has begun: the seminar is theirs until they are done.
    Transactions::begin_transaction(&mut conn).await.unwrap();
    let lock = format!("SELECT FROM seminars WHERE id = '{id}' FOR NO KEY UPDATE");
    conn.batch_execute(&lock).await.unwrap();
    let invited = async {
        watch::until_something_waits(&mut watching).await;
        let entry = PersonEntry {
            name: None,
            address: NEW.into(),
        };
        let who = Invitees {
            entries: vec![entry],
            ..Invitees::default()
        };
        actions::invite(&mut conn, &*app.clock, &app.hub, &organiser, id, who)
            .await
            .unwrap();
        Transactions::commit_transaction(&mut conn).await.unwrap();
    };
    let form = [("wanted", "yes")];
    let (confirmed, ()) = tokio::join!(open.visitor.submit(&page, &path, &form), invited);
    confirmed.expect(303);
    let answers = open.answers().await;
    let said: Vec<_> = answers.iter().map(|(_, said, _)| said.as_deref()).collect();
    assert_eq!(said, [Some("yes")]);
    assert_eq!(open.house.count("people").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_keeps_no_cookies_confirms_an_answer() {
    let mut open = Open::new().await;
    open.type_in("Nel New", NEW, "yes").await.expect(303);
    let [mail] = open.asks().await.try_into().unwrap();
    let path = open.path(&mail);
    let mut browser = open.house.app.visitor();
    let page = browser.get(&path).await.expect(200);
    browser.cookies.clear();
    let form = [("wanted", "yes")];
    browser.submit(&page, &path, &form).await.expect(303);
    assert_eq!(open.answers().await, [said("Nel New", "yes", "link")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_stands_beside_its_field_and_twenty_posts_are_too_many() {
    let mut open = Open::new().await;
    for (name, email, answer, wrong) in [
        ("Nel", NEW, "", 1),
        ("Nel", NEW, "waiting", 1),
        (" ", NEW, "yes", 1),
        ("", "a@b.example\r\nBcc: eve@evil.example", "yes", 2),
    ] {
        let again = open.type_in(name, email, answer).await.expect(422);
        assert_eq!(
            again.words(".field-wrong .error").len(),
            wrong,
            "{name:?} {email:?} {answer:?}"
        );
    }
    assert_eq!(open.house.count("confirmations").await, 0);
    let mut statuses = Vec::new();
    for n in 0..8 {
        let address = format!("n{n}@elsewhere.example");
        statuses.push(open.type_in("Nel", &address, "yes").await.status);
    }
    assert_eq!(statuses, [303, 303, 303, 303, 303, 303, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_poster_of_what_is_public_leads_visitors_there() {
    let mut open = Open::new().await;
    let within = json!({ "visibility": "members", "title": "Within", "starts_local": "2026-12-11T16:00:00" });
    let within = open.house.seminar(within).await;
    let poster = open
        .visitor
        .get(&format!("/seminars/{}", open.code))
        .await
        .expect(200);
    let there = format!("a[href='{}']", open.page);
    assert_eq!(poster.words(&there), ["Answer by mail"]);
    let mut member = open.house.app.browser(open.house.member).await;
    for code in [&open.code, &within] {
        let poster = member.get(&format!("/seminars/{code}")).await.expect(200);
        assert_eq!(poster.words(&there).len(), 0);
    }
}
