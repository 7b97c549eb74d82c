//! The form for a seminar, new or edited, and what it says when a room is taken or someone else was quicker.

use askama::Template;

use super::{
    Sample,
    common::{Alternative, Conflict, Named, WillBeTold},
    form::{Choice, Field, Several},
    page::Page,
    samples,
    stale::Stale,
    strip::Strip,
    versions::{self, Version, Versions},
    words::SeminarState,
};
use crate::{base::language::Language, typed_form, web::urls};

/// The word of the box that says that there are no reminders, though the series may have some.
pub const NO_REMINDERS: &str = "none";

/// `GET /seminars/new`, `GET /seminars/{code}/edit`, and the answer to a posted form that cannot be taken:
/// 422 with errors by the fields, 409 with `conflicts` or `stale`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/seminar_form.html")]
pub struct SeminarFormPage {
    /// What every page knows.
    pub page: Page,
    /// What is edited; `None` for a new one.
    pub editing: Option<Editing>,
    /// The series it belongs to, where that is settled.
    pub series: Option<Named>,
    /// Whether that series has an address to join online. Which one, the form of the series alone shows.
    pub series_online: bool,
    /// Its own language, in which it has the main text.
    pub own_language: Option<String>,
    /// What was typed.
    pub form: SeminarForm,
    /// The series in which the reader may make seminars, by slug.
    pub series_choices: Vec<Choice>,
    /// The rooms that can be booked, by slug; the hint says site and seats.
    pub rooms: Vec<Choice>,
    /// The two instants of a wall time that comes twice, to choose from: values `0` and `1`; empty where it comes once.
    pub folds: Vec<Choice>,
    /// What clocks show where people are whom it concerns.
    pub strip: Strip,
    /// Who has the room, where it is taken.
    pub conflicts: Vec<Conflict>,
    /// What is free instead.
    pub alternatives: Vec<Alternative>,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
    /// Who will be told when this is saved; `None` where nobody is (a draft, a new one).
    pub told: Option<WillBeTold>,
    /// How many the chosen rooms seat, where that is fewer than it is to take.
    pub seats_short: Option<i64>,
}

/// The seminar that is edited.
#[derive(Debug, Clone)]
pub struct Editing {
    /// The short code.
    pub code: String,
    /// Its title as it stands; empty for none.
    pub title: String,
    /// Where it stands.
    pub state: SeminarState,
}

typed_form! {
    /// A seminar as typed.
    SeminarForm {
        /// The slug of its series; empty for none.
        series: Field = "seminar-form-series",
        /// A word of [`super::words::SeminarKind`].
        kind: Field = "seminar-form-kind",
        /// Its title.
        title: Field = "seminar-form-title",
        /// Its abstract, in Markdown.
        abstract_text: Field = "seminar-form-abstract",
        /// The language in which it is held; empty for that of the series, or none.
        language: Field = "series-form-language",
        /// The title in Korean.
        title_ko: Field = "version-title-ko",
        /// The abstract in Korean.
        abstract_ko: Field = "version-abstract-ko",
        /// The title in English.
        title_en: Field = "version-title-en",
        /// The abstract in English.
        abstract_en: Field = "version-abstract-en",
        /// The title in French.
        title_fr: Field = "version-title-fr",
        /// The abstract in French.
        abstract_fr: Field = "version-abstract-fr",
        /// One a line: `Name <address>` or an address; after `|`, a word of [`super::words::SpeakerRole`].
        speakers: Field = "seminar-form-speakers",
        /// The date at the place, `2026-12-01`.
        date: Field = "seminar-form-date",
        /// The wall time at the place, `16:00`.
        time: Field = "seminar-form-time",
        /// How long, in minutes.
        duration_minutes: Field = "seminar-form-duration",
        /// The IANA zone in which date and time are meant.
        zone: Field = "seminar-form-zone",
        /// `0` or `1` where the wall time comes twice; empty otherwise.
        fold: Field = "seminar-form-time",
        /// `series` (the room of the series), `rooms` (those ticked), `elsewhere` or `none`.
        where_kind: Field = "seminar-form-where",
        /// The slugs of its rooms.
        rooms: Several = "seminar-form-rooms",
        /// The name of a place elsewhere.
        place_name: Field = "seminar-form-place",
        /// Its address.
        place_address: Field = "seminar-form-place-address",
        /// A page about it.
        place_url: Field = "seminar-form-place-url",
        /// The IANA zone of the place, where that is not the zone of date and time.
        place_zone: Field = "seminar-form-place-zone",
        /// `series` (the address of the series), `own` (that in `join_url`) or `none`; empty where it is in no series.
        join_kind: Field = "seminar-form-join-kind",
        /// Where one takes part from afar, if it has an address of its own; never shown in a page.
        join_url: Field = "seminar-form-join",
        /// A word of [`super::words::Visibility`].
        visibility: Field = "seminar-form-visibility",
        /// Minutes before, with commas: `1440, 60`; empty for those of the series.
        reminders: Field = "seminar-form-reminders",
        /// Those at an hour of the reader's day, by their words; or [`NO_REMINDERS`].
        reminder_days: Several = "seminar-form-reminder-days",
        /// How many it takes; empty for no limit.
        capacity: Field = "seminar-form-capacity",
        /// A word of [`super::words::JoinFor`].
        join_for: Field = "form-join-for",
        /// Minutes before.
        join_minutes: Field = "form-join-minutes",
        /// Words of the organiser's own, above what is told of it.
        note: Field = "foretold-note",
        /// `yes`: nobody is told.
        silent: Several = "seminar-form-silent",
        /// What the button pressed last was to do, `draft` or `announced`: an alternative that is taken does the same.
        then: Field,
        /// The slug of the room in whose place an alternative comes.
        instead_of: Field,
    }
}

