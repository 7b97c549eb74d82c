//! What comes next, as a page to be shown inside another: `GET /embed/hub`, `/embed/series/{slug}`, `/embed/topics/{slug}`,
//! `/embed/institutions/{slug}`, `/embed/lists/{slug}`, each `?n=&lang=&zone=`.
//!
//! These pages are for everyone, know of no session and hold no form, so that whoever shows them has nothing to press that
//! is someone's. They alone may stand in a frame elsewhere. They are kept as the pages of visitors are ([`super::kept`]),
//! under what is asked of them: names that are not known here are left alone, as in feeds, and make no page of their own.

use actix_web::{HttpRequest, HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    errors::{Failure, Kind},
    kept::Pages,
    lists, nul,
    pages::embed::EmbedPage,
    reader::{Manner, Reader, accepted_language, app_of},
    seminars::entry::{entries, own_entries},
    series, typed, urls,
};
use crate::{
    base::{
        changes::Subject,
        error::{Invalid, Reason},
        language::Language,
        text,
        zone::Zone,
    },
    people::queries::institution_by_slug,
    seminars::{
        model::Seminar,
        queries::{self, Order, SeminarFilter},
    },
};

/// How many seminars are shown where nothing is asked for, and how many at most.
const USUAL: u8 = 10;
const MOST: u8 = 50;
/// Longest slug, in octets.
const LONGEST: usize = 400;

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum List {
    /// Everything public.
    Hub,
    /// A series, by its slug.
    Series(String),
    /// A topic, by its slug.
    Topic(String),
    /// Where people of an institution speak, by its slug.
    Institution(String),
    /// A list that someone keeps, by its slug.
    Kept(String),
}

/// `GET /embed/hub`
pub async fn hub(req: HttpRequest, pages: web::Data<Pages>) -> Result<HttpResponse, Failure> {
    serve(&req, &pages, List::Hub).await
}

/// `GET /embed/series/{slug}`
pub async fn of_series(
    req: HttpRequest,
    pages: web::Data<Pages>,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    serve(&req, &pages, List::Series(slug.into_inner())).await
}

/// `GET /embed/topics/{slug}`
pub async fn of_topic(
    req: HttpRequest,
    pages: web::Data<Pages>,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    serve(&req, &pages, List::Topic(slug.into_inner())).await
}

/// `GET /embed/institutions/{slug}`
pub async fn of_institution(
    req: HttpRequest,
    pages: web::Data<Pages>,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    serve(&req, &pages, List::Institution(slug.into_inner())).await
}

/// `GET /embed/lists/{slug}`
pub async fn of_list(
    req: HttpRequest,
    pages: web::Data<Pages>,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    serve(&req, &pages, List::Kept(slug.into_inner())).await
}

async fn serve(req: &HttpRequest, pages: &Pages, list: List) -> Result<HttpResponse, Failure> {
    nul::check(req.uri())?;
    if list.slug().len() > LONGEST {
        return Err(Failure::not_found());
    }
    let options = options(req.query_string())?;
    let hub = &app_of(req).hub;
    let language = options.language.or_else(|| accepted_language(req));
    let manner = Manner {
        language: language.unwrap_or(hub.language),
        zone: options.zone.unwrap_or(hub.zone),
        zone_chosen: options.zone.is_some(),
    };
    pages.embedded(req, list, options.most, manner).await
}

/// What is asked of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Options {
    most: u8,
    language: Option<Language>,
    zone: Option<Zone>,
}

/// Reads `?n=&lang=&zone=`. The last of a name counts.
fn options(query: &str) -> Result<Options, Failure> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|_| Failure::new(Kind::Unreadable))?;
    let mut options = Options {
        most: USUAL,
        language: None,
        zone: None,
    };
    let mut invalid = Invalid::default();
    for (name, value) in pairs.into_inner() {
        match name.as_str() {
            "n" => options.most = invalid.take("n", count(&value)).unwrap_or(USUAL),
            "lang" => {
                let parsed = value.parse().map_err(|_| Reason::new("reason-language"));
                options.language = invalid.take("lang", parsed);
            }
            "zone" => options.zone = invalid.take("zone", typed::zone(&value)),
            _ => {}
        }
    }
    invalid.none_or()?;
    Ok(options)
}

/// More than there may be is as many as there may be.
fn count(typed: &str) -> Result<u8, Reason> {
    let number: Option<u32> = typed.trim().parse().ok();
    let number = number.filter(|number| *number > 0);
    let number = number.ok_or_else(|| Reason::new("reason-positive"))?;
    Ok(u8::try_from(number).unwrap_or(MOST).min(MOST))
}

impl List {
    fn slug(&self) -> &str {
        match self {
            Self::Hub => "",
            Self::Series(slug) | Self::Topic(slug) | Self::Institution(slug) | Self::Kept(slug) => {
                slug
            }
        }
    }

    /// The address of the list, without what is asked of it.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Hub => urls::hub_embed(),
            Self::Series(slug) => urls::series_embed(slug),
            Self::Topic(slug) => urls::topic_embed(slug),
            Self::Institution(slug) => urls::institution_embed(slug),
            Self::Kept(slug) => urls::list_embed(slug),
        }
    }
}

