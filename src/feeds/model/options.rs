//! What may be asked of a feed by its query.

use std::collections::BTreeSet;

use crate::base::{
    error::{Invalid, Reason},
    language::Language,
    text::{self, encoded},
};

/// Days of the past that a feed holds unless asked otherwise.
pub const PAST_DAYS: u16 = 90;

/// Most days that may be asked for, back or ahead: ten years.
pub const MOST_DAYS: u16 = 3660;

/// Most alarms for one entry.
const MOST_ALARMS: usize = 5;

/// Longest time before an entry at which an alarm may ring, in minutes: four weeks.
const EARLIEST_ALARM: i64 = 4 * 7 * 24 * 60;

crate::words! {
    /// How much a personal feed tells.
    Detail {
        /// Everything that its person may see.
        Full = "full",
        /// Only when they are busy: for those to whom the address is handed on.
        Busy = "busy",
    }
}

crate::words! {
    /// What an entry is: what a feed can be narrowed to.
    EntryKind {
        /// A seminar.
        Seminar = "seminar",
        /// A workshop.
        Workshop = "workshop",
        /// A lecture.
        Lecture = "lecture",
        /// A ceremony.
        Ceremony = "ceremony",
        /// A tour.
        Tour = "tour",
        /// A booking; in the feed of a room, that it is taken.
        Booking = "booking",
        /// A stay.
        Stay = "stay",
    }
}

/// Which seminars whoever fetches a personal feed finds in what they ask for, with all that is told of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// None: only when someone is busy, a list in place of what concerns them, or other things.
    Nothing,
    /// Some, and others maybe not: those of one kind, or of the next days.
    Part,
    /// All that are still to come.
    All,
}

impl EntryKind {
    /// Whether a seminar can be that.
    pub const fn is_of_a_seminar(self) -> bool {
        !matches!(self, Self::Booking | Self::Stay)
    }
}

/// What may be asked of a feed by its query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Options {
    /// `past`: days before today that it holds, in the hub's zone.
    pub past_days: u16,
    /// `days`: days from today on that it holds; none: all there are.
    pub days_ahead: Option<u16>,
    /// `lang`: the language, instead of the feed's own.
    pub language: Option<Language>,
    /// `alarms`: minutes before each entry; personal feeds alone have them.
    pub alarms: Vec<i64>,
    /// `kinds`: what it is narrowed to; empty: everything.
    pub kinds: BTreeSet<EntryKind>,
    /// `cancelled`: whether it shows for a while what does not take place any more.
    pub cancelled: bool,
    /// `detail`: how much it tells, where its own detail is no less.
    pub detail: Detail,
    /// `list`: the slug of a list that it holds instead; personal feeds alone, for not every list is everyone's.
    pub list: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            past_days: PAST_DAYS,
            days_ahead: None,
            language: None,
            alarms: Vec::new(),
            kinds: BTreeSet::new(),
            cancelled: true,
            detail: Detail::Full,
            list: None,
        }
    }
}

