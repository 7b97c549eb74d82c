//! A seminar with all that people see of it.

use super::{
    Entrance, Item, Replaced, Seminar, Series, Speaker, SpeakerAnswer, SpeakerRole, TextLanguage,
};
use crate::{
    base::{
        ids::{PersonId, RoomId},
        language::Language,
    },
    rooms::model::TakenRoom,
};

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

    /// The rooms that its items name.
    pub fn item_rooms(&self) -> impl Iterator<Item = RoomId> {
        let rooms = self.items.iter().filter_map(|item| item.room.as_ref());
        rooms.map(|room| room.id)
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
