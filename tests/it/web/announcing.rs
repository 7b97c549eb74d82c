//! Announcing a term: drafts that are ticked are shown with whom they tell, and announced all of them or none.

use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes, wrong},
    http::Answer,
};

const ACTION: &str = "/series/scaling/announcement";

/// Drafts on three Thursdays: one that lacks nothing, one without title and abstract, and one of which nothing is known;
/// their codes.
async fn drafts(house: &House) -> [String; 3] {
    [
        house
            .seminar(json!({ "state": "draft", "abstract": "Whole.", "speakers": [{ "person_id": house.member }] }))
            .await,
        house
            .seminar(json!({ "state": "draft", "title": "", "starts_local": "2026-12-17T16:00:00",
                             "speakers": [{ "name": "Jane Doe", "email": "jane@sample.example" }] }))
            .await,
        house
            .seminar(json!({ "state": "draft", "title": "", "starts_local": "2026-12-24T16:00:00" }))
            .await,
    ]
}

/// A mailing list is told of the series from now on.
async fn tell_everyone(house: &House) {
    let list = json!({ "name": "Everyone", "address": "everyone@modele.example", "languages": ["en"], "permission": "Sample" });
    let series = house.series_id().await;
    let path = format!("/series/{}/audiences", series.as_str().unwrap());
    house.admin.post(&path, list).await.expect(201);
}

/// Where they stand.
async fn states(house: &House, codes: &[String]) -> Vec<Value> {
    let mut states = Vec::new();
    for code in codes {
        states.push(house.fact(code, "state").await);
    }
    states
}

async fn ids(house: &House, codes: &[String]) -> Vec<Value> {
    let mut ids = Vec::new();
    for code in codes {
        ids.push(house.fact(code, "id").await);
    }
    ids
}

/// The form with all of them ticked.
fn all_of(page: &Answer) -> Vec<(&'static str, String)> {
    let drafts = attributes(page, "#seminars input", "value").into_iter();
    let mut fields: Vec<_> = drafts.map(|draft| ("seminars", draft)).collect();
    fields.push(("step", "send".to_owned()));
    fields
}

