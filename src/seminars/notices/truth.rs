//! Whether what waits in the outbox is still true: asked for a whole batch, seconds before it goes out.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    afterwards,
    by_feed::{is_by_feed, untrue_by_feed},
    chase, digest,
    remind::FOLLOWERS,
    reply_wanted, slots,
    tell::differs_in,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId, SeriesId},
        prepared::prepared,
        schema::{seminar_revisions, seminars},
    },
    mail::{
        outbox::{Message, MessageKind},
        preferences::Matter,
    },
    seminars::{
        actions::snapshot,
        model::{Seminar, SeminarState, Snapshot},
        queries,
    },
};

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
    let standing = standing(conn, &ids, batch).await?;
    let now_seen: HashMap<SeminarId, Snapshot> =
        queries::details(conn, found.values().cloned().collect())
            .await?
            .iter()
            .map(|details| (details.seminar.id, snapshot(details)))
            .collect();
    let news = news(conn, hub, batch, &now_seen).await?;
    let overtaken = overtaken(conn, batch).await?;
    let mut void = digest::untrue_to_followers(conn, batch).await?;
    void.extend(untrue_by_feed(conn, batch).await?);
    void.extend(digest::empty(conn, clock, hub, batch).await?);
    void.extend(chase::untrue(conn, clock, batch).await?);
    void.extend(reply_wanted::untrue(conn, clock, batch).await?);
    void.extend(slots::untrue(conn, clock, batch).await?);
    void.extend(afterwards::untrue(conn, batch).await?);
    for message in batch {
        // The time that a draft has for the moment says nothing of the times that are offered.
        let timeless = slots::is_about_offer(message)
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
                        (message.kind == MessageKind::Change && !news.contains_key(&message.id))
                            .then(|| "what changed was changed back".to_owned())
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

/// What each message of `batch` is about: when that begins, and in which series it stands. One query.
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
    let matter = |message: &Message| {
        let (_, starts_at, series) = rows
            .iter()
            .find(|(id, ..)| Some(*id) == message.about.seminar)?;
        Some(Matter {
            starts_at: Some(*starts_at),
            series: *series,
        })
    };
    Ok(batch
        .iter()
        .filter_map(|message| Some((message.id, matter(message)?)))
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

/// How a recipient stands to a seminar.
#[derive(Debug, Clone, Copy, Default)]
struct Stands {
    attends: bool,
    said_yes: bool,
    said_no: bool,
    answered: bool,
    waits: bool,
    speaks: bool,
    declined: bool,
    asked: bool,
    /// Was told that they take no part any more, and nothing since.
    released: bool,
}

fn reason(message: &Message, seminar: &Seminar, one: Stands) -> Option<&'static str> {
    match message.kind {
        MessageKind::Reminder => match seminar.state {
            SeminarState::Cancelled => Some("it is cancelled"),
            SeminarState::Postponed => Some("it is postponed"),
            SeminarState::Draft => Some("it is a draft"),
            SeminarState::Announced if message.sequence != Some(seminar.sequence) => {
                Some("it was moved")
            }
            SeminarState::Announced if one.said_no || one.declined => Some("the answer is no"),
            SeminarState::Announced if !(one.said_yes || one.speaks || one.asked) => {
                Some("there is no yes any more")
            }
            SeminarState::Announced => None,
        },
        MessageKind::Invitation => match seminar.state {
            SeminarState::Announced if !one.attends => Some("the invitation was taken back"),
            SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::SpeakerRequest => match seminar.state {
            SeminarState::Draft | SeminarState::Announced if !one.speaks => {
                Some("they are not asked to speak any more")
            }
            SeminarState::Draft | SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::SpeakerChase => match seminar.state {
            SeminarState::Announced if !one.speaks => Some("they do not speak any more"),
            SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::ReplyWanted => match seminar.state {
            SeminarState::Announced if !one.attends => Some("the invitation was taken back"),
            SeminarState::Announced if one.answered => Some("they have answered"),
            SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::Thanks | MessageKind::SlidesChase | MessageKind::RecordingChase => {
            match seminar.state {
                SeminarState::Announced
                    if message.payload["ended"] != seminar.ends_at.timestamp() =>
                {
                    Some("it was moved")
                }
                SeminarState::Announced => None,
                _ => Some("it did not take place"),
            }
        }
        MessageKind::WaitingPlace => match (seminar.state, message.payload["place"].as_str()) {
            (SeminarState::Announced, Some("waits")) if !one.waits => Some("they wait no longer"),
            (SeminarState::Announced, Some("free")) if !one.said_yes => {
                Some("there is no yes any more")
            }
            (SeminarState::Announced, _) => None,
            _ => Some("it does not take place"),
        },
        MessageKind::Change => match seminar.state {
            SeminarState::Draft | SeminarState::Announced
                if one.released && !(one.attends || one.speaks) =>
            {
                Some("they take no part any more")
            }
            SeminarState::Draft | SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        // To someone who does not speak any more.
        MessageKind::Cancellation if message.payload["released"] == true => {
            (one.speaks || one.attends).then_some("they take part after all")
        }
        // To someone who may not know any more how it stands.
        MessageKind::Cancellation if digest::is_closed(message) => None,
        MessageKind::Cancellation => match seminar.state {
            // Of its last stop: what was edited since raised the sequence, and nobody was told.
            SeminarState::Cancelled | SeminarState::Postponed
                if message.created_at >= seminar.state_at =>
            {
                None
            }
            SeminarState::Cancelled | SeminarState::Postponed => {
                Some("another cancellation tells this")
            }
            _ => Some("it takes place after all"),
        },
        _ => None,
    }
}

/// Of the readers of the batch alone: thousands may take part in what a hundred are told of.
async fn standing(
    conn: &mut AsyncPgConnection,
    ids: &BTreeSet<SeminarId>,
    batch: &[Message],
) -> QueryResult<HashMap<(SeminarId, PersonId), Stands>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Text)]
        part: String,
        #[diesel(sql_type = Nullable<Text>)]
        answer: Option<String>,
    }
    let readers: BTreeSet<PersonId> = batch.iter().filter_map(Message::person).collect();
    let rows: Vec<Row> = prepared(sql_query(format!(
        "SELECT seminar_id, person_id, 'attends' AS part, answer FROM attendances \
             WHERE seminar_id = ANY ((SELECT $1)::uuid[]) AND person_id = ANY ((SELECT $2)::uuid[]) \
         UNION ALL SELECT seminar_id, person_id, 'speaks', answer FROM speakers \
             WHERE seminar_id = ANY ((SELECT $1)::uuid[]) AND person_id = ANY ((SELECT $2)::uuid[]) \
         UNION ALL SELECT f.seminar_id, f.person_id, 'asked', NULL FROM ({FOLLOWERS}) f WHERE f.person_id = ANY ((SELECT $2)::uuid[]) \
         UNION ALL SELECT r.seminar_id, r.person_id, 'released', NULL FROM messages r \
             WHERE r.seminar_id = ANY ((SELECT $1)::uuid[]) AND r.person_id = ANY ((SELECT $2)::uuid[]) AND r.kind = 'cancellation' \
               AND r.payload->>'released' = 'true' AND r.state IN ('queued', 'leased', 'sent') \
               AND NOT EXISTS (SELECT FROM messages n WHERE n.seminar_id = r.seminar_id AND n.person_id = r.person_id \
                   AND n.kind = 'reminder' AND n.sent_at > r.created_at)",
    ))
    .bind::<Array<SqlUuid>, _>(ids.iter().copied().collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(readers.into_iter().collect::<Vec<_>>()))
    .load(conn)
    .await?;
    let mut all: HashMap<(SeminarId, PersonId), Stands> = HashMap::new();
    for row in rows {
        let one = all.entry((row.seminar_id, row.person_id)).or_default();
        match row.part.as_str() {
            "attends" => {
                one.attends = true;
                one.answered |= row.answer.is_some();
                one.said_yes |= row.answer.as_deref() == Some("yes");
                one.said_no |= row.answer.as_deref() == Some("no");
                one.waits |= row.answer.as_deref() == Some("waiting");
            }
            "speaks" => {
                one.speaks = row.answer.as_deref() != Some("declined");
                one.declined |= row.answer.as_deref() == Some("declined");
            }
            "released" => one.released = true,
            _ => one.asked = true,
        }
    }
    Ok(all)
}

/// The snapshots that the recipients of `batch` knew before, by what each of its messages tells from.
pub(super) async fn told_before(
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
/// does what offers times tell how the seminar stands.
pub(super) async fn news(
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
             coalesce(max(k.revision) FILTER (WHERE k.kind NOT IN ('slot_offer', 'slot_answer')), m.from_revision) AS told, \
             max((k.payload->>'revision')::int) FILTER (WHERE k.kind IN ('reminder', 'speaker_chase')) AS reminded \
         FROM messages m LEFT JOIN messages k ON k.seminar_id = m.seminar_id AND k.person_id = m.person_id \
             AND k.state = 'sent' AND m.payload->>'notice' IS DISTINCT FROM 'late_feed' \
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
}

fn has_moved(old: &Snapshot, new: &Snapshot) -> bool {
    (old.starts_at, old.ends_at, &old.places, old.state)
        != (new.starts_at, new.ends_at, &new.places, new.state)
}

/// What people could see at these revisions, but for spelling: what was mended since without a word stands as it was mended.
/// So it is no news in what is told later, and nothing is told that would tell it alone.
pub(super) async fn snapshots(
    conn: &mut AsyncPgConnection,
    wanted: HashSet<(SeminarId, i32)>,
) -> QueryResult<HashMap<(SeminarId, i32), Snapshot>> {
    let ids: BTreeSet<SeminarId> = wanted.iter().map(|(id, _)| *id).collect();
    let revisions: BTreeSet<i32> = wanted.iter().map(|(_, revision)| *revision).collect();
    let rows: Vec<(SeminarId, i32, serde_json::Value)> = seminar_revisions::table
        .filter(seminar_revisions::seminar_id.eq_any(&ids))
        .filter(seminar_revisions::revision.eq_any(&revisions))
        .select((
            seminar_revisions::seminar_id,
            seminar_revisions::revision,
            seminar_revisions::snapshot,
        ))
        .load(conn)
        .await?;
    let mended = mended(conn, &ids).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, revision, snapshot)| {
            let mut known: Snapshot = serde_json::from_value(snapshot).ok()?;
            let since = mended.iter().filter(|one| one.seminar == id);
            for mending in since.filter(|one| one.revision > revision) {
                mending.apply(&mut known);
            }
            Some(((id, revision), known))
        })
        .collect())
}

/// An edit of which nobody was told.
struct Mending {
    seminar: SeminarId,
    revision: i32,
    before: Snapshot,
    after: Snapshot,
}

impl Mending {
    /// Mends what stands as it stood before; what was told otherwise since stays so, and is news.
    fn apply(&self, known: &mut Snapshot) {
        let Self { before, after, .. } = self;
        if known.title == before.title {
            known.title.clone_from(&after.title);
        }
        if known.abstract_text == before.abstract_text {
            known.abstract_text.clone_from(&after.abstract_text);
        }
        known.texts.mend(&before.texts, &after.texts);
        if known.speakers == before.speakers {
            known.speakers.clone_from(&after.speakers);
        }
    }
}

/// The edits of which nobody was told, in their order.
async fn mended(
    conn: &mut AsyncPgConnection,
    ids: &BTreeSet<SeminarId>,
) -> QueryResult<Vec<Mending>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = Integer)]
        revision: i32,
        #[diesel(sql_type = Jsonb)]
        before: serde_json::Value,
        #[diesel(sql_type = Jsonb)]
        after: serde_json::Value,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT r.seminar_id, r.revision, was.snapshot AS before, r.snapshot AS after \
         FROM seminar_revisions r JOIN seminar_revisions was \
             ON was.seminar_id = r.seminar_id AND was.revision = r.revision - 1 \
         WHERE r.seminar_id = ANY ($1) AND r.silent ORDER BY r.revision",
    )
    .bind::<Array<SqlUuid>, _>(ids.iter().copied().collect::<Vec<_>>())
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Mending {
                seminar: row.seminar_id,
                revision: row.revision,
                before: serde_json::from_value(row.before).ok()?,
                after: serde_json::from_value(row.after).ok()?,
            })
        })
        .collect())
}
