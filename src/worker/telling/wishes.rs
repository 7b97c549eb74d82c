//! What the readers of a batch want, and when: [`preferences`](crate::mail::preferences) decides, by what the slices know of
//! each message and where its reader is.

use std::collections::{BTreeSet, HashMap};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::Slice;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{MessageId, PersonId},
        zone::Zone,
    },
    mail::{
        deliver::Verdict,
        outbox::Message,
        preferences::{
            Matter, Notice, Preferences, queries,
            rules::{self, Asked, Decision},
        },
    },
    people, rooms, seminars, stays,
};

/// Those of `messages`, all of one slice, that do not go out now: void where they are not wanted, and until when they wait.
pub(super) async fn held_back(
    slice: Slice,
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    messages: &[Message],
) -> QueryResult<HashMap<MessageId, Verdict>> {
    let now = clock.now();
    let readers: BTreeSet<PersonId> = messages.iter().filter_map(Message::person).collect();
    let readers: Vec<PersonId> = readers.into_iter().collect();
    let chosen = queries::of(conn, &readers).await?;
    let stopped = queries::stopped(conn, &readers).await?;
    // Most chose nothing; then it does not matter what it is about.
    let matters = match chosen.is_empty() && stopped.is_empty() {
        true => HashMap::new(),
        false => matters(slice, conn, messages).await?,
    };
    let zones = zones(conn, clock, hub, &chosen).await?;
    let usual = Preferences::default();
    let mut held_back = HashMap::new();
    for message in messages {
        // A mailing list chose nothing: what its readers want, nobody here knows.
        let Some(person) = message.person() else {
            continue;
        };
        let asked = Asked {
            notice: Notice::of(message),
            matter: matters.get(&message.id).copied().unwrap_or_default(),
            not_after: message.not_after,
            stopped: stopped.get(&person).map_or(&[], Vec::as_slice),
            zone: zones.get(&person).copied().unwrap_or(hub.zone),
            gathers_since: Notice::gathers_since(message),
        };
        let preferences = chosen.get(&person).unwrap_or(&usual);
        let verdict = match rules::decide(preferences, &asked, now) {
            Decision::Now => continue,
            Decision::After(until) => Verdict::Wait(until),
            Decision::Unwanted => Verdict::Void("not wanted".to_owned()),
        };
        held_back.insert(message.id, verdict);
    }
    Ok(held_back)
}

/// What the messages are about.
async fn matters(
    slice: Slice,
    conn: &mut AsyncPgConnection,
    messages: &[Message],
) -> QueryResult<HashMap<MessageId, Matter>> {
    match slice {
        // What people are told of themselves begins at no time.
        Slice::People => Ok(HashMap::new()),
        Slice::Rooms => rooms::notices::matters(conn, messages).await,
        Slice::Seminars => seminars::notices::matters(conn, messages).await,
        Slice::Stays => stays::notices::matters(conn, messages).await,
    }
}

/// Where those are now who have hours of their own: quiet ones, or one at which something comes once a day.
async fn zones(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    chosen: &HashMap<PersonId, Preferences>,
) -> QueryResult<HashMap<PersonId, Zone>> {
    let by_the_clock = chosen.iter().filter(|(_, one)| one.has_hours());
    let ids: Vec<PersonId> = by_the_clock.map(|(person, _)| *person).collect();
    let recipients = people::queries::recipients(conn, hub, &ids, clock.now()).await?;
    Ok(recipients
        .into_iter()
        .map(|(person, recipient)| (person, recipient.zone))
        .collect())
}
