//! Feeds: a calendar that someone subscribes to, as one file (RFC 5545, RFC 7986).
//!
//! A feed has no METHOD, no ORGANIZER and no ATTENDEE: with them, clients take its entries for
//! invitations and answer them. What RFC 7986 names is said twice, as Outlook, Google and Apple
//! still read the older `X-` names alone.

use std::ops::Range;

pub use super::event::{Class, Conference, Event, Geo, Status, When};
use super::line::{Lines, is_blank};

/// What a feed says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The name under which clients list it.
    pub name: String,
    /// What it holds; may be empty.
    pub description: String,
    /// The IANA name of the zone in which clients may show it; the times themselves are in UTC.
    pub zone: String,
    /// How often to ask for it, in minutes; 0 counts as 1. Many clients have their own mind.
    pub refresh_minutes: u32,
    /// A CSS colour by name, such as `teal` (RFC 7986 section 5.9).
    pub colour: Option<String>,
    /// The page that shows the same.
    pub url: Option<String>,
}

impl Calendar {
    /// The feed with these entries, in this order, each with an alarm for each of `alarms`:
    /// minutes before its start. Public feeds have none; those who asked for them have.
    pub fn render<'e>(
        &self,
        events: impl IntoIterator<Item = &'e Event>,
        alarms: &[i64],
    ) -> String {
        let events = events.into_iter();
        let mut feed = self.begin(events.size_hint().0);
        for event in events {
            feed.event(event, alarms);
        }
        feed.end()
    }

    /// The feed, to which about so many `entries` are added one by one.
    pub fn begin(&self, entries: usize) -> Feed {
        let mut lines = Lines::with_capacity(1024 * (1 + entries));
        open(&mut lines, None);
        self.properties(&mut lines);
        Feed { lines }
    }

    fn properties(&self, lines: &mut Lines) {
        lines.property("NAME").text(&self.name);
        lines.property("X-WR-CALNAME").text(&self.name);
        if !is_blank(&self.description) {
            lines.property("DESCRIPTION").text(&self.description);
            lines.property("X-WR-CALDESC").text(&self.description);
        }
        lines.property("X-WR-TIMEZONE").text(&self.zone);
        let refresh = format!("PT{}M", self.refresh_minutes.max(1));
        lines
            .property("REFRESH-INTERVAL")
            .param("VALUE", "DURATION")
            .token(&refresh);
        lines.property("X-PUBLISHED-TTL").token(&refresh);
        if let Some(colour) = self.colour.as_deref().filter(|colour| !is_blank(colour)) {
            lines.property("COLOR").text(colour);
        }
        if let Some(url) = self.url.as_deref().filter(|url| !is_blank(url)) {
            lines.property("URL").uri("", url);
        }
    }
}

/// A feed under construction.
pub struct Feed {
    lines: Lines,
}

impl Feed {
    /// Adds an entry with its alarms; the octets that it is.
    pub fn event(&mut self, event: &Event, alarms: &[i64]) -> Range<usize> {
        let from = self.lines.len();
        self.lines.begin("VEVENT");
        event.properties(&mut self.lines, event.status);
        for minutes in alarms {
            event.alarm(&mut self.lines, *minutes);
        }
        self.lines.end("VEVENT");
        from..self.lines.len()
    }

    /// Adds an entry as [`Self::event`] has written it before; the octets that it is now.
    pub fn written(&mut self, entry: &str) -> Range<usize> {
        let from = self.lines.len();
        self.lines.append(entry);
        from..self.lines.len()
    }

    /// The file.
    pub fn end(mut self) -> String {
        self.lines.end("VCALENDAR");
        self.lines.into_string()
    }
}

/// A file with one entry, to be added to a calendar by whoever opens it: no METHOD, and nobody to answer to.
pub fn file(event: &Event) -> String {
    file_of(std::slice::from_ref(event))
}

/// As [`file()`], with several entries.
pub fn file_of(events: &[Event]) -> String {
    let mut lines = Lines::with_capacity(1024 * events.len());
    open(&mut lines, None);
    for event in events {
        lines.begin("VEVENT");
        event.properties(&mut lines, event.status);
        lines.end("VEVENT");
    }
    lines.end("VCALENDAR");
    lines.into_string()
}

