//! The door: one tap lets someone in, nobody is counted twice, and answers say nothing of it. And heads that were counted.

use chrono::Duration;
use maru::people::model::Role;
use serde_json::{Value, json};

use super::{Hall, named};
use crate::support::{house::attributes, watch};

impl Hall {
    async fn turnout(&self) -> Value {
        let path = format!("{}/turnout", self.path);
        self.organiser.get(&path).await.expect(200).json()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tap_lets_someone_in_and_can_be_taken_back() {
    let hall = Hall::with(json!({})).await;
    let [a, b] = [hall.guest("a").await, hall.guest("b").await];
    hall.says(a, "yes").await;
    hall.says(b, "no").await;
    let desk = hall
        .house
        .app
        .person("desk", "Front Desk", &[Role::FrontDesk])
        .await;
    let mut browser = hall.house.app.browser(desk).await;
    let door = format!("/seminars/{}/door", hall.code);
    let page = browser
        .get(&format!("{door}?q=guest%20a"))
        .await
        .expect(200);
    assert_eq!(page.words(".held strong"), ["Guest a"]);
    let page = browser.get(&door).await.expect(200);
    assert_eq!(page.words(".held strong"), ["Guest a", "Guest b"]);
    assert_eq!(page.words(".lede"), ["0 came, 1 said yes."]);
    let page = browser.submit_and_follow(&page, &door, &[]).await;
    assert_eq!(page.words(".flash p"), ["Guest a is in."]);
    assert_eq!(page.words(".lede"), ["1 came, 1 said yes."]);
    // What was answered stays as it is.
    let stands = [("Guest a", "yes"), ("Guest b", "no")];
    assert_eq!(hall.answers().await, named(&stands));
    let undo = format!("{door}/undoing");
    let page = browser.submit_and_follow(&page, &undo, &[]).await;
    assert_eq!(page.words(".lede"), ["0 came, 1 said yes."]);
    let acts = watch::acts(&mut *hall.house.app.conn().await).await;
    assert_eq!(
        acts[acts.len() - 2..],
        ["let in seminars", "took a check-in back seminars"]
    );
    // Members see who comes to no door; who may not know of it finds none.
    for other in [hall.house.member, hall.house.guest] {
        hall.house
            .app
            .browser(other)
            .await
            .get(&door)
            .await
            .expect(403);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_let_in_by_many_at_once_came_once() {
    let hall = Hall::with(json!({})).await;
    let guest = hall.guest("a").await;
    let mut all = Vec::new();
    for _ in 0..8 {
        let api = hall.house.app.api(hall.house.organiser).await;
        let path = format!("{}/check-ins", hall.path);
        let body = json!({ "person_id": guest });
        all.push(tokio::spawn(
            async move { api.post(&path, body).await.status },
        ));
    }
    let mut statuses = Vec::new();
    for one in all {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
    assert_eq!(hall.house.count("check_ins").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_on_the_list_comes_as_a_person_or_by_name_alone() {
    let hall = Hall::with(json!({})).await;
    let door = format!("{}/check-ins", hall.path);
    let guest = json!({ "name": "Gwen Guest" });
    let guest = hall.organiser.post(&door, guest).await.expect(201).json();
    assert_eq!(
        json!([guest["person_id"], guest["guest"]]),
        json!([null, "Gwen Guest"])
    );
    let known = json!({ "name": "Nel New", "email": "nel@sample.example" });
    let known = hall.organiser.post(&door, known).await.expect(201).json();
    assert_eq!(known["guest"], Value::Null);
    let person = format!("/people/{}", known["person_id"].as_str().unwrap());
    let person = hall.house.admin.get(&person).await.expect(200).json();
    assert_eq!(person["name"], "Nel New");
    hall.organiser.post(&door, json!({})).await.expect(422);
    hall.organiser
        .post(&door, json!({ "name": " " }))
        .await
        .expect(422);
    // Who came has not answered for that.
    assert_eq!(hall.answers().await, named(&[]));

    // What a guest is called who gave no more than that is forgotten; that they came is not.
    let mut conn = hall.house.app.conn().await;
    let over = hall.house.app.clock.clone();
    over.advance(Duration::days(38 + 91));
    maru::worker::prune::prune(&mut conn, &*over).await.unwrap();
    drop(conn);
    let organiser = hall.house.app.api(hall.house.organiser).await;
    let came = organiser.get(&door).await.expect(200).json();
    let guests: Vec<&Value> = came["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["guest"])
        .collect();
    assert_eq!(guests, [&json!(""), &Value::Null]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_one_person_opens_a_button_to_who_keeps_the_door() {
    let hall = Hall::with(json!({ "visibility": "invited" })).await;
    let guest = hall.guest("a").await;
    hall.says(guest, "yes").await;
    let mut own = hall.house.app.browser(guest).await;
    let page = own
        .get(&format!("/seminars/{}", hall.code))
        .await
        .expect(200);
    let pass = attributes(&page, ".answer-card .links a", "href").remove(0);
    // Whoever has it sees what to show, and it changes nothing.
    let mut anyone = hall.house.app.visitor();
    for _ in 0..2 {
        let shown = anyone.get(&pass).await.expect(200);
        assert_eq!(shown.words("h1"), ["Guest a"]);
        assert_eq!(attributes(&shown, "svg.qr", "role"), ["img"]);
        assert_eq!(shown.header("referrer-policy"), Some("no-referrer"));
    }
    assert_eq!(hall.house.count("check_ins").await, 0);
    anyone.get(&format!("{pass}x")).await.expect(404);
    // It is read out in the language of the page.
    let theirs = json!({ "language": "ko" });
    let path = format!("/people/{guest}");
    hall.house.admin.patch(&path, theirs).await.expect(200);
    let shown = anyone.get(&pass).await.expect(200);
    let read_out = attributes(&shown, "html[lang=ko] svg.qr", "aria-label");
    let address = format!("{}{pass}", hall.house.app.hub.public_url);
    assert_eq!(read_out, [format!("{address}(으)로 이어지는 입장 코드")]);

    let desk = hall
        .house
        .app
        .person("desk", "Front Desk", &[Role::FrontDesk])
        .await;
    let mut browser = hall.house.app.browser(desk).await;
    let page = browser.get(&pass).await.expect(200);
    assert_eq!(page.words(".answers-large button"), ["Let Guest a in"]);
    let page = browser.submit_and_follow(&page, &pass, &[]).await;
    assert_eq!(page.words(".flash p"), ["Guest a is in."]);
    let page = browser.get(&pass).await.expect(200);
    assert!(page.words(".lede")[0].starts_with("Guest a came already."));
    assert_eq!(hall.house.count("check_ins").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_check_ins_and_heads_are_three_numbers() {
    let hall = Hall::with(json!({ "capacity": 9 })).await;
    let place =
        |name: &str, country: Value| json!({ "name": name, "country": country, "zone": "UTC" });
    let institutes = [
        place("Institut Modèle", json!("CA")),
        place("Sample Institute", json!("KR")),
    ];
    let mut of = Vec::new();
    for institute in institutes {
        let made = hall
            .house
            .admin
            .post("/institutions", institute)
            .await
            .expect(201)
            .json();
        of.push(made["id"].clone());
    }
    for (n, (institution, answer, comes)) in [
        (Some(&of[0]), "yes", true),
        (Some(&of[1]), "yes", false),
        (Some(&of[1]), "no", true),
        (None, "yes", true),
    ]
    .into_iter()
    .enumerate()
    {
        let person = json!({ "name": format!("Sample {n}"), "institution_id": institution });
        let person = hall
            .house
            .admin
            .post("/people", person)
            .await
            .expect(201)
            .json();
        let person = person["id"].as_str().unwrap().parse().unwrap();
        hall.says(person, answer).await;
        if comes {
            let body = json!({ "person_id": person });
            hall.organiser
                .post(&format!("{}/check-ins", hall.path), body)
                .await
                .expect(201);
        }
    }
    let heads = format!("{}/headcounts", hall.path);
    let early = json!({ "place": "room", "heads": 31 });
    hall.organiser.post(&heads, early.clone()).await.expect(409);
    hall.house
        .app
        .clock
        .advance(Duration::days(38) + Duration::hours(8));
    let hall = Hall {
        organiser: hall.house.app.api(hall.house.organiser).await,
        ..hall
    };
    hall.organiser.post(&heads, early).await.expect(201);
    for (place, count) in [("room", 30), ("online", 4)] {
        let body = json!({ "place": place, "heads": count });
        hall.organiser.post(&heads, body).await.expect(201);
    }
    hall.organiser
        .post(&heads, json!({ "place": "room", "heads": -1 }))
        .await
        .expect(422);
    let kept = hall.organiser.get(&heads).await.expect(200).json();
    let kept: Vec<&Value> = kept["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["heads"])
        .collect();
    assert_eq!(kept, [&json!(31), &json!(30), &json!(4)]);
    assert_eq!(
        hall.turnout().await,
        json!({
            "capacity": 9,
            "seats_taken": 3,
            "answers": { "yes": 3, "maybe": 0, "no": 1, "waiting": 0, "unanswered": 0 },
            "checked_in": 3,
            "heads_in_room": 30,
            "heads_online": 4,
            "institutions": [
                { "institution": "Institut Modèle", "country": "CA", "yes": 1, "checked_in": 1 },
                { "institution": "Sample Institute", "country": "KR", "yes": 1, "checked_in": 1 },
                { "institution": null, "country": null, "yes": 1, "checked_in": 1 },
            ],
            "countries": [
                { "country": "CA", "yes": 1, "checked_in": 1 },
                { "country": "KR", "yes": 1, "checked_in": 1 },
                { "country": null, "yes": 1, "checked_in": 1 },
            ],
        })
    );
}
