//! Invitations by mail or a personal feed: whoever has chosen has nothing in their calendar twice.

use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{
    app::Api,
    house::House,
    http::{Answer, Request},
    mailbox::Mail,
};

/// Min Member, who is invited to one seminar and follows the series, which has another.
struct Calendar {
    house: House,
    min: Api,
    organiser: Api,
    /// The path of their feed.
    feed: String,
    /// Where it is changed.
    own: String,
    invited: String,
}

impl Calendar {
    async fn new() -> Self {
        let house = House::new().await;
        let (min, organiser) = (
            house.app.api(house.member).await,
            house.app.api(house.organiser).await,
        );
        let follow = format!(
            "/series/{}/subscriptions/{}",
            house.series_id().await.as_str().unwrap(),
            house.member
        );
        assert!(min.put(&follow, json!({})).await.status < 300);
        house
            .seminar(json!({ "title": "Followed", "starts_local": "2026-12-11T16:00:00" }))
            .await;
        let code = house.seminar(json!({ "title": "Invited" })).await;
        let id = house.fact(&code, "id").await;
        let invited = format!("/seminars/{}", id.as_str().unwrap());
        let feeds = format!("/people/{}/feeds", house.member);
        let made = min
            .post(&feeds, json!({ "name": "Phone" }))
            .await
            .expect(201)
            .json();
        assert_eq!(made["calendar"], Value::Null);
        let feed = made["url"]
            .as_str()
            .unwrap()
            .strip_prefix(&house.app.hub.public_url)
            .unwrap()
            .to_owned();
        let own = format!("{feeds}/{}", made["id"].as_str().unwrap());
        let calendar = Self {
            house,
            min,
            organiser,
            feed,
            own,
            invited,
        };
        calendar.invite().await;
        calendar
    }

    async fn invite(&self) -> Vec<Mail> {
        let body = json!({ "people": [self.house.member] });
        self.organiser
            .post(&format!("{}/invitations", self.invited), body)
            .await
            .expect(202);
        self.later().await
    }

    /// What has gone out after a quarter of an hour.
    async fn later(&self) -> Vec<Mail> {
        self.house.app.clock.advance(Duration::minutes(15));
        let mails = self.house.app.mails().await;
        self.house.app.clock.advance(Duration::minutes(1));
        mails
    }

    async fn choose(&self, choice: &str) {
        let changed = self
            .min
            .patch(&self.own, json!({ "calendar": choice }))
            .await
            .expect(200)
            .json();
        assert_eq!(changed["calendar"], choice);
        self.house.app.clock.advance(Duration::minutes(1));
    }

    async fn fetched(&self) -> Answer {
        self.house.app.get(&self.feed).await.expect(200)
    }

    /// The titles in the feed; the same bytes when it is asked again.
    async fn titles(&self) -> Vec<String> {
        // No body is older than a second.
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        let (once, twice) = (self.fetched().await, self.fetched().await);
        assert_eq!(once.body, twice.body);
        assert_eq!(once.header("etag"), twice.header("etag"));
        let text = once.text().replace("\r\n ", "");
        let titles = text
            .lines()
            .filter_map(|line| line.strip_prefix("SUMMARY:"));
        let mut titles: Vec<String> = titles.map(str::to_owned).collect();
        titles.sort();
        titles
    }
}

fn methods(mails: &[Mail]) -> Vec<(&str, Option<&str>)> {
    mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.method.as_deref()))
        .collect()
}

const BOTH: [&str; 2] = ["Followed", "Invited"];

