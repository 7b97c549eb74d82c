//! The mail to whoever waits for a place: that one is theirs, or that they wait although their calendar says yes.

use super::Seminar;
use crate::{
    base::language::Arg,
    mail::render::{Fact, Frame},
};

/// A place has come free, or there is none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPlace {
    /// Who reads it.
    pub frame: Frame,
    /// At what.
    pub seminar: Seminar,
    /// Whether it is theirs.
    pub place: Place,
    /// The page on which the recipient changes their answer.
    pub change_answer: String,
}

/// A place at a seminar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is theirs.
    Free,
    /// They wait, and this is where in the queue, from 1.
    Waits(u32),
}

impl WaitingPlace {
    /// Whether they wait still.
    pub fn waits(&self) -> bool {
        matches!(self.place, Place::Waits(_))
    }

    /// `begin` with how it stands behind it: `-free` or `-waits`.
    pub fn key(&self, begin: &str) -> String {
        let end = if self.waits() { "waits" } else { "free" };
        format!("{begin}-{end}")
    }

    /// What has come of their answer.
    pub fn lead(&self) -> String {
        match self.place {
            Place::Free => self.frame.t("mail-place-lead-free"),
            Place::Waits(position) => self.frame.language.with(
                "mail-place-lead-waits",
                &[("n", Arg::from(i64::from(position)))],
            ),
        }
    }

    /// What is known of the seminar.
    pub fn facts(&self) -> Vec<Fact> {
        match self.place {
            Place::Free => self.seminar.facts(&self.frame),
            Place::Waits(_) => self.seminar.without_way_in().facts(&self.frame),
        }
    }
}
