//! Reminders: for those who said yes, for speakers, and for those who asked for them, at the hour of each reader's day;
//! recomputed in the transaction of every change of time, of answer, and of what someone follows or chose to be told.
//! Where someone else's zone counts from then on, [`people::actions::zone_moved`] does it. One that is past due is never made again.

use std::collections::{HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{PersonId, SeminarId, SeriesId},
        prepared::prepared,
        schema::seminars,
    },
    mail::{
        outbox::{self, Message, MessageKind, NewMessage},
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
pub async fn remind_all(
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
pub(super) const FOLLOWERS: &str = "SELECT m.id AS seminar_id, f.person_id, f.reminders, f.reminders IS NULL AS follows \
     FROM seminars m JOIN subscriptions f ON f.series_id = m.series_id \
     LEFT JOIN notice_preferences n ON n.person_id = f.person_id \
     WHERE m.id = ANY ((SELECT $1)::uuid[]) AND (f.reminders IS NOT NULL OR n.preset = 'everything' OR 'followed' = ANY (n.wanted)) \
       AND (m.visibility = 'public' OR m.visibility = 'members' AND ( \
           EXISTS (SELECT FROM roles r WHERE r.person_id = f.person_id) \
           OR EXISTS (SELECT FROM people p JOIN institutions i ON i.id = p.institution_id \
                      WHERE p.id = f.person_id AND i.kind = 'member')) \
           OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = f.series_id AND o.person_id = f.person_id) \
           OR EXISTS (SELECT FROM roles r WHERE r.person_id = f.person_id AND r.role = 'administrator'))";

/// Who is to be reminded of seminar $1 in series $2, and when if they said so themselves. Each follows a series once: of their own
/// wishes there is one at most. For who is reminded for another reason it is looked up by its key, since a join would be planned by
/// how many people the planner believes there are, which of a new hub it does not know.
fn wished() -> String {
    format!(
        "SELECT c.person_id, c.follows, coalesce(c.own, \
                 (SELECT s.reminders FROM subscriptions s WHERE s.series_id = $2 AND s.person_id = c.person_id)) AS own FROM ( \
             SELECT person_id, bool_and(follows) AS follows, max(reminders) AS own FROM ( \
                 SELECT person_id, false AS follows, NULL::text[] AS reminders FROM attendances WHERE seminar_id = ANY ((SELECT $1)::uuid[]) AND answer = 'yes' \
                 UNION ALL SELECT person_id, false, NULL FROM speakers WHERE seminar_id = ANY ((SELECT $1)::uuid[]) AND answer <> 'declined' \
                 UNION ALL SELECT f.person_id, f.follows, f.reminders FROM ({FOLLOWERS}) f \
                     WHERE NOT EXISTS (SELECT FROM attendances a \
                         WHERE a.seminar_id = f.seminar_id AND a.person_id = f.person_id AND a.answer = 'no') \
                     AND NOT EXISTS (SELECT FROM speakers k \
                         WHERE k.seminar_id = f.seminar_id AND k.person_id = f.person_id AND k.answer = 'declined') \
             ) every GROUP BY person_id \
         ) c"
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
        // Two texts, as a plan for one person is another one than for all of them.
        let whom = match only {
            Some(_) => "c.person_id = $3",
            None => "$3::uuid IS NULL",
        };
        prepared(
            sql_query(format!("{} WHERE {whom} ORDER BY c.person_id", wished()))
                .bind::<Array<SqlUuid>, _>(vec![seminar.id])
                .bind::<Nullable<SqlUuid>, _>(seminar.series_id)
                .bind::<Nullable<SqlUuid>, _>(only),
        )
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
    let before = before(conn, seminar.id).await?;
    if before.wait {
        follow_sequence(conn, seminar, &every).await?;
        take_back(conn, now, seminar.id, only, &every).await?;
    }
    let stopped: HashSet<String> = before.stopped.into_iter().collect();
    let mut new = every;
    new.retain(|message| message.send_after > now && !stopped.contains(&message.dedupe_key));
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Takes back what waits, of one person or of all, and is not among `every`.
async fn take_back(
    conn: &mut AsyncPgConnection,
    now: Instant,
    seminar: SeminarId,
    only: Option<PersonId>,
    every: &[NewMessage],
) -> QueryResult<()> {
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
    .bind::<SqlUuid, _>(seminar)
    .bind::<Nullable<SqlUuid>, _>(only)
    .bind::<Array<Text>, _>(&keep)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// The reminders that a seminar has.
#[derive(QueryableByName)]
struct Before {
    /// Those that were stopped by hand: they are not made again for the time that it has now.
    #[diesel(sql_type = Array<Text>)]
    stopped: Vec<String>,
    /// Whether any waits or is with a worker: of one that is announced for the first time none does.
    #[diesel(sql_type = Bool)]
    wait: bool,
}

async fn before(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Before> {
    sql_query(
        "SELECT coalesce(array_agg(dedupe_key) FILTER (WHERE state = 'void' AND payload ? 'stopped'), '{}') AS stopped, \
             coalesce(bool_or(state IN ('held', 'queued', 'leased')), false) AS wait \
         FROM messages WHERE seminar_id = $1 AND kind = 'reminder'",
    )
    .bind::<SqlUuid, _>(id)
    .get_result(conn)
    .await
}

/// What waits and reminds of the same time becomes the reminder of the new sequence: one that is past due and was not sent
/// yet is not lost because the room changed. One that a worker has may be on its way with the old room: it takes the place of
/// another one, and which revision it tells is left to [`catch_up`].
async fn follow_sequence(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    every: &[NewMessage],
) -> QueryResult<()> {
    if every.is_empty() {
        return Ok(());
    }
    let people: Vec<PersonId> = every
        .iter()
        .filter_map(|message| message.to.person())
        .collect();
    let keys: Vec<&str> = every
        .iter()
        .map(|message| message.dedupe_key.as_str())
        .collect();
    let which: Vec<String> = every
        .iter()
        .map(|message| message.payload["at"].to_string().replace('"', ""))
        .collect();
    sql_query(
        "WITH same AS (SELECT messages.id, new.key FROM unnest($4, $5, $6) AS new (person_id, key, at), messages \
             WHERE messages.seminar_id = $1 AND messages.kind = 'reminder' AND messages.state IN ('held', 'queued', 'leased') \
               AND messages.person_id = new.person_id AND messages.payload->>'at' = new.at AND messages.not_after = $7 \
               AND messages.dedupe_key <> new.key \
               AND NOT EXISTS (SELECT FROM messages other WHERE other.dedupe_key = new.key) \
             ORDER BY messages.id FOR NO KEY UPDATE OF messages) \
         UPDATE messages SET dedupe_key = same.key, \
             sequence = CASE messages.state WHEN 'leased' THEN messages.sequence ELSE $2 END, \
             payload = CASE messages.state WHEN 'leased' THEN messages.payload \
                 ELSE messages.payload || jsonb_build_object('revision', $3) END \
         FROM same WHERE messages.id = same.id",
    )
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Integer, _>(seminar.sequence)
    .bind::<Integer, _>(seminar.revision)
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Array<Text>, _>(keys)
    .bind::<Array<Text>, _>(which)
    .bind::<Timestamptz, _>(seminar.starts_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Of the reminders that a worker has and now composes, those that were queued before a change which left their time as it
/// was: from now on they count as telling the seminar as it is.
pub(super) async fn catch_up(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
    now: &HashMap<SeminarId, Seminar>,
) -> QueryResult<()> {
    let (mut ids, mut sequences, mut revisions) = (Vec::new(), Vec::new(), Vec::new());
    for message in batch {
        if let Some(seminar) = message.about.seminar.and_then(|id| now.get(&id))
            && message.kind == MessageKind::Reminder
            && message.sequence != Some(seminar.sequence)
            && message.not_after == seminar.starts_at
        {
            ids.push(message.id);
            sequences.push(seminar.sequence);
            revisions.push(seminar.revision);
        }
    }
    if ids.is_empty() {
        return Ok(());
    }
    sql_query(
        "WITH late AS (SELECT messages.id, new.sequence, new.revision \
             FROM unnest($1, $2, $3) AS new (id, sequence, revision) JOIN messages USING (id) \
             WHERE messages.state = 'leased' ORDER BY messages.id FOR NO KEY UPDATE OF messages) \
         UPDATE messages SET sequence = late.sequence, \
             payload = messages.payload || jsonb_build_object('revision', late.revision) \
         FROM late WHERE messages.id = late.id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Integer>, _>(sequences)
    .bind::<Array<Integer>, _>(revisions)
    .execute(conn)
    .await?;
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
        // Which revision they will have read when it went out, as far as time and place go.
        payload: json!({ "at": which, "notice": notice, "revision": seminar.revision }),
        caused_by: None,
        priority: MessageKind::Reminder.priority(),
        send_after: at,
        not_after: seminar.starts_at,
        held: false,
    }
}
