//! Bookings as entries: of a room, as a time that is taken; of a person, as what they booked.

use super::{Words, paragraphs, seminar::location, shortened};
use crate::{
    base::hub::Hub,
    feeds::source::{Block, Booking},
    ical::write::{Class, Event, Status, When},
};

/// A time at which a room is taken: nothing else is told, unless it is for items of a programme that anyone may see. The time
/// is the same then: whether they may see it changes without a new SEQUENCE.
pub(super) fn block(hub: &Hub, words: &Words, block: &Block) -> Event {
    let taken = taken(words, block);
    match &block.titled {
        Some(titled) => Event {
            summary: titled.title.clone(),
            url: Some(hub.url(&format!("/seminars/{}", titled.code))),
            class: Class::Public,
            ..taken
        },
        None => taken,
    }
}

fn taken(words: &Words, block: &Block) -> Event {
    Event {
        uid: block.uid.clone(),
        sequence: block.sequence,
        stamp: block.modified_at,
        modified: block.modified_at,
        created: block.created_at,
        when: When::Timed {
            start: block.from,
            end: block.to,
        },
        summary: words.busy.clone(),
        description: None,
        location: block.part.clone(),
        geo: None,
        url: None,
        categories: Vec::new(),
        status: if block.held {
            Status::Tentative
        } else {
            Status::Confirmed
        },
        conference: None,
        transparent: false,
        class: Class::Confidential,
    }
}

/// A person's booking.
pub(super) fn event(hub: &Hub, words: &Words, booking: &Booking) -> Event {
    let page = hub.url(&format!("/bookings/{}", booking.code));
    let prefix = match booking.state.as_str() {
        "cancelled" => Some(&words.cancelled),
        "refused" => Some(&words.refused),
        _ => None,
    };
    Event {
        uid: booking.uid.clone(),
        sequence: booking.sequence,
        stamp: booking.modified_at,
        modified: booking.modified_at,
        created: booking.created_at,
        when: When::Timed {
            start: booking.starts_at,
            end: booking.ends_at,
        },
        summary: match prefix {
            Some(prefix) => format!("{prefix} {}", booking.title),
            None => booking.title.clone(),
        },
        description: paragraphs([
            words.when(booking.starts_at, booking.ends_at, booking.zone),
            shortened(&booking.note),
            page.clone(),
        ]),
        location: location(&booking.rooms, None),
        geo: None,
        url: Some(page),
        categories: Vec::new(),
        status: match booking.state.as_str() {
            "confirmed" => Status::Confirmed,
            "held" => Status::Tentative,
            _ => Status::Cancelled,
        },
        conference: None,
        transparent: prefix.is_some(),
        class: Class::Private,
    }
}
