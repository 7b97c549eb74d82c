//! What stands in the outbox of stays: who is told what, what of it is not true any more, and how it reads.

use std::collections::HashMap;

use diesel::{sql_query, sql_types::Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use maru::{
    base::{
        clock::{Clock, Instant},
        ids::{PersonId, StayId},
    },
    mail::{
        draft::Draft,
        outbox::{Filter, Message, MessageState, Page, list},
    },
    people::{model::Actor, queries::names},
    stays::{
        actions::{Change, change},
        notices::{render, still_true},
    },
};

use super::make::{Scene, day};

/// Every message there is, the oldest first.
pub(super) async fn messages(conn: &mut AsyncPgConnection) -> Vec<Message> {
    let page = Page {
        limit: 500,
        after: None,
    };
    let mut all = list(conn, &Filter::default(), page).await.unwrap().items;
    all.sort_by_key(|message| (message.created_at, message.dedupe_key.clone()));
    all
}

/// Who was told what: `Jean Modèle: proposed`; a change with the revisions it leads from and to; and where it stands, if
/// it does not go out at once.
pub(super) async fn told(conn: &mut AsyncPgConnection, scene: &Scene) -> Vec<String> {
    let all = messages(conn).await;
    let people: Vec<PersonId> = all
        .iter()
        .map(|message| message.person().unwrap())
        .collect();
    let names = names(conn, &people).await.unwrap();
    let mut told: Vec<String> = all
        .iter()
        .map(|message| {
            let what = match message.payload["what"].as_str().unwrap() {
                "step" => message.payload["state"].as_str().unwrap().to_owned(),
                _ => format!(
                    "{} → {}",
                    message.from_revision.unwrap(),
                    message.revision.unwrap()
                ),
            };
            let waits = match message.state {
                MessageState::Queued => String::new(),
                MessageState::Held => {
                    let minutes = (message.send_after - scene.clock.now()).num_minutes();
                    format!(" in {minutes} min")
                }
                state => format!(" ({state})"),
            };
            format!(
                "{}: {what}{waits}",
                names[&message.person().unwrap()].called()
            )
        })
        .collect();
    told.sort();
    told
}

/// Empties the outbox, as if all of it had been sent.
pub(super) async fn sent(conn: &mut AsyncPgConnection, at: Instant) {
    sql_query(
        "UPDATE messages SET state = 'sent', sent_at = $1, ended_at = $1 WHERE state IN ('held', 'queued')",
    )
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await
    .unwrap();
}

/// As [`sent`], and nothing of it is kept.
pub(super) async fn forgotten(conn: &mut AsyncPgConnection) {
    diesel::delete(maru::base::schema::messages::table)
        .execute(conn)
        .await
        .unwrap();
}

pub(super) async fn changed(scene: &Scene, actor: &Actor, id: StayId, to: Change) {
    let conn = &mut scene.conn().await;
    change(conn, &scene.clock, &scene.hub, actor, id, to)
        .await
        .unwrap();
}

pub(super) fn to(last: &str) -> Change {
    Change {
        to: Some(day(last)),
        ..Change::default()
    }
}

/// What is not true any more, by who would have been told.
pub(super) async fn untrue(conn: &mut AsyncPgConnection, scene: &Scene) -> Vec<String> {
    let waiting: Vec<Message> = messages(conn)
        .await
        .into_iter()
        .filter(|message| matches!(message.state, MessageState::Held | MessageState::Queued))
        .collect();
    let why = still_true(conn, &scene.clock, &waiting).await.unwrap();
    let people: Vec<PersonId> = waiting
        .iter()
        .map(|message| message.person().unwrap())
        .collect();
    let names = names(conn, &people).await.unwrap();
    let mut untrue: Vec<String> = waiting
        .iter()
        .filter_map(|message| {
            let why = why.get(&message.id)?;
            Some(format!(
                "{}: {why}",
                names[&message.person().unwrap()].called()
            ))
        })
        .collect();
    untrue.sort();
    untrue
}

/// Each waiting message as it would go out, by who is told.
pub(super) async fn drafts(conn: &mut AsyncPgConnection, scene: &Scene) -> Vec<(String, Draft)> {
    let waiting: Vec<Message> = messages(conn)
        .await
        .into_iter()
        .filter(|message| matches!(message.state, MessageState::Held | MessageState::Queued))
        .collect();
    let drafts = render(conn, &scene.clock, &scene.hub, &waiting)
        .await
        .unwrap();
    let mut drafts: HashMap<_, _> = drafts.into_iter().collect();
    let people: Vec<PersonId> = waiting
        .iter()
        .map(|message| message.person().unwrap())
        .collect();
    let names = names(conn, &people).await.unwrap();
    let mut named: Vec<(String, Draft)> = waiting
        .iter()
        .map(|message| {
            let draft = drafts.remove(&message.id).unwrap();
            // It is whole: it can be made a mail.
            draft
                .compose(&scene.hub, message, scene.clock.now())
                .unwrap();
            (names[&message.person().unwrap()].called().to_owned(), draft)
        })
        .collect();
    named.sort_by(|one, other| one.0.cmp(&other.0));
    named
}
