//! How long ago something was, and how often it comes: in the largest unit that still says it.

use super::{html::Html, html::escape, page::Page};
use crate::base::clock::Instant;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Page {
    /// “14 hours ago”, as a time whose instant a program reads, and a reader who points at it.
    pub fn ago(&self, at: &Instant) -> Html {
        let (unit, count) = ago((self.now - *at).num_seconds());
        let words = match unit {
            "now" => self.t("ago-now"),
            unit => self.count(&format!("ago-{unit}"), count),
        };
        let local = self.zone.local(*at);
        let exactly = format!(
            "{}, {} ({})",
            crate::base::language::date(self.language, local.date()),
            crate::base::language::clock_minute(local.time()),
            crate::base::language::zone_label(self.language, self.zone, *at),
        );
        Html::trusted(format!(
            r#"<time datetime="{}" title="{}">{}</time>"#,
            self.zone.rfc3339(*at),
            escape(&exactly),
            escape(&words),
        ))
    }

    /// “about every 4 hours”.
    pub fn every(&self, seconds: &i64) -> String {
        let (unit, count) = every(*seconds);
        self.count(&format!("every-{unit}"), count)
    }
}

/// Whole units that have passed; hours up to two days, because “yesterday” may be either.
fn ago(seconds: i64) -> (&'static str, i64) {
    if seconds < MINUTE {
        ("now", 0)
    } else if seconds < HOUR {
        ("minutes", seconds / MINUTE)
    } else if seconds < 2 * DAY {
        ("hours", seconds / HOUR)
    } else {
        ("days", seconds / DAY)
    }
}

/// The nearest whole unit.
fn every(seconds: i64) -> (&'static str, i64) {
    let nearest = |unit: i64| ((seconds + unit / 2) / unit).max(1);
    if seconds < HOUR - MINUTE / 2 {
        ("minutes", nearest(MINUTE))
    } else if seconds < 2 * DAY - HOUR / 2 {
        ("hours", nearest(HOUR))
    } else {
        ("days", nearest(DAY))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_passed_is_said_in_the_largest_unit_that_fits() {
        assert_eq!(ago(-5), ("now", 0));
        assert_eq!(ago(59), ("now", 0));
        assert_eq!(ago(60), ("minutes", 1));
        assert_eq!(ago(3599), ("minutes", 59));
        assert_eq!(ago(3600), ("hours", 1));
        assert_eq!(ago(2 * DAY - 1), ("hours", 47));
        assert_eq!(ago(2 * DAY), ("days", 2));
    }

    #[test]
    fn what_comes_round_is_said_about() {
        assert_eq!(every(1), ("minutes", 1));
        assert_eq!(every(29 * MINUTE + 40), ("minutes", 30));
        assert_eq!(every(HOUR - 10), ("hours", 1));
        assert_eq!(every(100 * MINUTE), ("hours", 2));
        assert_eq!(every(47 * HOUR + 45 * MINUTE), ("days", 2));
        assert_eq!(every(7 * DAY), ("days", 7));
    }
}
