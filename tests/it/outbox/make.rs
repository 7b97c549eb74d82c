//! People and messages for these tests.

use std::sync::Arc;

use chrono::Duration;
use diesel::{
    sql_query,
    sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::{
    base::{
        clock::{Clock, FixedClock, Instant},
        hub::Hub,
        ids::{AudienceId, MessageId, PersonId},
        language::Language,
        secret::Key,
    },
    mail::{
        deliver::{Composer, Office, Ready, Verdict},
        draft::Draft,
        outbox::{About, Filter, Message, MessageKind, NewMessage, Page, list},
        render::Rendered,
        transport::Destination,
    },
};
use uuid::Uuid;

use crate::support::{db::TestDb, smtp_sink::SmtpSink};

/// The time at which these tests stand.
pub fn noon() -> Instant {
    "2026-12-01T12:00:00Z".parse().unwrap()
}

pub fn clock() -> FixedClock {
    FixedClock::at(noon())
}

/// `count` people.
pub async fn people(
    conn: &mut AsyncPgConnection,
    clock: &FixedClock,
    count: usize,
) -> Vec<PersonId> {
    let ids: Vec<PersonId> = (0..count).map(|_| PersonId::fresh(clock)).collect();
    let names: Vec<String> = (0..count).map(|n| format!("Sample {n}")).collect();
    sql_query(
        "INSERT INTO people (id, name, created_at, modified_at) SELECT id, name, $3, $3 FROM unnest($1, $2) AS p (id, name)",
    )
    .bind::<Array<SqlUuid>, _>(&ids)
    .bind::<Array<Text>, _>(&names)
    .bind::<Timestamptz, _>(clock.now())
    .execute(conn)
    .await
    .unwrap();
    ids
}

/// An invitation that may go out at once and for a day.
pub fn invitation(person: PersonId, key: &str) -> NewMessage {
    NewMessage {
        kind: MessageKind::Invitation,
        dedupe_key: key.to_owned(),
        to: person.into(),
        address: format!("p{}@sample.example", person.0.simple()),
        about: About::default(),
        revision: None,
        from_revision: None,
        sequence: None,
        payload: serde_json::json!({}),
        caused_by: None,
        priority: MessageKind::Invitation.priority(),
        send_after: noon(),
        not_after: noon() + Duration::days(1),
        held: false,
    }
}

/// Enters into `table`, under `id`, something to which messages may refer. It belongs to the first two of these people; what
/// is told of a seminar is told of the one that has the id of the first.
pub async fn thing(conn: &mut AsyncPgConnection, table: &str, id: Uuid, people: &[PersonId]) {
    let [one, two] = [people[0], people[1]];
    let entered = match table {
        "people" => format!(
            "INSERT INTO people (id, name, created_at, modified_at) VALUES ('{id}', 'Sample', now(), now())"
        ),
        "seminars" => format!(
            "INSERT INTO seminars (id, code, uid, owner_id, entered_by, starts_local, zone, starts_at, ends_at, duration_minutes, \
                 visibility, state, state_at, created_at, modified_at) \
             VALUES ('{id}', '{id}', '{id}', '{one}', '{one}', '2026-12-02 10:00', 'UTC', '2026-12-02 10:00Z', \
                 '2026-12-02 11:00Z', 60, 'public', 'announced', now(), now(), now())"
        ),
        "stays" => format!(
            "INSERT INTO stays (id, code, uid, visitor_id, host_id, entered_by, from_date, to_date, zone, state, state_at, \
                 created_at, modified_at) \
             VALUES ('{id}', '{id}', '{id}', '{two}', '{one}', '{one}', '2026-12-02', '2026-12-09', 'UTC', 'proposed', now(), \
                 now(), now())"
        ),
        "bookings" => format!(
            "INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, \
                 state, state_at, created_at, modified_at) \
             VALUES ('{id}', '{id}', '{id}', 'Sample', '{one}', '{one}', '2026-12-02 10:00Z', '2026-12-02 11:00Z', \
                 '2026-12-02 10:00', '2026-12-02 11:00', 'UTC', 'confirmed', now(), now(), now())"
        ),
        "audiences" => format!(
            "INSERT INTO audiences (id, seminar_id, name, address, languages, permission, added_at, state, state_at) \
             VALUES ('{id}', '{one}', 'Sample list', '{id}@sample.example', '{{en}}', 'its owner', now(), 'told', now())"
        ),
        "confirmations" => format!(
            "INSERT INTO confirmations (id, address, language, seminar_id, name, answer, state, state_at, asked_at, expires_at) \
             VALUES ('{id}', '{id}@sample.example', 'en', '{one}', 'New', 'yes', 'asked', now(), now(), now() + interval '1 day')"
        ),
        "messages" => format!(
            "INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at) \
             VALUES ('{id}', 'invitation', 'queued', '{id}', '{two}', '{id}@sample.example', 3, now(), now(), now())"
        ),
        _ => panic!("no message refers to {table}"),
    };
    conn.batch_execute(&entered).await.unwrap();
}

/// A mailing list that is told of a series.
pub async fn mailing_list(conn: &mut AsyncPgConnection) -> AudienceId {
    let list = AudienceId(Uuid::from_u128(1));
    conn.batch_execute(&format!(
        "INSERT INTO series (id, slug, title, zone, created_at, modified_at) \
             VALUES ('{list}', 'sample', 'Sample', 'UTC', now(), now()); \
         INSERT INTO audiences (id, series_id, name, address, languages, permission, added_at, state, state_at) \
             VALUES ('{list}', '{list}', 'Sample list', 'list@sample.example', '{{en}}', 'Sample One', now(), 'told', now())"
    ))
    .await
    .unwrap();
    list
}

/// An announcement to a mailing list that may go out at once and for a day.
pub fn announcement(list: AudienceId, key: &str) -> NewMessage {
    NewMessage {
        kind: MessageKind::Announcement,
        to: list.into(),
        address: "list@sample.example".into(),
        priority: MessageKind::Announcement.priority(),
        ..invitation(PersonId(Uuid::nil()), key)
    }
}

/// A change from one revision to another, held for ten minutes.
pub fn change(person: PersonId, from: i32, to: i32, at: Instant) -> NewMessage {
    NewMessage {
        kind: MessageKind::Change,
        dedupe_key: format!("change:sample:{to}:{person}"),
        revision: Some(to),
        from_revision: Some(from),
        payload: serde_json::json!({ "to": to }),
        send_after: at + Duration::minutes(10),
        held: true,
        ..invitation(person, "")
    }
}

/// Every message, the oldest first.
pub async fn all(conn: &mut AsyncPgConnection) -> Vec<Message> {
    let page = Page {
        limit: u16::MAX,
        after: None,
    };
    let mut items = list(conn, &Filter::default(), page).await.unwrap().items;
    items.reverse();
    items
}

/// The hub of these tests.
pub fn hub() -> Hub {
    Hub {
        name: "Sample Hub".into(),
        zone: "Asia/Seoul".parse().unwrap(),
        language: Language::En,
        public_url: "https://hub.example".into(),
        mail_name: "Sample Hub".into(),
        mail_address: "hub@hub.example".into(),
        reply_tokens: true,
        change_window: std::time::Duration::from_mins(10),
        key: Key::fresh(),
    }
}

/// Says of each message what its payload says: `{"void": why}`, `{"fault": why}`, `{"panic": what}`; all else is sent.
pub fn composer() -> Composer {
    composer_seen(|_| ())
}

/// The same, where `seen` is shown each batch first.
pub fn composer_seen(seen: impl Fn(&[Message]) + Send + Sync + 'static) -> Composer {
    let hub = hub();
    Composer::new(move |_, messages| {
        seen(messages);
        let verdicts = verdicts(&hub, messages);
        Box::pin(async move { Ok(verdicts) })
    })
}

/// What [`composer`] says of each of them.
pub fn verdicts(hub: &Hub, messages: &[Message]) -> Vec<(MessageId, Verdict)> {
    messages
        .iter()
        .map(|message| (message.id, verdict(hub, message)))
        .collect()
}

fn verdict(hub: &Hub, message: &Message) -> Verdict {
    let said = |member: &str| message.payload[member].as_str().map(str::to_owned);
    if let Some(what) = said("panic") {
        panic!("{what}");
    }
    if let Some(why) = said("void") {
        return Verdict::Void(why);
    }
    if let Some(why) = said("fault") {
        return Verdict::Fault(why);
    }
    let content = Rendered {
        subject: format!("Sample {}", message.dedupe_key),
        text: "Sample.\n".into(),
        html: "<p>Sample.</p>".into(),
    };
    let draft = Draft::new(Some("Sample One".into()), Language::En, content);
    Verdict::Send(Ready {
        subject: draft.content.subject.clone(),
        mail: draft.compose(hub, message, noon()).unwrap(),
    })
}

/// An office that sends to the sink.
pub fn office(test: &TestDb, clock: &Arc<FixedClock>, sink: &SmtpSink) -> Office {
    let server = sink.url().parse().unwrap();
    office_to(test, clock, Destination::Smtp(Arc::new(server)))
}

pub fn office_to(test: &TestDb, clock: &Arc<FixedClock>, destination: Destination) -> Office {
    office_over(test, clock, destination, 4)
}

/// One that sends over so many connections.
pub fn office_over(
    test: &TestDb,
    clock: &Arc<FixedClock>,
    destination: Destination,
    connections: usize,
) -> Office {
    office_by(test, clock.clone(), destination, connections, composer())
}

/// One that goes by any clock, and sends what any composer says.
pub fn office_by(
    test: &TestDb,
    clock: Arc<dyn Clock>,
    destination: Destination,
    connections: usize,
    composer: Composer,
) -> Office {
    let db = test.db.clone();
    Office::new(db, clock, destination, "hub.example", connections, composer)
}
