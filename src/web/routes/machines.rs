//! What machines ask: monitors, browsers for their files, pages elsewhere that show a list, and
//! whoever wants the calls described.

use super::{Place, at};

/// What monitors ask.
pub(super) fn health() -> Vec<Place> {
    use crate::web::health;
    vec![
        at("/health/live").get(health::live),
        at("/health/ready").get(health::ready),
    ]
}

/// The files that pages ask for.
pub(super) fn files() -> Vec<Place> {
    use crate::web::files;
    vec![at("/static/{name}").get(files::file)]
}

/// The lists that are shown inside other pages.
pub(super) fn embeds() -> Vec<Place> {
    use crate::web::embed;
    vec![
        at("/embed/hub").get(embed::hub),
        at("/embed/series/{slug}").get(embed::of_series),
        at("/embed/topics/{slug}").get(embed::of_topic),
        at("/embed/institutions/{slug}").get(embed::of_institution),
        at("/embed/lists/{slug}").get(embed::of_list),
    ]
}

/// The description of the API, for programs.
pub(super) fn description() -> Vec<Place> {
    use crate::web::api::openapi;
    vec![at("/openapi.json").get(openapi::json)]
}
