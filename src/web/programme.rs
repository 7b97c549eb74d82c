//! The programme: `GET /`.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use chrono::{Duration, NaiveDate};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{
    errors::Failure,
    follows,
    pages::{
        common::Named,
        page::Page,
        programme::{FilterGroup, FilterKind, Programme, ProgrammeFilter},
    },
    reader::Reader,
    seminars::entry::{entries, named},
    typed, urls,
};
use crate::{
    app::App,
    base::{clock::Instant, text},
    people::{model::Institution, queries::institution_by_slug},
    rooms::queries::closed_between,
    seminars::{
        model::{Seminar, SeminarKind, Series, Visibility},
        queries::{self, Facets, Order, SeminarFilter},
        rules,
    },
};

/// How many days one page shows.
const SPAN: Duration = Duration::weeks(4);
/// Most seminars on one page; the next one begins with what does not fit.
const MOST: usize = 120;

/// What the programme is narrowed to, as typed.
#[derive(Debug, Deserialize)]
pub struct Asked {
    series: Option<String>,
    kind: Option<String>,
    topic: Option<String>,
    institution: Option<String>,
    from: Option<String>,
}

impl Asked {
    /// Everything, or what is under a topic.
    pub(super) fn under(topic: Option<&str>) -> Self {
        Self {
            series: None,
            kind: None,
            topic: topic.map(str::to_owned),
            institution: None,
            from: None,
        }
    }
}

/// The coming weeks, or those from a day on.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    reader.show(&programme(&mut conn, &reader, asked.into_inner()).await?)
}

/// The programme as `reader` is shown it.
///
/// # Errors
/// It is narrowed to something that there is not, or of which they may not know.
pub(super) async fn programme(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    asked: Asked,
) -> Result<Programme, Failure> {
    let page = reader.page();
    let chosen = Chosen::of(conn, reader, asked).await?;
    let from = chosen.filter.from.unwrap_or_else(|| page.today());
    let span = Span::of(conn, reader, &chosen, from).await?;
    let last = from + SPAN + Duration::days(1);
    let closed = closed_between(conn, reader.hub().zone, Some(from), Some(last)).await?;
    let facets = queries::facets(conn, reader.actor(), reader.now()).await?;
    let topics = names(&facets.topics);
    let follow = follows::card(conn, reader, &chosen.filter, &topics).await?;
    let dated = span.seminars.len();
    let mut found = span.seminars;
    found.extend(span.awaited);
    let mut seminars = entries(conn, reader.actor(), reader.language(), found).await?;
    let awaited = seminars.split_off(dated.min(seminars.len()));
    Ok(Programme {
        seminars,
        awaited,
        from,
        earlier: span.earlier,
        later: span.later,
        closed,
        month: from,
        busy_days: busy_days(conn, reader, &chosen, from).await?,
        filters: chosen.groups(&page, facets),
        feed: chosen.feed(),
        feed_language: chosen.series.as_ref().and_then(Series::own_language),
        follow,
        may_make: reader
            .actor()
            .is_some_and(|actor| rules::may_enter(actor).is_ok()),
        filter: chosen.filter,
        page,
    })
}

/// What the programme is narrowed to, found.
struct Chosen {
    filter: ProgrammeFilter,
    series: Option<Series>,
    kind: Option<SeminarKind>,
    institution: Option<Institution>,
}

impl Chosen {
    /// A series or institution that there is not, or of which the reader may not know, is no page.
    async fn of(
        conn: &mut AsyncPgConnection,
        reader: &Reader,
        asked: Asked,
    ) -> Result<Self, Failure> {
        let given = |typed: Option<String>| typed.filter(|typed| !typed.is_empty());
        let filter = ProgrammeFilter {
            series: given(asked.series),
            kind: given(asked.kind),
            topic: given(asked.topic).map(|topic| text::slug(&topic)),
            institution: given(asked.institution),
            from: given(asked.from).and_then(|date| typed::date(&date).ok()),
        };
        let series = match &filter.series {
            Some(slug) => {
                let found = queries::series_by_slug(conn, slug).await?;
                let found = found.ok_or_else(Failure::not_found)?;
                if !queries::sees_series(conn, reader.actor(), &found).await? {
                    return Err(Failure::not_found());
                }
                Some(found)
            }
            None => None,
        };
        let kind = filter.kind.as_deref().map(str::parse).transpose();
        let institution = match &filter.institution {
            Some(slug) => {
                let found = institution_by_slug(conn, slug).await?;
                Some(found.ok_or_else(Failure::not_found)?)
            }
            None => None,
        };
        Ok(Self {
            filter,
            series,
            kind: kind.map_err(|_| Failure::not_found())?,
            institution,
        })
    }

    fn between(&self, from: Option<Instant>, to: Option<Instant>) -> SeminarFilter {
        SeminarFilter {
            series: self.series.as_ref().map(|series| series.id),
            kind: self.kind,
            topic: self.filter.topic.clone(),
            institution: self.institution.as_ref().map(|one| one.id),
            from,
            to,
            ..SeminarFilter::default()
        }
    }

