//! A feed with what is asked of it.

use std::collections::BTreeSet;

use super::{Address, Detail, EntryKind, Format, Options, PAST_DAYS};

/// A feed with what is asked of it: what a body is kept under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FeedRequest {
    address: Address,
    options: Options,
    format: Format,
}

impl FeedRequest {
    /// A request for the calendar at `address`.
    pub fn new(address: Address, options: Options) -> Self {
        Self::written(Format::Calendar, address, options)
    }

    /// A request for `address` in one of its formats. Options that mean nothing to it are dropped, so that they make no
    /// body of their own: public feeds have no alarms and are nobody's time, one seminar has no window, a list to be
    /// read says what there is, and what tells only when someone is busy has nothing of what leaves them free.
    pub fn written(format: Format, address: Address, mut options: Options) -> Self {
        if address.is_public() {
            options.alarms.clear();
            options.list = None;
        }
        // Nobody is busy with what stands in a public feed: it would be empty.
        if address.is_public() || format != Format::Calendar {
            options.detail = Detail::Full;
        }
        if matches!(address, Address::Seminar(_)) {
            options.past_days = PAST_DAYS;
            options.days_ahead = None;
            options.kinds.clear();
        }
        let is_busy = options.detail == Detail::Busy;
        if is_busy {
            options.cancelled = true;
        }
        // Stays are in no public feed and make nobody busy, and bookings are in no other public one than a room's.
        let holds = |kind: &EntryKind| match kind {
            EntryKind::Stay => !address.is_public() && !is_busy,
            EntryKind::Booking => !address.is_public() || matches!(address, Address::Room(_)),
            _ => true,
        };
        let there: BTreeSet<EntryKind> = options.kinds.iter().copied().filter(holds).collect();
        if there.len() == EntryKind::ALL.iter().filter(|kind| holds(kind)).count() {
            // Every kind is what it holds anyway.
            options.kinds.clear();
        } else if !there.is_empty() {
            options.kinds = there;
        }
        Self {
            address,
            options,
            format,
        }
    }

    /// What it is to be written as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where the same is found in `format`, from its slash on.
    pub fn path_as(&self, format: Format) -> String {
        let (path, query) = (self.address.path(), self.options.query());
        format!("{path}.{format}{query}")
    }

    /// Which feed.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What is asked of it.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Whether more is asked of it than a language.
    pub fn has_wishes(&self) -> bool {
        let usual = Options {
            language: self.options.language,
            ..Options::default()
        };
        self.options != usual
    }
}
