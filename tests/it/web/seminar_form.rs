//! The form of a seminar: what was typed is kept, a room that is taken is explained, and whoever was quicker is shown.

use serde_json::json;

use crate::support::house::{House, attributes, rows, typed, wrong};
use crate::support::http::Answer;

const NEW: &str = "/seminars/new?series=scaling";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let page = browser.get(NEW).await.expect(200);
    assert_eq!(
        [
            "series",
            "zone",
            "duration_minutes",
            "where_kind",
            "visibility"
        ]
        .map(|name| typed(&page, name)),
        ["scaling", "Asia/Seoul", "60", "series", "public"]
    );
    let title = "<b>Bold</b> & \"quoted\"";
    let fields = [
        ("title", title),
        ("abstract_text", "\n  Two\r\nlines"),
        ("speakers", "Jane Doe <jane at ny>\nbo@x.example | chief"),
        ("date", "tomorrow"),
        ("time", "25:00"),
        ("zone", "Asia/Soeul"),
        ("duration_minutes", "an hour"),
        ("where_kind", "rooms"),
        ("reminders", "1440, soon"),
        ("then", "announced"),
    ];
    let page = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(422);
    assert_eq!(
        wrong(&page),
        [
            "Speakers: Line 1 is not a mail address. Write one address per line.",
            "Speakers: Line 2: after the bar (|), write speaker, panellist, moderator or host.",
            "Date: Write a date such as 2026-12-01.",
            "Start: Write a time such as 16:00.",
            "Minutes: Write a whole number.",
            "Time zone: There is no time zone called “Asia/Soeul”; write it as in the IANA database, such as Asia/Seoul.",
            "Rooms: Choose a room, or say that it takes place elsewhere or in no room.",
            "Reminders: Write a whole number.",
        ]
    );
    for (name, value) in fields.iter().filter(|(name, _)| *name != "then") {
        let kept = value.replace("\r\n", "\n");
        assert_eq!(typed(&page, name).replace("\r\n", "\n"), kept, "{name}");
    }
    assert!(!page.text().contains("<b>"));
    assert_eq!(house.count("seminars").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_is_entered_once_however_often_the_form_is_sent() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let page = browser.get(NEW).await;
    let fields = [
        ("title", "Beyond scaling"),
        ("date", "2026-12-10"),
        ("time", "16:00"),
        ("then", "draft"),
    ];
    let first = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(303);
    let second = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(303);
    assert_eq!(first.location(), second.location());
    assert_eq!(house.count("seminars").await, 1);
    let place = first.location().to_owned();
    let poster = browser.get(&place).await.expect(200);
    assert_eq!(poster.words("h1"), ["Beyond scaling"]);
    assert_eq!(
        poster.words(".flash p"),
        ["The draft is saved. Nobody has been told."]
    );
    assert_eq!(poster.words(".fact dd a"), ["Hall A"]);
    assert_eq!(
        browser.get(&place).await.words(".flash p"),
        Vec::<String>::new()
    );
    // The same form with something else in it is another one.
    let fields = [
        ("title", "Another"),
        ("date", "2026-12-11"),
        ("time", "16:00"),
        ("then", "draft"),
    ];
    browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(422);
    assert_eq!(house.count("seminars").await, 1);
    // A draft is for those who organise it alone.
    house.app.get(&place).await.expect(404);
    house
        .app
        .browser(house.member)
        .await
        .get(&place)
        .await
        .expect(404);
}

