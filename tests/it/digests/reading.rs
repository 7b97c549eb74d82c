//! What digests say.

use diesel::{QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use maru::{
    base::schema::messages,
    mail::outbox::Message,
    seminars::notices::{render, still_true},
};
use serde_json::json;

use super::{Scene, items, path, said};
use crate::support::watch::Statements;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_the_week_by_days_in_the_readers_time() {
    let scene = Scene::with(&[("MARU_PUBLIC_URL", "https://maru.example")]).await;
    let marie = scene.reader("marie", "America/Montreal").await;
    scene.follows(marie, "hub", "weekly").await;
    // Tuesday morning in Seoul is Monday evening in Montréal; the last one is on Monday there, after the week.
    let speaker = json!({ "speakers": [{ "person_id": scene.house.guest }], "join_url": "https://join.example/room" });
    let first = scene
        .seminar_with("Scaling at dawn", "2026-11-10T09:00", speaker)
        .await;
    scene.seminar("Scaling at noon", "2026-11-15T12:00").await;
    // A first digest tells as news what was announced in the week before it.
    scene
        .house
        .app
        .clock
        .set("2026-11-04T00:00:00Z".parse().unwrap());
    scene.seminar("Scaling later", "2026-11-17T09:00").await;
    scene.invite(&first, marie).await;
    let answers = format!("/seminars/{first}/attendances/{marie}");
    let yes = json!({ "answer": "yes" });
    scene.house.admin.put(&answers, yes).await.expect(200);
    let mail = scene.digest("2026-11-09T13:00:00Z").await;
    assert_eq!(mail.subject, "This week at Maru: 2 seminars");
    assert_eq!(
        said(&mail),
        [
            "Dear marie Sample,",
            "The programme of what you follow. Times without a place are your own (Montréal).",
            "Weekly programme | 9 Nov 2026 – 15 Nov 2026",
            "Mon 9 November 2026",
            "19:00–20:00 | Scaling at dawn | Gil Guest | Garden | Scaling Laws | \
             Tue 10 November 2026, 09:00–10:00 (Seoul, UTC+9) | Your answer so far: yes.",
            "Sat 14 November 2026",
            "22:00–23:00 | Scaling at noon | Garden | Scaling Laws | \
             Sun 15 November 2026, 12:00–13:00 (Seoul, UTC+9)",
            "Announced for later",
            "Scaling later | Mon 16 November 2026, 19:00–20:00 (Montréal, UTC−5) | Garden | Scaling Laws | \
             Tue 17 November 2026, 09:00–10:00 (Seoul, UTC+9)",
            "You receive this because you follow what stands in it.",
        ]
    );
    let link = mail.link("https://maru.example/unsubscribe/");
    let mailto = format!("<mailto:{}?subject=unsubscribe>", mail.reply_to);
    assert_eq!(
        mail.list["List-Id"],
        "\"Weekly programme\" <weekly.hub.example>"
    );
    assert_eq!(mail.list["List-Unsubscribe"], format!("<{link}>, {mailto}"));
    assert_eq!(
        mail.list["List-Unsubscribe-Post"],
        "List-Unsubscribe=One-Click"
    );
    // The address itself is for speakers; everyone else has the living link.
    assert!(!mail.text.contains("join.example"));
    assert!(path(&scene, &mail, "/s/").contains("/join?t="));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_otherwise_since_the_one_before_is_marked_and_nothing_else() {
    let scene = Scene::new().await;
    let min = scene.reader("min", "Asia/Seoul").await;
    scene.follows(min, "hub", "weekly").await;
    scene.seminar("This week", "2026-11-10T16:00").await;
    scene.seminar("Stays", "2026-11-16T16:00").await;
    let moves = scene.seminar("Moves", "2026-11-17T16:00").await;
    let back = scene
        .seminar("Moves and comes back", "2026-11-18T16:00")
        .await;
    let off = scene.seminar("Is called off", "2026-11-19T16:00").await;
    let away = scene.seminar("Moves away", "2026-11-20T16:00").await;
    let late = scene.seminar("Is put off", "2026-11-20T18:00").await;
    let other = scene.seminar("Elsewhere", "2026-11-21T16:00").await;
    let first = scene.digest("2026-11-08T23:00:00Z").await;
    let garden = "Garden | Scaling Laws";
    let titles = |mail| -> Vec<String> {
        let items = items(mail);
        let words = items.iter().map(|item| item.split(" | "));
        words
            .map(|mut words| {
                let (first, second) = (words.next().unwrap(), words.next().unwrap());
                let timed = first.contains(':') || first.contains('–');
                (if timed { second } else { first }).to_owned()
            })
            .collect()
    };
    assert_eq!(
        titles(&first),
        [
            "This week",
            "Stays",
            "Moves",
            "Moves and comes back",
            "Is called off",
            "Moves away",
            "Is put off",
            "Elsewhere"
        ]
    );
    for item in items(&first) {
        assert!(item.ends_with(garden), "the first marks nothing: {item}");
    }

    assert_eq!(scene.at("2026-11-10T00:00:00Z").await, []);
    let at = |time: &str| json!({ "starts_local": format!("2026-11-{time}:00") });
    scene.edit(&moves, at("17T18:00")).await;
    scene.edit(&back, at("18T18:00")).await;
    scene.edit(&back, at("18T16:00")).await;
    scene.act(&off, "cancellation").await;
    scene.edit(&away, at("25T16:00")).await;
    scene.act(&late, "postponement").await;
    let hall = json!({ "place": { "name": "Library" } });
    scene.edit(&other, hall).await;
    scene.seminar("Is new", "2026-11-16T10:00").await;
    scene.seminar("Is new for later", "2026-12-10T16:00").await;
    // None of that was of the days of the first one: it is told in the next.
    assert_eq!(scene.at("2026-11-15T22:59:59Z").await, []);
    let second = scene.digest("2026-11-15T23:00:00Z").await;
    let seoul = "(Seoul, UTC+9)";
    assert_eq!(
        items(&second),
        [
            format!(
                "Is called off | Thu 19 November 2026, 16:00–17:00 {seoul} | Cancelled | {garden}"
            ),
            format!(
                "Is put off | Fri 20 November 2026, 18:00–19:00 {seoul} | Postponed. The new time is not decided yet. | {garden}"
            ),
            format!(
                "Moves away | Wed 25 November 2026, 16:00–17:00 {seoul} | \
                 Moved. Before: Fri 20 November 2026, 16:00–17:00 {seoul} | {garden}"
            ),
            format!("10:00–11:00 | Is new | New | {garden}"),
            format!("16:00–17:00 | Stays | {garden}"),
            format!(
                "18:00–19:00 | Moves | Moved. Before: Tue 17 November 2026, 16:00–17:00 {seoul} | {garden}"
            ),
            format!("16:00–17:00 | Moves and comes back | {garden}"),
            "16:00–17:00 | Elsewhere | Another place. Before: Garden | Library | Scaling Laws"
                .to_owned(),
            format!("Is new for later | Thu 10 December 2026, 16:00–17:00 {seoul} | {garden}"),
        ]
    );
    // The next one has nothing of it, but what comes.
    let third = scene.digest("2026-11-22T23:00:00Z").await;
    assert_eq!(
        items(&third),
        [format!("16:00–17:00 | Moves away | {garden}")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn much_is_cut_off_and_counted() {
    let scene = Scene::new().await;
    let min = scene.reader("min", "Asia/Seoul").await;
    scene.follows(min, "hub", "weekly").await;
    for hour in 8..20 {
        for day in [10, 11, 12] {
            let starts = format!("2026-11-{day}T{hour:02}:00");
            scene.seminar("Beyond scaling", &starts).await;
        }
        let starts = format!("2026-11-24T{hour:02}:00");
        scene.seminar("Later", &starts).await;
    }
    let mail = scene.digest("2026-11-08T23:00:00Z").await;
    assert_eq!(mail.subject, "This week at Maru: 36 seminars");
    assert_eq!(items(&mail).len(), 40);
    assert!(mail.text.contains("\nAnd 6 more, in the programme.\n"));
    assert!(mail.text.contains("\nAnd 2 more, in the programme.\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn three_readers_are_read_by_as_many_queries_as_one() {
    let scene = Scene::new().await;
    for handle in ["ada", "ben", "cho"] {
        let reader = scene.reader(handle, "Asia/Seoul").await;
        scene.follows(reader, "hub", "weekly").await;
    }
    for day in [10, 11, 12] {
        let starts = format!("2026-11-{day}T16:00");
        scene.seminar("Beyond scaling", &starts).await;
    }
    let app = &scene.house.app;
    app.clock.set("2026-11-08T23:00:00Z".parse().unwrap());
    let mut conn = app.conn().await;
    maru::seminars::notices::digest::make(&mut conn, &*app.clock, &app.hub)
        .await
        .unwrap();
    let all: Vec<Message> = messages::table
        .select(Message::as_select())
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(all.len(), 3);
    let statements = Statements::of(&mut conn);
    let mut counted = Vec::new();
    for batch in [&all[..1], &all[..]] {
        statements.taken();
        let untrue = still_true(&mut conn, &*app.clock, &app.hub, batch).await;
        assert_eq!(untrue.unwrap().len(), 0);
        let drafts = render(&mut conn, &*app.clock, &app.hub, batch).await;
        assert_eq!(drafts.unwrap().len(), batch.len());
        counted.push(statements.taken());
    }
    assert_eq!(counted[0], counted[1]);
    // Whoever only looks keeps nothing.
    assert_eq!(scene.house.count("digest_told").await, 0);
}
