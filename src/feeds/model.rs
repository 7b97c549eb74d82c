//! Which feeds there are, and what may be asked of them.

use std::{collections::BTreeSet, time::Duration};

use super::polls::Poll;
use crate::{
    base::{
        clock::Instant,
        error::{Invalid, Reason},
        ids::{FeedId, PersonId},
        language::Language,
        text::{self, encoded},
    },
    mail::calendar::CalendarChoice,
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

crate::words! {
    /// What a feed is written as: how its address ends.
    Format {
        /// A calendar (RFC 5545).
        Calendar = "ics",
        /// A list for feed readers (RFC 4287).
        Atom = "atom",
        /// The same list as a JSON Feed, version 1.1.
        Json = "json",
    }
}

impl Format {
    /// What the ending of a path asks for; a calendar where it says nothing else.
    pub fn of_path(path: &str) -> Self {
        path.rsplit_once('.')
            .and_then(|(_, ending)| ending.parse().ok())
            .unwrap_or(Self::Calendar)
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// Which feed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// Everything public.
    Hub,
    /// A series, by its slug.
    Series(String),
    /// A topic, by its slug.
    Topic(String),
    /// What people of an institution speak at, by its slug.
    Institution(String),
    /// What stands on a list that someone keeps, by its slug.
    List(String),
    /// When a room is taken, by its slug.
    Room(String),
    /// One seminar, by its code.
    Seminar(String),
    /// What concerns one person, by the secret in the address.
    My(String),
}

impl Address {
    /// Whether anyone may have it, so that caches between may keep it.
    pub fn is_public(&self) -> bool {
        !matches!(self, Self::My(_))
    }

    /// Its path without the ending.
    fn path(&self) -> String {
        match self {
            Self::Hub => "/feeds/hub".into(),
            Self::Series(slug) => format!("/feeds/series/{}", encoded(slug)),
            Self::Topic(slug) => format!("/feeds/topics/{}", encoded(slug)),
            Self::Institution(slug) => format!("/feeds/institutions/{}", encoded(slug)),
            Self::List(slug) => format!("/feeds/lists/{}", encoded(slug)),
            Self::Room(slug) => format!("/feeds/rooms/{}", encoded(slug)),
            Self::Seminar(code) => format!("/feeds/seminars/{}", encoded(code)),
            Self::My(secret) => format!("/feeds/my/{}", encoded(secret)),
        }
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

    /// The query that asks for the same, in one order whoever wrote it; empty where nothing special is asked.
    fn query(&self) -> String {
        let usual = Self::default();
        let list = |items: Vec<String>| items.join(",");
        let mut parts = Vec::new();
        if self.past_days != usual.past_days {
            parts.push(format!("past={}", self.past_days));
        }
        parts.extend(self.days_ahead.map(|days| format!("days={days}")));
        parts.extend(
            self.language
                .map(|language| format!("lang={}", language.code())),
        );
        if !self.alarms.is_empty() {
            let minutes = self.alarms.iter().map(ToString::to_string);
            parts.push(format!("alarms={}", list(minutes.collect())));
        }
        if !self.kinds.is_empty() {
            let kinds = self.kinds.iter().map(ToString::to_string);
            parts.push(format!("kinds={}", list(kinds.collect())));
        }
        if !self.cancelled {
            parts.push("cancelled=0".into());
        }
        if self.detail != usual.detail {
            parts.push(format!("detail={}", self.detail));
        }
        let list = self.list.as_deref().map(encoded);
        parts.extend(list.map(|slug| format!("list={slug}")));
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

/// A feed with what is asked of it: what a body is kept under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FeedRequest {
    address: Address,
    options: Options,
    format: Format,
}

impl FeedRequest {
    /// A request for the calendar at `address`.
    pub fn new(address: Address, options: Options) -> Self {
        Self::written(Format::Calendar, address, options)
    }

    /// A request for `address` in one of its formats. Options that mean nothing to it are dropped, so that they make no
    /// body of their own: public feeds have no alarms, one seminar has no window, and a list to be read says what there is.
    pub fn written(format: Format, address: Address, mut options: Options) -> Self {
        if address.is_public() {
            options.alarms.clear();
            options.list = None;
        }
        if format != Format::Calendar {
            options.detail = Detail::Full;
        }
        if matches!(address, Address::Seminar(_)) {
            options.past_days = PAST_DAYS;
            options.days_ahead = None;
            options.kinds.clear();
        }
        // Stays are in no public feed, and bookings in no other than a room's.
        let holds = |kind: &EntryKind| match kind {
            EntryKind::Stay => !address.is_public(),
            EntryKind::Booking => !address.is_public() || matches!(address, Address::Room(_)),
            _ => true,
        };
        let there: BTreeSet<EntryKind> = options.kinds.iter().copied().filter(holds).collect();
        if there.len() == EntryKind::ALL.iter().filter(|kind| holds(kind)).count() {
            // Every kind is what it holds anyway.
            options.kinds.clear();
        } else if !there.is_empty() {
            options.kinds = there;
        }
        Self {
            address,
            options,
            format,
        }
    }

    /// What it is to be written as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where the same is found in `format`, from its slash on.
    pub fn path_as(&self, format: Format) -> String {
        let (path, query) = (self.address.path(), self.options.query());
        format!("{path}.{format}{query}")
    }

    /// Which feed.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What is asked of it.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Whether more is asked of it than a language.
    pub fn has_wishes(&self) -> bool {
        let usual = Options {
            language: self.options.language,
            ..Options::default()
        };
        self.options != usual
    }
}

/// A personal feed, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct PersonalFeed {
    /// Which one.
    pub id: FeedId,
    /// Whose.
    #[serde(rename = "person_id")]
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// How much it tells.
    pub detail: Detail,
    /// Since when there is one.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// The address to subscribe to. Whoever has it sees the feed: it is a secret.
    pub url: String,
    /// What puts seminars into its owner's calendar, of all their feeds alike; `null` until they chose.
    pub calendar: Option<CalendarChoice>,
    /// The calendar programs that fetch it, those that asked last first.
    pub polls: Vec<Poll>,
}

/// How often clients are told to ask again.
pub const REFRESH: Duration = Duration::from_mins(15);

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &[(&'static str, &'static str)]) -> Result<Options, Invalid> {
        Options::parse(query.iter().copied())
    }

    #[test]
    fn a_query_is_read_and_what_is_not_ours_is_left_alone() {
        assert_eq!(parse(&[("utm_source", "x")]), Ok(Options::default()));
        assert_eq!(
            parse(&[
                ("past", "0"),
                ("days", "30"),
                ("lang", "ko"),
                ("alarms", "1d,15,2h,15m"),
                ("kinds", "stay,lecture"),
                ("cancelled", "0"),
                ("detail", "busy"),
            ]),
            Ok(Options {
                past_days: 0,
                days_ahead: Some(30),
                language: Some(Language::Ko),
                alarms: vec![15, 120, 1440],
                kinds: [EntryKind::Lecture, EntryKind::Stay].into(),
                cancelled: false,
                detail: Detail::Busy,
                list: None,
            })
        );
    }

    #[test]
    fn a_value_that_cannot_be_is_named() {
        for wrong in [
            ("past", "-1"),
            ("past", "3661"),
            ("days", "soon"),
            ("lang", "fr"),
            ("alarms", "15m,x"),
            ("alarms", "29d"),
            ("alarms", "1,2,3,4,5,6"),
            ("alarms", "15µ"),
            ("kinds", "concert"),
            ("kinds", ""),
            ("cancelled", "no"),
            ("detail", "none"),
            ("list", "Not a slug"),
        ] {
            let invalid = parse(&[wrong]).unwrap_err();
            let fields: Vec<_> = invalid.fields().map(|(field, _)| field).collect();
            assert_eq!(fields, [wrong.0], "{wrong:?}");
        }
    }

    #[test]
    fn what_means_nothing_to_a_feed_makes_no_body_of_its_own() {
        let options = Options {
            past_days: 3,
            days_ahead: Some(3),
            language: None,
            alarms: vec![15],
            ..Options::default()
        };
        let seminar = Address::Seminar("k7m4xq".into());
        assert_eq!(
            FeedRequest::new(seminar.clone(), options.clone()),
            FeedRequest::new(seminar, Options::default())
        );
        assert!(
            FeedRequest::new(Address::Hub, options.clone())
                .options()
                .alarms
                .is_empty()
        );
        let mine = FeedRequest::new(Address::My("secret".into()), options.clone());
        assert_eq!(*mine.options(), options);
    }

    #[test]
    fn kinds_that_a_feed_does_not_hold_make_no_body_of_their_own() {
        use EntryKind::{Booking, Ceremony, Lecture, Seminar, Stay, Tour, Workshop};
        let kinds = |address: Address, kinds: &[EntryKind]| {
            let options = Options {
                kinds: kinds.iter().copied().collect(),
                ..Options::default()
            };
            let request = FeedRequest::new(address, options);
            request.options().kinds.iter().copied().collect::<Vec<_>>()
        };
        assert_eq!(kinds(Address::Hub, &[Stay, Lecture, Booking]), [Lecture]);
        let all = [Seminar, Workshop, Lecture, Ceremony, Tour];
        assert!(kinds(Address::Hub, &all).is_empty());
        // Nothing but what is not there is nothing, and not everything.
        assert_eq!(kinds(Address::Hub, &[Stay]), [Stay]);
        let room = Address::Room("hall-a".into());
        assert_eq!(kinds(room, &[Stay, Booking]), [Booking]);
        let mine = Address::My("secret".into());
        assert_eq!(kinds(mine, &[Stay, Lecture]), [Lecture, Stay]);
    }

    #[test]
    fn a_request_has_one_address_however_it_was_asked() {
        let path = |query: &[(&'static str, &'static str)]| {
            let topic = Address::Topic("규모".into());
            FeedRequest::written(Format::Atom, topic, parse(query).unwrap()).path_as(Format::Json)
        };
        let plain = "/feeds/topics/%EA%B7%9C%EB%AA%A8.json";
        assert_eq!(path(&[("utm_source", "x"), ("past", "90")]), plain);
        // A list to be read has neither alarms nor a way to say less.
        assert_eq!(path(&[("alarms", "15m"), ("detail", "busy")]), plain);
        assert_eq!(
            path(&[
                ("cancelled", "0"),
                ("kinds", "tour,lecture"),
                ("lang", "ko"),
                ("days", "30"),
                ("past", "1"),
            ]),
            format!("{plain}?past=1&days=30&lang=ko&kinds=lecture,tour&cancelled=0")
        );
    }
}
