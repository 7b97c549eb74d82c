//! A digit too many, or too few: no date is kept in a year for which nothing is planned, by whichever form or call it comes.

use serde_json::{Value, json};

use crate::support::house::{House, wrong};

const YEARS: &str = "Choose a year from 1970 to 2200.";

#[tokio::test(flavor = "multi_thread")]
async fn no_form_keeps_a_date_in_an_odd_year_and_each_says_so_beside_its_field() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let path = |page: &str| format!("/seminars/{code}{page}");
    let (edit, replies) = (path("/edit"), path("/replies"));
    let (poster, term) = (path(""), "/series/scaling/term");
    let new = [("date", "20026-12-10"), ("time", "16:00")];
    let rhythm = [
        ("from", "20026-12-10"),
        ("count", "3"),
        ("until", ""),
        ("step", "show"),
    ];
    let stay = [
        ("visitor_name", "Taro Sample"),
        ("from", "2026-12-01"),
        ("to", "20026-12-02"),
    ];
    let forms: [(&str, &str, &[(&str, &str)], &str); 7] = [
        ("/seminars/new?series=scaling", "/seminars", &new, "Date"),
        (&edit, &poster, &[("date", "0226-12-10")], "Date"),
        (
            &replies,
            &replies,
            &[("reply_by", "0001-01-01")],
            "Last day for replies",
        ),
        (term, term, &rhythm, "First day"),
        (
            "/rooms/hall-a/bookings/new",
            "/rooms/hall-a/bookings",
            &[("title", "Far"), ("date", "1969-12-31")],
            "Date",
        ),
        ("/stays/new", "/stays", &stay, "Last day"),
        (
            "/admin/closed-days",
            "/admin/closed-days",
            &[("from", "0001-01-01"), ("name_en", "Ever")],
            "First day",
        ),
    ];
    let mut browser = house.app.browser(house.administrator).await;
    for (page, action, typed, label) in forms {
        let form = browser.get(page).await.expect(200);
        let refused = browser.submit(&form, action, typed).await.expect(422);
        let said = wrong(&refused);
        let of_years: Vec<&String> = said.iter().filter(|one| one.contains(YEARS)).collect();
        assert_eq!(of_years.len(), 1, "{page}: {said:?}");
        assert!(of_years[0].ends_with(YEARS), "{page}: {said:?}");
        assert!(of_years[0].starts_with(label), "{page}: {said:?}");
    }
    assert_eq!(house.count("stays").await, 0);
    assert_eq!(house.count("closed_days").await, 0);
    assert_eq!(house.count("seminars").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_does_a_program() {
    let house = House::new().await;
    let code = house
        .seminar(json!({ "speakers": [{ "name": "Sam Speaker", "email": "sam@sample.example" }] }))
        .await;
    let shown = house.fact(&code, "id").await;
    let seminar = format!("/seminars/{}", shown.as_str().unwrap());
    let speakers = house.admin.get(&format!("{seminar}/speakers")).await;
    let speakers = speakers.expect(200).json();
    let sam = speakers["items"][0]["person_id"].as_str().unwrap();
    let speaker = format!("{seminar}/speakers/{sam}");
    let series = house.series_id().await;
    let term = format!("/series/{}/terms", series.as_str().unwrap());
    let visitor = json!({ "name": "Taro Sample" });
    let refused = async |method: &str, path: &str, body: Value| -> Value {
        let api = &house.admin;
        let answer = match method {
            "POST" => api.post(path, body).await,
            "PUT" => api.put(path, body).await,
            _ => api.patch(path, body).await,
        };
        answer.expect(422).json()["fields"].clone()
    };
    for (method, path, body, field) in [
        (
            "POST",
            "/stays",
            json!({ "visitor": visitor, "host_id": house.organiser, "from": "0001-01-01", "to": "2026-12-01" }),
            "from",
        ),
        (
            "POST",
            "/closed-days",
            json!({ "from": "20026-01-01", "name_en": "Ever" }),
            "from",
        ),
        (
            "POST",
            term.as_str(),
            json!({ "weekday": 4, "time": "16:00:00", "from": "2026-12-03", "until": "20026-12-31" }),
            "until",
        ),
        (
            "POST",
            term.as_str(),
            json!({ "weekday": 4, "time": "16:00:00", "from": "2026-12-03", "count": 2, "weeks_off": ["0226-12-31"] }),
            "weeks_off.0",
        ),
        (
            "PATCH",
            seminar.as_str(),
            json!({ "starts_local": "20026-12-10T16:00:00" }),
            "starts_local",
        ),
        (
            "PATCH",
            speaker.as_str(),
            json!({ "rehearsal_local": "0001-01-01T10:00:00" }),
            "rehearsal_local",
        ),
        (
            "PUT",
            &format!("{seminar}/reply-terms"),
            json!({ "reply_by": "0001-01-01" }),
            "reply_by",
        ),
        (
            "POST",
            "/bookings",
            json!({ "room_id": house.hall["id"], "title": "Far", "starts_at": "0001-01-01T10:00:00Z",
                    "ends_at": "2026-01-01T10:00:00Z" }),
            "starts_at",
        ),
    ] {
        let fields = refused(method, path, body).await;
        assert_eq!(fields, json!({ field: [YEARS] }), "{method} {path}");
    }
    // What only looks like a date is what it is.
    let named = json!({ "title": "0001-01-01" });
    let kept = house.admin.patch(&seminar, named).await.expect(200).json();
    assert_eq!(kept["title"], "0001-01-01");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_to_come_is_not_moved_where_nobody_would_hear_of_it() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    let api = house.app.api(house.organiser).await;
    let why = "That is over already, and nobody is told of a time that is over. Cancel it, or choose a time to come.";
    // A year too early, by the form and by the API; a postponed one likewise.
    let mut browser = house.at_desk().await;
    let page = format!("/seminars/{code}");
    let form = browser.get(&format!("{page}/edit")).await.expect(200);
    let early = [("date", "2025-12-10")];
    let refused = browser.submit(&form, &page, &early).await.expect(422);
    assert_eq!(wrong(&refused), [format!("Start: {why}")]);
    let early = json!({ "starts_local": "2025-12-10T16:00:00" });
    let refused = api.patch(&path, early.clone()).await.expect(422).json();
    assert_eq!(refused["fields"], json!({ "starts_local": [why] }));
    let postponed = format!("{path}/postponement");
    api.post(&postponed, json!({})).await.expect(200);
    api.patch(&path, early.clone()).await.expect(422);
    let starts = house.fact(&code, "starts_local").await;
    assert_eq!(starts, "2026-12-10T16:00:00");
    // What is a draft may have been; and what is over is put right.
    let draft = json!({ "state": "draft" });
    let draft = house.seminar(draft).await;
    let id = house.fact(&draft, "id").await;
    let was = format!("/seminars/{}", id.as_str().unwrap());
    let announced = json!({ "starts_local": "2025-12-10T16:00:00", "state": "announced" });
    api.patch(&was, announced).await.expect(200);
    let later = json!({ "starts_local": "2025-12-10T17:00:00" });
    api.patch(&was, later).await.expect(200);
}
