//! The dates of a term: a weekday at a wall time, every so many weeks, but for weeks off. Pure.

use std::collections::BTreeSet;

use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Weekday};

use crate::base::{
    error::{Invalid, Reason},
    zone::monday_of,
};

/// Most dates of a term.
pub const MOST_DATES: usize = 60;

/// Most weeks from one date to the next.
pub const MOST_WEEKS: i16 = 12;

/// Longest term, in days: three years.
const LONGEST: i64 = 3 * 366;

/// In which rhythm a series goes through a term. Dates and times are those of the zone of the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    /// On which day.
    pub weekday: Weekday,
    /// When.
    pub starts: NaiveTime,
    /// Every so many weeks; 1 is every week.
    pub every_weeks: i16,
    /// The first day of the term.
    pub from: NaiveDate,
    /// When it ends.
    pub until: Until,
    /// The weeks in which nothing takes place, by any day in them.
    pub weeks_off: BTreeSet<NaiveDate>,
}

/// When a term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// With this day.
    Date(NaiveDate),
    /// After so many dates.
    Count(usize),
}

impl Rhythm {
    /// The Mondays of the weeks off.
    pub fn mondays_off(&self) -> BTreeSet<NaiveDate> {
        self.weeks_off.iter().map(|day| monday_of(*day)).collect()
    }

    /// Whether nothing takes place in the week of `date`.
    pub fn is_off(&self, date: NaiveDate) -> bool {
        let monday = monday_of(date);
        self.weeks_off.iter().any(|day| monday_of(*day) == monday)
    }

    /// Whether the term goes on until `date` at least. One that is said by its number of dates is open at its end.
    pub fn ends_on_or_after(&self, date: NaiveDate) -> bool {
        match self.until {
            Until::Date(last) => last >= date,
            Until::Count(_) => true,
        }
    }

    /// The dates, at most [`MOST_DATES`]. A week off is passed over; the rhythm goes on beneath it: where every other week
    /// has a date, the one after a week off comes two weeks later.
    ///
    /// # Errors
    /// A field is invalid, named as in the API; or there is no date, or too many.
    pub fn dates(&self) -> Result<Vec<NaiveDate>, Invalid> {
        self.checked()?;
        let ahead =
            self.weekday.num_days_from_monday() + 7 - self.from.weekday().num_days_from_monday();
        let first = self.from + Duration::days(i64::from(ahead % 7));
        let step = Duration::weeks(i64::from(self.every_weeks));
        let most = match self.until {
            Until::Count(count) => count,
            Until::Date(_) => MOST_DATES + 1,
        };
        let end = match self.until {
            Until::Date(date) => date,
            Until::Count(_) => self.from + Duration::days(LONGEST),
        };
        let off = self.mondays_off();
        let dates: Vec<NaiveDate> =
            std::iter::successors(Some(first), |date| date.checked_add_signed(step))
                .take_while(|date| *date <= end)
                .filter(|date| !off.contains(&monday_of(*date)))
                .take(most)
                .collect();
        match (self.until, dates.len()) {
            (Until::Count(count), found) if found < count => {
                Err(Invalid::one("count", Reason::new("reason-term-too-long")))
            }
            (_, 0) => Err(Invalid::one(self.end(), Reason::new("reason-term-empty"))),
            (_, found) if found > MOST_DATES => Err(Invalid::one(self.end(), too_many())),
            _ => Ok(dates),
        }
    }

    fn checked(&self) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        if !(1..=MOST_WEEKS).contains(&self.every_weeks) {
            invalid.add(
                "every_weeks",
                Reason::new("reason-term-weeks").with("max", MOST_WEEKS),
            );
        }
        match self.until {
            Until::Date(date) if date < self.from => {
                invalid.because("until", "reason-end-before-start");
            }
            Until::Date(date) if (date - self.from).num_days() > LONGEST => {
                invalid.because("until", "reason-term-too-long");
            }
            Until::Count(count) if !(1..=MOST_DATES).contains(&count) => {
                invalid.add("count", too_many());
            }
            Until::Date(_) | Until::Count(_) => {}
        }
        invalid.none_or()
    }

    fn end(&self) -> &'static str {
        match self.until {
            Until::Date(_) => "until",
            Until::Count(_) => "count",
        }
    }
}

