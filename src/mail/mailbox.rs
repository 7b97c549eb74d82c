//! A name at an address, as it stands in From and To.

use std::{fmt, str::FromStr};

use crate::base::text;

/// A mail address with the name of whose it is (RFC 5322 §3.4, `mailbox`). The address is ASCII and holds no line break.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

/// What was written is no mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no mail address; write it as hub@example.org or as Maru <hub@example.org>")]
pub struct NoMailbox(String);

impl Mailbox {
    /// A mailbox of a person or of the hub. Line breaks and other controls in the name are dropped; an empty name is none.
    ///
    /// # Errors
    /// [`NoMailbox`] where the address can be none ([`text::address`]).
    pub fn new(name: Option<&str>, address: &str) -> Result<Self, NoMailbox> {
        Ok(Self {
            name: name.and_then(|name| text::some(text::name(name))),
            address: text::address(address).ok_or_else(|| NoMailbox::of(address))?,
        })
    }

    /// The name, where one is known.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The address, `local@host`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What stands before the last `@`.
    pub fn local(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands behind the last `@`.
    pub fn host(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, host)| host)
    }

    /// This mailbox with a token behind a plus sign (RFC 5233): `hub+TOKEN@host`. It bears no name.
    ///
    /// # Errors
    /// [`NoMailbox`] where the token cannot stand in an address: other letters, or more than 64 before the `@`.
    pub fn with_token(&self, token: &str) -> Result<Self, NoMailbox> {
        Self::new(None, &format!("{}+{token}@{}", self.local(), self.host()))
    }
}

impl NoMailbox {
    fn of(typed: &str) -> Self {
        Self(text::line(typed).chars().take(80).collect())
    }
}

impl FromStr for Mailbox {
    type Err = NoMailbox;

    /// Reads `local@host`, `<local@host>`, `Name <local@host>` or `"Name" <local@host>`.
    fn from_str(typed: &str) -> Result<Self, NoMailbox> {
        let typed = typed.trim();
        let Some((name, rest)) = typed.rsplit_once('<') else {
            return Self::new(None, typed);
        };
        let address = rest.strip_suffix('>').ok_or_else(|| NoMailbox::of(typed))?;
        let name = name.trim();
        let name = name
            .strip_prefix('"')
            .and_then(|quoted| quoted.strip_suffix('"'))
            .map_or_else(
                || name.to_owned(),
                |quoted| quoted.replace("\\\"", "\"").replace("\\\\", "\\"),
            );
        Self::new(Some(&name), address)
    }
}

impl fmt::Display for Mailbox {
    /// For people to read, not for a header.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_read_with_and_without_a_name() {
        let read = |typed: &str| typed.parse::<Mailbox>().map(|mailbox| mailbox.to_string());
        assert_eq!(
            read("Maru <maru@localhost>"),
            Ok("Maru <maru@localhost>".into())
        );
        assert_eq!(
            read("\"Maru, \\\"the hall\\\"\" <maru@hub.example>"),
            Ok("Maru, \"the hall\" <maru@hub.example>".into())
        );
        assert_eq!(read(" maru@hub.example "), Ok("maru@hub.example".into()));
        for wrong in [
            "Maru",
            "Maru <maru>",
            "Maru <maru@hub.example",
            "a@b\r\nBcc: c@d",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_token_stands_behind_a_plus_sign_and_nothing_else_does() {
        let hub = Mailbox::new(Some("Maru"), "hub@hub.example").unwrap();
        assert_eq!(
            hub.with_token("k7m4xq").unwrap().address(),
            "hub+k7m4xq@hub.example"
        );
        assert!(hub.with_token("a\r\nRCPT TO:<x@y>").is_err());
        assert!(hub.with_token(&"a".repeat(62)).is_err());
    }
}
