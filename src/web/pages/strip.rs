//! The strip of local times: whom a time concerns, what their clocks show then, and what is to be said of it.

use super::page::Page;
use crate::{
    base::{
        clock::Instant,
        language::{self, Arg},
        slot::Slot,
        zone::Zone,
    },
    seminars::{
        queries::Group,
        rules::strip::{Place, ShiftKind, There, Unsuited},
    },
};
use chrono::Datelike;

/// How many institutions of a place are named.
const NAMED: usize = 3;

/// The strip.
#[derive(Debug, Clone, Default)]
pub struct Strip {
    /// A line for each place, the hub first.
    pub lines: Vec<Line>,
    /// What of the hub is closed then, a line each.
    pub closed: Vec<String>,
}

/// Institutions and people who read the same clock.
#[derive(Debug, Clone)]
pub struct Line {
    /// The place, as [`Place::written`] reads it: for the script.
    pub word: String,
    /// What the place is called.
    pub city: String,
    /// Who is there.
    pub who: String,
    /// What a clock there shows; `None` while no time is known.
    pub time: Option<Time>,
}

/// What a clock shows, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Time {
    /// `Wed 23:00`
    pub clock: String,
    /// RFC 3339, with the offset there.
    pub datetime: String,
    /// `UTC−5`
    pub offset: String,
    /// What does not suit, and what is otherwise than in other weeks.
    pub notes: Vec<Note>,
}

/// Something to be said of a time.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// In the reader's language.
    pub text: String,
    /// Whether it asks for a second thought.
    pub attention: bool,
}

impl Strip {
    /// Those of `groups`, with what their clocks show at `meant`: a time in the zone in which it is meant.
    pub fn of(page: &Page, groups: &[Group], meant: Option<(Zone, Slot)>) -> Self {
        let lines = groups.iter().map(|group| Line {
            word: group.place.word(),
            city: page.zone_place(&group.place.zone()),
            who: who(page, group),
            time: meant.map(|(anchor, slot)| Time::at(page, &group.place, anchor, slot)),
        });
        Self {
            lines: lines.collect(),
            closed: Vec::new(),
        }
    }

    /// The same, where so much of the hub is closed then.
    #[must_use]
    pub fn while_closed(self, closed: Vec<String>) -> Self {
        Self { closed, ..self }
    }

    /// Whether a time is known.
    pub fn is_timed(&self) -> bool {
        self.lines.iter().any(|line| line.time.is_some())
    }
}

impl Line {
    /// Whether the time there asks for a second thought.
    pub fn is_odd(&self) -> bool {
        self.time.as_ref().is_some_and(Time::is_odd)
    }
}

impl Time {
    /// What a clock at `place` shows at `slot`, which is meant in `anchor`.
    pub fn at(page: &Page, place: &Place, anchor: Zone, slot: Slot) -> Self {
        let there = place.reads(anchor, slot);
        let at: Instant = slot.from();
        let weekday = there.local.weekday().number_from_monday();
        Self {
            clock: format!(
                "{} {}",
                page.word("weekday-short", weekday),
                language::clock_time(there.local.time())
            ),
            datetime: place.zone().rfc3339(at),
            offset: place.zone().offset_label(at),
            notes: notes(page, &there),
        }
    }

    /// Whether it asks for a second thought.
    pub fn is_odd(&self) -> bool {
        self.notes.iter().any(|note| note.attention)
    }
}

/// What is to be said of how a time reads at a place: the hour, the day, the shift of clocks.
pub fn notes(page: &Page, there: &There) -> Vec<Note> {
    let mut notes: Vec<Note> = there
        .unsuited
        .iter()
        .filter(|one| **one != Unsuited::Holiday)
        .map(|one| Note {
            text: page.word("unsuited", one),
            attention: !matches!(one, Unsuited::Early | Unsuited::Late),
        })
        .collect();
    if let Some(holiday) = there.holiday {
        let key = match holiday.expected {
            true => "strip-holiday-expected",
            false => "strip-holiday",
        };
        let name = page.word("holiday", holiday.word);
        notes.push(Note {
            text: page.with(key, "name", name),
            attention: true,
        });
    }
    if let Some(shift) = there.shift {
        let key = match shift.kind {
            ShiftKind::Moves => "strip-moves",
            ShiftKind::Meanwhile => "strip-meanwhile",
        };
        let otherwise = language::clock_minute(shift.otherwise);
        notes.push(Note {
            text: page.with(key, "otherwise", otherwise),
            attention: true,
        });
    }
    notes
}

/// `Mila, Inria and 2 more · 5 people`
fn who(page: &Page, group: &Group) -> String {
    let named = group.names.iter().take(NAMED).cloned();
    let named = named.collect::<Vec<_>>().join(", ");
    let more = group.names.len().saturating_sub(NAMED);
    let names = match i64::try_from(more).unwrap_or(i64::MAX) {
        0 => named,
        more => page.language.with(
            "strip-and-more",
            &[("names", Arg::from(named)), ("count", Arg::from(more))],
        ),
    };
    let people = (group.people > 0).then(|| page.count("strip-people", group.people));
    let parts = [Some(names).filter(|names| !names.is_empty()), people];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}
