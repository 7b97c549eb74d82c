//! What administrators do.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::admin;
    vec![
        at("/admin").get(admin::start::show),
        at("/admin/mail").get(admin::queue::all),
        at("/admin/mail/{id}").get(admin::message::one),
        at("/admin/mail/{id}/html").get(admin::message::html),
        at("/admin/mail/{id}/retry").post(admin::message::try_again),
        at("/admin/mail/{id}/abandonment").post(admin::message::give_up),
        at("/admin/closed-days")
            .get(admin::closed_days::all)
            .post(admin::closed_days::enter),
        at("/admin/closed-days/{id}")
            .get(admin::closed_days::edit)
            .post(admin::closed_days::save),
        at("/admin/closed-days/{id}/removal").post(admin::closed_days::remove),
        at("/admin/suspensions").get(admin::suspensions::all),
        at("/admin/suspensions/{id}/lifting").post(admin::suspensions::lift),
        at("/admin/inbound").get(admin::inbound::all),
        at("/admin/inbound/{id}").get(admin::inbound::one),
        at("/admin/inbound/{id}/source").get(admin::inbound::source),
        at("/admin/inbound/{id}/retry").post(admin::inbound::try_again),
        at("/admin/people/{id}/feeds").get(admin::person_feeds::all),
        at("/admin/people/{id}/feeds/{feed_id}/revocation").post(admin::person_feeds::end),
    ]
}

/// The calls of the API.
pub(super) fn api() -> Vec<Place> {
    use crate::web::api::{inbound, messages, suspensions};
    vec![
        at("/messages").get(messages::all),
        at("/messages/{id}")
            .get(messages::one)
            .patch(messages::held::write),
        at("/messages/{id}/dispatch").post(messages::held::let_go),
        at("/messages/{id}/abandonment").post(messages::held::stop),
        at("/messages/{id}/retry").post(messages::retry::try_again),
        at("/suspensions").get(suspensions::all),
        at("/suspensions/{id}").delete(suspensions::lift),
        at("/inbound").get(inbound::all),
        at("/inbound/{id}").get(inbound::one),
        at("/inbound/{id}/retry").post(inbound::try_again),
    ]
}
