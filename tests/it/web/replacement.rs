//! What comes in place of a cancelled seminar: said with the cancellation or later, of a draft that is made of it or of
//! another one, and shown at the end of every chain to whoever may know of it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    app::Api,
    house::{House, attributes, typed, wrong},
};

/// A seminar of the series at 16:00 in Seoul on a day of December, with what is in `more`: its code and its address in the API.
async fn seminar(house: &House, title: &str, day: u32, more: Value) -> (String, String) {
    let mut body = json!({ "title": title, "starts_local": format!("2026-12-{day}T16:00:00") });
    for (member, value) in more.as_object().unwrap() {
        body[member] = value.clone();
    }
    let code = house.seminar(body).await;
    let id = house.fact(&code, "id").await;
    (code, format!("/seminars/{}", id.as_str().unwrap()))
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn stop(api: &Api, path: &str, body: Value) {
    let call = format!("{path}/cancellation");
    api.post(&call, body).await.expect(200);
}

/// What a visitor reads of what comes in place of the seminar with this code, on its page and by its living link.
async fn shown(house: &House, code: &str) -> [Vec<String>; 2] {
    let poster = house.app.get(&format!("/seminars/{code}")).await;
    let join = house.app.get(&format!("/s/{code}/join")).await;
    [
        poster.expect(200).words(".banner p > a"),
        join.expect(200)
            .words("[aria-labelledby=in-place] .entry-title"),
    ]
}

/// The first lines of the description of its entry in the feed of the hub.
async fn in_feed(house: &House, code: &str) -> Vec<String> {
    let feed = house.app.get("/feeds/hub.ics").await.expect(200).text();
    let feed = feed.replace("\r\n ", "");
    let url = format!("URL:{}/seminars/{code}\r\n", house.app.hub.public_url);
    let entry = feed
        .split("BEGIN:VEVENT")
        .find(|entry| entry.contains(&url));
    let description = entry.unwrap().split("\r\nDESCRIPTION:").nth(1).unwrap();
    let description = description.split("\r\n").next().unwrap();
    description
        .split("\\n")
        .take(3)
        .map(str::to_owned)
        .collect()
}

/// Waits until these stand there: a calendar follows within a second.
async fn feed_becomes(house: &House, code: &str, lines: [&str; 3]) {
    let asked = tokio::time::Instant::now();
    loop {
        let said = in_feed(house, code).await;
        if said == lines {
            break;
        }
        assert!(asked.elapsed() < Duration::from_secs(1), "{said:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_says_what_comes_in_place_and_so_do_page_link_and_feed() {
    let house = House::new().await;
    let online = json!({ "join_url": "https://meet.example/room" });
    let (code, path) = seminar(&house, "Beyond scaling", 10, online).await;
    let (other, other_path) = seminar(&house, "The other talk", 17, json!({})).await;
    let api = house.app.api(house.organiser).await;
    let invited = json!({ "emails": ["marie@sample.example"] });
    let invite = format!("{path}/invitations");
    api.post(&invite, invited).await.expect(202);
    house.app.mails().await;

    let mut desk = house.at_desk().await;
    let act = format!("/seminars/{code}/cancellation");
    let page = desk.get(&act).await.expect(200);
    assert_eq!(
        page.words("select[name=replaced_by] option"),
        [
            "Nothing, or not known yet",
            "The other talk – Thu 17 December 2026, 16:00 (Seoul, UTC+9)"
        ]
    );
    let typed = [("replaced_by", other.as_str())];
    desk.submit(&page, &act, &typed).await.expect(303);
    let mails = house.app.mails().await;
    let [mail] = mails.as_slice() else {
        panic!("{mails:?}");
    };
    assert_eq!(mail.to, "marie@sample.example");
    let url = format!("{}/seminars/{other}", house.app.hub.public_url);
    let when = "Thu 17 December 2026, 16:00–17:00 (Seoul, UTC+9)";
    let said = format!("In its place\n  The other talk\n  {when}\n");
    assert!(mail.text.contains(&said), "{}", mail.text);
    assert!(
        mail.text
            .contains(&format!("What comes in its place: {url}\n"))
    );
    let lines = [
        "In its place: The other talk".to_owned(),
        when.replace(',', "\\,"),
        url.clone(),
    ];
    let described: Vec<&str> = mail.calendar["DESCRIPTION"].split("\\n").take(3).collect();
    assert_eq!(described, lines);
    assert_eq!(mail.method.as_deref(), Some("CANCEL"));

    let both = || {
        [
            vec!["The other talk".to_owned()],
            vec!["The other talk".to_owned()],
        ]
    };
    assert_eq!(shown(&house, &code).await, both());
    let expected = [lines[0].as_str(), lines[1].as_str(), lines[2].as_str()];
    feed_becomes(&house, &code, expected).await;
    assert_eq!(house.fact(&code, "replaced_by").await, id(&other_path));
    // It moves: what is said of it moves with it, in the kept page and in the feed, whichever series that is of.
    let later = json!({ "title": "Another talk", "starts_local": "2026-12-18T10:00:00" });
    api.patch(&other_path, later).await.expect(200);
    assert_eq!(
        shown(&house, &code).await,
        [
            vec!["Another talk".to_owned()],
            vec!["Another talk".to_owned()]
        ]
    );
    let moved = "Fri 18 December 2026\\, 10:00–11:00 (Seoul\\, UTC+9)";
    feed_becomes(&house, &code, ["In its place: Another talk", moved, &url]).await;
    // Nothing, after all.
    let page = desk.get(&format!("/seminars/{code}/replacement")).await;
    let action = format!("/seminars/{code}/replacement");
    let page = desk
        .submit_and_follow(&page, &action, &[("step", "unlink")])
        .await;
    assert_eq!(page.words(".flash p"), ["Nothing comes in its place."]);
    assert_eq!(
        shown(&house, &code).await,
        [Vec::<String>::new(), Vec::new()]
    );
    assert_eq!(house.fact(&code, "replaced_by").await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn chains_are_followed_to_their_end_and_never_closed_to_a_ring() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let (first, first_path) = seminar(&house, "First", 10, json!({})).await;
    let (second, second_path) = seminar(&house, "Second", 11, json!({})).await;
    let draft = json!({ "state": "draft", "room_id": null });
    let (third, third_path) = seminar(&house, "Third", 14, draft).await;
    let by = |path: &str| json!({ "replaced_by": id(path) });
    // What takes place is replaced by nothing, and nobody says it of what they do not organise.
    api.patch(&first_path, by(&second_path)).await.expect(409);
    stop(&api, &first_path, by(&second_path)).await;
    let member = house.app.api(house.member).await;
    member.patch(&first_path, by(&third_path)).await.expect(403);
    stop(&api, &second_path, json!({})).await;
    // The second is cancelled too, and nothing is said to come in its place: then nothing does.
    let nothing = || [Vec::<String>::new(), Vec::new()];
    assert_eq!(shown(&house, &first).await, nothing());
    api.patch(&second_path, by(&third_path)).await.expect(200);
    // The third is a draft: its organisers alone see it, and the API tells nobody else of it.
    assert_eq!(shown(&house, &first).await, nothing());
    let mut desk = house.at_desk().await;
    let poster = format!("/seminars/{first}");
    let page = desk.get(&poster).await.expect(200);
    assert_eq!(page.words(".banner p > a"), ["Third"]);
    let seen = member.get(&second_path).await.expect(200).json();
    assert_eq!(seen["replaced_by"], Value::Null);
    let seen = api.get(&second_path).await.expect(200).json();
    assert_eq!(seen["replaced_by"], id(&third_path));
    let announced = json!({ "state": "announced" });
    api.patch(&third_path, announced).await.expect(200);
    let end = || [vec!["Third".to_owned()], vec!["Third".to_owned()]];
    assert_eq!(shown(&house, &first).await, end());
    assert_eq!(shown(&house, &second).await, end());
    let when = "Mon 14 December 2026\\, 16:00–17:00 (Seoul\\, UTC+9)";
    let url = format!("{}/seminars/{third}", house.app.hub.public_url);
    feed_becomes(&house, &first, ["In its place: Third", when, &url]).await;

    // A ring is refused, at whatever length; so is what is said together with something else, or of an old version.
    stop(&api, &third_path, json!({})).await;
    for (path, reason) in [
        (
            &first_path,
            "That one is replaced by this one in its turn: they would lead in a ring.",
        ),
        (&third_path, "A seminar cannot come in its own place."),
    ] {
        let refused = api.patch(&third_path, by(path)).await.expect(422).json();
        assert_eq!(refused["fields"], json!({ "replaced_by": [reason] }));
    }
    let mut both = by(&second_path);
    both["title"] = json!("Anything");
    api.patch(&third_path, both).await.expect(422);
    let mut old = by(&third_path);
    old["lock_version"] = json!(1);
    api.patch(&first_path, old).await.expect(409);
    let action = format!("/seminars/{third}/replacement");
    let page = desk.get(&action).await.expect(200);
    let fields = [("other", poster.as_str()), ("step", "link")];
    let refused = desk.submit(&page, &action, &fields).await.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Or another one: That one is replaced by this one in its turn: they would lead in a ring."
        ]
    );
    assert_eq!(typed(&refused, "other"), poster);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_made_of_it_in_one_click_with_its_room_where_that_is_free() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let item = json!({ "title": "Opening", "starts_local": "2026-12-10T16:00:00", "ends_local": "2026-12-10T16:10:00" });
    let whole = json!({ "abstract": "What is beyond.", "programme": [item],
                        "speakers": [{ "name": "Sam Speaker", "email": "sam@sample.example" }] });
    let (code, path) = seminar(&house, "Beyond scaling", 10, whole).await;
    house.app.mails().await;
    stop(&api, &path, json!({})).await;
    house.app.mails().await;
    let mut desk = house.at_desk().await;
    let action = format!("/seminars/{code}/replacement");
    let page = desk.get(&format!("/seminars/{code}")).await.expect(200);
    assert!(attributes(&page, ".tool-next a", "href").contains(&action));
    let page = desk.get(&action).await.expect(200);
    assert_eq!(
        ["date", "time"].map(|name| typed(&page, name)),
        ["2026-12-17", "16:00"]
    );
    let fields = [("date", "2026-12-17"), ("step", "draft")];
    let made = desk.submit(&page, &action, &fields).await.expect(303);
    let draft = made.location().strip_suffix("/edit").unwrap();
    let draft = id(draft).to_owned();
    for name in ["title", "abstract"] {
        assert_eq!(
            house.fact(&draft, name).await,
            house.fact(&code, name).await
        );
    }
    assert_eq!(
        house.fact(&draft, "starts_local").await,
        "2026-12-17T16:00:00"
    );
    assert_eq!(house.fact(&draft, "state").await, "draft");
    assert_eq!(
        house.fact(&draft, "inherit").await,
        house.fact(&code, "inherit").await
    );
    assert_eq!(house.fact(&draft, "rooms").await[0]["name"], "Hall A");
    assert_eq!(
        house.fact(&draft, "speakers").await[0]["name"],
        "Sam Speaker"
    );
    let new = house.fact(&draft, "id").await;
    assert_eq!(house.fact(&code, "replaced_by").await, new);
    let programme = format!("/seminars/{}/programme", new.as_str().unwrap());
    let programme = api.get(&programme).await.expect(200).json();
    assert_eq!(programme["items"][0]["starts_local"], "2026-12-17T16:00:00");
    // Nobody is told of a draft.
    assert_eq!(house.app.mails().await, []);

    // Where the room is taken, the draft has none, and that is said.
    house.booking(&house.hall, "Choir", "18:00", "19:00").await;
    let page = desk.get(&action).await.expect(200);
    let fields = [("date", "2026-12-10"), ("time", "18:30"), ("step", "draft")];
    let page = desk.submit_and_follow(&page, &action, &fields).await;
    assert_eq!(
        page.words(".flash p"),
        [
            "The draft is made, without a room: those of the cancelled seminar cannot be had then. Choose another one."
        ]
    );
    // What takes place can be replaced by nothing.
    let (going_on, _) = seminar(&house, "Going on", 21, json!({ "room_id": null })).await;
    desk.get(&format!("/seminars/{going_on}/replacement"))
        .await
        .expect(409);
}
