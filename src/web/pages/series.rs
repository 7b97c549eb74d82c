//! A series: what it is, what comes, how to follow it; and the form for its defaults.

use askama::Template;

use super::{
    Sample,
    common::{Named, SeminarEntry, WillBeTold},
    form::{Choice, Field, Several},
    html::Html,
    linked,
    page::Page,
    samples,
    stale::Stale,
    versions::spoken_in,
    words::Visibility,
};
use crate::{
    base::{language::Language, zone::Zone},
    seminars::model::{SeriesColour, SeriesState},
    typed_form,
    web::urls,
};

/// `GET /series/{slug}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/series.html")]
pub struct SeriesPage {
    /// What every page knows.
    pub page: Page,
    /// The slug in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it is about, rendered and cleaned.
    pub description: Option<Html>,
    /// The first sentences of that as plain text, for previews elsewhere; empty for none.
    pub summary: String,
    /// The zone in which its times are meant.
    pub zone: Zone,
    /// The language that its calendar speaks unless it is asked otherwise; none: the hub's.
    pub language: Option<Language>,
    /// Its usual room.
    pub room: Option<Named>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Whether it is over and takes no more seminars.
    pub ended: bool,
    /// Who organises it, by name.
    pub organisers: Vec<String>,
    /// The institutions that organise it together, by name.
    pub institutions: Vec<String>,
    /// Its topics.
    pub topics: Vec<Named>,
    /// What comes, by start.
    pub coming: Vec<SeminarEntry>,
    /// What was, latest first.
    pub past: Vec<SeminarEntry>,
    /// Whether there is more in the past than is shown.
    pub past_is_longer: bool,
    /// Whether the reader follows it; `None` for who is not signed in.
    pub follows: Option<bool>,
    /// What the organisers see; `None` for everyone else.
    pub board: Option<SeriesBoard>,
    /// The address that was typed in order to follow it without signing in.
    pub follow_form: FollowForm,
}

typed_form! {
    /// An address by which someone wants to follow a series.
    FollowForm {
        /// The address.
        email: Field = "series-follow-email",
    }
}

/// What the organisers of a series see beside it.
#[derive(Debug, Clone, Default)]
pub struct SeriesBoard {
    /// Drafts, by start.
    pub drafts: Vec<SeminarEntry>,
    /// How many people follow it.
    pub followers: usize,
    /// How many mailing lists are told of it.
    pub lists: usize,
}

/// `GET /series/new`, `GET /series/{slug}/edit`, and the answer to a posted form that cannot be taken (422, 409).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/series_form.html")]
pub struct SeriesFormPage {
    /// What every page knows.
    pub page: Page,
    /// The series that is edited; `None` for a new one.
    pub editing: Option<Named>,
    /// What was typed.
    pub form: SeriesForm,
    /// The rooms that can be booked, by slug.
    pub rooms: Vec<Choice>,
    /// Who may organise, by id; those chosen before among them.
    pub people: Vec<Choice>,
    /// The institutions that may organise together, by id; those chosen before among them.
    pub institutions: Vec<Choice>,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
    /// Who will be told when this is saved: a default that is inherited moves coming seminars.
    pub told: Option<WillBeTold>,
}

typed_form! {
    /// A series as typed.
    SeriesForm {
        /// Its title.
        title: Field = "seminar-form-title",
        /// The slug in addresses; empty for one made from the title. It stays as it is: people keep addresses.
        slug: Field = "series-form-slug",
        /// What it is about, in Markdown.
        description: Field = "series-form-description",
        /// The language in which it is held (`en`, `ko`); empty for any.
        language: Field = "series-form-language",
        /// With commas.
        topics: Field = "series-form-topics",
        /// The IANA zone in which its times are meant.
        zone: Field = "seminar-form-zone",
        /// How long a seminar is, in minutes.
        duration_minutes: Field = "seminar-form-duration",
        /// The slug of its usual room; empty for none.
        room: Field = "series-room",
        /// Minutes before, with commas: `1440, 60`.
        reminders: Field = "seminar-form-reminders",
        /// Those at an hour of the reader's day, by their words.
        reminder_days: Several = "seminar-form-reminder-days",
        /// A word of [`Visibility`].
        visibility: Field = "seminar-form-visibility",
        /// The ids of those who organise it.
        organisers: Several = "series-form-organisers",
        /// How many a seminar takes; empty for no limit.
        capacity: Field = "seminar-form-capacity",
        /// Where its seminars take place online; shown in no page but this.
        join_url: Field = "seminar-form-join",
        /// A word of [`super::words::JoinFor`].
        join_for: Field = "form-join-for",
        /// Minutes before.
        join_minutes: Field = "form-join-minutes",
        /// The ids of the institutions that organise it together.
        institutions: Several = "series-form-institutions",
        /// A word of [`SeriesColour`].
        colour: Field = "series-form-colour",
        /// A word of [`SeriesState`]; empty for a new one.
        state: Field = "series-form-state",
        /// `yes`: nobody is told.
        silent: Several = "seminar-form-silent",
    }
}

impl SeriesPage {
    /// What it says to machines; nothing for what is not public.
    pub fn json_ld(&self) -> Option<Html> {
        linked::series(self)
    }

    /// The page with everything that was.
    pub fn past_address(&self) -> String {
        urls::with_query(&urls::series(&self.slug), &[("past", Some("all"))])
    }

    /// The calendar to subscribe to.
    pub fn calendar(&self) -> String {
        let path = urls::series_feed(&self.slug);
        self.page.calendar_of(&path, self.language)
    }
}

impl SeriesFormPage {
    /// Where the form posts to.
    pub fn action(&self) -> String {
        self.editing
            .as_ref()
            .map_or_else(urls::all_series, |series| urls::series(&series.slug))
    }

    /// Where “back” leads.
    pub fn back(&self) -> String {
        self.editing
            .as_ref()
            .map_or_else(urls::organise, |series| urls::series(&series.slug))
    }

    /// Whether there is anyone who might be spared: those who are told of its coming seminars otherwise.
    pub fn spares_anyone(&self) -> bool {
        self.told.as_ref().is_some_and(WillBeTold::is_anyone) || !self.form.silent.values.is_empty()
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        spoken_in()
    }

    /// Who may see it.
    pub fn visibilities(&self) -> Vec<Choice> {
        self.page.visibilities()
    }

    /// For whom the living links can open.
    pub fn entrances(&self) -> Vec<Choice> {
        self.page.entrances()
    }

    /// The colours to choose from.
    pub fn colours(&self) -> Vec<Choice> {
        SeriesColour::ALL
            .iter()
            .map(|colour| Choice::new(colour.word(), self.page.word("series-colour", colour)))
            .collect()
    }

    /// Whether it goes on.
    pub fn states(&self) -> Vec<Choice> {
        SeriesState::ALL
            .iter()
            .map(|state| {
                Choice::new(state.word(), self.page.word("series-state", state))
                    .hint(self.page.word("series-state-hint", state))
            })
            .collect()
    }
}

impl Sample for SeriesPage {
    const NAME: &'static str = "series";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::series_pages(language)
    }
}

impl Sample for SeriesFormPage {
    const NAME: &'static str = "series-form";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::series_forms(language)
    }
}
