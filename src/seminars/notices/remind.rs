//! Reminders: for those who said yes, for speakers, and for those who asked for them, at the hour of each reader's day;
//! recomputed in the transaction of every change of time, of answer, and of what someone follows or chose to be told.
//! Where someone else's zone counts from then on, [`people::actions::zone_moved`] does it. One that is past due is never made again.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{PersonId, SeminarId, SeriesId},
        schema::seminars,
    },
    mail::{
        outbox::{self, MessageKind, NewMessage},
        preferences::Notice,
        reminder::{self, Reminder},
    },
    people::{self, model::Recipient},
    seminars::{
        model::{Details, Seminar, SeminarState},
        queries,
    },
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
    /// Their own reminders; none: as the seminar has it.
    #[diesel(sql_type = Nullable<Array<Text>>)]
    own: Option<Vec<Reminder>>,
    /// Whether they did nothing but to follow the series.
    #[diesel(sql_type = Bool)]
    follows: bool,
}

/// Who follows the series of seminars $1 in such a way that they are reminded whatever they answer, unless it is no: who
/// asked for it there, and who chose to be told everything (`follows`). What is not for everyone is for those who may know
/// of it.
pub(super) const FOLLOWERS: &str = "SELECT m.id AS seminar_id, f.person_id, f.reminders IS NULL AS follows \
     FROM seminars m JOIN subscriptions f ON f.series_id = m.series_id \
     LEFT JOIN notice_preferences n ON n.person_id = f.person_id \
     WHERE m.id = ANY ($1) AND (f.reminders IS NOT NULL OR n.preset = 'everything' OR 'followed' = ANY (n.wanted)) \
       AND (m.visibility = 'public' OR m.visibility = 'members' AND ( \
           EXISTS (SELECT FROM roles r WHERE r.person_id = f.person_id) \
           OR EXISTS (SELECT FROM people p JOIN institutions i ON i.id = p.institution_id \
                      WHERE p.id = f.person_id AND i.kind = 'member')) \
           OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = f.series_id AND o.person_id = f.person_id) \
           OR EXISTS (SELECT FROM roles r WHERE r.person_id = f.person_id AND r.role = 'administrator'))";

/// Who is to be reminded of seminar $1 in series $2, and when if they said so themselves.
fn wished() -> String {
    format!(
        "SELECT c.person_id, s.reminders AS own, c.follows FROM ( \
             SELECT person_id, bool_and(follows) AS follows FROM ( \
                 SELECT person_id, false AS follows FROM attendances WHERE seminar_id = ANY ($1) AND answer = 'yes' \
                 UNION ALL SELECT person_id, false FROM speakers WHERE seminar_id = ANY ($1) AND answer <> 'declined' \
                 UNION ALL SELECT f.person_id, f.follows FROM ({FOLLOWERS}) f \
                     WHERE NOT EXISTS (SELECT FROM attendances a \
                         WHERE a.seminar_id = f.seminar_id AND a.person_id = f.person_id AND a.answer = 'no') \
                     AND NOT EXISTS (SELECT FROM speakers k \
                         WHERE k.seminar_id = f.seminar_id AND k.person_id = f.person_id AND k.answer = 'declined') \
             ) every GROUP BY person_id \
         ) c LEFT JOIN subscriptions s ON s.series_id = $2 AND s.person_id = c.person_id"
    )
}

/// Makes the reminders of one person what they have to be after they chose what they are told, or how they follow a series.
///
/// # Errors
/// What the database says.
pub async fn remind_person(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    person: PersonId,
    only: Option<SeriesId>,
) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Concerning {
        #[diesel(sql_type = SqlUuid)]
        id: SeminarId,
    }
    let concerning: Vec<Concerning> = sql_query(
        "SELECT m.id FROM seminars m WHERE m.state = 'announced' AND m.starts_at > $2 \
           AND ($3 IS NULL OR m.series_id = $3) \
           AND (EXISTS (SELECT FROM subscriptions f WHERE f.series_id = m.series_id AND f.person_id = $1) \
             OR EXISTS (SELECT FROM attendances a WHERE a.seminar_id = m.id AND a.person_id = $1) \
             OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = m.id AND k.person_id = $1) \
             OR EXISTS (SELECT FROM messages w WHERE w.seminar_id = m.id AND w.person_id = $1 \
                        AND w.kind = 'reminder' AND w.state IN ('held', 'queued'))) \
         ORDER BY m.id FOR SHARE OF m",
    )
    .bind::<SqlUuid, _>(person)
    .bind::<Timestamptz, _>(clock.now())
    .bind::<Nullable<SqlUuid>, _>(only)
    .load(conn)
    .await?;
    let ids: Vec<SeminarId> = concerning.iter().map(|one| one.id).collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    for details in queries::details(conn, found).await? {
        remind_one(conn, clock, hub, &details, person).await?;
    }
    Ok(())
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
        sql_query(format!(
            "{} WHERE $3 IS NULL OR c.person_id = $3 ORDER BY c.person_id",
            wished()
        ))
        .bind::<Array<SqlUuid>, _>(vec![seminar.id])
        .bind::<Nullable<SqlUuid>, _>(seminar.series_id)
        .bind::<Nullable<SqlUuid>, _>(only)
        .load(conn)
        .await?
    } else {
        Vec::new()
    };
    let ids: Vec<PersonId> = wished.iter().map(|one| one.person_id).collect();
    let recipients = people::queries::recipients(conn, hub, &ids, seminar.starts_at).await?;
    let every: Vec<NewMessage> = wished
        .iter()
        .filter_map(|one| Some((one, recipients.get(&one.person_id)?)))
        .flat_map(|(one, recipient)| {
            let wished = one.own.as_deref().unwrap_or(&seminar.reminders);
            let times = reminder::times(wished, seminar.starts_at, recipient.zone);
            let each = move |(which, at)| message(seminar, recipient, one.follows, which, at);
            times.into_iter().map(each)
        })
        .collect();
    // One that is past due and has not gone out yet still holds, though none is made that would be.
    let keep: Vec<&str> = every
        .iter()
        .map(|message| message.dedupe_key.as_str())
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
    let mut new = every;
    new.retain(|message| message.send_after > now);
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

fn message(
    seminar: &Seminar,
    recipient: &Recipient,
    follows: bool,
    which: Reminder,
    at: Instant,
) -> NewMessage {
    let notice = match follows {
        true => Notice::Followed,
        false => Notice::Reminder,
    };
    NewMessage {
        kind: MessageKind::Reminder,
        dedupe_key: format!(
            "reminder:{}:{}:{which}:{}",
            seminar.id, seminar.sequence, recipient.person
        ),
        to: recipient.person.into(),
        address: recipient.address.clone(),
        about: seminar.id.into(),
        // A reminder tells how things are when it goes out; it does not tell a change.
        revision: None,
        from_revision: None,
        sequence: Some(seminar.sequence),
        payload: json!({ "at": which, "notice": notice }),
        caused_by: None,
        priority: MessageKind::Reminder.priority(),
        send_after: at,
        not_after: seminar.starts_at,
        held: false,
    }
}
