//! Who sees what time: how an instant reads where people are, whether it suits them there, and whether a shift of clocks
//! moves the hour for them. Pure: the clocks are those of the IANA database, the holidays those of
//! [`crate::base::holidays`].

use chrono::{Datelike, Duration, NaiveDateTime, NaiveTime, Timelike, Weekday};

use crate::base::{
    clock::Instant,
    holidays::{Holiday, Land},
    slot::Slot,
    zone::Zone,
};

crate::words! {
    /// Why a time does not suit people at a place.
    Unsuited {
        /// Between 22:00 and 07:00.
        Night = "night",
        /// Between 07:00 and 09:00.
        Early = "early",
        /// Between 18:00 and 22:00.
        Late = "late",
        /// On a weekend of the country.
        Weekend = "weekend",
        /// On a Friday from noon on, in a country whose weekend begins then.
        FridayAfternoon = "friday_afternoon",
        /// On a public holiday of the country.
        Holiday = "holiday",
    }
}

crate::words! {
    /// How the hour at a place is another one than in other weeks, where the place of the seminar keeps its hour.
    ShiftKind {
        /// From this week on it is another one.
        Moves = "moves",
        /// It is another one in this week, and in a few around it: clocks change in one country before the other.
        Meanwhile = "meanwhile",
    }
}

/// For at most so many weeks an hour is another one “meanwhile”; what lasts longer is how it is.
const MEANWHILE_WEEKS: i64 = 5;

/// What lasts longer than this is not judged by when it ends: a workshop of three days ends some time.
const JUDGED_WHOLE: i64 = 6;

/// Where people are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The clock that they read: the name of its zone.
    zone: String,
    /// Whose holidays and weekends they keep, where that is known.
    pub land: Option<Land>,
}

/// How a time reads at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    /// What a clock there shows at the start.
    pub local: NaiveDateTime,
    /// Its seconds east of UTC then.
    pub offset_seconds: i32,
    /// How many days the calendar there is ahead of that of the seminar (1: the day after, −1: the day before).
    pub days: i64,
    /// Why it does not suit them: the hour first, then the day. Empty where it does.
    pub unsuited: Vec<Unsuited>,
    /// The public holiday.
    pub holiday: Option<Holiday>,
    /// Whether a shift of clocks moves the hour for them.
    pub shift: Option<Shift>,
}

/// A shift of clocks that moves the hour for people at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// For now, or from now on.
    pub kind: ShiftKind,
    /// How much later than otherwise, in minutes; negative: earlier.
    pub minutes: i32,
    /// What a clock there shows otherwise.
    pub otherwise: NaiveTime,
}

impl Place {
    /// A place with this clock, and with the holidays and weekends of `land`.
    pub fn new(zone: Zone, land: Option<Land>) -> Self {
        Self {
            zone: zone.name().to_owned(),
            land,
        }
    }

    /// The place that is written so: `America/Montreal,CA-QC`, or a zone alone. `None` for what is no place.
    pub fn written(word: &str) -> Option<Self> {
        let (zone, land) = word.split_once(',').unwrap_or((word, ""));
        let land = match land {
            "" => None,
            land => Some(Land::written(land)?),
        };
        Some(Self::new(zone.parse().ok()?, land))
    }

    /// As [`Self::written`] reads it.
    pub fn word(&self) -> String {
        match &self.land {
            Some(land) => format!("{},{}", self.zone, land.word()),
            None => self.zone.clone(),
        }
    }

    /// The clock that they read.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// How `slot`, which is meant in `anchor`, reads here.
    pub fn reads(&self, anchor: Zone, slot: Slot) -> There {
        let zone = self.zone();
        let (local, meant) = (zone.local(slot.from()), anchor.local(slot.from()));
        let holiday = self
            .land
            .as_ref()
            .and_then(|land| land.holiday(local.date()));
        There {
            local,
            offset_seconds: zone.offset_seconds(slot.from()),
            days: (local.date() - meant.date()).num_days(),
            unsuited: self.unsuited(slot, holiday.is_some()),
            holiday,
            shift: shift(anchor, slot.from(), zone),
        }
    }

    fn unsuited(&self, slot: Slot, is_holiday: bool) -> Vec<Unsuited> {
        let zone = self.zone();
        let starts = zone.local(slot.from());
        // The last minute of it counts: what ends at 18:00 is over by then.
        let last = match slot.length() > Duration::hours(JUDGED_WHOLE) {
            true => starts,
            false => zone.local(slot.to() - Duration::minutes(1)),
        };
        let hour = hour(starts).max(hour(last));
        let day = self
            .land
            .as_ref()
            .and_then(|land| day_off(land, starts, last));
        hour.map(Hour::word)
            .into_iter()
            .chain(day)
            .chain(is_holiday.then_some(Unsuited::Holiday))
            .collect()
    }
}

/// An hour outside those in which people work; the worse, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hour {
    Early,
    Late,
    Night,
}

impl Hour {
    fn word(self) -> Unsuited {
        match self {
            Self::Early => Unsuited::Early,
            Self::Late => Unsuited::Late,
            Self::Night => Unsuited::Night,
        }
    }
}

fn hour(local: NaiveDateTime) -> Option<Hour> {
    match local.hour() {
        22.. | ..7 => Some(Hour::Night),
        7 | 8 => Some(Hour::Early),
        18..22 => Some(Hour::Late),
        _ => None,
    }
}

fn day_off(land: &Land, starts: NaiveDateTime, last: NaiveDateTime) -> Option<Unsuited> {
    let weekday = starts.weekday();
    if land.weekend().contains(&weekday) {
        return Some(Unsuited::Weekend);
    }
    let from_noon = starts.hour().max(last.hour()) >= 12;
    (weekday == Weekday::Fri && from_noon && land.rests_on_friday_afternoon())
        .then_some(Unsuited::FridayAfternoon)
}

/// Whether the hour at `place` is another one than in the weeks before and after, where `anchor` keeps the wall time that it
/// has at `at`. Weeks are counted on the wall: seven days before 16:00 it was 16:00. Of a wall time that comes twice in another
/// week, the first is reckoned with; in its own, `at` says which of the two it is.
pub fn shift(anchor: Zone, at: Instant, place: Zone) -> Option<Shift> {
    let meant = anchor.local(at);
    let apart = |at: Instant| place.offset_seconds(at) - anchor.offset_seconds(at);
    let now = apart(at);
    // The nearest week in which it is otherwise, before and after, and how.
    let otherwise = |step: i64| {
        (1..=MEANWHILE_WEEKS).find_map(|weeks| {
            let wall = meant.checked_add_signed(Duration::weeks(step * weeks))?;
            let then = apart(anchor.first_at(wall));
            (then != now).then_some((weeks, then))
        })
    };
    let (before, after) = (otherwise(-1), otherwise(1));
    let (kind, other) = match (before, after) {
        (Some((since, was)), Some((until, becomes)))
            if was == becomes && since + until - 1 <= MEANWHILE_WEEKS =>
        {
            (ShiftKind::Meanwhile, was)
        }
        (Some((1, was)), _) => (ShiftKind::Moves, was),
        _ => return None,
    };
    let local = meant + Duration::seconds(i64::from(now));
    let seconds = now - other;
    Some(Shift {
        kind,
        minutes: seconds / 60,
        otherwise: (local - Duration::seconds(i64::from(seconds))).time(),
    })
}

#[cfg(test)]
mod tests;
