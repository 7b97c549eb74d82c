//! Seats: a yes beyond the capacity waits, and who waits moves up by themselves where a place comes free.
//!
//! All of it is decided while the row of the seminar is locked, so that fifty who answer at once for ten seats are ten who
//! come and forty who wait, in the order in which they answered. Who speaks or organises takes no seat. Nobody who has a
//! place loses it: a capacity below those who said yes is refused.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Integer, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::{
    base::{
        audit::{self, Author, Entry},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{PersonId, SeminarId},
        schema::{attendances, seats},
    },
    seminars::{
        model::{Answer, Attendance, Details, Party, Seminar},
        queries::heads_of_party,
        rules,
    },
};

/// Someone who waited and has a place now, with the number under which they waited.
pub(super) type MovedUp = (PersonId, i32);

/// What becomes of `wanted`, said with a `party` to a seminar whose row is locked: a yes beyond its capacity waits, under the
/// number that is handed back, and the party with it. Who has a place keeps it, and who waits keeps their number.
///
/// # Errors
/// `companions` is invalid: someone who has a place would bring more than there are seats for.
pub(super) async fn judge(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    person: PersonId,
    (wanted, party): (Answer, &Party),
    before: Option<&Attendance>,
) -> Result<(Answer, Option<i32>), Refusal> {
    let had = before.and_then(|before| before.answer);
    if had == Some(Answer::Waiting) && wanted == Answer::Yes {
        return Ok((Answer::Waiting, before.and_then(|before| before.waiting_no)));
    }
    if wanted != Answer::Yes {
        return Ok((wanted, None));
    }
    let Some(capacity) = capacity(conn, seminar.id).await? else {
        return Ok((Answer::Yes, None));
    };
    let seated = Seated::read(conn, seminar.id, person).await?;
    if had == Some(Answer::Yes) {
        let more = i64::from(party.companions - before.map_or(0, |before| before.companions));
        if more > 0 && rules::must_wait(capacity, seated.taken, more, seated.waits) {
            let free = (i64::from(capacity) - seated.taken).max(0);
            let free = if seated.waits { 0 } else { free };
            let why = Reason::new("reason-companions-full").with("n", free);
            return Err(Invalid::one("companions", why).into());
        }
        return Ok((Answer::Yes, None));
    }
    let heads = i64::from(party.companions) + i64::from(!seated.seatless);
    if !rules::must_wait(capacity, seated.taken, heads, seated.waits) {
        return Ok((Answer::Yes, None));
    }
    let number: i32 = diesel::update(seats::table.find(seminar.id))
        .set(seats::waited.eq(seats::waited + 1))
        .returning(seats::waited)
        .get_result(conn)
        .await?;
    Ok((Answer::Waiting, Some(number)))
}

