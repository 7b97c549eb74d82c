//! Who is told what of a stay, and how it reads.

use std::collections::HashMap;

use chrono::Duration;
use diesel::sql_query;
use diesel_async::RunQueryDsl;
use maru::{
    base::{clock::Clock, ids::PersonId, language::Language},
    mail::draft::{self, Draft},
    people::actions::{ChangePerson, change_person},
    stays::{
        actions::{Change, NewStay, Visitor},
        state::{StayAct, StayState},
    },
};

use super::{
    make::{self as scene, Scene, day, way_to},
    told::{changed, drafts, forgotten, messages, sent, to, told, untrue},
};
use crate::support::make;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_of_a_new_stay_depends_on_who_entered_it() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let assistant = scene::assists(conn, scene.host.id, "Lee Sample").await;
    let both = vec!["Jean Modèle: proposed", "Kim Gyeonbon: proposed"];
    for (actor, expected) in [
        (&scene.host, vec!["Jean Modèle: proposed"]),
        (&scene.front_desk, both.clone()),
        (&assistant, both),
    ] {
        let new = NewStay {
            desk: None,
            ..scene.stay()
        };
        scene.enter(conn, actor, new).await.unwrap();
        assert_eq!(told(conn, &scene).await, expected);
        forgotten(conn).await;
    }
    // Who has no address is told nothing.
    let new = NewStay {
        visitor: Visitor::New {
            name: "Someone Sample".into(),
            email: None,
            institution: None,
        },
        ..scene.stay()
    };
    scene.enter(conn, &scene.host, new).await.unwrap();
    assert_eq!(told(conn, &scene).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_told_to_both_but_not_to_who_took_it() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let states = [
        StayState::Departed,
        StayState::Refused,
        StayState::Cancelled,
        StayState::NoShow,
    ];
    let mut seen = Vec::new();
    for state in states {
        let new = NewStay {
            desk: None,
            ..scene.stay()
        };
        let id = scene.enter(conn, &scene.host, new).await.unwrap().stay.id;
        sent(conn, scene.clock.now()).await;
        for act in way_to(state) {
            scene.step(conn, &scene.front_desk, id, *act).await.unwrap();
            let told: Vec<String> = told(conn, &scene)
                .await
                .into_iter()
                .filter(|line| !line.ends_with(')'))
                .collect();
            seen.push(told.join(", "));
            sent(conn, scene.clock.now()).await;
        }
    }
    assert_eq!(
        seen,
        [
            "Jean Modèle: approved, Kim Gyeonbon: approved",
            "Jean Modèle: invited, Kim Gyeonbon: invited",
            "Jean Modèle: confirmed, Kim Gyeonbon: confirmed",
            "Jean Modèle: arrived, Kim Gyeonbon: arrived",
            "Jean Modèle: departed, Kim Gyeonbon: departed",
            "Jean Modèle: refused, Kim Gyeonbon: refused",
            "Jean Modèle: cancelled, Kim Gyeonbon: cancelled",
            "Jean Modèle: approved, Kim Gyeonbon: approved",
            "Jean Modèle: no_show, Kim Gyeonbon: no_show",
        ]
    );
    forgotten(conn).await;
    let id = scene.entered(conn).await.stay.id;
    scene.bring(conn, id, StayState::Invited).await;
    forgotten(conn).await;
    scene
        .step(conn, &scene.visitor, id, StayAct::Confirmation)
        .await
        .unwrap();
    assert_eq!(told(conn, &scene).await, ["Kim Gyeonbon: confirmed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_last_step_is_told_where_several_wait() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    scene.bring(conn, id, StayState::Approved).await;
    assert_eq!(
        untrue(conn, &scene).await,
        ["Jean Modèle: it is approved by now"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_stay_is_told_to_those_who_knew_of_it() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    // The visitor was about to be told; the host has entered it and knows.
    let id = scene.entered(conn).await.stay.id;
    scene.bring(conn, id, StayState::Refused).await;
    assert_eq!(
        told(conn, &scene).await,
        ["Jean Modèle: proposed (void)", "Kim Gyeonbon: refused"]
    );
    assert_eq!(untrue(conn, &scene).await, Vec::<String>::new());
    forgotten(conn).await;
    let id = scene.entered(conn).await.stay.id;
    sent(conn, scene.clock.now()).await;
    changed(&scene, &scene.front_desk, id, to("2026-12-04")).await;
    scene
        .step(conn, &scene.host, id, StayAct::Cancellation)
        .await
        .unwrap();
    assert_eq!(
        told(conn, &scene).await,
        [
            "Jean Modèle: 1 → 2 (void)",
            "Jean Modèle: cancelled",
            "Jean Modèle: proposed (sent)",
            "Kim Gyeonbon: 1 → 2 (void)",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_what_is_over() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let past = NewStay {
        from: day("2026-10-01"),
        to: day("2026-10-02"),
        ..scene.stay()
    };
    let id = scene
        .enter(conn, &scene.front_desk, past)
        .await
        .unwrap()
        .stay
        .id;
    scene.bring(conn, id, StayState::Arrived).await;
    let told_of = told(conn, &scene).await;
    assert_eq!(told_of, Vec::<String>::new());
    // But that someone has left is told when it is noted.
    scene
        .step(conn, &scene.front_desk, id, StayAct::Departure)
        .await
        .unwrap();
    assert_eq!(
        told(conn, &scene).await,
        ["Jean Modèle: departed", "Kim Gyeonbon: departed"]
    );
    scene.clock.advance(Duration::days(8));
    assert_eq!(
        untrue(conn, &scene).await,
        ["Jean Modèle: it is over", "Kim Gyeonbon: it is over"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn later_messages_answer_the_first_and_pages_are_for_those_who_sign_in() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let office = make::person(conn)
        .name("Sample Minister")
        .contact("office@ministry.example")
        .id()
        .await;
    let new = NewStay {
        visitor: Visitor::Person(office),
        ..scene.stay()
    };
    let entered = scene.enter(conn, &scene.front_desk, new).await.unwrap();
    let id = entered.stay.id;
    let page = format!("https://hub.example/stays/{}", entered.stay.code);
    let first = drafts(conn, &scene).await;
    assert_eq!(
        first
            .iter()
            .map(|(name, draft)| (name.as_str(), draft.content.text.contains(&page)))
            .collect::<Vec<_>>(),
        [("Kim Gyeonbon", true), ("Sample Minister", false)]
    );
    assert!(first.iter().all(|(_, draft)| draft.thread.is_empty()));
    let ids: HashMap<PersonId, _> = messages(conn)
        .await
        .into_iter()
        .map(|message| (message.person().unwrap(), message.id))
        .collect();
    sent(conn, scene.clock.now()).await;
    scene.bring(conn, id, StayState::Approved).await;
    let threads: Vec<_> = drafts(conn, &scene)
        .await
        .into_iter()
        .map(|(_, draft)| draft.thread)
        .collect();
    let of = |person| vec![draft::message_id(&scene.hub, ids[&person]).unwrap()];
    assert_eq!(threads, [of(scene.host.id), of(office)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reads_it_in_their_language() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let korean = ChangePerson {
        language: Some(Some("ko".into())),
        ..ChangePerson::default()
    };
    let (clock, host) = (&scene.clock, scene.host.id);
    change_person(
        conn,
        clock,
        &make::hub(),
        &make::command_line(),
        host,
        korean,
    )
    .await
    .unwrap();
    let mut golden = String::new();
    let mut add = |title: &str, drafts: Vec<(String, Draft)>| {
        use std::fmt::Write;
        for (name, draft) in drafts {
            let language = if name == "Kim Gyeonbon" {
                Language::Ko
            } else {
                Language::En
            };
            assert_eq!(draft.language, language);
            assert_eq!(draft.name.as_deref(), Some(name.as_str()));
            assert_eq!(draft.list, None);
            let subject = &draft.content.subject;
            // A link is another one for each person.
            let hidden = |line: &str| match line.split_once("/notices/") {
                Some((begin, _)) => format!("{begin}/notices/…\n"),
                None => format!("{line}\n"),
            };
            let text: String = draft.content.text.lines().map(hidden).collect();
            writeln!(golden, "=== {title}, {name}\nSubject: {subject}\n\n{text}").unwrap();
        }
    };
    let entered = scene
        .enter(conn, &scene.front_desk, scene.stay())
        .await
        .unwrap();
    let id = entered.stay.id;
    add("proposed", drafts(conn, &scene).await);
    sent(conn, scene.clock.now()).await;
    scene.bring(conn, id, StayState::Invited).await;
    sql_query("UPDATE messages SET state = 'void', ended_at = now() WHERE payload ->> 'state' = 'approved'")
        .execute(conn)
        .await
        .unwrap();
    add("invited", drafts(conn, &scene).await);
    sent(conn, scene.clock.now()).await;
    let change = Change {
        from: Some(day("2026-12-03")),
        to: Some(day("2026-12-08")),
        desk: Some(Some(scene.other_desk)),
        purpose: Some(String::new()),
        reason: Some("The flight is later.".into()),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, change).await;
    add("changed", drafts(conn, &scene).await);
    let golden = golden.replace(&entered.stay.code, "CODE");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("told", golden));
}
