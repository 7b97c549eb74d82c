//! How a seminar is cited: on its page once it is over, and as files, for whoever may see the page. The files are read here
//! by a small strict reader of BibTeX, and as the JSON and the lines that the others are.

use std::collections::BTreeMap;

use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes},
    http::Answer,
};

/// An entry of BibTeX: its kind, its key, and its fields.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    kind: String,
    key: String,
    fields: BTreeMap<String, String>,
}

/// Reads one entry and nothing beside it. A value is in braces that match, counted as BibTeX counts them, with or without a
/// backslash before them; or a bare word, which stands for a month.
fn read(text: &str) -> Result<Entry, String> {
    let rest = text.strip_prefix('@').ok_or("no entry")?;
    let (kind, rest) = rest.split_once('{').ok_or("no brace")?;
    let (key, mut rest) = rest.split_once(',').ok_or("no key")?;
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if key.is_empty() || !plain(key) {
        return Err(format!(
            "the key {key:?} has more than letters, digits and hyphens"
        ));
    }
    let mut fields = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            return match after.trim() {
                "" => Ok(Entry {
                    kind: kind.into(),
                    key: key.into(),
                    fields,
                }),
                more => Err(format!("{more:?} stands after the entry")),
            };
        }
        let (name, after) = rest.split_once('=').ok_or("no value")?;
        let after = after.trim_start();
        let (value, after) = if after.starts_with('{') {
            let end = closing(after).ok_or("a brace is not closed")?;
            (&after[1..end], &after[end + 1..])
        } else {
            let end = after.find([',', '\n']).ok_or("no end")?;
            let months = [
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ];
            if !months.contains(&&after[..end]) {
                return Err(format!("{:?} is no month", &after[..end]));
            }
            (&after[..end], &after[end..])
        };
        if fields
            .insert(name.trim().to_owned(), value.to_owned())
            .is_some()
        {
            return Err(format!("{name} is there twice"));
        }
        let after = after.trim_start();
        rest = after.strip_prefix(',').unwrap_or(after);
        if rest == after && !after.starts_with('}') {
            return Err(format!("{after:?} is no end of a field"));
        }
    }
}

/// Where the brace is closed with which `text` begins.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })
}

