//! The people of a seminar: who is invited, and who comes.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{found, organised};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Refusal,
        ids::{PersonId, QuestionId, SeminarId},
        page::{Listed, Page},
    },
    seminars::{
        actions::{self, WhoSpeaks},
        model::{Answer, Attendance, GivenAnswer, Party, Taken},
        queries,
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, list, show},
        errors::Failure,
    },
};

/// Someone's answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAnswer, example = json!({"answer": "yes"}))]
pub struct Answers {
    /// What they say. A yes for which no place is left waits for one.
    answer: Given,
    /// `telephone`: they said so by telephone, and the caller took it, who organises it or sits at the front desk.
    #[schema(value_type = Option<String>, pattern = "^telephone$")]
    channel: Option<By>,
    /// How many come along, as far as that is allowed; each takes a seat. Missing: as many as before.
    #[schema(minimum = 0, maximum = 10)]
    companions: Option<i32>,
    /// What those are called, where that is asked for.
    #[serde(default)]
    companion_names: Vec<String>,
    /// What is said to the seminar's questions; missing ones stay as they were. Whoever says yes for themselves has to have
    /// answered those that are required.
    replies: Option<Vec<SaysTo>>,
}

/// What is said to a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewQuestionAnswer)]
pub struct SaysTo {
    /// To which.
    question_id: QuestionId,
    /// Words; `yes` or `no`; or the numbers of choices, from 1. Empty: nothing any more.
    said: Vec<String>,
}

/// How an answer came that an organiser enters.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// By telephone.
    Telephone,
}

/// What can be answered.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = GivenAnswer)]
pub enum Given {
    /// Will come.
    Yes,
    /// Will not come.
    No,
    /// May come.
    Maybe,
}

/// What someone answered.
#[expect(
    clippy::struct_field_names,
    reason = "members are called as in an attendance"
)]
#[derive(Debug, Serialize, ToSchema)]
pub struct Answered {
    /// What: a yes for which no place is left is `waiting`.
    answer: Option<Answer>,
    /// When.
    #[schema(value_type = Option<DateTime>)]
    answered_at: Option<Instant>,
    /// Which place in the queue whoever waits has, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    waiting_position: Option<u32>,
}

/// Someone who is invited, or answered unasked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attendance)]
pub struct AttendanceShown {
    /// Who.
    person_id: PersonId,
    /// When they were last invited.
    #[schema(value_type = Option<DateTime>)]
    invited_at: Option<Instant>,
    /// What they answered.
    answer: Option<Answer>,
    /// When.
    #[schema(value_type = Option<DateTime>)]
    answered_at: Option<Instant>,
    /// By which way: `page`, `link`, `calendar`, `api`, `organiser` or `telephone`.
    channel: Option<String>,
    /// Who took it, where that was someone else.
    taken_by: Option<PersonId>,
    /// The number under which whoever waits does so; the lowest moves up first.
    waiting_no: Option<i32>,
    /// How many come along with them.
    companions: i32,
    /// What those are called, as far as it was said.
    companion_names: Vec<String>,
    /// Whether nobody vouches that the answer is from them: it came by a mail whose sender is not certain.
    unverified: bool,
}

impl From<Given> for Answer {
    fn from(given: Given) -> Self {
        match given {
            Given::Yes => Self::Yes,
            Given::No => Self::No,
            Given::Maybe => Self::Maybe,
        }
    }
}

impl From<Attendance> for AttendanceShown {
    fn from(attendance: Attendance) -> Self {
        Self {
            person_id: attendance.person_id,
            invited_at: attendance.invited_at,
            answer: attendance.answer,
            answered_at: attendance.answered_at,
            channel: attendance.channel,
            taken_by: attendance
                .answered_by
                .filter(|by| *by != attendance.person_id),
            waiting_no: attendance.waiting_no,
            companions: attendance.companions,
            companion_names: attendance.companion_names,
            unverified: attendance.unverified,
        }
    }
}

/// List who is invited and who answered
///
/// In the order of their ids. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/attendances", tag = "Guests", operation_id = "list_attendances",
    params(
        SeminarId,
        ("answer" = Option<Answer>, Query, description = "Who answered so"),
        Page,
    ),
    responses(
        (status = 200, body = inline(Listed<AttendanceShown>)),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn attendances(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let answer = asked.word("answer", Answer::ALL);
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    organised(&mut conn, &api, *id).await?;
    let listed = queries::list_attendances(&mut conn, *id, answer, page).await?;
    list(&listed.map(AttendanceShown::from))
}

/// Read someone's attendance
///
/// For the person themselves, their assistants and its organisers.
#[utoipa::path(get, path = "/seminars/{id}/attendances/{person_id}", tag = "Guests",
    operation_id = "get_attendance",
    responses(
        (status = 200, body = AttendanceShown),
        (status = 403, description = "The caller is neither this person nor an organiser."),
    ))]
pub async fn attendance(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (id, person) = path.into_inner();
    let mut conn = app.db.get().await?;
    answers_for(&mut conn, &api, id, person).await?;
    let found = queries::attendance(&mut conn, id, person).await?;
    show(&AttendanceShown::from(
        found.ok_or_else(Failure::not_found)?,
    ))
}

/// Answer for someone
///
/// Their reminders follow the answer. A yes beyond the capacity waits, and is told its place in the queue; a no gives the
/// place to whoever waits first. For the person themselves, their assistants and its organisers.
#[utoipa::path(put, path = "/seminars/{id}/attendances/{person_id}", tag = "Guests", operation_id = "answer",
    request_body = Answers,
    responses(
        (status = 200, body = Answered),
        (status = 403, description = "The caller is neither this person nor an organiser."),
        (status = 409, description = "It is a draft, cancelled, postponed or over."),
    ))]
pub async fn answer(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, PersonId)>,
    body: Body<Answers>,
) -> Result<HttpResponse, Failure> {
    let (id, person) = path.into_inner();
    let Answers {
        answer,
        channel,
        companions,
        companion_names: names,
        replies,
    } = body.0;
    let given = GivenAnswer {
        answer: answer.into(),
        party: companions.map(|companions| Party { companions, names }),
        replies: replies.map(|replies| {
            let replies = replies.into_iter();
            replies.map(|one| (one.question_id, one.said)).collect()
        }),
    };
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let mut conn = app.db.get().await?;
    let answered = match channel {
        None => {
            answers_for(&mut conn, &api, id, person).await?;
            actions::answer(&mut conn, clock, hub, &actor.author, id, person, given).await?
        }
        Some(By::Telephone) => {
            let (who, way) = (WhoSpeaks::Person(person), Taken::Telephone);
            actions::take_answer(&mut conn, clock, hub, actor, id, who, given, way).await?
        }
    };
    show(&Answered {
        answer: answered.answer,
        answered_at: answered.answered_at,
        waiting_position: queries::waiting_position(&mut conn, id, person).await?,
    })
}

/// Whether the caller may read and give `person`'s answer to a seminar.
async fn answers_for(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    id: SeminarId,
    person: PersonId,
) -> Result<(), Failure> {
    let (_, standing) = found(conn, api, id).await?;
    if api.actor.acts_as(person) || standing.organises || api.actor.is_administrator() {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-allowed").into())
    }
}
