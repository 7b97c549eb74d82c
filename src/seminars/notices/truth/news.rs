//! What is news in a change to its recipient: from what they know, to how things stand.

use std::collections::{HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::snapshots;
use crate::{
    base::{
        hub::Hub,
        ids::{MessageId, SeminarId},
    },
    mail::outbox::{Message, MessageKind},
    seminars::{
        model::Snapshot,
        notices::{by_feed::is_by_feed, digest, tell::differs_in},
    },
};

/// The snapshots that the recipients of `batch` knew before, by what each of its messages tells from.
pub(in crate::seminars::notices) async fn told_before(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<(SeminarId, i32), Snapshot>> {
    let wanted = batch
        .iter()
        .filter_map(|message| Some((message.about.seminar?, message.from_revision?)))
        .collect();
    snapshots(conn, wanted).await
}

/// From what each change of `batch` tells, to how things stand (`now`); a change that is not there tells its recipient
/// nothing new.
///
/// That is what the last mail told them that went out, or else what they could have known when the change was queued. Of
/// what someone has by their feed alone, it is what their calendar shows, which `feeds::late` noted with the message. A
/// reminder tells no change, but whoever was reminded of a time or place that was taken back since is told so all the same. Nor
/// does what offers times tell how the seminar stands. Where something may have arrived that no server answered for, they are
/// told how things stand.
pub(in crate::seminars::notices) async fn news(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    batch: &[Message],
    now: &HashMap<SeminarId, Snapshot>,
) -> QueryResult<HashMap<MessageId, Snapshot>> {
    let changes = batch
        .iter()
        .filter(|message| message.kind == MessageKind::Change);
    let changes: HashMap<MessageId, &Message> =
        changes.map(|message| (message.id, message)).collect();
    if changes.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<MessageId> = changes.keys().copied().collect();
    let known: Vec<Knew> = sql_query(
        "SELECT m.id, (SELECT p.language FROM people p WHERE p.id = m.person_id) AS language, \
             coalesce(max(k.revision) FILTER (WHERE k.state = 'sent' AND k.kind NOT IN ('slot_offer', 'slot_answer')), \
                 m.from_revision) AS told, \
             max((k.payload->>'revision')::int) FILTER (WHERE k.state = 'sent' AND k.kind IN ('reminder', 'speaker_chase')) AS reminded, \
             max(k.revision) FILTER (WHERE k.state <> 'sent') AS in_doubt \
         FROM messages m LEFT JOIN messages k ON k.seminar_id = m.seminar_id AND k.person_id = m.person_id \
             AND (k.state = 'sent' OR k.payload->'unanswered' IS NOT NULL) AND m.payload->>'notice' IS DISTINCT FROM 'late_feed' \
         WHERE m.id = ANY ($1) GROUP BY m.id",
    )
    .bind::<Array<SqlUuid>, _>(&ids)
    .load(conn)
    .await?;
    let about = |id: &MessageId| changes.get(id).and_then(|message| message.about.seminar);
    let follows = |id: &MessageId| {
        changes
            .get(id)
            .is_some_and(|one| digest::rhythm(one).is_some() || is_by_feed(one))
    };
    let mut wanted = HashSet::new();
    for one in &known {
        let Some(seminar) = about(&one.id) else {
            continue;
        };
        let each = one.told.into_iter().chain(one.reminded);
        wanted.extend(each.map(|revision| (seminar, revision)));
    }
    let snapshots = snapshots(conn, wanted).await?;
    let mut news = HashMap::with_capacity(known.len());
    for one in &known {
        let Some((seminar, now)) = about(&one.id).and_then(|id| Some((id, now.get(&id)?))) else {
            continue;
        };
        if one.in_doubt > one.told {
            news.insert(one.id, now.clone());
            continue;
        }
        let at = |revision: Option<i32>| snapshots.get(&(seminar, revision?));
        let reminded = one.reminded.filter(|reminded| Some(*reminded) > one.told);
        let language = one.language.as_deref().and_then(|code| code.parse().ok());
        let language = language.unwrap_or(hub.language);
        let tells = |old| match follows(&one.id) {
            true => digest::concerns_followers(old, now),
            false => differs_in(language, old, now),
        };
        let from = match (at(one.told), at(reminded)) {
            (Some(told), _) if tells(told) => told,
            (Some(_), Some(reminded)) if has_moved(reminded, now) => reminded,
            (Some(_), _) => continue,
            // What they knew is not kept: they are told how things stand.
            (None, _) => now,
        };
        news.insert(one.id, from.clone());
    }
    Ok(news)
}

/// What the recipient of a change knows: by what told them, and by what reminded them.
#[derive(QueryableByName)]
struct Knew {
    #[diesel(sql_type = SqlUuid)]
    id: MessageId,
    #[diesel(sql_type = Nullable<Text>)]
    language: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    told: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    reminded: Option<i32>,
    /// What may have arrived: a server took it, as far as is known, and did not say so.
    #[diesel(sql_type = Nullable<Integer>)]
    in_doubt: Option<i32>,
}

fn has_moved(old: &Snapshot, new: &Snapshot) -> bool {
    (old.starts_at, old.ends_at, &old.places, old.state)
        != (new.starts_at, new.ends_at, &new.places, new.state)
}
