//! What can be done with rooms and bookings. Each action opens its transaction, writes its audit entry and its notices.

mod book;
mod cancel;
mod decide;
pub mod hold;
mod keep;
mod move_to;
mod run;

pub use book::{BookError, Booked, NewBooking, book, wall_time};
pub use cancel::cancel;
pub use decide::{Decision, decide};
pub use keep::{
    NewRoom, NewSite, RoomChange, SiteChange, change_room, change_site, create_room, create_site,
    remove_room, remove_site,
};
pub use move_to::{Move, move_to};
pub use run::{Clash, Made, OnConflict, RunBooked, Why, book_run};
