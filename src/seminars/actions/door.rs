//! The door: who came, and how many heads were counted. Neither says anything of what was answered.

use chrono::Duration;
use diesel::{prelude::*, sql_query, sql_types::Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::seats::is_number_of_heads;
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::{Clock, Instant},
        error::{Invalid, Reason, Refusal},
        ids::{CheckInId, HeadcountId, PersonId, SeminarId},
        schema::{check_ins, headcounts},
        text,
    },
    people::{
        self,
        actions::PersonEntry,
        model::{Actor, Role},
    },
    seminars::{
        model::{Answer, CheckIn, Counted, Headcount, Seminar},
        queries, rules,
    },
};

/// For how long after the end it is kept what guests are called who are known by name alone.
pub(super) const GUESTS: Duration = Duration::days(90);

/// Who comes to the door.
#[derive(Debug, Clone)]
pub enum Arrival {
    /// A person who is known.
    Person(PersonId),
    /// Whoever has this address; entered where nobody has.
    Entry(PersonEntry),
    /// A guest who gives a name and nothing else.
    Guest(String),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetIn {
    /// The check-in.
    pub check_in: CheckIn,
    /// Whether they had come already: nobody is counted twice.
    pub again: bool,
}

/// Lets someone in at the door, with as many `companions` as came along, else with those whom they said. Whoever came already stays counted once, however many let them in at the same moment.
///
/// # Errors
/// A [`Refusal`]: not for the actor, it does not take place, or nobody is named.
pub async fn check_in(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    who: Arrival,
    companions: Option<i32>,
) -> Result<LetIn, Refusal> {
    conn.transaction(async |conn| {
        at_the_door(conn, actor, seminar).await?;
        let (person, guest, names) = named(conn, clock, actor, who).await?;
        let companions = along(conn, seminar, person, companions).await?;
        let made: Option<CheckIn> = diesel::insert_into(check_ins::table)
            .values((
                check_ins::id.eq(CheckInId::fresh(clock)),
                check_ins::seminar_id.eq(seminar),
                check_ins::person_id.eq(person),
                check_ins::guest.eq(&guest),
                check_ins::at.eq(clock.now()),
                check_ins::by_id.eq(Some(actor.id)),
                check_ins::companions.eq(companions),
            ))
            .on_conflict_do_nothing()
            .returning(CheckIn::as_returning())
            .get_result(conn)
            .await
            .optional()?;
        let again = made.is_none();
        let check_in = match (made, person) {
            (Some(made), _) => {
                let entry = Entry {
                    action: "let in",
                    kind: "seminars",
                    id: seminar.0,
                    before: None,
                    after: Some(json!({
                        "check_in": made.id, "person": person, "companions": made.companions,
                    })),
                };
                audit::record(conn, clock, &actor.author, entry).await?;
                made
            }
            (None, Some(person)) => of_person(conn, seminar, person)
                .await?
                .ok_or(Refusal::NotFound)?,
            (None, None) => return Err(Refusal::NotFound),
        };
        changes::raise(conn, clock, names).await?;
        Ok(LetIn { check_in, again })
    })
    .await
}

/// How many come along: as many as were seen, else those of whom the answer speaks.
async fn along(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: Option<PersonId>,
    seen: Option<i32>,
) -> Result<i32, Refusal> {
    match (seen, person) {
        (Some(seen), _) if !(0..=10).contains(&seen) => {
            let why = Reason::new("reason-companions").with("max", 10);
            Err(Invalid::one("companions", why).into())
        }
        (Some(seen), _) => Ok(seen),
        (None, None) => Ok(0),
        (None, Some(person)) => {
            let said = queries::attendance(conn, seminar, person).await?;
            let comes = said.filter(|one| one.answer == Some(Answer::Yes));
            Ok(comes.map_or(0, |one| one.companions))
        }
    }
}

/// Who comes: a person or what a guest is called, and what is raised last where someone got a name.
async fn named(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    who: Arrival,
) -> Result<(Option<PersonId>, Option<String>, Option<Subject>), Refusal> {
    match who {
        Arrival::Person(person) => Ok((Some(person), None, None)),
        Arrival::Entry(entry) => {
            let resolved = people::actions::resolve(conn, clock, actor, &[entry]).await?;
            let person = resolved.people.into_iter().next();
            let person = person.ok_or(Refusal::NotFound)?;
            Ok((Some(person), None, resolved.names))
        }
        Arrival::Guest(typed) => {
            let name = text::name(&typed);
            if name.is_empty() {
                return Err(Refusal::invalid("name", "reason-name-or-address"));
            }
            if name.chars().count() > text::TITLE {
                let why = Reason::new("reason-too-long").with("max", text::TITLE);
                return Err(Invalid::one("name", why).into());
            }
            Ok((None, Some(name), None))
        }
    }
}

async fn of_person(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: PersonId,
) -> QueryResult<Option<CheckIn>> {
    check_ins::table
        .filter(check_ins::seminar_id.eq(seminar))
        .filter(check_ins::person_id.eq(person))
        .select(CheckIn::as_select())
        .first(conn)
        .await
        .optional()
}

/// Takes a check-in back: they did not come after all.
///
/// # Errors
/// A [`Refusal`]: not for the actor, or there is none.
pub async fn undo_check_in(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    id: CheckInId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        at_the_door(conn, actor, seminar).await?;
        let gone: CheckIn = diesel::delete(
            check_ins::table
                .find(id)
                .filter(check_ins::seminar_id.eq(seminar)),
        )
        .returning(CheckIn::as_returning())
        .get_result(conn)
        .await
        .map_err(Refusal::from)?;
        let entry = Entry {
            action: "took a check-in back",
            kind: "seminars",
            id: seminar.0,
            before: Some(json!({ "check_in": gone.id, "person": gone.person_id, "at": gone.at })),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(())
    })
    .await
}

