//! Files that are kept with a seminar. Their octets are read in parts, and only to be sent.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Binary, Integer},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{FileId, PersonId, SeminarId},
        schema::files as table,
    },
    seminars::model::{Filed, Purpose},
};

/// A file, by its id.
///
/// # Errors
/// What the database says.
pub async fn file(conn: &mut AsyncPgConnection, id: FileId) -> QueryResult<Option<Filed>> {
    table::table
        .find(id)
        .select(Filed::as_select())
        .first(conn)
        .await
        .optional()
}

/// What a speaker has brought for a purpose.
///
/// # Errors
/// What the database says.
pub async fn file_of(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: PersonId,
    purpose: Purpose,
) -> QueryResult<Option<Filed>> {
    table::table
        .filter(table::seminar_id.eq(seminar))
        .filter(table::person_id.eq(Some(person)))
        .filter(table::purpose.eq(purpose))
        .select(Filed::as_select())
        .first(conn)
        .await
        .optional()
}

/// Everything that is kept with a seminar, in the order in which it came.
///
/// # Errors
/// What the database says.
pub async fn files(conn: &mut AsyncPgConnection, seminar: SeminarId) -> QueryResult<Vec<Filed>> {
    table::table
        .filter(table::seminar_id.eq(seminar))
        .order((table::made_at, table::id))
        .select(Filed::as_select())
        .load(conn)
        .await
}

/// So many octets of a file from `begins` on; `None` where another has taken its place meanwhile.
///
/// # Errors
/// What the database says.
pub async fn file_part(
    conn: &mut AsyncPgConnection,
    file: &Filed,
    begins: i32,
    length: i32,
) -> QueryResult<Option<Vec<u8>>> {
    let part = sql::<Binary>("substring(octets FROM ")
        .bind::<Integer, _>(begins + 1)
        .sql(" FOR ")
        .bind::<Integer, _>(length)
        .sql(")");
    table::table
        .find(file.id)
        .filter(table::sha256.eq(&file.sha256))
        .select(part)
        .first(conn)
        .await
        .optional()
}
