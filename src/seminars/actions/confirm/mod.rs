//! Following something by an address alone: it is asked by a mail, and whoever is there says so by the link in it. The same for
//! those whom an organiser subscribes and whose address is not known to be theirs, and for answers to a seminar that were
//! given with an address alone ([`answers`]).

mod answers;
mod ask;
mod said;
mod subscribed;
mod typed;

pub use answers::ask_answer;
pub use said::{confirm, stop_again};
pub use subscribed::{Asked, Subscribed, ask_person_or_subscribe};
pub use typed::ask_address;

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::base::{clock::Clock, schema::confirmations};

diesel::define_sql_function! {
    /// In lower case, as the indexes have it.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// How long it is kept who was asked.
const KEPT: Duration = Duration::days(30);

/// Forgets who was asked a month ago; answers how many.
///
/// # Errors
/// What the database says.
pub async fn sweep_confirmations(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
) -> QueryResult<usize> {
    diesel::delete(confirmations::table.filter(confirmations::expires_at.lt(clock.now() - KEPT)))
        .execute(conn)
        .await
}
