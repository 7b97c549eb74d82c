//! That it is not for them any more, to those who may not know how it stands now.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Integer, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    changed::{AT_ONCE, soonest},
    message,
};
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{PersonId, SeminarId},
    },
    mail::{
        outbox::{self, MessageKind, NewMessage},
        preferences::Notice,
    },
    people::{self, model::Actor},
    seminars::{
        model::Details,
        notices::digest::{SEEN, follower_closes},
    },
};

/// Tells those to whom a digest told of it, and those who were reminded of it, that it is not for them any more, if they may
/// not know of it now: after the change window, as what changes is told, and nothing where it is theirs again by then.
pub(super) async fn closed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
) -> QueryResult<()> {
    let now = clock.now();
    let soonest = soonest(&before.seminar, &after.seminar, now);
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let at_once = soonest - now < AT_ONCE || window.is_zero();
    let mut new = follower_closes(conn, clock, hub, actor, after).await?;
    let told: Vec<PersonId> = new.iter().filter_map(|one| one.to.person()).collect();
    new.extend(reminded_closes(conn, clock, hub, actor, after, &told).await?);
    let new: Vec<NewMessage> = new
        .into_iter()
        .map(|message| NewMessage {
            send_after: if at_once { now } else { now + window },
            held: !at_once,
            ..message
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// To those who were reminded of it and are not among `told`: which one, as they were told last, and no word of the
/// organiser's own.
async fn reminded_closes(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    after: &Details,
    told: &[PersonId],
) -> QueryResult<Vec<NewMessage>> {
    let (seminar, now) = (&after.seminar, clock.now());
    let mut reminded = reminded(conn, seminar.id).await?;
    reminded.retain(|one| !told.contains(&one.person_id));
    let people: Vec<PersonId> = reminded.iter().map(|one| one.person_id).collect();
    let recipients = people::queries::recipients(conn, hub, &people, seminar.starts_at).await?;
    let number = format!("closed:{}", seminar.lock_version);
    Ok(reminded
        .iter()
        .filter_map(|one| {
            Some(NewMessage {
                // It tells nothing of how the seminar stands.
                revision: None,
                from_revision: Some(one.told),
                ..message(
                    MessageKind::Cancellation,
                    after,
                    recipients.get(&one.person_id)?,
                    actor.person(),
                    now,
                    json!({ "notice": Notice::Change, "closed": true }),
                    &number,
                )
            })
        })
        .collect())
}

/// Someone who was reminded of it.
#[derive(QueryableByName)]
struct Reminded {
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
    /// The revision that they were last told, by whatever mail.
    #[diesel(sql_type = Integer)]
    told: i32,
}

/// Who was reminded of it, may not know of it any more, and was not told since that it is not for them.
async fn reminded(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Vec<Reminded>> {
    sql_query(format!(
        "SELECT r.person_id, greatest(max((r.payload->>'revision')::int), (SELECT max(w.revision) FROM messages w \
             WHERE w.seminar_id = $1 AND w.person_id = r.person_id AND w.state IN ('sent', 'leased'))) AS told \
         FROM messages r JOIN seminars m ON m.id = r.seminar_id \
         WHERE r.seminar_id = $1 AND r.kind = 'reminder' AND r.state IN ('sent', 'leased') AND r.payload ? 'revision' \
           AND NOT coalesce({SEEN}, false) \
           AND NOT EXISTS (SELECT FROM messages w WHERE w.seminar_id = $1 AND w.person_id = r.person_id AND w.kind = 'cancellation' \
               AND (w.payload->>'closed' = 'true' OR w.payload->>'released' = 'true') \
               AND w.state IN ('held', 'queued', 'leased', 'sent') AND w.created_at >= coalesce(r.sent_at, r.created_at)) \
         GROUP BY r.person_id ORDER BY r.person_id"
    ))
    .bind::<SqlUuid, _>(id)
    .load(conn)
    .await
}
