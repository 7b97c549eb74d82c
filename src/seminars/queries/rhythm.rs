//! The rhythm of a series, as its last term was planned.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, Weekday};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{ids::SeriesId, schema::series_rhythms},
    seminars::rules::term::{Rhythm, Until},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = series_rhythms, check_for_backend(diesel::pg::Pg))]
struct Row {
    weekday: i16,
    starts: NaiveTime,
    every_weeks: i16,
    from_date: NaiveDate,
    to_date: NaiveDate,
    weeks_off: Vec<NaiveDate>,
}

/// The rhythm in which the last term of a series was planned; `None` where none was.
///
/// # Errors
/// What the database says.
pub async fn rhythm(conn: &mut AsyncPgConnection, id: SeriesId) -> QueryResult<Option<Rhythm>> {
    let row: Option<Row> = series_rhythms::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(|row| Rhythm {
        weekday: weekday(row.weekday),
        starts: row.starts,
        every_weeks: row.every_weeks,
        from: row.from_date,
        until: Until::Date(row.to_date),
        weeks_off: row.weeks_off.into_iter().collect::<BTreeSet<_>>(),
    }))
}

/// Monday is 1; the constraint `series_rhythms_weekday_known` holds that it is one of seven.
fn weekday(number: i16) -> Weekday {
    u8::try_from(number - 1)
        .ok()
        .and_then(|from_monday| Weekday::try_from(from_monday).ok())
        .unwrap_or(Weekday::Mon)
}
