//! Where those are whom the time of a seminar concerns.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        holidays::Land,
        hub::Hub,
        ids::{InstitutionId, PersonId, SeminarId, SeriesId},
        schema::{institutions, series_institutions},
        zone::Zone,
    },
    people::model::Institution,
    seminars::rules::strip::Place,
};

/// Most places that are told apart: nobody reads more of them.
const MOST_PLACES: usize = 12;

/// Most institutions that are looked at.
const MOST_ROWS: i64 = 200;

/// What those are looked for whom a time concerns.
#[derive(Debug, Clone, Default)]
pub struct Concerns {
    /// The institutions that organise this series together; where no seminar is named, those who follow it too.
    pub series: Option<SeriesId>,
    /// Those who speak here, and who is invited or answered other than no.
    pub seminar: Option<SeminarId>,
    /// These people besides: who is to speak, as it was typed.
    pub people: Vec<PersonId>,
}

/// Institutions and people who read the same clock and keep the same holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Where they are.
    pub place: Place,
    /// The institutions, those that organise first, then those from which most people are concerned. The hub's own name
    /// stands first.
    pub names: Vec<String>,
    /// How many people.
    pub people: usize,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Text)]
    zone: String,
    #[diesel(sql_type = Nullable<Text>)]
    country: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    city: Option<String>,
    #[diesel(sql_type = BigInt)]
    people: i64,
}

/// The institutions that organise a series together, in their order.
///
/// # Errors
/// What the database says.
pub async fn institutions_of(
    conn: &mut AsyncPgConnection,
    id: SeriesId,
) -> QueryResult<Vec<Institution>> {
    series_institutions::table
        .inner_join(
            institutions::table.on(institutions::id.eq(series_institutions::institution_id)),
        )
        .filter(series_institutions::series_id.eq(id))
        .order((series_institutions::position, institutions::id))
        .select(Institution::as_select())
        .load(conn)
        .await
}

/// The institutions that organise each of `ids` together, in their order; series without any are missing.
///
/// # Errors
/// What the database says.
pub async fn institution_ids(
    conn: &mut AsyncPgConnection,
    ids: &[SeriesId],
) -> QueryResult<HashMap<SeriesId, Vec<InstitutionId>>> {
    let rows: Vec<(SeriesId, InstitutionId)> = series_institutions::table
        .filter(series_institutions::series_id.eq_any(ids))
        .order((
            series_institutions::position,
            series_institutions::institution_id,
        ))
        .select((
            series_institutions::series_id,
            series_institutions::institution_id,
        ))
        .load(conn)
        .await?;
    let mut by_series: HashMap<SeriesId, Vec<InstitutionId>> = HashMap::new();
    for (series, institution) in rows {
        by_series.entry(series).or_default().push(institution);
    }
    Ok(by_series)
}

/// Institutions to choose from, by name: members and partners of the hub, at most `limit` of them, and those of `chosen`.
///
/// # Errors
/// What the database says.
pub async fn institutions_offered(
    conn: &mut AsyncPgConnection,
    chosen: &[InstitutionId],
    limit: i64,
) -> QueryResult<Vec<Institution>> {
    let known = institutions::table
        .filter(institutions::kind.eq_any(["member", "partner"]))
        .or_filter(institutions::id.eq_any(chosen));
    known
        .order((institutions::name, institutions::id))
        .limit(limit)
        .select(Institution::as_select())
        .load(conn)
        .await
}

/// Where those are whom a time concerns: the hub first, then who organises, then where most people are. Two queries.
///
/// # Errors
/// What the database says.
pub async fn concerned(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    whom: &Concerns,
) -> QueryResult<Vec<Group>> {
    let mut groups = vec![Group {
        place: Place::new(hub.zone, land_of(conn, hub.zone).await?),
        names: vec![hub.name.clone()],
        people: 0,
    }];
    for one in found(conn, whom).await? {
        let zone: Zone = one.zone.parse().unwrap_or(Zone::UTC);
        let land = one
            .country
            .as_deref()
            .map(|country| Land::of(country, zone, one.city.as_deref()));
        let place = Place::new(zone, land);
        let people = usize::try_from(one.people).unwrap_or(0);
        if let Some(known) = groups.iter().position(|group| group.place == place) {
            groups[known].names.extend(one.name);
            groups[known].people += people;
        } else if groups.len() < MOST_PLACES {
            groups.push(Group {
                place,
                names: one.name.into_iter().collect(),
                people,
            });
        }
    }
    Ok(groups)
}

/// The land of the hub: that of most of its members in its own zone.
async fn land_of(conn: &mut AsyncPgConnection, zone: Zone) -> QueryResult<Option<Land>> {
    #[derive(QueryableByName)]
    struct Country {
        #[diesel(sql_type = Text)]
        country: String,
    }
    let found: Option<Country> = sql_query(
        "SELECT country FROM institutions WHERE kind = 'member' AND zone = $1 AND country IS NOT NULL \
         GROUP BY country ORDER BY count(*) DESC, country LIMIT 1",
    )
    .bind::<Text, _>(zone.name())
    .get_result(conn)
    .await
    .optional()?;
    Ok(found.map(|one| Land::of(&one.country, zone, None)))
}

/// Institutions, and people without one who chose a zone, as rows: one for each institution, one for each zone.
async fn found(conn: &mut AsyncPgConnection, whom: &Concerns) -> QueryResult<Vec<Found>> {
    sql_query(
        "WITH people_of AS ( \
             SELECT person_id, 2 AS rank FROM unnest($3) AS person_id \
             UNION ALL SELECT person_id, 2 FROM speakers WHERE seminar_id = $2 AND answer <> 'declined' \
             UNION ALL SELECT person_id, 3 FROM attendances WHERE seminar_id = $2 AND answer IS DISTINCT FROM 'no' \
             UNION ALL SELECT person_id, 3 FROM subscriptions WHERE $2 IS NULL AND series_id = $1 \
         ), once AS (SELECT person_id, min(rank) AS rank FROM people_of GROUP BY person_id \
         ), found AS ( \
             SELECT i.id, i.zone, 1 AS rank, s.position, 0::bigint AS people \
             FROM series_institutions s JOIN institutions i ON i.id = s.institution_id WHERE s.series_id = $1 \
             UNION ALL SELECT i.id, coalesce(i.zone, p.zone), min(o.rank), 0, count(*) \
             FROM once o JOIN people p ON p.id = o.person_id LEFT JOIN institutions i ON i.id = p.institution_id \
             WHERE coalesce(i.zone, p.zone) IS NOT NULL GROUP BY i.id, coalesce(i.zone, p.zone) \
         ) \
         SELECT i.name, f.zone, i.country, i.city, sum(f.people)::bigint AS people \
         FROM found f LEFT JOIN institutions i ON i.id = f.id \
         GROUP BY f.id, f.zone, i.name, i.country, i.city \
         ORDER BY min(f.rank), min(f.position), sum(f.people) DESC, lower(i.name), f.zone LIMIT $4",
    )
    .bind::<Nullable<SqlUuid>, _>(whom.series)
    .bind::<Nullable<SqlUuid>, _>(whom.seminar)
    .bind::<Array<SqlUuid>, _>(&whom.people)
    .bind::<BigInt, _>(MOST_ROWS)
    .load(conn)
    .await
}
