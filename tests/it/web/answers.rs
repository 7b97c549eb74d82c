//! Answering by the link in the mail: nothing happens by opening it; and the living link to take part.

use chrono::Duration;
use serde_json::{Value, json};

use crate::support::house::{House, attributes};
use crate::support::{http::Request, mailbox::Mail, watch};

impl House {
    /// Invites Marie Sample in Paris and gives her mail.
    async fn invite(&self, code: &str) -> Mail {
        let api = self.app.api(self.organiser).await;
        let id = self.fact(code, "id").await;
        let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
        let marie = json!({ "name": "Marie Sample", "email": "marie@sample.example", "zone": "Europe/Paris" });
        // The second time she is known.
        self.admin.post("/people", marie).await;
        let body = json!({ "emails": ["marie@sample.example"] });
        api.post(&path, body).await.expect(202);
        self.app.mails().await.pop().unwrap()
    }

    /// The path of the link that begins so in a mail.
    fn link(&self, mail: &Mail, begin: &str) -> String {
        let base = &self.app.hub.public_url;
        let link = mail.link(&format!("{base}{begin}"));
        link.strip_prefix(base.as_str()).unwrap().to_owned()
    }

    async fn attendances(&self, code: &str) -> Vec<Value> {
        let id = self.fact(code, "id").await;
        let path = format!("/seminars/{}/attendances", id.as_str().unwrap());
        let listed = self.admin.get(&path).await.expect(200).json();
        let items = listed["items"].as_array().unwrap();
        items.iter().map(|one| one["answer"].clone()).collect()
    }
}

