//! What lists are told, when, and what not.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Scene, links, list, told};
use crate::support::mailbox::Mail;

const ALL: &str = "all@department.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_told_of_what_is_announced_and_nothing_in_it_is_for_one_alone() {
    let scene = Scene::new().await;
    let join =
        json!({ "join_url": "https://join.sample.example/1", "abstract": "Three assumptions." });
    let path = scene.announced(join).await;
    // A slip can be mended first.
    assert_eq!(told(&scene.now().await), []);
    let mails = scene.after_the_window().await;
    assert_eq!(told(&mails), [(ALL, "announcement")]);
    let mail = &mails[0];
    assert_eq!(
        mail.subject,
        "Beyond scaling, Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
    );
    let url = &scene.house.app.hub.public_url;
    let seen = scene.organiser.get(&path).await.expect(200).json();
    let code = seen["code"].as_str().unwrap();
    let known = [
        url.clone(),
        format!("{url}/s/{code}/join"),
        format!("{url}/seminars/{code}/answer"),
    ];
    assert_eq!(
        links(&mail.text),
        known.iter().map(String::as_str).collect()
    );
    // A file to add, which no calendar answers; no way for one to leave for all.
    assert_eq!(mail.method, None);
    let names: BTreeSet<&str> = mail.calendar.keys().map(String::as_str).collect();
    assert!(names.is_disjoint(&BTreeSet::from(["METHOD", "ORGANIZER", "ATTENDEE"])));
    assert_eq!(mail.calendar["UID"], seen["uid"].as_str().unwrap());
    assert_eq!(mail.calendar["DTSTART"], "20261210T070000Z");
    let list: Vec<&str> = mail.list.keys().copied().collect();
    assert_eq!(list, ["List-Id"]);
    let source = scene.sources().await.concat();
    for never in [
        "REQUEST",
        "ORGANIZER",
        "ATTENDEE",
        "/answer/",
        "/notices/",
        "/unsubscribe/",
        "?t=",
    ] {
        assert!(!source.contains(never), "{never} in {source}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_two_languages_reads_both_in_its_own_zone() {
    let more = json!({ "languages": ["ko", "en"], "zone": "Europe/Paris" });
    let scene = Scene::with(more).await;
    scene.announced(json!({})).await;
    let [mail] = scene.after_the_window().await.try_into().unwrap();
    let position = |words: &str| {
        let found = mail.text.find(words);
        found.unwrap_or_else(|| panic!("no {words} in {}", mail.text))
    };
    let korean = "2026년 12월 10일";
    let english = "Thu 10 December 2026, 08:00–09:00 (Paris, UTC+1)";
    assert!(position(korean) < position(english));
    assert!(position(english) < position("16:00–17:00 (Seoul, UTC+9)"));
    assert!(mail.subject.starts_with("[안내]"), "{}", mail.subject);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_edits_make_one_notice_and_one_that_is_taken_back_none() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    scene.change(&path, json!({ "title": "Beyond" })).await;
    scene
        .change(&path, json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    assert_eq!(told(&scene.now().await), []);
    let mails = scene.after_the_window().await;
    assert_eq!(told(&mails), [(ALL, "change")]);
    let mail = &mails[0];
    assert!(
        mail.subject.starts_with("New time: Beyond,"),
        "{}",
        mail.subject
    );
    for said in [
        "before: Beyond scaling",
        "now: Beyond",
        "16:00–17:00",
        "18:00–19:00",
    ] {
        assert!(mail.text.contains(said), "no {said} in {}", mail.text);
    }
    assert_eq!(mail.calendar["DTSTART"], "20261210T090000Z");
    assert_eq!(mail.calendar["SEQUENCE"], "1");
    scene.change(&path, json!({ "title": "Elsewhere" })).await;
    scene.change(&path, json!({ "title": "Beyond" })).await;
    assert_eq!(told(&scene.after_the_window().await), []);
    let fates = scene.fates().await;
    let back = ("change", "void", "what changed was changed back");
    assert_eq!(
        fates.last().unwrap(),
        &(back.0.into(), back.1.into(), back.2.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_that_waits_tells_how_things_are_then() {
    let scene = Scene::new().await;
    let path = scene.announced(json!({})).await;
    scene.change(&path, json!({ "title": "Mended" })).await;
    let mails = scene.after_the_window().await;
    assert_eq!(told(&mails), [(ALL, "announcement")]);
    assert!(mails[0].subject.starts_with("Mended,"));
    // That is what it knows: back to the first title is a change.
    scene
        .change(&path, json!({ "title": "Beyond scaling" }))
        .await;
    assert_eq!(told(&scene.after_the_window().await), [(ALL, "change")]);
    // And one that is cancelled before anyone heard of it was never there.
    let path = scene
        .announced(json!({ "starts_local": "2026-12-17T16:00:00" }))
        .await;
    let cancelled = format!("{path}/cancellation");
    scene
        .organiser
        .post(&cancelled, json!({}))
        .await
        .expect(200);
    assert_eq!(told(&scene.after_the_window().await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn within_two_days_of_the_start_all_is_told_at_once() {
    let scene = Scene::new().await;
    let soon = json!({ "starts_local": "2026-11-03T16:00:00" });
    let path = scene.announced(soon).await;
    assert_eq!(told(&scene.now().await), [(ALL, "announcement")]);
    scene.change(&path, json!({ "title": "Beyond" })).await;
    assert_eq!(told(&scene.now().await), [(ALL, "change")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_goes_at_once_and_takes_the_entry_from_calendars() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    scene.change(&path, json!({ "title": "Beyond" })).await;
    let ill = json!({ "reason": "The speaker is ill." });
    let cancelled = format!("{path}/cancellation");
    scene.organiser.post(&cancelled, ill).await.expect(200);
    let mails = scene.now().await;
    assert_eq!(told(&mails), [(ALL, "cancellation")]);
    assert!(mails[0].subject.starts_with("Cancelled: Beyond,"));
    assert!(mails[0].text.contains("| The speaker is ill."));
    assert_eq!(mails[0].calendar["STATUS"], "CANCELLED");
    assert_eq!(mails[0].method, None);
    assert!(!mails[0].calendar.contains_key("METHOD"));
    // The change that waited is not told after it.
    assert_eq!(told(&scene.after_the_window().await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_there_will_be_no_new_time_is_told_after_the_old_one_too() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    for what in ["postponement", "cancellation"] {
        let stopped = format!("{path}/{what}");
        scene.organiser.post(&stopped, json!({})).await.expect(200);
        assert_eq!(told(&scene.now().await), [(ALL, "cancellation")]);
        let clock = &scene.house.app.clock;
        clock.set("2026-12-20T00:00:00Z".parse().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postponement_and_the_new_time_are_told() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    let postponed = format!("{path}/postponement");
    scene
        .organiser
        .post(&postponed, json!({}))
        .await
        .expect(200);
    let mails = scene.now().await;
    assert_eq!(told(&mails), [(ALL, "cancellation")]);
    assert!(
        mails[0].subject.starts_with("Postponed: "),
        "{}",
        mails[0].subject
    );
    let when = json!({ "starts_local": "2027-01-14T16:00:00", "state": "announced" });
    scene.change(&path, when).await;
    let mails = scene.after_the_window().await;
    assert_eq!(told(&mails), [(ALL, "change")]);
    assert!(mails[0].text.contains("takes place"), "{}", mails[0].text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_time_far_off_has_its_window_though_the_old_one_is_over() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    let postponed = format!("{path}/postponement");
    let stopped = scene.organiser.post(&postponed, json!({})).await;
    stopped.expect(200);
    assert_eq!(told(&scene.now().await), [(ALL, "cancellation")]);
    let clock = &scene.house.app.clock;
    clock.set("2026-12-20T00:00:00Z".parse().unwrap());
    let when = json!({ "starts_local": "2027-01-14T16:00:00" });
    scene.change(&path, when).await;
    assert_eq!(told(&scene.now().await), []);
    assert_eq!(told(&scene.after_the_window().await), [(ALL, "change")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postponement_is_told_though_the_place_changed_before_it_went_out() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    let postponed = format!("{path}/postponement");
    scene
        .organiser
        .post(&postponed, json!({}))
        .await
        .expect(200);
    scene
        .change(&path, json!({ "place": { "name": "Another house" } }))
        .await;
    let mails = scene.now().await;
    assert_eq!(told(&mails), [(ALL, "cancellation")]);
    assert!(
        mails[0].subject.starts_with("Postponed: "),
        "{}",
        mails[0].subject
    );
    assert_eq!(told(&scene.after_the_window().await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_everyone_is_told_no_list() {
    let scene = Scene::new().await;
    let draft = scene.announced(json!({ "state": "draft" })).await;
    let day = |n: u32| format!("2026-12-{n}T16:00:00");
    let only = |n: u32, whom: &str| json!({ "visibility": whom, "starts_local": day(n) });
    let members = scene.announced(only(17, "members")).await;
    scene.announced(only(18, "invited")).await;
    assert_eq!(told(&scene.after_the_window().await), []);
    // When they are, it is: once each.
    scene.change(&draft, json!({ "state": "announced" })).await;
    scene
        .change(&members, json!({ "visibility": "public" }))
        .await;
    let mails = scene.after_the_window().await;
    assert_eq!(told(&mails), [(ALL, "announcement")]);
    let fates = scene.fates().await;
    let sent = ("announcement".to_owned(), "sent".to_owned(), String::new());
    assert_eq!(fates, [sent.clone(), sent]);
    assert_eq!(told(&scene.after_the_window().await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_is_no_longer_open_a_list_learns_that_and_nothing_new() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    let within = json!({ "visibility": "invited", "title": "Secret title", "starts_local": "2026-12-10T18:00:00" });
    scene.change(&path, within).await;
    let mails = scene.after_the_window().await;
    assert_eq!(told(&mails), [(ALL, "cancellation")]);
    let mail = &mails[0];
    assert_eq!(
        mail.subject,
        "No longer open to everyone: Beyond scaling, Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
    );
    assert_eq!(mail.calendar["STATUS"], "CANCELLED");
    assert_eq!(mail.calendar["DTSTART"], "20261210T070000Z");
    let source = scene.sources().await.pop().unwrap();
    assert!(
        !source.contains("Secret") && !mail.text.contains("18:00"),
        "{source}"
    );
    // Nothing more, whatever happens to it.
    scene
        .change(&path, json!({ "title": "More secrets" }))
        .await;
    let cancelled = format!("{path}/cancellation");
    scene
        .organiser
        .post(&cancelled, json!({}))
        .await
        .expect(200);
    assert_eq!(told(&scene.after_the_window().await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_closed_and_opened_again_within_the_window_is_not_told_and_later_is_announced_anew()
{
    let scene = Scene::new().await;
    let path = scene.told().await;
    let open = || json!({ "visibility": "public" });
    let closed = || json!({ "visibility": "members" });
    scene.change(&path, closed()).await;
    scene.change(&path, open()).await;
    assert_eq!(told(&scene.after_the_window().await), []);
    scene.change(&path, closed()).await;
    assert_eq!(
        told(&scene.after_the_window().await),
        [(ALL, "cancellation")]
    );
    scene.change(&path, open()).await;
    assert_eq!(
        told(&scene.after_the_window().await),
        [(ALL, "announcement")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_seminar_can_have_a_list_of_its_own_and_one_address_is_told_once() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    let add = async |path: String, address: &str| {
        let more = list(json!({ "address": address }));
        scene.organiser.post(&path, more).await.expect(201)
    };
    // It was announced before: the new list is told of it, the one that knows is not told again.
    add(format!("{path}/audiences"), "friends@elsewhere.example").await;
    add(format!("{path}/audiences"), "ALL@department.example").await;
    let mails = scene.after_the_window().await;
    assert_eq!(
        told(&mails),
        [("friends@elsewhere.example", "announcement")]
    );
    scene.change(&path, json!({ "title": "Beyond" })).await;
    let mails: Vec<Mail> = scene.after_the_window().await;
    let both = [(ALL, "change"), ("friends@elsewhere.example", "change")];
    assert_eq!(told(&mails), both);
    // Another one of the series is told to the list of the series alone; a list that comes later, of what comes later.
    scene
        .announced(json!({ "starts_local": "2026-12-17T16:00:00" }))
        .await;
    add(
        format!("/series/{}/audiences", scene.series),
        "late@elsewhere.example",
    )
    .await;
    assert_eq!(
        told(&scene.after_the_window().await),
        [(ALL, "announcement")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_has_ended_is_told_nothing_more() {
    let scene = Scene::new().await;
    let path = scene.told().await;
    scene.change(&path, json!({ "title": "Beyond" })).await;
    let list = scene.list["id"].as_str().unwrap();
    let end = format!("/series/{}/audiences/{list}", scene.series);
    scene.organiser.delete(&end).await.expect(204);
    scene.organiser.delete(&end).await.expect(409);
    scene
        .announced(json!({ "starts_local": "2026-12-17T16:00:00" }))
        .await;
    assert_eq!(told(&scene.after_the_window().await), []);
    let messages = format!(
        "/messages?seminar_id={}",
        path.trim_start_matches("/seminars/")
    );
    let found = scene.organiser.get(&messages).await.expect(200).json();
    let shown: Vec<(&Value, &Value, &Value, &Value)> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                &one["state"],
                &one["recipient_id"],
                &one["audience_id"],
                &one["recipient_name"],
            )
        })
        .collect();
    let (nobody, of, name) = (&Value::Null, &scene.list["id"], &json!("Sample Department"));
    let (void, sent) = (&json!("void"), &json!("sent"));
    assert_eq!(shown, [(void, nobody, of, name), (sent, nobody, of, name)]);
}
