//! Where the time comes from. Everything that needs "now" takes a `&dyn Clock`, so that tests can hold it still.
//!
//! Leases and schedules, which several machines share, go by the database's `now()` instead.

use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};

/// An instant, in UTC. Zones are named where a time is shown or entered.
pub type Instant = DateTime<Utc>;

/// A source of the present time.
pub trait Clock: Send + Sync {
    /// The present instant, to the microsecond, which is what PostgreSQL keeps.
    fn now(&self) -> Instant;

    /// Whether it is the machine's own, which should go as the database's does.
    fn is_of_the_machine(&self) -> bool {
        false
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine is asked"
    )]
    fn now(&self) -> Instant {
        to_micros(Utc::now())
    }

    fn is_of_the_machine(&self) -> bool {
        true
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(Mutex<Instant>);

impl FixedClock {
    /// A clock that stands at `at`.
    pub fn at(at: Instant) -> Self {
        Self(Mutex::new(to_micros(at)))
    }

    /// Moves the clock forward (or back, for a negative duration).
    pub fn advance(&self, by: Duration) {
        let mut now = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += by;
    }

    /// Sets the clock.
    pub fn set(&self, at: Instant) {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = to_micros(at);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn to_micros(at: Instant) -> Instant {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}
