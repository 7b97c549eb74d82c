//! `/series/{id}/board`: the term of a series at a glance.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;
use serde::Serialize;
use utoipa::ToSchema;

use super::{local_times::PlaceShown, seminars, show};
use crate::{
    app::App,
    base::{
        ids::{SeminarId, SeriesId, SiteId},
        slot::Slot,
        zone::Zone,
    },
    rooms::{
        self,
        model::{Closed, ClosedDays},
    },
    seminars::{
        model::Series,
        queries::{self, Board, Concerns, Group, OnBoard},
        rules::board::{Lack, Step},
    },
    web::{actor::ApiActor, errors::Failure},
};

/// The term of a series.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Board)]
pub struct Shown {
    /// The zone of the series: days and weeks are those of its calendar.
    zone: Zone,
    /// The first day that is looked at: the first of the term that was planned last, or four weeks ago.
    from: NaiveDate,
    /// The Mondays of the weeks of the term in which nothing takes place.
    weeks_off: Vec<NaiveDate>,
    /// The seminars from that day on, by time; at most 120.
    seminars: Vec<OnBoardShown>,
    /// Whether there are more than are answered.
    is_longer: bool,
}

/// A seminar on the board.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BoardSeminar)]
pub struct OnBoardShown {
    /// The seminar, with who speaks and what they answered.
    seminar: seminars::Shown,
    /// Whether it is over.
    over: bool,
    /// What it lacks, in the order in which it is looked after; nothing where it is over or does not take place.
    lacks: Vec<Lack>,
    /// What is done next.
    next: Step,
    /// How many times its speaker may choose from.
    open_slots: usize,
    /// How many people are invited.
    invited: usize,
    /// Others of the board that are at the same time.
    overlaps: Vec<SeminarId>,
    /// The days that it meets on which the hub, or the site of one of its rooms, is closed.
    closed_days: Vec<ClosedDays>,
    /// What clocks show then where people are whom the series concerns: the hub, institutions that organise together,
    /// followers.
    places: Vec<PlaceShown>,
}

/// Read the board of a series
///
/// The seminars of its term, each with what it lacks and what is next, with what is in its way, and with local times elsewhere:
/// holidays there, and weeks in which a shift of clocks moves the hour. For the organisers of the series.
#[utoipa::path(get, path = "/series/{id}/board", tag = "Series", operation_id = "get_board",
    params(SeriesId),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise the series."),
    ))]
pub async fn board(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeriesId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = super::series::organised(&mut conn, &api.actor, *id).await?;
    let board = queries::board(&mut conn, &api.actor, &series, app.clock.now()).await?;
    let whom = Concerns {
        series: Some(series.id),
        ..Concerns::default()
    };
    let groups = queries::concerned(&mut conn, &app.hub, &whom).await?;
    let closed = closed(&mut conn, app.hub.zone, &board).await?;
    let around = board.seminars.iter();
    let around: Vec<_> = around
        .map(|one| {
            let others = board.seminars.iter().filter(|other| one.overlaps(other));
            let overlaps = others.map(|other| other.details.seminar.id).collect();
            (overlaps, beside(&series, &groups, &closed, one))
        })
        .collect();
    let seminars = board.seminars.into_iter().zip(around);
    let seminars = seminars.map(|(one, (overlaps, (closed_days, places)))| OnBoardShown {
        seminar: seminars::Shown::of(&app, &api, one.details, seminars::organiser()),
        over: one.around.over,
        lacks: one.lacks,
        next: one.next,
        open_slots: one.slots,
        invited: one.around.invited,
        overlaps,
        closed_days,
        places,
    });
    show(&Shown {
        zone: series.zone(),
        from: board.from,
        weeks_off: board.weeks_off.into_iter().collect(),
        seminars: seminars.collect(),
        is_longer: board.is_longer,
    })
}

/// What is closed from the first of its seminars to the last.
async fn closed(
    conn: &mut AsyncPgConnection,
    hub: Zone,
    board: &Board,
) -> Result<Vec<Closed>, Failure> {
    let slots = || board.seminars.iter().map(|one| one.details.seminar.slot());
    let from = slots().map(Slot::from).min();
    let to = slots().map(Slot::to).max();
    match from.zip(to).and_then(|(from, to)| Slot::new(from, to).ok()) {
        Some(span) => Ok(rooms::queries::closed_during(conn, hub, span).await?),
        None => Ok(Vec::new()),
    }
}

/// What is to be known of its day: what is closed, and what clocks show elsewhere.
fn beside(
    series: &Series,
    groups: &[Group],
    closed: &[Closed],
    one: &OnBoard,
) -> (Vec<ClosedDays>, Vec<PlaceShown>) {
    let slot = one.details.seminar.slot();
    let rooms = one.details.rooms.iter();
    let sites: Vec<SiteId> = rooms.filter_map(|room| room.site_id).collect();
    let closed = closed
        .iter()
        .filter(|days| days.concerns(&sites) && days.meets(slot));
    let places = groups.iter();
    (
        closed.map(|one| one.days.clone()).collect(),
        places
            .map(|group| PlaceShown::of(group, series.zone(), slot))
            .collect(),
    )
}
