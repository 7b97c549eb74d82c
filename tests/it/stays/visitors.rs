//! Who comes: someone known, or someone new by name and address.

use maru::{
    people::{
        model::{AddressPurpose, Role},
        queries::profile,
    },
    stays::actions::{NewStay, StayError, Visitor},
};

use super::make::{Scene, everything, people, wrong};
use crate::support::{make, watch};

fn someone(scene: &Scene, name: &str, email: Option<&str>) -> NewStay {
    NewStay {
        visitor: Visitor::New {
            name: name.into(),
            email: email.map(str::to_owned),
            institution: None,
        },
        desk: None,
        ..scene.stay()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_new_is_entered_with_address_and_institution() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let mila = make::institution(conn).name("Mila").id().await;
    let before = watch::acts(conn).await.len();
    let new = NewStay {
        visitor: Visitor::New {
            name: " Zoé\u{202E} Tremblay ".into(),
            email: Some(" zoe@mila.example ".into()),
            institution: Some(mila),
        },
        ..scene.stay()
    };
    let entered = scene.enter(conn, &scene.host, new).await.unwrap();
    assert_eq!(entered.visitor.name.as_deref(), Some("Zoé Tremblay"));
    assert_eq!(entered.institution.map(|home| home.id), Some(mila));
    let kept = profile(conn, entered.visitor.id).await.unwrap().unwrap();
    let address = kept.address(AddressPurpose::SignIn).unwrap();
    assert_eq!(address.address, "zoe@mila.example");
    assert_eq!(
        watch::acts(conn).await[before..],
        ["entered people", "entered stays"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_known_is_who_comes_and_nothing_known_is_changed() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let mila = make::institution(conn).name("Mila").id().await;
    let alone = make::person(conn)
        .name("Sample Minister")
        .contact("office@ministry.example")
        .id()
        .await;
    let nameless = make::person(conn)
        .nameless()
        .email("new@partner.example")
        .id()
        .await;
    let count = people(conn).await + 1;
    let new = NewStay {
        visitor: Visitor::New {
            name: "J. M.".into(),
            email: Some("JEAN@modele.example".into()),
            institution: Some(mila),
        },
        ..someone(&scene, "", None)
    };
    let entered = scene.enter(conn, &scene.host, new).await.unwrap();
    assert_eq!(entered.visitor.id, scene.visitor.id);
    assert_eq!(entered.visitor.name.as_deref(), Some("Jean Modèle"));
    assert_eq!(
        entered.institution.map(|home| home.name).as_deref(),
        Some("Institut Modèle")
    );
    let new = someone(&scene, "The minister", Some("office@ministry.example"));
    let entered = scene.enter(conn, &scene.host, new).await.unwrap();
    assert_eq!(entered.visitor.id, alone);
    assert_eq!(entered.visitor.name.as_deref(), Some("Sample Minister"));
    // Of several who share an address the name says who is meant.
    make::person(conn)
        .name("Sample Deputy")
        .contact("office@ministry.example")
        .id()
        .await;
    let new = someone(&scene, "sample minister", Some("office@ministry.example"));
    let entered = scene.enter(conn, &scene.host, new).await.unwrap();
    assert_eq!(entered.visitor.id, alone);
    // A name that was missing is filled in.
    let new = someone(&scene, "New Sample", Some("new@partner.example"));
    let entered = scene.enter(conn, &scene.host, new).await.unwrap();
    assert_eq!(
        (entered.visitor.id, entered.visitor.name.as_deref()),
        (nameless, Some("New Sample"))
    );
    assert_eq!(people(conn).await, count);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_alone_is_someone_new() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let new = someone(&scene, "Jean Modèle", Some("  "));
    let entered = scene.enter(conn, &scene.host, new).await.unwrap();
    assert_ne!(entered.visitor.id, scene.visitor.id);
    assert_eq!(entered.visitor.address, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_nobody_is_refused_and_nobody_is_entered() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    for name in ["Sample Minister", "Sample Deputy"] {
        make::person(conn)
            .name(name)
            .contact("office@ministry.example")
            .id()
            .await;
    }
    let before = everything(conn).await;
    let cases = [
        (
            someone(&scene, " ", None),
            "visitor.name",
            "reason-required",
        ),
        (
            someone(&scene, "Eve", Some("eve@x.example\r\nBcc: all@x.example")),
            "visitor.email",
            "reason-address",
        ),
        (
            someone(&scene, "The minister", Some("office@ministry.example")),
            "visitor.email",
            "reason-address-shared",
        ),
        (
            someone(&scene, &"x".repeat(501), None),
            "visitor.name",
            "reason-too-long",
        ),
    ];
    for (new, field, key) in cases {
        let refused = scene.enter(conn, &scene.host, new).await.unwrap_err();
        let said = refused.to_string();
        assert_eq!(wrong(refused), [(field.to_owned(), key)]);
        if key == "reason-address-shared" {
            assert!(
                said.contains("Sample Deputy, Sample Minister")
                    || said.contains("Sample Minister, Sample Deputy"),
                "{said}"
            );
        }
    }
    assert_eq!(everything(conn).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_not_entered_where_the_stay_is_not() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    scene.entered(conn).await;
    let before = everything(conn).await;
    let new = NewStay {
        desk: Some(scene.desk),
        ..someone(&scene, "Late Sample", Some("late@partner.example"))
    };
    let refused = scene.enter(conn, &scene.host, new).await;
    assert!(matches!(refused, Err(StayError::Taken(_))), "{refused:?}");
    assert_eq!(everything(conn).await, before);
    // Nor is someone who may not enter stays a way to enter people.
    let stranger = make::person(conn).role(Role::Member).actor().await;
    let before = everything(conn).await;
    let new = someone(&scene, "Late Sample", Some("late@partner.example"));
    assert!(scene.enter(conn, &stranger, new).await.is_err());
    assert_eq!(everything(conn).await, before);
}
