//! Title and abstract in further languages: given on the form, by the API and by the speaker; shown, found and told to whoever
//! reads them.

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};

use super::speak::Talk;
use crate::support::{
    app::Api,
    house::{House, attributes, typed, wrong},
    http::Answer,
    mailbox::Mail,
    watch,
};

const KOREAN: &str = "규모를 넘어서";
const ENGLISH: &str = "Beyond scaling";

/// The page at `path`, as a visitor sees it whose browser asks for `language`.
async fn read(house: &House, language: &'static str, path: &str) -> Answer {
    let mut visitor = house.app.visitor();
    visitor.language = language;
    visitor.get(path).await.expect(200)
}

/// An English seminar; the API of its organiser, its code and its path.
async fn english(house: &House, more: Value) -> (Api, String, String) {
    let mut body = json!({ "title": ENGLISH, "language": "en" });
    for (member, value) in more.as_object().unwrap() {
        body[member] = value.clone();
    }
    let code = house.seminar(body).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    (house.app.api(house.organiser).await, code, path)
}

/// What is kept of a page may be as old as a second: its counters are looked at so often.
async fn a_second_later() {
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_in_korean_is_shown_to_who_reads_korean_and_the_main_text_to_all_others() {
    let house = House::new().await;
    let (organiser, code, path) = english(
        &house,
        json!({ "abstract": "Three assumptions.", "starts_local": "2026-11-05T16:00:00" }),
    )
    .await;
    let page = format!("/seminars/{code}");
    assert_eq!(
        read(&house, "ko", &page).await.words("h1"),
        [ENGLISH],
        "nothing is given in Korean yet"
    );

    let mut browser = house.at_desk().await;
    let form = browser.get(&format!("{page}/edit")).await.expect(200);
    assert_eq!(attributes(&form, ".version h3", "lang"), ["ko", "fr"]);
    let long = "규".repeat(501);
    let form = browser
        .submit(&form, &page, &[("title_ko", long.as_str())])
        .await
        .expect(422);
    assert_eq!(wrong(&form), ["Title in Korean: At most 500 characters."]);
    let given = [
        ("title_ko", KOREAN),
        ("abstract_ko", "세 가지 가정을 *다시* 봅니다."),
    ];
    browser.submit(&form, &page, &given).await.expect(303);
    let form = browser.get(&format!("{page}/edit")).await.expect(200);
    assert_eq!(
        (typed(&form, "title_ko"), typed(&form, "title_fr")),
        (KOREAN.to_owned(), String::new())
    );
    a_second_later().await;

    let poster = read(&house, "ko", &page).await;
    assert_eq!(poster.words("h1"), [KOREAN]);
    assert_eq!(poster.words(".other-titles li"), [ENGLISH]);
    let tags = [
        attributes(&poster, "h1", "lang"),
        attributes(&poster, ".other-titles li", "lang"),
        attributes(&poster, "meta[property='og:title']", "content"),
    ];
    assert_eq!(tags.concat(), ["ko", "en", KOREAN]);
    assert!(
        poster
            .text()
            .contains("세 가지 가정을 <em>다시</em> 봅니다.")
    );
    let data = poster.words("script[type='application/ld+json']").concat();
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(
        [&data["name"], &data["alternateName"], &data["inLanguage"]],
        [&json!(KOREAN), &json!([ENGLISH]), &json!("en")]
    );
    let poster = read(&house, "en", &page).await;
    assert_eq!(poster.words("h1"), [ENGLISH]);
    assert_eq!(poster.words(".other-titles li"), [KOREAN]);
    assert!(poster.text().contains("Three assumptions."));

    // Every list names it as its reader reads it; it is found by either title, whoever looks.
    for (language, title) in [("ko", KOREAN), ("en", ENGLISH)] {
        for list in [
            "/",
            "/series/scaling",
            "/archive?q=scaling",
            "/archive?q=%EA%B7%9C%EB%AA%A8%EB%A5%BC",
        ] {
            let shown = read(&house, language, list).await;
            assert_eq!(shown.words(".entry-title"), [title], "{list} in {language}");
        }
        for feed in ["scaling.ics", "scaling.atom", "scaling.json"] {
            let feed = format!("/feeds/series/{feed}?lang={language}");
            let feed = house.app.get(&feed).await.expect(200).text();
            let has = [KOREAN, ENGLISH].map(|title| feed.contains(title));
            assert_eq!(has, [language == "ko", language == "en"], "{feed}");
        }
    }
    let paper = format!("{page}/print/poster?lang=both");
    let heading = format!("{ENGLISH} · {KOREAN}");
    assert_eq!(read(&house, "en", &paper).await.words("h1"), [heading]);

    // A change of it is shown as one of the main text is.
    let change = json!({ "texts": { "ko": { "title": "규모의 저편" } } });
    organiser.patch(&path, change).await.expect(200);
    a_second_later().await;
    assert_eq!(read(&house, "ko", &page).await.words("h1"), ["규모의 저편"]);
    let found = read(&house, "en", "/archive?q=%EC%A0%80%ED%8E%B8").await;
    assert_eq!(found.words(".entry-title"), [ENGLISH]);
}

#[tokio::test(flavor = "multi_thread")]
async fn none_is_in_the_own_language_of_a_seminar_and_an_edit_touches_what_it_names() {
    let house = House::new().await;
    let texts = json!({ "ko": { "title": KOREAN }, "fr": { "abstract": "Trois hypothèses." }, "en": { "title": " " } });
    let (organiser, code, path) = english(&house, json!({ "texts": texts })).await;
    let whole = json!({ "ko": { "title": KOREAN, "abstract": "" },
                        "fr": { "title": "", "abstract": "Trois hypothèses." } });
    assert_eq!(house.fact(&code, "texts").await, whole);
    let edit = json!({ "texts": { "ko": { "abstract": "초록" }, "fr": null } });
    let shown = organiser.patch(&path, edit).await.expect(200).json();
    let kept = json!({ "ko": { "title": KOREAN, "abstract": "초록" } });
    assert_eq!((&shown["texts"], &shown["title"]), (&kept, &json!(ENGLISH)));
    let trail = watch::audit_trail(&mut *house.app.conn().await).await;
    let last = trail.last().unwrap();
    let said = [last.before.as_ref(), last.after.as_ref()];
    assert_eq!(
        said.map(|facts| facts.unwrap()["seminar"]["texts"].clone()),
        [whole, kept.clone()]
    );

    let long = "규".repeat(501);
    for (edit, field) in [
        (json!({ "texts": { "en": { "title": "A" } } }), "texts.en"),
        (
            json!({ "texts": { "ko": { "title": long } } }),
            "texts.ko.title",
        ),
        (json!({ "language": "ko" }), "language"),
    ] {
        let refused = organiser.patch(&path, edit).await.expect(422).json();
        let fields: Vec<&String> = refused["fields"].as_object().unwrap().keys().collect();
        assert_eq!(fields, [field], "{refused}");
    }
    assert_eq!(house.fact(&code, "texts").await, kept);
    // The database holds it as well, whoever writes, and in which order.
    let mut conn = house.app.conn().await;
    for (statement, constraint) in [
        (
            "INSERT INTO seminar_texts SELECT id, 'en', 'A', '' FROM seminars",
            "seminar_texts_in_other_languages",
        ),
        (
            "UPDATE seminars SET language = 'ko'",
            "seminar_texts_in_other_languages",
        ),
        (
            "INSERT INTO seminar_texts SELECT id, 'fr', '', '' FROM seminars",
            "seminar_texts_say_something",
        ),
        (
            "INSERT INTO seminar_texts SELECT id, 'de', 'A', '' FROM seminars",
            "seminar_texts_language_known",
        ),
    ] {
        let refused = conn.batch_execute(statement).await.unwrap_err();
        let named = maru::base::error::violated(&refused);
        assert_eq!(named, Some(constraint), "{statement}");
    }

    // The main text and a version change places in one edit.
    let edit = json!({ "language": "ko", "title": KOREAN, "abstract": "초록",
                       "texts": { "ko": null, "en": { "title": ENGLISH } } });
    let shown = organiser.patch(&path, edit).await.expect(200).json();
    assert_eq!(
        [&shown["language"], &shown["title"], &shown["texts"]],
        [
            &json!("ko"),
            &json!(KOREAN),
            &json!({ "en": { "title": ENGLISH, "abstract": "" } })
        ]
    );
}

/// To whom these mails went.
fn readers(mails: &[Mail]) -> Vec<&str> {
    let readers = mails.iter().map(|mail| mail.to.split('@').next());
    readers.map(Option::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_name_it_in_the_language_of_their_reader_and_tell_nobody_of_what_they_do_not_read() {
    let house = House::new().await;
    for (handle, language) in [("jane", "en"), ("kim", "ko")] {
        let email = format!("{handle}@sample.example");
        let person = json!({ "name": handle, "email": email, "language": language });
        house.admin.post("/people", person).await.expect(201);
    }
    let series = house.series_id().await;
    let list = json!({ "name": "All", "address": "all@sample.example", "languages": ["en", "ko"],
                       "permission": "Kim" });
    let lists = format!("/series/{}/audiences", series.as_str().unwrap());
    house.admin.post(&lists, list).await.expect(201);
    let texts = json!({ "ko": { "title": KOREAN, "abstract": "세 가지 가정." } });
    let more = json!({ "texts": texts, "abstract": "Three assumptions." });
    let (organiser, _, path) = english(&house, more).await;
    let emails = json!({ "emails": ["jane@sample.example", "kim@sample.example"] });
    let invite = format!("{path}/invitations");
    organiser.post(&invite, emails).await.expect(202);
    let later = async || {
        house.app.clock.advance(Duration::minutes(31));
        house.app.mails().await
    };
    let first = later().await;
    assert_eq!(readers(&first), ["all", "jane", "kim"]);
    // A list in two languages reads each part of its mail in its own.
    let both = [ENGLISH, KOREAN, "Three assumptions.", "세 가지 가정."];
    assert_eq!(both.map(|said| first[0].text.contains(said)), [true; 4]);
    for (mail, (title, words)) in first[1..]
        .iter()
        .zip([(ENGLISH, "Three assumptions."), (KOREAN, "세 가지 가정.")])
    {
        assert!(mail.subject.contains(title), "{}", mail.subject);
        assert!(mail.text.contains(words), "{}", mail.text);
        assert_eq!(mail.calendar["SUMMARY"], title);
    }

    let change = async |body: Value| organiser.patch(&path, body).await.expect(200).json();
    // A title in Korean is news to who reads Korean, and one in French to nobody here.
    let before = change(json!({})).await["revision"].as_i64().unwrap();
    let edited = change(json!({ "texts": { "ko": { "title": "규모의 저편" } } })).await;
    assert_eq!(edited["revision"], json!(before + 1));
    let told = later().await;
    assert_eq!(readers(&told), ["all", "kim"]);
    for said in [KOREAN, "규모의 저편"] {
        for mail in &told {
            assert!(mail.text.contains(said), "no {said} in {}", mail.text);
        }
    }
    change(json!({ "texts": { "fr": { "title": "Au-delà des échelles" } } })).await;
    assert_eq!(later().await, []);

    // What is taken back is no news, though another version has changed meanwhile.
    change(json!({ "starts_local": "2026-12-10T18:00:00" })).await;
    let back =
        json!({ "starts_local": "2026-12-10T16:00:00", "texts": { "ko": { "title": KOREAN } } });
    change(back).await;
    assert_eq!(readers(&later().await), ["all", "kim"]);

    change(json!({ "starts_local": "2026-12-10T18:00:00" })).await;
    let told = later().await;
    assert_eq!(readers(&told), ["all", "jane", "kim"]);
    let named: Vec<&str> = told
        .iter()
        .map(|mail| mail.calendar["SUMMARY"].as_str())
        .collect();
    assert_eq!(named, [ENGLISH, ENGLISH, KOREAN]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_speaker_of_the_only_talk_gives_it_in_a_second_language() {
    let mut talk = Talk::with(json!({ "language": "en" })).await;
    let page = talk.page().await;
    assert_eq!(attributes(&page, ".version h3", "lang"), ["ko", "fr"]);
    let page = talk
        .says(&[("title", "Far beyond"), ("title_ko", KOREAN)])
        .await;
    assert_eq!(
        (typed(&page, "title"), typed(&page, "title_ko")),
        ("Far beyond".to_owned(), KOREAN.to_owned())
    );
    let given = json!({ "ko": { "title": KOREAN, "abstract": "" } });
    assert_eq!(talk.house.fact(&talk.code, "texts").await, given);
    // Saving the page without touching them is no edit of the seminar.
    let version = talk.house.fact(&talk.code, "lock_version").await;
    talk.says(&[("biography", "Marie works on small data.")])
        .await;
    assert_eq!(talk.house.fact(&talk.code, "lock_version").await, version);
    assert_eq!(talk.house.fact(&talk.code, "texts").await, given);
}

/// The languages that the poster names, and who speaks each.
fn spoken(poster: &Answer) -> (Vec<String>, Vec<String>) {
    let names = poster.words(".fact-language .fact-more");
    (poster.words(".fact-language span[lang]"), names)
}

/// What the poster says of a member to machines.
fn to_machines(poster: &Answer, member: &str) -> Value {
    let data = poster.words("script[type='application/ld+json']").concat();
    let data: Value = serde_json::from_str(&data).unwrap();
    data[member].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_is_held_in_french_and_its_seminars_follow_until_they_have_their_own() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let (edit, series) = ("/series/scaling/edit", "/series/scaling");
    let form = browser.get(edit).await.expect(200);
    browser
        .submit(&form, series, &[("language", "fr")])
        .await
        .expect(303);
    let form = browser.get(edit).await.expect(200);
    assert_eq!(typed(&form, "language"), "fr");
    let title = "Au-delà des échelles";
    let code = house.seminar(json!({ "title": title })).await;
    assert_eq!(house.fact(&code, "language").await, "fr");
    let page = format!("/seminars/{code}");
    for language in ["en", "ko"] {
        let poster = read(&house, language, &page).await;
        assert_eq!(poster.words("h1"), [title]);
        assert_eq!(attributes(&poster, "h1", "lang"), ["fr"]);
        assert_eq!(spoken(&poster), (vec!["Français".to_owned()], Vec::new()));
        assert_eq!(to_machines(&poster, "inLanguage"), "fr");
    }
    // What is offered beside it are the others, and the form knows what is its own.
    let action = page.clone();
    let chosen = "select[name='language'] option[selected]";
    let fields = |form: &Answer| attributes(form, &format!("form.form {chosen}"), "value");
    let form = browser.get(&format!("{page}/edit")).await.expect(200);
    assert_eq!(attributes(&form, ".version h3", "lang"), ["ko", "en"]);
    assert_eq!(fields(&form), [""; 0]);
    let form = browser
        .submit_and_follow(&form, &action, &[("language", "ko")])
        .await;
    assert_eq!(form.words("h1"), [title]);
    let (language, inherit) = (
        house.fact(&code, "language").await,
        house.fact(&code, "inherit").await,
    );
    let follows = |inherit: &Value| inherit.as_array().unwrap().contains(&json!("language"));
    assert_eq!((language, follows(&inherit)), (json!("ko"), false));
    let form = browser.get(&format!("{page}/edit")).await.expect(200);
    assert_eq!(fields(&form), ["ko"]);
    browser
        .submit(&form, &action, &[("language", "")])
        .await
        .expect(303);
    let (language, inherit) = (
        house.fact(&code, "language").await,
        house.fact(&code, "inherit").await,
    );
    assert_eq!((language, follows(&inherit)), (json!("fr"), true));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_several_speak_each_has_a_language_and_pages_programmes_and_calendars_say_it() {
    let house = House::new().await;
    let people = [("Marie Sample", "marie"), ("Kim Sample", "kim")];
    let people = people
        .map(|(name, handle)| json!({ "name": name, "email": format!("{handle}@sample.example") }));
    let more = json!({ "language": "fr", "speakers": people });
    let (organiser, code, path) = english(&house, more).await;
    let page = format!("/seminars/{code}");
    let shown = organiser.get(&path).await.expect(200).json();
    let ids = [0, 1].map(|n| shown["speakers"][n]["person_id"].clone());
    let items = json!({ "items": [
        { "title": "One", "starts_local": "2026-12-10T16:00:00", "ends_local": "2026-12-10T16:30:00",
          "speakers": [{ "person_id": ids[0] }] },
        { "title": "Two", "starts_local": "2026-12-10T16:30:00", "ends_local": "2026-12-10T17:00:00",
          "speakers": [{ "person_id": ids[1] }] },
    ] });
    let programme = format!("{path}/programme");
    organiser.put(&programme, items).await.expect(200);
    let poster = read(&house, "en", &page).await;
    assert_eq!(spoken(&poster).0, ["Français"]);
    assert_eq!(
        poster.words(".timetable-who"),
        ["Marie Sample", "Kim Sample"]
    );

    let kim = format!("{path}/speakers/{}", ids[1].as_str().unwrap());
    let refused = organiser
        .patch(&kim, json!({ "talk_language": "de" }))
        .await;
    let refused = refused.expect(422).json();
    let fields: Vec<&String> = refused["fields"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["talk_language"]);
    let english = json!({ "talk_language": "en" });
    let said = organiser.patch(&kim, english).await.expect(200).json();
    assert_eq!(said["talk_language"], "en");
    let shown = organiser.get(&path).await.expect(200).json();
    let each = [0, 1].map(|n| shown["speakers"][n]["talk_language"].clone());
    assert_eq!(each, [Value::Null, json!("en")]);
    a_second_later().await;
    let poster = read(&house, "en", &page).await;
    let (languages, names) = spoken(&poster);
    assert_eq!(languages, ["Français", "English"]);
    assert_eq!(names, ["Marie Sample", "Kim Sample"]);
    assert_eq!(to_machines(&poster, "inLanguage"), json!(["fr", "en"]));
    assert_eq!(
        poster.words(".timetable-who"),
        ["Marie Sample · Français", "Kim Sample · English"]
    );
    let feed = format!("/feeds/seminars/{code}.ics");
    let calendar = house.app.get(&feed).await.expect(200).text();
    let calendar = calendar.replace("\r\n ", "");
    for line in ["Marie Sample · Français", "Kim Sample · English"] {
        assert!(calendar.contains(line), "no {line} in {calendar}");
    }
    // On the organisers' page it is chosen, and taken back.
    let mut browser = house.at_desk().await;
    let speakers = format!("{page}/speakers");
    let form = browser.get(&speakers).await.expect(200);
    let chosen = "select[name='talk_language'] option[selected]";
    assert_eq!(attributes(&form, chosen, "value"), ["en"]);
    let action = format!("{speakers}/{}", ids[1].as_str().unwrap());
    let form = browser
        .submit_and_follow(&form, &action, &[("talk_language", "")])
        .await;
    assert_eq!(attributes(&form, chosen, "value"), [""; 0]);
    a_second_later().await;
    let calendar = house.app.get(&feed).await.expect(200).text();
    assert!(!calendar.contains(" · "), "{calendar}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_says_in_which_language_they_speak() {
    let mut talk = Talk::with(json!({ "language": "en" })).await;
    let page = talk.says(&[("talk_language", "fr")]).await;
    assert_eq!(typed(&page, "talk_language"), "fr");
    assert_eq!(talk.said().await["talk_language"], "fr");
    a_second_later().await;
    assert_eq!(spoken(&talk.poster().await).0, ["Français"]);
    talk.says(&[("talk_language", "")]).await;
    assert_eq!(talk.said().await["talk_language"], Value::Null);
}
