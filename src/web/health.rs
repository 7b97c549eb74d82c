//! What monitors ask: does the process answer, and can it serve?

use actix_web::{HttpResponse, web};

use super::errors::{Failure, Kind};
use crate::app::App;

/// `GET /health/live`: the process answers.
pub async fn live() -> Result<HttpResponse, Failure> {
    Ok(answer("alive"))
}

/// `GET /health/ready`: the database can be reached and has the schema that this program needs; 503 otherwise.
pub async fn ready(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    match app.db.is_migrated().await {
        Ok(true) => Ok(answer("ready")),
        Ok(false) | Err(_) => Err(Failure::new(Kind::Unavailable)),
    }
}

fn answer(word: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(word)
}
