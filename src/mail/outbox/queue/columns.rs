//! Messages as columns: one array each, which is how any number of rows goes into one statement.

use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{BoxedSqlQuery, SqlQuery},
    sql_types::{Array, Int2, Int4, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::Worth;
use crate::{
    base::{
        clock::{Clock, Instant},
        ids::{AudienceId, BookingId, ConfirmationId, MessageId, PersonId, SeminarId, StayId},
    },
    mail::outbox::model::{MessageKind, MessageState},
};

/// The columns of a message that is queued, each with its type; in the order of the parameters in which [`Columns::bound`] has
/// their values.
const COLUMNS: [(&str, &str); 19] = [
    ("id", "uuid"),
    ("kind", "text"),
    ("state", "text"),
    ("dedupe_key", "text"),
    ("person_id", "uuid"),
    ("address", "text"),
    ("seminar_id", "uuid"),
    ("stay_id", "uuid"),
    ("booking_id", "uuid"),
    ("revision", "int"),
    ("from_revision", "int"),
    ("sequence", "int"),
    ("payload", "jsonb"),
    ("caused_by", "uuid"),
    ("priority", "smallint"),
    ("send_after", "timestamptz"),
    ("not_after", "timestamptz"),
    ("audience_id", "uuid"),
    ("confirmation_id", "uuid"),
];

const _: () = assert!(COLUMNS.len() == 19, "the next two follow them");

/// The parameter behind those of [`COLUMNS`]: the time at which the rows are written.
pub(super) const NOW: &str = "$20";

/// The parameter behind that: which of few payloads each row has, counted from 1.
const WHICH: &str = "$21";

/// So few different payloads at most are told once each.
const FEW: usize = 8;

/// The messages as columns, which is how many rows go in without as many parameters. What is the same in all rows is there once.
pub(super) struct Columns<'a> {
    /// The names of the columns that are there once.
    same: Vec<&'static str>,
    /// Where there are few payloads, but more than one: which of them each row has, counted from 1.
    which: Option<Vec<i16>>,
    pub(super) ids: Vec<MessageId>,
    kinds: Vec<MessageKind>,
    states: Vec<MessageState>,
    pub(super) dedupe_keys: Vec<&'a str>,
    people: Vec<Option<PersonId>>,
    audiences: Vec<Option<AudienceId>>,
    strangers: Vec<Option<ConfirmationId>>,
    addresses: Vec<&'a str>,
    seminars: Vec<Option<SeminarId>>,
    stays: Vec<Option<StayId>>,
    bookings: Vec<Option<BookingId>>,
    revisions: Vec<Option<i32>>,
    from_revisions: Vec<Option<i32>>,
    sequences: Vec<Option<i32>>,
    payloads: Vec<&'a Value>,
    caused_by: Vec<Option<PersonId>>,
    priorities: Vec<i16>,
    send_after: Vec<Instant>,
    not_after: Vec<Instant>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(messages: &[Worth<'a>], clock: &dyn Clock) -> Self {
        let mut same = Vec::new();
        let payloads = column(messages, &mut same, "payload", |new| &new.message.payload);
        let told_once = told_once(&payloads).filter(|(few, _)| few.len() > 1);
        let (payloads, which) = match told_once {
            Some((few, which)) => (few, Some(which)),
            None => (payloads, None),
        };
        Self {
            which,
            payloads,
            ids: messages.iter().map(|_| MessageId::fresh(clock)).collect(),
            dedupe_keys: messages
                .iter()
                .map(|worth| worth.message.dedupe_key.as_str())
                .collect(),
            kinds: column(messages, &mut same, "kind", |new| new.message.kind),
            states: column(messages, &mut same, "state", |new| {
                if new.message.held {
                    MessageState::Held
                } else {
                    MessageState::Queued
                }
            }),
            people: column(messages, &mut same, "person_id", |new| {
                new.message.to.person()
            }),
            audiences: column(messages, &mut same, "audience_id", |new| {
                new.message.to.audience()
            }),
            strangers: column(messages, &mut same, "confirmation_id", |new| {
                new.message.to.stranger()
            }),
            addresses: column(messages, &mut same, "address", |new| {
                new.message.address.as_str()
            }),
            seminars: column(messages, &mut same, "seminar_id", |new| {
                new.message.about.seminar
            }),
            stays: column(messages, &mut same, "stay_id", |new| new.message.about.stay),
            bookings: column(messages, &mut same, "booking_id", |new| {
                new.message.about.booking
            }),
            revisions: column(messages, &mut same, "revision", |new| new.message.revision),
            from_revisions: column(messages, &mut same, "from_revision", |new| {
                new.from_revision
            }),
            sequences: column(messages, &mut same, "sequence", |new| new.message.sequence),
            caused_by: column(messages, &mut same, "caused_by", |new| {
                new.message.caused_by
            }),
            priorities: column(messages, &mut same, "priority", |new| new.message.priority),
            send_after: column(messages, &mut same, "send_after", |new| {
                new.message.send_after
            }),
            not_after: column(messages, &mut same, "not_after", |new| {
                new.message.not_after
            }),
            same,
        }
    }

    /// The rows, as a query in the order of [`COLUMNS`].
    pub(super) fn rows(&self) -> String {
        let (mut selected, mut arrays, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (name, kind)) in (1..).zip(COLUMNS) {
            if self.same.contains(&name) {
                selected.push(format!("(${number}::{kind}[])[1] AS {name}"));
            } else if name == "payload" && self.which.is_some() {
                selected.push(format!("(${number}::{kind}[])[each.{name}] AS {name}"));
                arrays.push(format!("{WHICH}::smallint[]"));
                names.push(name);
            } else {
                selected.push(format!("each.{name}"));
                arrays.push(format!("${number}::{kind}[]"));
                names.push(name);
            }
        }
        let [selected, arrays] = [selected, arrays].map(|words| words.join(", "));
        format!(
            "SELECT {selected} FROM unnest({arrays}) AS each ({})",
            names.join(", ")
        )
    }

    /// Whether any may take the place of what waits.
    pub(super) fn merges(&self) -> bool {
        self.states.contains(&MessageState::Held) || self.from_revisions.iter().any(Option::is_some)
    }

    /// Runs a statement over these rows that answers a count; answers it.
    pub(super) async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        statement: &str,
        now: Instant,
    ) -> QueryResult<i64> {
        #[derive(QueryableByName)]
        struct Written {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        let written: Written = self.bound(statement, now).get_result(conn).await?;
        Ok(written.count)
    }

    /// A statement over these rows ([`COLUMNS`]), written at `now` ([`NOW`]).
    pub(super) fn bound(&self, statement: &str, now: Instant) -> BoxedSqlQuery<'_, Pg, SqlQuery> {
        diesel::sql_query(statement)
            .into_boxed::<Pg>()
            .bind::<Array<SqlUuid>, _>(&self.ids)
            .bind::<Array<Text>, _>(&self.kinds)
            .bind::<Array<Text>, _>(&self.states)
            .bind::<Array<Text>, _>(&self.dedupe_keys)
            .bind::<Array<Nullable<SqlUuid>>, _>(&self.people)
            .bind::<Array<Text>, _>(&self.addresses)
            .bind::<Array<Nullable<SqlUuid>>, _>(&self.seminars)
            .bind::<Array<Nullable<SqlUuid>>, _>(&self.stays)
            .bind::<Array<Nullable<SqlUuid>>, _>(&self.bookings)
            .bind::<Array<Nullable<Int4>>, _>(&self.revisions)
            .bind::<Array<Nullable<Int4>>, _>(&self.from_revisions)
            .bind::<Array<Nullable<Int4>>, _>(&self.sequences)
            .bind::<Array<Jsonb>, _>(&self.payloads)
            .bind::<Array<Nullable<SqlUuid>>, _>(&self.caused_by)
            .bind::<Array<Int2>, _>(&self.priorities)
            .bind::<Array<Timestamptz>, _>(&self.send_after)
            .bind::<Array<Timestamptz>, _>(&self.not_after)
            .bind::<Array<Nullable<SqlUuid>>, _>(&self.audiences)
            .bind::<Array<Nullable<SqlUuid>>, _>(&self.strangers)
            .bind::<Timestamptz, _>(now)
            .bind::<Array<Int2>, _>(self.which.as_deref().unwrap_or_default())
    }
}

