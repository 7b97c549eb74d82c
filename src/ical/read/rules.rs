//! Zones by the rules that a calendar brings with it (VTIMEZONE, RFC 5545 section 3.6.5): for those whose name nobody else
//! knows, such as `Customized Time Zone` of Outlook.
//!
//! A rule is a day of each year, which is how clocks are changed. Of what is written otherwise nothing is guessed: no time in
//! such a zone is read.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, Weekday};

use super::{Component, time};
use crate::base::clock::Instant;

/// The most changes of clocks, as one calendar says them.
const OBSERVANCES: usize = 200;
/// The most onsets of all of them together.
const ONSETS: usize = 10_000;

/// The instant at which a clock in the zone that `calendar` calls so shows `local`; of two the first (RFC 5545 section 3.3.5).
/// `None` where there is no such zone or its rules are not understood, and for a time that it skips.
pub(super) fn instant(calendar: &Component, name: &str, local: NaiveDateTime) -> Option<Instant> {
    let is_called_so = |zone: &&Component| {
        let called = zone.property("TZID").map(super::Property::text);
        zone.name == "VTIMEZONE" && called.is_some_and(|called| called.trim() == name)
    };
    let zone = calendar.components.iter().find(is_called_so)?;
    let observances = zone.components.iter();
    let observances: Vec<&Component> = observances
        .filter(|one| matches!(one.name.as_str(), "STANDARD" | "DAYLIGHT"))
        .collect();
    if observances.len() > OBSERVANCES {
        return None;
    }
    let mut onsets: Vec<(Instant, Duration)> = Vec::new();
    for observance in observances {
        onsets.extend(onsets_of(observance, local.year())?);
        if onsets.len() > ONSETS {
            return None;
        }
    }
    let mut offsets: Vec<Duration> = onsets.iter().map(|(_, offset)| *offset).collect();
    offsets.sort_unstable();
    offsets.dedup();
    // The further east, the earlier.
    offsets.into_iter().rev().find_map(|offset| {
        let at = local.checked_sub_signed(offset)?.and_utc();
        let before = onsets.iter().filter(|(onset, _)| *onset <= at);
        let (_, in_force) = before.max_by_key(|(onset, _)| *onset)?;
        (*in_force == offset).then_some(at)
    })
}

/// When an observance comes into force, in the years around `year` at least, and the offset that it then has.
fn onsets_of(observance: &Component, year: i32) -> Option<Vec<(Instant, Duration)>> {
    let start = time::local(observance.value("DTSTART")?)?;
    let before = offset(observance.value("TZOFFSETFROM")?)?;
    let then = offset(observance.value("TZOFFSETTO")?)?;
    let mut locals = vec![start];
    for property in &observance.properties {
        match property.name.as_str() {
            "RDATE" => {
                for date in property.value.split(',') {
                    locals.push(time::local(date.trim())?);
                }
            }
            "RRULE" => locals.extend(Yearly::of(&property.value, start, before)?.around(year)),
            "EXDATE" | "EXRULE" => return None,
            _ => {}
        }
        if locals.len() > ONSETS {
            return None;
        }
    }
    // Written in the wall time that was before.
    let onsets = locals.into_iter().map(|local| {
        let at = local.checked_sub_signed(before)?.and_utc();
        Some((at, then))
    });
    onsets.collect()
}

/// UTC-OFFSET (RFC 5545 section 3.3.14).
fn offset(written: &str) -> Option<Duration> {
    let (sign, digits) = match written.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let is_written =
        matches!(digits.len(), 4 | 6) && digits.bytes().all(|one| one.is_ascii_digit());
    let part = |from: usize| digits.get(from..from + 2).map_or(Ok(0), str::parse::<i64>);
    let (hours, minutes, seconds) = (part(0).ok()?, part(2).ok()?, part(4).ok()?);
    let is_offset = is_written && hours < 24 && minutes < 60 && seconds < 60;
    is_offset.then(|| Duration::seconds(sign * (3600 * hours + 60 * minutes + seconds)))
}

/// A rule that names days of one month of each year.
struct Yearly {
    start: NaiveDateTime,
    until: Option<NaiveDateTime>,
    month: u32,
    month_days: Vec<u32>,
    week_day: Option<(i64, Weekday)>,
}

