//! The archive: what has been, the latest first, found by words by whoever may see it; and the same by the API.

use chrono::Duration;
use diesel::{prelude::*, sql_query, sql_types::BigInt};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::{
    seminars::queries::{self, Order, Search, SeminarFilter},
    web::urls,
};
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
async fn whatever_is_written_is_found_as_it_is_now() {
    let house = House::new().await;
    let (code, [kim, _]) = talk(&house).await;
    let title = "Beyond scaling-laws (GPT-4)";
    let series = house.series_id().await;
    let series = format!("/series/{}", series.as_str().unwrap());

    let person = format!("/people/{kim}");
    house
        .admin
        .patch(&person, json!({ "name": "Quinn Renamed" }))
        .await
        .expect(200);
    assert_eq!(found(&house, "quinn").await, [title]);
    assert_eq!(found(&house, "김샘플").await, [""; 0]);

    house
        .admin
        .patch(&series, json!({ "title": "Zebra colloquium" }))
        .await
        .expect(200);
    assert_eq!(found(&house, "zebra").await, [title]);

    // One who has declined is not shown, and so is not found.
    let mut conn = house.app.conn().await;
    let declined = format!(
        "UPDATE speakers SET answer = 'declined', answered_at = now() WHERE person_id = '{kim}'"
    );
    conn.batch_execute(&declined).await.unwrap();
    assert_eq!(found(&house, "quinn").await, [""; 0]);
    let gone = "DELETE FROM speakers WHERE answer <> 'declined'";
    conn.batch_execute(gone).await.unwrap();
    assert_eq!(found(&house, "exemple").await, [""; 0]);

    let other = format!(
        "UPDATE seminars SET title = 'Other title', topics = '{{Walrus}}', series_id = NULL, inherits = '{{}}' \
         WHERE code = '{code}'"
    );
    conn.batch_execute(&other).await.unwrap();
    for words in ["other title", "walrus", "규모법칙"] {
        assert_eq!(found(&house, words).await, ["Other title"], "{words}");
    }
    for words in ["beyond", "safety", "zebra"] {
        assert_eq!(found(&house, words).await, [""; 0], "{words}");
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

async fn number(conn: &mut AsyncPgConnection, sql: &str) -> i64 {
    let sql = format!("SELECT ({sql})::bigint AS number");
    let row: Number = sql_query(sql).get_result(conn).await.unwrap();
    row.number
}

/// Someone is renamed, and before that is done their seminar is: it is found by both new names.
#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_at_once_leave_nothing_out() {
    let house = House::new().await;
    let (code, [kim, _]) = talk(&house).await;
    let mut one = house.app.db.connect().await;
    let mut other = house.app.db.connect().await;
    let rename = format!("BEGIN; UPDATE people SET name = 'Quinn Renamed' WHERE id = '{kim}'");
    one.batch_execute(&rename).await.unwrap();
    let retitle = format!("UPDATE seminars SET title = 'Walrus' WHERE code = '{code}'");
    let waits = tokio::spawn(async move { other.batch_execute(&retitle).await.unwrap() });
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let begun = tokio::time::Instant::now();
    while number(&mut one, waiting).await == 0 {
        assert!(begun.elapsed().as_secs() < 10, "the second does not wait");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    one.batch_execute("COMMIT").await.unwrap();
    waits.await.unwrap();
    for words in ["quinn", "walrus", "walrus quinn"] {
        assert_eq!(found(&house, words).await, ["Walrus"], "{words}");
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn it_is_narrowed_by_series_topic_institution_and_year() {
    let house = House::new().await;
    let institution = json!({ "name": "Sample Institute", "slug": "sample", "zone": "UTC" });
    let made = house.admin.post("/institutions", institution).await;
    let institution = made.expect(201).json()["id"].clone();
    let person = json!({ "name": "Sam Speaker", "institution_id": institution });
    let speaker = house.admin.post("/people", person).await.expect(201).json();
    for more in [
        json!({ "title": "First", "starts_local": "2026-12-31T10:00:00" }),
        // In Seoul it is the first day of the year.
        json!({ "title": "Second", "starts_local": "2027-01-01T00:30:00", "series_id": null, "room_id": null,
                "zone": "Asia/Seoul", "topics": ["Robots"], "speakers": [{ "person_id": speaker["id"] }] }),
    ] {
        house.seminar(more).await;
    }
    house.app.clock.advance(Duration::days(365));
    for (pairs, expected) in [
        (&[("series", "scaling")][..], &["First"][..]),
        (&[("topic", "robots")], &["Second"]),
        (&[("topic", "Robots")], &["Second"]),
        (&[("topic", "alignment")], &["First"]),
        (&[("institution", "sample")], &["Second"]),
        (&[("year", "2026")], &["First"]),
        (&[("year", "2027")], &["Second"]),
        (&[("year", "2025")], &[]),
        (&[("year", "2027"), ("series", "scaling")], &[]),
        (&[("year", "2027"), ("q", "second")], &["Second"]),
        (&[], &["Second", "First"]),
    ] {
        let page = house.app.get(&looking(pairs)).await.expect(200);
        assert_eq!(past(&page), expected, "{pairs:?}");
    }
    let page = house
        .app
        .get("/archive?year=2025&topic=moon")
        .await
        .expect(200);
    assert_eq!(
        page.words("#year option"),
        ["Any", "2027", "2026", "2025"],
        "what is chosen can be seen"
    );
    assert_eq!(page.words("#year option[selected]"), ["2025"]);
    assert_eq!(page.words("#topic option[selected]"), ["moon"]);
    assert_eq!(page.words("#series option"), ["Any", "Scaling Laws"]);
    assert_eq!(
        page.words("#institution option"),
        ["Any", "Sample Institute"]
    );
    // One who has declined does not speak there.
    let declined = "UPDATE speakers SET answer = 'declined', answered_at = now()";
    let mut conn = house.app.conn().await;
    conn.batch_execute(declined).await.unwrap();
    drop(conn);
    let page = house
        .app
        .get("/archive?institution=sample")
        .await
        .expect(200);
    assert_eq!(past(&page), [""; 0]);
    // By the API, in the hub's calendar.
    let titles = async |query: &str| -> Vec<String> {
        let answer = house.admin.get(&format!("/seminars?{query}")).await;
        let listed = answer.expect(200).json();
        let items = listed["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|one| one["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles("year=2027").await, ["Second"]);
    assert_eq!(titles("year=2026&q=firs").await, ["First"]);
    assert_eq!(titles("year=2026&to=2026-06-01T00:00:00Z").await, [""; 0]);
    assert_eq!(titles("year=2026&from=2027-06-01T00:00:00Z").await, [""; 0]);
    assert_eq!(titles("q=robots").await, ["Second"]);
    assert_eq!(titles("q=secund").await, [""; 0]);
    assert_eq!(titles("q=secund&near=true").await, ["Second"]);
    house.admin.get("/seminars?year=soon").await.expect(422);
    house.admin.get("/seminars?near=maybe").await.expect(422);
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

#[tokio::test(flavor = "multi_thread")]
async fn it_is_read_page_by_page_without_a_gap() {
    let house = House::new().await;
    fill(&house, 75).await;
    let mut seen = Vec::new();
    let mut next = Some("/archive?q=number".to_owned());
    let mut pages = Vec::new();
    while let Some(path) = next {
        let page = house.app.get(&path).await.expect(200);
        pages.push(past(&page).len());
        seen.extend(past(&page));
        next = attributes(&page, ".turn a", "href").pop();
        assert!(pages.len() < 9, "it never ends");
    }
    assert_eq!(pages, [30, 30, 15]);
    let mut each = seen.clone();
    each.sort();
    each.dedup();
    assert_eq!(each.len(), 75);
    let numbers: Vec<u32> = seen
        .iter()
        .map(|title| title.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    // Two at the same time stand side by side, in either order.
    assert!(
        numbers.windows(2).all(|pair| pair[0] + 1 >= pair[1]),
        "{numbers:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_indexes_are_used() {
    let house = House::new().await;
    fill(&house, 5_000).await;
    let mut conn = house.app.db.connect().await;
    let one = "UPDATE seminars SET title = 'Xylophone 규모법칙' WHERE code = 'fill77'";
    for sql in [one, "VACUUM ANALYZE seminar_words", "ANALYZE seminars"] {
        conn.batch_execute(sql).await.unwrap();
    }
    conn.begin_test_transaction().await.unwrap();
    // How often each was read in this transaction.
    let text = "pg_stat_get_xact_numscans('seminar_words_text'::regclass)";
    let trigrams = "pg_stat_get_xact_numscans('seminar_words_trigrams'::regclass)";
    let mut seen = Vec::new();
    for (typed, near) in [("xylophone", false), ("모법칙", false), ("xylophome", true)] {
        let search = Search::of(typed).unwrap();
        let search = if near { search.near() } else { search };
        let filter = SeminarFilter {
            search: Some(search),
            ..SeminarFilter::default()
        };
        let before = [
            number(&mut conn, text).await,
            number(&mut conn, trigrams).await,
        ];
        let found = queries::seminars(&mut conn, None, &filter, Order::Latest, None, 31).await;
        let titles: Vec<String> = found.unwrap().into_iter().map(|one| one.title).collect();
        assert_eq!(titles, ["Xylophone 규모법칙"], "{typed}");
        let after = [
            number(&mut conn, text).await,
            number(&mut conn, trigrams).await,
        ];
        seen.push([after[0] > before[0], after[1] > before[1]]);
    }
    assert_eq!(seen, [[true, false], [false, true], [true, true]]);
}
