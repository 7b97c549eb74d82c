//! Reminders of one seminar that fall together are one mail: several that are due at once, as no mail went out for a while or
//! nothing came in quiet hours, and one that is late where a later one has gone meanwhile.
//!
//! They all tell the same, how things are as they go. Reminders of different seminars are mails of their own.

use std::collections::HashSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId},
        prepared::prepared,
        zone::Zone,
    },
    mail::{
        outbox::{Message, MessageKind},
        reminder::Reminder,
    },
    people,
};

/// Why one need not go.
pub(super) const TOLD_TOGETHER: &str = "another reminder tells this too";

/// A reminder that is due, and another one of the same seminar as it stands, to the same person, that is due or went out.
#[derive(QueryableByName)]
struct Beside {
    #[diesel(sql_type = SqlUuid)]
    id: MessageId,
    #[diesel(sql_type = SqlUuid)]
    other: MessageId,
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
    #[diesel(sql_type = Timestamptz)]
    starts_at: Instant,
    /// Which they are, as [`Reminder`] has it.
    #[diesel(sql_type = Nullable<Text>)]
    which: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    other_which: Option<String>,
}

impl Beside {
    /// Whether the other one is the later one for a reader in `zone`. When a message goes does not say it: that is put off
    /// where it cannot go yet.
    fn is_overtaken(&self, zone: Zone) -> bool {
        let due = |which: &Option<String>| {
            let which: Reminder = which.as_deref()?.parse().ok()?;
            Some(which.at(self.starts_at, zone))
        };
        let each = due(&self.which).zip(due(&self.other_which));
        each.is_some_and(|(this, other)| (this, self.id) < (other, self.other))
    }
}

/// The reminders of `batch` that need not go: of several that are due the last one goes.
pub(super) async fn told_together(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<HashSet<MessageId>> {
    let reminders = batch
        .iter()
        .filter(|message| message.kind == MessageKind::Reminder);
    let ids: Vec<MessageId> = reminders.map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let pairs = beside(conn, &ids, clock.now()).await?;
    let told: Vec<(PersonId, Instant)> = pairs
        .iter()
        .map(|one| (one.person_id, one.starts_at))
        .collect();
    let recipients = people::queries::recipients_at(conn, hub, &told).await?;
    let overtaken = pairs.iter().filter(|one| {
        let reader = recipients.get(&(one.person_id, one.starts_at));
        reader.is_some_and(|reader| one.is_overtaken(reader.zone))
    });
    Ok(overtaken.map(|one| one.id).collect())
}

async fn beside(
    conn: &mut AsyncPgConnection,
    ids: &[MessageId],
    now: Instant,
) -> QueryResult<Vec<Beside>> {
    prepared(sql_query(
        "SELECT m.id, k.id AS other, m.person_id, s.starts_at, m.payload->>'at' AS which, k.payload->>'at' AS other_which \
         FROM messages m JOIN seminars s ON s.id = m.seminar_id \
         JOIN messages k ON k.seminar_id = m.seminar_id AND k.person_id = m.person_id AND k.kind = 'reminder' \
             AND k.sequence = m.sequence AND k.id <> m.id \
             AND (k.state = 'sent' OR k.state IN ('queued', 'leased') AND k.send_after <= (SELECT $2)) \
         WHERE m.id = ANY ((SELECT $1)::uuid[]) AND m.person_id IS NOT NULL AND m.send_after <= (SELECT $2)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Timestamptz, _>(now))
    .load(conn)
    .await
}
