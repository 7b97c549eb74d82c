//! Calendars as files: what RFC 5545 (iCalendar), RFC 5546 (iTIP) and RFC 7986 make of a seminar,
//! a stay or a booking.
//!
//! [`mod@write`] makes feeds, [`itip`] the files that travel with mails; [`read`] reads what comes back.
//! All are pure: what they are given decides every byte, and neither clock nor chance is asked, so that the same data gives
//! the same file and a feed's `ETag` holds until something changes.
//!
//! What every client must believe decides the shape:
//!
//! * Each entry is one occasion with a UID of its own. There is no RRULE, no RDATE, no EXDATE.
//! * Times are written in UTC and whole days as DATEs. There is no VTIMEZONE to be misread; the
//!   zone in which a time is meant stands in the text.
//! * Whatever people typed stays inside the value it was typed into: no line break, quote or
//!   separator of theirs starts a line, a parameter or a property.
//! * A line has at most 75 octets and ends in CRLF. A fold cuts neither a character nor an escape.

mod event;
pub mod itip;
mod line;
pub mod read;
pub mod write;
pub mod zones;
