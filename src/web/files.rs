//! The files that pages ask for, under addresses that carry their fingerprint and never change their meaning.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Bytes,
};
use std::borrow::Cow;

use super::{assets, errors::Failure};

/// `GET /static/{name}`.
pub async fn file(req: HttpRequest) -> Result<HttpResponse, Failure> {
    let asset = assets::find(req.path()).ok_or_else(Failure::not_found)?;
    let takes_gzip = req
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(accepts_gzip);
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.content_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")));
    let body = match &asset.gzip {
        Some(gzip) if takes_gzip => {
            response.insert_header((header::CONTENT_ENCODING, "gzip"));
            Bytes::from_static(gzip)
        }
        _ => match &asset.bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from_static(bytes),
        },
    };
    Ok(response.body(body))
}

/// Whether an `Accept-Encoding` (RFC 9110 §12.5.3) takes gzip.
fn accepts_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        matches!(name.trim(), "gzip" | "*")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for yes in ["gzip", "br, gzip;q=0.5", "*"] {
            assert!(accepts_gzip(yes), "{yes}");
        }
        for no in ["", "br", "gzip;q=0", "identity, gzip; q=0"] {
            assert!(!accepts_gzip(no), "{no}");
        }
    }
}
