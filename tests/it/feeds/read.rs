//! Feeds as a foreign parser reads them.

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarValue};
use maru::feeds::Body;

/// The properties of one entry: names with values as text, in order.
pub type Entry = Vec<(String, String)>;

/// The calendar's own properties and each of its entries.
pub fn read(body: &Body) -> (Entry, Vec<Entry>) {
    let text = std::str::from_utf8(&body.identity).unwrap();
    let calendar = ICalendar::parse(text).unwrap();
    let mut own = Vec::new();
    let mut entries = Vec::new();
    for component in &calendar.components {
        let properties = component
            .entries
            .iter()
            .map(|entry| {
                let values: Vec<String> = entry.values.iter().map(show).collect();
                (entry.name.as_str().to_owned(), values.join(", "))
            })
            .collect();
        match component.component_type {
            ICalendarComponentType::VCalendar => own = properties,
            ICalendarComponentType::VEvent => entries.push(properties),
            ICalendarComponentType::VAlarm => {}
            ref other => panic!("a feed holds no {other:?}"),
        }
    }
    (own, entries)
}

/// The values of these properties, entry for entry, with bars between.
pub fn lines(body: &Body, names: &[&str]) -> Vec<String> {
    let entries = read(body).1;
    let line = |entry: &Entry| {
        let values: Vec<&str> = names.iter().map(|name| value(entry, name)).collect();
        values.join(" | ")
    };
    entries.iter().map(line).collect()
}

/// The titles, in order.
pub fn titles(body: &Body) -> Vec<String> {
    lines(body, &["SUMMARY"])
}

fn value<'e>(entry: &'e Entry, name: &str) -> &'e str {
    entry
        .iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value)
}

fn show(value: &ICalendarValue) -> String {
    match value {
        ICalendarValue::PartialDateTime(at) => {
            let date = format!(
                "{:04}-{:02}-{:02}",
                at.year.unwrap(),
                at.month.unwrap(),
                at.day.unwrap()
            );
            match (at.hour, at.minute, at.second) {
                (Some(hour), Some(minute), Some(second)) => {
                    assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "not UTC");
                    format!("{date}T{hour:02}:{minute:02}:{second:02}Z")
                }
                _ => date,
            }
        }
        ICalendarValue::Integer(number) => number.to_string(),
        ICalendarValue::Status(status) => format!("{status:?}"),
        ICalendarValue::Transparency(transparency) => format!("{transparency:?}"),
        ICalendarValue::Classification(class) => format!("{class:?}"),
        ICalendarValue::Duration(duration) => format!("{duration:?}"),
        other => other
            .as_text()
            .map_or_else(|| format!("{other:?}"), str::to_owned),
    }
}
