//! Stays and bookings, which come by mail too: whoever has chosen has them in their calendar once.

use chrono::Duration;
use maru::{base::ids::PersonId, people::model::Role};
use serde_json::json;

use crate::support::{app::Api, house::House, mailbox::Mail};

/// Kim, who is host of a stay, owns a booking that an administrator made, and has a feed.
struct Kim {
    house: House,
    person: PersonId,
    own: Api,
    front: Api,
    /// The path of the feed, and where it is changed.
    feed: String,
    setting: String,
}

impl Kim {
    async fn new() -> Self {
        let house = House::new().await;
        let person = house.app.person("kim", "Kim Host", &[Role::Member]).await;
        let front = house
            .app
            .person("park", "Park Desk", &[Role::FrontDesk])
            .await;
        let (own, front) = (house.app.api(person).await, house.app.api(front).await);
        let feeds = format!("/people/{person}/feeds");
        let made = own.post(&feeds, json!({})).await.expect(201).json();
        let url = made["url"].as_str().unwrap();
        let feed = url.strip_prefix(&house.app.hub.public_url).unwrap();
        Self {
            feed: feed.to_owned(),
            setting: format!("{feeds}/{}", made["id"].as_str().unwrap()),
            person,
            own,
            front,
            house,
        }
    }

    async fn choose(&self, choice: &str) {
        let choice = json!({ "calendar": choice });
        self.own.patch(&self.setting, choice).await.expect(200);
        self.house.app.clock.advance(Duration::minutes(1));
    }

    /// A stay of which Kim is host, entered by the front desk and approved; its path.
    async fn stay(&self) -> String {
        let stay = json!({
            "visitor": { "name": "Jean Modèle", "email": "jean@sample.example" },
            "host_id": self.person, "from": "2026-12-01", "to": "2026-12-20",
        });
        let made = self.front.post("/stays", stay).await.expect(201).json();
        let path = format!("/stays/{}", made["id"].as_str().unwrap());
        self.step(&path, "approval").await;
        path
    }

    async fn step(&self, path: &str, act: &str) {
        let path = format!("{path}/{act}");
        self.front.post(&path, json!({})).await.expect(200);
    }

    /// A booking for Kim, made by an administrator; its path.
    async fn booking(&self) -> String {
        let booking = json!({ "room_id": self.house.hall["id"], "title": "Group meeting", "for_id": self.person,
            "starts_at": "2026-12-02T01:00:00Z", "ends_at": "2026-12-02T02:00:00Z" });
        let made = self.house.admin.post("/bookings", booking).await;
        format!(
            "/bookings/{}",
            made.expect(201).json()["id"].as_str().unwrap()
        )
    }

    /// What has gone out to Kim by now: kind and method.
    async fn later(&self) -> Vec<(String, Option<String>)> {
        self.house.app.clock.advance(Duration::minutes(11));
        let mails: Vec<Mail> = self.house.app.mails().await;
        self.house.app.clock.advance(Duration::minutes(1));
        mails
            .into_iter()
            .filter(|mail| mail.to == "kim@hub.example")
            .map(|mail| (mail.kind, mail.method))
            .collect()
    }

    /// The titles in the feed.
    async fn titles(&self) -> Vec<String> {
        // No body is older than a second.
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        let text = self.house.app.get(&self.feed).await.expect(200).text();
        let text = text.replace("\r\n ", "");
        let titles = text
            .lines()
            .filter_map(|line| line.strip_prefix("SUMMARY:"));
        let mut titles: Vec<String> = titles.map(str::to_owned).collect();
        titles.sort();
        titles
    }
}

fn mail(kind: &str, method: Option<&str>) -> (String, Option<String>) {
    (kind.to_owned(), method.map(str::to_owned))
}

const MEETING: &str = "Group meeting";
const VISIT: &str = "Visitor: Jean Modèle";

