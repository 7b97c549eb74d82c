//! Inviting to a seminar: typed, shown, sent; and who was told and answered what.

use askama::Template;
use sha2::{Digest, Sha256};

use super::{
    Sample,
    common::SeminarEntry,
    form::{Choice, Field, Several},
    page::Page,
    samples,
    words::Answer,
};
use crate::{
    base::{clock::Instant, language::Language},
    typed_form,
    web::urls,
};

/// `GET /seminars/{code}/invitations`, and the answer to `step=preview` or to a form that cannot be taken (422).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/invitations.html")]
pub struct InvitationsPage {
    /// What every page knows.
    pub page: Page,
    /// To which seminar.
    pub seminar: SeminarEntry,
    /// What was typed.
    pub form: InvitationForm,
    /// People to tick, by id: those who follow the series and have no invitation yet.
    pub people: Vec<Choice>,
    /// Whom the button will reach; `None` before that was asked for.
    pub preview: Option<InvitationPreview>,
    /// How many are invited already.
    pub invited: usize,
}

typed_form! {
    /// Whom to invite.
    InvitationForm {
        /// Addresses, one a line, or pasted with commas; `Name <address>` too.
        addresses: Field = "invite-addresses",
        /// The ids of people ticked.
        people: Several = "invite-people",
        /// A word to go with the invitation.
        note: Field = "invite-note",
        /// Whom the form showed, by [`InvitationPreview::mark`].
        shown: Field,
    }
}

/// Whom the button will reach.
#[derive(Debug, Clone, Default)]
pub struct InvitationPreview {
    /// Those who get an invitation.
    pub recipients: Vec<Invitee>,
    /// Those who have one already and get none.
    pub already: Vec<Invitee>,
    /// Addresses that serve several people: the organiser chooses who is meant.
    pub shared: Vec<SharedAddress>,
}

/// Someone to be invited.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The name; `None` for an address that nobody here is known by.
    pub name: Option<String>,
    /// The address.
    pub address: String,
    /// The language of the mail.
    pub language: Language,
    /// The zone in which the mail gives the time, as people say it.
    pub zone_label: String,
}

/// An address that serves several people.
#[derive(Debug, Clone)]
pub struct SharedAddress {
    /// The address.
    pub address: String,
    /// Those it serves, by id; posted under the name `people`.
    pub people: Vec<Choice>,
}

/// `GET /seminars/{code}/knowledge`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/knowledge.html")]
pub struct KnowledgePage {
    /// What every page knows.
    pub page: Page,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// The present revision.
    pub revision: i32,
    /// Everyone concerned, by name.
    pub people: Vec<Knowing>,
}

/// What one person knows and answered.
#[derive(Debug, Clone)]
pub struct Knowing {
    /// The name, or the address where none is known.
    pub name: String,
    /// The address.
    pub address: String,
    /// What was answered.
    pub answer: Option<Answer>,
    /// When that was.
    pub answered_at: Option<Instant>,
    /// What was last told.
    pub state: KnowingState,
    /// When that was.
    pub told_at: Option<Instant>,
}

/// Whether a person knows how things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnowingState {
    /// The present revision was told.
    Knows,
    /// An older one was, or none yet.
    Doesnt,
    /// The mail came back.
    Bounced,
    /// They do not come, and are told of another time alone.
    NeedNot,
}

impl InvitationPreview {
    /// By what it is known again whom it showed: nobody is told who was not shown before.
    pub fn mark(&self) -> String {
        let mut addresses: Vec<&str> = self.recipients.iter().map(|one| &*one.address).collect();
        addresses.sort_unstable();
        let hash = Sha256::digest(addresses.join("\n"));
        hash.iter()
            .take(8)
            .fold(String::new(), |hex, octet| format!("{hex}{octet:02x}"))
    }
}

impl KnowingState {
    /// The word in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Knows => "knows",
            Self::Doesnt => "doesnt",
            Self::Bounced => "bounced",
            Self::NeedNot => "need-not",
        }
    }
}

impl InvitationsPage {
    /// Whether the form that was sent showed all those whom it reaches, and nobody else.
    pub fn was_shown(&self) -> bool {
        let preview = self.preview.as_ref();
        preview.is_some_and(|preview| preview.mark() == self.form.shown.value)
    }

    /// Whether it can be sent: there is someone to send to, and nothing is left to choose.
    pub fn can_send(&self) -> bool {
        self.preview
            .as_ref()
            .is_some_and(|preview| !preview.recipients.is_empty() && preview.shared.is_empty())
            && self.form.is_fine()
    }
}

impl KnowledgePage {
    /// How many know, don't, and could not be reached.
    pub fn totals(&self) -> Vec<(&'static str, usize)> {
        [
            KnowingState::Knows,
            KnowingState::Doesnt,
            KnowingState::Bounced,
        ]
        .into_iter()
        .map(|state| {
            let count = self.people.iter().filter(|one| one.state == state).count();
            (state.word(), count)
        })
        .collect()
    }
}

impl Sample for InvitationsPage {
    const NAME: &'static str = "invitations";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::invitations(language)
    }
}

impl Sample for KnowledgePage {
    const NAME: &'static str = "knowledge";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::knowledge(language)
    }
}
