//! Types of series and seminars, their speakers and those who come.

mod afterwards;
mod audience;
mod confirmation;
mod entrance;
mod files;
mod follows;
mod items;
mod lists;
mod replacement;
mod replies;
mod seats;
mod slots;
mod speaking;
mod texts;

pub use afterwards::Materials;
pub use audience::{Audience, AudienceState, ToldOf};
pub use confirmation::{Confirmation, ConfirmationState, Question};
pub use files::{Filed, Purpose};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    base::{
        clock::Instant,
        ids::{FileId, InstitutionId, PersonId, ProjectId, RoomId, SeminarId, SeriesId},
        language::Language,
        schema::{attendances, seminars, series, speakers, subscriptions},
        slot::Slot,
        zone::Zone,
    },
    mail::reminder::Reminder,
    rooms::model::TakenRoom,
};

pub use entrance::{Entrance, JoinFor};
pub use items::{Item, ItemChange, ItemKind, ItemRoom, ItemTold};

pub use follows::{DigestTimes, Follow, Followed, Source};
pub use lists::{List, ListItem, ListState, ListVisibility, OnList, OnListKind};
pub use replacement::Replaced;
pub use replies::{
    FormQuestion, GivenAnswer, Late, Party, QuestionAnswer, QuestionKind, ReplyTerms,
};
pub use seats::{CheckIn, Counted, Headcount, Taken};
pub use slots::{Offer, OfferRow, OfferState, OfferedSlot, SlotRow, SlotState};
pub use speaking::{Consent, Given, Missing, Notes, Said, Speaking};
pub use texts::{OfRow, Read, Text, TextChange, TextLanguage, Texts, Written};

crate::words! {
    /// What kind of occasion it is.
    SeminarKind {
        /// A talk with discussion.
        Seminar = "seminar",
        /// Several talks or work together.
        Workshop = "workshop",
        /// A lecture.
        Lecture = "lecture",
        /// A ceremony.
        Ceremony = "ceremony",
        /// A tour of the house.
        Tour = "tour",
    }
}

crate::words! {
    /// Where a seminar stands.
    SeminarState {
        /// Seen by its organisers alone.
        Draft = "draft",
        /// It takes place.
        Announced = "announced",
        /// It does not take place then; when it does is not known yet.
        Postponed = "postponed",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

crate::words! {
    /// Who may see a seminar that is no draft.
    Visibility {
        /// Anyone.
        Public = "public",
        /// Members of the hub, and who is invited.
        Members = "members",
        /// Who is invited.
        Invited = "invited",
    }
}

crate::words! {
    /// What a person does in a seminar.
    SpeakerRole {
        /// Gives the talk.
        Speaker = "speaker",
        /// Sits on the panel.
        Panellist = "panellist",
        /// Leads the discussion.
        Moderator = "moderator",
        /// Receives the guests.
        Host = "host",
    }
}

crate::words! {
    /// What a speaker said to the request.
    SpeakerAnswer {
        /// Nothing yet.
        Asked = "asked",
        /// Yes.
        Accepted = "accepted",
        /// No.
        Declined = "declined",
    }
}

crate::words! {
    /// A person's answer to a seminar.
    Answer {
        /// Will come.
        Yes = "yes",
        /// Will not come.
        No = "no",
        /// May come.
        Maybe = "maybe",
        /// Would come, and stands on the waiting list.
        Waiting = "waiting",
    }
}

crate::words! {
    /// A value that a seminar can take from its series.
    Inherited {
        /// The anchor zone.
        Zone = "zone",
        /// How long it lasts.
        Duration = "duration_minutes",
        /// The room.
        Room = "room_id",
        /// Who may see it.
        Visibility = "visibility",
        /// The language.
        Language = "language",
        /// The topics.
        Topics = "topics",
        /// When reminders go out.
        Reminders = "reminders",
        /// How many it takes.
        Capacity = "capacity",
        /// For whom the living link opens.
        JoinFor = "join_for",
        /// How many minutes before the start.
        JoinMinutes = "join_minutes",
    }
}

crate::words! {
    /// Whether a series goes on.
    SeriesState {
        /// It does.
        Running = "running",
        /// It does not.
        Ended = "ended",
    }
}

crate::words! {
    /// The colour by which the seminars of a series are known. Pages show each in a shade that can be seen on their ground.
    SeriesColour {
        /// A green.
        Pine = "pine",
        /// An orange red.
        Persimmon = "persimmon",
        /// A blue.
        Indigo = "indigo",
        /// A violet.
        Plum = "plum",
        /// A brownish yellow.
        Ochre = "ochre",
        /// A bluish green.
        Lagoon = "lagoon",
        /// A pink.
        Rose = "rose",
        /// A grey.
        Slate = "slate",
    }
}

impl SeriesColour {
    /// The nearest CSS colour that has a name (RFC 7986 section 5.9), for calendars.
    pub fn in_calendars(self) -> &'static str {
        match self {
            Self::Pine => "seagreen",
            Self::Persimmon => "chocolate",
            Self::Indigo => "royalblue",
            Self::Plum => "mediumorchid",
            Self::Ochre => "darkgoldenrod",
            Self::Lagoon => "teal",
            Self::Rose => "palevioletred",
            Self::Slate => "slategray",
        }
    }
}

/// A seminar series with its defaults.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, utoipa::ToSchema)]
#[diesel(table_name = series, check_for_backend(diesel::pg::Pg))]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it is about, in Markdown.
    pub description: String,
    /// The anchor zone: what wall times in it are meant in.
    pub zone: String,
    /// How long its seminars last, unless they say otherwise.
    pub duration_minutes: i32,
    /// Where they are, unless they say otherwise.
    pub room_id: Option<RoomId>,
    /// Who may see them, unless they say otherwise.
    pub visibility: Visibility,
    /// The language they are held in.
    pub language: Option<String>,
    /// Topics.
    pub topics: Vec<String>,
    /// When reminders go out.
    pub reminders: Vec<Reminder>,
    /// Whether it goes on.
    pub state: SeriesState,
    /// Its version: for stale forms, and its `ETag` in the API.
    pub lock_version: i32,
    /// When it was entered.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
    /// How many its seminars take, unless they say otherwise; `null`: there is no limit.
    pub capacity: Option<i32>,
    /// The colour by which its seminars are known.
    pub colour: SeriesColour,
    /// For whom the living links of its seminars open, unless they say otherwise.
    pub join_for: JoinFor,
    /// How many minutes before the start, unless they say otherwise.
    pub join_minutes: i32,
}

