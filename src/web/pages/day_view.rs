//! The day as columns: a grid of five minutes (or of days), on which bookings and stays lie as blocks.
//!
//! A strict policy allows no style in a page, so places are classes: `.s1` … `.s289` and `.e1` … `.e289` in
//! `static/grid.css`, for the line where a block begins and ends.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};

use super::{html::Html, page::Page, time::When};
use crate::base::{clock::Instant, language, zone::Zone};

/// Minutes of one column.
const STEP: i64 = 5;

/// A booking on the grid.
#[derive(Debug, Clone)]
pub struct Block {
    /// When it is, without set-up and tidy-up.
    pub when: When,
    /// For how long the room is blocked, set-up and tidy-up included.
    pub blocked: When,
    /// What for; `None` where the reader may only know that it is taken.
    pub title: Option<String>,
    /// Whose it is, where the reader may know.
    pub by: Option<String>,
    /// The part of the room that it takes, by name; none: all of it.
    pub part: Option<String>,
    /// Its page, where the reader may open it.
    pub address: Option<String>,
    /// Whether it waits for approval.
    pub held: bool,
    /// Whether it is the reader's.
    pub mine: bool,
}

/// The day's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayGrid {
    /// The day.
    pub date: NaiveDate,
    /// The zone whose clock stands above the columns.
    pub zone: Zone,
    /// The first hour shown.
    pub from_hour: u32,
    /// The hour after the last one shown.
    pub to_hour: u32,
}

/// Where something lies on the grid: lines, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// The line where it begins.
    pub start: i64,
    /// The line where it ends.
    pub end: i64,
}

impl DayGrid {
    /// The day from 8 to 20 o'clock, wider where a block needs it.
    pub fn around<'a>(
        date: NaiveDate,
        zone: Zone,
        blocks: impl IntoIterator<Item = &'a Block>,
    ) -> Self {
        let mut grid = Self {
            date,
            zone,
            from_hour: 8,
            to_hour: 20,
        };
        let (start, end) = (zone.start_of(date), zone.start_of(date + Duration::days(1)));
        for block in blocks {
            let slot = block.blocked.slot;
            if slot.to() <= start || slot.from() >= end {
                continue;
            }
            let from = zone.local(slot.from().max(start));
            let to = zone.local(slot.to().min(end));
            grid.from_hour = grid.from_hour.min(hour(from.time()));
            let until = if to.date() > date {
                24
            } else {
                hour(to.time()) + u32::from(to.time() > at_hour(hour(to.time())))
            };
            grid.to_hour = grid.to_hour.max(until);
        }
        grid
    }

    /// How many columns there are.
    pub fn columns(&self) -> i64 {
        i64::from(self.to_hour - self.from_hour) * 60 / STEP
    }

    /// The hours above the columns, with the lines between which each stands.
    pub fn hours(&self) -> Vec<(u32, Lines)> {
        (self.from_hour..self.to_hour)
            .map(|hour| {
                let start = i64::from(hour - self.from_hour) * 60 / STEP + 1;
                let lines = Lines {
                    start,
                    end: start + 60 / STEP,
                };
                (hour, lines)
            })
            .collect()
    }

    /// Where a span lies; `None` where it lies outside. Every block is at least two columns wide, so that it can be hit.
    pub fn place(&self, when: &When) -> Option<Lines> {
        let first = self.line(when.slot.from());
        let last = self.line_after(when.slot.to());
        let (start, end) = (first.max(1), last.min(self.columns() + 1));
        (start < end).then(|| Lines {
            start: start.min(self.columns() - 1),
            end: end.max((start + 2).min(self.columns() + 1)),
        })
    }

    /// The line of the present, where it lies on the grid.
    pub fn now_line(&self, now: impl std::borrow::Borrow<Instant>) -> Option<i64> {
        let line = self.line(*now.borrow());
        (1..=self.columns()).contains(&line).then_some(line)
    }

    // Lines by the wall clock: on a day with 23 or 25 hours, blocks stand under the hours that people read.
    fn minutes(&self, at: Instant) -> i64 {
        let local = self.zone.local(at);
        let opening = self.date.and_time(at_hour(self.from_hour));
        (local - opening).num_minutes()
    }

    fn line(&self, at: Instant) -> i64 {
        self.minutes(at).div_euclid(STEP) + 1
    }

    fn line_after(&self, at: Instant) -> i64 {
        -(-self.minutes(at)).div_euclid(STEP) + 1
    }
}

impl Lines {
    /// The classes that place it.
    pub fn classes(&self) -> String {
        format!("s{} e{}", self.start, self.end)
    }
}

impl Block {
    /// The clock times in `zone` and what it is, for the block itself.
    pub fn label(&self, page: &Page, zone: &Zone) -> String {
        let times = clock_span(self.when, *zone);
        format!("{times} {}", self.words(page))
    }

    /// What it is, or that it is taken.
    pub fn words(&self, page: &Page) -> String {
        self.title.clone().unwrap_or_else(|| page.t("day-taken"))
    }

    /// What set-up and tidy-up add, in words; empty where nothing.
    pub fn margins(&self, page: &Page) -> Html {
        if self.when == self.blocked {
            return Html::default();
        }
        Html::escaped(&page.with(
            "day-blocked",
            "times",
            clock_span(self.blocked, self.when.zone),
        ))
    }
}

