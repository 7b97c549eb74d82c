//! The steps of a stay, and what follows from each.

use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;
use maru::{
    base::{error::Refusal, ids::StayId, language::Language},
    ical::write::Status,
    people::queries::recipients,
    stays::{
        actions::{NewStay, StayError, StepOn, step},
        model::Stay,
        queries, rules,
        state::{StayAct, StayState, after},
    },
};
use serde_json::json;

use super::make::{Scene, at, booked, day, everything, taken, way_to};
use crate::support::{make, watch};

/// Another stay, on a day of its own, that has come to this state.
async fn brought(
    scene: &Scene,
    conn: &mut AsyncPgConnection,
    on: NaiveDate,
    state: StayState,
) -> StayId {
    let new = NewStay {
        from: on,
        to: on,
        ..scene.stay()
    };
    let id = scene.enter(conn, &scene.host, new).await.unwrap().stay.id;
    scene.bring(conn, id, state).await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_in_every_state_leads_where_the_table_says_or_changes_nothing() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let mut days = day("2026-12-01").iter_days();
    for state in StayState::ALL {
        let (leads, refused): (Vec<StayAct>, Vec<StayAct>) = StayAct::ALL
            .iter()
            .copied()
            .partition(|act| after(*state, *act).is_some());
        // What is refused changes nothing, so that one stay does for all of it.
        let id = brought(&scene, conn, days.next().unwrap(), *state).await;
        let before = everything(conn).await;
        for act in refused {
            let outcome = scene.step(conn, &scene.front_desk, id, act).await;
            let Err(StayError::Refused(Refusal::Conflict(reason))) = outcome else {
                panic!("{act} in {state}: {outcome:?}");
            };
            assert_eq!(reason.key(), "refused-stay-state");
            assert_eq!(everything(conn).await, before, "{act} in {state}");
        }
        for act in leads {
            let id = brought(&scene, conn, days.next().unwrap(), *state).await;
            let expected = after(*state, act).unwrap();
            let stay = scene
                .step(conn, &scene.front_desk, id, act)
                .await
                .unwrap()
                .stay;
            assert_eq!(stay.state, expected, "{act} in {state}");
            let states: Vec<StayState> = queries::steps(conn, id)
                .await
                .unwrap()
                .iter()
                .map(|step| step.state)
                .collect();
            let mut way = vec![StayState::Proposed];
            for act in way_to(*state).iter().chain([&act]) {
                way.push(after(*way.last().unwrap(), *act).unwrap());
            }
            assert_eq!(states, way, "{act} in {state}");
        }
    }
}