/// What TeX would print of a value; whatever it would take for a command that is none of these is an error.
fn printed(value: &str) -> Result<String, String> {
    let words = [
        ("\\textbackslash{}", "\\"),
        ("\\textbraceleft{}", "{"),
        ("\\textbraceright{}", "}"),
        ("\\textasciitilde{}", "~"),
        ("\\textasciicircum{}", "^"),
        ("\\$", "$"),
        ("\\&", "&"),
        ("\\#", "#"),
        ("\\_", "_"),
        ("\\%", "%"),
    ];
    let mut printed = String::new();
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        if let Some((word, meant)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
            printed += meant;
            rest = &rest[word.len()..];
        } else if "\\$&#_%~^".contains(c) {
            return Err(format!("{c} means something in {value:?}"));
        } else {
            if !"{}".contains(c) {
                printed.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    Ok(printed)
}

const TITLE: &str = r"50% of $x_i$ & {#1} \ ~ ^ } 규모 법칙";

/// A seminar with everything, held in English; its code.
async fn with_all(house: &House) -> String {
    let hall = json!({ "title": "Scaling & Laws_" });
    let series = house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    house.admin.patch(&path, hall).await.expect(200);
    house
        .seminar(json!({
            "title": TITLE, "starts_local": "2026-11-05T10:00:00", "language": "en",
            "speakers": [
                { "name": "Exemple and Sons, Marie", "email": "marie@sample.example" },
                { "name": "홍길동", "email": "hong@sample.example" },
                { "name": "Mona Moderator", "email": "mona@sample.example", "role": "moderator" },
            ],
            "join_url": "https://meet.example/secret-room",
        }))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_reader_reads_what_was_meant() {
    let house = House::new().await;
    let code = with_all(&house).await;
    let answer = house
        .app
        .get(&format!("/seminars/{code}.bib"))
        .await
        .expect(200);
    assert_eq!(
        answer.header("content-type"),
        Some("application/x-bibtex; charset=utf-8")
    );
    assert_eq!(
        answer.header("content-disposition"),
        Some(format!("attachment; filename=\"{code}.bib\"").as_str())
    );
    let entry = read(&answer.text()).unwrap();
    assert_eq!(
        (entry.kind.as_str(), entry.key),
        ("misc", format!("maru-{code}"))
    );
    let url = format!("{}/seminars/{code}", house.app.hub.public_url);
    let mut fields = entry.fields;
    assert_eq!(fields.remove("url"), Some(url.clone()));
    // Each name is in braces of its own, so that neither `and` nor a comma parts it.
    assert_eq!(
        fields.remove("author").as_deref(),
        Some("{Exemple and Sons, Marie} and {홍길동}")
    );
    let fields: BTreeMap<String, String> = fields
        .into_iter()
        .map(|(name, value)| (name, printed(&value).unwrap()))
        .collect();
    let expected = [
        ("title", TITLE),
        ("howpublished", "Seminar, Scaling & Laws_"),
        ("organization", house.app.hub.name.as_str()),
        ("address", "Hall A"),
        ("year", "2026"),
        ("month", "nov"),
        ("date", "2026-11-05"),
        ("language", "en"),
    ];
    assert_eq!(
        fields,
        expected
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    );

    let answer = house
        .app
        .get(&format!("/seminars/{code}.csl.json"))
        .await
        .expect(200);
    assert_eq!(
        answer.header("content-type"),
        Some("application/vnd.citationstyles.csl+json")
    );
    let said = answer.json();
    assert_eq!(said[0]["title"], TITLE);
    assert_eq!(said[0]["URL"], url.as_str());
    assert_eq!(said[0]["issued"], json!({ "date-parts": [[2026, 11, 5]] }));
    let names = json!([{ "literal": "Exemple and Sons, Marie" }, { "literal": "홍길동" }]);
    assert_eq!(said[0]["author"], names);

    let ris = house
        .app
        .get(&format!("/seminars/{code}.ris"))
        .await
        .expect(200)
        .text();
    let lines: Vec<(&str, &str)> = ris
        .split_terminator("\r\n")
        .map(|line| line.split_once("  - ").unwrap())
        .collect();
    assert_eq!(lines.first(), Some(&("TY", "SLIDE")));
    assert_eq!(lines.last(), Some(&("ER", "")));
    assert!(
        lines.contains(&("TI", TITLE)) && lines.contains(&("UR", url.as_str())),
        "{ris}"
    );
}

#[test]
fn the_reader_is_strict() {
    for wrong in [
        "@misc{a,\n  title = {x}\n",
        "@misc{a,\n  title = {x}}}\n",
        "@misc{a,\n  title = {\\{},\n}\n",
        "@misc{a,\n  title = x,\n}\n",
        "@misc{a b,\n  title = {x},\n}\n",
        "@misc{a,\n  title = {x}\n  year = {1}\n}\n",
        "@misc{a,\n  title = {x},\n  title = {y}\n}\n",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    for wrong in ["50%", "a_b", "\\foo", "x~y"] {
        assert!(printed(wrong).is_err(), "{wrong}");
    }
}

fn cited(page: &Answer) -> Vec<String> {
    page.words(".cite .cite-line")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_how_once_it_is_over_in_the_language_of_its_reader() {
    let house = House::new().await;
    let code = with_all(&house).await;
    let path = format!("/seminars/{code}");
    let before = house.app.get(&path).await.expect(200);
    assert_eq!(cited(&before), [""; 0]);
    house.app.clock.advance(Duration::days(10));
    let mut visitor = house.app.visitor();
    let page = visitor.get(&path).await.expect(200);
    let (hub, url) = (&house.app.hub.name, house.app.hub.url(&path));
    assert_eq!(
        cited(&page),
        [format!(
            "Exemple and Sons, Marie & 홍길동 (2026, November 5). {TITLE} [Seminar]. Scaling & Laws_, {hub}. {url}"
        )]
    );
    assert_eq!(
        attributes(&page, ".cite-files a", "href"),
        [
            format!("{path}.bib"),
            format!("{path}.csl.json"),
            format!("{path}.ris")
        ]
    );
    for file in attributes(&page, ".cite-files a", "href") {
        let file = visitor.get(&file).await.expect(200);
        assert!(!file.text().contains("meet.example"));
    }
    visitor.language = "ko";
    let page = visitor.get(&path).await.expect(200);
    assert_eq!(
        cited(&page),
        [format!(
            "Exemple and Sons, Marie, 홍길동 (2026년 11월 5일). {TITLE} [세미나]. Scaling & Laws_, {hub}. {url}"
        )]
    );
    // What programs fetch does not hang on who asks: it is in the language of the seminar.
    let bib = visitor.get(&format!("{path}.bib")).await.expect(200).text();
    assert!(bib.contains("howpublished = {Seminar, "), "{bib}");
    assert!(!page.text().contains("meet.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_may_be_seen_and_takes_place_is_cited() {
    let house = House::new().await;
    let mut codes = Vec::new();
    for more in [
        json!({ "title": "Members secret", "visibility": "members", "starts_local": "2026-11-05T10:00:00" }),
        json!({ "title": "Invited secret", "visibility": "invited", "starts_local": "2026-11-05T11:00:00" }),
        json!({ "title": "Draft secret", "state": "draft", "starts_local": "2026-11-05T12:00:00" }),
        json!({ "title": "Cancelled one", "starts_local": "2026-11-05T13:00:00" }),
        json!({ "title": "", "starts_local": "2026-11-05T14:00:00" }),
    ] {
        codes.push(house.seminar(more).await);
    }
    let id = house.fact(&codes[3], "id").await;
    let path = format!("/seminars/{}/cancellation", id.as_str().unwrap());
    house.admin.post(&path, json!({})).await.expect(200);
    house.app.clock.advance(Duration::days(10));
    let visitor = house.app.visitor();
    let member = house.app.browser(house.member).await;
    let organiser = house.at_desk().await;
    // Nobody: a draft and what was cancelled are not cited by those who see them either.
    for (mut browser, seen) in [
        (visitor, [404, 404, 404, 404, 200]),
        (member, [200, 404, 404, 404, 200]),
        (organiser, [200, 200, 404, 404, 200]),
    ] {
        for ending in ["bib", "csl.json", "ris"] {
            let mut statuses = Vec::new();
            for code in &codes {
                let answer = browser.get(&format!("/seminars/{code}.{ending}")).await;
                if answer.status != 200 {
                    assert!(!answer.text().contains("secret"), "{ending}");
                }
                statuses.push(answer.status);
            }
            assert_eq!(statuses, seen, "{ending}");
        }
        browser.get("/seminars/nothing.bib").await.expect(404);
        browser
            .get(&format!("/seminars/{}.doc", codes[4]))
            .await
            .expect(404);
    }
    // Without speakers it is the hub's, and without a title it says so.
    let csl: Value = house
        .app
        .get(&format!("/seminars/{}.csl.json", codes[4]))
        .await
        .expect(200)
        .json();
    assert_eq!(csl[0]["title"], "Title to be announced");
    assert_eq!(csl[0]["author"], json!([{ "literal": house.app.hub.name }]));
}
