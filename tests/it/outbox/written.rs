//! Messages that are queued at once, few and very many: of each of them everything is written, and nothing of another one.

use chrono::Duration;
use diesel::{
    QueryDsl, SelectableHelper,
    result::{DatabaseErrorKind, Error},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use maru::{
    base::{
        clock::Instant,
        ids::{AudienceId, BookingId, ConfirmationId, MessageId, PersonId, SeminarId, StayId},
        schema::messages,
    },
    mail::outbox::{About, Message, MessageKind, MessageState, NewMessage, queue},
};
use uuid::Uuid;

use super::make::{clock, invitation, noon, people, thing};
use crate::support::{db::TestDb, watch::count};

/// So few that each is looked for before it is written, and so many that they are written as they are.
const COUNTS: [usize; 2] = [4, 103];

/// The stay, the booking, the mailing list and the address that is asked about.
const THING: Uuid = Uuid::from_u128(1);

struct Scene {
    _test: TestDb,
    conn: AsyncPgConnection,
    people: Vec<PersonId>,
}

/// Makes a message of its key.
type Kind = fn(&[PersonId], &str) -> NewMessage;

/// They differ from each other in all that can be; what is in all of some is in none of others.
const KINDS: [Kind; 5] = [bare, whole, to_a_list, to_a_stranger, held];

/// Nothing that may be left out.
fn bare(people: &[PersonId], key: &str) -> NewMessage {
    invitation(people[1], key)
}

/// Everything, but for where it tells from.
fn whole(people: &[PersonId], key: &str) -> NewMessage {
    NewMessage {
        kind: MessageKind::Change,
        address: format!("{}@sample.example", key.replace(' ', "-")),
        about: About {
            seminar: Some(SeminarId(people[0].0)),
            stay: Some(StayId(THING)),
            booking: Some(BookingId(THING)),
        },
        revision: Some(4),
        sequence: Some(2),
        payload: serde_json::json!({ "words": [key, null, "한글, \"quoted\"\\"], "more": {} }),
        caused_by: Some(people[0]),
        priority: 1,
        send_after: noon() + Duration::hours(1),
        not_after: noon() + Duration::days(2),
        ..invitation(people[2], key)
    }
}

fn to_a_list(people: &[PersonId], key: &str) -> NewMessage {
    NewMessage {
        kind: MessageKind::Announcement,
        to: AudienceId(THING).into(),
        about: SeminarId(people[0].0).into(),
        revision: Some(1),
        ..invitation(people[1], key)
    }
}

fn to_a_stranger(people: &[PersonId], key: &str) -> NewMessage {
    NewMessage {
        kind: MessageKind::Confirmation,
        to: ConfirmationId(THING).into(),
        payload: serde_json::json!({ "link": key }),
        ..invitation(people[1], key)
    }
}

/// One that would take in what waits, if anything did.
fn held(people: &[PersonId], key: &str) -> NewMessage {
    NewMessage {
        from_revision: Some(3),
        held: true,
        ..whole(people, key)
    }
}

/// A row: the message, and what none has that no worker has looked at yet.
type Row = (
    Message,
    Option<String>,
    Option<Instant>,
    bool,
    Option<MessageId>,
);

impl Scene {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let mut conn = test.connect().await;
        let people = people(&mut conn, &clock(), 3).await;
        thing(&mut conn, "seminars", people[0].0, &people).await;
        for table in ["stays", "bookings", "audiences", "confirmations"] {
            thing(&mut conn, table, THING, &people).await;
        }
        Self {
            _test: test,
            conn,
            people,
        }
    }

    /// So many of one kind, but for the one in this place.
    fn with_one_other(
        &self,
        count: usize,
        kind: Kind,
        (place, other): (usize, Kind),
    ) -> Vec<NewMessage> {
        let message = |n: usize| {
            let kind = if n == place { other } else { kind };
            kind(&self.people, &format!("many {n:03}"))
        };
        (0..count).map(message).collect()
    }

    /// Queues them, who are sorted by their keys, and compares what is there with what was asked; then nothing is there.
    async fn come_to_be(&mut self, asked: &[NewMessage], what: &str) {
        let written = queue(&mut self.conn, &clock(), asked).await;
        assert_eq!(written, Ok(asked.len()), "{what}");
        let rows: Vec<Row> = messages::table
            .order(messages::dedupe_key)
            .select((
                Message::as_select(),
                messages::leased_by,
                messages::leased_until,
                messages::failed,
                messages::told_in,
            ))
            .load(&mut self.conn)
            .await
            .unwrap();
        assert_eq!(rows.len(), asked.len(), "{what}");
        let expected: Vec<Row> = asked
            .iter()
            .zip(&rows)
            .map(|(new, (row, ..))| (written_as(new, row.id), None, None, false, None))
            .collect();
        assert_eq!(rows, expected, "{what}");
        let taken_back = diesel::delete(messages::table).execute(&mut self.conn);
        assert_eq!(taken_back.await, Ok(asked.len()));
    }
}

