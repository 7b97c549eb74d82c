//! People and messages for these tests.

use chrono::Duration;
use diesel::{
    sql_query,
    sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use maru::{
    base::{
        clock::{Clock, FixedClock, Instant},
        ids::PersonId,
    },
    mail::outbox::{About, Filter, Message, MessageKind, NewMessage, Page, list},
};

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
        person,
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
