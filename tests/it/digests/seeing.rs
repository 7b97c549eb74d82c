//! What is not for everyone stands in no digest of theirs, and who may say what someone follows.

use serde_json::json;

use super::{Scene, items};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_some_is_told_to_them_alone() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let stranger = scene.reader("stranger", "Asia/Seoul").await;
    let invited = scene.reader("invited", "Asia/Seoul").await;
    let everyone = [
        stranger,
        invited,
        house.member,
        house.organiser,
        house.administrator,
    ];
    for person in everyone {
        scene.follows(person, "hub", "weekly").await;
    }
    let series = house.series_id().await;
    let series = series.as_str().unwrap();
    for (title, visibility, state) in [
        ("Public", "public", "announced"),
        ("For members", "members", "announced"),
        ("For invited", "invited", "announced"),
        ("Draft", "public", "draft"),
    ] {
        let more = json!({ "visibility": visibility, "state": state });
        let id = scene.seminar_with(title, "2026-11-12T16:00", more).await;
        if visibility == "invited" {
            scene.invite(&id, invited).await;
        }
    }
    // Following the series itself lets nobody in either.
    let path = format!("/series/{series}/subscriptions/{stranger}");
    let weekly = json!({ "digest": "weekly" });
    house.admin.put(&path, weekly).await.expect(200);
    let mails = scene.at("2026-11-08T23:00:00Z").await;
    let seen = |address: &str| {
        let mut of = mails
            .iter()
            .filter(|mail| mail.kind == "digest" && mail.to == address);
        let mail = of.next().unwrap();
        let mut titles: Vec<String> = items(mail)
            .iter()
            .map(|item| item.split(" | ").nth(1).unwrap().to_owned())
            .collect();
        titles.sort();
        assert!(!mail.text.contains("Draft"), "{address}");
        titles
    };
    let all = ["For invited", "For members", "Public"];
    assert_eq!(seen("stranger@sample.example"), ["Public"]);
    assert_eq!(seen("invited@sample.example"), ["For invited", "Public"]);
    assert_eq!(seen("min@hub.example"), ["For members", "Public"]);
    assert_eq!(seen("oh@hub.example"), all);
    assert_eq!(seen("ada@hub.example"), all);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_it_becomes_private_is_the_last_that_is_told_of_it() {
    let scene = Scene::new().await;
    let stranger = scene.reader("stranger", "Asia/Seoul").await;
    scene.follows(stranger, "hub", "weekly").await;
    let id = scene.seminar("Secret", "2026-11-13T16:00").await;
    scene.digest("2026-11-08T23:00:00Z").await;
    let later = json!({ "starts_local": "2026-11-14T16:00:00" });
    scene.edit(&id, later).await;
    scene.edit(&id, json!({ "visibility": "members" })).await;
    // Which one, as it was told; not where it has gone since.
    let mails = scene.at("2026-11-09T14:00:00Z").await;
    let [closed] = &mails[..] else {
        panic!("{mails:?}")
    };
    let subject = "No longer open to you: Secret, Fri 13 November 2026, 16:00 (Seoul, UTC+9)";
    assert_eq!(
        (&*closed.kind, &*closed.to, &*closed.subject),
        ("cancellation", "stranger@sample.example", subject)
    );
    assert!(!closed.text.contains("14 November"), "{}", closed.text);
    scene.edit(&id, json!({ "visibility": "invited" })).await;
    scene.act(&id, "cancellation").await;
    assert_eq!(scene.at("2026-11-10T14:00:00Z").await, []);
    assert_eq!(
        scene.readers("2026-11-15T23:00:00Z").await,
        Vec::<String>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_and_series_bring_what_is_theirs() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let by_topic = scene.reader("topic", "Asia/Seoul").await;
    let by_series = scene.reader("series", "Asia/Seoul").await;
    scene.follows(by_topic, "topics/safe-ai", "weekly").await;
    let series = house.series_id().await;
    let path = format!(
        "/series/{}/subscriptions/{by_series}",
        series.as_str().unwrap()
    );
    let weekly = json!({ "digest": "weekly" });
    house.admin.put(&path, weekly).await.expect(200);
    scene.seminar("Of the series", "2026-11-12T16:00").await;
    let topics = json!({ "topics": ["Safe AI", "Other"] });
    scene
        .seminar_with("Of both", "2026-11-13T16:00", topics)
        .await;
    let alone = json!({ "title": "Of the topic", "starts_local": "2026-11-13T18:00:00", "zone": "Asia/Seoul",
                        "topics": ["safe  ai"], "state": "announced" });
    house.admin.post("/seminars", alone).await.expect(201);
    let mails = scene.at("2026-11-08T23:00:00Z").await;
    let told: Vec<(String, Vec<String>)> = mails
        .iter()
        .map(|mail| {
            let items = items(mail);
            let titles = items.iter().map(|item| item.split(" | ").nth(1).unwrap());
            (mail.to.clone(), titles.map(str::to_owned).collect())
        })
        .collect();
    let tells = |to: &str, titles: [&str; 2]| (to.to_owned(), titles.map(str::to_owned).to_vec());
    assert_eq!(
        told,
        [
            tells("series@sample.example", ["Of the series", "Of both"]),
            tells("topic@sample.example", ["Of both", "Of the topic"]),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_of_many_words_has_its_seminars_on_its_page_and_in_its_digest() {
    let scene = Scene::new().await;
    let reader = scene.reader("reader", "Asia/Seoul").await;
    // Cut within a word, and before one.
    let topics = [
        "Robustness of very large language models under shifts of what is seen",
        "(Robustness of very large language models under an old shift of it)",
    ];
    for topic in topics {
        let slug = maru::base::text::slug(topic);
        assert!(slug.len() < topic.len() - 5, "{slug}");
        let follows = format!("topics/{slug}");
        scene.follows(reader, &follows, "weekly").await;
        let title = format!("On {topic}");
        scene
            .seminar_with(&title, "2026-11-13T16:00", json!({ "topics": [topic] }))
            .await;
        let mut visitor = scene.house.app.visitor();
        let page = visitor.get(&format!("/?topic={slug}")).await.expect(200);
        assert_eq!(page.words(".reading .entry-title"), [title]);
    }
    let mail = scene.digest("2026-11-08T23:00:00Z").await;
    assert_eq!(items(&mail).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_they_and_who_acts_for_them_say_what_they_follow() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let path = format!("/people/{}/follows", house.member);
    let hub = format!("{path}/hub");
    let topic = format!("{path}/topics/safe-ai");
    let other = house.app.api(house.organiser).await;
    let own = house.app.api(house.member).await;
    // Nor does an administrator, as long as nobody has said that the address is theirs.
    let unheard = json!({ "name": "Un Heard", "email": "unheard@sample.example" });
    let unheard = house
        .admin
        .post("/people", unheard)
        .await
        .expect(201)
        .json();
    let unheard = format!("/people/{}/follows/hub", unheard["id"].as_str().unwrap());
    house.admin.put(&unheard, json!({})).await.expect(409);
    house.admin.get(&unheard).await.expect(404);
    for there in [&hub, &topic] {
        other.put(there, json!({})).await.expect(403);
        other.get(there).await.expect(403);
        own.get(there).await.expect(404);
        own.delete(there).await.expect(404);
        own.put(there, json!({ "digest": "often" }))
            .await
            .expect(422);
        let made = own.put(there, json!({})).await.expect(200).json();
        assert_eq!(made["digest"], "weekly");
        let made = own
            .put(there, json!({ "digest": "daily" }))
            .await
            .expect(200);
        assert_eq!(own.get(there).await.expect(200).json(), made.json());
        other.delete(there).await.expect(403);
        house.app.clock.advance(chrono::Duration::seconds(1));
    }
    other.get(&path).await.expect(403);
    let wrong = format!("{path}/topics/Safe%20AI");
    own.put(&wrong, json!({})).await.expect(404);
    let listed = own.get(&path).await.expect(200).json();
    let each: Vec<_> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["source"].clone(),
                one["topic"].clone(),
                one["digest"].clone(),
            )
        })
        .collect();
    assert_eq!(
        each,
        [
            (json!("hub"), json!(null), json!("daily")),
            (json!("topic"), json!("safe-ai"), json!("daily"))
        ]
    );
    for there in [&hub, &topic] {
        own.delete(there).await.expect(204);
    }
    assert_eq!(house.count("follows").await, 0);
    let nobody = "/people/019a0000-0000-7000-8000-000000000000/follows";
    house.admin.get(nobody).await.expect(404);
    let hub = format!("{nobody}/hub");
    house.admin.put(&hub, json!({})).await.expect(404);
}
