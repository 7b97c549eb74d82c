//! How to subscribe, program by program.

use serde_json::json;

use crate::support::house::{House, attributes};

const PROGRAMS: [&str; 6] = [
    "google",
    "outlook",
    "apple",
    "thunderbird",
    "android",
    "gnome",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_program_has_a_page_with_one_click_for_the_calendar_that_one_came_from() {
    let house = House::new().await;
    let mut browser = house.app.visitor();
    let page = browser.get("/series/scaling").await.expect(200);
    let how = attributes(&page, "a[href^='/feeds/how']", "href");
    assert_eq!(how, ["/feeds/how?feed=series%2Fscaling"]);
    let page = browser.get(&how[0]).await.expect(200);
    let programs = PROGRAMS.map(|program| format!("/feeds/how/{program}?feed=series%2Fscaling"));
    assert_eq!(attributes(&page, ".tabs a", "href"), programs);
    let host = house.app.hub.public_url.strip_prefix("http://").unwrap();
    let webcal = format!("webcal://{host}/feeds/series/scaling.ics");
    let encoded = |address: &str| address.replace(':', "%3A").replace('/', "%2F");
    for (program, path) in PROGRAMS.iter().zip(&programs) {
        let page = browser.get(path).await.expect(200);
        assert_eq!(
            attributes(&page, ".tabs a[aria-current]", "href"),
            [path.as_str()]
        );
        let address = format!("{}/feeds/series/scaling.ics", house.app.hub.public_url);
        assert_eq!(attributes(&page, "#address", "value"), [address.as_str()]);
        let outlook = |house: &str| {
            let address = encoded(&address);
            format!("https://{house}/calendar/0/addfromweb?url={address}&name=Series%3A%20scaling")
        };
        let expected = match *program {
            "google" => vec![format!(
                "https://calendar.google.com/calendar/render?cid={}",
                encoded(&webcal)
            )],
            "outlook" => vec![
                outlook("outlook.office.com"),
                outlook("outlook.live.com"),
                webcal.clone(),
            ],
            _ => vec![webcal.clone()],
        };
        let found = attributes(&page, "section[aria-labelledby=steps] a.button", "href");
        assert_eq!(found, expected, "{program}");
        assert_eq!(page.words("h2").len(), 5, "{program}");
    }
    browser.language = "ko";
    let page = browser.get("/feeds/how/google").await.expect(200);
    assert_eq!(page.words("h1"), ["Google 캘린더에서 구독하기"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_that_is_no_address_of_ours_is_not_explained() {
    let house = House::new().await;
    for wrong in [
        "/feeds/how/sundial",
        "/feeds/how?feed=series",
        "/feeds/how?feed=series%2F",
        "/feeds/how?feed=series%2Fa%2Fb",
        "/feeds/how?feed=https%3A%2F%2Fevil.example%2Fx",
        "/feeds/how?feed=series%2F%22%3E%3Cscript%3E",
        "/feeds/how?feed=topics%2FANY%2520WORDS",
        "/feeds/how?feed=topics%2F%2500",
        "/feeds/how?feed=series%2Fnothing",
        "/feeds/how?feed=institutions%2Fnothing",
        "/feeds/how/google?feed=rooms%2Fnothing",
        "/feeds/how?feed=my%2Fsecret",
        "/feeds/how?feed=my%2F00000000-0000-0000-0000-000000000001",
    ] {
        house.app.get(wrong).await.expect(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_calendar_is_explained_to_oneself_alone_and_mail_can_be_had_instead() {
    let house = House::new().await;
    let api = house.app.api(house.member).await;
    let feeds = format!("/people/{}/feeds", house.member);
    let feed = json!({ "name": "Phone", "calendar": "feed" });
    let made = api.post(&feeds, feed).await.expect(201).json();
    let mut browser = house.app.browser(house.member).await;
    let me = browser.get("/me").await.expect(200);
    let how = attributes(&me, ".feed-acts a[href^='/feeds/how']", "href");
    let id = made["id"].as_str().unwrap();
    // The secret stands in no address that a browser keeps in its history.
    assert_eq!(how, [format!("/feeds/how?feed=my%2F{id}")]);
    let page = browser.get(&how[0]).await.expect(200);
    assert_eq!(
        attributes(&page, "#address", "value"),
        [made["url"].as_str().unwrap()]
    );
    assert_eq!(page.words("h2")[0], "Phone");
    browser
        .submit(&page, "/me/notices", &[("calendar", "invitations")])
        .await
        .expect(303);
    let one = format!("{feeds}/{id}");
    assert_eq!(
        api.get(&one).await.expect(200).json()["calendar"],
        "invitations"
    );
    let page = browser.get(&how[0]).await.expect(200);
    assert_eq!(
        attributes(&page, "main button[name=calendar]", "value"),
        [""; 0]
    );

    let mut other = house.app.browser(house.organiser).await;
    other.get(&how[0]).await.expect(404);
    house.app.get(&how[0]).await.expect(404);
}
