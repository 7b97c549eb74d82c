//! What a speaker said otherwise than on their own page, entered by an organiser.

use serde_json::{Value, json};

use super::speak::Talk;
use crate::support::{
    house::{typed, wrong},
    watch,
};

const OTHER: &str = "0000-0001-5109-3700";

impl Talk {
    /// The path of the page on which organisers enter what she said.
    async fn entry(&self) -> String {
        let person = self.said().await["person_id"].clone();
        format!(
            "/seminars/{}/speakers/{}/page",
            self.code,
            person.as_str().unwrap()
        )
    }

    /// What is said to a use, and by whom.
    async fn consent(&self, to: &str) -> Value {
        let said = &self.said().await["consents"][to];
        json!([said["given"], said["said_by"], said["taken_by"]])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_organiser_enters_stands_on_the_speaker_s_page_as_given_to_them() {
    let mut talk = Talk::new().await;
    let path = talk.entry().await;
    let mut desk = talk.house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    assert_eq!(page.words("h1"), ["What Marie Sample said"]);
    let said = [
        ("title", "Far beyond"),
        ("biography", "Marie works on small data."),
        ("affiliation", "Sample University"),
        ("orcid", "0000-0002-1825-0097"),
        ("record", "yes"),
        ("publish", "no"),
        ("equipment", "A blackboard."),
        ("dietary", "secret nuts"),
        ("phone", "+33 1"),
    ];
    desk.submit_and_follow(&page, &path, &said).await;
    let known = talk.said().await;
    let organiser = talk.house.organiser.to_string();
    let told = |name: &str| known[name].clone();
    assert_eq!(
        json!([
            told("biography"),
            told("affiliation"),
            told("equipment"),
            told("dietary"),
            told("phone"),
            told("entered_by")
        ]),
        json!([
            "Marie works on small data.",
            "Sample University",
            "A blackboard.",
            "secret nuts",
            "+33 1",
            organiser
        ])
    );
    assert_eq!(
        talk.house.fact(&talk.code, "title").await,
        json!("Far beyond")
    );
    assert_eq!(
        talk.consent("record").await,
        json!([true, "organiser", organiser])
    );
    assert_eq!(
        talk.consent("publish").await,
        json!([false, "organiser", organiser])
    );
    assert_eq!(talk.consent("stream").await, json!([null, null, null]));
    // She sees it, and to whom she gave it.
    let page = talk.page().await;
    assert_eq!(typed(&page, "biography"), "Marie works on small data.");
    let mut given = page.words("form p.small");
    given.retain(|line| line.starts_with("Given to Oh Organiser on Mon 2 November 2026"));
    assert_eq!(given.len(), 2);
    // Who entered it is in the trail, and nothing of what is for the organisers alone.
    let mut conn = talk.house.app.conn().await;
    let trail = watch::text_of(&mut conn, "audit_entries").await;
    assert!(trail.contains("entered what a speaker said"));
    assert!(!trail.contains("secret nuts"));
    let list = format!("/seminars/{}/speakers", talk.code);
    let page = desk.get(&list).await.expect(200);
    let mut entered = page.words("section > p.small");
    entered.retain(|line| line.starts_with("Oh Organiser last entered something for them:"));
    assert_eq!(entered.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_speaker_says_meanwhile_is_not_written_over() {
    let mut talk = Talk::new().await;
    let path = talk.entry().await;
    let mut desk = talk.house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    talk.says(&[("biography", "Marie works on small data.")])
        .await;
    let said = [("biography", "Works on large data."), ("phone", "+33 1")];
    let page = desk.submit(&page, &path, &said).await.expect(409);
    assert_eq!(typed(&page, "biography"), "Works on large data.");
    assert_eq!(
        page.words(".stale tbody th"),
        ["Short biography", "Phone number for the day"]
    );
    assert_eq!(talk.said().await["biography"], "Marie works on small data.");
    // Hers is as stale where an organiser was quicker, and saving once more is a decision.
    let hers = talk.page().await;
    desk.submit(&page, &path, &[]).await.expect(303);
    assert_eq!(talk.said().await["biography"], "Works on large data.");
    let link = talk.link.clone();
    let page = talk
        .marie
        .submit(&hers, &link, &[("equipment", "A blackboard.")])
        .await
        .expect(409);
    assert_eq!(typed(&page, "equipment"), "A blackboard.");
    let call = format!("{}/speakers", talk.call().await);
    let person = talk.said().await["person_id"].clone();
    let call = format!("{call}/{}/page", person.as_str().unwrap());
    let organiser = talk.house.app.api(talk.house.organiser).await;
    let stale = json!({ "page_version": 1, "biography": "" });
    organiser.patch(&call, stale).await.expect(409);
    let current =
        json!({ "page_version": talk.said().await["page_version"], "arrival": "By train." });
    let shown = organiser.patch(&call, current).await.expect(200).json();
    assert_eq!(
        json!([shown["biography"], shown["arrival"], shown["phone"]]),
        json!(["Works on large data.", "By train.", "+33 1"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_entered_an_orcid_id_mends_it_until_the_speaker_lets_it_stand() {
    let mut talk = Talk::new().await;
    let path = talk.entry().await;
    let mut desk = talk.house.at_desk().await;
    let person = talk.said().await["person_id"].clone();
    let of_marie = format!("/people/{}", person.as_str().unwrap());
    for (entered, known) in [
        (OTHER, json!(OTHER)),
        ("", Value::Null),
        ("0000-0002-1825-0097", json!("0000-0002-1825-0097")),
        (OTHER, json!(OTHER)),
    ] {
        let page = desk.get(&path).await.expect(200);
        let said = [("orcid", entered)];
        desk.submit(&page, &path, &said).await.expect(303);
        let marie = talk.house.admin.get(&of_marie).await.expect(200).json();
        assert_eq!(marie["orcid"], known);
    }
    // Nobody else, though they organise it as well, nor once she has saved her page, on which it stands.
    let call = format!(
        "{}/speakers/{}/page",
        talk.call().await,
        person.as_str().unwrap()
    );
    let mended = json!({ "orcid": "0000-0002-1825-0097" });
    let refused = talk.house.admin.patch(&call, mended).await.expect(422);
    assert!(refused.json()["fields"]["orcid"].is_array());
    talk.says(&[("biography", "Marie works on small data.")])
        .await;
    let page = desk.get(&path).await.expect(200);
    let said = [("orcid", "0000-0002-1825-0097")];
    let page = desk.submit(&page, &path, &said).await.expect(422);
    assert_eq!(wrong(&page).len(), 1, "{:?}", wrong(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_organiser_goes_before_what_the_speaker_refused_or_took_back() {
    let mut talk = Talk::new().await;
    let path = talk.entry().await;
    let mut desk = talk.house.at_desk().await;
    talk.says(&[("stream", "yes"), ("record", "no"), ("publish", "yes")])
        .await;
    talk.says(&[("publish", ""), ("orcid", "0000-0002-1825-0097")])
        .await;
    let page = desk.get(&path).await.expect(200);
    let said = [("record", "yes"), ("publish", "yes"), ("orcid", OTHER)];
    let page = desk.submit(&page, &path, &said).await.expect(422);
    assert_eq!(wrong(&page).len(), 3, "{:?}", wrong(&page));
    assert_eq!(typed(&page, "record"), "yes");
    assert_eq!(
        talk.consent("record").await,
        json!([false, "speaker", null])
    );
    assert_eq!(talk.consent("publish").await, json!([null, null, null]));
    let person = talk.said().await["person_id"].clone();
    let call = format!(
        "{}/speakers/{}/page",
        talk.call().await,
        person.as_str().unwrap()
    );
    let organiser = talk.house.app.api(talk.house.organiser).await;
    for (to, given) in [
        ("record", json!(true)),
        ("record", json!(null)),
        ("publish", json!(true)),
        ("stream", json!(null)),
    ] {
        let said = json!({ "consents": { to: given } });
        let refused = organiser.patch(&call, said).await.expect(422).json();
        let fields: Vec<&String> = refused["fields"].as_object().unwrap().keys().collect();
        assert_eq!(fields, [to]);
    }
    // That she does not agree any more can be entered; that she agrees again is for her to say.
    let said = json!({ "consents": { "stream": false } });
    organiser.patch(&call, said).await.expect(200);
    let by = talk.house.organiser.to_string();
    assert_eq!(
        talk.consent("stream").await,
        json!([false, "organiser", by])
    );
    talk.says(&[("publish", "yes")]).await;
    assert_eq!(
        talk.consent("publish").await,
        json!([true, "speaker", null])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_speaker_said_is_entered_by_organisers_alone() {
    let talk = Talk::new().await;
    let path = talk.entry().await;
    let person = talk.said().await["person_id"].clone();
    let call = format!(
        "{}/speakers/{}/page",
        talk.call().await,
        person.as_str().unwrap()
    );
    for other in [talk.house.guest, talk.house.member] {
        let mut browser = talk.house.app.browser(other).await;
        browser.get(&path).await.expect(403);
        let api = talk.house.app.api(other).await;
        let said = json!({ "consents": { "publish": true } });
        api.patch(&call, said).await.expect(403);
    }
    talk.house.app.get(&path).await.expect(303);
    assert_eq!(talk.consent("publish").await, json!([null, null, null]));
}
