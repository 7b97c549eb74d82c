//! The files that pages ask for, under addresses that carry their fingerprint and never change their meaning.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Bytes,
};
use std::borrow::Cow;

use super::{assets, errors::Failure, representation::takes_gzip};

/// `GET /static/{name}`.
pub async fn file(req: HttpRequest) -> Result<HttpResponse, Failure> {
    let asset = assets::find(req.path()).ok_or_else(Failure::not_found)?;
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.content_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")));
    let body = match &asset.gzip {
        Some(gzip) if takes_gzip(req.headers()) => {
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
