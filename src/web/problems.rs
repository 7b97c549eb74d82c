//! `GET /problems/{name}`: what a problem document's `type` leads to, in words.

use actix_web::{HttpResponse, web};

use super::{
    errors::{Failure, Kind},
    reader::Reader,
};

/// What this sort of problem is.
pub async fn explain(reader: Reader, name: web::Path<String>) -> Result<HttpResponse, Failure> {
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.name() == name.as_str())
        .ok_or_else(Failure::not_found)?;
    let language = reader.language();
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(format!(
            "{} {}\n\n{}\n",
            kind.status().as_u16(),
            language.t(&format!("problem-{name}")),
            language.t(&format!("problem-words-{name}"))
        )))
}
