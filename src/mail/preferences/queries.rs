//! What people chose.

use std::collections::HashMap;

use chrono::NaiveTime;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Choice, Notice, Pace, Preferences, Preset, QuietHours, Stopped};
use crate::base::{
    ids::{PersonId, SeriesId},
    schema::{notice_preferences, stopped_notices},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = notice_preferences, check_for_backend(diesel::pg::Pg))]
struct Row {
    person_id: PersonId,
    preset: Option<Preset>,
    wanted: Option<Vec<Notice>>,
    quiet_from: Option<NaiveTime>,
    quiet_to: Option<NaiveTime>,
    daily: Vec<Notice>,
}

impl From<Row> for Preferences {
    fn from(row: Row) -> Self {
        let daily = row.daily;
        let paced = |notice| match daily.contains(&notice) {
            true => (notice, Pace::OnceADay),
            false => (notice, Pace::AtOnce),
        };
        let ticked = row.wanted.unwrap_or_default().into_iter();
        Self {
            choice: match row.preset {
                Some(preset) => Choice::Preset(preset),
                None => Choice::Own(ticked.map(paced).collect()),
            },
            quiet: row
                .quiet_from
                .zip(row.quiet_to)
                .map(|(from, to)| QuietHours { from, to }),
        }
    }
}

/// What each of `people` chose; those who chose nothing are missing.
///
/// # Errors
/// What the database says.
pub async fn of(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
) -> QueryResult<HashMap<PersonId, Preferences>> {
    let rows: Vec<Row> = notice_preferences::table
        .filter(notice_preferences::person_id.eq_any(people))
        .select(Row::as_select())
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.person_id, row.into()))
        .collect())
}

/// What someone chose.
///
/// # Errors
/// What the database says.
pub async fn of_one(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<Preferences> {
    Ok(of(conn, &[person])
        .await?
        .remove(&person)
        .unwrap_or_default())
}

/// What each of `people` stopped, in the order in which they did; those who stopped nothing are missing.
///
/// # Errors
/// What the database says.
pub async fn stopped(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
) -> QueryResult<HashMap<PersonId, Vec<Stopped>>> {
    let rows: Vec<(PersonId, Notice, Option<SeriesId>)> = stopped_notices::table
        .filter(stopped_notices::person_id.eq_any(people))
        .order((stopped_notices::since, stopped_notices::id))
        .select((
            stopped_notices::person_id,
            stopped_notices::notice,
            stopped_notices::series_id,
        ))
        .load(conn)
        .await?;
    let mut stopped: HashMap<PersonId, Vec<Stopped>> = HashMap::new();
    for (person, notice, series) in rows {
        stopped
            .entry(person)
            .or_default()
            .push(Stopped { notice, series });
    }
    Ok(stopped)
}

/// The generation of someone's links.
///
/// # Errors
/// What the database says.
pub async fn generation(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<i32> {
    let kept: Option<i32> = notice_preferences::table
        .find(person)
        .select(notice_preferences::generation)
        .first(conn)
        .await
        .optional()?;
    Ok(kept.unwrap_or(0))
}
