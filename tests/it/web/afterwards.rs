//! Once it is over: thanks to who spoke, slides and the recording asked for until they are there, or none will come.

use maru::seminars::notices::make_afterwards;
use serde_json::{Value, json};

use super::speak::{ALL, Talk};
use crate::support::mailbox::Mail;

const NOTHING: [&str; 0] = [];
/// It is from 16:00 to 17:00 in Seoul on 10 December.
const OVER: &str = "2026-12-10T08:00:00Z";
const MORNING_AFTER: &str = "2026-12-11T00:00:00Z";

impl Talk {
    /// Marie gave the talk, and has said everything; it is over.
    async fn given(more: &[(&str, &str)]) -> Self {
        let mut talk = Self::new().await;
        talk.answers("accepted", "").await;
        let mut said = ALL.to_vec();
        said.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        said.extend(more);
        talk.says(&said).await;
        talk.house.app.mails().await;
        talk.set(OVER);
        talk
    }

    fn set(&self, time: &str) {
        self.house.app.clock.set(time.parse().unwrap());
    }

    /// Of how many seminars that have ended something was made.
    async fn made(&self) -> usize {
        let app = &self.house.app;
        let mut conn = app.conn().await;
        make_afterwards(&mut conn, &*app.clock, &app.hub)
            .await
            .unwrap()
    }

    /// What waits of a kind: to whom, and when.
    async fn waits(&self, kind: &str) -> Vec<String> {
        let path = format!("/messages?kind={kind}&state=queued");
        let listed = self.house.admin.get(&path).await.expect(200).json();
        let word = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        let items = listed["items"].as_array().unwrap().iter();
        let mut all: Vec<String> = items
            .map(|one| {
                let to = word(one, "recipient");
                let to = to.split('@').next().unwrap().to_owned();
                format!("{to} {}", &word(one, "send_after")[..16])
            })
            .collect();
        all.sort();
        all
    }

    /// What was sent of what is told afterwards.
    async fn told(&self) -> Vec<Mail> {
        let mut mails = self.house.app.mails().await;
        mails.retain(|mail| {
            ["thanks", "slides_chase", "recording_chase"].contains(&mail.kind.as_str())
        });
        mails
    }

    async fn records(&self, body: Value, status: u16) -> Value {
        let call = format!("{}/recording", self.call().await);
        self.house
            .admin
            .put(&call, body)
            .await
            .expect(status)
            .json()
    }
}

fn subjects(mails: &[Mail]) -> Vec<(&str, &str)> {
    let each = mails.iter();
    each.map(|mail| (mail.to.as_str(), mail.subject.as_str()))
        .collect()
}

