//! What a page's form posted: `application/x-www-form-urlencoded`, at most 256 kB, within 30 seconds; where the address takes
//! a file, `parts` with one.

use std::{cell::RefCell, future::Ready, rc::Rc, time::Duration};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    web::{self, BytesMut},
};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use super::{
    errors::{Failure, Kind},
    idempotency::BodyHash,
    parts::{self, Bounds, Brought},
};

/// Largest form, in octets.
pub const LARGEST_FORM: usize = 256 * 1024;

/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pairs of a form whose token has been checked, in the order in which they came; a name may come several times.
#[derive(Debug, Clone)]
pub struct Posted(Rc<Form>);

#[derive(Debug)]
struct Form {
    pairs: Vec<(String, String)>,
    file: RefCell<Option<Brought>>,
}

impl Posted {
    /// Every pair, for a form declared by [`typed_form!`](crate::typed_form).
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0.pairs
    }

    /// The last value under `name`; empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.0
            .pairs
            .iter()
            .rev()
            .find(|(posted, _)| posted == name)
            .map_or("", |(_, value)| value)
    }

    /// The file that came along, for whoever asks first.
    pub fn take_file(&self) -> Option<Brought> {
        self.0.file.take()
    }

    /// Reads a form with a file, within its bounds, whose token is `token`.
    pub(super) async fn read_parts(
        req: &HttpRequest,
        payload: Payload,
        bounds: Bounds,
        token: &str,
    ) -> Result<Self, Failure> {
        let read = parts::read(req, payload, bounds, token).await?;
        req.extensions_mut().insert(BodyHash(parts::hash(&read)));
        Ok(Self(Rc::new(Form {
            pairs: read.pairs,
            file: RefCell::new(read.file),
        })))
    }

    /// Reads a body.
    pub(super) async fn read(req: &HttpRequest, payload: Payload) -> Result<Self, Failure> {
        let body = read_body(req, payload, LARGEST_FORM).await?;
        // The same form sent twice is known by it.
        let hash = Sha256::digest(&body).to_vec();
        req.extensions_mut().insert(BodyHash(hash));
        if !body.is_empty() && req.content_type() != "application/x-www-form-urlencoded" {
            return Err(Failure::new(Kind::MediaType));
        }
        let text = std::str::from_utf8(&body).map_err(|_| Failure::new(Kind::Unreadable))?;
        let pairs = web::Query::<Vec<(String, String)>>::from_query(text)
            .map_err(|_| Failure::new(Kind::Unreadable))?
            .into_inner();
        Ok(Self(Rc::new(Form {
            // PostgreSQL keeps no NUL, and nobody types one.
            pairs: pairs
                .into_iter()
                .map(|(name, value)| (name, value.replace('\0', "")))
                .collect(),
            file: RefCell::default(),
        })))
    }
}

impl FromRequest for Posted {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let posted = req.extensions().get::<Posted>().cloned();
        std::future::ready(posted.ok_or_else(|| {
            Failure::internal(anyhow::anyhow!(
                "a form is asked for where none is posted: {}",
                req.path()
            ))
        }))
    }
}

/// How long the body may take that is a file.
const FILE_PATIENCE: Duration = Duration::from_mins(5);

/// A body of at most `largest` octets that is a file, which may take minutes. Of those who bring one, each is known by `whose`.
///
/// # Errors
/// As [`read_body`].
pub async fn read_slowly(
    req: &HttpRequest,
    payload: Payload,
    largest: usize,
    whose: &str,
) -> Result<web::Bytes, Failure> {
    let room = tokio::time::timeout(FILE_PATIENCE, parts::room_for(whose)).await;
    let _room = room.map_err(|_| Failure::new(Kind::TooSlow))?;
    read_within(FILE_PATIENCE, req, payload, largest).await
}

/// A body of at most `largest` octets.
///
/// # Errors
/// [`Kind::TooLarge`], at once where its length is announced; [`Kind::TooSlow`]; [`Kind::Unreadable`] where it breaks off.
pub async fn read_body(
    req: &HttpRequest,
    payload: Payload,
    largest: usize,
) -> Result<web::Bytes, Failure> {
    read_within(PATIENCE, req, payload, largest).await
}

async fn read_within(
    patience: Duration,
    req: &HttpRequest,
    mut payload: Payload,
    largest: usize,
) -> Result<web::Bytes, Failure> {
    let announced = req
        .headers()
        .get(actix_web::http::header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > largest) {
        return Err(Failure::new(Kind::TooLarge));
    }
    let read = async {
        let mut body = BytesMut::with_capacity(announced.unwrap_or(0));
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Failure::new(Kind::Unreadable))?;
            if body.len() + chunk.len() > largest {
                return Err(Failure::new(Kind::TooLarge));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    match tokio::time::timeout(patience, read).await {
        Ok(body) => body,
        Err(_) => Err(Failure::new(Kind::TooSlow)),
    }
}
