//! What stands in the digests of a batch, in a fixed number of queries.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{
        Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid,
    },
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    rhythm,
    sources::{FOLLOWED, SEEN, STILL_FOLLOWS},
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
    },
    mail::{digest::Rhythm, outbox::Message},
    people::{self, model::Recipient},
    seminars::model::{SeminarState, Snapshot},
};

/// Most seminars of its days that a digest lists, and most of a later time.
const MOST: i64 = 30;
const MOST_LATER: i64 = 10;
/// How far ahead is looked for what is announced for a later time.
const HORIZON: Duration = Duration::days(400);
/// What was told longer ago than this was told of what is over.
const REMEMBERED: Duration = Duration::days(400);

/// What one digest tells.
pub struct Gathered {
    pub rhythm: Rhythm,
    /// Who reads it, where they are now.
    pub recipient: Recipient,
    /// Its days end then.
    pub until: Instant,
    /// When the one before it went out.
    pub before: Option<Instant>,
    /// What its days have, by start.
    pub covered: Vec<SeminarId>,
    /// How many more they have than are listed.
    pub more: i64,
    /// What was announced since for a later time, by start.
    pub later: Vec<SeminarId>,
    /// How many more of these there are.
    pub more_later: i64,
    /// What was told for these days, and is no longer so: cancelled, postponed, moved away.
    pub gone: Vec<SeminarId>,
    /// What a digest last told of any of them.
    pub told: HashMap<SeminarId, Snapshot>,
    /// Whether it is to come even where there is nothing to tell.
    pub even_nothing: bool,
    /// Whether its reader follows anything in this rhythm.
    pub follows: bool,
}

impl Gathered {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.covered.is_empty() && self.later.is_empty() && self.gone.is_empty()
    }

    /// All of which it tells.
    pub fn seminars(&self) -> impl Iterator<Item = SeminarId> {
        let all = [&self.covered, &self.gone, &self.later];
        all.into_iter().flatten().copied()
    }
}

/// The readers of a batch as columns, which is how queries take them.
struct Readers {
    ids: Vec<MessageId>,
    people: Vec<PersonId>,
    rhythms: Vec<Rhythm>,
}

/// What each of `digests` tells now; those whose reader has no address are missing.
///
/// # Errors
/// What the database says.
pub async fn gather(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    digests: &[&Message],
) -> QueryResult<HashMap<MessageId, Gathered>> {
    let now = clock.now();
    let people: Vec<PersonId> = digests
        .iter()
        .filter_map(|message| message.person())
        .collect();
    let recipients = people::queries::recipients(conn, hub, &people, now).await?;
    let mut found: HashMap<MessageId, Gathered> = HashMap::with_capacity(digests.len());
    for message in digests {
        let recipient = message.person().and_then(|person| recipients.get(&person));
        let Some((rhythm, recipient)) = rhythm(message).zip(recipient) else {
            continue;
        };
        let today = recipient.zone.date(now);
        let gathered = Gathered {
            rhythm,
            recipient: Recipient {
                // A message goes to the address that it was queued for.
                address: message.address.clone(),
                ..recipient.clone()
            },
            until: recipient.zone.start_of(today + rhythm.days()),
            before: None,
            covered: Vec::new(),
            more: 0,
            later: Vec::new(),
            more_later: 0,
            gone: Vec::new(),
            told: HashMap::new(),
            even_nothing: false,
            follows: false,
        };
        found.insert(message.id, gathered);
    }
    let readers = Readers {
        ids: found.keys().copied().collect(),
        people: found.values().map(|one| one.recipient.person).collect(),
        rhythms: found.values().map(|one| one.rhythm).collect(),
    };
    read_wishes(conn, &readers, &mut found).await?;
    read_told(conn, now, &readers, &mut found).await?;
    read_programme(conn, now, &readers, &mut found).await?;
    Ok(found)
}

/// What each of `digests` tells, of seminars that stay as they are until the caller's transaction ends: who changes one of
/// them waits, and then finds everyone to whom it was told.
///
/// # Errors
/// What the database says.
pub async fn gather_held(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    digests: &[&Message],
) -> QueryResult<HashMap<MessageId, Gathered>> {
    let mut held: BTreeSet<SeminarId> = BTreeSet::new();
    loop {
        // Once more after waiting for them: what was written meanwhile counts.
        let found = gather(conn, clock, hub, digests).await?;
        let told: BTreeSet<SeminarId> = found.values().flat_map(Gathered::seminars).collect();
        if told.is_subset(&held) {
            return Ok(found);
        }
        sql_query("SELECT id FROM seminars WHERE id = ANY ($1) ORDER BY id FOR SHARE")
            .bind::<Array<SqlUuid>, _>(told.iter().copied().collect::<Vec<_>>())
            .execute(conn)
            .await?;
        held.extend(told);
    }
}

