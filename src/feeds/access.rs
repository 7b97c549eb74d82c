//! Who has the address of a personal feed has the feed: the secret in it, and whether it still opens anything.
//!
//! The secret is an HMAC of the feed's id and generation under the hub's key (DESIGN, who may see and do what): it can be
//! written again at any time, and raising the generation revokes it.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Detail;
use crate::base::{
    clock::Instant,
    hub::Hub,
    ids::{FeedId, PersonId},
    schema::personal_feeds,
    secret::{Key, Purpose},
};

/// So many addresses that a feed had are known as revoked: the last of them, or where it went with its person, the first.
const MOST_GENERATIONS: i32 = 100;

/// What a secret opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// This feed.
    Found(Opened),
    /// A feed of this person that was revoked, or of someone who was removed and of whom nothing is kept. Only whoever had
    /// the address learns of it: 410, on which clients give up for good.
    Gone(Option<PersonId>),
    /// Nothing, and never did.
    NotFound,
}

/// A personal feed that a secret opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Which one.
    pub id: FeedId,
    /// Whose.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// How much it tells.
    pub detail: Detail,
}

/// The address of a personal feed.
pub(super) fn url(hub: &Hub, id: FeedId, generation: i32) -> String {
    let secret = hub.key.token(Purpose::Feed, &[id.0], generation);
    hub.url(&format!("/feeds/my/{secret}.ics"))
}

/// Finds what `secret` opens.
///
/// # Errors
/// What the database says.
pub async fn look_up(conn: &mut AsyncPgConnection, key: &Key, secret: &str) -> QueryResult<Access> {
    let Some([id]) = Key::ids_in::<1>(secret) else {
        return Ok(Access::NotFound);
    };
    let row: Option<(FeedId, PersonId, String, Detail, i32, Option<Instant>)> =
        personal_feeds::table
            .find(id)
            .select((
                personal_feeds::id,
                personal_feeds::person_id,
                personal_feeds::name,
                personal_feeds::detail,
                personal_feeds::generation,
                personal_feeds::revoked_at,
            ))
            .first(conn)
            .await
            .optional()?;
    let opens = |generation| key.holds(secret, Purpose::Feed, &[id], generation);
    let Some((feed, person, name, detail, generation, revoked_at)) = row else {
        // A feed goes with its person. That this hub once gave the address out, it says itself: nobody else can write it.
        return Ok(match (1..=MOST_GENERATIONS).any(opens) {
            true => Access::Gone(None),
            false => Access::NotFound,
        });
    };
    if revoked_at.is_none() && opens(generation) {
        return Ok(Access::Found(Opened {
            id: feed,
            person,
            name,
            detail,
        }));
    }
    // Generations are few, each an address that someone gave up. Of very many those long ago are forgotten: whoever renews
    // by a program must not make each guess a thousandfold work.
    let earliest = generation.saturating_sub(MOST_GENERATIONS).max(1);
    if (earliest..=generation).any(opens) {
        return Ok(Access::Gone(Some(person)));
    }
    Ok(Access::NotFound)
}
