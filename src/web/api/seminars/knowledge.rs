//! Who knows the present revision of a seminar, and telling the rest.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::organised;
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::{AudienceId, PersonId, SeminarId},
    },
    seminars::{
        actions::tell_rest,
        queries::{self, Known, Knows, ListTold},
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, show},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Who knows the present revision of a seminar.
#[derive(Debug, Serialize, ToSchema)]
pub struct Knowledge {
    /// The present revision.
    revision: i32,
    /// How many stand how.
    totals: KnowledgeTotals,
    /// Everyone concerned, by name.
    items: Vec<KnownShown>,
    /// The mailing lists that were told, by name. Who reads them is unknown, and they count among none of the totals.
    audiences: Vec<ListShown>,
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

/// What a mailing list was last told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AudienceTold)]
pub struct ListShown {
    /// Which list.
    audience_id: AudienceId,
    /// What it is called.
    name: String,
    /// The latest revision that a mail to it told.
    revision_told: i32,
    /// When that mail was taken, or had failed.
    #[schema(value_type = DateTime)]
    told_at: Instant,
    /// `accepted` where the server of the list took that mail; `failed` where it was refused or came back, though it may have
    /// reached some of those who read the list.
    #[schema(pattern = "^(accepted|failed)$")]
    state: &'static str,
    /// Whether another mail about the seminar waits to go to it. Where none does, it is told nothing more, though the revision may
    /// be a later one: not everything is told.
    waits: bool,
}

impl From<ListTold> for ListShown {
    fn from(told: ListTold) -> Self {
        Self {
            audience_id: told.audience_id,
            name: told.name,
            revision_told: told.revision_told,
            told_at: told.told_at,
            state: told.state.word(),
            waits: told.waits,
        }
    }
}

/// Read who knows
///
/// Who was told the present revision by mail, who was not, and whose mail could not be sent; never who opened what. And
/// which mailing lists were told, as lists. All at once. For its organisers.
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
    let lists = queries::lists_told(&mut conn, seminar.id).await?;
    let count = |state: Knows| known.iter().filter(|one| one.state == state).count();
    show(&Knowledge {
        revision: seminar.revision,
        totals: KnowledgeTotals {
            knows: count(Knows::Knows),
            doesnt: count(Knows::Doesnt),
            bounced: count(Knows::Bounced),
        },
        items: known.iter().map(KnownShown::from).collect(),
        audiences: lists.into_iter().map(ListShown::from).collect(),
    })
}

/// What is said to those who do not know how a seminar stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KnowledgeDispatch, example = json!({"note": "The hall is another one."}))]
pub struct Dispatch {
    /// Words of the organiser's own, above what each of them is told.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KnowledgeDispatched)]
pub struct Dispatched {
    /// How many are told now.
    queued: usize,
}

/// Tell those who do not know
///
/// At once, each what they lack: what waits for them goes now; who was told an earlier revision reads what is different, or that
/// it does not take place; who was told nothing is invited, or asked to speak. Who knows is told nothing, and where a mail
/// bounced none is sent again. For its organisers.
#[utoipa::path(post, path = "/seminars/{id}/knowledge/dispatch", tag = "Guests", operation_id = "tell_rest",
    params(SeminarId, Once),
    request_body = Dispatch,
    responses(
        (status = 202, description = "The mails are on their way", body = Dispatched),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is a draft or over."),
    ))]
pub async fn tell(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Dispatch>,
) -> Result<HttpResponse, Failure> {
    let Body(Dispatch { note }) = body;
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    once.carry_out(&app, async |conn| {
        let queued = tell_rest(conn, clock, hub, actor, *id, note.as_deref()).await?;
        Done::json(StatusCode::ACCEPTED, &Dispatched { queued })
    })
    .await
}
