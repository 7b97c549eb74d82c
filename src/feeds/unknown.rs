//! What there is not: addresses that somebody made up, answered without a question to the database for each.
//!
//! An address that cannot be one is told by its shape. Of the others, some that are not in memory may be looked up in each
//! second. Where more come, it is looked up what feeds there are at all, twice a second at most, and whatever is not among
//! them is not asked for again. So a feed that is made meanwhile is found within half a second, and memory grows with the hub
//! and not with what is asked of it: eight octets a feed that there is.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::BuildHasher,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use diesel::{dsl::sql, prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio::time::{Duration, Instant};
use uuid::Uuid;

use super::model::Address;
use crate::base::{
    db::{Db, DbError},
    schema::{institutions, lists, personal_feeds, rooms, seminars, series},
    secret::{Key, Purpose},
    text,
};

/// How many addresses that are not in memory may be looked up in a second, whether there is something or not.
const FEW: u32 = 64;
/// How long what is known of all feeds may be believed.
const BELIEVED: Duration = Duration::from_millis(500);
/// A database that takes longer to say what there is is away.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many addresses of a personal feed are known by themselves however many are asked for: few have had more, and each is
/// work for all that somebody made up.
const FIRST_ADDRESSES: i32 = 4;
/// Longest code of a seminar or slug of a topic, in octets.
const LONGEST: usize = 320;

/// What is known of what there is not.
#[derive(Debug)]
pub(super) struct Unknown {
    /// This second, and how many were looked up in it.
    second: Mutex<(Instant, u32)>,
    /// All there are, of each sort that was asked for.
    known: [tokio::sync::Mutex<Option<Known>>; 7],
    hasher: RandomState,
    /// How many questions were asked of the database about what there is not, since the start.
    questions: AtomicU64,
}

#[derive(Debug)]
struct Known {
    since: Instant,
    /// Hashes of the slugs, codes or ids; none where they could not be read. Of two with the same, one is looked up in vain.
    all: Option<HashSet<u64>>,
}

impl Default for Unknown {
    fn default() -> Self {
        Self {
            second: Mutex::new((Instant::now(), 0)),
            known: Default::default(),
            hasher: RandomState::new(),
            questions: AtomicU64::new(0),
        }
    }
}

impl Unknown {
    /// Whether there is surely nothing at `address`, which is not in memory. Where it is not sure, it has to be looked up.
    /// Where the database does not answer in time, `lost` is told, and whoever asks next does not wait for it too.
    pub async fn is_made_up(
        &self,
        db: &Db,
        key: &Key,
        address: &Address,
        lost: impl FnOnce(),
    ) -> bool {
        let Some(name) = name(address) else {
            return false;
        };
        if !name.can_be {
            return true;
        }
        if !self.are_many() || is_genuine(key, address) {
            return false;
        }
        let hash = self.hasher.hash_one(name.text);
        let mut known = self.known[name.sort].lock().await;
        if known
            .as_ref()
            .is_none_or(|known| known.since.elapsed() >= BELIEVED)
        {
            let all = self.all(db, name.sort).await;
            if all.all.is_none() {
                lost();
            }
            *known = Some(all);
        }
        let all = known.as_ref().and_then(|known| known.all.as_ref());
        all.is_some_and(|all| !all.contains(&hash))
    }

    /// One was looked up, and there was nothing.
    pub fn was_nothing(&self) {
        self.questions.fetch_add(1, Ordering::Relaxed);
    }

    /// How many questions were asked of the database about what there is not, since the start.
    pub fn questions(&self) -> u64 {
        // By its full name: queries are loaded, too.
        AtomicU64::load(&self.questions, Ordering::Relaxed)
    }

    /// Counts one that is not in memory; whether there are too many in this second to look each of them up.
    fn are_many(&self) -> bool {
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        if second.0.elapsed() >= Duration::from_secs(1) {
            *second = (Instant::now(), 0);
        }
        second.1 = second.1.saturating_add(1);
        second.1 > FEW
    }