impl SeminarFormPage {
    /// Where the form posts to.
    pub fn action(&self) -> String {
        self.editing
            .as_ref()
            .map_or_else(urls::seminars, |editing| urls::seminar(&editing.code))
    }

    /// Where “cancel” leads.
    pub fn back(&self) -> String {
        match (&self.editing, &self.series) {
            (Some(editing), _) => urls::seminar(&editing.code),
            (None, Some(series)) => urls::series(&series.slug),
            (None, None) => urls::organise(),
        }
    }

    /// Whether saving leaves it a draft.
    pub fn is_draft(&self) -> bool {
        self.editing
            .as_ref()
            .is_none_or(|editing| editing.state == SeminarState::Draft)
    }

    /// Whether words of the reader's own can go with what is told, or have been typed already.
    pub fn has_note(&self) -> bool {
        let told = self.told.as_ref().is_some_and(|told| told.count > 0);
        told || !self.form.note.value.is_empty()
    }

    /// Whether there is anyone who might be spared: those who are told of it otherwise.
    pub fn spares_anyone(&self) -> bool {
        self.told.as_ref().is_some_and(WillBeTold::is_anyone) || !self.form.silent.values.is_empty()
    }

    /// Title and abstract in further languages.
    pub fn versions(&self) -> Vec<Version<'_>> {
        self.form.offered(self.own_language.as_deref())
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        versions::spoken_in()
    }

    /// The key of what no choice means: the language of the series, or none that was said.
    pub fn no_language(&self) -> &'static str {
        match self.series {
            Some(_) => "seminar-form-language-of-series",
            None => "seminar-form-language-unsaid",
        }
    }

    /// Whether something stands in one of them.
    pub fn versions_open(&self) -> bool {
        self.versions().iter().any(Version::is_used)
    }

    /// The kinds to choose from.
    pub fn kinds(&self) -> Vec<Choice> {
        super::words::SeminarKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.word(), self.page.word("kind", kind)))
            .collect()
    }

    /// Who may see it.
    pub fn visibilities(&self) -> Vec<Choice> {
        self.page.visibilities()
    }

    /// For whom the living link can open.
    pub fn entrances(&self) -> Vec<Choice> {
        self.page.entrances()
    }

    /// Reminders at an hour of the reader's day; and in a series, that there are none.
    pub fn reminder_days(&self) -> Vec<Choice> {
        let mut days = self.page.reminder_days();
        if self.series.is_some() {
            let label = self.page.word("reminder-day", NO_REMINDERS);
            days.push(Choice::new(NO_REMINDERS, label));
        }
        days
    }

    /// Where it takes place.
    pub fn places(&self) -> Vec<Choice> {
        ["series", "rooms", "elsewhere", "none"]
            .iter()
            .filter(|word| **word != "series" || self.series.is_some())
            .map(|word| Choice::new(*word, self.page.word("seminar-form-where", word)))
            .collect()
    }

    /// How one can take part from afar; nothing to choose where it is in no series.
    pub fn ways_to_join(&self) -> Vec<Choice> {
        if self.series.is_none() {
            return Vec::new();
        }
        let of_series = match self.series_online {
            true => "seminar-form-join-series-has",
            false => "seminar-form-join-series-lacks",
        };
        let label = |word| self.page.word("seminar-form-join-kind", word);
        vec![
            Choice::new("series", label("series")).hint(self.page.t(of_series)),
            Choice::new("own", label("own")),
            Choice::new("none", label("none")),
        ]
    }
}

impl Sample for SeminarFormPage {
    const NAME: &'static str = "seminar-form";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::seminar_forms(language)
    }
}
