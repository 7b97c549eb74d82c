//! What may be taken later, and what is edited meanwhile.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{
    base::schema::messages,
    mail::outbox::{MessageKind, MessageState},
};
use serde_json::json;

use super::{Scene, bounces::report};

/// How far an invitation has come, and the SEQUENCE that it bears.
type Invited = (MessageState, Option<i32>);

impl Scene {
    /// Moves the seminar to this hour of its day.
    async fn moved_to(&self, hour: u8) {
        let other = json!({ "starts_local": format!("2026-12-10T{hour}:00:00") });
        self.organiser
            .patch(&self.path(""), other)
            .await
            .expect(200);
    }

    /// How far the one invitation to Marie has come after a pause; no change is told to her beside it.
    async fn invited_after(&self, pause: Duration) -> Invited {
        self.app.clock.advance(pause);
        self.app.mails().await;
        let mut conn = self.app.conn().await;
        let kinds = [MessageKind::Invitation, MessageKind::Change];
        let rows: Vec<(MessageKind, MessageState, Option<i32>)> = messages::table
            .filter(messages::person_id.eq(self.marie))
            .filter(messages::kind.eq_any(kinds))
            .select((messages::kind, messages::state, messages::sequence))
            .load(&mut conn)
            .await
            .unwrap();
        let [(kind, state, sequence)] = rows.try_into().unwrap();
        assert_eq!(kind, MessageKind::Invitation);
        (state, sequence)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urgent_change_hurries_an_invitation_that_is_to_be_tried_again() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    let (waits, sent) = (MessageState::Queued, MessageState::Sent);
    // Weeks before it begins a full mailbox has its time.
    let full = scene.receive(&report(marie, "failed", "5.2.2")).await;
    assert_eq!(full, "it goes out once more");
    scene.moved_to(17).await;
    let invited = scene.invited_after(Duration::minutes(31)).await;
    assert_eq!(invited, (waits, Some(1)));
    let invited = scene.invited_after(Duration::hours(4)).await;
    assert_eq!(invited, (sent, Some(1)));

    scene.app.clock.set("2026-12-08T20:00:00Z".parse().unwrap());
    scene.app.mails().await;
    let full = scene.receive(&report(marie, "failed", "4.2.2")).await;
    assert_eq!(full, "it goes out once more");
    scene.moved_to(18).await;
    // Just now it was not taken.
    let invited = scene.invited_after(Duration::zero()).await;
    assert_eq!(invited, (waits, Some(2)));
    let invited = scene.invited_after(Duration::minutes(6)).await;
    assert_eq!(invited, (sent, Some(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_that_an_urgent_change_hurried_takes_none_of_the_times_at_which_it_goes_again() {
    let scene = Scene::new().await;
    let (waits, sent) = (MessageState::Queued, MessageState::Sent);
    scene.app.clock.set("2026-12-08T20:00:00Z".parse().unwrap());
    scene.app.mails().await;
    let full = async |n: u8| {
        let report = report(scene.sent_to("marie"), "failed", "4.2.2");
        let report = report.replace("Message-ID: <failed", &format!("Message-ID: <{n}"));
        scene.receive(&report).await
    };
    let again = "it goes out once more";
    assert_eq!(full(1).await, again);
    for (n, hour) in [(2, 17), (3, 18), (4, 19)] {
        scene.moved_to(hour).await;
        let sequence = Some(i32::from(hour) - 16);
        let invited = scene.invited_after(Duration::minutes(6)).await;
        assert_eq!(invited, (sent, sequence));
        assert_eq!(full(n).await, again);
    }
    // Four hours after it came back first, and sixteen after that.
    let invited = scene.invited_after(Duration::hours(3)).await;
    assert_eq!(invited, (waits, Some(3)));
    let invited = scene.invited_after(Duration::hours(1)).await;
    assert_eq!(invited, (sent, Some(3)));
    assert_eq!(full(5).await, again);
    let invited = scene.invited_after(Duration::hours(16)).await;
    assert_eq!(invited, (sent, Some(3)));
    assert_eq!(full(6).await, "passed on to 1");
}
