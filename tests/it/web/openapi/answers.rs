//! A walk through every call: whatever is answered looks as the description says, and everything that the description
//! says is answered at some time.

use maru::people::model::Role;
use serde_json::{Value, json};

use super::walk::Walk;
use crate::support::app::{Api, TestApp};

fn id(made: &Value) -> &str {
    made["id"].as_str().unwrap()
}

async fn member(app: &TestApp, handle: &str) -> Api {
    app.api(app.person(handle, "Kim Gyeonbon", &[Role::Member]).await)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_as_it_is_described() {
    let app = TestApp::new().await;
    let mut walk = Walk::in_hub(&app).await;
    people(&app, &mut walk).await;
    let hall = rooms(&app, &mut walk).await;
    bookings(&app, &mut walk, &hall).await;
    seminars(&app, &mut walk, &hall).await;
    stays(&app, &mut walk).await;
    tokens(&mut walk).await;
    walk.end();
}

async fn people(app: &TestApp, walk: &mut Walk) {
    let body = json!({ "name": "Sample Institute", "zone": "Asia/Seoul" });
    let institution = walk.made("enter_institution", body.clone()).await;
    let other = walk.made("enter_institution", body).await;
    walk.read("list_institutions", &[]).await;
    walk.read("get_institution", &[id(&institution)]).await;
    let change = json!({ "city": "Seoul", "country": "KR", "kind": "member" });
    walk.changed("change_institution", &[id(&institution)], change)
        .await;
    walk.gone("remove_institution", &[id(&other)]).await;

    let project = walk.made("enter_project", json!({ "name": "Trust" })).await;
    walk.read("list_projects", &[]).await;
    walk.read("get_project", &[id(&project)]).await;
    let change = json!({ "description": "What can be trusted." });
    walk.changed("change_project", &[id(&project)], change)
        .await;
    walk.gone("remove_project", &[id(&project)]).await;

    let body = json!({ "name": "Marie Sample", "email": "marie@sample.example", "language": "en",
                       "institution_id": institution["id"], "orcid": "0000-0002-1825-0097" });
    let marie = walk.made("enter_person", body).await;
    let known = json!({ "email": "marie@sample.example" });
    walk.ask("enter_person", &[], known, 409).await;
    let said = walk
        .made("enter_person", json!({ "name": "Said Sample" }))
        .await;
    walk.refused("remove_institution", &[id(&institution)], 409)
        .await;
    walk.read("name_assistant", &[id(&marie), id(&said)]).await;
    walk.refused("name_assistant", &[id(&marie), id(&marie)], 422)
        .await;
    walk.read("list_people", &[]).await;
    walk.read("get_person", &[id(&said)]).await;
    let office = json!({ "title": "Prof.", "office": { "name": "Sample Office", "email": "office@sample.example" } });
    walk.ask("put_form_of_address", &[id(&said)], office, 200)
        .await;
    let wrong = json!({ "office": { "email": "no address" } });
    walk.ask("put_form_of_address", &[id(&said)], wrong, 422)
        .await;
    walk.read("get_form_of_address", &[id(&said)]).await;
    walk.refused("get_person", &[&uuid::Uuid::nil().to_string()], 404)
        .await;
    walk.read("remove_assistant", &[id(&marie), id(&said)])
        .await;
    walk.read("grant_role", &[id(&marie), "room_keeper"]).await;
    walk.read("revoke_role", &[id(&marie), "room_keeper"]).await;
    let change = json!({ "zone": "Europe/Paris", "contact_email": "office@sample.example" });
    walk.changed("change_person", &[id(&marie)], change).await;
    walk.gone("remove_person", &[id(&said)]).await;
    let guest = app.person("guest", "Guest Sample", &[]).await;
    let guest = app.api(guest).await;
    walk.ask_by(&guest, "list_people", &[], Value::Null, 403)
        .await;

    let feed = walk.ask("make_feed", &[id(&marie)], json!({}), 201).await;
    walk.read("list_feeds", &[id(&marie)]).await;
    walk.read("get_feed", &[id(&marie), id(&feed)]).await;
    let change = json!({ "name": "For the door", "detail": "busy" });
    walk.ask("change_feed", &[id(&marie), id(&feed)], change, 200)
        .await;
    walk.read("renew_feed", &[id(&marie), id(&feed)]).await;
    walk.gone("revoke_feed", &[id(&marie), id(&feed)]).await;
}

async fn rooms(app: &TestApp, walk: &mut Walk) -> Value {
    let body = json!({ "name": "Main building", "zone": "Asia/Seoul" });
    let site = walk.made("enter_site", body.clone()).await;
    let other = walk.ask("enter_site", &[], body, 422).await;
    assert!(other["fields"]["slug"].is_array());
    let body = json!({ "name": "Annexe", "zone": "Asia/Seoul" });
    let other = walk.made("enter_site", body).await;
    walk.read("list_sites", &[]).await;
    walk.read("get_site", &[id(&site)]).await;
    walk.changed(
        "change_site",
        &[id(&site)],
        json!({ "address": "1 Sample Street" }),
    )
    .await;
    walk.gone("remove_site", &[id(&other)]).await;
    let body = json!({ "site_id": site["id"], "from": "2027-01-05", "name_en": "Inventory", "name_ko": "재고 조사" });
    let closed = walk.made("enter_closed_days", body.clone()).await;
    walk.ask("enter_closed_days", &[], body, 422).await;
    let body = json!({ "from": "2027-01-05", "to": "2027-01-06", "name_en": "Move" });
    let other = walk.made("enter_closed_days", body).await;
    walk.read("list_closed_days", &[]).await;
    walk.read("get_closed_days", &[id(&closed)]).await;
    let change = json!({ "name_ko": "재물 조사" });
    walk.changed("change_closed_days", &[id(&closed)], change)
        .await;
    walk.gone("remove_closed_days", &[id(&other)]).await;

    let body = json!({ "name": "Hall A", "kind": "hall", "site_id": site["id"] });
    let part = walk.made("enter_room", body).await;
    let body = json!({ "name": "Hall", "kind": "hall", "part_ids": [part["id"]], "capacity": 90 });
    let hall = walk.made("enter_room", body).await;
    let cell = walk
        .made("enter_room", json!({ "name": "Cell", "kind": "lab" }))
        .await;
    walk.read("list_rooms", &[]).await;
    walk.read("get_room", &[id(&hall)]).await;
    walk.changed(
        "change_room",
        &[id(&hall)],
        json!({ "equipment": ["projector"] }),
    )
    .await;
    walk.gone("remove_room", &[id(&cell)]).await;
    walk.refused("remove_room", &[id(&part)], 409).await;
    walk.refused("remove_site", &[id(&site)], 409).await;
    let query = "?starts_at=2026-12-01T07:00:00Z&ends_at=2026-12-01T08:00:00Z";
    let free = walk.found("find_free_rooms", query).await;
    assert_eq!(free["items"].as_array().unwrap().len(), 2);
    let member = member(app, "kim").await;
    walk.ask_by(&member, "remove_room", &[id(&hall)], Value::Null, 403)
        .await;
    hall
}

async fn bookings(app: &TestApp, walk: &mut Walk, hall: &Value) {
    let at = |from: &str, to: &str| {
        json!({ "room_id": hall["id"], "title": "Reading group",
                "starts_local": format!("2026-12-01T{from}:00"), "ends_local": format!("2026-12-01T{to}:00") })
    };
    let booking = walk.made("book", at("16:00", "17:00")).await;
    walk.ask("book", &[], at("16:30", "17:30"), 409).await;
    walk.ask(
        "book",
        &[],
        json!({ "room_id": hall["id"], "title": "x" }),
        422,
    )
    .await;
    let mut run = at("16:30", "17:30");
    run["rule"] = "FREQ=DAILY;COUNT=3".into();
    run["on_conflict"] = "skip".into();
    let run = walk.made("book", run).await;
    assert_eq!(run["clashes"].as_array().unwrap().len(), 1);
    walk.read("list_bookings", &[]).await;
    let query = format!("?run_id={}&limit=1", run["run_id"].as_str().unwrap());
    let one = walk.found("list_bookings", &query).await;
    assert_eq!(
        (
            one["items"].as_array().unwrap().len(),
            one["next"].is_string()
        ),
        (1, true)
    );
    walk.read("get_booking", &[id(&booking)]).await;
    walk.changed(
        "change_booking",
        &[id(&booking)],
        json!({ "note": "Bring tea." }),
    )
    .await;
    walk.ask(
        "cancel_booking",
        &[id(&booking)],
        json!({ "reason": "Ill" }),
        200,
    )
    .await;
    walk.refused("cancel_booking", &[id(&booking)], 409).await;

    let body = json!({ "name": "Board room", "kind": "meeting", "approval": true });
    let board = walk.made("enter_room", body).await;
    let member = member(app, "lee").await;
    for (decision, from) in [("approve_booking", "16:00"), ("refuse_booking", "18:00")] {
        let mut wish = at(from, "19:00");
        wish["room_id"] = board["id"].clone();
        if from == "16:00" {
            wish["ends_local"] = "2026-12-01T17:00:00".into();
        }
        let held = walk.ask_by(&member, "book", &[], wish, 201).await;
        assert_eq!(held["state"], "held");
        walk.ask_by(&member, decision, &[id(&held)], Value::Null, 403)
            .await;
        walk.read(decision, &[id(&held)]).await;
        walk.refused(decision, &[id(&held)], 409).await;
    }
}

/// Two weeks in the hall, of which one is taken: looked at, refused, and made without it.
async fn lists(walk: &mut Walk, reader: &str, series: &str) {
    let list = json!({ "name_en": "Safety", "name_ko": "안전", "visibility": "public" });
    let list = walk.made("make_list", list).await;
    walk.ask("make_list", &[], json!({}), 422).await;
    walk.read("list_lists", &[]).await;
    walk.read("get_list", &[id(&list)]).await;
    let change = json!({ "description_ko": "안전을 생각하는 강연" });
    walk.changed("change_list", &[id(&list)], change).await;
    let of = [id(&list)];
    let rule = json!({ "what": "series", "series_id": series });
    let rule = walk.ask("put_on_list", &of, rule, 201).await;
    let topic = json!({ "what": "topic", "topic": "Safety" });
    walk.ask("put_on_list", &of, topic, 201).await;
    walk.ask("put_on_list", &of, json!({ "what": "topic" }), 422)
        .await;
    walk.read("list_list_items", &of).await;
    let item = [id(&list), id(&rule)];
    walk.gone("take_off_list", &item).await;
    walk.refused("take_off_list", &item, 404).await;
    let follows = [reader, id(&list)];
    walk.refused("get_list_follow", &follows, 404).await;
    walk.ask("follow_list", &follows, json!({}), 200).await;
    walk.read("get_list_follow", &follows).await;
    walk.refused("remove_list", &of, 409).await;
    walk.gone("unfollow_list", &follows).await;
    walk.gone("remove_list", &of).await;
}

async fn slots(walk: &mut Walk, hall: &Value) {
    let speaker = json!([{ "name": "Sol Sample", "email": "sol@sample.example" }]);
    let draft = json!({ "starts_local": "2027-01-12T16:00:00", "zone": "Asia/Seoul", "room_id": hall["id"], "speakers": speaker });
    let draft = walk.made("enter_seminar", draft).await;
    let time = |day: u32| json!({ "starts_local": format!("2027-01-{day}T16:00:00") });
    let person = &draft["speakers"][0]["person_id"];
    let offer = json!({ "person_id": person, "slots": [time(19), time(26)] });
    let call = [id(&draft)];
    let made = walk.ask("offer_slots", &call, offer.clone(), 201).await;
    walk.ask("offer_slots", &call, offer, 409).await;
    walk.ask(
        "offer_slots",
        &call,
        json!({ "person_id": person, "slots": [] }),
        422,
    )
    .await;
    walk.read("list_slot_offers", &call).await;
    let pair = [id(&draft), id(&made)];
    let first = json!({ "slot_ids": [made["slots"][0]["id"]] });
    walk.ask("withdraw_slots", &pair, first, 200).await;
    let second = json!({ "slot_id": made["slots"][1]["id"] });
    walk.ask("choose_slot", &pair, second, 200).await;
    walk.ask("withdraw_slots", &pair, json!({}), 409).await;
    walk.read("get_seminar_text", &call).await;
}

async fn term(walk: &mut Walk, series: &str, hall: &Value) {
    let taken = json!({ "room_id": hall["id"], "title": "Inventory", "starts_at": "2027-01-05T10:00:00Z",
                        "ends_at": "2027-01-05T11:00:00Z" });
    walk.made("book", taken).await;
    let mut term = json!({ "weekday": 2, "time": "10:00:00", "from": "2027-01-01", "count": 2, "room_id": hall["id"],
                           "dry_run": true });
    walk.ask("plan_term", &[series], term.clone(), 200).await;
    term["dry_run"] = false.into();
    walk.ask("plan_term", &[series], term.clone(), 409).await;
    term["on_conflict"] = "skip".into();
    walk.ask("plan_term", &[series], term.clone(), 201).await;
    term["weekday"] = 8.into();
    walk.ask("plan_term", &[series], term, 422).await;
    walk.read("get_board", &[series]).await;
    let look = json!({ "dry_run": true, "note": "The first of the year." });
    walk.ask("announce_term", &[series], look, 200).await;
    walk.ask("announce_term", &[series], json!({}), 200).await;
    let none = json!({ "seminars": [] });
    walk.ask("announce_term", &[series], none, 422).await;
}

async fn seminars(app: &TestApp, walk: &mut Walk, hall: &Value) {
    let marie = walk
        .found("list_people", "?email=marie@sample.example")
        .await;
    let marie = id(&marie["items"][0]).to_owned();
    let body = json!({ "title": "Scaling Laws", "zone": "Asia/Seoul", "room_id": hall["id"],
                       "join_url": "https://meet.example/series" });
    let series = walk.made("enter_series", body).await;
    let other = walk
        .made("enter_series", json!({ "title": "Old", "zone": "UTC" }))
        .await;
    walk.read("list_series", &[]).await;
    walk.read("get_series", &[id(&series)]).await;
    walk.changed(
        "change_series",
        &[id(&series)],
        json!({ "topics": ["Scaling"] }),
    )
    .await;
    let asked = [id(&series), &marie];
    walk.ask("follow_series", &asked, json!({ "reminders": [60] }), 202)
        .await;
    let reader = app.person("reader", "Re Reader", &[]).await;
    app.api(reader).await;
    let reader = reader.to_string();
    let follows = [id(&series), &reader];
    walk.refused("get_subscription", &follows, 404).await;
    walk.ask("follow_series", &follows, json!({ "reminders": [60] }), 200)
        .await;
    walk.ask(
        "follow_series",
        &follows,
        json!({ "digest": "hourly" }),
        422,
    )
    .await;
    walk.read("list_subscriptions", &[id(&series)]).await;
    walk.read("get_subscription", &follows).await;
    walk.gone("unfollow_series", &follows).await;
    let list = json!({ "name": "Everyone", "address": "everyone@department.example", "languages": ["ko", "en"],
                       "permission": "Kim Gyeonbon" });
    let told = walk
        .ask("add_series_audience", &[id(&series)], list.clone(), 201)
        .await;
    walk.ask("add_series_audience", &[id(&series)], list.clone(), 422)
        .await;
    walk.read("list_series_audiences", &[id(&series)]).await;
    let told = [id(&series), id(&told)];
    walk.gone("end_series_audience", &told).await;
    walk.refused("end_series_audience", &told, 409).await;
    let daily = json!({ "digest": "daily" });
    let wrong = json!({ "digest": "hourly" });
    walk.refused("get_hub_follow", &[&reader], 404).await;
    walk.ask("follow_hub", &[&reader], json!({}), 200).await;
    walk.ask("follow_hub", &[&reader], wrong.clone(), 422).await;
    walk.read("get_hub_follow", &[&reader]).await;
    walk.ask("follow_hub", &[&marie], json!({}), 409).await;
    let topic = [reader.as_str(), "alignment"];
    walk.ask("follow_topic", &topic, daily, 200).await;
    walk.ask("follow_topic", &topic, wrong, 422).await;
    walk.read("get_topic_follow", &topic).await;
    walk.read("list_follows", &[&reader]).await;
    lists(walk, &reader, id(&series)).await;
    slots(walk, hall).await;
    walk.gone("unfollow_topic", &topic).await;
    walk.gone("unfollow_hub", &[&reader]).await;
    term(walk, id(&other), hall).await;
    let plain = walk
        .made("enter_series", json!({ "title": "Plain", "zone": "UTC" }))
        .await;
    walk.gone("remove_series", &[id(&plain)]).await;

    let body = json!({ "series_id": series["id"], "title": "Beyond", "starts_local": "2026-12-10T16:00:00",
                       "state": "announced", "join_url": "https://meet.example/beyond",
                       "place": { "name": "Garden", "address": "1 Sample Street", "url": "https://garden.example",
                                  "zone": "Europe/Paris" },
                       "speakers": [{ "name": "Ada Sample", "email": "ada@sample.example" }] });
    let seminar = walk.made("enter_seminar", body).await;
    let draft = json!({ "series_id": series["id"], "starts_local": "2026-12-10T16:30:00" });
    walk.ask("enter_seminar", &[], draft, 409).await;
    let texts = json!({ "ko": { "title": "표본" }, "en": { "title": "Sample" }, "fr": { "title": "Exemple", "abstract": "Un exemple." } });
    let draft = json!({ "starts_local": "2026-12-11T16:00:00", "texts": texts });
    let draft = walk.made("enter_seminar", draft).await;
    walk.read("list_seminars", &[]).await;
    walk.read("get_seminar", &[id(&seminar)]).await;
    let told = walk
        .ask("add_seminar_audience", &[id(&seminar)], list, 201)
        .await;
    walk.read("list_seminar_audiences", &[id(&seminar)]).await;
    walk.gone("end_seminar_audience", &[id(&seminar), id(&told)])
        .await;
    let change = json!({ "abstract": "What lies beyond." });
    walk.changed("change_seminar", &[id(&seminar)], change)
        .await;
    speakers(walk, &seminar).await;
    walk.ask("invite", &[id(&draft)], json!({ "people": [marie] }), 409)
        .await;
    walk.ask("invite", &[id(&seminar)], json!({ "people": [marie] }), 202)
        .await;
    app.mails().await;
    let member = member(app, "park").await;
    let theirs = [id(&seminar), &marie];
    walk.ask_by(&member, "answer", &theirs, json!({ "answer": "yes" }), 403)
        .await;
    walk.ask("answer", &theirs, json!({ "answer": "waiting" }), 422)
        .await;
    walk.ask("answer", &theirs, json!({ "answer": "yes" }), 200)
        .await;
    let by_telephone = json!({ "answer": "yes", "channel": "telephone" });
    walk.ask("answer", &theirs, by_telephone, 200).await;
    let here = [id(&seminar)];
    let terms =
        json!({ "reply_by": "2026-11-09", "late": "refused", "remind_days": 3, "companions": 2 });
    walk.ask("put_reply_terms", &here, terms, 200).await;
    let never = json!({ "remind_days": 3 });
    walk.ask("put_reply_terms", &here, never, 422).await;
    walk.read("get_reply_terms", &here).await;
    let asks = json!({ "questions": [
        { "kind": "yes_no", "words_en": "Lunch?", "purpose_en": "For the kitchen." }] });
    let asked = walk.ask("put_questions", &here, asks, 200).await;
    walk.ask(
        "put_questions",
        &here,
        json!({ "questions": [{ "kind": "text" }] }),
        422,
    )
    .await;
    walk.read("list_questions", &here).await;
    let replies = json!({ "answer": "yes", "companions": 1, "replies": [
        { "question_id": asked["items"][0]["id"], "said": ["yes"] }] });
    walk.ask("answer", &theirs, replies, 200).await;
    walk.read("list_question_answers", &here).await;
    let comes = json!({ "name": "Gwen Sample" });
    let came = walk.ask("check_in", &[id(&seminar)], comes, 201).await;
    let comes = json!({ "person_id": marie });
    walk.ask("check_in", &[id(&seminar)], comes.clone(), 201)
        .await;
    walk.ask("check_in", &[id(&seminar)], comes, 200).await;
    walk.ask("check_in", &[id(&seminar)], json!({}), 422).await;
    walk.read("list_check_ins", &[id(&seminar)]).await;
    walk.gone("undo_check_in", &[id(&seminar), id(&came)]).await;
    let heads = json!({ "place": "room", "heads": 30 });
    walk.ask("count_heads", &[id(&seminar)], heads.clone(), 409)
        .await;
    let begun = json!({ "starts_local": "2026-11-02T08:30:00", "zone": "Asia/Seoul", "state": "announced",
                        "capacity": 1 });
    let begun = walk.made("enter_seminar", begun).await;
    for who in [&marie, &reader] {
        let yes = json!({ "answer": "yes" });
        walk.ask("answer", &[id(&begun), who], yes, 200).await;
    }
    walk.ask("count_heads", &[id(&begun)], heads, 201).await;
    walk.read("list_headcounts", &[id(&begun)]).await;
    walk.read("get_turnout", &[id(&seminar)]).await;
    walk.read("list_attendances", &[id(&seminar)]).await;
    walk.read("get_attendance", &theirs).await;
    walk.read("get_knowledge", &[id(&seminar)]).await;
    walk.read("get_local_times", &[id(&seminar)]).await;
    let messages = walk.read("list_messages", &[]).await;
    walk.read("get_message", &[id(&messages["items"][0])]).await;
    let later =
        json!({ "starts_local": "2026-12-10T17:00:00", "note": "The hall is free later only." });
    let told = json!({ "change": later });
    walk.ask("preview", &[id(&seminar)], told.clone(), 200)
        .await;
    walk.ask_by(&member, "preview", &[id(&seminar)], told, 403)
        .await;
    walk.ask("preview", &[id(&seminar)], json!({}), 422).await;
    walk.ask("change_seminar", &[id(&seminar)], later, 200)
        .await;
    let held = walk.found("list_messages", "?kind=change&state=held").await;
    let [first, second] = held["items"].as_array().unwrap().as_slice() else {
        panic!("{held:#}");
    };
    let note = json!({ "note": "Please take the stairs." });
    walk.ask("change_message", &[id(first)], note, 200).await;
    walk.read("let_message_go", &[id(first)]).await;
    let why = json!({ "reason": "They know" });
    walk.ask("stop_message", &[id(second)], why.clone(), 200)
        .await;
    walk.ask("stop_message", &[id(second)], why, 409).await;
    app.mails().await;
    walk.refused("remove_seminar", &[id(&seminar)], 409).await;
    walk.gone("remove_seminar", &[id(&draft)]).await;
    walk.read("postpone_seminar", &[id(&seminar)]).await;
    walk.refused("postpone_seminar", &[id(&seminar)], 409).await;
    walk.ask(
        "cancel_seminar",
        &[id(&seminar)],
        json!({ "reason": "Ill" }),
        200,
    )
    .await;
    walk.refused("cancel_seminar", &[id(&seminar)], 409).await;
    let in_place = json!({ "replaced_by": begun["id"] });
    walk.changed("change_seminar", &[id(&seminar)], in_place)
        .await;
    walk.refused("remove_series", &[id(&series)], 409).await;
}

async fn stays(app: &TestApp, walk: &mut Walk) {
    let desk = walk
        .made("enter_room", json!({ "name": "Desk 1", "kind": "desk" }))
        .await;
    let host = app
        .person("host", "Choi Gyeonbon", &[Role::Member])
        .await
        .to_string();
    let body = json!({ "visitor": { "name": "Zoé Sample" }, "host_id": host, "desk_id": desk["id"],
                       "from": "2026-12-01", "to": "2026-12-05" });
    let stay = walk.made("enter_stay", body.clone()).await;
    walk.ask("enter_stay", &[], body, 409).await;
    walk.read("list_stays", &[]).await;
    walk.read("get_stay", &[id(&stay)]).await;
    walk.changed(
        "change_stay",
        &[id(&stay)],
        json!({ "purpose": "Joint work" }),
    )
    .await;
    walk.refused("step_stay", &[id(&stay), "arrival"], 409)
        .await;
    walk.ask(
        "step_stay",
        &[id(&stay), "approval"],
        json!({ "reason": "Welcome" }),
        200,
    )
    .await;
    let member = member(app, "jung").await;
    let brief = walk
        .ask_by(&member, "get_stay", &[id(&stay)], Value::Null, 200)
        .await;
    assert_eq!(
        (brief["purpose"].is_null(), brief.get("steps")),
        (true, None)
    );
    walk.ask_by(
        &member,
        "step_stay",
        &[id(&stay), "cancellation"],
        Value::Null,
        403,
    )
    .await;
}

/// What organisers see and do about the speakers of a seminar.
async fn speakers(walk: &mut Walk, seminar: &Value) {
    let ada = seminar["speakers"][0]["person_id"].as_str().unwrap();
    let theirs = [id(seminar), ada];
    walk.ask("link_speaker", &theirs, json!({}), 200).await;
    walk.ask("link_speaker", &theirs, json!({ "renew": true }), 200)
        .await;
    let care = json!({ "taken_over": true, "slides_url": "https://slides.example/1",
                       "rehearsal_local": "2026-12-09T15:00:00" });
    walk.ask("change_speaker", &theirs, care, 200).await;
    let wrong = json!({ "slides_url": "nowhere" });
    walk.ask("change_speaker", &theirs, wrong, 422).await;
    let said = json!({ "biography": "Works on small data.", "phone": "+82 2 000 0000", "talk_language": null,
                       "ror": "02mhbdp94", "consents": { "record": true, "publish": null } });
    walk.ask("enter_speaker_page", &theirs, said, 200).await;
    let stale = json!({ "page_version": 1, "biography": "Works on large data." });
    walk.ask("enter_speaker_page", &theirs, stale, 409).await;
    let wrong = json!({ "ror": "nowhere" });
    walk.ask("enter_speaker_page", &theirs, wrong, 422).await;
    let video = json!({ "url": "https://video.example/beyond" });
    walk.ask("put_recording", &[id(seminar)], video, 200).await;
    walk.ask("put_recording", &[id(seminar)], json!({ "url": "x" }), 422)
        .await;
    walk.read("list_speakers", &[id(seminar)]).await;
    let starts = seminar["starts_local"].as_str().unwrap();
    let item = |ends: &str| json!({ "kind": "talk", "title": "Opening", "starts_local": starts, "ends_local": ends });
    let items = json!({ "items": [item(&seminar["starts_local"].as_str().unwrap().replace(":00:00", ":20:00"))] });
    walk.changed("put_programme", &[id(seminar)], items).await;
    let wrong = json!({ "items": [item(starts)] });
    walk.ask("put_programme", &[id(seminar)], wrong, 422).await;
    walk.read("get_programme", &[id(seminar)]).await;
    let pdf = b"%PDF-1.7\n%%EOF\n";
    walk.bring("put_slides", &theirs, pdf, 200).await;
    walk.bring("put_slides", &theirs, b"<svg/>", 422).await;
    let picture = crate::support::upload::picture(4, 4);
    walk.bring("put_portrait", &theirs, &picture, 200).await;
    walk.bring("put_portrait", &theirs, pdf, 422).await;
    walk.ask("put_portrait", &theirs, json!({}), 415).await;
    let kept = walk.bring("keep_evidence", &theirs[..1], pdf, 201).await;
    walk.read("list_files", &theirs[..1]).await;
    walk.gone("remove_file", &[id(seminar), id(&kept)]).await;
    walk.refused("remove_file", &[id(seminar), id(&kept)], 404)
        .await;
}

async fn tokens(walk: &mut Walk) {
    let token = walk.made("make_token", json!({ "name": "Panel" })).await;
    walk.read("list_tokens", &[]).await;
    walk.gone("revoke_token", &[id(&token)]).await;
}
