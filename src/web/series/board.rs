//! `GET /series/{slug}/board`: the term of a series at a glance, for its organisers.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use chrono::{Duration, NaiveDate};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::form::organised;
use crate::{
    app::App,
    base::ids::{PersonId, SeminarId},
    people,
    seminars::{
        model::{Details, SeminarState, Series, SeriesState, Speaker},
        queries::{self, Order, SeminarFilter},
        rules::{
            board::{Around, lacks, next_step},
            term::Rhythm,
        },
    },
    web::{
        actor::Signed,
        errors::Failure,
        pages::{
            board::{BoardPage, BoardRow},
            common,
        },
        reader::Reader,
        seminars::entry::{called, named, when},
    },
};

/// Most seminars that are shown.
const MOST: i64 = 120;
/// How long what is over stays on the board, in days, where it is no part of the term that was planned last.
const STAYS: i64 = 28;

/// The board.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &signed.actor, &slug).await?;
    let rhythm = queries::rhythm(&mut conn, series.id).await?;
    let first = first_day(&series, rhythm.as_ref(), &reader);
    let filter = SeminarFilter {
        series: Some(series.id),
        from: Some(series.zone().start_of(first)),
        ..SeminarFilter::default()
    };
    let viewer = Some(&signed.actor);
    let mut found =
        queries::seminars(&mut conn, viewer, &filter, Order::Time, None, MOST + 1).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let is_longer = found.len() > most;
    found.truncate(most);
    let details = queries::details(&mut conn, found).await?;
    let mut rows = rows(&mut conn, &reader, &details).await?;
    let off = rhythm.map(|rhythm| rhythm.mondays_off());
    put_weeks_off(&mut rows, off.unwrap_or_default(), first);
    reader.show(&BoardPage {
        page: reader.page(),
        goes_on: series.state == SeriesState::Running,
        series: named(&series),
        rows,
        is_longer,
    })
}

/// From which day on seminars are shown: the first of the term that goes on or comes, or four weeks ago.
fn first_day(series: &Series, rhythm: Option<&Rhythm>, reader: &Reader) -> NaiveDate {
    let today = series.zone().date(reader.now());
    let lately = today - Duration::days(STAYS);
    match rhythm {
        Some(rhythm) if rhythm.ends_on_or_after(today) => rhythm.from.min(lately),
        _ => lately,
    }
}

async fn rows(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    details: &[Details],
) -> QueryResult<Vec<BoardRow>> {
    let ids: Vec<SeminarId> = details.iter().map(|one| one.seminar.id).collect();
    let invited = queries::invited_counts(conn, &ids).await?;
    let nameless: Vec<PersonId> = details
        .iter()
        .flat_map(|one| &one.speakers)
        .filter(|speaker| speaker.name.is_none())
        .map(|speaker| speaker.person_id)
        .collect();
    let names = people::queries::names(conn, &nameless).await?;
    let offered = queries::offered_counts(conn, &ids).await?;
    let name = |speaker: &Speaker| match (&speaker.name, names.get(&speaker.person_id)) {
        (Some(name), _) => name.clone(),
        (None, Some(known)) => known.called().to_owned(),
        (None, None) => String::new(),
    };
    let is_online = |one: &&Details| {
        one.seminar.state != SeminarState::Cancelled && one.seminar.join_url.is_some()
    };
    let online = details.iter().filter(is_online).count();
    let row = |one: &Details| {
        let around = Around {
            others_online: online > 0,
            invited: invited
                .get(&one.seminar.id)
                .map_or(0, |count| usize::try_from(*count).unwrap_or(0)),
            over: one.seminar.ends_at <= reader.now(),
        };
        let speakers = one.speakers.iter();
        let slots = offered.get(&one.seminar.id).copied().unwrap_or(0);
        BoardRow {
            slots: usize::try_from(slots).unwrap_or(0),
            title: one.seminar.read_in(reader.language()).title.to_owned(),
            ..row(
                one,
                around,
                speakers.map(|speaker| called(speaker, name(speaker))),
            )
        }
    };
    Ok(details.iter().map(row).collect())
}

fn row(
    details: &Details,
    around: Around,
    speakers: impl Iterator<Item = common::Speaker>,
) -> BoardRow {
    let seminar = &details.seminar;
    let lacks = lacks(details, around);
    BoardRow {
        code: seminar.code.clone(),
        title: seminar.title.clone(),
        state: seminar.state,
        when: when(seminar),
        over: around.over,
        speakers: speakers.collect(),
        places: details
            .rooms
            .iter()
            .map(|room| room.name.clone())
            .chain(seminar.place().map(|place| place.name))
            .collect(),
        slots: 0,
        next: next_step(details, &lacks, around),
        lacks,
        off_before: Vec::new(),
    }
}

/// Puts each week off before the first seminar that comes after it.
fn put_weeks_off(rows: &mut [BoardRow], off: BTreeSet<NaiveDate>, first: NaiveDate) {
    let mut off = off.into_iter().filter(|monday| *monday >= first).peekable();
    for row in rows {
        let date = row.when.date_in(row.when.zone);
        while let Some(monday) = off.next_if(|monday| *monday <= date) {
            row.off_before.push(monday);
        }
    }
}