/// The list as `reader` is shown it, who is nobody, and what changes it.
///
/// # Errors
/// There is none of which anyone may know.
pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    list: &List,
    most: u8,
) -> Result<(EmbedPage, Vec<Subject>), Failure> {
    let mut filter = SeminarFilter::default();
    let page = reader.page();
    let mut language = None;
    let (title, whole, feed, mut subjects) = match list {
        List::Hub => {
            let (title, feed) = (page.t("programme-title"), urls::hub_feed());
            (title, urls::home(), feed, vec![Subject::Hub])
        }
        List::Series(slug) => {
            let found = series::seen(conn, None, slug).await?;
            filter.series = Some(found.id);
            language = found.own_language();
            let (whole, feed) = (urls::series(slug), urls::series_feed(slug));
            (found.title, whole, feed, vec![Subject::Series(found.id)])
        }
        List::Topic(slug) => {
            let slug = text::slug(slug);
            filter.topic = Some(slug.clone());
            let whole = urls::with_query(&urls::home(), &[("topic", Some(&slug))]);
            let feed = urls::topic_feed(&slug);
            (slug.clone(), whole, feed, vec![Subject::Topic(slug)])
        }
        List::Institution(slug) => {
            let found = institution_by_slug(conn, slug).await?;
            let found = found.ok_or_else(Failure::not_found)?;
            filter.institution = Some(found.id);
            let whole = urls::with_query(&urls::home(), &[("institution", Some(slug))]);
            let feed = urls::institution_feed(slug);
            let subjects = vec![Subject::Institution(found.id)];
            (found.name, whole, feed, subjects)
        }
        List::Kept(slug) => {
            let found = lists::seen(conn, None, slug).await?;
            filter.list = Some(found.id);
            filter.no_drafts = true;
            let subjects = queries::list_subjects(conn, found.id).await?;
            let name = found.name(reader.language()).to_owned();
            (name, urls::list(slug), urls::list_feed(slug), subjects)
        }
    };
    let found = coming(conn, reader, &filter, most).await?;
    let title = match &filter.topic {
        Some(slug) => written(conn, slug).await?,
        None => title,
    };
    let seminars = match list {
        List::Series(_) => own_entries(conn, None, page.language, found).await?,
        _ => entries(conn, None, page.language, found).await?,
    };
    let page = EmbedPage {
        page,
        title,
        whole,
        feed,
        language,
        seminars,
    };
    subjects.push(Subject::Names);
    Ok((page, subjects))
}

/// What comes next: by its start, and behind that, while there is room, what is postponed and awaits a new time.
async fn coming(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    wanted: &SeminarFilter,
    most: u8,
) -> QueryResult<Vec<Seminar>> {
    let most = i64::from(most);
    let dated = SeminarFilter {
        from: Some(reader.now()),
        ..wanted.clone()
    };
    let mut found = queries::seminars(conn, None, &dated, Order::Time, None, most).await?;
    let room = most - i64::try_from(found.len()).unwrap_or(most);
    if room > 0 {
        let awaited = SeminarFilter {
            awaited: Some(reader.now()),
            ..wanted.clone()
        };
        found.extend(queries::seminars(conn, None, &awaited, Order::Latest, None, room).await?);
    }
    Ok(found)
}

/// How a topic is written. What no seminar ever had that anyone may see is none.
async fn written(conn: &mut AsyncPgConnection, slug: &str) -> Result<String, Failure> {
    let filter = SeminarFilter {
        topic: Some(slug.to_owned()),
        ..SeminarFilter::default()
    };
    let last = queries::seminars(conn, None, &filter, Order::Latest, None, 1).await?;
    let topics = last.into_iter().flat_map(|seminar| seminar.topics);
    let mut topics = topics.filter(|topic| text::slug(topic) == slug);
    topics.next().ok_or_else(Failure::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_and_what_is_not_ours_is_left_alone() {
        let read = |query| options(query).unwrap();
        let usual = Options {
            most: USUAL,
            language: None,
            zone: None,
        };
        assert_eq!(read(""), usual);
        assert_eq!(read("utm_source=x"), usual);
        let asked = Options {
            most: 3,
            language: Some(Language::Ko),
            zone: Some("Europe/Paris".parse().unwrap()),
        };
        assert_eq!(read("n=3&lang=ko&zone=Europe/Paris"), asked);
        assert_eq!(read("n=70000").most, MOST);
        for (wrong, field) in [
            ("n=0", "n"),
            ("n=many", "n"),
            ("lang=fr", "lang"),
            ("zone=Mars/Olympus", "zone"),
            ("zone=", "zone"),
        ] {
            let failure = options(wrong).unwrap_err();
            let fields: Vec<_> = failure
                .fields()
                .unwrap()
                .fields()
                .map(|(name, _)| name)
                .collect();
            assert_eq!(fields, [field], "{wrong}");
        }
    }
}