#[tokio::test(flavor = "multi_thread")]
async fn stays_and_bookings_that_came_by_mail_are_left_out_once_someone_has_chosen() {
    let kim = Kim::new().await;
    let stay = kim.stay().await;
    let booking = kim.booking().await;
    let asked = [
        mail("booking", Some("REQUEST")),
        mail("stay", Some("REQUEST")),
    ];
    let got = kim.later().await;
    for one in &asked {
        assert!(got.contains(one), "{got:?}");
    }
    // Until someone chooses, both have it.
    assert_eq!(kim.titles().await, [MEETING, VISIT]);
    kim.choose("invitations").await;
    assert_eq!(kim.titles().await, Vec::<String>::new());

    // What Kim does alone no mail tells: the feed does.
    let to = json!({ "starts_at": "2026-12-02T03:00:00Z", "ends_at": "2026-12-02T04:00:00Z" });
    kim.own.patch(&booking, to).await.expect(200);
    assert_eq!(kim.later().await, []);
    assert_eq!(kim.titles().await, [MEETING]);
    // And once a mail has told it, the mail alone does.
    let to = json!({ "starts_at": "2026-12-02T05:00:00Z", "ends_at": "2026-12-02T06:00:00Z" });
    kim.house.admin.patch(&booking, to).await.expect(200);
    assert_eq!(kim.later().await, [mail("booking", Some("REQUEST"))]);
    assert_eq!(kim.titles().await, Vec::<String>::new());

    // What does not take place is taken out by the mail that put it there.
    let off = format!("{booking}/cancellation");
    kim.house.admin.post(&off, json!({})).await.expect(200);
    kim.step(&stay, "cancellation").await;
    let off = [
        mail("booking", Some("CANCEL")),
        mail("stay", Some("CANCEL")),
    ];
    assert_eq!(kim.later().await, off);
    assert_eq!(kim.titles().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_in_the_feed_until_its_mail_is_out() {
    let kim = Kim::new().await;
    kim.choose("invitations").await;
    kim.booking().await;
    assert_eq!(kim.titles().await, [MEETING]);
    assert_eq!(kim.later().await, [mail("booking", Some("REQUEST"))]);
    assert_eq!(kim.titles().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_chose_the_feed_gets_no_invitation_that_does_not_stand_there_already() {
    let kim = Kim::new().await;
    kim.choose("feed").await;
    let stay = kim.stay().await;
    let booking = kim.booking().await;
    let got = kim.later().await;
    assert!(
        !got.is_empty() && got.iter().all(|(_, method)| method.is_none()),
        "{got:?}"
    );
    assert_eq!(kim.titles().await, [MEETING, VISIT]);
    // Nor do these put anything there once invitations are chosen: the feed goes on.
    kim.choose("invitations").await;
    assert_eq!(kim.titles().await, [MEETING, VISIT]);
    kim.step(&stay, "invitation").await;
    let to = json!({ "starts_at": "2026-12-02T03:00:00Z", "ends_at": "2026-12-02T04:00:00Z" });
    kim.house.admin.patch(&booking, to).await.expect(200);
    assert_eq!(
        kim.later().await,
        [
            mail("booking", Some("REQUEST")),
            mail("stay", Some("REQUEST"))
        ]
    );
    assert_eq!(kim.titles().await, Vec::<String>::new());
    // Back to the feed: what stands there by mail is kept right by mail.
    kim.choose("feed").await;
    let off = format!("{booking}/cancellation");
    kim.house.admin.post(&off, json!({})).await.expect(200);
    assert_eq!(kim.later().await, [mail("booking", Some("CANCEL"))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_asked_by_their_calendar_whatever_they_chose() {
    let kim = Kim::new().await;
    kim.choose("feed").await;
    let stay = json!({ "visitor": { "person_id": kim.person }, "host_id": kim.house.member,
        "from": "2026-12-01", "to": "2026-12-20" });
    let made = kim.front.post("/stays", stay).await.expect(201).json();
    let path = format!("/stays/{}", made["id"].as_str().unwrap());
    kim.step(&path, "approval").await;
    kim.later().await;
    let shown = kim.titles().await;
    assert_eq!(shown.len(), 1);
    kim.step(&path, "invitation").await;
    assert_eq!(kim.later().await, [mail("stay", Some("REQUEST"))]);
    assert_eq!(kim.titles().await, Vec::<String>::new());
}
