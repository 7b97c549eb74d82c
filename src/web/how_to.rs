//! How to subscribe, program by program: `GET /feeds/how`, `GET /feeds/how/{program}`, of the calendar that `feed` names:
//! `hub`, `series/{slug}` and so on as in its address, or `my/{id}`, which its owner alone finds. What else the query asks for is
//! asked of the calendar: a form makes it, and the address that is shown has it. A public one speaks `lang`, or where that is not
//! asked for, the language of the page.

mod large;
mod wishes;

use actix_web::{HttpResponse, http::StatusCode, web};

use super::{
    errors::Failure,
    feeds as calendars,
    idempotency::fresh_key,
    pages::{
        form::posted,
        how_to::{HowToPage, Program, Subscribed},
        me::CalendarQuestion,
        page::Page,
    },
    reader::Reader,
    typed,
};
use crate::{
    app::App,
    base::ids::FeedId,
    feeds::{
        Feeds, actions,
        model::{Address, Detail, FeedRequest, Format, Options, PersonalFeed},
    },
    mail::calendar,
    seminars::queries::series_by_slug,
};

/// What is asked of a page by its query; a name may come several times.
type Asked = web::Query<Vec<(String, String)>>;

/// Which program it is to be.
pub async fn choose(
    app: web::Data<App>,
    feeds: web::Data<Feeds>,
    reader: Reader,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    show(&app, &feeds, &reader, None, &asked).await
}

/// One program.
pub async fn one(
    app: web::Data<App>,
    feeds: web::Data<Feeds>,
    reader: Reader,
    program: web::Path<String>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let program: Program = program.parse().map_err(|_| Failure::not_found())?;
    show(&app, &feeds, &reader, Some(program), &asked).await
}

async fn show(
    app: &App,
    feeds: &Feeds,
    reader: &Reader,
    program: Option<Program>,
    asked: &[(String, String)],
) -> Result<HttpResponse, Failure> {
    let page = reader.page();
    let feed = posted(asked, "feed").pop();
    let feed = feed.unwrap_or_else(|| "hub".into());
    let own = match feed.strip_prefix("my/") {
        Some(id) => Some(own(app, reader, id).await?),
        None => None,
    };
    let is_busy = own.as_ref().is_some_and(|own| own.detail == Detail::Busy);
    let mut form = wishes::typed(asked, &feed, is_busy);
    let (wishes, status) = match wishes::read(&form) {
        Ok(wishes) => (wishes, StatusCode::OK),
        // The calendar is shown as it is, and what is wrong with what is asked of it.
        Err(invalid) => {
            let put = |field: &str, words: String| form.refuse(field, words);
            let status = typed::refused(invalid.into(), page.language, put)?;
            (Options::default(), status)
        }
    };
    let (mut calendar, request) = match own {
        Some(own) => personal(app, reader, own, feed, wishes),
        None => public(app, &page, feed, wishes).await?,
    };
    let may_be_google = program.is_none_or(|program| program == Program::Google);
    calendar.large = match large::measured(feeds, &request, may_be_google).await {
        // There is one for certain, and this page can be read while the database is away.
        Err(_) if *request.address() == Address::Hub => None,
        found => found.map_err(calendars::failed)?,
    };
    let language = match calendar.personal {
        true => "",
        false => page.language.code(),
    };
    wishes::fill_in(&mut form, language);
    let question = match reader.actor() {
        Some(actor) => {
            let mut conn = app.db.get().await?;
            Some(CalendarQuestion {
                choice: calendar::chosen_by(&mut conn, actor.id).await?,
                has_feed: calendar.personal,
                key: fresh_key(),
            })
        }
        None => None,
    };
    let shown = HowToPage {
        page,
        program,
        calendar,
        form,
        question,
    };
    reader.show_again(status, &shown)
}

