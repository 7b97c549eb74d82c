//! Files that people brought, as they are sent: whole, or a part of them (RFC 9110 §14), read from the database in pieces as
//! the line takes them.
//!
//! Their content is a stranger's. A browser takes them for what we know they are and nothing else, runs nothing in them, and
//! shows pictures alone by itself; everything else is saved.

use std::{io, ops::Range};

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::{
        Method, StatusCode,
        header::{self, HeaderMap},
    },
    web::{self, Bytes},
};
use futures_util::stream;

use super::representation::is_named;
use crate::{
    app::App,
    base::text::encoded,
    seminars::{model::Filed, queries},
};

/// How much is read at once, in octets.
const PIECE: i32 = 1024 * 1024;

/// Runs nothing, asks for nothing, and stands in no frame.
const POLICY: &str =
    "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The answer to `GET` or `HEAD` of a file that the reader may have; `code` is that of its seminar.
pub fn send(app: &web::Data<App>, req: &HttpRequest, file: Filed, code: &str) -> HttpResponse {
    let etag = format!("\"{}\"", &file.digest()[..32]);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, etag.as_str()))
        // Who agrees to what can change at any time: it is asked for each time, and sent once.
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if is_named(req.headers(), &etag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    response
        .content_type(file.kind.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition(&file, code)))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        // They are packed as they are.
        .insert_header((header::CONTENT_ENCODING, "identity"));
    let whole = 0..file.size;
    let part = match wanted(req.headers(), file.size, &etag) {
        Wanted::Whole => whole,
        Wanted::Nothing => {
            return HttpResponse::RangeNotSatisfiable()
                .insert_header((header::CONTENT_RANGE, format!("bytes */{}", file.size)))
                .finish();
        }
        Wanted::Part(part) => {
            let says = format!("bytes {}-{}/{}", part.start, part.end - 1, file.size);
            response
                .status(StatusCode::PARTIAL_CONTENT)
                .insert_header((header::CONTENT_RANGE, says));
            part
        }
    };
    let length = u64::try_from(part.end - part.start).unwrap_or(0);
    let read = match *req.method() {
        Method::HEAD => part.end..part.end,
        _ => part,
    };
    response.body(SizedStream::new(
        length,
        Box::pin(pieces(app.clone(), file, read)),
    ))
}

/// The octets, piece by piece. Where another file has taken its place meanwhile, the line is broken off.
fn pieces(
    app: web::Data<App>,
    file: Filed,
    part: Range<i32>,
) -> impl stream::Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(part.start, move |at| {
        let (app, file, end) = (app.clone(), file.clone(), part.end);
        async move {
            if at >= end {
                return Ok(None);
            }
            let length = PIECE.min(end - at);
            let mut conn = app.db.get().await.map_err(io::Error::other)?;
            let piece = queries::file_part(&mut conn, &file, at, length).await;
            let piece = piece.map_err(io::Error::other)?;
            let piece = piece.ok_or_else(|| io::Error::other("it was replaced meanwhile"))?;
            Ok(Some((Bytes::from(piece), at + length)))
        }
    })
}

/// Whether it is shown or saved, and under which name: one that every program understands, and the one that it came with
/// (RFC 6266, RFC 8187).
fn disposition(file: &Filed, code: &str) -> String {
    let way = match file.kind.is_picture() {
        true => "inline",
        false => "attachment",
    };
    let ending = file.kind.ending();
    let plain = format!("{code}-{}.{ending}", file.purpose);
    let stem = match file.name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file.name.as_str(),
    };
    match stem {
        "" => format!("{way}; filename=\"{plain}\""),
        stem => {
            let own = encoded(&format!("{stem}.{ending}"));
            format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{own}")
        }
    }
}

/// What of a file is wanted.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<i32>),
    /// A part where there is none.
    Nothing,
}

/// Reads `Range`, where it asks for one part of the version that the client knows. Several parts at once are the whole.
fn wanted(headers: &HeaderMap, size: i32, etag: &str) -> Wanted {
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if said(header::IF_RANGE).is_some_and(|known| known != etag) {
        return Wanted::Whole;
    }
    let asked = said(header::RANGE)
        .and_then(|range| range.trim().strip_prefix("bytes="))
        .filter(|range| !range.contains(','))
        .and_then(|range| range.split_once('-'));
    let Some((first, last)) = asked else {
        return Wanted::Whole;
    };
    let number = |text: &str| text.trim().parse::<i64>().ok().filter(|n| *n >= 0);
    let size = i64::from(size);
    let (first, end) = match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => return Wanted::Whole,
        (Some(first), Some(last)) => (first, last.saturating_add(1).min(size)),
        (Some(first), None) if last.trim().is_empty() => (first, size),
        (None, Some(tail)) if first.trim().is_empty() => ((size - tail).max(0), size),
        _ => return Wanted::Whole,
    };
    match (i32::try_from(first), i32::try_from(end)) {
        (Ok(first), Ok(end)) if first < end => Wanted::Part(first..end),
        _ => Wanted::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn one_part_may_be_asked_for() {
        let asked = |range: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static(range));
            wanted(&headers, 1000, "\"a\"")
        };
        for (range, part) in [
            ("bytes=0-0", 0..1),
            ("bytes=0-99", 0..100),
            ("bytes=900-", 900..1000),
            ("bytes=-10", 990..1000),
            ("bytes=-5000", 0..1000),
            ("bytes=999-9223372036854775807", 999..1000),
        ] {
            assert_eq!(asked(range), Wanted::Part(part), "{range}");
        }
        for whole in [
            "bytes=",
            "bytes=-",
            "bytes=5-1",
            "bytes=0-1,5-6",
            "lines=1-2",
            "bytes=a-b",
        ] {
            assert_eq!(asked(whole), Wanted::Whole, "{whole}");
        }
        for nothing in ["bytes=1000-", "bytes=5000-6000", "bytes=-0"] {
            assert_eq!(asked(nothing), Wanted::Nothing, "{nothing}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=0-1"));
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"b\""));
        assert_eq!(wanted(&headers, 1000, "\"a\""), Wanted::Whole);
    }
}
