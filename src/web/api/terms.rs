//! `/series/{id}/terms`: the dates of a term, looked at or made drafts.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Body, Change, bookings::ConflictShown, local_times::PlaceShown, seminars, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        described::{ClockTime, WallTime},
        error::{Invalid, Reason},
        hub::Hub,
        ids::{RoomId, SeriesId},
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        self,
        actions::OnConflict,
        model::{Closed, ClosedDays, Taken},
    },
    seminars::{
        actions::{NewTerm, Rooms, TermError, plan_term},
        model::Series,
        queries::{self, Concerns, DateSeen, Group, Obstacle, TermDate},
        rules::term::{Rhythm, Until},
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A term to be planned. Dates and wall times are those of the zone of the series.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTerm, example = json!({
    "weekday": 4, "time": "16:00:00", "from": "2027-03-04", "until": "2027-06-10", "weeks_off": ["2027-04-19"],
}))]
pub struct New {
    /// On which day: 1 is Monday, 7 Sunday (ISO 8601).
    #[schema(minimum = 1, maximum = 7)]
    weekday: u8,
    /// When.
    #[schema(value_type = ClockTime)]
    time: NaiveTime,
    /// Every so many weeks; 1 where nothing is given.
    #[schema(minimum = 1, maximum = 12)]
    every_weeks: Option<i16>,
    /// The first day of the term.
    from: NaiveDate,
    /// Its last day. This or `count`.
    until: Option<NaiveDate>,
    /// How many dates it has. This or `until`.
    #[schema(minimum = 1, maximum = 60)]
    count: Option<usize>,
    /// Any day of each week in which nothing takes place.
    #[serde(default)]
    weeks_off: Vec<NaiveDate>,
    /// Where; absent: in the room of the series, `null`: in none.
    #[serde(default)]
    #[schema(value_type = Option<RoomId>)]
    room_id: Change<RoomId>,
    /// These dates in place of those that the rhythm makes: some left out, or moved.
    #[schema(max_items = 60)]
    dates: Option<Vec<Wanted>>,
    /// What happens where a date cannot be.
    #[serde(default)]
    on_conflict: OnConflict,
    /// Nothing is made: every date is answered as it stands.
    #[serde(default)]
    dry_run: bool,
}

/// A date of a term as it is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTermDate)]
pub struct Wanted {
    /// When it is to start, in the zone of the series.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// Which of two equal wall times is meant where clocks go back: 0 the first, 1 the second.
    #[serde(default, deserialize_with = "crate::web::api::fold")]
    #[schema(maximum = 1)]
    fold: Option<u8>,
}

/// What came of a term.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Term)]
pub struct Made {
    /// The drafts, by time. Each holds its room.
    booked: Vec<seminars::Shown>,
    /// The dates that could not be and were left out.
    clashes: Vec<DateShown>,
}

/// A term that is looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TermPreview)]
pub struct Preview {
    /// Every date, by time.
    dates: Vec<DateShown>,
}

/// A date of a term as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TermDate)]
pub struct DateShown {
    /// When it would start, in the zone of the series.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// When it would start; `null` where clocks skip or double that wall time.
    #[schema(value_type = Option<DateTime>)]
    starts_at: Option<Instant>,
    /// When it would end, exclusive.
    #[schema(value_type = Option<DateTime>)]
    ends_at: Option<Instant>,
    /// Why it cannot be; `null` where it can.
    reason: Option<Obstacle>,
    /// What is in the way.
    conflicts: Vec<ConflictShown>,
    /// The days that it meets on which the hub, or the site of the room, is closed.
    closed_days: Vec<ClosedDays>,
    /// What clocks show then where people are whom it concerns: the hub, institutions that organise together, followers.
    places: Vec<PlaceShown>,
}

impl From<TermError> for Failure {
    fn from(error: TermError) -> Self {
        match error {
            TermError::Refused(refusal) => refusal.into(),
            TermError::Clashes(clashes) => refused(clashes),
        }
    }
}

/// What is taken is a conflict; a time that is none, or that of another date, is a mistake of who asked.
fn refused(clashes: Vec<DateSeen>) -> Failure {
    let mut invalid = Invalid::default();
    let mut taken = Taken::default();
    for clash in clashes {
        let key = match clash.obstacle {
            Some(Obstacle::Gap) => "reason-term-gap",
            Some(Obstacle::Fold) => "reason-term-fold",
            Some(Obstacle::Overlaps) => "reason-term-overlaps",
            Some(Obstacle::Taken) | None => {
                taken.conflicts.extend(clash.conflicts);
                continue;
            }
        };
        let local = clash.wanted.starts_local.format("%Y-%m-%d %H:%M");
        invalid.add("dates", Reason::new(key).with("local", local));
    }
    match invalid.is_empty() {
        true => taken.into(),
        false => invalid.into(),
    }
}

impl New {
    fn rhythm(&self) -> Result<Rhythm, Invalid> {
        let mut invalid = Invalid::default();
        let weekday = self.weekday.checked_sub(1);
        let weekday = weekday.and_then(|from_monday| Weekday::try_from(from_monday).ok());
        let weekday = invalid.take("weekday", weekday.ok_or(Reason::new("reason-term-weekday")));
        let until = match (self.until, self.count) {
            (Some(date), None) => Ok(Until::Date(date)),
            (None, Some(count)) => Ok(Until::Count(count)),
            (None, None) | (Some(_), Some(_)) => Err(Reason::new("reason-term-end")),
        };
        let until = invalid.take("until", until);
        let rhythm = weekday.zip(until).map(|(weekday, until)| Rhythm {
            weekday,
            starts: self.time,
            every_weeks: self.every_weeks.unwrap_or(1),
            from: self.from,
            until,
            weeks_off: self.weeks_off.iter().copied().collect(),
        });
        invalid.none_or()?;
        rhythm.ok_or_else(|| Invalid::one("until", Reason::new("reason-term-end")))
    }

