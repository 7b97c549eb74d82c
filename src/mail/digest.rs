//! When the programme of what someone follows comes: daily or weekly, at an hour of the day where they are.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};

use super::preferences::Notice;
use crate::base::{clock::Instant, zone::Zone};

crate::words! {
    /// How often the programme comes.
    Rhythm {
        /// Every day, of today and tomorrow.
        Daily = "daily",
        /// Once a week, of the seven days from then on.
        Weekly = "weekly",
    }
}

impl Rhythm {
    /// By what its readers choose it.
    pub const fn notice(self) -> Notice {
        match self {
            Self::Daily => Notice::Daily,
            Self::Weekly => Notice::Weekly,
        }
    }

    /// The rhythm that is chosen by `notice`.
    pub fn of(notice: Notice) -> Option<Self> {
        match notice {
            Notice::Daily => Some(Self::Daily),
            Notice::Weekly => Some(Self::Weekly),
            _ => None,
        }
    }

    /// How many days it covers, today among them.
    pub const fn days(self) -> Duration {
        match self {
            Self::Daily => Duration::days(2),
            Self::Weekly => Duration::days(7),
        }
    }

    /// From one to the next.
    pub const fn period(self) -> Duration {
        match self {
            Self::Daily => Duration::days(1),
            Self::Weekly => Duration::days(7),
        }
    }
}

/// When a digest goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// How often.
    pub rhythm: Rhythm,
    /// On which day of the week, where it is weekly; 1 is Monday (ISO 8601).
    pub weekday: i16,
    /// At which hour by the clock, 0 to 23.
    pub hour: i16,
}

impl Timing {
    /// As it is where nobody says otherwise: on Mondays, at 08:00.
    pub const fn usual(rhythm: Rhythm) -> Self {
        Self {
            rhythm,
            weekday: 1,
            hour: 8,
        }
    }

    /// The first time after `after` for a reader who is in the zone `zone_on` on each day.
    pub fn next(self, after: Instant, zone_on: impl Fn(NaiveDate) -> Zone) -> Instant {
        // No zone is further than a day from UTC.
        let first = Zone::UTC.date(after) - Duration::days(1);
        let days = (0..=self.looked_at()).map(|n| first + Duration::days(n));
        days.filter(|day| self.falls_on(*day))
            .map(|day| self.on(day, zone_on(day)))
            .find(|at| *at > after)
            .unwrap_or(after + self.rhythm.period())
    }

    /// The last time until `until`, with its day there.
    pub fn last(self, until: Instant, zone_on: impl Fn(NaiveDate) -> Zone) -> (NaiveDate, Instant) {
        let last = Zone::UTC.date(until) + Duration::days(1);
        let days = (0..=self.looked_at()).map(|n| last - Duration::days(n));
        days.filter(|day| self.falls_on(*day))
            .map(|day| (day, self.on(day, zone_on(day))))
            .find(|(_, at)| *at <= until)
            .unwrap_or((Zone::UTC.date(until), until))
    }

    /// From when on one that was due at `at` is stale: the next one is nearer.
    pub fn stale(self, at: Instant) -> Instant {
        at + self.rhythm.period() / 2
    }

    /// The days, round today in UTC, on which it can matter where a reader is.
    pub fn reach(today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let far = Duration::days(Self::usual(Rhythm::Weekly).looked_at());
        (today - far, today + far)
    }

    fn falls_on(self, day: NaiveDate) -> bool {
        let weekday = day.weekday().number_from_monday();
        self.rhythm == Rhythm::Daily || i64::from(weekday) == i64::from(self.weekday)
    }

    fn on(self, day: NaiveDate, zone: Zone) -> Instant {
        zone.first_at(day.and_time(NaiveTime::MIN) + Duration::hours(self.hour.into()))
    }

