//! How replies are taken, what is asked of whoever answers, and what they say to it.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::{prelude::*, sql_query, sql_types::Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::create::organised;
use crate::{
    base::{
        audit::{self, Author, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{PersonId, QuestionId, SeminarId},
        schema::{question_answers, questions, reply_terms},
        text,
        zone::is_planned_day,
    },
    people::model::Actor,
    seminars::{
        model::{Answer, FormQuestion, Late, QuestionKind, ReplyTerms, Seminar},
        notices, queries, rules,
    },
};

/// How replies are to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReplyTerms {
    /// The last day, as the seminar's zone has it.
    pub reply_by: Option<NaiveDate>,
    /// What becomes of a later reply.
    pub late: Late,
    /// How many days before that day those are reminded who have not answered.
    pub remind_days: Option<i32>,
    /// How many each guest may bring.
    pub companions: i32,
    /// Whether their names are asked for.
    pub companion_names: bool,
}

/// Sets how replies to a seminar are taken; the reminders of those who have not answered follow in the same transaction. Who
/// was let bring more keeps them.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, or what is wrong by field.
pub async fn put_reply_terms(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    new: NewReplyTerms,
) -> Result<ReplyTerms, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        checked_terms(&row, &new)?;
        let before = queries::reply_terms(conn, id).await?;
        let given = (
            reply_terms::reply_by.eq(new.reply_by),
            reply_terms::late.eq(new.late),
            reply_terms::remind_days.eq(new.remind_days),
            reply_terms::companions.eq(new.companions),
            reply_terms::companion_names.eq(new.companion_names),
            reply_terms::modified_at.eq(clock.now()),
        );
        let after: ReplyTerms = diesel::insert_into(reply_terms::table)
            .values((reply_terms::seminar_id.eq(id), given))
            .on_conflict(reply_terms::seminar_id)
            .do_update()
            .set(given)
            .returning(ReplyTerms::as_returning())
            .get_result(conn)
            .await?;
        if before != after {
            let entry = Entry {
                action: "said how replies are taken",
                kind: "seminars",
                id: id.0,
                before: Some(json!(before)),
                after: Some(json!(after)),
            };
            audit::record(conn, clock, &actor.author, entry).await?;
        }
        let details = queries::detail(conn, row).await?;
        notices::want_replies(conn, clock, hub, &details, None).await?;
        // The poster says until when a reply is wanted.
        if before != after {
            changes::raise(conn, clock, [Subject::Seminar(id)]).await?;
        }
        Ok(after)
    })
    .await
}

fn checked_terms(seminar: &Seminar, new: &NewReplyTerms) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    let last = seminar.zone().date(seminar.ends_at);
    if new.reply_by.is_some_and(|day| !is_planned_day(day)) {
        invalid.because("reply_by", "reason-years");
    } else if new.reply_by.is_some_and(|day| day > last) {
        invalid.because("reply_by", "reason-reply-by");
    }
    match (new.remind_days, new.reply_by) {
        (Some(_), None) => invalid.because("remind_days", "reason-remind-needs-day"),
        (Some(days), _) if !(1..=60).contains(&days) => {
            invalid.because("remind_days", "reason-remind-days");
        }
        _ => {}
    }
    if !(0..=10).contains(&new.companions) {
        invalid.add(
            "companions",
            Reason::new("reason-companions").with("max", 10),
        );
    }
    invalid.none_or()
}

/// A question as it is typed. Of one that is there already, its id says which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion {
    /// Which one is changed; none: a new one.
    pub id: Option<QuestionId>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// In English.
    pub words_en: String,
    /// In Korean.
    pub words_ko: String,
    /// What the answer is for, in English.
    pub purpose_en: String,
    /// The same in Korean.
    pub purpose_ko: String,
    /// What can be chosen, in English.
    pub choices_en: Vec<String>,
    /// The same in Korean.
    pub choices_ko: Vec<String>,
    /// Whether who comes has to answer it.
    pub required: bool,
}

