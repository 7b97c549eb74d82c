//! Sessions last 30 days from the last visit; tokens until they are revoked.

use chrono::Duration;
use maru::{
    base::{
        audit::{Author, Channel},
        clock::Clock,
        error::Refusal,
    },
    people::{
        model::Role,
        queries,
        sign_in::{
            self, Session, Visit, actor_by_session, actor_by_token, open_session, session,
            sessions, sign_out, sign_out_everywhere,
        },
    },
};
use serde_json::json;

use super::{VISIT, asked, word};
use crate::support::{
    db::TestDb,
    make,
    watch::{self, Statements},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_slides_and_is_written_at_most_every_five_minutes() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let zoe = make::person(conn).name("Zoé").id().await;
    let (id, token) = open_session(conn, &clock, zoe, Channel::Page, &VISIT)
        .await
        .unwrap();
    let began = clock.now();
    let seen = Session {
        id,
        client: "Firefox, Linux".into(),
        created_at: began,
        last_seen_at: began,
        expires_at: began + Duration::days(30),
    };
    assert_eq!(
        sessions(conn, &clock, zoe).await.unwrap(),
        std::slice::from_ref(&seen)
    );
    let statements = Statements::of(conn);
    clock.advance(Duration::minutes(4));
    assert_eq!(
        session(conn, &clock, &token).await.unwrap(),
        Some((id, zoe))
    );
    assert_eq!(statements.taken(), 1);
    assert_eq!(
        sessions(conn, &clock, zoe).await.unwrap(),
        std::slice::from_ref(&seen)
    );
    clock.advance(Duration::minutes(1));
    session(conn, &clock, &token).await.unwrap().unwrap();
    let slid = Session {
        last_seen_at: clock.now(),
        expires_at: clock.now() + Duration::days(30),
        ..seen
    };
    assert_eq!(sessions(conn, &clock, zoe).await.unwrap(), [slid]);
    statements.taken();
    let (found, actor) = actor_by_session(conn, &clock, &token, Some("192.0.2.7"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(statements.taken(), 2);
    assert_eq!((found, actor.id), (id, zoe));
    assert_eq!(
        actor.author,
        Author {
            person: Some(zoe),
            name: "Zoé".into(),
            channel: Channel::Page,
            origin: Some("192.0.2.7".into())
        }
    );
    clock.advance(Duration::days(30));
    assert_eq!(session(conn, &clock, &token).await.unwrap(), None);
    assert_eq!(sessions(conn, &clock, zoe).await.unwrap(), []);
    assert_eq!(session(conn, &clock, "rubbish").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_signs_out_of_ones_own_sessions() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let zoe = make::person(conn).email("zoe@mila.example").actor().await;
    let eve = make::person(conn).actor().await;
    let bare = Visit::default();
    let (first, first_token) = open_session(conn, &clock, zoe.id, Channel::Page, &bare)
        .await
        .unwrap();
    let (_, second_token) = open_session(conn, &clock, zoe.id, Channel::Page, &bare)
        .await
        .unwrap();
    let (_, eves_token) = open_session(conn, &clock, eve.id, Channel::Page, &bare)
        .await
        .unwrap();
    let (link, _) = asked(conn, &clock, "zoe@mila.example").await;
    sign_out(conn, &clock, &eve, first).await.unwrap();
    assert!(session(conn, &clock, &first_token).await.unwrap().is_some());
    for _ in 0..2 {
        sign_out(conn, &clock, &zoe, first).await.unwrap();
    }
    assert_eq!(session(conn, &clock, &first_token).await.unwrap(), None);
    assert_eq!(sign_out_everywhere(conn, &clock, &zoe).await.unwrap(), 1);
    assert_eq!(session(conn, &clock, &second_token).await.unwrap(), None);
    assert!(session(conn, &clock, &eves_token).await.unwrap().is_some());
    let waiting = sign_in::redeem_link(conn, &clock, &link, &bare).await;
    assert_eq!(word(&waiting), "wrong");
    assert_eq!(
        watch::acts(conn).await,
        [
            "entered people",
            "entered people",
            "signed in sessions",
            "signed in sessions",
            "signed in sessions",
            "asked to sign in sign_ins",
            "signed out sessions",
            "signed out everywhere people"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_lets_a_program_in_until_it_is_revoked() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let zoe = make::person(conn)
        .name("Zoé")
        .role(Role::Member)
        .actor()
        .await;
    let eve = make::person(conn).actor().await;
    let admin = make::person(conn).role(Role::Administrator).actor().await;
    let (token, secret) = sign_in::create_token(conn, &clock, &zoe, " my\nscript ")
        .await
        .unwrap();
    assert_eq!(
        (token.name.as_str(), token.person_id),
        ("my script", zoe.id)
    );
    assert!(
        secret.starts_with("maru_") && secret.len() == 48,
        "{secret}"
    );
    assert!(!watch::text_of(conn, "api_tokens").await.contains(&secret));
    assert!(
        !watch::text_of(conn, "audit_entries")
            .await
            .contains(&secret)
    );
    clock.advance(Duration::hours(1));
    let statements = Statements::of(conn);
    let (id, actor) = actor_by_token(conn, &clock, &secret, Some("192.0.2.7"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((id, actor.id, actor.member), (token.id, zoe.id, true));
    assert_eq!(
        (actor.author.channel, actor.author.name.as_str()),
        (Channel::Api, "Zoé")
    );
    assert_eq!(statements.taken(), 2);
    clock.advance(Duration::seconds(59));
    actor_by_token(conn, &clock, &secret, None)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(statements.taken(), 1);
    clock.advance(Duration::seconds(1));
    actor_by_token(conn, &clock, &secret, None)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(statements.taken(), 2);
    assert_eq!(
        sign_in::tokens(conn, zoe.id).await.unwrap()[0].last_used_at,
        Some(clock.now())
    );
    assert_eq!(
        actor_by_token(conn, &clock, "maru_rubbish", None)
            .await
            .unwrap()
            .map(|one| one.0),
        None
    );
    let not_hers = sign_in::revoke_token(conn, &clock, &eve, token.id).await;
    assert!(matches!(not_hers, Err(Refusal::NotFound)));
    for _ in 0..2 {
        sign_in::revoke_token(conn, &clock, &admin, token.id)
            .await
            .unwrap();
    }
    assert!(
        actor_by_token(conn, &clock, &secret, None)
            .await
            .unwrap()
            .is_none()
    );
    let trail = watch::audit_trail(conn).await;
    let about: Vec<_> = trail
        .iter()
        .filter(|entry| entry.id == token.id.0)
        .collect();
    assert_eq!(about.len(), 2);
    assert_eq!(
        about[0].after,
        Some(json!({"person_id": zoe.id, "name": "my script"}))
    );
    assert_eq!(about[1].after, Some(json!({"revoked_at": clock.now()})));
    assert!(queries::person(conn, zoe.id).await.unwrap().is_some());
}
