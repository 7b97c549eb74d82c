//! What mails tell of a seminar that is no longer as people were told.

use super::{Answer, AnswerLinks, Seminar, Speaker, items};
use crate::mail::render::{Frame, When};

/// Something that people were told is no longer so: old → new, only what differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Who reads it.
    pub frame: Frame,
    /// How it is now.
    pub seminar: Seminar,
    /// What differs from what this recipient was last told; at least one.
    pub changes: Vec<Changed>,
    /// What the organiser wrote about it.
    pub note: Option<String>,
    /// How to answer again; `None` for those who are not asked (speakers, followers of a series).
    pub answers: Option<AnswerLinks>,
    /// The recipient's answer so far, if it still stands.
    pub answered: Option<Answer>,
    /// How the recipient knows of it.
    pub by: By,
}

/// How someone knows of a seminar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// They were told in person, or reminded.
    Mail,
    /// They follow it, and a digest told them of it.
    Digest,
    /// It stands in their calendar by their feed, which is fetched too rarely to tell this.
    Feed,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// When it is, or the zone it is meant in.
    Time {
        /// When it was to be.
        old: When,
        /// When it is.
        new: When,
    },
    /// Where it is.
    Place {
        /// Rooms or place as they were told.
        old: Vec<String>,
        /// Rooms or place now.
        new: Vec<String>,
    },
    /// What it is called.
    Title {
        /// As it was told.
        old: Option<String>,
        /// As it is now.
        new: Option<String>,
    },
    /// Who speaks.
    Speakers {
        /// As they were told.
        old: Vec<Speaker>,
        /// As they are now.
        new: Vec<Speaker>,
    },
    /// When or where items of its programme are.
    Programme(Vec<items::Moved>),
    /// Whether it takes place.
    State {
        /// As it was told.
        old: Standing,
        /// As it is now.
        new: Standing,
    },
    /// The way to take part from elsewhere is another one, or there is one now, or none any more.
    Online,
}

/// Whether a seminar takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It takes place.
    Announced,
    /// It takes place, at a time to be told.
    Postponed,
    /// It does not take place.
    Cancelled,
}
