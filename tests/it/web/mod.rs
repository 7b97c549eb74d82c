//! The frame that serves pages and API: who is let in, what is refused, and how it is said; and every page, played as
//! people use it.

mod addresses;
mod answers;
mod api;
mod archive;
mod booking_acts;
mod bookings;
mod captured;
mod cite;
mod contract;
mod embed;
mod foretold;
mod foretold_series;
mod forms;
mod frame;
mod held;
mod hostile;
mod how_to;
mod invitations;
mod linked;
mod local_times;
mod mine;
mod openapi;
mod printing;
mod programme;
mod queue;
mod rooms;
mod seminar_acts;
mod seminar_form;
mod series;
mod sign_in;
mod silent;
mod speak;
mod speakers;
mod terms;