    fn term(self, series: &Series) -> Result<NewTerm, Invalid> {
        let rhythm = self.rhythm()?;
        let made = rhythm.dates()?;
        let dates = match self.dates {
            Some(wanted) => wanted.iter().map(Wanted::date).collect(),
            None => made
                .into_iter()
                .map(|date| TermDate {
                    starts_local: date.and_time(rhythm.starts),
                    fold: None,
                })
                .collect(),
        };
        Ok(NewTerm {
            series: series.id,
            rhythm,
            rooms: match self.room_id {
                Change::Absent => Rooms::AsSeries,
                Change::To(None) => Rooms::None,
                Change::To(Some(room)) => Rooms::These(vec![room]),
            },
            dates,
            skip: self.on_conflict == OnConflict::Skip,
        })
    }
}

impl Wanted {
    fn date(&self) -> TermDate {
        TermDate {
            starts_local: self.starts_local,
            fold: self.fold,
        }
    }
}

/// Plan a term
///
/// Every date becomes a draft of the series with its room held, all of them or none; nobody is told. The rhythm is kept: the
/// next term starts from it on the page. With `dry_run` nothing is made, and every date is answered with what is in its way
/// and with local times elsewhere. For the organisers of the series.
#[utoipa::path(post, path = "/series/{id}/terms", tag = "Series", operation_id = "plan_term",
    params(SeriesId, Once),
    request_body = New,
    responses(
        (status = 200, description = "With `dry_run`: the dates as they stand", body = Preview),
        (status = 201, description = "Planned", body = Made),
        (status = 403, description = "The caller does not organise the series, or may not book the room."),
        (status = 409, description = "A date's room is taken (`conflicts`), or the series has ended."),
    ))]
pub async fn plan(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeriesId>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = super::series::organised(&mut conn, &api.actor, *id).await?;
    let Body(new) = body;
    let dry_run = new.dry_run;
    let term = new.term(&series)?;
    let closed = closed(&mut conn, &app.hub, &series, &term).await?;
    if dry_run {
        let dates = looked_at(&mut conn, &app.hub, &api.actor, &series, &term, &closed).await?;
        return show(&Preview { dates });
    }
    drop(conn);
    once.carry_out(&app, async |conn| {
        let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
        let planned = plan_term(conn, clock, hub, actor, term).await?;
        let groups = concerned(conn, hub, &series).await?;
        let booked = planned.seminars.into_iter();
        let clashes = planned.clashes.into_iter();
        let made = Made {
            booked: booked
                .map(|details| seminars::Shown::of(&app, &api, details, seminars::organiser()))
                .collect(),
            clashes: clashes
                .map(|seen| shown(&series, &groups, &closed, &seen))
                .collect(),
        };
        Done::json(StatusCode::CREATED, &made)
    })
    .await
}

/// The dates as they stand.
async fn looked_at(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    actor: &Actor,
    series: &Series,
    term: &NewTerm,
    closed: &[Closed],
) -> Result<Vec<DateShown>, Failure> {
    let room = room_of(series, term);
    let seen = queries::look_at_dates(conn, actor, series, room, &term.dates).await?;
    let groups = concerned(conn, hub, series).await?;
    Ok(seen
        .iter()
        .map(|seen| shown(series, &groups, closed, seen))
        .collect())
}

fn room_of(series: &Series, term: &NewTerm) -> Option<RoomId> {
    match &term.rooms {
        Rooms::AsSeries => series.room_id,
        Rooms::None => None,
        Rooms::These(rooms) => rooms.first().copied(),
    }
}

/// The closed days of the hub, and of the site of its room, from its first date to its last.
async fn closed(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    series: &Series,
    term: &NewTerm,
) -> Result<Vec<Closed>, Failure> {
    let dates = || term.dates.iter().map(|date| date.starts_local.date());
    let (Some(from), Some(to)) = (dates().min(), dates().max()) else {
        return Ok(Vec::new());
    };
    // Elsewhere a date may be a day off, and a long seminar ends on a later one.
    let around = Duration::days(1) + Duration::minutes(series.duration_minutes.into());
    let from = from.checked_sub_signed(around);
    let to = to.checked_add_signed(around);
    let room: Vec<RoomId> = room_of(series, term).into_iter().collect();
    let sites = rooms::queries::sites_of(conn, &room).await?;
    let mut closed = rooms::queries::closed_between(conn, hub.zone, from, to).await?;
    closed.retain(|one| one.concerns(&sites));
    Ok(closed)
}

async fn concerned(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    series: &Series,
) -> Result<Vec<Group>, Failure> {
    let whom = Concerns {
        series: Some(series.id),
        ..Concerns::default()
    };
    Ok(queries::concerned(conn, hub, &whom).await?)
}

fn shown(series: &Series, groups: &[Group], closed: &[Closed], seen: &DateSeen) -> DateShown {
    let places = seen.slot.map(|slot| {
        let places = groups
            .iter()
            .map(|group| PlaceShown::of(group, series.zone(), slot));
        places.collect()
    });
    let then = closed
        .iter()
        .filter(|one| seen.slot.is_some_and(|slot| one.meets(slot)));
    DateShown {
        closed_days: then.map(|one| one.days.clone()).collect(),
        starts_local: seen.wanted.starts_local,
        starts_at: seen.slot.map(Slot::from),
        ends_at: seen.slot.map(Slot::to),
        reason: seen.obstacle,
        conflicts: seen.conflicts.iter().map(Into::into).collect(),
        places: places.unwrap_or_default(),
    }
}
