//! Changes that cross each other: each begins while another holds what it needs, so that the order of their locks is what
//! the test makes it. None is lost, none meets a deadlock.

use std::time::Duration;

use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::{base::schema::change_counters, people::model::Role};
use serde_json::{Value, json};

use super::{booking, room};
use crate::support::{app::TestApp, house::House};

/// Waits until so many others of this database stand still for a lock.
async fn waiting(conn: &mut AsyncPgConnection, wanted: i64) {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    for _ in 0..2000 {
        let found: Count = diesel::sql_query(
            "SELECT count(*) AS count FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
        .get_result(conn)
        .await
        .unwrap();
        if found.count == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("nobody waits");
}

/// Holds a room as whoever books it does, until the transaction ends.
async fn hold(conn: &mut AsyncPgConnection, room: &Value) {
    let id = room["id"].as_str().unwrap();
    let lock = format!("BEGIN; SELECT FROM rooms WHERE id = '{id}' FOR NO KEY UPDATE");
    conn.batch_execute(&lock).await.unwrap();
}

async fn raised(app: &TestApp, room: &Value) -> i64 {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    let key = format!("room:{}", room["id"].as_str().unwrap());
    change_counters::table
        .filter(change_counters::subject.eq(key))
        .select(change_counters::counter)
        .first(&mut app.conn().await)
        .await
        .unwrap()
}

fn names(booking: &Value) -> Vec<&str> {
    let rooms = booking["rooms"].as_array().unwrap();
    rooms
        .iter()
        .map(|room| room["name"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_change_a_booking_at_once_one_its_room_and_one_its_time_neither_is_lost() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let other = room(&admin, "Other hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let (one, two) = (app.api(sun).await, app.api(sun).await);
    let made = one
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    let path = format!("/bookings/{}", made["id"].as_str().unwrap());

    let (holder, watch) = (&mut app.conn().await, &mut app.conn().await);
    hold(holder, &hall).await;
    let (there, elsewhere) = (path.clone(), json!({ "room_id": other["id"] }));
    let room_first = tokio::spawn(async move { one.patch(&there, elsewhere).await.status });
    waiting(watch, 1).await;
    let (there, longer) = (path.clone(), json!({ "ends_at": "2026-12-01T09:30:00Z" }));
    let then_time = tokio::spawn(async move { two.patch(&there, longer).await.status });
    waiting(watch, 2).await;
    holder.batch_execute("COMMIT").await.unwrap();

    assert_eq!(
        (room_first.await.unwrap(), then_time.await.unwrap()),
        (200, 200)
    );
    let now = admin.get(&path).await.expect(200).json();
    assert_eq!(names(&now), ["Other hall"]);
    assert_eq!(
        (now["starts_at"].as_str(), now["ends_at"].as_str()),
        (Some("2026-12-01T07:00:00Z"), Some("2026-12-01T09:30:00Z"))
    );
    // The room that was left is free, the other one is not.
    admin
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201);
    admin
        .post("/bookings", booking(&other, "09:00", "10:00"))
        .await
        .expect(409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancellation_that_meets_a_move_is_seen_in_the_feed_of_the_room_it_was_moved_to() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let other = room(&admin, "Other hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let (one, two) = (app.api(sun).await, app.api(sun).await);
    let made = one
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    let path = format!("/bookings/{}", made["id"].as_str().unwrap());

    let (holder, watch) = (&mut app.conn().await, &mut app.conn().await);
    let before = raised(&app, &other).await;
    hold(holder, &hall).await;
    let (there, elsewhere) = (path.clone(), json!({ "room_id": other["id"] }));
    let moved = tokio::spawn(async move { one.patch(&there, elsewhere).await.status });
    waiting(watch, 1).await;
    let there = format!("{path}/cancellation");
    let cancelled = tokio::spawn(async move { two.post(&there, json!({})).await.status });
    waiting(watch, 2).await;
    holder.batch_execute("COMMIT").await.unwrap();

    assert_eq!((moved.await.unwrap(), cancelled.await.unwrap()), (200, 200));
    // Once for the move, once for the cancellation.
    assert_eq!(raised(&app, &other).await, before + 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_of_a_series_waits_for_the_rooms_of_its_seminars_before_it_holds_any_counter() {
    let house = House::new().await;
    let first = house.seminar(json!({ "title": "First" })).await;
    let second = house
        .seminar(json!({ "title": "Second", "starts_local": "2026-12-17T16:00:00", "room_id": house.other_hall["id"] }))
        .await;
    let series = house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    let api = house.app.api(house.organiser).await;

    // Someone changes another seminar in the second one's room: the room is locked, the counters come last.
    let (holder, watch) = (&mut house.app.conn().await, &mut house.app.conn().await);
    hold(holder, &house.other_hall).await;
    let longer = json!({ "duration_minutes": 90 });
    let changing = tokio::spawn(async move { api.patch(&path, longer).await.status });
    waiting(watch, 1).await;
    holder
        .batch_execute(
            "UPDATE change_counters SET counter = counter + 1 WHERE subject = 'hub'; COMMIT",
        )
        .await
        .unwrap();

    assert_eq!(changing.await.unwrap(), 200);
    for code in [&first, &second] {
        assert_eq!(house.fact(code, "duration_minutes").await, 90);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_speaker_who_gets_a_name_and_a_room_that_gets_one_never_wait_for_each_other() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    // Someone of whom nothing but the address is known.
    let unnamed = json!({ "title": "Before", "starts_local": "2026-12-09T16:00:00", "zone": "Asia/Seoul",
                          "speakers": [{ "email": "kim@far.example" }] });
    api.post("/seminars", unnamed).await.expect(201);

    let (holder, watch) = (&mut house.app.conn().await, &mut house.app.conn().await);
    hold(holder, &house.hall).await;
    let named = json!({ "title": "After", "starts_local": "2026-12-10T16:00:00", "zone": "Asia/Seoul",
                        "room_id": house.hall["id"],
                        "speakers": [{ "name": "Kim Sample", "email": "kim@far.example" }] });
    let entering = tokio::spawn(async move { api.post("/seminars", named).await.status });
    waiting(watch, 1).await;
    // What whoever renames the room does last.
    holder
        .batch_execute(
            "INSERT INTO change_counters (subject, changed_at) VALUES ('names', now()) \
             ON CONFLICT (subject) DO UPDATE SET counter = change_counters.counter + 1; COMMIT",
        )
        .await
        .unwrap();
    assert_eq!(entering.await.unwrap(), 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_invited_while_they_are_removed_is_no_fault_of_ours() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let wanted = json!({ "people": [house.guest] });
    let api = house.app.api(house.organiser).await;

    let (holder, watch) = (&mut house.app.conn().await, &mut house.app.conn().await);
    let remove = format!("BEGIN; DELETE FROM people WHERE id = '{}'", house.guest);
    holder.batch_execute(&remove).await.unwrap();
    let (there, body) = (path.clone(), wanted.clone());
    let inviting = tokio::spawn(async move { (api.post(&there, body).await, api) });
    waiting(watch, 1).await;
    holder.batch_execute("COMMIT").await.unwrap();

    let (met, api) = inviting.await.unwrap();
    let met = met.expect(503);
    assert_eq!(met.header("retry-after"), Some("1"));
    let problem = met.json();
    assert!(
        problem["type"]
            .as_str()
            .unwrap()
            .ends_with("/problems/busy"),
        "{problem}"
    );
    // The same once more says what there is no more.
    let fields = api.post(&path, wanted).await.expect(422).json()["fields"].clone();
    assert_eq!(
        fields,
        json!({ "people": ["There is nothing under that id."] })
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_database_gives_up_to_end_a_deadlock_is_to_be_sent_once_more() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let id = hall["id"].as_str().unwrap();
    let api = app
        .api(app.person("sun", "Sun Sample", &[Role::Member]).await)
        .await;

    // Someone who takes the locks the wrong way round, and is patient: it is the other one who is given up.
    let (holder, watch) = (&mut app.conn().await, &mut app.conn().await);
    let counter = format!(
        "BEGIN; SET LOCAL deadlock_timeout = '1min'; \
         UPDATE change_counters SET counter = counter + 1 WHERE subject = 'room:{id}'"
    );
    holder.batch_execute(&counter).await.unwrap();
    let wanted = booking(&hall, "07:00", "08:00");
    let booking = wanted.clone();
    let booking = tokio::spawn(async move { (api.post("/bookings", booking).await, api) });
    waiting(watch, 1).await;
    let lock = format!("SELECT FROM rooms WHERE id = '{id}' FOR NO KEY UPDATE; COMMIT");
    holder.batch_execute(&lock).await.unwrap();

    let (given_up, api) = booking.await.unwrap();
    let given_up = given_up.expect(503);
    assert_eq!(given_up.header("retry-after"), Some("1"));
    let problem = given_up.json();
    assert!(
        problem["type"]
            .as_str()
            .unwrap()
            .ends_with("/problems/busy"),
        "{problem}"
    );
    assert_eq!(
        problem["detail"],
        "Another change met this one at the same moment. Nothing was saved; please do it once more."
    );
    api.post("/bookings", wanted).await.expect(201);
}
