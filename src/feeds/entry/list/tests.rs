use proptest::prelude::*;
use quick_xml::{Reader, XmlVersion, escape::resolve_predefined_entity, events::Event};
use serde_json::Value;

use super::*;
use crate::{
    base::{ids::SeminarId, language::Language, secret::Key, zone::Zone},
    feeds::source::{self, About, Head, InPlace, Room, Speaker, Stance},
    seminars::model::{SeriesColour, Texts},
};

pub(in crate::feeds::entry) fn hub(name: &str) -> Hub {
    Hub {
        name: name.into(),
        zone: Zone::UTC,
        language: Language::En,
        public_url: "https://hub.example".into(),
        mail_name: "Sample Hub".into(),
        mail_address: "hub@hub.example".into(),
        reply_tokens: true,
        change_window: std::time::Duration::from_mins(10),
        key: Key::from_hex(&"ab".repeat(32)).unwrap(),
    }
}

pub(in crate::feeds::entry) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(in crate::feeds::entry) fn seminar(n: u128, title: &str, modified_at: &str) -> Seminar {
    Seminar {
        id: SeminarId(uuid::Uuid::from_u128(n)),
        code: format!("code{n}"),
        uid: format!("{n}@hub.example"),
        kind: "seminar".into(),
        title: title.into(),
        abstract_text: String::new(),
        texts: Texts::default(),
        language: None,
        starts_at: at("2026-12-01T07:00:00Z"),
        ends_at: at("2026-12-01T08:00:00Z"),
        zone: Zone::UTC,
        meant: None,
        topics: Vec::new(),
        place: None,
        public: true,
        online: None,
        standing: Standing::Announced,
        sequence: 0,
        created_at: at("2026-11-01T00:00:00Z"),
        announced_at: None,
        modified_at: at(modified_at),
        series_id: None,
        series: None,
        rooms: Vec::new(),
        speakers: Vec::new(),
        items: Vec::new(),
        in_place: None,
        stance: Stance::Follows,
    }
}

pub(in crate::feeds::entry) fn rows(about: About, seminars: Vec<Seminar>) -> Rows {
    Rows {
        head: Head {
            about,
            zone: Zone::UTC,
            language: Language::En,
            path: "/".into(),
        },
        seminars,
        blocks: Vec::new(),
        bookings: Vec::new(),
        stays: Vec::new(),
        cut: false,
    }
}

fn request(format: Format) -> FeedRequest {
    FeedRequest::written(format, Address::Hub, Options::default())
}

