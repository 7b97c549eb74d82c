//! What a request for a feed gets, and what is counted of all of them.

use std::sync::Arc;

use super::{body::Body, model::FeedRequest, stubs::Version};
use crate::base::shelf::{self, Missing, Weighs};

/// What has been counted since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Bodies that were rendered.
    pub renders: u64,
    /// Bodies in memory: how many, their weight, and how many had to make room.
    pub bodies: shelf::Size,
    /// Stubs in memory.
    pub stubs: usize,
    /// What the stubs weigh, in octets.
    pub stub_bytes: usize,
    /// Requests that were answered by a stub.
    pub from_stubs: u64,
    /// Questions to the database about feeds that there are not.
    pub about_nothing: u64,
}

/// What a client gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What it is told.
    pub what: Told,
    /// Whether that is how things stand, as far as this node can know: not where it is the last there was, for want of a
    /// newer one. Who was told what is old has not learned of a change.
    pub is_current: bool,
}

/// What a client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The feed.
    Body(Arc<Body>),
    /// The word that the version which the client has is the current one.
    Unchanged(Version),
}

impl Told {
    /// The octets that the feed has before compression, where it is given.
    pub fn octets(&self) -> Option<usize> {
        match self {
            Self::Body(body) => Some(body.identity.len()),
            Self::Unchanged(_) => None,
        }
    }
}

/// What a request gets.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A body.
    Body(Arc<Body>),
    /// The word that the address was revoked.
    Gone,
}

impl Outcome {
    /// What a client is given.
    pub(super) fn answer(&self) -> Result<Arc<Body>, FeedError> {
        match self {
            Self::Body(body) => Ok(Arc::clone(body)),
            Self::Gone => Err(FeedError::Gone),
        }
    }

    /// The body, if there is one.
    pub(super) fn body(&self) -> Option<&Arc<Body>> {
        match self {
            Self::Body(body) => Some(body),
            Self::Gone => None,
        }
    }
}

impl Weighs for Outcome {
    fn weight(&self) -> usize {
        self.body().map_or(0, |body| body.weight())
    }
}

impl Weighs for FeedRequest {
    fn weight(&self) -> usize {
        // Addresses are short: what they weigh is in what the shelf reckons for a place.
        0
    }
}

impl shelf::Key for FeedRequest {
    /// What is asked of a public feed beside a language can be made up without end, by anyone. Of a personal one only who has
    /// its address can ask anything, and they need not stand behind whoever makes up.
    fn is_seldom(&self) -> bool {
        self.has_wishes() && self.address().is_public()
    }
}

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// There is no such feed, or it is not for everyone: 404.
    #[error("there is no such feed")]
    NotFound,
    /// Its address was revoked, or it went with its person: 410, on which clients give up for good.
    #[error("this address was revoked")]
    Gone,
    /// The database is away and the feed was never rendered here: 503, to be asked again.
    #[error("the feed cannot be read now")]
    Unavailable,
}

impl From<Missing> for FeedError {
    fn from(missing: Missing) -> Self {
        match missing {
            Missing::NotFound => Self::NotFound,
            Missing::Unavailable => Self::Unavailable,
        }
    }
}
