//! What stands in someone's calendar by their feed alone, and is told by mail where their calendar program would be late.

mod beside;
mod parts;

use diesel_async::SimpleAsyncConnection;
use maru::base::ids::PersonId;
use serde_json::{Value, json};

use crate::support::{app::Api, house::House, http::Request, mailbox::Mail};

const GOOGLE: &str = "Google-Calendar-Importer";
const THUNDERBIRD: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.0";

/// The house with a seminar of the series on Thursday, 10 December 2026, 16:00 in Seoul (07:00 UTC), and Hong, who follows
/// the series and has a feed of her own.
struct Scene {
    house: House,
    /// The seminar's id.
    seminar: String,
    hong: PersonId,
    api: Api,
    /// Her feed in the API, and its path.
    one: String,
    path: String,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let hong = json!({ "name": "Hong Sample", "email": "hong@sample.example", "zone": "Asia/Seoul", "language": "en" });
        let hong = house.admin.post("/people", hong).await.expect(201).json();
        let hong: PersonId = hong["id"].as_str().unwrap().parse().unwrap();
        let api = house.app.api(hong).await;
        let series = house.series_id().await;
        let follows = format!("/series/{}/subscriptions/{hong}", series.as_str().unwrap());
        api.put(&follows, json!({ "reminders": null }))
            .await
            .expect(200);
        let feeds = format!("/people/{hong}/feeds");
        let made = api.post(&feeds, json!({})).await.expect(201).json();
        let url = made["url"].as_str().unwrap();
        let path = url.strip_prefix(&house.app.hub.public_url).unwrap();
        let code = house.seminar(json!({})).await;
        let id = house.fact(&code, "id").await;
        Self {
            seminar: id.as_str().unwrap().to_owned(),
            hong,
            api,
            one: format!("{feeds}/{}", made["id"].as_str().unwrap()),
            path: path.to_owned(),
            house,
        }
    }

    /// Lets it become that time in December.
    fn at(&self, time: &str) {
        let time = format!("2026-12-{time}:00Z").parse().unwrap();
        self.house.app.clock.set(time);
    }

    /// A program fetches Hong's feed at that time in December.
    async fn fetched(&self, time: &str, program: &str) {
        self.asked(time, program, "").await;
    }

    /// A program fetches what a query asks of Hong's feed at that time in December.
    async fn asked(&self, time: &str, program: &str, query: &str) {
        self.at(time);
        let path = format!("{}{query}", self.path);
        let request = Request::new("GET", &path).header("User-Agent", program);
        self.house.app.send(request).await.expect(200);
        self.house.app.feeds.write_polls().await.unwrap();
    }

    /// So many octets were in what Google fetched last.
    async fn given(&self, octets: i64) {
        let sql = format!("UPDATE feed_polls SET told_octets = {octets} WHERE client = 'google'");
        let mut conn = self.house.app.conn().await;
        conn.batch_execute(&sql).await.unwrap();
    }

    /// The organiser moves the seminar to another hour of its day in Seoul, at that time in December.
    async fn moved(&self, time: &str, hour: u8) {
        self.at(time);
        let api = self.house.app.api(self.house.organiser).await;
        let later = json!({ "starts_local": format!("2026-12-10T{hour}:00:00") });
        let path = format!("/seminars/{}", self.seminar);
        api.patch(&path, later).await.expect(200);
    }

    /// The organiser does something with the seminar: `cancellation`, `invitations`.
    async fn act(&self, act: &str, body: Value, status: u16) {
        let api = self.house.app.api(self.house.organiser).await;
        let path = format!("/seminars/{}/{act}", self.seminar);
        api.post(&path, body).await.expect(status);
    }

    /// What was sent since the last look, by that time in December.
    async fn sent(&self, time: &str) -> Vec<Mail> {
        self.at(time);
        self.house.app.mails().await
    }

    /// The one mail that was sent, which tells that the start was one hour and is another.
    async fn told(&self, time: &str, before: u8, now: u8) -> Mail {
        let mut mails = self.sent(time).await;
        let mail = mails.pop().unwrap();
        assert_eq!(mails, []);
        assert_eq!((mail.kind.as_str(), mail.to.as_str()), TO_HONG);
        for line in [
            format!("before: Thu 10 December 2026, {before}:00"),
            format!("now: Thu 10 December 2026, {now}:00"),
        ] {
            assert!(mail.text.contains(&line), "{line} in {}", mail.text);
        }
        mail
    }

    /// What became of each change, as administrators see it, the newest first: state, and why.
    async fn became(&self) -> Vec<(String, Option<String>)> {
        let listed = self.house.admin.get("/messages?kind=change").await;
        let listed = listed.expect(200).json();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let items = listed["items"].as_array().unwrap().iter();
        items
            .map(|one| (text(&one["state"]).unwrap(), text(&one["error"])))
            .collect()
    }

    fn path_in(&self, mail: &Mail, begin: &str) -> String {
        let base = &self.house.app.hub.public_url;
        let link = mail.link(&format!("{base}{begin}"));
        link.strip_prefix(base.as_str()).unwrap().to_owned()
    }
}

const TO_HONG: (&str, &str) = ("change", "hong@sample.example");

fn needless() -> (String, Option<String>) {
    let why = "their calendar needs no mail beside it".to_owned();
    ("void".to_owned(), Some(why))
}

