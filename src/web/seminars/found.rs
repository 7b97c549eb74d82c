//! The seminar that an address names, as far as the reader may know of it.

use diesel_async::AsyncPgConnection;

use crate::{
    people::model::{Actor, Role},
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

/// The seminar with this code, at whose door `actor` may let people in; and whether they organise it.
///
/// # Errors
/// There is none of which they may know, or they keep no door, or nobody comes to it now.
pub async fn at_door(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<(Seminar, bool), Failure> {
    let (seminar, organises) = kept(conn, actor, code).await?;
    rules::may_come(&seminar)?;
    Ok((seminar, organises))
}

/// The same, whether someone may come to it now or not.
///
/// # Errors
/// There is none of which they may know, or they keep no door.
pub async fn kept(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<(Seminar, bool), Failure> {
    let seminar = queries::seminar_by_code(conn, code)
        .await?
        .ok_or_else(Failure::not_found)?;
    let standing = queries::standing(conn, Some(actor), &seminar).await?;
    // Whoever sits there receives those, too, who come to what is for invited guests alone.
    if !(rules::sees(Some(actor), &seminar, standing) || actor.has(Role::FrontDesk)) {
        return Err(Failure::not_found());
    }
    rules::may_keep_door(actor, standing.organises)?;
    Ok((seminar, standing.organises || actor.is_administrator()))
}
