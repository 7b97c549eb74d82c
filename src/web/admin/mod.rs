//! The administrators' pages: what there is and how it is set up; mail: the queue, suspended addresses, what came in; closed
//! days; and the calendars of a person.

pub mod closed_days;
pub mod inbound;
pub mod message;
pub mod person_feeds;
pub mod queue;
pub mod start;
pub mod suspensions;

use actix_web::HttpResponse;
use uuid::Uuid;

use super::{errors::Failure, flash::Flash};
use crate::{app::App, base::error::Refusal, people::model::Actor};

/// How many stand on a page of a list.
const PAGE: usize = 50;

/// Nobody else sees these pages, nor makes the calls that do the same.
pub(super) fn may_administer(actor: &Actor) -> Result<(), Failure> {
    if actor.is_administrator() {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-allowed").into())
    }
}

/// How many rows to read for a page: one more than are shown, which says whether there is another.
fn rows() -> i64 {
    i64::try_from(PAGE).unwrap_or(i64::MAX) + 1
}

/// What is shown of the rows that were read, and behind which id the next page begins.
fn shown<T>(mut rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> (Vec<T>, Option<String>) {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().filter(|_| more).map(|row| id(row).to_string());
    (rows, last)
}

/// Tells on the next page that it is done.
fn told(app: &App, key: &str, done: HttpResponse) -> HttpResponse {
    Flash::done(key).on(app, done)
}
