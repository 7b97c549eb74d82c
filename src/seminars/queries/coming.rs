//! Who comes, as their organisers and the door see them: answers, check-ins, and heads that were counted. The three stand
//! beside each other and are never one number.

use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{CheckInId, PersonId, SeminarId},
        page::{Listed, Page},
        schema::{check_ins as check_ins_table, headcounts as headcounts_table},
    },
    seminars::model::{Answer, CheckIn, Counted, Headcount, Taken},
};

/// Whether the person of an attendance `a` to the seminar `m` takes no seat: who speaks there, or organises it.
pub(in crate::seminars) const SEATLESS: &str = "EXISTS (SELECT FROM speakers k WHERE k.seminar_id = a.seminar_id \
         AND k.person_id = a.person_id AND k.answer <> 'declined') \
     OR a.person_id = m.owner_id \
     OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = m.series_id AND o.person_id = a.person_id)";

/// How many seats the attendance `a` to the seminar `m` takes: who comes along takes one each, whoever brings them.
pub(in crate::seminars) fn heads_of_party() -> String {
    format!("(a.companions + CASE WHEN {SEATLESS} THEN 0 ELSE 1 END)")
}

/// Everyone who is invited to seminar $1, answered, speaks there or came to its door.
const CONCERNED: &str = "(SELECT person_id FROM attendances WHERE seminar_id = $1 \
     UNION SELECT person_id FROM speakers WHERE seminar_id = $1 AND answer <> 'declined' \
     UNION SELECT person_id FROM check_ins WHERE seminar_id = $1 AND person_id IS NOT NULL)";

/// How many seats are taken, and how many wait for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Places {
    /// Those of who said yes and of who comes along, but for those who take no seat.
    #[diesel(sql_type = BigInt)]
    pub taken: i64,
    /// Who waits.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
}

/// How many seats of a seminar are taken, and how many wait for one.
///
/// # Errors
/// What the database says.
pub async fn places(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Places> {
    let heads = heads_of_party();
    sql_query(format!(
        "SELECT coalesce(sum({heads}) FILTER (WHERE a.answer = 'yes'), 0)::bigint AS taken, \
                count(*) FILTER (WHERE a.answer = 'waiting') AS waiting \
         FROM attendances a JOIN seminars m ON m.id = a.seminar_id WHERE a.seminar_id = $1"
    ))
    .bind::<SqlUuid, _>(id)
    .get_result(conn)
    .await
}

/// Whether a yes to a seminar would wait: it has a capacity, and no place is left, or someone waits already.
///
/// # Errors
/// What the database says.
pub async fn is_full(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Full {
        #[diesel(sql_type = Bool)]
        is_full: bool,
    }
    let heads = heads_of_party();
    let found: Full = sql_query(format!(
        "SELECT EXISTS (SELECT FROM seats s WHERE s.seminar_id = $1 AND (s.capacity <= ( \
             SELECT coalesce(sum({heads}), 0) FROM attendances a JOIN seminars m ON m.id = a.seminar_id \
             WHERE a.seminar_id = $1 AND a.answer = 'yes') \
             OR EXISTS (SELECT FROM attendances a JOIN seminars m ON m.id = a.seminar_id \
                 WHERE a.seminar_id = $1 AND a.answer = 'waiting' AND {heads} <= s.capacity))) AS is_full"
    ))
    .bind::<SqlUuid, _>(id)
    .get_result(conn)
    .await?;
    Ok(found.is_full)
}

/// Someone who is invited, answered, speaks, or came to the door.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Comes {
    /// Who.
    #[diesel(sql_type = SqlUuid)]
    pub person_id: PersonId,
    /// Their name, where it is known.
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    /// An address, where one is known.
    #[diesel(sql_type = Nullable<Text>)]
    pub address: Option<String>,
    /// Their institution.
    #[diesel(sql_type = Nullable<Text>)]
    pub institution: Option<String>,
    /// Where that is (ISO 3166-1 alpha-2).
    #[diesel(sql_type = Nullable<Text>)]
    pub country: Option<String>,
    /// What they answered.
    #[diesel(sql_type = Nullable<Text>)]
    pub answer: Option<Answer>,
    /// When.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answered_at: Option<Instant>,
    /// By which way.
    #[diesel(sql_type = Nullable<Text>)]
    pub channel: Option<Taken>,
    /// Who took it, where that was someone else.
    #[diesel(sql_type = Nullable<Text>)]
    pub taken_by: Option<String>,
    /// Whether nobody vouches that it is from them.
    #[diesel(sql_type = Bool)]
    pub unverified: bool,
    /// Their number, where they wait.
    #[diesel(sql_type = Nullable<Integer>)]
    pub waiting_no: Option<i32>,
    /// Whether they speak there.
    #[diesel(sql_type = Bool)]
    pub speaks: bool,
    /// Their check-in, where they came to the door.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub check_in: Option<CheckInId>,
    /// When that was.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub came_at: Option<Instant>,
    /// How many they bring.
    #[diesel(sql_type = Integer)]
    pub companions: i32,
    /// What those are called, as far as it was said.
    #[diesel(sql_type = diesel::sql_types::Array<Text>)]
    pub companion_names: Vec<String>,
    /// How many came along with them to the door.
    #[diesel(sql_type = Integer)]
    pub came_along: i32,
}

