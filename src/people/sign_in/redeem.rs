//! Using a link or a code.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use subtle::ConstantTimeEq;

use super::{SignInError, TRYING_FROM, Visit, code, sessions};
use crate::{
    base::{
        audit::{Author, Channel},
        clock::{Clock, Instant},
        db,
        hub::Hub,
        ids::{PersonId, SessionId, SignInId},
        limit,
        schema::{addresses, sign_ins::dsl},
        secret,
    },
    mail::suspension,
    people::{model::Named, queries},
};

/// How often codes of one mail may be tried.
const ATTEMPTS: i32 = 5;

/// Someone who has signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// Their session.
    pub session: SessionId,
    /// The session's token, for the cookie; it is kept nowhere.
    pub token: String,
    /// Where they wanted to go.
    pub next_path: Option<String>,
}

/// A link that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The first address by which its owner signs in.
    pub address: String,
    /// Until when it can be used.
    pub until: Instant,
}

/// Whose link this is, while it can be used; it stays usable.
///
/// # Errors
/// What the database says.
pub async fn waiting(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    token: &str,
) -> QueryResult<Option<Waiting>> {
    let found: Option<(PersonId, Instant)> = dsl::sign_ins
        .filter(dsl::link_hash.eq(secret::token_hash(token)))
        .filter(dsl::used_at.is_null())
        .filter(dsl::expires_at.gt(clock.now()))
        .select((dsl::person_id, dsl::expires_at))
        .first(conn)
        .await
        .optional()?;
    let Some((person, until)) = found else {
        return Ok(None);
    };
    let owner = queries::names(conn, &[person]).await?.remove(&person);
    Ok(owner.and_then(|owner| {
        let address = owner.address?;
        Some(Waiting { address, until })
    }))
}

/// Signs in by a link.
///
/// # Errors
/// [`SignInError::Wrong`].
pub async fn redeem_link(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    token: &str,
    visit: &Visit<'_>,
) -> Result<SignedIn, SignInError> {
    let id: Option<SignInId> = dsl::sign_ins
        .filter(dsl::link_hash.eq(secret::token_hash(token)))
        .select(dsl::id)
        .first(conn)
        .await
        .optional()?;
    let id = id.ok_or(SignInError::Wrong)?;
    use_up(conn, clock, id, Channel::Link, visit).await
}

/// Signs in by the code that was sent to `address`: any that can still be used, where several were sent.
///
/// Not to be called inside a transaction: an attempt counts, whatever follows.
///
/// # Errors
/// [`SignInError::Wrong`], also after five attempts; [`SignInError::TooOften`] from one place.
pub async fn redeem_code(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    address: &str,
    typed: &str,
    visit: &Visit<'_>,
) -> Result<SignedIn, SignInError> {
    db::outside_transaction(conn)?;
    limit::spend(conn, clock, TRYING_FROM, &visit.household()).await??;
    // What can be no code is a slip of the hand, and no attempt.
    let code = code::read(typed).ok_or(SignInError::Wrong)?;
    let owner = queries::find_by_sign_in_address(conn, address).await?;
    let owner = owner.ok_or(SignInError::Wrong)?;
    let tried = count_attempt(conn, clock, owner.id).await?;
    let mut right = None;
    for (id, hash) in tried {
        if bool::from(hub.key.code_hash(id.0, &code).ct_eq(&hash)) {
            right = Some(id);
        }
    }
    let right = right.ok_or(SignInError::Wrong)?;
    use_up(conn, clock, right, Channel::Page, visit).await
}

/// Counts an attempt at each code that waits for `person`, before it is looked at; answers those that may be tried.
async fn count_attempt(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
) -> QueryResult<Vec<(SignInId, Vec<u8>)>> {
    conn.transaction(async |conn| {
        // In one order for everyone, so that two attempts never wait for each other.
        let open: Vec<SignInId> = dsl::sign_ins
            .filter(dsl::person_id.eq(person))
            .filter(dsl::code_hash.is_not_null())
            .filter(dsl::used_at.is_null())
            .filter(dsl::expires_at.gt(clock.now()))
            .filter(dsl::attempts.lt(ATTEMPTS))
            .order(dsl::id)
            .select(dsl::id)
            .for_update()
            .load(conn)
            .await?;
        diesel::update(dsl::sign_ins.filter(dsl::id.eq_any(open)))
            .set(dsl::attempts.eq(dsl::attempts + 1))
            .returning((dsl::id, dsl::code_hash.assume_not_null()))
            .load(conn)
            .await
    })
    .await
}

/// Uses up a sign-in and opens a session, both or neither. Of two who come at once, one is let in.
async fn use_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: SignInId,
    channel: Channel,
    visit: &Visit<'_>,
) -> Result<SignedIn, SignInError> {
    conn.transaction(async |conn| {
        let used: Option<(PersonId, Option<String>)> = diesel::update(dsl::sign_ins.find(id))
            .filter(dsl::used_at.is_null())
            .filter(dsl::expires_at.gt(clock.now()))
            .set(dsl::used_at.eq(clock.now()))
            .returning((dsl::person_id, dsl::next_path))
            .get_result(conn)
            .await
            .optional()?;
        let (person, next_path) = used.ok_or(SignInError::Wrong)?;
        let (session, token) = sessions::open_session(conn, clock, person, channel, visit).await?;
        end_suspension(conn, clock, id, person, channel, visit).await?;
        Ok(SignedIn {
            person,
            session,
            token,
            next_path,
        })
    })
    .await
}

/// Whoever signs in by what was sent to an address reads mail there: if nothing was sent there any more, it is again, and the
/// address is known to be theirs. A link
/// from the command line says nothing of any address.
async fn end_suspension(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: SignInId,
    person: PersonId,
    channel: Channel,
    visit: &Visit<'_>,
) -> QueryResult<()> {
    let Some(address) = suspension::asked_for_at(conn, person, id).await? else {
        return Ok(());
    };
    let names = queries::names(conn, &[person]).await?;
    let name = names.get(&person).map(Named::called).unwrap_or_default();
    let author = Author::from(channel, visit.origin).who(person, name);
    suspension::lift(conn, clock, &author, &address).await?;
    diesel::update(addresses::table)
        .filter(addresses::person_id.eq(person))
        .filter(queries::lower(addresses::address).eq(address.to_ascii_lowercase()))
        .set(addresses::confirmed_at.eq(clock.now()))
        .execute(conn)
        .await?;
    Ok(())
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("person", &self.person)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}
