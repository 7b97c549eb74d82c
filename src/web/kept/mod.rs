//! Pages that are kept: rendered once a minute and once a change for all who read them without a session, and served from
//! memory.
//!
//! What is promised:
//!
//! * A kept page is made for nobody ([`Reader::anyone`](super::reader::Reader::anyone)): nobody is signed in, it sets no
//!   cookie and its forms carry no token (see [`super::csrf`]). It is handed out under just what it was made from: the
//!   address, the language, the zone, and whether that was chosen. A request that comes with a session, with something to
//!   tell or with any cookie of ours that is not among these goes the ordinary way, and so does one for an address that
//!   has more to it than its page asks for.
//! * It is good for the minute in which it was made, and not beyond the next instant at which something on it begins or
//!   ends: “now”, “over” and “today” are true. It rests on the counters of [`crate::base::changes`], read in one snapshot
//!   with its rows. What is changed on this node is seen by the next request; on another, within a second.
//!   Whoever writes raises what stands in [`crate::feeds`].
//! * Memory is bounded, and given back after the minute. What there is not is never kept, and pages with a query, which
//!   anyone can make up, have a part of it that is small.
//! * When the database is away, a page is served until its minute is out. After that, what stands on it could be untrue,
//!   and the ordinary way says 503.
//!
//! Lists for other pages ([`super::embed`]) are kept beside them, under what is asked of them: cookies count for nothing there.
//!
//! All of it stands outside request tracing, compression and sessions, as feeds do.

mod answer;
mod asked;
mod render;

use std::sync::Arc;

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderValue},
    middleware::Next,
    rt, web,
};

use super::{
    embed::List,
    errors::{Failure, Kind},
    headers,
    reader::{Manner, app_of},
};
use crate::base::{
    clock::Clock,
    db::Db,
    shelf::{Landed, Missing, Purpose, Shelf},
};
use answer::Sheet;
use asked::Asked;

const PURPOSE: Purpose = Purpose {
    what: "page",
    room: 32 * 1024 * 1024,
    last_is_good_enough: false,
    requests: "maru_page_requests_total",
    count: "maru_page_bodies",
    bytes: "maru_page_bytes",
    renders: "maru_page_renders_total",
    evicted: "maru_page_evicted_total",
};

/// Seconds after which to ask again while the database is away.
const RETRY: &str = "30";

/// The kept pages of a node. Clones share what they keep.
#[derive(Clone)]
pub struct Pages(Shelf<Asked, Sheet>);

impl Pages {
    /// None yet; watched on the runtime on which this is called until the last clone is dropped.
    pub fn start(db: Db, clock: Arc<dyn Clock>) -> Self {
        Self(Shelf::start(db, clock, PURPOSE))
    }

    /// The answer to a request that may be given a kept page; none where the ordinary way knows better.
    async fn answer(&self, req: &HttpRequest) -> Option<HttpResponse> {
        let held = self.held(req, Asked::of(req)?).await.ok()?;
        let mut response = answer::answer(req, held.what());
        headers::page(response.headers_mut(), app_of(req).https());
        Some(response)
    }

    /// The answer to a request for a list that is shown inside other pages. There is no other way to it.
    ///
    /// # Errors
    /// There is no such list, or the database is away.
    pub(super) async fn embedded(
        &self,
        req: &HttpRequest,
        list: List,
        most: u8,
        manner: Manner,
    ) -> Result<HttpResponse, Failure> {
        let asked = Asked::embedded(list, most, manner);
        let held = self
            .held(req, asked)
            .await
            .map_err(|missing| match missing {
                Missing::NotFound => Failure::not_found(),
                Missing::Unavailable => {
                    Failure::new(Kind::Unavailable).header(header::RETRY_AFTER, RETRY)
                }
            })?;
        let mut response = answer::answer(req, held.what());
        let headers = response.headers_mut();
        let (kept, varies) = ("public, no-cache", "Accept-Language");
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        headers.append(header::VARY, HeaderValue::from_static(varies));
        Ok(response)
    }

    async fn held(&self, req: &HttpRequest, asked: Asked) -> Landed<Sheet> {
        let app = app_of(req);
        let start = || {
            let (pages, app, asked) = (self.clone(), app.clone(), asked.clone());
            // On this thread, whose reader cannot leave it; whoever waits on another thread waits for the same.
            rt::spawn(async move {
                let render = Box::pin(render::render(&pages.0, app, &asked));
                pages.0.fly(&asked, render).await
            })
        };
        self.0.get(&asked, start).await.map(|got| got.held)
    }
}

/// The frame around the pages, outside all others: answers from memory where it may.
pub async fn serve(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if req.method().is_safe()
        && let Some(pages) = pages_of(&req)
        && let Some(response) = pages.answer(req.request()).await
    {
        return Ok(req.into_response(response).map_into_right_body());
    }
    Ok(notice(req, next).await?.map_into_left_body())
}

/// The frame around whatever else writes: what was kept is looked at again after a request that may have changed it.
pub async fn notice<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let _told = match req.method().is_safe() {
        true => None,
        false => pages_of(&req).map(Told),
    };
    next.call(req).await
}

/// Tells of a write when it is dropped: also where the client went away meanwhile, or something went wrong.
struct Told(Pages);

impl Drop for Told {
    fn drop(&mut self) {
        self.0.0.written();
    }
}

fn pages_of(req: &ServiceRequest) -> Option<Pages> {
    let pages: &web::Data<Pages> = req.app_data()?;
    Some(Pages::clone(pages))
}
