//! Booking a room: the form, what it says when the room is taken, and a booking.

use askama::Template;

use super::{
    Sample,
    closed::ClosedNote,
    common::{Alternative, Conflict, Named},
    form::{Choice, Field, Several},
    page::Page,
    samples,
    stale::Stale,
    time::When,
    words::BookingState,
};
use crate::{
    base::{clock::Instant, language::Language, zone::Zone},
    typed_form,
    web::urls,
};

/// `GET /rooms/{slug}/bookings/new`, `GET /bookings/{code}/edit`, and the answer to a posted form that cannot be taken:
/// 422 with errors by the fields, 409 with `conflicts` or `stale`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/booking_form.html")]
pub struct BookingFormPage {
    /// What every page knows.
    pub page: Page,
    /// The room first asked for.
    pub room: Named,
    /// The code of the booking that is edited; `None` for a new one.
    pub editing: Option<String>,
    /// The zone in which date and times are meant: that of the room.
    pub zone: Zone,
    /// What was typed.
    pub form: BookingForm,
    /// The rooms that can be taken together with it or in its place, by slug, this one among them.
    pub rooms: Vec<Choice>,
    /// For whom the reader may book, by id: themselves first. One alone is not asked about.
    pub people: Vec<Choice>,
    /// Whether a room keeper must approve it.
    pub approval: bool,
    /// The two instants of a wall time that comes twice: values `0` and `1`; empty where it comes once.
    pub folds: Vec<Choice>,
    /// Who has the room, where it is taken.
    pub conflicts: Vec<Conflict>,
    /// What is free instead.
    pub alternatives: Vec<Alternative>,
    /// What is closed then.
    pub closed: ClosedNote,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
}

typed_form! {
    /// A booking as typed.
    BookingForm {
        /// What for.
        title: Field = "booking-form-title",
        /// The date in the room's zone, `2026-12-01`.
        date: Field = "seminar-form-date",
        /// The wall time of the start, `16:00`.
        from: Field = "booking-form-from",
        /// The wall time of the end; at or before the start: on the next day, where that makes a night of it and no `last` day is
        /// given.
        to: Field = "booking-form-to",
        /// The date of the end, for what lasts longer than a day.
        last: Field = "booking-form-last",
        /// `0` or `1` where the wall time comes twice; empty otherwise.
        fold: Field = "booking-form-from",
        /// The slugs of the rooms.
        rooms: Several = "booking-form-rooms",
        /// The id of the person whose booking it is.
        for_person: Field = "booking-form-for",
        /// A note for whoever reads the booking.
        note: Field = "booking-form-note",
        /// The slug of the room in whose place an alternative comes.
        instead_of: Field,
    }
}

/// `GET /bookings/{code}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/booking.html")]
pub struct BookingPage {
    /// What every page knows.
    pub page: Page,
    /// The code in addresses.
    pub code: String,
    /// What for.
    pub title: String,
    /// Where it stands.
    pub state: BookingState,
    /// Since when, and by whom.
    pub state_since: Option<Instant>,
    /// Why it was refused or cancelled.
    pub reason: Option<String>,
    /// When, in the room's zone.
    pub when: When,
    /// For how long the rooms are blocked, where set-up or tidy-up make that longer.
    pub blocked: Option<When>,
    /// Its rooms.
    pub rooms: Vec<Named>,
    /// Whose it is, by name.
    pub for_name: String,
    /// Who entered it, where that is someone else.
    pub entered_by: Option<String>,
    /// A note.
    pub note: String,
    /// The seminar or stay that it belongs to: its address and what it is called. Such a booking is changed there.
    pub belongs_to: Option<(String, String)>,
    /// What the reader may do; `None` for nothing.
    pub tools: Option<BookingTools>,
}

/// What can be done with a booking.
#[derive(Debug, Clone, Default)]
pub struct BookingTools {
    /// For the forms of the page.
    pub lock_version: i32,
    /// The idempotency key of the forms.
    pub key: String,
    /// Whether it can be moved.
    pub may_edit: bool,
    /// Whether it can be cancelled.
    pub may_cancel: bool,
    /// Whether the reader keeps the room and it waits for approval.
    pub may_approve: bool,
}

impl BookingFormPage {
    /// Where the form posts to.
    pub fn action(&self) -> String {
        self.editing.as_ref().map_or_else(
            || urls::room_bookings(&self.room.slug),
            |code| urls::booking(code),
        )
    }

    /// Where “back” leads.
    pub fn back(&self) -> String {
        self.editing
            .as_ref()
            .map_or_else(|| urls::room(&self.room.slug), |code| urls::booking(code))
    }
}

impl Sample for BookingFormPage {
    const NAME: &'static str = "booking-form";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::booking_forms(language)
    }
}

impl Sample for BookingPage {
    const NAME: &'static str = "booking";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::bookings(language)
    }
}
