//! What is queued, merged, made void and listed.

use chrono::Duration;
use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::{
    base::{clock::Clock, schema::messages},
    mail::outbox::{
        Filter, MessageKind, MessageState, NewMessage, Page, Which, list, one, queue, void,
    },
};

use super::make::{all, change, clock, invitation, noon, people};
use crate::support::db::TestDb;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_exists_once_and_is_rewritten_until_it_is_taken() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let person = people(&mut conn, &clock, 1).await[0];
    let first = invitation(person, "one");
    assert_eq!(
        queue(&mut conn, &clock, std::slice::from_ref(&first)).await,
        Ok(1)
    );
    let second = NewMessage {
        payload: serde_json::json!({ "note": "second" }),
        ..first
    };
    assert_eq!(
        queue(&mut conn, &clock, std::slice::from_ref(&second)).await,
        Ok(1)
    );
    let rows = all(&mut conn).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].payload, second.payload);

    diesel::update(messages::table)
        .set((
            messages::state.eq(MessageState::Leased),
            messages::leased_by.eq("sample"),
            messages::leased_until.eq(noon()),
        ))
        .execute(&mut conn)
        .await
        .unwrap();
    let third = NewMessage {
        payload: serde_json::json!({ "note": "third" }),
        ..second.clone()
    };
    assert_eq!(queue(&mut conn, &clock, &[third]).await, Ok(0));
    assert_eq!(all(&mut conn).await[0].payload, second.payload);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_call_may_say_the_same_twice() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let person = people(&mut conn, &clock, 1).await[0];
    let later = NewMessage {
        priority: 7,
        ..invitation(person, "one")
    };
    let both = [invitation(person, "one"), later];
    assert_eq!(queue(&mut conn, &clock, &both).await, Ok(1));
    assert_eq!(all(&mut conn).await[0].priority, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_what_they_did_or_what_is_over() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let both = people(&mut conn, &clock, 2).await;
    let mine = |kind| NewMessage {
        kind,
        caused_by: Some(both[0]),
        ..invitation(both[0], kind_key(kind))
    };
    let over = NewMessage {
        not_after: noon(),
        ..invitation(both[1], "over")
    };
    let sent = [mine(MessageKind::Change), mine(MessageKind::SignIn), over];
    assert_eq!(queue(&mut conn, &clock, &sent).await, Ok(1));
    assert_eq!(all(&mut conn).await[0].kind, MessageKind::SignIn);
}

