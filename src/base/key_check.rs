//! That all who serve one database hold the same key: the database keeps a check value of it.
//!
//! A node with another key would write links that no other node believes, and could not open what is sealed.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{clock::Clock, schema::hub, secret::Key};

/// Why a node may not serve this database.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database belongs to a hub with another key.
    #[error(
        "this database belongs to a hub with another key; give MARU_SECRET_KEY (or the file secret.key in the data \
         directory) the key with which it was first started"
    )]
    Another,
    /// The database could not be asked.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Holds `key` against the check value in the database. The first to come leaves theirs.
///
/// # Errors
/// [`KeyError::Another`], or what the database says.
pub async fn agree(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    key: &Key,
) -> Result<(), KeyError> {
    let ours = key.check_value();
    diesel::insert_into(hub::table)
        .values((
            hub::only_one.eq(true),
            hub::key_check.eq(&ours),
            hub::created_at.eq(clock.now()),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let theirs: Vec<u8> = hub::table.select(hub::key_check).first(conn).await?;
    if theirs == ours {
        Ok(())
    } else {
        Err(KeyError::Another)
    }
}

/// Whether a hub's key is known of already.
///
/// # Errors
/// What the database says.
pub async fn is_kept(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(hub::table.select(hub::only_one)))
        .get_result(conn)
        .await
}

/// Whether `key` is the hub's; `None` where nobody has served this database yet.
///
/// # Errors
/// What the database says.
pub async fn is_ours(conn: &mut AsyncPgConnection, key: &Key) -> QueryResult<Option<bool>> {
    let theirs: Option<Vec<u8>> = hub::table
        .select(hub::key_check)
        .first(conn)
        .await
        .optional()?;
    Ok(theirs.map(|theirs| theirs == key.check_value()))
}
