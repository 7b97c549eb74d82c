//! Offered times as weeks: a day beside the other, in the zone of the speaker who chooses.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    page::Page,
    slots::{SlotShown, SpeakSlots},
    time::{TimeSpan, When},
};
use crate::base::zone::{Zone, monday_of};

/// A week in which times are offered.
#[derive(Debug)]
pub struct SlotWeek<'a> {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Its days, from Monday on; Saturday and Sunday only where a time of the offer is on one of them.
    pub days: Vec<SlotDay<'a>>,
}

/// A day of it.
#[derive(Debug)]
pub struct SlotDay<'a> {
    /// Which.
    pub date: NaiveDate,
    /// The times that begin on it.
    pub slots: Vec<&'a SlotShown>,
}

impl SlotWeek<'_> {
    /// Whether Saturday and Sunday are shown.
    pub fn is_whole(&self) -> bool {
        self.days.len() > WORKING_DAYS
    }
}

impl SlotShown {
    /// From when to when clocks show where the reader is, below the day on which it begins there.
    pub fn hours_for(&self, page: &Page) -> TimeSpan {
        page.hours_there(&When {
            zone: page.zone,
            ..self.when
        })
    }

    /// From when to when clocks show where it takes place, with the day where that is another one.
    pub fn there_for(&self, page: &Page) -> TimeSpan {
        match self.when.date_in(self.when.zone) == self.when.date_in(page.zone) {
            true => page.hours_there(&self.when),
            false => page.when_there(&self.when),
        }
    }

    /// Whether clocks show another time where it takes place.
    pub fn differs_for(&self, page: &Page) -> bool {
        self.when.differs_for(page.zone)
    }
}

const WORKING_DAYS: usize = 5;

impl SpeakSlots {
    /// The weeks that have times, as a calendar in `zone` shows them.
    pub fn weeks(&self, zone: &Zone) -> Vec<SlotWeek<'_>> {
        let dated: Vec<(NaiveDate, &SlotShown)> = self
            .slots
            .iter()
            .map(|slot| (slot.when.date_in(*zone), slot))
            .collect();
        let rests = |date: NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let shown = match dated.iter().any(|(date, _)| rests(*date)) {
            true => 7,
            false => WORKING_DAYS,
        };
        let mut mondays: Vec<NaiveDate> = dated.iter().map(|(date, _)| monday_of(*date)).collect();
        mondays.sort_unstable();
        mondays.dedup();
        let on = |date: NaiveDate| SlotDay {
            date,
            slots: dated
                .iter()
                .filter(|(one, _)| *one == date)
                .map(|(_, slot)| *slot)
                .collect(),
        };
        mondays
            .into_iter()
            .map(|monday| SlotWeek {
                monday,
                days: monday.iter_days().take(shown).map(on).collect(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::language::Language, web::pages::samples};

    /// The days of each week with how many times begin on each, as clocks in `zone` have it.
    fn weeks(times: &[(i64, u32)], zone: &str) -> Vec<(String, Vec<usize>)> {
        let mut offered = SpeakSlots::sample(Language::En);
        let one = offered.slots[0].clone();
        let slot = |(days, hour): &(i64, u32)| SlotShown {
            when: samples::when(*days, *hour, 0, 60, "Asia/Seoul"),
            ..one.clone()
        };
        offered.slots = times.iter().map(slot).collect();
        let weeks = offered.weeks(&zone.parse().unwrap());
        let counts = |week: &SlotWeek<'_>| week.days.iter().map(|day| day.slots.len()).collect();
        weeks
            .iter()
            .map(|week| (week.monday.to_string(), counts(week)))
            .collect()
    }

    #[test]
    fn a_time_stands_on_the_day_that_its_speaker_lives_through() {
        // The samples know it as a Tuesday: Wednesday, a week from it, and the Monday after that.
        let times = [(1, 16), (7, 16), (13, 8)];
        let there = [
            ("2026-11-23".to_owned(), vec![0, 0, 1, 0, 0]),
            ("2026-11-30".to_owned(), vec![0, 1, 0, 0, 0]),
            ("2026-12-07".to_owned(), vec![1, 0, 0, 0, 0]),
        ];
        assert_eq!(weeks(&times, "Asia/Seoul"), there);
        // West of there the Monday morning is a Sunday: the weekend is shown, and the week is another.
        let west = [
            ("2026-11-23".to_owned(), vec![0, 0, 1, 0, 0, 0, 0]),
            ("2026-11-30".to_owned(), vec![0, 1, 0, 0, 0, 0, 1]),
        ];
        assert_eq!(weeks(&times, "America/Montreal"), west);
    }
}
