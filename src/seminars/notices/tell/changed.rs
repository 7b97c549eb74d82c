//! Old → new, to whoever was told how it was.

use std::collections::HashSet;

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Integer, Nullable, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::message;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{PersonId, SeminarId},
        language::Language,
    },
    mail::outbox::{self, MessageKind, NewMessage},
    people::{self, model::Actor},
    seminars::{
        actions::snapshot,
        model::{Details, Seminar, SeminarState, Snapshot},
        notices::{
            by_feed::feed_changes,
            digest::{SEEN, follower_changes},
            snapshots,
        },
    },
};

/// Changes closer to the start than this are told at once.
pub const AT_ONCE: Duration = Duration::hours(48);

/// The soonest that anyone may believe it to begin, from which [`AT_ONCE`] counts. That what is postponed was to be at a time
/// which is over by now hurries nobody.
pub(in crate::seminars::notices) fn soonest(
    before: &Seminar,
    after: &Seminar,
    now: Instant,
) -> Instant {
    match before.state {
        SeminarState::Postponed if before.ends_at <= now => after.starts_at,
        _ => after.starts_at.min(before.starts_at),
    }
}

/// How long a server that did not take an invitation is left alone, however urgent it has become.
const PAUSE: Duration = Duration::minutes(5);

/// Whether a difference is told: time, place, title, speakers, state, the way to take part, when and where items of the
/// programme are. An abstract is read, not told, and so is what an item is called; and to those who were told of a draft it is no news that it is announced.
pub(in crate::seminars::notices) fn differs(old: &Snapshot, new: &Snapshot) -> bool {
    let told = |snapshot: &Snapshot| Snapshot {
        programme: Vec::new(),
        // On whose clocks it is told is no news by itself.
        there: None,
        state: match snapshot.state {
            SeminarState::Draft => SeminarState::Announced,
            other => other,
        },
        ..snapshot.clone().without_abstracts()
    };
    told(old) != told(new) || !old.item_changes(new).is_empty()
}

/// The same to a reader of `language`: a version in another language is nothing to them. Every edit of a version is a revision
/// for all, since feeds, pages and the sequence of edits know no languages; but nobody is told of what they do not read.
pub(in crate::seminars::notices) fn differs_in(
    language: Language,
    old: &Snapshot,
    new: &Snapshot,
) -> bool {
    let read = |snapshot: &Snapshot| snapshot.clone().read_in(language);
    differs(&read(old), &read(new))
}

/// Someone concerned by a change, and what they know.
#[derive(QueryableByName)]
pub(super) struct Concerned {
    #[diesel(sql_type = SqlUuid)]
    pub(super) person_id: PersonId,
    /// The revision that they were last told, or else of which they were reminded, or at which times were offered to them, or as it
    /// stood when an organiser asked them in a mail of their own.
    #[diesel(sql_type = Nullable<Integer>)]
    pub(super) told: Option<i32>,
    /// Whether an invitation or request to them waits: it will tell how things are then.
    #[diesel(sql_type = Bool)]
    pub(super) waits: bool,
    /// Whether one was stopped by hand before they were told anything: a change would be the first that they hear.
    #[diesel(sql_type = Bool)]
    pub(super) stopped: bool,
}