/// A calendar of the reader's own.
async fn own(app: &App, reader: &Reader, id: &str) -> Result<PersonalFeed, Failure> {
    let (Some(actor), Ok(id)) = (reader.actor(), id.parse::<FeedId>()) else {
        return Err(Failure::not_found());
    };
    Ok(actions::find(&mut *app.db.get().await?, &app.hub, actor, actor.id, id).await?)
}

/// That calendar, and what is asked for where it is fetched.
fn personal(
    app: &App,
    reader: &Reader,
    feed: PersonalFeed,
    asked: String,
    wishes: Options,
) -> (Subscribed, FeedRequest) {
    let path = feed.url.strip_prefix(&app.hub.public_url);
    let path = path.unwrap_or(&feed.url);
    let secret = path.strip_prefix("/feeds/my/").unwrap_or(path);
    let secret = secret.strip_suffix(".ics").unwrap_or(secret);
    let options = Options {
        language: wishes.language.or_else(|| reader.own_calendars_in()),
        ..wishes.clone()
    };
    let request = FeedRequest::new(Address::My(secret.to_owned()), options);
    let calendar = Subscribed {
        name: feed.name,
        path: request.path_as(Format::Calendar),
        asked,
        // Without what means nothing to it.
        wishes: Options {
            language: wishes.language,
            ..request.options().clone()
        },
        personal: true,
        busy_only: feed.detail == Detail::Busy,
        large: None,
    };
    (calendar, request)
}

/// A public calendar by its address, and what is asked for where it is fetched; where there is none, that turns out then. Words
/// that anyone put there are not said in our name. This page tells no title.
async fn public(
    app: &App,
    page: &Page,
    asked: String,
    wishes: Options,
) -> Result<(Subscribed, FeedRequest), Failure> {
    let (address, name) = match asked.as_str() {
        "hub" => (
            Address::Hub,
            page.with("feeds-everything", "hub", &page.hub_name),
        ),
        _ => named(page, &asked)?,
    };
    let series = match &address {
        Address::Series(slug) => series_by_slug(&mut *app.db.get().await?, slug).await?,
        _ => None,
    };
    let own = series.and_then(|series| series.own_language());
    let own = own.unwrap_or(page.hub_language);
    let wanted = wishes.language.unwrap_or(page.language);
    let options = Options {
        language: (own != wanted).then_some(wanted),
        ..wishes.clone()
    };
    let request = FeedRequest::new(address, options);
    let calendar = Subscribed {
        name,
        path: request.path_as(Format::Calendar),
        asked,
        // Without what means nothing to it.
        wishes: Options {
            language: wishes.language,
            ..request.options().clone()
        },
        personal: false,
        busy_only: false,
        large: None,
    };
    Ok((calendar, request))
}

/// The address of a public calendar that has a name, and what it is called here.
fn named(page: &Page, asked: &str) -> Result<(Address, String), Failure> {
    let (kind, slug) = asked.split_once('/').ok_or_else(Failure::not_found)?;
    // As it stands in the address: percent-encoded, one segment.
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~%".contains(&octet);
    if slug.is_empty() || slug.len() > 800 || !slug.bytes().all(plain) {
        return Err(Failure::not_found());
    }
    let slug = decoded(slug);
    if slug.contains('\0') {
        return Err(Failure::not_found());
    }
    let address: fn(String) -> Address = match kind {
        "series" => Address::Series,
        "topics" => Address::Topic,
        "institutions" => Address::Institution,
        "lists" => Address::List,
        "rooms" => Address::Room,
        _ => return Err(Failure::not_found()),
    };
    let name = format!("{}: {slug}", page.word("feeds", kind));
    Ok((address(slug), name))
}

/// A slug as people read it.
fn decoded(slug: &str) -> String {
    let pair = format!("slug={slug}");
    let pairs = web::Query::<Vec<(String, String)>>::from_query(&pair);
    pairs
        .ok()
        .and_then(|pairs| pairs.into_inner().pop())
        .map_or_else(|| slug.to_owned(), |(_, slug)| slug)
}