fn as_words<'f>(fields: &'f [(&'static str, String)]) -> Vec<(&'f str, &'f str)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

/// Kinds and addresses, sorted.
async fn told(house: &House) -> Vec<String> {
    let mails = house.app.mails().await.into_iter();
    let mut told: Vec<String> = mails
        .map(|mail| format!("{} {}", mail.kind, mail.to))
        .collect();
    told.sort();
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_shown_with_what_they_lack_and_announced_in_one_go_as_it_was_shown() {
    let house = House::new().await;
    let codes = drafts(&house).await;
    tell_everyone(&house).await;
    let mut browser = house.at_desk().await;
    let page = browser.get(ACTION).await.expect(200);
    assert_eq!(
        page.words("#seminars label"),
        [
            "Thu 10 December 2026, 16:00–17:00 (Seoul, UTC+9) · Beyond scaling · Min Member",
            "Thu 17 December 2026, 16:00–17:00 (Seoul, UTC+9) · To be announced · Jane Doe",
            "Thu 24 December 2026, 16:00–17:00 (Seoul, UTC+9) · To be announced",
        ]
    );
    assert_eq!(
        page.words("#seminars .pick .hint"),
        [
            "Missing: title, abstract",
            "Missing: speaker, title, abstract"
        ]
    );
    let ticked = |page: &Answer| attributes(page, "#seminars input[checked]", "value").len();
    assert_eq!(ticked(&page), 1);
    let page = browser.get(&format!("{ACTION}?take=all")).await.expect(200);
    assert_eq!(ticked(&page), 3);
    // Someone else has the same form open.
    let mut other = house.app.browser(house.administrator).await;
    let same = other.get(ACTION).await.expect(200);

    let fields = all_of(&page);
    let shown = browser.submit(&page, ACTION, &as_words(&fields)).await;
    let shown = shown.expect(200);
    assert_eq!(shown.words("h1"), ["Before they are announced"]);
    // A request to each of two, and one mail to the list: no reader gets more than one, so that nothing need be said of it.
    assert_eq!(shown.words(".preview > p"), Vec::<String>::new());
    assert_eq!(states(&house, &codes).await, ["draft"; 3]);
    let back = browser.submit(&shown, ACTION, &[("step", "back")]).await;
    assert_eq!(ticked(&back.expect(200)), 3);
    // Sent twice it acts once.
    for _ in 0..2 {
        let sent = browser.submit(&shown, ACTION, &[("step", "send")]).await;
        assert_eq!(sent.expect(303).location(), "/series/scaling/board");
    }
    assert_eq!(states(&house, &codes).await, ["announced"; 3]);
    assert_eq!(
        told(&house).await,
        [
            "speaker_request jane@sample.example",
            "speaker_request min@hub.example",
        ]
    );
    house.app.clock.advance(Duration::minutes(11));
    assert_eq!(told(&house).await, ["announcement everyone@modele.example"]);

    // Whoever comes later is told so, and tells nobody.
    let late = other.submit(&same, ACTION, &as_words(&all_of(&same))).await;
    late.expect(303);
    let board = other.get("/series/scaling/board").await.expect(200);
    assert_eq!(
        board.words(".flash p"),
        ["They were announced already. Nobody has been told again."]
    );
    assert_eq!(told(&house).await, Vec::<String>::new());
    let page = browser.get(ACTION).await.expect(200);
    assert_eq!(page.words(".empty-title"), ["No draft is yet to come."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_foretold_one_mail_though_time_goes_on_while_they_are_announced() {
    let house = House::with_moving_clock().await;
    drafts(&house).await;
    tell_everyone(&house).await;
    let mut browser = house.at_desk().await;
    let page = browser.get(&format!("{ACTION}?take=all")).await.expect(200);
    let fields = all_of(&page);
    let shown = browser.submit(&page, ACTION, &as_words(&fields)).await;
    let shown = shown.expect(200);
    assert_eq!(shown.words(".preview > p"), Vec::<String>::new());
    // The very mail, that lists all of them.
    assert_eq!(
        shown.words(".captured-subject")[0],
        "Scaling Laws: 3 seminars from Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
    );
    let sent = browser.submit(&shown, ACTION, &[("step", "send")]).await;
    sent.expect(303);
    house.app.mails().await;
    house.app.clock.advance(Duration::minutes(11));
    assert_eq!(told(&house).await, ["announcement everyone@modele.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_within_two_days_is_foretold_as_a_mail_of_its_own() {
    let house = House::new().await;
    for day in ["2026-11-03", "2026-12-17", "2026-12-24"] {
        let draft = json!({ "state": "draft", "starts_local": format!("{day}T16:00:00") });
        house.seminar(draft).await;
    }
    tell_everyone(&house).await;
    let mut browser = house.at_desk().await;
    let page = browser.get(&format!("{ACTION}?take=all")).await.expect(200);
    let fields = all_of(&page);
    let shown = browser.submit(&page, ACTION, &as_words(&fields)).await;
    assert_eq!(
        shown.expect(200).words(".preview > p")[0],
        "Whoever is asked to speak gets a mail for each of their seminars, and a mailing list one that lists what is announced, \
         with what begins within 48 hours in a mail of its own: 2 mails in all."
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_since_it_was_looked_at_announces_none_of_them() {
    let house = House::new().await;
    let codes = drafts(&house).await;
    let mut browser = house.at_desk().await;
    let page = browser.get(ACTION).await.expect(200);
    let fields = all_of(&page);
    let id = house.fact(&codes[0], "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    let edit = json!({ "title": "Another title" });
    house.admin.patch(&path, edit).await.expect(200);
    let refused = browser.submit(&page, ACTION, &as_words(&fields)).await;
    let refused = refused.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Drafts: 2026-12-10 16:00: it was changed in the meantime, so nothing was announced. \
             This is how it stands now."
        ]
    );
    let ticked = attributes(&refused, "#seminars input[checked]", "value");
    assert_eq!(ticked.len(), 3);
    assert_eq!(states(&house, &codes).await, ["draft"; 3]);
    // What is ticked now is how it stands now.
    let shown = browser.submit(&refused, ACTION, &[("step", "send")]).await;
    assert_eq!(shown.expect(200).words("h1"), ["Before they are announced"]);
    let none = browser
        .submit(&refused, ACTION, &[("seminars", ""), ("step", "send")])
        .await;
    none.expect(422);
    assert_eq!(states(&house, &codes).await, ["draft"; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_looks_first_and_announces_what_is_left() {
    let house = House::new().await;
    let codes = drafts(&house).await;
    let ids = ids(&house, &codes).await;
    let series = house.series_id().await;
    let path = format!("/series/{}/announcement", series.as_str().unwrap());
    let announce = async |body: Value| house.admin.post(&path, body).await.expect(200).json();
    let of = |made: &Value| -> Vec<Value> {
        let announced = made["announced"].as_array().unwrap().iter();
        announced.map(|one| one["id"].clone()).collect()
    };

    let looked = announce(json!({ "dry_run": true })).await;
    assert_eq!(of(&looked), ids);
    let incomplete = json!([
        { "seminar_id": ids[1], "lacks": ["title", "abstract"] },
        { "seminar_id": ids[2], "lacks": ["speaker", "title", "abstract"] },
    ]);
    assert_eq!(
        (&looked["incomplete"], &looked["left_out"]),
        (&incomplete, &json!([]))
    );
    assert_eq!(looked["tells"]["recipients"]["total"], 2);
    assert_eq!(states(&house, &codes).await, ["draft"; 3]);
    assert_eq!(told(&house).await, Vec::<String>::new());

    let first = announce(json!({ "complete_only": true })).await;
    assert_eq!(
        (of(&first), &first["tells"]),
        (vec![ids[0].clone()], &Value::Null)
    );
    assert_eq!(told(&house).await, ["speaker_request min@hub.example"]);
    assert_eq!(
        (&first["incomplete"], &first["left_out"]),
        (&json!([]), &incomplete)
    );
    // The same once more does nothing, and says that something is left, also where it was named.
    for body in [
        json!({ "complete_only": true }),
        json!({ "complete_only": true, "seminars": ids[1..] }),
    ] {
        let again = announce(body).await;
        assert_eq!((of(&again), &again["already"]), (Vec::new(), &json!([])));
        assert_eq!(again["left_out"], incomplete);
    }
    let rest = announce(json!({ "note": "Do come." })).await;
    assert_eq!(of(&rest), ids[1..]);
    assert_eq!(told(&house).await, ["speaker_request jane@sample.example"]);
    let again = announce(json!({ "seminars": ids })).await;
    assert_eq!((of(&again), &again["already"]), (Vec::new(), &json!(ids)));
    for dry_run in [false, true] {
        let again = announce(json!({ "note": "Do come.", "dry_run": dry_run })).await;
        assert_eq!((of(&again), &again["already"]), (Vec::new(), &json!([])));
        assert_eq!(again["incomplete"], json!([]));
        assert_eq!(again["left_out"], json!([]));
        let told = &again["tells"]["recipients"]["total"];
        assert_eq!(*told, if dry_run { json!(0) } else { Value::Null });
    }
    assert_eq!(told(&house).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_announced_is_named_and_holds_up_the_others() {
    let house = House::new().await;
    let codes = drafts(&house).await;
    let ids = ids(&house, &codes).await;
    let path = format!("/seminars/{}/cancellation", ids[2].as_str().unwrap());
    house.admin.post(&path, json!({})).await.expect(200);
    let alone =
        json!({ "title": "Alone", "zone": "Asia/Seoul", "starts_local": "2026-12-11T16:00:00" });
    let alone = house
        .admin
        .post("/seminars", alone)
        .await
        .expect(201)
        .json();
    let series = house.series_id().await;
    let path = format!("/series/{}/announcement", series.as_str().unwrap());
    let why = async |seminars: Value| {
        let body = json!({ "seminars": seminars });
        let refused = house.admin.post(&path, body).await.expect(422).json();
        refused["fields"]["seminars"].clone()
    };
    assert_eq!(
        why(json!([ids[0], ids[2]])).await,
        json!(["2026-12-24 16:00: it is cancelled or postponed."])
    );
    assert_eq!(
        why(json!([ids[0], alone["id"]])).await,
        json!(["There is nothing under that id."])
    );
    assert_eq!(why(json!([])).await, json!(["Choose at least one draft."]));
    // The first of them begins.
    house.app.clock.set("2026-12-10T07:00:00Z".parse().unwrap());
    assert_eq!(
        why(json!([ids[0], ids[1]])).await,
        json!(["2026-12-10 16:00: it has begun already."])
    );
    assert_eq!(
        states(&house, &codes[..2]).await,
        [json!("draft"), json!("draft")]
    );
}
