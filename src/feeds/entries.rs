//! Where the entries of a calendar stand in it, so that the next calendar takes over those whose rows say the same.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    ops::Range,
    sync::LazyLock,
};

/// Rows are told apart by keys that nobody outside knows: no two can be made up that look the same.
static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// What tells a row, and the manner in which it is shown, from others, for as long as this process lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Print(u64);

impl Print {
    pub(super) fn of(shown: impl Hash) -> Self {
        Self(KEYS.hash_one(shown))
    }
}

/// The entries of a calendar, in its order: of each, from what it was written and which octets it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entries(Vec<(Print, Range<u32>)>);

impl Entries {
    pub(super) fn with_capacity(entries: usize) -> Self {
        Self(Vec::with_capacity(entries))
    }

    /// Notes where an entry stands. What is too far behind to be said in 32 bits is written anew the next time.
    pub(super) fn note(&mut self, print: Print, octets: Range<usize>) {
        if let (Ok(from), Ok(to)) = (u32::try_from(octets.start), u32::try_from(octets.end)) {
            self.0.push((print, from..to));
        }
    }

    /// The octets that it takes in memory, about.
    pub(super) fn weight(&self) -> usize {
        self.0.capacity() * size_of::<(Print, Range<u32>)>()
    }
}

/// What was written before.
#[derive(Debug, Default)]
pub(super) struct Before<'b> {
    calendar: &'b [u8],
    entries: HashMap<Print, Range<u32>>,
}

impl<'b> Before<'b> {
    /// The calendar, and where its entries stand in it.
    pub(super) fn new(calendar: &'b [u8], entries: &Entries) -> Self {
        Self {
            calendar,
            entries: entries.0.iter().cloned().collect(),
        }
    }

    /// The entry that was written from the same.
    pub(super) fn entry(&self, print: Print) -> Option<&'b str> {
        let octets = self.entries.get(&print)?;
        let octets = octets.start.try_into().ok()?..octets.end.try_into().ok()?;
        std::str::from_utf8(self.calendar.get::<Range<usize>>(octets)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_what_it_was_written_from_alone() {
        let mut entries = Entries::with_capacity(2);
        entries.note(Print::of("하나"), 3..9);
        entries.note(Print::of("둘"), 9..12);
        let calendar = "두 하나둘".as_bytes();
        let before = Before::new(&calendar[1..], &entries);
        assert_eq!(before.entry(Print::of("하나")), Some("하나"));
        assert_eq!(before.entry(Print::of("둘")), Some("둘"));
        assert_eq!(before.entry(Print::of("셋")), None);
        assert_eq!(Before::default().entry(Print::of("하나")), None);
    }
}
