//! The programme in its organisers' hands, and on the poster.

use serde_json::json;

use super::{Workshop, entry, item};
use crate::support::{browser::Browser, house::wrong, http::Answer};

/// Saves what is typed. The request to the speaker waits and says what the programme is by now, so it may be shown once more.
async fn saved(desk: &mut Browser, page: &Answer, here: &str, typed: &[(&str, &str)]) -> Answer {
    let mut answer = desk.submit(page, here, typed).await;
    if answer.status == 200 {
        assert_eq!(answer.words("h1"), ["Before it is changed"]);
        let mark = crate::support::house::typed(&answer, "shown");
        answer = desk.submit(&answer, here, &[("shown", &mark)]).await;
    }
    let next = answer.expect(303).location().to_owned();
    desk.follow(&next).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_puts_a_programme_together_and_everyone_sees_it() {
    let workshop = Workshop::new().await;
    let here = format!("/seminars/{}/programme", workshop.code);
    let mut desk = workshop.house.at_desk().await;
    let page = desk.get(&here).await.expect(200);
    let typed = [
        ("title", "Opening"),
        ("kind", "talk"),
        ("time", "10:00"),
        ("end_time", "10:45"),
        ("speakers", "Marie Sample <marie@sample.example>"),
    ];
    // A speaker is asked, and that is shown before it is done.
    let shown = desk.submit(&page, &here, &typed).await.expect(200);
    assert_eq!(shown.words("h1"), ["Before it is changed"]);
    let mark = crate::support::house::typed(&shown, "shown");
    let page = desk
        .submit_and_follow(&shown, &here, &[("shown", &mark)])
        .await;
    assert_eq!(page.words(".timetable-title"), ["Opening Talk"]);
    assert_eq!(page.words(".timetable-who"), ["Marie Sample"]);
    let typed = [
        ("title", "Working together"),
        ("kind", "session"),
        ("time", "10:45"),
        ("end_time", "12:00"),
        ("room", "lab"),
    ];
    let page = saved(&mut desk, &page, &here, &typed).await;
    let both = [
        entry("Opening", "10:00", "10:45"),
        entry("Working together", "10:45", "12:00"),
    ];
    assert_eq!(workshop.programme().await, both);

    let wanted = [("title", ""), ("end_time", "11:00"), ("time", "12:00")];
    let refused = desk.submit(&page, &here, &wanted).await.expect(422);
    assert_eq!(wrong(&refused), ["Title: This is needed."]);

    // The second comes first: each as long as it was.
    let second = page.words(".timetable-title").len();
    assert_eq!(second, 2);
    let form = &crate::support::house::attributes(&page, "form button[value=earlier]", "name");
    assert_eq!(form, &["act"]);
    let programme = format!("{}/programme", workshop.path);
    let stands = workshop.organiser.get(&programme).await.expect(200).json();
    let id = stands["items"][1]["id"].as_str().unwrap().to_owned();
    let typed = [("act", "earlier"), ("item", id.as_str())];
    saved(&mut desk, &page, &here, &typed).await;
    assert_eq!(
        workshop.programme().await,
        [
            entry("Working together", "10:00", "11:15"),
            entry("Opening", "11:15", "12:00"),
        ]
    );
    let first = format!("{here}?item={id}");
    let edit = desk.get(&first).await.expect(200);
    assert_eq!(
        crate::support::house::typed(&edit, "title"),
        "Working together"
    );

    // Someone else is quicker: both versions stand beside each other, and nothing is lost.
    let title = json!({ "title": "Two long days" });
    workshop
        .organiser
        .patch(&workshop.path, title)
        .await
        .expect(200);
    let typed = [("title", "Working alone")];
    let stale = desk.submit(&edit, &here, &typed).await.expect(409);
    assert_eq!(
        stale.words(".versions tbody td"),
        ["Working together", "Working alone"]
    );
    let page = saved(&mut desk, &stale, &here, &[("title", "Working alone")]).await;
    assert_eq!(
        page.words(".timetable-title"),
        ["Working alone Session", "Opening Talk"]
    );

    let poster = format!("/seminars/{}", workshop.code);
    let mut visitor = workshop.house.app.visitor();
    let shown = visitor.get(&poster).await.expect(200);
    assert_eq!(
        shown.words(".timetable-title"),
        ["Working alone Session", "Opening"]
    );
    assert_eq!(shown.words(".timetable-where"), ["Lab · Seoul"]);
    assert_eq!(shown.words(".timetable-date"), ["Thu 10 December 2026"]);
    let said = shown.html();
    let json = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
    let json: String = said.select(&json).next().unwrap().text().collect();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let events = json["subEvent"].as_array().unwrap();
    let names: Vec<&str> = events
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Working alone", "Opening"]);
    assert_eq!(events[0]["startDate"], "2026-12-10T10:00:00+09:00");

    let typed = [("act", "remove"), ("item", id.as_str())];
    saved(&mut desk, &page, &here, &typed).await;
    assert_eq!(
        workshop.programme().await,
        [entry("Opening", "11:15", "12:00")]
    );
    let mut member = workshop.house.app.browser(workshop.house.member).await;
    member.get(&here).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_taken_is_said_with_who_has_it_and_nothing_typed_is_lost() {
    let workshop = Workshop::new().await;
    workshop
        .house
        .booking(&workshop.house.other_hall, "Choir", "14:00", "15:00")
        .await;
    let here = format!("/seminars/{}/programme", workshop.code);
    let mut desk = workshop.house.at_desk().await;
    let page = desk.get(&here).await.expect(200);
    let typed = [
        ("title", "Panel"),
        ("kind", "panel"),
        ("time", "14:30"),
        ("end_time", "15:30"),
        ("room", "hall-b"),
    ];
    let refused = desk.submit(&page, &here, &typed).await.expect(409);
    assert_eq!(refused.words(".conflict-list strong"), ["Hall B"]);
    assert_eq!(crate::support::house::typed(&refused, "title"), "Panel");
    // By the API, who is too late is told so, and keeps what stands.
    let tag = workshop.organiser.get(&workshop.path).await.expect(200);
    let tag = tag.header("etag").unwrap().to_owned();
    let put = || {
        let path = format!("{}/programme", workshop.path);
        let body = json!({ "items": [item("Panel", "16:00", "17:00", json!({}))] });
        let request = workshop.organiser.request("PUT", &path);
        let request = request.header("If-Match", &tag);
        request.body("application/json", body.to_string())
    };
    workshop.organiser.send(put()).await.expect(200);
    workshop.organiser.send(put()).await.expect(412);
    assert_eq!(
        workshop.programme().await,
        [entry("Panel", "16:00", "17:00")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_elsewhere_with_a_zone_of_its_own_has_its_time_named_first() {
    let house = crate::support::house::House::new().await;
    let place =
        json!({ "name": "Institut Exemple", "address": "1 rue Exemple", "zone": "Europe/Paris" });
    let code = house
        .seminar(json!({ "room_id": null, "place": place }))
        .await;
    let mut visitor = house.app.visitor();
    let poster = format!("/seminars/{code}");
    let page = visitor.get(&poster).await.expect(200);
    assert_eq!(
        page.words(".fact-when .zone"),
        ["Paris, UTC+1", "Seoul, UTC+9"]
    );
    let feed = format!("/feeds/seminars/{code}.ics");
    let feed = house.app.get(&feed).await.expect(200).text();
    let feed = feed.replace("\r\n ", "");
    let lines = "DESCRIPTION:Thu 10 December 2026\\, 08:00–09:00 (Paris\\, UTC+1)\\n\
                 Thu 10 December 2026\\, 16:00–17:00 (Seoul\\, UTC+9)";
    assert!(feed.contains(lines), "{feed}");
    let mut desk = house.at_desk().await;
    let edit = desk.get(&format!("{poster}/edit")).await.expect(200);
    assert_eq!(
        crate::support::house::typed(&edit, "place_zone"),
        "Europe/Paris"
    );
    let typed = [("place_zone", "Paris")];
    let refused = desk.submit(&edit, &poster, &typed).await.expect(422);
    assert_eq!(wrong(&refused).len(), 1);
}
