//! What must hold of any octets at all: what the fuzz targets call, and what is tried with the seeds of each.

mod entry;
mod lines;

use calcard::icalendar::ICalendar;
use maru::{
    ical::{
        itip::{self, Attendee, Organizer, Partstat},
        read::{self as calendars, Component, answer, time},
        write::{Calendar, Event, Status},
    },
    mail::{
        inbound::{self, What},
        mailbox::Mailbox,
    },
};

/// The deepest that components stand in each other, `VCALENDAR` being the first.
const DEPTH: usize = 8;
/// The most characters that are passed on of what someone wrote.
const PASSED_ON: usize = 20_000;

/// An entry made of `octets` is written as a feed and as what travels with mails: each is a file of whole lines that our
/// reader and calcard read back as it was.
pub fn write(octets: &[u8]) {
    let (event, name) = entry::made_of(octets);
    let organizer = Organizer {
        name: &name,
        address: "hub@maru.example",
    };
    let attendee = Attendee {
        name: Some(&name),
        address: "marie@uni.example",
        partstat: Partstat::Accepted,
        answer_wanted: true,
        language: Some("fr-CA"),
    };
    let calendar = Calendar {
        name: name.clone(),
        description: name.clone(),
        zone: "Asia/Seoul".into(),
        refresh_minutes: 15,
        colour: None,
        url: event.url.clone(),
    };
    holds(
        &itip::request(&event, &organizer, &attendee),
        &event,
        event.status,
        0,
    );
    holds(
        &itip::cancel(&event, &organizer, &attendee),
        &event,
        Status::Cancelled,
        0,
    );
    holds(&itip::publish(&event), &event, event.status, 0);
    let feed = calendar.render([&event], &[15]);
    let rings = usize::from(entry::rings(&event));
    holds(&feed, &event, event.status, rings);
    assert_eq!(
        feed,
        calendar.render([&event], &[15]),
        "same data, same bytes"
    );
}

fn holds(file: &str, event: &Event, status: Status, alarms: usize) {
    lines::are_whole(file);
    let read = calendars::read(file.as_bytes()).expect("what we write, we read");
    let [written] = read.components.as_slice() else {
        panic!("one entry: {file}")
    };
    assert_eq!(written.components.len(), alarms, "{file}");
    entry::is_read_by_us(written, event, status);
    let read = ICalendar::parse(file).expect("calcard reads what we write");
    assert_eq!(read.components.len(), 2 + alarms, "{file}");
    entry::is_read_by_calcard(&read.components[1], event, status);
}

/// `octets` are read as a calendar, and what is read as an answer to an invitation. Nothing panics, and what comes out is no
/// larger than what went in, names in capitals aside.
pub fn read(octets: &[u8]) {
    let Ok(calendar) = calendars::read(octets) else {
        return;
    };
    assert_eq!(calendar.name, "VCALENDAR");
    // A letter has up to three capitals: `ΐ`.
    assert!(
        weight(&calendar, 1) <= 3 * octets.len(),
        "more than there was"
    );
    if let Some(answer) = answer::response(&calendar) {
        assert!(!answer.uid.is_empty());
        for address in answer
            .attendees
            .iter()
            .filter_map(|one| one.address.as_ref())
        {
            assert!(
                address.contains('@') && !address.contains(char::is_control),
                "{address:?}"
            );
        }
    }
}

/// The octets of a component, and that it stands no deeper than it may. Every reading of a property is tried.
fn weight(component: &Component, depth: usize) -> usize {
    assert!(depth <= DEPTH, "too deep");
    let own = component.properties.iter().map(|property| {
        let values = property.params.iter().flat_map(|(name, values)| {
            std::iter::once(name.len()).chain(values.iter().map(String::len))
        });
        let _ = (
            time::instant(property),
            time::date(property),
            property.address(),
        );
        assert!(property.text().len() <= property.value.len());
        property.name.len() + property.value.len() + values.sum::<usize>()
    });
    let inner = component
        .components
        .iter()
        .map(|inner| weight(inner, depth + 1));
    component.name.len() + own.sum::<usize>() + inner.sum::<usize>()
}

/// `octets` arrive as a mail. Nothing panics, a subject is one line, and no more is passed on than may be.
pub fn receive(octets: &[u8]) {
    let hub = Mailbox::new(Some("Maru"), "hub@hub.example").expect("an address");
    let _ = inbound::look::head(octets);
    let Some(mail) = inbound::read(octets, &hub) else {
        return;
    };
    assert!(
        !mail.subject.contains(char::is_control),
        "{:?}",
        mail.subject
    );
    assert!(mail.token.is_none_or(|token| !token.is_empty()));
    match mail.what {
        What::Answer(answer) => assert!(!answer.uid.is_empty()),
        What::Prose(prose) => {
            assert!(prose.text.chars().count() <= PASSED_ON);
            assert!(
                prose
                    .attachments
                    .iter()
                    .all(|name| !name.contains(char::is_control))
            );
        }
        What::Bounce(_) | What::Complaint { .. } | What::Unsubscribe | What::Automatic(_) => {}
    }
}

#[cfg(test)]
mod tests {
    /// The seeds alone, without a fuzzer: `cargo test --manifest-path fuzz/Cargo.toml`.
    #[test]
    fn what_must_hold_holds_of_every_seed() {
        let targets: [(&str, fn(&[u8])); 3] = [
            ("write", super::write),
            ("read", super::read),
            ("receive", super::receive),
        ];
        for (name, target) in targets {
            let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("seeds")
                .join(name);
            for seed in seeds.read_dir().unwrap() {
                target(&std::fs::read(seed.unwrap().path()).unwrap());
            }
        }
    }
}
