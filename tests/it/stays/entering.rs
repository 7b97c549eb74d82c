//! A stay is entered, and its desk is held.

use maru::{
    base::{
        error::Refusal,
        ids::{PersonId, ProjectId, RoomId, SiteId},
    },
    people::model::Role,
    rooms::{
        actions::{BookError, NewBooking, RoomChange, book, change_room},
        model::{Conflict, RoomKind, RoomState, Wanted},
    },
    stays::{
        actions::{NewStay, StayError, Visitor},
        model::{Certainty, Home},
        queries,
        state::{StayAct, StayState},
    },
};
use serde_json::json;
use uuid::Uuid;

use super::make::{self as scene, Scene, at, booked, day, everything, taken, wrong};
use crate::support::{
    make,
    watch::{self, Entry},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_stay_is_proposed_and_holds_its_desk_for_whole_days_of_the_site() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let before = watch::audit_trail(conn).await.len();
    let entered = scene.entered(conn).await;
    let stay = &entered.stay;
    assert_eq!(
        (stay.from_date, stay.to_date, stay.zone.as_str()),
        (day("2026-12-01"), day("2026-12-05"), "Asia/Seoul")
    );
    assert_eq!(
        (stay.state, stay.state_at, stay.state_by, stay.certainty),
        (
            StayState::Proposed,
            make::start(),
            Some(scene.host.id),
            Certainty::Firm
        )
    );
    assert_eq!((stay.revision, stay.sequence, stay.lock_version), (1, 0, 1));
    assert_eq!(
        (stay.visitor_id, stay.host_id, stay.entered_by, stay.site_id),
        (
            scene.visitor.id,
            scene.host.id,
            scene.host.id,
            Some(scene.site)
        )
    );
    assert_eq!(stay.uid, format!("{}@hub.example", stay.id));
    assert_eq!(
        entered
            .institution
            .as_ref()
            .map(|Home { name, .. }| name.as_str()),
        Some("Institut Modèle")
    );
    assert_eq!(entered.site.as_deref(), Some("Seoul site"));
    assert_eq!(
        entered
            .desk
            .as_ref()
            .map(|desk| (desk.room_id, desk.name.as_str())),
        Some((scene.desk, "Desk 3-12"))
    );
    // Midnight in Seoul is three in the afternoon of the day before in UTC.
    assert_eq!(
        taken(conn, scene.desk).await,
        ["11-30T15:00 12-05T15:00 held"]
    );
    assert_eq!(
        booked(conn, stay.id).await,
        ["Jean Modèle 2026-12-01 2026-12-06 held"]
    );
    let steps = queries::steps(conn, stay.id).await.unwrap();
    assert_eq!(
        steps
            .iter()
            .map(|step| (step.state, step.at))
            .collect::<Vec<_>>(),
        [(StayState::Proposed, make::start())]
    );
    assert_eq!(steps[0].by.as_ref().map(|by| by.id), Some(scene.host.id));
    assert_eq!(
        watch::audit_trail(conn).await[before..],
        [Entry {
            who: "Kim Gyeonbon".into(),
            channel: "page".into(),
            action: "entered".into(),
            kind: "stays".into(),
            id: stay.id.0,
            before: None,
            after: Some(json!({
                "code": stay.code,
                "visitor_id": scene.visitor.id,
                "host_id": scene.host.id,
                "site_id": scene.site,
                "project_id": null,
                "from": "2026-12-01",
                "to": "2026-12-05",
                "zone": "Asia/Seoul",
                "purpose": "Joint work",
                "topics": ["Logic"],
                "certainty": "firm",
                "state": "proposed",
                "reason": null,
                "desk_id": scene.desk,
            })),
        }]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_stays_that_race_for_one_desk_exactly_one_gets_it() {
    let scene = Scene::new().await;
    let people_before = scene::people(&mut scene.conn().await).await;
    let attempts = (0..8).map(|n| {
        let new = NewStay {
            visitor: Visitor::New {
                name: format!("Visitor {n}"),
                email: Some(format!("visitor{n}@partner.example")),
                institution: None,
            },
            ..scene.stay()
        };
        let scene = &scene;
        async move {
            let conn = &mut scene.conn().await;
            scene.enter(conn, &scene.front_desk, new).await
        }
    });
    let outcomes = futures_util::future::join_all(attempts).await;
    let conn = &mut scene.conn().await;
    let won: Vec<_> = outcomes
        .iter()
        .filter_map(|one| one.as_ref().ok())
        .collect();
    assert_eq!(won.len(), 1, "{outcomes:?}");
    for lost in outcomes.iter().filter_map(|one| one.as_ref().err()) {
        let StayError::Taken(taken) = lost else {
            panic!("{lost:?}");
        };
        let [conflict] = taken.conflicts.as_slice() else {
            panic!("{taken:?}");
        };
        assert_eq!(
            (conflict.room_id, conflict.by.as_ref()),
            (scene.desk, won[0].visitor.name.as_ref())
        );
        assert_eq!(taken.alternatives[0].room_id, scene.other_desk);
    }
    assert_eq!(taken(conn, scene.desk).await.len(), 1);
    // Whoever did not get it was not entered either.
    assert_eq!(scene::people(conn).await, people_before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_held_against_bookings_and_bookings_against_it() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let stay = scene.entered(conn).await.stay;
    let booking = |from: &str, to: &str| NewBooking {
        rooms: vec![scene.desk],
        title: "Repair".into(),
        note: String::new(),
        for_id: None,
        wanted: Wanted::Local {
            starts: from.parse().unwrap(),
            ends: to.parse().unwrap(),
            fold: None,
        },
    };
    let (clock, hub, actor) = (&scene.clock, &scene.hub, &scene.front_desk);
    let within = booking("2026-12-05T22:00:00", "2026-12-06T00:00:00");
    let refused = book(conn, clock, hub, actor, within.clone()).await;
    let Err(BookError::Taken(refused)) = refused else {
        panic!("{refused:?}");
    };
    let in_the_way: Vec<_> = refused
        .conflicts
        .iter()
        .map(
            |Conflict {
                 starts_at,
                 ends_at,
                 title,
                 by,
                 ..
             }| { (*starts_at, *ends_at, title.as_deref(), by.as_deref()) },
        )
        .collect();
    assert_eq!(
        in_the_way,
        [(
            at("2026-11-30T15:00:00Z"),
            at("2026-12-05T15:00:00Z"),
            Some("Jean Modèle"),
            Some("Jean Modèle")
        )]
    );
    let after = booking("2026-12-06T00:00:00", "2026-12-06T09:00:00");
    book(conn, clock, hub, actor, after).await.unwrap();
    let longer = NewStay {
        from: day("2026-12-06"),
        to: day("2026-12-06"),
        ..scene.stay()
    };
    let taken = scene.enter(conn, actor, longer).await.unwrap_err();
    assert!(matches!(taken, StayError::Taken(_)), "{taken:?}");
    scene
        .step(conn, actor, stay.id, StayAct::Cancellation)
        .await
        .unwrap();
    book(conn, clock, hub, actor, within).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_a_stay_and_the_next_one_is_someone_elses() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    for one in ["2026-12-01", "2026-12-02"] {
        let new = NewStay {
            from: day(one),
            to: day(one),
            ..scene.stay()
        };
        scene.enter(conn, &scene.host, new).await.unwrap();
    }
    assert_eq!(
        taken(conn, scene.desk).await,
        [
            "11-30T15:00 12-01T15:00 held",
            "12-01T15:00 12-02T15:00 held"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_by_field_and_nothing_is_written() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let hall = scene::room(conn, "Hall", RoomKind::Hall, Some(scene.site)).await;
    let closed = scene::room(conn, "Old desk", RoomKind::Desk, Some(scene.site)).await;
    let change = RoomChange {
        state: Some(RoomState::Closed),
        ..RoomChange::default()
    };
    change_room(
        conn,
        &scene.clock,
        &scene.hub,
        &make::command_line(),
        closed,
        change,
    )
    .await
    .unwrap();
    let nobody = Uuid::from_u128(7);
    let stay = scene.stay();
    let cases: Vec<(NewStay, &[(&str, &str)])> = vec![
        (
            NewStay {
                to: day("2026-11-30"),
                ..stay.clone()
            },
            &[("to", "reason-end-before-start")],
        ),
        (
            NewStay {
                to: day("2036-12-01"),
                ..stay.clone()
            },
            &[("to", "reason-stay-too-long")],
        ),
        (
            NewStay {
                from: day("0026-12-01"),
                to: day("0026-12-02"),
                ..stay.clone()
            },
            &[("from", "reason-years"), ("to", "reason-years")],
        ),
        (
            NewStay {
                host: PersonId(nobody),
                ..stay.clone()
            },
            &[("host_id", "reason-unknown")],
        ),
        (
            NewStay {
                visitor: Visitor::Person(PersonId(nobody)),
                ..stay.clone()
            },
            &[("visitor", "reason-unknown")],
        ),
        (
            NewStay {
                host: scene.visitor.id,
                ..stay.clone()
            },
            &[("host_id", "reason-own-host")],
        ),
        (
            NewStay {
                desk: Some(RoomId(nobody)),
                ..stay.clone()
            },
            &[("desk_id", "reason-unknown")],
        ),
        (
            NewStay {
                desk: Some(hall),
                ..stay.clone()
            },
            &[("desk_id", "reason-not-a-desk")],
        ),
        (
            NewStay {
                desk: Some(closed),
                ..stay.clone()
            },
            &[("desk_id", "reason-room-closed")],
        ),
        (
            NewStay {
                desk: None,
                site: Some(SiteId(nobody)),
                ..stay.clone()
            },
            &[("site_id", "reason-unknown")],
        ),
        (
            NewStay {
                project: Some(ProjectId(nobody)),
                ..stay.clone()
            },
            &[("project_id", "reason-unknown")],
        ),
        (
            NewStay {
                topics: (0..21).map(|n| n.to_string()).collect(),
                ..stay.clone()
            },
            &[("topics", "reason-too-many")],
        ),
        (
            NewStay {
                purpose: "x".repeat(50_001),
                ..stay.clone()
            },
            &[("purpose", "reason-too-long")],
        ),
    ];
    let before = everything(conn).await;
    for (new, expected) in cases {
        let shown = format!("{new:.200?}");
        let refused = scene.enter(conn, &scene.front_desk, new).await.unwrap_err();
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, key)| ((*field).to_owned(), *key))
            .collect();
        assert_eq!(wrong(refused), expected, "{shown}");
    }
    assert_eq!(everything(conn).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_enter_their_guests_and_the_front_desk_anyones() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let colleague = make::person(conn).role(Role::Member).actor().await;
    let keeper = make::person(conn).role(Role::RoomKeeper).actor().await;
    let assistant = scene::assists(conn, scene.host.id, "Lee Sample").await;
    let before = everything(conn).await;
    for other in [&colleague, &keeper, &scene.visitor] {
        let refused = scene.enter(conn, other, scene.stay()).await;
        assert!(
            matches!(&refused, Err(StayError::Refused(Refusal::Forbidden(reason))) if reason.key() == "refused-not-host"),
            "{refused:?}"
        );
    }
    assert_eq!(everything(conn).await, before);
    let mut stay = scene.stay();
    for allowed in [&scene.host, &assistant, &scene.front_desk] {
        let entered = scene.enter(conn, allowed, stay.clone()).await.unwrap();
        assert_eq!(
            (entered.stay.host_id, entered.stay.entered_by),
            (scene.host.id, allowed.id)
        );
        stay.from += chrono::Duration::days(10);
        stay.to += chrono::Duration::days(10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stay_is_where_its_desk_is_or_where_it_was_said() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let paris = scene::site(conn, "Paris site", "Europe/Paris").await;
    let nowhere = scene::room(conn, "Desk 0", RoomKind::Desk, None).await;
    let mut place = async |desk, site| {
        let new = NewStay {
            desk,
            site,
            ..scene.stay()
        };
        let stay = scene.enter(conn, &scene.host, new).await.unwrap().stay;
        (stay.site_id, stay.zone)
    };
    let seoul = (Some(scene.site), "Asia/Seoul".to_owned());
    let in_paris = (Some(paris), "Europe/Paris".to_owned());
    assert_eq!(place(Some(scene.desk), Some(paris)).await, seoul);
    assert_eq!(place(None, Some(paris)).await, in_paris);
    assert_eq!(place(Some(nowhere), Some(paris)).await, in_paris);
    // Of two sites neither is the hub's only one.
    assert_eq!(place(None, None).await, (None, "Asia/Seoul".to_owned()));
    // The desk that is nowhere was taken by days of Paris.
    assert_eq!(taken(conn, nowhere).await, ["11-30T23:00 12-05T23:00 held"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_made_fit_to_keep() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let new = NewStay {
        purpose: "  Joint\r\nwork\u{0}  ".into(),
        topics: vec![
            " Logic ".into(),
            "Logic".into(),
            String::new(),
            "Small\nlanguages".into(),
        ],
        tentative: true,
        desk: None,
        ..scene.stay()
    };
    let entered = scene.enter(conn, &scene.host, new).await.unwrap();
    assert_eq!(entered.stay.purpose, "Joint\nwork");
    assert_eq!(entered.stay.topics, ["Logic", "Small languages"]);
    assert_eq!(entered.stay.certainty, Certainty::Tentative);
    assert_eq!(entered.desk, None);
    assert_eq!(entered.stay.site_id, Some(scene.site));
    assert_eq!(booked(conn, entered.stay.id).await, Vec::<String>::new());
}
