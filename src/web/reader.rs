//! Who reads a page: the person who is signed in or nobody, in which language and zone, and what every page shows of it.
//!
//! A [`Reader`] is put together once per request by [`super::session`] and is an argument of the handlers. Language:
//! chosen by cookie, else the person's, else what the browser accepts, else the hub's. Zone: chosen by cookie, else the
//! person's, else the browser's (which the page's script tells by cookie), else the hub's.

use std::{cell::RefCell, future::Ready, rc::Rc};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
    web,
};
use askama::Template;

use super::{
    csrf::Seal,
    errors::Failure,
    flash,
    pages::{
        page::{self, Page, PersonInHeader},
        words,
    },
    urls,
};
use crate::{
    app::App,
    base::{clock::Instant, hub::Hub, ids::SessionId, language::Language, zone::Zone},
    people::model::{Actor, Role},
};

/// The cookie with the chosen language: `en`, `ko`.
pub const LANGUAGE_COOKIE: &str = "maru_language";
/// The cookie with the chosen zone, by its IANA name.
pub const ZONE_COOKIE: &str = "maru_zone";
/// The cookie by which the page's script tells the browser's zone.
const BROWSER_ZONE_COOKIE: &str = "browser_zone";

/// Who reads, as an argument of a handler.
#[derive(Clone)]
pub struct Reader(Rc<Known>);

/// How someone reads of whom nothing is known but what a request tells: what they chose here, else what their browser
/// says, else what the hub has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Manner {
    /// In which language.
    pub language: Language,
    /// In which zone they are shown their own times.
    pub zone: Zone,
    /// Whether they chose that zone here.
    pub zone_chosen: bool,
}

impl Manner {
    /// What a request tells.
    pub fn of(req: &HttpRequest, app: &App) -> Self {
        let language = cookie(req, LANGUAGE_COOKIE).or_else(|| accepted_language(req));
        let chosen: Option<Zone> = cookie(req, ZONE_COOKIE);
        let zone = chosen.or_else(|| cookie(req, BROWSER_ZONE_COOKIE));
        Self {
            language: language.unwrap_or(app.hub.language),
            zone: zone.unwrap_or(app.hub.zone),
            zone_chosen: chosen.is_some(),
        }
    }
}

struct Known {
    app: web::Data<App>,
    signed: Option<Signature>,
    manner: Manner,
    language_chosen: bool,
    path: String,
    seal: Seal,
    flash: RefCell<Option<page::Flash>>,
    had_flash: bool,
    now: Instant,
}

/// Who is signed in, and by which session.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The session.
    pub session: SessionId,
    /// Who it is.
    pub actor: Actor,
    /// Whether they have, or may have, something to organise.
    pub organises: bool,
    /// Since when mail stands still, where that is their business.
    pub mail_stands_still: Option<Instant>,
}

impl Reader {
    /// Looks at a request. `signed` is who is signed in; `seal` is what its forms are bound to.
    pub fn of(
        req: &HttpRequest,
        app: web::Data<App>,
        signed: Option<Signature>,
        seal: Seal,
    ) -> Self {
        let actor = signed.as_ref().map(|signature| &signature.actor);
        let mut manner = Manner::of(req, &app);
        let language_chosen = cookie::<Language>(req, LANGUAGE_COOKIE).is_some();
        if let Some(language) = actor.and_then(|actor| actor.language)
            && !language_chosen
        {
            manner.language = language;
        }
        if let Some(zone) = actor.and_then(|actor| actor.zone)
            && !manner.zone_chosen
        {
            (manner.zone, manner.zone_chosen) = (zone, true);
        }
        let path = path(req, &app, &seal);
        let flash = flash::read(req, &app.hub.key, manner.language);
        Self(Rc::new(Known {
            now: app.clock.now(),
            app,
            signed,
            manner,
            language_chosen,
            path,
            seal,
            had_flash: flash.is_some(),
            flash: RefCell::new(flash),
        }))
    }