    /// All there are of a sort.
    async fn all(&self, db: &Db, sort: usize) -> Known {
        // What is made from here on may be missing.
        let began = Instant::now();
        self.questions.fetch_add(1, Ordering::Relaxed);
        let names = match tokio::time::timeout(PATIENCE, read(db, sort)).await {
            Ok(Ok(names)) => names,
            Ok(Err(error)) => {
                tracing::debug!(%error, "what feeds there are could not be read");
                return Known::nothing();
            }
            Err(_) => {
                tracing::debug!("what feeds there are could not be read in time");
                return Known::nothing();
            }
        };
        let all = names.iter().map(|name| self.hasher.hash_one(name.as_str()));
        Known {
            since: began,
            all: Some(all.collect()),
        }
    }
}

impl Known {
    /// That nothing is known, for a while: one in so long waits for a database that hangs, and not each after the other.
    fn nothing() -> Self {
        Self {
            since: Instant::now(),
            all: None,
        }
    }
}

const SERIES: usize = 0;
const TOPICS: usize = 1;
const INSTITUTIONS: usize = 2;
const ROOMS: usize = 3;
const SEMINARS: usize = 4;
const PERSONAL: usize = 5;
const LISTS: usize = 6;

/// By what a feed is found.
struct Name {
    sort: usize,
    text: String,
    /// Whether anything can be called so.
    can_be: bool,
}

fn name(address: &Address) -> Option<Name> {
    let slug = |sort, slug: &String| Name {
        sort,
        text: slug.clone(),
        can_be: text::is_slug(slug),
    };
    // What topics are called is nobody's rule.
    let any = |sort, text: &String| Name {
        sort,
        text: text.clone(),
        can_be: (1..=LONGEST).contains(&text.len()),
    };
    Some(match address {
        Address::Hub => return None,
        Address::Series(text) => slug(SERIES, text),
        Address::Topic(text) => any(TOPICS, text),
        Address::Institution(text) => slug(INSTITUTIONS, text),
        Address::List(text) => slug(LISTS, text),
        Address::Room(text) => slug(ROOMS, text),
        Address::Seminar(code) => any(SEMINARS, code),
        Address::My(secret) => {
            let id = Key::ids_in::<1>(secret).map(|[id]| id);
            Name {
                sort: PERSONAL,
                text: id.unwrap_or_default().to_string(),
                can_be: id.is_some(),
            }
        }
    })
}

/// Whether it is one of the first addresses of a personal feed, as only this hub can write them: whoever has just made one is
/// never told that there is none, nor whoever has one that ended with its person.
fn is_genuine(key: &Key, address: &Address) -> bool {
    let Address::My(secret) = address else {
        return false;
    };
    Key::ids_in::<1>(secret).is_some_and(|ids| {
        (1..=FIRST_ADDRESSES).any(|one| key.holds(secret, Purpose::Feed, &ids, one))
    })
}

async fn read(db: &Db, sort: usize) -> Result<Vec<String>, DbError> {
    let mut conn = db.get().await?;
    Ok(names(&mut conn, sort).await?)
}

async fn names(conn: &mut AsyncPgConnection, sort: usize) -> QueryResult<Vec<String>> {
    let public = || {
        seminars::table
            .filter(seminars::visibility.eq("public"))
            .filter(seminars::state.ne("draft"))
    };
    match sort {
        SERIES => series::table.select(series::slug).load(conn).await,
        TOPICS => {
            let words: Vec<String> = public()
                .select(sql::<sql_types::Text>("unnest(topics)"))
                .distinct()
                .load(conn)
                .await?;
            Ok(words.iter().map(|word| text::slug(word)).collect())
        }
        INSTITUTIONS => {
            institutions::table
                .select(institutions::slug)
                .load(conn)
                .await
        }
        LISTS => lists::table.select(lists::slug).load(conn).await,
        ROOMS => rooms::table.select(rooms::slug).load(conn).await,
        SEMINARS => public().select(seminars::code).load(conn).await,
        _ => {
            let ids: Vec<Uuid> = personal_feeds::table
                .select(personal_feeds::id)
                .load(conn)
                .await?;
            Ok(ids.iter().map(Uuid::to_string).collect())
        }
    }
}
