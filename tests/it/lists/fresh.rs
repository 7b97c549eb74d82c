//! How soon what comes onto a list, or leaves it, is seen: in its calendar and on its page, by the next request.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Scene, summaries, titles};

/// The page says this at once, and the calendar within a second.
async fn becomes(scene: &Scene, expected: &[&str], why: &str) {
    let page = scene.house.app.get("/lists/kept").await.expect(200);
    assert_eq!(titles(&page), expected, "{why}");
    calendar_becomes(scene, "/feeds/lists/kept.ics", expected, why).await;
}

async fn calendar_becomes(scene: &Scene, path: &str, expected: &[&str], why: &str) {
    let asked = tokio::time::Instant::now();
    loop {
        let calendar = scene.house.app.get(path).await.expect(200);
        let said = summaries(&calendar);
        if said == expected {
            break;
        }
        assert!(asked.elapsed() < Duration::from_secs(1), "{why}: {said:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_changes_what_stands_there_is_seen_at_once() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let first = scene.seminar("First", 5, json!({})).await;
    let second = scene.seminar("Second", 6, json!({})).await;
    let list = scene.list("kept", "public").await;
    becomes(&scene, &[], "nothing is on it").await;
    let edit = async |seminar: &str, change: Value| {
        let path = format!("/seminars/{seminar}");
        scene.organiser.patch(&path, change).await.expect(200);
    };
    let both = ["First", "Second"];

    let rule = json!({ "what": "topic", "topic": "AI safety" });
    let rule = scene.put(&list, rule).await;
    becomes(&scene, &[], "nothing has the topic").await;
    edit(&first, json!({ "topics": ["AI Safety"] })).await;
    becomes(&scene, &both[..1], "the topic").await;
    edit(&first, json!({ "title": "Renamed" })).await;
    becomes(&scene, &["Renamed"], "the title").await;
    edit(&first, json!({ "title": "First", "topics": ["Else"] })).await;
    becomes(&scene, &[], "another topic").await;

    let series = house.series_id().await;
    let rule_of_series = json!({ "what": "series", "series_id": series });
    scene.put(&list, rule_of_series).await;
    becomes(&scene, &[], "nothing is of the series").await;
    edit(&second, json!({ "series_id": series })).await;
    becomes(&scene, &both[1..], "the series").await;
    edit(&second, json!({ "series_id": null })).await;
    becomes(&scene, &[], "out of the series").await;

    let rule = format!("/lists/{list}/items/{rule}");
    scene.organiser.delete(&rule).await.expect(204);
    let of_institution = json!({ "what": "institution", "institution_id": scene.institution });
    let of_institution = scene.put(&list, of_institution).await;
    let speaks = json!({ "speakers": [{ "person_id": scene.speaker }] });
    edit(&first, speaks).await;
    becomes(&scene, &both[..1], "a speaker of the institution").await;
    let path = format!("/people/{}", scene.speaker.as_str().unwrap());
    let away = json!({ "institution_id": null });
    house.admin.patch(&path, away).await.expect(200);
    becomes(&scene, &[], "they left it").await;
    let path = format!("/lists/{list}/items/{of_institution}");
    scene.organiser.delete(&path).await.expect(204);
    let person = json!({ "what": "person", "person_id": scene.speaker });
    scene.put(&list, person).await;
    becomes(&scene, &both[..1], "the speaker").await;
    edit(&first, json!({ "speakers": [] })).await;
    becomes(&scene, &[], "they speak no more").await;

    for seminar in [&first, &second] {
        let item = json!({ "what": "seminar", "seminar_id": seminar });
        scene.put(&list, item).await;
    }
    becomes(&scene, &both, "chosen").await;
    edit(&first, json!({ "visibility": "members" })).await;
    becomes(&scene, &both[1..], "not for everyone").await;
    edit(&first, json!({ "visibility": "public" })).await;
    let item = json!({ "what": "left_out", "seminar_id": second });
    scene.put(&list, item).await;
    becomes(&scene, &both[..1], "left out").await;
    let path = format!("/seminars/{first}/cancellation");
    scene.organiser.post(&path, json!({})).await.expect(200);
    let without = "/feeds/lists/kept.ics?cancelled=0";
    calendar_becomes(&scene, without, &[], "cancelled").await;

    // What becomes private has no address any more.
    let path = format!("/lists/{list}");
    let own = json!({ "visibility": "own" });
    scene.organiser.patch(&path, own).await.expect(200);
    house.app.get("/lists/kept").await.expect(404);
    let asked = tokio::time::Instant::now();
    while house.app.get("/feeds/lists/kept.ics").await.status != 404 {
        assert!(asked.elapsed() < Duration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_organises_no_longer_reads_no_longer_what_organisers_alone_may() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let series = house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    let organisers = async |people: Value| {
        let change = json!({ "organisers": people });
        scene.organiser.patch(&path, change).await.expect(200);
    };
    let invited = json!({ "series_id": series, "visibility": "invited" });
    let seminar = scene.seminar("For the invited", 5, invited).await;
    organisers(json!([house.organiser, house.member])).await;

    // They keep it on a list of their own, and have that as a calendar.
    let member = house.app.api(house.member).await;
    let list = json!({ "name_en": "Mine", "slug": "mine", "visibility": "own" });
    let list = member.post("/lists", list).await.expect(201).json();
    let items = format!("/lists/{}/items", list["id"].as_str().unwrap());
    let item = json!({ "what": "seminar", "seminar_id": seminar });
    member.post(&items, item).await.expect(201);
    let calendar = scene.feed(house.member, "full").await + "?list=mine";
    calendar_becomes(&scene, &calendar, &["For the invited"], "they organise it").await;

    organisers(json!([house.organiser])).await;
    calendar_becomes(&scene, &calendar, &[], "they do no longer").await;
    organisers(json!([house.organiser, house.member])).await;
    calendar_becomes(&scene, &calendar, &["For the invited"], "they do again").await;
}
