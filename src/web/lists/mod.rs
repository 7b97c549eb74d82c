//! Lists that people keep: all of them, one with what comes and was; what is on it ([`items`]), and its form ([`form`]).

mod finding;
pub mod form;
pub mod items;

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    errors::Failure,
    follows,
    pages::{
        feeds::FeedLine,
        follows::FollowCard,
        lists::{ListLine, ListPage, ListsPage},
        markdown,
        series::FollowForm,
    },
    reader::Reader,
    seminars::entry::entries,
    series::Asked,
    urls,
};
use crate::{
    app::App,
    base::page::Page,
    feeds::{self, model::Detail},
    people::{self, model::Actor},
    seminars::{
        model::{Followed, List, ListState, ListVisibility, Seminar},
        queries::{self, Order, SeminarFilter},
        rules,
    },
};

/// How many past seminars are shown unless all are asked for.
const PAST: i64 = 10;
/// How many seminars are shown at most, coming or past.
const MOST: i64 = 500;

/// `GET /lists`
pub async fn index(app: web::Data<App>, reader: Reader) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let found = queries::lists_shown(&mut conn, reader.actor()).await?;
    let language = reader.language();
    let mut lists: Vec<ListLine> = found
        .iter()
        .map(|list| ListLine {
            slug: list.slug.clone(),
            name: list.name(language).to_owned(),
            summary: markdown::summary(list.description(language)),
            visibility: list.visibility,
        })
        .collect();
    lists.sort_by_cached_key(|line| line.name.to_lowercase());
    let may_make = reader
        .actor()
        .is_some_and(|one| rules::may_enter(one).is_ok());
    reader.show(&ListsPage {
        page: reader.page(),
        lists,
        may_make,
    })
}

/// `GET /lists/{slug}`
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let list = seen(&mut conn, reader.actor(), &slug).await?;
    reader.show(&page(&mut conn, &reader, list, asked.all()).await?)
}

/// The list with this short name.
///
/// # Errors
/// There is none of which `viewer` may know.
pub(super) async fn seen(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    slug: &str,
) -> Result<List, Failure> {
    let found = queries::list_by_slug(conn, slug).await?;
    let list = found.ok_or_else(Failure::not_found)?;
    match queries::sees_list(conn, viewer, &list).await? {
        true => Ok(list),
        false => Err(Failure::not_found()),
    }
}

/// The list with this short name, which `actor` may change.
///
/// # Errors
/// There is none of which they may know, or they do not keep it.
async fn kept(conn: &mut AsyncPgConnection, actor: &Actor, slug: &str) -> Result<List, Failure> {
    let list = seen(conn, Some(actor), slug).await?;
    rules::lists::may_keep(actor, queries::keeps(conn, actor, list.id).await?)?;
    Ok(list)
}

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    list: List,
    all: bool,
) -> Result<ListPage, Failure> {
    let viewer = reader.actor();
    let coming = SeminarFilter {
        coming: Some(reader.now()),
        ..on(&list)
    };
    let coming = queries::seminars(conn, viewer, &coming, Order::Time, None, MOST).await?;
    let (past, past_is_longer) = past(conn, reader, &list, all).await?;
    let keepers = queries::keepers(conn, list.id).await?;
    let names = people::queries::names(conn, &keepers).await?;
    let keeps = match viewer {
        Some(actor) => {
            let keeps = queries::keeps(conn, actor, list.id).await?;
            rules::lists::may_keep(actor, keeps).is_ok()
        }
        None => false,
    };
    let description = list.description(reader.language());
    Ok(ListPage {
        page: reader.page(),
        name: list.name(reader.language()).to_owned(),
        description: markdown::html(description),
        summary: markdown::summary(description),
        visibility: list.visibility,
        archived: list.state == ListState::Archived,
        // Who has no name here is known by their address alone, which is not for everyone.
        keepers: keepers
            .iter()
            .filter_map(|person| names.get(person)?.name.clone())
            .collect(),
        coming: entries(conn, viewer, reader.language(), coming).await?,
        past: entries(conn, viewer, reader.language(), past).await?,
        past_is_longer,
        follow: follow(conn, viewer, &list).await?,
        own_feeds: own_feeds(conn, reader, &list).await?,
        keeps,
        slug: list.slug,
    })
}

/// What stands on a list. A draft is nobody's business there, not even its organisers'.
fn on(list: &List) -> SeminarFilter {
    SeminarFilter {
        list: Some(list.id),
        no_drafts: true,
        ..SeminarFilter::default()
    }
}

/// What is over, the latest first, and whether there is more.
async fn past(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    list: &List,
    all: bool,
) -> QueryResult<(Vec<Seminar>, bool)> {
    let filter = SeminarFilter {
        over: Some(reader.now()),
        ..on(list)
    };
    let most = if all { MOST } else { PAST };
    let (viewer, rows) = (reader.actor(), most + 1);
    let mut found = queries::seminars(conn, viewer, &filter, Order::Latest, None, rows).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let longer = found.len() > most;
    found.truncate(most);
    Ok((found, longer && !all))
}

/// An archived list keeps its followers, and gets no new ones.
async fn follow(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    list: &List,
) -> QueryResult<Option<FollowCard>> {
    let what = Followed::List(list.id);
    let follows = match viewer {
        Some(actor) => Some(queries::follow(conn, actor.id, &what).await?.is_some()),
        None => None,
    };
    let offered = list.state == ListState::Kept || follows == Some(true);
    Ok(offered.then(|| FollowCard {
        posted: follows::posted(&what),
        topic: None,
        is_list: true,
        follows,
        back: urls::list(&list.slug),
        asks: (follows.is_none() && rules::lists::may_follow_openly(list).is_ok())
            .then(|| urls::list_followers(&list.slug)),
        form: FollowForm::default(),
    }))
}

/// What is not for everyone has no address of its own that anyone could hand on: it is read under the reader's.
async fn own_feeds(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    list: &List,
) -> Result<Vec<FeedLine>, Failure> {
    let Some(actor) = reader
        .actor()
        .filter(|_| list.visibility != ListVisibility::Public)
    else {
        return Ok(Vec::new());
    };
    let hub = reader.hub();
    let feeds = feeds::actions::list(conn, hub, actor, actor.id, Page::default()).await?;
    let full = feeds.items.into_iter();
    let full = full.filter(|feed| feed.detail == Detail::Full);
    Ok(full
        .map(|feed| {
            let path = feed.url.strip_prefix(&hub.public_url);
            let path = reader.own_calendar(path.unwrap_or(&feed.url));
            FeedLine {
                path: urls::with_query(&path, &[("list", Some(&list.slug))]),
                label: feed.name,
            }
        })
        .collect())
}
