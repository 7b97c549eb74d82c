//! The door of a seminar: who came, how many heads were counted, and from where they are.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::organised;
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Invalid, Reason},
        ids::{CheckInId, HeadcountId, PersonId, SeminarId},
        page::{Listed, Page},
    },
    people::{actions::PersonEntry, model::Role},
    seminars::{
        actions::{Arrival, check_in as let_in, count_heads, undo_check_in},
        model::{Answer, CheckIn, Counted, Headcount},
        queries, rules,
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, list, show},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Who comes to the door: a person who is known, by `person_id`; whoever has an address, entered where nobody has; or a
/// guest who gives a `name` alone, which is forgotten 90 days after the end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCheckIn, example = json!({"name": "Marie Sample"}))]
pub struct Arrives {
    /// A person who is known.
    person_id: Option<PersonId>,
    /// What they are called.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Their address.
    #[schema(format = Email)]
    email: Option<String>,
    /// How many came along; by default as many as they said.
    #[schema(minimum = 0, maximum = 10)]
    companions: Option<i32>,
}

/// Someone who came to the door.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckIn)]
pub struct CheckInShown {
    /// Its id.
    id: CheckInId,
    /// Who; `null` for a guest who is known by name alone.
    person_id: Option<PersonId>,
    /// What such a guest is called; empty once that is kept no more.
    guest: Option<String>,
    /// When.
    #[schema(value_type = DateTime)]
    at: Instant,
    /// Who let them in.
    by_id: Option<PersonId>,
    /// How many came along with them.
    companions: i32,
}

/// How many heads were counted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewHeadcount, example = json!({"place": "room", "heads": 38}))]
pub struct Counts {
    /// Where.
    place: Counted,
    /// How many.
    #[schema(minimum = 0, maximum = 100_000)]
    heads: i32,
}

/// Heads that were counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Headcount)]
pub struct HeadcountShown {
    /// Its id.
    id: HeadcountId,
    /// Where.
    place: Counted,
    /// How many.
    heads: i32,
    /// When that was entered.
    #[schema(value_type = DateTime)]
    at: Instant,
    /// Who entered it.
    by_id: Option<PersonId>,
}

/// Who came: answers, check-ins and heads beside each other, for they are three numbers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Turnout)]
pub struct TurnoutShown {
    /// How many seats there are; `null`: there is no limit.
    capacity: Option<i32>,
    /// How many of them are taken: by who said yes, but for those who speak or organise.
    seats_taken: i64,
    /// How many said what.
    answers: AnswerCounts,
    /// How many came to the door.
    checked_in: usize,
    /// How many heads were counted last in the room; `null`: none were.
    heads_in_room: Option<i32>,
    /// How many online.
    heads_online: Option<i32>,
    /// By institution, those of none that is known last.
    institutions: Vec<FromInstitution>,
    /// By country, those of none that is known last.
    countries: Vec<FromCountry>,
}

/// How many said what.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerCounts {
    /// Will come.
    yes: i64,
    /// May come.
    maybe: i64,
    /// Will not come.
    no: i64,
    /// Wait for a place.
    waiting: i64,
    /// Have not answered.
    unanswered: i64,
}

/// How many of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub struct FromInstitution {
    /// Its name; `null` where none is known.
    institution: Option<String>,
    /// Where it is (ISO 3166-1 alpha-2).
    country: Option<String>,
    /// How many said yes.
    yes: i64,
    /// How many came to the door.
    checked_in: i64,
}

/// How many of a country.
#[derive(Debug, Serialize, ToSchema)]
pub struct FromCountry {
    /// ISO 3166-1 alpha-2; `null` where none is known.
    country: Option<String>,
    /// How many said yes.
    yes: i64,
    /// How many came to the door.
    checked_in: i64,
}

impl From<CheckIn> for CheckInShown {
    fn from(one: CheckIn) -> Self {
        Self {
            id: one.id,
            person_id: one.person_id,
            guest: one.guest,
            at: one.at,
            by_id: one.by_id,
            companions: one.companions,
        }
    }
}

impl From<Headcount> for HeadcountShown {
    fn from(one: Headcount) -> Self {
        Self {
            id: one.id,
            place: one.place,
            heads: one.heads,
            at: one.at,
            by_id: one.by_id,
        }
    }
}

impl Arrives {
    fn arrival(self) -> Result<Arrival, Invalid> {
        match (self.person_id, self.email, self.name) {
            (Some(person), _, _) => Ok(Arrival::Person(person)),
            (None, Some(address), name) => Ok(Arrival::Entry(PersonEntry { name, address })),
            (None, None, Some(name)) => Ok(Arrival::Guest(name)),
            (None, None, None) => {
                let why = Reason::new("reason-name-or-address");
                Err(Invalid::one("name", why))
            }
        }
    }
}

/// Let someone in
///
/// Whoever came already stays counted once: then it is answered with 200 and the check-in that there is. What was answered
/// stays as it is. For its organisers and the front desk.
#[utoipa::path(post, path = "/seminars/{id}/check-ins", tag = "At the door", operation_id = "check_in",
    params(SeminarId, Once),
    request_body = Arrives,
    responses(
        (status = 201, body = CheckInShown),
        (status = 200, description = "They had come already", body = CheckInShown),
        (status = 403, description = "The caller keeps no door."),
        (status = 409, description = "It does not take place."),
    ))]