/// A column of the messages; what is the same in all of them once, and its name among `same`.
fn column<'a, T: PartialEq>(
    messages: &[Worth<'a>],
    same: &mut Vec<&'static str>,
    name: &'static str,
    of: impl Fn(&Worth<'a>) -> T,
) -> Vec<T> {
    let mut values: Vec<T> = messages.iter().map(of).collect();
    if values.windows(2).all(|two| two.first() == two.last()) {
        values.truncate(1);
        same.push(name);
    }
    values
}

/// The values of a column where they are few, once each, and which of them each row has, counted from 1.
fn told_once<T: PartialEq + Copy>(values: &[T]) -> Option<(Vec<T>, Vec<i16>)> {
    let mut few: Vec<T> = Vec::new();
    let mut which = Vec::with_capacity(values.len());
    for value in values {
        // What is alike mostly comes one after the other: the last one is looked at first.
        let known = few.iter().rposition(|one| one == value);
        if known.is_none() {
            few.push(*value);
        }
        if few.len() > FEW {
            return None;
        }
        which.push(i16::try_from(known.map_or(few.len(), |at| at + 1)).ok()?);
    }
    Some((few, which))
}

/// The names of all that is written: [`COLUMNS`], and the time at which it is.
pub(super) fn names() -> String {
    let names = COLUMNS.map(|(name, _)| name).join(", ");
    format!("{names}, created_at")
}