impl Yearly {
    /// `None` for any other rule. `before` is the offset until then: UNTIL is written in UTC.
    fn of(rule: &str, start: NaiveDateTime, before: Duration) -> Option<Self> {
        let rule = rule.trim().to_ascii_uppercase();
        let (mut is_yearly, mut month) = (false, None);
        let mut read = Self {
            start,
            until: None,
            month: start.month(),
            month_days: Vec::new(),
            week_day: None,
        };
        for part in rule.split(';') {
            match part.split_once('=')? {
                ("FREQ", "YEARLY") => is_yearly = true,
                ("INTERVAL", "1") | ("WKST", _) => {}
                ("UNTIL", until) => {
                    let utc = time::local(until.strip_suffix('Z')?)?;
                    read.until = Some(utc.checked_add_signed(before)?);
                }
                ("BYMONTH", written) => {
                    let written: Option<u32> = written.parse().ok();
                    month = Some(written.filter(|month| (1..=12).contains(month))?);
                }
                ("BYMONTHDAY", days) if days.len() <= 100 => {
                    let day =
                        |day: &str| day.parse::<u32>().ok().filter(|day| (1..=31).contains(day));
                    read.month_days = days.split(',').map(day).collect::<Option<_>>()?;
                }
                ("BYDAY", day) => read.week_day = Some(week_day(day)?),
                _ => return None,
            }
        }
        let names_days = read.week_day.is_some() || !read.month_days.is_empty();
        match month {
            Some(month) => read.month = month,
            // Days of every month, or the nth of the year.
            None if names_days => return None,
            None => {}
        }
        if !names_days {
            read.month_days.push(start.day());
        }
        is_yearly.then_some(read)
    }

    /// Its dates in the years around `year`; the last ones where it has ended before.
    fn around(&self, year: i32) -> Vec<NaiveDateTime> {
        let near = self.until.map_or(year, |until| until.year().min(year));
        let days = (near - 2..=near + 1).flat_map(|year| (1..=31).map(move |day| (year, day)));
        days.filter_map(|(year, day)| NaiveDate::from_ymd_opt(year, self.month, day))
            .filter(|date| self.names(*date))
            .map(|date| date.and_time(self.start.time()))
            .filter(|at| *at >= self.start && self.until.is_none_or(|until| *at <= until))
            .collect()
    }

    fn names(&self, date: NaiveDate) -> bool {
        let is_left = |weeks: u64| {
            let later = date.checked_add_days(Days::new(7 * weeks));
            later.is_some_and(|later| later.month() == self.month)
        };
        let is_nth = |nth: i64| match nth {
            0 => true,
            1.. => i64::from(date.day0()) / 7 + 1 == nth,
            _ => is_left(nth.unsigned_abs() - 1) && !is_left(nth.unsigned_abs()),
        };
        let by_week_day = |(nth, day): (i64, Weekday)| date.weekday() == day && is_nth(nth);
        (self.month_days.is_empty() || self.month_days.contains(&date.day()))
            && self.week_day.is_none_or(by_week_day)
    }
}

