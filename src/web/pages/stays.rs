//! Stays: who is here when, a stay with its steps, and the form that enters one.

use askama::Template;
use chrono::{Datelike, Duration, Months, NaiveDate};

use super::{
    Sample,
    closed::ClosedNote,
    common::{Named, WillBeTold},
    day_view::{Lines, MonthGrid},
    form::{Choice, Field},
    page::Page,
    samples,
    stale::Stale,
    words::{StayAct, StayState},
};
use crate::{
    base::{clock::Instant, language::Language},
    typed_form,
    web::urls,
};

/// `GET /stays?from=2026-12`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/stays.html")]
pub struct StaysPage {
    /// What every page knows.
    pub page: Page,
    /// The first month shown, by its first day.
    pub from: NaiveDate,
    /// How many months are shown, from 1 to 9.
    pub months: u32,
    /// The stays of these months that the reader may see, by first day.
    pub stays: Vec<StayEntry>,
    /// Today in the hub's zone.
    pub today: NaiveDate,
    /// How many visitors are here today.
    pub here: usize,
    /// Whether the reader may enter a stay.
    pub may_enter: bool,
}

/// A stay in a list.
#[derive(Debug, Clone)]
pub struct StayEntry {
    /// The code in addresses.
    pub code: String,
    /// The visitor's name.
    pub visitor: String,
    /// Where the visitor comes from.
    pub institution: Option<String>,
    /// The host's name.
    pub host: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Where it stands.
    pub state: StayState,
    /// Whether the dates are not settled.
    pub tentative: bool,
    /// The desk.
    pub desk: Option<String>,
}

/// `GET /stays/new`, `GET /stays/{code}/edit`, and the answer to a posted form that cannot be taken:
/// 422 with errors by the fields, 409 with `desk_conflicts` or `stale`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/stay_form.html")]
pub struct StayFormPage {
    /// What every page knows.
    pub page: Page,
    /// The stay that is edited: code and visitor; `None` for a new one.
    pub editing: Option<Named>,
    /// What was typed.
    pub form: StayForm,
    /// Visitors known already, by id.
    pub visitors: Vec<Choice>,
    /// Institutions, by slug.
    pub institutions: Vec<Choice>,
    /// Who can be host, by id.
    pub hosts: Vec<Choice>,
    /// The sites, by slug; one alone is not asked about.
    pub sites: Vec<Choice>,
    /// The desks, by slug.
    pub desks: Vec<Choice>,
    /// Who has the desk, where it is taken.
    pub desk_conflicts: Vec<DeskConflict>,
    /// Desks that are free in that time; a button each, whose name is `alternative` and whose value is the slug.
    pub free_desks: Vec<Named>,
    /// What is closed on its first day.
    pub closed: ClosedNote,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
    /// Who will be told when this is saved; `None` for a new stay: its visitor and its host.
    pub told: Option<WillBeTold>,
}

/// Who has a desk.
#[derive(Debug, Clone)]
pub struct DeskConflict {
    /// The desk.
    pub desk: String,
    /// The visitor, where the reader may know.
    pub visitor: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
}

typed_form! {
    /// A stay as typed.
    StayForm {
        /// The id of a visitor known already; empty for someone new.
        visitor: Field = "stay-form-visitor",
        /// The name of a new visitor.
        visitor_name: Field = "stay-form-name",
        /// The address of a new visitor.
        visitor_email: Field = "stay-form-email",
        /// The slug of a new visitor's institution; empty for none.
        institution: Field = "stay-form-institution",
        /// The first day, `2026-12-01`.
        from: Field = "stay-form-from",
        /// The last day, inclusive.
        to: Field = "stay-form-to",
        /// `firm` or `tentative`.
        certainty: Field = "stay-form-certainty",
        /// The id of the host.
        host: Field = "stay-form-host",
        /// The slug of the site.
        site: Field = "stay-form-site",
        /// The slug of the desk; empty for none.
        desk: Field = "stay-form-desk",
        /// What for.
        purpose: Field = "stay-form-purpose",
        /// With commas.
        topics: Field = "series-form-topics",
    }
}

