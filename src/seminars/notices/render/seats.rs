//! What whoever waits for a place is told.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::AsyncPgConnection;

use super::Told;
use crate::{
    base::ids::{PersonId, SeminarId},
    mail::{
        draft::Draft,
        outbox::{Message, MessageKind},
    },
    seminars::{
        notices::mails::{self, Place},
        queries,
    },
};

/// Who waits for which place, read at once for those of a batch who are told of it.
pub(super) type Queue = HashMap<(SeminarId, PersonId), u32>;

/// The places in the queue of those whom `batch` tells of it.
pub(super) async fn queue(conn: &mut AsyncPgConnection, batch: &[Message]) -> QueryResult<Queue> {
    let ids: BTreeSet<SeminarId> = batch
        .iter()
        .filter(|message| message.kind == MessageKind::WaitingPlace)
        .filter_map(|message| message.about.seminar)
        .collect();
    if ids.is_empty() {
        return Ok(Queue::new());
    }
    let ids: Vec<SeminarId> = ids.into_iter().collect();
    queries::waiting_positions(conn, &ids).await
}

impl Told<'_> {
    /// That a place is theirs, or which one they have in the queue.
    pub(super) fn waiting_place(&self) -> Draft {
        let who = (self.details.seminar.id, self.recipient.person);
        let place = match self.known.queue.get(&who) {
            Some(position) => Place::Waits(*position),
            None => Place::Free,
        };
        let content = mails::WaitingPlace {
            frame: self.frame(),
            seminar: self.seminar(),
            place,
            change_answer: self.links().answer(None),
        };
        self.with_calendar(&content, "REQUEST")
    }
}
