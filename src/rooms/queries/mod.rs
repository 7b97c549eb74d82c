//! Reads of sites, rooms and bookings.

mod approval;
mod blocks;
mod bookings;
mod closed;
mod list;
mod places;
mod sight;

pub use approval::{awaited, deciders, keepers_of, request, requests, waiting_for_update};
pub use blocks::{Block, blocks};
pub use bookings::{
    booking, booking_by_code, booking_by_uid, booking_for_update, booking_of_seminar,
    booking_of_stay, rooms_of,
};
pub use closed::{closed_between, closed_days_by_id, closed_during, sites_of};
pub use list::{BookingFilter, bookings, coming_bookings};
pub use places::{
    day_of, parts, parts_of, room, room_by_slug, rooms, rooms_by_id, site, sites, with_parts,
};
pub use sight::shown;
pub(super) use sight::{SERVED, SIGHT, Sight};
