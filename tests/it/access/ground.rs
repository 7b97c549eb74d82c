//! A hub with one thing of each kind that could leak, and someone of every role.

use std::collections::{BTreeMap, HashMap};

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use maru::{
    base::{
        ids::PersonId,
        secret::{Key, Purpose},
    },
    mail::preferences::{Notice, Stopped, links},
    people::model::Role,
};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::kept;
use crate::support::{
    app::{Api, TestApp},
    browser::Browser,
};

/// The columns. `invited`: a guest who is invited to the seminar for those invited; `owner`: a member with a booking, a
/// calendar and a token of their own; `host`: of the stays.
pub const ROLES: [&str; 10] = [
    "visitor",
    "guest",
    "invited",
    "member",
    "owner",
    "organiser",
    "host",
    "keeper",
    "desk",
    "admin",
];

/// What could leak, by the letter under which the table shows it.
pub const SECRETS: [(char, &str); 12] = [
    ('d', "Draft secret"),
    ('m', "Members secret"),
    ('i', "Invited secret"),
    ('b', "Booking secret"),
    ('n', "Note secret"),
    ('p', "Proposed visitor"),
    ('k', "Known visitor"),
    ('r', "Purpose secret"),
    ('f', "Feed secret"),
    ('j', "join.secret.example"),
    ('a', "owner@hub.example"),
    ('l', "List secret"),
];

/// The hub.
pub struct Ground {
    pub(super) app: TestApp,
    pub(super) people: BTreeMap<&'static str, PersonId>,
    pub(super) tokens: BTreeMap<&'static str, Api>,
    browsers: BTreeMap<&'static str, Mutex<Browser>>,
    /// With which cookies whose forms carry which token.
    pub(super) csrf:
        Mutex<HashMap<&'static str, (BTreeMap<String, String>, Vec<(String, String)>)>>,
    /// What stands in a parameter of an address: by its pattern's beginning, each object with a name and the values.
    objects: Vec<(&'static str, Vec<(String, Vec<(&'static str, String)>)>)>,
    pub(super) bodies: Bodies,
}

/// What has to be named in bodies.
pub(super) struct Bodies {
    pub room: Value,
    pub host: Value,
    pub stranger: Value,
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().to_owned()
}

async fn made(api: &Api, path: &str, body: Value) -> Value {
    let answer = api.post(path, body).await;
    assert!(
        matches!(answer.status, 201 | 202),
        "{path}: {}",
        answer.text()
    );
    answer.json()
}

/// A message to someone that failed, the suspension that followed, and a mail that was set aside; their ids.
async fn troubles(conn: &mut AsyncPgConnection, person: PersonId) -> (String, String, String) {
    let ids = [1, 2, 3].map(|n| format!("019a0000-0000-7000-8000-00000000000{n}"));
    let [failed, suspended, came_in] = &ids;
    conn.batch_execute(&format!(
        "INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at, \
             ended_at, error) VALUES ('{failed}', 'booking', 'failed', 'failed', '{person}', 'owner@hub.example', 4, \
             '2026-11-02', '2027-01-01', '2026-11-02', '2026-11-02', '550 5.1.1 nobody'); \
         INSERT INTO suspensions VALUES ('{suspended}', 'owner@hub.example', 'bounced', '550 5.1.1 nobody', '{failed}', \
             '2026-11-02'); \
         INSERT INTO inbound_mails (id, digest, state, source, outcome, try_after, received_at, ended_at) \
             VALUES ('{came_in}', 'x', 'set_aside', E'From: owner@hub.example\\nSubject: Note secret\\n\\nNote secret'::bytea, \
                 'sample', '2026-11-02', '2026-11-02', '2026-11-02')"
    ))
    .await
    .unwrap();
    let [failed, suspended, came_in] = ids;
    (failed, suspended, came_in)
}

