//! Files that are kept with a seminar, as they are listed: without their octets.

use diesel::prelude::*;

use crate::base::{
    clock::Instant,
    file_kind::FileKind,
    ids::{FileId, PersonId, SeminarId},
    schema::files,
};

crate::words! {
    /// What a file is kept for.
    Purpose {
        /// A speaker's portrait, shown while they agree.
        Portrait = "portrait",
        /// A speaker's slides, shown after the seminar while they agree.
        Slides = "slides",
        /// That the seminar took place: the signed list, photographs. For its organisers alone.
        Evidence = "evidence",
    }
}

/// A file that is kept, without its octets.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = files, check_for_backend(diesel::pg::Pg))]
pub struct Filed {
    /// Its id; the same when another takes its place.
    pub id: FileId,
    /// What it is kept for.
    pub purpose: Purpose,
    /// With which seminar.
    pub seminar_id: SeminarId,
    /// Whose it is; nobody's is evidence.
    pub person_id: Option<PersonId>,
    /// What it is.
    pub kind: FileKind,
    /// What it was called where it came from; empty for nothing.
    pub name: String,
    /// What is said of it.
    pub note: String,
    /// How many octets it has.
    pub size: i32,
    /// The SHA-256 of them.
    pub sha256: Vec<u8>,
    /// Since when it is there.
    pub made_at: Instant,
    /// Who brought it.
    pub by_id: Option<PersonId>,
}

impl Filed {
    /// The SHA-256 in hexadecimal.
    pub fn digest(&self) -> String {
        use std::fmt::Write;
        self.sha256.iter().fold(String::new(), |mut hex, octet| {
            let _ = write!(hex, "{octet:02x}");
            hex
        })
    }
}