    /// Anyone who reads in this manner: nobody is signed in, nothing has just happened, and no form is bound to anything.
    /// What is shown to them may be shown to all who read so.
    pub fn anyone(app: web::Data<App>, manner: Manner, path: String) -> Self {
        Self(Rc::new(Known {
            now: app.clock.now(),
            app,
            signed: None,
            manner,
            language_chosen: false,
            path,
            seal: Seal::of_nobody(),
            had_flash: false,
            flash: RefCell::new(None),
        }))
    }

    /// Who is signed in.
    pub fn actor(&self) -> Option<&Actor> {
        self.signed().map(|signature| &signature.actor)
    }

    /// The hub whose pages they read.
    pub fn hub(&self) -> &Hub {
        &self.0.app.hub
    }

    /// Who is signed in, and by which session.
    pub fn signed(&self) -> Option<&Signature> {
        self.0.signed.as_ref()
    }

    /// The language in which they read.
    pub fn language(&self) -> Language {
        self.0.manner.language
    }

    /// The calendar of their own at `path`, in the language of [`Self::own_calendars_in`].
    pub fn own_calendar(&self, path: &str) -> String {
        let asked = self.own_calendars_in();
        urls::with_query(path, &[("lang", asked.map(Language::code))])
    }

    /// What language calendars of their own are asked for. They follow the one that is kept with them; where none is, they are
    /// to speak the one in which they read.
    pub fn own_calendars_in(&self) -> Option<Language> {
        match self.actor().and_then(|actor| actor.language) {
            Some(_) => None,
            None => Some(self.language()).filter(|language| *language != self.hub().language),
        }
    }

    /// Whether they chose it here.
    pub fn language_chosen(&self) -> bool {
        self.0.language_chosen
    }

    /// The zone in which they are shown their own times.
    pub fn zone(&self) -> Zone {
        self.0.manner.zone
    }

    /// The instant of the request.
    pub fn now(&self) -> Instant {
        self.0.now
    }

    /// Path and query of the page: of the request, or of the page whose form was posted.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What the forms of their pages are bound to.
    pub fn seal(&self) -> &Seal {
        &self.0.seal
    }

    /// The token against forged requests of a form that is posted to this very address, which may be a link out of a mail.
    pub fn token_here(&self) -> String {
        self.0.seal.token_here(&self.0.app.hub.key)
    }

    /// What every page is rendered with. What has just happened is in the first of them only.
    pub fn page(&self) -> Page {
        let Known {
            app, seal, manner, ..
        } = &*self.0;
        Page {
            language: manner.language,
            zone: manner.zone,
            zone_chosen: manner.zone_chosen,
            path: self.0.path.clone(),
            hub_name: app.hub.name.clone(),
            hub_language: app.hub.language,
            public_url: app.hub.public_url.clone(),
            csrf: seal.form_token(&app.hub.key),
            person: self.signed().map(|one| in_header(one, manner.language)),
            now: self.0.now,
            mail_stands_still: self.signed().and_then(|one| one.mail_stands_still),
            flash: self.0.flash.take(),
        }
    }

    /// Cookies that go with whatever is answered: a newcomer's, and the end of what was told.
    pub(super) fn leave_cookies<B>(&self, response: &mut HttpResponse<B>) {
        let Known { app, seal, .. } = &*self.0;
        // The only error is a value that cannot stand in a header; ours can.
        if let Some(cookie) = seal.cookie(app.https()) {
            let _ = response.add_cookie(&cookie);
        }
        if self.0.had_flash && self.0.flash.borrow().is_none() {
            let _ = response.add_cookie(&flash::forget(app.https()));
        }
    }

    /// A page, rendered: 200.
    ///
    /// # Errors
    /// That it cannot be rendered, which is our fault.
    pub fn show(&self, page: &impl Template) -> Result<HttpResponse, Failure> {
        html(StatusCode::OK, page)
    }

    /// A form shown again with what is wrong: 422 for what was typed, 409 for what others have done meanwhile.
    ///
    /// # Errors
    /// That it cannot be rendered, which is our fault.
    pub fn show_again(
        &self,
        status: StatusCode,
        page: &impl Template,
    ) -> Result<HttpResponse, Failure> {
        html(status, page)
    }
}

