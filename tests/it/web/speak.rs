//! The page of a speaker: one secret link, without an account.

mod chasing;
mod coming;
mod links;

use maru::base::clock::Clock;
use serde_json::{Value, json};

use crate::support::{
    browser::Browser,
    house::{House, attributes, typed, wrong},
    http::Answer,
    mailbox::Mail,
    watch,
};

/// A talk of Marie Sample, announced without a title: the request to her is out, and her link opens her page.
pub struct Talk {
    pub house: House,
    pub code: String,
    /// The path of her page.
    pub link: String,
    pub marie: Browser,
}

impl Talk {
    pub async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// The same with what is in `more`.
    pub async fn with(more: Value) -> Self {
        let house = House::new().await;
        let marie =
            json!({ "name": "Marie Sample", "email": "marie@sample.example", "language": "en" });
        house.admin.post("/people", marie).await.expect(201);
        let mut body = json!({ "title": "", "speakers": [{ "email": "marie@sample.example" }] });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        let code = house.seminar(body).await;
        let mails = house.app.mails().await;
        let mail = mails.iter().find(|mail| mail.to == "marie@sample.example");
        Self {
            link: path(&house, mail.unwrap()),
            marie: house.app.visitor(),
            house,
            code,
        }
    }

    /// Her page as it is now.
    pub async fn page(&mut self) -> Answer {
        self.marie.get(&self.link).await.expect(200)
    }

    /// Saves what she types, and follows.
    pub async fn says(&mut self, said: &[(&str, &str)]) -> Answer {
        let page = self.page().await;
        let link = self.link.clone();
        self.marie.submit_and_follow(&page, &link, said).await
    }

    /// Answers the request, and follows.
    pub async fn answers(&mut self, answer: &str, words: &str) -> Answer {
        let page = self.page().await;
        let action = format!("{}/answer", self.link);
        let said = [("answer", answer), ("words", words)];
        self.marie.submit_and_follow(&page, &action, &said).await
    }

    /// The seminar's page as anyone sees it.
    pub async fn poster(&self) -> Answer {
        let path = format!("/seminars/{}", self.code);
        self.house.app.get(&path).await.expect(200)
    }

    /// The path of the seminar in the API.
    pub async fn call(&self) -> String {
        let id = self.house.fact(&self.code, "id").await;
        format!("/seminars/{}", id.as_str().unwrap())
    }

    /// What the API says of her, for organisers.
    pub async fn said(&self) -> Value {
        let path = format!("{}/speakers", self.call().await);
        let all = self.house.admin.get(&path).await.expect(200).json();
        all["items"][0].clone()
    }

    /// When she is asked for what is missing.
    pub async fn chases(&self) -> Vec<String> {
        let path = "/messages?kind=speaker_chase&state=queued";
        let listed = self.house.admin.get(path).await.expect(200).json();
        let items = listed["items"].as_array().unwrap().iter();
        let mut times: Vec<String> = items
            .map(|one| one["send_after"].as_str().unwrap().to_owned())
            .collect();
        times.sort();
        times
    }
}

/// The path of the speaker's page in a mail.
fn path(house: &House, mail: &Mail) -> String {
    let base = &house.app.hub.public_url;
    let link = mail.link(&format!("{base}/speak/"));
    let link = link.strip_prefix(base.as_str()).unwrap();
    link.split('?').next().unwrap().to_owned()
}

/// Everything that can be said.
pub const ALL: &[(&str, &str)] = &[
    ("title", "Far beyond"),
    ("abstract_text", "What lies *there*."),
    ("biography", "Marie works on small data."),
    ("stream", "yes"),
    ("record", "yes"),
    ("publish", "no"),
    ("slides", "yes"),
];

