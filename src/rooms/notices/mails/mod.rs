//! The mails about bookings: what each needs to know. Their templates are in `templates/mail`.

mod asked;
mod samples;
mod soon;
mod told;

use chrono::Duration;

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
    /// Whether it serves a seminar, which the reader organises.
    pub seminar: bool,
    /// Who did it.
    pub by: String,
    /// The title of the booking.
    pub title: String,
    /// Its rooms, a line each, with their site; as they are now, or were before a cancellation.
    pub rooms: Vec<String>,
    /// When it is, in the zone of its rooms; when it would have been after a cancellation.
    pub when: When,
    /// Of how many dates it is the first, which were done the same with; 1 where it is alone.
    pub dates: u64,
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

/// Asks whoever keeps a room about a booking that waits for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalWanted {
    /// The keeper.
    pub frame: Frame,
    /// Who asks.
    pub by: String,
    /// Whose it is to be, where that is someone else.
    pub whose: Option<String>,
    /// The title of the booking.
    pub title: String,
    /// What else was written; may be empty.
    pub note: String,
    /// Its rooms, a line each, with their site.
    pub rooms: Vec<String>,
    /// When it is, in the zone of its rooms.
    pub when: When,
    /// Of how many dates it is the first; 1 where it is alone.
    pub dates: u64,
    /// The page of the booking, where it is decided on.
    pub page: String,
    /// The page with all that waits.
    pub all: String,
}

/// Tells the owner of a booking that it begins soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingSoon {
    /// The owner.
    pub frame: Frame,
    /// The title of the booking.
    pub title: String,
    /// Its rooms, a line each, with their site.
    pub rooms: Vec<String>,
    /// When it is, in the zone of its rooms.
    pub when: When,
    /// How long it is until it begins, at the time of sending.
    pub starts_in: Duration,
    /// The page of the booking, where it is cancelled.
    pub page: String,
}

content!(
    ApprovalWanted, "approval_wanted":
    "mail/approval_wanted/subject.txt", "mail/approval_wanted/text.txt", "mail/approval_wanted/html.html";
    samples::approval_wanted
);

content!(
    BookingTold, "booking_told":
    "mail/booking_told/subject.txt", "mail/booking_told/text.txt", "mail/booking_told/html.html";
    samples::booking_told
);

content!(
    BookingSoon, "booking_soon":
    "mail/booking_soon/subject.txt", "mail/booking_soon/text.txt", "mail/booking_soon/html.html";
    samples::booking_soon
);

/// Every mail about bookings with its samples, to look at.
pub fn previews(language: Language) -> Vec<Preview> {
    let mut all = BookingTold::previews(language);
    all.extend(ApprovalWanted::previews(language));
    all.extend(BookingSoon::previews(language));
    all
}
