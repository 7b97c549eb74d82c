//! Calendar feeds over HTTP, and lists for feed readers beside them (`.atom`, `.json`): bodies from memory, with what lets a
//! client keep its own.
//!
//! Public feeds may be read by the script of a page elsewhere (Fetch standard, CORS protocol), personal ones by none.
//!
//! These addresses stand outside sessions and request tracing: clients ask by the thousand, mostly to hear 304. A redirect
//! or an error would make some give up, so there is none but 404, 410 for one that was revoked or ended with its person, 422
//! for a wrong query, and 503 where nothing was ever rendered and the database is away.

use std::{sync::Arc, time::SystemTime};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{
        Method, StatusCode,
        header::{self, HeaderValue, HttpDate},
    },
    web::{self, Bytes},
};

use super::{
    errors::{Failure, Kind},
    nul,
    representation::{is_held, takes_gzip},
};
use crate::{
    base::{clock::Instant, text},
    feeds::{
        Body, FeedError, Feeds, Told, Version,
        model::{Address, FeedRequest, Format, Options, Shows},
    },
};

/// How long clients keep a public feed, and how long caches may show an old one while they fetch.
const PUBLIC: HeaderValue =
    HeaderValue::from_static("public, max-age=300, stale-while-revalidate=600");
/// A personal feed is for one client alone.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, max-age=300");
/// Seconds after which to ask again while the database is away.
const RETRY: &str = "30";

/// `GET /feeds/hub.ics`, `.atom`, `.json`.
pub async fn hub(req: HttpRequest, feeds: web::Data<Feeds>) -> Result<HttpResponse, Failure> {
    serve(&req, &feeds, Address::Hub).await
}

/// The feed of this kind that has the name in the address: `GET /feeds/series/{slug}.ics` and the like.
pub async fn named(
    req: &HttpRequest,
    feeds: &Feeds,
    address: fn(String) -> Address,
) -> Result<HttpResponse, Failure> {
    serve(req, feeds, address(name(req))).await
}

/// What stands between the last slash of the address and its ending; nothing, which no feed has for a name, where that is no
/// text.
fn name(req: &HttpRequest) -> String {
    let file = req.path().rsplit_once('/').map_or("", |(_, file)| file);
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    text::decoded(name).unwrap_or_default()
}

/// What is asked for. Why there is nothing of a public feed, the script of any page may read as well.
async fn serve(
    req: &HttpRequest,
    feeds: &Feeds,
    address: Address,
) -> Result<HttpResponse, Failure> {
    let personal = matches!(address, Address::My(_));
    let served = look_up(req, feeds, address).await;
    served.map_err(|failure| match personal {
        true => failure,
        false => failure.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    })
}

async fn look_up(
    req: &HttpRequest,
    feeds: &Feeds,
    address: Address,
) -> Result<HttpResponse, Failure> {
    nul::check(req.uri())?;
    let format = Format::of_path(req.path());
    let asked = FeedRequest::written(format, address, options(req.query_string())?);
    let gzip = takes_gzip(req.headers());
    let has = |version: &Version| Shown::of(version, gzip).is_held(req);
    let given = feeds.ask(&asked, has).await.map_err(failed)?;
    // Whatever is fetched there, its owner is to see that somebody has the address; who asks for the head alone has fetched
    // nothing. Who was given what is old may yet have to be told what is new.
    if let Address::My(secret) = asked.address()
        && req.method() == Method::GET
    {
        let user_agent = req.headers().get(header::USER_AGENT);
        let user_agent = user_agent.map_or(&b""[..], HeaderValue::as_bytes);
        let shows = match given.is_current {
            true => asked.options().shows(),
            false => Shows::Nothing,
        };
        feeds.polled(secret, user_agent, shows, given.what.octets());
    }
    Ok(answer(req, format, gzip, given.what))
}