impl Series {
    /// How one comes into its seminars from afar.
    pub fn entrance(&self) -> Entrance {
        Entrance {
            join_for: self.join_for,
            join_minutes: self.join_minutes,
        }
    }

    /// Its anchor zone.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }
}

/// One dated occasion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = seminars, check_for_backend(diesel::pg::Pg))]
pub struct Seminar {
    /// Its id.
    pub id: SeminarId,
    /// Its short code in addresses.
    pub code: String,
    /// Its UID in calendars, for ever.
    pub uid: String,
    /// The series that it belongs to.
    pub series_id: Option<SeriesId>,
    /// The project under which it is counted.
    pub project_id: Option<ProjectId>,
    /// What kind of occasion it is.
    pub kind: SeminarKind,
    /// Its title; empty while it is not known.
    pub title: String,
    /// The abstract, in Markdown.
    pub abstract_text: String,
    /// Whose it is.
    pub owner_id: PersonId,
    /// Who entered it.
    pub entered_by: PersonId,
    /// The wall time in `zone` at which it is meant to start.
    pub starts_local: NaiveDateTime,
    /// The zone in which the wall time is meant.
    pub zone: String,
    /// Which of two equal wall times is meant, where clocks go back.
    pub fold: Option<i16>,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends, exclusive.
    pub ends_at: Instant,
    /// How long it lasts.
    pub duration_minutes: i32,
    /// Who may see it.
    pub visibility: Visibility,
    /// The language it is held in, and the versions in others.
    #[diesel(embed)]
    #[serde(flatten)]
    pub written: Written,
    /// Topics.
    pub topics: Vec<String>,
    /// When reminders go out.
    pub reminders: Vec<Reminder>,
    /// Which of these follow the series ([`Inherited`]).
    pub inherits: Vec<String>,
    /// Where it is instead of, or beside, rooms: a [`Place`].
    pub place: Option<serde_json::Value>,
    /// Where it takes place online. Shown to speakers and hosts alone; others have the living link.
    pub join_url: Option<String>,
    /// Where it stands.
    pub state: SeminarState,
    /// Since when.
    pub state_at: Instant,
    /// By whom.
    pub state_by: Option<PersonId>,
    /// Why, in their words.
    pub state_reason: Option<String>,
    /// Rises with every change that people can see.
    pub revision: i32,
    /// Rises when time, place or state changes (RFC 5546).
    pub sequence: i32,
    /// For stale forms.
    pub lock_version: i32,
    /// When it was entered.
    pub created_at: Instant,
    /// When a calendar entry of it last changed.
    pub modified_at: Instant,
}

