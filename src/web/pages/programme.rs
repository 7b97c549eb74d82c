//! The programme: the coming weeks as a reading list, a small month beside it, filters that are links.

mod filter;

use askama::Template;
use chrono::{Datelike, Days, Months, NaiveDate};

use super::{
    Sample,
    closed::{line, lines},
    common::SeminarEntry,
    follows::FollowCard,
    html::Html,
    linked,
    page::Page,
    samples,
    series::FollowForm,
    words::SeminarState,
};
use crate::{
    base::{language::Language, zone::monday_of},
    rooms::model::Closed,
    web::urls,
};

pub use filter::{FilterGroup, FilterKind, ProgrammeFilter};

/// `GET /`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/programme.html")]
pub struct Programme {
    /// What every page knows.
    pub page: Page,
    /// What is shown, and with it the address of this page.
    pub filter: ProgrammeFilter,
    /// The seminars from [`Self::from`] on that fit the filter and that the reader may see, by start.
    pub seminars: Vec<SeminarEntry>,
    /// Those that are postponed and were to be before, on the page for now: their new time is awaited.
    pub awaited: Vec<SeminarEntry>,
    /// The first day shown, in the reader's zone.
    pub from: NaiveDate,
    /// The first day of the span before, where there is anything.
    pub earlier: Option<NaiveDate>,
    /// The first day of the span after, where there is anything.
    pub later: Option<NaiveDate>,
    /// The days of the span on which the hub or a site is closed, by the first of them.
    pub closed: Vec<Closed>,
    /// Any day of the month shown beside the list.
    pub month: NaiveDate,
    /// The days of that month (in the reader's zone) on which something fits the filter.
    pub busy_days: Vec<NaiveDate>,
    /// What can be chosen; groups without options are left out.
    pub filters: Vec<FilterGroup>,
    /// The feed with just this, where there is one.
    pub feed: Option<String>,
    /// The language that it speaks unless it is asked otherwise; none: the hub's.
    pub feed_language: Option<Language>,
    /// How it is followed by mail, where it can be.
    pub follow: Option<FollowCard>,
    /// Whether the reader may make a seminar.
    pub may_make: bool,
}

/// A day of the reading list.
#[derive(Debug)]
pub struct Day<'a> {
    /// The date, in the reader's zone.
    pub date: NaiveDate,
    /// What of the hub is closed while something of it takes place.
    pub closed: Vec<String>,
    /// What takes place.
    pub seminars: Vec<&'a SeminarEntry>,
}

/// A week of the reading list.
#[derive(Debug)]
pub struct Week<'a> {
    /// Its Monday.
    pub monday: NaiveDate,
    /// The days with something.
    pub days: Vec<Day<'a>>,
}

/// A cell of the small month.
#[derive(Debug, Clone, Copy)]
pub struct MonthDay {
    /// The date.
    pub date: NaiveDate,
    /// Whether it belongs to the month.
    pub inside: bool,
    /// Whether something takes place.
    pub busy: bool,
    /// Whether it is today.
    pub today: bool,
}

impl Programme {
    /// What it says to machines; nothing of what others may not see.
    pub fn json_ld(&self) -> Option<Html> {
        linked::programme(self)
    }

    /// The calendar at `feed`, which is its own, to subscribe to.
    pub fn calendar(&self, feed: &str) -> String {
        self.page.calendar_of(feed, self.feed_language)
    }

    /// The reading list: weeks of days, in the reader's zone.
    pub fn weeks(&self) -> Vec<Week<'_>> {
        let mut weeks: Vec<Week<'_>> = Vec::new();
        for seminar in &self.seminars {
            let date = seminar.when.date_in(self.page.zone);
            let monday = monday_of(date);
            if weeks.last().is_none_or(|week| week.monday != monday) {
                weeks.push(Week {
                    monday,
                    days: Vec::new(),
                });
            }
            let Some(week) = weeks.last_mut() else {
                continue;
            };
            match week.days.last_mut() {
                Some(day) if day.date == date => day.seminars.push(seminar),
                _ => week.days.push(Day {
                    date,
                    closed: Vec::new(),
                    seminars: vec![seminar],
                }),
            }
        }
        for day in weeks.iter_mut().flat_map(|week| &mut week.days) {
            day.closed = self.closed_during(&day.seminars);
        }
        weeks
    }

    fn closed_during(&self, seminars: &[&SeminarEntry]) -> Vec<String> {
        let meets = |one: &&Closed| seminars.iter().any(|seminar| one.meets(seminar.when.slot));
        let then = self.closed.iter().filter(meets);
        then.map(|one| line(self.page.language, one)).collect()
    }

    /// The closed days of the span, a line each.
    pub fn closed_lines(&self) -> Vec<String> {
        lines(self.page.language, &self.closed)
    }

    /// What a week is called: this week, next week, or its first day.
    pub fn week_name(&self, monday: &NaiveDate) -> String {
        let this = monday_of(self.page.today());
        if *monday == this {
            self.page.t("programme-this-week")
        } else if *monday == this + Days::new(7) {
            self.page.t("programme-next-week")
        } else {
            self.page
                .with("programme-week-of", "date", self.page.day_month(monday))
        }
    }

    /// The small month: weeks of seven days from Monday on.
    pub fn month_weeks(&self) -> Vec<Vec<MonthDay>> {
        let first = self.month.with_day(1).unwrap_or(self.month);
        let after = first + Months::new(1);
        let mut monday = monday_of(first);
        let mut weeks = Vec::new();
        while monday < after {
            weeks.push(
                (0..7)
                    .map(|day| {
                        let date = monday + Days::new(day);
                        MonthDay {
                            date,
                            inside: date >= first && date < after,
                            busy: self.busy_days.contains(&date),
                            today: date == self.page.today(),
                        }
                    })
                    .collect(),
            );
            monday = monday + Days::new(7);
        }
        weeks
    }

    /// The days whose names head the small month.
    pub fn weekdays(&self) -> Vec<(String, String)> {
        (1..=7)
            .map(|day| {
                (
                    self.page.t(&format!("weekday-short-{day}")),
                    self.page.t(&format!("weekday-{day}")),
                )
            })
            .collect()
    }

    /// The first day of the month before.
    pub fn month_before(&self) -> NaiveDate {
        self.month.with_day(1).unwrap_or(self.month) - Months::new(1)
    }

    /// The first day of the month after.
    pub fn month_after(&self) -> NaiveDate {
        self.month.with_day(1).unwrap_or(self.month) + Months::new(1)
    }
}

