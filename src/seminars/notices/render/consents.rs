//! That a speaker agrees no more.

use super::Told;
use crate::{mail::draft::Draft, seminars::notices::mails};

impl Told<'_> {
    /// None where they agree again.
    pub(super) fn consent_withdrawn(&self) -> Option<Draft> {
        let (speaker, consents) = self.known.withdrawn.of(self.message)?;
        let path = format!("/seminars/{}/speakers", self.details.seminar.code);
        Some(self.draft(&mails::ConsentWithdrawn {
            frame: self.frame(),
            seminar: self.what_was(),
            speaker,
            consents,
            link: self.hub.url(&path),
        }))
    }
}