/// Path and query of the page that is shown. What shows a form again is no page that one could come back to, for its
/// address may take nothing but forms: the page that the form came from is. A link out of a mail tells no other page of
/// itself, and is one of its own.
fn path(req: &HttpRequest, app: &App, seal: &Seal) -> String {
    if !req.method().is_safe() && !seal.is_link() {
        return local(&came_from(req, app).unwrap_or_default()).to_owned();
    }
    req.uri()
        .path_and_query()
        .map_or_else(|| req.path().to_owned(), ToString::to_string)
}

/// From which address of ours, where the browser tells.
fn came_from(req: &HttpRequest, app: &App) -> Option<String> {
    let told = |name| req.headers().get(name)?.to_str().ok();
    let referer = told(header::REFERER)?;
    let path = match referer.strip_prefix(app.hub.public_url.as_str()) {
        Some(path) => path,
        None => {
            let (_, address) = referer.split_once("://")?;
            address.strip_prefix(told(header::HOST)?)?
        }
    };
    Some(path.to_owned())
}

/// 303 to a page of ours: what answers a form that was carried out.
pub fn go_to(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .finish()
}

/// `path` where it is one of ours, else the programme. Nobody is sent elsewhere by an address that someone else wrote.
pub fn local(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if ours { path } else { "/" }
}

/// What the page of an error is rendered with; where the request failed before its reader was known, as for a visitor.
pub fn page_of(req: &HttpRequest) -> Page {
    let known = req.extensions().get::<Reader>().cloned();
    let reader = known.unwrap_or_else(|| {
        let app = app_of(req).clone();
        let reader = Reader::of(req, app, None, Seal::of(req, None));
        req.extensions_mut().insert(reader.clone());
        reader
    });
    reader.page()
}

/// An address of ours with scheme and host.
pub fn absolute(req: &HttpRequest, path: &str) -> String {
    app_of(req).hub.url(path)
}

/// The best of our languages for what the client accepts.
pub fn accepted_language(req: &HttpRequest) -> Option<Language> {
    let accepted = req.headers().get(header::ACCEPT_LANGUAGE)?;
    Language::negotiate(accepted.to_str().ok()?)
}

/// What the process holds, out of a request.
pub fn app_of(req: &HttpRequest) -> &web::Data<App> {
    req.app_data()
        .expect("the server is built with the application's data")
}

impl FromRequest for Reader {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = req.extensions().get::<Reader>().cloned();
        std::future::ready(known.ok_or_else(|| {
            Failure::internal(anyhow::anyhow!(
                "{} is no page: it stands outside the frame of the pages",
                req.path()
            ))
        }))
    }
}

fn html(status: StatusCode, page: &impl Template) -> Result<HttpResponse, Failure> {
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(page.render()?))
}

fn cookie<T: std::str::FromStr>(req: &HttpRequest, name: &str) -> Option<T> {
    req.cookie(name)?.value().parse().ok()
}

fn in_header(signed: &Signature, language: Language) -> PersonInHeader {
    let actor = &signed.actor;
    let roles = actor.roles.iter().map(|role| match role {
        Role::Member => words::Role::Member,
        Role::RoomKeeper => words::Role::RoomKeeper,
        Role::FrontDesk => words::Role::FrontDesk,
        Role::Administrator => words::Role::Administrator,
    });
    let roles = roles.chain(signed.organises.then_some(words::Role::Organiser));
    PersonInHeader {
        name: actor
            .name
            .clone()
            .unwrap_or_else(|| language.t("nav-nameless")),
        roles: roles.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for ours in ["/", "/seminars/k7m4xq?x=1#y", "/rooms/%EA%B7%9C"] {
            assert_eq!(local(ours), ours);
        }
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "evil",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: x=y",
            "/é",
        ] {
            assert_eq!(local(foreign), "/", "{foreign:?}");
        }
    }
}
