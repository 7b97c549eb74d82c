//! How replies to a seminar are taken, what is asked of whoever answers, and what they said to it.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::organised;
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::{PersonId, QuestionId, SeminarId},
        page::Listed,
    },
    seminars::{
        actions::{NewQuestion, NewReplyTerms, put_questions, put_reply_terms},
        model::{FormQuestion, Late, QuestionAnswer, QuestionKind, ReplyTerms},
        queries,
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, list, show},
        errors::Failure,
    },
};

/// How replies are taken. What is missing is as of a seminar for which nothing was said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReplyTerms, example = json!({"reply_by": "2026-12-01", "late": "refused", "remind_days": 3, "companions": 1}))]
pub struct Terms {
    /// The last day on which a reply is in time, in the seminar's zone.
    reply_by: Option<NaiveDate>,
    /// What becomes of a later one; a no is taken always, and so is what an organiser enters.
    late: Option<Late>,
    /// How many days before that day those are reminded, once, who have not answered.
    #[schema(minimum = 1, maximum = 60)]
    remind_days: Option<i32>,
    /// How many each guest may bring; each takes a seat.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10)]
    companions: i32,
    /// Whether their names are asked for.
    #[serde(default)]
    companion_names: bool,
}

/// How replies are taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReplyTerms)]
pub struct TermsShown {
    /// The last day on which a reply is in time, in the seminar's zone.
    reply_by: Option<NaiveDate>,
    /// What becomes of a later one.
    late: Late,
    /// How many days before that day those are reminded who have not answered.
    remind_days: Option<i32>,
    /// How many each guest may bring.
    companions: i32,
    /// Whether their names are asked for.
    companion_names: bool,
}

/// A question as it is typed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewQuestion)]
pub struct Asks {
    /// Which one is changed; none: a new one.
    id: Option<QuestionId>,
    /// How it is answered.
    kind: QuestionKind,
    /// In English; one language is enough.
    #[serde(default)]
    words_en: String,
    /// In Korean.
    #[serde(default)]
    words_ko: String,
    /// What the answer is for, in English: whoever is asked reads it.
    #[serde(default)]
    purpose_en: String,
    /// The same in Korean.
    #[serde(default)]
    purpose_ko: String,
    /// What can be chosen, in English; in the order of their numbers.
    #[serde(default)]
    choices_en: Vec<String>,
    /// The same in Korean.
    #[serde(default)]
    choices_ko: Vec<String>,
    /// Whether who says yes on a page, or with replies, has to answer it.
    #[serde(default)]
    required: bool,
}

/// All that is asked, in order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewQuestions, example = json!({"questions": [{
    "kind": "text", "words_en": "Is there anything that you do not eat?", "purpose_en": "For the kitchen.",
}]}))]
pub struct AsksAll {
    /// At most five.
    questions: Vec<Asks>,
}

/// A question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Question)]
pub struct QuestionShown {
    /// Its id.
    id: QuestionId,
    /// How it is answered.
    kind: QuestionKind,
    /// In English; empty where it is in Korean alone.
    words_en: String,
    /// In Korean.
    words_ko: String,
    /// What the answer is for, in English.
    purpose_en: String,
    /// The same in Korean.
    purpose_ko: String,
    /// What can be chosen, in English.
    choices_en: Vec<String>,
    /// The same in Korean.
    choices_ko: Vec<String>,
    /// Whether who comes has to answer it.
    required: bool,
}

/// What someone said to a question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuestionAnswer)]
pub struct SaidShown {
    /// To which.
    question_id: QuestionId,
    /// Who.
    person_id: PersonId,
    /// Words; `yes` or `no`; or the numbers of choices, from 1.
    said: Vec<String>,
    /// When.
    #[schema(value_type = DateTime)]
    at: Instant,
}

impl From<ReplyTerms> for TermsShown {
    fn from(terms: ReplyTerms) -> Self {
        Self {
            reply_by: terms.reply_by,
            late: terms.late,
            remind_days: terms.remind_days,
            companions: terms.companions,
            companion_names: terms.companion_names,
        }
    }
}

