//! A link serves once, a code once and with five attempts, both for 15 minutes.

use chrono::Duration;
use diesel_async::AsyncConnection;
use maru::{
    base::{audit::Channel, clock::Clock},
    people::{
        actions::{self, ChangePerson},
        sign_in::{self, SignInError, Visit, Waiting, redeem_code, redeem_link, waiting},
    },
};

use super::{VISIT, asked, word};
use crate::support::{db::TestDb, make, watch};

/// A code that is certainly another.
fn another(code: &str) -> String {
    let first = if code.starts_with('2') { '3' } else { '2' };
    format!("{first}{}", &code[1..])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_its_owner_in_once() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let hub = make::hub();
    let zoe = make::person(conn)
        .name("Zoé")
        .email("zoe@mila.example")
        .id()
        .await;
    sign_in::request(
        conn,
        &clock,
        &hub,
        "zoe@mila.example",
        Some("/seminars/new?series=x"),
        &VISIT,
    )
    .await
    .unwrap();
    let newest = super::messages(conn).await.pop().unwrap();
    let (token, code) = super::read(conn, &clock, &newest).await;
    // A scanner opens it first, twice; that changes nothing.
    for _ in 0..2 {
        assert_eq!(
            waiting(conn, &clock, &token).await.unwrap(),
            Some(Waiting {
                address: "zoe@mila.example".into(),
                until: clock.now() + Duration::minutes(15)
            })
        );
    }
    let signed_in = redeem_link(conn, &clock, &token, &VISIT).await.unwrap();
    assert_eq!(signed_in.person, zoe);
    assert_eq!(
        signed_in.next_path.as_deref(),
        Some("/seminars/new?series=x")
    );
    assert!(!format!("{signed_in:?}").contains(&signed_in.token));
    assert_eq!(
        sign_in::session(conn, &clock, &signed_in.token)
            .await
            .unwrap(),
        Some((signed_in.session, zoe))
    );
    assert_eq!(waiting(conn, &clock, &token).await.unwrap(), None);
    let again = redeem_link(conn, &clock, &token, &VISIT).await;
    assert_eq!(word(&again), "wrong");
    // The code came with it and goes with it.
    let by_code = redeem_code(conn, &clock, &hub, "zoe@mila.example", &code, &VISIT).await;
    assert_eq!(word(&by_code), "wrong");
    let last = watch::audit_trail(conn).await.pop().unwrap();
    assert_eq!(
        (
            last.who.as_str(),
            last.channel.parse(),
            last.action.as_str(),
            last.id
        ),
        ("Zoé", Ok(Channel::Link), "signed in", signed_in.session.0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_open_a_link_at_once_one_is_let_in() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    make::person(conn).email("zoe@mila.example").id().await;
    let (token, _) = asked(conn, &make::clock(), "zoe@mila.example").await;
    let attempts: Vec<_> = (0..8)
        .map(|_| {
            let (db, token) = (test.db.clone(), token.clone());
            tokio::spawn(async move {
                let mut conn = db.get().await.unwrap();
                word(&redeem_link(&mut conn, &make::clock(), &token, &VISIT).await)
            })
        })
        .collect();
    let mut words = Vec::new();
    for attempt in attempts {
        words.push(attempt.await.unwrap());
    }
    words.sort_unstable();
    assert_eq!(
        words,
        [
            "in", "wrong", "wrong", "wrong", "wrong", "wrong", "wrong", "wrong"
        ]
    );
    assert_eq!(watch::count(conn, "sessions").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn link_and_code_end_after_a_quarter_of_an_hour() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let hub = make::hub();
    make::person(conn).email("zoe@mila.example").id().await;
    let (token, code) = asked(conn, &clock, "zoe@mila.example").await;
    clock.advance(Duration::minutes(15));
    assert_eq!(waiting(conn, &clock, &token).await.unwrap(), None);
    let by_link = redeem_link(conn, &clock, &token, &VISIT).await;
    let by_code = redeem_code(conn, &clock, &hub, "zoe@mila.example", &code, &VISIT).await;
    assert_eq!([word(&by_link), word(&by_code)], ["wrong"; 2]);
    clock.advance(Duration::seconds(-1));
    let in_time = redeem_code(conn, &clock, &hub, "zoe@mila.example", &code, &VISIT).await;
    assert_eq!(word(&in_time), "in");
    assert_eq!(
        word(&redeem_link(conn, &clock, "rubbish", &VISIT).await),
        "wrong"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_an_address_loses_the_links_sent_to_it() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let zoe = make::person(conn)
        .name("Zoé")
        .email("zoe@mila.example")
        .actor()
        .await;
    let (token, _) = asked(conn, &clock, "zoe@mila.example").await;
    let elsewhere = ChangePerson {
        email: Some(Some("zoe@elsewhere.example".into())),
        ..ChangePerson::default()
    };
    actions::change_person(conn, &clock, &make::hub(), &zoe, zoe.id, elsewhere)
        .await
        .unwrap();
    let late = redeem_link(conn, &clock, &token, &VISIT).await;
    assert_eq!(word(&late), "wrong");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_read_as_it_is_typed_and_serves_once() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let hub = make::hub();
    let zoe = make::person(conn).email("zoe@mila.example").id().await;
    make::person(conn).email("other@mila.example").id().await;
    let (_, first) = asked(conn, &clock, "zoe@mila.example").await;
    clock.advance(Duration::minutes(1));
    let (_, second) = asked(conn, &clock, "zoe@mila.example").await;
    let typed = format!(
        " {}-{} ",
        &first[..3].to_uppercase(),
        &first[3..].replace('1', "l").replace('0', "O")
    );
    // Whoever asked twice may have the first of the mails before them.
    let signed_in = redeem_code(conn, &clock, &hub, "Zoe@mila.example", &typed, &VISIT)
        .await
        .unwrap();
    assert_eq!(signed_in.person, zoe);
    let again = redeem_code(conn, &clock, &hub, "zoe@mila.example", &first, &VISIT).await;
    assert_eq!(word(&again), "wrong");
    let others = redeem_code(conn, &clock, &hub, "other@mila.example", &second, &VISIT).await;
    assert_eq!(word(&others), "wrong");
    let nobodys = redeem_code(conn, &clock, &hub, "nobody@mila.example", &second, &VISIT).await;
    assert_eq!(word(&nobodys), "wrong");
    let second = redeem_code(conn, &clock, &hub, "zoe@mila.example", &second, &VISIT).await;
    assert_eq!(word(&second), "in");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_end_a_code_but_not_its_link() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let hub = make::hub();
    make::person(conn).email("zoe@mila.example").id().await;
    let (token, code) = asked(conn, &clock, "zoe@mila.example").await;
    // What can be no code is a slip of the hand and counts for nothing.
    let slip = redeem_code(conn, &clock, &hub, "zoe@mila.example", "k7m", &VISIT).await;
    assert_eq!(word(&slip), "wrong");
    for _ in 0..5 {
        let wrong = redeem_code(
            conn,
            &clock,
            &hub,
            "zoe@mila.example",
            &another(&code),
            &VISIT,
        )
        .await;
        assert_eq!(word(&wrong), "wrong");
    }
    let right = redeem_code(conn, &clock, &hub, "zoe@mila.example", &code, &VISIT).await;
    assert_eq!(word(&right), "wrong");
    let by_link = redeem_link(conn, &clock, &token, &VISIT).await;
    assert_eq!(word(&by_link), "in");
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_made_at_once_all_count() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    make::person(conn).email("zoe@mila.example").id().await;
    let (_, code) = asked(conn, &make::clock(), "zoe@mila.example").await;
    let attempts: Vec<_> = (0..8)
        .map(|n: u8| {
            let (db, wrong) = (test.db.clone(), another(&code));
            tokio::spawn(async move {
                let origin = format!("198.51.100.{n}");
                let visit = Visit {
                    origin: Some(&origin),
                    user_agent: None,
                };
                let mut conn = db.get().await.unwrap();
                let hub = make::hub();
                let clock = make::clock();
                word(
                    &redeem_code(&mut conn, &clock, &hub, "zoe@mila.example", &wrong, &visit).await,
                )
            })
        })
        .collect();
    for attempt in attempts {
        assert_eq!(attempt.await.unwrap(), "wrong");
    }
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    let counted: i32 = maru::base::schema::sign_ins::table
        .select(maru::base::schema::sign_ins::attempts)
        .first(conn)
        .await
        .unwrap();
    assert_eq!(counted, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_cannot_be_taken_back_and_a_place_may_try_only_so_often() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let hub = make::hub();
    let inside = conn
        .transaction(async |conn| {
            redeem_code(conn, &clock, &hub, "zoe@mila.example", "k7m4xq", &VISIT).await
        })
        .await;
    assert_eq!(word(&inside), "refused");
    let mut words = Vec::new();
    for n in 0..101 {
        let address = format!("a{n}@far.example");
        let outcome = redeem_code(conn, &clock, &hub, &address, "k7m4xq", &VISIT).await;
        words.push(word(&outcome));
        if let Err(SignInError::TooOften(wait)) = outcome {
            assert_eq!(wait.0, Duration::seconds(9));
        }
    }
    assert_eq!(words[..100], ["wrong"; 100]);
    assert_eq!(words[100], "too often");
}
