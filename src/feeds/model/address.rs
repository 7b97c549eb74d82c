//! Which feeds there are, and as what each is written.

use crate::base::text::encoded;

crate::words! {
    /// What a feed is written as: how its address ends.
    Format {
        /// A calendar (RFC 5545).
        Calendar = "ics",
        /// A list for feed readers (RFC 4287).
        Atom = "atom",
        /// The same list as a JSON Feed, version 1.1.
        Json = "json",
    }
}

impl Format {
    /// What the ending of a path asks for; a calendar where it says nothing else.
    pub fn of_path(path: &str) -> Self {
        path.rsplit_once('.')
            .and_then(|(_, ending)| ending.parse().ok())
            .unwrap_or(Self::Calendar)
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// Which feed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// Everything public.
    Hub,
    /// A series, by its slug.
    Series(String),
    /// A topic, by its slug.
    Topic(String),
    /// What people of an institution speak at, by its slug.
    Institution(String),
    /// What stands on a list that someone keeps, by its slug.
    List(String),
    /// When a room is taken, by its slug.
    Room(String),
    /// One seminar, by its code.
    Seminar(String),
    /// What concerns one person, by the secret in the address.
    My(String),
}

impl Address {
    /// Whether anyone may have it, so that caches between may keep it.
    pub fn is_public(&self) -> bool {
        !matches!(self, Self::My(_))
    }

    /// Its path without the ending.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Hub => "/feeds/hub".into(),
            Self::Series(slug) => format!("/feeds/series/{}", encoded(slug)),
            Self::Topic(slug) => format!("/feeds/topics/{}", encoded(slug)),
            Self::Institution(slug) => format!("/feeds/institutions/{}", encoded(slug)),
            Self::List(slug) => format!("/feeds/lists/{}", encoded(slug)),
            Self::Room(slug) => format!("/feeds/rooms/{}", encoded(slug)),
            Self::Seminar(code) => format!("/feeds/seminars/{}", encoded(code)),
            Self::My(secret) => format!("/feeds/my/{}", encoded(secret)),
        }
    }
}
