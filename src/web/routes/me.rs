//! What is the reader's own.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::{follows, me, notices, organise, tokens};
    vec![
        at("/me").get(me::show),
        at("/me/notices")
            .get(notices::show_mine)
            .post(notices::save_mine),
        at("/me/follows").post(follows::change),
        at("/me/feeds").post(me::make_feed),
        at("/me/feeds/{id}").post(me::change_feed),
        at("/me/feeds/{id}/renewal").post(me::renew_feed),
        at("/me/feeds/{id}/revocation").post(me::revoke_feed),
        at("/me/tokens").get(tokens::show).post(tokens::make),
        at("/me/tokens/{id}/revocation").post(tokens::revoke),
        at("/organise").get(organise::show),
    ]
}

/// The calls of the API.
pub(super) fn api() -> Vec<Place> {
    use crate::web::api::tokens;
    vec![
        at("/tokens").get(tokens::all).post(tokens::make),
        at("/tokens/{id}").delete(tokens::revoke),
    ]
}
