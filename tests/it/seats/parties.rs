//! Who comes along takes a seat each: parties race for the last ones, wait whole, and come to the door.

use serde_json::{Value, json};

use super::{Hall, named};

impl Hall {
    async fn brings(
        &self,
        person: maru::base::ids::PersonId,
        companions: i32,
        status: u16,
    ) -> Value {
        let path = format!("{}/attendances/{person}", self.path);
        let body = json!({ "answer": "yes", "companions": companions });
        let given = self.house.admin.put(&path, body).await;
        let given = given.expect(status).json();
        json!([given["answer"], given["waiting_position"]])
    }

    async fn lets_bring(&self, companions: i32) {
        let path = format!("{}/reply-terms", self.path);
        let terms = json!({ "companions": companions, "companion_names": true });
        self.organiser.put(&path, terms).await.expect(200);
    }

    async fn taken(&self) -> Value {
        let path = format!("{}/turnout", self.path);
        let turnout = self.organiser.get(&path).await.expect(200).json();
        json!([turnout["seats_taken"], turnout["answers"]["waiting"]])
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parties_that_race_for_the_last_seats_never_take_more_than_there_are() {
    let hall = Hall::with(json!({ "capacity": 10 })).await;
    hall.lets_bring(2).await;
    let mut all = Vec::new();
    for n in 0..12 {
        let person = hall.guest(&format!("g{n}")).await;
        let api = hall.house.app.api(person).await;
        let path = format!("{}/attendances/{person}", hall.path);
        all.push(tokio::spawn(async move {
            let body = json!({ "answer": "yes", "companions": 2 });
            let given = api.put(&path, body).await.expect(200).json();
            given["answer"].as_str().unwrap().to_owned()
        }));
    }
    let mut answers = Vec::new();
    for one in all {
        answers.push(one.await.unwrap());
    }
    let come = answers.iter().filter(|answer| *answer == "yes");
    assert_eq!(come.count(), 3);
    assert_eq!(hall.taken().await, json!([9, 9]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_waits_whole_and_nobody_overtakes_it() {
    let hall = Hall::with(json!({ "capacity": 3 })).await;
    let mut guests = Vec::new();
    for handle in ["a", "b", "c"] {
        guests.push(hall.guest(handle).await);
    }
    let [a, b, c] = guests[..] else { panic!() };
    // Nobody brings anyone before they may, nor more than they may.
    hall.brings(a, 1, 422).await;
    hall.lets_bring(2).await;
    hall.brings(a, 3, 422).await;

    assert_eq!(hall.brings(a, 1, 200).await, json!(["yes", null]));
    assert_eq!(hall.taken().await, json!([2, 0]));
    assert_eq!(hall.brings(b, 1, 200).await, json!(["waiting", 1]));
    // One seat is free, and it is not for who came later.
    assert_eq!(hall.says(c, "yes").await, json!(["waiting", 2]));
    // Nor is it for more companions of who has a place; they keep what they have.
    hall.brings(a, 2, 422).await;
    assert_eq!(hall.taken().await, json!([2, 2]));

    // A smaller party fits, and who waits behind it may follow.
    assert_eq!(hall.brings(a, 0, 200).await, json!(["yes", null]));
    let stands = [
        ("Guest a", "yes"),
        ("Guest b", "yes"),
        ("Guest c", "waiting"),
    ];
    assert_eq!(hall.answers().await, named(&stands));
    assert_eq!(hall.taken().await, json!([3, 1]));
    // A no takes the companions along.
    assert_eq!(hall.says(b, "no").await, json!(["no", null]));
    assert_eq!(hall.taken().await, json!([2, 0]));
    let of_b = format!("{}/attendances/{b}", hall.path);
    let of_b = hall.organiser.get(&of_b).await.expect(200).json();
    assert_eq!(of_b["companions"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_along_is_counted_at_the_door() {
    let hall = Hall::with(json!({})).await;
    hall.lets_bring(2).await;
    let guest = hall.guest("a").await;
    hall.brings(guest, 2, 200).await;
    let door = format!("{}/check-ins", hall.path);
    let desk = hall
        .organiser
        .post(&door, json!({ "person_id": guest }))
        .await;
    assert_eq!(desk.expect(201).json()["companions"], 2);
    let walk_in = json!({ "name": "Gwen Guest", "companions": 1 });
    let walk_in = hall.organiser.post(&door, walk_in).await.expect(201).json();
    assert_eq!(walk_in["companions"], 1);
    let path = format!("{}/turnout", hall.path);
    let turnout = hall.organiser.get(&path).await.expect(200).json();
    assert_eq!(turnout["checked_in"], 5);
    let mut browser = hall.house.at_desk().await;
    let door = format!("/seminars/{}/door", hall.code);
    let page = browser.get(&door).await.expect(200);
    assert_eq!(page.words(".lede"), ["5 came, 3 said yes."]);
}
