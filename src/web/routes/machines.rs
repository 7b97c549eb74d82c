//! What machines ask: calendars and feed readers, monitors, browsers for their files, pages elsewhere that show a list, and
//! whoever wants the calls described.

use super::{Place, at};

/// The calendars that people subscribe to, and the lists for feed readers.
pub(super) fn feeds() -> Vec<Place> {
    use crate::web::feeds as calendars;
    vec![
        at("/feeds/hub.ics").get(calendars::hub),
        at("/feeds/hub.atom").get(calendars::hub),
        at("/feeds/hub.json").get(calendars::hub),
        at("/feeds/series/{slug}.ics").get(calendars::series),
        at("/feeds/series/{slug}.atom").get(calendars::series),
        at("/feeds/series/{slug}.json").get(calendars::series),
        at("/feeds/topics/{slug}.ics").get(calendars::topic),
        at("/feeds/topics/{slug}.atom").get(calendars::topic),
        at("/feeds/topics/{slug}.json").get(calendars::topic),
        at("/feeds/institutions/{slug}.ics").get(calendars::institution),
        at("/feeds/institutions/{slug}.atom").get(calendars::institution),
        at("/feeds/institutions/{slug}.json").get(calendars::institution),
        at("/feeds/lists/{slug}.ics").get(calendars::list),
        at("/feeds/lists/{slug}.atom").get(calendars::list),
        at("/feeds/lists/{slug}.json").get(calendars::list),
        at("/feeds/rooms/{slug}.ics").get(calendars::room),
        at("/feeds/seminars/{code}.ics").get(calendars::seminar),
        at("/feeds/my/{secret}.ics").get(calendars::mine),
    ]
}

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
