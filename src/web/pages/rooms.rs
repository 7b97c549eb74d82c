//! Rooms: the day with all of them, and one room with its week.

use askama::Template;
use chrono::{Days, NaiveDate, NaiveDateTime, Timelike};

use super::{
    Sample,
    common::Named,
    day_view::{Block, DayGrid},
    page::Page,
    samples,
    words::RoomKind,
};
use crate::{
    base::{
        language::{Arg, Language},
        zone::{Zone, monday_of},
    },
    web::urls,
};

/// `GET /rooms?date=`: every room as a row, the day as columns; a list for narrow screens and screen readers.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/rooms.html")]
pub struct RoomsPage {
    /// What every page knows.
    pub page: Page,
    /// The day.
    pub date: NaiveDate,
    /// The zone of the rooms shown (that of their site).
    pub zone: Zone,
    /// What of the hub or of the site is closed on the day.
    pub closed: Vec<String>,
    /// The sites to choose from, by name.
    pub sites: Vec<Named>,
    /// The slug of the one that is shown.
    pub site: Option<String>,
    /// The rooms, in the order in which they are read. Desks are left out: they are held through stays.
    pub rooms: Vec<RoomRow>,
    /// Whether the reader may book.
    pub may_book: bool,
}

/// A room with what takes it on the day.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// The slug in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: RoomKind,
    /// For how many people.
    pub capacity: Option<u32>,
    /// Its site.
    pub site: Option<String>,
    /// Whether it is closed and cannot be booked.
    pub closed: bool,
    /// What takes it, by start.
    pub blocks: Vec<Block>,
}

/// `GET /rooms/{slug}?date=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/room.html")]
pub struct RoomPage {
    /// What every page knows.
    pub page: Page,
    /// The room; its blocks are those of the week.
    pub room: RoomRow,
    /// The zone of its site.
    pub zone: Zone,
    /// What stands in it.
    pub equipment: Vec<String>,
    /// The rooms that it consists of, by name.
    pub parts: Vec<Named>,
    /// Minutes blocked before and after each booking.
    pub margins: (u32, u32),
    /// Whether a room keeper must approve a booking.
    pub approval: bool,
    /// What of the hub or of its site is closed in the week.
    pub closed: Vec<String>,
    /// Any day of the week shown.
    pub date: NaiveDate,
    /// Whether the reader may book it.
    pub may_book: bool,
}

/// A day of a room's week.
#[derive(Debug)]
pub struct RoomDay<'a> {
    /// The date in the room's zone.
    pub date: NaiveDate,
    /// What takes the room, by start.
    pub blocks: Vec<&'a Block>,
    /// Where the blocks lie.
    pub grid: DayGrid,
}

impl RoomRow {
    /// Seats and site in one line.
    pub fn about(&self, page: &Page) -> String {
        let seats = self.capacity.map(|count| {
            page.language
                .with("room-seats", &[("count", Arg::from(count))])
        });
        let parts: Vec<String> = seats.into_iter().chain(self.site.clone()).collect();
        parts.join(" · ")
    }

    /// Whether it is taken at the present.
    pub fn taken_now(&self, page: &Page) -> Option<&Block> {
        self.blocks.iter().find(|block| block.when.is_on(page.now))
    }
}

impl RoomsPage {
    /// The columns of the day.
    pub fn grid(&self) -> DayGrid {
        DayGrid::around(
            self.date,
            self.zone,
            self.rooms.iter().flat_map(|room| &room.blocks),
        )
    }

    /// Whether the day is today in the rooms' zone.
    pub fn is_today(&self) -> bool {
        self.zone.date(self.page.now) == self.date
    }

    /// The address of a day with the rooms of the same site.
    pub fn on(&self, date: impl std::borrow::Borrow<NaiveDate>) -> String {
        self.at(self.site.as_deref(), *date.borrow())
    }

    /// The address of the same day with the rooms of another site.
    pub fn at_site(&self, slug: &str) -> String {
        self.at(Some(slug), self.date)
    }

    fn at(&self, site: Option<&str>, date: NaiveDate) -> String {
        let site = site.filter(|_| self.sites.len() > 1);
        let date = date.to_string();
        urls::with_query(&urls::rooms(), &[("site", site), ("date", Some(&date))])
    }

    /// The day before.
    pub fn day_before(&self) -> NaiveDate {
        self.date - Days::new(1)
    }

    /// The day after.
    pub fn day_after(&self) -> NaiveDate {
        self.date + Days::new(1)
    }

    /// Today in the rooms' zone.
    pub fn today(&self) -> NaiveDate {
        self.zone.date(self.page.now)
    }

    /// Whether the reader's clock shows other hours.
    pub fn reader_differs(&self) -> bool {
        let noon = self.zone.noon(self.date);
        self.zone.offset_seconds(noon) != self.page.zone.offset_seconds(noon)
    }

    /// What the reader's clock shows at an hour of the day.
    pub fn reader_hour(&self, hour: &u32) -> String {
        let Ok(instant) = self.zone.instant(o_clock(self.date, *hour), Some(0)) else {
            return String::new();
        };
        let time = self.page.zone.local(instant).time();
        match time.minute() {
            0 => time.hour().to_string(),
            minute => format!("{}:{minute:02}", time.hour()),
        }
    }
}

impl RoomPage {
    /// The week's days.
    pub fn days(&self) -> Vec<RoomDay<'_>> {
        let monday = monday_of(self.date);
        let week: Vec<NaiveDate> = (0..7).map(|day| monday + Days::new(day)).collect();
        // One span of hours for the whole week, so that the days can be compared.
        let grids: Vec<DayGrid> = week
            .iter()
            .map(|date| DayGrid::around(*date, self.zone, &self.room.blocks))
            .collect();
        let from_hour = grids.iter().map(|grid| grid.from_hour).min().unwrap_or(8);
        let to_hour = grids.iter().map(|grid| grid.to_hour).max().unwrap_or(20);
        grids
            .into_iter()
            .map(|grid| {
                let grid = DayGrid {
                    from_hour,
                    to_hour,
                    ..grid
                };
                let blocks = self
                    .room
                    .blocks
                    .iter()
                    .filter(|block| grid.place(&block.when).is_some())
                    .collect();
                RoomDay {
                    date: grid.date,
                    blocks,
                    grid,
                }
            })
            .collect()
    }

    /// The columns of the week.
    pub fn grid(&self) -> DayGrid {
        self.days().first().map_or_else(
            || DayGrid::around(self.date, self.zone, &self.room.blocks),
            |day| day.grid,
        )
    }

    /// The week before.
    pub fn week_before(&self) -> NaiveDate {
        monday_of(self.date) - Days::new(7)
    }

    /// The week after.
    pub fn week_after(&self) -> NaiveDate {
        monday_of(self.date) + Days::new(7)
    }

    /// The days that the week spans.
    pub fn week(&self) -> super::time::Dates {
        let monday = monday_of(self.date);
        self.page.dates(&monday, &(monday + Days::new(6)))
    }
}

fn o_clock(date: NaiveDate, hour: u32) -> NaiveDateTime {
    date.and_hms_opt(hour.min(23), 0, 0)
        .unwrap_or_else(|| date.and_time(chrono::NaiveTime::MIN))
}

impl Sample for RoomsPage {
    const NAME: &'static str = "rooms";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::rooms_pages(language)
    }
}

impl Sample for RoomPage {
    const NAME: &'static str = "room";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::room_pages(language)
    }
}
