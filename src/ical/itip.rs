//! What travels with a mail: invitations and cancellations (RFC 5546), and a file to add by hand.
//!
//! The MIME part that carries the file names the same method in its `method` parameter; Outlook
//! rejects a mail in which the two differ. A file names one attendee, who is its recipient:
//! nobody learns who else is invited.

use super::event::{Event, Status};
use super::line::Lines;
use super::write::open;

/// Who invites: the hub's one mailbox, the same for ever and equal to the mail's From, for
/// updates are believed only from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Organizer<'a> {
    /// Its name; may be empty.
    pub name: &'a str,
    /// Its bare address, `local@domain`.
    pub address: &'a str,
}

/// Who is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendee<'a> {
    /// The name, where one is known.
    pub name: Option<&'a str>,
    /// The bare address that the mail goes to.
    pub address: &'a str,
    /// What they answered so far; a new time or place asks again.
    pub partstat: Partstat,
    /// Whether an answer is asked of them (RSVP); never in a cancellation.
    pub answer_wanted: bool,
    /// The language that they are written to in (RFC 5646), such as `ko` or `fr-CA`.
    pub language: Option<&'a str>,
}

/// PARTSTAT: an attendee's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partstat {
    /// None so far.
    NeedsAction,
    /// Yes.
    Accepted,
    /// No.
    Declined,
    /// Maybe.
    Tentative,
}

/// METHOD:REQUEST: invites, or tells those invited what has changed. An update has the UID of the
/// invitation, a later `stamp`, and a higher `sequence` where time, place or state changed.
pub fn request(event: &Event, organizer: &Organizer<'_>, attendee: &Attendee<'_>) -> String {
    file(Some("REQUEST"), event, event.status, |lines| {
        organizer.property(lines);
        attendee.property(lines, attendee.answer_wanted);
    })
}

/// METHOD:CANCEL: takes the entry out of the attendee's calendar. It is STATUS:CANCELLED whatever
/// the event says; its `sequence` must be higher than that of the last request.
pub fn cancel(event: &Event, organizer: &Organizer<'_>, attendee: &Attendee<'_>) -> String {
    file(Some("CANCEL"), event, Status::Cancelled, |lines| {
        organizer.property(lines);
        attendee.property(lines, false);
    })
}

/// A file to add to a calendar by hand: without METHOD, ORGANIZER and ATTENDEE, which would make
/// clients send answers that nobody asked for.
pub fn publish(event: &Event) -> String {
    file(None, event, event.status, |_| {})
}

fn file(
    method: Option<&str>,
    event: &Event,
    status: Status,
    parties: impl FnOnce(&mut Lines),
) -> String {
    let mut lines = Lines::with_capacity(2048);
    open(&mut lines, method);
    lines.begin("VEVENT");
    event.properties(&mut lines, status);
    parties(&mut lines);
    lines.end("VEVENT");
    lines.end("VCALENDAR");
    lines.into_string()
}

impl Organizer<'_> {
    fn property(&self, lines: &mut Lines) {
        lines
            .property("ORGANIZER")
            .param("CN", self.name)
            .uri("mailto:", self.address);
    }
}

impl Attendee<'_> {
    fn property(&self, lines: &mut Lines, answer_wanted: bool) {
        lines
            .property("ATTENDEE")
            .param("CUTYPE", "INDIVIDUAL")
            .param("ROLE", "REQ-PARTICIPANT")
            .param("PARTSTAT", self.partstat.token())
            .param("RSVP", if answer_wanted { "TRUE" } else { "FALSE" })
            .param("CN", self.name.unwrap_or_default())
            .param("LANGUAGE", self.language.unwrap_or_default())
            .uri("mailto:", self.address);
    }
}

impl Partstat {
    /// The answer that a PARTSTAT says; `None` for words that are no answer.
    pub fn from_token(token: &str) -> Option<Self> {
        [
            Self::NeedsAction,
            Self::Accepted,
            Self::Declined,
            Self::Tentative,
        ]
        .into_iter()
        .find(|partstat| token.eq_ignore_ascii_case(partstat.token()))
    }

    fn token(self) -> &'static str {
        match self {
            Self::NeedsAction => "NEEDS-ACTION",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Tentative => "TENTATIVE",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ical::event::tests::stay;

    const HUB: Organizer<'_> = Organizer {
        name: "Maru; the hub",
        address: "hub@maru.example",
    };
    const MARIE: Attendee<'_> = Attendee {
        name: Some(r#"Marie "M" Curie, Dr."#),
        address: "marie@uni.example",
        partstat: Partstat::NeedsAction,
        answer_wanted: true,
        language: Some("fr-CA"),
    };
    const HEAD: &str = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Maru//Maru//EN
CALSCALE:GREGORIAN
";
    const ENTRY: &str = "\
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
";
    const TAIL: &str = "END:VEVENT\nEND:VCALENDAR\n";

    fn file_of(parts: &[&str]) -> String {
        parts.concat().replace('\n', "\r\n")
    }

    fn attendee_line(attendee: &Attendee<'_>) -> String {
        let file = request(&stay(), &HUB, attendee).replace("\r\n ", "");
        let lines: Vec<_> = file
            .lines()
            .filter(|line| line.contains("ATTENDEE"))
            .collect();
        assert_eq!(lines.len(), 1, "{file}");
        lines[0].to_owned()
    }

    #[test]
    fn an_invitation_asks_one_person_for_an_answer() {
        let parties = "\
ORGANIZER;CN=\"Maru; the hub\":mailto:hub@maru.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=\"Marie ^'M^' Curie, Dr.\";LANGUAGE=fr-CA:mailto:marie@uni.example
";
        assert_eq!(
            request(&stay(), &HUB, &MARIE),
            file_of(&[HEAD, "METHOD:REQUEST\n", ENTRY, parties, TAIL])
        );
    }

    #[test]
    fn a_cancellation_says_so_and_wants_no_answer() {
        let parties = "\
ORGANIZER;CN=\"Maru; the hub\":mailto:hub@maru.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALS
 E;CN=\"Marie ^'M^' Curie, Dr.\";LANGUAGE=fr-CA:mailto:marie@uni.example
";
        let entry = ENTRY.replace("STATUS:TENTATIVE", "STATUS:CANCELLED");
        assert_eq!(
            cancel(
                &stay(),
                &HUB,
                &Attendee {
                    partstat: Partstat::Accepted,
                    ..MARIE
                }
            ),
            file_of(&[HEAD, "METHOD:CANCEL\n", &entry, parties, TAIL])
        );
    }

    #[test]
    fn a_file_to_add_names_nobody() {
        assert_eq!(publish(&stay()), file_of(&[HEAD, ENTRY, TAIL]));
    }

    #[test]
    fn an_unnamed_attendee_is_an_address() {
        assert_eq!(
            attendee_line(&Attendee {
                name: None,
                language: None,
                ..MARIE
            }),
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE\
             :mailto:marie@uni.example"
        );
    }

    #[test]
    fn nobody_is_invited_by_a_name_or_an_address() {
        let hostile = "x\r\nATTENDEE:mailto:mallory@evil.example";
        assert_eq!(
            attendee_line(&Attendee {
                name: Some(hostile),
                address: hostile,
                language: Some(hostile),
                ..MARIE
            }),
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE\
             ;CN=\"x^nATTENDEE:mailto:mallory@evil.example\"\
             ;LANGUAGE=\"x^nATTENDEE:mailto:mallory@evil.example\"\
             :mailto:xATTENDEE:mailto:mallory@evil.example"
        );
    }
}
