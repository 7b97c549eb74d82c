//! Who is told what of a stay, and how it reads.

use std::collections::HashMap;

use chrono::Duration;
use diesel::{sql_query, sql_types::Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use maru::{
    base::{
        clock::{Clock, Instant},
        ids::{PersonId, StayId},
        language::Language,
    },
    mail::{
        draft::{self, Draft},
        outbox::{Filter, Message, MessageState, Page, list},
    },
    people::{
        actions::{ChangePerson, change_person},
        model::{Actor, Role},
        queries::names,
    },
    stays::{
        actions::{Change, NewStay, Visitor, change},
        notices::{render, still_true},
        state::{StayAct, StayState},
    },
};

use super::make::{self as scene, Scene, at, day, way_to};
use crate::support::make;

/// Every message there is, the oldest first.
async fn messages(conn: &mut AsyncPgConnection) -> Vec<Message> {
    let page = Page {
        limit: 500,
        after: None,
    };
    let mut all = list(conn, &Filter::default(), page).await.unwrap().items;
    all.sort_by_key(|message| (message.created_at, message.dedupe_key.clone()));
    all
}

/// Who was told what: `Jean Modèle: proposed`; a change with the revisions it leads from and to; and where it stands, if
/// it does not go out at once.
async fn told(conn: &mut AsyncPgConnection, scene: &Scene) -> Vec<String> {
    let all = messages(conn).await;
    let people: Vec<PersonId> = all
        .iter()
        .map(|message| message.person().unwrap())
        .collect();
    let names = names(conn, &people).await.unwrap();
    let mut told: Vec<String> = all
        .iter()
        .map(|message| {
            let what = match message.payload["what"].as_str().unwrap() {
                "step" => message.payload["state"].as_str().unwrap().to_owned(),
                _ => format!(
                    "{} → {}",
                    message.from_revision.unwrap(),
                    message.revision.unwrap()
                ),
            };
            let waits = match message.state {
                MessageState::Queued => String::new(),
                MessageState::Held => {
                    let minutes = (message.send_after - scene.clock.now()).num_minutes();
                    format!(" in {minutes} min")
                }
                state => format!(" ({state})"),
            };
            format!(
                "{}: {what}{waits}",
                names[&message.person().unwrap()].called()
            )
        })
        .collect();
    told.sort();
    told
}

/// Empties the outbox, as if all of it had been sent.
async fn sent(conn: &mut AsyncPgConnection, at: Instant) {
    sql_query(
        "UPDATE messages SET state = 'sent', sent_at = $1, ended_at = $1 WHERE state IN ('held', 'queued')",
    )
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await
    .unwrap();
}

/// As [`sent`], and nothing of it is kept.
async fn forgotten(conn: &mut AsyncPgConnection) {
    diesel::delete(maru::base::schema::messages::table)
        .execute(conn)
        .await
        .unwrap();
}

async fn changed(scene: &Scene, actor: &Actor, id: StayId, to: Change) {
    let conn = &mut scene.conn().await;
    change(conn, &scene.clock, &scene.hub, actor, id, to)
        .await
        .unwrap();
}

fn to(last: &str) -> Change {
    Change {
        to: Some(day(last)),
        ..Change::default()
    }
}

/// What is not true any more, by who would have been told.
async fn untrue(conn: &mut AsyncPgConnection, scene: &Scene) -> Vec<String> {
    let waiting: Vec<Message> = messages(conn)
        .await
        .into_iter()
        .filter(|message| matches!(message.state, MessageState::Held | MessageState::Queued))
        .collect();
    let why = still_true(conn, &scene.clock, &waiting).await.unwrap();
    let people: Vec<PersonId> = waiting
        .iter()
        .map(|message| message.person().unwrap())
        .collect();
    let names = names(conn, &people).await.unwrap();
    let mut untrue: Vec<String> = waiting
        .iter()
        .filter_map(|message| {
            let why = why.get(&message.id)?;
            Some(format!(
                "{}: {why}",
                names[&message.person().unwrap()].called()
            ))
        })
        .collect();
    untrue.sort();
    untrue
}

/// Each waiting message as it would go out, by who is told.
async fn drafts(conn: &mut AsyncPgConnection, scene: &Scene) -> Vec<(String, Draft)> {
    let waiting: Vec<Message> = messages(conn)
        .await
        .into_iter()
        .filter(|message| matches!(message.state, MessageState::Held | MessageState::Queued))
        .collect();
    let drafts = render(conn, &scene.clock, &scene.hub, &waiting)
        .await
        .unwrap();
    let mut drafts: HashMap<_, _> = drafts.into_iter().collect();
    let people: Vec<PersonId> = waiting
        .iter()
        .map(|message| message.person().unwrap())
        .collect();
    let names = names(conn, &people).await.unwrap();
    let mut named: Vec<(String, Draft)> = waiting
        .iter()
        .map(|message| {
            let draft = drafts.remove(&message.id).unwrap();
            // It is whole: it can be made a mail.
            draft
                .compose(&scene.hub, message, scene.clock.now())
                .unwrap();
            (names[&message.person().unwrap()].called().to_owned(), draft)
        })
        .collect();
    named.sort_by(|one, other| one.0.cmp(&other.0));
    named
}

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
async fn several_edits_are_one_notice_from_what_each_knew() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene
        .enter(conn, &scene.front_desk, scene.stay())
        .await
        .unwrap()
        .stay
        .id;
    sent(conn, scene.clock.now()).await;
    changed(&scene, &scene.front_desk, id, to("2026-12-04")).await;
    scene.clock.advance(Duration::minutes(4));
    let desk = Change {
        desk: Some(Some(scene.other_desk)),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, desk).await;
    assert_eq!(
        told(conn, &scene).await,
        [
            "Jean Modèle: 1 → 3 in 10 min",
            "Jean Modèle: proposed (sent)",
            "Kim Gyeonbon: 1 → 3 in 10 min",
            "Kim Gyeonbon: proposed (sent)",
        ]
    );
    assert_eq!(untrue(conn, &scene).await, Vec::<String>::new());
    let back = Change {
        to: Some(day("2026-12-05")),
        desk: Some(Some(scene.desk)),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, back).await;
    assert_eq!(
        untrue(conn, &scene).await,
        [
            "Jean Modèle: what changed was changed back",
            "Kim Gyeonbon: what changed was changed back",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_tells_how_things_are_and_no_change_is_told_besides() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    changed(&scene, &scene.host, id, to("2026-12-04")).await;
    assert_eq!(told(conn, &scene).await, ["Jean Modèle: proposed"]);
    let told_revision = messages(conn).await[0].revision;
    assert_eq!(told_revision, Some(2));
    let drafts = drafts(conn, &scene).await;
    assert!(
        drafts[0]
            .1
            .content
            .subject
            .ends_with("1 Dec 2026 – 4 Dec 2026"),
        "{}",
        drafts[0].1.content.subject
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn close_to_the_first_day_a_change_is_told_at_once_and_one_that_is_not_told_never() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    forgotten(conn).await;
    let topics = Change {
        topics: Some(vec!["Sets".into()]),
        tentative: Some(true),
        ..Change::default()
    };
    changed(&scene, &scene.host, id, topics).await;
    assert_eq!(told(conn, &scene).await, Vec::<String>::new());
    scene.clock.set(at("2026-11-29T00:00:00Z"));
    changed(&scene, &scene.host, id, to("2026-12-04")).await;
    assert_eq!(told(conn, &scene).await, ["Jean Modèle: 2 → 3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_is_told_where_it_stands_and_the_one_before_that_it_is_not_theirs() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let colleague = make::person(conn)
        .name("Lee Sample")
        .email("lee@hub.example")
        .role(Role::Member)
        .actor()
        .await;
    let id = scene.entered(conn).await.stay.id;
    scene.bring(conn, id, StayState::Approved).await;
    sent(conn, scene.clock.now()).await;
    let host = Change {
        host: Some(colleague.id),
        reason: Some("Kim is away.".into()),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, host).await;
    let waiting: Vec<String> = told(conn, &scene)
        .await
        .into_iter()
        .filter(|line| !line.ends_with(')'))
        .collect();
    assert_eq!(
        waiting,
        [
            "Jean Modèle: 2 → 3 in 10 min",
            "Kim Gyeonbon: 2 → 3 in 10 min",
            "Lee Sample: approved",
        ]
    );
    assert_eq!(untrue(conn, &scene).await, Vec::<String>::new());
    let drafts = drafts(conn, &scene).await;
    let former = &drafts[1].1.content.text;
    assert!(
        former.contains("Kim Gyeonbon → Lee Sample") || former.contains("Lee Sample"),
        "{former}"
    );
    assert!(
        former.contains("until now") && former.contains("| Kim is away."),
        "{former}"
    );
    // It is theirs no more, and so is its page.
    assert!(!former.contains("/stays/"), "{former}");
    // The host before is host again: what waits for the other is not true.
    let back = Change {
        host: Some(scene.host.id),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, back).await;
    let untrue = untrue(conn, &scene).await;
    assert!(
        untrue.contains(&"Lee Sample: they are not the host any more".to_owned()),
        "{untrue:?}"
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