/// Whom a change concerns: who is invited or answered, unless they said no to this very time (`even_no`: all the same), who
/// speaks, and who was reminded because they follow the series, until they were told that they take no part any more, and while
/// they may know of it.
pub(super) async fn concerned(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    even_no: bool,
    only: Option<PersonId>,
) -> QueryResult<Vec<Concerned>> {
    sql_query(format!(
        "WITH refused AS ( \
             SELECT a.person_id FROM attendances a WHERE a.seminar_id = $1 AND a.answer = 'no' AND NOT $2 AND \
                 (SELECT r.snapshot->>'starts_at' FROM seminar_revisions r WHERE r.seminar_id = $1 AND r.at <= a.answered_at \
                  ORDER BY r.revision DESC LIMIT 1) IS NOT DISTINCT FROM \
                 (SELECT r.snapshot->>'starts_at' FROM seminar_revisions r WHERE r.seminar_id = $1 \
                  ORDER BY r.revision DESC LIMIT 1)), \
         concerned AS ( \
             SELECT person_id FROM attendances WHERE seminar_id = $1 AND person_id NOT IN (SELECT person_id FROM refused) \
             UNION SELECT person_id FROM speakers WHERE seminar_id = $1 AND answer <> 'declined' \
             UNION SELECT r.person_id FROM messages r JOIN seminars m ON m.id = r.seminar_id \
                 WHERE r.seminar_id = $1 AND r.kind = 'reminder' AND r.state IN ('sent', 'leased') AND {SEEN} \
                   AND NOT EXISTS (SELECT FROM attendances a WHERE a.seminar_id = $1 AND a.person_id = r.person_id) \
                   AND NOT EXISTS (SELECT FROM speakers s WHERE s.seminar_id = $1 AND s.person_id = r.person_id) \
                   AND NOT EXISTS (SELECT FROM messages w WHERE w.seminar_id = $1 AND w.person_id = r.person_id \
                       AND w.kind = 'cancellation' AND w.payload->>'released' = 'true' AND w.state IN ('queued', 'leased', 'sent') \
                       AND w.created_at > r.sent_at)), \
         known AS ( \
             SELECT person_id, \
                    coalesce(max(revision) FILTER (WHERE state IN ('sent', 'leased') AND kind NOT IN ('slot_offer', 'slot_answer')), \
                             max((payload->>'revision')::int) FILTER (WHERE kind = 'reminder' AND state IN ('sent', 'leased')), \
                             max(revision) FILTER (WHERE state IN ('sent', 'leased') AND kind = 'slot_offer')) \
                        AS told, \
                    bool_or(state IN ('held', 'queued') AND kind IN ('invitation', 'speaker_request')) AS waits, \
                    bool_or(payload ? 'stopped' AND state = 'void' AND kind IN ('invitation', 'speaker_request')) AS stopped \
             FROM messages WHERE seminar_id = $1 GROUP BY person_id) \
         SELECT c.person_id, coalesce(k.told, asked.told) AS told, coalesce(k.waits, false) AS waits, \
                coalesce(k.stopped AND k.told IS NULL AND asked.told IS NULL, false) AS stopped \
         FROM concerned c LEFT JOIN known k USING (person_id) \
         LEFT JOIN (SELECT s.person_id, (SELECT max(r.revision) FROM seminar_revisions r \
                        WHERE r.seminar_id = $1 AND r.at <= s.asked_at) AS told \
                    FROM speakers s WHERE s.seminar_id = $1 AND s.asked_at IS NOT NULL) asked USING (person_id) \
         WHERE $3 IS NULL OR c.person_id = $3 ORDER BY c.person_id"
    ))
    .bind::<SqlUuid, _>(id)
    .bind::<Bool, _>(even_no)
    .bind::<Nullable<SqlUuid>, _>(only)
    .load(conn)
    .await
}

