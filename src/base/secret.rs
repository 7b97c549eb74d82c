//! What lets someone in, and what must not be guessed.
//!
//! Links in mails and feed addresses are an HMAC of purpose, ids and generation under the hub's key: they can be written
//! again at any time, are good for one thing, and are revoked by raising the generation. Sessions, API tokens and
//! sign-in codes are random, and only their hashes are kept.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit as _, Payload},
};
use ring::hmac;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::ids::random_bytes;

/// Octets of an HMAC that a link carries: 128 bits.
const MAC: usize = 16;
/// Octets of the nonce in front of what is sealed.
const NONCE: usize = 24;

/// The hub's key: 32 octets, written as 64 hexadecimal digits.
#[derive(Clone)]
pub struct Key {
    octets: [u8; 32],
    /// An HMAC that has taken the key in, which is half the work of a short one: each link begins with a copy of it.
    keyed: hmac::Key,
}

/// A key that is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key must be 64 hexadecimal digits (32 octets)")]
pub struct BadKey;

/// What a link is good for. A link for one purpose is never good for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Answering an invitation: seminar, person; the generation is the invitation's number.
    Answer,
    /// A speaker's own page: seminar, person; the generation is the number of their link.
    Speak,
    /// The living link of an invitation: seminar, person; the generation is the invitation's number.
    Join,
    /// Being let in at the door: seminar, person.
    Door,
    /// A personal feed: the feed.
    Feed,
    /// Replies by mail: the message.
    Reply,
    /// Choosing what one is told: person; the generation is kept with what they chose.
    Preferences,
    /// Stopping reminders of a series: person, series.
    StopReminders,
    /// Stopping what goes to those who follow a series: person, series.
    StopFollowed,
    /// Stopping the answers that come in to a series: person, series.
    StopAnswers,
    /// Saying that an address is one's own: the confirmation; the generation is raised with each mail.
    Confirm,
    /// Stopping the weekly programme: person, and the series that is to go from it.
    StopWeekly,
    /// Stopping the daily programme: person, and the series that is to go from it.
    StopDaily,
    /// Stopping what tells what a calendar program would show too late: person, series.
    StopLateFeed,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Speak => "speak",
            Self::Join => "join",
            Self::Door => "door",
            Self::Feed => "feed",
            Self::Reply => "reply",
            Self::Preferences => "preferences",
            Self::StopReminders => "stop reminders",
            Self::StopFollowed => "stop followed",
            Self::StopAnswers => "stop answers",
            Self::Confirm => "confirm",
            Self::StopWeekly => "stop weekly",
            Self::StopDaily => "stop daily",
            Self::StopLateFeed => "stop late feed",
        }
    }
}

impl Key {
    /// A fresh key from the operating system's randomness.
    pub fn fresh() -> Self {
        Self::of(random_bytes())
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn from_hex(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(BadKey);
        }
        let mut key = [0; 32];
        for (n, octet) in key.iter_mut().enumerate() {
            *octet = u8::from_str_radix(&text[2 * n..2 * n + 2], 16).map_err(|_| BadKey)?;
        }
        Ok(Self::of(key))
    }

    fn of(octets: [u8; 32]) -> Self {
        let keyed = hmac::Key::new(hmac::HMAC_SHA256, &octets);
        Self { octets, keyed }
    }

    /// As 64 hexadecimal digits, to be kept in a file that only its owner can read.
    pub fn to_hex(&self) -> String {
        use std::fmt::Write;
        self.octets
            .iter()
            .fold(String::with_capacity(64), |mut hex, octet| {
                let _ = write!(hex, "{octet:02x}");
                hex
            })
    }

    /// What a database keeps, so that a node with another key finds out before it writes wrong links.
    pub fn check_value(&self) -> Vec<u8> {
        self.mac(&[b"maru key check"]).to_vec()
    }

    /// The token of a link: `ids` and a MAC over purpose, ids and generation, in base64url.
    pub fn token(&self, purpose: Purpose, ids: &[Uuid], generation: i32) -> String {
        let mut octets: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
        let mac = self.link_mac(purpose, &octets, generation);
        octets.extend_from_slice(&mac[..MAC]);
        URL_SAFE_NO_PAD.encode(octets)
    }

    /// The `N` ids in a token, not yet believed: look up the generation, then ask [`Self::holds`].
    pub fn ids_in<const N: usize>(token: &str) -> Option<[Uuid; N]> {
        let octets = URL_SAFE_NO_PAD.decode(token).ok()?;
        if octets.len() != N * 16 + MAC {
            return None;
        }
        let mut ids = [Uuid::nil(); N];
        for (id, chunk) in ids.iter_mut().zip(octets.chunks_exact(16)) {
            *id = Uuid::from_slice(chunk).ok()?;
        }
        Some(ids)
    }

    /// Whether `token` is the one for this purpose, these ids and this generation. Takes the same time whatever differs.
    pub fn holds(&self, token: &str, purpose: Purpose, ids: &[Uuid], generation: i32) -> bool {
        self.token(purpose, ids, generation)
            .as_bytes()
            .ct_eq(token.as_bytes())
            .into()
    }

