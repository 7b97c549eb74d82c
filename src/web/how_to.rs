//! How to subscribe, program by program: `GET /feeds/how`, `GET /feeds/how/{program}`, of the calendar that `feed` names:
//! `hub`, `series/{slug}` and so on as in its address, or `my/{id}`, which its owner alone finds. A public one is shown by the
//! address at which it speaks `lang`, or where that is not asked for, the language of the page.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{
    errors::Failure,
    feeds as calendars,
    idempotency::fresh_key,
    pages::{
        files::megabytes,
        how_to::{HowToPage, Program, Subscribed},
        me::CalendarQuestion,
        page::Page,
    },
    reader::Reader,
    urls,
};
use crate::{
    app::App,
    base::{ids::FeedId, language::Language},
    feeds::{
        Feeds, actions,
        model::{Address, FeedRequest, Options},
        polls::GOOGLE_TAKES,
    },
    mail::calendar,
    seminars::queries::series_by_slug,
};

/// Which calendar.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Its address without `/feeds/` and ending; the hub's where none is named.
    feed: Option<String>,
    /// The language that it is to speak.
    lang: Option<String>,
}

/// Which program it is to be.
pub async fn choose(
    app: web::Data<App>,
    feeds: web::Data<Feeds>,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    show(&app, &feeds, &reader, None, asked.into_inner()).await
}

/// One program.
pub async fn one(
    app: web::Data<App>,
    feeds: web::Data<Feeds>,
    reader: Reader,
    program: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let program: Program = program.parse().map_err(|_| Failure::not_found())?;
    show(&app, &feeds, &reader, Some(program), asked.into_inner()).await
}

async fn show(
    app: &App,
    feeds: &Feeds,
    reader: &Reader,
    program: Option<Program>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let language = asked.lang.as_deref().map(str::parse).transpose();
    let language: Option<Language> = language.map_err(|_| Failure::not_found())?;
    let asked = asked.feed.unwrap_or_else(|| "hub".into());
    let page = reader.page();
    let calendar = match asked.strip_prefix("my/") {
        Some(id) => personal(app, feeds, reader, id, &asked).await?,
        None => public(app, feeds, &page, asked, language).await?,
    };
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
    reader.show(&HowToPage {
        page,
        program,
        calendar,
        question,
    })
}

/// A calendar of the reader's own.
async fn personal(
    app: &App,
    feeds: &Feeds,
    reader: &Reader,
    id: &str,
    asked: &str,
) -> Result<Subscribed, Failure> {
    let (Some(actor), Ok(id)) = (reader.actor(), id.parse::<FeedId>()) else {
        return Err(Failure::not_found());
    };
    let feed = actions::find(&mut *app.db.get().await?, &app.hub, actor, actor.id, id).await?;
    let path = feed.url.strip_prefix(&app.hub.public_url);
    let path = path.unwrap_or(&feed.url);
    let secret = path.strip_prefix("/feeds/my/").unwrap_or(path);
    let secret = secret.strip_suffix(".ics").unwrap_or(secret);
    let address = Address::My(secret.to_owned());
    Ok(Subscribed {
        large: large(feeds, address, reader.own_calendars_in()).await?,
        path: reader.own_calendar(path),
        name: feed.name,
        asked: asked.to_owned(),
        language: None,
        personal: true,
    })
}

/// A public calendar by its address, where there is one: words that anyone put there are not said in our name. This page
/// tells no title.
async fn public(
    app: &App,
    feeds: &Feeds,
    page: &Page,
    asked: String,
    language: Option<Language>,
) -> Result<Subscribed, Failure> {
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
    let wanted = language.unwrap_or(page.language);
    let is_hub = address == Address::Hub;
    let large = match large(feeds, address, (own != wanted).then_some(wanted)).await {
        // There is one for certain, and this page can be read while the database is away.
        Err(_) if is_hub => None,
        found => found?,
    };
    Ok(Subscribed {
        name,
        large,
        path: urls::speaking(&format!("/feeds/{asked}.ics"), own, wanted),
        asked,
        language,
        personal: false,
    })
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

/// The megabytes of the calendar at `address`, where there is one, asked for this language: where they are more than Google
/// Calendar reads.
async fn large(
    feeds: &Feeds,
    address: Address,
    language: Option<Language>,
) -> Result<Option<String>, Failure> {
    let options = Options {
        language,
        ..Options::default()
    };
    let there = FeedRequest::new(address, options);
    let body = feeds.get(&there).await.map_err(calendars::failed)?;
    let octets = i64::try_from(body.identity.len()).unwrap_or(i64::MAX);
    Ok((octets > GOOGLE_TAKES).then(|| megabytes(octets)))
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
