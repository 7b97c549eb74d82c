//! Who adds lists, and what is refused.

use serde_json::{Value, json};

use super::{Scene, list};
use crate::support::house::{House, attributes};

#[tokio::test(flavor = "multi_thread")]
async fn an_address_by_which_someone_signs_in_is_no_list_and_a_list_is_nobody() {
    let scene = Scene::new().await;
    let path = format!("/series/{}/audiences", scene.series);
    let refused = async |more: Value| {
        let refused = scene.organiser.post(&path, list(more)).await.expect(422);
        refused.json()["fields"].clone()
    };
    let person = "Someone signs in by this address. A mailing list is not a person; a person follows the series instead.";
    assert_eq!(
        refused(json!({ "address": "Min@hub.example" })).await,
        json!({ "address": [person] })
    );
    assert_eq!(
        refused(json!({ "address": "all@department.example" })).await,
        json!({ "address": ["This list is told already."] })
    );
    for bad in [
        "all",
        "all@x.example\r\nBcc: eve@evil.example",
        "a b@x.example",
        "<a@x.example>",
    ] {
        let fields = refused(json!({ "address": bad })).await;
        assert_eq!(
            fields.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["address"],
            "{bad}"
        );
    }
    let fields = refused(json!({ "name": " ", "permission": "\n", "languages": [] })).await;
    let wrong: Vec<_> = fields.as_object().unwrap().keys().collect();
    assert_eq!(wrong, ["languages", "name", "permission"]);
    // The other way round.
    let code = scene.house.seminar(json!({})).await;
    let id = scene.house.fact(&code, "id").await;
    let invite = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let whom = json!({ "emails": ["new@sample.example", "ALL@department.example"] });
    let refused = scene.organiser.post(&invite, whom).await.expect(422);
    let is_list = "This is the address of a mailing list. A list is not a person: it cannot be invited or sign in.";
    assert_eq!(refused.json()["fields"], json!({ "email": [is_list] }));
    let person = json!({ "name": "All of us", "email": "all@department.example" });
    let refused = scene.house.admin.post("/people", person).await.expect(422);
    assert_eq!(refused.json()["fields"], json!({ "email": [is_list] }));
    // Once the list has ended, it can be anyone's.
    let list = scene.list["id"].as_str().unwrap();
    scene
        .organiser
        .delete(&format!("{path}/{list}"))
        .await
        .expect(204);
    let person = json!({ "name": "All of us", "email": "all@department.example" });
    scene.house.admin.post("/people", person).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_everyone_has_no_lists() {
    let scene = Scene::new().await;
    let series = json!({ "title": "Within", "zone": "Asia/Seoul", "visibility": "members" });
    let series = scene
        .organiser
        .post("/series", series)
        .await
        .expect(201)
        .json();
    let path = format!("/series/{}/audiences", series["id"].as_str().unwrap());
    let refused = scene
        .organiser
        .post(&path, list(json!({})))
        .await
        .expect(409);
    let why = "Mailing lists are told only of what is open to everyone, because nobody here knows who reads them. Make it \
               public first.";
    assert_eq!(refused.json()["detail"], why);
    let member = scene.house.app.api(scene.house.member).await;
    let path = format!("/series/{}/audiences", scene.series);
    let new = list(json!({ "address": "mine@sample.example" }));
    member.post(&path, new).await.expect(403);
    member.get(&path).await.expect(403);
    let listed = scene.organiser.get(&path).await.expect(200).json();
    assert_eq!(listed["items"], json!([scene.list]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_adds_and_ends_lists_on_a_page() {
    let house = House::new().await;
    let mut desk = house.at_desk().await;
    let series = desk.get("/series/scaling").await.expect(200);
    let lists = "/series/scaling/audiences";
    assert!(series.text().contains(lists), "the board leads there");
    let page = desk.get(lists).await.expect(200);
    let typed = [
        ("name", "Sample Department"),
        ("address", "not an address"),
        ("languages", "ko-en"),
        ("zone", "Mars/Olympus"),
        ("permission", "Kim Gyeonbon"),
    ];
    let again = desk.submit(&page, lists, &typed).await.expect(422);
    assert!(
        again.text().contains("Mars/Olympus"),
        "what was typed stays"
    );
    let mended = [("address", "all@department.example"), ("zone", "")];
    let done = desk
        .submit_and_follow(&again, lists, &mended)
        .await
        .expect(200);
    assert_eq!(
        done.words(".captured-lines .captured-subject"),
        ["Sample Department"]
    );
    assert!(done.text().contains("Permitted: Kim Gyeonbon"));
    // Whoever is about to cancel is told that a list is told, too.
    let code = house.seminar(json!({})).await;
    house.app.clock.advance(chrono::Duration::minutes(31));
    house.app.mails().await;
    let act = format!("/seminars/{code}/cancellation");
    let page = desk.get(&act).await.expect(200);
    assert!(
        page.text().contains("And 1 mailing list."),
        "{}",
        page.text()
    );
    let page = desk.get(lists).await.expect(200);
    let ending = attributes(&page, "form[action$='/ending']", "action");
    let done = desk
        .submit_and_follow(&page, &ending[0], &[])
        .await
        .expect(200);
    assert_eq!(done.words("#told ~ .empty"), ["No list is told yet."]);
    assert!(done.text().contains("Ended by Oh Organiser"));
}
