//! What an organiser has to do: `GET /organise`.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    actor::Signed,
    errors::Failure,
    pages::{
        common::SeminarEntry,
        me::{Lacking, OrganisePage, SeriesLine},
    },
    reader::Reader,
    seminars::entry::{entries, named},
};
use crate::{
    app::App,
    base::clock::Instant,
    people::model::Actor,
    seminars::{
        model::{Seminar, SeminarKind, SeminarState, Series},
        queries::{self, Order, SeminarFilter},
        rules,
    },
};

/// Most series and seminars that are looked at.
const MOST: i64 = 500;
/// Most that is shown of what lacks something.
const MOST_LACKING: usize = 30;

/// The reader's series, their drafts, and what their coming seminars lack.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let actor = &signed.actor;
    let series = series_of(&mut conn, actor).await?;
    let coming = coming(&mut conn, actor, reader.now()).await?;
    let may_make_series = rules::may_enter(actor).is_ok();
    if series.is_empty() && coming.is_empty() {
        rules::may_enter(actor)?;
    }
    let shown = entries(&mut conn, Some(actor), reader.language(), coming.clone()).await?;
    let shown: Vec<(Seminar, SeminarEntry)> = coming.into_iter().zip(shown).collect();
    reader.show(&OrganisePage {
        page: reader.page(),
        series: series.iter().map(|one| line(one, &shown)).collect(),
        drafts: shown
            .iter()
            .filter(|(seminar, _)| seminar.state == SeminarState::Draft)
            .map(|(_, entry)| entry.clone())
            .collect(),
        lacking: shown
            .iter()
            .filter_map(|(seminar, entry)| lacking(seminar, entry))
            .take(MOST_LACKING)
            .collect(),
        may_make_series,
    })
}

/// The series that the reader organises; every one for an administrator.
async fn series_of(conn: &mut AsyncPgConnection, actor: &Actor) -> QueryResult<Vec<Series>> {
    let mut found = if actor.is_administrator() {
        queries::all_series(conn, None, MOST).await?
    } else {
        queries::organised_for(conn, actor).await?
    };
    found.sort_by_cached_key(|series| series.title.to_lowercase());
    Ok(found)
}

/// The coming seminars that the reader organises, by start, behind those of which a new time is awaited; every one for an
/// administrator.
async fn coming(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    now: Instant,
) -> QueryResult<Vec<Seminar>> {
    let filter = SeminarFilter {
        from: Some(now),
        ..SeminarFilter::default()
    };
    let found = queries::seminars(conn, Some(actor), &filter, Order::Time, None, MOST).await?;
    let standings: HashMap<_, _> = queries::standings(conn, Some(actor), &found).await?;
    let organises = |seminar: &Seminar| {
        actor.is_administrator() || standings.get(&seminar.id).is_some_and(|one| one.organises)
    };
    let going = |seminar: &Seminar| seminar.state != SeminarState::Cancelled;
    let mut coming = queries::awaited(conn, actor, now, MOST).await?;
    coming.extend(
        found
            .into_iter()
            .filter(|seminar| going(seminar) && organises(seminar)),
    );
    Ok(coming)
}

fn line(series: &Series, shown: &[(Seminar, SeminarEntry)]) -> SeriesLine {
    let mut announced = shown.iter().filter(|(seminar, _)| {
        seminar.series_id == Some(series.id) && seminar.state == SeminarState::Announced
    });
    let next = announced.next();
    SeriesLine {
        series: named(series),
        coming: announced.count() + usize::from(next.is_some()),
        next: next.map(|(_, entry)| entry.clone()),
    }
}

/// What a seminar lacks: what people ask for before they come, and of one that is postponed its time.
fn lacking(seminar: &Seminar, entry: &SeminarEntry) -> Option<Lacking> {
    let talk = matches!(seminar.kind, SeminarKind::Seminar | SeminarKind::Lecture);
    let what: Vec<&'static str> = [
        ("time", seminar.state == SeminarState::Postponed),
        ("title", seminar.title.is_empty()),
        ("abstract", talk && seminar.abstract_text.is_empty()),
        ("speaker", talk && entry.speakers.is_empty()),
        ("room", entry.places.is_empty() && !entry.online),
    ]
    .into_iter()
    .filter(|(_, lacks)| *lacks)
    .map(|(what, _)| what)
    .collect();
    (!what.is_empty()).then(|| Lacking {
        seminar: entry.clone(),
        what,
    })
}
