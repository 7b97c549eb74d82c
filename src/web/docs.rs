//! `GET /api/v1/docs`: the description of the API for people, as pages like any other.

use actix_web::{HttpResponse, web};

use super::{
    errors::Failure,
    pages::api::{self, ApiPage, ApiPartPage},
    reader::Reader,
};

/// Browse this description
///
/// How the API works, and every call. For people; nothing is loaded from elsewhere.
#[utoipa::path(get, path = "/docs", tag = "Description", operation_id = "browse_description",
    security(()),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")))]
pub async fn overview(reader: Reader) -> Result<HttpResponse, Failure> {
    reader.show(&ApiPage {
        page: reader.page(),
        api: api::description(),
    })
}

/// Browse a part of this description
///
/// The calls of one part, and what they send and answer.
#[utoipa::path(get, path = "/docs/{part}", tag = "Description", operation_id = "browse_part",
    security(()),
    params(("part" = String, Path, description = "The part, as `seminars`")),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")))]
pub async fn part(reader: Reader, part: web::Path<String>) -> Result<HttpResponse, Failure> {
    let part = api::part(&part).ok_or_else(Failure::not_found)?;
    reader.show(&ApiPartPage {
        page: reader.page(),
        api: api::description(),
        part,
    })
}
