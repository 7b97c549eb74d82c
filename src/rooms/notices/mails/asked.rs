//! How the mail that asks a keeper says what it knows.

use super::ApprovalWanted;
use crate::mail::render::{Fact, excerpt};

impl ApprovalWanted {
    /// `Approval wanted: Reading group, Tue 1 December 2026, 16:00 (Seoul, UTC+9)`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            "mail-approval-subject",
            &[
                ("title", excerpt(&self.title, 90)),
                ("when", self.when.start(f)),
            ],
        )
    }

    /// Who asks, and that the room is kept until it is decided.
    pub fn lead(&self) -> String {
        self.frame.with("mail-approval-lead", &[("name", &self.by)])
    }

    /// When, where, for whom, how often.
    pub fn facts(&self) -> Vec<Fact> {
        let f = &self.frame;
        let count = i64::try_from(self.rooms.len()).unwrap_or(i64::MAX);
        let rooms = Fact {
            label: f.count("mail-booking-rooms", count),
            lines: self.rooms.clone(),
            more: Vec::new(),
        };
        let whose = Fact::of(f, "mail-approval-for", self.whose.iter().cloned().collect());
        let dates = i64::try_from(self.dates).unwrap_or(i64::MAX);
        let run = (dates > 1)
            .then(|| {
                Fact::of(
                    f,
                    "mail-approval-run",
                    vec![f.count("mail-approval-dates", dates)],
                )
            })
            .flatten();
        [
            Some(Fact::when(f, "mail-when", &self.when)),
            Some(rooms),
            whose,
            run,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
