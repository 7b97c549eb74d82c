//! Entering and changing a series. A changed default rewrites the coming seminars that follow it, in one transaction;
//! what is past stays as it was.

mod change;
mod enter;
mod followers;
mod labels;
mod organisers;

use crate::{
    base::{
        ids::{InstitutionId, PersonId, RoomId},
        zone::Zone,
    },
    mail::reminder::Reminder,
    seminars::model::{Entrance, JoinFor, SeriesColour, SeriesState, TextLanguage, Visibility},
};

pub use change::change_series;
pub use enter::create_series;

/// A series to be entered.
#[derive(Debug, Clone)]
pub struct NewSeries {
    /// Its title.
    pub title: String,
    /// Its short name; made from the title where none is given.
    pub slug: Option<String>,
    /// What it is about, in Markdown.
    pub description: String,
    /// The anchor zone.
    pub zone: Zone,
    /// How long its seminars last.
    pub duration_minutes: i32,
    /// Where they are.
    pub room: Option<RoomId>,
    /// Who may see them.
    pub visibility: Visibility,
    /// The language they are held in.
    pub language: Option<TextLanguage>,
    /// Topics.
    pub topics: Vec<String>,
    /// Minutes before the start.
    pub reminders: Vec<Reminder>,
    /// How many they take.
    pub capacity: Option<i32>,
    /// For whom their living links open, and when.
    pub entrance: Entrance,
    /// Where they take place online.
    pub join_url: Option<String>,
    /// Who organises it, besides whoever enters it.
    pub organisers: Vec<PersonId>,
    /// The institutions that organise it together, in their order.
    pub institutions: Vec<InstitutionId>,
    /// The colour by which its seminars are known.
    pub colour: SeriesColour,
}

/// What is to be otherwise about a series. `None` stays; `Some(None)` is taken away.
#[derive(Debug, Clone, Default)]
pub struct SeriesChange {
    /// Another title.
    pub title: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Another anchor zone: wall times stay, instants follow.
    pub zone: Option<Zone>,
    /// Another length.
    pub duration_minutes: Option<i32>,
    /// Another room.
    pub room: Option<Option<RoomId>>,
    /// Other viewers.
    pub visibility: Option<Visibility>,
    /// Another language.
    pub language: Option<Option<TextLanguage>>,
    /// Other topics.
    pub topics: Option<Vec<String>>,
    /// Other reminders.
    pub reminders: Option<Vec<Reminder>>,
    /// Another number that they take.
    pub capacity: Option<Option<i32>>,
    /// For others their living links are to open.
    pub join_for: Option<JoinFor>,
    /// So many minutes before the start.
    pub join_minutes: Option<i32>,
    /// Another online address.
    pub join_url: Option<Option<String>>,
    /// Who organises it, all of them; at least one.
    pub organisers: Option<Vec<PersonId>>,
    /// The institutions that organise it together, all of them, in their order.
    pub institutions: Option<Vec<InstitutionId>>,
    /// Another colour.
    pub colour: Option<SeriesColour>,
    /// Whether it goes on.
    pub state: Option<SeriesState>,
    /// Words of the organiser's own above what is told of the coming seminars.
    pub note: Option<String>,
    /// Nobody is told of any of them: refused where one has to be told of
    /// ([`may_say_nothing`](crate::seminars::rules::may_say_nothing)).
    pub silent: bool,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
}