/// The texts of every element and the values of every attribute by their paths, as a reader that knows XML reads them.
fn read(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut path: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut text = String::new();
    loop {
        let event = reader.read_event().unwrap();
        if let Event::Start(start) | Event::Empty(start) = &event {
            path.push(start.name().as_ref().to_owned());
            for attribute in start.attributes() {
                let attribute = attribute.unwrap();
                let name = attribute.key.as_ref().to_owned();
                let value = attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .unwrap()
                    .into_owned();
                found.push((format!("{}@{name}", path.join("/")), value));
            }
            text.clear();
        }
        match event {
            Event::Text(part) => text += &part.xml10_content(),
            Event::GeneralRef(name) => match name.resolve_char_ref().unwrap() {
                Some(c) => text.push(c),
                None => text += resolve_predefined_entity(&name.xml10_content()).unwrap(),
            },
            Event::Empty(_) => {
                path.pop();
            }
            Event::End(_) => {
                if !text.is_empty() {
                    found.push((path.join("/"), std::mem::take(&mut text)));
                }
                path.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn texts(read: &[(String, String)], path: &str) -> Vec<String> {
    let here = read.iter().filter(|(at, _)| at == path);
    here.map(|(_, text)| text.clone()).collect()
}

#[test]
fn what_was_changed_last_comes_first_and_dates_the_list() {
    let cancelled = Seminar {
        standing: Standing::Cancelled,
        ..seminar(3, "Off", "2026-11-03T00:00:00Z")
    };
    let seminars = vec![
        seminar(1, "Old", "2026-11-01T00:00:00Z"),
        seminar(2, "New", "2026-11-09T00:00:00.9Z"),
        cancelled,
    ];
    let rows = rows(About::Hub, seminars);
    let read = read(&atom(&hub("Hub"), &rows, &request(Format::Atom)));
    assert_eq!(
        texts(&read, "feed/entry/title"),
        ["New", "[Cancelled] Off", "Old"]
    );
    assert_eq!(texts(&read, "feed/updated"), ["2026-11-09T00:00:00Z"]);
    let options = Options {
        cancelled: false,
        ..Options::default()
    };
    let asked = FeedRequest::written(Format::Json, Address::Hub, options);
    let json: Value = serde_json::from_str(&json(&hub("Hub"), &rows, &asked)).unwrap();
    let titles: Vec<_> = json["items"].as_array().unwrap().iter().collect();
    assert_eq!(
        titles.iter().map(|item| &item["title"]).collect::<Vec<_>>(),
        ["New", "Old"]
    );
    assert_eq!(
        json["feed_url"],
        "https://hub.example/feeds/hub.json?cancelled=0"
    );
}

#[test]
fn what_is_corrected_keeps_the_date_at_which_it_was_announced() {
    let announced = Seminar {
        announced_at: Some(at("2026-11-03T08:30:00.5Z")),
        ..seminar(1, "Corrected", "2026-11-09T00:00:00Z")
    };
    // Of the other it is not known, but when it was entered.
    let rows = rows(
        About::Hub,
        vec![announced, seminar(2, "Entered", "2026-11-08T00:00:00Z")],
    );
    let dates = ["2026-11-03T08:30:00Z", "2026-11-01T00:00:00Z"];
    let read = read(&atom(&hub("Hub"), &rows, &request(Format::Atom)));
    assert_eq!(texts(&read, "feed/entry/published"), dates);
    let json: Value =
        serde_json::from_str(&json(&hub("Hub"), &rows, &request(Format::Json))).unwrap();
    let items = json["items"].as_array().unwrap().iter();
    let published: Vec<&Value> = items.map(|item| &item["date_published"]).collect();
    assert_eq!(published, dates);
}

#[test]
fn nothing_is_changed_before_it_is_announced_and_a_change_does_not_move_that() {
    // As it was entered and announced at once, and as it was changed a second later.
    let announced = |modified_at: &str| Seminar {
        announced_at: Some(at("2026-11-03T08:30:01.1Z")),
        created_at: at("2026-11-03T08:30:00.8Z"),
        ..seminar(1, "New", modified_at)
    };
    for (modified_at, updated) in [
        ("2026-11-03T08:30:00.9Z", "2026-11-03T08:30:01Z"),
        ("2026-11-03T08:30:02.0Z", "2026-11-03T08:30:02Z"),
    ] {
        let older = seminar(2, "Older", "2026-11-03T08:30:01.0Z");
        let rows = rows(About::Hub, vec![older, announced(modified_at)]);
        let atom = read(&atom(&hub("Hub"), &rows, &request(Format::Atom)));
        assert_eq!(texts(&atom, "feed/entry/title"), ["New", "Older"]);
        assert_eq!(texts(&atom, "feed/updated"), [updated]);
        assert_eq!(
            [
                texts(&atom, "feed/entry/published")[0].as_str(),
                texts(&atom, "feed/entry/updated")[0].as_str()
            ],
            ["2026-11-03T08:30:01Z", updated]
        );
        let json: Value =
            serde_json::from_str(&json(&hub("Hub"), &rows, &request(Format::Json))).unwrap();
        let item = &json["items"][0];
        assert_eq!(item["date_published"], "2026-11-03T08:30:01Z");
        assert_eq!(item["date_modified"], updated);
    }
}

#[test]
fn a_seminar_alone_speaks_the_language_of_the_list() {
    let held_in = |n, language| Seminar {
        language,
        ..seminar(n, "Held", "2026-11-01T00:00:00Z")
    };
    let all = vec![
        held_in(1, None),
        held_in(2, Some(Language::En)),
        held_in(3, Some(Language::Ko)),
    ];
    let mut rows = rows(About::Hub, all);
    for (language, asked) in [
        (Language::En, ["", "", "?lang=en"]),
        (Language::Ko, ["?lang=ko", "?lang=ko", ""]),
    ] {
        rows.head.language = language;
        let json: Value =
            serde_json::from_str(&json(&hub("Hub"), &rows, &request(Format::Json))).unwrap();
        let items = json["items"].as_array().unwrap().iter();
        let given: Vec<&str> = items
            .map(|item| item["_seminar"]["calendar_url"].as_str().unwrap())
            .collect();
        let expected = (1..)
            .zip(asked)
            .map(|(n, query)| format!("https://hub.example/feeds/seminars/code{n}.ics{query}"));
        assert_eq!(given, expected.collect::<Vec<_>>());
    }
}

#[test]
fn a_list_in_which_nothing_stands_is_a_list_and_has_no_date_of_today() {
    let rows = rows(About::Topic("AI".into()), Vec::new());
    let read = read(&atom(&hub("Hub"), &rows, &request(Format::Atom)));
    assert_eq!(texts(&read, "feed/updated"), ["1970-01-01T00:00:00Z"]);
    assert_eq!(texts(&read, "feed/entry/id"), [""; 0]);
    let json: Value =
        serde_json::from_str(&json(&hub("Hub"), &rows, &request(Format::Json))).unwrap();
    assert_eq!(json["items"], serde_json::json!([]));
}

#[test]
fn markup_that_someone_typed_stays_text() {
    let typed = Seminar {
        abstract_text: "<script>alert(1)</script> a < b & c\n\nnext\nline".into(),
        ..seminar(1, "<b>Bold</b> & ]]> &amp;", "2026-11-01T00:00:00Z")
    };
    let rows = rows(About::Hub, vec![typed]);
    let read = read(&atom(&hub("Hub"), &rows, &request(Format::Atom)));
    // A title is plain text (section 3.1.1.1); the content is HTML, in which what was typed is escaped once more.
    assert_eq!(
        texts(&read, "feed/entry/title"),
        ["<b>Bold</b> & ]]> &amp;"]
    );
    assert_eq!(
        texts(&read, "feed/entry/content"),
        ["<p>Tue 1 December 2026, 07:00–08:00 (UTC)</p>\
             <p>&lt;script&gt;alert(1)&lt;/script&gt; a &lt; b &amp; c</p><p>next<br>line</p>"]
    );
}

#[test]
fn what_comes_instead_and_the_programme_stand_in_a_list_as_in_a_calendar() {
    let talk = |title: &str, from: &str, to: &str| source::Item {
        title: title.into(),
        starts_at: at(from),
        ends_at: at(to),
        place: (title == "Tour").then(|| "Lab <3>".into()),
    };
    let off = Seminar {
        standing: Standing::Cancelled,
        items: vec![
            talk("Opening", "2026-12-01T07:00:00Z", "2026-12-01T07:30:00Z"),
            talk("Tour", "2026-12-01T07:30:00Z", "2026-12-01T08:00:00Z"),
        ],
        in_place: Some(InPlace {
            code: "next".into(),
            title: "Once more".into(),
            texts: Texts::default(),
            starts_at: at("2026-12-08T07:00:00Z"),
            ends_at: at("2026-12-08T08:00:00Z"),
            zone: Zone::UTC,
        }),
        ..seminar(1, "Off", "2026-11-01T00:00:00Z")
    };
    let rows = rows(About::Hub, vec![off]);
    let read = read(&atom(&hub("Hub"), &rows, &request(Format::Atom)));
    let language = Language::En;
    let instead = language.with("in-place-line", &[("title", "Once more".into())]);
    let programme = language.t("items-title");
    let content = format!(
        "<p>{instead}<br>Tue 8 December 2026, 07:00–08:00 (UTC)<br>https://hub.example/seminars/next</p>\
         <p>Tue 1 December 2026, 07:00–08:00 (UTC)</p>\
         <p>{programme}<br>07:00–07:30 Opening<br>07:30–08:00 Tour (Lab &lt;3&gt;)</p>"
    );
    assert_eq!(
        texts(&read, "feed/entry/content"),
        std::slice::from_ref(&content)
    );
    let json: Value =
        serde_json::from_str(&json(&hub("Hub"), &rows, &request(Format::Json))).unwrap();
    assert_eq!(json["items"][0]["content_html"], content);
}

#[test]
fn the_zone_is_the_one_in_which_it_is_meant_wherever_it_takes_place() {
    let elsewhere = Seminar {
        zone: "Europe/Paris".parse().unwrap(),
        meant: Some("Asia/Seoul".parse().unwrap()),
        ..seminar(1, "Elsewhere", "2026-11-01T00:00:00Z")
    };
    let rows = rows(
        About::Hub,
        vec![elsewhere, seminar(2, "Here", "2026-11-01T00:00:00Z")],
    );
    let json: Value =
        serde_json::from_str(&json(&hub("Hub"), &rows, &request(Format::Json))).unwrap();
    let items = json["items"].as_array().unwrap().iter();
    let zones: Vec<&Value> = items.map(|item| &item["_seminar"]["zone"]).collect();
    assert_eq!(zones, ["Asia/Seoul", "UTC"]);
}

/// Every control there is, marks that turn the text around them, what is no character, and more than a title may have.
fn hostile() -> impl Strategy<Value = String> {
    let controls: String = (0..=0xa0).filter_map(char::from_u32).collect();
    let marks = "\u{202e}\u{2066}\u{200f}\u{feff}\u{fffe}\u{ffff}\u{1fffe}\u{e000}\u{2028}";
    prop_oneof![
        any::<String>(),
        Just(controls),
        Just(marks.to_owned()),
        Just("]]>\u{0}<!--&#0;&lt;".to_owned()),
        Just("가".repeat(10_000)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_stands_in_the_rows_both_formats_are_sound_and_say_the_same(
        title in hostile(), text in hostile(), name in hostile(), topic in hostile(), place in hostile(), of in hostile(),
    ) {
        let typed = Seminar {
            abstract_text: text,
            series: Some(of.clone()),
            topics: vec![topic.clone()],
            place: Some(place.clone()),
            rooms: vec![Room { name: name.clone(), site: Some(place), address: None }],
            speakers: vec![Speaker { name: Some(name.clone()), institution: None, role: "speaker".into(), language: None }],
            ..seminar(1, &format!("x{title}"), "2026-11-01T00:00:00Z")
        };
        let (hub, rows) = (hub(&of), rows(About::Series(of.clone(), title.clone(), SeriesColour::Pine), vec![typed]));
        let xml = atom(&hub, &rows, &request(Format::Atom));
        prop_assert!(xml.chars().all(|c| clean(&c.to_string()) == c.to_string()), "{xml:?}");
        let read = read(&xml);
        // Readers take a line end for a blank or the other way round; all else has to come out as it went in.
        prop_assert_eq!(texts(&read, "feed/entry/title"), [clean(&format!("x{title}"))]);
        prop_assert_eq!(texts(&read, "feed/entry/category@term"), [clean(&topic)]);
        let json: Value = serde_json::from_str(&json(&hub, &rows, &request(Format::Json))).unwrap();
        let item = &json["items"][0];
        for (path, member) in [
            ("feed/entry/id", &item["id"]),
            ("feed/entry/title", &item["title"]),
            ("feed/entry/summary", &item["summary"]),
            ("feed/entry/content", &item["content_html"]),
            ("feed/entry/published", &item["date_published"]),
            ("feed/entry/updated", &item["date_modified"]),
        ] {
            prop_assert_eq!(&texts(&read, path), &[member.as_str().unwrap()], "{}", path);
        }
        let named: Vec<String> = (!clean(&name).is_empty()).then(|| clean(&name)).into_iter().collect();
        prop_assert_eq!(texts(&read, "feed/entry/author/name"), named);
    }
}
