//! How people sign in: by a link or a six-character code in a mail, without passwords; and how programs do, by tokens.
//!
//! Link, code, session and token are random and kept as hashes. A link serves once, a code once and with five attempts,
//! both for 15 minutes. Whether an address is known is not told to whoever asks.

mod client;
mod code;
mod issue;
mod redeem;
mod request;
mod sessions;
mod sweep;
mod tokens;

pub use issue::{LINK_VALID, issue_link, issue_token};
pub use redeem::{SignedIn, Waiting, redeem_code, redeem_link, waiting};
pub use request::{VALID, request};
pub use sessions::{
    SESSION, Session, actor_by_session, open_session, session, sessions, sign_out,
    sign_out_everywhere,
};
pub use sweep::sweep;
pub use tokens::{Token, actor_by_token, create_token, revoke_token, tokens};

pub(super) use request::{Secrets, context};

use std::net::{IpAddr, Ipv6Addr};

use crate::base::{
    error::Refusal,
    limit::{Limit, RetryAfter},
};

/// Asking for a link to one address.
const ASKING_FOR: Limit = Limit {
    name: "sign_in:address",
    burst: 5,
    fills_in: chrono::Duration::minutes(15),
};
/// Asking for links from one place, which may be a whole house behind one address.
const ASKING_FROM: Limit = Limit {
    name: "sign_in:origin",
    burst: 100,
    fills_in: chrono::Duration::minutes(15),
};
/// Trying codes from one place: of a thousand million, and each person’s are good for five attempts.
const TRYING_FROM: Limit = Limit {
    name: "sign_in:code",
    burst: 100,
    fills_in: chrono::Duration::minutes(15),
};

/// From where someone comes, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Visit<'a> {
    /// The address of their machine.
    pub origin: Option<&'a str>,
    /// What their browser says of itself (RFC 9110 §10.1.5).
    pub user_agent: Option<&'a str>,
}

/// Why someone was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The code or link is wrong, used or too old; which of these is not said.
    #[error("wrong, used or too old")]
    Wrong,
    /// It was tried or asked for too often.
    #[error(transparent)]
    TooOften(#[from] RetryAfter),
    /// What all actions may meet.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for SignInError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// Where the link with this token leads: to a page with a button, because mail scanners open links.
pub fn link_path(token: &str) -> String {
    format!("/sign-in/link/{token}")
}

impl Visit<'_> {
    /// Whom limits count: the machine; of IPv6 the whole /64, which is what one household gets.
    pub fn household(&self) -> String {
        let origin = self.origin.unwrap_or_default();
        match origin.parse() {
            Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
                Some(v4) => v4.to_string(),
                None => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).to_string(),
            },
            _ => origin.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_counts_as_one() {
        let of = |origin| {
            Visit {
                origin: Some(origin),
                user_agent: None,
            }
            .household()
        };
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
