//! Seminars as feeds show them, with their rooms, speakers and series: a fixed number of queries, however many there are.
//!
//! The address to join is not read, only whether there is one.

mod beside;
mod known;
mod load;
mod which;

use super::items::Item;
use crate::{
    base::{
        clock::Instant,
        ids::{SeminarId, SeriesId},
        language::Language,
        zone::Zone,
    },
    seminars::model::{Read, TextLanguage, Texts},
};

pub(super) use known::Known;
pub(super) use load::load;
pub(super) use which::{
    Query, of_institution, of_series, on_list, one, public, taking_place, under, visible,
};

/// A seminar, as a feed shows it.
#[derive(Debug, Clone, Hash)]
pub struct Seminar {
    /// Which one.
    pub id: SeminarId,
    /// Its short code.
    pub code: String,
    /// Its UID, stored when it was made.
    pub uid: String,
    /// `seminar`, `workshop` …
    pub kind: String,
    /// Its title; empty while it is not known.
    pub title: String,
    /// Its abstract.
    pub abstract_text: String,
    /// Both in further languages.
    pub texts: Texts,
    /// The language in which it is held, where it is one that calendars speak.
    pub language: Option<Language>,
    /// Its start.
    pub starts_at: Instant,
    /// Its end, exclusive.
    pub ends_at: Instant,
    /// The zone in which people there read its times.
    pub zone: Zone,
    /// The zone in which it is meant, where that is another one.
    pub meant: Option<Zone>,
    /// Its topics.
    pub topics: Vec<String>,
    /// The place elsewhere: name and address.
    pub place: Option<String>,
    /// Whether anyone may see it.
    pub public: bool,
    /// For whom the living link opens, where one can join from elsewhere; in a personal feed, where it opens for its person.
    pub online: Option<WayIn>,
    /// Whether it takes place.
    pub standing: Standing,
    /// RFC 5546 SEQUENCE.
    pub sequence: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was first announced; read for lists alone, and none where that is not known.
    pub announced_at: Option<Instant>,
    /// When anything that it shows was last changed: itself, its series, rooms, sites, speakers, their institutions.
    pub modified_at: Instant,
    /// Its series.
    pub series_id: Option<SeriesId>,
    /// The title of that.
    pub series: Option<String>,
    /// Its rooms, by name.
    pub rooms: Vec<Room>,
    /// Its speakers, in order, without those who declined.
    pub speakers: Vec<Speaker>,
    /// Its programme, by time.
    pub items: Vec<Item>,
    /// What comes in its place, where it is cancelled and anyone may know of that.
    pub in_place: Option<InPlace>,
    /// What it is to the person whose feed it stands in.
    pub stance: Stance,
}

impl Seminar {
    /// The same as a feed in `language` shows it: with the version of that language, where there is one.
    pub(super) fn read_in(mut self, language: Language) -> Self {
        let texts = std::mem::take(&mut self.texts);
        let main = Read::main(&self.title, &self.abstract_text, None);
        let Read {
            title,
            abstract_text,
            ..
        } = texts.read(main, language);
        let (title, abstract_text) = (title.to_owned(), abstract_text.to_owned());
        Self {
            title,
            abstract_text,
            ..self
        }
    }
}

/// What comes in place of a seminar.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InPlace {
    /// Its short code.
    pub code: String,
    /// Its title; empty while it is not known.
    pub title: String,
    /// The same in further languages.
    pub texts: Texts,
    /// Its start.
    pub starts_at: Instant,
    /// Its end, exclusive.
    pub ends_at: Instant,
    /// The zone in which people there read its times.
    pub zone: Zone,
}

/// Whether a seminar takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It does.
    Announced,
    /// Not at this time.
    Postponed,
    /// Not at all.
    Cancelled,
}

/// For whom a living link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WayIn {
    /// For whoever may know of the seminar.
    Anyone,
    /// For members of the hub, and who is invited.
    Members,
    /// For those who take part alone.
    Guests,
    /// For those who are invited by name.
    Named,
}

/// What an entry is to whoever has it in their calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// They may be interested: their time stays free.
    Follows,
    /// They may come: not answered yet, or maybe, or waiting for a place.
    May,
    /// They will be there.
    Comes,
}

/// A room, as a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Room {
    /// Its name.
    pub name: String,
    /// Its site.
    pub site: Option<String>,
    /// Where that is.
    pub address: Option<String>,
}

impl Room {
    /// A room with its site (name, address, when changed), and when either was last changed.
    pub(super) fn dated(
        name: String,
        modified_at: Instant,
        site: Option<(String, Option<String>, Instant)>,
    ) -> Dated<Self> {
        let (site, address, site_modified_at) = match site {
            Some((site, address, at)) => (Some(site), address, at),
            None => (None, None, modified_at),
        };
        let room = Self {
            name,
            site,
            address,
        };
        (room, modified_at.max(site_modified_at))
    }
}

/// Someone who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// Their name; none while it is not known.
    pub name: Option<String>,
    /// Their institution.
    pub institution: Option<String>,
    /// `speaker`, `panellist`, `moderator` or `host`.
    pub role: String,
    /// In which language they speak, where it is known: their own, or that of the seminar.
    pub language: Option<TextLanguage>,
}

/// Something shown, and when it was last changed.
pub(super) type Dated<T> = (T, Instant);
