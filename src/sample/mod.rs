//! The sample hub: what a new machine shows before anyone has entered anything.
//!
//! It is made by the actions, as if people had entered it over the last months, around the day on which it is loaded.
//! The universities and institutes are real; every person is plainly made up, and every address ends in `.example`,
//! which nobody can receive mail at (RFC 2606 §2). Nothing is queued for anyone: whoever is invited, booked for or
//! received gets an address only after everything else is there, and who has none is told nothing.

mod houses;
mod lists;
mod meetings;
mod people;
mod places;
mod programmes;
mod seminars;
mod stays;
mod talks;

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        audit::{Author, Channel},
        clock::{Clock, FixedClock, Instant},
        error::Refusal,
        hub::Hub,
        ids::{InstitutionId, PersonId, RoomId, SiteId},
    },
    people::{
        actions::PersonError,
        model::{Actor, Role},
        queries,
    },
    rooms::actions::BookError,
    seminars::actions::WriteError,
    stays::actions::StayError,
};

/// The address for signing in of the sample hub's administrator.
pub const ADMINISTRATOR: &str = "administrator@hub.example";

/// Why the sample hub could not be made. All of these are faults of ours.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// Something was refused.
    #[error("sample data: {0}")]
    Refused(#[from] Refusal),
    /// A person could not be entered.
    #[error("sample data: {0}")]
    Person(#[from] PersonError),
    /// A room could not be booked.
    #[error("sample data: {0}")]
    Booking(#[from] BookError),
    /// A seminar could not be entered.
    #[error("sample data: {0}")]
    Seminar(#[from] WriteError),
    /// A stay could not be entered.
    #[error("sample data: {0}")]
    Stay(#[from] StayError),
    /// The database could not be asked.
    #[error("sample data: {0}")]
    Database(#[from] diesel::result::Error),
}

/// Fills an empty hub; answers whether it was empty. Where anyone or any room is known already, nothing happens. It is
/// one transaction, and of two processes that start at once one does it.
///
/// # Errors
/// [`SampleError`]; nothing is written then.
pub async fn load(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> Result<bool, SampleError> {
    conn.transaction(async |conn| {
        if !is_empty(conn).await? {
            return Ok(false);
        }
        let mut making = Making::new(clock.now(), hub);
        houses::enter(conn, &mut making).await?;
        people::enter(conn, &mut making).await?;
        places::enter(conn, &mut making).await?;
        seminars::enter(conn, &making).await?;
        lists::enter(conn, &making).await?;
        meetings::book(conn, &making).await?;
        stays::enter(conn, &making).await?;
        people::give_addresses(conn, &making).await?;
        Ok(true)
    })
    .await
}

async fn is_empty(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Empty {
        #[diesel(sql_type = sql_types::Bool)]
        empty: bool,
    }
    // "sample" in ASCII.
    sql_query("SELECT pg_advisory_xact_lock(126862285106277)")
        .execute(conn)
        .await?;
    let found: Empty = sql_query(
        "SELECT NOT EXISTS (SELECT FROM people) AND NOT EXISTS (SELECT FROM rooms) AS empty",
    )
    .get_result(conn)
    .await?;
    Ok(found.empty)
}

/// The sample hub in the making: what stands already, by the short names that the plan uses, and a clock that is set to
/// when each thing is supposed to have been entered.
struct Making<'h> {
    hub: &'h Hub,
    clock: FixedClock,
    now: Instant,
    /// The day of loading in the hub's zone.
    today: NaiveDate,
    /// Whoever sets the hub up: the command line.
    keeper: Actor,
    institutions: BTreeMap<&'static str, InstitutionId>,
    people: BTreeMap<&'static str, PersonId>,
    sites: BTreeMap<&'static str, SiteId>,
    rooms: BTreeMap<&'static str, RoomId>,
}

impl<'h> Making<'h> {
    fn new(now: Instant, hub: &'h Hub) -> Self {
        Self {
            hub,
            // The house was set up five months ago.
            clock: FixedClock::at(now - Duration::days(150)),
            now,
            today: hub.zone.date(now),
            keeper: Actor {
                id: PersonId(uuid::Uuid::nil()),
                name: None,
                roles: [Role::Administrator].into(),
                member: true,
                acts_for: Vec::new(),
                language: None,
                zone: None,
                author: Author::command(),
            },
            institutions: BTreeMap::new(),
            people: BTreeMap::new(),
            sites: BTreeMap::new(),
            rooms: BTreeMap::new(),
        }
    }

    /// Something is entered at `at`, or now where that is still to come.
    fn set_clock(&self, at: Instant) {
        self.clock.set(at.min(self.now));
    }

    fn person(&self, handle: &str) -> Result<PersonId, Refusal> {
        self.people.get(handle).copied().ok_or(Refusal::NotFound)
    }

    fn room(&self, slug: &str) -> Result<RoomId, Refusal> {
        self.rooms.get(slug).copied().ok_or(Refusal::NotFound)
    }

    /// A person as someone who does something, by the command line that loads all this.
    async fn actor(
        &self,
        conn: &mut AsyncPgConnection,
        handle: &str,
    ) -> Result<Actor, SampleError> {
        let author = Author::from(Channel::Command, None);
        let found = queries::actor(conn, self.person(handle)?, author).await?;
        Ok(found.ok_or(Refusal::NotFound)?)
    }
}