/// Addresses that are asked: whether they follow a series, and whether an answer to a seminar is theirs; the tokens of the
/// links.
async fn asked(
    conn: &mut AsyncPgConnection,
    key: &Key,
    series: &str,
    seminar: &str,
) -> [String; 2] {
    let ids = ["4", "5"].map(|last| {
        let id = format!("019a0000-0000-7000-8000-00000000000{last}");
        id.parse::<uuid::Uuid>().unwrap()
    });
    let [follow, answer] = ids;
    conn.batch_execute(&format!(
        "INSERT INTO confirmations (id, address, language, series_id, state, state_at, asked_at, expires_at) \
         VALUES ('{follow}', 'asked@sample.example', 'en', '{series}', 'asked', '2026-11-02', '2026-11-02', '2027-01-01'); \
         INSERT INTO confirmations (id, address, language, seminar_id, name, answer, state, state_at, asked_at, expires_at) \
         VALUES ('{answer}', 'asked@sample.example', 'en', '{seminar}', 'Asked', 'yes', 'asked', '2026-11-02', '2026-11-02', \
             '2027-01-01')"
    ))
    .await
    .unwrap();
    ids.map(|id| key.token(Purpose::Confirm, &[id], 1))
}

impl Ground {
    #[expect(clippy::too_many_lines, reason = "one thing of each kind")]
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let mut people = BTreeMap::new();
        let mut tokens = BTreeMap::new();
        let mut browsers = BTreeMap::new();
        for (role, roles) in [
            ("guest", [].as_slice()),
            ("invited", &[]),
            ("member", &[Role::Member]),
            ("owner", &[Role::Member]),
            ("organiser", &[Role::Member]),
            ("host", &[Role::Member]),
            ("keeper", &[Role::RoomKeeper]),
            ("desk", &[Role::FrontDesk]),
            ("admin", &[Role::Administrator]),
        ] {
            let person = app.person(role, &format!("The {role}"), roles).await;
            people.insert(role, person);
            tokens.insert(role, app.api(person).await);
            browsers.insert(role, Mutex::new(app.browser(person).await));
        }
        browsers.insert("visitor", Mutex::new(app.visitor()));
        let [admin, owner, organiser, host] =
            ["admin", "owner", "organiser", "host"].map(|role| &tokens[role]);

