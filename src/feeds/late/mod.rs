//! Feeds that are fetched too late: who has a seminar by their personal feed alone is told by mail what their calendar
//! program would not show in time.
//!
//! A message to each such reader is queued with the change (`seminars::notices`). As it is about to go, it is decided here
//! whether it is needed, by what fetches their feeds and when it last did: it waits while a program may still come in time,
//! and is void once their calendar shows how things stand. What no program fetches is no calendar: whoever made a feed and
//! never subscribed to it, or has not used it for two weeks, is told nothing. What is too large for Google is fetched by it and
//! not shown. Public feeds have no readers that anyone knows.
//!
//! What was fetched without some of the seminars that are to come (`?kinds=lecture`, `?days=30`) makes no message void: nobody
//! knows which of them it had. Of someone who fetches nothing more, nothing is known to be shown, and they are told.
//! What is known is known of a program, not of a machine: where two run the same one, each is taken to show what the other has
//! fetched, and a change that one of them has is not told for the sake of the other.
//!
//! Polls decide nothing but this: who knows what is known by mail alone. Why a message is void is told in the same words
//! whatever the reason, so that nobody learns from it what fetched whose feed.

mod rules;

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Nullable, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use self::rules::{Decision, Program, Revision, decide};
use super::{model::Detail, polls::Client};
use crate::{
    base::{
        clock::{Clock, Instant},
        ids::{MessageId, PersonId, SeminarId},
        schema::{feed_polls, personal_feeds, seminar_revisions},
    },
    mail::{deliver::Verdict, outbox::Message, preferences::Notice},
};

