//! What has just happened, told once on top of the next page: it travels in a signed cookie that lives a minute.
//!
//! The cookie holds the key of a text and its arguments, not the text: it is put into words in the language of the page
//! that shows it.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::pages::page::{self, Tone, Undo};
use crate::{
    app::App,
    base::{
        language::{Arg, Language},
        secret::{Key, same},
    },
};

const COOKIE: &str = "maru_flash";

/// What to tell on the next page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flash {
    key: String,
    args: Vec<(String, String)>,
    attention: bool,
    undo: Option<(String, Vec<(String, String)>)>,
}

impl Flash {
    /// It is done: the text of `key`.
    pub fn done(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            args: Vec::new(),
            attention: false,
            undo: None,
        }
    }

    /// It needs a look: the text of `key`.
    pub fn attention(key: &str) -> Self {
        Self {
            attention: true,
            ..Self::done(key)
        }
    }

    /// An argument of the text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }

    /// A button that takes it back: posts these fields to `action`.
    #[must_use]
    pub fn undo(mut self, action: &str, fields: &[(&str, &str)]) -> Self {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.undo = Some((action.to_owned(), fields));
        self
    }

    /// The answer with it.
    pub fn on(&self, app: &App, mut answer: HttpResponse) -> HttpResponse {
        self.tell(&app.hub.key, app.https(), &mut answer);
        answer
    }

    /// Puts it into the answer, to be told by the page that comes next.
    pub fn tell(&self, key: &Key, https: bool, response: &mut HttpResponse) {
        let Ok(json) = serde_json::to_vec(self) else {
            return;
        };
        let value = format!("{}.{}", URL_SAFE_NO_PAD.encode(&json), mac(key, &json));
        // Browsers drop cookies of more than 4 kB; so much is not worth telling.
        if value.len() < 3_500 {
            let cookie = cookie(value, https, Duration::minutes(1));
            // The only error is a value that cannot stand in a header; this one is ASCII.
            let _ = response.add_cookie(&cookie);
        }
    }
}

/// What the page of this request is to tell.
pub(super) fn read(req: &HttpRequest, key: &Key, language: Language) -> Option<page::Flash> {
    let cookie = req.cookie(COOKIE)?;
    let (json, signed) = cookie.value().split_once('.')?;
    let json = URL_SAFE_NO_PAD.decode(json).ok()?;
    if !same(&mac(key, &json), signed) {
        return None;
    }
    let flash: Flash = serde_json::from_slice(&json).ok()?;
    let args: Vec<_> = flash
        .args
        .iter()
        .map(|(name, value)| {
            // A number chooses the plural.
            let number = value.parse::<i64>().ok();
            let number = number.filter(|number| number.to_string() == *value);
            let arg = number.map_or_else(|| Arg::from(value.as_str()), Arg::from);
            (name.as_str(), arg)
        })
        .collect();
    Some(page::Flash {
        tone: if flash.attention {
            Tone::Attention
        } else {
            Tone::Done
        },
        text: language.with(&flash.key, &args),
        undo: flash.undo.map(|(action, fields)| Undo { action, fields }),
    })
}

/// Takes the cookie away once it was told.
pub(super) fn forget(https: bool) -> Cookie<'static> {
    cookie(String::new(), https, Duration::ZERO)
}

fn cookie(value: String, https: bool, age: Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
        .max_age(age)
        .finish()
}

fn mac(key: &Key, json: &[u8]) -> String {
    key.form_token(&[b"flash:", json].concat())
}
