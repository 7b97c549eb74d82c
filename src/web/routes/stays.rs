//! Visiting stays.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::stays;
    vec![
        at("/stays")
            .get(stays::timeline::show)
            .post(stays::form::enter),
        at("/stays/new").get(stays::form::blank),
        at("/stays/{code}")
            .get(stays::show::show)
            .post(stays::form::save),
        at("/stays/{code}/edit").get(stays::form::edit),
        at("/stays/{code}/{act}").post(stays::acts::step),
    ]
}

/// The calls of the API.
pub(super) fn api() -> Vec<Place> {
    use crate::web::api::stays;
    vec![
        at("/stays").get(stays::all).post(stays::enter),
        at("/stays/{id}").get(stays::one).patch(stays::change),
        at("/stays/{id}/{act}").post(stays::step),
    ]
}
