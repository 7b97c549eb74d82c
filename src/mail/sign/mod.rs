//! A signature by which receivers see that a mail is the hub's and was not changed on its way (DKIM, RFC 6376; Ed25519 by
//! RFC 8463). Optional: often the mail server signs what leaves it.
//!
//! What is signed are the octets that go out, in the relaxed form, which survives other folding and blanks. Every field of
//! a mail that means something to its reader is signed, and those that would mean something are signed as not being there,
//! so that nobody on the way can add one.

mod key;
mod relaxed;

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};

pub use key::KeyError;
use key::SigningKey;

use super::compose::Composed;
use crate::base::clock::Instant;

/// Fields that are signed where they are there (RFC 6376 section 5.4.1; RFC 8058 section 4 wants the last two).
const SIGNED: &[&str] = &[
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// Fields of which there is not one more than was signed (RFC 6376 section 8.15).
const NO_MORE: &[&str] = &[
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "MIME-Version",
    "Content-Type",
];

/// No line is longer.
const WIDTH: usize = 76;

/// Signs what leaves the hub. The key is in neither Debug nor Display.
pub struct Signer {
    domain: String,
    selector: String,
    key: SigningKey,
}

impl Signer {
    /// Signs for `domain` with the key in `pem` (PKCS#8 or PKCS#1), which receivers find under `selector`.
    ///
    /// # Errors
    /// [`KeyError`] where it is no key to sign with.
    pub fn new(domain: &str, selector: &str, pem: &[u8]) -> Result<Self, KeyError> {
        Ok(Self {
            domain: domain.to_owned(),
            selector: selector.to_owned(),
            key: SigningKey::from_pem(pem)?,
        })
    }

    /// The name under which the key is published: `{selector}._domainkey.{domain}`.
    pub fn name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// What is to be published there, as TXT: `v=DKIM1; k=…; p=…`.
    pub fn record(&self) -> String {
        format!("v=DKIM1; k={}; p={}", self.key.kind(), self.public())
    }

    /// The `p=` of it.
    pub fn public(&self) -> String {
        STANDARD.encode(self.key.public())
    }

    /// `rsa` or `ed25519`.
    pub fn kind(&self) -> &'static str {
        self.key.kind()
    }

    /// Puts a signature of the time `at` before the message. An RSA key takes a millisecond or two.
    ///
    /// # Errors
    /// [`KeyError::Broken`] where the key cannot sign.
    pub fn sign(&self, mail: &mut Composed, at: Instant) -> Result<(), KeyError> {
        let (head, body) = relaxed::split(&mail.bytes);
        let fields = relaxed::fields(head);
        let names = names(&fields);
        let field = format!(
            "DKIM-Signature: v=1; a={}-sha256; c=relaxed/relaxed;\r\n d={}; s={}; t={};\r\n{}\r\n bh={};\r\n b=",
            self.key.kind(),
            self.domain,
            self.selector,
            at.timestamp(),
            listed(&names),
            STANDARD.encode(relaxed::body_hash(body)),
        );
        let signature = self.key.sign(&relaxed::signed(&fields, &names, &field))?;
        let signature = STANDARD.encode(signature);
        let mut signed = Vec::with_capacity(mail.bytes.len() + field.len() + signature.len() + 32);
        signed.extend_from_slice(field.as_bytes());
        for (index, line) in signature.as_bytes().chunks(WIDTH - 3).enumerate() {
            if index > 0 {
                signed.extend_from_slice(b"\r\n ");
            }
            signed.extend_from_slice(line);
        }
        signed.extend_from_slice(b"\r\n");
        signed.extend_from_slice(&mail.bytes);
        mail.bytes = signed;
        Ok(())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}, {})", self.name(), self.kind())
    }
}

/// The fields that are signed: each as often as it is there, and some once more.
fn names(fields: &[relaxed::Field<'_>]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::with_capacity(SIGNED.len() + NO_MORE.len());
    for name in SIGNED {
        let there = fields.iter().filter(|field| field.is(name)).count();
        names.extend(std::iter::repeat_n(*name, there));
    }
    names.extend_from_slice(NO_MORE);
    names
}

/// The tag that lists them, in lines.
fn listed(names: &[&str]) -> String {
    let mut tag = " h=".to_owned();
    let mut column = tag.len();
    for (index, name) in names.iter().enumerate() {
        let end = if index + 1 == names.len() { ";" } else { ":" };
        if column + name.len() + end.len() > WIDTH {
            tag.push_str("\r\n  ");
            column = 2;
        }
        tag.push_str(name);
        tag.push_str(end);
        column += name.len() + end.len();
    }
    tag
}

#[cfg(test)]
mod tests;
