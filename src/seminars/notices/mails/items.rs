//! Items of a programme that are not when or where they were told, in the words of a mail.

use crate::mail::render::{Difference, Frame, When};

/// Most items that a mail names; the page has the others.
const MOST: usize = 8;

/// An item as it was told, or as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its title.
    pub title: String,
    /// When.
    pub when: When,
    /// Where, if that is not where the seminar is.
    pub place: Option<String>,
}

/// An item before and after; none before: it is new; none after: it is gone.
pub type Moved = (Option<Item>, Option<Item>);

impl Item {
    /// `Tue 1 December 2026, 10:00–10:30 (Seoul, UTC+9): Opening talk (Hall B)`
    fn line(&self, f: &Frame) -> String {
        let when = self.when.here(f);
        match &self.place {
            Some(place) => format!("{when}: {} ({place})", self.title),
            None => format!("{when}: {}", self.title),
        }
    }
}

/// Old → new of the items that moved.
pub(super) fn difference(f: &Frame, moved: &[Moved]) -> Difference {
    let shown = &moved[..moved.len().min(MOST)];
    let more = moved.len() - shown.len();
    let more = i64::try_from(more).ok().filter(|more| *more > 0);
    let more = more.map(|more| f.count("mail-items-more", more));
    let open = |lines: Vec<String>| match lines.is_empty() {
        true => vec![f.t("mail-none")],
        false => lines,
    };
    let old = shown.iter().filter_map(|(old, _)| old.as_ref());
    let new = shown.iter().filter_map(|(_, new)| new.as_ref());
    Difference {
        label: f.t("mail-programme"),
        old: open(old.map(|item| item.line(f)).collect()),
        new: open(new.map(|item| item.line(f)).chain(more).collect()),
    }
}
