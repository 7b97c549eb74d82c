//! What bookings show of themselves, and to whom: asked here by everything that shows them. [`sees_title`] decides.
//!
//! [`sees_title`]: crate::rooms::rules::sees_title

use std::collections::HashMap;

use diesel::{
    dsl::sql,
    pg::Pg,
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{BookingId, PersonId},
        prepared::prepared,
        schema::bookings,
    },
    people::model::{Actor, Role},
    rooms::rules::Shown,
};

/// What [`Sight`] reads, of bookings `b` joined as [`SERVED`] has it. Members know of a stay as `stays::rules` has it: once
/// it is firm and settled, until they have left.
pub(in crate::rooms) const SIGHT: &str = "\
    coalesce(s.state <> 'draft' AND s.visibility = 'public', false) AS public, \
    coalesce(s.state = 'draft' OR s.visibility = 'invited', \
        NOT (y.certainty = 'firm' AND y.state IN ('approved', 'invited', 'confirmed', 'arrived')), false) AS closed, \
    array_remove(ARRAY[b.for_id, y.host_id], NULL) AS owners, \
    array_remove(ARRAY[b.entered_by, y.entered_by], NULL) AS entered_by, \
    ARRAY(SELECT DISTINCT k.person_id FROM occupancies t JOIN room_keepers k ON k.room_id = t.room_id \
        WHERE t.booking_id = b.id AND t.part_of IS NULL) AS kept_by, \
    y.id IS NOT NULL AS stay";

/// What a booking serves: the seminar `s`, the stay `y`, or neither.
pub(in crate::rooms) const SERVED: &str =
    "LEFT JOIN seminars s ON s.id = b.seminar_id LEFT JOIN stays y ON y.id = b.stay_id";

/// A row of [`SIGHT`].
#[derive(QueryableByName)]
pub(in crate::rooms) struct Sight {
    #[diesel(sql_type = Bool)]
    public: bool,
    #[diesel(sql_type = Bool)]
    closed: bool,
    #[diesel(sql_type = Array<SqlUuid>)]
    owners: Vec<PersonId>,
    #[diesel(sql_type = Array<SqlUuid>)]
    entered_by: Vec<PersonId>,
    #[diesel(sql_type = Array<SqlUuid>)]
    kept_by: Vec<PersonId>,
    #[diesel(sql_type = Bool)]
    stay: bool,
}

impl From<Sight> for Shown {
    fn from(sight: Sight) -> Self {
        Self {
            public: sight.public,
            closed: sight.closed,
            owners: sight.owners,
            entered_by: sight.entered_by,
            kept_by: sight.kept_by,
            stay: sight.stay,
        }
    }
}

/// What each of `bookings` shows of itself. One query.
///
/// # Errors
/// What the database says.
pub async fn shown(
    mut conn: &AsyncPgConnection,
    bookings: &[BookingId],
) -> QueryResult<HashMap<BookingId, Shown>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: BookingId,
        #[diesel(embed)]
        sight: Sight,
    }
    // Each by its key (`OFFSET 0` keeps the two from being joined otherwise): planned while there are few bookings, to be
    // followed when there are many.
    let rows: Vec<Row> = prepared(
        sql_query(format!(
            "SELECT b.id, {SIGHT} FROM unnest((SELECT $1)::uuid[]) AS wanted (id) \
             CROSS JOIN LATERAL (SELECT * FROM bookings WHERE bookings.id = wanted.id OFFSET 0) b {SERVED}"
        ))
        .bind::<Array<SqlUuid>, _>(bookings),
    )
    .load(&mut conn)
    .await?;
    let shown = rows.into_iter().map(|row| (row.id, row.sight.into()));
    Ok(shown.collect())
}

/// The bookings of which `viewer` may know what they are for: what [`sees_title`] says, said to the database.
///
/// [`sees_title`]: crate::rooms::rules::sees_title
pub(super) fn told(
    viewer: &Actor,
) -> Box<dyn BoxableExpression<bookings::table, Pg, SqlType = Bool>> {
    let them: Vec<PersonId> = viewer.acts_for.iter().copied().chain([viewer.id]).collect();
    let told = sql::<Bool>(&format!(
        "EXISTS (SELECT FROM bookings b {SERVED} CROSS JOIN LATERAL (SELECT {SIGHT}) AS sight \
         WHERE b.id = bookings.id AND (sight.public OR (NOT sight.closed AND "
    ))
    .bind::<Bool, _>(viewer.member)
    .sql(") OR ")
    .bind::<Bool, _>(viewer.has(Role::FrontDesk))
    .sql(" OR (NOT sight.stay AND ")
    .bind::<Bool, _>(viewer.has(Role::RoomKeeper))
    .sql(" OR NOT sight.stay AND sight.kept_by && ")
    .bind::<Array<SqlUuid>, _>(them.clone())
    .sql(") OR sight.owners && ")
    .bind::<Array<SqlUuid>, _>(them)
    .sql(" OR ")
    .bind::<SqlUuid, _>(viewer.id)
    .sql(" = ANY (sight.entered_by)))");
    Box::new(told)
}
