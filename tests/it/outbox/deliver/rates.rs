//! What the mail server takes a minute, where that is set.

use std::{collections::BTreeMap, num::NonZeroU32};

use chrono::Duration;
use maru::mail::{
    deliver::{Office, Rates},
    outbox::NewMessage,
};
use tokio_util::sync::CancellationToken;

use super::Scene;
use crate::outbox::make::noon;

fn to_large(new: NewMessage) -> NewMessage {
    NewMessage {
        address: new.address.replace("sample.example", "Large.example"),
        send_after: noon() - Duration::minutes(1),
        ..new
    }
}

fn to_small(new: NewMessage) -> NewMessage {
    NewMessage {
        address: new.address.replace("sample.example", "small.example"),
        ..new
    }
}

impl Scene {
    fn slow_office(&self) -> Office {
        self.office().with_rates(Rates {
            all: NonZeroU32::new(6),
            domain: NonZeroU32::new(4),
        })
    }

    /// How many went to each domain so far.
    fn by_domain(&self) -> BTreeMap<String, usize> {
        let mut domains = BTreeMap::new();
        for (recipient, _) in self.arrived() {
            let (_, domain) = recipient.split_once('@').unwrap();
            *domains.entry(domain.to_lowercase()).or_default() += 1;
        }
        domains
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_go_out_a_minute_than_is_set_and_one_domain_waits_for_itself() {
    let mut scene = Scene::new().await;
    let each = std::iter::repeat_n(to_large as fn(NewMessage) -> NewMessage, 12);
    let each = each.chain(std::iter::repeat_n(
        to_small as fn(NewMessage) -> NewMessage,
        3,
    ));
    scene.queue(each).await;
    let stop = CancellationToken::new();
    let sent = |large: usize, small: usize| {
        BTreeMap::from([
            ("large.example".to_owned(), large),
            ("small.example".to_owned(), small),
        ])
    };
    let mut office = scene.slow_office();
    // The twelve are due before the three, which need not wait for all of them.
    assert_eq!(office.round(&stop).await.unwrap().sent, 6);
    assert_eq!(scene.by_domain(), sent(4, 2));
    scene.clock.advance(Duration::seconds(50));
    assert_eq!(office.round(&stop).await.unwrap().sent, 0);
    // Another machine counts with what this one has sent, and with what it has in hand.
    scene.clock.advance(Duration::seconds(11));
    let mut other = scene.slow_office();
    let (here, there) = tokio::join!(office.round(&stop), other.round(&stop));
    assert_eq!(here.unwrap().sent + there.unwrap().sent, 5);
    assert_eq!(scene.by_domain(), sent(8, 3));
    assert_eq!(other.round(&stop).await.unwrap().sent, 0);
    scene.clock.advance(Duration::seconds(61));
    assert_eq!(other.round(&stop).await.unwrap().sent, 4);
    assert_eq!(scene.by_domain(), sent(12, 3));
    assert!(scene.rows().await.iter().all(|row| row.attempts == 1));
}
