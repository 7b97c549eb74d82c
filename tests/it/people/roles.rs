//! Who acts for whom, and that someone stays administrator.

use maru::{
    base::{error::Refusal, ids::PersonId},
    people::{actions, model::Role, queries},
};
use serde_json::{Value, json};

use super::changing::last;
use crate::support::{db::TestDb, make, watch};

#[tokio::test(flavor = "multi_thread")]
async fn assistants_are_named_once_and_may_resign() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let boss = make::person(conn).name("Boss").actor().await;
    let helper = make::person(conn).name("Helper").actor().await;
    for _ in 0..2 {
        let profile = actions::name_assistant(conn, &clock, &boss, boss.id, helper.id)
            .await
            .unwrap();
        let names: Vec<_> = profile.assistants.iter().map(|one| one.id).collect();
        assert_eq!(names, [helper.id]);
    }
    assert_eq!(
        last(conn).await,
        (
            "assistant named people".into(),
            Value::Null,
            json!({"assistant_id": helper.id})
        )
    );
    for (assistant, reason) in [
        (boss.id, "Nobody is their own assistant."),
        (
            PersonId(uuid::Uuid::from_u128(9)),
            "There is nothing under that id.",
        ),
    ] {
        let refused = actions::name_assistant(conn, &clock, &boss, boss.id, assistant)
            .await
            .unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("what was entered cannot be: assistant_id: {reason}")
        );
    }
    let helper = make::acting(conn, helper.id).await;
    let resigned = actions::remove_assistant(conn, &clock, &helper, boss.id, helper.id)
        .await
        .unwrap();
    assert_eq!(resigned.assistants, []);
    let twice = actions::remove_assistant(conn, &clock, &boss, boss.id, helper.id).await;
    assert!(matches!(twice, Err(Refusal::NotFound)));
    assert_eq!(
        watch::acts(conn).await,
        [
            "entered people",
            "entered people",
            "assistant named people",
            "assistant removed people"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_administrator_stays_though_two_resign_at_once() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let first = make::person(conn).role(Role::Administrator).actor().await;
    let second = make::person(conn).role(Role::Administrator).actor().await;
    let resign = |actor: maru::people::model::Actor| {
        let db = test.db.clone();
        tokio::spawn(async move {
            let mut conn = db.get().await.unwrap();
            actions::revoke_role(
                &mut conn,
                &make::clock(),
                &actor,
                actor.id,
                Role::Administrator,
            )
            .await
        })
    };
    let (one, other) = tokio::join!(resign(first), resign(second));
    let mut outcomes = [one.unwrap(), other.unwrap()].map(|outcome| match outcome {
        Ok(profile) => profile.roles.len().to_string(),
        Err(refusal) => refusal.to_string(),
    });
    outcomes.sort();
    assert_eq!(
        outcomes,
        [
            "0",
            "not in the present state: Someone must stay administrator; name another one first."
        ]
    );
    let left = queries::people(
        conn,
        &queries::PeopleFilter {
            role: Some(Role::Administrator),
            ..queries::PeopleFilter::default()
        },
        maru::base::page::Page::default(),
    )
    .await
    .unwrap();
    assert_eq!(left.items.len(), 1);
    let gone = actions::remove_person(
        conn,
        &make::clock(),
        &make::command_line(),
        left.items[0].person.id,
    )
    .await;
    assert!(matches!(gone, Err(Refusal::Conflict(_))));
}
