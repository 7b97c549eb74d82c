//! Rooms and their bookings.

pub mod notices;
