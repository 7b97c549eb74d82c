//! What a kept page is asked for by: all that it is made from.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, http::Method, web};

use crate::{
    base::{
        shelf::{Key, Weighs},
        text,
    },
    web::{
        csrf::VISITOR_COOKIE,
        embed::List,
        reader::{LANGUAGE_COOKIE, Manner, ZONE_COOKIE, app_of},
        session,
    },
};

/// Longest address whose page is kept, in octets.
const LONGEST: usize = 400;

/// Cookies of ours with which a kept page may be given: what they say is part of [`Manner`], or of no page that has no
/// token. Whose name does not begin like ours is nothing to us.
const HARMLESS: [&str; 3] = [LANGUAGE_COOKIE, ZONE_COOKIE, VISITOR_COOKIE];

/// How the names of our cookies begin.
const OURS: &str = "maru_";

/// A request for a page that may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Which page.
    pub place: Place,
    /// Path and query, as they came: the page names its own address.
    pub address: String,
    /// How whoever asks reads.
    pub manner: Manner,
}

/// A page that may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// The programme.
    Programme,
    /// A series, by its slug.
    Series(String),
    /// A seminar, by its code.
    Seminar(String),
    /// A list that someone keeps, by its slug.
    Kept(String),
    /// A list for other pages, with so many seminars at most.
    Embedded(List, u8),
}

impl Asked {
    /// What is asked for, where a kept page may be the answer.
    pub fn of(req: &HttpRequest) -> Option<Self> {
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let place = Place::of(req.path())?;
        let address = req.uri().path_and_query()?.as_str();
        if address.len() > LONGEST || !place.asks_for(req.query_string()) || !tells_only_manner(req)
        {
            return None;
        }
        Some(Self {
            place,
            address: address.to_owned(),
            manner: Manner::of(req, app_of(req)),
        })
    }
}

impl Asked {
    /// A list for other pages. What it is asked for by is written in one way, however it came.
    pub fn embedded(list: List, most: u8, manner: Manner) -> Self {
        let address = list.path();
        Self {
            place: Place::Embedded(list, most),
            address,
            manner,
        }
    }
}

impl Weighs for Asked {
    fn weight(&self) -> usize {
        // The slug is a part of the address.
        2 * self.address.len()
    }
}

impl Key for Asked {
    /// A query can be made up without end.
    fn is_seldom(&self) -> bool {
        self.address.contains('?')
    }
}

impl Place {
    fn of(path: &str) -> Option<Self> {
        if path == "/" {
            return Some(Self::Programme);
        }
        // The form for a new one stands among them, and a NUL is in none.
        let one = |segment: &str| {
            let plain = !segment.is_empty() && segment != "new" && !segment.contains('/');
            text::decoded(segment).filter(|text| plain && !text.contains('\0'))
        };
        match path.strip_prefix("/seminars/") {
            // What has an ending is a file beside the page.
            Some(code) if code.contains('.') => None,
            Some(code) => Some(Self::Seminar(one(code)?)),
            None if path.starts_with("/lists/") => {
                Some(Self::Kept(one(path.strip_prefix("/lists/")?)?))
            }
            None => Some(Self::Series(one(path.strip_prefix("/series/")?)?)),
        }
    }

    /// Whether a query has nothing in it but what the page asks for, each once.
    fn asks_for(&self, query: &str) -> bool {
        let known: &[&str] = match self {
            Self::Programme => &["series", "kind", "topic", "institution", "from"],
            Self::Series(_) | Self::Kept(_) => &["past"],
            Self::Seminar(_) | Self::Embedded(..) => &[],
        };
        if query.is_empty() {
            return true;
        }
        let Ok(pairs) = web::Query::<Vec<(String, String)>>::from_query(query) else {
            return false;
        };
        let mut once = BTreeSet::new();
        pairs.iter().all(|(name, value)| {
            known.contains(&name.as_str()) && once.insert(name) && !value.contains('\0')
        })
    }
}

/// Whether the cookies tell nothing but how someone reads.
fn tells_only_manner(req: &HttpRequest) -> bool {
    let Ok(cookies) = req.cookies() else {
        return false;
    };
    cookies.iter().all(|cookie| {
        let name = cookie.name();
        name != session::COOKIE && (!name.starts_with(OURS) || HARMLESS.contains(&name))
    })
}