/// Those of `batch` that do not go out now because a feed tells them, or may still do so. Of the others, what their calendar
/// shows is noted as that from which they tell.
///
/// # Errors
/// What the database says.
pub async fn held_back(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Verdict>> {
    let asked: Vec<Asked> = batch.iter().filter_map(Asked::of).collect();
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let programs = programs(conn, &asked).await?;
    let revisions = revisions(conn, &asked).await?;
    let told = told(conn, &asked).await?;
    let mut verdicts = HashMap::with_capacity(asked.len());
    let mut tell_from = Vec::new();
    for one in &asked {
        let revisions: &[Revision] = revisions.get(&one.seminar).map_or(&[], Vec::as_slice);
        let programs: &[Program] = programs.get(&one.person).map_or(&[], Vec::as_slice);
        let told = told.get(&one.message).copied();
        match decide(revisions, programs, told, clock.now()) {
            Decision::Needless => {
                let why = "their calendar needs no mail beside it".to_owned();
                verdicts.insert(one.message, Verdict::Void(why));
            }
            Decision::After(then) => {
                verdicts.insert(one.message, Verdict::Wait(then));
            }
            Decision::Now(from) => tell_from.push((one.message, from)),
        }
    }
    note(conn, tell_from).await?;
    Ok(verdicts)
}

/// A message to someone who has its seminar by their feed.
struct Asked {
    message: MessageId,
    person: PersonId,
    seminar: SeminarId,
}

impl Asked {
    fn of(message: &Message) -> Option<Self> {
        let by_feed = Notice::of(message) == Notice::LateFeed;
        by_feed.then_some(Self {
            message: message.id,
            person: message.person()?,
            seminar: message.about.seminar?,
        })
    }
}

/// What fetches seminars from the feeds of each reader: from those in force that tell everything.
async fn programs(
    conn: &mut AsyncPgConnection,
    asked: &[Asked],
) -> QueryResult<HashMap<PersonId, Vec<Program>>> {
    type Row = (
        PersonId,
        Client,
        Instant,
        Option<Instant>,
        Option<i64>,
        Option<i64>,
        Option<i64>,
    );
    let people: BTreeSet<PersonId> = asked.iter().map(|one| one.person).collect();
    let rows: Vec<Row> = feed_polls::table
        .inner_join(personal_feeds::table.on(personal_feeds::id.eq(feed_polls::feed_id)))
        .filter(personal_feeds::person_id.eq_any(people))
        .filter(personal_feeds::revoked_at.is_null())
        .filter(personal_feeds::detail.eq(Detail::Full))
        .filter(feed_polls::seminars_at.is_not_null())
        .select((
            personal_feeds::person_id,
            feed_polls::client,
            feed_polls::seminars_at.assume_not_null(),
            feed_polls::told_at,
            feed_polls::longest_gap_seconds,
            feed_polls::octets,
            feed_polls::told_octets,
        ))
        .load(conn)
        .await?;
    let mut found: HashMap<PersonId, Vec<Program>> = HashMap::new();
    for (person, client, last_at, told_at, longest_gap, octets, told_octets) in rows {
        found.entry(person).or_default().push(Program {
            client,
            last_at,
            told_at,
            longest_gap: longest_gap.map(Duration::seconds),
            // A part of it that is small says nothing of the whole.
            octets: match told_at {
                Some(_) => told_octets,
                None => octets,
            },
        });
    }
    Ok(found)
}

/// What people could see of each seminar, from the first to the last.
async fn revisions(
    conn: &mut AsyncPgConnection,
    asked: &[Asked],
) -> QueryResult<HashMap<SeminarId, Vec<Revision>>> {
    let seminars: BTreeSet<SeminarId> = asked.iter().map(|one| one.seminar).collect();
    let rows: Vec<(SeminarId, i32, Instant, serde_json::Value)> = seminar_revisions::table
        .filter(seminar_revisions::seminar_id.eq_any(seminars))
        .order((seminar_revisions::seminar_id, seminar_revisions::revision))
        .select((
            seminar_revisions::seminar_id,
            seminar_revisions::revision,
            seminar_revisions::at,
            seminar_revisions::snapshot,
        ))
        .load(conn)
        .await?;
    let mut found: HashMap<SeminarId, Vec<Revision>> = HashMap::new();
    for (seminar, number, at, snapshot) in rows {
        if let Ok(snapshot) = serde_json::from_value(snapshot) {
            found.entry(seminar).or_default().push(Revision {
                number,
                at,
                snapshot,
            });
        }
    }
    Ok(found)
}

/// The last revision that any mail told the reader of each message: a digest or a reminder too.
async fn told(
    conn: &mut AsyncPgConnection,
    asked: &[Asked],
) -> QueryResult<HashMap<MessageId, i32>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
        #[diesel(sql_type = Nullable<Integer>)]
        told: Option<i32>,
    }
    let messages: Vec<MessageId> = asked.iter().map(|one| one.message).collect();
    let rows: Vec<Row> = sql_query(
        "SELECT m.id, greatest( \
             (SELECT max(coalesce(w.revision, (w.payload ->> 'revision')::int)) FROM messages w \
              WHERE w.seminar_id = m.seminar_id AND w.person_id = m.person_id AND w.state = 'sent'), \
             (SELECT max(t.revision) FROM digest_told t JOIN messages d ON d.id = t.message_id \
              WHERE t.seminar_id = m.seminar_id AND d.person_id = m.person_id AND d.state = 'sent')) AS told \
         FROM messages m WHERE m.id = ANY ($1)",
    )
    .bind::<Array<SqlUuid>, _>(messages)
    .load(conn)
    .await?;
    Ok(rows
        .iter()
        .filter_map(|row| Some((row.id, row.told?)))
        .collect())
}

/// Notes from which revision messages tell that go out now. A look at what waits notes nothing.
async fn note(conn: &mut AsyncPgConnection, from: Vec<(MessageId, i32)>) -> QueryResult<()> {
    if from.is_empty() {
        return Ok(());
    }
    let (ids, revisions): (Vec<MessageId>, Vec<i32>) = from.into_iter().unzip();
    sql_query(
        "UPDATE messages SET from_revision = shown.revision FROM unnest($1, $2) AS shown (id, revision) \
         WHERE messages.id = shown.id AND messages.state = 'leased' AND messages.kind = 'change'",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Integer>, _>(revisions)
    .execute(conn)
    .await?;
    Ok(())
}