impl Seminar {
    /// From when until when.
    pub fn slot(&self) -> Slot {
        Slot::new(self.starts_at, self.ends_at)
            .expect("the constraint seminars_end_after_start holds this")
    }

    /// The zone in which it is meant.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// The zone in which people where it is read its times: that of a place elsewhere, if it has one of its own.
    pub fn there(&self) -> Zone {
        let there = self.place().and_then(|place| place.zone);
        there.unwrap_or_else(|| self.zone())
    }

    /// Whether it takes `value` from its series.
    pub fn inherits(&self, value: Inherited) -> bool {
        self.inherits.iter().any(|name| name == value.word())
    }

    /// Where it is, if that is no room of the hub.
    pub fn place(&self) -> Option<Place> {
        self.place
            .clone()
            .and_then(|place| serde_json::from_value(place).ok())
    }
}

/// A place elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// Its postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its own zone, where clocks there do not show that of the seminar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
}

/// A person in a seminar, as the row has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = speakers, check_for_backend(diesel::pg::Pg))]
pub struct SpeakerRow {
    /// Where.
    pub seminar_id: SeminarId,
    /// Who.
    pub person_id: PersonId,
    /// As what.
    pub role: SpeakerRole,
    /// What they said to the request.
    pub answer: SpeakerAnswer,
    /// When they said it.
    pub answered_at: Option<Instant>,
    /// Their place in the order.
    pub position: i32,
}

/// A person in a seminar, as people see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Where.
    pub seminar_id: SeminarId,
    /// Who.
    pub person_id: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// The name of their institution.
    pub affiliation: Option<String>,
    /// Their institution.
    pub institution_id: Option<InstitutionId>,
    /// Their ORCID iD.
    pub orcid: Option<String>,
    /// As what.
    pub role: SpeakerRole,
    /// What they said to the request.
    pub answer: SpeakerAnswer,
    /// When they said it.
    pub answered_at: Option<Instant>,
    /// The number of the link to their page; older ones are revoked.
    pub link_no: i32,
    /// Whether an organiser asks them in a mail of their own.
    pub asked_oneself: bool,
    /// Their portrait, while it may be shown.
    pub portrait: Option<FileId>,
    /// In which language they speak; none: that of the seminar.
    pub language: Option<TextLanguage>,
}

/// Someone who is invited, or answered unasked.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = attendances, check_for_backend(diesel::pg::Pg))]
pub struct Attendance {
    /// To what.
    pub seminar_id: SeminarId,
    /// Who.
    pub person_id: PersonId,
    /// How often they were invited; links of an older invitation no longer work.
    pub invitation_no: i32,
    /// When they were last invited.
    pub invited_at: Option<Instant>,
    /// By whom.
    pub invited_by: Option<PersonId>,
    /// At which address.
    pub address: Option<String>,
    /// What they answered.
    pub answer: Option<Answer>,
    /// When.
    pub answered_at: Option<Instant>,
    /// Who answered, where that was someone else.
    pub answered_by: Option<PersonId>,
    /// By which way.
    pub channel: Option<String>,
    /// The SEQUENCE of the calendar's reply by which they answered.
    pub reply_sequence: Option<i32>,
    /// Its DTSTAMP, but never later than its arrival.
    pub reply_stamp: Option<Instant>,
    /// Whether nobody vouches that the answer is from them.
    pub unverified: bool,
    /// Where they wait for a place: the number under which, the lowest first.
    pub waiting_no: Option<i32>,
    /// How many come along with them.
    pub companions: i32,
    /// What those are called, as far as it was said.
    pub companion_names: Vec<String>,
}

impl Attendance {
    /// Who comes along.
    pub fn party(&self) -> Party {
        Party {
            companions: self.companions,
            names: self.companion_names.clone(),
        }
    }
}

/// Someone who follows a series.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, utoipa::ToSchema)]
#[diesel(table_name = subscriptions, check_for_backend(diesel::pg::Pg))]
pub struct Subscription {
    /// Which.
    pub series_id: SeriesId,
    /// Who.
    pub person_id: PersonId,
    /// When, asked for whatever the answer is; `null`: as the series has it, after a yes.
    pub reminders: Option<Vec<Reminder>>,
    /// `daily`, `weekly` or none.
    pub digest: Option<String>,
    /// Since when.
    #[schema(value_type = DateTime)]
    pub since: Instant,
}

