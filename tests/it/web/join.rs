//! The living link: for whom it opens and when, before, during and after.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes, typed},
    http::Answer,
};

const ADDRESS: &str = "https://meet.example/secret-room";
const RUNGS: [&str; 4] = ["open", "members", "yes", "named"];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A seminar online with links of Marie Sample, who is invited, and of Sam Speaker, who has said yes.
struct Online {
    code: String,
    path: String,
    invited: String,
    speaker: String,
}

impl Online {
    async fn of(house: &House, more: Value) -> Self {
        let mut body = json!({ "room_id": null, "join_url": ADDRESS,
                               "speakers": [{ "name": "Sam Speaker", "email": "sam@sample.example" }] });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        let code = house.seminar(body).await;
        let id = house.fact(&code, "id").await;
        let path = format!("/seminars/{}", id.as_str().unwrap());
        let base = house.app.hub.public_url.clone();
        let bare = |link: String| link.strip_prefix(base.as_str()).unwrap().to_owned();
        let join = format!("{base}/s/{code}/join?t=");
        let mails = house.app.mails().await;
        let of = |kind: &str, to: &str| {
            let mut mails = mails.iter();
            mails.find(|mail| mail.kind == kind && mail.to == to && mail.text.contains(&code))
        };
        let request = of("speaker_request", "sam@sample.example");
        let request = request.unwrap();
        let speaker = bare(request.calendar["CONFERENCE"].clone());
        let page = bare(request.link(&format!("{base}/speak/")));
        let page = page.split('?').next().unwrap().to_owned();
        let mut sam = house.app.visitor();
        let asked = sam.get(&page).await.expect(200);
        assert!(!asked.text().contains("meet.example"));
        let action = format!("{page}/answer");
        let said = [("answer", "accepted")];
        let thanks = sam.submit_and_follow(&asked, &action, &said).await;
        // From their yes on they see the real address.
        assert_eq!(attributes(&thanks, "a[rel~=nofollow]", "href"), [ADDRESS]);
        let organiser = house.app.api(house.organiser).await;
        let invited = json!({ "emails": ["marie@sample.example"] });
        let invite = format!("{path}/invitations");
        organiser.post(&invite, invited).await.expect(202);
        let mails = house.app.mails().await;
        let mut mails = mails.iter();
        let mail = mails.find(|mail| {
            (mail.kind.as_str(), mail.to.as_str()) == ("invitation", "marie@sample.example")
                && mail.text.contains(&code)
        });
        Self {
            invited: bare(mail.unwrap().link(&join)),
            speaker,
            code,
            path,
        }
    }

    fn link(&self) -> String {
        format!("/s/{}/join", self.code)
    }
}

