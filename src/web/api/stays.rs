//! `/stays`: entered, listed, changed, taken step by step.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Asked, Body, Change as Edited, IfMatch, bookings::Why, list, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Reason, Refusal},
        ids::{InstitutionId, PersonId, ProjectId, RoomId, SiteId, StayId},
    },
    stays::{
        actions::{self, Change, NewStay, StayError, StepOn, Visitor},
        model::{Certainty, Details, Step},
        queries::{self, Seen, StayFilter},
        rules::{self, Sight},
        state::{StayAct, StayState},
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The body of `POST /stays`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enter {
    visitor: Who,
    host_id: PersonId,
    from: NaiveDate,
    to: NaiveDate,
    site_id: Option<SiteId>,
    project_id: Option<ProjectId>,
    purpose: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
    desk_id: Option<RoomId>,
    #[serde(default)]
    tentative: bool,
}

/// Who comes: `{person_id}`, or `{name, email?, institution_id?}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    person_id: Option<PersonId>,
    name: Option<String>,
    email: Option<String>,
    institution_id: Option<InstitutionId>,
}

/// The body of `PATCH /stays/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    lock_version: Option<i32>,
    host_id: Option<PersonId>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    #[serde(default)]
    site_id: Edited<SiteId>,
    #[serde(default)]
    project_id: Edited<ProjectId>,
    #[serde(default)]
    purpose: Edited<String>,
    topics: Option<Vec<String>>,
    #[serde(default)]
    desk_id: Edited<RoomId>,
    tentative: Option<bool>,
    reason: Option<String>,
}

/// A stay as the API shows it; purpose, topics, project and reason only to those whom it concerns.
#[derive(Debug, Serialize)]
struct Shown {
    id: StayId,
    code: String,
    state: StayState,
    state_at: Instant,
    visitor: VisitorShown,
    host_id: PersonId,
    host: Option<String>,
    from: NaiveDate,
    to: NaiveDate,
    zone: String,
    site_id: Option<SiteId>,
    site: Option<String>,
    desk_id: Option<RoomId>,
    desk: Option<String>,
    tentative: bool,
    project_id: Option<ProjectId>,
    purpose: Option<String>,
    topics: Option<Vec<String>>,
    reason: Option<String>,
    entered_by: Option<PersonId>,
    revision: i32,
    sequence: i32,
    lock_version: i32,
}

/// Who comes.
#[derive(Debug, Serialize)]
struct VisitorShown {
    person_id: PersonId,
    name: Option<String>,
    institution_id: Option<InstitutionId>,
    institution: Option<String>,
}

/// A step that a stay took.
#[derive(Debug, Serialize)]
struct StepShown {
    state: StayState,
    at: Instant,
    by: Option<PersonId>,
    reason: Option<String>,
}

impl From<StayError> for Failure {
    fn from(error: StayError) -> Self {
        match error {
            StayError::Taken(taken) => taken.into(),
            StayError::Refused(refusal) => refusal.into(),
        }
    }
}

impl From<Seen> for Shown {
    fn from(seen: Seen) -> Self {
        let full = seen.sight == Sight::Full;
        let Details {
            stay,
            visitor,
            institution,
            host,
            site,
            desk,
        } = seen.details;
        let (institution_id, institution) =
            institution.map_or((None, None), |home| (Some(home.id), Some(home.name)));
        let (desk_id, desk) =
            desk.map_or((None, None), |desk| (Some(desk.room_id), Some(desk.name)));
        Self {
            id: stay.id,
            code: stay.code,
            state: stay.state,
            state_at: stay.state_at,
            visitor: VisitorShown {
                person_id: visitor.id,
                name: visitor.name,
                institution_id,
                institution,
            },
            host_id: host.id,
            host: host.name,
            from: stay.from_date,
            to: stay.to_date,
            zone: stay.zone,
            site_id: stay.site_id,
            site,
            desk_id,
            desk,
            tentative: stay.certainty == Certainty::Tentative,
            project_id: stay.project_id,
            purpose: full.then_some(stay.purpose),
            topics: full.then_some(stay.topics),
            reason: stay.state_reason,
            entered_by: full.then_some(stay.entered_by),
            revision: stay.revision,
            sequence: stay.sequence,
            lock_version: stay.lock_version,
        }
    }
}