    /// What can be chosen. What is chosen stands there even where nothing to come fits it, so that it can be taken away.
    fn groups(&self, page: &Page, facets: Facets) -> Vec<FilterGroup> {
        let kinds = facets.kinds.into_iter().chain(self.kind);
        let kinds: BTreeSet<SeminarKind> = kinds.collect();
        let kinds = kinds
            .into_iter()
            .map(|kind| Named::new(kind.word(), page.word("kind", kind)));
        let topic = self.filter.topic.as_ref();
        let institution = self.institution.as_ref();
        [
            (
                FilterKind::Series,
                with(names(&facets.series), self.series.as_ref().map(named)),
            ),
            (FilterKind::Kind, kinds.collect()),
            (
                FilterKind::Topic,
                with(
                    names(&facets.topics),
                    topic.map(|slug| Named::new(slug, slug)),
                ),
            ),
            (
                FilterKind::Institution,
                with(
                    names(&facets.institutions),
                    institution.map(|one| Named::new(&one.slug, &one.name)),
                ),
            ),
        ]
        .into_iter()
        .filter(|(_, options)| !options.is_empty())
        .map(|(kind, options)| FilterGroup { kind, options })
        .collect()
    }

    /// The feed with just this: there is one for everything, and for each filter alone.
    fn feed(&self) -> Option<String> {
        let ProgrammeFilter {
            series,
            kind,
            topic,
            institution,
            ..
        } = &self.filter;
        match (series, kind, topic, institution) {
            (None, None, None, None) => Some(urls::hub_feed()),
            (Some(slug), None, None, None) => {
                let public = |series: &&Series| series.visibility == Visibility::Public;
                self.series
                    .as_ref()
                    .filter(public)
                    .map(|_| urls::series_feed(slug))
            }
            (None, None, Some(slug), None) => Some(urls::topic_feed(slug)),
            (None, None, None, Some(slug)) => Some(urls::institution_feed(slug)),
            _ => None,
        }
    }
}

fn names(pairs: &[(String, String)]) -> Vec<Named> {
    let names = pairs.iter().map(|(slug, name)| Named::new(slug, name));
    names.collect()
}

fn with(mut options: Vec<Named>, chosen: Option<Named>) -> Vec<Named> {
    if let Some(chosen) = chosen
        && options.iter().all(|option| option.slug != chosen.slug)
    {
        options.push(chosen);
    }
    options
}

/// What a page shows, and where the pages before and after it begin.
struct Span {
    seminars: Vec<Seminar>,
    /// What is postponed and was to be before, on the page for now.
    awaited: Vec<Seminar>,
    earlier: Option<NaiveDate>,
    later: Option<NaiveDate>,
}

impl Span {
    async fn of(
        conn: &mut AsyncPgConnection,
        reader: &Reader,
        chosen: &Chosen,
        from: NaiveDate,
    ) -> QueryResult<Self> {
        let (zone, viewer) = (reader.zone(), reader.actor());
        let (start, end) = (zone.start_of(from), zone.start_of(from + SPAN));
        let wanted = chosen.between(Some(start), Some(end));
        let limit = i64::try_from(MOST).unwrap_or(i64::MAX) + 1;
        let mut seminars =
            queries::seminars(conn, viewer, &wanted, Order::Time, None, limit).await?;
        let before = chosen.between(None, Some(start));
        let before = queries::seminars(conn, viewer, &before, Order::Latest, None, 1).await?;
        // A page before this one ends with what came last, however long ago that was.
        let earlier = before.first().map(|last| {
            let last = zone.date(last.starts_at);
            (from - SPAN).min(last + Duration::days(1) - SPAN)
        });
        let later = if let Some(more) = seminars.get(MOST) {
            Some(zone.date(more.starts_at).max(from + Duration::days(1)))
        } else {
            let after = chosen.between(Some(end), None);
            let after = queries::seminars(conn, viewer, &after, Order::Time, None, 50).await?;
            let next = after.iter().find(|one| one.starts_at >= end);
            next.map(|next| zone.date(next.starts_at))
        };
        seminars.truncate(MOST);
        let awaited = if chosen.filter.from.is_none() {
            let awaited = SeminarFilter {
                awaited: Some(start),
                ..chosen.between(None, None)
            };
            queries::seminars(conn, viewer, &awaited, Order::Latest, None, limit - 1).await?
        } else {
            Vec::new()
        };
        Ok(Self {
            seminars,
            awaited,
            earlier,
            later,
        })
    }
}

/// The days of the month of `day`, in the reader's zone, on which something begins that fits.
async fn busy_days(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    chosen: &Chosen,
    day: NaiveDate,
) -> QueryResult<Vec<NaiveDate>> {
    use chrono::{Datelike, Months};
    let zone = reader.zone();
    let first = day.with_day(1).unwrap_or(day);
    let next = first + Months::new(1);
    let month = chosen.between(Some(zone.start_of(first)), Some(zone.start_of(next)));
    let found = queries::seminars(conn, reader.actor(), &month, Order::Time, None, 500).await?;
    let days: BTreeSet<NaiveDate> = found.iter().map(|one| zone.date(one.starts_at)).collect();
    Ok(days.into_iter().collect())
}
