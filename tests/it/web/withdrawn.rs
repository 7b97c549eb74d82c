//! A speaker takes a consent back: what is shown follows at once, and the organisers are told.

use serde_json::json;

use super::speak::{ALL, Talk};
use crate::support::mailbox::Mail;

const NOTHING: [&str; 0] = [];
/// It is from 16:00 to 17:00 in Seoul on 10 December.
const OVER: &str = "2026-12-10T08:00:00Z";
const VIDEO: &str = "https://video.sample.example/1";
const SLIDES: &str = "https://slides.sample.example/1";

impl Talk {
    /// Marie agrees to everything; what she was told before is read.
    async fn agreed() -> Self {
        let mut talk = Self::new().await;
        talk.answers("accepted", "").await;
        let mut said = ALL.to_vec();
        said.retain(|(name, _)| *name != "publish");
        said.extend([("publish", "yes"), ("slides_url", SLIDES)]);
        talk.says(&said).await;
        talk.house.app.mails().await;
        talk
    }

    /// What organisers are told of what is taken back.
    async fn withdrawn(&self) -> Vec<Mail> {
        let mut mails = self.house.app.mails().await;
        mails.retain(|mail| mail.kind == "consent_withdrawn");
        mails
    }

    /// Which of the recording and the slides stand on the seminar's page.
    async fn shown(&self) -> [bool; 2] {
        let page = self.poster().await.text();
        [VIDEO, SLIDES].map(|address| page.contains(address))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_is_shown_no_more_and_its_organisers_are_told() {
    let mut talk = Talk::agreed().await;
    let call = format!("{}/recording", talk.call().await);
    let video = json!({ "url": VIDEO });
    talk.house.admin.put(&call, video).await.expect(200);
    talk.house.app.clock.set(OVER.parse().unwrap());
    talk.house.app.mails().await;
    assert_eq!(talk.shown().await, [true, true]);

    talk.says(&[("publish", "no"), ("slides", "")]).await;
    assert_eq!(talk.shown().await, [false, false]);
    let mails = talk.withdrawn().await;
    let told: Vec<(&str, &str)> = mails
        .iter()
        .map(|mail| (mail.to.as_str(), mail.subject.as_str()))
        .collect();
    assert_eq!(told, [("oh@hub.example", "Consent withdrawn: Far beyond")]);
    let lines: Vec<&str> = mails[0]
        .text
        .lines()
        .filter(|line| line.starts_with("  The "))
        .collect();
    assert_eq!(
        lines,
        ["  The recording is published", "  The slides are published"]
    );
    let base = &talk.house.app.hub.public_url;
    let page = format!("{base}/seminars/{}/speakers", talk.code);
    assert_eq!(mails[0].link(&page), page);
    // Nothing is told twice, nor what was refused all along.
    talk.says(&[("biography", "Marie works on large data.")])
        .await;
    assert_eq!(talk.withdrawn().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_agrees_again_before_it_goes_makes_no_mail_and_no_organiser_is_told_of_their_own_deed()
{
    let mut talk = Talk::agreed().await;
    talk.says(&[("record", "no"), ("stream", "no")]).await;
    talk.says(&[("record", "yes")]).await;
    // Of the two, one stands.
    let mails = talk.withdrawn().await;
    let lines: Vec<&str> = mails
        .iter()
        .flat_map(|mail| mail.text.lines())
        .filter(|line| line.starts_with("  It is "))
        .collect();
    assert_eq!(lines, ["  It is streamed live"]);
    talk.says(&[("record", "no")]).await;
    talk.says(&[("record", "yes")]).await;
    assert_eq!(talk.withdrawn().await, []);

    let person = talk.said().await["person_id"].clone();
    let call = format!(
        "{}/speakers/{}/page",
        talk.call().await,
        person.as_str().unwrap()
    );
    let organiser = talk.house.app.api(talk.house.organiser).await;
    let no = json!({ "consents": { "record": false } });
    organiser.patch(&call, no).await.expect(200);
    assert_eq!(talk.withdrawn().await, []);
    // Where someone else enters it, they are.
    let no = json!({ "consents": { "publish": false } });
    talk.house.admin.patch(&call, no).await.expect(200);
    let mails = talk.withdrawn().await;
    let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, ["oh@hub.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_agreed_to_is_no_news_nor_is_the_portrait() {
    let mut talk = Talk::new().await;
    talk.house.app.mails().await;
    talk.says(&[("record", "no"), ("portrait", "yes")]).await;
    talk.says(&[("record", ""), ("portrait", "no")]).await;
    let mails = talk.withdrawn().await;
    let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, NOTHING);
}
