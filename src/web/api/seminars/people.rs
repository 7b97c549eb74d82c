//! The people of a seminar: who is invited, who comes, who knows.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{found, organised};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Refusal,
        ids::{InstitutionId, PersonId, QuestionId, SeminarId},
        language::Language,
        page::{Listed, Page},
    },
    people::{
        actions::{GuestLine, PersonEntry},
        model::{FormOfAddress, Office},
    },
    seminars::{
        actions::{self, Invited, Invitees, WhoSpeaks},
        model::{Answer, Attendance, GivenAnswer, Party, Taken},
        queries::{self, Known, Knows},
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, list, show},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Who is to be invited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Invitation, example = json!({
    "people": ["01938f2e-7a10-7c41-9d0e-5b7d3c1f0a23"], "emails": ["said@sample.example"], "note": "Tea at half past three.",
}))]
pub struct Invite {
    /// People who are known.
    #[serde(default)]
    people: Vec<PersonId>,
    /// Whoever has these addresses; entered where nobody has. With `people` 20,000 at most.
    #[serde(default)]
    emails: Vec<String>,
    /// Guests of a list, each with how they are addressed and which office answers for them; 2,000 at most. Where one is
    /// wrong, nobody is invited.
    #[serde(default)]
    #[schema(max_items = 2_000)]
    guests: Vec<Guest>,
    /// What the organiser writes to them.
    #[schema(max_length = 50_000)]
    note: Option<String>,
}

/// A guest on a list: an address, or a name and an office. What is kept of someone known stays, and what is missing is
/// filled in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitedGuest, example = json!({
    "name": "Jane Sample", "title": "Minister", "language": "en",
    "office": {"name": "Office of the Minister", "email": "office@sample.example"},
}))]
pub struct Guest {
    /// The name.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Their own address. Whoever is not known yet signs in by it, but for those for whom an office answers.
    #[schema(format = Email)]
    email: Option<String>,
    /// `Prof.`, `Dr.`, `장관님`: written with the name.
    #[serde(default)]
    #[schema(max_length = 100)]
    title: String,
    /// How a mail to them begins, whole.
    #[serde(default)]
    #[schema(max_length = 200)]
    salutation: String,
    /// Where they belong; of those who are not known yet.
    institution_id: Option<InstitutionId>,
    /// The language of their mails; of those who are not known yet.
    language: Option<Language>,
    /// The office that answers for them: of those who have no address to sign in with.
    office: Option<Office>,
}

/// What came of an invitation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invited)]
pub struct InvitedShown {
    /// How many messages are on their way.
    queued: usize,
    /// Those who are invited, but have no address.
    without_address: Vec<PersonId>,
}

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

/// Who knows the present revision of a seminar.
#[derive(Debug, Serialize, ToSchema)]
pub struct Knowledge {
    /// The present revision.
    revision: i32,
    /// How many stand how.
    totals: KnowledgeTotals,
    /// Everyone concerned, by name.
    items: Vec<KnownShown>,
}

/// How many know the present revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnowledgeTotals {
    /// Were told it by mail.
    knows: usize,
    /// Were not.
    doesnt: usize,
    /// Their last mail could not be sent.
    bounced: usize,
}

/// What someone was last told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Known)]
pub struct KnownShown {
    /// Who.
    person_id: PersonId,
    /// The revision that they were last told by mail.
    revision_told: Option<i32>,
    /// When.
    #[schema(value_type = Option<DateTime>)]
    told_at: Option<Instant>,
    /// `knows`, `doesnt` or `bounced`.
    #[schema(pattern = "^(knows|doesnt|bounced)$")]
    state: &'static str,
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

impl From<Invite> for Invitees {
    fn from(typed: Invite) -> Self {
        let entry = |address| PersonEntry {
            name: None,
            address,
        };
        let guests = typed.guests.into_iter().enumerate();
        Self {
            people: typed.people,
            entries: typed.emails.into_iter().map(entry).collect(),
            guests: guests.map(|(n, guest)| guest.on_line(n + 1)).collect(),
            note: typed.note,
        }
    }
}

impl Guest {
    fn on_line(self, line: usize) -> GuestLine {
        GuestLine {
            line,
            name: self.name,
            email: self.email,
            form: FormOfAddress {
                title: self.title,
                salutation: self.salutation,
                office: self.office,
            },
            institution_id: self.institution_id,
            language: self.language,
        }
    }
}

impl From<Invited> for InvitedShown {
    fn from(invited: Invited) -> Self {
        Self {
            queued: invited.queued,
            without_address: invited.without_address,
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

impl From<&Known> for KnownShown {
    fn from(known: &Known) -> Self {
        Self {
            person_id: known.person_id,
            revision_told: known.revision_told,
            told_at: known.told_at,
            state: known.state.word(),
        }
    }
}

/// Invite people
///
/// Each is mailed in their own language and zone. Who is invited already is invited again, and the links of the older
/// invitation stop working; speakers are asked to speak instead. A draft can ask its speakers and nobody else. For its
/// organisers.
#[utoipa::path(post, path = "/seminars/{id}/invitations", tag = "Guests", operation_id = "invite",
    params(SeminarId, Once),
    request_body = Invite,
    responses(
        (status = 202, description = "The mails are on their way", body = InvitedShown),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is a draft, cancelled, postponed or over."),
    ))]
pub async fn invite(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Invite>,
) -> Result<HttpResponse, Failure> {
    let who = Invitees::from(body.0);
    once.carry_out(&app, async |conn| {
        let invited = actions::invite(conn, &*app.clock, &app.hub, &api.actor, *id, who).await?;
        Done::json(StatusCode::ACCEPTED, &InvitedShown::from(invited))
    })
    .await
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

/// Read who knows
///
/// Who was told the present revision by mail, who was not, and whose mail could not be sent; never who opened what. All
/// at once. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/knowledge", tag = "Guests", operation_id = "get_knowledge",
    params(SeminarId),
    responses(
        (status = 200, body = Knowledge),
        (status = 403, description = "The caller does not organise it."),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn knowledge(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    let seminar = organised(&mut conn, &api, *id).await?;
    let known = queries::knowledge(&mut conn, &seminar).await?;
    let count = |state: Knows| known.iter().filter(|one| one.state == state).count();
    show(&Knowledge {
        revision: seminar.revision,
        totals: KnowledgeTotals {
            knows: count(Knows::Knows),
            doesnt: count(Knows::Doesnt),
            bounced: count(Knows::Bounced),
        },
        items: known.iter().map(KnownShown::from).collect(),
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
