//! The dates of a run: an RRULE (RFC 5545 §3.3.10) expanded in wall times, each date then an instant of its own.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use crate::base::{
    clock::Instant,
    error::Reason,
    slot::Slot,
    zone::{WallTimeError, Zone, is_planned_for},
};

/// Most dates that one rule may make.
pub const MOST_DATES: usize = 500;

/// One date of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The wall time that the rule gives.
    pub local: NaiveDateTime,
    /// When that is; or why it is no single time.
    pub slot: Result<Slot, Skipped>,
}

/// Why a date of a rule is no single time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// The clocks go forward over its start or end.
    Gap,
    /// The clocks go back over its start or end, and it was not said which is meant.
    Fold,
}

/// The dates of `rule`, the first of which is meant from `starts` to `ends` in `zone`.
///
/// # Errors
/// A reason for the field `rule`: it cannot be read, never ends, makes no date, too many, or one in a year for which nothing
/// is planned.
pub fn expand(
    rule: &str,
    starts: NaiveDateTime,
    ends: NaiveDateTime,
    zone: Zone,
    fold: Option<u8>,
) -> Result<Vec<Occurrence>, Reason> {
    let rule = rule.trim();
    let rule = rule.strip_prefix("RRULE:").unwrap_or(rule);
    let wrong = |why: String| Reason::new("reason-rule").with("why", why);
    if rule.len() > 500 || rule.contains(['\r', '\n']) {
        return Err(wrong("one line of RRULE".into()));
    }
    let bounded = rule.to_ascii_uppercase();
    if !bounded.contains("COUNT=") && !bounded.contains("UNTIL=") {
        return Err(Reason::new("reason-rule-endless"));
    }
    // Expanded as if the zone were UTC: the rule speaks of wall times, whatever the clocks do.
    let start = starts.and_utc().with_timezone(&Tz::UTC);
    let parsed: RRule<Unvalidated> = until_as_wall_time(&bounded, zone)
        .parse()
        .map_err(|error: rrule::RRuleError| wrong(error.to_string()))?;
    let set = parsed
        .validate(start)
        .map_err(|error| wrong(error.to_string()))?;
    let dates = RRuleSet::new(start)
        .rrule(set)
        .all(u16::try_from(MOST_DATES + 1).unwrap_or(u16::MAX))
        .dates;
    if dates.is_empty() {
        return Err(wrong("it makes no date".into()));
    }
    if dates.len() > MOST_DATES {
        return Err(Reason::new("reason-rule-too-many").with("max", MOST_DATES));
    }
    let length = ends - starts;
    // In the order of time: the last of them goes furthest.
    let last = dates.last().map(|date| date.naive_utc() + length);
    if !last.is_some_and(is_planned_for) {
        return Err(Reason::new("reason-rule-years"));
    }
    Ok(dates
        .into_iter()
        .map(|date| occurrence(date.naive_utc(), length, zone, fold))
        .collect())
}

fn occurrence(local: NaiveDateTime, length: Duration, zone: Zone, fold: Option<u8>) -> Occurrence {
    let at = |local: NaiveDateTime| -> Result<Instant, Skipped> {
        zone.instant(local, fold).map_err(|error| match error {
            WallTimeError::Gap { .. } => Skipped::Gap,
            WallTimeError::Fold { .. } => Skipped::Fold,
        })
    };
    let slot = at(local).and_then(|from| {
        let to = at(local + length)?;
        Slot::new(from, to).map_err(|_| Skipped::Gap)
    });
    Occurrence { local, slot }
}

/// RFC 5545 writes UNTIL in UTC where the start has a zone: put into the wall time that it means.
fn until_as_wall_time(rule: &str, zone: Zone) -> String {
    rule.split(';')
        .map(|part| {
            let utc = part
                .strip_prefix("UNTIL=")
                .and_then(|until| NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").ok());
            match utc {
                Some(until) => {
                    let local = zone.local(DateTime::<Utc>::from_naive_utc_and_offset(until, Utc));
                    format!("UNTIL={}Z", local.format("%Y%m%dT%H%M%S"))
                }
                None if part.starts_with("UNTIL=") && part.len() == "UNTIL=20260101".len() => {
                    format!("{part}T235959Z")
                }
                None if part.starts_with("UNTIL=") && !part.ends_with('Z') => format!("{part}Z"),
                None => part.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_weekly_rule_keeps_its_wall_time_over_a_change_of_clocks() {
        let paris: Zone = "Europe/Paris".parse().unwrap();
        let dates = expand(
            "FREQ=WEEKLY;COUNT=3",
            local("2026-10-14T16:00:00"),
            local("2026-10-14T17:00:00"),
            paris,
            None,
        )
        .unwrap();
        let hours: Vec<_> = dates
            .iter()
            .map(|date| date.slot.unwrap().from().format("%dT%H").to_string())
            .collect();
        assert_eq!(hours, ["14T14", "21T14", "28T15"]);
    }

    #[test]
    fn a_date_in_a_gap_is_told_and_not_moved() {
        let paris: Zone = "Europe/Paris".parse().unwrap();
        let dates = expand(
            "FREQ=DAILY;COUNT=3",
            local("2026-03-28T02:30:00"),
            local("2026-03-28T03:30:00"),
            paris,
            None,
        )
        .unwrap();
        assert_eq!(
            dates
                .iter()
                .map(|date| date.slot.is_ok())
                .collect::<Vec<_>>(),
            [true, false, true]
        );
        assert_eq!(dates[1].slot, Err(Skipped::Gap));
    }

    #[test]
    fn until_in_utc_means_the_wall_time_that_it_is_there() {
        let seoul: Zone = "Asia/Seoul".parse().unwrap();
        // 2026-12-03T07:00Z is 16:00 in Seoul: the third date is the last.
        let dates = expand(
            "FREQ=DAILY;UNTIL=20261203T070000Z",
            local("2026-12-01T16:00:00"),
            local("2026-12-01T17:00:00"),
            seoul,
            None,
        )
        .unwrap();
        assert_eq!(dates.len(), 3);
    }

    #[test]
    fn a_rule_ends_in_years_for_which_something_is_planned() {
        let seoul: Zone = "Asia/Seoul".parse().unwrap();
        let start = local("2026-12-01T16:00:00");
        let end = local("2026-12-01T17:00:00");
        let dates = |rule: &str| expand(rule, start, end, seoul, None).map(|dates| dates.len());
        assert_eq!(dates("FREQ=YEARLY;COUNT=100"), Ok(100));
        for far in ["FREQ=YEARLY;COUNT=300", "FREQ=YEARLY;INTERVAL=500;COUNT=3"] {
            assert_eq!(dates(far).unwrap_err().key(), "reason-rule-years", "{far}");
        }
    }

    #[test]
    fn a_rule_without_end_or_sense_is_refused() {
        let seoul: Zone = "Asia/Seoul".parse().unwrap();
        let start = local("2026-12-01T16:00:00");
        let end = local("2026-12-01T17:00:00");
        for rule in [
            "FREQ=DAILY",
            "COUNT=3",
            "FREQ=SOMETIMES;COUNT=2",
            "FREQ=DAILY;COUNT=501",
            "FREQ=DAILY;COUNT=2\r\nX:1",
        ] {
            assert!(expand(rule, start, end, seoul, None).is_err(), "{rule}");
        }
    }
}