pub async fn check_in(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Arrives>,
) -> Result<HttpResponse, Failure> {
    let companions = body.0.companions;
    let who = body.0.arrival()?;
    once.carry_out(&app, async |conn| {
        let came = let_in(conn, &*app.clock, &api.actor, *id, who, companions).await?;
        let shown = CheckInShown::from(came.check_in);
        let status = match came.again {
            true => StatusCode::OK,
            false => StatusCode::CREATED,
        };
        Done::json(status, &shown)
    })
    .await
}

/// List who came to the door
///
/// In the order in which they came. For its organisers and the front desk.
#[utoipa::path(get, path = "/seminars/{id}/check-ins", tag = "At the door", operation_id = "list_check_ins",
    params(SeminarId, Page),
    responses(
        (status = 200, body = inline(Listed<CheckInShown>)),
        (status = 403, description = "The caller keeps no door."),
    ))]
pub async fn check_ins(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let seminar = queries::seminar(&mut conn, *id).await?;
    let seminar = seminar.ok_or_else(Failure::not_found)?;
    let standing = queries::standing(&mut conn, Some(&api.actor), &seminar).await?;
    let sees = rules::sees(Some(&api.actor), &seminar, standing);
    if !(sees || api.actor.has(Role::FrontDesk)) {
        return Err(Failure::not_found());
    }
    rules::may_keep_door(&api.actor, standing.organises)?;
    let listed = queries::check_ins(&mut conn, *id, page).await?;
    list(&listed.map(CheckInShown::from))
}

/// Take a check-in back
///
/// They did not come after all. For its organisers and the front desk.
#[utoipa::path(delete, path = "/seminars/{id}/check-ins/{check_in_id}", tag = "At the door",
    operation_id = "undo_check_in",
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller keeps no door."),
        (status = 409, description = "It does not take place."),
    ))]
pub async fn undo(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, CheckInId)>,
) -> Result<HttpResponse, Failure> {
    let (id, check_in) = path.into_inner();
    let mut conn = app.db.get().await?;
    undo_check_in(&mut conn, &*app.clock, &api.actor, id, check_in).await?;
    Ok(Done::nothing().response())
}

/// Enter heads that were counted
///
/// Once it has begun. What was entered before is kept; the latest of each place counts. For its organisers.
#[utoipa::path(post, path = "/seminars/{id}/headcounts", tag = "At the door", operation_id = "count_heads",
    params(SeminarId, Once),
    request_body = Counts,
    responses(
        (status = 201, body = HeadcountShown),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It does not take place, or has not begun."),
    ))]
pub async fn count(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Counts>,
) -> Result<HttpResponse, Failure> {
    let Counts { place, heads } = body.0;
    once.carry_out(&app, async |conn| {
        let made = count_heads(conn, &*app.clock, &api.actor, *id, place, heads).await?;
        Done::json(StatusCode::CREATED, &HeadcountShown::from(made))
    })
    .await
}

/// List heads that were counted
///
/// All at once, in the order in which they were entered. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/headcounts", tag = "At the door", operation_id = "list_headcounts",
    params(SeminarId),
    responses(
        (status = 200, body = inline(Listed<HeadcountShown>)),
        (status = 403, description = "The caller does not organise it."),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn headcounts(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    organised(&mut conn, &api, *id).await?;
    let found = queries::headcounts(&mut conn, *id).await?;
    list(&Listed::whole(found).map(HeadcountShown::from))
}

/// Read who came from where
///
/// Answers, check-ins and heads that were counted, beside each other; and answers and check-ins by institution and country.
/// For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/turnout", tag = "At the door", operation_id = "get_turnout",
    params(SeminarId),
    responses(
        (status = 200, body = TurnoutShown),
        (status = 403, description = "The caller does not organise it."),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn turnout(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    let seminar = organised(&mut conn, &api, *id).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let places = queries::places(&mut conn, *id).await?;
    let counts = queries::answer_counts(&mut conn, *id).await?;
    let heads = queries::heads(&mut conn, *id).await?;
    let (institutions, countries) = queries::turnout(&mut conn, *id).await?;
    let said = |answer: Option<Answer>| counts.get(&answer).copied().unwrap_or(0);
    let counted = |place| heads.iter().find(|one| one.place == place);
    let came: i64 = institutions.iter().map(|one| one.came).sum();
    show(&TurnoutShown {
        capacity: details.capacity,
        seats_taken: places.taken,
        answers: AnswerCounts {
            yes: said(Some(Answer::Yes)),
            maybe: said(Some(Answer::Maybe)),
            no: said(Some(Answer::No)),
            waiting: said(Some(Answer::Waiting)),
            unanswered: said(None),
        },
        checked_in: usize::try_from(came).unwrap_or(0),
        heads_in_room: counted(Counted::Room).map(|one| one.heads),
        heads_online: counted(Counted::Online).map(|one| one.heads),
        institutions: institutions
            .into_iter()
            .map(|one| FromInstitution {
                institution: one.institution,
                country: one.country,
                yes: one.yes,
                checked_in: one.came,
            })
            .collect(),
        countries: countries
            .into_iter()
            .map(|one| FromCountry {
                country: one.country,
                yes: one.yes,
                checked_in: one.came,
            })
            .collect(),
    })
}
