//! An address that someone types on the page of a series.

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::base::secret::{Key, Purpose};
use serde_json::json;

use super::{FOLLOWERS, PAGE, Scene, follows};
use crate::support::http::Request;

const NEW: &str = "new@elsewhere.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_follows_by_address_once_they_say_so_by_the_mail_and_can_stop() {
    let mut scene = Scene::new().await;
    scene.visitor.language = "ko";
    let page = scene.visitor.get(PAGE).await.expect(200);
    let typed = [("email", NEW)];
    let told = scene
        .visitor
        .submit_and_follow(&page, FOLLOWERS, &typed)
        .await;
    assert_eq!(told.expect(200).words(".flash, [role=status]").len(), 1);
    let [mail] = scene.asks().await.try_into().unwrap();
    assert_eq!(mail.to, NEW);
    assert_eq!(
        mail.subject,
        "Scaling Laws, 관심 시리즈로 등록하시겠습니까?"
    );
    let path = scene.path(&mail);
    // A scanner opens the link, and asks for its head, as often as it likes.
    for method in ["GET", "HEAD", "GET"] {
        scene
            .house
            .app
            .send(Request::new(method, &path))
            .await
            .expect(200);
    }
    assert_eq!(scene.followers().await, []);
    let page = scene.visitor.get(&path).await.expect(200);
    let done = scene
        .visitor
        .submit(&page, &path, &[("wanted", "yes")])
        .await;
    done.expect(200);
    assert_eq!(scene.followers().await, [follows(NEW, Some("weekly"))]);
    // Twice is as good as once.
    scene
        .visitor
        .submit(&page, &path, &[("wanted", "yes")])
        .await
        .expect(200);
    assert_eq!(scene.followers().await, [follows(NEW, Some("weekly"))]);
    // And back again, on the same page.
    let page = scene.visitor.get(&path).await.expect(200);
    scene
        .visitor
        .submit(&page, &path, &[("wanted", "no")])
        .await
        .expect(200);
    assert_eq!(scene.followers().await, []);
    let page = scene.visitor.get(&path).await.expect(200);
    assert_eq!(page.words("main button").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_the_same_whoever_is_there() {
    let mut scene = Scene::new().await;
    let mut conn = scene.house.app.conn().await;
    conn.batch_execute(
        "INSERT INTO suspensions VALUES (gen_random_uuid(), 'gone@elsewhere.example', 'bounced', 'x', NULL, now())",
    )
    .await
    .unwrap();
    let list = json!({ "name": "All", "address": "all@department.example", "languages": ["en"], "permission": "Kim" });
    let path = format!(
        "/series/{}/audiences",
        scene.house.series_id().await.as_str().unwrap()
    );
    scene.house.admin.post(&path, list).await.expect(201);
    let mut answers = Vec::new();
    for address in [
        NEW,
        "min@hub.example",
        "GONE@elsewhere.example",
        "all@department.example",
    ] {
        let answer = scene.type_in(address).await.expect(303);
        let cookie: Vec<_> = answer.cookies().into_keys().collect();
        answers.push((answer.location().to_owned(), answer.text(), cookie));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    // Nothing goes to an address where nobody is, nor to all who read a list.
    let asked: Vec<String> = scene.asks().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(asked, ["min@hub.example", NEW]);
    assert_eq!(scene.asked().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_keeps_no_cookies_follows_and_stops() {
    let mut scene = Scene::new().await;
    scene.type_in(NEW).await.expect(303);
    let [mail] = scene.asks().await.try_into().unwrap();
    let path = scene.path(&mail);
    let mut browser = scene.house.app.visitor();
    for (wanted, followers) in [
        ("yes", vec![follows(NEW, Some("weekly"))]),
        ("no", Vec::new()),
    ] {
        let page = browser.get(&path).await.expect(200);
        browser.cookies.clear();
        let form = [("wanted", wanted)];
        browser.submit(&page, &path, &form).await.expect(200);
        assert_eq!(scene.followers().await, followers);
        browser.cookies.clear();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_who_is_known_is_asked_too_and_keeps_what_they_chose() {
    let mut scene = Scene::new().await;
    let series = scene.house.series_id().await;
    let api = scene.house.app.api(scene.house.member).await;
    let own = format!(
        "/series/{}/subscriptions/{}",
        series.as_str().unwrap(),
        scene.house.member
    );
    api.put(&own, json!({ "reminders": [30] }))
        .await
        .expect(200);
    scene.type_in("Min@hub.example").await.expect(303);
    let [mail] = scene.asks().await.try_into().unwrap();
    let path = scene.path(&mail);
    let page = scene.visitor.get(&path).await.expect(200);
    scene
        .visitor
        .submit(&page, &path, &[("wanted", "yes")])
        .await
        .expect(200);
    let found = api.get(&own).await.expect(200).json();
    assert_eq!(
        (&found["reminders"], &found["digest"]),
        (&json!([30]), &json!("weekly"))
    );
    assert_eq!(scene.house.count("people").await, 4);
    // Asked for once more, neither is taken from what she chose.
    api.put(&own, json!({ "reminders": [10], "digest": "daily" }))
        .await
        .expect(200);
    scene.house.app.clock.advance(Duration::hours(1));
    scene.type_in("Min@hub.example").await.expect(303);
    let [mail] = scene.asks().await.try_into().unwrap();
    let path = scene.path(&mail);
    let page = scene.visitor.get(&path).await.expect(200);
    let form = [("wanted", "yes")];
    scene.visitor.submit(&page, &path, &form).await.expect(200);
    let found = api.get(&own).await.expect(200).json();
    assert_eq!(
        (&found["reminders"], &found["digest"]),
        (&json!([10]), &json!("daily"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stopped_the_programme_by_one_click_gets_it_again_once_they_say_so() {
    let mut scene = Scene::new().await;
    for day in [10, 17] {
        let when = json!({ "starts_local": format!("2026-11-{day}T16:00:00") });
        scene.house.seminar(when).await;
    }
    let confirm = async |scene: &mut Scene| {
        scene.type_in(NEW).await.expect(303);
        let [mail] = scene.asks().await.try_into().unwrap();
        let path = scene.path(&mail);
        let page = scene.visitor.get(&path).await.expect(200);
        let form = [("wanted", "yes")];
        scene.visitor.submit(&page, &path, &form).await.expect(200);
    };
    confirm(&mut scene).await;
    let digest = async |scene: &Scene, time: &str| {
        scene.house.app.clock.set(time.parse().unwrap());
        let mails = scene.house.app.mails().await;
        mails.into_iter().find(|mail| mail.kind == "digest")
    };
    let first = digest(&scene, "2026-11-08T23:00:00Z").await.unwrap();
    assert_eq!(first.to, NEW);
    let base = scene.house.app.hub.public_url.clone();
    let stop = first.link(&format!("{base}/unsubscribe/"));
    let stop = Request::new("POST", stop.strip_prefix(base.as_str()).unwrap());
    scene.house.app.send(stop).await.expect(200);
    assert_eq!(scene.house.count("stopped_notices").await, 1);

    confirm(&mut scene).await;
    assert_eq!(scene.house.count("stopped_notices").await, 0);
    let second = digest(&scene, "2026-11-15T23:00:00Z").await.unwrap();
    assert_eq!(second.to, NEW);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_asked_once_an_hour_and_the_older_link_is_gone() {
    let mut scene = Scene::new().await;
    scene.type_in(NEW).await.expect(303);
    let [first] = scene.asks().await.try_into().unwrap();
    scene.house.app.clock.advance(Duration::minutes(59));
    scene.type_in("NEW@elsewhere.example").await.expect(303);
    assert_eq!(scene.asks().await, []);
    scene.house.app.clock.advance(Duration::minutes(1));
    scene.type_in(NEW).await.expect(303);
    let [second] = scene.asks().await.try_into().unwrap();
    let (old, new) = (scene.path(&first), scene.path(&second));
    assert_ne!(old, new);
    let page = scene.visitor.get(&new).await.expect(200);
    scene.visitor.get(&old).await.expect(410);
    scene.visitor.submit(&page, &new, &[]).await.expect(200);
    assert_eq!(scene.followers().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_too_old_or_not_ours_does_nothing() {
    let mut scene = Scene::new().await;
    scene.type_in(NEW).await.expect(303);
    let [mail] = scene.asks().await.try_into().unwrap();
    let path = scene.path(&mail);
    let page = scene.visitor.get(&path).await.expect(200);
    let token = path.rsplit('/').next().unwrap();
    let [id] = Key::ids_in::<1>(token).unwrap();
    let key = &scene.house.app.hub.key;
    let other = Key::from_hex(&"7a".repeat(32)).unwrap();
    let csrf = crate::support::browser::filled_in(&page.html(), &path, &[]);
    for forged in [
        other.token(Purpose::Confirm, &[id], 1),
        key.token(Purpose::Preferences, &[id], 1),
        key.token(Purpose::Confirm, &[id], 2),
        key.token(Purpose::Confirm, &[uuid::Uuid::nil()], 1),
        format!("{token}x"),
        "x".to_owned(),
    ] {
        let path = format!("/confirm/{forged}");
        scene.visitor.get(&path).await.expect(404);
        scene.visitor.post(&path, &csrf).await.expect(403);
        // Not with a form of its own either.
        let own = key.form_token(format!("link:{forged}").as_bytes());
        let own = [("csrf", own.as_str())];
        scene.visitor.post(&path, &own).await.expect(404);
    }
    scene.house.app.clock.advance(Duration::days(2));
    scene.visitor.get(&path).await.expect(410);
    scene.visitor.post(&path, &csrf).await.expect(410);
    assert_eq!(scene.followers().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_refused_beside_the_field_and_becomes_no_header() {
    let mut scene = Scene::new().await;
    for bad in [
        "",
        "nobody",
        "a@b.example\r\nBcc: eve@evil.example",
        "a@b.example,c@d.example",
        "<a@b.example>",
    ] {
        let answer = scene.type_in(bad).await.expect(422);
        assert_eq!(answer.words(".field-wrong .error").len(), 1, "{bad}");
    }
    assert_eq!(scene.asked().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_posts_in_a_row_are_too_many() {
    let mut scene = Scene::new().await;
    let page = scene.visitor.get(PAGE).await.expect(200);
    let mut statuses = Vec::new();
    for n in 0..20 {
        let address = format!("n{n}@elsewhere.example");
        let typed = [("email", address.as_str())];
        let answer = scene.visitor.submit(&page, FOLLOWERS, &typed).await;
        statuses.push(answer.status);
    }
    assert_eq!(statuses[..10], [303; 10]);
    assert_eq!(statuses[10..], [429; 10]);
    assert_eq!(scene.asked().await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_not_asked_for_everything_at_once() {
    let mut scene = Scene::new().await;
    let api = scene.house.app.api(scene.house.organiser).await;
    let mut statuses = Vec::new();
    for n in 0..7 {
        let slug = format!("more-{n}");
        let series = json!({ "title": slug, "slug": slug, "zone": "Asia/Seoul" });
        api.post("/series", series).await.expect(201);
        let (page, action) = (
            format!("/series/{slug}"),
            format!("/series/{slug}/followers"),
        );
        let page = scene.visitor.get(&page).await.expect(200);
        let answer = scene
            .visitor
            .submit(&page, &action, &[("email", NEW)])
            .await;
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [303, 303, 303, 303, 303, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_everyone_is_not_followed_so() {
    let mut scene = Scene::new().await;
    let api = scene.house.app.api(scene.house.organiser).await;
    let within = json!({ "title": "Within", "slug": "within", "zone": "Asia/Seoul", "visibility": "members" });
    api.post("/series", within).await.expect(201);
    let page = scene.visitor.get(PAGE).await.expect(200);
    let mut form = crate::support::browser::filled_in(&page.html(), FOLLOWERS, &[("email", NEW)]);
    form.retain(|(name, _)| name == "csrf" || name == "email");
    scene
        .visitor
        .post("/series/within/followers", &form)
        .await
        .expect(404);
    scene
        .visitor
        .post("/series/nothing/followers", &form)
        .await
        .expect(404);
    assert_eq!(scene.asked().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_everyone_any_more_is_neither_followed_nor_named() {
    let mut scene = Scene::new().await;
    let api = scene.house.app.api(scene.house.organiser).await;
    let series = scene.house.series_id().await;
    let series = format!("/series/{}", series.as_str().unwrap());
    scene.type_in(NEW).await.expect(303);
    let [first] = scene.asks().await.try_into().unwrap();
    scene.house.app.clock.advance(Duration::hours(1));
    scene.type_in(NEW).await.expect(303);
    let [second] = scene.asks().await.try_into().unwrap();
    let (old, new) = (scene.path(&first), scene.path(&second));
    let page = scene.visitor.get(&new).await.expect(200);
    scene.type_in("late@elsewhere.example").await.expect(303);

    let secret = json!({ "visibility": "invited", "title": "Secret plans" });
    api.patch(&series, secret).await.expect(200);
    for path in [&old, &new] {
        let closed = scene.visitor.get(path).await.expect(410);
        assert!(!closed.text().contains("Secret"), "{}", closed.text());
        assert_eq!(closed.words("main a, main button"), [""; 0]);
    }
    for wanted in ["yes", "no"] {
        let form = [("wanted", wanted)];
        let answer = scene.visitor.submit(&page, &new, &form).await;
        assert!(!answer.text().contains("Secret"), "{}", answer.text());
    }
    assert_eq!(scene.followers().await, []);
    assert_eq!(scene.house.count("people").await, 4);
    // The mail that waited goes to nobody.
    assert_eq!(scene.asks().await, []);

    // Nor is it followed when it has ended; and it is as soon as it is open again.
    let ended = json!({ "visibility": "public", "state": "ended" });
    api.patch(&series, ended).await.expect(200);
    scene.visitor.get(&new).await.expect(410);
    let open = json!({ "state": "running", "title": "Scaling Laws" });
    api.patch(&series, open).await.expect(200);
    let page = scene.visitor.get(&new).await.expect(200);
    let form = [("wanted", "yes")];
    scene.visitor.submit(&page, &new, &form).await.expect(200);
    assert_eq!(scene.followers().await, [follows(NEW, Some("weekly"))]);

    // Who follows it knows of it, and stops it by the same link: then not any more.
    let closed = json!({ "visibility": "invited" });
    api.patch(&series, closed).await.expect(200);
    let page = scene.visitor.get(&new).await.expect(200);
    assert_eq!(page.words("h1"), ["You follow Scaling Laws"]);
    let form = [("wanted", "no")];
    scene.visitor.submit(&page, &new, &form).await.expect(200);
    assert_eq!(scene.followers().await, []);
    let page = scene.visitor.get(&new).await.expect(410);
    assert!(!page.text().contains("Scaling"), "{}", page.text());
}
