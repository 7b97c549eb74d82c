//! `/people/{id}/roles` and `/people/{id}/assistants`: what someone may do, and who acts for them.

use actix_web::{HttpResponse, web};

use super::{people::Shown, show};
use crate::{
    app::App,
    base::ids::PersonId,
    people::{actions, model::Role},
    web::{actor::ApiActor, errors::Failure},
};

/// Give a role
///
/// Giving it twice changes nothing. For administrators.
#[utoipa::path(put, path = "/people/{id}/roles/{role}", tag = "People", operation_id = "grant_role",
    responses(
        (status = 200, description = "The person, with the role", body = Shown),
        (status = 403, description = "The caller is no administrator."),
    ))]
pub async fn grant(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, Role)>,
) -> Result<HttpResponse, Failure> {
    let (person, role) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed = actions::grant_role(&mut conn, &*app.clock, &api.actor, person, role).await?;
    show(&Shown::from(changed))
}

/// Take a role
///
/// For administrators.
#[utoipa::path(delete, path = "/people/{id}/roles/{role}", tag = "People", operation_id = "revoke_role",
    responses(
        (status = 200, description = "The person, without the role", body = Shown),
        (status = 403, description = "The caller is no administrator."),
        (status = 409, description = "They are the last administrator."),
    ))]
pub async fn revoke(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, Role)>,
) -> Result<HttpResponse, Failure> {
    let (person, role) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed = actions::revoke_role(&mut conn, &*app.clock, &api.actor, person, role).await?;
    show(&Shown::from(changed))
}

/// Name an assistant
///
/// Who acts for the person from then on. Naming them twice changes nothing. For the person themselves and
/// administrators.
#[utoipa::path(put, path = "/people/{id}/assistants/{assistant_id}", tag = "People",
    operation_id = "name_assistant",
    responses(
        (status = 200, description = "The person, with the assistant", body = Shown),
        (status = 403, description = "The caller is not this person."),
        (status = 422, description = "There is no such assistant, or it is the person themselves."),
    ))]
pub async fn name_assistant(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (person, assistant) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed =
        actions::name_assistant(&mut conn, &*app.clock, &api.actor, person, assistant).await?;
    show(&Shown::from(changed))
}

/// End an assistance
///
/// For the person themselves, the assistant and administrators.
#[utoipa::path(delete, path = "/people/{id}/assistants/{assistant_id}", tag = "People",
    operation_id = "remove_assistant",
    responses(
        (status = 200, description = "The person, without the assistant", body = Shown),
        (status = 403, description = "The caller is neither of the two."),
    ))]
pub async fn remove_assistant(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (person, assistant) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed =
        actions::remove_assistant(&mut conn, &*app.clock, &api.actor, person, assistant).await?;
    show(&Shown::from(changed))
}
