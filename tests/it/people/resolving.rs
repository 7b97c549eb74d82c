//! Addresses that an organiser types become the people they belong to.

use std::collections::BTreeSet;

use maru::{
    base::{changes::Subject, error::Refusal, ids::PersonId},
    people::{
        actions::{self, PersonEntry},
        model::{Actor, Role},
        queries,
    },
};
use serde_json::json;

use crate::support::{
    db::TestDb,
    make,
    watch::{self, Statements},
};

fn entry(name: &str, address: &str) -> PersonEntry {
    PersonEntry {
        name: (!name.is_empty()).then(|| name.to_owned()),
        address: address.to_owned(),
    }
}

async fn name_of(conn: &mut diesel_async::AsyncPgConnection, id: PersonId) -> Option<String> {
    queries::person(conn, id).await.unwrap().unwrap().name
}

#[tokio::test(flavor = "multi_thread")]
async fn each_entry_becomes_its_person_in_order() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let organiser = make::person(conn)
        .name("Organiser")
        .role(Role::Member)
        .actor()
        .await;
    let minister = make::person(conn)
        .name("Minister")
        .contact("office@gov.example")
        .id()
        .await;
    let deputy = make::person(conn)
        .name("Deputy")
        .email("deputy@gov.example")
        .contact("line@gov.example")
        .id()
        .await;
    // Someone signs in by an address that is another's contact: it is the one who signs in.
    make::person(conn)
        .name("Guest")
        .contact("deputy@gov.example")
        .id()
        .await;
    let nameless = make::person(conn)
        .nameless()
        .contact("x@far.example")
        .id()
        .await;
    let before = watch::audit_trail(conn).await.len();
    let raised = watch::counters(conn).await;
    let resolved = actions::resolve(
        conn,
        &make::clock(),
        &organiser,
        &[
            entry("", " OFFICE@gov.example "),
            entry("Someone Else", "Deputy@gov.example"),
            entry("", "new@far.example"),
            entry("Xu\r\nBcc: y", "x@far.example"),
            entry("New One", "New@FAR.example"),
            entry("", "line@gov.example"),
        ],
    )
    .await
    .unwrap();
    let ids = resolved.people;
    let new = ids[2];
    assert_eq!(ids, [minister, deputy, new, nameless, new, deputy]);
    assert_eq!(name_of(conn, deputy).await.as_deref(), Some("Deputy"));
    assert_eq!(name_of(conn, nameless).await.as_deref(), Some("Xu Bcc: y"));
    assert_eq!(name_of(conn, new).await.as_deref(), Some("New One"));
    let signs_in = queries::find_by_sign_in_address(conn, "new@far.example")
        .await
        .unwrap();
    assert_eq!(signs_in.map(|one| one.id), Some(new));
    let written: Vec<_> = watch::audit_trail(conn).await.split_off(before);
    let told: Vec<_> = written
        .iter()
        .map(|entry| {
            (
                entry.who.as_str(),
                entry.action.as_str(),
                entry.id,
                entry.before.clone(),
                entry.after.clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "Organiser",
                "entered",
                new.0,
                None,
                Some(json!({
                    "name": "New One", "institution_id": null, "zone": null, "language": null, "orcid": null,
                    "addresses": [{"address": "new@far.example", "purpose": "sign_in"}],
                }))
            ),
            (
                "Organiser",
                "changed",
                nameless.0,
                Some(json!({"name": null})),
                Some(json!({"name": "Xu Bcc: y"}))
            ),
        ]
    );
    // Someone has a name now. Who called this raises that with counters of its own, last.
    assert_eq!(resolved.names, Some(Subject::Names));
    assert_eq!(watch::counters(conn).await, raised);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_or_is_shared_is_named_by_line_and_nobody_is_entered() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    make::person(conn)
        .name("Minister")
        .contact("office@gov.example")
        .id()
        .await;
    make::person(conn)
        .name("Deputy")
        .contact("Office@gov.example")
        .id()
        .await;
    let actor = make::command_line();
    let before = watch::acts(conn).await;
    let mut said = async |entries: &[PersonEntry]| {
        actions::resolve(conn, &make::clock(), &actor, entries)
            .await
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        said(&[
            entry("", "good@a.example"),
            entry("", "no address"),
            entry("", "a@b.example\r\nBcc: c@d.example"),
        ])
        .await,
        "what was entered cannot be: emails: Line 2 is not a mail address., Line 3 is not a mail address."
    );
    assert_eq!(
        said(&[entry("", "good@a.example"), entry("", "office@gov.example"),]).await,
        "what was entered cannot be: emails: \
         Line 2: several people share office@gov.example; choose one of them: Deputy, Minister."
    );
    assert_eq!(
        said(&vec![entry("", "good@a.example"); 50_001]).await,
        "what was entered cannot be: emails: At most 50000 at once."
    );
    assert_eq!(watch::acts(conn).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_addresses_take_as_many_queries_as_three() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let actor = make::command_line();
    let clock = make::clock();
    let crowd = |name: &str, count: usize| -> Vec<PersonEntry> {
        (0..count)
            .map(|n| entry(&format!("Guest {n}"), &format!("{name}{n}@crowd.example")))
            .collect()
    };
    let statements = Statements::of(conn);
    let few = actions::resolve(conn, &clock, &actor, &crowd("few", 3))
        .await
        .unwrap()
        .people;
    let for_few = statements.taken();
    let many = crowd("many", 10_000);
    let entered = actions::resolve(conn, &clock, &actor, &many)
        .await
        .unwrap()
        .people;
    assert_eq!(statements.taken(), for_few);
    let known = actions::resolve(conn, &clock, &actor, &many)
        .await
        .unwrap()
        .people;
    assert!(statements.taken() < for_few);
    assert_eq!(known, entered);
    assert_eq!(few.len(), 3);
    assert_eq!(entered.iter().collect::<BTreeSet<_>>().len(), 10_000);
    assert_eq!(watch::acts(conn).await, vec!["entered people"; 10_003]);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_type_the_same_strangers_at_once_get_the_same_people() {
    let test = TestDb::new().await;
    let runs = (0..4).map(|run| {
        let db = test.db.clone();
        tokio::spawn(async move {
            // In different orders, overlapping.
            let mut entries: Vec<_> = (0..50)
                .map(|n| entry("", &format!("stranger{n}@far.example")))
                .collect();
            entries.rotate_left(run * 13);
            if run % 2 == 1 {
                entries.reverse();
            }
            let actor: Actor = make::command_line();
            let mut conn = db.get().await.unwrap();
            let ids = actions::resolve(&mut conn, &make::clock(), &actor, &entries)
                .await?
                .people;
            let mut pairs: Vec<_> = entries
                .into_iter()
                .map(|one| one.address)
                .zip(ids)
                .collect();
            pairs.sort();
            Ok::<_, Refusal>(pairs)
        })
    });
    let mut outcomes = Vec::new();
    for run in runs.collect::<Vec<_>>() {
        outcomes.push(run.await.unwrap().unwrap());
    }
    assert_eq!(outcomes[0].len(), 50);
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
    let conn = &mut test.connect().await;
    assert_eq!(watch::acts(conn).await, ["entered people"; 50]);
}
