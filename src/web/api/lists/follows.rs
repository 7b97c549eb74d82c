//! `/people/{id}/follows/lists/{list_id}`: who follows a list, and how often its programme comes.

use actix_web::{HttpResponse, web};

use crate::{
    app::App,
    base::ids::{ListId, PersonId},
    seminars::model::Followed,
    web::{
        actor::ApiActor,
        api::{
            Body,
            follows::{New, Shown, one as read, put, remove},
        },
        errors::Failure,
    },
};

/// Read whether a person follows a list
///
/// For the person themselves, their assistants and administrators.
#[utoipa::path(get, path = "/people/{id}/follows/lists/{list_id}", tag = "Follows", operation_id = "get_list_follow",
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to know."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, ListId)>,
) -> Result<HttpResponse, Failure> {
    let (person, list) = path.into_inner();
    read(&app, &api.actor, person, &Followed::List(list)).await
}

/// Follow a list, or change how
///
/// One that is for the person. For the person themselves, their assistants and administrators.
#[utoipa::path(put, path = "/people/{id}/follows/lists/{list_id}", tag = "Follows", operation_id = "follow_list",
    request_body = New,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to say."),
        (status = 409, description = "The list is archived; or someone else says so, and nobody has confirmed yet that mail to \
            the person reaches them."),
    ))]
pub async fn follow(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, ListId)>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let (person, list) = path.into_inner();
    put(&app, &api.actor, person, &Followed::List(list), body.0).await
}

/// Stop following a list
///
/// For the person themselves, their assistants and administrators.
#[utoipa::path(delete, path = "/people/{id}/follows/lists/{list_id}", tag = "Follows", operation_id = "unfollow_list",
    responses(
        (status = 204, description = "They follow it no longer."),
        (status = 403, description = "It is not for the caller to say."),
    ))]
pub async fn unfollow(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, ListId)>,
) -> Result<HttpResponse, Failure> {
    let (person, list) = path.into_inner();
    remove(&app, &api.actor, person, &Followed::List(list)).await
}
