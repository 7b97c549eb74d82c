//! How often someone may ask, on this node, and from where they ask.
//!
//! These limits are for what could be tried out by guessing or could flood a mailbox. They are kept in memory: a limit
//! that must hold across nodes is a bucket in the database, and the domain's business.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
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

/// Attempts to sign in from one network: forty at once, then one every second and a half. A house with one address for all
/// who are in it comes in the morning, and each needs two.
const SIGN_INS: NonZeroU32 = NonZeroU32::new(40).expect("forty is not zero");

/// Addresses that someone types whom nobody knows, each of which is written to: ten at once, then one every six seconds.
const STRANGERS: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");

/// Networks that are remembered before those are forgotten who may ask freely again.
const REMEMBERED: usize = 10_000;

/// The limits of this node.
pub struct Limits {
    sign_ins: PerNetwork,
    strangers: PerNetwork,
}

impl Limits {
    /// Nobody has asked yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            sign_ins: PerNetwork::new(SIGN_INS, Arc::clone(&clock)),
            strangers: PerNetwork::new(STRANGERS, clock),
        }
    }

    /// Counts an attempt to sign in, asking for a code included.
    ///
    /// # Errors
    /// [`Kind::TooMany`] with `Retry-After`.
    pub fn sign_in(&self, req: &HttpRequest) -> Result<(), Failure> {
        self.sign_ins.count(req)
    }

    /// Counts an address that a stranger types, and that is asked whether it is theirs.
    ///
    /// # Errors
    /// The same.
    pub fn stranger(&self, req: &HttpRequest) -> Result<(), Failure> {
        self.strangers.count(req)
    }
}

/// How often each network may do something, a minute, and at once.
struct PerNetwork(
    RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, HubClock, NoOpMiddleware<Nanos>>,
);

impl PerNetwork {
    fn new(most: NonZeroU32, clock: Arc<dyn Clock>) -> Self {
        let quota = Quota::per_minute(most).allow_burst(most);
        let kept = DefaultKeyedStateStore::default();
        Self(RateLimiter::new(quota, kept, HubClock(clock)))
    }

    fn count(&self, req: &HttpRequest) -> Result<(), Failure> {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        let from = network(client_address(req).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)));
        self.0.check_key(&from).map_err(|not_until| {
            let wait = not_until.wait_time_from(clock::Clock::now(self.0.clock()));
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
    let peer = req.peer_addr()?.ip();
    let forwarded = req.headers().get_all("X-Forwarded-For");
    let forwarded = forwarded.filter_map(|value| value.to_str().ok());
    let forwarded = forwarded.collect::<Vec<_>>().join(",");
    Some(client(peer, &app_of(req).trusted_proxies, &forwarded))
}

/// Who asked a `peer` for whom this was `forwarded`. Who listens on `[::]` sees 10.0.0.1 as `::ffff:10.0.0.1`: the same machine.
/// Were it another one, the proxy would not be known, and all who come through it would share one limit.
fn client(peer: IpAddr, trusted: &[IpAddr], forwarded: &str) -> IpAddr {
    let is_trusted = |hop: &IpAddr| trusted.iter().any(|proxy| proxy.to_canonical() == *hop);
    let peer = peer.to_canonical();
    if !is_trusted(&peer) {
        return peer;
    }
    let mut hops = forwarded.rsplit(',').map_while(hop);
    hops.find(|hop| !is_trusted(hop)).unwrap_or(peer)
}

/// A machine that a proxy names: some write the port behind it, and brackets round an address of IPv6.
fn hop(named: &str) -> Option<IpAddr> {
    let named = named.trim();
    let with_port = || named.parse::<SocketAddr>().ok().map(|hop| hop.ip());
    let in_brackets = || named.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let hop = named.parse().ok().or_else(with_port).or_else(in_brackets);
    hop.map(|hop| hop.to_canonical())
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
    fn whoever_comes_through_a_proxy_is_known_however_it_and_we_write_addresses() {
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = [at("10.0.0.1"), at("::ffff:10.0.0.2")];
        let who = |peer: &str, forwarded: &str| client(at(peer), &trusted, forwarded).to_string();
        for peer in ["10.0.0.1", "::ffff:10.0.0.1", "10.0.0.2"] {
            for forwarded in [
                "192.0.2.7",
                "198.51.100.1, 192.0.2.7",
                "192.0.2.7:50123, 10.0.0.2",
                "::ffff:192.0.2.7,10.0.0.1:443",
            ] {
                assert_eq!(who(peer, forwarded), "192.0.2.7", "{peer}: {forwarded}");
            }
        }
        for named in ["2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:443"] {
            assert_eq!(who("10.0.0.1", named), "2001:db8::7", "{named}");
        }
        // What nobody vouches for counts for nothing.
        assert_eq!(who("192.0.2.9", "198.51.100.1"), "192.0.2.9");
        assert_eq!(who("::ffff:192.0.2.9", ""), "192.0.2.9");
        assert_eq!(who("10.0.0.1", "192.0.2.7, unknown"), "10.0.0.1");
    }

    #[test]
    fn a_household_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