fn too_many() -> Reason {
    Reason::new("reason-term-dates").with("max", MOST_DATES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Every week on Thursdays at 16:00, from Thursday 3 September 2026.
    fn weekly(until: Until) -> Rhythm {
        Rhythm {
            weekday: Weekday::Thu,
            starts: NaiveTime::from_hms_opt(16, 0, 0).unwrap(),
            every_weeks: 1,
            from: date("2026-09-03"),
            until,
            weeks_off: BTreeSet::new(),
        }
    }

    fn dates(rhythm: &Rhythm) -> Vec<String> {
        let dates = rhythm.dates().unwrap();
        dates.iter().map(ToString::to_string).collect()
    }

    fn wrong(rhythm: &Rhythm) -> Vec<(String, &'static str)> {
        let invalid = rhythm.dates().unwrap_err();
        invalid
            .fields()
            .map(|(field, reasons)| (field.to_owned(), reasons[0].key()))
            .collect()
    }

    #[test]
    fn a_term_begins_with_its_first_weekday_and_ends_with_its_last() {
        let mut term = weekly(Until::Date(date("2026-09-24")));
        assert_eq!(
            dates(&term),
            ["2026-09-03", "2026-09-10", "2026-09-17", "2026-09-24"]
        );
        term.weekday = Weekday::Tue;
        assert_eq!(dates(&term), ["2026-09-08", "2026-09-15", "2026-09-22"]);
        term.until = Until::Count(2);
        assert_eq!(dates(&term), ["2026-09-08", "2026-09-15"]);
    }

    #[test]
    fn weeks_off_are_passed_over_and_the_rhythm_goes_on_beneath_them() {
        let mut term = weekly(Until::Count(3));
        term.every_weeks = 2;
        // A Sunday belongs to the week that it ends.
        term.weeks_off = [date("2026-09-20")].into();
        assert_eq!(dates(&term), ["2026-09-03", "2026-10-01", "2026-10-15"]);
        assert!(term.is_off(date("2026-09-14")));
        assert!(!term.is_off(date("2026-09-21")));
        // One between the dates changes nothing.
        term.weeks_off = [date("2026-09-10")].into();
        assert_eq!(dates(&term), ["2026-09-03", "2026-09-17", "2026-10-01"]);
    }

    #[test]
    fn a_term_has_a_date_and_not_too_many() {
        let named = |field: &str, key| vec![(field.to_owned(), key)];
        assert_eq!(dates(&weekly(Until::Count(MOST_DATES))).len(), MOST_DATES);
        let wrong_until = |until| wrong(&weekly(until));
        assert_eq!(
            wrong_until(Until::Count(MOST_DATES + 1)),
            named("count", "reason-term-dates")
        );
        assert_eq!(
            wrong_until(Until::Count(0)),
            named("count", "reason-term-dates")
        );
        let two_years = Until::Date(date("2028-09-01"));
        assert_eq!(wrong_until(two_years), named("until", "reason-term-dates"));
        let before = Until::Date(date("2026-09-02"));
        assert_eq!(
            wrong_until(before),
            named("until", "reason-end-before-start")
        );
        let centuries = Until::Date(date("2326-09-02"));
        assert_eq!(
            wrong_until(centuries),
            named("until", "reason-term-too-long")
        );
        let mut none = weekly(Until::Date(date("2026-09-08")));
        none.weeks_off = [date("2026-09-03")].into();
        assert_eq!(wrong(&none), named("until", "reason-term-empty"));
        let mut rare = weekly(Until::Count(20));
        rare.every_weeks = MOST_WEEKS;
        assert_eq!(wrong(&rare), named("count", "reason-term-too-long"));
        none.every_weeks = 0;
        assert_eq!(wrong(&none), named("every_weeks", "reason-term-weeks"));
    }
}
