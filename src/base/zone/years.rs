//! Years for which something is planned, and texts that write others.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// Whether a text writes a year beyond four digits, or one before the first: `+262142-12-31`. RFC 3339 knows no such years,
/// and neither clocks nor the database can reckon with all of them, though [`chrono`] reads them.
pub fn has_long_year(text: &str) -> bool {
    text.trim_start()
        .strip_prefix(['+', '-'])
        .and_then(|rest| rest.split_once('-'))
        .is_some_and(|(year, _)| year.len() >= 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a wall time lies in years for which something is planned, 1970 to 2200. Of others the rules of zones say little,
/// and not everything that calendars and the database write of them is read alike.
pub fn is_planned_for(local: NaiveDateTime) -> bool {
    is_planned_day(local.date())
}

/// The same of a day.
pub fn is_planned_day(date: NaiveDate) -> bool {
    PLANNED.contains(&date.year())
}

/// Whether a text writes a day, with a time or without, in none of those years: `20026-12-01`, `0001-01-01T09:00`. Whatever
/// reads what someone types as a date asks here, so that no such day is kept anywhere.
pub fn has_odd_year(text: &str) -> bool {
    has_long_year(text) || odd_year(text.trim()) == Some(true)
}

/// Whether the year of a day is odd; none where the text writes no day.
fn odd_year(text: &str) -> Option<bool> {
    let (year, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let day = rest.get(..2)?;
    let digits = |part: &str| part.bytes().all(|octet| octet.is_ascii_digit());
    let dated = year.len() >= 4 && month.len() == 2 && [year, month, day].map(digits) == [true; 3];
    let ends = rest[2..].is_empty() || rest[2..].starts_with(['T', 't', ' ']);
    (dated && ends).then(|| !year.parse().is_ok_and(|year: i32| PLANNED.contains(&year)))
}

const PLANNED: std::ops::RangeInclusive<i32> = 1970..=2200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_have_four_digits() {
        for long in [
            "+262142-12-31",
            "-262143-01-01T00:00:00Z",
            " +10000-01-01",
            "-0001-01-01",
        ] {
            assert!(has_long_year(long), "{long}");
        }
        for none in ["2026-12-01", "9999-12-31", "-5", "+82-10-1234", "-", "a-b"] {
            assert!(!has_long_year(none), "{none}");
        }
    }

    #[test]
    fn a_day_is_planned_for_within_two_centuries() {
        for odd in [
            "0001-01-01",
            "0226-12-01T16:00",
            "1969-12-31",
            "2201-01-01T00:00:00Z",
            "20026-12-01",
            " 202612-12-01 16:00 ",
            "+262142-12-31",
        ] {
            assert!(has_odd_year(odd), "{odd}");
        }
        for none in [
            "1970-01-01",
            "2200-12-31T23:59",
            "2026-12-01 ",
            "2026-13-45",
            "0001-0002",
            "00010001-1234-1234-1234-123456789012",
            "1234-56-789",
            "soon",
            "",
        ] {
            assert!(!has_odd_year(none), "{none}");
        }
    }
}