fn waits() -> (String, Option<String>) {
    ("held".to_owned(), None)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_google_may_show_after_the_start_is_told_by_mail_once() {
    let scene = Scene::new().await;
    scene.fetched("09T08:00", GOOGLE).await;
    // 14 hours before.
    scene.moved("09T17:00", 18).await;
    let mail = scene.told("09T17:00", 16, 18).await;
    assert_eq!(mail.method, None);
    let why = "You receive this because it stands in your calendar by your feed. Your calendar program fetches the feed rarely \
               and may still show how it was, so we write as well.";
    assert!(mail.text.contains(why), "{}", mail.text);
    assert_eq!(
        mail.list["List-Id"],
        "\"Scaling Laws\" <scaling.hub.example>"
    );
    for later in ["09T17:30", "10T06:00", "10T12:00"] {
        assert_eq!(scene.sent(later).await, [], "{later}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_fetches_it_in_time_is_not_told_and_who_does_not_is() {
    let scene = Scene::new().await;
    scene.fetched("09T16:50", THUNDERBIRD).await;
    scene.moved("09T17:00", 18).await;
    assert_eq!(scene.sent("09T17:00").await, []);
    assert_eq!(scene.became().await, [waits()]);
    scene.fetched("09T17:05", THUNDERBIRD).await;
    assert_eq!(scene.sent("09T17:30").await, []);
    assert_eq!(scene.became().await, [needless()]);

    scene.moved("09T18:00", 19).await;
    assert_eq!(scene.sent("09T18:29").await, []);
    assert_eq!(scene.became().await, [waits(), needless()]);
    scene.told("09T18:30", 18, 19).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_days_to_go_a_feed_has_time_until_two_are_left() {
    let scene = Scene::new().await;
    scene.fetched("01T07:00", GOOGLE).await;
    scene.moved("01T08:00", 18).await;
    for early in ["01T08:00", "01T08:10", "02T09:00", "08T06:59"] {
        assert_eq!(scene.sent(early).await, [], "{early}");
    }
    scene.told("08T07:00", 16, 18).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_counts_is_what_their_calendar_shows() {
    let scene = Scene::new().await;
    scene.fetched("09T08:00", GOOGLE).await;
    // There and back: Google has seen neither.
    scene.moved("09T15:00", 18).await;
    scene.moved("09T15:01", 16).await;
    assert_eq!(scene.sent("09T15:01").await, []);
    assert_eq!(scene.became().await, [needless()]);
    // There and back again: it has seen the one and not the other.
    scene.moved("09T16:00", 18).await;
    scene.fetched("09T16:05", GOOGLE).await;
    scene.moved("09T16:10", 16).await;
    scene.told("09T16:10", 18, 16).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_late_a_program_is_is_learned() {
    let scene = Scene::new().await;
    scene.fetched("08T20:00", THUNDERBIRD).await;
    scene.fetched("09T16:00", THUNDERBIRD).await;
    // It asked after 20 hours; 14 are left.
    scene.moved("09T17:00", 18).await;
    scene.told("09T17:00", 16, 18).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_program_fetches_is_no_calendar() {
    let scene = Scene::new().await;
    // Never fetched, or only looked at.
    scene.moved("09T16:00", 18).await;
    assert_eq!(scene.sent("09T16:00").await, []);
    let browser = "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36";
    scene.fetched("09T16:10", browser).await;
    scene.moved("09T16:20", 19).await;
    assert_eq!(scene.sent("09T16:20").await, []);
    assert_eq!(scene.became().await, [needless(), needless()]);
    // Revoked.
    scene.fetched("09T16:30", GOOGLE).await;
    scene.api.delete(&scene.one).await.expect(204);
    scene.moved("09T17:00", 20).await;
    assert_eq!(scene.sent("09T17:00").await, []);
    assert_eq!(scene.became().await, [needless(), needless()]);
    // A feed that says only when she is busy is for others.
    let feeds = format!("/people/{}/feeds", scene.hong);
    let busy = scene.api.post(&feeds, json!({ "detail": "busy" })).await;
    let busy = busy.expect(201).json();
    let path = busy["url"].as_str().unwrap();
    let path = path.strip_prefix(&scene.house.app.hub.public_url).unwrap();
    let request = Request::new("GET", path).header("User-Agent", GOOGLE);
    scene.house.app.send(request).await.expect(200);
    scene.house.app.feeds.write_polls().await.unwrap();
    scene.moved("09T17:30", 21).await;
    assert_eq!(scene.sent("09T17:30").await, []);
    assert_eq!(scene.became().await, [needless(), needless()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn organisers_do_not_learn_who_has_a_feed_or_what_fetched_it() {
    let scene = Scene::new().await;
    let organiser = scene.house.app.api(scene.house.organiser).await;
    let seen = async |path: &str| {
        let listed = organiser.get(path).await.expect(200).json();
        listed["items"].as_array().unwrap().len()
    };
    let about = format!("/messages?seminar_id={}", scene.seminar);
    scene.fetched("09T16:50", THUNDERBIRD).await;
    scene.moved("09T17:00", 18).await;
    assert_eq!(scene.sent("09T17:00").await, []);
    assert_eq!(scene.became().await, [waits()]);
    assert_eq!(seen(&about).await, 0);
    scene.told("09T17:30", 16, 18).await;
    assert_eq!(seen(&about).await, 0);
}