        let institution =
            json!({ "name": "Sample Institute", "slug": "sample", "zone": "Asia/Seoul" });
        let institution = made(admin, "/institutions", institution).await;
        let project = made(admin, "/projects", json!({ "name": "Sample project" })).await;
        let stranger = json!({ "name": "A stranger", "institution_id": null });
        let stranger = made(admin, "/people", stranger).await;
        let site = made(
            admin,
            "/sites",
            json!({ "name": "Seoul", "zone": "Asia/Seoul" }),
        )
        .await;
        let closed = json!({ "from": "2026-12-24", "name_en": "Winter holidays" });
        let closed = made(admin, "/closed-days", closed).await;
        let room = |name: &str, kind: &str, approval: bool| json!({ "name": name, "slug": name.to_lowercase(), "kind": kind, "site_id": site["id"], "approval": approval });
        let hall = made(admin, "/rooms", room("Hall", "hall", false)).await;
        let lab = made(admin, "/rooms", room("Lab", "hall", true)).await;
        let desk = made(admin, "/rooms", room("Seat", "desk", false)).await;
        let series = |slug: &str, visibility: &str| json!({ "title": format!("Series {slug}"), "slug": slug, "zone": "Asia/Seoul", "visibility": visibility });
        let open = made(organiser, "/series", series("open", "public")).await;
        let mut with_address = series("within", "members");
        with_address["join_url"] = json!("https://join.secret.example/series");
        let within = made(organiser, "/series", with_address).await;
        let seminar = |title: &str, hour: u32, visibility: &str, state: &str| {
            json!({ "series_id": open["id"], "title": title, "room_id": hall["id"], "visibility": visibility, "state": state,
                    "starts_local": format!("2026-11-10T{hour:02}:00:00"), "topics": ["Sample"],
                    "join_url": "https://join.secret.example/x" })
        };
        let public = made(
            organiser,
            "/seminars",
            seminar("For all", 9, "public", "announced"),
        )
        .await;
        let draft = made(
            organiser,
            "/seminars",
            seminar("Draft secret", 10, "public", "draft"),
        )
        .await;
        let members = made(
            organiser,
            "/seminars",
            seminar("Members secret", 11, "members", "announced"),
        )
        .await;
        let invited = made(
            organiser,
            "/seminars",
            seminar("Invited secret", 12, "invited", "announced"),
        )
        .await;
        let ask = |seminar: &Value| format!("/seminars/{}/invitations", text(seminar, "id"));
        let who = json!({ "people": [people["invited"]], "note": "Note secret" });
        made(organiser, &ask(&invited), who).await;
        let mails = app.mails().await;
        let link = mails
            .last()
            .unwrap()
            .link(&format!("{}/answer/", app.hub.public_url));
        let token = link
            .rsplit('/')
            .next()
            .unwrap()
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        let link = mails
            .last()
            .unwrap()
            .link(&format!("{}/notices/", app.hub.public_url));
        let notices = link.rsplit('/').next().unwrap().to_owned();
        let stop = Stopped {
            notice: Notice::Reminder,
            series: Some(text(&open, "id").parse().unwrap()),
        };
        let click = links::one_click(&app.hub, people["invited"], stop).unwrap();
        let click = click.rsplit('/').next().unwrap().to_owned();
        // A draft of which only its speaker and its organisers know, and what the speaker tells the organisers alone.
        let talk = json!({ "series_id": open["id"], "title": "A talk", "room_id": null, "state": "draft",
                           "starts_local": "2026-11-12T09:00:00", "speakers": [{ "person_id": people["invited"] }] });
        let talk = made(organiser, "/seminars", talk).await;
        let ids = [text(&talk, "id").parse().unwrap(), people["invited"].0];
        let speaks = app.hub.key.token(Purpose::Speak, &ids, 0);
        diesel_async::SimpleAsyncConnection::batch_execute(
            &mut *app.conn().await,
            "INSERT INTO speaker_notes (seminar_id, person_id, equipment) \
             SELECT seminar_id, person_id, 'Note secret' FROM speakers",
        )
        .await
        .unwrap();
        let booking = |room: &Value, title: &str| {
            json!({ "room_id": room["id"], "title": title, "note": "Note secret", "starts_local": "2026-11-10T14:00:00",
                    "ends_local": "2026-11-10T15:00:00" })
        };
        let booked = made(owner, "/bookings", booking(&hall, "Booking secret")).await;
        let held = made(owner, "/bookings", booking(&lab, "Booking secret")).await;
        let stay = |name: &str, from: &str| {
            json!({ "visitor": { "name": name }, "host_id": people["host"], "from": from, "to": from, "desk_id": desk["id"],
                    "purpose": "Purpose secret" })
        };
        let proposed = made(host, "/stays", stay("Proposed visitor", "2026-11-10")).await;
        let known = made(host, "/stays", stay("Known visitor", "2026-11-11")).await;
        for act in ["approval", "invitation", "confirmation"] {
            let path = format!("/stays/{}/{act}", text(&known, "id"));
            admin.post(&path, json!({})).await.expect(200);
        }
        let feed = made(
            owner,
            &format!("/people/{}/feeds", people["owner"]),
            json!({ "name": "Feed secret" }),
        )
        .await;
        let secret = text(&feed, "url")
            .rsplit('/')
            .next()
            .unwrap()
            .trim_end_matches(".ics")
            .to_owned();
        let api_token = made(owner, "/tokens", json!({ "name": "Feed secret" })).await;
        let mut conn = app.conn().await;
        let of = [text(&open, "id"), text(&public, "id")];
        let confirm = asked(&mut conn, &app.hub.key, &of[0], &of[1]).await;
        let mail = crate::support::watch::first_id(&mut conn, "captured_mails", "message_id").await;
        let (failed, suspended, came_in) = troubles(&mut conn, people["owner"]).await;
        let all = admin.get("/bookings?limit=500").await.json();
        let of = |serves: &str, id: &Value| {
            let items = all["items"].as_array().unwrap();
            items
                .iter()
                .find(|one| one[serves] == id["id"])
                .unwrap()
                .clone()
        };
        let told = admin.get("/messages?kind=invitation").await.json();
        let of_draft = of("seminar_id", &draft);
        let of_stay = of("stay_id", &proposed);

