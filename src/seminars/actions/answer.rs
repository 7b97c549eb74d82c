//! Answers: of those who are invited, of those who come unasked, of those asked to speak.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{
    create::{WhoSpeaks, organised},
    replies, seats, slots,
    write::touched,
};
use crate::{
    base::{
        audit::{self, Author, Entry},
        changes::{self, Subject},
        clock::{Clock, FixedClock, Instant},
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SeminarId},
        schema::{attendances, seminars, speakers},
    },
    people::{self, model::Actor},
    seminars::{
        model::{
            Answer, Attendance, Details, GivenAnswer, Seminar, SeminarState, SpeakerAnswer, Taken,
        },
        notices, queries, rules,
    },
};

/// Stores `person`'s answer to a seminar. Reminders follow the answer in the same transaction; a yes beyond the capacity
/// waits for a place, and who waits moves up where one comes free. Who comes along, and what is said to the seminar's
/// questions, may be given with it.
///
/// `author` answers for it: the person by page or by the link in their mail, or an organiser in their name. The caller
/// has made sure that the person may know of the seminar.
///
/// # Errors
/// A [`Refusal`]: unknown, a draft, cancelled, postponed or over; too late, where the organisers refuse what is; what is wrong
/// with who comes along (`companions`, `companion_names`) or with what is said (`question_2`), or left unsaid though whoever
/// says yes themselves has to answer it.
pub async fn answer(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    author: &Author,
    seminar: SeminarId,
    person: PersonId,
    answer: impl Into<GivenAnswer>,
) -> Result<Attendance, Refusal> {
    let answer = answer.into();
    conn.transaction(async |conn| {
        let way = Taken::of(author.channel);
        let (after, touched) =
            put_answer(conn, clock, hub, author, seminar, person, answer, way).await?;
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

/// Stores an answer that an organiser, or the front desk, enters for someone: what they said by telephone or otherwise, and who took it. Whoever
/// is named by an address that nobody has is entered.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, unknown, or as for [`answer`].
#[expect(
    clippy::too_many_arguments,
    reason = "whose answer to what, by which way, besides what every action has"
)]
pub async fn take_answer(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    seminar: SeminarId,
    who: WhoSpeaks,
    answer: impl Into<GivenAnswer>,
    way: Taken,
) -> Result<Attendance, Refusal> {
    let answer = answer.into();
    conn.transaction(async |conn| {
        at_the_telephone(conn, actor, seminar).await?;
        let (person, names) = match who {
            WhoSpeaks::Person(person) => (Some(person), None),
            WhoSpeaks::Entry(entry) => {
                let resolved = people::actions::resolve(conn, clock, actor, &[entry]).await?;
                (resolved.people.into_iter().next(), resolved.names)
            }
        };
        let person = person.ok_or(Refusal::NotFound)?;
        let author = &actor.author;
        let (after, touched) =
            put_answer(conn, clock, hub, author, seminar, person, answer, way).await?;
        changes::raise(conn, clock, touched.into_iter().chain(names)).await?;
        Ok(after)
    })
    .await
}

/// The seminar, of which the actor may enter what others say: its organisers, and the front desk.
async fn at_the_telephone(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeminarId,
) -> Result<(), Refusal> {
    let row = queries::seminar(conn, id).await?.ok_or(Refusal::NotFound)?;
    let standing = queries::standing(conn, Some(actor), &row).await?;
    if rules::may_take_answers(actor, standing.organises) {
        return Ok(());
    }
    // Whoever may not know of it is told that there is none.
    organised(conn, actor, id).await.map(|_| ())
}

/// As [`answer`], inside a transaction, taken by `way`; the caller raises last what is handed back, for it has changed for
/// the person and for those who moved up.
#[expect(
    clippy::too_many_arguments,
    reason = "whose answer to what, by which way, besides what every action has"
)]
pub(super) async fn put_answer(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    author: &Author,
    seminar: SeminarId,
    person: PersonId,
    answer: impl Into<GivenAnswer>,
    way: Taken,
) -> Result<(Attendance, Vec<Subject>), Refusal> {
    // An answer happens at one moment: the bundle that tells it begins no later than it was given.
    let clock = &FixedClock::at(clock.now());
    let row = queries::seminar_for_update(conn, seminar)
        .await?
        .ok_or(Refusal::NotFound)?;
    rules::may_invite(&row, clock.now())?;
    let GivenAnswer {
        answer,
        party,
        replies: said_besides,
    } = answer.into();
    let terms = queries::reply_terms(conn, seminar).await?;
    rules::in_time(&terms, &row, clock.now(), way, answer)?;
    if !people::queries::is_person(conn, person).await? {
        return Err(Refusal::NotFound);
    }
    let before = queries::attendance(conn, seminar, person).await?;
    let had = before.as_ref().map(Attendance::party).unwrap_or_default();
    let capacity = seats::capacity(conn, seminar).await?;
    let party = rules::party(&terms, capacity, answer, party.as_ref(), &had)?;
    let themselves = author.person == Some(person);
    let said_besides = match rules::must_answer(way, answer, themselves) {
        true => Some(said_besides.unwrap_or_default()),
        false => said_besides,
    };
    if let Some(said) = &said_besides {
        replies::put_replies(conn, clock, author, seminar, person, answer, said).await?;
    }
    let (answer, waiting_no) =
        seats::judge(conn, &row, person, (answer, &party), before.as_ref()).await?;
    let given = (
        attendances::answer.eq(Some(answer)),
        attendances::waiting_no.eq(waiting_no),
        attendances::companions.eq(party.companions),
        attendances::companion_names.eq(&party.names),
        attendances::answered_at.eq(Some(clock.now())),
        attendances::answered_by.eq(author.person),
        attendances::channel.eq(Some(way.word())),
        // How a calendar answered before says nothing of this answer.
        attendances::reply_sequence.eq(None::<i32>),
        attendances::reply_stamp.eq(None::<Instant>),
        attendances::unverified.eq(false),
    );
    let after: Attendance = diesel::insert_into(attendances::table)
        .values((
            attendances::seminar_id.eq(seminar),
            attendances::person_id.eq(person),
            given,
        ))
        .on_conflict((attendances::seminar_id, attendances::person_id))
        .do_update()
        .set(given)
        .returning(Attendance::as_returning())
        .get_result(conn)
        .await?;
    let moved = seats::move_up(conn, clock, seminar).await?;
    audit::record(
        conn,
        clock,
        author,
        Entry {
            action: "answered",
            kind: "seminars",
            id: seminar.0,
            before: Some(trail(
                person,
                before.as_ref().and_then(|before| before.answer),
                had.companions,
            )),
            after: Some(trail(person, Some(answer), party.companions)),
        },
    )
    .await?;
    seats::record(conn, clock, seminar, &moved).await?;
    let details = queries::detail(conn, row).await?;
    let said = before.and_then(|before| before.answer);
    if said == Some(Answer::No) && answer != Answer::No {
        notices::caught_up(conn, clock, hub, &details, person).await?;
    }
    notices::remind_one(conn, clock, hub, &details, person).await?;
    if terms.remind_days.is_some() {
        notices::want_replies(conn, clock, hub, &details, Some(person)).await?;
    }
    notices::answered(conn, clock, hub, &details, person, author.person).await?;
    // Their calendar believes that they are in.
    if let (Taken::Calendar, Some(number)) = (way, waiting_no)
        && said != Some(Answer::Waiting)
    {
        notices::must_wait(conn, clock, hub, &details, person, number).await?;
    }
    notices::moved_up(conn, clock, hub, &details, &moved, author.person).await?;
    let touched = moved.iter().map(|(person, _)| *person).chain([person]);
    Ok((after, touched.map(Subject::Person).collect()))
}

