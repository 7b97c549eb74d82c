//! Where people are told, and in which language and zone they read.

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{clock::Instant, hub::Hub, ids::PersonId, schema::zone_spans, zone::Zone},
    people::model::Recipient,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Uuid)]
    id: PersonId,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    name: Option<String>,
    #[diesel(sql_type = sql_types::Text)]
    address: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    language: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    zone: Option<String>,
    #[diesel(sql_type = sql_types::Integer)]
    generation: i32,
}

/// Each of `people` as a recipient of what is told of `at`; those without an address are missing.
///
/// They are told at the address for signing in, else at the oldest. Their zone is that of the stay which covers the day
/// on which `at` falls there, else their own, else their institution's, else the hub's. Two queries.
///
/// # Errors
/// What the database says.
pub async fn recipients(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    people: &[PersonId],
    at: Instant,
) -> QueryResult<HashMap<PersonId, Recipient>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Row> = sql_query(
        "SELECT DISTINCT ON (p.id) p.id, p.name, a.address, p.language, coalesce(p.zone, i.zone) AS zone, \
             coalesce(n.generation, 0) AS generation \
         FROM people p JOIN addresses a ON a.person_id = p.id LEFT JOIN institutions i ON i.id = p.institution_id \
         LEFT JOIN notice_preferences n ON n.person_id = p.id WHERE p.id = ANY($1) \
         ORDER BY p.id, a.purpose = 'sign_in' DESC, a.created_at, a.id",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(people)
    .load(conn)
    .await?;
    let away = zones_of_stays(conn, people, at).await?;
    let recipient = |row: Row| Recipient {
        person: row.id,
        name: row.name,
        address: row.address,
        language: parsed(row.language.as_deref()).unwrap_or(hub.language),
        zone: away
            .get(&row.id)
            .copied()
            .or_else(|| parsed(row.zone.as_deref()))
            .unwrap_or(hub.zone),
        generation: row.generation,
    };
    Ok(rows
        .into_iter()
        .map(|row| (row.id, recipient(row)))
        .collect())
}

/// The zone of the stay that covers the day of `at`, of those who are on one; of two stays the later one's.
async fn zones_of_stays(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
    at: Instant,
) -> QueryResult<HashMap<PersonId, Zone>> {
    // No zone is further than a day from UTC; which day it is there is asked of the same zone data as everywhere else.
    let day = Zone::UTC.date(at);
    let spans: Vec<(PersonId, NaiveDate, NaiveDate, String)> = zone_spans::table
        .filter(zone_spans::person_id.eq_any(people))
        .filter(zone_spans::from_date.le(day + Duration::days(1)))
        .filter(zone_spans::to_date.ge(day - Duration::days(1)))
        .order((zone_spans::from_date, zone_spans::stay_id))
        .select((
            zone_spans::person_id,
            zone_spans::from_date,
            zone_spans::to_date,
            zone_spans::zone,
        ))
        .load(conn)
        .await?;
    Ok(spans
        .into_iter()
        .filter_map(|(person, from, to, zone)| {
            let zone: Zone = zone.parse().ok()?;
            (from..=to)
                .contains(&zone.date(at))
                .then_some((person, zone))
        })
        .collect())
}

fn parsed<T: std::str::FromStr>(word: Option<&str>) -> Option<T> {
    word?.parse().ok()
}
