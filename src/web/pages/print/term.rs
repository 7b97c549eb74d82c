//! The poster of a series: the dates of its term on one sheet.

use askama::Template;
use chrono::NaiveDate;

use super::{Paper, fit};
use crate::{
    base::language::Language,
    seminars::model::SeriesColour,
    web::{
        pages::{
            Sample,
            common::{Named, SeminarEntry},
            html::Html,
            qr,
        },
        urls,
    },
};

/// Most dates that stand on a sheet.
pub const DATES: usize = 20;
/// Where the title of the series stands.
const TITLE: fit::Frame = fit::Frame {
    width: 249,
    height: 68,
};
/// How wide the column is in which it is said what there is, in units.
const WHAT: usize = 168;

/// `GET /series/{slug}/print`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/print/term.html")]
pub struct TermPosterPage {
    /// What every sheet knows.
    pub paper: Paper,
    /// The series.
    pub series: Named,
    /// Its colour.
    pub colour: SeriesColour,
    /// Its title as it is set.
    pub title: fit::Set,
    /// The class in which the dates are set.
    pub class: &'static str,
    /// Its dates, by start.
    pub dates: Vec<TermLine>,
    /// How many there are for which there is no room.
    pub others: usize,
    /// The institutions that organise it, as many as fit.
    pub institutions: String,
    /// The address of its page as a code.
    pub code: Option<Html>,
}

/// A date of a term.
#[derive(Debug, Clone)]
pub struct TermLine {
    /// The seminar.
    pub entry: SeminarEntry,
    /// Its title, or what stands for one, as much as fits.
    pub title: String,
    /// Who speaks and where, as much as fits.
    pub more: String,
    /// Its clock, where that is another one than that of the first.
    pub zone: Option<String>,
}

impl TermLine {
    /// The day on which it begins, where it takes place.
    pub fn date(&self) -> NaiveDate {
        self.entry.when.date_in(self.entry.when.zone)
    }
}

impl TermPosterPage {
    /// The poster of a series with these seminars, by start.
    pub fn new(
        paper: Paper,
        (series, colour): (Named, SeriesColour),
        mut found: Vec<SeminarEntry>,
        institutions: &[String],
    ) -> Self {
        let others = found.len().saturating_sub(DATES);
        found.truncate(DATES);
        let (class, letters, lines) = match found.len() {
            0..=6 => ("d1", (105, 56), (2, 2)),
            7..=10 => ("d2", (80, 48), (2, 1)),
            11..=14 => ("d3", (66, 44), (1, 1)),
            _ => ("d4", (52, 38), (1, 1)),
        };
        let usual = found.first().map(|first| first.when.zone);
        let line = |entry: SeminarEntry| {
            let own = Some(entry.when.zone) != usual;
            let title = match entry.title.is_empty() {
                true => paper.t("print-no-title"),
                false => entry.title.clone(),
            };
            TermLine {
                title: fit::shortened(&title, fit::per_line(WHAT, letters.0), lines.0),
                more: fit::shortened(
                    &more(&paper, &entry),
                    fit::per_line(WHAT, letters.1),
                    lines.1,
                ),
                zone: own.then(|| paper.zone_of(&entry.when)),
                entry,
            }
        };
        let dates = found.into_iter().map(line).collect();
        let address = paper.page.absolute(&urls::series(&series.slug));
        let alt = paper.page.with("print-qr", "address", &address);
        Self {
            title: fit::set(&series.label, &fit::TITLES, TITLE),
            class,
            dates,
            others,
            institutions: fit::shortened(&institutions.join(" · "), fit::per_line(150, 44), 2),
            code: qr::code(&address, &alt),
            paper,
            series,
            colour,
        }
    }

    /// The address of the series as people write it.
    pub fn address(&self) -> String {
        let address = self.paper.page.absolute(&urls::series(&self.series.slug));
        let written = address.split_once("://").map(|(_, rest)| rest.to_owned());
        written.unwrap_or(address)
    }
}

/// Who speaks, or that nobody is named yet; and where.
fn more(paper: &Paper, entry: &SeminarEntry) -> String {
    let speaker = |one: &crate::web::pages::common::Speaker| match &one.institution {
        Some(institution) => format!("{} ({institution})", one.name),
        None => one.name.clone(),
    };
    let mut parts: Vec<String> = entry.speakers.iter().map(speaker).collect();
    if parts.is_empty() {
        parts.push(paper.t("print-no-speaker"));
    }
    let who = parts.join(", ");
    match entry.places.is_empty() {
        true => who,
        false => format!("{who} · {}", entry.places.join(", ")),
    }
}

impl Sample for TermPosterPage {
    const NAME: &'static str = "paper-term";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        super::samples::terms(language)
    }
}
