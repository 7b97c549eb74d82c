//! Dates and times as people of a language write them; a time never stands without its zone and offset.

use std::{cell::RefCell, collections::HashMap};

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::{Arg, Language};
use crate::base::{clock::Instant, slot::Slot, zone::Zone};

/// `Tuesday`, `화요일`.
pub fn weekday(language: Language, date: NaiveDate) -> String {
    language.t(&format!("weekday-{}", date.weekday().number_from_monday()))
}

/// `Tue 1 December 2026`, `2026년 12월 1일 (화)`.
pub fn date(language: Language, date: NaiveDate) -> String {
    pattern(language, "date-full", date)
}

/// `1 Dec 2026`, `2026. 12. 1.`
pub fn date_short(language: Language, date: NaiveDate) -> String {
    pattern(language, "date-short", date)
}

/// `1 December`, `12월 1일`: where the year is plain from what stands around it.
pub fn day_month(language: Language, date: NaiveDate) -> String {
    pattern(language, "date-day-month", date)
}

/// `December 2026`, `2026년 12월`.
pub fn month(language: Language, date: NaiveDate) -> String {
    pattern(language, "date-month", date)
}

/// From–to of two dates, both inclusive.
pub fn date_span(language: Language, from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return date_short(language, from);
    }
    format!(
        "{} – {}",
        date_short(language, from),
        date_short(language, to)
    )
}

/// `16:00`; seconds only where there are some.
pub fn clock_time(time: NaiveTime) -> String {
    match time.second() {
        0 => clock_minute(time),
        second => format!("{}:{second:02}", clock_minute(time)),
    }
}

/// The name of a zone as people say it: `Seoul`, `서울`; the city of its IANA name where no other is known.
pub fn zone_name(language: Language, zone: Zone) -> String {
    let key = format!(
        "zone-{}",
        zone.name().to_ascii_lowercase().replace(['/', '_'], "-")
    );
    language.try_with(&key, &[]).unwrap_or_else(|| zone.city())
}

/// `Seoul, UTC+9`: a zone with its offset at an instant. Just `UTC` for UTC itself.
pub fn zone_label(language: Language, zone: Zone, at: Instant) -> String {
    let offset = zone.offset_label(at);
    if zone == Zone::UTC {
        offset
    } else {
        format!("{}, {offset}", zone_name(language, zone))
    }
}

