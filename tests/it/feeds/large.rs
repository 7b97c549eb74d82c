//! A series of very many seminars: its feed holds a part and says so, lists hold the latest, and pages a page.

use maru::{
    base::changes::Subject,
    feeds::{
        model::{Address, Detail, FeedRequest, Format, Options},
        source::{MOST_ENTRIES, MOST_LISTED},
    },
};

use super::{
    make::{EARLY, World, id, noon, people, series, series_id},
    personal::subscribe,
    read::{Entry, read},
};
use crate::support::app::TestApp;

const MANY: usize = 6_000;

/// Most octets of a calendar, plain: those of its entries, some one kilobyte each.
const MOST_OCTETS: usize = 10 << 20;

/// So many public seminars of series 20, one every two hours from `from` on, each changed a second later than the one before.
fn seminars(from: &str) -> String {
    series(20, "one", "One")
        + &format!(
            // The words that are looked for are no matter here.
            "ALTER TABLE seminars DISABLE TRIGGER USER; INSERT INTO seminars (id, code, uid, series_id, title, abstract_text, owner_id, entered_by, starts_local, zone, \
               starts_at, ends_at, duration_minutes, visibility, topics, state, state_at, created_at, modified_at) \
             SELECT gen_random_uuid(), 'c' || n, n || '@hub.example', '{}', 'Talk ' || n, \
               repeat('Some words; of, an abstract. ', 20), '{owner}', '{owner}', at AT TIME ZONE 'Asia/Seoul', 'Asia/Seoul', \
               at, at + interval '1 h', 60, 'public', '{{very many}}', 'announced', '{EARLY}', '{EARLY}', \
               timestamptz '{EARLY}' + n * interval '1 s' \
             FROM generate_series(1, {MANY}) AS n, LATERAL (SELECT timestamptz '{from}' + n * interval '2 h' AS at) AS t; \
             ALTER TABLE seminars ENABLE TRIGGER USER; ANALYZE seminars;",
            id(20),
            owner = id(9),
        )
}