impl Sample for Programme {
    const NAME: &'static str = "programme";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = samples::page(language, "/");
        let today = page.today();
        let empty = Self {
            filter: ProgrammeFilter::default(),
            seminars: Vec::new(),
            awaited: Vec::new(),
            from: today,
            earlier: Some(today - Days::new(28)),
            later: None,
            closed: Vec::new(),
            month: today,
            busy_days: Vec::new(),
            filters: Vec::new(),
            feed: Some(urls::hub_feed()),
            feed_language: None,
            follow: Some(FollowCard {
                is_list: false,
                posted: "hub".into(),
                topic: None,
                follows: None,
                back: "/".into(),
                asks: Some(urls::followers()),
                form: FollowForm::default(),
            }),
            may_make: false,
            page,
        };
        let seminars = samples::entries(language);
        let postponed = seminars
            .iter()
            .filter(|seminar| seminar.state == SeminarState::Postponed);
        let awaited = postponed.map(|seminar| SeminarEntry {
            code: "n2pqrs".into(),
            when: samples::when(-20, 16, 0, 60, "Asia/Seoul"),
            ..seminar.clone()
        });
        let full = Self {
            awaited: awaited.collect(),
            busy_days: seminars
                .iter()
                .map(|seminar| seminar.when.date_in(empty.page.zone))
                .collect(),
            closed: samples::closed(&seminars),
            seminars,
            filters: samples::filters(language),
            later: Some(today + Days::new(28)),
            ..empty.clone()
        };
        let narrowed = Self {
            filter: ProgrammeFilter {
                kind: Some("lecture".into()),
                topic: Some("alignment".into()),
                ..ProgrammeFilter::default()
            },
            filters: samples::filters(language),
            feed: None,
            follow: None,
            page: samples::page(language, "/?kind=lecture&topic=alignment"),
            ..empty.clone()
        };
        let elsewhere = Self {
            page: samples::organiser_in(language, "/", "Europe/Paris"),
            may_make: true,
            follow: Some(FollowCard {
                is_list: false,
                posted: "hub".into(),
                topic: None,
                follows: Some(true),
                back: "/".into(),
                asks: None,
                form: FollowForm::default(),
            }),
            ..full.clone()
        };
        let topic = Self {
            filter: ProgrammeFilter {
                topic: Some("alignment".into()),
                ..ProgrammeFilter::default()
            },
            page: samples::organiser_in(language, "/?topic=alignment", "Europe/Paris"),
            feed: Some(urls::topic_feed("alignment")),
            follow: Some(FollowCard {
                is_list: false,
                posted: "topic:alignment".into(),
                topic: Some(samples::say(language, "Alignment", "정렬")),
                follows: Some(false),
                back: "/?topic=alignment".into(),
                asks: None,
                form: FollowForm::default(),
            }),
            ..full.clone()
        };
        let refused = Self {
            filter: topic.filter.clone(),
            page: samples::page(language, "/?topic=alignment"),
            feed: topic.feed.clone(),
            follow: topic.follow.clone().map(|card| FollowCard {
                follows: None,
                asks: Some(urls::topic_followers("alignment")),
                form: samples::refused_address(language),
                ..card
            }),
            ..full.clone()
        };
        vec![
            ("full", full),
            ("empty", empty),
            ("narrowed-to-nothing", narrowed),
            ("organiser-in-paris", elsewhere),
            ("topic", topic),
            ("no-address", refused),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_reader() {
        let (_, mut programme) = Programme::samples(Language::En).remove(0);
        let seoul: Vec<_> = programme
            .weeks()
            .iter()
            .flat_map(|week| week.days.iter().map(|day| day.date))
            .collect();
        assert!(seoul.windows(2).all(|pair| pair[0] < pair[1]), "{seoul:?}");
        let shown = programme.seminars.len();
        programme.page.zone = "Pacific/Honolulu".parse().unwrap();
        let weeks = programme.weeks();
        assert_eq!(
            weeks
                .iter()
                .flat_map(|week| &week.days)
                .map(|day| day.seminars.len())
                .sum::<usize>(),
            shown
        );
        assert_ne!(weeks[0].days[0].date, seoul[0]);
    }
}
