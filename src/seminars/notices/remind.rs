//! Reminders: for those who said yes, for speakers, and for those who asked for them; recomputed in the transaction of
//! every change of time or answer. One that is past due is never made again.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::{
    base::{clock::Clock, hub::Hub, ids::PersonId},
    mail::outbox::{self, MessageKind, NewMessage},
    people,
    seminars::model::{Details, SeminarState},
};

/// Makes the reminders of a seminar what they have to be now.
///
/// # Errors
/// What the database says.
pub(super) async fn remind_all(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
) -> QueryResult<()> {
    remind(conn, clock, hub, details, None).await
}

/// Makes the reminders of one person what they have to be after their answer.
///
/// # Errors
/// What the database says.
pub async fn remind_one(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    person: PersonId,
) -> QueryResult<()> {
    remind(conn, clock, hub, details, Some(person)).await
}

#[derive(QueryableByName)]
struct Wished {
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
    /// Their own minutes before; none: as the seminar has it.
    #[diesel(sql_type = Nullable<Array<Integer>>)]
    own: Option<Vec<i32>>,
}

/// Whether the follower `f` may know of the seminar `s` of the series: it may be for fewer people than the series is.
pub(super) const FOLLOWER_SEES: &str = "(s.visibility = 'public' \
         OR s.visibility = 'members' AND (EXISTS (SELECT FROM roles r WHERE r.person_id = f.person_id) \
             OR EXISTS (SELECT FROM people p JOIN institutions i ON i.id = p.institution_id \
                        WHERE p.id = f.person_id AND i.kind = 'member')) \
         OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = f.series_id AND o.person_id = f.person_id) \
         OR EXISTS (SELECT FROM roles r WHERE r.person_id = f.person_id AND r.role = 'administrator'))";

/// Who is to be reminded, and when if they said so themselves.
fn wished() -> String {
    format!(
        "SELECT c.person_id, w.reminders AS own FROM ( \
             SELECT person_id FROM attendances WHERE seminar_id = $1 AND answer = 'yes' \
             UNION SELECT person_id FROM speakers WHERE seminar_id = $1 AND answer <> 'declined' \
             UNION SELECT f.person_id FROM subscriptions f JOIN seminars s ON s.id = $1 AND s.series_id = f.series_id \
                 WHERE f.reminders IS NOT NULL AND {FOLLOWER_SEES} \
                 AND NOT EXISTS (SELECT FROM attendances a WHERE a.seminar_id = $1 AND a.person_id = f.person_id AND a.answer = 'no') \
                 AND NOT EXISTS (SELECT FROM speakers k WHERE k.seminar_id = $1 AND k.person_id = f.person_id AND k.answer = 'declined') \
         ) c LEFT JOIN subscriptions w ON w.series_id = $2 AND w.person_id = c.person_id \
         WHERE $3 IS NULL OR c.person_id = $3 ORDER BY c.person_id"
    )
}

async fn remind(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    only: Option<PersonId>,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    let now = clock.now();
    let wished: Vec<Wished> = if seminar.state == SeminarState::Announced {
        sql_query(wished())
            .bind::<SqlUuid, _>(seminar.id)
            .bind::<Nullable<SqlUuid>, _>(seminar.series_id)
            .bind::<Nullable<SqlUuid>, _>(only)
            .load(conn)
            .await?
    } else {
        Vec::new()
    };
    let ids: Vec<PersonId> = wished.iter().map(|one| one.person_id).collect();
    let recipients = people::queries::recipients(conn, hub, &ids, seminar.starts_at).await?;
    let due: HashMap<PersonId, &[i32]> = wished
        .iter()
        .map(|one| {
            (
                one.person_id,
                one.own.as_deref().unwrap_or(&seminar.reminders),
            )
        })
        .collect();
    let new: Vec<NewMessage> = recipients
        .values()
        .flat_map(|recipient| {
            let minutes: BTreeSet<i32> = due
                .get(&recipient.person)
                .into_iter()
                .flat_map(|m| m.iter().copied())
                .collect();
            minutes.into_iter().map(move |minutes| (recipient, minutes))
        })
        .filter_map(|(recipient, minutes)| {
            let send_after = seminar.starts_at - Duration::minutes(i64::from(minutes));
            (send_after > now).then(|| NewMessage {
                kind: MessageKind::Reminder,
                dedupe_key: format!(
                    "reminder:{}:{}:{minutes}:{}",
                    seminar.id, seminar.sequence, recipient.person
                ),
                person: recipient.person,
                address: recipient.address.clone(),
                about: seminar.id.into(),
                // A reminder tells how things are when it goes out; it does not tell a change.
                revision: None,
                from_revision: None,
                sequence: Some(seminar.sequence),
                payload: json!({ "minutes": minutes }),
                caused_by: None,
                priority: MessageKind::Reminder.priority(),
                send_after,
                not_after: seminar.starts_at,
                held: false,
            })
        })
        .collect();
    let keep: Vec<String> = new
        .iter()
        .map(|message| message.dedupe_key.clone())
        .collect();
    sql_query(
        "UPDATE messages SET state = 'void', ended_at = $4, error = 'no longer wished or at another time' \
         WHERE seminar_id = $1 AND kind = 'reminder' AND state IN ('held', 'queued') \
           AND ($2 IS NULL OR person_id = $2) AND NOT dedupe_key = ANY ($3)",
    )
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Nullable<SqlUuid>, _>(only)
    .bind::<Array<Text>, _>(&keep)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}