/// What a living link does.
fn does(answer: &Answer) -> String {
    match answer.status {
        303 => {
            assert_eq!(answer.location(), ADDRESS);
            "in".to_owned()
        }
        status => {
            assert!(!answer.text().contains("meet.example"));
            format!("{status} {}", answer.words("h1").join(" "))
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rung_opens_for_its_readers_in_its_window() {
    let house = House::new().await;
    let mut each = Vec::new();
    for rung in RUNGS {
        let online = Online::of(&house, json!({ "title": rung, "join_for": rung })).await;
        // Gil said yes by himself: nobody invited him by name.
        let answer = format!("{}/attendances/{}", online.path, house.guest);
        let yes = json!({ "answer": "yes" });
        house.admin.put(&answer, yes).await.expect(200);
        each.push(online);
    }
    let early = "200 Not open yet";
    let table = |open: &'static str| {
        [
            // Nobody signed in, a member, who said yes, who is invited by name, who speaks, who organises.
            ["open", open, open, open, open, "in", "in"],
            [
                "members",
                "403 For members of the hub",
                open,
                "403 For members of the hub",
                open,
                "in",
                "in",
            ],
            [
                "yes",
                "403 For those who said yes",
                "403 For those who said yes",
                open,
                "403 For those who said yes",
                "in",
                "in",
            ],
            [
                "named",
                "403 For those who are invited",
                "403 For those who are invited",
                "403 For those who are invited",
                open,
                "in",
                "in",
            ],
        ]
    };
    let over = RUNGS.map(|rung| {
        let over = "200 It is over";
        [rung, over, over, over, over, over, over]
    });
    // It is from 16:00 to 17:00 in Seoul.
    for (time, expected) in [
        ("2026-12-10T06:44:59Z", table(early)),
        ("2026-12-10T06:45:00Z", table("in")),
        ("2026-12-10T08:14:59Z", table("in")),
        ("2026-12-10T08:15:00Z", over),
    ] {
        house.app.clock.set(at(time));
        let mut member = house.app.browser(house.member).await;
        let mut guest = house.app.browser(house.guest).await;
        let mut desk = house.at_desk().await;
        for (online, expected) in each.iter().zip(expected) {
            let link = online.link();
            let seen = [
                does(&house.app.get(&link).await),
                does(&member.get(&link).await),
                does(&guest.get(&link).await),
                does(&house.app.get(&online.invited).await),
                does(&house.app.get(&online.speaker).await),
                does(&desk.get(&link).await),
            ];
            assert_eq!(seen[..], expected[1..], "{} at {time}", expected[0]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_invited_says_yes_at_the_door() {
    let house = House::new().await;
    let online = Online::of(&house, json!({ "join_for": "yes", "join_minutes": 30 })).await;
    house.app.clock.set(at("2026-12-10T06:30:00Z"));
    let closed = house.app.get(&online.invited).await.expect(403);
    let answer = attributes(&closed, ".actions a.button", "href");
    let path = answer[0].split_once("/answer/").unwrap().1;
    let path = format!("/answer/{path}");
    let mut marie = house.app.visitor();
    let page = marie.get(&path).await.expect(200);
    let action = path.split('?').next().unwrap();
    let said = [("answer", "yes")];
    marie.submit(&page, action, &said).await.expect(303);
    assert_eq!(does(&house.app.get(&online.invited).await), "in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_replaced_leads_nowhere_and_tells_nothing() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let online = Online::of(&house, json!({ "visibility": "invited" })).await;
    // A later invitation replaces the link of an earlier one, and a new link of a speaker all that they had.
    let invite = format!("{}/invitations", online.path);
    let marie = json!({ "emails": ["marie@sample.example"] });
    api.post(&invite, marie).await.expect(202);
    let speakers = api.get(&format!("{}/speakers", online.path)).await;
    let speakers = speakers.expect(200).json();
    let sam = speakers["items"][0]["person_id"].as_str().unwrap();
    let renew = format!("{}/speakers/{sam}/link", online.path);
    let renewed = json!({ "renew": true });
    api.post(&renew, renewed).await.expect(200);
    // What is told from then on has the new one.
    let later = json!({ "starts_local": "2026-12-10T16:30:00" });
    api.patch(&online.path, later).await.expect(200);
    house.app.clock.advance(chrono::Duration::minutes(11));
    let mails = house.app.mails().await;
    let told = mails.iter().find(|mail| mail.to == "sam@sample.example");
    let new = &told.unwrap().calendar["CONFERENCE"];
    let new = new.strip_prefix(house.app.hub.public_url.as_str()).unwrap();
    assert_eq!(does(&house.app.get(new).await), "in");
    for time in ["2026-12-10T07:20:00Z", "2026-12-10T09:00:00Z"] {
        house.app.clock.set(at(time));
        for old in [&online.invited, &online.speaker] {
            let page = house.app.get(old).await;
            assert_eq!(
                does(&page),
                "403 This link is an old one",
                "{old} at {time}"
            );
            assert!(!page.text().contains("Beyond scaling"), "{old} at {time}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_to_speak_and_does_not_comes_in_by_no_link_that_was_revoked() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let online = Online::of(&house, json!({ "join_for": "members" })).await;
    let path = format!("{}/speakers", online.path);
    let speakers = api.get(&path).await.expect(200).json();
    let sam = speakers["items"][0]["person_id"].clone();
    let member = format!("/people/{}/roles/member", sam.as_str().unwrap());
    house.admin.put(&member, json!({})).await.expect(200);
    let link = format!("{path}/{}/link", sam.as_str().unwrap());
    let renewed = api.post(&link, json!({ "renew": true })).await.expect(200);
    let page = renewed.json()["url"].as_str().unwrap().to_owned();
    let page = page.strip_prefix(house.app.hub.public_url.as_str());
    let page = page.unwrap().to_owned();
    // By the new link they say no. As a member they may come, but not by what was revoked.
    let mut browser = house.app.visitor();
    let asked = browser.get(&page).await.expect(200);
    let said = [("answer", "declined")];
    browser
        .submit(&asked, &format!("{page}/answer"), &said)
        .await
        .expect(303);
    house.app.clock.set(at("2026-12-10T06:50:00Z"));
    let old = "403 For members of the hub";
    assert_eq!(does(&house.app.get(&online.speaker).await), old);
    assert_eq!(does(&house.app.get(&online.link()).await), old);
    // Nor once they are taken off; and who is invited then comes by the link of that invitation.
    let nobody = json!({ "speakers": [] });
    api.patch(&online.path, nobody).await.expect(200);
    assert_eq!(does(&house.app.get(&online.speaker).await), old);
    let invite = format!("{}/invitations", online.path);
    let guest = json!({ "people": [sam] });
    api.post(&invite, guest).await.expect(202);
    let mails = house.app.mails().await;
    let mut mails = mails.iter().rev();
    let invited = mails.find(|mail| mail.kind == "invitation" && mail.to == "sam@sample.example");
    let base = house.app.hub.public_url.clone();
    let new = invited
        .unwrap()
        .link(&format!("{base}/s/{}/join?t=", online.code));
    let new = new.strip_prefix(base.as_str()).unwrap();
    assert_eq!(does(&house.app.get(new).await), "in");
    assert_eq!(does(&house.app.get(&online.speaker).await), old);
}

#[tokio::test(flavor = "multi_thread")]
async fn seminars_follow_the_door_of_their_series_until_they_have_their_own() {
    let house = House::new().await;
    let follows = house.seminar(json!({ "room_id": null })).await;
    let own = house
        .seminar(json!({ "room_id": null, "join_for": "named", "join_minutes": 5 }))
        .await;
    let api = house.app.api(house.organiser).await;
    let series = format!("/series/{}", house.series_id().await.as_str().unwrap());
    let wrong = api.patch(&series, json!({ "join_minutes": 1441 })).await;
    let wrong = wrong.expect(422).json();
    assert_eq!(
        wrong["fields"]["join_minutes"],
        json!(["From 0 to 1,440 minutes."])
    );
    let revision = house.fact(&follows, "revision").await;
    let change = json!({ "join_for": "yes", "join_minutes": 30 });
    let changed = api.patch(&series, change).await.expect(200).json();
    assert_eq!(
        [&changed["join_for"], &changed["join_minutes"]],
        [&json!("yes"), &json!(30)]
    );
    let door = async |code: &str| {
        json!([
            house.fact(code, "join_for").await,
            house.fact(code, "join_minutes").await
        ])
    };
    assert_eq!(door(&follows).await, json!(["yes", 30]));
    assert_eq!(door(&own).await, json!(["named", 5]));
    // Nobody is told of it: the link stays the same.
    assert_eq!(house.fact(&follows, "revision").await, revision);

    // By the form: what is as in the series follows it.
    let mut desk = house.at_desk().await;
    let (edit, poster) = (format!("/seminars/{own}/edit"), format!("/seminars/{own}"));
    let page = desk.get(&edit).await.expect(200);
    assert_eq!(typed(&page, "join_for"), "named");
    assert_eq!(typed(&page, "join_minutes"), "5");
    let said = [("join_for", "yes"), ("join_minutes", "45")];
    desk.submit(&page, &poster, &said).await.expect(303);
    assert_eq!(door(&own).await, json!(["yes", 45]));
    let inherits = house.fact(&own, "inherit").await;
    let names = inherits.as_array().unwrap();
    assert!(names.contains(&json!("join_for")) && !names.contains(&json!("join_minutes")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_take_place_says_so_and_what_is_next() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let next = json!({ "title": "The next one", "starts_local": "2026-12-17T16:00:00" });
    house.seminar(next).await;
    for (act, heading, words) in [
        ("cancellation", "It is cancelled", "It does not take place."),
        (
            "postponement",
            "It is postponed",
            "The new date is to be announced. This link stays the same.",
        ),
    ] {
        let online = Online::of(&house, json!({ "title": act })).await;
        let reason = json!({ "reason": "The speaker is ill." });
        let call = format!("{}/{act}", online.path);
        api.post(&call, reason).await.expect(200);
        for link in [
            online.link(),
            online.invited.clone(),
            online.speaker.clone(),
        ] {
            let page = house.app.get(&link).await.expect(200);
            assert_eq!(page.words("h1"), [heading]);
            assert_eq!(
                page.words(".page-head p"),
                [words, "The speaker is ill."],
                "{link}"
            );
            assert_eq!(page.words(".next .entry-title"), ["The next one"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_stands_in_nothing_that_is_public() {
    let house = House::new().await;
    let mut codes = Vec::new();
    for rung in RUNGS {
        let online = Online::of(&house, json!({ "title": rung, "join_for": rung })).await;
        codes.push(online.code);
    }
    let mut addresses: Vec<String> = [
        "/",
        "/archive",
        "/series/scaling",
        "/embed/hub",
        "/embed/series/scaling",
        "/feeds/hub.ics",
        "/feeds/hub.atom",
        "/feeds/hub.json",
        "/feeds/series/scaling.ics",
        "/feeds/series/scaling.atom",
        "/feeds/series/scaling.json",
    ]
    .map(str::to_owned)
    .to_vec();
    for code in &codes {
        addresses.push(format!("/seminars/{code}"));
        addresses.push(format!("/feeds/seminars/{code}.ics"));
    }
    for time in [
        "2026-12-09T00:00:00Z",
        "2026-12-10T06:45:00Z",
        "2026-12-10T08:30:00Z",
    ] {
        house.app.clock.set(at(time));
        for address in &addresses {
            let answer = house.app.get(address).await.expect(200);
            assert!(!answer.text().contains("meet.example"), "{address}");
        }
    }
}
