//! When a mail that came back goes out again.

use super::*;
use crate::base::zone;

#[test]
fn what_was_hurried_takes_none_of_the_times_at_which_it_goes_again() {
    let hours = |hours: i64| zone::from_timestamp(hours * 3600);
    let again = |before: &[i64], now| {
        let before: Vec<Instant> = before.iter().copied().map(hours).collect();
        again_at(&before, hours(now))
    };
    assert_eq!(again(&[], 0), Some(hours(4)));
    assert_eq!(again(&[0], 4), Some(hours(20)));
    assert_eq!(again(&[0, 4], 20), None);
    // Twice within the first pause, and once within the second.
    assert_eq!(again(&[0], 1), Some(hours(4)));
    assert_eq!(again(&[0, 1], 2), Some(hours(4)));
    assert_eq!(again(&[0, 1, 2], 4), Some(hours(20)));
    assert_eq!(again(&[0, 1, 2, 4], 5), Some(hours(20)));
    assert_eq!(again(&[0, 1, 2, 4, 5], 20), None);
}
