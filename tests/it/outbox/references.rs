//! What messages, attendances and addresses refer to is there, and stays, though no foreign key says so.

mod at_once;
mod entered;
mod removed;

use diesel::{
    QueryableByName,
    result::{DatabaseErrorKind, Error},
    sql_query,
    sql_types::{Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::base::ids::PersonId;
use uuid::Uuid;

use super::make::{clock, people, thing};
use crate::support::{db::TestDb, watch::count};

/// What becomes of a row when that to which it refers is removed.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// It stays as it is: what it refers to is not removed.
    Keep,
    /// It refers to nothing any more.
    Forget,
    /// It is removed too.
    Follow,
}

/// A column by which rows of `table` refer to rows of `to`.
#[derive(Debug, Clone, Copy)]
struct Reference {
    table: &'static str,
    column: &'static str,
    to: &'static str,
    fate: Fate,
}

/// All of them, as 0045 and 0052 have taken the place of their foreign keys.
const REFERENCES: [Reference; 13] = [
    Reference::new("messages", "person_id", "people", Fate::Keep),
    Reference::new("messages", "caused_by", "people", Fate::Forget),
    Reference::new("messages", "seminar_id", "seminars", Fate::Keep),
    Reference::new("messages", "stay_id", "stays", Fate::Keep),
    Reference::new("messages", "booking_id", "bookings", Fate::Keep),
    Reference::new("messages", "audience_id", "audiences", Fate::Keep),
    Reference::new("messages", "confirmation_id", "confirmations", Fate::Follow),
    Reference::new("messages", "told_in", "messages", Fate::Forget),
    Reference::new("attendances", "person_id", "people", Fate::Keep),
    Reference::new("attendances", "seminar_id", "seminars", Fate::Follow),
    Reference::new("attendances", "invited_by", "people", Fate::Forget),
    Reference::new("attendances", "answered_by", "people", Fate::Forget),
    Reference::new("addresses", "person_id", "people", Fate::Follow),
];

/// Nobody, and nothing.
const NONE: Uuid = Uuid::from_u128(0xdead);

/// What is said of what was done.
const DONE: &str = "done";

/// What is said of what cannot be done by who sees the past only.
const NOT_SERIALIZED: &str = "not serialized";

impl Reference {
    const fn new(table: &'static str, column: &'static str, to: &'static str, fate: Fate) -> Self {
        Self {
            table,
            column,
            to,
            fate,
        }
    }

    /// The name that its foreign key had.
    fn name(&self) -> String {
        let to = self.column.strip_suffix("_id").unwrap_or(self.column);
        format!("{}_{to}_fkey", self.table)
    }

    /// Removes what is referred to.
    fn removing(&self, thing: Uuid) -> String {
        format!("DELETE FROM {} WHERE id = '{thing}'", self.to)
    }

    /// What its table has besides, with values that will do; and the columns by which it refers to anything.
    fn parts(&self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self.table {
            "messages" => (
                "id, kind, state, dedupe_key, priority, send_after, not_after, created_at",
                "gen_random_uuid(), 'invitation', 'queued', gen_random_uuid()::text, 3, now(), now(), now()",
                &[
                    "person_id",
                    "caused_by",
                    "seminar_id",
                    "stay_id",
                    "booking_id",
                    "audience_id",
                    "confirmation_id",
                    "told_in",
                ],
            ),
            "attendances" => (
                "invitation_no, invited_at, answer, answered_at, channel",
                "1, now(), 'yes', now(), 'page'",
                &["seminar_id", "person_id", "invited_by", "answered_by"],
            ),
            _ => (
                "id, purpose, created_at",
                "gen_random_uuid(), 'contact', now()",
                &["person_id"],
            ),
        }
    }
}

/// What came of it: that it was done, the name of what refused it, or PostgreSQL's own words.
fn told<T>(done: Result<T, Error>) -> String {
    match done {
        Ok(_) => DONE.to_owned(),
        Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, why)) => {
            why.constraint_name().unwrap().to_owned()
        }
        Err(Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => {
            NOT_SERIALIZED.to_owned()
        }
        Err(error) => error.to_string(),
    }
}

/// The rows that a test has entered: the address by which each is known, and to what it refers.
type Rows = Vec<(String, Option<Uuid>)>;

struct Scene {
    test: TestDb,
    conn: AsyncPgConnection,
    /// The first of them is the owner of a seminar, which has the same id.
    people: Vec<PersonId>,
    /// How many things have been entered.
    things: u128,
}

