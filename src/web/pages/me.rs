//! The reader's own page, the organisers' page, and the choice of language and zone.

use askama::Template;

use super::{
    Sample,
    common::{Named, SeminarEntry},
    form::{Choice, Field, FieldError},
    html::Html,
    page::Page,
    samples,
    stays::StayEntry,
    time::When,
    words::BookingState,
};
use crate::{
    base::{
        clock::Instant,
        language::{Arg, Language},
    },
    feeds::polls::{Client, Poll},
    mail::calendar::CalendarChoice,
    typed_form,
    web::urls,
};

/// `GET /me`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/me.html")]
pub struct MyPage {
    /// What every page knows.
    pub page: Page,
    /// The address for signing in.
    pub email: String,
    /// The coming seminars that the reader speaks in, was invited to or answered, by start.
    pub seminars: Vec<SeminarEntry>,
    /// The next seminars that the reader organises, drafts among them, by start.
    pub organised: Vec<SeminarEntry>,
    /// The bookings that wait for the reader's approval, by start.
    pub requests: Vec<RequestLine>,
    /// The reader's coming bookings, by start.
    pub bookings: Vec<BookingLine>,
    /// The stays that the reader hosts, and the reader's own.
    pub stays: Vec<StayEntry>,
    /// The reader's calendars that can be subscribed to.
    pub feeds: Vec<PersonalFeed>,
    /// What was typed for a new one.
    pub feed_form: FeedForm,
    /// Which calendar holds what comes by mail.
    pub calendar: CalendarQuestion,
}

/// What puts seminars into the reader's calendar.
#[derive(Debug, Clone, Default)]
pub struct CalendarQuestion {
    /// What was chosen last.
    pub choice: Option<CalendarChoice>,
    /// Whether the reader has a personal feed, so that it matters.
    pub has_feed: bool,
    /// The idempotency key of the buttons.
    pub key: String,
}

impl CalendarQuestion {
    /// Whether it is asked.
    pub fn is_open(&self) -> bool {
        self.has_feed && self.choice.is_none()
    }

    /// Whether it can be answered, once more or for the first time.
    pub fn is_shown(&self) -> bool {
        self.has_feed || self.choice.is_some()
    }

    /// The choices.
    pub fn words(&self) -> Vec<&'static str> {
        let all = [CalendarChoice::Invitations, CalendarChoice::Feed];
        all.map(CalendarChoice::word).to_vec()
    }

    /// Whether `word` was chosen last.
    pub fn is(&self, word: &str) -> bool {
        self.choice.is_some_and(|choice| choice.word() == word)
    }
}

/// A booking in a list.
#[derive(Debug, Clone)]
pub struct BookingLine {
    /// The code in addresses.
    pub code: String,
    /// What for.
    pub title: String,
    /// When, in the room's zone.
    pub when: When,
    /// The names of the rooms.
    pub rooms: Vec<String>,
    /// Where it stands.
    pub state: BookingState,
}

/// A booking that waits for the reader's approval.
#[derive(Debug, Clone)]
pub struct RequestLine {
    /// The booking.
    pub booking: BookingLine,
    /// Who asks, by name.
    pub by: String,
}

/// A personal feed.
#[derive(Debug, Clone)]
pub struct PersonalFeed {
    /// The id, for changing, renewing and revoking it.
    pub id: String,
    /// What the reader called it.
    pub name: String,
    /// What it is called and how much it says: as it stands, or as it was typed.
    pub form: FeedForm,
    /// The path `/feeds/my/{secret}.ics`, and what is asked of it.
    pub path: String,
    /// Whether it says only that the reader is busy.
    pub busy_only: bool,
    /// Since when.
    pub since: Instant,
    /// The calendar programs that fetch it, those that asked last first.
    pub polls: Vec<Poll>,
    /// Who last fetched more of it than Google Calendar reads.
    pub large: Option<LargeFeed>,
    /// The idempotency key of renewing it: a second press must not revoke the address that the first one made.
    pub key: String,
}

