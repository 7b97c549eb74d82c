//! The form that makes the address of a calendar with just what one wants of it.

use serde_json::json;

use super::{PROGRAMS, encoded, given};
use crate::support::{
    house::{House, attributes},
    http::Answer,
};

fn address(page: &Answer) -> Vec<String> {
    attributes(page, "#address", "value")
}

/// The names of what can be filled in, each once.
fn fields(page: &Answer) -> Vec<String> {
    let mut names = attributes(
        page,
        "#wishes input:not([type=hidden]), #wishes select",
        "name",
    );
    names.dedup();
    names
}

/// What is ticked or chosen.
fn chosen(page: &Answer) -> Vec<String> {
    attributes(page, "#wishes option[selected], #wishes [checked]", "value")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_makes_the_address_of_a_calendar_with_what_one_wants_of_it() {
    const ASKED: &str = "past=7&days=180&lang=ko&kinds=workshop,lecture&cancelled=0";
    let house = House::new().await;
    let base = &house.app.hub.public_url;
    for how in ["/feeds/how", "/feeds/how/apple"] {
        let bare = format!("{how}?feed=series%2Fscaling");
        let page = given(&house, "en", &bare).await;
        assert_eq!(attributes(&page, "#wishes form", "action"), [how]);
        assert_eq!(
            attributes(&page, "#wishes form [type=hidden]", "value"),
            ["series/scaling"]
        );
        assert_eq!(attributes(&page, "#wishes", "open"), [""; 0]);
        assert_eq!(
            fields(&page),
            ["lang", "cancelled", "kinds", "past", "days"]
        );
        assert_eq!(chosen(&page), ["en", "1"]);
        // As the form stands there, it asks for nothing else.
        let sent = format!("{bare}&lang=en&cancelled=1&past=90&days=");
        let same = given(&house, "en", &sent).await;
        assert_eq!(address(&same), address(&page));

        // As a browser sends it: a pair for each box, in the order of the page.
        let sent = "&lang=ko&cancelled=0&kinds=workshop&kinds=lecture&past=%207&days=180";
        let page = given(&house, "en", &format!("{bare}{sent}")).await;
        let calendar = format!("{base}/feeds/series/scaling.ics?{ASKED}");
        assert_eq!(address(&page), [calendar.as_str()]);
        assert_eq!(attributes(&page, "#wishes", "open"), [""]);
        assert_eq!(chosen(&page), ["ko", "0", "workshop", "lecture"]);
        let typed = |name: &str| attributes(&page, &format!("#wishes [name={name}]"), "value");
        assert_eq!([typed("past"), typed("days")], [[" 7"], ["180"]]);
        let path = calendar.strip_prefix(base).unwrap();
        house.app.get(path).await.expect(200);
        // Each program is given just that, as often as one goes from one to the other.
        let asked = ASKED.replace(',', "%2C");
        let programs =
            PROGRAMS.map(|program| format!("/feeds/how/{program}?feed=series%2Fscaling&{asked}"));
        assert_eq!(attributes(&page, ".tabs a", "href"), programs);
        let page = given(&house, "en", &programs[0]).await;
        assert_eq!(attributes(&page, ".tabs a", "href"), programs);
        assert_eq!(address(&page), [calendar.as_str()]);
        let webcal = encoded(&calendar.replace("http:", "webcal:")).replace(',', "%2C");
        assert_eq!(
            attributes(&page, "section[aria-labelledby=steps] a.button", "href"),
            [format!(
                "https://calendar.google.com/calendar/render?cid={webcal}"
            )]
        );
    }
    // That of a room tells when it is taken, whatever for.
    let page = given(&house, "en", "/feeds/how?feed=rooms%2Fhall-a").await;
    assert_eq!(fields(&page), ["lang", "cancelled", "past", "days"]);
    // What has no field is not asked for, and so nothing is wrong with it.
    for (feed, asked) in [
        ("series/scaling", "alarms=40d&detail=nothing"),
        ("rooms/hall-a", "kinds=party&alarms=40d&detail=busy"),
    ] {
        let how = format!("/feeds/how?feed={}&{asked}", encoded(feed));
        let page = given(&house, "en", &how).await;
        assert_eq!(address(&page), [format!("{base}/feeds/{feed}.ics")]);
        assert_eq!(attributes(&page, "#wishes", "open"), [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_calendar_can_be_asked_for_is_said_beside_its_field() {
    let house = House::new().await;
    let base = &house.app.hub.public_url;
    let days = "From 0 to 3660 days.";
    for (wrong, field, words) in [
        ("past=soon", "past", days),
        ("days=3661", "days", days),
        ("days=-1", "days", days),
        ("lang=fr", "lang", "Choose one of: en, ko."),
        ("cancelled=maybe", "cancelled", "Choose one of: 0, 1."),
        (
            "kinds=lecture&kinds=party",
            "kinds",
            "Choose one of: seminar, workshop, lecture, ceremony, tour, booking, stay.",
        ),
    ] {
        let path = format!("/feeds/how/google?feed=series%2Fscaling&{wrong}");
        let page = house.app.visitor().get(&path).await.expect(422);
        assert_eq!(page.words("#wishes .error"), [words], "{wrong}");
        assert_eq!(
            attributes(&page, "#wishes .error", "id"),
            [format!("{field}-error")]
        );
        assert_eq!(
            attributes(&page, "#wishes .summary a", "href"),
            [format!("#{field}")]
        );
        // It is seen without a click, and the calendar is the one there is.
        assert_eq!(attributes(&page, "#wishes", "open"), [""]);
        let calendar = format!("{base}/feeds/series/scaling.ics");
        assert_eq!(address(&page), [calendar]);
    }
    let path = "/feeds/how?feed=hub&days=soon&past=3";
    let page = house.app.visitor().get(path).await.expect(422);
    let typed = attributes(&page, "#wishes .row input", "value");
    assert_eq!(typed, ["3", "soon"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_calendar_may_be_asked_for_more() {
    let house = House::new().await;
    let api = house.app.api(house.member).await;
    let feeds = format!("/people/{}/feeds", house.member);
    let mut browser = house.app.browser(house.member).await;
    let all = [
        "lang",
        "cancelled",
        "kinds",
        "past",
        "days",
        "alarms",
        "detail",
    ];
    let busy = ["lang", "past", "days", "alarms"];
    // A stay makes nobody busy: what is asked to tell no more than that is not narrowed to stays, as it would be empty for ever.
    let hint = "All of them where none is ticked. Stays are left out: a stay makes nobody busy.";
    for (detail, expected, told, hints) in [
        ("full", &all[..], "&detail=busy", &[hint][..]),
        ("busy", &busy[..], "", &[""; 0][..]),
    ] {
        let made = api.post(&feeds, json!({ "detail": detail })).await;
        let made = made.expect(201).json();
        let how = format!("/feeds/how?feed=my%2F{}", made["id"].as_str().unwrap());
        let page = browser.get(&how).await.expect(200);
        assert_eq!(fields(&page), expected);
        let url = made["url"].as_str().unwrap();
        let asked = format!("{how}&lang=&alarms=1d%2C15m&kinds=stay&detail=busy");
        let page = browser.get(&asked).await.expect(200);
        let calendar = format!("{url}?alarms=15,1440{told}");
        assert_eq!(address(&page), [calendar.as_str()]);
        assert_eq!(page.words("#kinds-hint"), hints);
        let path = calendar.strip_prefix(&house.app.hub.public_url).unwrap();
        house.app.get(path).await.expect(200);
        let korean = browser.get(&format!("{how}&lang=ko")).await.expect(200);
        assert_eq!(address(&korean), [format!("{url}?lang=ko")]);
        let wrong = browser.get(&format!("{how}&alarms=40d")).await.expect(422);
        assert_eq!(attributes(&wrong, "#wishes .error", "id"), ["alarms-error"]);
        assert_eq!(address(&wrong), [url]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tells_only_when_one_is_busy_is_asked_for_nothing_that_means_nothing_there() {
    const ALL: &str = "past=7&days=30&lang=&cancelled=0&kinds=lecture&kinds=stay&alarms=15";
    let house = House::new().await;
    let api = house.app.api(house.member).await;
    let feeds = format!("/people/{}/feeds", house.member);
    let mut browser = house.app.browser(house.member).await;
    let own = ["lang", "past", "days", "alarms"];
    let asked = ["lang", "kinds", "past", "days", "alarms", "detail"];
    // By itself, and because it is asked to; the kinds that it is narrowed to then are for its owner alone.
    for (detail, fields_there, kinds, query) in [
        ("busy", &own[..], &[""; 0][..], "past=7&days=30&alarms=15"),
        (
            "full",
            &asked[..],
            &[
                "seminar", "workshop", "lecture", "ceremony", "tour", "booking",
            ][..],
            "past=7&days=30&alarms=15&kinds=lecture&detail=busy",
        ),
    ] {
        let made = api.post(&feeds, json!({ "detail": detail })).await;
        let made = made.expect(201).json();
        let (id, url) = (made["id"].as_str().unwrap(), made["url"].as_str().unwrap());
        let how = format!("/feeds/how?feed=my%2F{id}");
        let page = browser
            .get(&format!("{how}&{ALL}&detail=busy"))
            .await
            .expect(200);
        let calendar = format!("{url}?{query}");
        assert_eq!(address(&page), [calendar.as_str()]);
        assert_eq!(fields(&page), fields_there);
        let offered = attributes(&page, "#wishes [name=kinds]", "value");
        assert_eq!(offered, kinds);
        let programs =
            PROGRAMS.map(|program| format!("/feeds/how/{program}?feed=my%2F{id}&{query}"));
        assert_eq!(attributes(&page, ".tabs a", "href"), programs);
        let path = calendar.strip_prefix(&house.app.hub.public_url).unwrap();
        house.app.get(path).await.expect(200);
        // What has no field there is not asked for, and so nothing is wrong with it.
        let wrong = format!("{how}&cancelled=maybe&detail=busy");
        let page = browser.get(&wrong).await.expect(200);
        let same = match detail {
            "busy" => url.to_owned(),
            _ => format!("{url}?detail=busy"),
        };
        assert_eq!(address(&page), [same]);
    }
    // Where its owner asks one that tells no more for everything, it is as if they had not.
    let made = api.post(&feeds, json!({ "detail": "busy" })).await;
    let made = made.expect(201).json();
    let how = format!("/feeds/how?feed=my%2F{}", made["id"].as_str().unwrap());
    for asked in ["kinds=party", "detail=full", "detail=nothing"] {
        let page = browser.get(&format!("{how}&{asked}")).await.expect(200);
        assert_eq!(address(&page), [made["url"].as_str().unwrap()]);
        assert_eq!(attributes(&page, "#wishes", "open"), [""; 0]);
    }
}
