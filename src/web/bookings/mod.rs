//! The pages of bookings: the form, a booking, and what is decided about it.

pub mod acts;
pub mod form;
mod ground;
mod read;
pub mod show;

use diesel_async::AsyncPgConnection;

use super::errors::Failure;
use crate::{
    people::model::Actor,
    rooms::{model::Booking, queries, rules::sees_title},
    seminars::{self, model::Seminar},
};

/// The booking with this code, and the seminar that it serves, as far as `actor` may see them.
///
/// # Errors
/// There is none that they may see.
async fn seen(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<(Booking, Option<Seminar>), Failure> {
    let booking = queries::booking_by_code(conn, code)
        .await?
        .ok_or_else(Failure::not_found)?;
    let shown = queries::shown(conn, &[booking.id]).await?;
    if !shown
        .get(&booking.id)
        .is_some_and(|shown| sees_title(Some(actor), shown))
    {
        return Err(Failure::not_found());
    }
    let seminar = match booking.seminar_id {
        Some(id) => seminars::queries::seminar(conn, id).await?,
        None => None,
    };
    Ok((booking, seminar))
}
