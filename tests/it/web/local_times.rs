//! Who sees what time: on the form of a seminar, on its poster, and while the form is filled in.

use serde_json::json;

use crate::support::{
    house::{House, attributes, typed},
    http::Answer,
    make,
};

/// Marie Exemple, of an institute in Montréal.
async fn marie(house: &House) {
    let mut conn = house.app.conn().await;
    let mila = make::institution(&mut conn)
        .name("Institut Exemple")
        .place("CA", "America/Montreal")
        .id()
        .await;
    make::person(&mut conn)
        .name("Marie Exemple")
        .email("marie@exemple.example")
        .of(mila)
        .id()
        .await;
}

/// The lines of the strip: where, what time, who, and what is to be said of it.
fn strip(page: &Answer) -> Vec<String> {
    let parts = [
        ".strip-where",
        ".strip-time",
        ".strip-who",
        ".strip-notes span",
    ];
    let count = page.words(".strip-line").len();
    (1..=count)
        .map(|line| {
            let found = parts.iter().map(|part| {
                let css = format!(".strip-line:nth-child({line}) {part}");
                page.words(&css).join(", ")
            });
            found.collect::<Vec<_>>().join(" | ")
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_says_that_it_is_night_where_the_speaker_is() {
    let house = House::new().await;
    marie(&house).await;
    let mut browser = house.at_desk().await;
    let page = browser
        .get("/seminars/new?series=scaling")
        .await
        .expect(200);
    assert_eq!(strip(&page), ["Seoul |  | Maru | "]);
    assert_eq!(
        page.words(".strip-none"),
        ["Give a date and a time to see them."]
    );
    let fields = [
        ("title", "Beyond scaling"),
        ("speakers", "Marie Exemple <marie@exemple.example>"),
        ("date", "2026-12-10"),
        ("time", "13:00"),
        ("then", "times"),
    ];
    let page = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(200);
    assert_eq!(
        strip(&page),
        [
            "Seoul | Thu 13:00 UTC+9 | Maru | ",
            "Montréal | Wed 23:00 UTC−5 | Institut Exemple · one person | at night",
        ]
    );
    assert_eq!(page.words(".strip-none"), Vec::<String>::new());
    assert_eq!(
        attributes(&page, ".strip-odd", "data-place"),
        ["America/Montreal,CA-QC"]
    );
    // Nothing was made, and all that was typed is there.
    assert_eq!(house.count("seminars").await, 0);
    for (name, value) in &fields[..4] {
        assert_eq!(typed(&page, name), *value);
    }
    // What is wrong is shown with the times, and the poster shows them too: to those who organise it.
    let page = browser
        .submit(
            &page,
            "/seminars",
            &[("zone", "Mars/Olympus"), ("then", "draft")],
        )
        .await
        .expect(422);
    assert_eq!(strip(&page).len(), 2);
    let fields = [
        ("zone", "Asia/Seoul"),
        ("time", "15:00"),
        ("then", "announced"),
    ];
    let made = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(200);
    // Someone is asked to speak: that is shown first.
    assert_eq!(
        strip(&made),
        [
            "Seoul | Thu 15:00 UTC+9 | Maru | ",
            "Montréal | Thu 01:00 UTC−5 | Institut Exemple · one person | at night",
        ]
    );
    let code = house
        .seminar(json!({ "title": "Another", "starts_local": "2026-12-11T16:00:00" }))
        .await;
    let poster = browser.get(&format!("/seminars/{code}")).await.expect(200);
    assert_eq!(strip(&poster), ["Seoul | Fri 16:00 UTC+9 | Maru | "]);
    let visitors = house
        .app
        .get(&format!("/seminars/{code}"))
        .await
        .expect(200);
    assert_eq!(strip(&visitors), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_told_what_clocks_show() {
    let house = House::new().await;
    let ask = "/seminars/times.json?starts_local=2026-12-04T17:00&zone=Asia/Seoul&minutes=60";
    let places = "&place=Asia/Dubai,AE&place=Europe/Paris,FR&place=America/New_York";
    let answer = house.app.get(&format!("{ask}{places}")).await.expect(200);
    let note = |text: &str, attention: bool| json!({ "text": text, "attention": attention });
    assert_eq!(
        answer.json(),
        json!({ "items": [
            { "clock": "Fri 12:00", "datetime": "2026-12-04T12:00:00+04:00", "offset": "UTC+4",
              "notes": [note("Friday after noon: the weekend has begun", true)] },
            { "clock": "Fri 09:00", "datetime": "2026-12-04T09:00:00+01:00", "offset": "UTC+1", "notes": [] },
            { "clock": "Fri 03:00", "datetime": "2026-12-04T03:00:00-05:00", "offset": "UTC−5",
              "notes": [note("at night", true)] },
        ], "closed": [] })
    );
    // In the week in which America has changed its clocks and Europe has not.
    let ask = "/seminars/times.json?starts_local=2027-03-18T16:00&zone=Europe/Paris&place=America/Montreal,CA-QC";
    assert_eq!(
        house.app.get(ask).await.expect(200).json()["items"][0]["notes"],
        json!([note("clocks shift: 10:00 in other weeks", true)])
    );
    let ask =
        "/seminars/times.json?starts_local=2027-03-09T16:00&zone=Asia/Seoul&place=Asia/Dubai,AE";
    assert_eq!(
        house.app.get(ask).await.expect(200).json()["items"][0]["notes"],
        json!([note("expected holiday: Eid al-Fitr", true)])
    );
    house.app.get("/seminars/times.json").await.expect(422);
    // Nor what lies at the end of the calendar, of which not every clock can tell.
    for far in [
        "/seminars/times.json?zone=UTC&starts_local=%2B262142-12-31T23:59&minutes=60",
        "/rooms/free.json?zone=UTC&starts_local=-262143-01-01T00:00&ends_local=2026-01-01T00:00",
    ] {
        house.app.get(far).await.expect(422);
    }
}
