//! What comes in place of a seminar that is cancelled.

use crate::base::ids::SeminarId;

/// What an organiser said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// By which seminar, which may be cancelled and replaced in its turn.
    pub by: SeminarId,
    /// Whether anyone may know of that one: it is public, and no draft.
    pub is_public: bool,
}
