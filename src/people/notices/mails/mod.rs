//! The mails about people themselves, and those that pass on what came in: what each needs to know. Their templates are in `templates/mail`.

mod forwarded;
mod samples;

pub use forwarded::Forwarded;

use crate::{
    base::{
        clock::Instant,
        language::{self, Language},
    },
    content,
    mail::render::{Content, Frame, Preview},
};

/// The way in: a link and a code. Each serves once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who asked.
    pub frame: Frame,
    /// To the page with the button that signs in; opening it changes nothing.
    pub link: String,
    /// Six characters, to type where it was asked for.
    pub code: String,
    /// For how many minutes both are valid.
    pub valid_minutes: i64,
    /// When it was asked for.
    pub asked_at: Instant,
    /// From where it was asked, as far as the browser told: `Firefox, Linux`.
    pub device: Option<String>,
}

impl SignIn {
    /// For how long link and code are valid.
    pub fn valid(&self) -> String {
        self.frame.count("mail-sign-in-valid", self.valid_minutes)
    }

    /// When it was asked for and from where, in the zone of who reads it.
    pub fn asked(&self) -> String {
        let f = &self.frame;
        let when = language::moment(f.language, self.asked_at, f.zone);
        match &self.device {
            Some(device) => f.with(
                "mail-sign-in-asked-device",
                &[("when", when.as_str()), ("device", device)],
            ),
            None => f.with("mail-sign-in-asked", &[("when", when)]),
        }
    }
}

content!(
    SignIn, "sign_in":
    "mail/sign_in/subject.txt", "mail/sign_in/text.txt", "mail/sign_in/html.html";
    samples::sign_in
);

content!(
    Forwarded, "forwarded":
    "mail/forwarded/subject.txt", "mail/forwarded/text.txt", "mail/forwarded/html.html";
    samples::forwarded
);

/// Every mail about people with its samples, to look at.
pub fn previews(language: Language) -> Vec<Preview> {
    [SignIn::previews(language), Forwarded::previews(language)].concat()
}
