//! What organisers do with a seminar: announcing, moving, postponing and cancelling it, and whom each of these tells.

use chrono::Duration;
use serde_json::json;

use crate::support::house::{House, typed, wrong};
use crate::support::mailbox::Mail;

fn told(mails: &[Mail]) -> Vec<String> {
    mails
        .iter()
        .map(|mail| format!("{}: {}", mail.to, mail.subject))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_announced_moved_postponed_given_a_new_time_and_cancelled() {
    let house = House::new().await;
    let code = house
        .seminar(json!({ "state": "draft", "speakers": [{ "name": "Marie Sample", "email": "marie@sample.example" }] }))
        .await;
    let mut browser = house.at_desk().await;
    let (poster, edit) = (
        format!("/seminars/{code}"),
        format!("/seminars/{code}/edit"),
    );
    let act = |name: &str| format!("/seminars/{code}/{name}");
    assert_eq!(told(&house.app.mails().await), Vec::<String>::new());

    let page = browser.get(&poster).await.expect(200);
    // A request to speak is shown before it goes.
    let page = browser
        .submit(&page, &act("announcement"), &[])
        .await
        .expect(200);
    assert_eq!(page.words("#who"), ["One person gets a mail"]);
    let page = browser
        .submit_and_follow(&page, &act("announcement"), &[("step", "send")])
        .await;
    assert_eq!(
        page.words(".flash p"),
        ["It is announced. Its speakers are asked; now invite people."]
    );
    assert_eq!(
        told(&house.app.mails().await),
        [
            "marie@sample.example: Will you speak? Beyond scaling, Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
        ]
    );

    // The form says first whom a change tells.
    let page = browser.get(&edit).await.expect(200);
    assert_eq!(
        page.words(".told"),
        ["One person will get a mail: Marie Sample"]
    );
    browser
        .submit(&page, &poster, &[("time", "18:00")])
        .await
        .expect(303);
    assert_eq!(told(&house.app.mails().await), Vec::<String>::new());
    house.app.clock.advance(Duration::minutes(11));
    assert_eq!(
        told(&house.app.mails().await),
        [
            "marie@sample.example: New time: Beyond scaling, Thu 10 December 2026, 18:00 (Seoul, UTC+9)"
        ]
    );
    let page = browser.get(&poster).await;
    assert_eq!(
        page.words(".fact-before s"),
        ["Thu 10 December 2026, 16:00–17:00 Seoul, UTC+9"]
    );

    let page = browser.get(&act("postponement")).await.expect(200);
    assert_eq!(
        page.words(".told"),
        ["One person will get a mail: Marie Sample"]
    );
    let page = browser
        .submit_and_follow(
            &page,
            &act("postponement"),
            &[("reason", "The speaker is ill.\r\n<b>Sorry</b>")],
        )
        .await;
    assert_eq!(
        page.words(".banner p"),
        [
            "Postponed",
            "The speaker is ill. <b>Sorry</b>",
            "The new time is not known yet.",
            "Since Mon 2 November 2026, 09:11 Seoul, UTC+9",
        ]
    );
    assert_eq!(
        told(&house.app.mails().await),
        [
            "marie@sample.example: Postponed: Beyond scaling, Thu 10 December 2026, 18:00 (Seoul, UTC+9)"
        ]
    );
    browser.get(&act("postponement")).await.expect(409);
    // Its room is free for others, and comes back with the new time.
    house
        .booking(&house.hall, "Reading group", "18:00", "19:00")
        .await;
    let page = browser.get(&edit).await.expect(200);
    let taken = browser
        .submit(&page, &poster, &[("title", "Beyond size")])
        .await
        .expect(303);
    assert_eq!(taken.location(), poster);
    let page = browser.get(&edit).await.expect(200);
    browser
        .submit(&page, &poster, &[("date", "2026-12-17")])
        .await
        .expect(303);
    let page = browser.get(&poster).await.expect(200);
    assert_eq!(page.words(".banner"), Vec::<String>::new());
    assert_eq!(page.words(".fact dd a"), ["Hall A"]);
    house.app.clock.advance(Duration::minutes(11));
    assert_eq!(
        told(&house.app.mails().await),
        ["marie@sample.example: Changed: Beyond size, Thu 17 December 2026, 18:00 (Seoul, UTC+9)"]
    );

    let page = browser.get(&act("cancellation")).await.expect(200);
    let twice = browser
        .submit(&page, &act("cancellation"), &[("reason", "No more.")])
        .await
        .expect(303);
    let again = browser
        .submit(&page, &act("cancellation"), &[("reason", "No more.")])
        .await
        .expect(303);
    assert_eq!(twice.location(), again.location());
    assert_eq!(
        told(&house.app.mails().await),
        [
            "marie@sample.example: Cancelled: Beyond size, Thu 17 December 2026, 18:00 (Seoul, UTC+9)"
        ]
    );
    let page = browser.get(&poster).await.expect(200);
    assert_eq!(page.words(".banner-title"), ["Cancelled"]);
    for closed in [
        edit,
        act("cancellation"),
        act("postponement"),
        act("invitations"),
    ] {
        browser.get(&closed).await.expect(409);
    }
    house.app.clock.advance(Duration::days(60));
    assert_eq!(told(&house.app.mails().await), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_someone_else_has_changed_is_not_announced() {
    let house = House::new().await;
    let code = house.seminar(json!({ "state": "draft" })).await;
    let (mut browser, mut other) = (house.at_desk().await, house.at_desk().await);
    let announce = format!("/seminars/{code}/announcement");
    let poster = browser.get(&format!("/seminars/{code}")).await;
    let edit = other.get(&format!("/seminars/{code}/edit")).await;
    other
        .submit(
            &edit,
            &format!("/seminars/{code}"),
            &[("title", "Not ready"), ("then", "draft")],
        )
        .await
        .expect(303);
    let page = browser.submit_and_follow(&poster, &announce, &[]).await;
    assert_eq!(
        page.words(".flash p"),
        ["Someone changed this in the meantime, so nothing was announced. Look at it once more."]
    );
    assert_eq!(house.fact(&code, "state").await, "draft");
    browser.submit(&page, &announce, &[]).await.expect(303);
    assert_eq!(house.fact(&code, "state").await, "announced");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_into_a_taken_hour_changes_nothing_and_says_by_whom() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    house
        .booking(&house.hall, "Reading group", "18:00", "19:00")
        .await;
    let mut browser = house.at_desk().await;
    let save = format!("/seminars/{code}");
    let page = browser.get(&format!("{save}/edit")).await;
    let page = browser
        .submit(&page, &save, &[("time", "17:30"), ("title", "Moved")])
        .await
        .expect(409);
    assert_eq!(wrong(&page), ["Where: This room is taken at that time."]);
    assert_eq!(typed(&page, "title"), "Moved");
    assert_eq!(house.fact(&code, "title").await, "Beyond scaling");
    let values = crate::support::house::attributes(&page, ".alternatives button", "value");
    browser
        .submit(&page, &save, &[("alternative", &values[0])])
        .await
        .expect(303);
    assert_eq!(house.fact(&code, "title").await, "Moved");
    assert_eq!(
        house.fact(&code, "starts_local").await,
        "2026-12-10T17:30:00"
    );
    let rooms = house.fact(&code, "rooms").await;
    assert_eq!(rooms[0]["name"], "Hall B");
}
