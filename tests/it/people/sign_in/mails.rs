//! Who asks gets a mail, if they are known; and nobody can tell.

use std::sync::Arc;

use chrono::Duration;
use diesel::QueryDsl;
use diesel_async::RunQueryDsl;
use maru::{
    app::App,
    base::{clock::Clock, schema::captured_mails, secret::Key},
    config::Config,
    mail::{
        deliver::Round,
        outbox::{MessageKind, MessageState},
        transport::Destination,
    },
    people::{
        actions::{self, ChangePerson},
        notices, queries,
        sign_in::{self, SignInError, Visit},
    },
    worker::office,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{VISIT, ask, asked, messages, read, word};
use crate::support::{db::TestDb, make, watch};

#[tokio::test(flavor = "multi_thread")]
async fn a_known_address_gets_link_and_code_sealed_until_they_go_out() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let zoe = make::person(conn)
        .name("Zoé")
        .email("Zoe@mila.example")
        .id()
        .await;
    ask(conn, &clock, " zoe@MILA.example ").await.unwrap();
    let all = messages(conn).await;
    let [message] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert_eq!(
        (message.kind, message.state, message.priority),
        (MessageKind::SignIn, MessageState::Queued, 0)
    );
    assert_eq!(
        (message.person().unwrap(), message.address.as_str()),
        (zoe, "Zoe@mila.example")
    );
    assert_eq!(
        (message.send_after, message.not_after),
        (clock.now(), clock.now() + Duration::minutes(15))
    );
    assert_eq!(message.payload["device"], json!("Firefox, Linux"));
    let (token, code) = read(conn, &clock, message).await;
    let kept = format!("{:?}", message.payload);
    assert!(!kept.contains(&token) && !kept.contains(&code), "{kept}");
    // Another key opens nothing.
    let mut stranger = make::hub();
    stranger.key = Key::fresh();
    let opened = notices::render(conn, &clock, &stranger, &all)
        .await
        .unwrap();
    assert_eq!(opened, []);
    let last = watch::audit_trail(conn).await.pop().unwrap();
    assert_eq!(
        (
            last.who.as_str(),
            last.channel.as_str(),
            last.action.as_str()
        ),
        ("someone", "page", "asked to sign in")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_goes_out_and_lets_its_reader_in() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = Arc::new(make::clock());
    let settings = [
        ("MARU_SECRET_KEY".to_owned(), "5e".repeat(32)),
        (
            "MARU_PUBLIC_URL".to_owned(),
            "https://hub.example".to_owned(),
        ),
    ];
    let config = Config::read(None, settings).unwrap();
    let key = config.secret_key.clone().unwrap();
    let app = App::new(&config, key, test.db.clone(), clock.clone());
    let zoe = make::person(conn)
        .name("Zoé")
        .email("zoe@mila.example")
        .id()
        .await;
    sign_in::request(conn, &*clock, &app.hub, "zoe@mila.example", None, &VISIT)
        .await
        .unwrap();
    let round = office(&app, Destination::Captured, 1, None)
        .round(&CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(
        round,
        Round {
            sent: 1,
            ..Round::default()
        }
    );
    let source: Vec<u8> = captured_mails::table
        .select(captured_mails::source)
        .first(conn)
        .await
        .unwrap();
    let mail = mail_parser::MessageParser::default()
        .parse(&source)
        .unwrap();
    let to = mail.to().unwrap().first().unwrap();
    assert_eq!(
        (to.name(), to.address()),
        (Some("Zoé"), Some("zoe@mila.example"))
    );
    let body = mail.body_text(0).unwrap();
    let link = body
        .split_whitespace()
        .find_map(|word| word.strip_prefix("https://hub.example/sign-in/link/"));
    let signed_in = sign_in::redeem_link(conn, &*clock, link.unwrap(), &VISIT)
        .await
        .unwrap();
    assert_eq!(signed_in.person, zoe);
    // What was sealed has served its time.
    assert_eq!(sign_in::sweep(conn, &*clock).await, Ok(1));
    assert!(messages(conn).await[0].payload.get("sealed").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_answered_the_same_and_leaves_nothing() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    make::person(conn).contact("office@gov.example").id().await;
    let before = watch::acts(conn).await;
    for unknown in ["nobody@far.example", "office@gov.example"] {
        ask(conn, &clock, unknown).await.unwrap();
    }
    assert_eq!(messages(conn).await, []);
    assert_eq!(watch::acts(conn).await, before);
    let kept = watch::text_of(conn, "limit_buckets").await;
    assert!(
        !kept.contains("nobody") && !kept.contains("192.0.2.1"),
        "{kept}"
    );
    let wrong = ask(conn, &clock, "a@b.example\nBcc: c@d.example")
        .await
        .unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "what was entered cannot be: email: \
         This is not a mail address: it needs a name, an @ and a domain, without spaces or line breaks."
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_a_place_may_ask_only_so_often() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let hub = make::hub();
    make::person(conn).email("zoe@mila.example").id().await;
    // From a new place each time: the address is what is limited, whether it is known or not.
    for address in ["zoe@mila.example", "nobody@mila.example"] {
        let mut words = Vec::new();
        for n in 0..6 {
            let origin = format!("198.51.100.{n}");
            let visit = Visit {
                origin: Some(&origin),
                user_agent: None,
            };
            let outcome = sign_in::request(conn, &clock, &hub, address, None, &visit).await;
            words.push(word(&outcome));
        }
        assert_eq!(words, ["in", "in", "in", "in", "in", "too often"]);
    }
    assert_eq!(messages(conn).await.len(), 5);
    // For a new address each time: the place is.
    for n in 0..100 {
        ask(conn, &clock, &format!("a{n}@far.example"))
            .await
            .unwrap();
    }
    let Err(SignInError::TooOften(wait)) = ask(conn, &clock, "b@far.example").await else {
        panic!("it was one more than a hundred")
    };
    assert_eq!(wait.0, Duration::seconds(9));
    clock.advance(wait.0);
    ask(conn, &clock, "b@far.example").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_lost_its_sense_is_not_sent() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let mut people = Vec::new();
    for name in ["fresh", "used", "moved"] {
        people.push(
            make::person(conn)
                .email(&format!("{name}@a.example"))
                .id()
                .await,
        );
        ask(conn, &clock, &format!("{name}@a.example"))
            .await
            .unwrap();
    }
    let all = messages(conn).await;
    let of = |person| all.iter().find(|message| message.is_for(person)).unwrap();
    let (fresh, used, moved) = (of(people[0]), of(people[1]), of(people[2]));
    let (token, _) = read(conn, &clock, used).await;
    sign_in::redeem_link(conn, &clock, &token, &VISIT)
        .await
        .unwrap();
    let elsewhere = ChangePerson {
        email: Some(Some("elsewhere@a.example".into())),
        ..ChangePerson::default()
    };
    actions::change_person(
        conn,
        &clock,
        &make::hub(),
        &make::command_line(),
        people[2],
        elsewhere,
    )
    .await
    .unwrap();
    let why = notices::still_true(conn, &clock, &all).await.unwrap();
    assert_eq!(
        why,
        [
            (used.id, "the link or the code was used already".to_owned()),
            (
                moved.id,
                "nobody signs in by this address any more".to_owned()
            ),
        ]
        .into()
    );
    clock.advance(Duration::minutes(15));
    let why = notices::still_true(conn, &clock, &all).await.unwrap();
    assert_eq!(why[&fresh.id], "link and code are too old");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_is_swept_away() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let zoe = make::person(conn).email("zoe@mila.example").id().await;
    let (token, _) = asked(conn, &clock, "zoe@mila.example").await;
    let open = sign_in::redeem_link(conn, &clock, &token, &VISIT)
        .await
        .unwrap();
    sign_in::sweep(conn, &clock).await.unwrap();
    // The message waits still: its link and code are needed.
    assert!(messages(conn).await[0].payload.get("sealed").is_some());
    maru::mail::outbox::void(
        conn,
        &clock,
        maru::mail::outbox::Which {
            person: Some(zoe),
            ..maru::mail::outbox::Which::default()
        },
        "used",
    )
    .await
    .unwrap();
    sign_in::sweep(conn, &clock).await.unwrap();
    assert!(messages(conn).await[0].payload.get("sealed").is_none());
    assert_eq!(watch::count(conn, "sign_ins").await, 1);
    clock.advance(Duration::days(2));
    sign_in::sweep(conn, &clock).await.unwrap();
    let left = [
        watch::count(conn, "sign_ins").await,
        watch::count(conn, "limit_buckets").await,
        watch::count(conn, "sessions").await,
    ];
    assert_eq!(left, [0, 0, 1]);
    assert!(
        sign_in::session(conn, &clock, &open.token)
            .await
            .unwrap()
            .is_some()
    );
    clock.advance(Duration::days(31));
    sign_in::sweep(conn, &clock).await.unwrap();
    assert_eq!(watch::count(conn, "sessions").await, 0);
    assert!(queries::person(conn, zoe).await.unwrap().is_some());
}
