//! Who did what: every call of the API that writes leaves what it did in the audit trail, in the same transaction.
//!
//! A writing route that is not played here makes the test fail; so does one that leaves another trail.

use std::collections::BTreeSet;

use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::RunQueryDsl;
use maru::{people::model::Role, web::routes};
use serde_json::{Value, json};

use crate::support::app::{Api, TestApp};

/// The hub, what was played of it, and the trail that it left.
struct Trail {
    app: TestApp,
    played: BTreeSet<String>,
    read: usize,
    lines: Vec<String>,
}

#[derive(QueryableByName)]
struct Entry {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Trail {
    async fn new() -> Self {
        let app = TestApp::new().await;
        Self {
            app,
            played: BTreeSet::new(),
            read: 0,
            lines: Vec::new(),
        }
    }

    /// What has been written since the last look: who, what, of which kind, and whether before and after are kept.
    async fn news(&mut self) -> Vec<String> {
        let mut conn = self.app.conn().await;
        let all: Vec<Entry> = sql_query(
            "SELECT actor_name || ': ' || action || ' ' || subject_kind || CASE WHEN before IS NULL THEN '' ELSE ' from' END \
                 || CASE WHEN after IS NULL THEN '' ELSE ' to' END AS line FROM audit_entries ORDER BY at, id",
        )
        .load(&mut conn)
        .await
        .unwrap();
        let news = all
            .into_iter()
            .skip(self.read)
            .map(|entry| entry.line)
            .collect::<Vec<_>>();
        self.read += news.len();
        news
    }

