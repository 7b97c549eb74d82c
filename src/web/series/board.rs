//! `GET /series/{slug}/board`: the term of a series at a glance, for its organisers.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::organised;
use crate::{
    app::App,
    base::language::Language,
    seminars::{
        model::SeriesState,
        queries::{self, OnBoard},
    },
    web::{
        actor::Signed,
        errors::Failure,
        pages::board::{BoardPage, BoardRow},
        reader::Reader,
        seminars::entry::{called, named, when},
    },
};

/// The board.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &signed.actor, &slug).await?;
    let board = queries::board(&mut conn, &signed.actor, &series, reader.now()).await?;
    let seminars = board.seminars.iter();
    let mut rows: Vec<BoardRow> = seminars.map(|one| row(one, reader.language())).collect();
    put_weeks_off(&mut rows, board.weeks_off);
    reader.show(&BoardPage {
        page: reader.page(),
        goes_on: series.state == SeriesState::Running,
        series: named(&series),
        rows,
        is_longer: board.is_longer,
    })
}

/// A seminar as boards show it, by its title in `language`.
pub(super) fn row(one: &OnBoard, language: Language) -> BoardRow {
    let seminar = &one.details.seminar;
    let speakers = one.details.speakers.iter().zip(&one.called);
    BoardRow {
        code: seminar.code.clone(),
        title: seminar.read_in(language).title.to_owned(),
        state: seminar.state,
        when: when(seminar),
        over: one.around.over,
        speakers: speakers
            .map(|(speaker, name)| called(speaker, name.clone()))
            .collect(),
        places: one
            .details
            .rooms
            .iter()
            .map(|room| room.name.clone())
            .chain(seminar.place().map(|place| place.name))
            .collect(),
        slots: one.slots,
        next: one.next,
        lacks: one.lacks.clone(),
        off_before: Vec::new(),
    }
}

/// Puts each week off before the first seminar that comes after it.
fn put_weeks_off(rows: &mut [BoardRow], off: BTreeSet<NaiveDate>) {
    let mut off = off.into_iter().peekable();
    for row in rows {
        let date = row.when.date_in(row.when.zone);
        while let Some(monday) = off.next_if(|monday| *monday <= date) {
            row.off_before.push(monday);
        }
    }
}
