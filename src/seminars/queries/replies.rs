//! How replies are taken, what is asked, and what was said to it.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{PersonId, SeminarId},
        schema::{
            question_answers as answers_table, questions as questions_table,
            reply_terms as terms_table,
        },
    },
    seminars::model::{FormQuestion, QuestionAnswer, ReplyTerms},
};

/// How replies to a seminar are taken.
///
/// # Errors
/// What the database says.
pub async fn reply_terms(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<ReplyTerms> {
    let found = reply_terms_of(conn, &[id]).await?.remove(&id);
    Ok(found.unwrap_or(ReplyTerms::none(id)))
}

/// The same of several; those for which nothing was said are missing.
///
/// # Errors
/// What the database says.
pub async fn reply_terms_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, ReplyTerms>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<ReplyTerms> = terms_table::table
        .filter(terms_table::seminar_id.eq_any(ids))
        .select(ReplyTerms::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.seminar_id, row)).collect())
}

/// What a seminar asks of whoever answers, in order.
///
/// # Errors
/// What the database says.
pub async fn questions(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<Vec<FormQuestion>> {
    questions_table::table
        .filter(questions_table::seminar_id.eq(id))
        .order(questions_table::position)
        .select(FormQuestion::as_select())
        .load(conn)
        .await
}

/// What everyone said to the questions of a seminar, in the order of the questions.
///
/// # Errors
/// What the database says.
pub async fn question_answers(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<Vec<QuestionAnswer>> {
    answers_table::table
        .inner_join(questions_table::table.on(questions_table::id.eq(answers_table::question_id)))
        .filter(questions_table::seminar_id.eq(id))
        .order((questions_table::position, answers_table::person_id))
        .select(QuestionAnswer::as_select())
        .load(conn)
        .await
}

/// What one person said to the questions of a seminar.
///
/// # Errors
/// What the database says.
pub async fn replies_of(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    person: PersonId,
) -> QueryResult<Vec<QuestionAnswer>> {
    answers_table::table
        .inner_join(questions_table::table.on(questions_table::id.eq(answers_table::question_id)))
        .filter(questions_table::seminar_id.eq(id))
        .filter(answers_table::person_id.eq(person))
        .order(questions_table::position)
        .select(QuestionAnswer::as_select())
        .load(conn)
        .await
}