/// Opens the file, for `method` (RFC 5546) or for none.
pub(super) fn open(lines: &mut Lines, method: Option<&str>) {
    lines.begin("VCALENDAR");
    lines.property("VERSION").token("2.0");
    lines.property("PRODID").token("-//Maru//Maru//EN");
    lines.property("CALSCALE").token("GREGORIAN");
    if let Some(method) = method {
        lines.property("METHOD").token(method);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ical::event::tests::{seminar, stay};

    fn calendar() -> Calendar {
        Calendar {
            name: "Scaling, laws".into(),
            description: String::new(),
            zone: "Asia/Seoul".into(),
            refresh_minutes: 60,
            colour: None,
            url: None,
        }
    }

    #[test]
    fn an_empty_feed_is_a_whole_file() {
        let feed = Calendar {
            description: "Each week; in Seoul".into(),
            colour: Some("teal".into()),
            url: Some("https://hub.example/series/scaling".into()),
            ..calendar()
        };
        let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Maru//Maru//EN
CALSCALE:GREGORIAN
NAME:Scaling\\, laws
X-WR-CALNAME:Scaling\\, laws
DESCRIPTION:Each week\\; in Seoul
X-WR-CALDESC:Each week\\; in Seoul
X-WR-TIMEZONE:Asia/Seoul
REFRESH-INTERVAL;VALUE=DURATION:PT60M
X-PUBLISHED-TTL:PT60M
COLOR:teal
URL:https://hub.example/series/scaling
END:VCALENDAR
";
        assert_eq!(feed.render([], &[15]), expected.replace('\n', "\r\n"));
    }

    #[test]
    fn entries_stand_in_the_order_given() {
        let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Maru//Maru//EN
CALSCALE:GREGORIAN
NAME:Scaling\\, laws
X-WR-CALNAME:Scaling\\, laws
X-WR-TIMEZONE:Asia/Seoul
REFRESH-INTERVAL;VALUE=DURATION:PT60M
X-PUBLISHED-TTL:PT60M
BEGIN:VEVENT
UID:0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example
SEQUENCE:2
DTSTAMP:20261201T030000Z
CREATED:20261201T020000Z
LAST-MODIFIED:20261201T040000Z
DTSTART:20261203T070000Z
DTEND:20261203T080000Z
SUMMARY:확률적 경사\\, 그리고 \\\\nabla f\\; 한 시간의 이야기들
 \\, 질문과 답
DESCRIPTION:Marie \"M\" Curie\\n16:00 Asia/Seoul (UTC+9)
LOCATION:Hall A\\; 1층
GEO:37.466200;-127.030000
URL:https://hub.example/seminars/K7Q2?a=1,2;3
CATEGORIES:optimisation\\, convex,이론
STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:PUBLIC
CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=\"Join: K7Q2\":https://hub.example/s
 /K7Q2/join
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:확률적 경사\\, 그리고 \\\\nabla f\\; 한 시간의 이야
 기들\\, 질문과 답
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example
SEQUENCE:2
DTSTAMP:20261201T030000Z
CREATED:20261201T020000Z
LAST-MODIFIED:20261201T040000Z
DTSTART;VALUE=DATE:20261201
DTEND;VALUE=DATE:20270101
SUMMARY:Marie Curie
STATUS:TENTATIVE
TRANSP:TRANSPARENT
CLASS:PRIVATE
END:VEVENT
END:VCALENDAR
";
        let events = [seminar(), stay()];
        let feed = calendar().render(&events, &[15]);
        assert_eq!(feed, expected.replace('\n', "\r\n"));
        assert_eq!(
            feed,
            calendar().render(&events.clone(), &[15]),
            "same data, same bytes"
        );
    }

    #[test]
    fn a_feed_is_asked_for_at_most_once_a_minute() {
        let feed = Calendar {
            refresh_minutes: 0,
            ..calendar()
        }
        .render([], &[]);
        assert!(feed.contains("\r\nX-PUBLISHED-TTL:PT1M\r\n"));
    }
}
