//! What goes with nothing, or with fewer than are due then.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::base::schema::messages;
use serde_json::json;
use uuid::Uuid;

use super::Term;
use crate::audiences::together::{talk, talks};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sent_to_that_address_any_more_goes_with_nothing() {
    let mut term = Term::new(3).await;
    term.scene.announce_term(json!({})).await;
    term.go_together(&[0, 1, 2]).await;
    let mut conn = term.scene.house.app.conn().await;
    conn.batch_execute(
        "INSERT INTO suspensions VALUES (gen_random_uuid(), 'all@department.example', 'bounced', 'x', NULL, now())",
    )
    .await
    .unwrap();
    drop(conn);
    for place in 0..3 {
        term.go_together(&[place]).await;
        assert_eq!(term.letter_tells(place).await, talks([]));
    }
    term.at(11);
    assert_eq!(term.told_now().await, Vec::<Vec<String>>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_true_any_more_goes_with_nothing_and_the_others_go_without_it() {
    let mut term = Term::new(3).await;
    term.announce(&[1, 2, 3]).await;
    let closed = json!({ "visibility": "members" });
    term.scene.change(&term.paths[1], closed).await;
    term.go_together(&[1]).await;
    term.go_together(&[0, 2]).await;
    assert_eq!(term.letter_tells(1).await, talks([]));
    assert_eq!(term.letter_tells(2).await, talks([1, 3]));
    term.at(11);
    assert_eq!(term.told_now().await, [talks([1, 3])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_may_have_goes_again_without_what_is_due_with_it() {
    let mut term = Term::new(3).await;
    term.announce(&[1, 2, 3]).await;
    term.back_off(&[0, 1], 60).await;
    let ids: Vec<Uuid> = term.all().await.into_iter().map(|(id, _)| id).collect();
    let mut conn = term.scene.house.app.conn().await;
    diesel::update(messages::table.filter(messages::id.eq_any(ids[..2].to_vec())))
        .set(messages::told_in.eq(ids[0]))
        .execute(&mut conn)
        .await
        .unwrap();
    diesel::update(messages::table.find(ids[2]))
        .set(messages::send_after.eq(term.later(60)))
        .execute(&mut conn)
        .await
        .unwrap();
    drop(conn);
    term.go_together(&[0, 1]).await;
    term.go_together(&[2]).await;
    term.at(61);
    assert_eq!(term.told_now().await, [talks([1, 2]), talks([3])]);
}

/// One that begins in two days and twelve minutes, and another one that is announced nine minutes later.
async fn soon() -> Term {
    let term = Term::new(0).await;
    // By the clocks of Seoul, nine hours ahead.
    let starts = term.later((48 + 9) * 60 + 12);
    let starts = starts.format("%Y-%m-%dT%H:%M:%S").to_string();
    for (minutes, n, starts) in [(0, 1, starts.as_str()), (9, 2, "2026-12-17T16:00:00")] {
        term.at(minutes);
        let seminar = json!({ "title": talk(n), "starts_local": starts });
        term.scene.announced(seminar).await;
    }
    term
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_soon_waits_where_there_are_two_days_left_at_the_end_of_its_window() {
    let mut term = soon().await;
    term.go_together(&[0, 1]).await;
    term.at(11);
    assert_eq!(term.told_now().await, Vec::<Vec<String>>::new());
    term.go_together(&[0, 1]).await;
    term.at(20);
    assert_eq!(term.told_now().await, [talks([1, 2])]);

    // Nobody has sent anything until then.
    let mut term = soon().await;
    term.at(13);
    term.go_together(&[0]).await;
    term.go_together(&[1]).await;
    assert_eq!(term.told_now().await, [talks([1])]);
    term.at(20);
    assert_eq!(term.told_now().await, [talks([2])]);
}
