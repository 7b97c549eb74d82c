//! `/institutions`: universities and institutes.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Asked, Body, Change, IfMatch, list, show};
use crate::{
    app::App,
    base::ids::InstitutionId,
    people::{
        actions::{
            self, ChangeInstitution, NewInstitution, change_institution, create_institution,
        },
        queries::{self, InstitutionFilter},
        rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The body of `POST /institutions`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    #[serde(default)]
    name: String,
    slug: Option<String>,
    country: Option<String>,
    city: Option<String>,
    #[serde(default)]
    zone: String,
    kind: Option<String>,
    sector: Option<String>,
    ror: Option<String>,
}

/// The body of `PATCH /institutions/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    lock_version: Option<i32>,
    name: Option<String>,
    slug: Option<String>,
    #[serde(default)]
    country: Change<String>,
    #[serde(default)]
    city: Change<String>,
    zone: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    sector: Change<String>,
    #[serde(default)]
    ror: Change<String>,
}

/// `GET /institutions?kind=&country=`.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let filter = InstitutionFilter {
        kind: asked.parsed("kind", "reason-unknown"),
        country: asked.text("country"),
    };
    let page = asked.page();
    asked.end()?;
    list(&queries::institutions(&mut *app.db.get().await?, &filter, page).await?)
}

/// `GET /institutions/{id}`.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<InstitutionId>,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let found = queries::institution(&mut *app.db.get().await?, *id).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// `POST /institutions`.
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewInstitution {
        name: typed.name,
        slug: typed.slug,
        country: typed.country,
        city: typed.city,
        zone: typed.zone,
        kind: typed.kind,
        sector: typed.sector,
        ror: typed.ror,
    };
    once.carry_out(&app, async |conn| {
        let made = create_institution(conn, &*app.clock, &api.actor, new).await?;
        Done::created(&format!("/api/v1/institutions/{}", made.id), &made)
    })
    .await
}

/// `PATCH /institutions/{id}`.
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<InstitutionId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = ChangeInstitution {
        lock_version: if_match.or(typed.lock_version),
        name: typed.name,
        slug: typed.slug,
        country: typed.country.option(),
        city: typed.city.option(),
        zone: typed.zone,
        kind: typed.kind,
        sector: typed.sector.option(),
        ror: typed.ror.option(),
    };
    let mut conn = app.db.get().await?;
    let (clock, hub) = (&*app.clock, &app.hub);
    let changed = change_institution(&mut conn, clock, hub, &api.actor, *id, change).await;
    show(&if_match.judge(changed)?)
}

/// `DELETE /institutions/{id}`.
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<InstitutionId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_institution(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
