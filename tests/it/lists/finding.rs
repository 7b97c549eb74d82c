//! One box for whatever goes on a list.

use serde_json::json;

use super::{Scene, made};
use crate::support::{house::attributes, http::Answer};

/// What the box found, each with its sort.
fn found(page: &Answer) -> Vec<(String, String)> {
    let called = page.words("#found .captured-subject");
    called
        .into_iter()
        .zip(page.words("#found .small"))
        .collect()
}

fn told(found: &[(&str, &str)]) -> Vec<(String, String)> {
    found
        .iter()
        .map(|(called, sort)| ((*called).into(), (*sort).into()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_on_a_list_is_found_by_one_box_and_put_there() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let institution =
        json!({ "name": "Quokka Institute", "slug": "quokka", "zone": "UTC", "kind": "partner" });
    made(&house.admin, "/institutions", institution).await;
    let more = json!({ "topics": ["Quokka theory"] });
    let open = scene.seminar("A quokka seminar", 3, more).await;
    let member = house.app.api(house.member).await;
    let theirs =
        json!({ "name_en": "Mine", "name_ko": "내 모음", "slug": "mine", "visibility": "own" });
    made(&member, "/lists", theirs).await;
    // Of what is for those invited, nobody else is told by looking for it.
    let secret = json!({ "visibility": "invited" });
    scene.seminar("A secret quokka", 4, secret).await;

    let items = "/lists/mine/items";
    let mut desk = house.app.browser(house.member).await;
    let page = desk.get(&format!("{items}?q=QUOKKA")).await.expect(200);
    let known = [
        ("Quokka theory", "Topic"),
        ("Quokka Institute", "Institution"),
        ("A quokka seminar", "Seminar"),
        ("QUOKKA", "As a topic of its own"),
    ];
    assert_eq!(found(&page), told(&known));
    let value = attributes(&page, "#found [name=institution]", "value")[0].clone();
    let chosen = [("institution", value.as_str()), ("what", "institution")];
    desk.submit_and_follow(&page, items, &chosen).await;

    // By its code alone, and left out at once.
    let seminar = house.admin.get(&format!("/seminars/{open}")).await;
    let code = seminar.expect(200).json()["code"].clone();
    let code = code.as_str().unwrap();
    let page = desk.get(&format!("{items}?q={code}")).await.expect(200);
    assert_eq!(found(&page)[0], told(&known)[2]);
    let left_out = [("seminar", code), ("what", "left_out")];
    desk.submit_and_follow(&page, items, &left_out).await;

    // What nothing is called may be a topic of its own.
    let page = desk.get(&format!("{items}?q=zebra")).await.expect(200);
    assert_eq!(found(&page), told(&[("zebra", "As a topic of its own")]));
    let topic = [("topic", "zebra"), ("what", "topic")];
    let page = desk.submit_and_follow(&page, items, &topic).await;
    assert_eq!(
        page.words("[aria-labelledby=there] .captured-subject"),
        ["Quokka Institute", "A quokka seminar", "zebra"]
    );
}
