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
    rooms::{
        model::Booking,
        queries,
        rules::{Shown, sees_title},
    },
    seminars::{
        self,
        model::{Seminar, SeminarState, Visibility},
    },
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
    let seminar = match booking.seminar_id {
        Some(id) => seminars::queries::seminar(conn, id).await?,
        None => None,
    };
    let announced = |seminar: &&Seminar| seminar.state != SeminarState::Draft;
    let open = seminar.as_ref().filter(announced);
    let shown = Shown {
        public: open.is_some_and(|one| one.visibility == Visibility::Public),
        closed: seminar.is_some() && open.is_none_or(|one| one.visibility == Visibility::Invited),
        owner: booking.for_id,
    };
    if sees_title(Some(actor), shown) {
        Ok((booking, seminar))
    } else {
        Err(Failure::not_found())
    }
}
