//! How often someone may ask, on this node, and from where they ask.
//!
//! These limits are for what could be tried out by guessing or could flood a mailbox. They are kept in memory: a limit
//! that must hold across nodes is a bucket in the database, and the domain's business.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use actix_web::HttpRequest;
use governor::{
    Quota, RateLimiter, clock, middleware::NoOpMiddleware, nanos::Nanos,
    state::keyed::DefaultKeyedStateStore,
};

use super::{
    errors::{Failure, Kind},
    reader::app_of,
};
use crate::base::clock::Clock;

/// Attempts to sign in from one network: ten at once, then one every six seconds.
const SIGN_INS: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");

/// Networks that are remembered before those are forgotten who may ask freely again.
const REMEMBERED: usize = 10_000;

/// The limits of this node.
pub struct Limits {
    sign_in: RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, HubClock, NoOpMiddleware<Nanos>>,
}

impl Limits {
    /// Nobody has asked yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let quota = Quota::per_minute(SIGN_INS).allow_burst(SIGN_INS);
        Self {
            sign_in: RateLimiter::new(quota, DefaultKeyedStateStore::default(), HubClock(clock)),
        }
    }

    /// Counts an attempt to sign in, asking for a code included.
    ///
    /// # Errors
    /// [`Kind::TooMany`] with `Retry-After`.
    pub fn sign_in(&self, req: &HttpRequest) -> Result<(), Failure> {
        if self.sign_in.len() > REMEMBERED {
            self.sign_in.retain_recent();
        }
        let from = network(client_address(req).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)));
        self.sign_in.check_key(&from).map_err(|not_until| {
            let wait = not_until.wait_time_from(clock::Clock::now(self.sign_in.clock()));
            Failure::new(Kind::TooMany).header(
                actix_web::http::header::RETRY_AFTER,
                &(wait.as_secs() + 1).to_string(),
            )
        })
    }
}

/// [`client_address`] as the trail has it.
pub fn origin(req: &HttpRequest) -> Option<String> {
    client_address(req).map(|address| address.to_string())
}

/// The address of whoever asks: the peer's, or, where the peer is a proxy that the settings trust, the last in
/// `X-Forwarded-For` that is none of them.
pub fn client_address(req: &HttpRequest) -> Option<IpAddr> {
    let trusted = &app_of(req).trusted_proxies;
    let peer = req.peer_addr()?.ip();
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = req
        .headers()
        .get_all("X-Forwarded-For")
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    let client = forwarded
        .rsplit(',')
        .map_while(|hop| hop.trim().parse::<IpAddr>().ok())
        .find(|hop| !trusted.contains(hop));
    Some(client.unwrap_or(peer))
}

/// A whole /64 counts as one: that is what one household gets.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        },
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The hub's clock in the limiter's terms.
#[derive(Clone)]
struct HubClock(Arc<dyn Clock>);

impl clock::Clock for HubClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let micros = self.0.now().timestamp_micros();
        Nanos::from(Duration::from_micros(u64::try_from(micros).unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
