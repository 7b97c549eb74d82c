//! The audit trail: who did what, from where, and what was before and after; written in the transaction of the change.
//!
//! The table only grows: a trigger refuses changes, and one function prunes what is older than the retention time.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{
    clock::Clock,
    ids::{self, PersonId},
    schema::audit_entries,
};

crate::words! {
    /// The way by which something came.
    Channel {
        /// A page in the browser.
        Page = "page",
        /// The JSON API.
        Api = "api",
        /// A link out of a mail.
        Link = "link",
        /// A reply from a calendar.
        Calendar = "calendar",
        /// The command line.
        Command = "command",
        /// Maru by itself.
        Worker = "worker",
    }
}

/// Who answers for a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The person; none for the command line and for Maru by itself.
    pub person: Option<PersonId>,
    /// Their name at the time, or what stands for them.
    pub name: String,
    /// How they came.
    pub channel: Channel,
    /// The address of their machine, where known.
    pub origin: Option<String>,
}

impl Author {
    /// Maru itself: scheduled work.
    pub fn worker() -> Self {
        Self {
            person: None,
            name: "Maru".into(),
            channel: Channel::Worker,
            origin: None,
        }
    }

    /// Whoever has the machine's command line.
    pub fn command() -> Self {
        Self {
            person: None,
            name: "command line".into(),
            channel: Channel::Command,
            origin: None,
        }
    }
}

/// What was done to what: `action` is a verb phrase in the past (`booked`, `moved`), `subject` the kind and id of a row.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// What was done.
    pub action: &'a str,
    /// The kind of thing, as its table is called.
    pub kind: &'a str,
    /// Its id.
    pub id: Uuid,
    /// How it was before; `None` for something new.
    pub before: Option<Value>,
    /// How it is after; `None` for something gone.
    pub after: Option<Value>,
}

/// Writes an entry.
///
/// # Errors
/// What the database says.
pub async fn record(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    entry: Entry<'_>,
) -> QueryResult<()> {
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::id.eq(ids::fresh(clock)),
            audit_entries::at.eq(clock.now()),
            audit_entries::actor_id.eq(author.person),
            audit_entries::actor_name.eq(&author.name),
            audit_entries::channel.eq(author.channel),
            audit_entries::origin.eq(&author.origin),
            audit_entries::action.eq(entry.action),
            audit_entries::subject_kind.eq(entry.kind),
            audit_entries::subject_id.eq(entry.id),
            audit_entries::before.eq(entry.before),
            audit_entries::after.eq(entry.after),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
