//! What is announced to a list together is one mail, and a message for each seminar all the same.

mod foretold;
mod repeated;
mod shown;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{Days, Duration, NaiveDate};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{
    base::{
        clock::{Clock, Instant},
        schema::messages,
    },
    mail::{captured, transport::Destination},
    worker,
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Scene, links, list, told};
use crate::support::{mailbox::Mail, smtp_sink::SmtpSink};

const ALL: &str = "all@department.example";

/// The dates of a term: Thursdays.
fn dates(count: u64) -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2026, 12, 10).unwrap();
    (0..count).map(|week| first + Days::new(7 * week)).collect()
}

/// What a mail says of the talks that it lists: the line with the date, and the title below it.
fn listed(text: &str) -> Vec<(&str, &str)> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let pairs = lines.windows(2).map(|pair| (pair[0], pair[1]));
    pairs
        .filter(|(_, title)| title.starts_with("Talk "))
        .collect()
}

fn titles(mail: &Mail) -> Vec<&str> {
    let listed = listed(&mail.text).into_iter();
    listed.map(|(_, title)| title).collect()
}

/// How many entries the file for calendars has.
fn entries(source: &[u8]) -> usize {
    let calendar = captured::parts(source).calendar.unwrap();
    calendar.matches("BEGIN:VEVENT").count()
}

fn talk(n: usize) -> String {
    format!("Talk {n:02}")
}

fn talks(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(talk).collect()
}

impl Scene {
    /// So many drafts of the series, a week from each other; their paths in the API.
    pub(super) async fn drafts(&self, count: u64) -> Vec<String> {
        let mut paths = Vec::new();
        for (n, date) in (1..).zip(dates(count)) {
            let draft = json!({ "state": "draft", "title": talk(n), "starts_local": format!("{date}T16:00:00") });
            paths.push(self.announced(draft).await);
        }
        paths
    }

    /// All drafts of the series are announced by one act.
    pub(super) async fn announce_term(&self, more: Value) {
        let path = format!("/series/{}/announcement", self.series);
        self.organiser.post(&path, more).await.expect(200);
    }

    async fn cancel(&self, path: &str) {
        let path = format!("{path}/cancellation");
        self.organiser.post(&path, json!({})).await.expect(200);
    }

    /// The ids of the messages to lists, and in which mails they were told.
    pub(super) async fn told_in(&self) -> Vec<(Uuid, Option<Uuid>)> {
        messages::table
            .filter(messages::audience_id.is_not_null())
            .order(messages::id)
            .select((messages::id, messages::told_in))
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }

