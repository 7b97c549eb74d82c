//! Whether whoever is at an address wants to follow a series.

use crate::{
    base::{clock::Instant, language},
    mail::render::Frame,
};

/// Asks whoever is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Whoever reads it: no name is said that someone may have typed.
    pub frame: Frame,
    /// What is to be followed.
    pub series: String,
    /// The organiser who asks for them; none where the address was typed on the page of the series.
    pub asker: Option<String>,
    /// To the page with the button; opening it changes nothing.
    pub link: String,
    /// Until when it is good.
    pub until: Instant,
}

impl Confirmation {
    /// What happened, and what is asked.
    pub fn lead(&self) -> String {
        let f = &self.frame;
        match &self.asker {
            Some(name) => f.with(
                "mail-confirm-lead-asker",
                &[("name", name), ("series", &self.series)],
            ),
            None => f.with("mail-confirm-lead", &[("series", &self.series)]),
        }
    }

    /// Until when the link is good.
    pub fn valid(&self) -> String {
        let f = &self.frame;
        let when = language::moment(f.language, self.until, f.zone);
        f.with("mail-confirm-valid", &[("when", when)])
    }
}
