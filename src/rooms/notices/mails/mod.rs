//! The mails about bookings: what each needs to know. Their templates are in `templates/mail`.

mod samples;
mod told;

use crate::{
    base::language::Language,
    content,
    mail::render::{Content, Frame, Preview, When},
};

/// Told to the owner of a booking when someone else did something with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingTold {
    /// The owner.
    pub frame: Frame,
    /// What was done.
    pub what: Done,
    /// Who did it.
    pub by: String,
    /// The title of the booking.
    pub title: String,
    /// Its rooms, a line each, with their site; as they are now, or were before a cancellation.
    pub rooms: Vec<String>,
    /// When it is, in the zone of its rooms; when it would have been after a cancellation.
    pub when: When,
    /// The page of the booking.
    pub page: String,
}

/// What someone did with a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Made it.
    Made,
    /// Moved it to another time, to other rooms, or both.
    Moved {
        /// When it was.
        when: When,
        /// Where it was.
        rooms: Vec<String>,
    },
    /// Approved it, as a keeper of the room.
    Approved,
    /// Refused it, as a keeper of the room.
    Refused {
        /// Why, in their words.
        reason: Option<String>,
    },
    /// Cancelled it.
    Cancelled {
        /// Why, in their words.
        reason: Option<String>,
    },
}

content!(
    BookingTold, "booking_told":
    "mail/booking_told/subject.txt", "mail/booking_told/text.txt", "mail/booking_told/html.html";
    samples::booking_told
);

/// Every mail about bookings with its samples, to look at.
pub fn previews(language: Language) -> Vec<Preview> {
    BookingTold::previews(language)
}
