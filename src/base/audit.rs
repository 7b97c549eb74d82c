//! The audit trail: who did what, from where, and what was before and after; written in the transaction of the change.
//!
//! The table only grows: a trigger refuses changes, and one function prunes what is older than the retention time.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{
    clock::{Clock, Instant},
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
    /// Someone who came by `channel` and is not known yet, or has no name: [`Self::who`] says more.
    pub fn from(channel: Channel, origin: Option<&str>) -> Self {
        Self {
            person: None,
            name: String::new(),
            channel,
            origin: origin.map(str::to_owned),
        }
    }

    /// The same, being `person`.
    #[must_use]
    pub fn who(mut self, person: PersonId, name: &str) -> Self {
        self.person = Some(person);
        name.clone_into(&mut self.name);
        self
    }

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

/// Writes one entry of each, in one statement however many there are.
///
/// # Errors
/// What the database says.
pub async fn record_all(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    entries: &[Entry<'_>],
) -> QueryResult<()> {
    use diesel::sql_types::{Array, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
    if entries.is_empty() {
        return Ok(());
    }
    diesel::sql_query(
        "INSERT INTO audit_entries \
             (id, at, actor_id, actor_name, channel, origin, action, subject_kind, subject_id, before, after) \
         SELECT id, $2, $3, $4, $5, $6, action, subject_kind, subject_id, before, after \
         FROM unnest($1, $7, $8, $9, $10, $11) AS entry (id, action, subject_kind, subject_id, before, after)",
    )
    .bind::<Array<SqlUuid>, _>(column(entries, |_| ids::fresh(clock)))
    .bind::<Timestamptz, _>(clock.now())
    .bind::<Nullable<SqlUuid>, _>(author.person)
    .bind::<Text, _>(&author.name)
    .bind::<Text, _>(author.channel)
    .bind::<Nullable<Text>, _>(&author.origin)
    .bind::<Array<Text>, _>(column(entries, |entry| entry.action))
    .bind::<Array<Text>, _>(column(entries, |entry| entry.kind))
    .bind::<Array<SqlUuid>, _>(column(entries, |entry| entry.id))
    .bind::<Array<Nullable<Jsonb>>, _>(column(entries, |entry| entry.before.as_ref()))
    .bind::<Array<Nullable<Jsonb>>, _>(column(entries, |entry| entry.after.as_ref()))
    .execute(conn)
    .await?;
    Ok(())
}

fn column<'e, 'a, T>(entries: &'e [Entry<'a>], of: impl Fn(&'e Entry<'a>) -> T) -> Vec<T> {
    entries.iter().map(of).collect()
}

/// Who last did something to a thing, by name, and when; `None` where nothing is on record.
///
/// # Errors
/// What the database says.
pub async fn last(
    conn: &mut AsyncPgConnection,
    kind: &str,
    id: Uuid,
) -> QueryResult<Option<(String, Instant)>> {
    newest(conn, kind, id, None).await
}

/// As [`last`], of these `acts` alone. More is on record of a thing than what changed it: whoever answers a seminar, or
/// follows a series, has not edited it.
///
/// # Errors
/// What the database says.
pub async fn last_of(
    conn: &mut AsyncPgConnection,
    kind: &str,
    id: Uuid,
    acts: &[&str],
) -> QueryResult<Option<(String, Instant)>> {
    newest(conn, kind, id, Some(acts)).await
}

async fn newest(
    conn: &mut AsyncPgConnection,
    kind: &str,
    id: Uuid,
    acts: Option<&[&str]>,
) -> QueryResult<Option<(String, Instant)>> {
    let mut found = audit_entries::table
        .filter(audit_entries::subject_kind.eq(kind))
        .filter(audit_entries::subject_id.eq(id))
        .order((audit_entries::at.desc(), audit_entries::id.desc()))
        .select((audit_entries::actor_name, audit_entries::at))
        .into_boxed();
    if let Some(acts) = acts {
        found = found.filter(audit_entries::action.eq_any(acts));
    }
    found.first(conn).await.optional()
}

/// What differs between two states of one thing: the members that are not equal, as they were and as they are. `None`
/// where nothing differs. Members that change with every write (`lock_version`, `modified_at`) do not count.
pub fn difference(before: &Value, after: &Value) -> Option<(Value, Value)> {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return (before != after).then(|| (before.clone(), after.clone()));
    };
    let differing = |member: &&String| {
        !matches!(member.as_str(), "lock_version" | "modified_at")
            && old.get(*member) != new.get(*member)
    };
    let members: std::collections::BTreeSet<&String> =
        old.keys().chain(new.keys()).filter(differing).collect();
    if members.is_empty() {
        return None;
    }
    let of = |state: &serde_json::Map<String, Value>| {
        members
            .iter()
            .map(|member| {
                let value = state.get(*member).cloned().unwrap_or(Value::Null);
                ((*member).clone(), value)
            })
            .collect::<serde_json::Map<_, _>>()
    };
    Some((Value::Object(of(old)), Value::Object(of(new))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({"name": "A", "zone": "UTC", "lock_version": 1});
        let after = json!({"name": "B", "zone": "UTC", "lock_version": 2, "city": "Seoul"});
        assert_eq!(
            difference(&before, &after),
            Some((
                json!({"name": "A", "city": null}),
                json!({"name": "B", "city": "Seoul"})
            ))
        );
        assert_eq!(
            difference(&json!({"lock_version": 1}), &json!({"lock_version": 2})),
            None
        );
    }
}
