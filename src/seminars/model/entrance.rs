//! The living link of a seminar: for whom it opens, and when.

use serde::Serialize;

crate::words! {
    /// For whom the living link leads in, beside those who let the others in. Each rung is narrower than the one before.
    JoinFor {
        /// For whoever may know of the seminar; of a public one, for anyone.
        Open = "open",
        /// For members of the hub, and who is invited.
        Members = "members",
        /// For those who said yes.
        Yes = "yes",
        /// For those who are invited by name.
        Named = "named",
    }
}

/// How people come in from afar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Entrance {
    /// For whom it opens.
    pub join_for: JoinFor,
    /// How many minutes before the start.
    pub join_minutes: i32,
}

impl Default for Entrance {
    fn default() -> Self {
        Self {
            join_for: JoinFor::Open,
            join_minutes: 15,
        }
    }
}
