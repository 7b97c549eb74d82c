//! IANA time zones, and how a wall time in one of them becomes an instant.
//!
//! A wall time that a clock skipped (gap) or showed twice (fold) is never guessed: a gap is an error, a fold must be
//! answered with which of the two is meant.

mod years;

use std::{fmt, str::FromStr};

use chrono::{
    DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeZone,
};
use chrono_tz::Tz;

use super::{clock::Instant, slot::Slot};

pub use years::{has_long_year, has_odd_year, is_planned_day, is_planned_for};

/// An IANA time zone, such as `Asia/Seoul`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// There is no zone of that name in the IANA database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone called “{0}”; write it as in the IANA database, such as Asia/Seoul")]
pub struct NoSuchZone(pub String);

/// A wall time that is no single instant in its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WallTimeError {
    /// The clocks go forward over this time: it does not exist.
    #[error(
        "{local} does not exist in {zone}: the clocks go forward then; the next time that exists is {next}"
    )]
    Gap {
        /// What was asked for.
        local: NaiveDateTime,
        /// Where.
        zone: Zone,
        /// The first wall time that exists after it.
        next: NaiveDateTime,
    },
    /// The clocks go back over this time: it comes twice.
    #[error(
        "{local} comes twice in {zone}: the clocks go back then; say which is meant (fold 0: the first, fold 1: the second)"
    )]
    Fold {
        /// What was asked for.
        local: NaiveDateTime,
        /// Where.
        zone: Zone,
        /// The first of the two instants.
        first: Instant,
        /// The second of the two.
        second: Instant,
    },
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(Tz::UTC);

    /// Which release of the IANA database is known here: `2026a`. A later one sorts after it.
    pub const RULES: &'static str = chrono_tz::IANA_TZDB_VERSION;

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The city part of the name with blanks for underscores: `New York` for `America/New_York`.
    pub fn city(self) -> String {
        self.name()
            .rsplit('/')
            .next()
            .unwrap_or(self.name())
            .replace('_', " ")
    }

    /// Every zone there is, by name.
    pub fn all() -> impl Iterator<Item = Zone> {
        chrono_tz::TZ_VARIANTS.iter().copied().map(Zone)
    }

    /// The wall time that a clock in this zone shows at `at`.
    pub fn local(self, at: Instant) -> NaiveDateTime {
        at.with_timezone(&self.0).naive_local()
    }

    /// The date that a calendar in this zone shows at `at`.
    pub fn date(self, at: Instant) -> NaiveDate {
        self.local(at).date()
    }

    /// Seconds east of UTC at `at`.
    pub fn offset_seconds(self, at: Instant) -> i32 {
        at.with_timezone(&self.0).offset().fix().local_minus_utc()
    }

    /// Whether its clocks are changed between `from` and `to`, so that one offset is not true of both.
    pub fn changes_between(self, from: Instant, to: Instant) -> bool {
        self.offset_seconds(from) != self.offset_seconds(to)
    }

    /// The offset as people write it: `UTC+9`, `UTC−3:30`, `UTC`.
    pub fn offset_label(self, at: Instant) -> String {
        let minutes = self.offset_seconds(at) / 60;
        if minutes == 0 {
            return "UTC".to_owned();
        }
        let sign = if minutes < 0 { '−' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        if rest == 0 {
            format!("UTC{sign}{hours}")
        } else {
            format!("UTC{sign}{hours}:{rest:02}")
        }
    }

    /// RFC 3339 with this zone's offset, for a `<time datetime>`.
    pub fn rfc3339(self, at: Instant) -> String {
        at.with_timezone(&self.0)
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// The instant at which a clock in this zone shows `local`.
    ///
    /// `fold` chooses between the two instants of a wall time that comes twice: 0 the first, 1 the second. It is
    /// ignored where the wall time is unambiguous.
    ///
    /// # Errors
    /// [`WallTimeError::Gap`] for a time that is skipped, [`WallTimeError::Fold`] for one that comes twice without a `fold`.
    pub fn instant(self, local: NaiveDateTime, fold: Option<u8>) -> Result<Instant, WallTimeError> {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(at) => Ok(at.to_utc()),
            LocalResult::Ambiguous(first, second) => match fold {
                Some(0) => Ok(first.to_utc()),
                Some(_) => Ok(second.to_utc()),
                None => Err(WallTimeError::Fold {
                    local,
                    zone: self,
                    first: first.to_utc(),
                    second: second.to_utc(),
                }),
            },
            LocalResult::None => Err(WallTimeError::Gap {
                local,
                zone: self,
                next: self.first_after_gap(local),
            }),
        }
    }

    /// The first instant of `date` in this zone. Where midnight is skipped, the first instant that exists.
    pub fn start_of(self, date: NaiveDate) -> Instant {
        self.first_at(date.and_time(NaiveTime::MIN))
    }

    /// A year as calendars in this zone have it; `None` for one that is not written with four digits.
    pub fn year(self, year: i32) -> Option<Slot> {
        let begins = |year| Some(self.start_of(NaiveDate::from_ymd_opt(year, 1, 1)?));
        if !(1000..=9999).contains(&year) {
            return None;
        }
        Slot::new(begins(year)?, begins(year + 1)?).ok()
    }

    /// The instant at which clocks here show `local`, for what Maru works out by itself and nobody can be asked about: of
    /// two the first, and where the hour is skipped the first instant after the gap.
    pub fn first_at(self, local: NaiveDateTime) -> Instant {
        match self.instant(local, Some(0)) {
            Ok(at) => at,
            Err(WallTimeError::Gap { next, .. }) => self
                .instant(next, Some(0))
                .unwrap_or_else(|_| local.and_utc()),
            Err(WallTimeError::Fold { first, .. }) => first,
        }
    }

    /// The instant at which clocks here show `local`, derived again for what was settled long ago: where the rules of the
    /// zone have changed since, and nobody can be asked, as [`Self::first_at`].
    pub fn again(self, local: NaiveDateTime, fold: Option<u8>) -> Instant {
        self.instant(local, fold)
            .unwrap_or_else(|_| self.first_at(local))
    }

    /// Whether `at` is when clocks here show `local`, or stands for it because they pass it over.
    pub fn agrees(self, at: Instant, local: NaiveDateTime) -> bool {
        self.local(at) == local || self.first_at(local) == at
    }

    /// An instant at about noon of `date` in this zone: for what is said of a day as a whole.
    pub fn noon(self, date: NaiveDate) -> Instant {
        self.start_of(date) + Duration::hours(12)
    }

    // Gaps begin and end on whole minutes; the longest on record is a day (Samoa, 2011).
    fn first_after_gap(self, local: NaiveDateTime) -> NaiveDateTime {
        let mut next = local
            .with_second_and_nano_zeroed()
            .checked_add_signed(Duration::minutes(1))
            .unwrap_or(local);
        for _ in 0..(26 * 60) {
            if !matches!(self.0.from_local_datetime(&next), LocalResult::None) {
                break;
            }
            let Some(later) = next.checked_add_signed(Duration::minutes(1)) else {
                break;
            };
            next = later;
        }
        next
    }
}

