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
        Some(id) => personal(app, reader, id, &asked).await?,
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
    reader: &Reader,
    id: &str,
    asked: &str,
) -> Result<Subscribed, Failure> {
    let (Some(actor), Ok(id)) = (reader.actor(), id.parse::<FeedId>()) else {
        return Err(Failure::not_found());
    };
    let mut conn = app.db.get().await?;
    let feed = actions::find(&mut conn, &app.hub, actor, actor.id, id).await?;
    let path = feed.url.strip_prefix(&app.hub.public_url);
    Ok(Subscribed {
        path: reader.own_calendar(path.unwrap_or(&feed.url)),
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
    let wanted = language.unwrap_or(page.language);
    if asked == "hub" {
        return Ok(Subscribed {
            name: page.with("feeds-everything", "hub", &page.hub_name),
            path: urls::speaking(&urls::hub_feed(), page.hub_language, wanted),
            asked,
            language,
            personal: false,
        });
    }
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
    let address = match kind {
        "series" => Address::Series(slug.clone()),
        "topics" => Address::Topic(slug.clone()),
        "institutions" => Address::Institution(slug.clone()),
        "lists" => Address::List(slug.clone()),
        "rooms" => Address::Room(slug.clone()),
        _ => return Err(Failure::not_found()),
    };
    let there = FeedRequest::new(address, Options::default());
    feeds.get(&there).await.map_err(calendars::failed)?;
    let own = match kind {
        "series" => series_by_slug(&mut *app.db.get().await?, &slug).await?,
        _ => None,
    };
    let own = own.and_then(|series| series.own_language());
    let path = format!("/feeds/{asked}.ics");
    let name = format!("{}: {slug}", page.word("feeds", kind));
    Ok(Subscribed {
        name,
        path: urls::speaking(&path, own.unwrap_or(page.hub_language), wanted),
        asked,
        language,
        personal: false,
    })
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
