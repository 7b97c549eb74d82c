//! The mails about people themselves: what each needs to know. Their templates are in `templates/mail`.

use crate::{base::clock::Instant, mail::render::Frame};

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