/// The rooms and times that are offered, as the buttons say them.
fn offered(page: &Answer) -> Vec<String> {
    page.words(".alternatives button")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_taken_names_who_and_when_and_one_press_takes_what_is_free() {
    let house = House::new().await;
    house
        .booking(&house.hall, "Reading group", "15:30", "16:30")
        .await;
    let mut browser = house.at_desk().await;
    let page = browser.get(NEW).await;
    let fields = [
        ("title", "Beyond scaling"),
        ("date", "2026-12-10"),
        ("time", "16:00"),
        ("then", "announced"),
    ];
    let page = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(409);
    assert_eq!(wrong(&page), ["Where: This room is taken at that time."]);
    assert_eq!(
        page.words(".conflict-list li"),
        [
            "Hall A is taken Thu 10 December 2026, 15:30–16:30 Seoul, UTC+9 Reading group · Min Member"
        ]
    );
    assert_eq!(
        offered(&page),
        [
            "Hall B 90 seats Thu 10 December 2026, 16:00–17:00 Seoul, UTC+9",
            "Hall A 40 seats Thu 10 December 2026, 14:30–15:30 Seoul, UTC+9",
            "Hall A 40 seats Thu 10 December 2026, 16:30–17:30 Seoul, UTC+9",
        ]
    );
    // Whoever presses Enter in a field takes none of them.
    assert_eq!(page.words("form.form button")[0], "Save");
    assert_eq!(
        attributes(&page, "form.form button", "name")[..4],
        ["then", "alternative", "alternative", "alternative"]
    );

    let values = attributes(&page, ".alternatives button", "value");
    let done = browser
        .submit(&page, "/seminars", &[("alternative", &values[0])])
        .await
        .expect(303);
    let poster = browser.follow(done.location()).await.expect(200);
    assert_eq!(
        poster.words(".flash p"),
        ["It is announced. Its speakers are asked; now invite people."]
    );
    assert_eq!(poster.words(".fact dd a"), ["Hall B"]);
    // The same time in the room that was wanted goes too, once the hour is another.
    let page = browser.get(NEW).await;
    let page = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(409);
    let values = attributes(&page, ".alternatives button", "value");
    let done = browser
        .submit(
            &page,
            "/seminars",
            &[("alternative", values.last().unwrap())],
        )
        .await
        .expect(303);
    let poster = browser.follow(done.location()).await;
    assert_eq!(poster.words(".fact dd a"), ["Hall A"]);
    assert!(
        poster.words(".fact-when")[0].contains("16:30–17:30"),
        "{:?}",
        poster.words(".fact-when")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_quicker_is_shown_beside_what_was_typed_and_nothing_is_lost() {
    let house = House::new().await;
    let code = house
        .seminar(json!({ "abstract": "Why bigger is not all." }))
        .await;
    let edit = format!("/seminars/{code}/edit");
    let save = format!("/seminars/{code}");
    let mut other = house.app.browser(house.administrator).await;
    let mut browser = house.at_desk().await;
    let (mine, theirs) = (
        browser.get(&edit).await.expect(200),
        other.get(&edit).await.expect(200),
    );
    other
        .submit(
            &theirs,
            &save,
            &[("title", "Beyond size"), ("time", "17:00")],
        )
        .await
        .expect(303);
    // An answer in between is no edit.
    house.app.clock.advance(chrono::Duration::minutes(1));
    let mut guest = house.app.browser(house.guest).await;
    let poster = guest.get(&save).await;
    guest
        .submit(&poster, &format!("{save}/attendance"), &[("answer", "yes")])
        .await
        .expect(303);

    let page = browser
        .submit(
            &mine,
            &save,
            &[("abstract_text", "Why small is fine."), ("time", "15:00")],
        )
        .await
        .expect(409);
    assert_eq!(page.words("#stale-title"), ["Someone else was quicker"]);
    let who = &page.words(".stale p")[0];
    assert!(
        who.starts_with(
            "Ada Admin changed this while you were writing: Mon 2 November 2026, 09:00"
        ),
        "{who}"
    );
    assert_eq!(
        rows(&page, ".versions"),
        [
            "Title | Beyond size | Beyond scaling",
            "Abstract | Why bigger is not all. | Why small is fine.",
            "Start | 17:00 | 15:00",
        ]
    );
    assert_eq!(typed(&page, "abstract_text"), "Why small is fine.");
    assert_eq!(house.fact(&code, "title").await, "Beyond size");

    // Taking over their title and saving is a decision.
    browser
        .submit(&page, &save, &[("title", "Beyond size")])
        .await
        .expect(303);
    assert_eq!(house.fact(&code, "title").await, "Beyond size");
    assert_eq!(house.fact(&code, "abstract").await, "Why small is fine.");
    assert_eq!(
        house.fact(&code, "starts_local").await,
        "2026-12-10T15:00:00"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_time_that_is_skipped_is_refused_and_one_that_comes_twice_is_asked_about() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let page = browser.get("/seminars/new").await;
    let fields = |date: &'static str, time: &'static str| {
        [
            ("title", "In Paris"),
            ("zone", "Europe/Paris"),
            ("where_kind", "rooms"),
            ("rooms", "salle-1"),
            ("date", date),
            ("time", time),
            ("then", "draft"),
        ]
    };
    let refused = browser
        .submit(&page, "/seminars", &fields("2027-03-28", "02:30"))
        .await
        .expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Start: 2027-03-28 02:30 does not exist in Europe/Paris: the clocks go forward then. The next time that exists is \
          2027-03-28 03:00."
        ]
    );
    let asked = browser
        .submit(&page, "/seminars", &fields("2027-10-31", "02:30"))
        .await
        .expect(422);
    assert_eq!(
        wrong(&asked),
        [
            "Start: 2027-10-31 02:30 comes twice in Europe/Paris: the clocks go back then. Choose the first or the second (fold 0 \
          or 1)."
        ]
    );
    assert_eq!(page.words("#fold label"), Vec::<String>::new());
    assert_eq!(
        asked.words("#fold label"),
        ["02:30 (UTC+2)", "02:30 (UTC+1)"]
    );
    let done = browser
        .submit(&asked, "/seminars", &[("fold", "1"), ("then", "draft")])
        .await
        .expect(303);
    let code = done.location().rsplit('/').next().unwrap().to_owned();
    assert_eq!(house.fact(&code, "starts_at").await, "2027-10-31T01:30:00Z");
    // The form of the edit knows which of the two it is.
    let edit = browser.get(&format!("/seminars/{code}/edit")).await;
    assert_eq!(typed(&edit, "fold"), "1");
    browser
        .submit(&edit, &format!("/seminars/{code}"), &[])
        .await
        .expect(303);
    assert_eq!(house.fact(&code, "starts_at").await, "2027-10-31T01:30:00Z");
}
