//! The rules of time zones change, often at short notice, and come with a new release of Maru. What is to come is meant at a
//! wall time: where its instants are those of the old rules, they are derived again.
//!
//! All of a room moves alike, so what moves later goes from the last to the first, and what moves earlier from the first to
//! the last: each finds the time free that the one before has left. What finds something in its way all the same is named by
//! the task, and left as it is until someone makes room.

use std::collections::VecDeque;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::{Clock, Instant},
        db::DbError,
        hub::Hub,
        ids::{BookingId, SeminarId},
        schema,
        zone::{Astray, Zone},
    },
    rooms::{self, actions::BookError},
    seminars::{self, actions::WriteError},
};

/// How many are named of those that could not be put right.
const NAMED: usize = 10;

/// Why not all is at the instants that its wall time gives.
#[derive(Debug, thiserror::Error)]
pub enum ZonesFault {
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
    /// What could not be moved, with the reason.
    #[error("the rules of time zones have changed, and {count} could not be moved: {named}")]
    InTheWay {
        /// How many.
        count: usize,
        /// The first of them.
        named: String,
    },
}

impl From<diesel::result::Error> for ZonesFault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Something that is astray.
#[derive(Debug)]
enum Item {
    Seminar(Astray<SeminarId>),
    Booking(Astray<BookingId>),
}

/// Why something stays astray.
#[derive(Debug, thiserror::Error)]
enum Left {
    #[error(transparent)]
    Seminar(#[from] WriteError),
    #[error(transparent)]
    Booking(#[from] BookError),
}

impl Item {
    /// What moves later goes from the last on, what moves earlier from the first on.
    fn turn(&self) -> i64 {
        let (was, is) = self.times();
        match is > was {
            true => -was.timestamp(),
            false => was.timestamp(),
        }
    }

    fn times(&self) -> (Instant, Instant) {
        match self {
            Self::Seminar(one) => (one.was, one.is),
            Self::Booking(one) => (one.was, one.is),
        }
    }

    fn named(&self) -> String {
        match self {
            Self::Seminar(one) => format!("seminar {}", one.code),
            Self::Booking(one) => format!("booking {}", one.code),
        }
    }

    async fn put_right(
        &self,
        conn: &mut AsyncPgConnection,
        clock: &dyn Clock,
        hub: &Hub,
    ) -> Result<bool, Left> {
        Ok(match self {
            Self::Seminar(one) => seminars::actions::rederive(conn, clock, hub, one.id).await?,
            Self::Booking(one) => rooms::actions::rederive(conn, clock, hub, one.id).await?,
        })
    }
}

/// Puts right whatever is to come and stands where the rules of today do not put it; answers how much that was. A program
/// with older rules than those that were last followed leaves all as it is: while a hub is brought to a new release, two may
/// run beside each other.
///
/// # Errors
/// [`ZonesFault`]; what could be put right is.
pub async fn rederive(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> Result<usize, ZonesFault> {
    if !follows(conn, Zone::RULES).await? {
        return Ok(0);
    }
    let seminars = seminars::actions::astray(conn, clock).await?;
    let bookings = rooms::actions::astray(conn, clock).await?;
    let mut items: Vec<Item> = seminars.into_iter().map(Item::Seminar).collect();
    items.extend(bookings.into_iter().map(Item::Booking));
    items.sort_by_key(Item::turn);
    let mut moved = 0;
    let mut left: VecDeque<(Item, Option<Left>)> =
        items.into_iter().map(|item| (item, None)).collect();
    // Round and round, as long as something in a round makes room for others.
    let mut since_one_moved = 0;
    while since_one_moved < left.len()
        && let Some((item, _)) = left.pop_front()
    {
        match item.put_right(conn, clock, hub).await {
            Ok(was_astray) => {
                moved += usize::from(was_astray);
                since_one_moved = 0;
            }
            Err(why) => {
                left.push_back((item, Some(why)));
                since_one_moved += 1;
            }
        }
    }
    if left.is_empty() {
        return Ok(moved);
    }
    let named: Vec<String> = left
        .iter()
        .take(NAMED)
        .map(|(item, why)| match why {
            Some(why) => format!("{} ({why})", item.named()),
            None => item.named(),
        })
        .collect();
    Err(ZonesFault::InTheWay {
        count: left.len(),
        named: named.join(", "),
    })
}

/// Whether no later rules than `rules` have been followed; these are from now on.
async fn follows(conn: &mut AsyncPgConnection, rules: &str) -> QueryResult<bool> {
    use schema::hub;
    let last: Option<Option<String>> = hub::table
        .select(hub::zone_rules)
        .first(conn)
        .await
        .optional()?;
    let last = last.flatten();
    if last.as_deref().is_some_and(|last| last > rules) {
        return Ok(false);
    }
    if last.as_deref() != Some(rules) {
        diesel::update(hub::table)
            .set(hub::zone_rules.eq(rules))
            .execute(conn)
            .await?;
    }
    Ok(true)
}