const SLIDES: [&str; 2] = ["marie 2026-12-13T00:00", "marie 2026-12-20T00:00"];
const RECORDING: [&str; 2] = ["oh 2026-12-13T00:00", "oh 2026-12-20T00:00"];

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_is_thanked_once_and_asked_for_slides_until_they_are_there() {
    let mut talk = Talk::given(&[]).await;
    assert_eq!((talk.made().await, talk.made().await), (1, 0));
    assert_eq!(talk.waits("thanks").await, ["marie 2026-12-11T00:00"]);
    assert_eq!(talk.waits("slides_chase").await, SLIDES);
    assert_eq!(talk.told().await, []);
    // At nine in the morning where she is by then.
    let marie = talk.said().await["person_id"].clone();
    let marie = format!("/people/{}", marie.as_str().unwrap());
    for (zone, hour) in [("Europe/Paris", "08"), ("Asia/Seoul", "00")] {
        let moves = json!({ "zone": zone });
        talk.house.admin.patch(&marie, moves).await.expect(200);
        let at = |day: u32| format!("marie 2026-12-{day}T{hour}:00");
        assert_eq!(talk.waits("thanks").await, [at(11)]);
        assert_eq!(talk.waits("slides_chase").await, [at(13), at(20)]);
    }

    talk.set(MORNING_AFTER);
    let mails = talk.told().await;
    assert_eq!(
        subjects(&mails),
        [("marie@sample.example", "Thank you for Far beyond")]
    );
    let base = talk.house.app.hub.public_url.clone();
    assert_eq!(
        mails[0].link(&format!("{base}/speak/")),
        format!("{base}{}", talk.link)
    );
    for said in [
        "The recording is published: No",
        "The slides are published: Yes",
        "others to have your slides",
    ] {
        assert!(mails[0].text.contains(said), "{}", mails[0].text);
    }

    // When it ended is put right, however long after: she is not thanked again, and is asked all the same.
    for (time, minutes) in [("2026-12-11T02:00:00Z", 75), ("2026-12-12T12:00:00Z", 70)] {
        talk.set(time);
        let longer = json!({ "duration_minutes": minutes });
        let call = talk.call().await;
        talk.house.admin.patch(&call, longer).await.expect(200);
        assert_eq!(talk.made().await, 0);
        assert_eq!(talk.waits("thanks").await, NOTHING);
        assert_eq!(talk.waits("slides_chase").await, SLIDES);
        assert_eq!(talk.told().await, []);
    }

    talk.set("2026-12-13T00:00:00Z");
    let mails = talk.told().await;
    assert_eq!(
        subjects(&mails),
        [("marie@sample.example", "Your slides: Far beyond")]
    );
    assert_eq!(
        mails[0].link(&format!("{base}/speak/")),
        format!("{base}{}", talk.link)
    );
    // She takes her word back and gives it again: what went out is not made again.
    talk.says(&[("slides", "no")]).await;
    assert_eq!(talk.waits("slides_chase").await, NOTHING);
    talk.says(&[("slides", "yes")]).await;
    assert_eq!(talk.waits("slides_chase").await, SLIDES[1..]);
    talk.says(&[("slides_url", "https://slides.example/1")])
        .await;
    assert_eq!(talk.waits("slides_chase").await, NOTHING);
    talk.set("2026-12-20T00:00:00Z");
    assert_eq!(talk.told().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn organisers_are_asked_for_the_recording_until_it_is_there_or_none_will_come() {
    let mut talk = Talk::given(&[("publish", "yes"), ("slides", "no")]).await;
    talk.made().await;
    assert_eq!(talk.waits("recording_chase").await, RECORDING);
    assert_eq!(
        talk.poster().await.words(".reading > .quiet"),
        ["A recording is expected."]
    );
    talk.says(&[("publish", "no")]).await;
    assert_eq!(talk.waits("recording_chase").await, NOTHING);
    assert_eq!(talk.poster().await.words(".reading > .quiet"), NOTHING);
    talk.says(&[("publish", "yes")]).await;
    let none = json!({ "url": null, "none_will_come": true });
    let said = talk.records(none, 200).await;
    assert_eq!(
        said,
        json!({ "url": null, "shown": true, "none_will_come": true })
    );
    assert_eq!(talk.waits("recording_chase").await, NOTHING);
    assert_eq!(talk.poster().await.words(".reading > .quiet"), NOTHING);

    // By the page one comes after all.
    let path = format!("/seminars/{}/speakers", talk.code);
    let mut desk = talk.house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    let action = format!("/seminars/{}/recording", talk.code);
    let unsaid = page.html();
    let boxes = scraper::Selector::parse("input[name=none_will_come][checked]").unwrap();
    assert_eq!(unsaid.select(&boxes).count(), 1);
    desk.submit(&page, &action, &[("none_will_come", "")])
        .await
        .expect(303);
    assert_eq!(talk.waits("recording_chase").await, RECORDING);
    talk.set("2026-12-13T00:00:00Z");
    let mails = talk.told().await;
    let recording = mails.iter().find(|mail| mail.to == "oh@hub.example");
    let recording = recording.unwrap();
    assert_eq!(recording.subject, "The recording: Far beyond");
    let base = &talk.house.app.hub.public_url;
    assert_eq!(
        recording.link(&format!("{base}/seminars/{}/speakers", talk.code)),
        format!("{base}{path}")
    );
    let url = "https://video.example/1";
    talk.records(json!({ "url": url, "none_will_come": true }), 422)
        .await;
    talk.records(json!({ "url": url }), 200).await;
    assert_eq!(talk.waits("recording_chase").await, NOTHING);
}

#[tokio::test(flavor = "multi_thread")]
async fn organisers_look_after_slides_or_say_that_none_will_come() {
    let talk = Talk::given(&[]).await;
    talk.made().await;
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let call = format!("{}/speakers/{person}", talk.call().await);
    for (deed, undone) in [
        (
            json!({ "taken_over": true }),
            json!({ "taken_over": false }),
        ),
        (json!({ "no_slides": true }), json!({ "no_slides": false })),
    ] {
        talk.house.admin.patch(&call, deed).await.expect(200);
        assert_eq!(talk.waits("slides_chase").await, NOTHING);
        talk.house.admin.patch(&call, undone).await.expect(200);
        assert_eq!(talk.waits("slides_chase").await, SLIDES);
    }
    // What waits is theirs: with words of their own above it, or not at all.
    let mut desk = talk.house.at_desk().await;
    let held = format!("/seminars/{}/messages", talk.code);
    let page = desk.get(&held).await.expect(200);
    assert!(
        page.text().contains("Thanks to a speaker"),
        "{}",
        page.text()
    );
    // It is called off after all, as it did not take place.
    let cancel = format!("{}/cancellation", talk.call().await);
    talk.house.admin.post(&cancel, json!({})).await.expect(200);
    for kind in ["thanks", "slides_chase"] {
        assert_eq!(talk.waits(kind).await, NOTHING, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_thanked_for_what_was_long_ago_did_not_take_place_or_was_not_theirs() {
    let talk = Talk::given(&[]).await;
    talk.set("2026-12-12T08:00:00Z");
    assert_eq!(talk.made().await, 0);
    assert_eq!(talk.house.count("afterwards").await, 0);

    let talk = Talk::given(&[]).await;
    let postpone = format!("{}/postponement", talk.call().await);
    talk.set("2026-12-10T07:30:00Z");
    talk.house
        .admin
        .post(&postpone, json!({}))
        .await
        .expect(200);
    talk.set(OVER);
    assert_eq!(talk.made().await, 0);

    let mut talk = Talk::new().await;
    talk.answers("declined", "").await;
    talk.set(OVER);
    assert_eq!(talk.made().await, 1);
    assert_eq!(talk.waits("thanks").await, NOTHING);
}