/// Makes the questions of a seminar those of `new`, in that order. What was said to one that is missing goes with it, and so
/// does what was said to one that is answered otherwise now.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, or what is wrong: of the second question under `question_2`.
pub async fn put_questions(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeminarId,
    new: Vec<NewQuestion>,
) -> Result<Vec<FormQuestion>, Refusal> {
    conn.transaction(async |conn| {
        organised(conn, actor, id).await?;
        let before = queries::questions(conn, id).await?;
        let mut invalid = Invalid::default();
        if new.len() > rules::QUESTIONS {
            let why = Reason::new("reason-too-many").with("max", rules::QUESTIONS);
            return Err(Invalid::one("questions", why).into());
        }
        let mut rows: Vec<FormQuestion> = Vec::with_capacity(new.len());
        for (position, question) in (1..).zip(new) {
            let known = question
                .id
                .is_none_or(|id| before.iter().any(|one| one.id == id))
                && rows.iter().all(|row| Some(row.id) != question.id);
            let read = match known {
                true => checked(clock, id, position, question),
                false => Err(Reason::new("reason-unknown")),
            };
            rows.extend(invalid.take(&format!("question_{position}"), read));
        }
        invalid.none_or()?;
        if rows == before {
            return Ok(before);
        }
        write(conn, &before, &rows).await?;
        let entry = Entry {
            action: "changed the questions",
            kind: "seminars",
            id: id.0,
            before: Some(json!({ "questions": before })),
            after: Some(json!({ "questions": rows })),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(rows)
    })
    .await
}

/// A question as it can be kept: asked in one language at least, with as many choices in each that has any.
fn checked(
    clock: &dyn Clock,
    seminar_id: SeminarId,
    position: i32,
    new: NewQuestion,
) -> Result<FormQuestion, Reason> {
    let line = |typed: &str| match text::line(typed) {
        line if line.chars().count() > text::TITLE => {
            Err(Reason::new("reason-too-long").with("max", text::TITLE))
        }
        line => Ok(line),
    };
    let lines = |typed: &[String]| -> Result<Vec<String>, Reason> {
        let lines = typed.iter().map(|one| line(one));
        let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        Ok(lines.into_iter().filter(|one| !one.is_empty()).collect())
    };
    let choosing = matches!(new.kind, QuestionKind::One | QuestionKind::Several);
    let (choices_en, choices_ko) = match choosing {
        true => (lines(&new.choices_en)?, lines(&new.choices_ko)?),
        false => (Vec::new(), Vec::new()),
    };
    let (en, ko) = (choices_en.len(), choices_ko.len());
    if choosing && !(2..=rules::CHOICES).contains(&en.max(ko)) {
        return Err(Reason::new("reason-question-choices").with("max", rules::CHOICES));
    }
    if en > 0 && ko > 0 && en != ko {
        return Err(Reason::new("reason-question-choices-differ"));
    }
    let question = FormQuestion {
        id: new.id.unwrap_or_else(|| QuestionId::fresh(clock)),
        seminar_id,
        position,
        kind: new.kind,
        words_en: line(&new.words_en)?,
        words_ko: line(&new.words_ko)?,
        purpose_en: line(&new.purpose_en)?,
        purpose_ko: line(&new.purpose_ko)?,
        choices_en,
        choices_ko,
        required: new.required,
    };
    if question.words_en.is_empty() && question.words_ko.is_empty() {
        return Err(Reason::new("reason-question-words"));
    }
    if question.purpose_en.is_empty() && question.purpose_ko.is_empty() {
        return Err(Reason::new("reason-question-purpose"));
    }
    Ok(question)
}

async fn write(
    conn: &mut AsyncPgConnection,
    before: &[FormQuestion],
    rows: &[FormQuestion],
) -> QueryResult<()> {
    let stays = |one: &&FormQuestion| rows.iter().any(|row| row.id == one.id);
    let gone: Vec<QuestionId> = before
        .iter()
        .filter(|one| !stays(one))
        .map(|one| one.id)
        .collect();
    // A number that stood for one choice must not stand for another.
    let other: Vec<QuestionId> = before
        .iter()
        .filter(|one| {
            let now = rows.iter().find(|row| row.id == one.id);
            now.is_some_and(|now| {
                now.kind != one.kind
                    || now.choices_en != one.choices_en
                    || now.choices_ko != one.choices_ko
            })
        })
        .map(|one| one.id)
        .collect();
    diesel::delete(questions::table.filter(questions::id.eq_any(&gone)))
        .execute(conn)
        .await?;
    diesel::delete(question_answers::table.filter(question_answers::question_id.eq_any(&other)))
        .execute(conn)
        .await?;
    for row in rows {
        let given = (
            questions::position.eq(row.position),
            questions::kind.eq(row.kind),
            questions::words_en.eq(&row.words_en),
            questions::words_ko.eq(&row.words_ko),
            questions::purpose_en.eq(&row.purpose_en),
            questions::purpose_ko.eq(&row.purpose_ko),
            questions::choices_en.eq(&row.choices_en),
            questions::choices_ko.eq(&row.choices_ko),
            questions::required.eq(row.required),
        );
        diesel::insert_into(questions::table)
            .values((
                questions::id.eq(row.id),
                questions::seminar_id.eq(row.seminar_id),
                given,
            ))
            .on_conflict(questions::id)
            .do_update()
            .set(given)
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Keeps what `person` said to the questions of a seminar whose row is locked: an empty reply takes one back, and those that
/// are missing stay. Who says yes has to answer what is required. The trail says which were answered, and not how.
///
/// # Errors
/// What is wrong, of the second question under `question_2`.
pub(super) async fn put_replies(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    seminar: SeminarId,
    person: PersonId,
    answer: Answer,
    replies: &[(QuestionId, Vec<String>)],
) -> Result<(), Refusal> {
    let asked = queries::questions(conn, seminar).await?;
    if replies
        .iter()
        .any(|(id, _)| asked.iter().all(|question| question.id != *id))
    {
        return Err(Refusal::invalid("replies", "reason-unknown"));
    }
    let had: HashMap<QuestionId, Vec<String>> = queries::replies_of(conn, seminar, person)
        .await?
        .into_iter()
        .map(|one| (one.question_id, one.said))
        .collect();
    let mut invalid = Invalid::default();
    let mut changed = Vec::new();
    for question in &asked {
        let field = format!("question_{}", question.position);
        let had = had.get(&question.id);
        let said = match replies.iter().find(|(id, _)| *id == question.id) {
            Some((_, said)) => invalid.take(&field, rules::reply(question, said)),
            None => Some(had.cloned().unwrap_or_default()),
        };
        let Some(said) = said else { continue };
        if said.is_empty() && question.required && answer == Answer::Yes {
            invalid.because(&field, "reason-required");
        }
        if had.map(Vec::as_slice).unwrap_or_default() != said.as_slice() {
            changed.push((question, said));
        }
    }
    invalid.none_or()?;
    for (question, said) in &changed {
        if said.is_empty() {
            diesel::delete(question_answers::table.find((question.id, person)))
                .execute(conn)
                .await?;
            continue;
        }
        let given = (
            question_answers::said.eq(said),
            question_answers::at.eq(clock.now()),
        );
        diesel::insert_into(question_answers::table)
            .values((
                question_answers::question_id.eq(question.id),
                question_answers::person_id.eq(person),
                given,
            ))
            .on_conflict((question_answers::question_id, question_answers::person_id))
            .do_update()
            .set(given)
            .execute(conn)
            .await?;
    }
    if !changed.is_empty() {
        let which: Vec<QuestionId> = changed.iter().map(|(question, _)| question.id).collect();
        let entry = Entry {
            action: "answered questions",
            kind: "seminars",
            id: seminar.0,
            before: None,
            after: Some(json!({ "person": person, "questions": which })),
        };
        audit::record(conn, clock, author, entry).await?;
    }
    Ok(())
}

/// Removes what was said to the questions of seminars that have been over for some time, and what companions of guests were
/// called; answers how many rows that were.
///
/// # Errors
/// What the database says.
pub async fn sweep_replies(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    let gone = sql_query(
        "DELETE FROM question_answers a USING questions q, seminars m \
         WHERE q.id = a.question_id AND m.id = q.seminar_id AND m.ends_at < $1",
    )
    .bind::<Timestamptz, _>(clock.now() - rules::REPLIES_KEPT)
    .execute(conn)
    .await?;
    let nameless = sql_query(
        "UPDATE attendances a SET companion_names = '{}' FROM seminars m \
         WHERE m.id = a.seminar_id AND a.companion_names <> '{}' AND m.ends_at < $1",
    )
    .bind::<Timestamptz, _>(clock.now() - super::door::GUESTS)
    .execute(conn)
    .await?;
    Ok(gone + nameless)
}