/// Something that is not at the instant which its wall time gives by the rules of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Astray<Id> {
    /// Which.
    pub id: Id,
    /// Its short code.
    pub code: String,
    /// When it starts as it stands.
    pub was: Instant,
    /// When it is to start.
    pub is: Instant,
}

trait WholeMinute {
    fn with_second_and_nano_zeroed(self) -> Self;
}

impl WholeMinute for NaiveDateTime {
    fn with_second_and_nano_zeroed(self) -> Self {
        use chrono::Timelike;
        self.with_second(0)
            .and_then(|t| t.with_nanosecond(0))
            .unwrap_or(self)
    }
}

/// Monday of the week in which `date` lies (ISO 8601).
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Duration::days(i64::from(date.weekday().num_days_from_monday()))
}

/// An instant from seconds since 1970, for constants and tests.
pub fn from_timestamp(seconds: i64) -> Instant {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

impl FromStr for Zone {
    type Err = NoSuchZone;

    fn from_str(name: &str) -> Result<Self, NoSuchZone> {
        name.trim()
            .parse()
            .map(Zone)
            .map_err(|_| NoSuchZone(name.chars().take(80).collect()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl serde::Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_gap_is_refused_and_names_the_next_time_that_exists() {
        let paris: Zone = "Europe/Paris".parse().unwrap();
        let error = paris
            .instant(local("2026-03-29T02:30:00"), None)
            .unwrap_err();
        assert_eq!(
            error,
            WallTimeError::Gap {
                local: local("2026-03-29T02:30:00"),
                zone: paris,
                next: local("2026-03-29T03:00:00")
            }
        );
    }

    #[test]
    fn a_fold_is_asked_about() {
        let montreal: Zone = "America/Montreal".parse().unwrap();
        let twice = local("2026-11-01T01:30:00");
        assert!(matches!(
            montreal.instant(twice, None),
            Err(WallTimeError::Fold { .. })
        ));
        let first = montreal.instant(twice, Some(0)).unwrap();
        let second = montreal.instant(twice, Some(1)).unwrap();
        assert_eq!(second - first, Duration::hours(1));
    }

    #[test]
    fn offsets_read_as_people_write_them() {
        let at = local("2026-01-15T00:00:00").and_utc();
        let label = |name: &str| name.parse::<Zone>().unwrap().offset_label(at);
        assert_eq!(label("Asia/Seoul"), "UTC+9");
        assert_eq!(label("America/St_Johns"), "UTC−3:30");
        assert_eq!(label("Europe/London"), "UTC");
    }

    #[test]
    fn a_day_begins_after_a_skipped_midnight() {
        let cairo: Zone = "Africa/Cairo".parse().unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 4, 24).unwrap();
        assert_eq!(
            cairo.local(cairo.start_of(day)),
            local("2026-04-24T01:00:00")
        );
    }

    #[test]
    fn a_year_begins_with_its_first_day_there() {
        let seoul: Zone = "Asia/Seoul".parse().unwrap();
        let year = seoul.year(2026).unwrap();
        assert_eq!(seoul.local(year.from()), local("2026-01-01T00:00:00"));
        assert_eq!(seoul.local(year.to()), local("2027-01-01T00:00:00"));
        assert_eq!((seoul.year(999), seoul.year(10_000)), (None, None));
    }

    #[test]
    fn what_was_derived_by_other_rules_is_told_from_what_was_not() {
        let paris: Zone = "Europe/Paris".parse().unwrap();
        let at = |text: &str| local(text).and_utc();
        // In winter, in the hour that comes twice (either of the two), and in the one that is passed over.
        for (instant, shown) in [
            ("2026-12-01T09:00:00", "2026-12-01T10:00:00"),
            ("2026-10-25T00:30:00", "2026-10-25T02:30:00"),
            ("2026-10-25T01:30:00", "2026-10-25T02:30:00"),
            ("2026-03-29T01:00:00", "2026-03-29T02:30:00"),
        ] {
            assert!(paris.agrees(at(instant), local(shown)), "{shown}");
            let hour = Duration::hours(1);
            let off = [at(instant) - hour * 2, at(instant) + hour * 2];
            assert!(off.iter().all(|at| !paris.agrees(*at, local(shown))));
        }
        let twice = local("2026-10-25T02:30:00");
        assert_eq!(paris.again(twice, None), at("2026-10-25T00:30:00"));
        assert_eq!(paris.again(twice, Some(1)), at("2026-10-25T01:30:00"));
        let passed_over = local("2026-03-29T02:30:00");
        assert_eq!(paris.again(passed_over, None), at("2026-03-29T01:00:00"));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_times_in_zones_beyond_them() {
        let seoul: Zone = "Asia/Seoul".parse().unwrap();
        let montreal: Zone = "America/Montreal".parse().unwrap();
        for (zone, end) in [(seoul, NaiveDateTime::MIN), (montreal, NaiveDateTime::MAX)] {
            assert!(zone.instant(end, None).is_err(), "{end} in {zone}");
        }
    }

    #[test]
    fn a_wrong_name_is_an_error() {
        assert_eq!(
            "Asia/Soeul".parse::<Zone>(),
            Err(NoSuchZone("Asia/Soeul".into()))
        );
    }
}
