//! What can be done with rooms and bookings. Each action opens its transaction, writes its audit entry and its notices.

mod book;
mod cancel;
mod decide;
pub mod hold;
mod keep;
mod keepers;
mod move_to;
mod rederive;
mod run;
mod stand;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{clock::Clock, hub::Hub, ids::BookingId},
    people::model::Actor,
    rooms::{notices, queries},
};

pub use book::{BookError, Booked, NewBooking, book, wall_time};
pub use cancel::cancel;
pub use decide::{Decision, decide, decide_within};
pub use keep::{
    ClosedDaysChange, NewClosedDays, NewRoom, NewSite, RoomChange, SiteChange, change_closed_days,
    change_room, change_site, create_room, create_site, enter_closed_days, remove_closed_days,
    remove_room, remove_site,
};
pub use move_to::{Move, NewTime, move_to};
pub use rederive::{astray, rederive};
pub use run::{Clash, Made, OnConflict, RunBooked, Why, book_run};

/// Asks those who keep the rooms of a booking about it: for what makes bookings of its own, within its transaction.
///
/// # Errors
/// What the database says.
pub async fn ask_keepers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: BookingId,
) -> QueryResult<()> {
    match queries::booking(conn, id).await? {
        Some(booking) => notices::asked(conn, clock, hub, actor, &booking, 1).await,
        None => Ok(()),
    }
}