/// What the trail says of an answer; what companions are called is no business of it.
fn trail(person: PersonId, answer: Option<Answer>, companions: i32) -> Value {
    match companions {
        0 => json!({ "person": person, "answer": answer }),
        _ => json!({ "person": person, "answer": answer, "companions": companions }),
    }
}

/// Stores what a person asked to speak said to it.
///
/// # Errors
/// A [`Refusal`]: they are not asked, or it is cancelled or over.
pub async fn answer_request(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    author: &Author,
    seminar: SeminarId,
    person: PersonId,
    answer: SpeakerAnswer,
) -> Result<(), Refusal> {
    // An answer happens at one moment: the bundle that tells it begins no later than it was given.
    let clock = &FixedClock::at(clock.now());
    conn.transaction(async |conn| {
        let row = queries::seminar_for_update(conn, seminar)
            .await?
            .ok_or(Refusal::NotFound)?;
        if row.state != SeminarState::Draft {
            rules::may_invite(&row, clock.now())?;
        }
        // Rooms before messages: the order of locks.
        let freed = match answer {
            SpeakerAnswer::Declined => {
                slots::end_declined(conn, clock, author, seminar, person).await?
            }
            SpeakerAnswer::Asked | SpeakerAnswer::Accepted => Vec::new(),
        };
        let details = said_to_request(conn, clock, hub, author, row, person, answer).await?;
        notices::answered(conn, clock, hub, &details, person, author.person).await?;
        let shows = touched(conn, None, &details).await?;
        changes::raise(conn, clock, shows.into_iter().chain(freed)).await?;
        Ok(())
    })
    .await
}

