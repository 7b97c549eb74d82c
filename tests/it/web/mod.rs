//! The frame that serves pages and API: who is let in, what is refused, and how it is said; and every page, played as
//! people use it.

mod answers;
mod api;
mod bookings;
mod forms;
mod frame;
mod house;
mod invitations;
mod rooms;
mod sign_in;
