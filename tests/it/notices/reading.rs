//! In which language and zone mails are written, chosen by the link in one of them.

use serde_json::{Value, json};

use super::Scene;
use crate::support::{
    browser::filled_in,
    house::{typed, wrong},
    http::Answer,
    watch,
};

#[tokio::test(flavor = "multi_thread")]
async fn language_and_zone_of_mails_are_chosen_by_the_link_and_nothing_else_of_them() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let mut conn = house.app.conn().await;
    let reads = |page: &Answer| [typed(page, "language"), typed(page, "zone")];
    let (mut browser, link) = (house.app.visitor(), scene.page());
    let page = browser.get(&link).await.expect(200);
    assert_eq!(reads(&page), ["en", "Europe/Paris"]);
    for (field, nonsense, said) in [
        ("language", "fr", "Language: Choose one of: en, ko."),
        (
            "zone",
            "Mars/Olympus",
            "Time zone: There is no time zone called “Mars/Olympus”; write it as in the IANA database, such as Asia/Seoul.",
        ),
    ] {
        let again = browser.submit(&page, &link, &[(field, nonsense)]).await;
        let again = again.expect(422);
        assert_eq!(wrong(&again), [said]);
        if field == "zone" {
            assert_eq!(typed(&again, field), nonsense);
        }
    }
    // What was chosen in this browser once does not hide what is chosen for them.
    for (name, value) in [("maru_language", "en"), ("maru_zone", "Asia/Dubai")] {
        browser.cookies.insert(name.into(), value.into());
    }
    let mut pairs = filled_in(
        &page.html(),
        &link,
        &[("language", "ko"), ("zone", "America/Montreal")],
    );
    for (name, value) in [("name", "Mallory"), ("email", "mallory@sample.example")] {
        pairs.push((name.into(), value.into()));
    }
    browser.post(&link, &pairs).await.expect(303);
    let page = browser.get(&link).await.expect(200);
    assert_eq!(page.words("html[lang=ko] h1"), ["메일로 받을 소식"]);
    for name in ["maru_language", "maru_zone"] {
        let kept = browser.cookies.get(name).map_or("", String::as_str);
        assert_eq!(kept, "", "{name}");
    }
    assert_eq!(reads(&page), ["ko", "America/Montreal"]);

    // A form that does not ask for them leaves them.
    let mut pairs = filled_in(&page.html(), &link, &[("preset", "everything")]);
    pairs.retain(|(name, _)| name != "language" && name != "zone");
    browser.post(&link, &pairs).await.expect(303);
    let page = browser.get(&link).await.expect(200);
    assert_eq!(reads(&page), ["ko", "America/Montreal"]);
    let trail = watch::audit_trail(&mut conn).await;
    let changes: Vec<_> = trail
        .iter()
        .filter(|entry| entry.id == scene.marie.0 && entry.action == "changed")
        .map(|entry| {
            (
                entry.who.as_str(),
                entry.channel.as_str(),
                entry.before.clone(),
                entry.after.clone(),
            )
        })
        .collect();
    let reading = |language, zone| Some(json!({ "language": language, "zone": zone }));
    assert_eq!(
        changes,
        [(
            "Marie Sample",
            "link",
            reading("en", "Europe/Paris"),
            reading("ko", "America/Montreal")
        )]
    );

    // The next mail is written so.
    scene.answers("yes").await;
    let day_before = "2026-12-09T07:00:00Z".parse().unwrap();
    house.app.clock.set(day_before);
    let mails = house.app.mails().await;
    let reminder = mails.iter().find(|mail| mail.kind == "reminder").unwrap();
    assert_eq!(reminder.to, "marie@sample.example");
    assert_eq!(reminder.subject, "[알림] 1일 후 시작: Beyond scaling");
    let theirs = "2026년 12월 10일 (목), 02:00–03:00 (몬트리올, UTC−5)";
    let mut lines = reminder.text.lines().map(str::trim);
    assert!(lines.any(|line| line == theirs), "{}", reminder.text);

    // Not chosen, after all.
    let none = [("language", ""), ("zone", "")];
    browser.submit(&page, &link, &none).await.expect(303);
    let path = format!("/people/{}", scene.marie);
    let person = house.admin.get(&path).await.expect(200).json();
    assert_eq!(
        (&person["language"], &person["zone"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_stayed_open_takes_back_nothing_that_was_chosen_meanwhile() {
    let scene = Scene::new().await;
    let reads = |page: &Answer| [typed(page, "language"), typed(page, "zone")];
    let quiet = |page: &Answer| [typed(page, "quiet_from"), typed(page, "quiet_to")];
    let (mut browser, link) = (scene.house.app.visitor(), scene.page());
    let old = browser.get(&link).await.expect(200);
    assert_eq!(reads(&old), ["en", "Europe/Paris"]);
    let elsewhere = [("language", "ko"), ("zone", "America/Montreal")];
    let page = scene.choose(&elsewhere).await;
    assert_eq!(reads(&page), ["ko", "America/Montreal"]);

    // Sent for another reason, and once more after something was wrong with that.
    let typing = [("quiet_from", "22:00"), ("quiet_to", "22:00")];
    let again = browser.submit(&old, &link, &typing).await.expect(422);
    assert_eq!(reads(&again), ["en", "Europe/Paris"]);
    let typing = [("quiet_to", "07:00")];
    let page = browser.submit_and_follow(&again, &link, &typing).await;
    assert_eq!(quiet(&page), ["22:00", "07:00"]);
    assert_eq!(reads(&page), ["ko", "America/Montreal"]);

    // What is typed there counts, and nothing beside it.
    let typing = [("zone", "Asia/Dubai"), ("key", "")];
    let page = browser.submit_and_follow(&old, &link, &typing).await;
    assert_eq!(reads(&page), ["ko", "Asia/Dubai"]);
    let none = [("language", ""), ("key", "")];
    browser.submit(&old, &link, &none).await.expect(303);
    let path = format!("/people/{}", scene.marie);
    let person = scene.house.admin.get(&path).await.expect(200).json();
    assert_eq!(
        (&person["language"], &person["zone"]),
        (&Value::Null, &json!("Asia/Dubai"))
    );
}
