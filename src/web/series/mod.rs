//! The pages of series: what it is and what comes, following it, and the form for its defaults.

pub mod announce;
pub mod board;
pub mod form;
pub mod term;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{
    actor::Signed,
    errors::Failure,
    flash::Flash,
    forms::Posted,
    idempotency::{Done, Once},
    pages::{
        common::Named,
        markdown,
        series::{FollowForm, SeriesBoard, SeriesPage},
    },
    reader::Reader,
    seminars::entry::own_entries,
    urls,
};
use crate::{
    app::App,
    base::text,
    mail::digest::Rhythm,
    people::{self, model::Actor},
    rooms,
    seminars::{
        self,
        actions::unsubscribe,
        model::{Followed, Seminar, SeminarState, Series, SeriesState},
        queries::{self, Order, SeminarFilter},
        rules,
    },
};

/// How many past seminars are shown unless all are asked for.
const PAST: i64 = 10;
/// How many seminars are shown at most, coming or past.
const MOST: i64 = 500;

/// How much of the past is wanted.
#[derive(Debug, Deserialize)]
pub struct Asked {
    past: Option<String>,
}

/// `GET /series/{slug}`
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = seen(&mut conn, reader.actor(), &slug).await?;
    reader.show(&page(&mut conn, &reader, series, asked.all()).await?)
}

impl Asked {
    /// Whether all of the past is wanted.
    pub(super) fn all(&self) -> bool {
        self.past.as_deref() == Some("all")
    }
}

/// The series with this short name.
///
/// # Errors
/// There is none of which `viewer` may know.
pub(super) async fn seen(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    slug: &str,
) -> Result<Series, Failure> {
    let found = queries::series_by_slug(conn, slug).await?;
    let series = found.ok_or_else(Failure::not_found)?;
    if queries::sees_series(conn, viewer, &series).await? {
        Ok(series)
    } else {
        Err(Failure::not_found())
    }
}

/// The series with this short name, which `actor` organises.
///
/// # Errors
/// There is none of which they may know, or they do not.
pub(super) async fn organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    slug: &str,
) -> Result<Series, Failure> {
    let series = seen(conn, Some(actor), slug).await?;
    rules::may_organise(actor, queries::organises(conn, actor, series.id).await?)?;
    Ok(series)
}

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    series: Series,
    all: bool,
) -> Result<SeriesPage, Failure> {
    let (viewer, language) = (reader.actor(), reader.language());
    let (drafts, coming) = coming(conn, reader, &series).await?;
    let (past, past_is_longer) = past(conn, reader, &series, all).await?;
    let organisers = queries::organisers(conn, series.id).await?;
    let names = people::queries::names(conn, &organisers).await?;
    let organises = match viewer {
        Some(actor) => {
            actor.is_administrator() || queries::organises(conn, actor, series.id).await?
        }
        None => false,
    };
    let follows = match viewer {
        Some(actor) => Some(
            queries::subscription(conn, series.id, actor.id)
                .await?
                .is_some(),
        ),
        None => None,
    };
    let board = match organises {
        true => Some(SeriesBoard {
            drafts: own_entries(conn, viewer, language, drafts).await?,
            followers: usize::try_from(queries::followers(conn, series.id).await?).unwrap_or(0),
            lists: queries::told_count(conn, series.id).await?,
        }),
        false => None,
    };
    let room = match series.room_id {
        Some(id) => rooms::queries::room(conn, id).await?,
        None => None,
    };
    let institutions = queries::institutions_of(conn, series.id).await?;
    Ok(SeriesPage {
        page: reader.page(),
        description: markdown::html(&series.description),
        summary: markdown::summary(&series.description),
        zone: series.zone(),
        language: series.own_language(),
        room: room.map(|room| Named::new(room.slug, room.name)),
        visibility: series.visibility,
        ended: series.state == SeriesState::Ended,
        // Who has no name here is known to organisers by their address alone.
        organisers: organisers
            .iter()
            .filter_map(|person| names.get(person)?.name.clone())
            .collect(),
        institutions: institutions.into_iter().map(|one| one.name).collect(),
        topics: series
            .topics
            .iter()
            .map(|topic| Named::new(text::slug(topic), topic))
            .collect(),
        coming: own_entries(conn, viewer, language, coming).await?,
        past: own_entries(conn, viewer, language, past).await?,
        past_is_longer,
        follows,
        board,
        follow_form: FollowForm::default(),
        slug: series.slug,
        title: series.title,
    })
}

/// What is not over yet and the reader may know of: drafts, and the rest.
async fn coming(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    series: &Series,
) -> diesel::QueryResult<(Vec<Seminar>, Vec<Seminar>)> {
    let filter = SeminarFilter {
        series: Some(series.id),
        coming: Some(reader.now()),
        ..SeminarFilter::default()
    };
    let found = queries::seminars(conn, reader.actor(), &filter, Order::Time, None, MOST).await?;
    Ok(found
        .into_iter()
        .partition(|seminar| seminar.state == SeminarState::Draft))
}

/// What is over, the latest first, and whether there is more.
async fn past(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    series: &Series,
    all: bool,
) -> diesel::QueryResult<(Vec<Seminar>, bool)> {
    let filter = SeminarFilter {
        series: Some(series.id),
        over: Some(reader.now()),
        ..SeminarFilter::default()
    };
    let most = if all { MOST } else { PAST };
    let mut found =
        queries::seminars(conn, reader.actor(), &filter, Order::Latest, None, most + 1).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let longer = found.len() > most;
    found.truncate(most);
    found.retain(|seminar| seminar.state != SeminarState::Draft);
    Ok((found, longer && !all))
}

/// `POST /series/{slug}/subscription`: follows the series, or no longer.
pub async fn follow(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let mut conn = app.db.get().await?;
    let series = seen(&mut conn, Some(actor), &slug).await?;
    // Whoever follows it already follows it as they chose.
    let follows = queries::subscription(&mut conn, series.id, actor.id).await?;
    drop(conn);
    let wanted = posted.value("wanted") != "no";
    let done = once
        .carry_out(&app, async |conn| {
            let (clock, hub) = (&*app.clock, &app.hub);
            match (wanted, &follows) {
                (true, None) => {
                    let what = Followed::Series(series.id);
                    seminars::actions::follow(
                        conn,
                        clock,
                        hub,
                        actor,
                        actor.id,
                        &what,
                        Rhythm::Weekly,
                    )
                    .await?;
                }
                (false, Some(_)) => {
                    unsubscribe(conn, clock, hub, actor, series.id, actor.id).await?;
                }
                _ => {}
            }
            Ok(Done::go_to(&urls::series(&slug)))
        })
        .await?;
    let key = if wanted {
        "flash-series-followed"
    } else {
        "flash-series-left"
    };
    Ok(Flash::done(key).on(&app, done))
}
