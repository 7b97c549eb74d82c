//! Addresses that nobody means, and a database that hangs up: neither is a fault of ours that a reader sees.

use actix_web::http::Method;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::{people::model::Role, web::routes};
use serde_json::json;

use crate::support::house::House;
use crate::support::{app::TestApp, http::Request};

#[tokio::test(flavor = "multi_thread")]
async fn a_nul_or_what_is_no_text_in_an_address_leads_nowhere() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let ada = app
        .person("ada", "Ada Sample", &[Role::Administrator])
        .await;
    let mut browser = app.browser(ada).await;
    for (method, path) in routes::table() {
        if !path.contains('{') || method != Method::GET {
            continue;
        }
        for odd in ["%00", "a%00b", "%FF", "%C3%28"] {
            let path: String = path
                .split('{')
                .enumerate()
                .map(|(n, part)| match part.split_once('}') {
                    Some((_, rest)) if n > 0 => format!("{odd}{rest}"),
                    _ => part.to_owned(),
                })
                .collect();
            let answer = match path.strip_prefix(routes::API) {
                Some(path) => api.get(path).await,
                None => browser.get(&path).await,
            };
            // What is no UTF-8 is read as if it were something else, which is not there either.
            let there = match odd.contains("%00") {
                true => matches!(answer.status, 404),
                false => matches!(answer.status, 303 | 404 | 410),
            };
            assert!(there, "{path}: {}", answer.status);
        }
    }
    let queries = [
        "/people?q=%00",
        "/admin/mail?q=%00",
        "/?topic=%00",
        "/?series=a%00b",
        "/rooms?site=%00",
        "/me?x=%00",
    ];
    for path in queries {
        browser.get(path).await.expect(400);
    }
    api.get("/seminars?topic=%00").await.expect(400);
    browser.get("/people?q=%2500").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_the_server_has_ended_are_replaced() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.member).await;
    let api = house.app.api(house.member).await;
    let mut killer = house.app.db.connect().await;
    for path in ["/", "/me", "/rooms", "/people"] {
        // All of the pool's, and none of those that listen.
        killer
            .batch_execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'LISTEN%'",
            )
            .await
            .unwrap();
        let answers = [browser.get(path).await, api.get("/rooms").await];
        for answer in answers {
            assert!(
                matches!(answer.status, 200 | 503),
                "{path}: {} {}",
                answer.status,
                answer.text()
            );
            if answer.status == 503 {
                assert!(answer.header("retry-after").is_some());
            }
        }
        // Whatever the first one met, the next is served.
        browser.get(path).await.expect(200);
    }
}

/// How many connections wait for a lock.
async fn waiting(conn: &mut AsyncPgConnection) -> i64 {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')",
    ))
    .get_result(conn)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_connection_is_ended_in_the_middle_may_be_sent_again() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.member).await;
    let api = house.app.api(house.member).await;
    let (mut holder, mut killer) = (house.app.db.connect().await, house.app.db.connect().await);
    holder
        .batch_execute("BEGIN; LOCK TABLE rooms IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let end = async {
        while waiting(&mut killer).await < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        killer
            .batch_execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event_type = 'Lock'",
            )
            .await
            .unwrap();
    };
    let (page, answer, ()) = tokio::join!(browser.get("/rooms"), api.get("/rooms"), end);
    for answer in [&page, &answer] {
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert_eq!(answer.header("retry-after"), Some("5"));
    }
    holder.batch_execute("ROLLBACK").await.unwrap();
    browser.get("/rooms").await.expect(200);
    api.get("/rooms").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_form_was_refused_the_language_can_still_be_chosen() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let page = browser.get("/seminars/new?series=scaling").await;
    let mut pairs =
        crate::support::browser::filled_in(&page.html(), "/seminars", &[("date", "soon")]);
    pairs.push(("then".into(), "draft".into()));
    let referer = format!("http://{}/seminars/new?series=scaling", house.app.address);
    for (name, value, back) in [
        ("Referer", referer.as_str(), "/seminars/new?series=scaling"),
        ("Referer", "https://evil.example/x", "/"),
        ("X-Nothing", "x", "/"),
    ] {
        let request = Request::new("POST", "/seminars")
            .header("Sec-Fetch-Site", "same-origin")
            .header(name, value)
            .form(&pairs);
        let page = browser.send(request).await.expect(422);
        let chosen = browser
            .submit(&page, "/preferences", &[("language", "en")])
            .await
            .expect(303);
        assert_eq!(chosen.location(), back);
        browser.get(back).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_beyond_reckoning_are_refused_everywhere() {
    let house = House::new().await;
    let api = house.app.api(house.administrator).await;
    let room = &house.hall["id"];
    for year in ["+262142", "-262143", "+10000"] {
        let (local, at) = (
            format!("{year}-12-31T23:59:59"),
            format!("{year}-12-31T23:59:59Z"),
        );
        let date = format!("{year}-12-31");
        for (path, body) in [
            (
                "/bookings",
                json!({ "room_id": room, "title": "x", "starts_local": local, "ends_local": local }),
            ),
            (
                "/bookings",
                json!({ "room_id": room, "title": "x", "starts_at": "2026-12-01T00:00:00Z", "ends_at": at }),
            ),
            (
                "/bookings",
                json!({ "room_id": room, "title": "x", "starts_at": at, "ends_at": "2026-12-01T00:00:00Z" }),
            ),
            ("/seminars", json!({ "title": "x", "starts_local": local })),
            (
                "/stays",
                json!({ "visitor": { "name": "x" }, "host_id": house.member, "from": date, "to": date }),
            ),
            (
                "/stays",
                json!({ "visitor": { "name": "x" }, "host_id": house.member, "from": "2026-12-01", "to": date }),
            ),
        ] {
            let answer = api.post(path, body.clone()).await;
            assert_eq!(answer.status, 422, "{path} {body}: {}", answer.text());
        }
        let encoded = maru::base::text::encoded;
        let (local, at, date) = (encoded(&local), encoded(&at), encoded(&date));
        for path in [
            format!("/bookings?from={at}"),
            format!("/bookings?to={at}"),
            format!("/rooms/free?starts_at=2026-12-01T00:00:00Z&ends_at={at}"),
            format!("/rooms/free?starts_at={at}&ends_at=2026-12-01T00:00:00Z"),
            format!("/seminars?from={at}"),
            format!("/stays?from={date}"),
            format!("/stays?to={date}"),
        ] {
            let answer = api.get(&path).await;
            assert!(
                matches!(answer.status, 200 | 422),
                "{path}: {}",
                answer.text()
            );
        }
        let path = format!(
            "/rooms/free.json?starts_local=2026-12-01T10:00&ends_local={local}&zone=Asia/Seoul"
        );
        let answer = house.app.get(&path).await;
        assert!(
            matches!(answer.status, 200 | 422),
            "{path}: {}",
            answer.text()
        );
        let mut browser = house.app.browser(house.member).await;
        browser
            .get(&format!("/stays?from={date}"))
            .await
            .expect(200);
    }
}
