//! Every address that Maru answers: health, files, feeds, the API and the pages.
//!
//! `AREAS` is the whole of it, but for the feeds: each area with what stands round its places, which [`all`] puts
//! there. The places of an area are in a file of its name, those of its pages beside those of its calls. A [`Place`] is an
//! address with a handler per method.

mod admin;
mod feeds;
mod links;
mod lists;
mod machines;
mod me;
mod people;
mod place;
mod public;
mod rooms;
mod seminars;
mod series;
mod stays;

use actix_web::{
    HttpRequest, HttpResponse, guard,
    http::{Method, header},
    middleware::{Compress, from_fn},
    web::{self, ServiceConfig},
};
use tracing_actix_web::TracingLogger;

pub use self::place::{Place, at};
use super::{
    api, csrf,
    errors::{self, Failure},
    headers, kept, nul, session,
    tracing::RequestSpan,
};

/// What stands round the places of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// Headers alone, outside sessions and tracing: it is asked by the thousand.
    Bare,
    /// Headers that let other pages show it; a fault is a problem (RFC 9457). Outside sessions too.
    Embedded,
    /// Below [`API`]: a token or a session, and a fault is a problem.
    Api,
    /// The session, the token of forms, and a fault is a page. What is kept goes out before all of that.
    Pages,
}

/// Every area but that of [`feeds`], with its frame. Addresses are tried in this order, each with a segment of its own by a
/// regular expression: what is asked by the thousand goes first.
const AREAS: &[(Frame, fn() -> Vec<Place>)] = &[
    (Frame::Bare, machines::health),
    (Frame::Bare, machines::files),
    (Frame::Embedded, machines::embeds),
    (Frame::Api, people::api),
    (Frame::Api, lists::api),
    (Frame::Api, people::standing),
    (Frame::Api, rooms::api),
    (Frame::Api, series::api),
    (Frame::Api, seminars::api),
    (Frame::Api, stays::api),
    (Frame::Api, admin::api),
    (Frame::Api, me::api),
    (Frame::Api, machines::description),
    (Frame::Pages, public::pages),
    (Frame::Pages, seminars::pages),
    (Frame::Pages, series::pages),
    (Frame::Pages, lists::pages),
    (Frame::Pages, links::pages),
    (Frame::Pages, public::programme),
    (Frame::Pages, rooms::pages),
    (Frame::Pages, stays::pages),
    (Frame::Pages, me::pages),
    (Frame::Pages, public::subscribing),
    (Frame::Pages, people::pages),
    (Frame::Pages, admin::pages),
];

/// The places of all areas that have this frame.
fn within(frame: Frame) -> impl Iterator<Item = Place> {
    let areas = AREAS.iter().filter(move |(theirs, _)| *theirs == frame);
    areas.flat_map(|(_, places)| places())
}

/// Puts the table into a server. What monitors, calendars and pages ask for by the thousand stands outside the frames of
/// sessions and request tracing, and so do pages that are kept.
pub fn all(config: &mut ServiceConfig) {
    feeds::all(config);
    for place in within(Frame::Bare) {
        config.service(place.resource.wrap(from_fn(headers::bare)));
    }
    for place in within(Frame::Embedded) {
        config.service(
            place
                .resource
                .wrap(from_fn(errors::as_problems))
                .wrap(from_fn(headers::embedded)),
        );
    }
    // What describes the API to people is a page among pages.
    let no_page = guard::fn_guard(|asked| !is_description(asked.head().uri.path()));
    let mut scope = web::scope(API).guard(no_page);
    for place in within(Frame::Api) {
        scope = scope.service(place.resource);
    }
    config.service(
        scope
            .default_service(web::to(nothing))
            .wrap(from_fn(nul::refuse))
            .wrap(from_fn(api::authorise))
            .wrap(from_fn(errors::as_problems))
            .wrap(from_fn(headers::api))
            .wrap(TracingLogger::<RequestSpan>::new())
            .wrap(from_fn(kept::notice)),
    );
    let mut scope = web::scope("");
    for place in within(Frame::Pages) {
        scope = scope.service(place.resource);
    }
    config.service(
        scope
            .default_service(web::to(nothing_here))
            .wrap(from_fn(nul::refuse))
            .wrap(from_fn(csrf::guard))
            .wrap(from_fn(session::load))
            .wrap(from_fn(errors::as_pages))
            .wrap(from_fn(headers::pages))
            .wrap(Compress::default())
            .wrap(TracingLogger::<RequestSpan>::new())
            .wrap(from_fn(kept::serve)),
    );
}

/// Where the API begins.
pub const API: &str = "/api/v1";

/// Where it is described to people.
const DESCRIPTION: &str = "/api/v1/docs";

fn is_description(path: &str) -> bool {
    path.strip_prefix(DESCRIPTION)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Every method and address of the table, for tests that walk it and for the description of the API.
pub fn table() -> Vec<(Method, String)> {
    let places = AREAS.iter().flat_map(|(frame, places)| {
        let prefix = match frame {
            Frame::Api => API,
            _ => "",
        };
        places().into_iter().map(move |place| (prefix, place))
    });
    let places = places.flat_map(|(prefix, place)| {
        let path = format!("{prefix}{}", place.path);
        place
            .methods
            .into_iter()
            .map(move |method| (method, path.clone()))
    });
    feeds::table().chain(places).collect()
}

async fn nothing() -> Result<HttpResponse, Failure> {
    Err(Failure::not_found())
}

/// No page; but an address with a slash too many is led to the one without.
async fn nothing_here(req: HttpRequest) -> Result<HttpResponse, Failure> {
    let path = req.path();
    let trimmed = path.trim_end_matches('/');
    // What begins with two slashes would lead to another host.
    if trimmed.len() == path.len() || trimmed.is_empty() || trimmed.starts_with("//") {
        return Err(Failure::not_found());
    }
    let query = req.query_string();
    let joint = if query.is_empty() { "" } else { "?" };
    Ok(HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, format!("{trimmed}{joint}{query}")))
        .finish())
}
