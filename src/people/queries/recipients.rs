//! Where people are told, and in which language and zone they read.

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        hub::Hub,
        ids::PersonId,
        language::Language,
        prepared::prepared,
        schema::{addresses, people, zone_spans},
        zone::Zone,
    },
    people::model::{FormOfAddress, Office, Recipient},
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
    #[diesel(sql_type = sql_types::Text)]
    title: String,
    #[diesel(sql_type = sql_types::Text)]
    salutation: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    office: Option<String>,
}

/// Each of `people` as a recipient of what is told of `at`, as [`recipients_at`] has it.
///
/// # Errors
/// What the database says.
pub async fn recipients(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    people: &[PersonId],
    at: Instant,
) -> QueryResult<HashMap<PersonId, Recipient>> {
    let told: Vec<(PersonId, Instant)> = people.iter().map(|person| (*person, at)).collect();
    let found = recipients_at(conn, hub, &told).await?;
    Ok(found
        .into_iter()
        .map(|((person, _), recipient)| (person, recipient))
        .collect())
}

/// Each person of `told` as a recipient of what is told of that instant; those without an address are missing.
///
/// They are told at the office that answers for them, else at the address for signing in, else at the oldest. Their zone is that of the stay which covers the day
/// on which the instant falls there, else their own, else their institution's, else the hub's. Two queries.
///
/// # Errors
/// What the database says.
pub async fn recipients_at(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    told: &[(PersonId, Instant)],
) -> QueryResult<HashMap<(PersonId, Instant), Recipient>> {
    if told.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<PersonId> = told.iter().map(|(person, _)| *person).collect();
    // Sorted once for all of them: to sort the addresses of each by themselves is a third of what this costs. The people are
    // behind a subquery so that the planner takes them for few, and looks each up by its key.
    let rows: Vec<Row> = prepared(
        sql_query(
        "SELECT DISTINCT ON (p.id) p.id, p.name, a.address, p.language, coalesce(p.zone, i.zone) AS zone, coalesce(n.generation, 0) AS generation, \
             p.title, p.salutation, a.office \
         FROM people p JOIN addresses a ON a.person_id = p.id \
         LEFT JOIN institutions i ON i.id = p.institution_id LEFT JOIN notice_preferences n ON n.person_id = p.id \
         WHERE p.id = ANY ((SELECT $1)::uuid[]) \
         ORDER BY p.id, a.office IS NOT NULL DESC, a.purpose = 'sign_in' DESC, a.created_at, a.id",
        )
        .bind::<sql_types::Array<sql_types::Uuid>, _>(&people),
    )
    .load(conn)
    .await?;
    // No zone is further than a day from UTC; which day it is there is asked of the same zone data as everywhere else.
    let days = || told.iter().map(|(_, at)| Zone::UTC.date(*at));
    let first = days().min().unwrap_or_default() - Duration::days(1);
    let last = days().max().unwrap_or_default() + Duration::days(1);
    let away = Away::between(conn, &people, first, last).await?;
    let found: HashMap<PersonId, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    let recipient = |person, at| {
        let row = found.get(&person)?;
        Some(Recipient {
            person,
            name: row.name.clone(),
            address: row.address.clone(),
            language: parsed(row.language.as_deref()).unwrap_or(hub.language),
            zone: away
                .zone(person, at)
                .or_else(|| parsed(row.zone.as_deref()))
                .unwrap_or(hub.zone),
            generation: row.generation,
            title: row.title.clone(),
            salutation: row.salutation.clone(),
            office: row.office.clone(),
        })
    };
    Ok(told
        .iter()
        .filter_map(|&(person, at)| Some(((person, at), recipient(person, at)?)))
        .collect())
}

/// The language in which someone reads; `None` where it is unknown, and the hub's is no more than a guess.
///
/// # Errors
/// What the database says.
pub async fn language_of(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Option<Language>> {
    let code: Option<Option<String>> = people::table
        .find(person)
        .select(people::language)
        .first(conn)
        .await
        .optional()?;
    Ok(parsed(code.flatten().as_deref()))
}

/// How someone is addressed in mails, and the office that answers for them.
///
/// # Errors
/// What the database says.
pub async fn form_of_address(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<FormOfAddress> {
    let (title, salutation): (String, String) = people::table
        .find(person)
        .select((people::title, people::salutation))
        .first(conn)
        .await?;
    let office: Option<(Option<String>, String)> = addresses::table
        .filter(addresses::person_id.eq(person))
        .filter(addresses::office.is_not_null())
        .select((addresses::office, addresses::address))
        .first(conn)
        .await
        .optional()?;
    Ok(FormOfAddress {
        title,
        salutation,
        office: office.map(|(name, email)| Office {
            name: name.unwrap_or_default(),
            email,
        }),
    })
}

/// The stays that give people another zone, each with its first and last day.
pub(super) struct Away(HashMap<PersonId, Vec<(NaiveDate, NaiveDate, Zone)>>);

impl Away {
    pub(super) async fn between(
        conn: &mut AsyncPgConnection,
        people: &[PersonId],
        first: NaiveDate,
        last: NaiveDate,
    ) -> QueryResult<Self> {
        let spans: Vec<(PersonId, NaiveDate, NaiveDate, String)> = zone_spans::table
            .filter(zone_spans::person_id.eq_any(people))
            .filter(zone_spans::from_date.le(last))
            .filter(zone_spans::to_date.ge(first))
            .order((zone_spans::from_date, zone_spans::stay_id))
            .select((
                zone_spans::person_id,
                zone_spans::from_date,
                zone_spans::to_date,
                zone_spans::zone,
            ))
            .load(conn)
            .await?;
        let mut of: HashMap<PersonId, Vec<(NaiveDate, NaiveDate, Zone)>> = HashMap::new();
        for (person, from, to, zone) in spans {
            if let Ok(zone) = zone.parse() {
                of.entry(person).or_default().push((from, to, zone));
            }
        }
        Ok(Self(of))
    }

    /// The zone of the stay that covers the day of `at`; of two stays the later one's.
    fn zone(&self, person: PersonId, at: Instant) -> Option<Zone> {
        let mut spans = self.0.get(&person)?.iter().rev();
        let covers = |(from, to, zone): &&(NaiveDate, NaiveDate, Zone)| {
            (*from..=*to).contains(&zone.date(at))
        };
        spans.find(covers).map(|(_, _, zone)| *zone)
    }

    /// The zone of the stay that covers a day; of two stays the later one's.
    pub(super) fn on(&self, person: PersonId, day: NaiveDate) -> Option<Zone> {
        let mut spans = self.0.get(&person)?.iter().rev();
        let covers = |(from, to, _): &&(NaiveDate, NaiveDate, Zone)| (*from..=*to).contains(&day);
        spans.find(covers).map(|(_, _, zone)| *zone)
    }
}

fn parsed<T: std::str::FromStr>(word: Option<&str>) -> Option<T> {
    word?.parse().ok()
}
