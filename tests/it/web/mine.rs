//! The reader's own page with their calendars, what an organiser has to do, and who is who.

use serde_json::json;

use crate::support::{
    house::{House, attributes, wrong},
    http::{Answer, Request},
};

#[tokio::test(flavor = "multi_thread")]
async fn my_page_shows_what_is_mine() {
    let house = House::new().await;
    house
        .booking(&house.other_hall, "Reading group", "16:00", "17:00")
        .await;
    let code = house.seminar(json!({ "visibility": "invited" })).await;
    house.seminar(json!({ "title": "Not mine", "visibility": "invited", "starts_local": "2026-12-11T16:00:00" })).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let people = json!({ "people": [house.member] });
    house
        .app
        .api(house.organiser)
        .await
        .post(&path, people)
        .await
        .expect(202);
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me").await.expect(200);
    assert_eq!(page.words("h1"), ["Min Member"]);
    assert_eq!(
        page.words(".entry-title"),
        ["Beyond scaling", "Reading group"]
    );
    assert!(!page.text().contains("Not mine"));
    let guest = house
        .app
        .browser(house.guest)
        .await
        .get("/me")
        .await
        .expect(200);
    assert_eq!(guest.words(".entry-title"), Vec::<String>::new());
    assert_eq!(
        house.app.get("/me").await.expect(303).location(),
        "/sign-in?back=%2Fme"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_of_my_own_is_made_and_revoked() {
    let house = House::new().await;
    let code = house.seminar(json!({ "visibility": "members" })).await;
    let mut browser = house.app.browser(house.member).await;
    let poster = browser.get(&format!("/seminars/{code}")).await;
    let attend = format!("/seminars/{code}/attendance");
    browser
        .submit(&poster, &attend, &[("answer", "yes")])
        .await
        .expect(303);

    let page = browser.get("/me").await;
    let refused = browser
        .submit(
            &page,
            "/me/feeds",
            &[("name", "Telephone"), ("detail", "all")],
        )
        .await
        .expect(422);
    assert_eq!(wrong(&refused), ["What it says: Choose one of these."]);
    let fields = [("name", "Telephone"), ("detail", "full")];
    for _ in 0..2 {
        browser
            .submit(&refused, "/me/feeds", &fields)
            .await
            .expect(303);
    }
    assert_eq!(house.count("personal_feeds").await, 1);
    let page = browser.get("/me").await;
    assert_eq!(page.words(".feed-name"), ["Telephone"]);
    let address = attributes(&page, ".feed input.code", "value").remove(0);
    let path = address.strip_prefix(&house.app.hub.public_url).unwrap();
    let feed = house.app.get(path).await.expect(200);
    assert!(feed.text().contains("SUMMARY:Beyond scaling"));

    // One of them has got into the wrong hands: there is another address, once however often the button is pressed.
    let renew = attributes(&page, ".feed form", "action").remove(0);
    let gone = async |path: &str| {
        let gone = async { while house.app.get(path).await.status != 410 {} };
        let patience = std::time::Duration::from_secs(20);
        tokio::time::timeout(patience, gone).await.unwrap();
    };
    for _ in 0..2 {
        browser.submit(&page, &renew, &[]).await.expect(303);
    }
    let old = path.to_owned();
    gone(&old).await;
    let page = browser.get("/me").await;
    assert_eq!(page.words(".feed-name"), ["Telephone"]);
    let address = attributes(&page, ".feed input.code", "value").remove(0);
    let path = address.strip_prefix(&house.app.hub.public_url).unwrap();
    assert_ne!(path, old);
    let feed = house.app.get(path).await.expect(200);
    assert!(feed.text().contains("SUMMARY:Beyond scaling"));
    assert_eq!(house.count("personal_feeds").await, 1);

    let revoke = attributes(&page, ".feed form", "action").remove(1);
    // Nobody else revokes it.
    let mut other = house.app.browser(house.organiser).await;
    let theirs = other.get("/me").await;
    let mut csrf =
        crate::support::browser::filled_in(&theirs.html(), "/me/feeds", &[("name", "x")]);
    csrf.retain(|(name, _)| name == "csrf");
    other.post(&revoke, &csrf).await.expect(404);
    house.app.get(path).await.expect(200);
    for _ in 0..2 {
        browser.submit(&page, &revoke, &[]).await.expect(303);
    }
    assert_eq!(
        browser.get("/me").await.words(".feed-name"),
        Vec::<String>::new()
    );
    gone(path).await;
    gone(&old).await;
    browser
        .post("/me/feeds/nothing/revocation", &csrf)
        .await
        .expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_of_my_own_is_called_otherwise_and_tells_less_or_more() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let mut browser = house.app.browser(house.member).await;
    let poster = browser.get(&format!("/seminars/{code}")).await;
    let attend = format!("/seminars/{code}/attendance");
    browser
        .submit(&poster, &attend, &[("answer", "yes")])
        .await
        .expect(303);
    let page = browser.get("/me").await;
    let fields = [("name", "Telephone"), ("detail", "full")];
    browser
        .submit(&page, "/me/feeds", &fields)
        .await
        .expect(303);
    let page = browser.get("/me").await;
    let addresses = attributes(&page, ".feed input.code", "value");
    let path = addresses[0]
        .strip_prefix(&house.app.hub.public_url)
        .unwrap();
    let tells = async |words: &str| {
        let told = async { while !house.app.get(path).await.text().contains(words) {} };
        let patience = std::time::Duration::from_secs(20);
        tokio::time::timeout(patience, told).await.unwrap();
    };
    tells("SUMMARY:Beyond scaling\r\n").await;

    // The form has what stands, and opens where something is wrong.
    let change = attributes(&page, ".feed details form", "action").remove(0);
    let open = |page: &Answer| attributes(page, "details[open] form", "action");
    assert_eq!(open(&page), [""; 0]);
    let mut refused = page;
    for (typed, reason) in [
        (
            [("name", " "), ("detail", "busy")],
            "What for: This is needed.",
        ),
        (
            [("name", "Family"), ("detail", "all")],
            "What it says: Choose one of these.",
        ),
    ] {
        refused = browser.submit(&refused, &change, &typed).await.expect(422);
        assert_eq!(wrong(&refused), [reason]);
        assert_eq!(open(&refused), [change.as_str()]);
        assert_eq!(refused.words(".feed-name"), ["Telephone"]);
    }
    let fields = [("name", "Family"), ("detail", "busy")];
    for _ in 0..2 {
        let done = browser.submit(&refused, &change, &fields).await;
        assert_eq!(done.expect(303).location(), "/me");
    }
    tells("SUMMARY:Busy\r\n").await;
    let page = browser.get("/me").await;
    assert_eq!(page.words(".feed-name"), ["Family Only that I am busy"]);
    assert_eq!(attributes(&page, ".feed input.code", "value"), addresses);

    // Nobody else changes it, whatever they type, and nobody without a form of ours.
    let mut other = house.app.browser(house.organiser).await;
    let theirs = other.get("/me").await.html();
    for detail in ["full", "all"] {
        let typed = [("name", "Theirs"), ("detail", detail)];
        let pairs = crate::support::browser::filled_in(&theirs, "/me/feeds", &typed);
        other.post(&change, &pairs).await.expect(404);
        browser.post(&change, &pairs).await.expect(403);
    }
    // What is not typed anew stays.
    let whole = [("detail", "full")];
    browser.submit(&page, &change, &whole).await.expect(303);
    tells("SUMMARY:Beyond scaling\r\n").await;
    let page = browser.get("/me").await;
    assert_eq!(page.words(".feed-name"), ["Family"]);
    assert_eq!(house.count("personal_feeds").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_sees_their_series_drafts_and_what_is_lacking() {
    let house = House::new().await;
    house
        .seminar(json!({ "state": "draft", "title": "" }))
        .await;
    house
        .seminar(json!({ "title": "Complete", "abstract": "Words.", "starts_local": "2026-12-11T16:00:00",
                         "speakers": [{ "name": "Marie Sample", "email": "marie@sample.example" }] }))
        .await;
    let page = house.at_desk().await.get("/organise").await.expect(200);
    assert_eq!(page.words(".series-lines .entry-title"), ["Scaling Laws"]);
    assert_eq!(page.words(".series-lines .quiet")[0], "One seminar to come");
    assert_eq!(
        page.words(".lacking .entry-title"),
        ["Title to be announced"]
    );
    assert_eq!(
        page.words(".lacking .attention"),
        ["Missing: title, abstract, speaker"]
    );
    let member = house
        .app
        .browser(house.member)
        .await
        .get("/organise")
        .await
        .expect(200);
    assert_eq!(member.words(".entry-title"), Vec::<String>::new());
    house
        .app
        .browser(house.guest)
        .await
        .get("/organise")
        .await
        .expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_look_people_up() {
    let house = House::new().await;
    for n in 10..70 {
        let body = json!({ "name": format!("Sample {n}"), "contact_email": format!("s{n}@sample.example") });
        house.admin.post("/people", body).await.expect(201);
    }
    let names = |page: &crate::support::http::Answer| page.words(".people-lines li p:first-child");
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/people").await.expect(200);
    let first = names(&page);
    assert_eq!(first.len(), 50);
    assert_eq!(first[0], "Ada Admin Administrator");
    let next = attributes(&page, ".turn a", "href").remove(0);
    let page = browser.get(&next).await.expect(200);
    assert_eq!(names(&page).len(), 14);
    assert_eq!(attributes(&page, ".turn a", "href"), Vec::<String>::new());
    let page = browser.get("/people?q=sample+1").await.expect(200);
    assert_eq!(names(&page).len(), 10);
    let page = browser.get("/people?q=%3Cb%3E").await.expect(200);
    assert_eq!(names(&page), Vec::<String>::new());
    assert!(!page.text().contains("<b>"));
    browser.get("/people?after=nobody").await.expect(200);
    house
        .app
        .browser(house.guest)
        .await
        .get("/people")
        .await
        .expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_public_calendar_is_named_and_no_other() {
    let house = House::new().await;
    house.seminar(json!({})).await;
    house.seminar(json!({ "visibility": "members", "topics": ["Secret topic"], "starts_local": "2026-12-11T16:00:00" })).await;
    let body = json!({ "name": "Desk 1", "kind": "desk", "site_id": house.hall["site_id"] });
    house.admin.post("/rooms", body).await.expect(201);
    for page in [
        house.app.get("/feeds").await,
        house.at_desk().await.get("/feeds").await,
    ] {
        let names = page.expect(200).words(".feed-lines .feed-name");
        assert_eq!(
            names[1..],
            ["Scaling Laws", "Alignment", "Salle 1", "Hall A", "Hall B"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_my_own_is_shown_once_used_and_revoked() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me/tokens").await.expect(200);
    assert_eq!(page.words(".empty"), ["You have no token."]);
    let long = "x".repeat(501);
    let refused = browser
        .submit(&page, "/me/tokens", &[("name", long.as_str())])
        .await
        .expect(422);
    assert_eq!(wrong(&refused).len(), 1);
    let fields = [("name", "Panel")];
    let made = browser
        .submit(&page, "/me/tokens", &fields)
        .await
        .expect(200);
    assert_eq!(made.header("cache-control"), Some("private, no-store"));
    let token = attributes(&made, "#token", "value").remove(0);
    // The same form sent again makes no other, and shows this one to nobody.
    let again = browser
        .submit(&page, "/me/tokens", &fields)
        .await
        .expect(303);
    assert_eq!(again.location(), "/me/tokens");
    let lines = |page: &Answer| page.words(".token-lines p");
    let page = browser.get("/me/tokens").await.expect(200);
    let since = "Made: Mon 2 November 2026, 09:00 Seoul, UTC+9";
    assert_eq!(lines(&page), ["Panel", since, "Never used."]);
    assert!(!page.text().contains(&token));

    let me = format!("/api/v1/people/{}", house.member);
    let asks = || Request::new("GET", &me).header("Authorization", &format!("Bearer {token}"));
    house.app.send(asks()).await.expect(200);
    let page = browser.get("/me/tokens").await.expect(200);
    let used = "Last used: Mon 2 November 2026, 09:00 Seoul, UTC+9";
    assert_eq!(lines(&page), ["Panel", since, used]);

    let revoke = attributes(&page, ".token-lines form", "action").remove(0);
    // Nobody else revokes it, nor sees it.
    let mut other = house.app.browser(house.organiser).await;
    let theirs = other.get("/me/tokens").await;
    assert!(!theirs.text().contains("Panel"));
    let mut csrf =
        crate::support::browser::filled_in(&theirs.html(), "/me/tokens", &[("name", "x")]);
    csrf.retain(|(name, _)| name == "csrf");
    other.post(&revoke, &csrf).await.expect(404);
    house.app.send(asks()).await.expect(200);
    browser.submit(&page, &revoke, &[]).await.expect(303);
    house.app.send(asks()).await.expect(401);
    let page = browser.get("/me/tokens").await.expect(200);
    let gone = "Revoked: Mon 2 November 2026, 09:00 Seoul, UTC+9";
    assert_eq!(lines(&page), ["Panel", since, gone]);
    assert_eq!(attributes(&page, ".token-lines form", "action"), [""; 0]);
    house.app.get("/me/tokens").await.expect(303);
}
