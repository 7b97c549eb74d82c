//! Old → new, to whoever was told how it was.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Integer, Nullable, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::message;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{PersonId, SeminarId},
        schema::messages,
    },
    mail::outbox::{self, MessageKind, NewMessage},
    people::{self, model::Actor},
    seminars::{
        model::{Details, Snapshot},
        notices::digest::follower_changes,
    },
};

/// Changes closer to the start than this are told at once.
const AT_ONCE: Duration = Duration::hours(48);

/// Whether a difference is told: time, place, title, speakers, state, the way to take part. An abstract is read, not told.
pub(in crate::seminars::notices) fn differs(old: &Snapshot, new: &Snapshot) -> bool {
    Snapshot {
        abstract_text: String::new(),
        ..old.clone()
    } != Snapshot {
        abstract_text: String::new(),
        ..new.clone()
    }
}

/// Someone concerned by a change, and what they know.
#[derive(QueryableByName)]
pub(super) struct Concerned {
    #[diesel(sql_type = SqlUuid)]
    pub(super) person_id: PersonId,
    /// The revision that they were last told.
    #[diesel(sql_type = Nullable<Integer>)]
    pub(super) told: Option<i32>,
    /// Whether an invitation or request to them waits: it will tell how things are then.
    #[diesel(sql_type = Bool)]
    pub(super) waits: bool,
}

pub(super) async fn concerned(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    even_no: bool,
) -> QueryResult<Vec<Concerned>> {
    sql_query(
        "WITH concerned AS ( \
             SELECT person_id FROM attendances WHERE seminar_id = $1 AND ($2 OR answer IS DISTINCT FROM 'no') \
             UNION SELECT person_id FROM speakers WHERE seminar_id = $1 AND answer <> 'declined'), \
         known AS ( \
             SELECT person_id, max(revision) FILTER (WHERE state IN ('sent', 'leased')) AS told, \
                    bool_or(state IN ('held', 'queued') AND kind IN ('invitation', 'speaker_request')) AS waits \
             FROM messages WHERE seminar_id = $1 GROUP BY person_id) \
         SELECT c.person_id, k.told, coalesce(k.waits, false) AS waits \
         FROM concerned c LEFT JOIN known k USING (person_id) ORDER BY c.person_id",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Bool, _>(even_no)
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
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let now = clock.now();
    // Who said no may say yes to another time.
    let even_no = before.seminar.starts_at != seminar.starts_at;
    let concerned = concerned(conn, seminar.id, even_no).await?;
    let people: Vec<PersonId> = concerned
        .iter()
        .filter(|one| !one.waits)
        .map(|one| one.person_id)
        .collect();
    let recipients = people::queries::recipients(conn, hub, &people, seminar.starts_at).await?;
    // Invitations that wait tell how things are when they go out: they count as telling this revision.
    diesel::update(messages::table)
        .filter(messages::seminar_id.eq(seminar.id))
        .filter(messages::kind.eq_any([MessageKind::Invitation, MessageKind::SpeakerRequest]))
        .filter(messages::state.eq_any(["held", "queued"]))
        .set((
            messages::revision.eq(seminar.revision),
            messages::sequence.eq(seminar.sequence),
        ))
        .execute(conn)
        .await?;
    let soonest = seminar.starts_at.min(before.seminar.starts_at);
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let at_once = soonest - now < AT_ONCE || window.is_zero();
    let mut new: Vec<NewMessage> = concerned
        .iter()
        .filter(|one| !one.waits)
        .filter_map(|one| {
            let recipient = recipients.get(&one.person_id)?;
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
                    actor,
                    now,
                    json!({}),
                    &format!("{}", seminar.revision),
                )
            })
        })
        .collect();
    let followers = follower_changes(conn, clock, hub, actor, before, after).await?;
    new.extend(followers.into_iter().map(|message| NewMessage {
        send_after: if at_once { now } else { now + window },
        held: !at_once,
        ..message
    }));
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}
