//! Planning a term: the rhythm, and every date of it before it is made.

use askama::Template;
use chrono::NaiveDate;

use super::{
    Sample,
    common::{Conflict, Named},
    form::{Choice, Field, Several},
    page::Page,
    samples,
    strip::{Note, Strip},
    time::When,
};
use crate::{
    base::{language::Language, zone::Zone},
    seminars::queries::Obstacle,
    typed_form,
    web::urls,
};

/// `GET /series/{slug}/term`, and the answer to what is posted there until the drafts are made.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/term.html")]
pub struct TermPage {
    /// What every page knows.
    pub page: Page,
    /// The series.
    pub series: Named,
    /// The zone in which its dates are meant.
    pub zone: Zone,
    /// What was typed.
    pub form: TermForm,
    /// The rooms that can be booked, by slug.
    pub rooms: Vec<Choice>,
    /// The dates, in the order in which they were typed; none before they were asked for.
    pub dates: Vec<DateRow>,
    /// What clocks show at the first of the dates where people are whom it concerns.
    pub strip: Strip,
}

/// A date of the term.
#[derive(Debug, Clone, Default)]
pub struct DateRow {
    /// Its place in the list, from 0.
    pub number: usize,
    /// Whether it is to be made.
    pub wanted: bool,
    /// The date, as typed.
    pub date: String,
    /// The wall time, as typed.
    pub time: String,
    /// Which of two equal wall times: `0`, `1` or nothing.
    pub fold: String,
    /// The two instants of a wall time that comes twice, to choose from.
    pub folds: Vec<Choice>,
    /// When it is; `None` where it is no single time.
    pub when: Option<When>,
    /// Why it cannot be.
    pub obstacle: Option<Obstacle>,
    /// What is wrong with what was typed, in the reader's language.
    pub error: Option<String>,
    /// Who has the room.
    pub conflicts: Vec<Conflict>,
    /// Where the day or the hour is another one than at the first of the dates.
    pub places: Vec<PlaceNote>,
    /// What of the hub is closed then.
    pub closed: Vec<String>,
    /// The Mondays of the weeks off between the date before and this one.
    pub off_before: Vec<NaiveDate>,
}

/// What is to be said of a date at a place.
#[derive(Debug, Clone)]
pub struct PlaceNote {
    /// What the place is called.
    pub city: String,
    /// `Wed 23:00`
    pub clock: String,
    /// What is to be said.
    pub notes: Vec<Note>,
}

typed_form! {
    /// A term as typed.
    TermForm {
        /// Monday is `1`.
        weekday: Field = "term-weekday",
        /// The wall time at which seminars start.
        starts: Field = "seminar-form-time",
        /// Every so many weeks.
        every_weeks: Field = "term-every",
        /// The first day.
        from: Field = "term-from",
        /// The last day; empty where the number of dates is said.
        until: Field = "term-until",
        /// The number of dates; empty where the last day is said.
        count: Field = "term-count",
        /// With commas: a day in each week off.
        weeks_off: Field = "term-weeks-off",
        /// The slug of the room; empty for none.
        room: Field = "series-room",
        /// The date of each row.
        dates: Several = "term-dates",
        /// The wall time of each row.
        times: Several = "term-dates",
        /// Which of two equal wall times, of each row: `0`, `1` or nothing.
        folds: Several = "term-dates",
        /// The numbers of the rows that are to be made.
        take: Several = "term-dates",
    }
}

impl TermPage {
    /// The days of the week.
    pub fn weekdays(&self) -> Vec<Choice> {
        (1..=7)
            .map(|day| Choice::new(day.to_string(), self.page.word("weekday", day)))
            .collect()
    }

    /// How many of the dates that are to be made cannot be.
    pub fn in_the_way(&self) -> usize {
        self.dates.iter().filter(|row| row.is_in_the_way()).count()
    }

    /// How many are to be made.
    pub fn wanted(&self) -> usize {
        self.dates.iter().filter(|row| row.wanted).count()
    }
}

impl DateRow {
    /// Whether it is to be made, and cannot be.
    pub fn is_in_the_way(&self) -> bool {
        self.wanted && (self.obstacle.is_some() || self.error.is_some())
    }

    /// What is said of the weeks off before it.
    pub fn off(&self, page: &Page) -> Vec<String> {
        weeks_off(page, &self.off_before)
    }
}

/// What is said of weeks off, by their Mondays.
pub fn weeks_off(page: &Page, mondays: &[NaiveDate]) -> Vec<String> {
    let week = |monday| page.with("term-week-off", "date", page.day_month(monday));
    mondays.iter().copied().map(week).collect()
}

impl Sample for TermPage {
    const NAME: &'static str = "term";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::terms(language)
    }
}