/// Writes what a speaker said, with all that follows for them; their seminar is locked. The organisers are told by the caller,
/// who raises the counters of what it touched, last.
pub(super) async fn said_to_request(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    author: &Author,
    mut seminar: Seminar,
    person: PersonId,
    answer: SpeakerAnswer,
) -> Result<Details, Refusal> {
    let before: SpeakerAnswer = speakers::table
        .find((seminar.id, person))
        .select(speakers::answer)
        .first(conn)
        .await
        .map_err(Refusal::from)?;
    diesel::update(speakers::table.find((seminar.id, person)))
        .set((
            speakers::answer.eq(answer),
            speakers::answered_at.eq(Some(clock.now())),
            speakers::reply_sequence.eq(None::<i32>),
            speakers::reply_stamp.eq(None::<Instant>),
            speakers::unverified.eq(false),
        ))
        .execute(conn)
        .await?;
    // Feeds and calendars show who speaks: what they show has changed with it.
    if (before == SpeakerAnswer::Declined) != (answer == SpeakerAnswer::Declined) {
        seminar.modified_at = clock.now();
        diesel::update(seminars::table.find(seminar.id))
            .set(seminars::modified_at.eq(seminar.modified_at))
            .execute(conn)
            .await?;
    }
    audit::record(
        conn,
        clock,
        author,
        Entry {
            action: "answered the request to speak",
            kind: "seminars",
            id: seminar.id.0,
            before: Some(json!({ "person": person, "answer": before })),
            after: Some(json!({ "person": person, "answer": answer })),
        },
    )
    .await?;
    // Who speaks takes no seat.
    let moved = seats::move_up(conn, clock, seminar.id).await?;
    seats::record(conn, clock, seminar.id, &moved).await?;
    let details = queries::detail(conn, seminar).await?;
    if before == SpeakerAnswer::Declined && answer != SpeakerAnswer::Declined {
        notices::caught_up(conn, clock, hub, &details, person).await?;
    }
    notices::remind_one(conn, clock, hub, &details, person).await?;
    // Of everyone: whose talk the title is depends on who else speaks.
    notices::chase(conn, clock, hub, &details, None).await?;
    notices::moved_up(conn, clock, hub, &details, &moved, author.person).await?;
    Ok(details)
}
