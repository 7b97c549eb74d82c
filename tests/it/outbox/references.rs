//! What messages, attendances and addresses refer to is there, and stays, though no foreign key says so.

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

/// What a message may be about or for besides people and seminars, one of each, under this id.
const REST: &str = "00000000-0000-0000-0000-0000000000aa";

/// A stay, a booking, a mailing list and an address that is asked about.
async fn enter_the_rest(scene: &mut Scene) {
    let (owner, reader) = (&scene.owner, &scene.reader);
    let entered = format!(
        "INSERT INTO stays (id, code, uid, visitor_id, host_id, entered_by, from_date, to_date, zone, purpose, topics, certainty, \
             state, state_at, created_at, modified_at) \
         VALUES ('{REST}', 'samplestay', 'stay@sample.example', '{reader}', '{owner}', '{owner}', '2026-12-02', '2026-12-09', 'UTC', \
             'research', '{{}}', 'firm', 'proposed', now(), now(), now()); \
         INSERT INTO bookings (id, code, uid, title, note, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, \
             state, state_at, created_at, modified_at) \
         VALUES ('{REST}', 'samplebooking', 'booking@sample.example', 'Sample', '', '{owner}', '{owner}', '2026-12-02 10:00Z', \
             '2026-12-02 11:00Z', '2026-12-02 10:00', '2026-12-02 11:00', 'UTC', 'confirmed', now(), now(), now()); \
         INSERT INTO audiences (id, seminar_id, name, address, languages, permission, added_by, added_at, state, state_at) \
         VALUES ('{REST}', '{owner}', 'Sample list', 'list@sample.example', '{{en}}', 'its owner', '{owner}', now(), 'told', now()); \
         INSERT INTO confirmations (id, address, language, seminar_id, name, answer, state, state_at, asked_at, expires_at) \
         VALUES ('{REST}', 'new@sample.example', 'en', '{owner}', 'New', 'yes', 'asked', now(), now(), now() + interval '1 day')"
    );
    scene.conn.batch_execute(&entered).await.unwrap();
}

/// Enters a message with the id `id` that has `value` in `column`.
fn about(id: &str, column: &str, value: &str) -> String {
    let person = match column {
        "audience_id" | "confirmation_id" => "NULL",
        _ => "(SELECT min(id::text)::uuid FROM people)",
    };
    format!(
        "INSERT INTO messages (id, kind, state, dedupe_key, {column}, person_id, address, priority, send_after, not_after, created_at) \
         VALUES ('{id}', 'invitation', 'queued', '{column}', '{value}', {person}, 'one@sample.example', 3, now(), now(), now())"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn stays_bookings_lists_and_strangers_that_a_message_is_about_are_there_and_stay() {
    let mut scene = Scene::new().await;
    enter_the_rest(&mut scene).await;
    for (column, table, name) in [
        ("stay_id", "stays", "messages_stay_fkey"),
        ("booking_id", "bookings", "messages_booking_fkey"),
        ("audience_id", "audiences", "messages_audience_fkey"),
        (
            "confirmation_id",
            "confirmations",
            "messages_confirmation_fkey",
        ),
        ("told_in", "messages", "messages_told_in_fkey"),
    ] {
        let id = "00000000-0000-0000-0000-0000000000bb";
        let refused = scene.refused(&about(id, column, NONE)).await;
        assert_eq!(refused, name, "entered");
        let referred_to = if table == "messages" { id } else { REST };
        scene
            .conn
            .batch_execute(&about(id, column, referred_to))
            .await
            .unwrap();
        let elsewhere = format!("UPDATE messages SET {column} = '{NONE}'");
        assert_eq!(scene.refused(&elsewhere).await, name, "changed");
        if table != "messages" {
            let empty = format!("TRUNCATE {table} CASCADE");
            let refused = scene.conn.batch_execute(&empty).await.unwrap_err();
            let told = format!("\"{table}\" is not emptied");
            assert!(refused.to_string().contains(&told), "{refused}");
        }
        if ["stays", "bookings", "audiences"].contains(&table) {
            let remove = format!("DELETE FROM {table}");
            assert_eq!(scene.refused(&remove).await, name, "removed");
        }
        if table == "confirmations" {
            let gone = "DELETE FROM confirmations";
            scene.conn.batch_execute(gone).await.unwrap();
            assert_eq!(count(&mut scene.conn, "messages").await, 0);
        }
        let again = "DELETE FROM messages";
        scene.conn.batch_execute(again).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn which_mail_told_it_is_forgotten_with_that_mail() {
    let mut scene = Scene::new().await;
    let [first, second] = ["00000000-0000-0000-0000-0000000000bb", REST];
    let entered = format!(
        "{}; {}; DELETE FROM messages WHERE id = '{first}'",
        about(first, "told_in", first),
        about(second, "told_in", first).replace("'told_in',", "'another',")
    );
    scene.conn.batch_execute(&entered).await.unwrap();
    let forgotten = "SELECT 1 / count(*) FROM messages WHERE told_in IS NULL";
    scene.conn.batch_execute(forgotten).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answered_and_whose_address_it_is_are_people_who_are_there() {
    let mut scene = Scene::new().await;
    let (owner, reader) = (&scene.owner.clone(), &scene.reader.clone());
    let answered = |by: &str| {
        format!(
            "INSERT INTO attendances (seminar_id, person_id, answer, answered_at, answered_by, channel) \
             VALUES ('{owner}', '{owner}', 'yes', now(), '{by}', 'page')"
        )
    };
    let address = |of: &str| {
        format!(
            "INSERT INTO addresses (id, person_id, address, purpose, created_at) \
             VALUES (gen_random_uuid(), '{of}', '{of}@sample.example', 'sign_in', now())"
        )
    };
    for (enter, table, column, name) in [
        (
            &answered as &dyn Fn(&str) -> String,
            "attendances",
            "answered_by",
            "attendances_answered_by_fkey",
        ),
        (&address, "addresses", "person_id", "addresses_person_fkey"),
    ] {
        assert_eq!(scene.refused(&enter(NONE)).await, name);
        scene.conn.batch_execute(&enter(reader)).await.unwrap();
        let elsewhere = format!("UPDATE {table} SET {column} = '{NONE}'");
        assert_eq!(scene.refused(&elsewhere).await, name);
    }
    let remove = format!("DELETE FROM people WHERE id = '{reader}'");
    scene.conn.batch_execute(&remove).await.unwrap();
    let forgotten = "SELECT 1 / count(*) FROM attendances WHERE answered_by IS NULL";
    scene.conn.batch_execute(forgotten).await.unwrap();
    assert_eq!(count(&mut scene.conn, "addresses").await, 0);
}
