//! What can be chosen in the form of a seminar, and what a choice puts into it.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::shown::clock;
use crate::{
    base::{
        ids::RoomId,
        zone::{WallTimeError, Zone},
    },
    people::model::Actor,
    rooms::{
        self,
        model::{Room, RoomKind, RoomState},
    },
    seminars::{model::Series, queries},
    web::{
        pages::{common::Alternative, form::Choice, page::Page, seminar_form::SeminarForm},
        typed,
    },
};

/// What can be chosen in the form.
pub(in crate::web::seminars) struct Ground {
    /// The series in which the reader may enter seminars, by title.
    pub series: Vec<Series>,
    /// Every room with the name of its site.
    pub rooms: Vec<(Room, Option<String>)>,
}

impl Ground {
    /// What `actor` can choose.
    pub(in crate::web::seminars) async fn of(
        conn: &mut AsyncPgConnection,
        actor: &Actor,
    ) -> QueryResult<Self> {
        Ok(Self {
            series: queries::organised_for(conn, actor).await?,
            rooms: rooms::queries::rooms(conn).await?,
        })
    }

    /// The series with this short name.
    pub(super) fn series(&self, slug: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.slug == slug)
    }

    /// The zone of a room.
    pub(in crate::web::seminars) fn zone(&self, id: RoomId) -> Zone {
        let room = self.rooms.iter().find(|(room, _)| room.id == id);
        room.map_or(Zone::UTC, |(room, _)| room.zone())
    }

    /// The short name of a room.
    pub(in crate::web::seminars) fn slug(&self, id: RoomId) -> String {
        let room = self.rooms.iter().find(|(room, _)| room.id == id);
        room.map_or_else(String::new, |(room, _)| room.slug.clone())
    }

    /// The room with this short name.
    pub(in crate::web::seminars) fn room(&self, slug: &str) -> Option<&Room> {
        let found = self.rooms.iter().find(|(room, _)| room.slug == slug);
        found.map(|(room, _)| room)
    }

    /// How many the rooms of a form seat together, where that is fewer than the form says it takes.
    pub(super) fn seats_short(&self, form: &SeminarForm) -> Option<i64> {
        let wanted: i64 = form.capacity.value.trim().parse().ok()?;
        let seats: Vec<i32> = match form.where_kind.value.as_str() {
            "series" => {
                let of_series = self.series(&form.series.value)?.room_id?;
                let room = self.rooms.iter().find(|(room, _)| room.id == of_series);
                room.and_then(|(room, _)| room.capacity)
                    .into_iter()
                    .collect()
            }
            "rooms" => {
                let slugs = form.rooms.values.iter();
                let chosen: Option<Vec<i32>> =
                    slugs.map(|slug| self.room(slug)?.capacity).collect();
                chosen?
            }
            _ => return None,
        };
        let seats: i64 = seats.iter().copied().map(i64::from).sum();
        (seats > 0 && seats < wanted).then_some(seats)
    }

    /// The series to choose from.
    pub(super) fn series_choices(&self) -> Vec<Choice> {
        let choice = |series: &Series| Choice::new(&series.slug, &series.title);
        self.series.iter().map(choice).collect()
    }

    /// The rooms to choose from: all that can be booked but desks, which belong to stays, and those chosen already.
    pub(in crate::web::seminars) fn room_choices(
        &self,
        page: &Page,
        chosen: &[String],
    ) -> Vec<Choice> {
        let offered = |room: &Room| {
            chosen.contains(&room.slug)
                || (room.state == RoomState::Open && room.kind != RoomKind::Desk)
        };
        self.rooms
            .iter()
            .filter(|(room, _)| offered(room))
            .map(|(room, site)| {
                let seats = room.capacity.map(|seats| page.count("room-seats", seats));
                let hint: Vec<String> = site.clone().into_iter().chain(seats).collect();
                Choice::new(&room.slug, &room.name).hint(hint.join(", "))
            })
            .collect()
    }
}

/// The two instants of a wall time that comes twice; none where what is typed comes once, or is no time.
pub(super) fn folds(form: &SeminarForm) -> Vec<Choice> {
    let typed = (
        typed::date(&form.date.value),
        typed::time(&form.time.value),
        typed::zone(&form.zone.value),
    );
    let (Ok(date), Ok(time), Ok(zone)) = typed else {
        return Vec::new();
    };
    match zone.instant(date.and_time(time), None) {
        Err(WallTimeError::Fold { first, second, .. }) => [("0", first), ("1", second)]
            .map(|(value, at)| {
                let label = format!("{} ({})", clock(zone.local(at)), zone.offset_label(at));
                Choice::new(value, label)
            })
            .to_vec(),
        _ => Vec::new(),
    }
}

/// Puts an alternative, whose button was pressed, into the form: its room in place of the one that is taken, its time in
/// the zone of the form.
pub(super) fn take_alternative(form: &mut SeminarForm, value: &str, ground: &Ground) {
    let Some((slug, local)) = Alternative::parse(value) else {
        return;
    };
    let Some(room) = ground.room(&slug) else {
        return;
    };
    let Ok(at) = room.zone().instant(local, Some(0)) else {
        return;
    };
    let zone = typed::zone(&form.zone.value).unwrap_or(room.zone());
    let local = zone.local(at);
    form.zone.value = zone.name().to_owned();
    form.date.value = local.date().to_string();
    form.time.value = clock(local);
    form.fold.value = match zone.instant(local, None) {
        Err(WallTimeError::Fold { first, .. }) => if first == at { "0" } else { "1" }.to_owned(),
        _ => String::new(),
    };
    let of_series = ground
        .series(&form.series.value)
        .and_then(|series| series.room_id);
    if form.where_kind.value == "series" && of_series == Some(room.id) {
        return;
    }
    if form.where_kind.value == "rooms" {
        form.rooms
            .values
            .retain(|ticked| *ticked != form.instead_of.value);
    } else {
        form.rooms.values.clear();
    }
    form.where_kind.value = "rooms".to_owned();
    if !form.rooms.values.contains(&slug) {
        form.rooms.values.push(slug);
    }
}
