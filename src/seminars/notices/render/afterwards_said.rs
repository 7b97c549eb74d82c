//! What is said of a seminar once it is over.

use super::Told;
use crate::{
    mail::draft::Draft,
    seminars::{
        model::{Consent, Said, SpeakerRole},
        notices::mails,
    },
};

impl Told<'_> {
    pub(super) fn thanks(&self) -> Draft {
        let (id, person) = (self.details.seminar.id, self.recipient.person);
        let said = self.known.afterwards.said(id, person);
        let gave = said.is_some_and(|said| said.row.role == SpeakerRole::Speaker);
        let given = |said: &Said, to: Consent| said.consents.get(&to).map(|one| one.given);
        let consents = Consent::ALL.iter().copied();
        let consents = consents.filter(|one| gave || *one != Consent::Slides);
        let there = self.known.afterwards.materials(id);
        let refused = said.and_then(|said| given(said, Consent::Slides)) == Some(false);
        let given_up = said.is_some_and(|said| said.row.no_slides_at.is_some());
        let content = mails::Thanks {
            frame: self.frame(),
            seminar: self.what_was(),
            consents: consents
                .map(|one| (one, said.and_then(|said| given(said, one))))
                .collect(),
            slides: gave && !refused && !given_up && !there.slides.contains(&person),
            note: self.payload("note"),
            link: self.links().speak(None),
        };
        self.draft(&content)
    }

    pub(super) fn slides_chase(&self) -> Draft {
        let content = mails::SlidesChase {
            frame: self.frame(),
            seminar: self.what_was(),
            note: self.payload("note"),
            link: self.links().speak(None),
        };
        self.draft(&content)
    }

    pub(super) fn recording_chase(&self) -> Draft {
        let path = format!("/seminars/{}/speakers", self.details.seminar.code);
        let content = mails::RecordingChase {
            frame: self.frame(),
            seminar: self.what_was(),
            note: self.payload("note"),
            link: self.hub.url(&path),
        };
        self.draft(&content)
    }

    /// The seminar, which nobody joins any more.
    pub(super) fn what_was(&self) -> mails::Seminar {
        mails::Seminar {
            online: None,
            ..self.seminar()
        }
    }
}
