//! Whoever types an address is not known to be there: it is asked.

use chrono::Duration;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::ask::{What, Wish, ask};
use crate::{
    base::{
        audit::{Author, Channel},
        clock::Clock,
        db,
        error::Refusal,
        language::Language,
        limit::{self, Limit},
        text,
    },
    people::sign_in::{SignInError, Visit},
    seminars::model::Followed,
};

/// Asking one address.
const OF_ONE: Limit = Limit {
    name: "confirm:address",
    burst: 5,
    fills_in: Duration::minutes(15),
};
/// Asking from one place.
const FROM_ONE: Limit = Limit {
    name: "confirm:origin",
    burst: 20,
    fills_in: Duration::minutes(15),
};

/// Asks `address` whether whoever is there wants to follow what is open to everyone, weekly. The answer is the same, and takes about as long,
/// whoever that is and whether or not a mail goes out: none does to a suspended address, to a mailing list, and within the hour.
///
/// Not to be called inside a transaction: what was asked for counts, whatever follows.
///
/// # Errors
/// `email` is invalid, or it was asked too often.
pub async fn ask_address(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    address: &str,
    language: Language,
    what: Followed,
    visit: &Visit<'_>,
) -> Result<(), SignInError> {
    let what = What {
        followed: Some(what),
        // Who follows by address alone has no page on which to look.
        digest: Some("weekly".to_owned()),
        ..What::default()
    };
    ask_whoever_is_at(conn, clock, address, language, what, visit).await
}

/// Asks an address that was typed by someone who is not known to be there.
pub(super) async fn ask_whoever_is_at(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    address: &str,
    language: Language,
    what: What,
    visit: &Visit<'_>,
) -> Result<(), SignInError> {
    db::outside_transaction(conn)?;
    let address = text::address(address).ok_or(Refusal::invalid("email", "reason-address"))?;
    limit::spend(conn, clock, FROM_ONE, &visit.household()).await??;
    limit::spend(conn, clock, OF_ONE, &address.to_ascii_lowercase()).await??;
    let wish = Wish {
        address: &address,
        language,
        person: None,
        asked_by: None,
        what,
    };
    let author = nobody_known(Channel::Page, visit.origin);
    conn.transaction(async |conn| ask(conn, clock, &author, wish).await)
        .await?;
    Ok(())
}

/// Whoever typed an address: not known to be the one who is there.
fn nobody_known(channel: Channel, origin: Option<&str>) -> Author {
    let mut author = Author::from(channel, origin);
    "someone".clone_into(&mut author.name);
    author
}
