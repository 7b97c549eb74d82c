//! How long to wait before trying again.

use std::time::Duration;

use crate::base::ids::random_bytes;

/// Before the message is tried again that was tried `attempts` times: a minute, doubled up to an hour, give or take a fifth
/// (by `chance`, from 0 to 1), so that what failed together does not come back together.
pub fn after(attempts: i32, chance: f64) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 6)).unwrap_or(0);
    let pause = Duration::from_secs(60 * 2_u64.pow(doublings)).min(Duration::from_hours(1));
    pause.mul_f64(0.8 + 0.4 * chance)
}

/// The same where so much time is `left` until the message is too late: a pause that would be longer is half of that, so that
/// a server which comes back in time finds it. None where it would be, and less than a minute is left.
pub fn within(pause: Duration, left: Duration) -> Option<Duration> {
    let half = left / 2;
    match pause < left {
        true => Some(pause),
        false => (half >= Duration::from_secs(30)).then_some(half),
    }
}

/// Before a server is tried again that could not be reached `failures` times in a row: a second, doubled up to a minute.
pub fn server(failures: u32, chance: f64) -> Duration {
    let pause = Duration::from_secs(2_u64.pow(failures.saturating_sub(1).min(6)))
        .min(Duration::from_mins(1));
    pause.mul_f64(0.8 + 0.4 * chance)
}

/// From 0 to 1.
pub fn chance() -> f64 {
    f64::from(u16::from_be_bytes(random_bytes())) / f64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_used_to_the_last_minute() {
        let minutes = Duration::from_mins;
        assert_eq!(within(minutes(32), minutes(33)), Some(minutes(32)));
        assert_eq!(within(minutes(32), minutes(32)), Some(minutes(16)));
        assert_eq!(within(minutes(1), minutes(1)), Some(minutes(1) / 2));
        assert_eq!(within(minutes(1), Duration::from_secs(59)), None);
        assert_eq!(within(minutes(1), Duration::ZERO), None);
        // A pause that fits is kept to in the last minute too: the shortest is less than that.
        let seconds = Duration::from_secs;
        assert_eq!(within(seconds(48), seconds(50)), Some(seconds(48)));
        assert_eq!(within(seconds(48), seconds(48)), None);
    }

    #[test]
    fn pauses_double_up_to_an_hour_and_do_not_fall_together() {
        let minutes: Vec<u64> = (0..10)
            .map(|attempts| after(attempts, 0.5).as_secs() / 60)
            .collect();
        assert_eq!(minutes, [1, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(after(1, 0.0), Duration::from_secs(48));
        assert_eq!(after(1, 1.0), Duration::from_secs(72));
        assert_eq!(after(i32::MAX, 0.5), Duration::from_hours(1));
        let seconds: Vec<u64> = (1..9).map(|n| server(n, 0.5).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 60, 60]);
    }
}