/// Why there is no feed.
pub(super) fn failed(error: FeedError) -> Failure {
    match error {
        FeedError::NotFound => Failure::not_found(),
        FeedError::Gone => Failure::new(Kind::Gone),
        FeedError::Unavailable => {
            Failure::new(Kind::Unavailable).header(header::RETRY_AFTER, RETRY)
        }
    }
}

fn options(query: &str) -> Result<Options, Failure> {
    if query.is_empty() {
        return Ok(Options::default());
    }
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|_| Failure::new(Kind::Unreadable))?;
    let pairs = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(Options::parse(pairs)?)
}

/// What the headers of an answer say of what is asked for.
struct Shown<'a> {
    etag: &'a str,
    last_modified: Instant,
    public: bool,
}

impl<'a> Shown<'a> {
    fn of(version: &'a Version, gzip: bool) -> Self {
        Self {
            etag: match gzip {
                true => &version.etag_gzip,
                false => &version.etag_identity,
            },
            last_modified: version.last_modified,
            public: version.public,
        }
    }

    fn of_body(body: &'a Body, gzip: bool) -> Self {
        Self {
            etag: match gzip {
                true => &body.etag_gzip,
                false => &body.etag_identity,
            },
            last_modified: body.last_modified,
            public: body.public,
        }
    }

    fn is_held(&self, req: &HttpRequest) -> bool {
        is_held(
            req.headers(),
            self.etag,
            SystemTime::from(self.last_modified),
        )
    }
}

fn answer(req: &HttpRequest, format: Format, gzip: bool, told: Told) -> HttpResponse {
    let body = match told {
        Told::Unchanged(version) => {
            return head(req, StatusCode::NOT_MODIFIED, &Shown::of(&version, gzip)).finish();
        }
        Told::Body(body) => body,
    };
    let shown = Shown::of_body(&body, gzip);
    if shown.is_held(req) {
        return head(req, StatusCode::NOT_MODIFIED, &shown).finish();
    }
    let mut response = head(req, StatusCode::OK, &shown);
    response.insert_header((
        header::CONTENT_TYPE,
        HeaderValue::from_static(format.media_type()),
    ));
    if gzip {
        response.insert_header((
            header::CONTENT_ENCODING,
            const { HeaderValue::from_static("gzip") },
        ));
    }
    response.body(Bytes::from_owner(Octets { body, gzip }))
}

/// The head that an answer and the word that nothing changed have in common.
fn head(req: &HttpRequest, status: StatusCode, shown: &Shown<'_>) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    if status == StatusCode::NOT_MODIFIED {
        metrics::counter!("maru_feed_not_modified_total").increment(1);
    } else {
        // Beside a tag, who holds the version needs no date (RFC 9110 section 15.4.5).
        response.insert_header((
            header::LAST_MODIFIED,
            HttpDate::from(SystemTime::from(shown.last_modified)),
        ));
    }
    response
        .insert_header((header::ETAG, shown.etag))
        .insert_header((
            header::CACHE_CONTROL,
            if shown.public { PUBLIC } else { PRIVATE },
        ))
        .insert_header((
            header::VARY,
            const { HeaderValue::from_static("Accept-Encoding") },
        ));
    if shown.public {
        // What anyone may have, the script of any page may read. Nothing hangs on cookies here, so that none are let in.
        response
            .insert_header((
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                const { HeaderValue::from_static("*") },
            ))
            .insert_header((
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                const { HeaderValue::from_static("ETag") },
            ));
    }
    if req.headers().contains_key(header::RANGE) {
        // Whole or not at all: half a calendar is none (RFC 9110 section 14.2 lets a server pass over what is asked).
        response.insert_header((
            header::ACCEPT_RANGES,
            const { HeaderValue::from_static("none") },
        ));
    }
    response
}

/// The octets of one encoding, not copied.
struct Octets {
    body: Arc<Body>,
    gzip: bool,
}

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        if self.gzip {
            &self.body.gzip
        } else {
            &self.body.identity
        }
    }
}
