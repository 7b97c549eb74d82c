//! Where links lead that stand in mails, calendars and on paper. Who comes by them need not sign in.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::{answers, confirm, join, notices, speak, unsubscribe};
    vec![
        at("/s/{code}").get(join::short),
        at("/s/{code}/join").get(join::join),
        at("/answer/{token}")
            .get(answers::show)
            .post(answers::answer),
        at("/speak/{token}").get(speak::show).post(speak::save),
        at("/speak/{token}/answer").post(speak::answer),
        at("/speak/{token}/slots").post(speak::slots::say),
        at("/speak/{token}/files").post(speak::files::put),
        at("/speak/{token}/portrait").get(speak::files::portrait),
        at("/speak/{token}/removal").post(speak::files::remove),
        at("/speak/{token}/slides").get(speak::files::slides),
        at("/confirm/{token}")
            .get(confirm::show)
            .post(confirm::answer),
        at("/notices/{token}")
            .get(notices::show_linked)
            .post(notices::save_linked),
        at("/unsubscribe/{token}")
            .get(unsubscribe::show)
            .post(unsubscribe::stop),
    ]
}
