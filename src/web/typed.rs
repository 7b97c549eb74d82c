//! What is typed into the fields of pages' forms, read: dates, times, zones, numbers, people. What cannot be read is a
//! reason, to be shown beside the field.

mod guest_table;
mod people;

use actix_web::http::StatusCode;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

pub use guest_table::{GuestRow, GuestTable, LARGEST_TABLE, guest_table, language};
pub use people::{Line, addresses, lines};

use super::{errors::Failure, pages::form::Several};
use crate::{
    base::{
        error::{Reason, Refusal},
        language::Language,
        zone::{Zone, has_odd_year},
    },
    mail::reminder::Reminder,
};

/// A date as browsers post it: `2026-12-01`.
///
/// # Errors
/// It is none, or in a year for which nothing is planned.
pub fn date(typed: &str) -> Result<NaiveDate, Reason> {
    let typed = in_planned_years(required(typed)?)?;
    typed.parse().map_err(|_| Reason::new("reason-date"))
}

/// What was typed, unless it is a day of a year for which nothing is planned: a digit too many, or too few.
fn in_planned_years(typed: &str) -> Result<&str, Reason> {
    match has_odd_year(typed) {
        true => Err(Reason::new("reason-years")),
        false => Ok(typed),
    }
}

/// A time of day: `16:00`, or `16:00:30`, as some browsers post it.
///
/// # Errors
/// It is none.
pub fn time(typed: &str) -> Result<NaiveTime, Reason> {
    let typed = required(typed)?;
    NaiveTime::parse_from_str(typed, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(typed, "%H:%M:%S"))
        .map_err(|_| Reason::new("error-time"))
}

/// A wall time as browsers write it, with seconds or without.
///
/// # Errors
/// It is none, or in a year for which nothing is planned.
pub fn local_time(typed: &str) -> Result<NaiveDateTime, Reason> {
    let typed = in_planned_years(typed)?;
    typed
        .parse::<NaiveDateTime>()
        .or_else(|_| NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M"))
        .map_err(|_| Reason::new("reason-time"))
}

/// An IANA zone.
///
/// # Errors
/// There is none of that name.
pub fn zone(typed: &str) -> Result<Zone, Reason> {
    required(typed)?
        .parse()
        .map_err(|_| Reason::new("reason-zone").with("zone", typed.trim()))
}

/// A whole number; nothing typed is none.
///
/// # Errors
/// It is no number.
pub fn number(typed: &str) -> Result<Option<i32>, Reason> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed
            .parse()
            .map(Some)
            .map_err(|_| Reason::new("reason-number")),
    }
}

/// Whole numbers with commas or blanks between: `1440, 60`.
///
/// # Errors
/// One of them is no number.
pub fn numbers(typed: &str) -> Result<Vec<i32>, Reason> {
    typed
        .split([',', ' ', ';', '\u{3001}', '\t', '\n', '\r'])
        .filter(|one| !one.is_empty())
        .map(|one| one.parse().map_err(|_| Reason::new("reason-number")))
        .collect()
}

/// Reminders: minutes before, as [`numbers`] reads them, and the words of those that were ticked.
///
/// # Errors
/// One of them is no number, or no such word.
pub fn reminders(minutes: &str, ticked: &[String]) -> Result<Vec<Reminder>, Reason> {
    let mut reminders: Vec<Reminder> = numbers(minutes)?
        .into_iter()
        .map(Reminder::Minutes)
        .collect();
    for typed in ticked {
        let known = Reminder::WORDS.into_iter();
        let mut known = known.filter(|word| word.to_string() == *typed);
        reminders.push(known.next().ok_or_else(|| Reason::new("error-choice"))?);
    }
    Ok(reminders)
}

/// The minutes among `reminders`, as [`reminders`] reads them.
pub fn minutes(reminders: &[Reminder]) -> String {
    let numbers: Vec<String> = reminders
        .iter()
        .filter(|reminder| !Reminder::WORDS.contains(reminder))
        .map(ToString::to_string)
        .collect();
    numbers.join(", ")
}

/// The words among `reminders`, to be ticked.
pub fn days(reminders: &[Reminder]) -> Several {
    let words = Reminder::WORDS.into_iter();
    Several::of(
        words
            .filter(|word| reminders.contains(word))
            .map(|word| word.to_string()),
    )
}

/// Words with commas between.
pub fn words(typed: &str) -> Vec<String> {
    typed
        .split([',', ';', '\u{3001}', '\n'])
        .map(|one| one.trim().to_owned())
        .filter(|one| !one.is_empty())
        .collect()
}

/// One of the hub's words, as radio buttons and lists post them.
///
/// # Errors
/// It is none of them.
pub fn word<T: std::str::FromStr>(typed: &str) -> Result<T, Reason> {
    required(typed)?
        .parse()
        .map_err(|_| Reason::new("error-choice"))
}

fn required(typed: &str) -> Result<&str, Reason> {
    let typed = typed.trim();
    if typed.is_empty() {
        Err(Reason::new("reason-required"))
    } else {
        Ok(typed)
    }
}

/// Puts what a refusal says on a form: `put` takes the field, empty for the whole, and the words. Answers the status under
/// which the form is shown again.
///
/// # Errors
/// What no form can mend: there is nothing, it was changed meanwhile, or a fault.
pub fn refused(
    refusal: Refusal,
    language: Language,
    mut put: impl FnMut(&str, String),
) -> Result<StatusCode, Failure> {
    match refusal {
        Refusal::Invalid(invalid) => {
            for (field, reasons) in invalid.fields() {
                for reason in reasons {
                    put(field, reason.say(language));
                }
            }
            Ok(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Refusal::Conflict(reason) => {
            put("", reason.say(language));
            Ok(StatusCode::CONFLICT)
        }
        Refusal::Forbidden(reason) => {
            put("", reason.say(language));
            Ok(StatusCode::FORBIDDEN)
        }
        other => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_numbers_are_read_as_people_and_browsers_write_them() {
        assert_eq!(time("16:00"), time("16:00:00"));
        assert_eq!(time("4pm").unwrap_err().key(), "error-time");
        assert_eq!(date(" ").unwrap_err().key(), "reason-required");
        for beyond in [
            "+262142-12-31",
            "-262143-01-01",
            "20026-12-01",
            "0001-01-01",
        ] {
            assert_eq!(date(beyond).unwrap_err().key(), "reason-years", "{beyond}");
            let time = format!("{beyond}T16:00");
            let wrong = local_time(&time).unwrap_err();
            assert_eq!(wrong.key(), "reason-years", "{time}");
        }
        let local = local_time("2026-12-01T16:00");
        assert_eq!(local, local_time("2026-12-01T16:00:00"));
        assert!(local.is_ok());
        for none in ["soon", "2026-12-01"] {
            assert_eq!(local_time(none).unwrap_err().key(), "reason-time", "{none}");
        }
        assert_eq!(numbers("1440, 60").unwrap(), [1440, 60]);
        assert_eq!(numbers("").unwrap(), [0_i32; 0]);
        assert_eq!(numbers("a day").unwrap_err().key(), "reason-number");
        assert_eq!(words("one, two ,,three"), ["one", "two", "three"]);
    }
}