#[tokio::test(flavor = "multi_thread")]
async fn until_someone_chooses_both_have_it_and_then_the_feed_leaves_out_what_came_by_mail() {
    let calendar = Calendar::new().await;
    assert_eq!(calendar.titles().await, BOTH);
    let tag = calendar.fetched().await.header("etag").unwrap().to_owned();
    calendar.choose("invitations").await;
    assert_eq!(calendar.titles().await, ["Followed"]);
    // Whoever holds the older one is told that there is another.
    let again = Request::new("GET", &calendar.feed).header("If-None-Match", &tag);
    calendar.house.app.send(again).await.expect(200);
    // Those to whom they show when they are busy have got no mail: they still see it.
    let feeds = calendar.own.rsplit_once('/').unwrap().0;
    let busy = json!({ "name": "For others", "detail": "busy" });
    let busy = calendar.min.post(feeds, busy).await.expect(201).json();
    assert_eq!(busy["calendar"], "invitations");
    let path = busy["url"]
        .as_str()
        .unwrap()
        .strip_prefix(&calendar.house.app.hub.public_url)
        .unwrap()
        .to_owned();
    let text = calendar.house.app.get(&path).await.expect(200).text();
    let own = calendar.fetched().await.text();
    let starts = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("DTSTART"));
        lines.map(str::to_owned).collect()
    };
    // They follow the one and are asked to the other: that one takes their time.
    assert_eq!((starts(&text).len(), starts(&own).len()), (1, 1));
    assert_ne!(starts(&text), starts(&own));
    // The same address shows it too, where it is to tell no more than that.
    let asked = format!("{}?detail=busy", calendar.feed);
    let asked = calendar.house.app.get(&asked).await.expect(200).text();
    assert_eq!(starts(&asked), starts(&text));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_later_moves_from_the_feed_to_the_invitation_and_a_cancellation_leaves_nothing()
 {
    let calendar = Calendar::new().await;
    calendar.choose("invitations").await;
    // A second seminar of the series: followed, then invited to.
    let code = calendar
        .house
        .seminar(json!({ "title": "Later", "starts_local": "2026-12-12T16:00:00" }))
        .await;
    assert_eq!(calendar.titles().await, ["Followed", "Later"]);
    let id = calendar.house.fact(&code, "id").await;
    let later = format!("/seminars/{}", id.as_str().unwrap());
    let body = json!({ "people": [calendar.house.member] });
    calendar
        .organiser
        .post(&format!("{later}/invitations"), body)
        .await
        .expect(202);
    assert_eq!(
        calendar.titles().await,
        ["Followed", "Later"],
        "it is not sent yet"
    );
    assert_eq!(
        methods(&calendar.later().await),
        [("invitation", Some("REQUEST"))]
    );
    assert_eq!(calendar.titles().await, ["Followed"]);
    // It is cancelled by mail, which takes it out of the calendar; the feed does not put a cancelled one there.
    calendar
        .organiser
        .post(&format!("{later}/cancellation"), json!({}))
        .await
        .expect(200);
    assert_eq!(
        methods(&calendar.later().await),
        [("cancellation", Some("CANCEL"))]
    );
    assert_eq!(calendar.titles().await, ["Followed"]);
    // The followed one is cancelled too: nobody was mailed, so the feed says so.
    let all = calendar.min.get("/seminars?limit=100").await.json();
    let items = all["items"].as_array().unwrap();
    let followed = items.iter().find(|one| one["title"] == "Followed").unwrap();
    let followed = format!(
        "/seminars/{}/cancellation",
        followed["id"].as_str().unwrap()
    );
    calendar
        .organiser
        .post(&followed, json!({}))
        .await
        .expect(200);
    assert_eq!(calendar.titles().await, ["[Cancelled] Followed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_chose_the_feed_is_told_without_invitations_and_what_stood_is_kept_right() {
    let calendar = Calendar::new().await;
    calendar.choose("feed").await;
    // What stood there by mail before is not in the feed as well, and is kept right by mail.
    assert_eq!(calendar.titles().await, ["Followed"]);
    let moved = json!({ "starts_local": "2026-12-10T18:00:00" });
    calendar
        .organiser
        .patch(&calendar.invited, moved)
        .await
        .expect(200);
    assert_eq!(
        methods(&calendar.later().await),
        [("change", Some("REQUEST"))]
    );
    assert_eq!(calendar.titles().await, ["Followed"]);
    // What comes from now on comes by the feed; the mails tell it all the same.
    let code = calendar
        .house
        .seminar(json!({ "title": "New", "starts_local": "2026-12-12T16:00:00" }))
        .await;
    let id = calendar.house.fact(&code, "id").await;
    let new = format!("/seminars/{}", id.as_str().unwrap());
    let body = json!({ "people": [calendar.house.member] });
    calendar
        .organiser
        .post(&format!("{new}/invitations"), body)
        .await
        .expect(202);
    assert_eq!(methods(&calendar.later().await), [("invitation", None)]);
    assert_eq!(calendar.titles().await, ["Followed", "New"]);
    let moved = json!({ "starts_local": "2026-12-12T18:00:00" });
    calendar.organiser.patch(&new, moved).await.expect(200);
    assert_eq!(methods(&calendar.later().await), [("change", None)]);
    // Back to invitations: it is in the feed until an invitation comes.
    calendar.choose("invitations").await;
    assert_eq!(calendar.titles().await, ["Followed", "New"]);
    let moved = json!({ "starts_local": "2026-12-12T19:00:00" });
    calendar.organiser.patch(&new, moved).await.expect(200);
    assert_eq!(
        methods(&calendar.later().await),
        [("change", Some("REQUEST"))]
    );
    assert_eq!(calendar.titles().await, ["Followed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_asks_once_and_lets_it_be_changed() {
    let calendar = Calendar::new().await;
    let mut browser = calendar.house.app.browser(calendar.house.member).await;
    let page = browser.get("/me").await.expect(200);
    assert_eq!(
        page.words(".calendar-question h3"),
        ["Invitations or this calendar?"]
    );
    let invitations = [("calendar", "invitations")];
    let page = browser
        .submit_and_follow(&page, "/me/notices", &invitations)
        .await;
    assert_eq!(
        page.words(".flash-done p"),
        ["Kept. It holds from the next mail on."]
    );
    let chosen = crate::support::house::attributes(&page, "button[aria-pressed=true]", "value");
    assert_eq!(chosen, ["invitations"]);
    assert_eq!(calendar.titles().await, ["Followed"]);
    assert_eq!(
        browser.get("/me").await.words(".calendar-question"),
        Vec::<String>::new()
    );
    calendar.house.app.clock.advance(Duration::minutes(1));
    let page = browser
        .submit_and_follow(&page, "/me/notices", &[("calendar", "feed")])
        .await;
    let chosen = crate::support::house::attributes(&page, "button[aria-pressed=true]", "value");
    assert_eq!(chosen, ["feed"]);
    // Who has no calendar address is not asked.
    let mut guest = calendar.house.app.browser(calendar.house.guest).await;
    assert_eq!(
        guest.get("/me").await.words(".calendar-question"),
        Vec::<String>::new()
    );
    assert_eq!(
        guest.get("/me/notices").await.words(".calendar-choices"),
        Vec::<String>::new()
    );
    let wrong = calendar
        .min
        .patch(&calendar.own, json!({ "calendar": "both" }))
        .await;
    wrong.expect(422);
}
