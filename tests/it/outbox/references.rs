//! What messages and attendances refer to is there, and stays, though no foreign key says so.

use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};

use super::make::{clock, people};
use crate::support::{
    db::TestDb,
    watch::{count, text_of, until_something_waits},
};

/// Nobody, and no seminar.
const NONE: &str = "00000000-0000-0000-0000-00000000dead";

struct Scene {
    test: TestDb,
    conn: AsyncPgConnection,
    /// An owner of the one seminar, which has the same id, and a reader.
    owner: String,
    reader: String,
}

impl Scene {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let mut conn = test.connect().await;
        let people = people(&mut conn, &clock(), 3).await;
        let [owner, reader] = [people[0], people[1]].map(|person| person.to_string());
        conn.batch_execute(&format!(
            "INSERT INTO seminars (id, code, uid, owner_id, entered_by, starts_local, zone, starts_at, ends_at, \
                 duration_minutes, visibility, state, state_at, created_at, modified_at) \
             VALUES ('{owner}', 'sample', 'sample@sample.example', '{owner}', '{owner}', '2026-12-02 10:00', 'UTC', \
                 '2026-12-02 10:00Z', '2026-12-02 11:00Z', 60, 'public', 'announced', now(), now(), now())"
        ))
        .await
        .unwrap();
        Self {
            test,
            conn,
            owner,
            reader,
        }
    }

    /// Under which name the statement is refused.
    async fn refused(&mut self, statement: &str) -> String {
        name(self.conn.batch_execute(statement).await)
    }
}

fn name(done: Result<(), Error>) -> String {
    match done {
        Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, told)) => {
            told.constraint_name().unwrap().to_owned()
        }
        other => panic!("it was not refused for what it refers to: {other:?}"),
    }
}

/// Enters a message to `person` about `seminar` that `causer` caused.
fn message(person: &str, seminar: &str, causer: &str) -> String {
    format!(
        "INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, seminar_id, caused_by, priority, send_after, \
             not_after, created_at) \
         VALUES (gen_random_uuid(), 'invitation', 'queued', gen_random_uuid()::text, '{person}', 'one@sample.example', \
             '{seminar}', '{causer}', 3, now(), now(), now())"
    )
}