/// `16:00`, whatever the seconds: for when something was done.
pub fn clock_minute(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `Tue 1 December 2026, 16:00 (Seoul, UTC+9)`, to the minute.
pub fn moment(language: Language, at: Instant, zone: Zone) -> String {
    let local = zone.local(at);
    format!(
        "{}, {} ({})",
        date(language, local.date()),
        clock_minute(local.time()),
        zone_label(language, zone, at)
    )
}

/// `Tue 1 December 2026, 16:00–17:00 (Seoul, UTC+9)`; both dates where the slot crosses midnight in the zone, both offsets
/// where its clocks are changed meanwhile: `Sun 25 October 2026, 02:30 (UTC+2) – 02:15 (Paris, UTC+1)`.
pub fn slot(language: Language, slot: Slot, zone: Zone) -> String {
    let (from, to) = (zone.local(slot.from()), zone.local(slot.to()));
    let begins = format!(
        "{}, {}",
        date(language, from.date()),
        clock_time(from.time())
    );
    let ends = clock_time(to.time());
    let ends = match from.date() == to.date() {
        true => ends,
        false => format!("{}, {ends}", date(language, to.date())),
    };
    let label = zone_label(language, zone, slot.to());
    if zone.changes_between(slot.from(), slot.to()) {
        let first = zone.offset_label(slot.from());
        format!("{begins} ({first}) – {ends} ({label})")
    } else if from.date() == to.date() {
        format!("{begins}–{ends} ({label})")
    } else {
        format!("{begins} – {ends} ({label})")
    }
}

/// `16:00–17:00`, where the date and the zone stand elsewhere; with both offsets where the zone's clocks are changed
/// meanwhile: `02:30 (UTC+2) – 02:15 (UTC+1)`.
pub fn hours(from: Instant, to: Instant, zone: Zone) -> String {
    let clock = |at| clock_time(zone.local(at).time());
    let (begins, ends) = (clock(from), clock(to));
    if zone.changes_between(from, to) {
        let (first, then) = (zone.offset_label(from), zone.offset_label(to));
        format!("{begins} ({first}) – {ends} ({then})")
    } else {
        format!("{begins}–{ends}")
    }
}

/// So many written dates are remembered by each thread.
const REMEMBERED: usize = 256;

thread_local! {
    /// Dates that were written before: pages and mails say the same few over and over, and each is five texts.
    static WRITTEN: RefCell<HashMap<(Language, &'static str, NaiveDate), String>> = RefCell::default();
}

fn pattern(language: Language, key: &'static str, date: NaiveDate) -> String {
    WRITTEN.with_borrow_mut(|written| {
        if written.len() >= REMEMBERED {
            written.clear();
        }
        let this = written.entry((language, key, date));
        this.or_insert_with(|| anew(language, key, date)).clone()
    })
}

fn anew(language: Language, key: &str, date: NaiveDate) -> String {
    let month = date.month();
    language.with(
        key,
        &[
            (
                "weekday",
                Arg::from(language.t(&format!(
                    "weekday-short-{}",
                    date.weekday().number_from_monday()
                ))),
            ),
            // Years and days as words: a number would be written 2,026.
            ("day", Arg::from(date.day().to_string())),
            ("month", Arg::from(language.t(&format!("month-{month}")))),
            (
                "month-short",
                Arg::from(language.t(&format!("month-short-{month}"))),
            ),
            ("year", Arg::from(date.year().to_string())),
        ],
    )
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    #[test]
    fn a_date_that_is_remembered_is_the_same_as_one_written_anew_and_few_are() {
        let first = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        let days = || {
            (0..)
                .map(|later| first + Days::new(later))
                .take(REMEMBERED / 4)
        };
        for day in days().chain(days()) {
            for language in Language::ALL {
                for key in ["date-full", "date-short", "date-day-month", "date-month"] {
                    // Twice: once it is written, once remembered.
                    for _ in 0..2 {
                        assert_eq!(pattern(language, key, day), anew(language, key, day));
                    }
                }
            }
            WRITTEN.with_borrow(|written| assert!(written.len() <= REMEMBERED));
        }
    }

    #[test]
    fn a_moment_names_its_zone_in_each_language() {
        let at = "2026-12-01T07:00:00Z".parse().unwrap();
        let seoul: Zone = "Asia/Seoul".parse().unwrap();
        assert_eq!(
            moment(Language::En, at, seoul),
            "Tue 1 December 2026, 16:00 (Seoul, UTC+9)"
        );
        assert_eq!(
            moment(Language::Ko, at, seoul),
            "2026년 12월 1일 (화), 16:00 (서울, UTC+9)"
        );
    }

    #[test]
    fn a_slot_over_midnight_names_both_days() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let paris: Zone = "Europe/Paris".parse().unwrap();
        let night = Slot::new(at("2026-12-01T22:00:00Z"), at("2026-12-02T00:00:00Z")).unwrap();
        assert_eq!(
            slot(Language::En, night, paris),
            "Tue 1 December 2026, 23:00 – Wed 2 December 2026, 01:00 (Paris, UTC+1)"
        );
    }

    #[test]
    fn a_slot_in_which_clocks_are_changed_names_both_offsets() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let written = |language, from: &str, to: &str, zone: &str| {
            let zone: Zone = zone.parse().unwrap();
            let when = Slot::new(at(from), at(to)).unwrap();
            (
                slot(language, when, zone),
                hours(when.from(), when.to(), zone),
            )
        };
        for (language, from, to, zone, whole, short) in [
            (
                Language::En,
                "2026-10-25T00:30:00Z",
                "2026-10-25T01:15:00Z",
                "Europe/Paris",
                "Sun 25 October 2026, 02:30 (UTC+2) – 02:15 (Paris, UTC+1)",
                "02:30 (UTC+2) – 02:15 (UTC+1)",
            ),
            (
                Language::Ko,
                "2026-03-28T23:30:00Z",
                "2026-03-29T03:30:00Z",
                "Europe/Paris",
                "2026년 3월 29일 (일), 00:30 (UTC+1) – 05:30 (파리, UTC+2)",
                "00:30 (UTC+1) – 05:30 (UTC+2)",
            ),
            (
                Language::En,
                "2026-03-28T23:30:00Z",
                "2026-03-29T03:30:00Z",
                "Europe/London",
                "Sat 28 March 2026, 23:30 (UTC) – Sun 29 March 2026, 04:30 (London, UTC+1)",
                "23:30 (UTC) – 04:30 (UTC+1)",
            ),
            // After the change, and before it: one offset is true of all of it.
            (
                Language::En,
                "2026-10-25T01:00:00Z",
                "2026-10-25T01:15:00Z",
                "Europe/Paris",
                "Sun 25 October 2026, 02:00–02:15 (Paris, UTC+1)",
                "02:00–02:15",
            ),
            (
                Language::En,
                "2026-10-25T00:00:00Z",
                "2026-10-25T00:59:00Z",
                "Europe/Paris",
                "Sun 25 October 2026, 02:00–02:59 (Paris, UTC+2)",
                "02:00–02:59",
            ),
        ] {
            assert_eq!(
                written(language, from, to, zone),
                (whole.to_owned(), short.to_owned())
            );
        }
    }
}
