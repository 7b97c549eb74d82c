//! The description of the API (OpenAPI 3.1): put together out of what stands beside each call, and served.

mod common;
mod subscribed;

use common::Common;
pub(in crate::web) use common::named;
use subscribed::Subscribed;

use std::{io::Write, sync::LazyLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Bytes,
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use utoipa::OpenApi;

use super::{
    addressed, announcements, audiences, boards, bookings, closed_days, feeds, follows, inbound,
    institutions, lists, local_times, messages, people, preferences, problem, projects, roles,
    rooms, seminars, series, sites, stays, subscriptions, suspensions, terms, tokens,
};
use crate::{
    stays::state::StayAct,
    web::{
        docs,
        errors::Failure,
        representation::{is_named, takes_gzip},
    },
};

/// Where the description is, for whoever asks.
pub const ADDRESS: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(title = "Maru", description = include_str!("guide.md")),
    servers((url = "/api/v1", description = "This hub")),
    security(("token" = [])),
    tags(
        (name = "Institutions", description = "Universities and institutes."),
        (name = "Projects", description = "Research projects and themes under which seminars and stays are counted."),
        (name = "People", description = "Anyone Maru knows, with their roles, those who act for them, and what they want to be told."),
        (name = "Follows", description = "What a person follows besides series: topics, lists, and the hub as a whole."),
        (name = "Feeds", description = "The calendars of a person, under addresses that are secrets."),
        (name = "Sites and rooms", description = "Places, and what can be booked there."),
        (name = "Bookings", description = "Rooms for one date, or by a rule. A room is never taken twice."),
        (name = "Series", description = "Seminar series with their defaults, and who follows them."),
        (name = "Seminars", description = "Dated occasions: what they are, when and where, and whom a change of them would be told."),
        (name = "Lists", description = "What belongs together across series: by rules, and by hand."),
        (name = "Speakers", description = "Who speaks at a seminar, at which of the offered times, and what they gave for it."),
        (name = "Guests", description = "Who is invited to a seminar, what they are asked and answer, who knows what changed."),
        (name = "At the door", description = "Who came to a seminar, and how many."),
        (name = "Stays", description = "Visiting stays, from the proposal to the departure."),
        (name = "Messages", description = "What was told to whom, what waits to be told, to whom nothing is sent any more, and what came in."),
        (name = "Subscribing", description = "What calendar programs and feed readers fetch, by the thousand. These addresses stand outside `/api/v1`, want no token, and say in plain text what is wrong."),
        (name = "Tokens", description = "What lets programs in as the caller."),
        (name = "Description", description = "This description. It needs no token."),
    ),
    paths(
        institutions::all, institutions::enter, institutions::one, institutions::change, institutions::remove,
        projects::all, projects::enter, projects::one, projects::change, projects::remove,
        people::all, people::enter, people::one, people::change, people::remove, addressed::one, addressed::put,
        preferences::one, preferences::change,
        roles::grant, roles::revoke, roles::name_assistant, roles::remove_assistant,
        follows::all, follows::hub, follows::follow_hub, follows::unfollow_hub, follows::topic, follows::follow_topic,
        follows::unfollow_topic, lists::follows::one, lists::follows::follow, lists::follows::unfollow,
        feeds::all, feeds::make, feeds::one, feeds::change, feeds::renew, feeds::revoke,
        sites::all, sites::enter, sites::one, sites::change, sites::remove,
        closed_days::all, closed_days::enter, closed_days::one, closed_days::change, closed_days::remove,
        rooms::all, rooms::enter, rooms::free, rooms::one, rooms::change, rooms::remove,
        bookings::all, bookings::book, bookings::one, bookings::change, bookings::cancel, bookings::approve,
        bookings::refuse,
        series::all, series::enter, series::one, series::change, series::remove, series::preview::preview, terms::plan,
        boards::board, announcements::announce,
        subscriptions::all, subscriptions::one, subscriptions::follow, subscriptions::unfollow,
        seminars::all, seminars::enter::enter, seminars::one, seminars::change::change, seminars::change::remove,
        seminars::change::cancel, seminars::change::postpone, seminars::invitations::invite,
        seminars::people::attendances, seminars::people::attendance, seminars::people::answer,
        seminars::door::turnout, seminars::door::check_ins, seminars::door::check_in, seminars::door::undo,
        seminars::door::headcounts, seminars::door::count,
        seminars::replies::terms, seminars::replies::put_terms, seminars::replies::questions, seminars::replies::ask,
        seminars::replies::said,
        seminars::knowledge::knowledge, seminars::knowledge::tell, seminars::preview::preview, local_times::of_seminar,
        seminars::speakers::all, seminars::speakers::change, seminars::speakers::link,
        seminars::speaker_page::enter, seminars::speakers::record, seminars::text::text, seminars::items::read, seminars::items::write,
        seminars::slots::all, seminars::slots::offer, seminars::slots::withdraw, seminars::slots::choose,
        seminars::files::all, seminars::files::portrait, seminars::files::slides, seminars::files::keep,
        seminars::files::remove,
        audiences::of_series, audiences::add_to_series, audiences::end_of_series,
        audiences::of_seminar, audiences::add_to_seminar, audiences::end_of_seminar,
        lists::all, lists::enter, lists::one, lists::change, lists::remove,
        lists::items::all, lists::items::put, lists::items::take_off,
        stays::all, stays::enter, stays::one, stays::change, stays::step,
        messages::all, messages::one, messages::held::write, messages::held::let_go, messages::held::stop,
        messages::retry::try_again, suspensions::all, suspensions::lift, inbound::all, inbound::one, inbound::try_again,
        tokens::all, tokens::make, tokens::revoke,
        json, docs::overview, docs::part,
    ),
    components(schemas(problem::Problem, StayAct)),
    modifiers(&Common, &Subscribed),
)]
struct Api;

