//! The board of a series and the local times of a seminar, for programs.

use serde_json::{Value, json};

use crate::support::{house::House, make};

/// Of each seminar of the board, these members.
fn each(board: &Value, members: &[&str]) -> Vec<Value> {
    let seminars = board["seminars"].as_array().unwrap().iter();
    seminars
        .map(|one| members.iter().map(|member| one[member].clone()).collect())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_says_what_is_missing_and_what_is_in_the_way() {
    let house = House::new().await;
    let first = house
        .seminar(json!({ "state": "draft", "speakers": [{ "person_id": house.member }] }))
        .await;
    let beside = house
        .seminar(json!({ "title": "", "starts_local": "2026-12-10T16:30:00", "room_id": house.other_hall["id"] }))
        .await;
    house
        .seminar(json!({ "state": "draft", "title": "", "starts_local": "2026-12-24T16:00:00" }))
        .await;
    let closed = json!({ "from": "2026-12-24", "name_en": "Christmas Eve" });
    house.admin.post("/closed-days", closed).await.expect(201);
    let (first, beside) = (
        house.fact(&first, "id").await,
        house.fact(&beside, "id").await,
    );
    let series = house.series_id().await;
    let path = format!("/series/{}/board", series.as_str().unwrap());
    let board = house.admin.get(&path).await.expect(200).json();
    let head = ["zone", "from", "weeks_off", "is_longer"].map(|member| board[member].clone());
    assert_eq!(
        head,
        [
            json!("Asia/Seoul"),
            json!("2026-10-05"),
            json!([]),
            json!(false)
        ]
    );
    assert_eq!(
        each(&board, &["lacks", "next", "over", "open_slots", "overlaps"]),
        [
            json!([
                ["answer", "abstract", "announcement"],
                "answer",
                false,
                0,
                [beside]
            ]),
            json!([
                ["speaker", "title", "abstract"],
                "speaker",
                false,
                0,
                [first]
            ]),
            json!([
                ["speaker", "title", "abstract", "announcement"],
                "speaker",
                false,
                0,
                []
            ]),
        ]
    );
    let answers: Vec<&Value> = board["seminars"].as_array().unwrap()[0]["seminar"]["speakers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|speaker| &speaker["answer"])
        .collect();
    assert_eq!(answers, ["asked"]);
    let closed: Vec<Vec<Value>> = board["seminars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let days = one["closed_days"].as_array().unwrap().iter();
            days.map(|days| days["name_en"].clone()).collect()
        })
        .collect();
    assert_eq!(closed, [vec![], vec![], vec![json!("Christmas Eve")]]);
    let places = &board["seminars"][0]["places"];
    assert_eq!(places[0]["zone"], "Asia/Seoul");
    assert_eq!(places[0]["starts_local"], "2026-12-10T16:00:00");
}

#[tokio::test(flavor = "multi_thread")]
async fn local_times_are_those_of_the_strip() {
    let house = House::new().await;
    let marie = {
        let mut conn = house.app.conn().await;
        let institute = make::institution(&mut conn)
            .name("Institut Exemple")
            .place("CA", "America/Montreal")
            .id()
            .await;
        make::person(&mut conn)
            .name("Marie Exemple")
            .email("marie@exemple.example")
            .of(institute)
            .id()
            .await
    };
    let code = house
        .seminar(json!({ "speakers": [{ "person_id": marie }] }))
        .await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}/local-times", id.as_str().unwrap());
    let times = house.admin.get(&path).await.expect(200).json();
    assert_eq!(
        [&times["starts_local"], &times["zone"], &times["starts_at"]],
        ["2026-12-10T16:00:00", "Asia/Seoul", "2026-12-10T07:00:00Z"]
    );
    let places = times["places"].as_array().unwrap().iter();
    let places: Vec<Value> = places
        .map(|place| {
            let members = [
                "institutions",
                "people",
                "zone",
                "starts_local",
                "offset_minutes",
                "unsuited",
            ];
            members.iter().map(|member| place[member].clone()).collect()
        })
        .collect();
    assert_eq!(
        places,
        [
            json!([["Maru"], 0, "Asia/Seoul", "2026-12-10T16:00:00", 540, []]),
            json!([
                ["Institut Exemple"],
                1,
                "America/Montreal",
                "2026-12-10T02:00:00",
                -300,
                ["night"]
            ]),
        ]
    );
}