/// What each reader wishes, and when the digest before went out.
async fn read_wishes(
    conn: &mut AsyncPgConnection,
    readers: &Readers,
    found: &mut HashMap<MessageId, Gathered>,
) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        before: Option<Instant>,
        #[diesel(sql_type = Bool)]
        even_nothing: bool,
        #[diesel(sql_type = Bool)]
        follows: bool,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT r.id, coalesce(g.even_nothing, false) AS even_nothing, \
             (SELECT max(d.sent_at) FROM messages d WHERE d.kind = 'digest' AND d.person_id = r.person_id \
                 AND d.state = 'sent' AND d.payload ->> 'notice' = r.rhythm AND d.id <> r.id) AS before, \
             (EXISTS (SELECT FROM subscriptions f WHERE f.person_id = r.person_id AND f.digest = r.rhythm) \
                 OR EXISTS (SELECT FROM follows h WHERE h.person_id = r.person_id AND h.digest = r.rhythm)) AS follows \
         FROM unnest($1, $2, $3) AS r (id, person_id, rhythm) \
         LEFT JOIN digests g ON g.person_id = r.person_id AND g.rhythm = r.rhythm",
    )
    .bind::<Array<SqlUuid>, _>(&readers.ids)
    .bind::<Array<SqlUuid>, _>(&readers.people)
    .bind::<Array<Text>, _>(&readers.rhythms)
    .load(conn)
    .await?;
    for row in rows {
        if let Some(one) = found.get_mut(&row.id) {
            one.before = row.before;
            one.even_nothing = row.even_nothing;
            one.follows = row.follows;
        }
    }
    Ok(())
}

/// What digests that arrived told each reader of what is not over, and what of it was for these days and is no longer so.
async fn read_told(
    conn: &mut AsyncPgConnection,
    now: Instant,
    readers: &Readers,
    found: &mut HashMap<MessageId, Gathered>,
) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = Jsonb)]
        snapshot: serde_json::Value,
        #[diesel(sql_type = Text)]
        state: SeminarState,
        #[diesel(sql_type = Timestamptz)]
        starts_at: Instant,
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT every.id, every.seminar_id, v.snapshot, every.state, every.starts_at FROM ( \
             SELECT DISTINCT ON (r.id, m.id) r.id, m.id AS seminar_id, m.state, m.starts_at, t.revision \
             FROM unnest($1, $2, $3) AS r (id, person_id, rhythm) \
             JOIN messages d ON d.kind = 'digest' AND d.person_id = r.person_id AND d.state = 'sent' AND d.sent_at > $5 \
                 AND d.id <> r.id \
             JOIN digest_told t ON t.message_id = d.id JOIN seminars m ON m.id = t.seminar_id \
             WHERE m.ends_at > $4 AND {STILL_FOLLOWS} AND {SEEN} \
             ORDER BY r.id, m.id, d.sent_at DESC, d.id DESC) AS every \
         JOIN seminar_revisions v ON v.seminar_id = every.seminar_id AND v.revision = every.revision \
         ORDER BY every.starts_at, every.seminar_id"
    ))
    .bind::<Array<SqlUuid>, _>(&readers.ids)
    .bind::<Array<SqlUuid>, _>(&readers.people)
    .bind::<Array<Text>, _>(&readers.rhythms)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - REMEMBERED)
    .load(conn)
    .await?;
    for row in rows {
        let snapshot: Option<Snapshot> = serde_json::from_value(row.snapshot).ok();
        if let (Some(one), Some(told)) = (found.get_mut(&row.id), snapshot) {
            let takes_place = row.state == SeminarState::Announced;
            let otherwise = match takes_place {
                true => row.starts_at >= one.until && told.starts_at != row.starts_at,
                false => told.state != row.state,
            };
            if otherwise && told.starts_at < one.until {
                one.gone.push(row.seminar_id);
            }
            one.told.insert(row.seminar_id, told);
        }
    }
    Ok(())
}