    /// What is due goes to this server.
    async fn send_to(&self, sink: &SmtpSink) {
        let server = Destination::Smtp(Arc::new(sink.url().parse().unwrap()));
        let mut office = worker::office(&self.house.app.app, server, 1, None);
        while office.round(&CancellationToken::new()).await.unwrap().sent > 0 {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_announced_to_a_list_in_one_mail_that_names_all_and_to_followers_in_their_digest()
{
    let scene = Scene::new().await;
    let reader = json!({ "name": "Fan Sample", "email": "fan@sample.example", "zone": "Asia/Seoul", "language": "en" });
    let reader = scene.house.admin.post("/people", reader).await.expect(201);
    let reader: String = reader.json()["id"].as_str().unwrap().to_owned();
    // Who has signed in is known.
    let mut browser = scene.house.app.browser(reader.parse().unwrap()).await;
    let path = format!("/people/{reader}/follows/hub");
    let weekly = json!({ "digest": "weekly" });
    scene.house.admin.put(&path, weekly).await.expect(200);
    let page = browser.get("/me/notices").await.expect(200);
    browser
        .submit_and_follow(&page, "/me/notices", &[("preset", "everything")])
        .await
        .expect(200);
    let paths = scene.drafts(12).await;
    scene.announce_term(json!({ "note": "Do come." })).await;
    assert_eq!(told(&scene.now().await), []);

    let [mail] = scene.after_the_window().await.try_into().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.kind.as_str()),
        (ALL, "announcement")
    );
    assert_eq!(
        mail.subject,
        "Scaling Laws: 12 seminars from Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
    );
    let when = |date: NaiveDate| {
        let day = date.format("%a %-d %B %Y");
        format!("{day}, 16:00–17:00 (Seoul, UTC+9)")
    };
    let expected: Vec<(String, String)> =
        dates(12).into_iter().map(when).zip(talks(1..=12)).collect();
    let whole = listed(&mail.text).into_iter();
    let whole: Vec<(String, String)> = whole
        .map(|(when, title)| (when.to_owned(), title.to_owned()))
        .collect();
    assert_eq!(whole, expected);
    // Said once of all of them.
    assert_eq!(mail.text.matches("| Do come.").count(), 1);
    let url = &scene.house.app.hub.public_url;
    let mut pages = BTreeSet::from([url.clone()]);
    for path in &paths {
        let seen = scene.organiser.get(path).await.expect(200).json();
        pages.insert(format!("{url}/seminars/{}", seen["code"].as_str().unwrap()));
    }
    let linked: BTreeSet<String> = links(&mail.text).into_iter().map(str::to_owned).collect();
    assert_eq!(linked, pages);
    // One file, which no calendar answers, with all of them; and no thread before it.
    let [source] = scene.sources().await.try_into().unwrap();
    let calendar = captured::parts(source.as_bytes()).calendar.unwrap();
    assert_eq!(entries(source.as_bytes()), 12);
    assert_eq!(calendar.matches("BEGIN:VCALENDAR").count(), 1);
    for never in ["METHOD", "ORGANIZER", "ATTENDEE"] {
        assert!(!calendar.contains(never), "{never} in {calendar}");
    }
    assert!(!source.contains("References:"), "{source}");
    // A message for each, which says in which mail it was told.
    let sent = ("announcement".to_owned(), "sent".to_owned(), String::new());
    assert_eq!(scene.fates().await, vec![sent; 12]);
    let rows = scene.told_in().await;
    let first = rows[0].0;
    let told_in: Vec<Option<Uuid>> = rows.iter().map(|row| row.1).collect();
    assert_eq!(told_in, [Some(first); 12]);
    assert_eq!(mail.id, format!("{first}@hub.example"));

    // Whoever follows the hub, and wants to be told everything, reads of them in the next digest and in nothing else.
    let clock = &scene.house.app.clock;
    clock.set("2026-11-08T23:30:00Z".parse().unwrap());
    let mails = scene.now().await;
    assert_eq!(told(&mails), [("fan@sample.example", "digest")]);
    let names: BTreeSet<&str> = mails[0]
        .text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("Talk "))
        .collect();
    let ten = talks(1..=10);
    assert_eq!(names, ten.iter().map(String::as_str).collect());
    assert!(mails[0].text.contains("And 2 more, in the programme."));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cancelled_before_it_is_told_is_left_out_and_what_is_left_alone_reads_as_ever() {
    let scene = Scene::new().await;
    let paths = scene.drafts(3).await;
    scene.announce_term(json!({})).await;
    // The first one too, under which the mail would go.
    scene.cancel(&paths[0]).await;
    let [mail] = scene.after_the_window().await.try_into().unwrap();
    assert_eq!(titles(&mail), talks([2, 3]));
    assert_eq!(
        mail.subject,
        "Scaling Laws: 2 seminars from Thu 17 December 2026, 16:00 (Seoul, UTC+9)"
    );
    let mut states: Vec<String> = scene.fates().await.into_iter().map(|one| one.1).collect();
    states.sort();
    assert_eq!(states, ["sent", "sent", "void"]);

    let scene = Scene::new().await;
    let paths = scene.drafts(2).await;
    scene.announce_term(json!({})).await;
    scene.cancel(&paths[1]).await;
    let [mail] = scene.after_the_window().await.try_into().unwrap();
    assert_eq!(
        mail.subject,
        "Talk 01, Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
    );
    assert_eq!(mail.calendar["DTSTART"], "20261210T070000Z");
    let [(first, told_in), (_, nowhere)] = scene.told_in().await.try_into().unwrap();
    assert_eq!((told_in, nowhere), (Some(first), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn those_announced_one_after_the_other_wait_for_each_other_for_three_windows() {
    let scene = Scene::new().await;
    let paths = scene.drafts(5).await;
    let clock = &scene.house.app.clock;
    let begun: Instant = clock.now();
    let at = |minutes: i64| clock.set(begun + Duration::minutes(minutes));
    let announced = async |n: usize| {
        let state = json!({ "state": "announced" });
        scene.change(&paths[n - 1], state).await;
    };
    announced(1).await;
    at(9);
    announced(2).await;
    // The window of the first ended after ten minutes, that of the second has not.
    at(11);
    assert_eq!(told(&scene.now().await), []);
    at(18);
    announced(3).await;
    at(20);
    assert_eq!(told(&scene.now().await), []);
    at(27);
    announced(4).await;
    // That of the third has ended. That of the fourth ends more than three windows after the first was announced.
    at(29);
    let [mail] = scene.now().await.try_into().unwrap();
    assert_eq!(titles(&mail), talks([1, 2, 3]));
    at(31);
    announced(5).await;
    at(38);
    assert_eq!(told(&scene.now().await), []);
    at(42);
    let [mail] = scene.now().await.try_into().unwrap();
    assert_eq!(titles(&mail), talks([4, 5]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_within_two_days_waits_for_no_other() {
    let scene = Scene::new().await;
    scene
        .announced(json!({ "title": "Talk 01", "starts_local": "2026-12-17T16:00:00" }))
        .await;
    for (title, starts) in [
        ("Talk 02", "2026-11-03T16:00:00"),
        ("Talk 03", "2026-11-03T10:00:00"),
    ] {
        scene
            .announced(json!({ "title": title, "starts_local": starts }))
            .await;
    }
    // Both are due, by time; that of December waits for the end of its window.
    let [mail] = scene.now().await.try_into().unwrap();
    assert_eq!(titles(&mail), talks([3, 2]));
    let [mail] = scene.after_the_window().await.try_into().unwrap();
    assert!(mail.subject.starts_with("Talk 01,"), "{}", mail.subject);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_later_of_one_of_them_answers_the_mail_that_announced_all() {
    let scene = Scene::new().await;
    let paths = scene.drafts(3).await;
    scene.announce_term(json!({})).await;
    let [announced] = scene.after_the_window().await.try_into().unwrap();
    // What each list knows stands by seminar: what changes is told of one.
    scene.change(&paths[2], json!({ "title": "Other" })).await;
    let [change] = scene.after_the_window().await.try_into().unwrap();
    assert!(change.subject.contains("Other"), "{}", change.subject);
    let source = scene.sources().await.pop().unwrap();
    let answers = source
        .lines()
        .find_map(|line| line.strip_prefix("In-Reply-To: "));
    assert_eq!(answers, Some(format!("<{}>", announced.id).as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_gets_one_mail_however_many_connections_there_are() {
    let scene = Scene::new().await;
    let path = format!("/series/{}/audiences", scene.series);
    let addresses: Vec<String> = (0..8).map(|n| format!("list{n}@lists.example")).collect();
    for address in &addresses {
        let more = list(json!({ "address": address }));
        scene.organiser.post(&path, more).await.expect(201);
    }
    scene.drafts(12).await;
    scene.announce_term(json!({})).await;
    scene.house.app.clock.advance(Duration::minutes(11));
    let sink = SmtpSink::start();
    let server = Destination::Smtp(Arc::new(sink.url().parse().unwrap()));
    let mut office = worker::office(&scene.house.app.app, server, 4, None);
    while office.round(&CancellationToken::new()).await.unwrap().sent > 0 {}
    let received = sink.received();
    let mut reached: Vec<(&str, usize)> = received
        .iter()
        .map(|mail| (mail.recipient.as_str(), entries(&mail.data)))
        .collect();
    reached.sort_unstable();
    let all = [ALL]
        .into_iter()
        .chain(addresses.iter().map(String::as_str));
    let each: Vec<(&str, usize)> = all.map(|address| (address, 12)).collect();
    assert_eq!(reached, each);
}