/// The description.
pub fn document() -> &'static utoipa::openapi::OpenApi {
    static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(Api::openapi);
    &DOCUMENT
}

/// The description as it is sent.
struct Sent {
    json: Vec<u8>,
    gzip: Vec<u8>,
    etag: String,
}

impl Sent {
    fn of(document: &utoipa::openapi::OpenApi) -> anyhow::Result<Self> {
        let json = document.to_json()?.into_bytes();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&json)?;
        let hash = Sha256::digest(&json);
        let tag = u64::from_be_bytes(*hash.first_chunk().unwrap_or(&[0; 8]));
        Ok(Self {
            json,
            gzip: encoder.finish()?,
            etag: format!("\"{tag:016x}\""),
        })
    }
}

/// Read this description
///
/// As OpenAPI 3.1. It changes with the version of Maru alone.
#[utoipa::path(get, path = "/openapi.json", tag = "Description", operation_id = "get_description",
    security(()),
    responses((status = 200, description = "The description", body = Object)))]
pub async fn json(req: HttpRequest) -> Result<HttpResponse, Failure> {
    static SENT: LazyLock<anyhow::Result<Sent>> = LazyLock::new(|| Sent::of(document()));
    let sent = SENT
        .as_ref()
        .map_err(|error| Failure::internal(anyhow::anyhow!("{error:#}")))?;
    let mut response = HttpResponse::Ok();
    if is_named(req.headers(), &sent.etag) {
        response = HttpResponse::NotModified();
    }
    response
        .insert_header((header::ETAG, sent.etag.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")));
    if is_named(req.headers(), &sent.etag) {
        return Ok(response.finish());
    }
    response.content_type("application/json");
    if takes_gzip(req.headers()) {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
        return Ok(response.body(Bytes::from_static(&sent.gzip)));
    }
    Ok(response.body(Bytes::from_static(&sent.json)))
}
