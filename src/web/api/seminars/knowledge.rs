//! Who knows the present revision of a seminar.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::organised;
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId},
    },
    seminars::queries::{self, Known, Knows},
    web::{
        actor::ApiActor,
        api::{Asked, show},
        errors::Failure,
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
