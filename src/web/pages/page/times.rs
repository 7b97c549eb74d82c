//! Times and dates as the reader of a page has them.

use std::borrow::Borrow;

use chrono::NaiveDate;

use super::Page;
use crate::{
    base::{clock::Instant, language, zone::Zone},
    web::pages::time::{Dates, Detail, Moment, TimeSpan, When},
};

impl Page {
    /// A span with its date, and the reader's own time beside it.
    pub fn when(&self, when: &When) -> TimeSpan {
        self.span(*when, Detail::Full)
    }

    /// A span without its date, where the date stands above it.
    pub fn hours(&self, when: &When) -> TimeSpan {
        self.span(*when, Detail::Hours)
    }

    /// As [`Self::hours`], the reader's own time first: where the reader's date stands above it.
    pub fn my_hours(&self, when: &When) -> TimeSpan {
        TimeSpan {
            reader_first: true,
            ..self.span(*when, Detail::Hours)
        }
    }

    /// As [`Self::hours`], in the zone where it takes place alone.
    pub fn hours_there(&self, when: &When) -> TimeSpan {
        TimeSpan {
            reader: when.zone,
            ..self.span(*when, Detail::Hours)
        }
    }

    /// The time of day that a clock in `zone` shows, where zone and date stand above it.
    pub fn clock(&self, at: impl Borrow<Instant>, zone: &Zone) -> String {
        language::clock_time(zone.local(*at.borrow()).time())
    }

    /// As [`Self::when`], in the zone where it takes place alone.
    pub fn when_there(&self, when: &When) -> TimeSpan {
        TimeSpan {
            reader: when.zone,
            ..self.span(*when, Detail::Full)
        }
    }

    /// An instant in the reader's zone.
    pub fn moment(&self, at: &Instant) -> Moment {
        Moment {
            at: *at,
            zone: self.zone,
            reader: self.zone,
            language: self.language,
        }
    }

    /// An instant in the zone where it was meant, and in the reader's.
    pub fn moment_in(&self, at: &Instant, zone: &Zone) -> Moment {
        Moment {
            zone: *zone,
            ..self.moment(at)
        }
    }

    /// Two dates, both inclusive.
    pub fn dates(&self, from: &NaiveDate, to: &NaiveDate) -> Dates {
        Dates {
            from: *from,
            to: *to,
            language: self.language,
        }
    }

    /// A date with its weekday and year.
    pub fn date(&self, date: impl Borrow<NaiveDate>) -> String {
        language::date(self.language, *date.borrow())
    }

    /// The weekday of a date, in full.
    pub fn weekday(&self, date: impl Borrow<NaiveDate>) -> String {
        language::weekday(self.language, *date.borrow())
    }

    /// Day and month.
    pub fn day_month(&self, date: impl Borrow<NaiveDate>) -> String {
        language::day_month(self.language, *date.borrow())
    }

    /// Month and year.
    pub fn month(&self, date: impl Borrow<NaiveDate>) -> String {
        language::month(self.language, *date.borrow())
    }

    /// The reader's zone as people say it: `Seoul, UTC+9`.
    pub fn zone_label(&self) -> String {
        language::zone_label(self.language, self.zone, self.now)
    }

    /// Any zone as people say it.
    pub fn zone_named(&self, zone: &Zone) -> String {
        language::zone_label(self.language, *zone, self.now)
    }

    /// Any zone as people say it, with its offset at noon of a day.
    pub fn zone_on(&self, zone: &Zone, date: &NaiveDate) -> String {
        language::zone_label(self.language, *zone, zone.noon(*date))
    }

    /// Where people say a zone is, without an offset: the day that counts is not known yet.
    pub fn zone_place(&self, zone: &Zone) -> String {
        language::zone_name(self.language, *zone)
    }

    /// The date that the reader's calendar shows now.
    pub fn today(&self) -> NaiveDate {
        self.zone.date(self.now)
    }

    /// The date that a calendar in `zone` shows now.
    pub fn today_in(&self, zone: &Zone) -> NaiveDate {
        zone.date(self.now)
    }

    fn span(&self, when: When, detail: Detail) -> TimeSpan {
        TimeSpan {
            when,
            reader: self.zone,
            language: self.language,
            detail,
            reader_first: false,
        }
    }
}