/// `SU`, `2SU`, `-1SU`: which one of the month, 0 for each.
fn week_day(written: &str) -> Option<(i64, Weekday)> {
    let (nth, day) = written.split_at_checked(written.len().checked_sub(2)?)?;
    let day = match day {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    let nth = match nth {
        "" => 0,
        nth => {
            let nth: Option<i64> = nth.parse().ok();
            nth.filter(|nth| (1..=5).contains(&nth.unsigned_abs()))?
        }
    };
    Some((nth, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ical::read::read;

    /// What a zone has from a start on: its offsets before and then, and a rule.
    type Observance<'a> = (&'a str, &'a str, &'a str, &'a str);

    fn zone(observances: &[Observance<'_>]) -> Component {
        let observances = observances.iter().map(|(start, from, to, rule)| {
            format!(
                "BEGIN:STANDARD\r\nDTSTART:{start}\r\nTZOFFSETFROM:{from}\r\nTZOFFSETTO:{to}\r\n{rule}END:STANDARD\r\n"
            )
        });
        let observances: String = observances.collect();
        let calendar = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Our\\, zone\r\n{observances}END:VTIMEZONE\r\nEND:VCALENDAR\r\n"
        );
        read(calendar.as_bytes()).unwrap()
    }

    /// As Outlook writes Paris.
    fn outlook() -> Component {
        zone(&[
            (
                "16010101T030000",
                "+0200",
                "+0100",
                "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n",
            ),
            (
                "16010101T020000",
                "+0100",
                "+0200",
                "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n",
            ),
        ])
    }

    fn at(calendar: &Component, local: &str) -> Option<String> {
        let local = local.parse().unwrap();
        let at = instant(calendar, "Our, zone", local)?;
        Some(at.format("%d %H:%M").to_string())
    }

    #[test]
    fn a_zone_that_is_written_as_that_of_paris_is_that_of_paris() {
        let paris: crate::base::zone::Zone = "Europe/Paris".parse().unwrap();
        let calendar = outlook();
        let mut local: NaiveDateTime = "2026-01-01T00:30:00".parse().unwrap();
        while local.year() < 2029 {
            let expected = paris.instant(local, Some(0)).ok();
            assert_eq!(instant(&calendar, "Our, zone", local), expected, "{local}");
            // In the months in which clocks are changed each hour, else one of a day.
            local += Duration::hours(match local.month() {
                3 | 10 => 1,
                _ => 24,
            });
        }
        assert_eq!(instant(&calendar, "Another zone", local), None);
    }

    #[test]
    fn rules_end_and_others_follow() {
        // As libical writes New York before 2007 and since.
        let calendar = zone(&[
            (
                "19670430T020000",
                "-0500",
                "-0400",
                "RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SU;UNTIL=20060402T070000Z\r\n",
            ),
            (
                "20070311T020000",
                "-0500",
                "-0400",
                "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n",
            ),
            (
                "19671029T020000",
                "-0400",
                "-0500",
                "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z\r\n",
            ),
            (
                "20071104T020000",
                "-0400",
                "-0500",
                "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n",
            ),
        ]);
        let york: crate::base::zone::Zone = "America/New_York".parse().unwrap();
        for year in [2005, 2006, 2007, 2026] {
            for month in 1..=12 {
                for day in 1..=28 {
                    let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
                    let local = date.and_hms_opt(12, 0, 0).unwrap();
                    let expected = york.instant(local, None).ok();
                    assert_eq!(instant(&calendar, "Our, zone", local), expected, "{local}");
                }
            }
        }
    }

    #[test]
    fn a_zone_of_the_south_is_read_across_the_turn_of_the_year() {
        let calendar = zone(&[
            (
                "16010101T030000",
                "+1100",
                "+1000",
                "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4\r\n",
            ),
            (
                "16010101T020000",
                "+1000",
                "+1100",
                "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=10\r\n",
            ),
        ]);
        let sydney: crate::base::zone::Zone = "Australia/Sydney".parse().unwrap();
        let mut local: NaiveDateTime = "2026-01-01T00:30:00".parse().unwrap();
        while local.year() < 2028 {
            let expected = sydney.instant(local, Some(0)).ok();
            assert_eq!(instant(&calendar, "Our, zone", local), expected, "{local}");
            local += Duration::hours(1);
        }
    }

    #[test]
    fn a_zone_of_one_offset_and_one_of_dates_are_read() {
        let plain = zone(&[("16010101T000000", "+0900", "+0900", "")]);
        let seven = Some("10 07:00".to_owned());
        assert_eq!(at(&plain, "2026-12-10T16:00:00"), seven);
        let dated = zone(&[
            ("20200101T000000", "+0800", "+0900", ""),
            (
                "20200601T000000",
                "+0900",
                "+083015",
                "RDATE:20260101T000000,20261201T000000\r\n",
            ),
        ]);
        let at = at(&dated, "2026-12-10T16:30:15");
        assert_eq!(at, Some("10 08:00".to_owned()));
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        let with = |from: &str, rule: &str| {
            let calendar = zone(&[("20200101T000000", from, "+0900", rule)]);
            at(&calendar, "2026-12-10T16:00:00").is_some()
        };
        assert!(with("+0900", ""));
        for wrong in ["0900", "+9", "+2400", "+0960", "+09000", "+가나"] {
            assert!(!with(wrong, ""), "{wrong}");
        }
        for wrong in [
            "FREQ=WEEKLY;BYDAY=SU",
            "FREQ=YEARLY;COUNT=3",
            "FREQ=YEARLY;INTERVAL=2",
            "FREQ=YEARLY;BYMONTH=3,10",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=9SU",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=0SU",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=가",
            "FREQ=YEARLY;BYDAY=-1SU",
            "FREQ=YEARLY;BYMONTHDAY=1",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=32",
            "FREQ=YEARLY;UNTIL=2026",
            "BYMONTH=3",
        ] {
            assert!(!with("+0900", &format!("RRULE:{wrong}\r\n")), "{wrong}");
        }
        assert!(!with("+0900", "RDATE;VALUE=DATE:20260101\r\n"));
        assert!(!with("+0900", "EXDATE:20260101T000000\r\n"));
        let dates = vec!["20260101T000000"; ONSETS + 1].join(",");
        assert!(!with("+0900", &format!("RDATE:{dates}\r\n")));
        // Before anything that it says, and without anything.
        let calendar = zone(&[("20200101T000000", "+0900", "+0900", "")]);
        assert_eq!(at(&calendar, "2019-12-10T16:00:00"), None);
        assert_eq!(at(&zone(&[]), "2026-12-10T16:00:00"), None);
        let many = [("20200101T000000", "+0900", "+0900", ""); OBSERVANCES + 1];
        assert_eq!(at(&zone(&many), "2026-12-10T16:00:00"), None);
        assert!(at(&zone(&many[1..]), "2026-12-10T16:00:00").is_some());
    }
}
