//! A seminar: a poster with what it is, when, where and who speaks; below it, what the reader can do.

use askama::Template;

use super::{
    Sample,
    common::{Named, SeminarEntry, Speaker},
    html::Html,
    items::ItemDay,
    linked,
    next_step::NextStep,
    page::Page,
    replies::ReplyFields,
    samples,
    strip::Strip,
    time::When,
    words::{Answer, JoinFor, SeminarKind, SeminarState, SpeakerRole, Visibility},
};
use crate::{
    base::{clock::Instant, language::Language},
    seminars::{model::TextLanguage, rules::Expected},
    web::{
        cite::{self, Reference},
        urls,
    },
};

/// `GET /seminars/{code}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/seminar.html")]
pub struct SeminarPage {
    /// What every page knows.
    pub page: Page,
    /// The short code.
    pub code: String,
    /// What it is.
    pub kind: SeminarKind,
    /// Where it stands.
    pub state: SeminarState,
    /// Who may see it.
    pub visibility: Visibility,
    /// Its title; empty while none is known.
    pub title: String,
    /// The language of the title, where it is known (a BCP 47 tag such as `en`).
    pub title_in: Option<String>,
    /// The titles in other languages, each with the tag of its own.
    pub other_titles: Vec<(Option<String>, String)>,
    /// The language in which it is held, where it was said.
    pub held_in: Option<String>,
    /// The languages in which it is held, each with those who speak it, where it is known.
    pub spoken: Vec<Spoken>,
    /// The language of the abstract, where it is known.
    pub abstract_in: Option<String>,
    /// The abstract, rendered and cleaned; `None` while none is known.
    pub abstract_html: Option<Html>,
    /// The first two or three sentences of the abstract as plain text, for previews elsewhere; empty for none.
    pub summary: String,
    /// Its series.
    pub series: Option<Named>,
    /// The language that the calendar of its series speaks unless it is asked otherwise; none: the hub's.
    pub series_language: Option<Language>,
    /// When, in the zone where it was meant. For a postponed seminar: when it would have been.
    pub when: When,
    /// When it would have been before its last move, shown while people may still have that in their diary.
    pub moved_from: Option<When>,
    /// Who speaks, in their order.
    pub speakers: Vec<Speaker>,
    /// What is known of the talks beyond title and abstract of the seminar, in the same order; those of which nothing is are
    /// missing.
    pub talks: Vec<Talk>,
    /// Where it can be seen, once it is over and while all who took part agree.
    pub recording_url: Option<String>,
    /// What of it is still to come, once it is over.
    pub expected: Expected,
    /// Its rooms.
    pub rooms: Vec<RoomLine>,
    /// Its place elsewhere.
    pub place: Option<Place>,
    /// Its programme, by day.
    pub programme: Vec<ItemDay>,
    /// How one takes part from afar.
    pub joining: Joining,
    /// Its topics.
    pub topics: Vec<Named>,
    /// Why it is cancelled or postponed, as the organiser wrote it.
    pub reason: Option<String>,
    /// Since when it is cancelled or postponed.
    pub state_since: Option<Instant>,
    /// What the reader may answer; `None` for who is not signed in.
    pub answering: Option<Answering>,
    /// What is asked beside the answer of who is signed in; of anyone else, until when a reply is wanted.
    pub replies: ReplyFields,
    /// Whether the reader lets people in at the door: organisers, and the front desk, while it takes place.
    pub keeps_door: bool,
    /// The lists that the reader keeps, and whether it stands on them.
    pub lists: Vec<OnList>,
    /// What the organiser sees and can do; `None` for everyone else.
    pub tools: Option<OrganiserTools>,
    /// The next seminars of the series, at most three.
    pub next: Vec<SeminarEntry>,
    /// What comes in its place, where it is cancelled and the reader may know of that.
    pub in_place: Option<SeminarEntry>,
    /// How it is cited, once it is over.
    pub cite: Option<Reference>,
}

