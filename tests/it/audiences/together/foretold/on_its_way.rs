//! What a worker has, and what came back.

use diesel::{
    sql_query,
    sql_types::{Array, Nullable, Uuid as SqlUuid},
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use serde_json::json;
use uuid::Uuid;

use super::{TELLS, Term};
use crate::audiences::{
    incoming::report,
    together::{
        ALL,
        shown::{said, with},
        talks,
    },
};

impl Term {
    /// As if a worker had these for the first time, by their places; and had put them together already, in the mail of the first.
    async fn lease(&self, places: &[usize], put_together: bool) {
        let all = self.all().await;
        let ids: Vec<Uuid> = places.iter().map(|place| all[*place].0).collect();
        let mail = put_together.then_some(ids[0]);
        let leased = "UPDATE messages SET state = 'leased', attempts = 1, leased_by = 'busy', \
                      leased_until = now() + interval '1 hour', told_in = $2 WHERE id = ANY ($1)";
        sql_query(leased)
            .bind::<Array<SqlUuid>, _>(ids)
            .bind::<Nullable<SqlUuid>, _>(mail)
            .execute(&mut self.scene.house.app.conn().await)
            .await
            .unwrap();
    }

    /// What that worker has stands like this afterwards.
    async fn settle(&self, state: &str) {
        let settled = format!(
            "UPDATE messages SET {state}, leased_by = NULL, leased_until = NULL WHERE leased_by = 'busy'"
        );
        let mut conn = self.scene.house.app.conn().await;
        conn.batch_execute(&settled).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_worker_has_put_together_waits_for_no_other() {
    let mut term = Term::new(4).await;
    term.announce(&[1, 2, 3]).await;
    term.at(9);
    term.announce(&[4]).await;
    term.at(11);
    term.lease(&[0, 1], true).await;
    term.go_together(&[0, 1]).await;
    term.go_together(&[2, 3]).await;
    assert_eq!(term.letter_tells(0).await, talks([1, 2]));
    assert_eq!(term.letter_tells(3).await, talks([3, 4]));
    term.settle("state = 'sent', sent_at = now(), ended_at = now()")
        .await;
    assert_eq!(term.told_now().await, Vec::<Vec<String>>::new());
    term.at(20);
    assert_eq!(term.told_now().await, [talks([3, 4])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_worker_has_not_put_together_yet_may_wait() {
    let mut term = Term::new(2).await;
    term.announce(&[1]).await;
    term.at(9);
    term.announce(&[2]).await;
    term.at(11);
    term.lease(&[0], false).await;
    term.go_together(&[0, 1]).await;
    for place in [0, 1] {
        assert_eq!(term.letter_tells(place).await, talks([1, 2]));
    }
    // Nobody has it any more, as if it had not been tried.
    term.settle("state = 'queued', attempts = 0").await;
    assert_eq!(term.told_now().await, Vec::<Vec<String>>::new());
    term.go_together(&[0, 1]).await;
    term.at(20);
    assert_eq!(term.told_now().await, [talks([1, 2])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_says_what_its_mail_told() {
    let mut term = Term::new(3).await;
    term.scene.announce_term(json!({})).await;
    let [mail] = term.scene.after_the_window().await.try_into().unwrap();
    term.scene.receive(&report(&mail, ALL, "5.1.1")).await;
    let all = term.all().await;
    let expected = with(TELLS, &[&all[0], &all[2]]);
    assert_eq!(said(&mut term.admin, all[1].0).await, expected);
    assert_eq!(term.letter_tells(1).await, talks([1, 2, 3]));
}
