//! Asking for a link and a code.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{ASKING_FOR, ASKING_FROM, SignInError, Visit, client, code};
use crate::{
    base::{
        audit::{self, Author, Channel},
        clock::Clock,
        db,
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SignInId},
        limit::{self, Limit},
        schema::{addresses, sign_ins},
        secret, text,
    },
    mail::outbox::{self, About, MessageKind, NewMessage},
    people::{model::AddressPurpose, queries},
};

/// For how long link and code can be used.
pub const VALID: Duration = Duration::minutes(15);

/// Who asks in vain; counted, never refused.
const UNKNOWN: Limit = Limit {
    name: "sign_in:unknown",
    burst: u16::MAX,
    fills_in: Duration::minutes(15),
};

/// What a message for signing in holds, sealed in its payload: the only place where link and code are not hashed.
#[derive(serde::Serialize, serde::Deserialize)]
pub(in crate::people) struct Secrets {
    /// The token of the link.
    pub token: String,
    /// The code.
    pub code: String,
}

/// What the secrets of a sign-in are sealed for.
pub(in crate::people) fn context(sign_in: SignInId) -> String {
    format!("sign_in:{sign_in}")
}

/// Sends a link and a code to `address`, if someone signs in by it. The answer is the same if nobody does, and takes
/// about as long. `next_path` is where to go on afterwards; what is no path of this hub is dropped.
///
/// Not to be called inside a transaction: what was asked for counts, whatever follows.
///
/// # Errors
/// `email` is invalid, or [`SignInError::TooOften`].
pub async fn request(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    address: &str,
    next_path: Option<&str>,
    visit: &Visit<'_>,
) -> Result<(), SignInError> {
    db::outside_transaction(conn)?;
    let address = text::address(address).ok_or(Refusal::invalid("email", "reason-address"))?;
    let folded = address.to_ascii_lowercase();
    limit::spend(conn, clock, ASKING_FROM, &visit.household()).await??;
    limit::spend(conn, clock, ASKING_FOR, &folded).await??;
    let secrets = Secrets {
        token: secret::random_token(),
        code: code::fresh(),
    };
    let owner: Option<(PersonId, String)> = addresses::table
        .filter(queries::lower(addresses::address).eq(&folded))
        .filter(addresses::purpose.eq(AddressPurpose::SignIn))
        .select((addresses::person_id, addresses::address))
        .first(conn)
        .await
        .optional()?;
    match owner {
        Some((person, address)) => {
            let wish = Wish {
                person,
                address,
                next_path: next_path.and_then(path_here),
                visit,
            };
            send(conn, clock, hub, wish, secrets).await?;
        }
        // One more write, for the time that it takes.
        None => {
            let _ = limit::spend(conn, clock, UNKNOWN, &folded).await?;
        }
    }
    Ok(())
}

/// What someone who is known wants.
struct Wish<'a> {
    person: PersonId,
    address: String,
    next_path: Option<&'a str>,
    visit: &'a Visit<'a>,
}

async fn send(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    wish: Wish<'_>,
    secrets: Secrets,
) -> QueryResult<()> {
    let id = SignInId::fresh(clock);
    let now = clock.now();
    let expires_at = now + VALID;
    let secret = json!(secrets).to_string();
    let message = NewMessage {
        kind: MessageKind::SignIn,
        dedupe_key: format!("sign_in:{id}"),
        to: wish.person.into(),
        address: wish.address,
        about: About::default(),
        revision: None,
        from_revision: None,
        sequence: None,
        payload: json!({
            "sign_in": id,
            "sealed": hub.key.seal(&context(id), secret.as_bytes()),
            "device": wish.visit.user_agent.and_then(client::label),
        }),
        caused_by: Some(wish.person),
        priority: MessageKind::SignIn.priority(),
        send_after: now,
        not_after: expires_at,
        held: false,
    };
    conn.transaction(async |conn| {
        diesel::insert_into(sign_ins::table)
            .values((
                sign_ins::id.eq(id),
                sign_ins::person_id.eq(wish.person),
                sign_ins::link_hash.eq(secret::token_hash(&secrets.token)),
                sign_ins::code_hash.eq(hub.key.code_hash(id.0, &secrets.code)),
                sign_ins::next_path.eq(wish.next_path),
                sign_ins::created_at.eq(now),
                sign_ins::expires_at.eq(expires_at),
            ))
            .execute(conn)
            .await?;
        // Whoever asks is not known to be that person.
        let mut author = Author::from(Channel::Page, wish.visit.origin);
        "someone".clone_into(&mut author.name);
        let entry = audit::Entry {
            action: "asked to sign in",
            kind: "sign_ins",
            id: id.0,
            before: None,
            after: Some(json!({"person_id": wish.person, "expires_at": expires_at})),
        };
        audit::record(conn, clock, &author, entry).await?;
        outbox::queue(conn, clock, &[message]).await?;
        Ok(())
    })
    .await
}

/// A path of this hub to go on to: whatever could lead a browser elsewhere is none.
fn path_here(path: &str) -> Option<&str> {
    let is_here = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2000
        && !path.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace());
    is_here.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_within_the_hub_alone() {
        assert_eq!(
            path_here("/seminars/new?series=x#y"),
            Some("/seminars/new?series=x#y")
        );
        for elsewhere in [
            "",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "/\t/evil.example",
        ] {
            assert_eq!(path_here(elsewhere), None, "{elsewhere:?}");
        }
    }
}
