//! What is told of bookings, and to whom.

pub mod mails;
