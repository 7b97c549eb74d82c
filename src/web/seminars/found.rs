//! The seminar that an address names, as far as the reader may know of it.

use diesel_async::AsyncPgConnection;

use crate::{
    people::model::Actor,
    seminars::{
        model::Seminar,
        queries,
        rules::{self, Standing},
    },
    web::errors::Failure,
};

/// The seminar with this code, and how `viewer` stands to it.
///
/// # Errors
/// There is none of which they may know.
pub async fn seen(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    code: &str,
) -> Result<(Seminar, Standing), Failure> {
    let seminar = queries::seminar_by_code(conn, code)
        .await?
        .ok_or_else(Failure::not_found)?;
    let standing = queries::standing(conn, viewer, &seminar).await?;
    if rules::sees(viewer, &seminar, standing) {
        Ok((seminar, standing))
    } else {
        Err(Failure::not_found())
    }
}

/// The seminar with this code, which `actor` may change.
///
/// # Errors
/// There is none of which they may know, or it is not theirs.
pub async fn organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<Seminar, Failure> {
    let (seminar, standing) = seen(conn, Some(actor), code).await?;
    rules::may_organise(actor, standing.organises)?;
    Ok(seminar)
}
