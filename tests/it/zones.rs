//! When the rules of a time zone change: what was derived by the old ones is put right, with its rooms, and people are told.

use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::worker::zones::{self, ZonesFault};
use serde_json::{Value, json};

use crate::support::{house::House, mailbox::Mail};

/// As if the rules had been so many hours apart when everything on 10 December in Seoul was entered: seminars, what people
/// were told of them, bookings and what they take.
async fn by_other_rules(house: &House, hours: i32) {
    let told = |name: &str| {
        format!(
            "'{name}', to_char(((snapshot->>'{name}')::timestamptz + interval '{hours} h') AT TIME ZONE 'UTC', \
             'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        )
    };
    let (starts_at, ends_at) = (told("starts_at"), told("ends_at"));
    let shifted = format!(
        "BEGIN; SET CONSTRAINTS ALL DEFERRED; \
         UPDATE seminars SET starts_at = starts_at + interval '{hours} h', ends_at = ends_at + interval '{hours} h'; \
         UPDATE bookings SET starts_at = starts_at + interval '{hours} h', ends_at = ends_at + interval '{hours} h'; \
         UPDATE occupancies SET blocked_from = blocked_from + interval '{hours} h', \
             blocked_to = blocked_to + interval '{hours} h'; \
         UPDATE seminar_revisions SET snapshot = snapshot || jsonb_build_object({starts_at}, {ends_at}); \
         COMMIT"
    );
    let mut conn = house.app.conn().await;
    conn.batch_execute(&shifted).await.unwrap();
}

/// The worker's hour.
async fn put_right(house: &House) -> Result<usize, ZonesFault> {
    let mut conn = house.app.conn().await;
    zones::rederive(&mut conn, &*house.app.clock, &house.app.hub).await
}

/// What the rooms are taken for, by time: from, to, title and state, in UTC.
async fn taken(house: &House) -> Vec<String> {
    lines(
        house,
        "SELECT to_char(o.blocked_from AT TIME ZONE 'UTC', 'HH24:MI') || '–' \
             || to_char(o.blocked_to AT TIME ZONE 'UTC', 'HH24:MI') || ' ' || b.title || ' ' || o.state AS line \
         FROM occupancies o JOIN bookings b ON b.id = o.booking_id \
         WHERE o.state <> 'released' AND o.blocked_from = b.starts_at AND o.blocked_to = b.ends_at \
         ORDER BY o.blocked_from, b.title",
    )
    .await
}

/// What Maru did by itself: to what, and how often.
async fn trail(house: &House) -> Vec<String> {
    lines(
        house,
        "SELECT actor_name || ' ' || action || ' ' || subject_kind || ' ' || count(*) AS line FROM audit_entries \
         WHERE channel = 'worker' AND actor_id IS NULL GROUP BY actor_name, action, subject_kind ORDER BY 1",
    )
    .await
}

async fn lines(house: &House, sql: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let lines: Vec<Line> = sql_query(sql)
        .load(&mut house.app.conn().await)
        .await
        .unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// The mails once the change window is over.
async fn mails(house: &House) -> Vec<Mail> {
    house.app.clock.advance(chrono::Duration::minutes(11));
    house.app.mails().await
}

/// When a seminar begins and ends, in UTC, and when it is meant to begin.
async fn times(house: &House, code: &str) -> String {
    let times = format!(
        "SELECT concat_ws(' ', starts_at AT TIME ZONE 'UTC', ends_at AT TIME ZONE 'UTC', starts_local) AS line \
         FROM seminars WHERE code = '{code}'"
    );
    lines(house, &times).await.concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_is_put_right_with_its_room_and_those_concerned_are_told() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let api = house.app.api(house.organiser).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let body = json!({ "people": [house.member] });
    api.post(&path, body).await.expect(202);
    mails(&house).await;
    let right = times(&house, &code).await;
    let [sequence, revision] = [
        house.fact(&code, "sequence").await,
        house.fact(&code, "revision").await,
    ];

    by_other_rules(&house, 1).await;
    assert_ne!(times(&house, &code).await, right);
    assert_eq!(put_right(&house).await.unwrap(), 1);
    assert_eq!(times(&house, &code).await, right);
    let risen = |n: &Value| json!(n.as_i64().unwrap() + 1);
    assert_eq!(house.fact(&code, "sequence").await, risen(&sequence));
    assert_eq!(house.fact(&code, "revision").await, risen(&revision));
    assert_eq!(
        taken(&house).await,
        ["07:00–08:00 Beyond scaling confirmed"]
    );
    assert_eq!(trail(&house).await, ["Maru changed seminars 1"]);

    let told = mails(&house).await;
    let whom: Vec<_> = told
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()))
        .collect();
    assert_eq!(whom, [("change", "min@hub.example")]);
    assert!(
        told[0]
            .text
            .contains("| The rules of the time zone Asia/Seoul have changed."),
        "{}",
        told[0].text
    );
    assert_eq!(told[0].calendar["DTSTART"], "20261210T070000Z");
    assert_eq!(told[0].calendar["SEQUENCE"], risen(&sequence).to_string());

    // What is right stays as it is, and nobody hears of it twice.
    assert_eq!(put_right(&house).await.unwrap(), 0);
    assert!(mails(&house).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_a_gap_moves_as_one_in_either_direction() {
    let house = House::new().await;
    house.seminar(json!({})).await;
    for (title, from, to) in [
        ("Early", "14:00", "15:00"),
        ("Before", "15:00", "16:00"),
        ("After", "17:00", "18:30"),
        ("Late", "18:30", "20:00"),
    ] {
        house.booking(&house.hall, title, from, to).await;
    }
    let right = taken(&house).await;
    assert_eq!(
        right,
        [
            "05:00–06:00 Early confirmed",
            "06:00–07:00 Before confirmed",
            "07:00–08:00 Beyond scaling confirmed",
            "08:00–09:30 After confirmed",
            "09:30–11:00 Late confirmed",
        ]
    );
    mails(&house).await;
    for hours in [1, -1] {
        by_other_rules(&house, hours).await;
        assert_ne!(taken(&house).await, right);
        assert_eq!(put_right(&house).await.unwrap(), 5, "{hours} h");
        assert_eq!(taken(&house).await, right, "{hours} h");
        let told: Vec<_> = mails(&house)
            .await
            .into_iter()
            .map(|mail| (mail.kind, mail.to))
            .collect();
        let owner = ("booking".to_owned(), "min@hub.example".to_owned());
        assert_eq!(told, vec![owner; 4], "{hours} h");
    }
    assert_eq!(
        trail(&house).await,
        ["Maru changed seminars 2", "Maru moved bookings 8"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_way_is_told_and_moves_once_there_is_room() {
    let house = House::new().await;
    let first = house.booking(&house.hall, "First", "10:00", "11:00").await;
    house
        .booking(&house.other_hall, "Elsewhere", "10:00", "11:00")
        .await;
    by_other_rules(&house, 1).await;
    // By the new rules, and as long as nobody has looked, the hall is free at ten.
    let in_the_way = house
        .booking(&house.hall, "In the way", "10:00", "11:00")
        .await;
    let fault = put_right(&house).await.unwrap_err().to_string();
    assert_eq!(
        fault,
        format!(
            "the rules of time zones have changed, and 1 could not be moved: booking {first} (the room is taken)"
        )
    );
    assert_eq!(
        taken(&house).await,
        [
            "01:00–02:00 Elsewhere confirmed",
            "01:00–02:00 In the way confirmed",
            "02:00–03:00 First confirmed",
        ]
    );
    let id = house.booked(&in_the_way, "id").await;
    let path = format!("/bookings/{}/cancellation", id.as_str().unwrap());
    let cancelled = house.admin.post(&path, json!({})).await;
    assert!(
        (200..300).contains(&cancelled.status),
        "{}",
        cancelled.text()
    );
    assert_eq!(put_right(&house).await.unwrap(), 1);
    assert_eq!(
        taken(&house).await,
        [
            "01:00–02:00 Elsewhere confirmed",
            "01:00–02:00 First confirmed",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_approved_stays_approved_and_what_waits_still_waits() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let approved = house
        .booking(&house.hall, "Approved", "10:00", "11:00")
        .await;
    // From here on the hall wants approval, by Ada.
    let path = format!("/rooms/{}", house.hall["id"].as_str().unwrap());
    let body = json!({ "approval": true, "keepers": [house.administrator] });
    house.admin.patch(&path, body).await.expect(200);
    let waits = house.booking(&house.hall, "Waits", "12:00", "13:00").await;
    mails(&house).await;
    by_other_rules(&house, 1).await;
    assert_eq!(put_right(&house).await.unwrap(), 3);
    assert_eq!(
        taken(&house).await,
        [
            "01:00–02:00 Approved confirmed",
            "03:00–04:00 Waits held",
            "07:00–08:00 Beyond scaling confirmed",
        ]
    );
    assert_eq!(house.booked(&approved, "state").await, "confirmed");
    assert_eq!(house.booked(&waits, "state").await, "held");
    assert_eq!(house.fact(&code, "state").await, "announced");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_does_not_take_back_what_a_newer_one_has_put_right() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    by_other_rules(&house, 1).await;
    let wrong = times(&house, &code).await;
    let rules = async |rules: &str| {
        let set = format!(
            "INSERT INTO hub (only_one, key_check, created_at, zone_rules) VALUES (true, '\\x00', now(), '{rules}') \
             ON CONFLICT (only_one) DO UPDATE SET zone_rules = excluded.zone_rules"
        );
        house.app.conn().await.batch_execute(&set).await.unwrap();
    };
    rules("9999z").await;
    assert_eq!(put_right(&house).await.unwrap(), 0);
    assert_eq!(times(&house, &code).await, wrong);
    rules("1999a").await;
    assert_eq!(put_right(&house).await.unwrap(), 1);
    // The next one that comes with older rules finds which were followed.
    let followed = "SELECT FROM hub WHERE zone_rules > '2000a'";
    let found = sql_query(followed)
        .execute(&mut house.app.conn().await)
        .await;
    assert_eq!(found, Ok(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_time_or_is_over_stays_as_it_is() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let stop = async |code: &str, how: &str| {
        let id = house.fact(code, "id").await;
        let path = format!("/seminars/{}/{how}", id.as_str().unwrap());
        let stopped = api.post(&path, json!({ "reason": "Illness" })).await;
        assert!((200..300).contains(&stopped.status), "{}", stopped.text());
    };
    let postponed = house.seminar(json!({ "title": "Postponed" })).await;
    stop(&postponed, "postponement").await;
    let cancelled = house.seminar(json!({ "title": "Cancelled" })).await;
    stop(&cancelled, "cancellation").await;
    let over = house.seminar(json!({ "title": "Over" })).await;
    by_other_rules(&house, 1).await;
    house.app.clock.advance(chrono::Duration::days(60));
    let before = [
        times(&house, &postponed).await,
        times(&house, &cancelled).await,
        times(&house, &over).await,
    ];
    assert_eq!(put_right(&house).await.unwrap(), 0);
    let after = [
        times(&house, &postponed).await,
        times(&house, &cancelled).await,
        times(&house, &over).await,
    ];
    assert_eq!(after, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn times_that_are_offered_are_no_longer_where_they_are_not_those_that_were_meant() {
    let house = House::new().await;
    let organiser = house.app.api(house.organiser).await;
    let speakers = json!([{ "person_id": house.guest }]);
    let draft = json!({ "state": "draft", "speakers": speakers });
    let code = house.seminar(draft).await;
    let id = house.fact(&code, "id").await;
    let call = format!("/seminars/{}/slot-offers", id.as_str().unwrap());
    let slot = |day: u32| json!({ "starts_local": format!("2026-12-{day}T16:00:00") });
    let offer = json!({ "person_id": house.guest, "slots": [slot(14), slot(15)] });
    organiser.post(&call, offer).await.expect(201);
    assert_eq!(mails(&house).await.len(), 1);
    assert_eq!(put_right(&house).await.unwrap(), 0);
    let shifted = "UPDATE offered_slots SET starts_at = starts_at + interval '1 h', ends_at = ends_at + interval '1 h' \
                   WHERE position = 1";
    let mut conn = house.app.conn().await;
    conn.batch_execute(shifted).await.unwrap();
    assert_eq!(put_right(&house).await.unwrap(), 1);
    assert_eq!(put_right(&house).await.unwrap(), 0);
    let state = "SELECT state AS line FROM slot_offers";
    assert_eq!(lines(&house, state).await, ["overtaken"]);
    let held = "bookings WHERE offered AND state = 'held'";
    assert_eq!(house.count(held).await, 0);
    let told = mails(&house).await;
    let told: Vec<_> = told.iter().map(|mail| (&*mail.kind, &*mail.to)).collect();
    assert_eq!(
        told,
        [
            ("slot_answer", "oh@hub.example"),
            ("slot_offer", "gil@hub.example")
        ]
    );
}
