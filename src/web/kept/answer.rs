//! How a kept page goes out: plain or compressed, with its tag, or as the word that the client has it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web::Bytes,
};

use crate::{
    base::{
        packed::{etag, gzip},
        shelf::Weighs,
    },
    web::representation::{is_named, takes_gzip},
};

/// A page as it is served.
#[derive(Debug)]
pub struct Sheet {
    plain: Form,
    gzip: Form,
}

/// One of its encodings.
#[derive(Debug)]
struct Form {
    octets: Bytes,
    etag: String,
}

impl Form {
    fn new(octets: Vec<u8>) -> Self {
        Self {
            etag: etag(&octets),
            octets: octets.into(),
        }
    }
}

impl Sheet {
    /// The sheet of a page in HTML. It compresses: not for a thread that serves others.
    pub fn new(html: String) -> Self {
        let plain = html.into_bytes();
        Self {
            gzip: Form::new(gzip(&plain).octets),
            plain: Form::new(plain),
        }
    }
}

impl Weighs for Sheet {
    fn weight(&self) -> usize {
        self.plain.octets.len() + self.gzip.octets.len()
    }
}

/// What `req` is answered with `sheet`, without what tells browsers what they may do with it.
pub fn answer(req: &HttpRequest, sheet: &Sheet) -> HttpResponse {
    let packed = takes_gzip(req.headers());
    let form = if packed { &sheet.gzip } else { &sheet.plain };
    let held = is_named(req.headers(), &form.etag);
    let mut response = HttpResponse::build(if held {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    });
    response
        .insert_header((header::ETAG, form.etag.as_str()))
        .insert_header((
            header::VARY,
            const { HeaderValue::from_static("Accept-Encoding") },
        ));
    if held {
        response.finish()
    } else {
        response.insert_header((
            header::CONTENT_TYPE,
            const { HeaderValue::from_static("text/html; charset=utf-8") },
        ));
        if packed {
            response.insert_header((
                header::CONTENT_ENCODING,
                const { HeaderValue::from_static("gzip") },
            ));
        }
        response.body(form.octets.clone())
    }
}
