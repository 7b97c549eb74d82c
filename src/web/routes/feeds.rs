//! Where the calendars are that people subscribe to, and the lists for feed readers beside them.
//!
//! They are asked for by the thousand, mostly to hear that nothing has changed, so they are found before all else, and by what
//! stands before the name: a regular expression for each address, as others have, is a tenth of all work.

use actix_web::{
    HttpRequest, guard,
    http::{Method, header},
    middleware::from_fn,
    web::{self, ServiceConfig},
};

use super::{Place, at, place::caught};
use crate::{
    feeds::{Feeds, model::Address},
    web::{
        errors::{Failure, Kind},
        feeds, headers,
    },
};

/// The feeds that have a name: which one it is by that name, and their addresses, which differ in the ending alone.
const NAMED: &[(fn(String) -> Address, &[&str])] = &[
    (
        Address::Series,
        &[
            "/feeds/series/{slug}.ics",
            "/feeds/series/{slug}.atom",
            "/feeds/series/{slug}.json",
        ],
    ),
    (
        Address::Topic,
        &[
            "/feeds/topics/{slug}.ics",
            "/feeds/topics/{slug}.atom",
            "/feeds/topics/{slug}.json",
        ],
    ),
    (
        Address::Institution,
        &[
            "/feeds/institutions/{slug}.ics",
            "/feeds/institutions/{slug}.atom",
            "/feeds/institutions/{slug}.json",
        ],
    ),
    (
        Address::List,
        &[
            "/feeds/lists/{slug}.ics",
            "/feeds/lists/{slug}.atom",
            "/feeds/lists/{slug}.json",
        ],
    ),
    (Address::Room, &["/feeds/rooms/{slug}.ics"]),
    (Address::Seminar, &["/feeds/seminars/{code}.ics"]),
    (Address::My, &["/feeds/my/{secret}.ics"]),
];

/// What is public of the whole hub.
fn hub() -> Vec<Place> {
    vec![
        at("/feeds/hub.ics").get(feeds::hub),
        at("/feeds/hub.atom").get(feeds::hub),
        at("/feeds/hub.json").get(feeds::hub),
    ]
}

/// Puts them into a server, with their headers.
pub(super) fn all(config: &mut ServiceConfig) {
    for place in hub() {
        config.service(place.resource.wrap(from_fn(headers::bare)));
    }
    for &(address, paths) in NAMED {
        let (before, endings) = parted(paths);
        let is_theirs = guard::fn_guard(move |asked| {
            let file = asked.head().uri.path().strip_prefix(before);
            file.is_some_and(|file| is_named(file, &endings))
        });
        let answer = move |req: HttpRequest, feeds: web::Data<Feeds>| {
            caught(async move {
                if !matches!(*req.method(), Method::GET | Method::HEAD) {
                    return Err(Failure::new(Kind::Method).header(header::ALLOW, "GET, HEAD"));
                }
                feeds::named(&req, &feeds, address).await
            })
        };
        config.service(
            web::scope(before.trim_end_matches('/'))
                .guard(is_theirs)
                .default_service(web::to(answer))
                .wrap(from_fn(headers::bare)),
        );
    }
}

/// Every address, with its method.
pub(super) fn table() -> impl Iterator<Item = (Method, String)> {
    let named = NAMED.iter().flat_map(|(_, paths)| paths.iter().copied());
    let hub = hub().into_iter().map(|place| place.path);
    hub.chain(named).map(|path| (Method::GET, path.to_owned()))
}

/// What stands before the name, and what may stand behind it.
fn parted(paths: &[&'static str]) -> (&'static str, Vec<&'static str>) {
    let parts = paths.iter().filter_map(|path| path.split_once('{'));
    let before = parts.clone().map(|(before, _)| before).next();
    let endings = parts.filter_map(|(_, name)| Some(name.split_once('}')?.1));
    (before.unwrap_or_default(), endings.collect())
}

/// Whether this is one name with one of these endings.
fn is_named(file: &str, endings: &[&str]) -> bool {
    let name = endings.iter().find_map(|ending| file.strip_suffix(ending));
    name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_parted_at_the_name() {
        for (_, paths) in NAMED {
            let (before, endings) = parted(paths);
            assert!(before.starts_with("/feeds/") && before.ends_with('/'));
            let whole = paths.iter().zip(&endings);
            for (path, ending) in whole {
                assert!(path.starts_with(before) && path.ends_with(ending), "{path}");
            }
            assert_eq!(endings.len(), paths.len());
        }
    }

    #[test]
    fn a_name_has_an_ending_and_no_further_part() {
        let endings = [".ics", ".atom"];
        for yes in ["sampling.ics", "sampling.atom", "a.b.ics", "%EC%84%9C.ics"] {
            assert!(is_named(yes, &endings), "{yes}");
        }
        for no in [
            "",
            ".ics",
            "sampling",
            "sampling.json",
            "a/b.ics",
            "sampling.ics/",
            "sampling.ICS",
        ] {
            assert!(!is_named(no, &endings), "{no}");
        }
    }
}
