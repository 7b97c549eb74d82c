//! A hub with a site, two desks, a host, a visitor from Montréal, a front desk.

use chrono::NaiveDate;
use diesel::{prelude::*, sql_query, sql_types::Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use maru::{
    base::{
        clock::{FixedClock, Instant},
        error::{Invalid, Refusal},
        hub::Hub,
        ids::{PersonId, RoomId, SiteId, StayId},
        schema::{bookings, occupancies},
    },
    people::model::{Actor, Role},
    rooms::{
        actions::{NewRoom, NewSite, create_room, create_site},
        model::RoomKind,
    },
    stays::{
        actions::{NewStay, StayError, StepOn, Visitor, enter, step},
        model::Details,
        state::{StayAct, StayState},
    },
};

use crate::support::{db::TestDb, make};

pub struct Scene {
    pub test: TestDb,
    pub clock: FixedClock,
    pub hub: Hub,
    pub site: SiteId,
    pub desk: RoomId,
    pub other_desk: RoomId,
    pub host: Actor,
    pub front_desk: Actor,
    pub visitor: Actor,
}

impl Scene {
    pub async fn new() -> Self {
        let test = TestDb::new().await;
        let clock = make::clock();
        let conn = &mut test.connect().await;
        let institution = make::institution(conn)
            .name("Institut Modèle")
            .place("CA", "America/Montreal")
            .id()
            .await;
        let host = make::person(conn)
            .name("Kim Gyeonbon")
            .email("host@hub.example")
            .role(Role::Member)
            .actor()
            .await;
        let front_desk = make::person(conn)
            .name("Park Sample")
            .email("desk@hub.example")
            .role(Role::FrontDesk)
            .actor()
            .await;
        let visitor = make::person(conn)
            .name("Jean Modèle")
            .email("jean@modele.example")
            .of(institution)
            .actor()
            .await;
        let site = site(conn, "Seoul site", "Asia/Seoul").await;
        let desk = room(conn, "Desk 3-12", RoomKind::Desk, Some(site)).await;
        let other_desk = room(conn, "Desk 3-13", RoomKind::Desk, Some(site)).await;
        Self {
            test,
            clock,
            hub: make::hub(),
            site,
            desk,
            other_desk,
            host,
            front_desk,
            visitor,
        }
    }

    pub async fn conn(&self) -> AsyncPgConnection {
        self.test.connect().await
    }

    /// Jean Modèle with Kim Gyeonbon, from 1 to 5 December 2026, at the desk 3-12.
    pub fn stay(&self) -> NewStay {
        NewStay {
            visitor: Visitor::Person(self.visitor.id),
            host: self.host.id,
            from: day("2026-12-01"),
            to: day("2026-12-05"),
            site: None,
            project: None,
            purpose: "Joint work".into(),
            topics: vec!["Logic".into()],
            desk: Some(self.desk),
            tentative: false,
        }
    }

    pub async fn enter(
        &self,
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        new: NewStay,
    ) -> Result<Details, StayError> {
        enter(conn, &self.clock, &self.hub, actor, new).await
    }

    /// The usual stay, entered by its host.
    pub async fn entered(&self, conn: &mut AsyncPgConnection) -> Details {
        self.enter(conn, &self.host, self.stay()).await.unwrap()
    }

    /// Takes a stay a step on, a minute later.
    pub async fn step(
        &self,
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        id: StayId,
        act: StayAct,
    ) -> Result<Details, StayError> {
        self.clock.advance(chrono::Duration::minutes(1));
        let on = StepOn {
            act,
            reason: None,
            lock_version: None,
        };
        step(conn, &self.clock, &self.hub, actor, id, on).await
    }

    /// Takes a proposed stay to `state`, by the front desk.
    pub async fn bring(&self, conn: &mut AsyncPgConnection, id: StayId, state: StayState) {
        for act in way_to(state) {
            self.step(conn, &self.front_desk, id, *act).await.unwrap();
        }
    }
}

/// How a proposed stay comes to `state`.
pub fn way_to(state: StayState) -> &'static [StayAct] {
    use StayAct::{Approval, Arrival, Cancellation, Confirmation, Departure, Invitation, Refusal};
    match state {
        StayState::Proposed => &[],
        StayState::Approved => &[Approval],
        StayState::Refused => &[Refusal],
        StayState::Invited => &[Approval, Invitation],
        StayState::Confirmed => &[Approval, Invitation, Confirmation],
        StayState::Arrived => &[Approval, Invitation, Confirmation, Arrival],
        StayState::Departed => &[Approval, Invitation, Confirmation, Arrival, Departure],
        StayState::Cancelled => &[Cancellation],
        StayState::NoShow => &[Approval, StayAct::NoShow],
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub async fn site(conn: &mut AsyncPgConnection, name: &str, zone: &str) -> SiteId {
    let new = NewSite {
        name: name.into(),
        slug: None,
        zone: make::zone(zone),
        address: None,
    };
    let site = create_site(conn, &make::clock(), &make::command_line(), new).await;
    site.unwrap().id
}

pub async fn room(
    conn: &mut AsyncPgConnection,
    name: &str,
    kind: RoomKind,
    site: Option<SiteId>,
) -> RoomId {
    let new = NewRoom {
        site_id: site,
        name: name.into(),
        slug: None,
        kind,
        capacity: None,
        parts: Vec::new(),
        equipment: Vec::new(),
        approval: false,
        keepers: Vec::new(),
        setup_minutes: 0,
        tidy_minutes: 0,
    };
    let (clock, hub) = (make::clock(), make::hub());
    let room = create_room(conn, &clock, &hub, &make::command_line(), new).await;
    room.unwrap().id
}

/// What a room is taken for, in order: from, to, state.
pub async fn taken(conn: &mut AsyncPgConnection, room: RoomId) -> Vec<String> {
    let rows: Vec<(Instant, Instant, String)> = occupancies::table
        .filter(occupancies::room_id.eq(room))
        .order((occupancies::blocked_from, occupancies::state))
        .select((
            occupancies::blocked_from,
            occupancies::blocked_to,
            occupancies::state,
        ))
        .load(conn)
        .await
        .unwrap();
    rows.into_iter()
        .map(|(from, to, state)| {
            let short = |at: Instant| at.format("%m-%dT%H:%M").to_string();
            format!("{} {} {state}", short(from), short(to))
        })
        .collect()
}

/// The bookings of a stay: title, from, to, state.
pub async fn booked(conn: &mut AsyncPgConnection, id: StayId) -> Vec<String> {
    let rows: Vec<(String, chrono::NaiveDateTime, chrono::NaiveDateTime, String)> = bookings::table
        .filter(bookings::stay_id.eq(id))
        .order(bookings::created_at)
        .select((
            bookings::title,
            bookings::starts_local,
            bookings::ends_local,
            bookings::state,
        ))
        .load(conn)
        .await
        .unwrap();
    rows.into_iter()
        .map(|(title, from, to, state)| format!("{title} {} {} {state}", from.date(), to.date()))
        .collect()
}

/// How many people there are.
pub async fn people(conn: &mut AsyncPgConnection) -> i64 {
    let count = maru::base::schema::people::table.count();
    count.get_result(conn).await.unwrap()
}

/// Each field with the keys of what is wrong with it.
pub fn wrong(error: StayError) -> Vec<(String, &'static str)> {
    let StayError::Refused(Refusal::Invalid(invalid)) = error else {
        panic!("{error:?}");
    };
    fields(&invalid)
}

fn fields(invalid: &Invalid) -> Vec<(String, &'static str)> {
    invalid
        .fields()
        .flat_map(|(field, reasons)| {
            reasons
                .iter()
                .map(move |reason| (field.to_owned(), reason.key()))
        })
        .collect()
}

/// Everything there is of stays and their desks, to compare before and after.
pub async fn everything(conn: &mut AsyncPgConnection) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let lines: Vec<Line> = sql_query(
        "SELECT line FROM (SELECT 1 AS part, s::text AS line FROM stays s UNION ALL SELECT 2, t::text FROM stay_steps t \
         UNION ALL SELECT 3, r::text FROM stay_revisions r UNION ALL SELECT 4, z::text FROM zone_spans z \
         UNION ALL SELECT 5, b::text FROM bookings b UNION ALL SELECT 6, o::text FROM occupancies o \
         UNION ALL SELECT 7, m::text FROM messages m UNION ALL SELECT 8, a::text FROM audit_entries a \
         UNION ALL SELECT 9, p::text FROM people p UNION ALL SELECT 10, c::text FROM change_counters c) AS all_of_it \
         ORDER BY part, line",
    )
    .load(conn)
    .await
    .unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// Someone whose assistant `assistant` is.
pub async fn assists(conn: &mut AsyncPgConnection, person: PersonId, name: &str) -> Actor {
    let assistant = make::person(conn).name(name).role(Role::Member).id().await;
    maru::people::actions::name_assistant(
        conn,
        &make::clock(),
        &make::command_line(),
        person,
        assistant,
    )
    .await
    .unwrap();
    make::acting(conn, assistant).await
}
