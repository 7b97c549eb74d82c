//! Booking a room by its form: times as clocks show them, what is taken, and what is free instead.

use crate::support::house::{House, attributes, typed, wrong};

const NEW: &str = "/rooms/hall-a/bookings/new?date=2026-12-10";
const BOOK: &str = "/rooms/hall-a/bookings";

fn code(location: &str) -> String {
    location.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_booked_once_however_often_the_form_is_sent() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get(NEW).await.expect(200);
    assert_eq!(
        ["date", "from", "to"].map(|name| typed(&page, name)),
        ["2026-12-10", "09:00", "10:00"]
    );
    let refused = browser
        .submit(&page, BOOK, &[("from", "9 am"), ("to", "")])
        .await
        .expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "What for: This is needed.",
            "From: Write a time such as 16:00.",
            "To: This is needed."
        ]
    );
    assert_eq!(typed(&refused, "from"), "9 am");
    let fields = [
        ("title", "Reading group"),
        ("from", "16:00"),
        ("to", "17:30"),
        ("note", "Tea, please."),
    ];
    let first = browser.submit(&refused, BOOK, &fields).await.expect(303);
    let second = browser.submit(&refused, BOOK, &fields).await.expect(303);
    assert_eq!(first.location(), second.location());
    assert_eq!(house.count("bookings").await, 1);
    let page = browser.get(first.location()).await.expect(200);
    assert_eq!(page.words(".flash p"), ["The room is booked."]);
    assert_eq!(page.words("h1"), ["Reading group"]);
    assert_eq!(
        page.words(".fact dd"),
        [
            "Thu 10 December 2026, 16:00–17:30 Seoul, UTC+9",
            "Hall A",
            "Min Member",
            "Tea, please."
        ]
    );
    // Guests and visitors book nothing.
    house
        .app
        .browser(house.guest)
        .await
        .get(NEW)
        .await
        .expect(403);
    let visitor = house.app.get(NEW).await.expect(303);
    assert_eq!(
        visitor.location(),
        "/sign-in?back=%2Frooms%2Fhall-a%2Fbookings%2Fnew%3Fdate%3D2026-12-10"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_before_the_start_is_on_the_next_day() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser
        .get("/rooms/hall-a/bookings/new?date=2026-12-10&from=23:00&to=00:00")
        .await;
    let done = browser
        .submit(&page, BOOK, &[("title", "Night")])
        .await
        .expect(303);
    let code = code(done.location());
    assert_eq!(
        house.booked(&code, "ends_local").await,
        "2026-12-11T00:00:00"
    );
    // What makes no night of it is no night: of a slip the room is not had for a day.
    let page = browser.get(NEW).await;
    let slip = [
        ("title", "Slip"),
        ("date", "2026-12-14"),
        ("from", "16:00"),
        ("to", "14:00"),
    ];
    let asked = browser.submit(&page, BOOK, &slip).await.expect(422);
    assert_eq!(
        wrong(&asked),
        ["To: Does it end on the same day? Correct the time, or say on which day it ends."]
    );
    assert_eq!(typed(&asked, "last"), "2026-12-14");
    let same = browser.submit(&asked, BOOK, &[]).await.expect(422);
    assert_eq!(wrong(&same), ["To: The end must come after the start."]);
    let meant = browser
        .submit(&asked, BOOK, &[("last", "2026-12-16")])
        .await
        .expect(303);
    let meant = self::code(meant.location());
    assert_eq!(
        house.booked(&meant, "ends_local").await,
        "2026-12-16T14:00:00"
    );
    // It is one o'clock at night: the next full hour.
    house
        .app
        .clock
        .advance(chrono::Duration::minutes(14 * 60 + 30));
    let page = browser.get("/rooms/hall-a/bookings/new").await;
    assert_eq!(
        ["date", "from", "to"].map(|name| typed(&page, name)),
        ["2026-11-03", "00:00", "01:00"]
    );
    for odd in ["%2B262142-12-31", "-262143-01-01", "soon"] {
        let page = browser
            .get(&format!("/rooms/hall-a/bookings/new?date={odd}&from=23:30"))
            .await
            .expect(200);
        let fields = [
            ("title", "Far"),
            ("date", "+262142-12-31"),
            ("from", "23:30"),
            ("to", "01:00"),
        ];
        let refused = browser.submit(&page, BOOK, &fields).await.expect(422);
        assert_eq!(
            wrong(&refused),
            ["Date: Choose a year from 1970 to 2200."],
            "{odd}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_is_skipped_is_refused_and_one_that_comes_twice_is_asked_about() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.member).await;
    let (new, book) = ("/rooms/salle-1/bookings/new", "/rooms/salle-1/bookings");
    let page = browser.get(new).await.expect(200);
    let fields = [
        ("title", "Night"),
        ("date", "2027-03-28"),
        ("from", "02:30"),
        ("to", "04:00"),
    ];
    let refused = browser.submit(&page, book, &fields).await.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "From: 2027-03-28 02:30 does not exist in Europe/Paris: the clocks go forward then. The next time that exists is \
          2027-03-28 03:00."
        ]
    );
    let fields = [
        ("title", "Night"),
        ("date", "2027-10-31"),
        ("from", "02:30"),
        ("to", "04:00"),
    ];
    let asked = browser.submit(&page, book, &fields).await.expect(422);
    assert_eq!(asked.words("#fold label"), ["02:30 UTC+2", "02:30 UTC+1"]);
    let done = browser
        .submit(&asked, book, &[("fold", "0")])
        .await
        .expect(303);
    let code = code(done.location());
    assert_eq!(
        house.booked(&code, "starts_at").await,
        "2027-10-31T00:30:00Z"
    );
    let edit = browser
        .get(&format!("/bookings/{code}/edit"))
        .await
        .expect(200);
    browser
        .submit(
            &edit,
            &format!("/bookings/{code}"),
            &[("title", "Long night")],
        )
        .await
        .expect(303);
    assert_eq!(
        house.booked(&code, "starts_at").await,
        "2027-10-31T00:30:00Z"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_is_named_and_one_press_takes_what_is_free() {
    let house = House::new().await;
    house
        .booking(&house.hall, "Reading group", "16:00", "17:00")
        .await;
    let mut browser = house.at_desk().await;
    let page = browser.get(NEW).await;
    let fields = [("title", "Rehearsal"), ("from", "16:30"), ("to", "17:30")];
    let page = browser.submit(&page, BOOK, &fields).await.expect(409);
    assert_eq!(wrong(&page), ["Rooms: This room is taken at that time."]);
    assert_eq!(
        page.words(".conflict-list li"),
        [
            "Hall A is taken Thu 10 December 2026, 16:00–17:00 Seoul, UTC+9 Reading group · Min Member"
        ]
    );
    // Enter in a field saves what was typed, and takes no alternative.
    assert_eq!(
        attributes(&page, "form.form button", "name"),
        ["alternative"; 3]
    );
    assert_eq!(page.words("form.form button").first().unwrap(), "Save");
    let offered = attributes(&page, ".alternatives button", "value");
    assert_eq!(
        offered,
        [
            "hall-b@2026-12-10T16:30",
            "hall-a@2026-12-10T15:00",
            "hall-a@2026-12-10T17:00"
        ]
    );
    let done = browser
        .submit(&page, BOOK, &[("alternative", &offered[1])])
        .await
        .expect(303);
    let code = code(done.location());
    assert_eq!(
        house.booked(&code, "starts_local").await,
        "2026-12-10T15:00:00"
    );
    assert_eq!(
        house.booked(&code, "ends_local").await,
        "2026-12-10T16:00:00"
    );
    assert_eq!(house.booked(&code, "title").await, "Rehearsal");
}
