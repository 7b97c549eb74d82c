//! What holds for every call of the API: who is let in, how errors read, what is sent twice.

use chrono::Duration;
use maru::{people::model::Role, web::errors::Kind};
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    http::{Answer, Request},
};

/// The members of a problem document without its words, which may be said better any day.
#[track_caller]
fn problem(answer: &Answer) -> Value {
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json"),
        "{}",
        answer.text()
    );
    let mut problem = answer.json();
    assert_eq!(problem["status"], answer.status);
    for words in ["title", "detail"] {
        let said = problem[words].take();
        assert!(!said.as_str().unwrap().is_empty() && !said.as_str().unwrap().contains('⟨'));
    }
    problem
}

fn fields(answer: &Answer) -> Vec<String> {
    let problem = problem(answer);
    problem["fields"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_valid_token_nothing_is_answered() {
    let app = TestApp::new().await;
    let answer = app.get("/api/v1/people").await.expect(401);
    assert_eq!(
        answer.header("www-authenticate"),
        Some("Bearer realm=\"maru\"")
    );
    assert_eq!(
        problem(&answer),
        json!({"type": format!("{}/problems/sign-in-needed", app.hub.public_url), "title": null, "detail": null, "status": 401})
    );
    let wrong = Request::new("GET", "/api/v1/people").header("Authorization", "Bearer wrong");
    let answer = app.send(wrong).await.expect(401);
    assert_eq!(
        answer.header("www-authenticate"),
        Some("Bearer realm=\"maru\", error=\"invalid_token\"")
    );
    let person = app.person("hong", "홍길동", &[Role::Member]).await;
    let mut browser = app.browser(person).await;
    browser.get("/api/v1/people").await.expect(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_a_problem_that_says_so() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    assert_eq!(
        problem(&api.get("/nothing").await.expect(404))["type"],
        format!("{}/problems/not-found", app.hub.public_url)
    );
    api.get("/people/not-an-id").await.expect(404);
    let answer = api.delete("/people").await.expect(405);
    assert_eq!(answer.header("allow"), Some("GET, POST, HEAD"));

    let post = |body: &str| {
        api.request("POST", "/people")
            .body("application/json", body)
    };
    for unreadable in ["{", "name=Hong", "{\"name\": \"\u{fffd}\"} x", "\u{0}"] {
        let answer = api.send(post(unreadable)).await.expect(400);
        problem(&answer);
    }
    let form = api.request("POST", "/people").form(&[("name", "Hong")]);
    problem(&api.send(form).await.expect(415));
    assert_eq!(fields(&api.send(post("[]")).await.expect(422)), [""]);
    assert_eq!(
        fields(&api.post("/people", json!({"nmae": "x"})).await.expect(422)),
        ["nmae"]
    );
    assert_eq!(
        fields(&api.post("/people", json!({"name": 7})).await.expect(422)),
        ["name"]
    );
    let answer = api
        .post(
            "/people",
            json!({"email": "a@b\r\nBcc: x@y", "zone": "Asia/Soeul"}),
        )
        .await
        .expect(422);
    assert_eq!(fields(&answer), ["email", "zone"]);
    assert_eq!(
        fields(
            &api.get("/people?limit=0&colour=red&role=chief")
                .await
                .expect(422)
        ),
        ["colour", "limit", "role"]
    );

    let guest = app.person("guest", "Guest", &[]).await;
    let guest = app.api(guest).await;
    problem(&guest.get("/people").await.expect(403));
    problem(
        &guest
            .post("/people", json!({"name": "x"}))
            .await
            .expect(403),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn words_come_in_the_language_that_is_asked_for_and_every_sort_is_explained() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let korean = api
        .request("GET", "/nothing")
        .header("Accept-Language", "ko");
    let (english, korean) = (api.get("/nothing").await, api.send(korean).await);
    assert_ne!(english.json()["title"], korean.json()["title"]);
    for kind in Kind::ALL {
        let page = app
            .get(&format!("/problems/{}", kind.name()))
            .await
            .expect(200);
        assert!(!page.text().contains('⟨'), "{}", page.text());
    }
    app.get("/problems/nonsense").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let announced = api
        .request("POST", "/people")
        .header("Content-Type", "application/json")
        .header("Content-Length", "3000000");
    problem(&api.send(announced).await.expect(413));
    let name = "x".repeat(1_500_000);
    let answer = api.post("/people", json!({"name": name})).await.expect(422);
    assert_eq!(fields(&answer), ["name"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_change_is_refused_by_header_and_by_body() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let made = api
        .post("/people", json!({"name": "Hong"}))
        .await
        .expect(201);
    assert_eq!(made.header("etag"), Some("\"1\""));
    let path = format!("/people/{}", made.json()["id"].as_str().unwrap());
    assert_eq!(made.location(), format!("/api/v1{path}"));
    let change = |tag: &str, name: &str| {
        api.request("PATCH", &path)
            .header("If-Match", tag)
            .body("application/json", json!({"name": name}).to_string())
    };
    let changed = api.send(change("\"1\"", "Gil-dong")).await.expect(200);
    assert_eq!(changed.header("etag"), Some("\"2\""));
    let stale = api.send(change("\"1\"", "Other")).await.expect(412);
    assert_eq!(problem(&stale)["lock_version"], 2);
    api.send(change("\"rubbish\"", "Other")).await.expect(412);
    let stale = api
        .patch(&path, json!({"lock_version": 1, "name": "Other"}))
        .await;
    assert_eq!(problem(&stale.expect(409))["lock_version"], 2);
    api.send(change("*", "Anyone")).await.expect(200);
    assert_eq!(api.get(&path).await.json()["name"], "Anyone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_makes_a_call_act_once() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let post = |key: &str, name: &str| {
        api.request("POST", "/people")
            .header("Idempotency-Key", key)
            .body("application/json", json!({"name": name}).to_string())
    };
    let first = api.send(post("k-1", "Hong")).await.expect(201);
    let again = api.send(post("k-1", "Hong")).await.expect(201);
    assert_eq!(first.body, again.body);
    assert_eq!(
        (first.location(), first.header("etag")),
        (again.location(), again.header("etag"))
    );
    assert_eq!(names(&app).await, ["Ada Admin", "Hong"]);

    let other = api.send(post("k-1", "Kim")).await.expect(422);
    assert_eq!(
        problem(&other)["type"],
        format!("{}/problems/key-used", app.hub.public_url)
    );
    assert_eq!(
        fields(&api.send(post("no blank", "Kim")).await.expect(422)),
        ["Idempotency-Key"]
    );

    // What was refused leaves the key free.
    api.send(post("k-2", "")).await.expect(422);
    api.send(post("k-2", "Kim")).await.expect(201);

    // Keys of another token are others; after a day a key is free again.
    let second = app.person("second", "Second", &[Role::Administrator]).await;
    let second = app.api(second).await;
    let theirs = second
        .request("POST", "/people")
        .header("Idempotency-Key", "k-1")
        .body("application/json", json!({"name": "Lee"}).to_string());
    second.send(theirs).await.expect(201);
    app.clock.advance(Duration::hours(24));
    api.send(post("k-1", "Park")).await.expect(201);
    assert_eq!(
        names(&app).await,
        ["Ada Admin", "Hong", "Kim", "Lee", "Park", "Second"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_with_one_key_act_once() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let post = api
        .request("POST", "/people")
        .header("Idempotency-Key", "all-at-once")
        .body("application/json", json!({"name": "Hong"}).to_string());
    let sent: Vec<_> = (0..8)
        .map(|_| {
            let (post, address) = (post.clone(), app.address);
            tokio::spawn(async move { post.send(address).await })
        })
        .collect();
    let mut bodies = Vec::new();
    for answer in sent {
        bodies.push(answer.await.unwrap().expect(201).text());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    assert_eq!(names(&app).await, ["Ada Admin", "Hong"]);
}

async fn names(app: &TestApp) -> Vec<String> {
    use diesel::QueryDsl;
    use diesel_async::RunQueryDsl;
    use maru::base::schema::people;
    let names: Vec<Option<String>> = people::table
        .order(people::name)
        .select(people::name)
        .load(&mut app.conn().await)
        .await
        .unwrap();
    names.into_iter().flatten().collect()
}
