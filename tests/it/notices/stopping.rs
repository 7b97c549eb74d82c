//! Stopping mails by one click (RFC 8058), and having them again.

use diesel_async::SimpleAsyncConnection;
use serde_json::json;

use super::Scene;
use crate::support::{house::attributes, http::Request, mailbox::Mail, watch};

/// A reminder to Marie, who said yes, a day before.
async fn reminded(scene: &Scene) -> Mail {
    scene.answers("yes").await;
    scene
        .house
        .app
        .clock
        .set("2026-12-09T07:00:00Z".parse().unwrap());
    let mails = scene.house.app.mails().await;
    mails
        .into_iter()
        .find(|mail| mail.kind == "reminder")
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_many_says_how_it_is_stopped_and_what_goes_to_one_does_not() {
    let scene = Scene::with(&[("MARU_PUBLIC_URL", "https://hub.example")]).await;
    assert_eq!(
        (scene.mail.kind.as_str(), scene.mail.list.len()),
        ("invitation", 0)
    );
    let speaker = json!({ "speakers": [{ "person_id": scene.house.guest }] });
    scene.edit(speaker).await;
    scene.answers("yes").await;
    scene
        .house
        .app
        .clock
        .set("2026-11-02T00:10:00Z".parse().unwrap());
    let mut mails = scene.house.app.mails().await;
    scene
        .house
        .app
        .clock
        .set("2026-12-09T07:00:00Z".parse().unwrap());
    mails.extend(scene.house.app.mails().await);
    let (many, one): (Vec<Mail>, Vec<Mail>) =
        mails.into_iter().partition(|mail| !mail.list.is_empty());
    let kinds = |mails: &[Mail]| -> Vec<(String, String)> {
        mails
            .iter()
            .map(|mail| (mail.kind.clone(), mail.to.clone()))
            .collect()
    };
    let to = |kind: &str, handle: &str| (kind.to_owned(), handle.to_owned());
    assert_eq!(
        kinds(&one),
        [
            to("change", "marie@sample.example"),
            to("speaker_request", "gil@hub.example")
        ]
    );
    assert_eq!(
        kinds(&many),
        [
            to("answer", "oh@hub.example"),
            to("reminder", "gil@hub.example"),
            to("reminder", "marie@sample.example"),
        ]
    );
    for mail in &many {
        let link = mail.link("https://hub.example/unsubscribe/");
        let mailto = format!("<mailto:{}?subject=unsubscribe>", mail.reply_to);
        assert_eq!(
            mail.list["List-Id"],
            "\"Scaling Laws\" <scaling.hub.example>"
        );
        assert_eq!(mail.list["List-Unsubscribe"], format!("<{link}>, {mailto}"));
        assert_eq!(
            mail.list["List-Unsubscribe-Post"],
            "List-Unsubscribe=One-Click"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_stops_one_kind_of_one_series_however_often_it_comes() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let mail = reminded(&scene).await;
    let link = scene.path(&mail, "/unsubscribe/");
    let mut conn = house.app.conn().await;
    let before = watch::audit_trail(&mut conn).await.len();
    for _ in 0..2 {
        let page = house.app.get(&link).await.expect(200);
        assert_eq!(page.words("h1"), ["Stop these mails?"]);
        assert_eq!(page.words(".lede"), ["Reminders: Scaling Laws"]);
        assert!(!page.text().contains("marie@"));
    }
    assert_eq!(watch::audit_trail(&mut conn).await.len(), before);

    // As mail programs post: no cookie, no referrer, whatever body they like.
    let bare = || Request::new("POST", &link);
    let multipart = "--B\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--B--\r\n";
    for request in [
        bare().form(&[("List-Unsubscribe", "One-Click")]),
        bare().body("multipart/form-data; boundary=B", multipart),
        bare(),
        bare()
            .header("Sec-Fetch-Site", "cross-site")
            .header("Origin", "https://mail.example"),
    ] {
        let page = house.app.send(request).await.expect(200);
        assert_eq!(page.words("h1"), ["These mails have stopped"]);
        assert_eq!(page.header("cache-control"), Some("private, no-store"));
    }
    let trail = watch::audit_trail(&mut conn).await;
    let new: Vec<_> = trail[before..]
        .iter()
        .map(|entry| {
            (
                entry.who.as_str(),
                entry.channel.as_str(),
                entry.action.as_str(),
            )
        })
        .collect();
    assert_eq!(new, [("Marie Sample", "link", "stopped notices")]);
    assert_eq!(house.count("stopped_notices").await, 1);

    // The reminder of the last hour does not come; a change does, and reminders of what is in no series.
    let other = json!({ "title": "Elsewhere", "starts_local": "2026-12-10T16:00:00", "zone": "Asia/Seoul", "state": "announced",
                        "reminders": [30] });
    let other = house
        .admin
        .post("/seminars", other)
        .await
        .expect(201)
        .json();
    let path = format!(
        "/seminars/{}/attendances/{}",
        other["id"].as_str().unwrap(),
        scene.marie
    );
    house
        .admin
        .put(&path, json!({ "answer": "yes" }))
        .await
        .expect(200);
    assert_eq!(scene.at("2026-12-10T06:00:00Z").await, []);
    scene.edit(json!({ "title": "Beyond all scaling" })).await;
    let mails = scene.at("2026-12-10T06:30:00Z").await;
    let kinds: Vec<&str> = mails.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["change", "reminder"]);
    assert!(mails[1].1.contains("Elsewhere"), "{mails:?}");
    let ended = scene.ended("reminder").await;
    let unwanted = ended
        .iter()
        .filter(|(_, why)| why.as_deref() == Some("not wanted"));
    assert_eq!(unwanted.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stopped_comes_again_when_it_is_wished() {
    let scene = Scene::new().await;
    let mail = reminded(&scene).await;
    let link = scene.path(&mail, "/unsubscribe/");
    let mut browser = scene.house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    let stopped = browser.submit(&page, &link, &[]).await.expect(200);
    assert_eq!(stopped.words("h1"), ["These mails have stopped"]);
    let page = browser.get(&scene.page()).await.expect(200);
    assert_eq!(page.words(".held li span"), ["Reminders: Scaling Laws"]);
    let what = attributes(&page, "button[name=resume]", "value").remove(0);
    let page = browser
        .submit_and_follow(&page, &scene.page(), &[("resume", &what)])
        .await;
    assert_eq!(page.words(".flash"), ["These mails come again."]);
    assert_eq!(page.words(".held li"), Vec::<String>::new());
    let mails = scene.at("2026-12-10T06:00:00Z").await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    for nowhere in [
        "/unsubscribe/x",
        &format!("{}A", &link[..link.len() - 1]),
        &scene.page().replace("notices", "unsubscribe"),
    ] {
        if nowhere != link {
            scene.house.app.get(nowhere).await.expect(404);
            scene
                .house
                .app
                .send(Request::new("POST", nowhere))
                .await
                .expect(404);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stopped_is_told_apart_though_its_series_is_not_to_be_named() {
    let scene = Scene::new().await;
    let admin = &scene.house.admin;
    let mut stops = vec![("weekly", "NULL".to_owned())];
    let shown = scene.house.series_id().await;
    for kind in ["reminder", "answer"] {
        stops.push((kind, format!("'{}'", shown.as_str().unwrap())));
    }
    for title in ["The first secret", "The second secret"] {
        let closed = json!({ "title": title, "zone": "Asia/Seoul", "duration_minutes": 60, "visibility": "invited" });
        let closed = admin.post("/series", closed).await.expect(201).json();
        stops.push(("reminder", format!("'{}'", closed["id"].as_str().unwrap())));
    }
    let mut conn = scene.house.app.conn().await;
    for (n, (kind, series)) in stops.iter().enumerate() {
        let stop = format!(
            "INSERT INTO stopped_notices (id, person_id, notice, series_id, since) \
             VALUES (gen_random_uuid(), '{}', '{kind}', {series}, now() + interval '{n} seconds')",
            scene.marie
        );
        conn.batch_execute(&stop).await.unwrap();
    }
    drop(conn);
    let page = scene.house.app.get(&scene.page()).await.expect(200);
    let lines = [
        format!("Weekly programme: {}", scene.house.app.hub.name),
        "Reminders: Scaling Laws".to_owned(),
        "Answers: Scaling Laws".to_owned(),
        "Reminders: a series that is not open to you (1)".to_owned(),
        "Reminders: a series that is not open to you (2)".to_owned(),
    ];
    assert_eq!(page.words(".held li span"), lines);
    let buttons = lines.map(|line| format!("Send them again: {line}"));
    assert_eq!(
        attributes(&page, "button[name=resume]", "aria-label"),
        buttons
    );
    assert!(!page.text().contains("secret"));
}
