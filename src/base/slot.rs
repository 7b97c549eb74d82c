//! A half-open span of time, `[from, to)`: two slots that touch do not overlap.

use chrono::Duration;

use super::clock::Instant;

/// A span of time from `from` (inclusive) to `to` (exclusive); never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    from: Instant,
    to: Instant,
}

/// The end of a slot does not come after its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the end must come after the start")]
pub struct EmptySlot;

impl Slot {
    /// A slot from `from` to `to`.
    ///
    /// # Errors
    /// [`EmptySlot`] where `to` does not come after `from`.
    pub fn new(from: Instant, to: Instant) -> Result<Self, EmptySlot> {
        if from < to {
            Ok(Self { from, to })
        } else {
            Err(EmptySlot)
        }
    }

    /// The first instant of the slot.
    pub fn from(self) -> Instant {
        self.from
    }

    /// The first instant after the slot.
    pub fn to(self) -> Instant {
        self.to
    }

    /// How long it lasts.
    pub fn length(self) -> Duration {
        self.to - self.from
    }

    /// The slot with `before` more in front and `after` more behind (set-up and tidy-up). Negative values count as zero.
    #[must_use]
    pub fn widened(self, before: Duration, after: Duration) -> Self {
        let zero = Duration::zero();
        Self {
            from: self.from - before.max(zero),
            to: self.to + after.max(zero),
        }
    }

    /// Whether the two share an instant.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The same length, beginning at `from`.
    #[must_use]
    pub fn starting(self, from: Instant) -> Self {
        Self {
            from,
            to: from + self.length(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        chrono::DateTime::from_timestamp(minute * 60, 0).unwrap()
    }

    #[test]
    fn slots_that_touch_do_not_overlap() {
        let first = Slot::new(at(0), at(60)).unwrap();
        let second = Slot::new(at(60), at(90)).unwrap();
        assert!(!first.overlaps(second));
        assert!(
            first
                .widened(Duration::zero(), Duration::minutes(1))
                .overlaps(second)
        );
    }

    #[test]
    fn an_end_before_its_start_is_refused() {
        assert_eq!(Slot::new(at(5), at(5)), Err(EmptySlot));
        assert_eq!(Slot::new(at(6), at(5)), Err(EmptySlot));
    }
}