/// `GET /stays/{code}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/stay.html")]
pub struct StayPage {
    /// What every page knows.
    pub page: Page,
    /// The stay.
    pub stay: StayEntry,
    /// The site.
    pub site: Option<String>,
    /// The slug of the desk, where there is one.
    pub desk_slug: Option<String>,
    /// What for.
    pub purpose: String,
    /// Its topics.
    pub topics: Vec<String>,
    /// The steps it took, first to last.
    pub steps: Vec<StayStep>,
    /// What the reader may do now, in the order in which it is offered.
    pub acts: Vec<StayAct>,
    /// Whether the reader may edit it.
    pub may_edit: bool,
    /// For the forms of the page.
    pub lock_version: i32,
    /// The idempotency key of the forms.
    pub key: String,
}

/// A step that a stay took.
#[derive(Debug, Clone)]
pub struct StayStep {
    /// To which state.
    pub state: StayState,
    /// When.
    pub at: Instant,
    /// By whom, where that is known.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl StaysPage {
    /// The days shown.
    pub fn grid(&self) -> MonthGrid {
        let first = self.from.with_day(1).unwrap_or(self.from);
        MonthGrid {
            first,
            last: first + Months::new(self.months.clamp(1, 9)) - Duration::days(1),
        }
    }

    /// The line of today, where it is shown.
    pub fn today_line(&self) -> Option<i64> {
        let grid = self.grid();
        (grid.first..=grid.last)
            .contains(&self.today)
            .then(|| grid.line(self.today))
    }

    /// How many days are shown.
    pub fn columns(&self) -> i64 {
        let grid = self.grid();
        grid.line(grid.last)
    }

    /// The stays that lie in these months and take place, with their lines.
    pub fn placed(&self) -> Vec<(&StayEntry, Lines)> {
        let grid = self.grid();
        self.stays
            .iter()
            .filter(|stay| !stay.is_off())
            .filter_map(|stay| Some((stay, grid.place(stay.from, stay.to)?)))
            .collect()
    }

    /// Whether the words on a bar may reach beyond its end: nothing stands to the right of it, and there is room.
    pub fn is_open(&self, lines: &Lines) -> bool {
        lines.end * 10 < self.columns() * 7
    }

    /// These months, moved.
    pub fn turned(&self, months: i32) -> String {
        let first = self.grid().first;
        let moved = if months < 0 {
            first - Months::new(months.unsigned_abs())
        } else {
            first + Months::new(months.unsigned_abs())
        };
        urls::stays_from(&moved.format("%Y-%m").to_string())
    }
}

impl StayEntry {
    /// How many days it lasts, both counted.
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Whether it will not take place.
    pub fn is_off(&self) -> bool {
        self.state.is_off()
    }
}

impl StayFormPage {
    /// Where the form posts to.
    pub fn action(&self) -> String {
        self.editing
            .as_ref()
            .map_or_else(urls::stays, |stay| urls::stay(&stay.slug))
    }

    /// Where “back” leads.
    pub fn back(&self) -> String {
        self.action()
    }

    /// How settled the dates are.
    pub fn certainties(&self) -> Vec<Choice> {
        ["firm", "tentative"]
            .iter()
            .map(|word| Choice::new(*word, self.page.word("certainty", word)))
            .collect()
    }
}

impl StayPage {
    /// What leads on.
    pub fn steps_on(&self) -> Vec<StayAct> {
        self.acts
            .iter()
            .copied()
            .filter(|act| !act.calls_off())
            .collect()
    }

    /// What ends it.
    pub fn steps_off(&self) -> Vec<StayAct> {
        self.acts
            .iter()
            .copied()
            .filter(|act| act.calls_off())
            .collect()
    }
}

impl Sample for StaysPage {
    const NAME: &'static str = "stays";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::stays_pages(language)
    }
}

impl Sample for StayFormPage {
    const NAME: &'static str = "stay-form";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::stay_forms(language)
    }
}

impl Sample for StayPage {
    const NAME: &'static str = "stay";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::stay_pages(language)
    }
}
