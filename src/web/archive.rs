//! The archive: `GET /archive`.

use actix_web::{HttpResponse, web};
use chrono::Datelike;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    errors::Failure,
    pages::{
        archive::{ArchiveAsked, ArchiveChoices, ArchivePage, Found},
        form::Choice,
        markdown,
    },
    reader::Reader,
    seminars::entry::entries,
};
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::{InstitutionId, SeminarId, SeriesId},
        slot::Slot,
        text,
        zone::Zone,
    },
    people::queries::institution_by_slug,
    seminars::{
        model::Seminar,
        queries::{self, After, Order, Search, SeminarFilter},
    },
};

/// How many seminars a page shows.
const PAGE: usize = 30;
/// How many of those still to come are shown above them, at most.
const COMING: i64 = 10;
/// Longest text that is looked for, in characters.
const LONGEST: usize = 200;
/// How much of an abstract is looked through for an excerpt, in octets.
const ABSTRACT: usize = 50_000;

/// What is looked for, as typed.
#[derive(Debug, Deserialize)]
pub struct Asked {
    q: Option<String>,
    series: Option<String>,
    topic: Option<String>,
    institution: Option<String>,
    year: Option<String>,
    near: Option<String>,
    after: Option<String>,
}

/// What is over, the latest first; above it what is still to come, where something is looked for.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    reader.show(&archive(&mut conn, &reader, asked.into_inner()).await?)
}

async fn archive(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    asked: Asked,
) -> Result<ArchivePage, Failure> {
    let wanted = Wanted::of(conn, reader, asked).await?;
    let mut shown = wanted.read(conn, reader, wanted.near).await?;
    let mut near = wanted.near;
    if shown.is_nothing() && wanted.search.is_some() && wanted.after.is_none() && !near {
        shown = wanted.read(conn, reader, true).await?;
        near = !shown.is_nothing();
    }
    let search = wanted.search.as_ref();
    let words = search.map(|search| search.words().to_vec());
    let words = words.unwrap_or_default();
    let older = shown
        .next
        .map(|cursor| wanted.asked.after(Some(&cursor), near));
    Ok(ArchivePage {
        page: reader.page(),
        near,
        coming: found(conn, reader, shown.coming, &words).await?,
        past: found(conn, reader, shown.past, &words).await?,
        older,
        choices: choices(conn, reader, &wanted).await?,
        words,
        asked: wanted.asked,
    })
}

/// What is looked for, found.
struct Wanted {
    asked: ArchiveAsked,
    series: Option<(SeriesId, String)>,
    institution: Option<(InstitutionId, String)>,
    /// Its number, and when it is.
    year: Option<(i32, Slot)>,
    search: Option<Search>,
    near: bool,
    after: Option<(Instant, SeminarId)>,
}

impl Wanted {
    /// A series or institution that there is not, or of which the reader may not know, is no page; neither is a year that
    /// is none.
    async fn of(
        conn: &mut AsyncPgConnection,
        reader: &Reader,
        asked: Asked,
    ) -> Result<Self, Failure> {
        let given = |typed: Option<String>| {
            let typed: String = typed.unwrap_or_default();
            typed.trim().chars().take(LONGEST).collect::<String>()
        };
        let shown = ArchiveAsked {
            q: given(asked.q),
            series: given(asked.series),
            topic: text::slug(&given(asked.topic)),
            institution: given(asked.institution),
            year: given(asked.year),
        };
        let series = match shown.series.as_str() {
            "" => None,
            slug => {
                let found = super::series::seen(conn, reader.actor(), slug).await?;
                Some((found.id, found.title))
            }
        };
        let institution = match shown.institution.as_str() {
            "" => None,
            slug => {
                let found = institution_by_slug(conn, slug).await?;
                let found = found.ok_or_else(Failure::not_found)?;
                Some((found.id, found.name))
            }
        };
        let year = match shown.year.as_str() {
            "" => None,
            typed => Some(year(reader.zone(), typed).ok_or_else(Failure::not_found)?),
        };
        Ok(Self {
            series,
            institution,
            year,
            search: Search::of(&shown.q),
            near: asked.near.is_some_and(|near| near == "yes"),
            after: asked.after.and_then(|cursor| read_cursor(&cursor)),
            asked: shown,
        })
    }

    /// All of it, over and still to come.
    fn filter(&self, near: bool) -> SeminarFilter {
        let search = self.search.clone();
        SeminarFilter {
            series: self.series.as_ref().map(|(id, _)| *id),
            institution: self.institution.as_ref().map(|(id, _)| *id),
            topic: Some(self.asked.topic.clone()).filter(|topic| !topic.is_empty()),
            from: self.year.map(|(_, days)| days.from()),
            to: self.year.map(|(_, days)| days.to()),
            search: match near {
                true => search.map(Search::near),
                false => search,
            },
            no_drafts: true,
            ..SeminarFilter::default()
        }
    }

    async fn read(
        &self,
        conn: &mut AsyncPgConnection,
        reader: &Reader,
        near: bool,
    ) -> QueryResult<Shown> {
        let (viewer, now) = (reader.actor(), reader.now());
        let filter = self.filter(near);
        let over = SeminarFilter {
            over: Some(now),
            ..filter.clone()
        };
        let after = self.after.map(|(start, id)| After::Start(start, id));
        let rows = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
        let mut past = queries::seminars(conn, viewer, &over, Order::Latest, after, rows).await?;
        let more = past.len() > PAGE;
        past.truncate(PAGE);
        let next = past.last().filter(|_| more).map(cursor);
        let coming = if self.asked.is_asked() && after.is_none() {
            let coming = SeminarFilter {
                coming: Some(now),
                ..filter
            };
            queries::seminars(conn, viewer, &coming, Order::Time, None, COMING).await?
        } else {
            Vec::new()
        };
        Ok(Shown { coming, past, next })
    }
}