/// The seminar, at whose door the actor may let people in.
async fn at_the_door(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeminarId,
) -> Result<Seminar, Refusal> {
    let seminar = queries::seminar(conn, id).await?;
    let seminar = seminar.ok_or(Refusal::NotFound)?;
    let standing = queries::standing(conn, Some(actor), &seminar).await?;
    if !(rules::sees(Some(actor), &seminar, standing) || actor.has(Role::FrontDesk)) {
        return Err(Refusal::NotFound);
    }
    rules::may_keep_door(actor, standing.organises)?;
    rules::may_come(&seminar)?;
    Ok(seminar)
}

/// Enters how many heads were counted. What was counted before is kept; the latest counts.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, it has not begun, or a number that cannot be.
pub async fn count_heads(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeminarId,
    place: Counted,
    heads: i32,
) -> Result<Headcount, Refusal> {
    conn.transaction(async |conn| {
        let seminar = super::create::organised(conn, actor, id).await?;
        rules::may_count(&seminar, clock.now())?;
        if !is_number_of_heads(heads) {
            return Err(Refusal::invalid("heads", "reason-heads"));
        }
        let before = queries::heads(conn, id).await?;
        let before = before.iter().find(|one| one.place == place);
        let made: Headcount = diesel::insert_into(headcounts::table)
            .values((
                headcounts::id.eq(HeadcountId::fresh(clock)),
                headcounts::seminar_id.eq(id),
                headcounts::place.eq(place),
                headcounts::heads.eq(heads),
                headcounts::at.eq(clock.now()),
                headcounts::by_id.eq(Some(actor.id)),
            ))
            .returning(Headcount::as_returning())
            .get_result(conn)
            .await?;
        let entry = Entry {
            action: "counted heads",
            kind: "seminars",
            id: id.0,
            before: before.map(|before| json!({ "place": place, "heads": before.heads })),
            after: Some(json!({ "place": place, "heads": heads })),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(made)
    })
    .await
}

/// Forgets what guests are called who came long ago and are known by name alone; that they came is kept. Answers how many
/// they were.
///
/// # Errors
/// What the database says.
pub async fn forget_guests(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<usize> {
    sql_query(
        "UPDATE check_ins SET guest = '' FROM seminars m \
         WHERE m.id = check_ins.seminar_id AND check_ins.guest <> '' AND m.ends_at < $1",
    )
    .bind::<Timestamptz, _>(now - GUESTS)
    .execute(conn)
    .await
}