    /// Plays a call: `route` as the table has it, `ids` in the place of its parameters.
    async fn play(&mut self, api: &Api, route: &str, ids: &[&Value], body: Value) -> Value {
        self.news().await;
        let (method, template) = route.split_once(' ').unwrap();
        let mut path = template.to_owned();
        for id in ids {
            let (from, to) = (path.find('{').unwrap(), path.find('}').unwrap());
            path.replace_range(from..=to, id.as_str().unwrap());
        }
        let request = api.request(method, &path);
        let request = match &body {
            Value::Null => request,
            // What is no JSON is the octets of a file.
            Value::String(octets) => request.body("application/octet-stream", octets.clone()),
            body => request.body("application/json", body.to_string()),
        };
        let answer = api.send(request).await;
        assert!(
            (200..300).contains(&answer.status),
            "{route}: {}",
            answer.text()
        );
        self.played.insert(route.to_owned());
        let news = self.news().await.join("; ");
        self.lines.push(format!("{method} {template} | {news}"));
        if answer.body.is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_writing_call_leaves_a_trail() {
    let mut trail = Trail::new().await;
    let admin = trail.app.admin().await;
    let admin = &admin;
    let none = Value::Null;
    people(&mut trail, admin).await;
    let (site, hall) = houses(&mut trail, admin).await;
    bookings(&mut trail, admin, &hall).await;
    seminars(&mut trail, admin, &hall).await;
    stays(&mut trail, admin, &site).await;
    let token = trail
        .play(admin, "POST /tokens", &[], json!({"name": "t"}))
        .await;
    trail
        .play(admin, "DELETE /tokens/{id}", &[&token["id"]], none)
        .await;

    let writes: BTreeSet<String> = routes::table()
        .into_iter()
        .filter(|(method, _)| method.as_str() != "GET")
        .filter_map(|(method, path)| Some(format!("{method} {}", path.strip_prefix(routes::API)?)))
        .collect();
    assert_eq!(trail.played, writes);
    insta::assert_snapshot!(trail.lines.join("\n"));
}

async fn people(trail: &mut Trail, admin: &Api) {
    let none = || Value::Null;
    let institution =
        json!({"name": "Institut Modèle", "country": "CA", "zone": "America/Montreal"});
    let institution = trail
        .play(admin, "POST /institutions", &[], institution)
        .await;
    let at = &institution["id"];
    trail
        .play(
            admin,
            "PATCH /institutions/{id}",
            &[at],
            json!({"city": "Montréal"}),
        )
        .await;
    trail
        .play(admin, "DELETE /institutions/{id}", &[at], none())
        .await;
    let project = trail
        .play(admin, "POST /projects", &[], json!({"name": "Measuring"}))
        .await;
    let at = &project["id"];
    trail
        .play(
            admin,
            "PATCH /projects/{id}",
            &[at],
            json!({"name": "Measuring well"}),
        )
        .await;
    trail
        .play(admin, "DELETE /projects/{id}", &[at], none())
        .await;
    let person = json!({"name": "Zoé Exemple", "email": "zoe@modele.example"});
    let person = trail.play(admin, "POST /people", &[], person).await;
    let at = &person["id"];
    let other = trail
        .play(admin, "POST /people", &[], json!({"name": "Jean Modèle"}))
        .await;
    trail
        .play(
            admin,
            "PATCH /people/{id}",
            &[at],
            json!({"zone": "Europe/Paris"}),
        )
        .await;
    let keeper = &json!("room_keeper");
    trail
        .play(
            admin,
            "PUT /people/{id}/roles/{role}",
            &[at, keeper],
            none(),
        )
        .await;
    trail
        .play(
            admin,
            "DELETE /people/{id}/roles/{role}",
            &[at, keeper],
            none(),
        )
        .await;
    let pair = [at, &other["id"]];
    trail
        .play(
            admin,
            "PUT /people/{id}/assistants/{assistant_id}",
            &pair,
            none(),
        )
        .await;
    trail
        .play(
            admin,
            "DELETE /people/{id}/assistants/{assistant_id}",
            &pair,
            none(),
        )
        .await;
    let feed = trail
        .play(
            admin,
            "POST /people/{id}/feeds",
            &[at],
            json!({"name": "Mine"}),
        )
        .await;
    let feed = [at, &feed["id"]];
    let busy = json!({"detail": "busy"});
    trail
        .play(admin, "PATCH /people/{id}/feeds/{feed_id}", &feed, busy)
        .await;
    trail
        .play(
            admin,
            "POST /people/{id}/feeds/{feed_id}/renewal",
            &feed,
            none(),
        )
        .await;
    trail
        .play(admin, "DELETE /people/{id}/feeds/{feed_id}", &feed, none())
        .await;
    trail
        .play(admin, "DELETE /people/{id}", &[&other["id"]], none())
        .await;
}

async fn houses(trail: &mut Trail, admin: &Api) -> (Value, Value) {
    let site = json!({"name": "Seoul site", "zone": "Asia/Seoul"});
    let site = trail.play(admin, "POST /sites", &[], site).await;
    trail
        .play(
            admin,
            "PATCH /sites/{id}",
            &[&site["id"]],
            json!({"name": "Seoul"}),
        )
        .await;
    let hall = json!({"name": "Hall", "kind": "hall", "site_id": site["id"], "approval": true});
    let hall = trail.play(admin, "POST /rooms", &[], hall).await;
    trail
        .play(
            admin,
            "PATCH /rooms/{id}",
            &[&hall["id"]],
            json!({"capacity": 80}),
        )
        .await;
    let annexe = json!({"name": "Annexe", "zone": "Asia/Seoul"});
    let annexe = trail.play(admin, "POST /sites", &[], annexe).await;
    let cell = json!({"name": "Cell", "kind": "lab"});
    let cell = trail.play(admin, "POST /rooms", &[], cell).await;
    trail
        .play(admin, "DELETE /rooms/{id}", &[&cell["id"]], Value::Null)
        .await;
    trail
        .play(admin, "DELETE /sites/{id}", &[&annexe["id"]], Value::Null)
        .await;
    let closed = json!({"from": "2026-12-24", "to": "2026-12-31", "name_en": "Winter holidays"});
    let closed = trail.play(admin, "POST /closed-days", &[], closed).await;
    let at = &closed["id"];
    let korean = json!({"name_ko": "겨울 휴가"});
    trail
        .play(admin, "PATCH /closed-days/{id}", &[at], korean)
        .await;
    trail
        .play(admin, "DELETE /closed-days/{id}", &[at], Value::Null)
        .await;
    (site, hall)
}

async fn bookings(trail: &mut Trail, admin: &Api, hall: &Value) {
    let member = trail
        .app
        .person("member", "Mo Member", &[Role::Member])
        .await;
    let member = trail.app.api(member).await;
    let at = |hour: u32| {
        json!({"room_id": hall["id"], "title": "Rehearsal", "starts_local": format!("2026-12-01T{hour:02}:00:00"),
               "ends_local": format!("2026-12-01T{:02}:00:00", hour + 1)})
    };
    let first = trail.play(&member, "POST /bookings", &[], at(9)).await;
    let second = trail.play(&member, "POST /bookings", &[], at(11)).await;
    let first = &first["id"];
    let title = json!({"title": "Dress rehearsal"});
    trail
        .play(&member, "PATCH /bookings/{id}", &[first], title)
        .await;
    trail
        .play(admin, "POST /bookings/{id}/approval", &[first], json!({}))
        .await;
    trail
        .play(
            admin,
            "POST /bookings/{id}/refusal",
            &[&second["id"]],
            json!({}),
        )
        .await;
    trail
        .play(
            &member,
            "POST /bookings/{id}/cancellation",
            &[first],
            json!({}),
        )
        .await;
    let mut run = at(14);
    run["rule"] = json!("FREQ=WEEKLY;COUNT=2");
    trail.play(admin, "POST /bookings", &[], run).await;
}

/// What organisers do about a speaker.
async fn speakers(trail: &mut Trail, admin: &Api, at: &Value, person: &Value) {
    let speaks = json!({ "speakers": [{ "person_id": person }] });
    let call = format!("/seminars/{}", at.as_str().unwrap());
    admin.patch(&call, speaks).await.expect(200);
    let pair = [at, person];
    let link = "POST /seminars/{id}/speakers/{person_id}/link";
    for body in [json!({}), json!({ "renew": true })] {
        trail.play(admin, link, &pair, body).await;
    }
    let care = json!({ "taken_over": true });
    trail
        .play(
            admin,
            "PATCH /seminars/{id}/speakers/{person_id}",
            &pair,
            care,
        )
        .await;
    let video = json!({ "url": "https://video.modele.example/1" });
    trail
        .play(admin, "PUT /seminars/{id}/recording", &[at], video)
        .await;
    let programme = json!({ "items": [{ "title": "Opening", "starts_local": "2026-12-10T16:00:00",
                                        "ends_local": "2026-12-10T16:10:00" }] });
    trail
        .play(admin, "PUT /seminars/{id}/programme", &[at], programme)
        .await;
    let pdf = json!("%PDF-1.7\n%%EOF\n");
    let slides = "PUT /seminars/{id}/speakers/{person_id}/slides";
    trail.play(admin, slides, &pair, pdf.clone()).await;
    // A picture is no text.
    let path = format!("{call}/speakers/{}/portrait", person.as_str().unwrap());
    let request = admin.request("PUT", &path);
    let picture = crate::support::upload::picture(4, 4);
    let brought = admin.send(request.body("image/png", picture)).await;
    brought.expect(200);
    let route = "PUT /seminars/{id}/speakers/{person_id}/portrait".to_owned();
    let news = trail.news().await.join("; ");
    trail.lines.push(format!("{route} | {news}"));
    trail.played.insert(route);
    let kept = trail
        .play(admin, "POST /seminars/{id}/files", &[at], pdf)
        .await;
    let kept = [at, &kept["id"]];
    trail
        .play(
            admin,
            "DELETE /seminars/{id}/files/{file_id}",
            &kept,
            Value::Null,
        )
        .await;
}

/// Times that are offered to a speaker, some taken back, one chosen.
async fn slots(trail: &mut Trail, admin: &Api, person: &Value) {
    let draft = json!({"starts_local": "2027-01-12T16:00:00", "zone": "Asia/Seoul",
                       "speakers": [{ "person_id": person }]});
    let draft = trail.play(admin, "POST /seminars", &[], draft).await;
    let at = &draft["id"];
    let time = |day: u32| json!({ "starts_local": format!("2027-01-{day}T16:00:00") });
    let offer = json!({ "person_id": person, "slots": [time(19), time(26)] });
    let call = "POST /seminars/{id}/slot-offers";
    let offer = trail.play(admin, call, &[at], offer).await;
    let pair = [at, &offer["id"]];
    let first = json!({ "slot_ids": [offer["slots"][0]["id"]] });
    let call = "POST /seminars/{id}/slot-offers/{offer_id}/withdrawal";
    trail.play(admin, call, &pair, first).await;
    let second = json!({ "slot_id": offer["slots"][1]["id"] });
    let call = "POST /seminars/{id}/slot-offers/{offer_id}/choice";
    trail.play(admin, call, &pair, second).await;
}

async fn lists(trail: &mut Trail, admin: &Api, reader: &Value) {
    let none = || Value::Null;
    let list = json!({"name_en": "Safety", "visibility": "public"});
    let list = trail.play(admin, "POST /lists", &[], list).await;
    let at = &list["id"];
    let korean = json!({"name_ko": "안전"});
    trail.play(admin, "PATCH /lists/{id}", &[at], korean).await;
    let topic = json!({"what": "topic", "topic": "Safety"});
    let item = trail
        .play(admin, "POST /lists/{id}/items", &[at], topic)
        .await;
    let pair = [at, &item["id"]];
    trail
        .play(admin, "DELETE /lists/{id}/items/{item_id}", &pair, none())
        .await;
    let follow = "/people/{id}/follows/lists/{list_id}";
    let pair = [reader, at];
    trail
        .play(admin, &format!("PUT {follow}"), &pair, json!({}))
        .await;
    trail
        .play(admin, &format!("DELETE {follow}"), &pair, none())
        .await;
    trail.play(admin, "DELETE /lists/{id}", &[at], none()).await;
}

async fn seminars(trail: &mut Trail, admin: &Api, hall: &Value) {
    let series = json!({"title": "Scaling Laws", "zone": "Asia/Seoul", "room_id": hall["id"]});
    let series = trail.play(admin, "POST /series", &[], series).await;
    let at = &series["id"];
    let term = json!({"weekday": 2, "time": "10:00:00", "from": "2027-03-02", "count": 2});
    trail
        .play(admin, "POST /series/{id}/terms", &[at], term)
        .await;
    trail
        .play(
            admin,
            "PATCH /series/{id}",
            &[at],
            json!({"title": "Scaling"}),
        )
        .await;
    let person = json!({"name": "Marie Exemple", "email": "marie@modele.example"});
    let person = trail.play(admin, "POST /people", &[], person).await;
    // Someone who has never been heard of is asked; someone who is known follows it at once.
    let reader = trail.app.person("reader", "Re Reader", &[]).await;
    trail.app.api(reader).await;
    let reader = json!(reader);
    for who in [&person["id"], &reader] {
        trail
            .play(
                admin,
                "PUT /series/{id}/subscriptions/{person_id}",
                &[at, who],
                json!({}),
            )
            .await;
    }
    let pair = [at, &reader];
    let (them, topic) = (&reader, json!("alignment"));
    trail
        .play(
            admin,
            "PUT /people/{id}/form-of-address",
            &[them],
            json!({"title": "Prof."}),
        )
        .await;
    let hub = "/people/{id}/follows/hub";
    let topics = "/people/{id}/follows/topics/{slug}";
    for (route, ids) in [(hub, vec![them]), (topics, vec![them, &topic])] {
        trail
            .play(admin, &format!("PUT {route}"), &ids, json!({}))
            .await;
        trail
            .play(admin, &format!("DELETE {route}"), &ids, Value::Null)
            .await;
    }
    trail
        .play(
            admin,
            "DELETE /series/{id}/subscriptions/{person_id}",
            &pair,
            Value::Null,
        )
        .await;
    lists(trail, admin, &reader).await;
    let list = json!({"name": "Everyone", "address": "everyone@modele.example", "languages": ["en"], "permission": "Jean Modèle"});
    let told = trail
        .play(admin, "POST /series/{id}/audiences", &[at], list.clone())
        .await;
    let pair = [at, &told["id"]];
    trail
        .play(
            admin,
            "DELETE /series/{id}/audiences/{audience_id}",
            &pair,
            Value::Null,
        )
        .await;
    let seminar = |day: u32| {
        json!({"series_id": at, "title": "A talk", "starts_local": format!("2026-12-{day:02}T16:00:00"),
               "state": "announced"})
    };
    let one = trail.play(admin, "POST /seminars", &[], seminar(10)).await;
    let other = trail.play(admin, "POST /seminars", &[], seminar(17)).await;
    let at = &one["id"];
    let later = json!({"starts_local": "2026-12-10T18:00:00"});
    trail
        .play(admin, "PATCH /seminars/{id}", &[at], later)
        .await;
    let invited = json!({"people": [person["id"]], "emails": ["luc@modele.example"]});
    trail
        .play(admin, "POST /seminars/{id}/invitations", &[at], invited)
        .await;
    let look = json!({"cancellation": {}});
    trail
        .play(admin, "POST /seminars/{id}/previews", &[at], look)
        .await;
    let waiting = admin
        .get("/messages?kind=invitation&state=queued")
        .await
        .json();
    let [first, second] = [0, 1].map(|n| waiting["items"][n]["id"].clone());
    let note = json!({"note": "Do come."});
    trail
        .play(admin, "PATCH /messages/{id}", &[&first], note)
        .await;
    trail
        .play(
            admin,
            "POST /messages/{id}/dispatch",
            &[&first],
            Value::Null,
        )
        .await;
    let why = json!({"reason": "Too early"});
    trail
        .play(admin, "POST /messages/{id}/abandonment", &[&second], why)
        .await;
    let pair = [at, &person["id"]];
    let yes = json!({"answer": "yes"});
    trail
        .play(
            admin,
            "PUT /seminars/{id}/attendances/{person_id}",
            &pair,
            yes,
        )
        .await;
    let terms = json!({"companions": 1});
    trail
        .play(admin, "PUT /seminars/{id}/reply-terms", &[at], terms)
        .await;
    let asks = json!({"questions": [
        {"kind": "yes_no", "words_en": "Lunch?", "purpose_en": "For the kitchen."}]});
    trail
        .play(admin, "PUT /seminars/{id}/questions", &[at], asks)
        .await;
    let came = trail
        .play(
            admin,
            "POST /seminars/{id}/check-ins",
            &[at],
            json!({"name": "Gwen Exemple"}),
        )
        .await;
    let pair = [at, &came["id"]];
    trail
        .play(
            admin,
            "DELETE /seminars/{id}/check-ins/{check_in_id}",
            &pair,
            Value::Null,
        )
        .await;
    let begun = json!({"title": "Now", "starts_local": "2026-11-02T08:30:00", "zone": "Asia/Seoul", "state": "announced"});
    let begun = trail.play(admin, "POST /seminars", &[], begun).await;
    trail
        .play(
            admin,
            "POST /seminars/{id}/headcounts",
            &[&begun["id"]],
            json!({"place": "room", "heads": 30}),
        )
        .await;
    let told = trail
        .play(admin, "POST /seminars/{id}/audiences", &[at], list)
        .await;
    let pair = [at, &told["id"]];
    trail
        .play(
            admin,
            "DELETE /seminars/{id}/audiences/{audience_id}",
            &pair,
            Value::Null,
        )
        .await;
    speakers(trail, admin, at, &person["id"]).await;
    slots(trail, admin, &person["id"]).await;
    trail
        .play(admin, "POST /seminars/{id}/cancellation", &[at], json!({}))
        .await;
    let in_place = json!({ "replaced_by": other["id"] });
    trail
        .play(admin, "PATCH /seminars/{id}", &[at], in_place)
        .await;
    let at = &other["id"];
    trail
        .play(admin, "POST /seminars/{id}/postponement", &[at], json!({}))
        .await;
    let draft = json!({"starts_local": "2026-12-24T16:00:00", "zone": "Asia/Seoul"});
    let draft = trail.play(admin, "POST /seminars", &[], draft).await;
    trail
        .play(admin, "DELETE /seminars/{id}", &[&draft["id"]], Value::Null)
        .await;
    let series = json!({"title": "Never held", "zone": "Asia/Seoul"});
    let series = trail.play(admin, "POST /series", &[], series).await;
    trail
        .play(admin, "DELETE /series/{id}", &[&series["id"]], Value::Null)
        .await;
}

async fn stays(trail: &mut Trail, admin: &Api, site: &Value) {
    let host = trail
        .app
        .person("host", "Kim Gyeonbon", &[Role::Member])
        .await;
    let desk = json!({"name": "Desk 1", "kind": "desk", "site_id": site["id"]});
    let desk = trail.play(admin, "POST /rooms", &[], desk).await;
    let stay = json!({"visitor": {"name": "Taro Mihon", "email": "taro@modele.example"}, "host_id": host.to_string(),
                      "from": "2026-12-01", "to": "2026-12-05", "desk_id": desk["id"]});
    let stay = trail.play(admin, "POST /stays", &[], stay).await;
    let at = &stay["id"];
    trail
        .play(
            admin,
            "PATCH /stays/{id}",
            &[at],
            json!({"to": "2026-12-06"}),
        )
        .await;
    for act in [
        "approval",
        "invitation",
        "confirmation",
        "arrival",
        "departure",
    ] {
        trail
            .play(
                admin,
                "POST /stays/{id}/{act}",
                &[at, &json!(act)],
                json!({}),
            )
            .await;
    }
}
