//! What public pages say to machines: JSON-LD and Open Graph; and that pages which are not public say nothing.

use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes},
    http::Answer,
};

/// The blocks of JSON-LD on a page.
fn said(page: &Answer) -> Vec<Value> {
    let selector = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
    let html = page.html();
    let blocks = html.select(&selector);
    blocks
        .map(|block| serde_json::from_str(&block.text().collect::<String>()).unwrap())
        .collect()
}

/// The Open Graph of a page, by name.
fn graph(page: &Answer) -> Vec<(String, String)> {
    let names = attributes(page, "meta[property^='og:']", "property");
    let values = attributes(page, "meta[property^='og:']", "content");
    let mut pairs: Vec<_> = names.into_iter().zip(values).collect();
    pairs.sort();
    pairs
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

const TITLE: &str = "Beyond </script><!-- scaling";

async fn with_one() -> (House, String) {
    let house = House::new().await;
    let code = house
        .seminar(json!({
            "title": TITLE, "abstract": "Three assumptions.", "language": "ko", "starts_local": "2026-11-05T16:00:00",
            "speakers": [{ "name": "Sam Speaker", "email": "sam@sample.example" }],
            "join_url": "https://meet.example/secret-room",
        }))
        .await;
    for (title, more) in [
        ("Draft secret", json!({ "state": "draft" })),
        ("Members secret", json!({ "visibility": "members" })),
    ] {
        let mut body =
            json!({ "title": title, "starts_local": "2026-11-06T16:00:00", "room_id": null });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        house.seminar(body).await;
    }
    (house, code)
}

/// The seminar as any of the pages describes it.
fn event(house: &House, code: &str) -> Value {
    let url = |path: &str| house.app.hub.url(path);
    json!({
        "@type": "EducationEvent",
        "name": TITLE,
        "startDate": "2026-11-05T16:00:00+09:00",
        "endDate": "2026-11-05T17:00:00+09:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "url": url(&format!("/seminars/{code}")),
        "organizer": { "@type": "Organization", "name": house.app.hub.name, "url": url("/") },
        "location": [
            { "@type": "Place", "name": "Hall A", "address": house.app.hub.name },
            { "@type": "VirtualLocation", "url": url(&format!("/s/{code}/join")) },
        ],
        "performer": [{ "@type": "Person", "name": "Sam Speaker" }],
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_a_series_and_the_programme_say_what_they_are() {
    let (house, code) = with_one().await;
    let url = |path: &str| house.app.hub.url(path);
    let path = format!("/seminars/{code}");

    let poster = house.app.get(&path).await.expect(200);
    let mut expected = event(&house, &code);
    expected["@context"] = "https://schema.org".into();
    expected["superEvent"] =
        json!({ "@type": "EventSeries", "name": "Scaling Laws", "url": url("/series/scaling") });
    expected["description"] = "Three assumptions.".into();
    expected["inLanguage"] = "ko".into();
    expected["location"][0]["address"] = "Seoul".into();
    assert_eq!(said(&poster), [expected]);
    let description = "Thu 5 November 2026, 16:00–17:00 (Seoul, UTC+9) · Hall A · Sam Speaker · Three assumptions.";
    assert_eq!(
        graph(&poster),
        pairs(&[
            ("og:description", description),
            ("og:locale", "en_US"),
            ("og:site_name", &house.app.hub.name),
            ("og:title", TITLE),
            ("og:type", "article"),
            ("og:url", &url(&path)),
        ])
    );

    let series = house.app.get("/series/scaling").await.expect(200);
    assert_eq!(
        said(&series),
        [json!({
            "@context": "https://schema.org",
            "@type": "EventSeries",
            "name": "Scaling Laws",
            "url": url("/series/scaling"),
            "organizer": { "@type": "Organization", "name": house.app.hub.name, "url": url("/") },
            "subEvent": [event(&house, &code)],
        })]
    );
    let names: Vec<String> = graph(&series).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["og:locale", "og:site_name", "og:title", "og:type", "og:url"]
    );

    let mut visitor = house.app.visitor();
    visitor.language = "ko";
    let programme = visitor.get("/").await.expect(200);
    let list = said(&programme);
    assert_eq!(list[0]["@type"], "ItemList");
    let items = list[0]["itemListElement"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    let mut expected = event(&house, &code);
    expected["superEvent"] =
        json!({ "@type": "EventSeries", "name": "Scaling Laws", "url": url("/series/scaling") });
    assert_eq!(
        items[0],
        json!({ "@type": "ListItem", "position": 1, "item": expected })
    );
    let locale = graph(&programme)
        .into_iter()
        .find(|(name, _)| name == "og:locale");
    assert_eq!(locale.unwrap().1, "ko_KR");

    for page in [&poster, &series, &programme] {
        let text = page.text();
        for secret in [
            "meet.example",
            "secret",
            "sam@sample.example",
            "</script><!--",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_public_says_nothing_to_machines() {
    let (house, code) = with_one().await;
    let hidden = json!({ "title": "Members secret", "visibility": "members", "room_id": null });
    let hidden = house.seminar(hidden).await;
    let mut member = house.app.browser(house.member).await;
    let page = member.get(&format!("/seminars/{hidden}")).await.expect(200);
    assert_eq!((said(&page).len(), graph(&page).len()), (0, 0));
    assert_eq!(
        attributes(&page, "meta[name=robots]", "content"),
        ["noindex"]
    );
    // Those who see more than others are shown lists that say nothing.
    for path in ["/", "/series/scaling"] {
        assert_eq!(said(&member.get(path).await.expect(200)).len(), 0, "{path}");
    }
    let mut desk = house.at_desk().await;
    let page = desk.get(&format!("/seminars/{code}")).await.expect(200);
    assert_eq!(said(&page).len(), 0);
    let series = house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    let within = json!({ "visibility": "members" });
    house.admin.patch(&path, within).await.expect(200);
    let page = member.get("/series/scaling").await.expect(200);
    assert_eq!((said(&page).len(), graph(&page).len()), (0, 0));
}
