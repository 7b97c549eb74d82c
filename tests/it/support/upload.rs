//! Forms with a file, as a browser sends them, and files to be sent.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

use super::{
    browser::{Browser, filled_in},
    http::{Answer, Request},
};

/// What parts such a form.
const BOUNDARY: &str = "----sample-boundary-7d6d99b";

/// A PNG of that size.
pub fn picture(wide: u32, high: u32) -> Vec<u8> {
    let mut octets = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(wide, high)
        .write_to(&mut octets, ImageFormat::Png)
        .unwrap();
    octets.into_inner()
}

/// The parts of a form in the order in which they are given; what has a second name is a file of that name.
pub fn parts(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, called, octets) in parts {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"").bytes(),
        );
        if let Some(called) = called {
            let file = format!("; filename=\"{called}\"\r\nContent-Type: image/jpeg");
            body.extend(file.bytes());
        }
        body.extend(b"\r\n\r\n");
        body.extend(*octets);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// A request with such a form.
pub fn request(path: &str, body: Vec<u8>) -> Request {
    Request::new("POST", path)
        .header("Sec-Fetch-Site", "same-origin")
        .body(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

impl Browser {
    /// Fills in the form of `page` that posts to `action`, chooses a file of this name in it, and sends it.
    pub async fn bring(
        &mut self,
        page: &Answer,
        action: &str,
        typed: &[(&str, &str)],
        (called, octets): (&str, &[u8]),
    ) -> Answer {
        let mut pairs = filled_in(&page.html(), action, typed);
        pairs.retain(|(name, _)| name != "file");
        let mut sent: Vec<(&str, Option<&str>, &[u8])> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), None, value.as_bytes()))
            .collect();
        sent.push(("file", Some(called), octets));
        self.send(request(action, parts(&sent))).await
    }
}
