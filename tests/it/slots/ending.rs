//! How an offer ends: by whoever made it, by its time, and by what becomes of the seminar. The rooms are free again.

use chrono::Duration;
use maru::seminars::actions::end_due;
use serde_json::{Value, json};

use super::{Draft, opened, told};
use crate::support::browser::filled_in;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_or_replaced_is_free_again() {
    let draft = Draft::new().await;
    let offer = draft.offer(&[14, 15, 16]).await;
    assert_eq!(draft.taken().await, 4);
    let path = format!("/seminars/{}/slots", draft.code);
    let withdrawal = format!("{path}/withdrawal");
    let mut desk = draft.house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    let slot = offer["slots"][0]["id"].as_str().unwrap();
    let one = filled_in(&page.html(), &withdrawal, &[("slot", slot)]);
    desk.post(&withdrawal, &one).await.expect(303);
    let states = ["released", "open", "open"].map(str::to_owned).to_vec();
    assert_eq!(draft.stands().await, [("open".to_owned(), states)]);
    assert_eq!(draft.taken().await, 3);

    // Others take their place, one of them at a time that was held for her already.
    let mut others = draft.times(&[16, 18]);
    others["replaces"] = offer["id"].clone();
    let call = format!("{}/slot-offers", draft.path);
    draft
        .organiser
        .post(&call, others.clone())
        .await
        .expect(201);
    assert_eq!(draft.taken().await, 3);
    assert_eq!(draft.stands().await[1].0, "replaced");
    // Whoever had not seen that is not in the way of it.
    draft.organiser.post(&call, others).await.expect(409);
    desk.post(
        &withdrawal,
        &filled_in(&page.html(), &withdrawal, &[("all", "yes")]),
    )
    .await
    .expect(409);
    let page = desk.get(&path).await.expect(200);
    let all = filled_in(&page.html(), &withdrawal, &[("all", "yes")]);
    desk.post(&withdrawal, &all).await.expect(303);
    assert_eq!(draft.stands().await[0].0, "withdrawn");
    assert_eq!(draft.taken().await, 1);
    // She was told of neither: the mails about them had not gone out.
    assert_eq!(draft.told().await, told(&[]));

    // What she was told of is withdrawn with a word to her: first the last of three, by which the offer would have stood longest.
    let mut offer = draft.times(&[14, 15, 16]);
    offer["ends_at"] = json!("2026-12-16T00:00:00Z");
    let call = format!("{}/slot-offers", draft.path);
    let offer = draft.organiser.post(&call, offer).await.expect(201).json();
    let one = |subject: &str| told(&[("slot_offer", "marie@sample.example", subject)]);
    let offered = one("Which time suits you? Beyond scaling");
    assert_eq!(draft.told().await, offered);
    let withdrawal = format!("{call}/{}/withdrawal", offer["id"].as_str().unwrap());
    let last = json!({ "slot_ids": [offer["slots"][2]["id"]] });
    let left = draft.organiser.post(&withdrawal, last).await.expect(200);
    assert_eq!(left.json()["ends_at"], "2026-12-15T07:00:00Z");
    assert_eq!(draft.told().await, offered);
    draft
        .organiser
        .post(&withdrawal, json!({}))
        .await
        .expect(200);
    let gone = one("The times are no longer offered: Beyond scaling");
    assert_eq!(draft.told().await, gone);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_ends_by_itself_and_the_organisers_are_told() {
    let draft = Draft::new().await;
    draft.offer(&[14, 15]).await;
    let mails = draft.house.app.mails().await;
    assert_eq!(mails.len(), 1);
    let base = draft.house.app.hub.public_url.clone();
    let link = mails[0].link(&format!("{base}/speak/"));
    let link = link.strip_prefix(base.as_str()).unwrap();
    let clock = &draft.house.app.clock;
    let mut conn = draft.house.app.conn().await;
    clock.advance(Duration::days(7) - Duration::seconds(1));
    let hub = &draft.house.app.hub;
    assert_eq!(end_due(&mut conn, &**clock, hub).await.unwrap(), 0);
    // She says in the last moment that none suits; what she wrote reaches the organisers all the same.
    let (mut marie, page) = opened(&draft, link).await;
    let action = format!("{link}/slots");
    let words = [("words", "I teach on these days."), ("none", "yes")];
    marie.submit(&page, &action, &words).await.expect(303);
    clock.advance(Duration::seconds(1));
    assert_eq!(end_due(&mut conn, &**clock, hub).await.unwrap(), 1);
    assert_eq!(end_due(&mut conn, &**clock, hub).await.unwrap(), 0);
    let states = vec!["released".to_owned(); 2];
    assert_eq!(draft.stands().await, [("ended".to_owned(), states)]);
    assert_eq!(draft.taken().await, 1);
    let mut heard = draft.told().await;
    heard.sort();
    let none = "None of the times suits Marie Sample: Beyond scaling";
    let ended = "Marie Sample chose no time: Beyond scaling";
    assert_eq!(
        heard,
        told(&[
            ("slot_answer", "oh@hub.example", ended),
            ("slot_answer", "oh@hub.example", none)
        ])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_settles_the_seminar_otherwise_ends_what_is_offered() {
    let mut draft = Draft::new().await;
    let other = draft.house.other_hall["id"].clone();
    let apart = json!({ "items": [{ "title": "Panel", "starts_local": "2026-12-07T14:00:00",
                                    "ends_local": "2026-12-07T15:00:00", "room_id": other }] });
    let ways: [(&str, &str, Value, &str); 8] = [
        (
            "PATCH",
            "",
            json!({ "starts_local": "2026-12-15T16:00:00" }),
            "overtaken",
        ),
        ("PATCH", "", json!({ "duration_minutes": 90 }), "overtaken"),
        ("PATCH", "", json!({ "state": "announced" }), "overtaken"),
        ("PATCH", "", json!({ "speakers": [] }), "overtaken"),
        // What is held for it is not held with these rooms.
        (
            "PUT",
            "/programme",
            json!({ "items": [], "overflow_room_ids": [other] }),
            "overtaken",
        ),
        ("PUT", "/programme", apart, "overtaken"),
        ("POST", "/cancellation", json!({}), "overtaken"),
        ("PATCH", "", json!({ "title": "Otherwise" }), "open"),
    ];
    for (number, (method, act, body, state)) in ways.into_iter().enumerate() {
        let day = 2 + number;
        (draft.code, draft.path) = draft.another(&format!("2026-12-{day:02}T09:00:00")).await;
        let before = draft.taken().await;
        draft.offer(&[15, 16]).await;
        assert_eq!(draft.taken().await, before + 2);
        let call = format!("{}{act}", draft.path);
        let done = match method {
            "PATCH" => draft.organiser.patch(&call, body.clone()).await,
            "PUT" => draft.organiser.put(&call, body.clone()).await,
            _ => draft.organiser.post(&call, body.clone()).await,
        };
        // One of the times that are held is the seminar's own to take.
        done.expect(200);
        assert_eq!(draft.stands().await[0].0, state, "{body}");
        if body["items"][0].is_object() {
            let offer = draft.times(&[15, 16]);
            let call = format!("{}/slot-offers", draft.path);
            let refused = draft.organiser.post(&call, offer).await.expect(409);
            assert!(refused.json()["detail"].as_str().unwrap().contains("Items"));
        }
        let held = "bookings WHERE offered AND state = 'held'";
        let left = i64::from(state == "open") * 2;
        assert_eq!(draft.house.count(held).await, left, "{body}");
        // The next one offers the same times.
        draft
            .organiser
            .post(&format!("{}/cancellation", draft.path), json!({}))
            .await;
    }
    let held = "bookings WHERE offered AND state = 'held'";
    assert_eq!(draft.house.count(held).await, 0);

    // Who will not speak is offered nothing, and a draft that is removed holds nothing.
    (draft.code, draft.path) = draft.another("2026-12-22T09:00:00").await;
    let link = draft.link().await;
    draft.offer(&[17, 18]).await;
    let (mut marie, page) = opened(&draft, &link).await;
    let answer = format!("{link}/answer");
    marie
        .submit(&page, &answer, &[("answer", "declined")])
        .await
        .expect(303);
    assert_eq!(draft.stands().await[0].0, "declined");
    assert_eq!(draft.house.count(held).await, 0);
    let again = draft.times(&[17, 18]);
    let call = format!("{}/slot-offers", draft.path);
    draft.organiser.post(&call, again).await.expect(409);
    let before = draft.taken().await;
    (draft.code, draft.path) = draft.another("2026-12-23T09:00:00").await;
    draft.link().await;
    draft.offer(&[17, 18]).await;
    draft.organiser.delete(&draft.path).await.expect(204);
    assert_eq!(draft.taken().await, before);
}
