//! What nobody means: a hall with a part that is closed, a booking of ten years, a rule that goes on for centuries.

use diesel_async::SimpleAsyncConnection;
use maru::people::model::Role;
use serde_json::{Value, json};

use super::{booking, room, taken};
use crate::support::app::{Api, TestApp};

async fn refused(api: &Api, body: Value) -> Value {
    api.post("/bookings", body).await.expect(422).json()["fields"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hall_of_which_a_part_is_closed_cannot_be_had_and_is_not_offered() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (a, b) = (
        room(&admin, "A", json!({})).await,
        room(&admin, "B", json!({})).await,
    );
    let both = room(&admin, "A and B", json!({ "part_ids": [a["id"], b["id"]] })).await;
    // The whole house, by way of the hall.
    let house = room(&admin, "House", json!({ "part_ids": [both["id"]] })).await;
    let before = admin.post("/bookings", booking(&both, "07:00", "08:00"));
    let before = before.await.expect(201).json();
    let path = format!("/rooms/{}", b["id"].as_str().unwrap());
    let closed = json!({ "state": "closed" });
    admin.patch(&path, closed).await.expect(200);

    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let sun = app.api(sun).await;
    let why = json!({ "room_id": ["This room, or a part of it, is closed; choose another."] });
    for one in [&b, &both, &house] {
        let wanted = booking(one, "10:00", "11:00");
        assert_eq!(refused(&sun, wanted).await, why, "{}", one["name"]);
    }
    let seminar = json!({ "title": "In both", "starts_local": "2026-12-01T19:00:00", "zone": "Asia/Seoul",
                          "room_id": both["id"] });
    let seminar = sun.post("/seminars", seminar).await.expect(422).json();
    assert_eq!(seminar["fields"], why);
    let free = "/rooms/free?starts_at=2026-12-01T10:00:00Z&ends_at=2026-12-01T11:00:00Z";
    let free = sun.get(free).await.expect(200).json();
    let names = free["items"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|room| room["name"].clone()).collect();
    assert_eq!(names, ["A"]);

    // What was booked before stays, and can be called something else; the other part can be had.
    let path = format!("/bookings/{}", before["id"].as_str().unwrap());
    let title = json!({ "title": "Last time here" });
    admin.patch(&path, title).await.expect(200);
    sun.post("/bookings", booking(&a, "10:00", "11:00"))
        .await
        .expect(201);
    let path = format!("/rooms/{}", b["id"].as_str().unwrap());
    let open = json!({ "state": "open" });
    admin.patch(&path, open).await.expect(200);
    sun.post("/bookings", booking(&house, "12:00", "13:00"))
        .await
        .expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_in_the_wrong_decade_keeps_nobody_out() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let why = "A booking lasts a year (366 days) at most; check the year in which it ends.";
    let mut years = booking(&hall, "07:00", "08:00");
    years["ends_at"] = json!("2036-12-01T08:00:00Z");
    assert_eq!(
        refused(&admin, years.clone()).await,
        json!({ "ends_at": [why] })
    );
    let local = json!({ "room_id": hall["id"], "title": "Loan", "starts_local": "2026-12-01T09:00:00",
                        "ends_local": "2028-12-01T09:00:00" });
    assert_eq!(refused(&admin, local).await, json!({ "ends_local": [why] }));
    let far = "Its dates go beyond the year 2200; give it a smaller COUNT or an earlier UNTIL.";
    let mut yearly = booking(&hall, "07:00", "08:00");
    yearly["rule"] = json!("FREQ=YEARLY;COUNT=400");
    assert_eq!(refused(&admin, yearly).await, json!({ "rule": [far] }));
    assert_eq!(taken(&app).await, 0);

    // A year is lent; a move does not make two of it.
    years["ends_at"] = json!("2027-12-02T07:00:00Z");
    let lent = admin.post("/bookings", years).await.expect(201).json();
    let path = format!("/bookings/{}", lent["id"].as_str().unwrap());
    let longer = json!({ "ends_at": "2027-12-02T07:00:01Z" });
    let longer = admin.patch(&path, longer).await.expect(422).json();
    assert_eq!(longer["fields"], json!({ "ends_at": [why] }));

    // The database says so too, whoever writes.
    let long = format!(
        "UPDATE bookings SET ends_at = '2037-01-01Z' WHERE id = '{}'",
        lent["id"].as_str().unwrap()
    );
    let error = app.conn().await.batch_execute(&long).await.unwrap_err();
    assert!(
        error.to_string().contains("bookings_within_a_year"),
        "{error}"
    );
    // A list is asked for with a plus sign as people type it; without an offset nobody knows when that is.
    let typed = "/bookings?from=2026-12-01T16:00:00+09:00&to=2026-12-01T16:30:00+09:00";
    let found = admin.get(typed).await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let bare = admin.get("/bookings?from=2026-12-01T16:00:00").await;
    let how =
        "Write a time with its offset, such as 2026-12-01T07:00:00Z or 2026-12-01T16:00:00+09:00.";
    assert_eq!(bare.expect(422).json()["fields"], json!({ "from": [how] }));
    let mut bare = booking(&hall, "07:00", "08:00");
    bare["ends_at"] = json!("2026-12-01T08:00:00");
    assert_eq!(refused(&admin, bare).await, json!({ "ends_at": [how] }));

    let cancelled = format!("{path}/cancellation");
    admin.post(&cancelled, json!({})).await.expect(200);
}
