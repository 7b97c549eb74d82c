//! `/people/{id}/form-of-address`: how someone is addressed in mails, and the office that answers for them.

use actix_web::{HttpResponse, web};

use super::{Asked, Body, show};
use crate::{
    app::App,
    base::ids::PersonId,
    people::{actions::address_person, model::FormOfAddress, queries, rules},
    seminars::queries::organises_for,
    web::{actor::ApiActor, errors::Failure},
};

/// Read how someone is addressed
///
/// For the person themselves, their assistants and members.
#[utoipa::path(get, path = "/people/{id}/form-of-address", tag = "People", operation_id = "get_form_of_address",
    params(PersonId),
    responses(
        (status = 200, body = FormOfAddress),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<PersonId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    rules::may_see(&api.actor, *id)?;
    let mut conn = app.db.get().await?;
    let found = queries::person(&mut conn, *id).await?;
    found.ok_or_else(Failure::not_found)?;
    show(&queries::form_of_address(&mut conn, *id).await?)
}

/// Say how someone is addressed
///
/// With title and salutation in mails; and by an office that answers for them, to whose address their mail goes, named for
/// them. For the person themselves, their assistants, administrators and those who organise what the person is asked to; title
/// and salutation also for the front desk.
#[utoipa::path(put, path = "/people/{id}/form-of-address", tag = "People", operation_id = "put_form_of_address",
    params(PersonId),
    request_body = FormOfAddress,
    responses(
        (status = 200, body = FormOfAddress),
        (status = 403, description = "The caller may not change this of this person."),
    ))]
pub async fn put(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<PersonId>,
    body: Body<FormOfAddress>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let organises = organises_for(&mut conn, &api.actor, *id).await?;
    let clock = &*app.clock;
    let now = address_person(&mut conn, clock, &api.actor, *id, organises, body.0).await?;
    show(&now)
}