impl Shown {
    /// What whoever wrote it is answered.
    fn written(api: &ApiActor, details: Details) -> Self {
        // Who has handed a stay over may know of it no more.
        let sight = rules::sight(&api.actor, &details.stay).unwrap_or(Sight::Brief);
        let details = rules::shown(details, sight);
        Self::from(Seen { details, sight })
    }
}

impl From<Step> for StepShown {
    fn from(step: Step) -> Self {
        Self {
            state: step.state,
            at: step.at,
            by: step.by.map(|by| by.id),
            reason: step.reason,
        }
    }
}

/// `GET /stays?from=&to=&state=&host_id=&visitor_id=&site_id=`: `from` and `to` are days, both inclusive.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let filter = StayFilter {
        from: asked.parsed("from", "reason-date"),
        to: asked.parsed("to", "reason-date"),
        state: asked.read("state", state),
        host: asked.parsed("host_id", "reason-unknown"),
        visitor: asked.parsed("visitor_id", "reason-unknown"),
        site: asked.parsed("site_id", "reason-unknown"),
    };
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let listed = queries::list(&mut conn, &api.actor, &filter, page).await?;
    list(&listed.map(Shown::from))
}

/// `GET /stays/{id}`, with its steps for those whom it concerns.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<StayId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seen = queries::seen(&mut conn, &api.actor, *id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let steps = match seen.sight {
        Sight::Full => Some(queries::steps(&mut conn, *id).await?),
        Sight::Brief => None,
    };
    let mut shown = json!(Shown::from(seen));
    if let Some(steps) = steps {
        shown["steps"] = steps
            .into_iter()
            .map(StepShown::from)
            .map(|step| json!(step))
            .collect();
    }
    show(&shown)
}

/// `POST /stays`.
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<Enter>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewStay {
        visitor: visitor(typed.visitor)?,
        host: typed.host_id,
        from: typed.from,
        to: typed.to,
        site: typed.site_id,
        project: typed.project_id,
        purpose: typed.purpose.unwrap_or_default(),
        topics: typed.topics,
        desk: typed.desk_id,
        tentative: typed.tentative,
    };
    once.carry_out(&app, async |conn| {
        let entered = actions::enter(conn, &*app.clock, &app.hub, &api.actor, new).await?;
        let location = format!("/api/v1/stays/{}", entered.stay.id);
        Done::created(&location, &Shown::written(&api, entered))
    })
    .await
}

/// `PATCH /stays/{id}`.
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<StayId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = Change {
        host: typed.host_id,
        from: typed.from,
        to: typed.to,
        site: typed.site_id.option(),
        project: typed.project_id.option(),
        purpose: typed.purpose.option().map(Option::unwrap_or_default),
        topics: typed.topics,
        desk: typed.desk_id.option(),
        tentative: typed.tentative,
        reason: typed.reason,
        lock_version: if_match.or(typed.lock_version),
    };
    let mut conn = app.db.get().await?;
    let changed = actions::change(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    let changed = if_match.judge(changed)?;
    show(&Shown::written(&api, changed))
}

/// `POST /stays/{id}/{act}`: `approval`, `refusal`, `invitation`, `confirmation`, `arrival`, `departure`, `cancellation`
/// or `no-show`.
pub async fn step(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    path: web::Path<(StayId, StayAct)>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    let (id, act) = path.into_inner();
    let on = StepOn {
        act,
        reason: body.0.reason,
        lock_version: None,
    };
    once.carry_out(&app, async |conn| {
        let stepped = actions::step(conn, &*app.clock, &app.hub, &api.actor, id, on).await?;
        Done::json(StatusCode::OK, &Shown::written(&api, stepped))
    })
    .await
}

fn state(text: &str) -> Result<StayState, Reason> {
    text.parse().map_err(|_| {
        let choices: Vec<&str> = StayState::ALL.iter().map(|state| state.word()).collect();
        Reason::new("reason-not-a-choice").with("choices", choices.join(", "))
    })
}

fn visitor(who: Who) -> Result<Visitor, Refusal> {
    match who {
        Who {
            person_id: Some(person),
            name: None,
            email: None,
            institution_id: None,
        } => Ok(Visitor::Person(person)),
        Who {
            person_id: None,
            name,
            email,
            institution_id,
        } => Ok(Visitor::New {
            name: name.unwrap_or_default(),
            email,
            institution: institution_id,
        }),
        _ => Err(Refusal::invalid("visitor", "reason-either-visitor")),
    }
}
