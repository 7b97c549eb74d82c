//! The addresses of people: which one is written to, which one signs in, and who may say so.

use maru::{
    base::error::Refusal,
    people::{
        actions::{self, ChangePerson, NewAddress, PersonError},
        model::{AddressPurpose, Profile, Role},
        queries,
    },
};
use serde_json::json;

use super::changing::last;
use crate::support::{db::TestDb, make, watch};

fn addresses(profile: &Profile) -> Vec<(&str, AddressPurpose)> {
    profile
        .addresses
        .iter()
        .map(|address| (address.address.as_str(), address.purpose))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_takes_the_place_of_the_one_before() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let me = make::person(conn)
        .email("old@a.example")
        .contact("office@a.example")
        .actor()
        .await;
    clock.advance(chrono::Duration::hours(1));
    let second = NewAddress {
        address: "second@a.example".into(),
        purpose: AddressPurpose::SignIn,
    };
    actions::add_address(conn, &clock, &me, me.id, second)
        .await
        .unwrap();
    let email = |address: Option<&str>| ChangePerson {
        email: Some(address.map(str::to_owned)),
        ..ChangePerson::default()
    };
    let changed = actions::change_person(
        conn,
        &clock,
        &make::hub(),
        &me,
        me.id,
        email(Some("new@a.example")),
    )
    .await
    .unwrap();
    assert_eq!(
        addresses(&changed),
        [
            ("new@a.example", AddressPurpose::SignIn),
            ("second@a.example", AddressPurpose::SignIn),
            ("office@a.example", AddressPurpose::Contact)
        ]
    );
    assert_eq!(
        last(conn).await.2["addresses"][0],
        json!({"address": "new@a.example", "purpose": "sign_in"})
    );
    // A contact becomes the address for signing in, instead of standing there twice.
    let promoted = actions::change_person(
        conn,
        &clock,
        &make::hub(),
        &me,
        me.id,
        email(Some("OFFICE@a.example")),
    )
    .await
    .unwrap();
    assert_eq!(
        addresses(&promoted),
        [
            ("OFFICE@a.example", AddressPurpose::SignIn),
            ("second@a.example", AddressPurpose::SignIn)
        ]
    );
    let contact = ChangePerson {
        contact_email: Some(Some("second@a.example".into())),
        ..ChangePerson::default()
    };
    let told_there = actions::change_person(conn, &clock, &make::hub(), &me, me.id, contact)
        .await
        .unwrap();
    assert_eq!(addresses(&told_there), addresses(&promoted));
    let without = actions::change_person(conn, &clock, &make::hub(), &me, me.id, email(None))
        .await
        .unwrap();
    assert_eq!(
        addresses(&without),
        [("second@a.example", AddressPurpose::SignIn)]
    );
    make::person(conn)
        .name("Other")
        .email("other@a.example")
        .id()
        .await;
    let known = actions::change_person(
        conn,
        &clock,
        &make::hub(),
        &me,
        me.id,
        email(Some("Other@A.example")),
    )
    .await
    .unwrap_err();
    assert_eq!(known.to_string(), "this address belongs to Other already");
    let kept = queries::profile(conn, me.id).await.unwrap().unwrap();
    assert_eq!(addresses(&kept), addresses(&without));
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_without_a_name_keeps_an_address() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let me = make::person(conn)
        .nameless()
        .email("only@a.example")
        .actor()
        .await;
    let only = queries::profile(conn, me.id)
        .await
        .unwrap()
        .unwrap()
        .addresses[0]
        .id;
    let before = watch::acts(conn).await;
    let removed = actions::remove_address(conn, &clock, &me, me.id, only)
        .await
        .unwrap_err();
    assert_eq!(
        removed.to_string(),
        "what was entered cannot be: name: A name or a mail address is needed."
    );
    assert_eq!(watch::acts(conn).await, before);
    let named = ChangePerson {
        name: Some(Some("Only".into())),
        ..ChangePerson::default()
    };
    actions::change_person(conn, &clock, &make::hub(), &me, me.id, named)
        .await
        .unwrap();
    let left = actions::remove_address(conn, &clock, &me, me.id, only)
        .await
        .unwrap();
    assert_eq!(left.addresses, []);
    assert_eq!(last(conn).await.0, "address removed people");
    let gone = actions::remove_address(conn, &clock, &me, me.id, only).await;
    assert!(matches!(gone, Err(Refusal::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_administrators_changes_how_others_sign_in() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let admin = make::person(conn).role(Role::Administrator).actor().await;
    let boss = make::person(conn)
        .name("Boss")
        .email("boss@a.example")
        .id()
        .await;
    let desk = make::person(conn).role(Role::FrontDesk).actor().await;
    let helper = make::person(conn).id().await;
    actions::name_assistant(conn, &clock, &admin, boss, helper)
        .await
        .unwrap();
    let helper = make::acting(conn, helper).await;
    let member = make::person(conn).role(Role::Member).actor().await;
    let takeover = || ChangePerson {
        email: Some(Some("mine@a.example".into())),
        ..ChangePerson::default()
    };
    let address = |purpose| NewAddress {
        address: "mine@a.example".into(),
        purpose,
    };
    let before = watch::acts(conn).await;
    for other in [&desk, &helper, &member] {
        let changed =
            actions::change_person(conn, &clock, &make::hub(), other, boss, takeover()).await;
        assert!(matches!(
            changed,
            Err(PersonError::Refused(Refusal::Forbidden(_)))
        ));
        let added =
            actions::add_address(conn, &clock, other, boss, address(AddressPurpose::SignIn)).await;
        assert!(matches!(
            added,
            Err(PersonError::Refused(Refusal::Forbidden(_)))
        ));
        let role = actions::grant_role(conn, &clock, other, other.id, Role::Administrator).await;
        assert!(matches!(role, Err(Refusal::Forbidden(_))));
    }
    assert_eq!(watch::acts(conn).await, before);
    for helps in [&desk, &helper] {
        actions::add_address(conn, &clock, helps, boss, address(AddressPurpose::Contact))
            .await
            .unwrap();
    }
    // A contact that is turned into an address for signing in is one too.
    let turned =
        actions::add_address(conn, &clock, &desk, boss, address(AddressPurpose::SignIn)).await;
    assert!(turned.is_err());
    actions::change_person(conn, &clock, &make::hub(), &admin, boss, takeover())
        .await
        .unwrap();
}
