//! Addresses that ask for something in particular: mostly by a query.

use chrono::{NaiveDate, NaiveDateTime};

use super::{
    how_to, inbound, mail, mail_message, new_booking, new_seminar, room, rooms, sign_in, stays,
    suspensions, with_query,
};
use crate::base::language::Language;

/// The list for other pages that goes with the calendar at `path`, such as `/feeds/series/scaling.ics`.
pub fn embed_of(path: &str) -> String {
    let feed = path.strip_prefix("/feeds/").unwrap_or(path);
    format!("/embed/{}", feed.strip_suffix(".ics").unwrap_or(feed))
}

/// The address of the calendar at `path`, which speaks `own` unless it is asked otherwise, in the language `wanted`.
pub fn speaking(path: &str, own: Language, wanted: Language) -> String {
    let asked = (own != wanted).then_some(wanted.code());
    with_query(path, &[("lang", asked)])
}

/// How to subscribe to the calendar at `path`, such as `/feeds/series/scaling.ics`, in the language that it is asked for.
pub fn how_to_subscribe(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let feed = path.strip_prefix("/feeds/").unwrap_or(path);
    let feed = feed.strip_suffix(".ics").unwrap_or(feed);
    let language = query.strip_prefix("lang=");
    with_query(&how_to(), &[("feed", Some(feed)), ("lang", language)])
}

/// How to subscribe to a personal calendar, which does not name its secret.
pub fn how_to_subscribe_to_mine(id: &str) -> String {
    with_query(&how_to(), &[("feed", Some(&format!("my/{id}")))])
}

/// The form for a seminar of a series.
pub fn new_seminar_in(series: &str) -> String {
    with_query(&new_seminar(), &[("series", Some(series))])
}

/// The day with all rooms.
pub fn rooms_on(date: NaiveDate) -> String {
    with_query(&rooms(), &[("date", Some(&date.to_string()))])
}

/// A room and the week in which `date` lies.
pub fn room_on(slug: &str, date: NaiveDate) -> String {
    with_query(&room(slug), &[("date", Some(&date.to_string()))])
}

/// The booking form with a start filled in; a wall time in the room's zone.
pub fn new_booking_at(slug: &str, starts_local: NaiveDateTime) -> String {
    with_query(
        &new_booking(slug),
        &[
            ("date", Some(&starts_local.date().to_string())),
            ("from", Some(&starts_local.format("%H:%M").to_string())),
        ],
    )
}

/// The booking form with a day filled in.
pub fn new_booking_on(slug: &str, date: NaiveDate) -> String {
    with_query(&new_booking(slug), &[("date", Some(&date.to_string()))])
}

/// Messages that stand there: `waiting`, `due`, `failing`, `failed`, `sent` or `void`.
pub fn mail_view(state: &str) -> String {
    with_query(&mail(), &[("state", Some(state))])
}

/// Messages to a domain.
pub fn mail_domain(domain: &str) -> String {
    with_query(&mail(), &[("domain", Some(domain))])
}

/// Suspended addresses with these words.
pub fn suspensions_of(words: &str) -> String {
    with_query(&suspensions(), &[("q", Some(words))])
}

/// Mail that came in and stands there: `waiting`, `done` or `set_aside`.
pub fn inbound_in(state: &str) -> String {
    with_query(&inbound(), &[("state", Some(state))])
}

/// A message, opened at one of its parts: `text`, `html`, `calendar` or `source`.
pub fn mail_part(id: &str, part: &str) -> String {
    with_query(&mail_message(id), &[("part", Some(part))])
}

/// Messages to one recipient, or found by words.
pub fn mail_to(recipient: &str) -> String {
    with_query(&mail(), &[("q", Some(recipient))])
}

/// Stays in the months from `month` on, written `2026-12`.
pub fn stays_from(month: &str) -> String {
    with_query(&stays(), &[("from", Some(month))])
}

/// The sign-in form that goes on to `path` afterwards.
pub fn sign_in_then(path: &str) -> String {
    with_query(&sign_in(), &[("back", Some(path))])
}