impl Options {
    /// Reads the pairs of a query: `past=30`, `days=180`, `lang=ko`, `alarms=15m,1d`, `kinds=lecture,stay`, `cancelled=0`,
    /// `detail=busy`, `list=safety`. Minutes need no `m`. Names that are not known here are left alone: clients and campaigns add their own.
    ///
    /// # Errors
    /// Every value that cannot be, by its name.
    pub fn parse<'q>(pairs: impl IntoIterator<Item = (&'q str, &'q str)>) -> Result<Self, Invalid> {
        let mut options = Self::default();
        let mut invalid = Invalid::default();
        for (name, value) in pairs {
            match name {
                "past" => {
                    if let Some(days) = invalid.take(name, days(value)) {
                        options.past_days = days;
                    }
                }
                "days" => options.days_ahead = invalid.take(name, days(value)),
                "lang" => {
                    let parsed = value.parse().map_err(|_| Reason::new("reason-language"));
                    options.language = invalid.take(name, parsed);
                }
                "kinds" => options.kinds = invalid.take(name, kinds(value)).unwrap_or_default(),
                "cancelled" => {
                    if let Some(shown) = invalid.take(name, yes_or_no(value)) {
                        options.cancelled = shown;
                    }
                }
                "detail" => {
                    let parsed = value.parse().map_err(|_| one_of(Detail::ALL));
                    options.detail = invalid.take(name, parsed).unwrap_or(Detail::Full);
                }
                "list" => {
                    let slug = text::is_slug(value).then(|| value.to_owned());
                    options.list = invalid.take(name, slug.ok_or(Reason::new("reason-slug")));
                }
                "alarms" => {
                    options.alarms = invalid.take(name, alarms(value)).unwrap_or_default();
                }
                _ => {}
            }
        }
        invalid.none_or()?;
        Ok(options)
    }

    /// Whether entries of this kind are asked for.
    pub fn wants(&self, kind: EntryKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// Whether seminars of any kind are asked for.
    pub fn wants_seminars(&self) -> bool {
        let mut kinds = EntryKind::ALL.iter();
        kinds.any(|kind| kind.is_of_a_seminar() && self.wants(*kind))
    }

    /// Which seminars are shown, with all that is told of them. What is over may be left out, and what does not take place: it
    /// is gone from a calendar then.
    pub fn shows(&self) -> Shows {
        let tells = self.list.is_none() && self.detail == Detail::Full && self.wants_seminars();
        if !tells {
            return Shows::Nothing;
        }
        let mut kinds = EntryKind::ALL.iter();
        let every_kind = kinds.all(|kind| !kind.is_of_a_seminar() || self.wants(*kind));
        match every_kind && self.days_ahead.is_none() {
            true => Shows::All,
            false => Shows::Part,
        }
    }

    /// What asks for the same, by name, in one order whoever wrote it; nothing where nothing special is asked.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let usual = Self::default();
        let list = |items: Vec<String>| items.join(",");
        let mut pairs = Vec::new();
        if self.past_days != usual.past_days {
            pairs.push(("past", self.past_days.to_string()));
        }
        pairs.extend(self.days_ahead.map(|days| ("days", days.to_string())));
        let language = self.language.map(Language::code);
        pairs.extend(language.map(|code| ("lang", code.to_owned())));
        if !self.alarms.is_empty() {
            let minutes = self.alarms.iter().map(ToString::to_string);
            pairs.push(("alarms", list(minutes.collect())));
        }
        if !self.kinds.is_empty() {
            let kinds = self.kinds.iter().map(ToString::to_string);
            pairs.push(("kinds", list(kinds.collect())));
        }
        if !self.cancelled {
            pairs.push(("cancelled", "0".to_owned()));
        }
        if self.detail != usual.detail {
            pairs.push(("detail", self.detail.to_string()));
        }
        pairs.extend(self.list.clone().map(|slug| ("list", slug)));
        pairs
    }

    /// The query that asks for the same; empty where nothing special is asked.
    pub(super) fn query(&self) -> String {
        let pairs = self.pairs();
        let parts = pairs.iter().map(|(name, value)| match *name {
            "list" => format!("{name}={}", encoded(value)),
            // Words and numbers of ours, with commas that are read best as they are.
            _ => format!("{name}={value}"),
        });
        let parts: Vec<String> = parts.collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!("?{}", parts.join("&")),
        }
    }
}

fn days(value: &str) -> Result<u16, Reason> {
    value
        .parse()
        .ok()
        .filter(|days| *days <= MOST_DAYS)
        .ok_or_else(|| Reason::new("reason-feed-days").with("max", MOST_DAYS))
}

fn kinds(value: &str) -> Result<BTreeSet<EntryKind>, Reason> {
    value
        .split(',')
        .map(|kind| kind.parse().map_err(|_| one_of(EntryKind::ALL)))
        .collect()
}

fn one_of<T: ToString>(choices: &[T]) -> Reason {
    let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
    Reason::new("reason-not-a-choice").with("choices", choices.join(", "))
}

fn yes_or_no(value: &str) -> Result<bool, Reason> {
    match value {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(one_of(&["0", "1"])),
    }
}

fn alarms(value: &str) -> Result<Vec<i64>, Reason> {
    let mut minutes = value
        .split(',')
        .filter(|one| !one.is_empty())
        .map(|one| alarm(one).ok_or_else(|| Reason::new("reason-feed-alarms")))
        .collect::<Result<Vec<_>, _>>()?;
    minutes.sort_unstable();
    minutes.dedup();
    if minutes.len() > MOST_ALARMS {
        return Err(Reason::new("reason-too-many").with("max", MOST_ALARMS));
    }
    Ok(minutes)
}

fn alarm(value: &str) -> Option<i64> {
    let (number, unit) = match value.strip_suffix(['m', 'h', 'd']) {
        Some(number) => (number, &value[number.len()..]),
        None => (value, "m"),
    };
    let minutes_each = match unit {
        "h" => 60,
        "d" => 24 * 60,
        _ => 1,
    };
    let number: u16 = number.parse().ok()?;
    Some(i64::from(number) * minutes_each).filter(|minutes| *minutes <= EARLIEST_ALARM)
}
