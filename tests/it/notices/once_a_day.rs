//! What comes once a day: it gathers until eight in the morning where its reader is, and what is near or asks for something does
//! not wait.

use maru::{base::ids::PersonId, people::model::Role};
use serde_json::json;

use super::Scene;
use crate::support::{
    browser::filled_in,
    house::{House, attributes, typed, wrong},
    mailbox::Mail,
};

/// Someone who is signed in chooses so.
async fn choose(house: &House, person: PersonId, typing: &[(&str, &str)]) {
    let mut browser = house.app.browser(person).await;
    let page = browser.get("/me/notices").await.expect(200);
    browser
        .submit(&page, "/me/notices", typing)
        .await
        .expect(303);
}

/// Lets it become that time; answers the mails of a kind since the last look. What one look makes void may have stood in the
/// way of another one.
async fn at(house: &House, time: &str, kind: &str) -> Vec<Mail> {
    house.app.clock.set(time.parse().unwrap());
    let mut mails = house.app.mails().await;
    mails.extend(house.app.mails().await);
    mails.retain(|mail| mail.kind == kind);
    mails
}

/// To whom they went, and what stands above them.
fn heads(mails: &[Mail]) -> Vec<(&str, &str)> {
    mails
        .iter()
        .map(|mail| (mail.to.as_str(), mail.subject.as_str()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answers_of_a_day_come_in_one_mail_at_eight_where_the_organiser_is() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let path = format!("/people/{}", house.organiser);
    let there = json!({ "zone": "America/Montreal" });
    house.admin.patch(&path, there).await.expect(200);
    // A Friday, two days before clocks go forward there.
    at(house, "2027-03-12T15:00:00Z", "answer").await;
    let later = json!({ "starts_local": "2027-04-20T16:00:00", "room_id": null });
    let code = house.seminar(later).await;
    let id = house.fact(&code, "id").await;
    let answer = async |person: PersonId, answer: &str| {
        let path = format!("/seminars/{}/attendances/{person}", id.as_str().unwrap());
        let body = json!({ "answer": answer });
        house.admin.put(&path, body).await.expect(200);
    };
    let answers = async |time: &str| at(house, time, "answer").await;
    let (organiser, nothing) = ("oh@hub.example", Vec::<(&str, &str)>::new());
    choose(house, house.organiser, &[("answer", "once_a_day")]).await;

    answer(scene.marie, "yes").await;
    assert_eq!(heads(&answers("2027-03-12T15:10:00Z").await), nothing);
    assert_eq!(heads(&answers("2027-03-12T20:00:00Z").await), nothing);
    answer(house.member, "maybe").await;
    assert_eq!(heads(&answers("2027-03-12T20:10:00Z").await), nothing);
    assert_eq!(heads(&answers("2027-03-13T12:59:59Z").await), nothing);
    let mails = answers("2027-03-13T13:00:00Z").await;
    assert_eq!(heads(&mails), [(organiser, "2 answers: Beyond scaling")]);
    for said in ["Yes: Marie Sample", "Maybe: Min Member"] {
        assert!(mails[0].text.contains(said), "{}", mails[0].text);
    }

    answer(house.guest, "no").await;
    assert_eq!(heads(&answers("2027-03-14T11:59:59Z").await), nothing);
    let mails = answers("2027-03-14T12:00:00Z").await;
    assert_eq!(heads(&mails), [(organiser, "1 answer: Beyond scaling")]);

    choose(house, house.organiser, &[("answer", "at_once")]).await;
    answer(house.guest, "yes").await;
    let mails = answers("2027-03-14T12:10:00Z").await;
    assert_eq!(heads(&mails), [(organiser, "1 answer: Beyond scaling")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_waits_for_the_morning_where_it_is_far_and_goes_at_once_where_it_is_near() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let knows = async || {
        let path = format!("/seminars/{}/knowledge", scene.seminar);
        let known = house.admin.get(&path).await.expect(200).json();
        known["items"][0]["state"].as_str().unwrap().to_owned()
    };
    let changes = async |time: &str| at(house, time, "change").await;
    let nothing = Vec::<(&str, &str)>::new();
    let told = |mails: &[Mail], title: &str| {
        let [mail] = mails else {
            panic!("one mail: {mails:?}")
        };
        assert_eq!(mail.to, "marie@sample.example");
        assert!(mail.subject.contains(title), "{}", mail.subject);
    };
    scene.choose(&[("change", "once_a_day")]).await;

    // 09:00 and 23:00 in Paris.
    assert_eq!(heads(&changes("2026-12-01T08:00:00Z").await), nothing);
    scene.edit(json!({ "title": "Beyond" })).await;
    assert_eq!(heads(&changes("2026-12-01T08:10:00Z").await), nothing);
    assert_eq!(heads(&changes("2026-12-01T22:00:00Z").await), nothing);
    assert_eq!(knows().await, "doesnt");
    scene.edit(json!({ "title": "Beyond all" })).await;
    assert_eq!(heads(&changes("2026-12-01T22:10:00Z").await), nothing);
    assert_eq!(heads(&changes("2026-12-02T06:59:59Z").await), nothing);
    told(&changes("2026-12-02T07:00:00Z").await, "Beyond all");
    assert_eq!(knows().await, "knows");
    assert_eq!(scene.ended("change").await, [("sent".into(), None)]);

    // The next morning two days are left; the one after that they are not.
    assert_eq!(heads(&changes("2026-12-07T08:00:00Z").await), nothing);
    scene.edit(json!({ "title": "Above all" })).await;
    assert_eq!(heads(&changes("2026-12-08T06:59:59Z").await), nothing);
    told(&changes("2026-12-08T07:00:00Z").await, "Above all");
    assert_eq!(heads(&changes("2026-12-08T07:30:00Z").await), nothing);
    scene.edit(json!({ "title": "After all" })).await;
    told(&changes("2026-12-08T07:30:01Z").await, "After all");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_of_a_booking_gathers_and_a_request_for_approval_does_not() {
    let house = House::new().await;
    let kay = house.app.person("kay", "Kay Sample", &[Role::Member]).await;
    let path = format!("/rooms/{}", house.hall["id"].as_str().unwrap());
    let kept = json!({ "approval": true, "keepers": [kay] });
    house.admin.patch(&path, kept).await.expect(200);
    for person in [kay, house.member] {
        choose(&house, person, &[("booking", "once_a_day")]).await;
    }
    let course = json!({ "room_id": house.other_hall["id"], "title": "Course", "starts_local": "2026-12-10T09:00:00",
                         "ends_local": "2026-12-10T10:00:00", "for_id": house.member });
    let course = house.admin.post("/bookings", course).await.expect(201);
    house
        .booking(&house.hall, "Reading group", "16:00", "17:00")
        .await;
    let asked = at(&house, "2026-11-02T00:10:00Z", "approval").await;
    let asked: Vec<&str> = asked.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(asked, ["kay@hub.example"]);
    let path = format!("/bookings/{}", course.json()["id"].as_str().unwrap());
    let later =
        json!({ "starts_local": "2026-12-10T11:00:00", "ends_local": "2026-12-10T12:00:00" });
    house.admin.patch(&path, later).await.expect(200);

    // At eight in Seoul, where the hub is.
    assert_eq!(
        heads(&at(&house, "2026-11-02T22:59:59Z", "booking").await),
        []
    );
    let told = at(&house, "2026-11-02T23:00:00Z", "booking").await;
    assert_eq!(
        heads(&told),
        [(
            "min@hub.example",
            "Booked for you: Course, Thu 10 December 2026, 11:00 (Seoul, UTC+9)"
        )]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_steps_of_a_stay_gather_and_its_invitation_does_not() {
    let scene = Scene::new().await;
    let house = &scene.house;
    scene.choose(&[("stay", "once_a_day")]).await;
    let stay = json!({ "visitor": { "person_id": scene.marie }, "host_id": house.member, "from": "2026-12-01",
                       "to": "2026-12-05", "purpose": "joint work" });
    let stay = house.admin.post("/stays", stay).await.expect(201).json();
    let step = async |act: &str| {
        let path = format!("/stays/{}/{act}", stay["id"].as_str().unwrap());
        house.admin.post(&path, json!({})).await.expect(200);
    };
    let told = async |time: &str| {
        let mails = at(house, time, "stay").await;
        let to_marie = mails
            .into_iter()
            .filter(|mail| mail.to == "marie@sample.example");
        to_marie.map(|mail| mail.subject).collect::<Vec<_>>()
    };
    assert_eq!(told("2026-11-02T00:10:00Z").await, [""; 0]);
    step("approval").await;
    assert_eq!(told("2026-11-02T00:20:00Z").await, [""; 0]);
    // At eight in Paris.
    assert_eq!(told("2026-11-02T06:59:59Z").await, [""; 0]);
    let morning = told("2026-11-02T07:00:00Z").await;
    assert_eq!(morning.len(), 1, "{morning:?}");
    assert!(morning[0].starts_with("Your stay is approved: "));
    step("invitation").await;
    let asked = told("2026-11-02T07:00:01Z").await;
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].starts_with("Invitation to stay: "));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_chosen_beside_the_boxes_and_a_preset_takes_it_back() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let link = scene.page();
    let fields = ["change", "booking", "stay", "answer"];
    let mut browser = house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    assert_eq!(fields.map(|field| typed(&page, field)), ["at_once"; 4]);
    assert_eq!(
        page.words("select[name=answer] option"),
        ["At once", "Once a day, at 08:00", "Not at all"]
    );
    assert_eq!(
        attributes(&page, "input[name=wanted]", "value"),
        [
            "invitation",
            "late_feed",
            "reminder",
            "weekly",
            "daily",
            "followed"
        ]
    );
    let choosing = [("change", "once_a_day"), ("answer", "none")];
    let page = browser.submit_and_follow(&page, &link, &choosing).await;
    let own = ["once_a_day", "at_once", "at_once", "none"];
    assert_eq!(fields.map(|field| typed(&page, field)), own);
    assert_eq!(typed(&page, "preset"), "own");
    assert_eq!(page.words("details[open].more summary").len(), 1);

    // What cannot be is said beside its field.
    let wished = [("change", "x")];
    let again = browser.submit(&page, &link, &wished).await.expect(422);
    assert_eq!(wrong(&again), ["Changes: Choose one of these."]);
    let mut pairs = filled_in(&page.html(), &link, &[]);
    pairs.push(("wanted".into(), "change".into()));
    let again = browser.post(&link, &pairs).await.expect(422);
    assert_eq!(wrong(&again), ["These come by mail: Choose one of these."]);
    let page = browser.get(&link).await.expect(200);
    assert_eq!(fields.map(|field| typed(&page, field)), own);

    let quiet = [("preset", "quiet")];
    let page = browser.submit_and_follow(&page, &link, &quiet).await;
    let quiet = ["at_once", "at_once", "at_once", "none"];
    assert_eq!(fields.map(|field| typed(&page, field)), quiet);
    assert_eq!(typed(&page, "preset"), "quiet");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_chosen_by_who_is_signed_in_and_read_in_korean() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let path = format!("/people/{}", house.member);
    let korean = json!({ "language": "ko" });
    house.admin.patch(&path, korean).await.expect(200);
    choose(house, house.member, &[("stay", "once_a_day")]).await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me/notices").await.expect(200);
    assert_eq!(typed(&page, "stay"), "once_a_day");
    let choices = Vec::from(["바로", "하루 한 번, 오전 8시", "받지 않음"]);
    assert_eq!(page.words("select[name=stay] option"), choices);
}
