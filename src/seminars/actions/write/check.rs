//! Values of a seminar or a series as they are kept: the instants of a wall time, reminders, topics, addresses on the web.

use std::cmp::Reverse;

use chrono::Duration;

use crate::{
    base::{
        error::{Invalid, Reason},
        slot::Slot,
        text,
        zone::{Zone, is_planned_for},
    },
    mail::reminder::Reminder,
    rooms,
};

/// Longest list of reminders.
const MOST_REMINDERS: usize = 10;

/// The instants of a wall time; a reason beside its field where it is none.
pub(in crate::seminars::actions) fn instants(
    starts_local: chrono::NaiveDateTime,
    zone: Zone,
    fold: Option<u8>,
    minutes: i32,
) -> Result<Slot, Invalid> {
    if !is_planned_for(starts_local) {
        return Err(Invalid::one("starts_local", Reason::new("reason-years")));
    }
    let from = zone
        .instant(starts_local, fold)
        .map_err(|error| Invalid::one("starts_local", rooms::actions::wall_time(error)))?;
    Slot::new(from, from + Duration::minutes(i64::from(minutes)))
        .map_err(|_| Invalid::one("duration_minutes", Reason::new("reason-duration")))
}

/// Reminders as they are kept: each once, those of minutes first, the earliest of them before the others.
pub(in crate::seminars::actions) fn reminders(asked: &[Reminder]) -> Result<Vec<Reminder>, Reason> {
    let mut kept: Vec<Reminder> = asked.to_vec();
    kept.sort_unstable_by_key(|reminder| match reminder {
        Reminder::Minutes(minutes) => (0, Reverse(*minutes)),
        Reminder::Morning => (1, Reverse(0)),
        Reminder::Friday => (2, Reverse(0)),
    });
    kept.dedup();
    if kept.len() > MOST_REMINDERS {
        return Err(Reason::new("reason-too-many").with("max", MOST_REMINDERS));
    }
    let possible = |reminder: &Reminder| match reminder {
        Reminder::Minutes(minutes) => (1..=86_400).contains(minutes),
        Reminder::Morning | Reminder::Friday => true,
    };
    if !kept.iter().all(possible) {
        return Err(Reason::new("reason-reminder"));
    }
    Ok(kept)
}

/// Topics as they are kept: one line each, none twice.
pub(in crate::seminars::actions) fn topics(topics: &[String]) -> Result<Vec<String>, Reason> {
    let mut kept: Vec<String> = Vec::new();
    for topic in topics
        .iter()
        .map(|topic| text::line(topic))
        .filter(|topic| !topic.is_empty())
    {
        if topic.chars().count() > 80 {
            return Err(Reason::new("reason-too-long").with("max", 80));
        }
        if !kept
            .iter()
            .any(|one| one.to_lowercase() == topic.to_lowercase())
        {
            kept.push(topic);
        }
    }
    if kept.len() > 30 {
        return Err(Reason::new("reason-too-many").with("max", 30));
    }
    Ok(kept)
}

/// An address on the web, as it is kept.
pub(in crate::seminars::actions) fn web_address(typed: &str) -> Result<Option<String>, Reason> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let host = typed
        .strip_prefix("https://")
        .or_else(|| typed.strip_prefix("http://"));
    let whole = host.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
    });
    if whole && typed.len() <= 2000 {
        Ok(Some(typed.to_owned()))
    } else {
        Err(Reason::new("reason-url"))
    }
}
