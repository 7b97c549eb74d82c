//! A form with a file (`multipart/form-data`, RFC 7578): fields first, then one file, each within its bounds.
//!
//! The token against forged forms stands before the file, as it does on our pages: of a form without it, or with another,
//! nothing of the file is read. What announces that it is larger than the address takes is refused before any of it is read.
//! A file is held in memory until it is kept, so that only a few are read at once, and one at a time of whoever brings it.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpMessage, HttpRequest,
    dev::Payload,
    http::header::CONTENT_LENGTH,
    web::{Bytes, BytesMut},
};
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::{
    sync::{Mutex as Turn, OwnedMutexGuard, Semaphore, SemaphorePermit},
    time::timeout,
};

use super::{
    csrf,
    errors::{Failure, Kind},
    typed::LARGEST_TABLE,
};
use crate::{
    base::{error::Reason, secret::same},
    seminars::{model::Purpose, rules::files::most},
};

/// The name of the part with the file.
pub const FILE: &str = "file";

/// Most parts of a form.
const MOST_PARTS: usize = 12;

/// Longest name of a field, in octets.
const LONGEST_NAME: usize = 40;

/// What the fields and all that stands between the parts may have, in octets.
const AROUND: usize = 64 * 1024;

/// How long a whole form may take: 50 MB over a slow line.
const PATIENCE: Duration = Duration::from_mins(5);

/// How long nothing may come.
const SILENCE: Duration = Duration::from_secs(30);

/// How many files are read at once.
static ROOM: Semaphore = Semaphore::const_new(4);

/// Whose files are being read or wait to be: one of each at a time.
static TURNS: Mutex<BTreeMap<String, Arc<Turn<()>>>> = Mutex::new(BTreeMap::new());

/// Room for one file while it is read.
pub struct Room {
    _turn: OwnedMutexGuard<()>,
    // None only where room is no longer given at all, which never is.
    _room: Option<SemaphorePermit<'static>>,
}

/// Waits until there is room for a file of whoever is known by `whose`: their session, their link, or who they are. They have
/// room for one: several that come slowly at once do not take that of all others.
pub async fn room_for(whose: &str) -> Room {
    let turn = {
        let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(whose.to_owned()).or_default())
    };
    Room {
        _turn: turn.lock_owned().await,
        _room: ROOM.acquire().await.ok(),
    }
}

/// A file that came with a form.
#[derive(Default)]
pub struct Brought {
    /// What it was called where it came from.
    pub name: String,
    /// What is in it.
    pub octets: Vec<u8>,
}

impl fmt::Debug for Brought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {} octets", self.name, self.octets.len())
    }
}

/// What a form brought.
#[derive(Debug, Default)]
pub struct Parts {
    /// The fields, in their order.
    pub pairs: Vec<(String, String)>,
    /// The file.
    pub file: Option<Brought>,
}

/// How much a form may bring, in octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The file.
    pub file: usize,
    /// All fields together, and what stands between the parts.
    pub fields: usize,
}

/// How much a form may bring that is posted to the address with this pattern; `None` where it takes no file.
pub fn bounds(pattern: &str) -> Option<Bounds> {
    let file = |file| Bounds {
        file,
        fields: AROUND,
    };
    match pattern {
        "/speak/{token}/files" | "/seminars/{code}/speakers/{id}/files" => {
            Some(file(most(Purpose::Slides)))
        }
        "/seminars/{code}/evidence" => Some(file(most(Purpose::Evidence))),
        // What was in the file comes back in a field.
        "/seminars/{code}/invitations/table" => Some(Bounds {
            file: LARGEST_TABLE,
            fields: LARGEST_TABLE + AROUND,
        }),
        _ => None,
    }
}

/// Whether a form with a file is sent.
pub fn is_sent(req: &HttpRequest) -> bool {
    req.content_type() == "multipart/form-data"
}