/// A list that the reader keeps.
#[derive(Debug, Clone)]
pub struct OnList {
    /// Its slug and what it is called.
    pub list: Named,
    /// Whether the seminar stands on it.
    pub on: bool,
}

/// What a speaker gave of themselves and of their talk.
#[derive(Debug, Clone)]
pub struct Talk {
    /// Whose.
    pub name: String,
    /// Its title, where several speak; empty for none.
    pub title: String,
    /// The language of title and abstract, where it is known (BCP 47).
    pub language: Option<String>,
    /// Its abstract, rendered and cleaned.
    pub abstract_html: Option<Html>,
    /// Who they are, rendered and cleaned.
    pub biography_html: Option<Html>,
    /// Where the slides are, once it is over and while the speaker agrees.
    pub slides_url: Option<String>,
    /// The slides as a file, likewise: where they are, and what.
    pub slides_file: Option<(String, String)>,
    /// Where the portrait is, while the speaker agrees.
    pub portrait: Option<String>,
}

/// A language in which a seminar is held.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// Which.
    pub language: TextLanguage,
    /// The names of those who speak it; empty where it is spoken by all, or by nobody who is known.
    pub by: String,
}

/// A room on the poster.
#[derive(Debug, Clone)]
pub struct RoomLine {
    /// The slug in addresses.
    pub slug: String,
    /// The room's name.
    pub name: String,
    /// Site and floor, as one finds it.
    pub whereabouts: Option<String>,
    /// Whether it is for those who find no place in the others.
    pub overflow: bool,
}

/// A place that is none of the hub's rooms.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Option<String>,
    /// A page about it; only `http:` and `https:`.
    pub url: Option<String>,
}

/// How one takes part from afar. The address itself never stands in the page: the living link leads there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joining {
    /// Not at all.
    Nowhere,
    /// The living link opens then, for this reader.
    Opens(Instant),
    /// The living link is open for this reader.
    Open,
    /// The living link opens for others, from then on; this reader is none of them.
    Outside(JoinFor, Instant),
    /// It is over, or does not take place.
    Over,
}

/// What the reader may answer.
#[derive(Debug, Clone)]
pub struct Answering {
    /// What was answered.
    pub answer: Option<Answer>,
    /// The place in the queue, from 1, for who waits.
    pub waiting_position: Option<u32>,
    /// Whether it can be answered: it is announced and not over.
    pub open: bool,
    /// Whether a yes would wait: no place is left.
    pub full: bool,
    /// Their code for the door, where they said yes and it is not over.
    pub pass: Option<String>,
    /// The idempotency key of the form.
    pub key: String,
}

/// What the organiser sees and can do.
#[derive(Debug, Clone, Default)]
pub struct OrganiserTools {
    /// How many are invited.
    pub invited: usize,
    /// How many come.
    pub yes: usize,
    /// How many may come.
    pub maybe: usize,
    /// How many do not come.
    pub no: usize,
    /// How many wait for a place.
    pub waiting: usize,
    /// How many have not answered.
    pub unanswered: usize,
    /// How many know the present revision.
    pub knows: usize,
    /// How many know an older one.
    pub doesnt: usize,
    /// To how many it could not be delivered.
    pub bounced: usize,
    /// For the forms of this page.
    pub lock_version: i32,
    /// How many mailing lists are told when it is announced; of one that is no draft, which were told of it.
    pub lists: usize,
    /// How many times the speaker of a draft may choose from.
    pub slots: usize,
    /// The idempotency key of the form that announces.
    pub key: String,
    /// What clocks show where people are whom it concerns.
    pub strip: Strip,
}

impl Answering {
    /// Whether it is to be said that a yes would wait.
    pub fn would_wait(&self) -> bool {
        self.full && self.open && !self.has("yes") && !self.has("waiting")
    }

    /// Whether `word` is what was answered.
    pub fn has(&self, word: &str) -> bool {
        self.answer.is_some_and(|answer| answer.word() == word)
    }
}

