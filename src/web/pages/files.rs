//! Files that are kept with a seminar, as pages list them.

use super::page::Page;
use crate::{
    base::{clock::Instant, file_kind::FileKind},
    seminars::model::{Filed, Purpose},
};

/// A file in a list.
#[derive(Debug, Clone)]
pub struct FileLine {
    /// Its id in addresses.
    pub id: String,
    /// What it was called where it came from; empty for nothing.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How many octets it has.
    pub size: i32,
    /// What is said of it; empty for nothing.
    pub note: String,
    /// Since when it is there.
    pub at: Instant,
    /// Who brought it, where that is known.
    pub by: Option<String>,
}

impl FileLine {
    /// A file that `by` brought.
    pub fn of(file: &Filed, by: Option<String>) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            kind: file.kind,
            size: file.size,
            note: file.note.clone(),
            at: file.made_at,
            by,
        }
    }

    /// What it is called: as it came, or by what it is.
    pub fn called(&self, page: &Page) -> String {
        match self.name.as_str() {
            "" => page.word("file-kind", self.kind),
            name => name.to_owned(),
        }
    }

    /// `PDF, 2.4 MB`
    pub fn is(&self, page: &Page) -> String {
        what(page, self.kind, self.size)
    }
}

/// What a file is, and how large.
pub fn what(page: &Page, kind: FileKind, size: i32) -> String {
    const KB: i64 = 1000;
    let size = i64::from(size);
    let size = match size < 1000 * KB {
        true => page.with("file-kb", "size", (size + KB - 1) / KB),
        false => page.with("file-mb", "size", megabytes(size)),
    };
    format!("{}, {size}", page.word("file-kind", kind))
}

/// So many octets in megabytes: `2.4`.
pub fn megabytes(octets: i64) -> String {
    let tenths = octets / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What a browser offers to choose for a purpose.
pub fn accepts(purpose: Purpose) -> String {
    let kinds = crate::seminars::rules::files::kinds(purpose);
    let types = kinds.iter().flat_map(|kind| {
        let ending = format!(".{}", kind.ending());
        [kind.media_type().to_owned(), ending]
    });
    types.collect::<Vec<_>>().join(",")
}
