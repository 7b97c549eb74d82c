//! Inviting people to a seminar: any number at once, in a fixed number of statements.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{create::organised, write::touched};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{PersonId, SeminarId},
        schema::{messages, people as people_table, seminars},
        text,
    },
    mail::outbox::{MessageKind, MessageState},
    people::{
        self,
        actions::{GuestLine, PersonEntry},
        model::Actor,
    },
    seminars::{
        model::{Details, SeminarState, SpeakerAnswer},
        notices, queries, rules,
    },
};

/// Most people that one call invites.
const MOST: usize = 20_000;

/// Who is to be invited.
#[derive(Debug, Clone, Default)]
pub struct Invitees {
    /// People who are known.
    pub people: Vec<PersonId>,
    /// People by address; entered where nobody has it.
    pub entries: Vec<PersonEntry>,
    /// People as a list of guests has them, with how they are addressed and which office answers for them.
    pub guests: Vec<GuestLine>,
    /// What the organiser writes to them.
    pub note: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invited {
    /// How many messages are on their way.
    pub queued: usize,
    /// Those who have no address.
    pub without_address: Vec<PersonId>,
}

/// Invites people. Who is invited already is invited again, and links of the older invitation stop working; speakers are
/// asked to speak instead, but for those who declined: they are invited as guests. A draft can ask its speakers and nobody else.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, a state in which nobody is invited, an address that is none.
pub async fn invite(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    who: Invitees,
) -> Result<Invited, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        if who.people.len() + who.entries.len() + who.guests.len() > MOST {
            return Err(
                Invalid::one("people", Reason::new("reason-too-many").with("max", MOST)).into(),
            );
        }
        let mut details = queries::detail(conn, row).await?;
        let mut people = who.people.clone();
        let resolved = people::actions::resolve(conn, clock, actor, &who.entries).await?;
        people.extend(resolved.people);
        let guests = people::actions::enter_guests(conn, clock, actor, &who.guests).await?;
        people.extend(guests.people);
        people.sort_unstable();
        people.dedup();
        if people.is_empty() {
            return Err(Refusal::invalid("people", "reason-required"));
        }
        let known: i64 = people_table::table
            .filter(people_table::id.eq_any(&people))
            .count()
            .get_result(conn)
            .await?;
        if usize::try_from(known).ok() != Some(people.len()) {
            return Err(Refusal::invalid("people", "reason-unknown"));
        }
        let (speaking, attending): (Vec<PersonId>, Vec<PersonId>) =
            people.into_iter().partition(|person| {
                let mut speakers = details.speakers.iter();
                speakers
                    .any(|one| one.person_id == *person && one.answer != SpeakerAnswer::Declined)
            });
        if details.seminar.state != SeminarState::Draft || !attending.is_empty() {
            rules::may_invite(&details.seminar, clock.now())?;
        }
        let everyone: Vec<PersonId> = speaking.iter().chain(&attending).copied().collect();
        let recipients =
            people::queries::recipients(conn, hub, &everyone, details.seminar.starts_at).await?;
        let note = text::note("note", who.note.as_deref())?;
        store(conn, clock, actor, id, &attending, &recipients).await?;
        if is_taken_out_of_calendars(conn, &details, &attending).await? {
            outlive(conn, clock, hub, &mut details).await?;
        }
        let mut queued = notices::invited(
            conn,
            clock,
            hub,
            actor,
            &details,
            &attending,
            &recipients,
            note.as_deref(),
        )
        .await?;
        queued += notices::asked(
            conn,
            clock,
            actor,
            &details,
            &speaking,
            &recipients,
            note.as_deref(),
        )
        .await?;
        notices::want_replies(conn, clock, hub, &details, None).await?;
        let without_address: Vec<PersonId> = everyone
            .iter()
            .copied()
            .filter(|person| !recipients.contains_key(person))
            .collect();
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "invited",
                kind: "seminars",
                id: id.0,
                before: None,
                after: Some(json!({ "people": everyone.len(), "queued": queued, "note": note })),
            },
        )
        .await?;
        let touched = touched(conn, None, &details).await?;
        let names = resolved.names.or(guests.names);
        changes::raise(conn, clock, touched.into_iter().chain(names)).await?;
        Ok(Invited {
            queued,
            without_address,
        })
    })
    .await
}

/// Whether any of `people` was told, under the present SEQUENCE, to take it out of their calendar: whoever spoke and was taken
/// off the programme, and comes as a guest now.
async fn is_taken_out_of_calendars(
    conn: &mut AsyncPgConnection,
    details: &Details,
    people: &[PersonId],
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        messages::table
            .filter(messages::seminar_id.eq(details.seminar.id))
            .filter(messages::person_id.eq_any(people))
            .filter(messages::kind.eq(MessageKind::Cancellation))
            .filter(messages::sequence.eq(details.seminar.sequence))
            .filter(messages::state.ne(MessageState::Void)),
    ))
    .get_result(conn)
    .await
}

/// Raises the SEQUENCE: what is in a calendar after it was cancelled there has a higher one (RFC 5546 section 2.1.4).
/// Reminders go by it.
async fn outlive(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &mut Details,
) -> QueryResult<()> {
    details.seminar.sequence += 1;
    diesel::update(seminars::table.find(details.seminar.id))
        .set(seminars::sequence.eq(details.seminar.sequence))
        .execute(conn)
        .await?;
    notices::remind_all(conn, clock, hub, details).await
}

async fn store(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeminarId,
    attending: &[PersonId],
    recipients: &std::collections::HashMap<PersonId, people::model::Recipient>,
) -> QueryResult<()> {
    let addresses: Vec<Option<String>> = attending
        .iter()
        .map(|person| recipients.get(person).map(|one| one.address.clone()))
        .collect();
    // Above the number of the links that someone had as a speaker: what was revoked then is good for no guest.
    sql_query(
        "INSERT INTO attendances (seminar_id, person_id, invitation_no, invited_at, invited_by, address) \
         SELECT $1, t.person_id, 1 + greatest(k.link_no, l.link_no, 0), $4, $5, t.address \
         FROM unnest($2, $3) AS t (person_id, address) \
             LEFT JOIN speakers k ON k.seminar_id = $1 AND k.person_id = t.person_id \
             LEFT JOIN speaker_links l ON l.seminar_id = $1 AND l.person_id = t.person_id \
         ORDER BY t.person_id \
         ON CONFLICT (seminar_id, person_id) DO UPDATE SET \
             invitation_no = greatest(attendances.invitation_no + 1, excluded.invitation_no), \
             invited_at = excluded.invited_at, invited_by = excluded.invited_by, address = excluded.address",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(attending)
    .bind::<Array<Nullable<Text>>, _>(addresses)
    .bind::<Timestamptz, _>(clock.now())
    .bind::<SqlUuid, _>(actor.id)
    .execute(conn)
    .await?;
    Ok(())
}
