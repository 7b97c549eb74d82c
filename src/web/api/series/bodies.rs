//! What is sent to enter and to change series.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    base::{
        ids::{InstitutionId, PersonId, RoomId},
        zone::Zone,
    },
    mail::reminder::Reminder,
    seminars::{
        actions::{NewSeries, SeriesChange},
        model::{Entrance, JoinFor, SeriesColour, SeriesState, TextLanguage, Visibility},
    },
    web::api::{Change, IfMatch},
};

/// A series to be entered. What it says is what its seminars are, unless they say otherwise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeries, example = json!({
    "title": "Scaling Laws", "zone": "Asia/Seoul", "duration_minutes": 60, "reminders": [1440, 60],
    "topics": ["Scaling"], "room_id": "01938f2e-7a10-7c41-9d0e-5b7d3c1f0a21",
}))]
pub struct New {
    /// Its title.
    #[schema(max_length = 500)]
    title: String,
    /// Its short name in addresses; made from the title where none is given.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// What it is about, in Markdown.
    #[serde(default)]
    #[schema(max_length = 50_000)]
    description: String,
    /// The anchor zone: what wall times in it are meant in.
    zone: Zone,
    /// How long its seminars last; 60 where nothing is given.
    #[schema(minimum = 1, maximum = 43_200)]
    duration_minutes: Option<i32>,
    /// Where they are.
    room_id: Option<RoomId>,
    /// Who may see them; `public` where nothing is given.
    visibility: Option<Visibility>,
    /// The language they are held in.
    language: Option<TextLanguage>,
    /// Topics, at most 30, each of at most 80 characters.
    #[serde(default)]
    #[schema(max_items = 30)]
    topics: Vec<String>,
    /// When reminders go out, at most ten; a day and an hour before where nothing is given.
    #[schema(max_items = 10)]
    reminders: Option<Vec<Reminder>>,
    /// Who organises it, besides whoever enters it.
    #[serde(default)]
    organisers: Vec<PersonId>,
    /// How many its seminars take; there is no limit where nothing is given.
    #[schema(minimum = 1, maximum = 100_000)]
    capacity: Option<i32>,
    /// The institutions that organise it together, in their order, at most 30.
    #[serde(default)]
    #[schema(max_items = 30)]
    institution_ids: Vec<InstitutionId>,
    /// The colour by which its seminars are known; `pine` where nothing is given.
    colour: Option<SeriesColour>,
    /// For whom the living links of its seminars open; `open` where nothing is given.
    join_for: Option<JoinFor>,
    /// How many minutes before the start; 15 where nothing is given.
    #[schema(minimum = 0, maximum = 1440)]
    join_minutes: Option<i32>,
    /// Where its seminars take place online. Others than organisers and speakers see the living links instead.
    #[schema(max_length = 2000)]
    join_url: Option<String>,
}

impl New {
    /// The series that it says.
    pub(super) fn series(self) -> NewSeries {
        let usual = Entrance::default();
        NewSeries {
            title: self.title,
            slug: self.slug,
            description: self.description,
            zone: self.zone,
            duration_minutes: self.duration_minutes.unwrap_or(60),
            room: self.room_id,
            visibility: self.visibility.unwrap_or(Visibility::Public),
            language: self.language,
            topics: self.topics,
            reminders: self.reminders.unwrap_or_else(|| Reminder::USUAL.to_vec()),
            organisers: self.organisers,
            capacity: self.capacity,
            institutions: self.institution_ids,
            colour: self.colour.unwrap_or(SeriesColour::Pine),
            entrance: Entrance {
                join_for: self.join_for.unwrap_or(usual.join_for),
                join_minutes: self.join_minutes.unwrap_or(usual.join_minutes),
            },
            join_url: self.join_url,
        }
    }
}

/// What is to be otherwise about a series; what is absent stays, `null` empties. Coming seminars that follow it change
/// with it, all of them or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeriesChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another title.
    #[schema(max_length = 500)]
    title: Option<String>,
    /// Another description.
    #[schema(max_length = 50_000)]
    description: Option<String>,
    /// Another anchor zone: wall times stay, instants follow.
    zone: Option<Zone>,
    /// Another length.
    #[schema(minimum = 1, maximum = 43_200)]
    duration_minutes: Option<i32>,
    /// Another room.
    #[serde(default)]
    #[schema(value_type = Option<RoomId>)]
    room_id: Change<RoomId>,
    /// Other viewers.
    visibility: Option<Visibility>,
    /// Another language.
    #[serde(default)]
    #[schema(value_type = Option<TextLanguage>)]
    language: Change<TextLanguage>,
    /// Other topics, all of them.
    #[schema(max_items = 30)]
    topics: Option<Vec<String>>,
    /// Other reminders, all of them.
    #[schema(max_items = 10)]
    reminders: Option<Vec<Reminder>>,
    /// Who organises it, all of them.
    #[schema(min_items = 1)]
    organisers: Option<Vec<PersonId>>,
    /// The institutions that organise it together, all of them, in their order.
    #[schema(max_items = 30)]
    institution_ids: Option<Vec<InstitutionId>>,
    /// Another colour.
    colour: Option<SeriesColour>,
    /// Whether it goes on.
    state: Option<SeriesState>,
    /// Another number that its seminars take; `null`: there is no limit. Refused where more have said yes to one of them.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100_000)]
    capacity: Change<i32>,
    /// For others the living links of its seminars are to open.
    join_for: Option<JoinFor>,
    /// So many minutes before the start.
    #[schema(minimum = 0, maximum = 1440)]
    join_minutes: Option<i32>,
    /// Another online address of its seminars; `null`: none. Those who are told of any of them are told of it, not what it is.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    join_url: Change<String>,
    /// Words of the organiser's own, above what is told of each of the coming seminars that change with it.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// `false`: nobody is told, now or later. Refused where time, place, the way to take part or visibility of one of the coming
    /// seminars become another with it, and together with a `note`. Calendars that are subscribed to show the edit all the
    /// same.
    #[schema(default = true)]
    notify: Option<bool>,
}

impl Edit {
    /// The change that it says.
    pub(super) fn change(self, if_match: IfMatch) -> SeriesChange {
        SeriesChange {
            title: self.title,
            description: self.description,
            zone: self.zone,
            duration_minutes: self.duration_minutes,
            room: self.room_id.option(),
            visibility: self.visibility,
            language: self.language.option(),
            topics: self.topics,
            reminders: self.reminders,
            organisers: self.organisers,
            capacity: self.capacity.option(),
            institutions: self.institution_ids,
            colour: self.colour,
            join_for: self.join_for,
            join_minutes: self.join_minutes,
            join_url: self.join_url.option(),
            state: self.state,
            note: self.note,
            silent: self.notify == Some(false),
            lock_version: if_match.or(self.lock_version),
        }
    }
}