impl From<Asks> for NewQuestion {
    fn from(asks: Asks) -> Self {
        Self {
            id: asks.id,
            kind: asks.kind,
            words_en: asks.words_en,
            words_ko: asks.words_ko,
            purpose_en: asks.purpose_en,
            purpose_ko: asks.purpose_ko,
            choices_en: asks.choices_en,
            choices_ko: asks.choices_ko,
            required: asks.required,
        }
    }
}

impl From<FormQuestion> for QuestionShown {
    fn from(question: FormQuestion) -> Self {
        Self {
            id: question.id,
            kind: question.kind,
            words_en: question.words_en,
            words_ko: question.words_ko,
            purpose_en: question.purpose_en,
            purpose_ko: question.purpose_ko,
            choices_en: question.choices_en,
            choices_ko: question.choices_ko,
            required: question.required,
        }
    }
}

impl From<QuestionAnswer> for SaidShown {
    fn from(one: QuestionAnswer) -> Self {
        Self {
            question_id: one.question_id,
            person_id: one.person_id,
            said: one.said,
            at: one.at,
        }
    }
}

/// Read how replies are taken
///
/// For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/reply-terms", tag = "Guests", operation_id = "get_reply_terms",
    params(SeminarId),
    responses(
        (status = 200, body = TermsShown),
        (status = 403, description = "The caller does not organise it."),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn terms(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    organised(&mut conn, &api, *id).await?;
    let terms = queries::reply_terms(&mut conn, *id).await?;
    show(&TermsShown::from(terms))
}

/// Say how replies are taken
///
/// Until which day, and how many each guest may bring. The reminders of those who have not answered follow. For its
/// organisers.
#[utoipa::path(put, path = "/seminars/{id}/reply-terms", tag = "Guests", operation_id = "put_reply_terms",
    params(SeminarId),
    request_body = Terms,
    responses(
        (status = 200, body = TermsShown),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn put_terms(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    body: Body<Terms>,
) -> Result<HttpResponse, Failure> {
    let new = NewReplyTerms {
        reply_by: body.0.reply_by,
        late: body.0.late.unwrap_or(Late::Taken),
        remind_days: body.0.remind_days,
        companions: body.0.companions,
        companion_names: body.0.companion_names,
    };
    let mut conn = app.db.get().await?;
    let (clock, hub) = (&*app.clock, &app.hub);
    let terms = put_reply_terms(&mut conn, clock, hub, &api.actor, *id, new).await?;
    show(&TermsShown::from(terms))
}

/// List what is asked of whoever answers
///
/// All at once, in order. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/questions", tag = "Guests", operation_id = "list_questions",
    params(SeminarId),
    responses(
        (status = 200, body = inline(Listed<QuestionShown>)),
        (status = 403, description = "The caller does not organise it."),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn questions(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    organised(&mut conn, &api, *id).await?;
    let found = queries::questions(&mut conn, *id).await?;
    list(&Listed::whole(found).map(QuestionShown::from))
}

/// Set what is asked of whoever answers
///
/// In this order. What was said to a question that is missing goes with it, and so does what was said to one whose kind or
/// choices are others now. For its organisers.
#[utoipa::path(put, path = "/seminars/{id}/questions", tag = "Guests", operation_id = "put_questions",
    params(SeminarId),
    request_body = AsksAll,
    responses(
        (status = 200, body = inline(Listed<QuestionShown>)),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn ask(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    body: Body<AsksAll>,
) -> Result<HttpResponse, Failure> {
    let new = body.0.questions.into_iter().map(NewQuestion::from);
    let mut conn = app.db.get().await?;
    let asked = put_questions(&mut conn, &*app.clock, &api.actor, *id, new.collect()).await?;
    list(&Listed::whole(asked).map(QuestionShown::from))
}

/// List what was said to the questions
///
/// All at once, by question. It is deleted 30 days after the seminar. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/question-answers", tag = "Guests",
    operation_id = "list_question_answers",
    params(SeminarId),
    responses(
        (status = 200, body = inline(Listed<SaidShown>)),
        (status = 403, description = "The caller does not organise it."),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn said(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    organised(&mut conn, &api, *id).await?;
    let found = queries::question_answers(&mut conn, *id).await?;
    list(&Listed::whole(found).map(SaidShown::from))
}
