//! `/seminars/{id}/local-times`, and what clocks show elsewhere wherever else it is answered.

use actix_web::{HttpResponse, web};
use chrono::{NaiveDateTime, NaiveTime};
use serde::Serialize;
use utoipa::ToSchema;

use super::{seminars::organised, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        described::{ClockTime, WallTime},
        ids::{SeminarId, SiteId},
        slot::Slot,
        zone::Zone,
    },
    rooms::{self, model::ClosedDays},
    seminars::{
        queries::{self, Concerns, Group},
        rules::strip::{ShiftKind, Unsuited},
    },
    web::{actor::ApiActor, errors::Failure},
};

/// What clocks show at a seminar where people are whom it concerns.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LocalTimes)]
pub struct Shown {
    /// When it is meant to start, in `zone`.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// The IANA zone in which the wall time is meant.
    zone: Zone,
    /// When it starts.
    #[schema(value_type = DateTime)]
    starts_at: Instant,
    /// When it ends, exclusive.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
    /// The days that it meets on which the hub, or the site of one of its rooms, is closed.
    closed_days: Vec<ClosedDays>,
    /// The hub, institutions that organise together, those of who speaks, is invited or said that they come: those in one
    /// place, with one clock and the same holidays, together. The hub first, then those that organise, then where most
    /// people are; at most twelve.
    places: Vec<PlaceShown>,
}

/// What a clock shows where people are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LocalTime)]
pub struct PlaceShown {
    /// The institutions there.
    institutions: Vec<String>,
    /// How many people.
    people: usize,
    /// Whose clock it is.
    zone: Zone,
    /// The country whose holidays and weekends count (ISO 3166-1 alpha-2), or a part of it (ISO 3166-2).
    land: Option<String>,
    /// What it shows.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// Minutes east of UTC then.
    offset_minutes: i32,
    /// Days that the calendar there is ahead of that of the series; negative: behind.
    days: i64,
    /// Why it does not suit there.
    unsuited: Vec<Unsuited>,
    /// The public holiday there.
    holiday: Option<HolidayShown>,
    /// Whether a shift of clocks moves the hour there.
    shift: Option<ShiftShown>,
}

/// A public holiday.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicHoliday)]
pub struct HolidayShown {
    /// The word that names it.
    name: &'static str,
    /// Whether the day is not official yet: it follows the moon, or an equinox.
    expected: bool,
}

/// A shift of clocks that moves the hour at a place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClockShift)]
pub struct ShiftShown {
    /// From then on, or for some weeks.
    kind: ShiftKind,
    /// How much later than otherwise, in minutes; negative: earlier.
    minutes: i32,
    /// What a clock there shows otherwise.
    #[schema(value_type = ClockTime)]
    otherwise: NaiveTime,
}

impl PlaceShown {
    /// What a clock shows where `group` is, at what is meant in `anchor`.
    pub(super) fn of(group: &Group, anchor: Zone, slot: Slot) -> Self {
        let there = group.place.reads(anchor, slot);
        Self {
            institutions: group.names.clone(),
            people: group.people,
            zone: group.place.zone(),
            land: group.place.land.as_ref().map(|land| land.word().to_owned()),
            starts_local: there.local,
            offset_minutes: there.offset_seconds / 60,
            days: there.days,
            unsuited: there.unsuited,
            holiday: there.holiday.map(|holiday| HolidayShown {
                name: holiday.word,
                expected: holiday.expected,
            }),
            shift: there.shift.map(|shift| ShiftShown {
                kind: shift.kind,
                minutes: shift.minutes,
                otherwise: shift.otherwise,
            }),
        }
    }
}

/// Read what clocks show elsewhere
///
/// The time of a seminar where those are whom it concerns, with what does not suit there: an hour at night, a weekend, a public
/// holiday, a shift of clocks that moves the hour. As the strip on its page says it. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/local-times", tag = "Seminars", operation_id = "get_local_times",
    params(SeminarId),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn of_seminar(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = organised(&mut conn, &api, *id).await?;
    let whom = Concerns {
        series: seminar.series_id,
        seminar: Some(seminar.id),
        people: Vec::new(),
    };
    let groups = queries::concerned(&mut conn, &app.hub, &whom).await?;
    let (slot, anchor) = (seminar.slot(), seminar.zone());
    let details = queries::detail(&mut conn, seminar).await?;
    let taken = details.rooms.iter();
    let sites: Vec<SiteId> = taken.filter_map(|room| room.site_id).collect();
    let mut closed = rooms::queries::closed_during(&mut conn, app.hub.zone, slot).await?;
    closed.retain(|one| one.concerns(&sites));
    let places = groups.iter();
    show(&Shown {
        starts_local: details.seminar.starts_local,
        zone: anchor,
        starts_at: slot.from(),
        ends_at: slot.to(),
        closed_days: closed.into_iter().map(|one| one.days).collect(),
        places: places
            .map(|group| PlaceShown::of(group, anchor, slot))
            .collect(),
    })
}
