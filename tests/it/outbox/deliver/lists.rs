//! What one mail tells a mailing list: leased by one worker, composed together, and counted once.

use std::num::NonZeroU32;

use diesel_async::SimpleAsyncConnection;
use maru::{
    base::ids::{AudienceId, MessageId},
    mail::{
        deliver::{Composer, Office, Rates, Round, Verdict},
        outbox::{Message, MessageKind, MessageState, NewMessage},
    },
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Scene, saying};
use crate::outbox::make::{announcement, hub, invitation, mailing_list, people, verdicts};

/// Says of each message what its payload says; what is announced goes with the first of it. It runs out of ink over `too_much`.
fn gathering(too_much: impl Fn(&[Message]) -> bool + Send + Sync + 'static) -> Composer {
    let hub = hub();
    Composer::new(move |_, messages| {
        assert!(!too_much(messages), "out of ink");
        let mut verdicts = verdicts(&hub, messages);
        let mut first: Option<MessageId> = None;
        for (message, (id, verdict)) in messages.iter().zip(&mut verdicts) {
            if message.kind != MessageKind::Announcement || !matches!(verdict, Verdict::Send(_)) {
                continue;
            }
            match first {
                Some(mail) => *verdict = Verdict::With(mail),
                None => first = Some(*id),
            }
        }
        Box::pin(async move { Ok(verdicts) })
    })
}

fn out_of_ink(new: NewMessage) -> NewMessage {
    saying(new, json!({ "panic": "out of ink" }))
}

impl Scene {
    /// So much is to be announced to a mailing list.
    async fn announced(&mut self, count: usize) -> Vec<NewMessage> {
        let list: AudienceId = mailing_list(&mut self.conn).await;
        let keys = (1..=count).map(|n| n.to_string());
        keys.map(|key| announcement(list, &key)).collect()
    }

    fn gathering_office(&self) -> Office {
        self.office_by(1, gathering(|_| false))
    }

    /// What arrives when the mails go out of which these messages are the first, by their place.
    async fn of_rows(&mut self, places: &[usize]) -> Vec<(String, String)> {
        let rows = self.rows().await;
        let rows = places.iter().map(|place| &rows[*place]);
        rows.map(|row| (row.address.clone(), format!("<{}@hub.example>", row.id)))
            .collect()
    }

    async fn how_they_stand(&mut self) -> Vec<(MessageState, i32)> {
        let rows = self.rows().await;
        rows.iter().map(|row| (row.state, row.attempts)).collect()
    }
}

async fn round(office: &mut Office) -> Round {
    office.round(&CancellationToken::new()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_composed_takes_no_mail_apart() {
    let mut scene = Scene::new().await;
    let mut messages = scene.announced(3).await;
    let person = people(&mut scene.conn, &scene.clock, 1).await[0];
    messages.push(out_of_ink(invitation(person, "0")));
    scene.add(&messages).await;
    let done = round(&mut scene.gathering_office()).await;
    assert_eq!((done.sent, done.later), (3, 1));
    let expected = scene.of_rows(&[1]).await;
    assert_eq!(scene.arrived(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_composed_is_left_out_of_the_mail_that_tells_the_others() {
    let mut scene = Scene::new().await;
    let mut messages = scene.announced(4).await;
    messages[1] = out_of_ink(messages[1].clone());
    scene.add(&messages).await;
    let done = round(&mut scene.gathering_office()).await;
    assert_eq!((done.sent, done.later), (3, 1));
    let expected = scene.of_rows(&[0]).await;
    assert_eq!(scene.arrived(), expected);
    let rows = scene.rows().await;
    assert_eq!(
        (rows[1].state, rows[1].error.as_deref()),
        (MessageState::Queued, Some("panicked: out of ink"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_composed_alone_and_not_together_goes_alone() {
    let mut scene = Scene::new().await;
    let messages = scene.announced(3).await;
    scene.add(&messages).await;
    let too_much = |messages: &[Message]| messages.len() > 1;
    let mut office = scene.office_by(1, gathering(too_much));
    assert_eq!(round(&mut office).await.sent, 3);
    let expected = scene.of_rows(&[0, 1, 2]).await;
    assert_eq!(scene.arrived(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_worker_has_some_of_it_no_other_takes_the_rest() {
    let mut scene = Scene::new().await;
    let messages = scene.announced(2).await;
    scene.add(&messages).await;
    // The first became visible when another worker had the second already.
    scene
        .conn
        .batch_execute(
            "UPDATE messages SET state = 'leased', leased_by = 'another', attempts = 1, \
                 leased_until = now() + interval '1 hour' WHERE dedupe_key = '2'",
        )
        .await
        .unwrap();
    let mut office = scene.gathering_office();
    assert_eq!(round(&mut office).await, Round::default());
    let (queued, leased) = (MessageState::Queued, MessageState::Leased);
    assert_eq!(scene.how_they_stand().await, [(queued, 0), (leased, 1)]);
    scene.leases_run_out().await;
    assert_eq!(round(&mut office).await.sent, 2);
    let expected = scene.of_rows(&[0]).await;
    assert_eq!(scene.arrived(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_lease_of_it_in_one_moment_see_each_other() {
    let mut scene = Scene::new().await;
    let messages = scene.announced(3).await;
    scene.add(&messages).await;
    let office = scene.gathering_office();
    let done = scene.while_another_leases("2", office).await;
    assert_eq!(done, Round::default());
    let (queued, leased) = (MessageState::Queued, MessageState::Leased);
    assert_eq!(
        scene.how_they_stand().await,
        [(queued, 0), (leased, 0), (queued, 0)]
    );
    assert_eq!(scene.sink.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_up_one_place_of_what_may_go_out_a_minute() {
    let mut scene = Scene::new().await;
    let mut messages = scene.announced(3).await;
    let people = people(&mut scene.conn, &scene.clock, 4).await;
    messages.push(invitation(people[0], "first"));
    scene.add(&messages).await;
    let mut office = scene.gathering_office().with_rates(Rates {
        all: NonZeroU32::new(4),
        domain: None,
    });
    assert_eq!(round(&mut office).await.sent, 4);
    // Two mails.
    assert_eq!(scene.arrived().len(), 2);
    let more: Vec<NewMessage> = people[1..]
        .iter()
        .map(|person| invitation(*person, &format!("more:{person}")))
        .collect();
    scene.add(&more).await;
    assert_eq!(round(&mut office).await.sent, 2);
    assert_eq!(scene.arrived().len(), 4);
}
