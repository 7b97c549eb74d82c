//! Everything that people read, with sample data, to look at: `maru previews DIR` writes it, tests render it.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    base::{clock::Instant, language::Language, zone},
    ical::{
        itip::{self, Attendee, Organizer, Partstat},
        write::{Class, Event, Status, When},
    },
    mail::{
        compose::{self, CalendarPart, ComposeError, Composed, List},
        mailbox::Mailbox,
        render::{self, Preview},
    },
    people, rooms, seminars, stays,
};

/// Every mail × language × sample.
pub fn mails() -> Vec<Preview> {
    Language::ALL
        .into_iter()
        .flat_map(|language| {
            [
                people::notices::mails::previews(language),
                rooms::notices::mails::previews(language),
                stays::notices::mails::previews(language),
                seminars::notices::mails::previews(language),
            ]
            .concat()
        })
        .collect()
}

/// A mail as it goes out: in MIME, with the headers and the calendar that go with what it tells. The same sample gives the
/// same octets.
///
/// # Errors
/// [`ComposeError`], which the samples do not have.
pub fn letter(preview: &Preview) -> Result<Composed, ComposeError> {
    let mut words = preview.name.split('.');
    let mut word = || words.next().unwrap_or_default();
    let (mail, language, sample) = (word(), word(), word());
    let language = language.parse().unwrap_or(Language::En);
    let method = method(mail, sample);
    let frame = render::sample(language);
    let hub = Mailbox::new(Some(&frame.hub), "hub@maru.example")?;
    let to = Mailbox::new(frame.reader.as_deref(), "marie@uni.example")?;
    let writer = Mailbox::new(Some("Hans Muster"), "hans@sample.example")?;
    let is_list = matches!(mail, "reminder" | "answers_received" | "booking_soon");
    compose::compose(&compose::Mail {
        id: id(&preview.name),
        date: written_at(),
        hub: &hub,
        to: &to,
        token: Some("k7m4xqk7m4xqk7m4xqk7m4xqk7"),
        reply_to: (mail == "forwarded").then_some(&writer),
        language,
        content: &preview.rendered,
        thread: &[],
        list: is_list.then_some(List {
            id: "tuesday",
            name: "Tuesday Seminar",
            url: Some("https://maru.example/unsubscribe/k7m4xq"),
            token: None,
        }),
        calendar: method.map(|method| CalendarPart {
            method: Some(method),
            body: calendar(method, &preview.rendered.subject, &hub, &to, language),
        }),
    })
}

/// What a mail does in the calendar of its reader (RFC 5546).
fn method(mail: &str, sample: &str) -> Option<&'static str> {
    match (mail, sample) {
        ("invitation" | "speaker_request" | "change" | "waiting_place", _)
        | ("booking_told", "made" | "moved" | "approved")
        | ("host_stay", "approved" | "invited" | "confirmed" | "arrived")
        | ("visitor_stay", "invited" | "confirmed" | "arrived")
        | ("stay_change", "host" | "visitor") => Some("REQUEST"),
        ("cancellation" | "postponement" | "released", _)
        | ("booking_told" | "host_stay" | "visitor_stay", "cancelled")
        | ("stay_change", "former-host") => Some("CANCEL"),
        _ => None,
    }
}

fn calendar(
    method: &str,
    summary: &str,
    hub: &Mailbox,
    to: &Mailbox,
    language: Language,
) -> String {
    let start = written_at() + chrono::Duration::days(15);
    let event = Event {
        uid: "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@maru.example".to_owned(),
        sequence: 1,
        stamp: written_at(),
        modified: written_at(),
        created: written_at(),
        when: When::Timed {
            start,
            end: start + chrono::Duration::hours(1),
        },
        summary: summary.to_owned(),
        description: Some("https://maru.example/seminars/k7m4xq".to_owned()),
        location: None,
        geo: None,
        url: Some("https://maru.example/seminars/k7m4xq".to_owned()),
        categories: Vec::new(),
        status: Status::Confirmed,
        conference: None,
        transparent: false,
        class: Class::Public,
    };
    let organizer = Organizer {
        name: hub.name().unwrap_or_default(),
        address: hub.address(),
    };
    let attendee = Attendee {
        name: to.name(),
        address: to.address(),
        partstat: Partstat::NeedsAction,
        answer_wanted: true,
        language: Some(language.code()),
    };
    match method {
        "CANCEL" => itip::cancel(&event, &organizer, &attendee),
        _ => itip::request(&event, &organizer, &attendee),
    }
}

/// An id that is the sample's own, and the same each time.
fn id(name: &str) -> Uuid {
    let mut octets = [0; 16];
    octets.copy_from_slice(&Sha256::digest(name)[..16]);
    uuid::Builder::from_custom_bytes(octets).into_uuid()
}

fn written_at() -> Instant {
    zone::from_timestamp(1_794_789_000)
}
