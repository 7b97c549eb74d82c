//! What the command line gives out.

use chrono::Duration;
use maru::{
    base::audit::Channel,
    people::{
        model::{AddressPurpose, Role},
        queries,
        sign_in::{self, actor_by_token, issue_link, issue_token, redeem_link},
    },
};

use super::{VISIT, word};
use crate::support::{db::TestDb, make, watch};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_makes_the_first_administrator() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let hub = make::hub();
    let url = issue_link(
        conn,
        &clock,
        &hub,
        "admin@hub.example",
        Some(Role::Administrator),
    )
    .await
    .unwrap();
    let path = url.strip_prefix("https://hub.example").unwrap();
    let token = path.rsplit('/').next().unwrap();
    assert_eq!(path, maru::web::urls::sign_in_link(token));
    clock.advance(Duration::hours(24) - Duration::seconds(1));
    let signed_in = redeem_link(conn, &clock, token, &VISIT).await.unwrap();
    let actor = make::acting(conn, signed_in.person).await;
    assert!(actor.is_administrator() && actor.member);
    assert_eq!(actor.author.name, "admin@hub.example");
    assert_eq!(
        watch::acts(conn).await,
        [
            "entered people",
            "role granted people",
            "link given out sign_ins",
            "signed in sessions"
        ]
    );
    let trail = watch::audit_trail(conn).await;
    assert!(
        trail[..3]
            .iter()
            .all(|entry| entry.channel.parse() == Ok(Channel::Command))
    );
    // The same person again, by another link, without a role.
    let url = issue_link(conn, &clock, &hub, "Admin@HUB.example", None)
        .await
        .unwrap();
    let token = url.rsplit('/').next().unwrap();
    let again = redeem_link(conn, &clock, token, &VISIT).await.unwrap();
    assert_eq!(again.person, signed_in.person);
    let late = issue_link(conn, &clock, &hub, "admin@hub.example", None)
        .await
        .unwrap();
    clock.advance(Duration::hours(24));
    let late = redeem_link(conn, &clock, late.rsplit('/').next().unwrap(), &VISIT).await;
    assert_eq!(word(&late), "wrong");
    let wrong = issue_link(conn, &clock, &hub, "admin", None)
        .await
        .unwrap_err();
    assert!(
        wrong
            .to_string()
            .contains("email: This is not a mail address"),
        "{wrong}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_of_one_becomes_their_address_for_signing_in() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let one = make::person(conn)
        .name("One")
        .contact("one@a.example")
        .id()
        .await;
    for name in ["Minister", "Deputy"] {
        make::person(conn)
            .name(name)
            .contact("office@gov.example")
            .id()
            .await;
    }
    let token = issue_token(conn, &clock, "One@a.example", Some(Role::Member), "cron")
        .await
        .unwrap();
    let (_, actor) = actor_by_token(conn, &clock, &token, None)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(actor.id, one);
    let profile = queries::profile(conn, one).await.unwrap().unwrap();
    assert_eq!(profile.addresses.len(), 1);
    assert_eq!(profile.addresses[0].purpose, AddressPurpose::SignIn);
    // Of those who share one, none becomes the owner: it is a new person.
    let shared = issue_token(conn, &clock, "office@gov.example", None, "office")
        .await
        .unwrap();
    let (_, actor) = actor_by_token(conn, &clock, &shared, None)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(actor.name, None);
    assert!(!actor.member);
    let names: Vec<_> = sign_in::tokens(conn, actor.id)
        .await
        .unwrap()
        .into_iter()
        .map(|token| token.name)
        .collect();
    assert_eq!(names, ["office"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_command_lines_at_once_make_one_person() {
    let test = TestDb::new().await;
    let runs: Vec<_> = (0..6)
        .map(|_| {
            let db = test.db.clone();
            tokio::spawn(async move {
                let mut conn = db.get().await.unwrap();
                let (clock, role) = (make::clock(), Some(Role::Administrator));
                issue_token(&mut conn, &clock, "admin@hub.example", role, "test")
                    .await
                    .unwrap()
            })
        })
        .collect();
    let conn = &mut test.connect().await;
    let mut people = std::collections::BTreeSet::new();
    for run in runs {
        let token = run.await.unwrap();
        let found = actor_by_token(conn, &make::clock(), &token, None)
            .await
            .unwrap();
        let (_, actor) = found.unwrap();
        assert!(actor.is_administrator());
        people.insert(actor.id);
    }
    assert_eq!(people.len(), 1);
    assert_eq!(watch::count(conn, "people").await, 1);
}