#[test]
fn a_refusal_names_the_state_in_both_languages() {
    let said = |language: Language, state: StayState| {
        maru::base::error::Reason::new("refused-stay-state")
            .with("state", state)
            .say(language)
    };
    assert_eq!(
        said(Language::En, StayState::Approved),
        "This cannot be done while the stay is approved."
    );
    for language in Language::ALL {
        let all: std::collections::BTreeSet<String> = StayState::ALL
            .iter()
            .map(|state| said(language, *state))
            .collect();
        assert_eq!(all.len(), StayState::ALL.len(), "{all:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stay_goes_its_whole_way() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    let mut counted = Vec::new();
    for act in way_to(StayState::Departed) {
        if *act == StayAct::Arrival {
            scene.clock.set(at("2026-12-01T01:00:00Z"));
        }
        if *act == StayAct::Departure {
            scene.clock.set(at("2026-12-05T08:00:00Z"));
        }
        let stay = scene
            .step(conn, &scene.front_desk, id, *act)
            .await
            .unwrap()
            .stay;
        counted.push((
            stay.state.word(),
            rules::status(stay.state, stay.certainty),
            stay.revision,
            stay.sequence,
            stay.lock_version,
        ));
    }
    // Calendars show a difference only where what may be becomes what is: by the visitor's word.
    assert_eq!(
        counted,
        [
            ("approved", Status::Tentative, 2, 0, 2),
            ("invited", Status::Tentative, 3, 0, 3),
            ("confirmed", Status::Confirmed, 4, 1, 4),
            ("arrived", Status::Confirmed, 5, 1, 5),
            ("departed", Status::Confirmed, 6, 1, 6),
        ]
    );
    assert_eq!(
        taken(conn, scene.desk).await,
        ["11-30T15:00 12-05T15:00 confirmed"]
    );
    assert_eq!(
        booked(conn, id).await,
        ["Jean Modèle 2026-12-01 2026-12-06 confirmed"]
    );
    let steps = queries::steps(conn, id).await.unwrap();
    assert_eq!(
        steps[1..]
            .iter()
            .map(|step| step.by.as_ref().unwrap().name.clone().unwrap())
            .collect::<Vec<_>>(),
        vec!["Park Sample"; 5]
    );
    assert_eq!(steps[5].at, at("2026-12-05T08:01:00Z"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stay_that_does_not_take_place_gives_its_desk_back() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    for state in [StayState::Refused, StayState::Cancelled, StayState::NoShow] {
        let id = scene.entered(conn).await.stay.id;
        scene.bring(conn, id, state).await;
        let stay = queries::stay(conn, id).await.unwrap().unwrap();
        let details = queries::detail(conn, stay.clone()).await.unwrap();
        assert_eq!((stay.state, details.desk), (state, None));
        assert_eq!(
            booked(conn, id).await,
            ["Jean Modèle 2026-12-01 2026-12-06 cancelled"],
            "{state}"
        );
    }
    // Three stays had the same desk for the same days, one after the other.
    scene.entered(conn).await;
    assert_eq!(
        taken(conn, scene.desk).await,
        [
            "11-30T15:00 12-05T15:00 held",
            "11-30T15:00 12-05T15:00 released",
            "11-30T15:00 12-05T15:00 released",
            "11-30T15:00 12-05T15:00 released",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_early_gives_the_desk_up_from_the_day_after() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    scene.bring(conn, id, StayState::Arrived).await;
    // Eight in the morning of the 3rd in Seoul, still the 2nd in UTC.
    scene.clock.set(at("2026-12-02T23:00:00Z"));
    let left = scene
        .step(conn, &scene.host, id, StayAct::Departure)
        .await
        .unwrap();
    assert_eq!(left.stay.to_date, day("2026-12-03"));
    assert_eq!(left.stay.sequence, 2);
    assert_eq!(
        taken(conn, scene.desk).await,
        ["11-30T15:00 12-03T15:00 confirmed"]
    );
    assert_eq!(
        booked(conn, id).await,
        ["Jean Modèle 2026-12-01 2026-12-04 confirmed"]
    );
    let rest = NewStay {
        from: day("2026-12-04"),
        ..scene.stay()
    };
    scene.enter(conn, &scene.host, rest).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_before_the_first_day_or_after_the_last_leaves_no_wrong_days() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let early = scene.entered(conn).await.stay.id;
    scene.bring(conn, early, StayState::Departed).await;
    let stay = queries::stay(conn, early).await.unwrap().unwrap();
    assert_eq!(
        (stay.from_date, stay.to_date),
        (day("2026-12-01"), day("2026-12-01"))
    );
    assert_eq!(
        taken(conn, scene.desk).await,
        ["11-30T15:00 12-05T15:00 released"]
    );
    let late = scene.entered(conn).await.stay.id;
    scene.bring(conn, late, StayState::Arrived).await;
    scene.clock.set(at("2026-12-09T00:00:00Z"));
    let left = scene
        .step(conn, &scene.host, late, StayAct::Departure)
        .await;
    assert_eq!(left.unwrap().stay.to_date, day("2026-12-05"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_visitors_zone_follows_them_while_the_stay_stands() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let zones = async |conn: &mut _| {
        let mut zones = Vec::new();
        for moment in [
            "2026-11-30T14:59:00Z",
            "2026-11-30T15:00:00Z",
            "2026-12-05T14:59:00Z",
            "2026-12-05T15:00:00Z",
        ] {
            let found = recipients(conn, &scene.hub, &[scene.visitor.id], at(moment)).await;
            zones.push(found.unwrap()[&scene.visitor.id].zone.city());
        }
        zones
    };
    let home = vec!["Montreal"; 4];
    let there = ["Montreal", "Seoul", "Seoul", "Montreal"];
    let id = scene.entered(conn).await.stay.id;
    assert_eq!(zones(conn).await, home);
    for act in way_to(StayState::Arrived) {
        scene.step(conn, &scene.front_desk, id, *act).await.unwrap();
        assert_eq!(zones(conn).await, there, "{act}");
    }
    scene
        .step(conn, &scene.host, id, StayAct::Cancellation)
        .await
        .unwrap();
    assert_eq!(zones(conn).await, home);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_or_decides_on_something_older_changes_nothing() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let stranger = make::person(conn).actor().await;
    let id = scene.entered(conn).await.stay.id;
    let before = everything(conn).await;
    for actor in [&scene.host, &scene.visitor] {
        let refused = scene.step(conn, actor, id, StayAct::Approval).await;
        assert!(
            matches!(refused, Err(StayError::Refused(Refusal::Forbidden(_)))),
            "{refused:?}"
        );
    }
    let unknown = scene.step(conn, &stranger, id, StayAct::Approval).await;
    assert!(
        matches!(unknown, Err(StayError::Refused(Refusal::NotFound))),
        "{unknown:?}"
    );
    let on = StepOn {
        act: StayAct::Approval,
        reason: None,
        lock_version: Some(7),
    };
    let stale = step(conn, &scene.clock, &scene.hub, &scene.front_desk, id, on).await;
    assert!(
        matches!(stale, Err(StayError::Refused(Refusal::Stale { now: 1 }))),
        "{stale:?}"
    );
    assert_eq!(everything(conn).await, before);
    scene.bring(conn, id, StayState::Invited).await;
    scene
        .step(conn, &scene.visitor, id, StayAct::Confirmation)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_written_down_with_its_reason() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    let before = watch::audit_trail(conn).await.len();
    let on = StepOn {
        act: StayAct::Refusal,
        reason: Some("  The building is\r\nclosed. ".into()),
        lock_version: Some(1),
    };
    let refused = step(conn, &scene.clock, &scene.hub, &scene.front_desk, id, on).await;
    let Stay {
        state_reason,
        state_by,
        ..
    } = refused.unwrap().stay;
    let reason = "The building is\nclosed.";
    assert_eq!(
        (state_reason.as_deref(), state_by),
        (Some(reason), Some(scene.front_desk.id))
    );
    let steps = queries::steps(conn, id).await.unwrap();
    assert_eq!(steps[1].reason.as_deref(), Some(reason));
    let written = &watch::audit_trail(conn).await[before..];
    let [entry] = written else {
        panic!("{written:?}");
    };
    assert_eq!(
        (
            entry.who.as_str(),
            entry.action.as_str(),
            entry.kind.as_str(),
            entry.id
        ),
        ("Park Sample", "refused", "stays", id.0)
    );
    let member = |of: &Option<serde_json::Value>, name: &str| of.as_ref().unwrap()[name].clone();
    assert_eq!(member(&entry.before, "state"), json!("proposed"));
    assert_eq!(member(&entry.after, "state"), json!("refused"));
    assert_eq!(member(&entry.after, "reason"), json!(reason));
    assert_eq!(member(&entry.before, "desk_id"), json!(scene.desk));
    assert_eq!(member(&entry.after, "desk_id"), json!(null));
}
