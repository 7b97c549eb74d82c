//! What comes back from an invitation: METHOD:REPLY and METHOD:COUNTER (RFC 5546 sections 3.2.3 and 3.2.7).

use super::{Component, time};
use crate::{
    base::{clock::Instant, text},
    ical::itip::Partstat,
};

/// An answer, as it is written: who it is from, and whether they may give it, is not decided here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// What it does.
    pub method: Method,
    /// The UID of what is answered.
    pub uid: String,
    /// Which date of a recurring entry; Maru writes none such.
    pub recurrence_id: Option<String>,
    /// The SEQUENCE that is answered; 0 where none is written.
    pub sequence: i32,
    /// DTSTAMP: when it was written, by the answerer's clock.
    pub stamp: Option<Instant>,
    /// Who answers what. One by the standard; clients write none, or everyone.
    pub attendees: Vec<Answerer>,
    /// What was written with it.
    pub comment: Option<String>,
    /// When the entry starts, as the answerer has it or, in a COUNTER, wishes it.
    pub starts_at: Option<Instant>,
    /// When it ends.
    pub ends_at: Option<Instant>,
}

/// What an answer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Answers.
    Reply,
    /// Asks for another time or place.
    Counter,
}

/// An ATTENDEE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answerer {
    /// The bare address; `None` where a client writes none that is one (`invalid:nomail`).
    pub address: Option<String>,
    /// What they answer; `None` where it is no word that is known, such as DELEGATED.
    pub partstat: Option<Partstat>,
}

/// The answer in a calendar; `None` where it is none: another method, no entry, no UID.
pub fn response(calendar: &Component) -> Option<Response> {
    response_by(calendar, None)
}

/// The same, where the mail that brings it says its method (RFC 6047 section 2.4): that counts where the calendar has none.
pub fn response_by(calendar: &Component, beside: Option<&str>) -> Option<Response> {
    let method = calendar.value("METHOD").or(beside)?;
    let method = match method.trim().to_ascii_uppercase().as_str() {
        "REPLY" => Method::Reply,
        "COUNTER" => Method::Counter,
        _ => return None,
    };
    let event = calendar.component("VEVENT")?;
    let instant = |name: &str| time::instant(event.property(name)?, calendar);
    Some(Response {
        method,
        uid: event.value("UID").filter(|uid| !uid.is_empty())?.to_owned(),
        recurrence_id: event.value("RECURRENCE-ID").map(str::to_owned),
        sequence: event
            .value("SEQUENCE")
            .and_then(|number| number.parse().ok())
            .unwrap_or(0),
        stamp: instant("DTSTAMP"),
        attendees: event
            .properties
            .iter()
            .filter(|property| property.name == "ATTENDEE")
            .map(|property| Answerer {
                address: property.address().and_then(text::address),
                partstat: property.param("PARTSTAT").and_then(Partstat::from_token),
            })
            .collect(),
        comment: comment(event),
        starts_at: instant("DTSTART"),
        ends_at: instant("DTEND"),
    })
}

/// What was written with it: as COMMENT, or as Apple and Google have it, the latter with the one who answers.
fn comment(event: &Component) -> Option<String> {
    ["COMMENT", "X-CALENDARSERVER-ATTENDEE-COMMENT"]
        .into_iter()
        .filter_map(|name| event.property(name))
        .find_map(|comment| text::some(text::lines(&comment.text())))
        .or_else(|| {
            let mut properties = event.properties.iter();
            let attendee = properties.find(|property| property.name == "ATTENDEE")?;
            let is_one = !properties.any(|property| property.name == "ATTENDEE");
            let comment = attendee.param("X-RESPONSE-COMMENT").filter(|_| is_one)?;
            text::some(text::lines(comment))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ical::read::read;

    fn of(lines: &str) -> Option<Response> {
        response(&read(lines.as_bytes()).unwrap())
    }

    #[test]
    fn an_answer_of_outlook_without_an_organizer_is_one() {
        let answer = of(
            "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Sample\r\nVERSION:2.0\r\n\
            BEGIN:VTIMEZONE\r\nTZID:Korea Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n\
            TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
            BEGIN:VEVENT\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=marie@uni.example:mailto:marie@un\r\n i.example\r\n\
            COMMENT;LANGUAGE=en-US:I come\\, gladly\\n\r\nUID:1@hub.example\r\n\
            DTSTART;TZID=Korea Standard Time:20261210T160000\r\nDTEND;TZID=Korea Standard Time:20261210T170000\r\n\
            DTSTAMP:20261102T010000Z\r\nSEQUENCE:2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        );
        assert_eq!(
            answer,
            Some(Response {
                method: Method::Reply,
                uid: "1@hub.example".into(),
                recurrence_id: None,
                sequence: 2,
                stamp: "2026-11-02T01:00:00Z".parse().ok(),
                attendees: vec![Answerer {
                    address: Some("marie@uni.example".into()),
                    partstat: Some(Partstat::Accepted),
                }],
                comment: Some("I come, gladly".into()),
                starts_at: "2026-12-10T07:00:00Z".parse().ok(),
                ends_at: "2026-12-10T08:00:00Z".parse().ok(),
            })
        );
    }

    #[test]
    fn another_time_in_a_zone_that_nobody_else_knows_is_read_by_its_rules() {
        let counter = |offset: &str| {
            of(&format!(
                "BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\n\
                BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n\
                TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
                BEGIN:VEVENT\r\nUID:1@hub.example\r\n\
                DTSTART;TZID=Customized Time Zone:20261210T160000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            ))
            .unwrap()
            .starts_at
        };
        assert_eq!(counter("+0900"), "2026-12-10T07:00:00Z".parse().ok());
        assert_eq!(counter("nine"), None);
    }

    #[test]
    fn an_invitation_is_no_answer_and_neither_is_a_file() {
        let event = "BEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n";
        assert_eq!(
            of(&format!("BEGIN:VCALENDAR\nMETHOD:REQUEST\n{event}")),
            None
        );
        assert_eq!(of(&format!("BEGIN:VCALENDAR\n{event}")), None);
        assert_eq!(of("BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"), None);
        let beside = |calendar: &str, method| {
            let read = read(format!("{calendar}{event}").as_bytes()).unwrap();
            response_by(&read, Some(method)).map(|answer| answer.method)
        };
        assert_eq!(beside("BEGIN:VCALENDAR\n", "reply"), Some(Method::Reply));
        assert_eq!(beside("BEGIN:VCALENDAR\n", "REQUEST"), None);
        assert_eq!(beside("BEGIN:VCALENDAR\nMETHOD:REQUEST\n", "REPLY"), None);
        let bare = of(&format!("BEGIN:VCALENDAR\nMETHOD:reply\n{event}")).unwrap();
        assert_eq!(
            (bare.sequence, bare.stamp, bare.attendees),
            (0, None, vec![])
        );
    }
}
