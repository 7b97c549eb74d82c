//! What there is of a seminar once it is over.

use std::collections::BTreeSet;

use crate::base::{clock::Instant, ids::PersonId};

/// What there is of a seminar once it is over, wherever it lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Materials {
    /// Of whom there are slides.
    pub slides: BTreeSet<PersonId>,
    /// Whether there is a recording.
    pub recording: bool,
    /// Since when, and by whom, it is said that no recording will come.
    pub no_recording: Option<(Instant, Option<PersonId>)>,
    /// The end for which thanks and questions were made.
    pub made_for: Option<Instant>,
}
