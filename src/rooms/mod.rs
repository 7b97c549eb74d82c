//! Sites, rooms and bookings.
//!
//! It promises: a room is never taken twice. What a booking, a seminar or a stay takes is an *occupancy* under the one
//! constraint `occupancies_room_free`; nothing here looks first and inserts then. What it looks up (conflicts,
//! alternatives, free rooms) explains and suggests; the database decides.

pub mod actions;
pub mod availability;
pub mod model;
pub mod notices;
pub mod queries;
pub mod recurrence;
pub mod rules;