impl Comes {
    /// The name, or the address where none is known.
    pub fn called(&self) -> &str {
        let known = self.name.as_deref().or(self.address.as_deref());
        known.unwrap_or_default()
    }
}

/// Everyone who is invited to a seminar, answered, speaks there or came to its door, by name.
///
/// # Errors
/// What the database says.
pub async fn coming(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Vec<Comes>> {
    sql_query(format!(
        "SELECT c.person_id, p.name, d.address, i.name AS institution, i.country, a.answer, a.answered_at, a.channel, \
                CASE WHEN a.answered_by <> a.person_id THEN b.name END AS taken_by, coalesce(a.unverified, false) AS unverified, \
                a.waiting_no, s.person_id IS NOT NULL AS speaks, k.id AS check_in, k.at AS came_at, \
                coalesce(a.companions, 0) AS companions, coalesce(a.companion_names, '{{}}') AS companion_names, \
                coalesce(k.companions, 0) AS came_along \
         FROM {CONCERNED} c JOIN people p ON p.id = c.person_id \
         LEFT JOIN institutions i ON i.id = p.institution_id \
         LEFT JOIN attendances a ON a.seminar_id = $1 AND a.person_id = c.person_id \
         LEFT JOIN people b ON b.id = a.answered_by \
         LEFT JOIN speakers s ON s.seminar_id = $1 AND s.person_id = c.person_id AND s.answer <> 'declined' \
         LEFT JOIN check_ins k ON k.seminar_id = $1 AND k.person_id = c.person_id \
         LEFT JOIN LATERAL (SELECT address FROM addresses WHERE person_id = p.id \
              ORDER BY purpose = 'sign_in' DESC, created_at, id LIMIT 1) d ON true \
         ORDER BY lower(coalesce(p.name, d.address)), p.id"
    ))
    .bind::<SqlUuid, _>(id)
    .load(conn)
    .await
}

/// A guest who is known by name alone and came to the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The check-in.
    pub id: CheckInId,
    /// What they are called; empty once that is kept no more.
    pub guest: String,
    /// When they came.
    pub at: Instant,
    /// How many came along with them.
    pub companions: i32,
}

/// The guests who came to the door of a seminar and are known by name alone, the latest first.
///
/// # Errors
/// What the database says.
pub async fn guests(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Vec<Came>> {
    let rows: Vec<(CheckInId, Option<String>, Instant, i32)> = check_ins_table::table
        .filter(check_ins_table::seminar_id.eq(id))
        .filter(check_ins_table::person_id.is_null())
        .order((check_ins_table::at.desc(), check_ins_table::id.desc()))
        .select((
            check_ins_table::id,
            check_ins_table::guest,
            check_ins_table::at,
            check_ins_table::companions,
        ))
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, guest, at, companions)| Came {
            id,
            guest: guest.unwrap_or_default(),
            at,
            companions,
        })
        .collect())
}

/// One check-in.
///
/// # Errors
/// What the database says.
pub async fn check_in(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    id: CheckInId,
) -> QueryResult<Option<CheckIn>> {
    check_ins_table::table
        .find(id)
        .filter(check_ins_table::seminar_id.eq(seminar))
        .select(CheckIn::as_select())
        .first(conn)
        .await
        .optional()
}

/// Who came to the door of a seminar, in the order in which they came.
///
/// # Errors
/// What the database says.
pub async fn check_ins(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    page: Page,
) -> QueryResult<Listed<CheckIn>> {
    let found = check_ins_table::table
        .filter(check_ins_table::seminar_id.eq(seminar))
        .filter(check_ins_table::id.gt(CheckInId(page.after())))
        .order(check_ins_table::id)
        .limit(page.rows())
        .select(CheckIn::as_select())
        .load(conn)
        .await?;
    Ok(page.list(found, |one: &CheckIn| one.id.0))
}