/// A page of the archive.
struct Shown {
    coming: Vec<Seminar>,
    past: Vec<Seminar>,
    /// Behind which the next one begins.
    next: Option<String>,
}

impl Shown {
    fn is_nothing(&self) -> bool {
        self.coming.is_empty() && self.past.is_empty()
    }
}

/// A year, as calendars in `zone` have it.
fn year(zone: Zone, typed: &str) -> Option<(i32, Slot)> {
    let year = typed.parse().ok()?;
    Some((year, zone.year(year)?))
}

/// Where a page ends: when its last seminar begins, in microseconds, and which it is.
fn cursor(seminar: &Seminar) -> String {
    format!("{}.{}", seminar.starts_at.timestamp_micros(), seminar.id)
}

/// What [`cursor`] has written; none for anything else.
fn read_cursor(typed: &str) -> Option<(Instant, SeminarId)> {
    let (start, id) = typed.split_once('.')?;
    let start = Instant::from_timestamp_micros(start.parse().ok()?)?;
    // PostgreSQL does not know every year that a number of this size can name.
    let start = Some(start).filter(|start| (1900..=9998).contains(&start.year()))?;
    Some((start, SeminarId(id.parse::<Uuid>().ok()?)))
}

async fn found(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminars: Vec<Seminar>,
    words: &[String],
) -> QueryResult<Vec<Found>> {
    let plain: Vec<String> = match words {
        [] => vec![String::new(); seminars.len()],
        _ => seminars
            .iter()
            .map(|seminar| {
                markdown::plain(seminar.read_in(reader.language()).abstract_text, ABSTRACT)
            })
            .collect(),
    };
    let topics: Vec<Vec<String>> = seminars
        .iter()
        .map(|seminar| seminar.topics.clone())
        .collect();
    let entries = entries(conn, reader.actor(), reader.language(), seminars).await?;
    let found = entries.into_iter().zip(&topics).zip(&plain);
    Ok(found
        .map(|((entry, topics), plain)| Found::new(entry, topics, plain, words))
        .collect())
}

/// What is over and may be seen can be narrowed to. What is chosen stands there even where nothing recent fits it.
async fn choices(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    wanted: &Wanted,
) -> QueryResult<ArchiveChoices> {
    let all = SeminarFilter {
        over: Some(reader.now()),
        no_drafts: true,
        ..SeminarFilter::default()
    };
    let viewer = reader.actor();
    let facets = queries::facets_of(conn, viewer, &all, Order::Latest).await?;
    let first = queries::seminars(conn, viewer, &all, Order::Time, None, 1).await?;
    let zone = reader.zone();
    let this = zone.date(reader.now()).year();
    let first = first
        .first()
        .map(|first| zone.date(first.starts_at).year().max(this - 200));
    let asked = &wanted.asked;
    let series = wanted.series.as_ref();
    let institution = wanted.institution.as_ref();
    let mut years: Vec<i32> = first.map_or_else(Vec::new, |first| (first..=this).rev().collect());
    let chosen = wanted.year.map(|(year, _)| year);
    years.extend(chosen.filter(|year| !years.contains(year)));
    Ok(ArchiveChoices {
        series: with(
            facets.series,
            series.map(|(_, title)| (&asked.series, title)),
        ),
        topics: with(
            facets.topics,
            Some((&asked.topic, &asked.topic)).filter(|(slug, _)| !slug.is_empty()),
        ),
        institutions: with(
            facets.institutions,
            institution.map(|(_, name)| (&asked.institution, name)),
        ),
        years: years
            .into_iter()
            .map(|year| Choice::new(year.to_string(), year.to_string()))
            .collect(),
    })
}

/// The options of a filter, by what they are called, and the one that is chosen.
fn with(options: Vec<(String, String)>, chosen: Option<(&String, &String)>) -> Vec<Choice> {
    let missing = chosen.filter(|(chosen, _)| options.iter().all(|(slug, _)| slug != *chosen));
    let missing = missing.map(|(slug, label)| Choice::new(slug, label));
    let all = options.into_iter();
    let all = all.map(|(slug, label)| Choice::new(slug, label));
    all.chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_nonsense_is_none() {
        let id = Uuid::from_u128(7);
        assert_eq!(
            read_cursor(&format!("1793577600000001.{id}")),
            Some((
                "2026-11-02T00:00:00.000001Z".parse().unwrap(),
                SeminarId(id)
            ))
        );
        for nonsense in [
            "",
            ".",
            "1.x",
            "x.1",
            "99999999999999999.x",
            &format!("{}.{id}", i64::MAX),
        ] {
            assert_eq!(read_cursor(nonsense), None, "{nonsense}");
        }
        let year = |typed| super::year(Zone::UTC, typed).map(|(year, _)| year);
        assert_eq!(year("2026"), Some(2026));
        for nonsense in ["", "99999", "-1", "soon", "999"] {
            assert_eq!(year(nonsense), None, "{nonsense}");
        }
    }
}