impl Scene {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let mut conn = test.connect().await;
        let people = people(&mut conn, &clock(), 4).await;
        thing(&mut conn, "seminars", people[0].0, &people).await;
        Self {
            test,
            conn,
            people,
            things: 0,
        }
    }

    /// Another row of a table to which others refer; its id.
    async fn thing(&mut self, table: &str) -> Uuid {
        self.things += 1;
        let id = Uuid::from_u128(self.things);
        thing(&mut self.conn, table, id, &self.people).await;
        id
    }

    /// Enters, by one statement, a row for each of these that refers to it; where it is none, to nothing more than it must.
    fn entering(&self, reference: &Reference, values: &[Option<Uuid>]) -> String {
        let (names, _, columns) = reference.parts();
        let rows = values.iter().enumerate();
        let rows: Vec<String> = rows
            .map(|(number, value)| self.row(reference, number, *value))
            .collect();
        format!(
            "INSERT INTO {} (address, {names}, {}) VALUES {}",
            reference.table,
            columns.join(", "),
            rows.join(", ")
        )
    }

    fn row(&self, reference: &Reference, number: usize, value: Option<Uuid>) -> String {
        let (_, values, columns) = reference.parts();
        // What is for a mailing list or for a stranger is for no person.
        let for_no_person =
            value.is_some() && ["audience_id", "confirmation_id"].contains(&reference.column);
        let refers = columns.iter().map(|column| {
            let given = value.filter(|_| *column == reference.column);
            let id = given.or_else(|| self.otherwise(reference, column, number));
            id.filter(|_| !(for_no_person && *column == "person_id"))
                .map_or_else(|| "NULL".to_owned(), |id| format!("'{id}'"))
        });
        let refers: Vec<String> = refers.collect();
        format!("('{}', {values}, {})", known_by(number), refers.join(", "))
    }

    /// To what a row refers where nothing else is said.
    fn otherwise(&self, reference: &Reference, column: &str, number: usize) -> Option<Uuid> {
        match (reference.table, column) {
            (_, "person_id") => Some(self.people[number].0),
            ("attendances", "seminar_id") => Some(self.people[0].0),
            _ => None,
        }
    }

    /// The rows that [`Scene::entering`] enters.
    fn given(&self, reference: &Reference, values: &[Option<Uuid>]) -> Rows {
        let rows = values.iter().enumerate();
        rows.map(|(number, value)| {
            let refers = value.or_else(|| self.otherwise(reference, reference.column, number));
            (known_by(number), refers)
        })
        .collect()
    }

    /// The rows that are there.
    async fn rows(&mut self, reference: &Reference) -> Rows {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            address: String,
            #[diesel(sql_type = Nullable<SqlUuid>)]
            refers: Option<Uuid>,
        }
        let rows: Vec<Row> = sql_query(format!(
            "SELECT address, {} AS refers FROM {} WHERE address LIKE 'row%' ORDER BY address",
            reference.column, reference.table
        ))
        .load(&mut self.conn)
        .await
        .unwrap();
        let rows = rows.into_iter();
        rows.map(|row| (row.address, row.refers)).collect()
    }

    /// How many rows refer to what is not there.
    async fn dangling(&mut self, reference: &Reference) -> i64 {
        let Reference {
            table, column, to, ..
        } = reference;
        let rows = format!(
            "{table} AS one WHERE one.{column} IS NOT NULL \
             AND NOT EXISTS (SELECT FROM {to} AS other WHERE other.id = one.{column})"
        );
        count(&mut self.conn, &rows).await
    }

    /// What comes of these words.
    async fn says(&mut self, statement: &str) -> String {
        told(self.conn.batch_execute(statement).await)
    }

    /// Nothing is left that refers to anything.
    async fn clear(&mut self) {
        let clear = "DELETE FROM messages; DELETE FROM attendances; DELETE FROM addresses";
        assert_eq!(self.says(clear).await, DONE);
    }
}

/// The address by which a row is known.
fn known_by(number: usize) -> String {
    format!("row{number}@sample.example")
}

#[tokio::test(flavor = "multi_thread")]
async fn these_are_all_that_are_looked_up_as_something_is_removed() {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let mut scene = Scene::new().await;
    let lines: Vec<Line> = sql_query(
        "SELECT concat_ws(' ', said[1], said[2], said[3], said[4], gone_from) AS line \
         FROM (SELECT tgrelid::regclass::text AS gone_from, string_to_array(encode(tgargs, 'escape'), '\\000') AS said \
             FROM pg_trigger WHERE tgfoid = 'referred_to_is_gone'::regproc) AS looking",
    )
    .load(&mut scene.conn)
    .await
    .unwrap();
    let mut found: Vec<String> = lines.into_iter().map(|line| line.line).collect();
    found.sort_unstable();
    let mut known = REFERENCES.map(|reference| {
        let fate = match reference.fate {
            Fate::Keep => "keep",
            Fate::Forget => "forget",
            Fate::Follow => "follow",
        };
        let Reference {
            table, column, to, ..
        } = reference;
        format!("{fate} {table} {column} {} {to}", reference.name())
    });
    known.sort_unstable();
    assert_eq!(found, known);
}
