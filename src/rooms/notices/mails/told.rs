//! How the mails about bookings say what they know.

use super::{BookingTold, Done};
use crate::mail::render::{Difference, Fact, excerpt};

impl BookingTold {
    /// `begin` with what was done behind it: `-made`, `-moved`, `-approved`, `-refused`, `-cancelled`. What was decided about
    /// the room of a seminar reads otherwise.
    pub fn key(&self, begin: &str) -> String {
        let done = match self.what {
            Done::Made => "made",
            Done::Moved { .. } => "moved",
            Done::Approved => "approved",
            Done::Refused { .. } => "refused",
            Done::Cancelled { .. } => "cancelled",
        };
        let decided = matches!(self.what, Done::Approved | Done::Refused { .. });
        if self.seminar && decided {
            format!("{begin}-seminar-{done}")
        } else {
            format!("{begin}-{done}")
        }
    }

    /// `Booked for you: Reading group, Tue 1 December 2026, 16:00 (Seoul, UTC+9)`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            self.key("mail-booking-subject"),
            &[
                ("title", excerpt(&self.title, 90)),
                ("when", self.when.start(f)),
            ],
        )
    }

    /// Who did what.
    pub fn lead(&self) -> String {
        self.frame
            .with(self.key("mail-booking-lead"), &[("name", &self.by)])
    }

    /// Why the reader gets this.
    pub fn why(&self) -> String {
        self.frame.t(if self.seminar {
            "mail-booking-why-seminar"
        } else {
            "mail-booking-why"
        })
    }

    /// Whether there is nothing to go to any more. A seminar takes place without its room.
    pub fn is_gone(&self) -> bool {
        !self.seminar && matches!(self.what, Done::Cancelled { .. } | Done::Refused { .. })
    }

    /// Why it was cancelled or refused.
    pub fn reason(&self) -> Option<&str> {
        match &self.what {
            Done::Cancelled { reason } | Done::Refused { reason } => reason.as_deref(),
            _ => None,
        }
    }

    /// What moved, where it was moved.
    pub fn differences(&self) -> Vec<Difference> {
        let f = &self.frame;
        let Done::Moved { when, rooms } = &self.what else {
            return Vec::new();
        };
        let mut differences = Vec::new();
        if *when != self.when {
            differences.push(Difference {
                label: f.t("mail-when"),
                old: vec![when.here(f)],
                new: self.when.lines(f),
            });
        }
        if *rooms != self.rooms {
            differences.push(Difference {
                label: self.rooms_label(),
                old: rooms.clone(),
                new: self.rooms.clone(),
            });
        }
        differences
    }

    /// When and where; after a move only what did not move.
    pub fn facts(&self) -> Vec<Fact> {
        let f = &self.frame;
        let (old_when, old_rooms) = match &self.what {
            Done::Moved { when, rooms } => (Some(when), Some(rooms)),
            _ => (None, None),
        };
        let label = if self.is_gone() {
            "mail-cancellation-when"
        } else {
            "mail-when"
        };
        let when = old_when
            .is_none_or(|old| *old == self.when)
            .then(|| Fact::when(f, label, &self.when));
        let rooms = old_rooms
            .is_none_or(|old| *old == self.rooms)
            .then(|| Fact {
                label: self.rooms_label(),
                lines: self.rooms.clone(),
                more: Vec::new(),
            });
        [when, rooms, self.repeats()]
            .into_iter()
            .flatten()
            .collect()
    }

    /// How many dates there are, where it is not this one alone.
    fn repeats(&self) -> Option<Fact> {
        let f = &self.frame;
        let dates = i64::try_from(self.dates).unwrap_or(i64::MAX);
        let said = (dates > 1).then(|| f.count("mail-booking-dates", dates))?;
        Fact::of(f, "mail-approval-run", vec![said])
    }

    fn rooms_label(&self) -> String {
        let count = i64::try_from(self.rooms.len()).unwrap_or(i64::MAX);
        self.frame.count("mail-booking-rooms", count)
    }
}
