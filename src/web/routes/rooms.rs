//! Sites, rooms and bookings, and the days on which the hub is closed.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::{bookings, rooms};
    vec![
        at("/rooms").get(rooms::day::show),
        at("/rooms/free.json").get(rooms::free::show),
        at("/rooms/{slug}").get(rooms::room::show),
        at("/rooms/{slug}/bookings").post(bookings::form::enter),
        at("/rooms/{slug}/bookings/new").get(bookings::form::blank),
        at("/bookings/{code}")
            .get(bookings::show::show)
            .post(bookings::form::save),
        at("/bookings/{code}/edit").get(bookings::form::edit),
        at("/bookings/{code}/cancellation").post(bookings::acts::cancel),
        at("/bookings/{code}/approval").post(bookings::acts::approve),
        at("/bookings/{code}/refusal").post(bookings::acts::refuse),
    ]
}

/// The calls of the API.
pub(super) fn api() -> Vec<Place> {
    use crate::web::api::{bookings, closed_days, rooms, sites};
    vec![
        at("/sites").get(sites::all).post(sites::enter),
        at("/sites/{id}")
            .get(sites::one)
            .patch(sites::change)
            .delete(sites::remove),
        at("/closed-days")
            .get(closed_days::all)
            .post(closed_days::enter),
        at("/closed-days/{id}")
            .get(closed_days::one)
            .patch(closed_days::change)
            .delete(closed_days::remove),
        at("/rooms").get(rooms::all).post(rooms::enter),
        at("/rooms/free").get(rooms::free),
        at("/rooms/{id}")
            .get(rooms::one)
            .patch(rooms::change)
            .delete(rooms::remove),
        at("/bookings").get(bookings::all).post(bookings::book),
        at("/bookings/{id}")
            .get(bookings::one)
            .patch(bookings::change),
        at("/bookings/{id}/cancellation").post(bookings::cancel),
        at("/bookings/{id}/approval").post(bookings::approve),
        at("/bookings/{id}/refusal").post(bookings::refuse),
    ]
}