/// Reads a form within its bounds, whose token is `token`.
///
/// # Errors
/// [`Kind::TooLarge`], at once where its length is announced; [`Kind::ForeignForm`]; [`Kind::TooSlow`]; [`Kind::Unreadable`].
pub async fn read(
    req: &HttpRequest,
    payload: Payload,
    bounds: Bounds,
    token: &str,
) -> Result<Parts, Failure> {
    let announced = req
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > bounds.file + bounds.fields) {
        return Err(too_large(bounds.file));
    }
    let form = Multipart::new(req.headers(), payload);
    match timeout(PATIENCE, parts(form, bounds, token)).await {
        Ok(read) => read,
        Err(_) => Err(Failure::new(Kind::TooSlow)),
    }
}

async fn parts(mut form: Multipart, bounds: Bounds, token: &str) -> Result<Parts, Failure> {
    let mut read = Parts::default();
    let mut left = bounds.fields;
    for count in 0.. {
        let Some(field) = next(&mut form).await? else {
            return Ok(read);
        };
        let mut field = field.map_err(unreadable)?;
        let name = field.name().unwrap_or_default().to_owned();
        if count >= MOST_PARTS || name.is_empty() || name.len() > LONGEST_NAME {
            return Err(Failure::new(Kind::Unreadable));
        }
        let called = field
            .content_disposition()
            .and_then(|said| said.get_filename())
            .map(str::to_owned);
        match called {
            None => {
                let octets = content(&mut field, left).await?;
                left -= octets.len();
                let text = std::str::from_utf8(&octets).map_err(unreadable)?;
                read.pairs.push((name, text.replace('\0', "")));
            }
            Some(called) => {
                let sent = read.pairs.iter().find(|(name, _)| name == csrf::FIELD);
                if !sent.is_some_and(|(_, sent)| same(token, sent)) {
                    return Err(csrf::foreign());
                }
                if name != FILE || read.file.is_some() {
                    return Err(Failure::new(Kind::Unreadable));
                }
                let _room = room_for(token).await;
                let octets = content(&mut field, bounds.file).await?.to_vec();
                let name = called;
                read.file = Some(Brought { name, octets });
            }
        }
    }
    Ok(read)
}

/// The octets of a part, at most so many.
async fn content(field: &mut Field, most: usize) -> Result<Bytes, Failure> {
    let mut octets = BytesMut::new();
    while let Some(chunk) = next(field).await? {
        let chunk = chunk.map_err(unreadable)?;
        if octets.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        octets.extend_from_slice(&chunk);
    }
    Ok(octets.freeze())
}

/// What comes next, if it comes in time.
async fn next<S, T>(from: &mut S) -> Result<Option<T>, Failure>
where
    S: Stream<Item = T> + Unpin,
{
    let next = timeout(SILENCE, from.next()).await;
    next.map_err(|_| Failure::new(Kind::TooSlow))
}

/// A hash of what was sent, however its parts were held apart.
pub fn hash(parts: &Parts) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut put = |octets: &[u8]| {
        hash.update((octets.len() as u64).to_be_bytes());
        hash.update(octets);
    };
    for (name, value) in &parts.pairs {
        put(name.as_bytes());
        put(value.as_bytes());
    }
    if let Some(file) = &parts.file {
        put(file.name.as_bytes());
        put(&file.octets);
    }
    hash.finalize().to_vec()
}

fn too_large(most: usize) -> Failure {
    let failure = Failure::new(Kind::TooLarge);
    match most / (1024 * 1024) {
        0 => failure,
        most => failure.because(Reason::new("reason-file-large").with("most", most)),
    }
}

fn unreadable<E>(_: E) -> Failure {
    Failure::new(Kind::Unreadable)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn whoever_brings_several_files_at_once_waits_for_themselves_alone() {
        let at_once = |whose: &str| room_for(whose).now_or_never();
        let first = at_once("one");
        assert!(first.is_some());
        assert!(at_once("one").is_none());
        let others = ["two", "three", "four"].map(at_once);
        assert!(others.iter().all(Option::is_some));
        // There is room for four.
        assert!(at_once("five").is_none());
        drop(first);
        assert!(at_once("one").is_some());
    }
}
