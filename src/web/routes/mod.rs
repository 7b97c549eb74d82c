//! Every address that Maru answers, in one table: health, files, feeds, the API and the pages.
//!
//! A [`Place`] is an address with a handler per method. It answers `HEAD` where it answers `GET`, says in `Allow` what
//! it takes where something else is asked of it, and turns a panic of its handler into a fault.

use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, Resource, guard,
    http::{Method, header},
    middleware::{Compress, from_fn},
    web::{self, ServiceConfig},
};
use futures_util::FutureExt;
use tracing_actix_web::TracingLogger;

use super::{
    api, csrf, docs,
    errors::{self, Failure, Kind},
    feeds as calendars, files, headers, health, kept, nul, preferences, problems, session, sign_in,
    tracing::RequestSpan,
};

/// What monitors ask.
fn health() -> Vec<Place> {
    vec![
        at("/health/live").get(health::live),
        at("/health/ready").get(health::ready),
    ]
}

/// The files that pages ask for.
fn files() -> Vec<Place> {
    vec![at("/static/{name}").get(files::file)]
}

/// The calendars that people subscribe to, and the lists for feed readers.
fn feeds() -> Vec<Place> {
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

/// The lists that are shown inside other pages.
fn embeds() -> Vec<Place> {
    use super::embed;
    vec![
        at("/embed/hub").get(embed::hub),
        at("/embed/series/{slug}").get(embed::of_series),
        at("/embed/topics/{slug}").get(embed::of_topic),
        at("/embed/institutions/{slug}").get(embed::of_institution),
        at("/embed/lists/{slug}").get(embed::of_list),
    ]
}

/// The JSON API, below `/api/v1`.
fn api() -> Vec<Place> {
    use super::api::{
        addressed, audiences, bookings, closed_days, feeds, follows, institutions, lists, messages,
        openapi, people, projects, roles, rooms, seminars, series, sites, stays, subscriptions,
        terms, tokens,
    };
    vec![
        at("/institutions")
            .get(institutions::all)
            .post(institutions::enter),
        at("/institutions/{id}")
            .get(institutions::one)
            .patch(institutions::change)
            .delete(institutions::remove),
        at("/projects").get(projects::all).post(projects::enter),
        at("/projects/{id}")
            .get(projects::one)
            .patch(projects::change)
            .delete(projects::remove),
        at("/people").get(people::all).post(people::enter),
        at("/people/{id}")
            .get(people::one)
            .patch(people::change)
            .delete(people::remove),
        at("/people/{id}/form-of-address")
            .get(addressed::one)
            .put(addressed::put),
        at("/people/{id}/feeds").get(feeds::all).post(feeds::make),
        at("/people/{id}/feeds/{feed_id}")
            .get(feeds::one)
            .patch(feeds::change)
            .delete(feeds::revoke),
        at("/people/{id}/follows").get(follows::all),
        at("/people/{id}/follows/hub")
            .get(follows::hub)
            .put(follows::follow_hub)
            .delete(follows::unfollow_hub),
        at("/people/{id}/follows/topics/{slug}")
            .get(follows::topic)
            .put(follows::follow_topic)
            .delete(follows::unfollow_topic),
        at("/people/{id}/follows/lists/{list_id}")
            .get(lists::follows::one)
            .put(lists::follows::follow)
            .delete(lists::follows::unfollow),
        at("/lists").get(lists::all).post(lists::enter),
        at("/lists/{id}")
            .get(lists::one)
            .patch(lists::change)
            .delete(lists::remove),
        at("/lists/{id}/items")
            .get(lists::items::all)
            .post(lists::items::put),
        at("/lists/{id}/items/{item_id}").delete(lists::items::take_off),
        at("/people/{id}/roles/{role}")
            .put(roles::grant)
            .delete(roles::revoke),
        at("/people/{id}/assistants/{assistant_id}")
            .put(roles::name_assistant)
            .delete(roles::remove_assistant),
        at("/sites").get(sites::all).post(sites::enter),
        at("/sites/{id}")
            .get(sites::one)
            .patch(sites::change)
            .delete(sites::remove),
        at("/closed-days")
            .get(closed_days::all)
            .post(closed_days::enter),
        at("/closed-days/{id}")
            .get(closed_days::one)
            .patch(closed_days::change)
            .delete(closed_days::remove),
        at("/rooms").get(rooms::all).post(rooms::enter),
        at("/rooms/free").get(rooms::free),
        at("/rooms/{id}")
            .get(rooms::one)
            .patch(rooms::change)
            .delete(rooms::remove),
        at("/bookings").get(bookings::all).post(bookings::book),
        at("/bookings/{id}")
            .get(bookings::one)
            .patch(bookings::change),
        at("/bookings/{id}/cancellation").post(bookings::cancel),
        at("/bookings/{id}/approval").post(bookings::approve),
        at("/bookings/{id}/refusal").post(bookings::refuse),
        at("/series").get(series::all).post(series::enter),
        at("/series/{id}")
            .get(series::one)
            .patch(series::change)
            .delete(series::remove),
        at("/series/{id}/terms").post(terms::plan),
        at("/series/{id}/audiences")
            .get(audiences::of_series)
            .post(audiences::add_to_series),
        at("/series/{id}/audiences/{audience_id}").delete(audiences::end_of_series),
        at("/series/{id}/subscriptions").get(subscriptions::all),
        at("/series/{id}/subscriptions/{person_id}")
            .get(subscriptions::one)
            .put(subscriptions::follow)
            .delete(subscriptions::unfollow),
        at("/seminars")
            .get(seminars::all)
            .post(seminars::enter::enter),
        at("/seminars/{id}")
            .get(seminars::one)
            .patch(seminars::change::change)
            .delete(seminars::change::remove),
        at("/seminars/{id}/cancellation").post(seminars::change::cancel),
        at("/seminars/{id}/postponement").post(seminars::change::postpone),
        at("/seminars/{id}/audiences")
            .get(audiences::of_seminar)
            .post(audiences::add_to_seminar),
        at("/seminars/{id}/audiences/{audience_id}").delete(audiences::end_of_seminar),
        at("/seminars/{id}/invitations").post(seminars::people::invite),
        at("/seminars/{id}/attendances").get(seminars::people::attendances),
        at("/seminars/{id}/attendances/{person_id}")
            .get(seminars::people::attendance)
            .put(seminars::people::answer),
        at("/seminars/{id}/turnout").get(seminars::door::turnout),
        at("/seminars/{id}/check-ins")
            .get(seminars::door::check_ins)
            .post(seminars::door::check_in),
        at("/seminars/{id}/check-ins/{check_in_id}").delete(seminars::door::undo),
        at("/seminars/{id}/headcounts")
            .get(seminars::door::headcounts)
            .post(seminars::door::count),
        at("/seminars/{id}/reply-terms")
            .get(seminars::replies::terms)
            .put(seminars::replies::put_terms),
        at("/seminars/{id}/questions")
            .get(seminars::replies::questions)
            .put(seminars::replies::ask),
        at("/seminars/{id}/question-answers").get(seminars::replies::said),
        at("/seminars/{id}/knowledge").get(seminars::people::knowledge),
        at("/seminars/{id}/programme")
            .get(seminars::items::read)
            .put(seminars::items::write),
        at("/seminars/{id}/recording").put(seminars::speakers::record),
        at("/seminars/{id}/slot-offers")
            .get(seminars::slots::all)
            .post(seminars::slots::offer),
        at("/seminars/{id}/slot-offers/{offer_id}/withdrawal").post(seminars::slots::withdraw),
        at("/seminars/{id}/slot-offers/{offer_id}/choice").post(seminars::slots::choose),
        at("/seminars/{id}/speakers").get(seminars::speakers::all),
        at("/seminars/{id}/speakers/{person_id}").patch(seminars::speakers::change),
        at("/seminars/{id}/speakers/{person_id}/link").post(seminars::speakers::link),
        at("/seminars/{id}/text").get(seminars::text::text),
        at("/seminars/{id}/speakers/{person_id}/portrait").put(seminars::files::portrait),
        at("/seminars/{id}/speakers/{person_id}/slides").put(seminars::files::slides),
        at("/seminars/{id}/files")
            .get(seminars::files::all)
            .post(seminars::files::keep),
        at("/seminars/{id}/files/{file_id}").delete(seminars::files::remove),
        at("/seminars/{id}/previews").post(seminars::preview::preview),
        at("/stays").get(stays::all).post(stays::enter),
        at("/stays/{id}").get(stays::one).patch(stays::change),
        at("/stays/{id}/{act}").post(stays::step),
        at("/messages").get(messages::all),
        at("/messages/{id}")
            .get(messages::one)
            .patch(messages::held::write),
        at("/messages/{id}/dispatch").post(messages::held::let_go),
        at("/messages/{id}/abandonment").post(messages::held::stop),
        at("/tokens").get(tokens::all).post(tokens::make),
        at("/tokens/{id}").delete(tokens::revoke),
        at("/openapi.json").get(openapi::json),
    ]
}

/// The pages of series and seminars, and the links that lead to them.
fn seminar_pages() -> Vec<Place> {
    use super::{
        answers, audiences, cite, confirm, join, lists, notices, print,
        seminars::{
            acts, coming, door, files as kept_files, form, guest_table, held, invitations, items,
            knowledge, open_answer, replacement, replies, show, slots, speakers, times,
        },
        series, speak, unsubscribe,
    };
    vec![
        at("/seminars").post(form::enter),
        at("/seminars/new").get(form::blank),
        // Before the seminar itself, whose code could be anything.
        at("/seminars/{code}.bib").get(cite::bib),
        at("/seminars/{code}.csl.json").get(cite::csl_json),
        at("/seminars/{code}.ris").get(cite::ris),
        at("/seminars/times.json").get(times::show),
        at("/seminars/{code}").get(show::show).post(form::save),
        at("/seminars/{code}/edit").get(form::edit),
        at("/seminars/{code}/announcement").post(acts::announce),
        at("/seminars/{code}/cancellation")
            .get(acts::cancellation)
            .post(acts::cancel),
        at("/seminars/{code}/postponement")
            .get(acts::postponement)
            .post(acts::postpone),
        at("/seminars/{code}/invitations")
            .get(invitations::blank)
            .post(invitations::send),
        at("/seminars/{code}/invitations/table")
            .get(guest_table::blank)
            .post(guest_table::send),
        at("/seminars/{code}/knowledge")
            .get(knowledge::show)
            .post(knowledge::tell),
        at("/seminars/{code}/audiences")
            .get(audiences::of_seminar)
            .post(audiences::add_to_seminar),
        at("/seminars/{code}/audiences/{id}/ending").post(audiences::end_of_seminar),
        at("/seminars/{code}/lists").post(lists::items::stand),
        at("/seminars/{code}/print").get(print::overview),
        at("/seminars/{code}/print/poster").get(print::poster),
        at("/seminars/{code}/print/leaflet").get(print::leaflet),
        at("/seminars/{code}/print/sign-in").get(print::people::sign_in),
        at("/seminars/{code}/print/badges").get(print::people::badges),
        at("/seminars/{code}/print/text").get(print::texts::show),
        at("/seminars/{code}/print/text.txt").get(print::texts::file),
        at("/seminars/{code}/recording").post(speakers::record),
        at("/seminars/{code}/replacement")
            .get(replacement::show)
            .post(replacement::say),
        at("/seminars/{code}/slots")
            .get(slots::show)
            .post(slots::offer),
        at("/seminars/{code}/slots/withdrawal").post(slots::withdraw),
        at("/seminars/{code}/speakers").get(speakers::show),
        at("/seminars/{code}/speakers/{id}").post(speakers::care),
        at("/seminars/{code}/speakers/{id}/link").post(speakers::link),
        at("/seminars/{code}/programme")
            .get(items::show)
            .post(items::save),
        at("/seminars/{code}/speakers/{id}/files").post(kept_files::put),
        at("/seminars/{code}/files/{id}").get(kept_files::show),
        at("/seminars/{code}/files/{id}/removal").post(kept_files::remove),
        at("/seminars/{code}/evidence").post(kept_files::keep),
        at("/seminars/{code}/messages").get(held::all),
        at("/seminars/{code}/messages/{kind}")
            .get(held::kind)
            .post(held::write),
        at("/seminars/{code}/messages/{kind}/dispatch").post(held::let_go),
        at("/seminars/{code}/messages/{kind}/abandonment").post(held::stop),
        at("/seminars/{code}/messages/{kind}/letters/{id}").get(held::html),
        at("/seminars/{code}/attendance").post(acts::attend),
        at("/seminars/{code}/coming")
            .get(coming::show)
            .post(coming::enter),
        at("/seminars/{code}/coming.csv").get(coming::table),
        at("/seminars/{code}/replies")
            .get(replies::show)
            .post(replies::save),
        at("/seminars/{code}/questions").post(replies::ask),
        at("/seminars/{code}/headcounts").post(coming::count),
        at("/seminars/{code}/door")
            .get(door::list)
            .post(door::let_in),
        at("/seminars/{code}/door/answers").post(door::telephone),
        at("/seminars/{code}/door/undoing").post(door::undo),
        at("/seminars/{code}/door/{token}")
            .get(door::pass)
            .post(door::let_in_by_pass),
        at("/seminars/{code}/answer")
            .get(open_answer::show)
            .post(open_answer::answer),
        at("/series").post(series::form::enter),
        at("/series/new").get(series::form::blank),
        at("/series/{slug}")
            .get(series::show)
            .post(series::form::save),
        at("/series/{slug}/edit").get(series::form::edit),
        at("/series/{slug}/board").get(series::board::show),
        at("/series/{slug}/term")
            .get(series::term::blank)
            .post(series::term::plan),
        at("/series/{slug}/print").get(print::term::show),
        at("/series/{slug}/audiences")
            .get(audiences::of_series)
            .post(audiences::add_to_series),
        at("/series/{slug}/audiences/{id}/ending").post(audiences::end_of_series),
        at("/series/{slug}/followers").post(confirm::ask),
        at("/series/{slug}/subscription").post(series::follow),
        at("/lists").get(lists::index).post(lists::form::enter),
        at("/lists/new").get(lists::form::blank),
        at("/lists/{slug}").get(lists::show).post(lists::form::save),
        at("/lists/{slug}/edit").get(lists::form::edit),
        at("/lists/{slug}/items")
            .get(lists::items::show)
            .post(lists::items::put),
        at("/lists/{slug}/items/{id}/removal").post(lists::items::take_off),
        at("/lists/{slug}/removal").post(lists::form::remove),
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

/// The pages of the programme, of rooms, bookings and stays, the reader's own and the administrators'.
fn hub_pages() -> Vec<Place> {
    use super::{
        admin, archive, bookings, follows, how_to, me, notices, organise, people, programme, rooms,
        stays, subscribing, tokens,
    };
    vec![
        at("/").get(programme::show),
        at("/archive").get(archive::show),
        at("/rooms").get(rooms::day::show),
        at("/rooms/free.json").get(rooms::free::show),
        at("/rooms/{slug}").get(rooms::room::show),
        at("/rooms/{slug}/bookings").post(bookings::form::enter),
        at("/rooms/{slug}/bookings/new").get(bookings::form::blank),
        at("/bookings/{code}")
            .get(bookings::show::show)
            .post(bookings::form::save),
        at("/bookings/{code}/edit").get(bookings::form::edit),
        at("/bookings/{code}/cancellation").post(bookings::acts::cancel),
        at("/bookings/{code}/approval").post(bookings::acts::approve),
        at("/bookings/{code}/refusal").post(bookings::acts::refuse),
        at("/stays")
            .get(stays::timeline::show)
            .post(stays::form::enter),
        at("/stays/new").get(stays::form::blank),
        at("/stays/{code}")
            .get(stays::show::show)
            .post(stays::form::save),
        at("/stays/{code}/edit").get(stays::form::edit),
        at("/stays/{code}/{act}").post(stays::acts::step),
        at("/me").get(me::show),
        at("/me/notices")
            .get(notices::show_mine)
            .post(notices::save_mine),
        at("/me/follows").post(follows::change),
        at("/me/feeds").post(me::make_feed),
        at("/me/feeds/{id}/revocation").post(me::revoke_feed),
        at("/me/tokens").get(tokens::show).post(tokens::make),
        at("/me/tokens/{id}/revocation").post(tokens::revoke),
        at("/organise").get(organise::show),
        at("/feeds").get(subscribing::show),
        at("/feeds/how").get(how_to::choose),
        at("/feeds/how/{program}").get(how_to::one),
        at("/people").get(people::show),
        at("/admin").get(admin::start::show),
        at("/admin/mail").get(admin::queue::all),
        at("/admin/mail/{id}").get(admin::message::one),
        at("/admin/mail/{id}/html").get(admin::message::html),
        at("/admin/mail/{id}/retry").post(admin::message::try_again),
        at("/admin/mail/{id}/abandonment").post(admin::message::give_up),
        at("/admin/closed-days")
            .get(admin::closed_days::all)
            .post(admin::closed_days::enter),
        at("/admin/closed-days/{id}")
            .get(admin::closed_days::edit)
            .post(admin::closed_days::save),
        at("/admin/closed-days/{id}/removal").post(admin::closed_days::remove),
        at("/admin/suspensions").get(admin::suspensions::all),
        at("/admin/suspensions/{id}/lifting").post(admin::suspensions::lift),
        at("/admin/inbound").get(admin::inbound::all),
        at("/admin/inbound/{id}").get(admin::inbound::one),
        at("/admin/inbound/{id}/retry").post(admin::inbound::try_again),
    ]
}

/// The pages.
fn pages() -> Vec<Place> {
    let mut places = vec![
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
    ];
    places.extend(seminar_pages());
    places.extend(hub_pages());
    places
}

/// Puts the table into a server. What monitors, calendars and pages ask for by the thousand stands outside the frames of
/// sessions and request tracing, and so do pages that are kept.
pub fn all(config: &mut ServiceConfig) {
    // Addresses are tried in this order, each with a segment of its own by a regular expression: what is asked by the
    // thousand goes first.
    for place in feeds().into_iter().chain(health()).chain(files()) {
        config.service(place.resource.wrap(from_fn(headers::bare)));
    }
    for place in embeds() {
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
    for place in api() {
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
    for place in pages() {
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
    let under = |prefix: &'static str, places: Vec<Place>| {
        places.into_iter().flat_map(move |place| {
            let path = format!("{prefix}{}", place.path);
            place
                .methods
                .into_iter()
                .map(move |method| (method, path.clone()))
        })
    };
    under("", health())
        .chain(under("", files()))
        .chain(under("", feeds()))
        .chain(under("", embeds()))
        .chain(under(API, api()))
        .chain(under("", pages()))
        .collect()
}

/// An address with a handler per method.
pub struct Place {
    path: &'static str,
    methods: Vec<Method>,
    resource: Resource,
}

/// The place at `path`, in actix-web's notation: `/rooms/{slug}`.
pub fn at(path: &'static str) -> Place {
    Place {
        path,
        methods: Vec::new(),
        resource: web::resource(path),
    }
    .refusing_the_rest()
}

impl Place {
    /// Answers `GET` and `HEAD`.
    #[must_use]
    pub fn get<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::GET, handler)
    }

    /// Answers `POST`.
    #[must_use]
    pub fn post<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::POST, handler)
    }

    /// Answers `PUT`.
    #[must_use]
    pub fn put<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::PUT, handler)
    }

    /// Answers `PATCH`.
    #[must_use]
    pub fn patch<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::PATCH, handler)
    }

    /// Answers `DELETE`.
    #[must_use]
    pub fn delete<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::DELETE, handler)
    }

    fn takes<H, A>(mut self, method: Method, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        let mut route = web::method(method.clone());
        if method == Method::GET {
            route = web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
        }
        self.resource = self.resource.route(route.to(move |args: A| {
            let answer = handler.call(args);
            async move {
                std::panic::AssertUnwindSafe(answer)
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|_| {
                        Err(Failure::internal(anyhow::anyhow!("the handler panicked")))
                    })
            }
        }));
        self.methods.push(method);
        self.refusing_the_rest()
    }

    fn refusing_the_rest(mut self) -> Self {
        let mut allowed: Vec<&str> = self.methods.iter().map(Method::as_str).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        let allowed = allowed.join(", ");
        self.resource = self.resource.default_service(web::to(move || {
            let failure = Failure::new(Kind::Method).header(header::ALLOW, &allowed);
            async move { Err::<HttpResponse, _>(failure) }
        }));
        self
    }
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
