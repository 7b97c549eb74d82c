//! The archive: what has been, the latest first, found by words by whoever may see it; and the same by the API.

mod narrowed;
mod searched;

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::web::urls;
use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes},
    http::Answer,
};

fn past(page: &Answer) -> Vec<String> {
    page.words("section[aria-labelledby=past] .entry-title")
}

fn coming(page: &Answer) -> Vec<String> {
    page.words("section[aria-labelledby=coming] .entry-title")
}

fn looking(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<(&str, Option<&str>)> = pairs
        .iter()
        .map(|(name, value)| (*name, Some(*value)))
        .collect();
    urls::with_query("/archive", &pairs)
}

/// What a visitor finds by these words, past and coming.
async fn found(house: &House, words: &str) -> Vec<String> {
    let page = house.app.get(&looking(&[("q", words)])).await.expect(200);
    assert_eq!(page.words(".narrowed"), [""; 0], "{words:?}");
    [coming(&page), past(&page)].concat()
}

/// One of each kind that could leak, and two that anyone may see, all over; and one that is to come.
async fn full() -> House {
    let house = House::new().await;
    for (title, hour, more) in [
        ("Open one", "10", json!({})),
        ("Draft secret", "11", json!({ "state": "draft" })),
        ("Members secret", "12", json!({ "visibility": "members" })),
        ("Invited secret", "13", json!({ "visibility": "invited" })),
        (
            "Open lecture",
            "14",
            json!({ "kind": "lecture", "series_id": null, "room_id": null, "topics": ["규모 법칙"] }),
        ),
    ] {
        let mut body = json!({
            "title": title, "starts_local": format!("2026-11-05T{hour}:00:00"),
            "join_url": "https://meet.example/secret-room",
        });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        house.seminar(body).await;
    }
    house.seminar(json!({ "title": "Open tomorrow" })).await;
    house.app.clock.advance(Duration::days(10));
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_sees_what_is_for_them_the_latest_first_and_no_trace_of_the_rest() {
    let house = full().await;
    let visitor = house.app.get("/archive").await.expect(200);
    assert_eq!(past(&visitor), ["Open lecture", "Open one"]);
    assert_eq!(coming(&visitor), [""; 0]);
    let guest = house.app.browser(house.guest).await.get("/archive").await;
    assert_eq!(past(&guest), ["Open lecture", "Open one"]);
    let member = house.app.browser(house.member).await.get("/archive").await;
    assert_eq!(
        past(&member),
        ["Open lecture", "Members secret", "Open one"]
    );
    // Drafts are nobody's past.
    let organiser = house.at_desk().await.get("/archive").await;
    assert_eq!(
        past(&organiser),
        [
            "Open lecture",
            "Invited secret",
            "Members secret",
            "Open one"
        ]
    );
    let hidden = house.app.get("/archive?q=secret").await.expect(200);
    assert_eq!(hidden.words(".empty-title"), ["Nothing was found."]);
    for page in [&visitor, &guest, &hidden] {
        let text = page.text();
        for secret in [
            "Draft secret",
            "Members secret",
            "Invited secret",
            "meet.example",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    let mut member = house.app.browser(house.member).await;
    let found = member.get("/archive?q=secret").await.expect(200);
    assert_eq!(past(&found), ["Members secret"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_come_is_found_above_what_has_been() {
    let house = full().await;
    let page = house.app.get("/archive?q=open").await.expect(200);
    assert_eq!(coming(&page), ["Open tomorrow"]);
    assert_eq!(past(&page), ["Open lecture", "Open one"]);
    assert_eq!(page.words(".entry-title mark"), ["Open"; 3]);
    // What is found by its topic or its series shows these.
    let page = house.app.get(&looking(&[("q", "규모")])).await.expect(200);
    assert_eq!(past(&page), ["Open lecture"]);
    assert_eq!(page.words(".entry-topics"), ["Topics: 규모 법칙"]);
    assert_eq!(page.words(".entry-topics mark"), ["규모"]);
    let page = house.app.get("/archive?q=scaling").await.expect(200);
    assert_eq!(page.words(".entry-over mark"), ["Scaling"; 2]);
    let page = house.app.get("/archive?q=open").await.expect(200);
    // What was typed stands in the field, and pages lead here.
    assert_eq!(attributes(&page, "#q", "value"), ["open"]);
    let programme = house.app.get("/").await.expect(200);
    assert_eq!(
        attributes(&programme, ".to-archive a", "href"),
        ["/archive"]
    );
    assert_eq!(
        attributes(&programme, ".foot a[href='/archive']", "href").len(),
        1
    );
}

/// A seminar that says much, among others, and the ids of its two speakers.
async fn talk(house: &House) -> (String, [String; 2]) {
    let mut people = Vec::new();
    for name in ["김샘플", "Marie Exemple"] {
        let made = house.admin.post("/people", json!({ "name": name })).await;
        let id = made.expect(201).json()["id"].clone();
        people.push(id.as_str().unwrap().to_owned());
    }
    let speakers: Vec<Value> = people.iter().map(|id| json!({ "person_id": id })).collect();
    let code = house
        .seminar(json!({
            "title": "Beyond scaling-laws (GPT-4)", "topics": ["AI safety"], "speakers": speakers,
            "abstract": "첫째로 **규모법칙**의 한계를 살핍니다. Rényi entropy, and <b>more</b>.",
            "starts_local": "2026-11-05T10:00:00",
        }))
        .await;
    house
        .seminar(json!({ "title": "National politics", "series_id": null, "room_id": null }))
        .await;
    house.app.clock.advance(Duration::days(10));
    (code, people.try_into().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_is_found_by_its_title_abstract_speakers_topics_and_series() {
    let house = House::new().await;
    talk(&house).await;
    for words in [
        "beyond",
        "Scaling Laws",
        "LAWS beyond",
        "scal",
        "gpt 4",
        "ＳＣＡＬＩＮＧ",
        "safety",
        "rényi",
        "re\u{301}nyi",
        "more",
        "exemp",
        "marie exemple",
        // Inside a Korean word, and a name without its family's.
        "규모",
        "법칙",
        "한계",
        "김샘플",
        "샘플",
        "scaling 법칙",
    ] {
        let titles = found(&house, words).await;
        assert_eq!(titles, ["Beyond scaling-laws (GPT-4)"], "{words:?}");
    }
    // Each word must be there, those before the last as they are, and in English no word is looked for inside another.
    for words in ["beyond politics", "beyon scaling", "caling", "xylophone"] {
        let path = format!("/seminars?q={}", urls::encoded(words));
        let listed = house.admin.get(&path).await.expect(200).json();
        assert_eq!(listed["items"], json!([]), "{words:?}");
    }
    let page = house.app.get(&looking(&[("q", "법칙 ENTROPY")])).await;
    assert_eq!(page.words(".entry-excerpt mark"), ["법칙", "entropy"]);
    assert!(!page.text().contains("<b>more"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_nearly_right_is_found_where_nothing_is_right() {
    let house = House::new().await;
    talk(&house).await;
    for words in ["byond", "scalling", "safty", "exempel"] {
        let page = house.app.get(&looking(&[("q", words)])).await.expect(200);
        assert_eq!(
            page.words(".narrowed"),
            ["Nothing has just these words. These come near them."],
            "{words}"
        );
        assert_eq!(past(&page), ["Beyond scaling-laws (GPT-4)"], "{words}");
    }
    // Where something is right, nothing else is shown.
    assert_eq!(found(&house, "national").await, ["National politics"]);
    let nothing = house.app.get("/archive?q=xylophone").await.expect(200);
    assert_eq!(nothing.words(".empty-title"), ["Nothing was found."]);
    assert_eq!(attributes(&nothing, ".empty a", "href"), ["/archive"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_is_an_error() {
    let house = full().await;
    let long = "x".repeat(10_000);
    let korean = "규모 ".repeat(1_000);
    let hostile = [
        "%",
        "_",
        "\\",
        "'",
        "\"",
        "' OR 1=1 --",
        "!!! ... ???",
        "& | ! ( ) <-> :*",
        "a & !b | (c:*)",
        "open:*",
        "\\'open\\'",
        "☃ 🚀",
        "\u{202e}open",
        "\u{fffe}\u{7f}\u{1}",
        "①②③ ㈜ ﷺ",
        "4k 3e10 -5 +1 0x1 a@b.c http://x.y/z?q=1 /etc/passwd",
        "e\u{301}\u{301}\u{301}",
        long.as_str(),
        korean.as_str(),
    ];
    for words in hostile {
        for after in ["", "&near=yes", "&after=x", "&after=1.2.3"] {
            let path = format!("{}{after}", looking(&[("q", words)]));
            let page = house.app.get(&path).await.expect(200);
            assert!(!page.text().contains("secret-room"), "{words}");
        }
        for near in ["", "&near=true"] {
            let path = format!("/seminars?q={}{near}", urls::encoded(words));
            house.admin.get(&path).await.expect(200);
        }
    }
    // A pattern is no pattern: it finds nothing, rather than everything.
    for words in ["%", "_", "%%__", "\\"] {
        assert_eq!(found(&house, words).await, [""; 0], "{words}");
        let path = format!("/seminars?q={}", urls::encoded(words));
        let listed = house.admin.get(&path).await.expect(200).json();
        assert_eq!(listed["items"], json!([]), "{words}");
    }
    assert_eq!(found(&house, "open:*").await.len(), 3);
    house.app.get("/archive?q=%00").await.expect(400);
    house.app.get("/archive?q=%FF%FE").await.expect(200);
    for nothing in [
        "/archive?series=nothing",
        "/archive?institution=nothing",
        "/archive?year=soon",
        "/archive?year=99999",
    ] {
        house.app.get(nothing).await.expect(404);
    }
    house
        .app
        .get("/archive?q=&series=&topic=&institution=&year=&after=")
        .await
        .expect(200);
}

/// Rows without what belongs to them, one an hour, every tenth at the same time as the one before it.
async fn fill(house: &House, count: usize) {
    let sql = format!(
        "INSERT INTO seminars (id, code, uid, title, abstract_text, owner_id, entered_by, starts_local, zone, starts_at, ends_at, \
             duration_minutes, visibility, state, state_at, created_at, modified_at) \
         SELECT gen_random_uuid(), 'fill' || n, 'fill' || n || '@hub.example', 'Number ' || n, md5(n::text), '{0}', '{0}', at, 'UTC', \
             at AT TIME ZONE 'UTC', at AT TIME ZONE 'UTC' + interval '30 minutes', 30, 'public', 'announced', now(), now(), now() \
         FROM (SELECT n, timestamp '2020-01-01' + (n - (n % 10 = 0)::int) * interval '1 hour' AS at \
               FROM generate_series(1, {count}) AS n) AS each",
        house.organiser
    );
    house.app.conn().await.batch_execute(&sql).await.unwrap();
}