/// The link without what it puts forward.
fn bare(link: &str) -> String {
    link.split('?').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_for_a_calendar_speaks_the_language_of_the_page() {
    for (held_in, query) in [("en", ""), ("ko", "?lang=en")] {
        let house = House::new().await;
        let code = house.seminar(json!({ "language": held_in })).await;
        let mail = house.invite(&code).await;
        let link = house.link(&mail, "/answer/");
        let mut browser = house.app.visitor();
        let page = browser.get(&link).await.expect(200);
        let thanks = browser
            .submit_and_follow(&page, &bare(&link), &[("answer", "maybe")])
            .await;
        assert_eq!(
            attributes(&thanks, "a[download]", "href"),
            [format!("/feeds/seminars/{code}.ics{query}")]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_the_link_changes_nothing_and_the_button_answers() {
    let house = House::new().await;
    let code = house.seminar(json!({ "visibility": "invited" })).await;
    let mail = house.invite(&code).await;
    let link = house.link(&mail, "/answer/");
    let mut conn = house.app.conn().await;
    let before = watch::audit_trail(&mut conn).await.len();
    for _ in 0..3 {
        let page = house.app.get(&link).await.expect(200);
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("cache-control"), Some("private, no-store"));
    }
    assert_eq!(watch::audit_trail(&mut conn).await.len(), before);
    assert_eq!(house.attendances(&code).await, [Value::Null]);

    // The browser of a mail program keeps no cookies: the form alone is enough.
    let mut browser = house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    assert_eq!(page.words("h1"), ["Are you coming?"]);
    browser.cookies.clear();
    let posted = browser
        .submit(&page, &bare(&link), &[("answer", "maybe")])
        .await
        .expect(303);
    let thanks = browser.get(posted.location()).await.expect(200);
    assert_eq!(thanks.words("h1"), ["Thank you"]);
    // It is for those who are invited: no calendar file lies open for it.
    assert_eq!(thanks.words("a[download]"), Vec::<String>::new());
    assert_eq!(house.attendances(&code).await, [json!("maybe")]);
    let page = browser.get(&link).await;
    browser
        .submit(&page, &bare(&link), &[("answer", "waiting")])
        .await
        .expect(422);
    browser
        .submit(&page, &bare(&link), &[("answer", "no")])
        .await
        .expect(303);
    assert_eq!(house.attendances(&code).await, [json!("no")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_by_a_link_can_choose_their_language_there() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let link = bare(&house.link(&house.invite(&code).await, "/answer/"));
    for mut browser in [house.app.visitor(), house.app.browser(house.member).await] {
        let page = browser.get(&link).await.expect(200);
        let page = browser
            .submit_and_follow(&page, "/preferences", &[("language", "ko")])
            .await;
        assert_eq!(page.words("html[lang=ko] h1").len(), 1);
        assert_eq!(page.words(".which-title"), ["Beyond scaling"]);
        browser
            .submit(&page, &link, &[("answer", "yes")])
            .await
            .expect(303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_says_the_language_of_those_of_whom_none_is_known() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let mail = house.invite(&code).await;
    let links = ["/answer/", "/notices/"].map(|begin| house.link(&mail, begin));
    let people = house
        .admin
        .get("/people?limit=500")
        .await
        .expect(200)
        .json();
    let mut people = people["items"].as_array().unwrap().iter();
    let marie = people.find(|one| one["name"] == "Marie Sample").unwrap();
    assert_eq!(marie["language"], Value::Null);
    let marie = format!("/people/{}", marie["id"].as_str().unwrap());
    let shown = async |accepted: &str| {
        let mut found = Vec::new();
        for link in &links {
            let asked = Request::new("GET", link).header("Accept-Language", accepted);
            let page = house.app.send(asked).await.expect(200);
            found.push(["en", "ko"].map(|code| page.words(&format!("html[lang={code}]")).len()));
        }
        found
    };
    let (english, korean) = ([[1, 0]; 2], [[0, 1]; 2]);
    assert_eq!(shown("ko-KR,ko;q=0.9,en;q=0.5").await, korean);
    assert_eq!(shown("en-GB").await, english);
    // What is spoken nowhere here leaves the hub's.
    assert_eq!(shown("nl").await, english);
    // Theirs comes first, where they have one.
    let theirs = json!({ "language": "en" });
    house.admin.patch(&marie, theirs).await.expect(200);
    assert_eq!(shown("ko").await, english);
    let theirs = json!({ "language": "ko" });
    house.admin.patch(&marie, theirs).await.expect(200);
    assert_eq!(shown("en").await, korean);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_that_were_replaced_are_gone_and_forged_ones_lead_nowhere() {
    let house = House::new().await;
    let code = house.seminar(json!({ "visibility": "invited" })).await;
    let first = bare(&house.link(&house.invite(&code).await, "/answer/"));
    let second = bare(&house.link(&house.invite(&code).await, "/answer/"));
    assert_ne!(first, second);
    house.app.get(&first).await.expect(410);
    house.app.get(&second).await.expect(200);
    let flipped = if second.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{flipped}", &second[..second.len() - 1]);
    for nowhere in [
        forged.as_str(),
        "/answer/x",
        "/answer/%00",
        "/answer/..",
        &second[..40],
    ] {
        let status = house.app.get(nowhere).await.status;
        assert!(matches!(status, 404), "{nowhere}: {status}");
    }
    // A form of one link does not answer by another.
    let mut browser = house.app.visitor();
    let page = browser.get(&second).await;
    let pairs = crate::support::browser::filled_in(&page.html(), &second, &[("answer", "yes")]);
    browser.post(&first, &pairs).await.expect(403);
    assert_eq!(house.attendances(&code).await, [Value::Null]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cancelled_meanwhile_cannot_be_answered_and_says_so() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let link = bare(&house.link(&house.invite(&code).await, "/answer/"));
    let mut browser = house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    let mut desk = house.at_desk().await;
    let cancel = format!("/seminars/{code}/cancellation");
    let asked = desk.get(&cancel).await;
    desk.submit(&asked, &cancel, &[]).await.expect(303);
    let page = browser
        .submit(&page, &link, &[("answer", "yes")])
        .await
        .expect(409);
    assert_eq!(page.words("h1"), ["This was cancelled"]);
    assert_eq!(house.attendances(&code).await, [Value::Null]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_is_asked_and_answers_by_a_link_that_ends_with_the_request() {
    let house = House::new().await;
    let speakers = json!([{ "name": "Marie Sample", "email": "marie@sample.example" }]);
    let code = house.seminar(json!({ "speakers": speakers })).await;
    let mail = house.app.mails().await.pop().unwrap();
    let link = bare(&house.link(&mail, "/speak/"));
    let action = format!("{link}/answer");
    let mut browser = house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    assert_eq!(page.words("h1"), ["Will you speak?"]);
    browser
        .submit(&page, &action, &[("answer", "asked")])
        .await
        .expect(422);
    let posted = browser
        .submit(&page, &action, &[("answer", "declined")])
        .await
        .expect(303);
    let page = browser.get(posted.location()).await;
    assert_eq!(page.words(".lede"), ["You have said no."]);
    // Who has declined is named to organisers alone.
    let poster = format!("/seminars/{code}");
    assert_eq!(
        house.app.get(&poster).await.words(".speaker-name"),
        Vec::<String>::new()
    );
    assert_eq!(
        house
            .at_desk()
            .await
            .get(&poster)
            .await
            .words(".speaker-name"),
        ["Marie Sample"]
    );
    let posted = browser
        .submit(&page, &action, &[("answer", "accepted")])
        .await
        .expect(303);
    browser.get(posted.location()).await.expect(200);
    assert_eq!(
        house.app.get(&poster).await.words(".speaker-name"),
        ["Marie Sample"]
    );

    let mut desk = house.at_desk().await;
    let edit = desk.get(&format!("{poster}/edit")).await;
    desk.submit(&edit, &poster, &[("speakers", "")])
        .await
        .expect(303);
    house.app.get(&link).await.expect(410);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_living_link_opens_shortly_before_for_those_who_are_welcome() {
    let house = House::new().await;
    let join_url = "https://meet.example/방?pwd=x";
    let code = house
        .seminar(json!({ "visibility": "invited", "join_url": join_url }))
        .await;
    let mail = house.invite(&code).await;
    let link = house.link(&mail, &format!("/s/{code}/join?t="));
    let short = house.app.get(&format!("/s/{code}")).await.expect(303);
    assert_eq!(short.location(), format!("/seminars/{code}"));
    let page = house.app.get(&link).await.expect(200);
    assert_eq!(page.words("h1"), ["Not open yet"]);
    assert!(!page.text().contains("meet.example"));
    house.app.get(&format!("/s/{code}/join")).await.expect(404);
    house.app.get("/s/nothing/join").await.expect(404);

    // At 15:45 in Seoul on 10 December.
    house
        .app
        .clock
        .advance(Duration::days(38) + Duration::hours(6) + Duration::minutes(45));
    let there = house.app.get(&link).await.expect(303);
    assert_eq!(there.location(), "https://meet.example/%EB%B0%A9?pwd=x");
    assert_eq!(there.header("referrer-policy"), Some("no-referrer"));
    // It may run over.
    house.app.clock.advance(Duration::minutes(89));
    house.app.get(&link).await.expect(303);
    house.app.clock.advance(Duration::minutes(1));
    let over = house.app.get(&link).await.expect(200);
    assert_eq!(over.words("h1"), ["It is over"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_living_link_does_not_tell_where_someone_is() {
    let house = House::new().await;
    let code = house
        .seminar(json!({ "join_url": "https://meet.example/x" }))
        .await;
    let link = house.link(&house.invite(&code).await, &format!("/s/{code}/join?t="));
    let marie = house.app.get(&link).await.expect(200);
    assert!(!marie.words("[data-zone]").is_empty());
    let flipped = if link.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{flipped}", &link[..link.len() - 1]);
    let mut conn = house.app.conn().await;
    diesel_async::SimpleAsyncConnection::batch_execute(
        &mut *conn,
        "UPDATE people SET zone = 'Pacific/Chatham' WHERE name = 'Marie Sample'",
    )
    .await
    .unwrap();
    let hers = house.app.get(&link).await.expect(200);
    assert!(hers.text().contains("Chatham"));
    let theirs = house.app.get(&forged).await.expect(200);
    assert!(!theirs.text().contains("Chatham"));
}
