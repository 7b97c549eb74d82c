//! How to subscribe, program by program.

mod large;
mod wishes;

use diesel_async::SimpleAsyncConnection;
use serde_json::json;

use crate::support::{
    house::{House, attributes},
    http::Answer,
};

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

/// What a visitor whose browser asks for `language` is given by the page at `path`.
async fn given(house: &House, language: &'static str, path: &str) -> Answer {
    let mut visitor = house.app.visitor();
    visitor.language = language;
    visitor.get(path).await.expect(200)
}

/// The calendars that a page opens as a subscription, without the host.
fn subscriptions(house: &House, page: &Answer) -> Vec<String> {
    let host = house.app.address.to_string();
    let all = attributes(page, "a[href^='webcal:']", "href");
    let path = |address: &String| address.split_once(&host).unwrap().1.to_owned();
    all.iter().map(path).collect()
}

/// As it stands in a query.
fn encoded(address: &str) -> String {
    let marks = [
        (':', "%3A"),
        ('/', "%2F"),
        ('?', "%3F"),
        ('=', "%3D"),
        ('&', "%26"),
    ];
    let encode = |text: String, (mark, code): (char, &str)| text.replace(mark, code);
    marks.into_iter().fold(address.to_owned(), encode)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_is_given_in_the_language_of_the_page() {
    const HOW: &str = "/feeds/how?feed=series%2Fscaling&lang=ko";
    const KOREAN: &str = "/feeds/series/scaling.ics?lang=ko";
    let house = House::new().await;
    let base = &house.app.hub.public_url;
    let page = given(&house, "ko", "/series/scaling").await;
    assert_eq!(subscriptions(&house, &page), [KOREAN]);
    assert_eq!(attributes(&page, "a[href^='/feeds/how']", "href"), [HOW]);
    let page = given(&house, "ko", HOW).await;
    let programs =
        PROGRAMS.map(|program| format!("/feeds/how/{program}?feed=series%2Fscaling&lang=ko"));
    assert_eq!(attributes(&page, ".tabs a", "href"), programs);
    let [google, outlook, apple, ..] = programs.each_ref().map(String::as_str);

    // Whoever reads on in another language is shown the calendar that they came from.
    let address = format!("{base}{KOREAN}");
    let webcal = address.replace("http:", "webcal:");
    let google_takes = format!(
        "https://calendar.google.com/calendar/render?cid={}",
        encoded(&webcal)
    );
    let links = "section[aria-labelledby=steps] a.button";
    for language in ["ko", "en"] {
        let page = given(&house, language, google).await;
        assert_eq!(attributes(&page, "#address", "value"), [address.as_str()]);
        assert_eq!(attributes(&page, links, "href"), [google_takes.as_str()]);
        let page = given(&house, language, apple).await;
        assert_eq!(attributes(&page, links, "href"), [webcal.as_str()]);
        let page = given(&house, language, outlook).await;
        let taken: Vec<String> = attributes(&page, links, "href")
            .iter()
            .map(|link| link.split("&name=").next().unwrap().to_owned())
            .collect();
        let outlook_takes = |house: &str| {
            let url = encoded(&address);
            format!("https://{house}/calendar/0/addfromweb?url={url}")
        };
        assert_eq!(
            taken,
            [
                outlook_takes("outlook.office.com"),
                outlook_takes("outlook.live.com"),
                webcal.clone(),
            ]
        );
    }
    // Where nothing is said, it is the language of the page.
    for (language, query) in [("ko", "?lang=ko"), ("en", "")] {
        let page = given(&house, language, "/feeds/how").await;
        let hub = format!("{base}/feeds/hub.ics{query}");
        assert_eq!(attributes(&page, "#address", "value"), [hub]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_speaks_the_language_of_the_page_by_itself_is_asked_for_none() {
    let house = House::new().await;
    let korean = json!({ "title": "말", "slug": "mal", "zone": "Asia/Seoul", "language": "ko" });
    let id = house.desk.post("/series", korean).await.expect(201).json()["id"].clone();
    let code = house.seminar(json!({ "series_id": id })).await;
    for (language, series, others) in [("en", "?lang=en", ""), ("ko", "", "?lang=ko")] {
        let mal = format!("/feeds/series/mal.ics{series}");
        let pages = [
            ("/series/mal".to_owned(), mal.clone()),
            (format!("/seminars/{code}"), mal.clone()),
            ("/?series=mal".to_owned(), mal.clone()),
            ("/embed/series/mal?lang=".to_owned() + language, mal.clone()),
            ("/".to_owned(), format!("/feeds/hub.ics{others}")),
            (
                "/rooms/hall-a".to_owned(),
                format!("/feeds/rooms/hall-a.ics{others}"),
            ),
        ];
        for (path, calendar) in pages {
            let page = given(&house, language, &path).await;
            assert_eq!(
                subscriptions(&house, &page),
                [calendar],
                "{language} {path}"
            );
        }
        // A file with a seminar alone speaks the language in which that is held.
        let file = format!("/feeds/seminars/{code}.ics{series}");
        let page = given(&house, language, &format!("/seminars/{code}")).await;
        assert_eq!(
            attributes(&page, "a[download]", "href"),
            [file.as_str()],
            "{language}"
        );
        house.app.get(&file).await.expect(200);
        let page = given(&house, language, "/feeds").await;
        let offered = subscriptions(&house, &page);
        assert_eq!(offered[0], format!("/feeds/hub.ics{others}"));
        assert_eq!(offered[1], mal);
        let lists = attributes(&page, "a[type='application/feed+json']", "href");
        assert_eq!(lists[1], format!("/feeds/series/mal.json{series}"));
        let page = given(&house, language, "/feeds/how?feed=series%2Fmal").await;
        let address = format!("{}{mal}", house.app.hub.public_url);
        assert_eq!(attributes(&page, "#address", "value"), [address]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_calendar_follows_the_language_that_one_chose_and_else_that_of_the_page() {
    let house = House::new().await;
    let api = house.app.api(house.member).await;
    let feeds = format!("/people/{}/feeds", house.member);
    let made = api.post(&feeds, json!({})).await.expect(201).json();
    let url = made["url"].as_str().unwrap();
    let how = format!("/feeds/how?feed=my%2F{}", made["id"].as_str().unwrap());
    for (chosen, language, query) in [
        ("NULL", "en", ""),
        ("NULL", "ko", "?lang=ko"),
        ("'ko'", "ko", ""),
    ] {
        let sql = format!(
            "UPDATE people SET language = {chosen} WHERE id = '{}'",
            house.member
        );
        house.app.conn().await.batch_execute(&sql).await.unwrap();
        let mut browser = house.app.browser(house.member).await;
        browser.language = language;
        let address = format!("{url}{query}");
        let page = browser.get("/me").await.expect(200);
        assert_eq!(
            attributes(&page, ".feed input.code", "value"),
            [address.as_str()]
        );
        let page = browser.get(&how).await.expect(200);
        assert_eq!(attributes(&page, "#address", "value"), [address.as_str()]);
    }
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