    /// The hash under which a short code is kept: keyed, because six letters could be tried out.
    pub fn code_hash(&self, id: Uuid, code: &str) -> Vec<u8> {
        self.mac(&[b"code", id.as_bytes(), code.as_bytes()])
            .to_vec()
    }

    /// What stands for `text` where it must not be found again: it differs for each `id`, and whoever knows both cannot make it.
    pub fn alias(&self, id: Uuid, text: &str) -> [u8; 32] {
        self.mac(&[b"alias", id.as_bytes(), text.as_bytes()])
    }

    /// The form token of a session or of a visitor's cookie.
    pub fn form_token(&self, session: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(&self.mac(&[b"form", session])[..MAC])
    }

    /// Seals `plain` for the time it must lie in the database: it can be opened with this key and the same `context`
    /// alone (XChaCha20-Poly1305, a random nonce of 192 bits in front; base64url).
    pub fn seal(&self, context: &str, plain: &[u8]) -> String {
        let nonce: [u8; NONCE] = random_bytes();
        let sealed = self
            .cipher()
            .encrypt(XNonce::from_slice(&nonce), payload(context, plain))
            .expect("it takes 256 GiB to be too long");
        let mut octets = nonce.to_vec();
        octets.extend_from_slice(&sealed);
        URL_SAFE_NO_PAD.encode(octets)
    }

    /// What was sealed; `None` where another key or context sealed it, or it was changed.
    pub fn open(&self, context: &str, sealed: &str) -> Option<Vec<u8>> {
        let octets = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = octets.split_at_checked(NONCE)?;
        self.cipher()
            .decrypt(XNonce::from_slice(nonce), payload(context, sealed))
            .ok()
    }

    // Sealing has a key of its own, so that no MAC given out elsewhere says anything of it.
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.mac(&[b"seal"]).into())
    }

    fn link_mac(&self, purpose: Purpose, ids: &[u8], generation: i32) -> [u8; 32] {
        self.mac(&[
            b"link",
            purpose.word().as_bytes(),
            ids,
            &generation.to_be_bytes(),
        ])
    }

    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = hmac::Context::with_key(&self.keyed);
        for part in parts {
            // The length goes first, so that parts cannot flow into each other.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        let mut octets = [0; 32];
        octets.copy_from_slice(mac.sign().as_ref());
        octets
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

fn payload<'a>(context: &'a str, text: &'a [u8]) -> Payload<'a, 'a> {
    Payload {
        msg: text,
        aad: context.as_bytes(),
    }
}

/// A random token of 256 bits in base64url: sessions, API tokens, sign-in links.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

/// The hash under which a random token is kept. Tokens have 256 bits, so a plain hash cannot be reversed by trying.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Whether two strings are equal, in a time that does not tell where they differ.
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_one_purpose_and_generation() {
        let key = Key::from_hex(&"ab".repeat(32)).unwrap();
        let ids = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let token = key.token(Purpose::Answer, &ids, 3);
        assert_eq!(Key::ids_in::<2>(&token), Some(ids));
        assert!(key.holds(&token, Purpose::Answer, &ids, 3));
        assert!(!key.holds(&token, Purpose::Answer, &ids, 4));
        assert!(!key.holds(&token, Purpose::Join, &ids, 3));
        assert!(!Key::fresh().holds(&token, Purpose::Answer, &ids, 3));
        assert_eq!(Key::ids_in::<1>(&token), None);
        assert_eq!(Key::ids_in::<2>("rubbish"), None);
    }

    /// As another implementation writes it: what was sent out once must stay good.
    #[test]
    fn a_link_is_written_as_it_always_was() {
        let key = Key::from_hex(&"ab".repeat(32)).unwrap();
        let ids = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let token = key.token(Purpose::Answer, &ids, 3);
        assert_eq!(
            token,
            "AAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAJ5XGyytUgUe96erV2DWTXM"
        );
    }

    #[test]
    fn what_is_sealed_is_opened_by_the_same_key_in_the_same_context_alone() {
        let key = Key::fresh();
        let sealed = key.seal("sign_in:1", b"K7M4XQ");
        assert_ne!(sealed, key.seal("sign_in:1", b"K7M4XQ"));
        assert!(!sealed.contains("K7M4XQ"));
        assert_eq!(key.open("sign_in:1", &sealed).unwrap(), b"K7M4XQ");
        assert_eq!(key.open("sign_in:2", &sealed), None);
        assert_eq!(Key::fresh().open("sign_in:1", &sealed), None);
        assert_eq!(key.open("sign_in:1", &sealed[..20]), None);
        assert_eq!(key.open("sign_in:1", ""), None);
        let mut changed = sealed.into_bytes();
        changed[40] = if changed[40] == b'A' { b'B' } else { b'A' };
        assert_eq!(
            key.open("sign_in:1", std::str::from_utf8(&changed).unwrap()),
            None
        );
    }

    #[test]
    fn a_key_goes_through_hex_and_is_not_shown() {
        let key = Key::fresh();
        assert_eq!(
            Key::from_hex(&key.to_hex()).unwrap().check_value(),
            key.check_value()
        );
        assert_eq!(format!("{key:?}"), "Key(…)");
        assert!(Key::from_hex("12").is_err() && Key::from_hex(&"zz".repeat(32)).is_err());
    }
}
