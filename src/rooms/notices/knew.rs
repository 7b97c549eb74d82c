//! What the owner of a booking knew of it, before they are told that it was moved: where it was moved again, or back, before
//! any mail said so, they are told how it is now and how it was as they knew it, or nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{Happened, read};
use crate::{
    base::{
        ids::{BookingId, MessageId, PersonId},
        schema::messages,
    },
    mail::outbox::{Message, MessageKind, MessageState},
};

/// What is told of a booking, from how it was as its owner knew it.
#[derive(Debug, Clone)]
pub(super) struct Tells {
    pub happened: Happened,
    /// How many dates there are, where it is not this one alone.
    pub dates: u64,
}

impl Tells {
    pub(super) fn of(payload: &Value) -> Option<Self> {
        Some(Self {
            happened: Happened::kept(payload)?,
            dates: payload["dates"].as_u64().unwrap_or(1),
        })
    }
}

/// A message that did not go out.
#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Untold {
    id: MessageId,
    booking_id: Option<BookingId>,
    person_id: Option<PersonId>,
    sequence: Option<i32>,
    leased_by: Option<String>,
    payload: Value,
}

/// What each move in `batch` tells. A move follows another one, or the making, that was told to nobody: then it takes its
/// place. What another worker has in hand may be told at this moment.
pub(super) async fn knew(
    conn: &mut AsyncPgConnection,
    batch: &[&Message],
) -> QueryResult<HashMap<MessageId, Tells>> {
    let moves: Vec<&&Message> = batch
        .iter()
        .filter(|message| Happened::of(message).is_some_and(|happened| happened.is_move()))
        .collect();
    let ids: BTreeSet<BookingId> = moves
        .iter()
        .filter_map(|message| message.about.booking)
        .collect();
    let ids: Vec<BookingId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let untold: Vec<Untold> = messages::table
        .filter(messages::booking_id.eq_any(&ids))
        .filter(messages::kind.eq(MessageKind::Booking))
        .filter(messages::state.ne(MessageState::Sent))
        .select(Untold::as_select())
        .load(conn)
        .await?;
    Ok(moves
        .into_iter()
        .filter_map(|message| Some((message.id, tells(message, &untold)?)))
        .collect())
}

fn tells(message: &Message, untold: &[Untold]) -> Option<Tells> {
    let mut tells = Tells::of(&message.payload)?;
    let mut sequence = message.sequence?;
    let itself = untold.iter().find(|one| one.id == message.id);
    let lease = itself.and_then(|one| one.leased_by.as_deref());
    while tells.happened.is_move() {
        // Each move raises the sequence by one; of one that has no message its owner knows, who did it.
        let earlier = untold.iter().find(|one| {
            one.booking_id == message.about.booking
                && one.person_id == message.person()
                && one.sequence == Some(sequence - 1)
                && (one.leased_by.is_none() || one.leased_by.as_deref() == lease)
        });
        let earlier = earlier.and_then(|one| Tells::of(&one.payload));
        match earlier.filter(|one| one.happened.is_move() || one.happened == Happened::Made) {
            Some(earlier) => tells = earlier,
            None => break,
        }
        sequence -= 1;
    }
    Some(tells)
}

/// The moves in `batch` that tell nothing: the booking is again where and when its owner knew it.
pub(super) async fn moved_back(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashSet<MessageId>> {
    let all: Vec<&Message> = batch.iter().collect();
    let knew = knew(conn, &all).await?;
    if knew.is_empty() {
        return Ok(HashSet::new());
    }
    let found = read::found(conn, batch).await?;
    let is_back = |message: &Message| {
        let tells = knew.get(&message.id)?;
        let now = found.get(&message.about.booking?)?;
        tells.happened.is_as(now).then_some(message.id)
    };
    Ok(batch.iter().filter_map(is_back).collect())
}
