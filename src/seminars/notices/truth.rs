//! Whether what waits in the outbox is still true: asked for a whole batch, seconds before it goes out.

mod news;
mod snapshots;
mod standing;
mod stopped;

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use self::{
    standing::{reason, standing},
    stopped::stopped_before,
};
use super::{
    afterwards,
    by_feed::untrue_by_feed,
    chase, consents, digest,
    remind::catch_up,
    reply_wanted, slots,
    together::{TOLD_TOGETHER, told_together},
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, SeminarId, SeriesId},
        schema::seminars,
    },
    mail::{
        outbox::{Message, MessageKind},
        preferences::Matter,
    },
    seminars::{
        actions::snapshot,
        model::{Seminar, Snapshot},
        queries::{self, CHANGED_BACK, TOLD_BEFORE},
    },
};

pub(super) use news::{news, told_before};
pub(super) use snapshots::snapshots;

/// Why messages to people are no longer true; those that are missing still are.
///
/// # Errors
/// What the database says.
pub async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let ids: BTreeSet<SeminarId> = batch
        .iter()
        .filter_map(|message| message.about.seminar)
        .collect();
    let found: HashMap<SeminarId, Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load::<Seminar>(conn)
        .await?
        .into_iter()
        .map(|seminar| (seminar.id, seminar))
        .collect();
    catch_up(conn, batch, &found).await?;
    let standing = standing(conn, &ids, batch).await?;
    let now_seen: HashMap<SeminarId, Snapshot> =
        queries::details(conn, found.values().cloned().collect())
            .await?
            .iter()
            .map(|details| (details.seminar.id, snapshot(details)))
            .collect();
    let news = news(conn, hub, batch, &now_seen).await?;
    let overtaken = overtaken(conn, batch).await?;
    let stopped_before = stopped_before(conn, batch).await?;
    let together = told_together(conn, clock, hub, batch).await?;
    let mut void = digest::untrue_to_followers(conn, batch).await?;
    void.extend(untrue_by_feed(conn, batch).await?);
    void.extend(digest::empty(conn, clock, hub, batch).await?);
    void.extend(chase::untrue(conn, clock, batch).await?);
    void.extend(reply_wanted::untrue(conn, clock, batch).await?);
    void.extend(slots::untrue(conn, clock, batch).await?);
    void.extend(consents::untrue(conn, batch).await?);
    void.extend(afterwards::untrue(conn, batch).await?);
    for message in batch {
        // The time that a draft has for the moment says nothing of the times that are offered; and what someone takes back is
        // taken back whatever became of the seminar.
        let timeless = (slots::is_about_offer(message) || consents::is_about_consents(message))
            && message
                .about
                .seminar
                .is_some_and(|id| found.contains_key(&id));
        if timeless || message.kind == MessageKind::Digest || void.contains_key(&message.id) {
            continue;
        }
        let seminar = message.about.seminar.and_then(|id| found.get(&id));
        let why = match seminar {
            None => Some("the seminar is gone".to_owned()),
            Some(_) if overtaken.contains(&message.id) => {
                Some("a later mail tells this too".to_owned())
            }
            Some(seminar) => {
                let one = message
                    .person()
                    .and_then(|person| standing.get(&(seminar.id, person)))
                    .copied()
                    .unwrap_or_default();
                reason(message, seminar, one)
                    .map(str::to_owned)
                    .or_else(|| {
                        if seminar.ends_at <= clock.now()
                            && message.kind != MessageKind::Cancellation
                            && !afterwards::is_afterwards(message.kind)
                        {
                            return Some("it is over".to_owned());
                        }
                        if together.contains(&message.id) {
                            return Some(TOLD_TOGETHER.to_owned());
                        }
                        let changed_back =
                            message.kind == MessageKind::Change && !news.contains_key(&message.id);
                        match stopped_before.contains(&message.id) {
                            true => Some(TOLD_BEFORE.to_owned()),
                            false => changed_back.then(|| CHANGED_BACK.to_owned()),
                        }
                    })
            }
        };
        if let Some(why) = why {
            void.insert(message.id, why);
        }
    }
    Ok(void)
}

/// The changes that a later one, which waits or goes out with them, tells with its own: of several that were held back over
/// a night the last one is enough.
pub(super) async fn overtaken(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashSet<MessageId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let changes = batch
        .iter()
        .filter(|message| message.kind == MessageKind::Change);
    let ids: Vec<MessageId> = changes.map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<Row> = sql_query(
        "SELECT m.id FROM messages m WHERE m.id = ANY ($1) AND EXISTS (SELECT FROM messages later \
             WHERE later.seminar_id = m.seminar_id AND later.kind = m.kind AND coalesce(later.person_id, later.audience_id) = coalesce(m.person_id, m.audience_id) \
               AND later.state IN ('held', 'queued', 'leased') \
               AND later.revision > m.revision AND later.from_revision <= m.from_revision)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What each message of `batch` is about: when that begins, when the reader of a change was told before that it does, and in
/// which series it stands. A query, and another one for changes.
///
/// # Errors
/// What the database says.
pub async fn matters(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Matter>> {
    let ids: BTreeSet<SeminarId> = batch
        .iter()
        .filter_map(|message| message.about.seminar)
        .collect();
    let rows: Vec<(SeminarId, Instant, Option<SeriesId>)> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select((seminars::id, seminars::starts_at, seminars::series_id))
        .load(conn)
        .await?;
    let told = told_starts(conn, batch).await?;
    let matter = |message: &Message| {
        let (_, starts_at, series) = rows
            .iter()
            .find(|(id, ..)| Some(*id) == message.about.seminar)?;
        Some(Matter {
            starts_at: Some(*starts_at),
            told_start: told.get(&message.id).copied(),
            series: *series,
        })
    };
    Ok(batch
        .iter()
        .filter_map(|message| Some((message.id, matter(message)?)))
        .collect())
}

/// When the readers of the changes in `batch` believe that it begins: as they were told it, or were reminded of it since.
async fn told_starts(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Instant>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
        #[diesel(sql_type = Timestamptz)]
        starts_at: Instant,
    }
    let changes = batch
        .iter()
        .filter(|message| message.kind == MessageKind::Change);
    let ids: Vec<MessageId> = changes.map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Row> = sql_query(
        "SELECT m.id, (r.snapshot->>'starts_at')::timestamptz AS starts_at FROM messages m \
         JOIN seminar_revisions r ON r.seminar_id = m.seminar_id AND r.revision = greatest(m.from_revision, \
             (SELECT max((k.payload->>'revision')::int) FROM messages k WHERE k.seminar_id = m.seminar_id \
                AND k.person_id = m.person_id AND k.kind IN ('reminder', 'speaker_chase') AND k.state = 'sent')) \
         WHERE m.id = ANY ($1)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.starts_at))
        .collect())
}

/// The versions of seminars, which every edit raises; of one that is gone there is none.
///
/// # Errors
/// What the database says.
pub async fn versions(
    conn: &mut AsyncPgConnection,
    ids: &BTreeSet<SeminarId>,
) -> QueryResult<HashMap<SeminarId, i32>> {
    let rows: Vec<(SeminarId, i32)> = seminars::table
        .filter(seminars::id.eq_any(ids))
        .select((seminars::id, seminars::lock_version))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}