/// What was counted at a seminar, in the order in which it was entered.
///
/// # Errors
/// What the database says.
pub async fn headcounts(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<Vec<Headcount>> {
    headcounts_table::table
        .filter(headcounts_table::seminar_id.eq(seminar))
        .order(headcounts_table::id)
        .select(Headcount::as_select())
        .load(conn)
        .await
}

/// How many heads there were, and who counted them.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Heads {
    /// Where.
    #[diesel(sql_type = Text)]
    pub place: Counted,
    /// How many.
    #[diesel(sql_type = Integer)]
    pub heads: i32,
    /// When.
    #[diesel(sql_type = Timestamptz)]
    pub at: Instant,
    /// Who counted, by name.
    #[diesel(sql_type = Nullable<Text>)]
    pub by: Option<String>,
}

/// What was counted last in each place: the room first.
///
/// # Errors
/// What the database says.
pub async fn heads(conn: &mut AsyncPgConnection, seminar: SeminarId) -> QueryResult<Vec<Heads>> {
    sql_query(
        "SELECT * FROM (SELECT DISTINCT ON (h.place) h.place, h.heads, h.at, p.name AS by \
             FROM headcounts h LEFT JOIN people p ON p.id = h.by_id \
             WHERE h.seminar_id = $1 ORDER BY h.place, h.at DESC, h.id DESC) latest ORDER BY place DESC",
    )
    .bind::<SqlUuid, _>(seminar)
    .load(conn)
    .await
}

/// How many of an institution, or of a country, said yes and came to the door.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Turnout {
    /// The institution, and of a country none.
    #[diesel(sql_type = Nullable<Text>)]
    pub institution: Option<String>,
    /// Where it is (ISO 3166-1 alpha-2); none where that is not known.
    #[diesel(sql_type = Nullable<Text>)]
    pub country: Option<String>,
    /// How many said yes.
    #[diesel(sql_type = BigInt)]
    pub yes: i64,
    /// How many came to the door.
    #[diesel(sql_type = BigInt)]
    pub came: i64,
}

/// Who said yes and who came to the door, by institution; who belongs to none that is known, and guests who are known by
/// name alone, stand in the last row; who comes along counts where whoever brings them does. And the same by country.
///
/// # Errors
/// What the database says.
pub async fn turnout(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<(Vec<Turnout>, Vec<Turnout>)> {
    let institutions: Vec<Turnout> = sql_query(
        "SELECT i.name AS institution, i.country, coalesce(sum(c.heads) FILTER (WHERE c.yes), 0)::bigint AS yes, \
                coalesce(sum(c.heads) FILTER (WHERE c.came), 0)::bigint AS came FROM ( \
             SELECT person_id, true AS yes, false AS came, 1 + companions AS heads FROM attendances \
                 WHERE seminar_id = $1 AND answer = 'yes' \
             UNION ALL SELECT person_id, false, true, 1 + companions FROM check_ins WHERE seminar_id = $1) c \
         LEFT JOIN people p ON p.id = c.person_id LEFT JOIN institutions i ON i.id = p.institution_id \
         GROUP BY i.id, i.name, i.country ORDER BY i.id IS NULL, sum(c.heads) DESC, lower(i.name), i.id",
    )
    .bind::<SqlUuid, _>(seminar)
    .load(conn)
    .await?;
    let countries = by_country(&institutions);
    Ok((institutions, countries))
}

/// The most first; those of no country, or of none that is known, last.
fn by_country(institutions: &[Turnout]) -> Vec<Turnout> {
    let mut sums: BTreeMap<Option<&str>, (i64, i64)> = BTreeMap::new();
    for one in institutions {
        let sum = sums.entry(one.country.as_deref()).or_default();
        sum.0 += one.yes;
        sum.1 += one.came;
    }
    let mut countries: Vec<Turnout> = sums
        .into_iter()
        .map(|(country, (yes, came))| Turnout {
            institution: None,
            country: country.map(str::to_owned),
            yes,
            came,
        })
        .collect();
    countries.sort_by_key(|one| (one.country.is_none(), -(one.yes + one.came)));
    countries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_summed_and_those_of_none_stand_last() {
        let of = |country: Option<&str>, yes, came| Turnout {
            institution: Some("Sample".to_owned()),
            country: country.map(str::to_owned),
            yes,
            came,
        };
        let sums: Vec<(Option<String>, i64, i64)> = by_country(&[
            of(None, 9, 9),
            of(Some("KR"), 1, 0),
            of(Some("CA"), 2, 1),
            of(Some("KR"), 3, 2),
        ])
        .into_iter()
        .map(|one| (one.country, one.yes, one.came))
        .collect();
        let kr = Some("KR".to_owned());
        let ca = Some("CA".to_owned());
        assert_eq!(sums, [(kr, 4, 2), (ca, 2, 1), (None, 9, 9)]);
    }
}
