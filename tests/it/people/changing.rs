//! People and institutions change and go, and each change is written down as it was.

use maru::{
    base::{changes::Subject, clock::Clock, error::Refusal, ids::PersonId},
    people::{
        actions::{
            self, ChangeInstitution, ChangePerson, ChangeProject, NewAddress, NewInstitution,
            NewProject, PersonError,
        },
        model::{AddressPurpose, Profile, Role},
        queries,
    },
};
use serde_json::{Value, json};

use crate::support::{db::TestDb, make, watch};

/// What the last entry says: what was done, how it was, how it is.
async fn last(conn: &mut diesel_async::AsyncPgConnection) -> (String, Value, Value) {
    let entry = watch::audit_trail(conn).await.pop().unwrap();
    (
        format!("{} {}", entry.action, entry.kind),
        entry.before.unwrap_or_default(),
        entry.after.unwrap_or_default(),
    )
}

fn addresses(profile: &Profile) -> Vec<(&str, AddressPurpose)> {
    profile
        .addresses
        .iter()
        .map(|address| (address.address.as_str(), address.purpose))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_named_changes_and_the_rest_stays() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let mila = make::institution(conn).name("Mila").id().await;
    let me = make::person(conn)
        .name("Zoe")
        .email("zoe@mila.example")
        .zone("America/Montreal")
        .of(mila)
        .actor()
        .await;
    clock.advance(chrono::Duration::hours(1));
    let change = ChangePerson {
        lock_version: Some(1),
        name: Some(Some("Zoé Tremblay".into())),
        zone: Some(None),
        ..ChangePerson::default()
    };
    let changed = actions::change_person(conn, &clock, &make::hub(), &me, me.id, change.clone())
        .await
        .unwrap();
    let person = &changed.person;
    assert_eq!(person.name.as_deref(), Some("Zoé Tremblay"));
    assert_eq!((person.zone(), person.institution_id), (None, Some(mila)));
    assert_eq!((person.lock_version, person.modified_at), (2, clock.now()));
    assert_eq!(
        last(conn).await,
        (
            "changed people".into(),
            json!({"name": "Zoe", "zone": "America/Montreal"}),
            json!({"name": "Zoé Tremblay", "zone": null})
        )
    );
    assert_eq!(
        watch::counters(conn).await,
        [("names".to_owned(), 1), (Subject::Person(me.id).key(), 1)]
    );
    // The same once more, from the same form: it is stale, and without a version it changes nothing.
    let before = watch::acts(conn).await.len();
    let stale =
        actions::change_person(conn, &clock, &make::hub(), &me, me.id, change.clone()).await;
    assert!(matches!(
        stale,
        Err(PersonError::Refused(Refusal::Stale { now: 2 }))
    ));
    let again = ChangePerson {
        lock_version: None,
        ..change
    };
    let same = actions::change_person(conn, &clock, &make::hub(), &me, me.id, again)
        .await
        .unwrap();
    assert_eq!(same, changed);
    assert_eq!(watch::acts(conn).await.len(), before);
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

#[tokio::test(flavor = "multi_thread")]
async fn what_something_refers_to_cannot_be_removed() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let (clock, admin) = (make::clock(), make::command_line());
    let mila = make::institution(conn).name("Mila").insert().await;
    let zoe = make::person(conn)
        .name("Zoé")
        .email("zoe@mila.example")
        .of(mila.id)
        .role(Role::Member)
        .id()
        .await;
    let busy = make::person(conn).name("Busy").id().await;
    let new = NewProject {
        name: "Scaling".into(),
        ..NewProject::default()
    };
    let project = actions::create_project(conn, &clock, &admin, new)
        .await
        .unwrap();
    make::stay(conn, busy, zoe).await;
    let refused = [
        actions::remove_institution(conn, &clock, &admin, mila.id).await,
        actions::remove_person(conn, &clock, &admin, busy).await,
    ];
    for refusal in refused {
        assert_eq!(
            refusal.unwrap_err().to_string(),
            "not in the present state: Something still refers to this, so it cannot be removed. Remove or change that first; a room can be closed instead."
        );
    }
    diesel_async::SimpleAsyncConnection::batch_execute(conn, "DELETE FROM stays")
        .await
        .unwrap();
    actions::remove_person(conn, &clock, &admin, zoe)
        .await
        .unwrap();
    assert_eq!(
        last(conn).await,
        (
            "removed people".into(),
            json!({
                "name": "Zoé", "institution_id": mila.id, "zone": null, "language": null, "orcid": null,
                "addresses": [{"address": "zoe@mila.example", "purpose": "sign_in"}],
            }),
            Value::Null
        )
    );
    actions::remove_institution(conn, &clock, &admin, mila.id)
        .await
        .unwrap();
    actions::remove_project(conn, &clock, &admin, project.id)
        .await
        .unwrap();
    assert_eq!(queries::profile(conn, zoe).await.unwrap(), None);
    assert_eq!(queries::institution(conn, mila.id).await.unwrap(), None);
    assert_eq!(queries::project(conn, project.id).await.unwrap(), None);
    let twice = actions::remove_project(conn, &clock, &admin, project.id).await;
    assert!(matches!(twice, Err(Refusal::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_changes_where_it_is_named_and_tells_what_shows_it() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let (clock, admin) = (make::clock(), make::command_line());
    let kaist = make::institution(conn).name("KAIST").insert().await;
    let change = ChangeInstitution {
        lock_version: Some(1),
        kind: Some("member".into()),
        country: Some(None),
        ror: Some(Some("https://ror.org/05apxxy63".into())),
        ..ChangeInstitution::default()
    };
    let changed = actions::change_institution(conn, &clock, &make::hub(), &admin, kaist.id, change)
        .await
        .unwrap();
    assert_eq!((changed.slug.as_str(), changed.lock_version), ("kaist", 2));
    assert_eq!(
        last(conn).await,
        (
            "changed institutions".into(),
            json!({"country": "KR", "kind": "other", "ror": null}),
            json!({"country": null, "kind": "member", "ror": "05apxxy63"})
        )
    );
    let key = Subject::Institution(kaist.id).key();
    // It is a member now, and its people see more.
    assert_eq!(
        watch::counters(conn).await,
        [(key.clone(), 1), ("names".to_owned(), 1)]
    );
    let renamed = ChangeInstitution {
        name: Some("한국과학기술원".into()),
        ..ChangeInstitution::default()
    };
    actions::change_institution(conn, &clock, &make::hub(), &admin, kaist.id, renamed)
        .await
        .unwrap();
    assert_eq!(
        watch::counters(conn).await,
        [(key, 2), ("names".to_owned(), 2)]
    );
    let riken = make::institution(conn).name("RIKEN").id().await;
    let taken = ChangeInstitution {
        slug: Some("kaist".into()),
        ..ChangeInstitution::default()
    };
    let refused = actions::change_institution(conn, &clock, &make::hub(), &admin, riken, taken)
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "what was entered cannot be: slug: This short name is taken already; choose another."
    );
    let new = NewProject {
        name: "Scaling".into(),
        ..NewProject::default()
    };
    let project = actions::create_project(conn, &clock, &admin, new)
        .await
        .unwrap();
    let about = ChangeProject {
        description: Some("Laws of\r\nscale".into()),
        ..ChangeProject::default()
    };
    let project = actions::change_project(conn, &clock, &admin, project.id, about)
        .await
        .unwrap();
    assert_eq!(project.description, "Laws of\nscale");
    assert_eq!(
        last(conn).await,
        (
            "changed projects".into(),
            json!({"description": ""}),
            json!({"description": "Laws of\nscale"})
        )
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_do_not_make_themselves_members() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let kaist = make::institution(conn).kind("member").id().await;
    let riken = make::institution(conn).kind("partner").id().await;
    let guest = make::person(conn).actor().await;
    let colleague = make::person(conn).of(kaist).actor().await;
    let desk = make::person(conn).role(Role::FrontDesk).actor().await;
    let into = |institution| ChangePerson {
        institution_id: Some(Some(institution)),
        ..ChangePerson::default()
    };
    let refused =
        actions::change_person(conn, &clock, &make::hub(), &guest, guest.id, into(kaist)).await;
    assert!(matches!(
        refused,
        Err(PersonError::Refused(Refusal::Forbidden(_)))
    ));
    actions::change_person(conn, &clock, &make::hub(), &guest, guest.id, into(riken))
        .await
        .unwrap();
    assert!(!make::acting(conn, guest.id).await.member);
    let nowhere = maru::base::ids::InstitutionId(uuid::Uuid::nil());
    let unknown =
        actions::change_person(conn, &clock, &make::hub(), &guest, guest.id, into(nowhere))
            .await
            .unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "what was entered cannot be: institution_id: There is nothing under that id."
    );
    actions::change_person(conn, &clock, &make::hub(), &desk, guest.id, into(kaist))
        .await
        .unwrap();
    assert!(make::acting(conn, guest.id).await.member);
    // Which institutions are members is not for every member to say.
    let new = || NewInstitution {
        name: "Postech".into(),
        zone: "Asia/Seoul".into(),
        kind: Some("member".into()),
        ..NewInstitution::default()
    };
    let refused = actions::create_institution(conn, &clock, &colleague, new()).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))));
    actions::create_institution(conn, &clock, &desk, new())
        .await
        .unwrap();
}