const NEVER: [&str; 0] = [];

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_says_everything_on_one_page() {
    let mut talk = Talk::new().await;
    let thanks = talk.answers("accepted", "I come by train.").await;
    assert_eq!(thanks.words("h1"), ["Thank you"]);
    assert_eq!(thanks.words(".lede"), ["You have said yes."]);
    assert_eq!(
        thanks.words("[aria-labelledby=missing] li"),
        [
            "A title",
            "An abstract",
            "A short biography",
            "A yes or a no to each use of the talk",
        ]
    );
    // Each leads to its field, and the part of the first is the one to look at.
    assert_eq!(thanks.words(".known"), ["1 of 5 are there"]);
    assert_eq!(
        attributes(&thanks, "[aria-labelledby=missing] a", "href"),
        ["#title", "#abstract_text", "#biography", "#stream"]
    );
    assert_eq!(thanks.words("[data-now] .step-title"), ["The talk"]);
    let mut said = ALL.to_vec();
    said.extend([
        ("affiliation", "Université d’Exemple"),
        ("ror", "https://ror.org/05dxps055"),
        ("orcid", "0000-0002-1825-0097"),
        ("equipment", "A blackboard."),
        ("phone", "+33 1 00 00 00 00"),
    ]);
    let saved = talk.says(&said).await;
    assert_eq!(
        saved.words(".lede"),
        ["Saved. You can change it here at any time."]
    );
    assert_eq!(saved.words("[aria-labelledby=missing] li"), NEVER);
    assert_eq!(saved.words("[data-now] .step-title"), NEVER);
    assert_eq!(typed(&saved, "phone"), "+33 1 00 00 00 00");

    assert_eq!(talk.house.fact(&talk.code, "title").await, "Far beyond");
    assert_eq!(talk.house.fact(&talk.code, "revision").await, 2);
    let shown = talk.said().await;
    for (member, value) in [
        ("answer", json!("accepted")),
        ("missing", json!([])),
        ("affiliation", json!("Université d’Exemple")),
        ("ror", json!("05dxps055")),
        ("words", json!("I come by train.")),
        ("equipment", json!("A blackboard.")),
        ("phone", json!("+33 1 00 00 00 00")),
    ] {
        assert_eq!(shown[member], value, "{member}");
    }
    assert_eq!(shown["consents"]["publish"]["given"], false);

    // Anyone reads the talk, and nobody what is for the organisers.
    let poster = talk.poster().await;
    assert_eq!(poster.words("h1"), ["Far beyond"]);
    assert_eq!(poster.words(".prose h2"), ["Abstract", "Marie Sample"]);
    for private in ["blackboard", "+33", "by train"] {
        assert!(!poster.text().contains(private), "{private}");
    }
    // Where she comes from is told in calendars and lists as on the page.
    for feed in ["/feeds/series/scaling.ics", "/feeds/series/scaling.json"] {
        let feed = talk.house.app.get(feed).await.expect(200).text();
        let unfolded = feed.replace("\r\n ", "");
        assert!(unfolded.contains("Université d’Exemple"), "{unfolded}");
    }
    // Nor does the trail, which is kept for longer, say what it was.
    let mut conn = talk.house.app.conn().await;
    let told = watch::count(
        &mut conn,
        "audit_entries WHERE after::text LIKE '%blackboard%' OR after::text LIKE '%by train%'",
    );
    assert_eq!(told.await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_speaker_is_from_dates_the_entry_for_calendars_that_look_at_nothing_else() {
    let mut talk = Talk::new().await;
    let path = format!("/feeds/seminars/{}.ics", talk.code);
    let dated = |calendar: &Answer| {
        let text = calendar.text();
        let mut lines = text.lines();
        let date = lines.find_map(|line| line.strip_prefix("LAST-MODIFIED:").map(str::to_owned));
        date.unwrap()
    };
    let before = talk.house.app.get(&path).await.expect(200);
    talk.house.app.clock.advance(chrono::Duration::hours(1));
    talk.says(&[("affiliation", "Sample Academy")]).await;
    let said_at = dated_now(&talk.house);
    let asked = tokio::time::Instant::now();
    let after = loop {
        let now = talk.house.app.get(&path).await.expect(200);
        if now.text().contains("Sample Academy") {
            break now;
        }
        assert!(asked.elapsed() < std::time::Duration::from_secs(1));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert!(dated(&before) < said_at);
    assert_eq!(dated(&after), said_at);
    // What is for the organisers alone is no change of it.
    talk.house.app.clock.advance(chrono::Duration::hours(1));
    talk.says(&[("phone", "+33 1 00 00 00 00")]).await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let then = talk.house.app.get(&path).await.expect(200);
    assert_eq!(then.body, after.body);
}

/// The time of the house as calendars write it.
fn dated_now(house: &House) -> String {
    let now = house.app.clock.now();
    now.format("%Y%m%dT%H%M%SZ").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_beside_its_field_and_nothing_is_lost() {
    let mut talk = Talk::new().await;
    let page = talk.page().await;
    let link = talk.link.clone();
    let said = [
        ("title", "Far beyond"),
        ("orcid", "0000-0002-1825-0098"),
        ("ror", "x"),
        ("slides_url", "nowhere"),
    ];
    let again = talk.marie.submit(&page, &link, &said).await.expect(422);
    assert_eq!(wrong(&again).len(), 3);
    assert_eq!(again.words("[data-now] .step-title"), ["The talk"]);
    assert_eq!(typed(&again, "title"), "Far beyond");
    assert_eq!(talk.house.fact(&talk.code, "title").await, "");
    // Without the token of the page nothing is done.
    let forged = [("title", "Forged")];
    talk.marie.post(&link, &forged).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_the_language_of_the_page() {
    let mut talk = Talk::new().await;
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let path = format!("/people/{person}");
    let theirs = json!({ "language": "ko" });
    talk.house.admin.patch(&path, theirs).await.expect(200);
    let page = talk.page().await;
    assert_eq!(page.words("html[lang=ko]").len(), 1);
    let link = talk.link.clone();
    let said = [("orcid", "0000-0002-1825-0098")];
    let again = talk.marie.submit(&page, &link, &said).await.expect(422);
    assert_eq!(
        wrong(&again),
        [
            "ORCID iD: ORCID iD는 네 자씩 네 묶음이며 검사 숫자가 맞아야 합니다. 예: 0000-0002-1825-0097."
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_save_at_once_see_both_versions() {
    let mut talk = Talk::new().await;
    let (first, second) = (talk.page().await, talk.page().await);
    let link = talk.link.clone();
    let one = [("biography", "One"), ("title", "First")];
    talk.marie.submit(&first, &link, &one).await.expect(303);
    let two = [("biography", "Two"), ("phone", "+1")];
    let stale = talk.marie.submit(&second, &link, &two).await.expect(409);
    assert_eq!(
        stale.words(".versions tbody th"),
        ["Title", "Short biography", "Phone number for the day",]
    );
    assert_eq!(
        stale.words(".versions td"),
        ["First", "", "One", "Two", "", "+1"]
    );
    assert_eq!(typed(&stale, "phone"), "+1");
    // Saving once more is a decision.
    let saved = talk
        .marie
        .submit(&stale, &link, &[("title", "First")])
        .await;
    saved.expect(303);
    let said = talk.said().await;
    assert_eq!(
        (&said["biography"], &said["phone"]),
        (&json!("Two"), &json!("+1"))
    );
    assert_eq!(talk.house.fact(&talk.code, "title").await, "First");

    // An organiser was quicker with the title.
    let page = talk.page().await;
    let call = talk.call().await;
    let theirs = json!({ "title": "Theirs" });
    talk.house.admin.patch(&call, theirs).await.expect(200);
    let stale = talk
        .marie
        .submit(&page, &link, &[("title", "Mine")])
        .await
        .expect(409);
    assert_eq!(stale.words(".versions td"), ["Theirs", "Mine"]);
    assert_eq!(talk.house.fact(&talk.code, "title").await, "Theirs");
    talk.marie.submit(&stale, &link, &[]).await.expect(303);
    assert_eq!(talk.house.fact(&talk.code, "title").await, "Mine");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_several_has_a_title_of_their_own() {
    let mut talk = Talk::with(json!({
        "title": "An afternoon",
        "speakers": [{ "email": "marie@sample.example" }, { "name": "Jean Modèle", "email": "jean@sample.example" }],
    }))
    .await;
    talk.says(&[("title", "Mine alone"), ("biography", "Marie.")])
        .await;
    assert_eq!(talk.house.fact(&talk.code, "title").await, "An afternoon");
    assert_eq!(talk.house.fact(&talk.code, "revision").await, 1);
    assert_eq!(talk.said().await["talk_title"], "Mine alone");
    let poster = talk.poster().await;
    assert_eq!(poster.words(".prose h3"), ["Mine alone"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn slides_and_recording_are_shown_after_it_and_while_their_speakers_agree() {
    let mut talk = Talk::new().await;
    talk.answers("accepted", "").await;
    let mut said = ALL.to_vec();
    said.push(("slides_url", "https://slides.example/1"));
    talk.says(&said).await;
    let recording = json!({ "url": "https://video.example/1" });
    let call = format!("{}/recording", talk.call().await);
    talk.house.admin.put(&call, recording).await.expect(200);
    let links = async |talk: &Talk| {
        let poster = talk.poster().await;
        attributes(&poster, ".reading a[rel~=nofollow]", "href")
    };
    assert_eq!(links(&talk).await, NEVER);
    // It is over at 17:00 in Seoul.
    talk.house
        .app
        .clock
        .set("2026-12-10T08:00:01Z".parse().unwrap());
    assert_eq!(links(&talk).await, ["https://slides.example/1"]);
    let page = talk.says(&[("publish", "yes")]).await;
    assert_eq!(page.words("h1"), ["This is over"]);
    assert_eq!(
        links(&talk).await,
        ["https://slides.example/1", "https://video.example/1"]
    );
    talk.says(&[("publish", "no"), ("slides", "")]).await;
    assert_eq!(links(&talk).await, NEVER);
    // What was not asked any more is as it was.
    assert_eq!(talk.said().await["biography"], "Marie works on small data.");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_the_organisers_alone_goes_a_month_after_it() {
    let mut talk = Talk::new().await;
    talk.says(&[("dietary", "No nuts."), ("biography", "Marie.")])
        .await;
    let mut conn = talk.house.app.conn().await;
    for (time, left) in [("2027-01-09T07:59:59Z", 1), ("2027-01-09T08:00:01Z", 0)] {
        talk.house.app.clock.set(time.parse().unwrap());
        maru::worker::prune::prune(&mut conn, &*talk.house.app.clock)
            .await
            .unwrap();
        assert_eq!(talk.house.count("speaker_notes").await, left, "{time}");
    }
    assert_eq!(talk.said().await["biography"], "Marie.");
}