fn kind_key(kind: MessageKind) -> &'static str {
    kind.word()
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_within_the_window_become_one_message_from_the_first_to_the_last() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let person = people(&mut conn, &clock, 1).await[0];
    for (from, to) in [(3, 4), (4, 5), (5, 6), (6, 7), (7, 8)] {
        let edit = change(person, from, to, clock.now());
        assert_eq!(queue(&mut conn, &clock, &[edit]).await, Ok(1));
        clock.advance(Duration::minutes(8));
    }
    let rows = all(&mut conn).await;
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(
        (row.from_revision, row.revision, row.state),
        (Some(3), Some(8), MessageState::Held)
    );
    assert_eq!(row.payload, serde_json::json!({ "to": 8 }));
    assert_eq!(row.dedupe_key, format!("change:sample:8:{person}"));
    // The last edit was at 12:32 and would have waited till 12:42: three windows from the first are over before.
    assert_eq!(row.send_after, noon() + Duration::minutes(30));
    // The same edit once more changes nothing.
    let again = change(person, 7, 8, noon());
    assert_eq!(queue(&mut conn, &clock, &[again]).await, Ok(1));
    assert_eq!(all(&mut conn).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_after_the_notice_has_gone_makes_another() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let person = people(&mut conn, &clock, 1).await[0];
    queue(&mut conn, &clock, &[change(person, 3, 4, noon())])
        .await
        .unwrap();
    diesel::update(messages::table)
        .set((
            messages::state.eq(MessageState::Sent),
            messages::sent_at.eq(noon()),
            messages::ended_at.eq(noon()),
        ))
        .execute(&mut conn)
        .await
        .unwrap();
    clock.advance(Duration::seconds(1));
    queue(&mut conn, &clock, &[change(person, 4, 5, noon())])
        .await
        .unwrap();
    let told: Vec<_> = all(&mut conn)
        .await
        .iter()
        .map(|row| (row.from_revision, row.revision, row.state))
        .collect();
    assert_eq!(
        told,
        [
            (Some(3), Some(4), MessageState::Sent),
            (Some(4), Some(5), MessageState::Held)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_void_begins_anew() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let person = people(&mut conn, &clock, 1).await[0];
    queue(&mut conn, &clock, &[change(person, 3, 4, noon())])
        .await
        .unwrap();
    let which = Which {
        person: Some(person),
        ..Which::default()
    };
    assert_eq!(void(&mut conn, &clock, which, "taken back").await, Ok(1));
    let row = all(&mut conn).await.remove(0);
    assert_eq!(
        (row.state, row.error.as_deref(), row.ended_at),
        (MessageState::Void, Some("taken back"), Some(noon()))
    );
    clock.advance(Duration::hours(2));
    let anew = NewMessage {
        from_revision: Some(2),
        ..change(person, 3, 4, clock.now())
    };
    assert_eq!(queue(&mut conn, &clock, &[anew]).await, Ok(1));
    let row = all(&mut conn).await.remove(0);
    assert_eq!(
        (row.state, row.error, row.ended_at, row.from_revision),
        (MessageState::Held, None, None, Some(2))
    );
    assert_eq!(
        (row.created_at, row.send_after),
        (clock.now(), clock.now() + Duration::minutes(10))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn void_takes_what_was_named_and_has_not_gone() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let both = people(&mut conn, &clock, 2).await;
    let rows = [
        change(both[0], 1, 2, noon()),
        invitation(both[0], "a"),
        invitation(both[1], "b"),
    ];
    queue(&mut conn, &clock, &rows).await.unwrap();
    assert_eq!(
        void(&mut conn, &clock, Which::default(), "nothing named").await,
        Ok(0)
    );
    let which = Which {
        person: Some(both[0]),
        kinds: &[MessageKind::Invitation],
        ..Which::default()
    };
    assert_eq!(void(&mut conn, &clock, which, "left").await, Ok(1));
    assert_eq!(void(&mut conn, &clock, which, "left").await, Ok(0));
    let states: Vec<_> = all(&mut conn)
        .await
        .iter()
        .map(|row| (row.dedupe_key.clone(), row.state))
        .collect();
    assert_eq!(states.len(), 3);
    assert!(states.contains(&("a".into(), MessageState::Void)));
    assert!(states.contains(&("b".into(), MessageState::Queued)));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_go_in_with_one_statement_and_are_read_in_pages() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let people = people(&mut conn, &clock, 10_000).await;
    let messages: Vec<_> = people
        .iter()
        .map(|person| invitation(*person, &format!("invitation:{person}")))
        .collect();
    assert_eq!(queue(&mut conn, &clock, &messages).await, Ok(10_000));
    let transactions: Vec<String> = messages::table
        .select(diesel::dsl::sql::<diesel::sql_types::Text>("xmin::text"))
        .distinct()
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(transactions.len(), 1);

    let filter = Filter {
        states: vec![MessageState::Queued],
        kinds: vec![MessageKind::Invitation],
        ..Filter::default()
    };
    let mut page = Page {
        limit: 3_000,
        after: None,
    };
    let mut sizes = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let listed = list(&mut conn, &filter, page).await.unwrap();
        sizes.push(listed.items.len());
        seen.extend(listed.items.iter().map(|message| message.id));
        let Some(next) = listed.next else { break };
        page.after = Some(next);
    }
    assert_eq!(
        (sizes, seen.len()),
        (vec![3_000, 3_000, 3_000, 1_000], 10_000)
    );

    let theirs = Filter {
        person: Some(people[7]),
        address: Some(messages[7].address.to_uppercase()),
        ..Filter::default()
    };
    let page = Page {
        limit: 10,
        after: None,
    };
    let listed = list(&mut conn, &theirs, page).await.unwrap();
    assert_eq!((listed.items.len(), listed.next), (1, None));
    let same = one(&mut conn, listed.items[0].id).await.unwrap();
    assert_eq!(same.as_slice(), listed.items);
}

/// So many that they are written as they are, where none is known.
const MANY: usize = 150;

#[tokio::test(flavor = "multi_thread")]
async fn very_many_are_written_at_once_whatever_is_there_already() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let person = people(&mut conn, &clock, 1).await[0];
    let keys: Vec<String> = (0..MANY).map(|n| format!("many {n:03}")).collect();
    let new = |note: &str| -> Vec<NewMessage> {
        let message = |key: &String| NewMessage {
            payload: serde_json::json!({ "note": note }),
            ..invitation(person, key)
        };
        keys.iter().map(message).collect()
    };
    let notes = async |conn: &mut _| -> Vec<String> {
        let rows = all(conn).await.into_iter();
        rows.map(|row| row.payload["note"].as_str().unwrap().to_owned())
            .collect()
    };
    // One is there: the others are new, and that one is rewritten.
    queue(&mut conn, &clock, &new("first")[..1]).await.unwrap();
    assert_eq!(queue(&mut conn, &clock, &new("second")).await, Ok(MANY));
    assert_eq!(notes(&mut conn).await, vec!["second"; MANY]);
    // All of them are.
    assert_eq!(queue(&mut conn, &clock, &new("third")).await, Ok(MANY));
    assert_eq!(notes(&mut conn).await, vec!["third"; MANY]);
}

#[tokio::test(flavor = "multi_thread")]
async fn very_many_that_two_changes_write_at_once_are_written_once() {
    let test = TestDb::new().await;
    let (mut conn, clock) = (test.connect().await, clock());
    let person = people(&mut conn, &clock, 1).await[0];
    let keys: Vec<String> = (0..MANY).map(|n| format!("many {n:03}")).collect();
    let many: Vec<NewMessage> = keys.iter().map(|key| invitation(person, key)).collect();
    let mut other = test.connect().await;
    // The other change has written the last of them, and has not said so yet: none is known, and one is there all the same.
    other.batch_execute("BEGIN").await.unwrap();
    queue(&mut other, &clock, &many[MANY - 1..]).await.unwrap();
    let (both, ended) = tokio::join!(queue(&mut conn, &clock, &many), async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        other.batch_execute("COMMIT").await
    });
    ended.unwrap();
    assert_eq!(both, Ok(MANY));
    assert_eq!(all(&mut conn).await.len(), MANY);
}