fn written_as(new: &NewMessage, id: MessageId) -> Message {
    let state = match new.held {
        true => MessageState::Held,
        false => MessageState::Queued,
    };
    Message {
        id,
        kind: new.kind,
        state,
        dedupe_key: new.dedupe_key.clone(),
        to: new.to,
        address: new.address.clone(),
        about: new.about,
        revision: new.revision,
        from_revision: new.from_revision,
        sequence: new.sequence,
        payload: new.payload.clone(),
        caused_by: new.caused_by,
        priority: new.priority,
        send_after: new.send_after,
        not_after: new.not_after,
        attempts: 0,
        sent_at: None,
        ended_at: None,
        error: None,
        created_at: noon(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_has_what_was_asked_of_it_where_one_is_unlike_all_others() {
    let mut scene = Scene::new().await;
    for count in COUNTS {
        for (of, kind) in KINDS.into_iter().enumerate() {
            for (by, other) in KINDS.into_iter().enumerate() {
                for place in [0, count / 2, count - 1] {
                    let asked = scene.with_one_other(count, kind, (place, other));
                    let what = format!("{count} of kind {of}, of kind {by} in place {place}");
                    scene.come_to_be(&asked, &what).await;
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_has_what_was_asked_of_it_where_all_kinds_are_among_them() {
    let mut scene = Scene::new().await;
    for count in COUNTS {
        // With those that would take in what waits, and without.
        for kinds in [&KINDS[..], &KINDS[..4]] {
            let keys = (0..count).map(|n| format!("many {n:03}"));
            let asked: Vec<NewMessage> = keys
                .zip(kinds.iter().cycle())
                .map(|(key, kind)| kind(&scene.people, &key))
                .collect();
            let what = format!("{count} of {} kinds", kinds.len());
            scene.come_to_be(&asked, &what).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_has_its_own_payload_whether_these_are_few_or_many() {
    let mut scene = Scene::new().await;
    for count in COUNTS {
        for different in [2, 8, 9] {
            let message = |n: usize| NewMessage {
                payload: serde_json::json!({ "of": n % different }),
                ..bare(&scene.people, &format!("many {n:03}"))
            };
            let asked: Vec<NewMessage> = (0..count).map(message).collect();
            let what = format!("{count} with {different} payloads");
            scene.come_to_be(&asked, &what).await;
        }
    }
}

/// How many rows of messages this connection has written anew, refused ones too, and how many it has changed, since it last told
/// PostgreSQL's collector.
async fn rows_touched(conn: &mut AsyncPgConnection) -> (i64, i64) {
    #[derive(Debug, diesel::QueryableByName)]
    struct Touched {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n_tup_ins: i64,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n_tup_upd: i64,
    }
    let touched: Touched = diesel::sql_query(
        "SELECT n_tup_ins, n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'messages'",
    )
    .get_result(conn)
    .await
    .unwrap();
    (touched.n_tup_ins, touched.n_tup_upd)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_known_among_very_many_is_seen_before_any_is_written() {
    let mut scene = Scene::new().await;
    let [_, count] = COUNTS;
    let asked = scene.with_one_other(count, bare, (0, bare));
    for known in [0, 51, count - 1] {
        let first = queue(&mut scene.conn, &clock(), &asked[known..=known]).await;
        assert_eq!(first, Ok(1));
        let touched = scene
            .conn
            .transaction(async |conn| {
                let (inserted, updated) = rows_touched(conn).await;
                assert_eq!(queue(conn, &clock(), &asked).await?, count);
                let after = rows_touched(conn).await;
                Ok::<_, Error>((after.0 - inserted, after.1 - updated))
            })
            .await;
        assert_eq!(touched, Ok((102, 1)), "{known}");
        let taken_back = diesel::delete(messages::table).execute(&mut scene.conn);
        assert_eq!(taken_back.await, Ok(count));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_refers_to_nothing_that_is_there_takes_back_all_of_them() {
    let mut scene = Scene::new().await;
    let none = Uuid::from_u128(0xdead);
    let spoilt: [(fn(&mut NewMessage, Uuid), &str); 7] = [
        (
            |new, none| new.about.seminar = Some(SeminarId(none)),
            "messages_seminar_fkey",
        ),
        (
            |new, none| new.about.stay = Some(StayId(none)),
            "messages_stay_fkey",
        ),
        (
            |new, none| new.about.booking = Some(BookingId(none)),
            "messages_booking_fkey",
        ),
        (
            |new, none| new.caused_by = Some(PersonId(none)),
            "messages_caused_by_fkey",
        ),
        (
            |new, none| new.to = PersonId(none).into(),
            "messages_person_fkey",
        ),
        (
            |new, none| new.to = AudienceId(none).into(),
            "messages_audience_fkey",
        ),
        (
            |new, none| new.to = ConfirmationId(none).into(),
            "messages_confirmation_fkey",
        ),
    ];
    for rows in COUNTS {
        for (spoil, name) in spoilt {
            let mut asked = scene.with_one_other(rows, bare, (0, whole));
            spoil(&mut asked[rows - 1], none);
            match queue(&mut scene.conn, &clock(), &asked).await {
                Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, why)) => {
                    assert_eq!(why.constraint_name(), Some(name), "{rows}");
                }
                other => panic!("{rows}, {name}: {other:?}"),
            }
            assert_eq!(count(&mut scene.conn, "messages").await, 0);
        }
    }
}
