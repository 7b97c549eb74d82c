//! In which zone people are on a day: for what comes at an hour of theirs.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::recipients::Away;
use crate::base::{
    hub::Hub,
    ids::PersonId,
    schema::{institutions, people},
    zone::Zone,
};

/// The zones in which some people are over some days.
pub struct Whereabouts {
    hub: Zone,
    usual: HashMap<PersonId, Zone>,
    away: Away,
}

impl Whereabouts {
    /// Of `of`, from `first` to `last`. Two queries.
    ///
    /// # Errors
    /// What the database says.
    pub async fn between(
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        of: &[PersonId],
        first: NaiveDate,
        last: NaiveDate,
    ) -> QueryResult<Self> {
        let rows: Vec<(PersonId, Option<String>, Option<String>)> = people::table
            .left_join(
                institutions::table.on(people::institution_id.eq(institutions::id.nullable())),
            )
            .filter(people::id.eq_any(of))
            .select((people::id, people::zone, institutions::zone.nullable()))
            .load(conn)
            .await?;
        let usual = |(person, own, house): (PersonId, Option<String>, Option<String>)| {
            Some((person, own.or(house)?.parse().ok()?))
        };
        Ok(Self {
            hub: hub.zone,
            usual: rows.into_iter().filter_map(usual).collect(),
            away: Away::between(conn, of, first, last).await?,
        })
    }

    /// Where someone is on a day: at the place of a stay that covers it, else at their own, their institution's, the hub's.
    pub fn on(&self, person: PersonId, day: NaiveDate) -> Zone {
        let usual = || self.usual.get(&person).copied();
        self.away.on(person, day).or_else(usual).unwrap_or(self.hub)
    }
}
