//! `/projects`: research projects and themes under which seminars and stays are counted.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asked, Body, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        ids::ProjectId,
        page::{Listed, Page},
    },
    people::{
        actions::{self, ChangeProject, NewProject, change_project, create_project},
        model::Project,
        queries, rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A project to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProject, example = json!({"name": "Trustworthy Foundation Models"}))]
pub struct New {
    /// Its name.
    #[serde(default)]
    #[schema(required = true, max_length = 500)]
    name: String,
    /// Its short name in addresses; made from the name where none is given.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// What it is about.
    #[schema(max_length = 50_000)]
    description: Option<String>,
}

/// What is to be otherwise about a project; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProjectChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another name.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Another short name.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// Another description.
    #[schema(max_length = 50_000)]
    description: Option<String>,
}

/// List projects
///
/// In the order of entry. For members.
#[utoipa::path(get, path = "/projects", tag = "Projects", operation_id = "list_projects",
    params(
        ("slug" = Option<String>, Query, description = "With this short name"),
        Page,
    ),
    responses(
        (status = 200, body = inline(Listed<Project>)),
        (status = 403, description = "The caller is no member."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let slug = asked.text("slug");
    let page = asked.page();
    asked.end()?;
    list(&queries::projects(&mut *app.db.get().await?, slug.as_deref(), page).await?)
}

/// Read a project
///
/// For members.
#[utoipa::path(get, path = "/projects/{id}", tag = "Projects", operation_id = "get_project",
    params(ProjectId),
    responses(
        (status = 200, body = Project),
        (status = 403, description = "The caller is no member."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ProjectId>,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let found = queries::project(&mut *app.db.get().await?, *id).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// Enter a project
///
/// For members.
#[utoipa::path(post, path = "/projects", tag = "Projects", operation_id = "enter_project",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Project),
        (status = 403, description = "The caller is no member."),
    ))]
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

/// Change a project
///
/// For the front desk.
#[utoipa::path(patch, path = "/projects/{id}", tag = "Projects", operation_id = "change_project",
    params(ProjectId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Project),
        (status = 403, description = "The caller is not at the front desk."),
    ))]
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

/// Remove a project
///
/// One to which nothing refers. For administrators.
#[utoipa::path(delete, path = "/projects/{id}", tag = "Projects", operation_id = "remove_project",
    params(ProjectId),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller is no administrator."),
        (status = 409, description = "Something refers to it."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ProjectId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_project(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
