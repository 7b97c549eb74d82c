//! What came in by mail and is for a person to read: kept with the message that passes it on, because what it says is not
//! in any table.

use serde::{Deserialize, Serialize};

use crate::{
    base::{clock::Instant, zone::Zone},
    mail::mailbox::Mailbox,
    people::model::AddressPurpose,
};

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// What it is.
    pub matter: Matter,
    /// Who wrote it, as far as is known: an answer goes to them.
    pub writer: Option<Writer>,
    /// Its subject; may be empty.
    pub subject: String,
    /// What was written; may be empty.
    pub text: String,
    /// The names of what was attached, which is not passed on.
    pub attachments: Vec<String>,
    /// The name of what it is about.
    pub about: Option<String>,
    /// Where that can be seen, or something be done about it.
    pub url: Option<String>,
    /// Where administrators end it that nothing more is sent to an address. Nobody else can open it, so nobody else reads it.
    pub lifting: Option<String>,
}

/// Who wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writer {
    /// The name, as it stands in the mail.
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

/// What came in is one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Matter {
    /// Someone wrote.
    Wrote,
    /// Someone wrote more than can be taken.
    TooLarge,
    /// Someone asks for another time.
    OtherTime {
        /// From when to when, where it can be read.
        asked: Option<(Instant, Instant)>,
        /// The zone in which the seminar is meant.
        zone: String,
    },
    /// Someone answered in their calendar what takes no answer, or not this one.
    Answered {
        /// What.
        said: Said,
    },
    /// Someone answered an invitation that went to someone else.
    PassedOn {
        /// The name of who was invited, where it is known.
        invited: Option<String>,
    },
    /// A mail came back.
    CameBack {
        /// Whom it was for.
        to: String,
        /// At which address.
        address: String,
        /// What the mail server said.
        reason: String,
        /// Whether nothing more is sent there.
        suspended: bool,
        /// What the address is for to them, where it is theirs: signing in with it is a way back for those alone who can.
        purpose: Option<AddressPurpose>,
    },
    /// More mails came back within an hour than are told one by one.
    ManyCameBack {
        /// How many could not be delivered.
        total: i64,
        /// To which domains, and how many each, the worst first.
        domains: Vec<(String, i64)>,
        /// How many to others.
        elsewhere: i64,
    },
    /// More came back of one mail to a mailing list within an hour, from those who read it, than is told one by one.
    ManyOfList {
        /// The name of the list.
        to: String,
        /// Its address.
        address: String,
        /// How many more reports there were.
        total: i64,
    },
    /// A reader has called a mail unwanted; unless it goes on, nothing more is sent there.
    Unwanted {
        /// Whom it was for.
        to: String,
        /// At which address.
        address: String,
        /// Whether mail goes there all the same: it is a mailing list, and this is one of its readers.
        #[serde(default)]
        goes_on: bool,
        /// What the address is for to them, where it is theirs.
        purpose: Option<AddressPurpose>,
    },
}

/// A calendar's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// They come, or have it.
    Yes,
    /// They may.
    Maybe,
    /// They do not.
    No,
}

impl Writer {
    /// From the mail's From.
    pub fn of(from: &Mailbox) -> Self {
        Self {
            name: from.name().map(str::to_owned),
            address: from.address().to_owned(),
        }
    }

    /// As a mailbox to answer to.
    pub fn mailbox(&self) -> Option<Mailbox> {
        Mailbox::new(self.name.as_deref(), &self.address).ok()
    }
}

impl Matter {
    /// The address that nothing more is sent to because of it.
    pub fn suspended(&self) -> Option<&str> {
        match self {
            Self::CameBack {
                address,
                suspended: true,
                ..
            }
            | Self::Unwanted {
                address,
                goes_on: false,
                ..
            } => Some(address),
            _ => None,
        }
    }

    /// The zone in which an asked time is meant.
    pub(super) fn zone(name: &str) -> Zone {
        name.parse().unwrap_or(Zone::UTC)
    }
}