impl SeminarPage {
    /// It alone as a calendar, which speaks the language in which it is held unless it is asked otherwise.
    pub fn calendar(&self) -> String {
        let held_in = self.held_in.as_deref().and_then(|tag| tag.parse().ok());
        let path = urls::seminar_feed(&self.code);
        self.page.calendar_of(&path, held_in)
    }

    /// The calendar of the series `slug`, which is its own.
    pub fn series_calendar(&self, slug: &str) -> String {
        let path = urls::series_feed(slug);
        self.page.calendar_of(&path, self.series_language)
    }

    /// The title, or what stands for it.
    pub fn heading(&self) -> String {
        if self.title.is_empty() {
            self.page.t("seminar-untitled")
        } else {
            self.title.clone()
        }
    }

    /// Whether it is over. What is postponed is not: its new time is awaited.
    pub fn is_over(&self) -> bool {
        self.state != SeminarState::Postponed && self.when.is_over(self.page.now)
    }

    /// Whether it is on now.
    pub fn is_on(&self) -> bool {
        self.state == SeminarState::Announced && self.when.is_on(self.page.now)
    }

    /// The names of those who speak, for one line.
    pub fn speaker_names(&self) -> String {
        self.speakers
            .iter()
            .filter(|speaker| speaker.role != SpeakerRole::Host)
            .map(|speaker| speaker.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Where, for one line.
    pub fn where_line(&self) -> String {
        let mut places: Vec<&str> = self.rooms.iter().map(|room| room.name.as_str()).collect();
        if let Some(place) = &self.place {
            places.push(&place.name);
        }
        places.join(", ")
    }

    /// The programme narrowed to a topic.
    pub fn topic_address(&self, topic: &Named) -> String {
        super::programme::ProgrammeFilter::default()
            .narrowed(super::programme::FilterKind::Topic, Some(&topic.slug))
            .address()
    }

    /// Whether anyone may see it: then it is described to machines.
    pub fn is_public(&self) -> bool {
        self.visibility == Visibility::Public && self.state != SeminarState::Draft
    }

    /// What it says to machines; nothing for what is not public.
    pub fn json_ld(&self) -> Option<Html> {
        linked::seminar(self)
    }

    /// How it is cited, in a line.
    pub fn cite_line(&self, reference: &Reference) -> String {
        cite::line(reference, self.page.language)
    }

    /// What stands in previews elsewhere: when, where and who.
    pub fn description(&self) -> String {
        let when = crate::base::language::slot(self.page.language, self.when.slot, self.when.zone);
        [
            when,
            self.where_line(),
            self.speaker_names(),
            self.summary.clone(),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
    }

    /// “Add to Google Calendar”, as its own pages make it.
    pub fn google_link(&self) -> String {
        let stamp = |at: Instant| at.format("%Y%m%dT%H%M%SZ").to_string();
        let dates = format!(
            "{}/{}",
            stamp(self.when.slot.from()),
            stamp(self.when.slot.to())
        );
        urls::with_query(
            "https://calendar.google.com/calendar/render",
            &[
                ("action", Some("TEMPLATE")),
                ("text", Some(&self.heading())),
                ("dates", Some(&dates)),
                ("location", Some(&self.where_line())),
                (
                    "details",
                    Some(&self.page.absolute(&urls::short(&self.code))),
                ),
            ],
        )
    }

    /// “Add to Outlook on the web”, as its own pages make it.
    pub fn outlook_link(&self) -> String {
        let stamp = |at: Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        urls::with_query(
            "https://outlook.office.com/calendar/0/deeplink/compose",
            &[
                ("rru", Some("addevent")),
                ("subject", Some(&self.heading())),
                ("startdt", Some(&stamp(self.when.slot.from()))),
                ("enddt", Some(&stamp(self.when.slot.to()))),
                ("location", Some(&self.where_line())),
                ("body", Some(&self.page.absolute(&urls::short(&self.code)))),
            ],
        )
    }
}

impl Sample for SeminarPage {
    const NAME: &'static str = "seminar";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::seminars(language)
    }
}