/// A feed that Google Calendar does not read, as it was last fetched.
#[derive(Debug, Clone)]
pub struct LargeFeed {
    /// By which program.
    pub client: Client,
    /// When.
    pub at: Instant,
    /// The megabytes that it had.
    pub size: String,
}

impl LargeFeed {
    /// What its owner is told.
    pub fn words(&self, page: &Page) -> Html {
        let known = [
            ("client", Arg::from(self.client.word())),
            ("name", Arg::from(page.word("poll-client", self.client))),
            ("size", Arg::from(self.size.as_str())),
        ];
        page.around_with("me-feed-large", "ago", page.ago(&self.at), &known)
    }
}

impl PersonalFeed {
    /// The id of a field of which each feed has one.
    pub fn id_of(&self, field: &str) -> String {
        format!("feed-{}-{field}", self.id)
    }

    /// What is wrong with what was typed.
    pub fn errors(&self) -> Vec<FieldError> {
        let errors = self.form.errors().into_iter();
        errors
            .map(|error| FieldError {
                name: self.id_of(&error.name),
                ..error
            })
            .collect()
    }
}

typed_form! {
    /// A personal feed as typed, a new one or a change.
    FeedForm {
        /// What it is called.
        name: Field = "me-feed-name",
        /// `full` or `busy`.
        detail: Field = "me-feed-detail",
    }
}

/// `GET /preferences`: language and zone, every zone there is.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/preferences.html")]
pub struct PreferencesPage {
    /// What every page knows.
    pub page: Page,
    /// What was typed.
    pub form: PreferencesForm,
}

typed_form! {
    /// Language and zone.
    PreferencesForm {
        /// `en`, `ko`
        language: Field = "preferences-language",
        /// The IANA name.
        zone: Field = "preferences-zone",
        /// The path to go on to.
        back: Field,
    }
}

/// `GET /organise`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/organise.html")]
pub struct OrganisePage {
    /// What every page knows.
    pub page: Page,
    /// The series that the reader organises; every one for an administrator.
    pub series: Vec<SeriesLine>,
    /// The drafts that the reader may edit, by start.
    pub drafts: Vec<SeminarEntry>,
    /// The coming seminars that the reader organises and that lack something.
    pub lacking: Vec<Lacking>,
    /// Whether the reader may make a series.
    pub may_make_series: bool,
}

/// A series in the organisers' list.
#[derive(Debug, Clone)]
pub struct SeriesLine {
    /// The series.
    pub series: Named,
    /// Its next seminar.
    pub next: Option<SeminarEntry>,
    /// How many seminars are announced and to come.
    pub coming: usize,
}

/// A seminar that lacks something.
#[derive(Debug, Clone)]
pub struct Lacking {
    /// The seminar.
    pub seminar: SeminarEntry,
    /// What is missing: `time`, `title`, `abstract`, `speaker`, `room`.
    pub what: Vec<&'static str>,
}

impl MyPage {
    /// How much a feed says.
    pub fn details(&self) -> Vec<Choice> {
        ["full", "busy"]
            .iter()
            .map(|word| {
                Choice::new(*word, self.page.word("feed-detail", word))
                    .hint(self.page.word("feed-detail-hint", word))
            })
            .collect()
    }
}

impl PreferencesPage {
    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        Language::ALL
            .iter()
            .map(|language| Choice::new(language.code(), language.own_name()))
            .collect()
    }

    /// Every zone there is.
    pub fn zones(&self) -> Vec<Choice> {
        self.page
            .all_zones()
            .into_iter()
            .map(|zone| Choice::new(zone.name, zone.label))
            .collect()
    }
}

impl Sample for MyPage {
    const NAME: &'static str = "me";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::my_pages(language)
    }
}

impl Sample for PreferencesPage {
    const NAME: &'static str = "preferences";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = samples::page(language, &urls::preferences());
        let form = PreferencesForm {
            language: Field::of(language.code()),
            zone: Field::of(page.zone.name()),
            back: Field::of("/"),
            ..PreferencesForm::default()
        };
        vec![("form", Self { page, form })]
    }
}

impl Sample for OrganisePage {
    const NAME: &'static str = "organise";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::organise_pages(language)
    }
}