/// How many a seminar takes; none: there is no limit.
pub(super) async fn capacity(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<Option<i32>> {
    let found: Option<Option<i32>> = seats::table
        .find(id)
        .select(seats::capacity)
        .first(conn)
        .await
        .optional()?;
    Ok(found.flatten())
}

/// How many seats are taken, whether someone needs none, and whether anyone waits who could have one.
#[derive(QueryableByName)]
struct Seated {
    #[diesel(sql_type = BigInt)]
    taken: i64,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    seatless: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    waits: bool,
}

impl Seated {
    async fn read(
        conn: &mut AsyncPgConnection,
        seminar: SeminarId,
        person: PersonId,
    ) -> QueryResult<Self> {
        let heads = heads_of_party();
        sql_query(format!(
            "SELECT (SELECT coalesce(sum({heads}), 0)::bigint FROM attendances a JOIN seminars m ON m.id = a.seminar_id \
                     WHERE a.seminar_id = $1 AND a.answer = 'yes') AS taken, \
                    (SELECT {heads} = 0 FROM seminars m, (SELECT $1 AS seminar_id, $2 AS person_id, 0 AS companions) a \
                     WHERE m.id = $1) AS seatless, \
                    EXISTS (SELECT FROM attendances a JOIN seminars m ON m.id = a.seminar_id JOIN seats s ON s.seminar_id = m.id \
                     WHERE a.seminar_id = $1 AND a.answer = 'waiting' AND a.person_id <> $2 \
                       AND {heads} <= s.capacity) AS waits"
        ))
        .bind::<SqlUuid, _>(seminar)
        .bind::<SqlUuid, _>(person)
        .get_result(conn)
        .await
    }
}

/// Gives the places that are free to those who wait, in their order, and to each who waits and needs none by now; answers
/// who moved up. Nobody is overtaken: where the first party does not fit, the others wait with it. One that the capacity
/// could never hold stands in nobody's way. The row of the seminar is locked.
pub(super) async fn move_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    seminar: SeminarId,
) -> QueryResult<Vec<MovedUp>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Integer)]
        waiting_no: i32,
    }
    let waiting = attendances::table
        .filter(attendances::seminar_id.eq(seminar))
        .filter(attendances::waiting_no.is_not_null());
    let anyone: bool = diesel::select(diesel::dsl::exists(waiting))
        .get_result(conn)
        .await?;
    // As of most seminars: nothing is counted for nobody.
    if !anyone {
        return Ok(Vec::new());
    }
    let heads = heads_of_party();
    let rows: Vec<Row> = sql_query(format!(
        "WITH everyone AS ( \
             SELECT a.person_id, a.answer, a.waiting_no, {heads} AS heads \
             FROM attendances a JOIN seminars m ON m.id = a.seminar_id \
             WHERE a.seminar_id = $1 AND a.answer IN ('yes', 'waiting')), \
         room AS (SELECT s.capacity, s.capacity - (SELECT coalesce(sum(heads), 0) FROM everyone WHERE answer = 'yes') AS free \
             FROM seats s WHERE s.seminar_id = $1), \
         queue AS (SELECT e.person_id, e.waiting_no, e.heads, r.capacity, r.free, \
                 sum(e.heads) OVER (ORDER BY e.waiting_no) AS upto \
             FROM everyone e CROSS JOIN room r \
             WHERE e.answer = 'waiting' AND (r.capacity IS NULL OR e.heads <= r.capacity)), \
         next AS (SELECT person_id, waiting_no FROM queue WHERE heads = 0 OR capacity IS NULL OR upto <= free) \
         UPDATE attendances SET answer = 'yes', waiting_no = NULL, moved_up_at = $2 FROM next \
         WHERE attendances.seminar_id = $1 AND attendances.person_id = next.person_id \
         RETURNING next.person_id, next.waiting_no"
    ))
    .bind::<SqlUuid, _>(seminar)
    .bind::<Timestamptz, _>(clock.now())
    .load(conn)
    .await?;
    let mut moved: Vec<MovedUp> = rows
        .into_iter()
        .map(|row| (row.person_id, row.waiting_no))
        .collect();
    moved.sort_unstable_by_key(|(_, number)| *number);
    Ok(moved)
}

/// Keeps on record who moved up: Maru does that by itself, whoever made room.
pub(super) async fn record(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    seminar: SeminarId,
    moved: &[MovedUp],
) -> QueryResult<()> {
    let entry = |(person, _): &MovedUp| Entry {
        action: "moved up",
        kind: "seminars",
        id: seminar.0,
        before: Some(json!({ "person": person, "answer": Answer::Waiting })),
        after: Some(json!({ "person": person, "answer": Answer::Yes })),
    };
    let entries: Vec<Entry<'_>> = moved.iter().map(entry).collect();
    audit::record_all(conn, clock, &Author::worker(), &entries).await
}

/// Makes the capacity of a seminar whose row is locked `next`.
///
/// # Errors
/// `capacity` is invalid: more have said yes than it would hold, and none of them is turned away.
pub(super) async fn put_capacity(
    conn: &mut AsyncPgConnection,
    details: &Details,
    next: Option<i32>,
) -> Result<(), Refusal> {
    let (id, before) = (details.seminar.id, details.capacity);
    if next == before {
        return Ok(());
    }
    if rules::is_lowered(before, next) {
        let seated = Seated::read(conn, id, details.seminar.owner_id).await?;
        if next.is_some_and(|next| i64::from(next) < seated.taken) {
            let why = Reason::new("reason-capacity-below")
                .with("n", seated.taken)
                .with("title", details.label());
            return Err(Invalid::one("capacity", why).into());
        }
    }
    set_capacity(conn, id, next).await?;
    Ok(())
}

/// Writes the capacity of a seminar.
pub(super) async fn set_capacity(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    capacity: Option<i32>,
) -> QueryResult<()> {
    diesel::insert_into(seats::table)
        .values((seats::seminar_id.eq(id), seats::capacity.eq(capacity)))
        .on_conflict(seats::seminar_id)
        .do_update()
        .set(seats::capacity.eq(capacity))
        .execute(conn)
        .await?;
    Ok(())
}

/// A capacity as it can be kept.
pub(super) fn checked(invalid: &mut Invalid, capacity: Option<i32>) {
    if capacity.is_some_and(|capacity| !(1..=100_000).contains(&capacity)) {
        invalid.because("capacity", "reason-capacity");
    }
}

/// Whether so many heads can have been counted.
pub(super) fn is_number_of_heads(heads: i32) -> bool {
    (0..=100_000).contains(&heads)
}