pub(super) async fn changed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
    note: Option<&str>,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let now = clock.now();
    // Who said no may say yes to another time.
    let even_no = before.seminar.starts_at != seminar.starts_at;
    let mut concerned = concerned(conn, seminar.id, even_no, None).await?;
    // Of a draft those alone know whom its organiser asked.
    if before.seminar.state == SeminarState::Draft {
        concerned.retain(|one| one.told.is_some());
    }
    if before.seminar.state == SeminarState::Postponed && seminar.state == SeminarState::Announced {
        let invited = invited_again(conn, clock, seminar).await?;
        concerned.retain(|one| !invited.contains(&one.person_id));
    }
    concerned.retain(|one| !one.waits && !one.stopped);
    let people: Vec<PersonId> = concerned.iter().map(|one| one.person_id).collect();
    let recipients = people::queries::recipients(conn, hub, &people, seminar.starts_at).await?;
    let soonest = soonest(&before.seminar, seminar, now);
    told_by_invitations(conn, seminar, now.max(soonest - AT_ONCE)).await?;
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let at_once = soonest - now < AT_ONCE || window.is_zero();
    let (old, new) = (snapshot(before), snapshot(after));
    let mut new: Vec<NewMessage> = concerned
        .iter()
        .filter_map(|one| {
            let recipient = recipients.get(&one.person_id)?;
            if !differs_in(recipient.language, &old, &new) {
                return None;
            }
            let from = one
                .told
                .unwrap_or(before.seminar.revision)
                .min(before.seminar.revision);
            Some(NewMessage {
                from_revision: Some(from),
                send_after: if at_once { now } else { now + window },
                held: !at_once,
                ..message(
                    MessageKind::Change,
                    after,
                    recipient,
                    actor.person(),
                    now,
                    json!({ "note": note }),
                    &format!("{}", seminar.revision),
                )
            })
        })
        .collect();
    let mut others = follower_changes(conn, clock, hub, actor, before, after, note).await?;
    let told = new.iter().chain(&others);
    let told: Vec<PersonId> = told.filter_map(|message| message.to.person()).collect();
    others.extend(feed_changes(conn, clock, hub, actor, before, after, note, &told).await?);
    new.extend(others.into_iter().map(|message| NewMessage {
        send_after: if at_once { now } else { now + window },
        held: !at_once,
        ..message
    }));
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Invitations that wait tell how things are when they go out: they count as telling this revision. One that is to be tried
/// again, as what came back is, waits no longer than until `urgent`, from when on a change is told at once; though what was
/// refused just now has its [`PAUSE`]. One that was not tried waits for what it waits for: its reader's morning.
async fn told_by_invitations(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    urgent: Instant,
) -> QueryResult<()> {
    sql_query(format!(
        "UPDATE messages SET revision = $2, sequence = $3, not_after = $4, \
             send_after = CASE WHEN attempts > 0 OR error IS NOT NULL \
                 THEN least(send_after, greatest($5, (SELECT max(f.at) FROM message_faults f \
                     WHERE f.message_id = messages.id) + interval '{} seconds')) \
                 ELSE send_after END \
         WHERE id IN (SELECT id FROM messages WHERE seminar_id = $1 AND kind IN ('invitation', 'speaker_request') \
             AND state IN ('held', 'queued') ORDER BY id FOR NO KEY UPDATE)",
        PAUSE.num_seconds()
    ))
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Integer, _>(seminar.revision)
    .bind::<Integer, _>(seminar.sequence)
    .bind::<Timestamptz, _>(seminar.ends_at)
    .bind::<Timestamptz, _>(urgent)
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets the invitations go that a postponement overtook, of those who were never told anything: they would read that it was
/// moved. Answers of whom.
async fn invited_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    seminar: &Seminar,
) -> QueryResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Row> = sql_query(
        "UPDATE messages SET state = 'queued', ended_at = NULL, error = NULL, attempts = 0, revision = $2, sequence = $3, \
             send_after = $4, not_after = $5 \
         WHERE id IN (SELECT last.id FROM (SELECT DISTINCT ON (m.person_id) m.id FROM messages m \
             JOIN attendances a ON a.seminar_id = m.seminar_id AND a.person_id = m.person_id \
             WHERE m.seminar_id = $1 AND m.kind = 'invitation' AND m.state = 'void' AND NOT m.payload ? 'stopped' \
               AND NOT EXISTS (SELECT FROM messages told WHERE told.seminar_id = $1 AND told.person_id = m.person_id \
                   AND told.revision IS NOT NULL AND told.state IN ('held', 'queued', 'leased', 'sent')) \
             ORDER BY m.person_id, m.id DESC) AS last) \
         RETURNING person_id",
    )
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Integer, _>(seminar.revision)
    .bind::<Integer, _>(seminar.sequence)
    .bind::<Timestamptz, _>(clock.now())
    .bind::<Timestamptz, _>(seminar.ends_at)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Tells `person`, who has taken their no back, what changed while nobody told them.
///
/// # Errors
/// What the database says.
pub async fn caught_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    person: PersonId,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    let them = concerned(conn, seminar.id, true, Some(person)).await?;
    let Some(from) = them.iter().find(|one| !one.waits).and_then(|one| one.told) else {
        return Ok(());
    };
    let known = snapshots(conn, HashSet::from([(seminar.id, from)])).await?;
    if known
        .values()
        .next()
        .is_none_or(|known| !differs(known, &snapshot(details)))
    {
        return Ok(());
    }
    let now = clock.now();
    let recipients = people::queries::recipients(conn, hub, &[person], seminar.starts_at).await?;
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|recipient| NewMessage {
            from_revision: Some(from),
            ..message(
                MessageKind::Change,
                details,
                recipient,
                None,
                now,
                json!({}),
                &format!("{}", seminar.revision),
            )
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}
