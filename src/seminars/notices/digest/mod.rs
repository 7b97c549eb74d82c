//! Digests: the programme of what someone follows, daily or weekly, in one mail each.
//!
//! When one is due it is queued, and the next one set, in one transaction ([`make`]): two workers make one, and one that was
//! away for days makes the last one alone, unless that is stale by then. What stands in it is read when it goes out
//! (`gather`): what is announced for its days, what is news of a later time, and what became otherwise since a digest of this
//! reader's told it. That is kept with the message (`digest_told`), and counts while the message is sent and has not come
//! back. To organisers a digest counts for nothing: whom they invited is told in person.

mod followers;
mod gather;
mod make;
mod sources;

pub use followers::concerns_followers;
pub(super) use followers::{
    follower_changes, follower_closes, follower_stops, is_closed, untrue_to_followers,
};
use gather::gather;
pub(super) use gather::{Gathered, gather_held, keep};
pub use make::make;
pub(super) use sources::{IN_PERSON, SEEN};

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{clock::Clock, hub::Hub, ids::MessageId},
    mail::{
        digest::Rhythm,
        outbox::{Message, MessageKind},
        preferences::Notice,
    },
};

/// How often the programme comes that `message` tells, or from which a follower knows of what it tells; none where it is
/// something else.
pub(super) fn rhythm(message: &Message) -> Option<Rhythm> {
    Rhythm::of(Notice::of(message))
}

/// The digests of a batch.
fn digests(batch: &[Message]) -> Vec<&Message> {
    let digests = batch
        .iter()
        .filter(|message| message.kind == MessageKind::Digest);
    digests.collect()
}

/// Why digests of a batch do not go out: there is nothing to tell, and their reader did not ask to be told that.
pub(super) async fn empty(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let digests = digests(batch);
    if digests.is_empty() {
        return Ok(HashMap::new());
    }
    let gathered = gather(conn, clock, hub, &digests).await?;
    let why = |message: &&Message| {
        let Some(found) = gathered.get(&message.id) else {
            return Some("there is no address for it".to_owned());
        };
        if !found.follows {
            return Some("nothing is followed any more".to_owned());
        }
        let nothing = match found.rhythm {
            Rhythm::Daily => "nothing today",
            Rhythm::Weekly => "nothing this week",
        };
        (found.is_empty() && !found.even_nothing).then(|| nothing.to_owned())
    };
    Ok(digests
        .iter()
        .filter_map(|message| Some((message.id, why(message)?)))
        .collect())
}
