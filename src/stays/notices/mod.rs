//! What is told of stays, and to whom.
//!
//! | what happens | who is told |
//! |---|---|
//! | it is entered | the visitor and the host |
//! | it takes a step: approved, refused, invited, confirmed, arrived, departed, cancelled, not come | the visitor and the host |
//! | dates, desk, host or purpose change | both, and whoever was host before: old → new, once, after the change window; within 48 hours of the first day at once |
//! | another host | the new one: where the stay stands |
//!
//! Nobody is told of what they did themselves, nor of what is over; and of the end of a stay nobody who was never told of
//! the stay. All of it is queued in the transaction of the change, with [`MessageKind::Stay`](crate::mail::outbox::MessageKind);
//! what is still true is asked again seconds before sending ([`still_true`]), and what it says is rendered then
//! ([`render`]). From its approval on the host has the stay in their calendar by it, from their invitation on the visitor.

pub mod mails;
mod render;
mod tell;
mod truth;

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::{
    model::{Details, Snapshot, Stay},
    queries,
    state::StayState,
};
use crate::{
    base::{
        ids::StayId,
        schema::{stay_revisions, stays},
    },
    mail::{outbox::Message, preferences::Notice},
};

pub use render::{by_mail, render};
pub(super) use tell::{changed, stepped};
pub use truth::{matters, still_true};

/// What a message tells, as it is kept until it is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Tells {
    /// Where the stay stands.
    Step {
        /// The state that it has come to.
        state: StayState,
        /// Why, in the words of who did it.
        reason: Option<String>,
        /// Who did it, by name.
        by: Option<String>,
    },
    /// What is otherwise than at the message's `from_revision`.
    Change {
        /// Why, in the words of who did it.
        reason: Option<String>,
    },
}

impl Tells {
    /// What it is to the recipient: that a stay does not take place cannot be switched off.
    fn notice(&self) -> Notice {
        match self {
            Self::Step { state, .. } if state.is_off() => Notice::Always,
            Self::Step { .. } | Self::Change { .. } => Notice::Stay,
        }
    }

    /// Whether it asks its visitor to come: the host waits for what they say.
    fn is_invitation(&self) -> bool {
        matches!(
            self,
            Self::Step {
                state: StayState::Invited,
                ..
            }
        )
    }

    fn of(message: &Message) -> Option<Self> {
        serde_json::from_value(message.payload.clone()).ok()
    }
}

/// The stays that a batch is about, as they stand, and as they stood when recipients of changes were last told.
struct About {
    now: HashMap<StayId, Details>,
    then: HashMap<(StayId, i32), Snapshot>,
}

impl About {
    async fn read(conn: &mut AsyncPgConnection, batch: &[Message]) -> QueryResult<Self> {
        let ids: BTreeSet<StayId> = batch
            .iter()
            .filter_map(|message| message.about.stay)
            .collect();
        let revisions: BTreeSet<i32> = batch
            .iter()
            .filter_map(|message| message.from_revision)
            .collect();
        let found: Vec<Stay> = stays::table
            .filter(stays::id.eq_any(&ids))
            .select(Stay::as_select())
            .load(conn)
            .await?;
        let rows: Vec<(StayId, i32, serde_json::Value)> = stay_revisions::table
            .filter(stay_revisions::stay_id.eq_any(&ids))
            .filter(stay_revisions::revision.eq_any(&revisions))
            .select((
                stay_revisions::stay_id,
                stay_revisions::revision,
                stay_revisions::snapshot,
            ))
            .load(conn)
            .await?;
        let details = queries::details(conn, found).await?;
        Ok(Self {
            now: details.into_iter().map(|one| (one.stay.id, one)).collect(),
            then: rows
                .into_iter()
                .filter_map(|(id, revision, snapshot)| {
                    Some(((id, revision), serde_json::from_value(snapshot).ok()?))
                })
                .collect(),
        })
    }

    fn details(&self, message: &Message) -> Option<&Details> {
        self.now.get(&message.about.stay?)
    }

    /// What the recipient of a change was last told.
    fn before(&self, message: &Message) -> Option<&Snapshot> {
        let key = (message.about.stay?, message.from_revision?);
        self.then.get(&key)
    }
}
