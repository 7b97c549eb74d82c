//! Inviting to a seminar: typed, shown, sent; and who was told and answered what.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    foretold::Foretold,
    form::{Choice, Field, Several},
    page::Page,
    samples,
};
use crate::{base::language::Language, typed_form, web::urls};

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
        /// What the form showed, by [`InvitationPreview::mark`].
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
    /// The same by language and zone, and what they read.
    pub told: Foretold,
    /// By what it is known again what it showed: nobody is told who was not shown before, nor anything else.
    pub mark: String,
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

impl InvitationsPage {
    /// Whether it is the speakers of a draft who are asked.
    pub fn asks(&self) -> bool {
        self.seminar.state == crate::seminars::model::SeminarState::Draft
    }

    /// Whether it can be sent: there is someone to send to, and nothing is left to choose.
    pub fn can_send(&self) -> bool {
        self.preview
            .as_ref()
            .is_some_and(|preview| !preview.recipients.is_empty() && preview.shared.is_empty())
            && self.form.is_fine()
    }
}

impl Sample for InvitationsPage {
    const NAME: &'static str = "invitations";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::invitations(language)
    }
}