    /// How many days are looked at: one more period than is needed, since who travels may skip a day.
    fn looked_at(self) -> i64 {
        2 * self.rhythm.period().num_days() + 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn weekly() -> Timing {
        Timing::usual(Rhythm::Weekly)
    }

    fn daily() -> Timing {
        Timing::usual(Rhythm::Daily)
    }

    #[test]
    fn it_is_the_hour_where_the_reader_is() {
        let monday = |name: &str, after: &str| weekly().next(at(after), |_| zone(name));
        // It is Monday, 2 November 2026, 09:00 in Seoul.
        let now = "2026-11-02T00:00:00Z";
        assert_eq!(monday("Asia/Seoul", now), at("2026-11-08T23:00:00Z"));
        assert_eq!(monday("America/Montreal", now), at("2026-11-02T13:00:00Z"));
        assert_eq!(
            monday("Pacific/Kiritimati", now),
            at("2026-11-08T18:00:00Z")
        );
        assert_eq!(monday("Pacific/Pago_Pago", now), at("2026-11-02T19:00:00Z"));
        // Not at the very moment, but after it.
        let due = "2026-11-02T13:00:00Z";
        assert_eq!(monday("America/Montreal", due), at("2026-11-09T13:00:00Z"));
    }

    #[test]
    fn eight_is_eight_where_clocks_are_turned() {
        let montreal = |_| zone("America/Montreal");
        let next = |timing: Timing, after: &str| timing.next(at(after), montreal).to_string();
        // Clocks go back on 1 November 2026 and forward on 14 March 2027.
        assert_eq!(
            next(daily(), "2026-10-31T13:00:00Z"),
            "2026-11-01 13:00:00 UTC"
        );
        assert_eq!(
            next(daily(), "2026-10-30T13:00:00Z"),
            "2026-10-31 12:00:00 UTC"
        );
        assert_eq!(
            next(weekly(), "2027-03-08T14:00:00Z"),
            "2027-03-15 12:00:00 UTC"
        );
        // 02:00 is skipped there: it comes when clocks show 03:00, and once where an hour comes twice.
        let two = Timing { hour: 2, ..daily() };
        assert_eq!(next(two, "2027-03-13T08:00:00Z"), "2027-03-14 07:00:00 UTC");
        let one = Timing { hour: 1, ..daily() };
        assert_eq!(next(one, "2026-11-01T04:00:00Z"), "2026-11-01 05:00:00 UTC");
        assert_eq!(next(one, "2026-11-01T05:00:00Z"), "2026-11-02 06:00:00 UTC");
    }

    #[test]
    fn it_follows_its_reader_on_a_journey() {
        let leaves: NaiveDate = "2026-11-05".parse().unwrap();
        let travels = |day| match day < leaves {
            true => zone("Asia/Seoul"),
            false => zone("America/Montreal"),
        };
        let mut now = at("2026-11-03T00:00:00Z");
        let mut comes = Vec::new();
        for _ in 0..3 {
            now = daily().next(now, travels);
            comes.push(now.to_string());
        }
        assert_eq!(
            comes,
            [
                "2026-11-03 23:00:00 UTC",
                "2026-11-05 13:00:00 UTC",
                "2026-11-06 13:00:00 UTC"
            ]
        );
    }

    #[test]
    fn the_last_one_is_the_one_that_a_late_worker_makes() {
        let seoul = |_| zone("Asia/Seoul");
        let last = |timing: Timing, until: &str| {
            let (day, at) = timing.last(until.parse().unwrap(), seoul);
            (day.to_string(), at.to_string())
        };
        let found = |day: &str, at: &str| (day.to_owned(), format!("2026-11-{at}:00:00 UTC"));
        assert_eq!(
            last(daily(), "2026-11-05T22:59:59Z"),
            found("2026-11-05", "04 23")
        );
        assert_eq!(
            last(daily(), "2026-11-05T23:00:00Z"),
            found("2026-11-06", "05 23")
        );
        assert_eq!(
            last(weekly(), "2026-11-05T00:00:00Z"),
            found("2026-11-02", "01 23")
        );
        let (_, due) = weekly().last(at("2026-11-05T00:00:00Z"), seoul);
        assert_eq!(weekly().stale(due), at("2026-11-05T11:00:00Z"));
    }
}
