//! Which series a feed may name.

use std::collections::HashSet;

use crate::base::ids::{SeminarId, SeriesId};

/// Of which series the readers of a feed may know: a seminar may be open to more people than its series.
#[derive(Debug, Clone, Default)]
pub(in crate::feeds::source) struct Known {
    /// Those that may be seen by these.
    pub visibilities: &'static [&'static str],
    /// These.
    pub series: HashSet<SeriesId>,
    /// Those of these seminars.
    pub through: HashSet<SeminarId>,
}

impl Known {
    /// What anyone may know.
    pub fn open() -> Self {
        Self {
            visibilities: &["public"],
            ..Self::default()
        }
    }

    /// Whether the series of a seminar may be named.
    pub(super) fn names(&self, id: SeriesId, visibility: &str, of: SeminarId) -> bool {
        self.visibilities.contains(&visibility)
            || self.series.contains(&id)
            || self.through.contains(&of)
    }
}
