//! Lists that gather seminars across series.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::{confirm::asking, lists};
    vec![
        at("/lists").get(lists::index).post(lists::form::enter),
        at("/lists/new").get(lists::form::blank),
        at("/lists/{slug}").get(lists::show).post(lists::form::save),
        at("/lists/{slug}/edit").get(lists::form::edit),
        at("/lists/{slug}/items")
            .get(lists::items::show)
            .post(lists::items::put),
        at("/lists/{slug}/items/{id}/removal").post(lists::items::take_off),
        at("/lists/{slug}/followers").post(asking::list),
        at("/lists/{slug}/removal").post(lists::form::remove),
    ]
}

/// The calls of the API.
pub(super) fn api() -> Vec<Place> {
    use crate::web::api::lists;
    vec![
        at("/lists").get(lists::all).post(lists::enter),
        at("/lists/{id}")
            .get(lists::one)
            .patch(lists::change)
            .delete(lists::remove),
        at("/lists/{id}/items")
            .get(lists::items::all)
            .post(lists::items::put),
        at("/lists/{id}/items/{item_id}").delete(lists::items::take_off),
    ]
}