/// `16:00–17:00` in `zone`.
pub fn clock_span(when: When, zone: Zone) -> String {
    language::hours(when.slot.from(), when.slot.to(), zone)
}

/// The months from `first` on as a grid of days, for the timeline of stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthGrid {
    /// The first day shown.
    pub first: NaiveDate,
    /// The last day shown.
    pub last: NaiveDate,
}

impl MonthGrid {
    /// The months above the days, each by its first day, with the lines between which it stands.
    pub fn months(&self) -> Vec<(NaiveDate, Lines)> {
        let mut months = Vec::new();
        let mut day = self.first;
        while day <= self.last {
            let next = (day.with_day(1).unwrap_or(day) + chrono::Months::new(1))
                .min(self.last + Duration::days(1));
            let lines = Lines {
                start: self.line(day),
                end: self.line(next),
            };
            months.push((day, lines));
            day = next;
        }
        months
    }

    /// Where a stay lies, both days inclusive; `None` where it lies outside.
    pub fn place(&self, from: NaiveDate, to: NaiveDate) -> Option<Lines> {
        let (from, to) = (from.max(self.first), to.min(self.last));
        (from <= to).then(|| Lines {
            start: self.line(from),
            end: self.line(to + Duration::days(1)),
        })
    }

    /// The line of a day.
    pub fn line(&self, day: NaiveDate) -> i64 {
        (day - self.first).num_days() + 1
    }
}

fn hour(time: NaiveTime) -> u32 {
    chrono::Timelike::hour(&time)
}

fn at_hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour.min(23), 0, 0).unwrap_or(NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::slot::Slot, web::assets};

    fn block(from: &str, to: &str) -> Block {
        let when = When {
            slot: Slot::new(from.parse().unwrap(), to.parse().unwrap()).unwrap(),
            zone: "Asia/Seoul".parse().unwrap(),
        };
        Block {
            when,
            blocked: when,
            title: None,
            by: None,
            part: None,
            address: None,
            held: false,
            mine: false,
        }
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_block_lies_under_its_hours() {
        let block = block("2026-12-01T01:00:00Z", "2026-12-01T02:30:00Z");
        let grid = DayGrid::around(date("2026-12-01"), block.when.zone, [&block]);
        assert_eq!((grid.from_hour, grid.to_hour), (8, 20));
        assert_eq!(grid.place(&block.when), Some(Lines { start: 25, end: 43 }));
        assert_eq!(grid.hours()[2].1, Lines { start: 25, end: 37 });
    }

    #[test]
    fn the_grid_grows_with_early_and_late_blocks_and_cuts_at_midnight() {
        let early = block("2026-11-30T21:20:00Z", "2026-11-30T22:00:00Z");
        let late = block("2026-12-01T14:00:00Z", "2026-12-01T18:00:00Z");
        let grid = DayGrid::around(date("2026-12-01"), early.when.zone, [&early, &late]);
        assert_eq!((grid.from_hour, grid.to_hour), (6, 24));
        assert_eq!(grid.place(&late.when).unwrap().end, grid.columns() + 1);
        let yesterday = block("2026-11-29T21:20:00Z", "2026-11-29T22:00:00Z");
        assert_eq!(grid.place(&yesterday.when), None);
    }

    #[test]
    fn a_day_of_25_hours_stays_on_the_grid() {
        let zone: Zone = "Europe/Paris".parse().unwrap();
        let slot = Slot::new(
            "2026-10-25T08:00:00Z".parse().unwrap(),
            "2026-10-25T09:00:00Z".parse().unwrap(),
        )
        .unwrap();
        let grid = DayGrid {
            date: date("2026-10-25"),
            zone,
            from_hour: 8,
            to_hour: 20,
        };
        // 9 o'clock in Paris after the change.
        assert_eq!(
            grid.place(&When { slot, zone }),
            Some(Lines { start: 13, end: 25 })
        );
    }

    #[test]
    fn months_follow_each_other_without_gaps() {
        let grid = MonthGrid {
            first: date("2026-11-01"),
            last: date("2027-01-31"),
        };
        let months = grid.months();
        assert_eq!(months.len(), 3);
        assert_eq!(months[0].1.end, months[1].1.start);
        assert_eq!(months[2].1.end, 93);
        assert_eq!(
            grid.place(date("2026-10-20"), date("2026-11-02")),
            Some(Lines { start: 1, end: 3 })
        );
    }

    #[test]
    fn every_line_has_its_class() {
        let sheet = assets::all()
            .find(|asset| asset.name == "grid.css")
            .unwrap();
        let sheet = std::str::from_utf8(&sheet.bytes).unwrap();
        for line in 1..=289 {
            assert!(sheet.contains(&format!(".s{line}{{grid-column-start:{line}}}")));
            assert!(sheet.contains(&format!(".e{line}{{grid-column-end:{line}}}")));
        }
        for columns in (60 / STEP..=24 * 60 / STEP).step_by(12) {
            assert!(
                sheet.contains(&format!(".n{columns}{{--n:{columns}}}")),
                "{columns}"
            );
        }
    }
}