/// A seminar with all that people see of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// The seminar.
    pub seminar: Seminar,
    /// Its series.
    pub series: Option<Series>,
    /// Its rooms; those it had, after a cancellation.
    pub rooms: Vec<TakenRoom>,
    /// Its speakers, in order.
    pub speakers: Vec<Speaker>,
    /// How many it takes; none: there is no limit.
    pub capacity: Option<i32>,
    /// The items of its programme, by time.
    pub items: Vec<Item>,
    /// Which of its rooms are overflow rooms.
    pub overflow: Vec<RoomId>,
    /// For whom its living link opens, and when.
    pub entrance: Entrance,
    /// What comes in its place, where it is cancelled and that was said.
    pub replaced: Option<Replaced>,
}

impl Details {
    /// Its rooms without those for whom there is no place in them.
    pub fn main_rooms(&self) -> impl Iterator<Item = &TakenRoom> {
        let rooms = self.rooms.iter();
        rooms.filter(|room| !self.overflow.contains(&room.room_id))
    }

    /// Its overflow rooms.
    pub fn overflow_rooms(&self) -> impl Iterator<Item = &TakenRoom> {
        let rooms = self.rooms.iter();
        rooms.filter(|room| self.overflow.contains(&room.room_id))
    }

    /// What it is called where a name is needed: its title, or its series'.
    pub fn label(&self) -> &str {
        match (&self.seminar.title, &self.series) {
            (title, _) if !title.is_empty() => title,
            (_, Some(series)) => &series.title,
            _ => self.seminar.kind.word(),
        }
    }

    /// The same for who reads `language`.
    pub fn label_in(&self, language: Language) -> &str {
        match self.seminar.read_in(language).title {
            "" => self.label(),
            title => title,
        }
    }

    /// The languages in which it is held: those of its speakers, each with the people who speak it, in their order; that of the
    /// seminar is spoken by whoever said no other one. Hosts receive, and those who declined do not come.
    pub fn languages(&self) -> Vec<(TextLanguage, Vec<PersonId>)> {
        let own = self.seminar.written.language.as_deref();
        let own: Option<TextLanguage> = own.and_then(|word| word.parse().ok());
        let mut spoken: Vec<(TextLanguage, Vec<PersonId>)> = Vec::new();
        let there = self
            .speakers
            .iter()
            .filter(|one| one.role != SpeakerRole::Host && one.answer != SpeakerAnswer::Declined);
        for (person, language) in there.map(|one| (one.person_id, one.language.or(own))) {
            let Some(language) = language else {
                continue;
            };
            match spoken.iter_mut().find(|(known, _)| *known == language) {
                Some((_, people)) => people.push(person),
                None => spoken.push((language, vec![person])),
            }
        }
        if spoken.is_empty() {
            spoken.extend(own.map(|own| (own, Vec::new())));
        }
        spoken
    }

    /// The languages that `people` speak at it, where it is held in several; none where one is for all.
    pub fn languages_of(&self, people: &[PersonId]) -> Vec<TextLanguage> {
        let all = self.languages();
        let several = all.len() > 1;
        let theirs = all
            .into_iter()
            .filter(|(_, there)| several && people.iter().any(|person| there.contains(person)));
        theirs.map(|(language, _)| language).collect()
    }

    /// Where it is, a line each: `Hall A (Seoul)`, or a place elsewhere with its address.
    pub fn places(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .main_rooms()
            .chain(self.overflow_rooms())
            .map(|room| match &room.site {
                Some(site) => format!("{}, {site}", room.name),
                None => room.name.clone(),
            })
            .collect();
        if let Some(place) = self.seminar.place() {
            lines.push(match place.address {
                Some(address) => format!("{}, {}", place.name, address.replace('\n', ", ")),
                None => place.name,
            });
        }
        lines
    }
}

/// What people could see at a revision: kept, so that old → new can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The title; empty while it was not known.
    pub title: String,
    /// When it started.
    pub starts_at: Instant,
    /// When it ended.
    pub ends_at: Instant,
    /// The zone in which it was meant.
    pub zone: String,
    /// The zone of the place where it was, if that was another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub there: Option<String>,
    /// Where, a line each.
    pub places: Vec<String>,
    /// Who spoke: name and affiliation.
    pub speakers: Vec<(String, Option<String>)>,
    /// Where it stood.
    pub state: SeminarState,
    /// What told its online address from another one: a hash, since snapshots are read by more people than the address.
    pub online: Option<String>,
    /// The abstract.
    #[serde(default)]
    pub abstract_text: String,
    /// The items of its programme, by time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programme: Vec<ItemTold>,
    /// Title and abstract in further languages.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub texts: Texts,
}

impl Snapshot {
    /// The zone on whose clocks it was told.
    pub fn anchor(&self) -> Zone {
        let zone = self.there.as_ref().unwrap_or(&self.zone);
        zone.parse().unwrap_or(Zone::UTC)
    }
}
