//! Seminars, their terms, times and speakers, and the lists that they stand on.

use serde_json::{Value, json};

use super::{id, member};
use crate::{support::app::TestApp, web::openapi::walk::Walk};

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

/// Two weeks in the hall, of which one is taken: looked at, refused, and made without it.
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

pub(super) async fn seminars(app: &TestApp, walk: &mut Walk, hall: &Value) {
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
    let rest = json!({ "note": "The hall is another one." });
    walk.ask("tell_rest", &[id(&seminar)], rest.clone(), 202)
        .await;
    walk.ask_by(&member, "tell_rest", &[id(&seminar)], rest, 403)
        .await;
    walk.refused("tell_rest", &[id(&draft)], 409).await;
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
    let told = json!({ "change": { "title": "Other" } });
    walk.ask("preview_series", &[id(&series)], told.clone(), 200)
        .await;
    walk.ask_by(&member, "preview_series", &[id(&series)], told, 403)
        .await;
    walk.refused("remove_series", &[id(&series)], 409).await;
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