/// What the days of each digest have, and what was announced since the one before for a later time.
async fn read_programme(
    conn: &mut AsyncPgConnection,
    now: Instant,
    readers: &Readers,
    found: &mut HashMap<MessageId, Gathered>,
) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = Bool)]
        covered: bool,
        #[diesel(sql_type = BigInt)]
        total: i64,
    }
    let of = |id: &MessageId| &found[id];
    let ends: Vec<Instant> = readers.ids.iter().map(|id| of(id).until).collect();
    let since = |one: &Gathered| one.before.unwrap_or(now - one.rhythm.period());
    let begins: Vec<Instant> = readers.ids.iter().map(|id| since(of(id))).collect();
    let rows: Vec<Row> = sql_query(format!(
        "SELECT id, seminar_id, covered, total FROM ( \
             SELECT r.id, m.id AS seminar_id, m.starts_at, m.starts_at < r.until AS covered, \
                 count(*) OVER (PARTITION BY r.id, m.starts_at < r.until) AS total, \
                 row_number() OVER (PARTITION BY r.id, m.starts_at < r.until ORDER BY m.starts_at, m.id) AS place \
             FROM unnest($1, $2, $3, $4, $5) AS r (id, person_id, rhythm, until, since) \
             JOIN seminars m ON m.state = 'announced' AND m.ends_at > $6 AND m.starts_at < $7 \
                 AND (m.starts_at < r.until OR m.state_at > r.since) \
             WHERE {FOLLOWED} AND {SEEN}) AS every \
         WHERE place <= CASE WHEN covered THEN $8 ELSE $9 END ORDER BY starts_at, seminar_id"
    ))
    .bind::<Array<SqlUuid>, _>(&readers.ids)
    .bind::<Array<SqlUuid>, _>(&readers.people)
    .bind::<Array<Text>, _>(&readers.rhythms)
    .bind::<Array<Timestamptz>, _>(ends)
    .bind::<Array<Timestamptz>, _>(begins)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + HORIZON)
    .bind::<BigInt, _>(MOST)
    .bind::<BigInt, _>(MOST_LATER)
    .load(conn)
    .await?;
    let mut counts: HashMap<(MessageId, bool), i64> = HashMap::new();
    for row in rows {
        let Some(one) = found.get_mut(&row.id) else {
            continue;
        };
        let listed = counts.entry((row.id, row.covered)).or_default();
        *listed += 1;
        let more = row.total - *listed;
        match row.covered {
            true => {
                one.covered.push(row.seminar_id);
                one.more = more;
            }
            false => {
                one.later.push(row.seminar_id);
                one.more_later = more;
            }
        }
    }
    for one in found.values_mut() {
        // What moved away is told as that.
        let gone: HashSet<SeminarId> = one.gone.iter().copied().collect();
        one.later.retain(|id| !gone.contains(id));
    }
    Ok(())
}

/// Keeps what digests that are being sent tell: each seminar as it stands now.
///
/// # Errors
/// What the database says.
pub async fn keep(
    conn: &mut AsyncPgConnection,
    found: &HashMap<MessageId, Gathered>,
    stands: &HashMap<SeminarId, (i32, Instant)>,
) -> QueryResult<()> {
    let (mut ids, mut seminars) = (Vec::new(), Vec::new());
    let (mut revisions, mut covered) = (Vec::new(), Vec::new());
    for (id, one) in found {
        for seminar in one.seminars() {
            let Some((revision, starts_at)) = stands.get(&seminar) else {
                continue;
            };
            ids.push(*id);
            seminars.push(seminar);
            revisions.push(*revision);
            covered.push(*starts_at < one.until);
        }
    }
    // Whoever only looks at a message keeps nothing: what counts is what goes out.
    sql_query(
        "WITH sending AS (SELECT id FROM messages WHERE id = ANY ($1) AND state = 'leased'), \
         former AS (DELETE FROM digest_told WHERE message_id IN (SELECT id FROM sending) \
             AND (message_id, seminar_id) NOT IN (SELECT * FROM unnest($2, $3))) \
         INSERT INTO digest_told SELECT new.* FROM unnest($2, $3, $4, $5) AS new (message_id, seminar_id, revision, covered) \
             JOIN sending ON sending.id = new.message_id \
         ON CONFLICT (message_id, seminar_id) DO UPDATE SET revision = excluded.revision, covered = excluded.covered",
    )
    .bind::<Array<SqlUuid>, _>(found.keys().copied().collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(seminars)
    .bind::<Array<Integer>, _>(revisions)
    .bind::<Array<Bool>, _>(covered)
    .execute(conn)
    .await?;
    Ok(())
}
