//! What several pages show: a seminar in a list, links by name, speakers, conflicts of rooms and ways out of them.

use chrono::NaiveDateTime;

use super::{
    time::When,
    words::{Answer, SeminarKind, SeminarState, SpeakerAnswer, SpeakerRole},
};
use crate::{base::clock::Instant, seminars::model::SeriesColour, web::typed};

/// Something with a page or a filter of its own, by slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The slug in addresses.
    pub slug: String,
    /// What is read.
    pub label: String,
}

impl Named {
    /// A slug and what is read.
    pub fn new(slug: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            slug: slug.into(),
            label: label.into(),
        }
    }
}

/// A person in a seminar.
#[derive(Debug, Clone)]
pub struct Speaker {
    /// The name in the person's own order; the address where no name is known.
    pub name: String,
    /// Where the person works.
    pub institution: Option<String>,
    /// What the person does there.
    pub role: SpeakerRole,
    /// What the person answered; pages show it to organisers alone.
    pub answer: SpeakerAnswer,
    /// The ORCID iD, as `0000-0002-1825-0097`.
    pub orcid: Option<String>,
}

/// A seminar in a list.
#[derive(Debug, Clone)]
pub struct SeminarEntry {
    /// The short code.
    pub code: String,
    /// What it is.
    pub kind: SeminarKind,
    /// Where it stands.
    pub state: SeminarState,
    /// Its title; empty while none is known.
    pub title: String,
    /// The language of the title (BCP 47), where that is not the one of the page.
    pub title_in: Option<String>,
    /// Its series.
    pub series: Option<Named>,
    /// The colour of its series.
    pub colour: Option<SeriesColour>,
    /// When, in the zone where it was meant.
    pub when: When,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// The names of its rooms, or of the place elsewhere.
    pub places: Vec<String>,
    /// Whether one can take part from afar.
    pub online: bool,
    /// What the reader answered.
    pub my_answer: Option<Answer>,
    /// Until which day a reply of theirs is wanted, as it is said, and when that day is over.
    pub reply_by: Option<(String, Instant)>,
}

impl SeminarEntry {
    /// What is said of the day until which a reply is wanted, to who has not answered and still can.
    pub fn wants_reply(&self, now: &Instant) -> Option<&str> {
        let (said, until) = self.reply_by.as_ref()?;
        let open = self.state == SeminarState::Announced && *now < *until;
        (open && self.my_answer.is_none() && !self.when.is_over(*now)).then_some(said.as_str())
    }
}

/// Who will get a mail, shown before the button that sends it.
#[derive(Debug, Clone, Default)]
pub struct WillBeTold {
    /// How many people.
    pub count: usize,
    /// The names of the first of them, at most five.
    pub names: Vec<String>,
    /// How many more get one if the time changes: who said no may say yes to another.
    pub if_moved: usize,
    /// How many mailing lists get one besides.
    pub lists: usize,
}

impl WillBeTold {
    /// How many are not named.
    pub fn others(&self) -> usize {
        self.count.saturating_sub(self.names.len())
    }

    /// Whether there is anyone at all, a person or a list.
    pub fn is_anyone(&self) -> bool {
        self.count > 0 || self.lists > 0
    }
}

/// What stands in the way of taking a room.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The room's name.
    pub room: String,
    /// When it is taken, in the room's zone; set-up and tidy-up included.
    pub when: When,
    /// What for, where the reader may see it.
    pub title: Option<String>,
    /// Whose it is, where the reader may see it.
    pub by: Option<String>,
}

/// A room and time that is free instead; a button in the same form, whose name is `alternative`.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The room's slug.
    pub slug: String,
    /// The room's name.
    pub room: String,
    /// How many people it holds, where that is known.
    pub seats: Option<i32>,
    /// When, in the room's zone.
    pub when: When,
}

impl Alternative {
    /// What the button posts: `slug@2026-12-01T16:00`, a wall time in the room's zone.
    pub fn value(&self) -> String {
        let local = self.when.zone.local(self.when.slot.from());
        format!("{}@{}", self.slug, local.format("%Y-%m-%dT%H:%M"))
    }

    /// The room's slug and the wall time in what [`Self::value`] made; `None` for anything else.
    pub fn parse(value: &str) -> Option<(String, NaiveDateTime)> {
        let (slug, local) = value.rsplit_once('@')?;
        let local = typed::local_time(local).ok()?;
        (!slug.is_empty()).then(|| (slug.to_owned(), local))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{slot::Slot, zone::from_timestamp};

    #[test]
    fn an_alternative_comes_back_as_it_was_offered() {
        let alternative = Alternative {
            slug: "대강당".into(),
            room: "대강당".into(),
            seats: Some(120),
            when: When {
                slot: Slot::new(from_timestamp(1_796_108_400), from_timestamp(1_796_112_000))
                    .unwrap(),
                zone: "Asia/Seoul".parse().unwrap(),
            },
        };
        let (slug, local) = Alternative::parse(&alternative.value()).unwrap();
        assert_eq!(slug, "대강당");
        assert_eq!(
            alternative.when.zone.instant(local, None),
            Ok(alternative.when.slot.from())
        );
        assert_eq!(Alternative::parse("@2026-12-01T16:00"), None);
        assert_eq!(Alternative::parse("hall@tomorrow"), None);
        assert_eq!(Alternative::parse("hall@+262142-12-31T23:59"), None);
    }
}