fn uid(entry: &Entry) -> &str {
    let (_, uid) = entry.iter().find(|(name, _)| name == "UID").unwrap();
    uid
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_holds_the_first_of_very_many_and_says_so() {
    let world = World::new().await;
    world.run(&seminars(&noon().to_rfc3339())).await;
    for address in [Address::Series("one".into()), Address::Hub] {
        let body = world.get(address).await.unwrap();
        let (own, entries) = read(&body);
        let uids: Vec<&str> = entries.iter().map(uid).collect();
        let first: Vec<String> = (1..=MOST_ENTRIES)
            .map(|n| format!("{n}@hub.example"))
            .collect();
        assert_eq!(uids, first);
        assert!(body.identity.len() < MOST_OCTETS, "{}", body.identity.len());
        let said = own.iter().find(|(name, _)| name == "X-WR-CALDESC").unwrap();
        assert!(
            said.1.contains("these are the first 5000 entries"),
            "{}",
            said.1
        );
    }
    // As its own page advises: a shorter time holds all there is, and says nothing.
    let options = Options {
        past_days: 0,
        days_ahead: Some(30),
        ..Options::default()
    };
    let body = world
        .ask(Address::Series("one".into()), options)
        .await
        .unwrap();
    let (own, entries) = read(&body);
    assert!(entries.len() < 31 * 12, "{}", entries.len());
    let said = own.iter().find(|(name, _)| name == "X-WR-CALDESC");
    assert!(said.is_none_or(|(_, said)| !said.contains("first")));
}

/// So many bookings of the first person, one an hour, of which the first `by_mail` have come by mail, which they prefer.
fn bookings(many: usize, by_mail: usize) -> String {
    format!(
        "INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, state, \
           state_at, created_at, modified_at) \
         SELECT gen_random_uuid(), 'b' || n, 'b' || n || '@hub.example', 'Booking ' || n, '{one}', '{one}', at, \
           at + interval '1 h', at AT TIME ZONE 'Asia/Seoul', (at + interval '1 h') AT TIME ZONE 'Asia/Seoul', 'Asia/Seoul', \
           'confirmed', '{EARLY}', '{EARLY}', '{EARLY}' \
         FROM generate_series(1, {many}) AS n, LATERAL (SELECT timestamptz '{from}' + n * interval '1 h' AS at) AS t; \
         INSERT INTO calendar_choices (person_id, since, choice) VALUES ('{one}', '{EARLY}', 'invitations'); \
         INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, booking_id, sequence, payload, priority, \
           send_after, not_after, created_at, sent_at, ended_at) \
         SELECT gen_random_uuid(), 'booking', 'sent', 'told:' || b.code, '{one}', 'one@sample.example', b.id, b.sequence, \
           '{{\"happened\": {{\"what\": \"made\"}}}}', 4, now, now, now, now, now \
         FROM bookings b, LATERAL (SELECT timestamptz '{EARLY}' + interval '1 d' AS now) AS t \
         WHERE b.starts_at <= timestamptz '{from}' + {by_mail} * interval '1 h';",
        one = id(1),
        from = noon().to_rfc3339(),
    )
}

/// So many stays whose host the first person is, a day each.
fn stays(many: usize) -> String {
    format!(
        "INSERT INTO stays (id, code, uid, visitor_id, host_id, entered_by, from_date, to_date, zone, purpose, state, state_at, \
           created_at, modified_at) \
         SELECT gen_random_uuid(), 's' || n, 's' || n || '@hub.example', '{}', '{one}', '{one}', day, day, 'Asia/Seoul', \
           'Joint work', 'confirmed', '{EARLY}', '{EARLY}', '{EARLY}' \
         FROM generate_series(1, {many}) AS n, LATERAL (SELECT date '2026-12-01' + n AS day) AS t;",
        id(2),
        one = id(1),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_feed_is_full_of_what_is_in_it_and_says_where_there_is_more() {
    const BY_MAIL: usize = 10;
    let world = World::new().await;
    let sql = bookings(MOST_ENTRIES + BY_MAIL, BY_MAIL);
    world.run(&sql).await;
    let mine = FeedRequest::new(subscribe(&world, Detail::Full).await, Options::default());
    let held = async || {
        let body = world.another_node().get(&mine).await.unwrap();
        let (own, entries) = read(&body);
        let uids: Vec<String> = entries.iter().map(|entry| uid(entry).to_owned()).collect();
        let said = own.into_iter().find(|(name, _)| name == "X-WR-CALDESC");
        (uids, said.map_or_else(String::new, |(_, said)| said))
    };
    // What stands in the calendar by mail takes no place in the feed.
    let all = (1 + BY_MAIL)..=(MOST_ENTRIES + BY_MAIL);
    let all: Vec<String> = all.map(|n| format!("b{n}@hub.example")).collect();
    assert_eq!(held().await, (all, String::new()));

    world
        .run(&("DELETE FROM messages; DELETE FROM bookings;".to_owned() + &stays(MOST_ENTRIES + 1)))
        .await;
    let (uids, said) = held().await;
    let first: Vec<String> = (1..=MOST_ENTRIES)
        .map(|n| format!("s{n}@hub.example"))
        .collect();
    assert_eq!(uids, first);
    assert!(said.contains("these are the first 5000 entries"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_hold_what_was_changed_last() {
    let world = World::new().await;
    world.run(&seminars(&noon().to_rfc3339())).await;
    let one = |format| FeedRequest::written(format, Address::Hub, Options::default());
    let listed = async |format| {
        let body = world.feeds.get(&one(format)).await.unwrap();
        String::from_utf8(body.identity.clone()).unwrap()
    };
    let latest: Vec<String> = (0..MOST_LISTED)
        .map(|n| format!("Talk {}", MANY - n))
        .collect();
    let json: serde_json::Value = serde_json::from_str(&listed(Format::Json).await).unwrap();
    let items = json["items"].as_array().unwrap();
    let titles: Vec<&str> = items
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, latest);
    let atom = listed(Format::Atom).await;
    assert_eq!(atom.matches("<entry>").count(), MOST_LISTED);
    // What is changed comes first, wherever it stands.
    let sql = "UPDATE seminars SET title = 'Changed', modified_at = '2026-11-30T00:00:00Z' WHERE code = 'c7'";
    world
        .change(sql, &[Subject::Hub, Subject::Series(series_id(20))])
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    let json: serde_json::Value = serde_json::from_str(&listed(Format::Json).await).unwrap();
    assert_eq!(json["items"][0]["title"], "Changed");
    assert_eq!(json["items"].as_array().unwrap().len(), MOST_LISTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_calls_show_a_page_of_very_many() {
    use diesel_async::SimpleAsyncConnection;
    let app = TestApp::new().await;
    let from = maru::base::clock::Clock::now(&*app.clock).to_rfc3339();
    let sql = people() + &seminars(&from);
    app.conn().await.batch_execute(&sql).await.unwrap();
    for (path, most) in [
        ("/", 120),
        ("/series/one", 500),
        ("/series/one?past=all", 500),
    ] {
        let page = app.get(path).await.expect(200);
        assert_eq!(page.words(".entry-title").len(), most, "{path}");
    }
    let api = app.admin().await;
    let items = api.get("/seminars?limit=500").await.expect(200).json();
    assert_eq!(items["items"].as_array().unwrap().len(), 500);
    assert!(items["next"].is_string());
}
