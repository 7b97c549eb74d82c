//! What the speaker says on their page.

use chrono::Duration;
use serde_json::json;

use super::{Draft, choices, choosing, opened, person, told};
use crate::support::{house::attributes, watch};

/// What tells her that it is so.
const CONFIRMED: &str = "The time that you chose: Beyond scaling";

#[tokio::test(flavor = "multi_thread")]
async fn the_one_that_a_speaker_chooses_is_the_time_of_the_seminar_and_the_others_are_free() {
    let draft = Draft::new().await;
    let house = &draft.house;
    // The organiser types three times, one of them in the other hall.
    let path = format!("/seminars/{}/slots", draft.code);
    let mut desk = house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    let who = attributes(&page, "select[name=person] option", "value")[0].clone();
    assert_eq!(draft.marie, who.as_str());
    let mut typed = crate::support::browser::filled_in(&page.html(), &path, &[("step", "offer")]);
    typed
        .retain(|(name, _)| !["dates", "times", "folds", "rooms", "note"].contains(&name.as_str()));
    for (date, room) in [
        ("2026-12-15", ""),
        ("2026-12-16", "hall-b"),
        ("2026-12-17", ""),
        ("", ""),
    ] {
        let time = if date.is_empty() { "" } else { "16:00" };
        for (name, value) in [
            ("dates", date),
            ("times", time),
            ("folds", ""),
            ("rooms", room),
        ] {
            typed.push((name.to_owned(), value.to_owned()));
        }
    }
    typed.push(("note".to_owned(), "Whichever you like.".to_owned()));
    desk.post(&path, &typed).await.expect(303);
    // Its own room, and one for each of them.
    assert_eq!(draft.taken().await, 4);
    let mails = house.app.mails().await;
    assert_eq!(
        (mails.len(), mails[0].kind.as_str(), mails[0].to.as_str()),
        (1, "slot_offer", "marie@sample.example")
    );
    assert!(mails[0].text.contains("Whichever you like."));
    let base = house.app.hub.public_url.clone();
    let link = mails[0].link(&format!("{base}/speak/"));
    let link = link.strip_prefix(base.as_str()).unwrap().to_owned();

    // Opening her page changes nothing.
    let (mut marie, hers) = opened(&draft, &link).await;
    let offered = choices(&hers);
    assert_eq!(offered.len(), 3);
    assert_eq!(draft.stands().await[0].0, "open");
    let action = format!("{link}/slots");
    let chosen = choosing(&hers, &link, &offered[1]);
    let done = marie.post(&action, &chosen).await.expect(303);
    let thanks = marie.follow(done.location()).await;
    assert_eq!(thanks.words("h1"), ["Thank you"]);
    assert_eq!(
        thanks.words(".lede"),
        ["Thank you: this is the time of the seminar now."]
    );
    let states = ["released", "chosen", "released"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(draft.stands().await, [("chosen".to_owned(), states)]);
    for (fact, value) in [
        ("starts_local", json!("2026-12-16T16:00:00")),
        ("state", json!("draft")),
        ("sequence", json!(1)),
        ("revision", json!(2)),
    ] {
        assert_eq!(house.fact(&draft.code, fact).await, value, "{fact}");
    }
    let rooms = house.fact(&draft.code, "rooms").await;
    assert_eq!(rooms[0]["name"], "Hall B");
    assert_eq!(draft.taken().await, 1);
    assert_eq!(draft.answer().await, "accepted");
    let organiser = "oh@hub.example";
    let subject = "Marie Sample chose a time: Beyond scaling";
    assert_eq!(
        draft.told().await,
        told(&[
            ("slot_answer", organiser, subject),
            ("speaker_request", "marie@sample.example", CONFIRMED)
        ])
    );

    // The same again is as once; another one comes too late.
    marie.post(&action, &chosen).await.expect(303);
    let other = choosing(&hers, &link, &offered[0]);
    let late = marie.post(&action, &other).await.expect(409);
    assert_eq!(late.words("h1"), ["These times can no longer be chosen"]);
    assert_eq!(draft.told().await, told(&[]));
    let mut conn = house.app.conn().await;
    let acts = watch::acts(&mut conn).await;
    let tail: Vec<&str> = acts
        .iter()
        .rev()
        .take(3)
        .rev()
        .map(String::as_str)
        .collect();
    assert_eq!(
        tail,
        [
            "chose one of the offered times seminars",
            "changed seminars",
            "answered the request to speak seminars",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn overflow_rooms_are_held_with_each_time_and_stay_overflow_rooms() {
    let mut draft = Draft::new().await;
    let (hall, other) = (
        draft.house.hall["id"].clone(),
        draft.house.other_hall["id"].clone(),
    );
    // Where the seminar is, as its series has it, in a room that is named, or when it is anyway: a speaker who may book nothing
    // chooses it.
    for round in 0..3 {
        let own = format!("2026-12-{}T16:00:00", 10 + round);
        if round > 0 {
            (draft.code, draft.path) = draft.another(&own).await;
        }
        let programme = format!("{}/programme", draft.path);
        let overflow = json!({ "items": [], "overflow_room_ids": [other] });
        draft.organiser.put(&programme, overflow).await.expect(200);
        let before = draft.taken().await;
        let day = 14 + 2 * round;
        let slots = json!([
            { "starts_local": format!("2026-12-{day}T16:00:00") },
            { "starts_local": format!("2026-12-{}T16:00:00", day + 1), "room_id": hall },
            { "starts_local": own },
        ]);
        let call = format!("{}/slot-offers", draft.path);
        let offer = json!({ "person_id": draft.marie, "slots": slots });
        let offer = draft.organiser.post(&call, offer).await.expect(201).json();
        // Both rooms of each are held, and she reads of the one in which she would speak.
        assert_eq!(draft.taken().await, before + 4);
        for slot in offer["slots"].as_array().unwrap() {
            let rooms = slot["rooms"].as_array().unwrap();
            let names: Vec<_> = rooms.iter().map(|room| &room["name"]).collect();
            assert_eq!(names, ["Hall A"]);
        }
        let mail = draft.house.app.mails().await.remove(0);
        assert!(!mail.text.contains("Hall B"), "{}", mail.text);
        let link = draft.link().await;
        let (mut marie, page) = opened(&draft, &link).await;
        let slot = choices(&page).swap_remove(round);
        let chosen = choosing(&page, &link, &slot);
        let action = format!("{link}/slots");
        marie.post(&action, &chosen).await.expect(303);
        assert_eq!(draft.stands().await[0].0, "chosen");
        assert_eq!(draft.taken().await, before);
        let shown = draft.organiser.get(&programme).await.expect(200).json();
        assert_eq!(shown["overflow_room_ids"], json!([other]));
        let inherit = draft.house.fact(&draft.code, "inherit").await;
        let inherit = inherit.as_array().unwrap();
        assert!(inherit.contains(&json!("room_id")), "{inherit:?}");
        // Her calendar has it, as she said.
        let mails = draft.house.app.mails().await;
        let hers: Vec<_> = mails
            .iter()
            .filter(|mail| mail.to.starts_with("marie"))
            .collect();
        assert_eq!((hers.len(), hers[0].subject.as_str()), (1, CONFIRMED));
        assert_eq!(hers[0].method.as_deref(), Some("REQUEST"));
        let starts = draft.house.fact(&draft.code, "starts_at").await;
        let starts = starts.as_str().unwrap().replace(['-', ':'], "");
        assert_eq!(hers[0].calendar["DTSTART"], starts);
        let known = draft
            .organiser
            .get(&format!("{}/knowledge", draft.path))
            .await;
        let known = known.expect(200).json();
        assert_eq!(known["items"][0]["state"], "knows");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_offered_times_is_told_all_the_same_where_the_seminar_has_gone() {
    let draft = Draft::new().await;
    let ask = json!({ "people": [draft.marie] });
    let call = format!("{}/invitations", draft.path);
    draft.organiser.post(&call, ask).await.expect(202);
    assert_eq!(draft.told().await.len(), 1);
    let elsewhere = json!({ "room_id": draft.house.other_hall["id"] });
    draft
        .organiser
        .patch(&draft.path, elsewhere)
        .await
        .expect(200);
    draft.offer(&[14, 15]).await;
    let kinds = async |draft: &Draft| {
        let told = draft.told().await;
        told.into_iter().map(|(kind, ..)| kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&draft).await, ["slot_offer"]);
    let call = format!("{}/knowledge", draft.path);
    let known = draft.organiser.get(&call).await.expect(200).json();
    assert_eq!(known["items"][0]["state"], "doesnt");
    draft.house.app.clock.advance(Duration::minutes(31));
    assert_eq!(kinds(&draft).await, ["change"]);
    let known = draft.organiser.get(&call).await.expect(200).json();
    assert_eq!(known["items"][0]["state"], "knows");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_choose_at_once_one_does() {
    let mut draft = Draft::new().await;
    for round in 0..3_u32 {
        if round > 0 {
            let day = 1 + round;
            (draft.code, draft.path) = draft.another(&format!("2026-12-{day:02}T09:00:00")).await;
        }
        let first = 12 + 2 * round;
        draft.offer(&[first, first + 1]).await;
        let link = draft.link().await;
        let action = format!("{link}/slots");
        let (mut one, page) = opened(&draft, &link).await;
        let (mut other, same) = opened(&draft, &link).await;
        let slots = choices(&page);
        let (mine, theirs) = (
            choosing(&page, &link, &slots[0]),
            choosing(&same, &link, &slots[1]),
        );
        let (mine, theirs) = tokio::join!(one.post(&action, &mine), other.post(&action, &theirs));
        let mut answers = [mine.status, theirs.status];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409], "round {round}");
        let (state, mut slots) = draft.stands().await.remove(0);
        slots.sort();
        assert_eq!(
            (state.as_str(), slots.join(" ").as_str()),
            ("chosen", "chosen released")
        );
        // Each of the drafts has the one room that it is in.
        assert_eq!(draft.taken().await, i64::from(round) + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suited_by_none_says_so_and_what_was_offered_stands() {
    let draft = Draft::new().await;
    // She is asked in the organiser's own mail: Maru sends nothing, and the organiser has her link.
    let link = draft.link().await;
    let mut offer = draft.times(&[11, 17]);
    offer["ends_at"] = json!("2026-12-16T00:00:00Z");
    let call = format!("{}/slot-offers", draft.path);
    draft.organiser.post(&call, offer).await.expect(201);
    assert_eq!(draft.told().await, told(&[]));
    let action = format!("{link}/slots");
    let (mut marie, page) = opened(&draft, &link).await;
    let words = [("words", "I teach on these days."), ("none", "yes")];
    let none = marie.submit_and_follow(&page, &action, &words).await;
    let said = "You have told the organisers that none of these suits. You can still choose one.";
    assert_eq!(none.words(".lede"), [said]);
    let organiser = "oh@hub.example";
    let subject = "None of the times suits Marie Sample: Beyond scaling";
    let mails = draft.house.app.mails().await;
    assert_eq!(
        (mails.len(), mails[0].to.as_str(), mails[0].subject.as_str()),
        (1, organiser, subject)
    );
    assert!(mails[0].text.contains("I teach on these days."));
    assert_eq!(
        (draft.taken().await, draft.answer().await),
        (3, json!("asked"))
    );
    // Nor does the trail, which is kept for longer, say how she put it.
    let mut conn = draft.house.app.conn().await;
    let kept = "audit_entries WHERE after::text LIKE '%I teach%'";
    assert_eq!(watch::count(&mut conn, kept).await, 0);
    // The organisers read it on their page.
    let mut desk = draft.house.at_desk().await;
    let slots = format!("/seminars/{}/slots", draft.code);
    let theirs = desk.get(&slots).await.expect(200);
    assert!(theirs.text().contains("I teach on these days."));

    // What has begun cannot be chosen, what has not can.
    let offered = choices(&page);
    draft.house.app.clock.advance(Duration::days(40));
    let (mut marie, later) = opened(&draft, &link).await;
    assert_eq!(choices(&later), offered[1..]);
    let begun = choosing(&page, &link, &offered[0]);
    marie.post(&action, &begun).await.expect(409);

    // By a link that was revoked nothing is said.
    let call = format!("{}/speakers/{}/link", draft.path, person(&draft.marie));
    let renew = json!({ "renew": true });
    draft.organiser.post(&call, renew).await.expect(200);
    marie.post(&action, &begun).await.expect(410);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_speakers_of_a_draft_are_asked_in_the_organisers_own_words_which_are_shown_first() {
    let draft = Draft::new().await;
    let path = format!("/seminars/{}/invitations", draft.code);
    let mut desk = draft.house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    assert_eq!(page.words("h1"), ["Ask to speak"]);
    let words = [("note", "Tea is at half past three."), ("step", "preview")];
    let shown = desk.submit(&page, &path, &words).await.expect(200);
    assert_eq!(shown.words("#preview"), ["This asks one person"]);
    assert!(shown.text().contains("Tea is at half past three."));
    assert_eq!(draft.told().await, told(&[]));
    let sent = desk.submit(&shown, &path, &[("step", "send")]).await;
    sent.expect(303);
    let mails = draft.house.app.mails().await;
    assert_eq!(
        (mails.len(), mails[0].kind.as_str(), mails[0].to.as_str()),
        (1, "speaker_request", "marie@sample.example")
    );
    for words in ["Oh Organiser", "Tea is at half past three."] {
        assert!(mails[0].text.contains(words), "{words}");
    }
}
