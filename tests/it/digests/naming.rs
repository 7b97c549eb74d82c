//! A seminar may be open to more people than its series: mails name the series to those alone who may know of it.

use diesel_async::SimpleAsyncConnection;
use serde_json::json;

use super::{Scene, items, path};
use crate::support::{http::Request, mailbox::Mail};

/// A series for members with two open seminars, of which these are told by a weekly digest of the hub: who follows the series,
/// their assistant, who was asked to speak in it once, Min Member, and a stranger to it.
struct Inner {
    scene: Scene,
    titled: String,
    /// It is called by its series, where that is known.
    untitled: String,
}

impl Inner {
    async fn new() -> Self {
        let scene = Scene::with(&[("MARU_PUBLIC_URL", "https://hub.example")]).await;
        let house = &scene.house;
        let inner = json!({ "title": "Inner circle", "slug": "inner", "zone": "Asia/Seoul", "visibility": "members" });
        let inner = house.desk.post("/series", inner).await.expect(201).json();
        let inner = inner["id"].as_str().unwrap();
        let follower = scene.reader("follower", "Asia/Seoul").await;
        let assistant = scene.reader("assistant", "Asia/Seoul").await;
        let speaker = scene.reader("speaker", "Asia/Seoul").await;
        let stranger = scene.reader("stranger", "Asia/Seoul").await;
        for person in [follower, assistant, speaker, stranger, house.member] {
            scene.follows(person, "hub", "weekly").await;
        }
        let path = format!("/series/{inner}/subscriptions/{follower}");
        let weekly = json!({ "digest": "weekly" });
        house.admin.put(&path, weekly).await.expect(200);
        let assists = format!(
            "INSERT INTO assistants (person_id, assistant_id, named_at) VALUES ('{follower}', '{assistant}', now())"
        );
        let mut conn = house.app.conn().await;
        conn.batch_execute(&assists).await.unwrap();
        drop(conn);
        let before = json!({ "series_id": inner, "visibility": "invited", "speakers": [{ "person_id": speaker }] });
        scene
            .seminar_with("Long before", "2026-11-04T16:00", before)
            .await;
        let open = json!({ "series_id": inner, "visibility": "public" });
        let titled = scene
            .seminar_with("Open day", "2026-11-12T16:00", open.clone())
            .await;
        let untitled = scene.seminar_with("", "2026-11-13T16:00", open).await;
        Self {
            scene,
            titled,
            untitled,
        }
    }

    /// What is told of a new time after a digest.
    async fn changed(&self) -> Vec<Mail> {
        self.scene.at("2026-11-08T23:00:00Z").await;
        let later = json!({ "starts_local": "2026-11-13T18:00:00" });
        self.scene.edit(&self.untitled, later).await;
        let mut mails = self.scene.at("2026-11-09T14:00:00Z").await;
        mails.retain(|mail| mail.kind == "change");
        mails
    }
}

/// Whether a mail names the series, in its words or by the name of its list.
fn names(mail: &Mail) -> bool {
    let mut said = [&mail.subject, &mail.text]
        .into_iter()
        .chain(mail.list.values());
    said.any(|text| text.contains("Inner circle") || text.contains("<inner."))
}

/// To whom mails of a kind went, and whether they name the series.
fn named<'a>(mails: &'a [Mail], kind: &str) -> Vec<(&'a str, bool)> {
    let of_kind = mails.iter().filter(|mail| mail.kind == kind);
    of_kind
        .map(|mail| (mail.to.as_str(), names(mail)))
        .collect()
}

const TO_WHOM: [(&str, bool); 5] = [
    ("assistant@sample.example", true),
    ("follower@sample.example", true),
    ("min@hub.example", true),
    ("speaker@sample.example", true),
    ("stranger@sample.example", false),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_names_a_series_to_those_alone_who_may_know_of_it() {
    let inner = Inner::new().await;
    let mails = inner.scene.at("2026-11-08T23:00:00Z").await;
    assert_eq!(named(&mails, "digest"), TO_WHOM);
    let digest = mails
        .iter()
        .find(|mail| mail.kind == "digest" && mail.to.starts_with("stranger"));
    let items = items(digest.unwrap());
    let titles: Vec<&str> = items
        .iter()
        .map(|item| item.split(" | ").nth(1).unwrap())
        .collect();
    assert_eq!(titles, ["Open day", "Title to be announced"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn so_does_what_is_told_of_it_afterwards_and_the_name_of_its_list() {
    let inner = Inner::new().await;
    let mails = inner.changed().await;
    assert_eq!(named(&mails, "change"), TO_WHOM);
    let list = |to: &str| {
        let mut to = mails.iter().filter(|mail| mail.to.starts_with(to));
        to.next().unwrap().list["List-Id"].as_str()
    };
    assert_eq!(list("stranger@"), "\"Maru\" <seminars.hub.example>");
    assert_eq!(list("min@"), "\"Inner circle\" <inner.hub.example>");
    inner.scene.act(&inner.titled, "cancellation").await;
    let mails = inner.scene.at("2026-11-09T15:00:00Z").await;
    assert_eq!(named(&mails, "cancellation"), TO_WHOM);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_living_link_names_it_to_those_alone_for_whom_its_mail_does() {
    let inner = Inner::new().await;
    let online = json!({ "join_url": "https://meet.example/inner" });
    inner.scene.edit(&inner.titled, online).await;
    let mails = inner.scene.at("2026-11-08T23:00:00Z").await;
    let app = &inner.scene.house.app;
    for (to, is_named) in TO_WHOM {
        let mut digests = mails.iter().filter(|mail| mail.kind == "digest");
        let digest = digests.find(|mail| mail.to == to).unwrap();
        let link = path(&inner.scene, digest, "/s/");
        let page = app.get(&link).await.expect(200);
        assert_eq!(page.words(".which-title"), ["Open day"]);
        assert_eq!(page.text().contains("Inner circle"), is_named, "{to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_that_stop_what_is_told_of_it_name_it_as_little() {
    let inner = Inner::new().await;
    let mails = inner.changed().await;
    let app = &inner.scene.house.app;
    for (to, list, line) in [
        ("stranger@", ": Maru", ": a series that is not open to you"),
        ("min@", ": Inner circle", ": Inner circle"),
    ] {
        let mail = mails.iter().find(|mail| mail.to.starts_with(to)).unwrap();
        let link = path(&inner.scene, mail, "/unsubscribe/");
        let page = app.get(&link).await.expect(200);
        let [stops] = page.words(".lede").try_into().unwrap();
        assert!(stops.ends_with(list), "{stops}");
        app.send(Request::new("POST", &link)).await.expect(200);
        let chosen = path(&inner.scene, mail, "/notices/");
        let page = app.get(&chosen).await.expect(200);
        let [stopped] = page
            .words("section[aria-labelledby=stopped] li span")
            .try_into()
            .unwrap();
        assert!(stopped.ends_with(line), "{stopped}");
    }
}
