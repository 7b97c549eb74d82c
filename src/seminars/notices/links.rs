//! The links in mails about seminars. Each is signed for one person, one seminar and one purpose; opening one changes
//! nothing.

use crate::{
    base::{
        hub::Hub,
        ids::{PersonId, SeminarId},
        secret::{Key, Purpose},
    },
    seminars::model::Speaking,
};

/// The tokens and addresses of one person's links to one seminar.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a> {
    /// The hub that signs.
    pub hub: &'a Hub,
    /// Which seminar.
    pub seminar: SeminarId,
    /// Its code.
    pub code: &'a str,
    /// Whose links.
    pub person: PersonId,
    /// The number of the invitation. It says nothing of a request to speak, whose links have a number of their own.
    pub generation: i32,
    /// The number of a speaker's links: to their page, and the living link.
    pub link_no: i32,
    /// Whether they speak there, which lets them in whether or not they were invited as guests before.
    pub speaks: bool,
}

impl<'a> Links<'a> {
    /// The links of a speaker, for what needs no more than their page.
    pub fn of_speaker(hub: &'a Hub, speaking: &Speaking) -> Self {
        Self {
            hub,
            seminar: speaking.seminar_id,
            code: "",
            person: speaking.person_id,
            generation: 0,
            link_no: speaking.link_no,
            speaks: true,
        }
    }
}

impl Links<'_> {
    /// The page on which the invitation is answered; `wish` (`yes`, `maybe`, `no`) is chosen there already.
    pub fn answer(&self, wish: Option<&str>) -> String {
        let path = format!("/answer/{}", self.token(Purpose::Answer, self.generation));
        match wish {
            Some(wish) => self.hub.url(&format!("{path}?answer={wish}")),
            None => self.hub.url(&path),
        }
    }

    /// The speaker's own page, on which the request is answered too; `wish` (`accepted`, `declined`) is chosen there already.
    pub fn speak(&self, wish: Option<&str>) -> String {
        let path = format!("/speak/{}", self.token(Purpose::Speak, self.link_no));
        match wish {
            Some(wish) => self.hub.url(&format!("{path}?answer={wish}")),
            None => self.hub.url(&path),
        }
    }

    /// The living link, which lets this person in without signing in.
    pub fn join(&self) -> String {
        let number = match self.speaks {
            true => self.link_no,
            // Whoever said no is a guest, and comes by no number that was revoked while they were to speak.
            false => self.generation.max(self.link_no),
        };
        let token = self.token(Purpose::Join, number);
        self.hub.url(&format!("/s/{}/join?t={token}", self.code))
    }

    /// The seminar's page.
    pub fn page(&self) -> String {
        self.hub.url(&format!("/seminars/{}", self.code))
    }

    fn token(&self, purpose: Purpose, generation: i32) -> String {
        self.hub
            .key
            .token(purpose, &[self.seminar.0, self.person.0], generation)
    }
}

/// The seminar and person in the token of an answer page or living link, not yet believed: look up the invitation's
/// number, then ask [`Key::holds`].
pub fn in_token(token: &str) -> Option<(SeminarId, PersonId)> {
    let [seminar, person] = Key::ids_in::<2>(token)?;
    Some((SeminarId(seminar), PersonId(person)))
}
