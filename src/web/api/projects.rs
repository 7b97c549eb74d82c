//! `/projects`: research projects and themes under which seminars and stays are counted.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Asked, Body, IfMatch, list, show};
use crate::{
    app::App,
    base::ids::ProjectId,
    people::{
        actions::{self, ChangeProject, NewProject, change_project, create_project},
        queries, rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The body of `POST /projects`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    #[serde(default)]
    name: String,
    slug: Option<String>,
    description: Option<String>,
}

/// The body of `PATCH /projects/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    lock_version: Option<i32>,
    name: Option<String>,
    slug: Option<String>,
    description: Option<String>,
}

/// `GET /projects`.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let page = asked.page();
    asked.end()?;
    list(&queries::projects(&mut *app.db.get().await?, page).await?)
}

/// `GET /projects/{id}`.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ProjectId>,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let found = queries::project(&mut *app.db.get().await?, *id).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// `POST /projects`.
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewProject {
        name: typed.name,
        slug: typed.slug,
        description: typed.description,
    };
    once.carry_out(&app, async |conn| {
        let made = create_project(conn, &*app.clock, &api.actor, new).await?;
        Done::created(&format!("/api/v1/projects/{}", made.id), &made)
    })
    .await
}

/// `PATCH /projects/{id}`.
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<ProjectId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = ChangeProject {
        lock_version: if_match.or(typed.lock_version),
        name: typed.name,
        slug: typed.slug,
        description: typed.description,
    };
    let mut conn = app.db.get().await?;
    let changed = change_project(&mut conn, &*app.clock, &api.actor, *id, change).await;
    show(&if_match.judge(changed)?)
}

/// `DELETE /projects/{id}`.
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ProjectId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_project(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
