//! Series of seminars.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::{audiences, confirm, print, series};
    vec![
        at("/series").post(series::form::enter),
        at("/series/new").get(series::form::blank),
        at("/series/{slug}")
            .get(series::show)
            .post(series::form::save),
        at("/series/{slug}/edit").get(series::form::edit),
        at("/series/{slug}/board").get(series::board::show),
        at("/series/{slug}/term")
            .get(series::term::blank)
            .post(series::term::plan),
        at("/series/{slug}/announcement")
            .get(series::announce::blank)
            .post(series::announce::announce),
        at("/series/{slug}/print").get(print::term::show),
        at("/series/{slug}/audiences")
            .get(audiences::of_series)
            .post(audiences::add_to_series),
        at("/series/{slug}/audiences/{id}/ending").post(audiences::end_of_series),
        at("/series/{slug}/followers").post(confirm::ask),
        at("/series/{slug}/subscription").post(series::follow),
    ]
}

/// The calls of the API.
pub(super) fn api() -> Vec<Place> {
    use crate::web::api::{announcements, audiences, boards, series, subscriptions, terms};
    vec![
        at("/series").get(series::all).post(series::enter),
        at("/series/{id}")
            .get(series::one)
            .patch(series::change)
            .delete(series::remove),
        at("/series/{id}/previews").post(series::preview::preview),
        at("/series/{id}/terms").post(terms::plan),
        at("/series/{id}/board").get(boards::board),
        at("/series/{id}/announcement").post(announcements::announce),
        at("/series/{id}/audiences")
            .get(audiences::of_series)
            .post(audiences::add_to_series),
        at("/series/{id}/audiences/{audience_id}").delete(audiences::end_of_series),
        at("/series/{id}/subscriptions").get(subscriptions::all),
        at("/series/{id}/subscriptions/{person_id}")
            .get(subscriptions::one)
            .put(subscriptions::follow)
            .delete(subscriptions::unfollow),
    ]
}
