//! How the mail that reminds of a booking says what it knows.

use super::BookingSoon;
use crate::mail::render::{Fact, excerpt};

impl BookingSoon {
    /// `1 hour`
    pub fn span(&self) -> String {
        self.frame.span(self.starts_in)
    }

    /// The title, as a subject has room for it.
    pub fn short_title(&self) -> String {
        excerpt(&self.title, 90)
    }

    /// What begins when.
    pub fn lead(&self) -> String {
        self.frame
            .with("mail-booking-soon-lead", &[("span", self.span())])
    }

    /// When and where.
    pub fn facts(&self) -> Vec<Fact> {
        let f = &self.frame;
        let count = i64::try_from(self.rooms.len()).unwrap_or(i64::MAX);
        let rooms = Fact {
            label: f.count("mail-booking-rooms", count),
            lines: self.rooms.clone(),
            more: Vec::new(),
        };
        vec![Fact::when(f, "mail-when", &self.when), rooms]
    }
}
