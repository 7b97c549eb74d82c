//! `GET /series/{slug}/print`: the dates of a series' term as a poster.

use actix_web::{HttpResponse, web};

use super::{Asked, sheet};
use crate::{
    app::App,
    seminars::{
        model::{Seminar, SeminarState, SeriesState},
        queries::{self, Order, SeminarFilter},
    },
    web::{
        errors::Failure,
        pages::print::{Paper, PaperSize, term::TermPosterPage},
        reader::Reader,
        seminars::entry::{named, own_entries},
        series, urls,
    },
};

/// Most seminars that are looked at; of those for which there is no room it is said how many.
const MOST: i64 = 200;

/// What is announced from the first day of the term that goes on, or else from today on. Drafts are not printed: their dates
/// are not settled.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let found = series::seen(&mut conn, reader.actor(), &slug).await?;
    let rhythm = queries::rhythm(&mut conn, found.id).await?;
    let today = found.zone().date(reader.now());
    let goes_on = found.state == SeriesState::Running;
    let term = rhythm.filter(|rhythm| goes_on && rhythm.ends_on_or_after(today));
    let first = term.map_or(today, |rhythm| rhythm.from.min(today));
    let filter = SeminarFilter {
        series: Some(found.id),
        from: Some(found.zone().start_of(first)),
        no_drafts: true,
        ..SeminarFilter::default()
    };
    let viewer = reader.actor();
    let mut seminars =
        queries::seminars(&mut conn, viewer, &filter, Order::Time, None, MOST).await?;
    seminars.retain(|seminar| seminar.state != SeminarState::Draft);
    let institutions = queries::institutions_of(&mut conn, found.id).await?;
    let institutions: Vec<String> = institutions.into_iter().map(|one| one.name).collect();
    let paper = asked.paper(
        &reader,
        &[PaperSize::A3, PaperSize::A4],
        urls::series_print(&slug),
        urls::series(&slug),
    );
    let titles = titles(&paper, &seminars);
    let mut entries = own_entries(&mut conn, None, paper.page.language, seminars).await?;
    for (entry, title) in entries.iter_mut().zip(titles) {
        entry.title = title;
    }
    let subject = (named(&found), found.colour);
    sheet(
        &reader,
        &TermPosterPage::new(paper, subject, entries, &institutions),
    )
}

/// What each is called in the languages of the sheet, once where that is the same.
fn titles(paper: &Paper, seminars: &[Seminar]) -> Vec<String> {
    let called = |one: &Seminar| {
        let mut titles = paper.each(|language| one.read_in(language).title.to_owned());
        titles.retain(|title| !title.is_empty());
        titles.join(" · ")
    };
    seminars.iter().map(called).collect()
}
