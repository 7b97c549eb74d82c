//! What everyone comes past: the programme, what was, signing in, and how to subscribe.

use super::{DESCRIPTION, Place, at};

/// The pages that belong to no area: a reader's language and zone, signing in, faults explained, the API described.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::{docs, preferences, problems, sign_in};
    vec![
        at("/preferences")
            .get(preferences::form)
            .post(preferences::choose),
        at("/sign-in").get(sign_in::form).post(sign_in::ask),
        at("/sign-in/code")
            .get(sign_in::code_form)
            .post(sign_in::by_code),
        at("/sign-in/link/{token}")
            .get(sign_in::link)
            .post(sign_in::by_link),
        at("/sign-out").post(sign_in::out),
        at("/problems/{name}").get(problems::explain),
        at(DESCRIPTION).get(docs::overview),
        at("/api/v1/docs/{part}").get(docs::part),
    ]
}

/// What is to come, how it is followed by an address alone, and what has been.
pub(super) fn programme() -> Vec<Place> {
    use crate::web::{archive, confirm::asking, programme};
    vec![
        at("/").get(programme::show),
        at("/followers").post(asking::hub),
        at("/topics/{slug}/followers").post(asking::topic),
        at("/archive").get(archive::show),
    ]
}

/// How to subscribe.
pub(super) fn subscribing() -> Vec<Place> {
    use crate::web::{how_to, subscribing};
    vec![
        at("/feeds").get(subscribing::show),
        at("/feeds/how").get(how_to::choose),
        at("/feeds/how/{program}").get(how_to::one),
    ]
}