/// Enters who is invited to `seminar`, by whom.
fn attendance(person: &str, seminar: &str, by: &str) -> String {
    format!(
        "INSERT INTO attendances (seminar_id, person_id, invitation_no, invited_at, invited_by) \
         VALUES ('{seminar}', '{person}', 1, now(), '{by}')"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_entered_refers_to_what_is_there() {
    let mut scene = Scene::new().await;
    let (owner, reader) = (&scene.owner.clone(), &scene.reader.clone());
    for (statement, refused) in [
        (message(NONE, owner, owner), "messages_person_fkey"),
        (message(reader, NONE, owner), "messages_seminar_fkey"),
        (message(reader, owner, NONE), "messages_caused_by_fkey"),
        (attendance(NONE, owner, owner), "attendances_person_fkey"),
        (attendance(reader, NONE, owner), "attendances_seminar_fkey"),
        (
            attendance(reader, owner, NONE),
            "attendances_invited_by_fkey",
        ),
    ] {
        assert_eq!(scene.refused(&statement).await, refused);
    }
    // One of many is enough.
    let many = format!(
        "INSERT INTO attendances (seminar_id, person_id, invitation_no, invited_at) \
         SELECT '{owner}'::uuid, id, 1, now() FROM people UNION ALL SELECT '{owner}', '{NONE}', 1, now()"
    );
    assert_eq!(scene.refused(&many).await, "attendances_person_fkey");
    assert_eq!(count(&mut scene.conn, "attendances").await, 0);

    let statements = [
        message(reader, owner, owner),
        attendance(reader, owner, owner),
    ];
    for statement in statements {
        scene.conn.batch_execute(&statement).await.unwrap();
    }
    for (table, column, refused) in [
        ("messages", "person_id", "messages_person_fkey"),
        ("messages", "seminar_id", "messages_seminar_fkey"),
        ("messages", "caused_by", "messages_caused_by_fkey"),
        ("attendances", "person_id", "attendances_person_fkey"),
        ("attendances", "seminar_id", "attendances_seminar_fkey"),
        ("attendances", "invited_by", "attendances_invited_by_fkey"),
    ] {
        let to_none = format!("UPDATE {table} SET {column} = '{NONE}'");
        assert_eq!(scene.refused(&to_none).await, refused);
    }
    let forgotten =
        "UPDATE messages SET caused_by = NULL; UPDATE attendances SET invited_by = NULL";
    scene.conn.batch_execute(forgotten).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_referred_to_stays_and_who_caused_it_is_forgotten() {
    let mut scene = Scene::new().await;
    let (owner, reader) = (&scene.owner.clone(), &scene.reader.clone());
    let causer = format!("(SELECT id FROM people WHERE id NOT IN ('{owner}', '{reader}'))");
    for statement in [
        message(reader, owner, owner),
        attendance(reader, owner, owner),
    ] {
        scene.conn.batch_execute(&statement).await.unwrap();
    }
    let caused = format!(
        "UPDATE messages SET caused_by = {causer}; UPDATE attendances SET invited_by = {causer}"
    );
    scene.conn.batch_execute(&caused).await.unwrap();

    let remove_reader = format!("DELETE FROM people WHERE id = '{reader}'");
    let remove_seminar = "DELETE FROM seminars";
    scene
        .conn
        .batch_execute("BEGIN; DELETE FROM messages")
        .await
        .unwrap();
    assert_eq!(
        scene.refused(&remove_reader).await,
        "attendances_person_fkey"
    );
    scene.conn.batch_execute("ROLLBACK").await.unwrap();
    assert_eq!(scene.refused(remove_seminar).await, "messages_seminar_fkey");
    let remove_attendance = "BEGIN; DELETE FROM attendances";
    scene.conn.batch_execute(remove_attendance).await.unwrap();
    assert_eq!(scene.refused(&remove_reader).await, "messages_person_fkey");
    scene.conn.batch_execute("ROLLBACK").await.unwrap();

    let remove_causer = format!("DELETE FROM people WHERE id = {causer}");
    scene.conn.batch_execute(&remove_causer).await.unwrap();
    let left = text_of(&mut scene.conn, "messages").await;
    assert!(left.contains(reader), "{left}");
    let forgotten = "SELECT 1 / count(*) FROM messages WHERE caused_by IS NULL; \
                     SELECT 1 / count(*) FROM attendances WHERE invited_by IS NULL";
    scene.conn.batch_execute(forgotten).await.unwrap();

    // With the seminar goes who takes part in it.
    let both = "DELETE FROM messages; DELETE FROM seminars";
    scene.conn.batch_execute(both).await.unwrap();
    assert_eq!(count(&mut scene.conn, "attendances").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_the_past_only_removes_nobody() {
    let mut scene = Scene::new().await;
    for level in ["REPEATABLE READ", "SERIALIZABLE"] {
        let remove = format!(
            "BEGIN ISOLATION LEVEL {level}; DELETE FROM people WHERE id = '{}'",
            scene.reader
        );
        let refused = scene.conn.batch_execute(&remove).await.unwrap_err();
        assert!(refused.to_string().contains("READ COMMITTED"), "{refused}");
        scene.conn.batch_execute("ROLLBACK").await.unwrap();
    }
    let emptied = scene.conn.batch_execute("TRUNCATE people CASCADE").await;
    let refused = emptied.unwrap_err().to_string();
    assert!(refused.contains("is not emptied"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_enters_and_who_removes_at_once_wait_for_each_other() {
    for entered_first in [true, false] {
        for (entering, refused) in [
            (
                message as fn(&str, &str, &str) -> String,
                "messages_person_fkey",
            ),
            (attendance, "attendances_person_fkey"),
        ] {
            let mut scene = Scene::new().await;
            let enter = entering(&scene.reader, &scene.owner, &scene.owner);
            let remove = format!("DELETE FROM people WHERE id = '{}'", scene.reader);
            let (first, second) = match entered_first {
                true => (enter, remove),
                false => (remove, enter),
            };
            let mut other = scene.test.connect().await;
            let begun = format!("BEGIN; {first}");
            scene.conn.batch_execute(&begun).await.unwrap();
            let waiting = tokio::spawn(async move { other.batch_execute(&second).await });
            let mut watch = scene.test.connect().await;
            until_something_waits(&mut watch).await;
            scene.conn.batch_execute("COMMIT").await.unwrap();
            assert_eq!(name(waiting.await.unwrap()), refused);
        }
    }
}