        let list = |name: &str| json!({ "name": name, "address": "list@department.example", "languages": ["en"], "permission": "List secret" });
        let path = format!("/series/{}/audiences", text(&open, "id"));
        let series_list = made(organiser, &path, list("All of us")).await;
        let path = format!("/seminars/{}/audiences", text(&public, "id"));
        let seminar_list = made(organiser, &path, list("All of them")).await;

        // Of each visibility, kept by the organiser, with everything under the topic of what could leak.
        let mut kept_lists = Vec::new();
        for visibility in ["public", "members", "own"] {
            let list = json!({ "name_en": format!("Kept {visibility}"), "slug": visibility, "visibility": visibility });
            let list = made(organiser, "/lists", list).await;
            let item = json!({ "what": "topic", "topic": "Sample" });
            let path = format!("/lists/{}/items", text(&list, "id"));
            let item = made(organiser, &path, item).await;
            kept_lists.push((visibility, list, text(&item, "id")));
        }
        let of_lists = |name: &'static str, of: &str| {
            let one = |(label, list, item): &(&str, Value, String)| {
                let values = vec![
                    (name, text(list, of)),
                    ("item_id", item.clone()),
                    ("id", item.clone()),
                ];
                ((*label).to_owned(), values)
            };
            kept_lists.iter().map(one).collect::<Vec<_>>()
        };
        let style = crate::support::house::attributes(
            &app.get("/nowhere").await,
            "link[rel=stylesheet]",
            "href",
        );
        let style = style[0].trim_start_matches("/static/").to_owned();

        let one = |name: &'static str, value: String| vec![(String::new(), vec![(name, value)])];
        let each = |name: &'static str,
                    values: &[(&str, &Value)],
                    of: &str|
         -> Vec<(String, Vec<(&'static str, String)>)> {
            values
                .iter()
                .map(|(label, value)| ((*label).to_owned(), vec![(name, text(value, of))]))
                .collect()
        };
        let seminars = [
            ("public", &public),
            ("draft", &draft),
            ("members", &members),
            ("invited", &invited),
        ];
        let bookings = [
            ("owner's", &booked),
            ("held", &held),
            ("of the draft", &of_draft),
            ("of the proposed stay", &of_stay),
        ];
        let both_series = [("public", &open), ("members", &within)];
        let steps = |of: &'static str, name: &'static str| {
            [
                ("proposed", &proposed, "approval"),
                ("proposed", &proposed, "cancellation"),
                ("confirmed", &known, "arrival"),
            ]
            .map(|(label, stay, act)| {
                (
                    format!("{label} {act}"),
                    vec![(name, text(stay, of)), ("act", act.to_owned())],
                )
            })
            .to_vec()
        };
        let stays = [("proposed", &proposed), ("confirmed", &known)];
        let rooms = [("hall", &hall), ("desk", &desk)];
        let owners = [
            ("owner", json!({ "id": people["owner"] })),
            ("stranger", stranger.clone()),
        ];
        let owners: Vec<(&str, &Value)> = owners
            .iter()
            .map(|(label, value)| (*label, value))
            .collect();
        let with = |mut objects: Vec<(String, Vec<(&'static str, String)>)>,
                    name: &'static str,
                    value: String| {
            for (_, values) in &mut objects {
                values.push((name, value.clone()));
            }
            objects
        };
        let public_id = text(&public, "id").parse().unwrap();
        let ids = [public_id, people["owner"].0];
        let pass = app.hub.key.token(Purpose::Door, &ids, 0);
        let owner_id = people["owner"].to_string();
        let nothing = uuid::Uuid::nil().to_string();
        let objects = vec![
            ("/static/{name}", one("name", style)),
            ("/feeds/my/", one("secret", secret)),
            ("/feeds/how/", one("program", "google".into())),
            ("/feeds/seminars/", each("code", &seminars, "code")),
            ("/feeds/series/", each("slug", &both_series, "slug")),
            ("/feeds/topics/", one("slug", "sample".into())),
            ("/feeds/institutions/", one("slug", "sample".into())),
            ("/feeds/lists/", of_lists("slug", "slug")),
            ("/feeds/rooms/", each("slug", &rooms, "slug")),
            ("/embed/series/", each("slug", &both_series, "slug")),
            ("/embed/topics/", one("slug", "sample".into())),
            ("/embed/institutions/", one("slug", "sample".into())),
            ("/embed/lists/", of_lists("slug", "slug")),
            ("/lists/{slug}", of_lists("slug", "slug")),
            ("/api/v1/lists/", of_lists("id", "id")),
            (
                "/api/v1/people/{id}/follows/lists/",
                with(of_lists("list_id", "id"), "id", owner_id.clone())
                    .into_iter()
                    .map(|(label, mut values)| {
                        // The owner's, not the item's.
                        values.retain(|(name, value)| *name != "id" || *value == owner_id);
                        (label, values)
                    })
                    .collect(),
            ),
            ("/api/v1/institutions/", one("id", text(&institution, "id"))),
            ("/api/v1/projects/", one("id", text(&project, "id"))),
            (
                "/api/v1/people/{id}/roles",
                one("role", "member".into())
                    .into_iter()
                    .map(|(label, mut values)| {
                        values.push(("id", text(&stranger, "id")));
                        (label, values)
                    })
                    .collect(),
            ),
            (
                "/api/v1/people/{id}/assistants",
                with(
                    one("id", owner_id.clone()),
                    "assistant_id",
                    text(&stranger, "id"),
                ),
            ),
            (
                "/api/v1/people/{id}/feeds",
                with(one("id", owner_id.clone()), "feed_id", text(&feed, "id")),
            ),
            (
                "/api/v1/people/{id}/follows/",
                with(each("id", &owners, "id"), "slug", "alignment".into()),
            ),
            ("/api/v1/people/", each("id", &owners, "id")),
            ("/api/v1/sites/", one("id", text(&site, "id"))),
            ("/api/v1/closed-days/", one("id", text(&closed, "id"))),
            ("/api/v1/rooms/", one("id", text(&hall, "id"))),
            ("/api/v1/bookings/", each("id", &bookings, "id")),
            (
                "/api/v1/series/{id}/audiences",
                with(
                    each("id", &both_series, "id"),
                    "audience_id",
                    text(&series_list, "id"),
                ),
            ),
            (
                "/api/v1/series/",
                with(
                    each("id", &both_series, "id"),
                    "person_id",
                    owner_id.clone(),
                ),
            ),
            (
                "/api/v1/seminars/{id}/audiences",
                with(
                    each("id", &seminars, "id"),
                    "audience_id",
                    text(&seminar_list, "id"),
                ),
            ),
            (
                "/api/v1/seminars/{id}/check-ins/{check_in_id}",
                with(each("id", &seminars, "id"), "check_in_id", nothing.clone()),
            ),
            (
                "/api/v1/seminars/{id}/slot-offers",
                with(each("id", &seminars, "id"), "offer_id", nothing.clone()),
            ),
            (
                "/api/v1/seminars/{id}/files/{file_id}",
                with(each("id", &seminars, "id"), "file_id", nothing.clone()),
            ),
            (
                "/api/v1/seminars/",
                with(each("id", &seminars, "id"), "person_id", owner_id),
            ),
            ("/api/v1/stays/{id}/{act}", steps("id", "id")),
            ("/api/v1/stays/", each("id", &stays, "id")),
            (
                "/api/v1/messages/",
                one("id", text(&told["items"][0], "id")),
            ),
            ("/api/v1/docs/", one("part", "bookings".into())),
            ("/api/v1/tokens/", one("id", text(&api_token, "id"))),
            ("/sign-in/link/", one("token", "nothing".into())),
            ("/problems/", one("name", "taken".into())),
            ("/answer/", one("token", token)),
            ("/speak/", one("token", speaks)),
            ("/confirm/", {
                let labels = ["to follow", "an answer"].map(str::to_owned);
                let tokens = confirm.map(|token| vec![("token", token)]);
                labels.into_iter().zip(tokens).collect()
            }),
            ("/notices/", one("token", notices)),
            ("/unsubscribe/", one("token", click)),
            (
                "/seminars/{code}/door/{token}",
                with(one("code", text(&public, "code")), "token", pass),
            ),
            (
                "/seminars/{code}/messages/{kind}",
                with(
                    with(each("code", &seminars, "code"), "kind", "reminder".into()),
                    "id",
                    nothing.clone(),
                ),
            ),
            (
                "/seminars/{code}",
                with(
                    each("code", &seminars, "code"),
                    "id",
                    text(&seminar_list, "id"),
                ),
            ),
            ("/s/", each("code", &seminars, "code")),
            (
                "/series/{slug}",
                with(
                    each("slug", &both_series, "slug"),
                    "id",
                    text(&series_list, "id"),
                ),
            ),
            ("/rooms/{slug}", each("slug", &rooms, "slug")),
            ("/bookings/", each("code", &bookings, "code")),
            ("/stays/{code}/{act}", steps("code", "code")),
            ("/stays/{code}", each("code", &stays, "code")),
            ("/me/feeds/", one("id", text(&feed, "id"))),
            ("/me/tokens/", one("id", text(&api_token, "id"))),
            ("/admin/mail/{id}/retry", one("id", failed.clone())),
            ("/admin/mail/{id}/abandonment", one("id", failed)),
            ("/admin/mail/", one("id", mail)),
            ("/admin/closed-days/", one("id", text(&closed, "id"))),
            ("/admin/suspensions/", one("id", suspended)),
            ("/admin/inbound/", one("id", came_in)),
        ];
        let bodies = Bodies {
            room: hall["id"].clone(),
            host: json!(people["host"]),
            stranger: stranger["id"].clone(),
        };
        kept::keep(&mut conn).await;
        Self {
            app,
            people,
            tokens,
            browsers,
            csrf: Mutex::default(),
            objects,
            bodies,
        }
    }

    /// Every address of a pattern: one for each object that can stand in it.
    pub fn addresses(&self, pattern: &str) -> Vec<(String, String)> {
        if !pattern.contains('{') {
            return vec![(String::new(), pattern.to_owned())];
        }
        let found = self
            .objects
            .iter()
            .find(|(begin, _)| pattern.starts_with(begin));
        let (_, objects) = found.unwrap_or_else(|| panic!("what stands in {pattern}?"));
        objects
            .iter()
            .map(|(label, values)| {
                let path = values
                    .iter()
                    .fold(pattern.to_owned(), |path, (name, value)| {
                        path.replace(&format!("{{{name}}}"), value)
                    });
                assert!(!path.contains('{'), "what stands in {path}?");
                (label.clone(), path)
            })
            .collect()
    }

    /// Makes everything what it was.
    pub async fn restore(&self) {
        kept::restore(&mut *self.app.conn().await).await;
    }

    /// A hash of everything there is.
    pub async fn everything(&self) -> String {
        kept::hash(&mut *self.app.conn().await).await
    }

    /// The browser of a role, as it is.
    pub async fn browser(&self, role: &str) -> Browser {
        let kept = self.browsers[role].lock().await;
        let mut browser = self.app.visitor();
        browser.cookies.clone_from(&kept.cookies);
        browser
    }
}
