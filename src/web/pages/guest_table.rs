//! Inviting by a table: brought or pasted, shown line by line, sent.

use askama::Template;

use super::{Sample, common::SeminarEntry, foretold::Foretold, form::Field, page::Page, samples};
use crate::{base::language::Language, typed_form, web::urls};

/// `GET /seminars/{code}/invitations/table`, and the answer to `step=preview` or to a table that cannot be taken (422).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/guest_table.html")]
pub struct GuestTablePage {
    /// What every page knows.
    pub page: Page,
    /// To which seminar.
    pub seminar: SeminarEntry,
    /// What was typed; of a table that was brought, what is in it.
    pub form: GuestTableForm,
    /// What becomes of each line; `None` before that was asked for.
    pub preview: Option<GuestTablePreview>,
    /// Most lines.
    pub most: usize,
}

typed_form! {
    /// A table, and words to go with the invitations.
    GuestTableForm {
        /// The table.
        table: Field = "guest-table",
        /// A word to go with each invitation.
        note: Field = "invite-note",
        /// What the form showed, by [`GuestTablePreview::mark`].
        shown: Field,
    }
}

/// What becomes of a table.
#[derive(Debug, Clone, Default)]
pub struct GuestTablePreview {
    /// Of each line.
    pub lines: Vec<GuestTableLine>,
    /// The heads of columns that are not read.
    pub unread: Vec<String>,
    /// Whom it reaches, and what they read; nothing while a line is wrong.
    pub told: Foretold,
    /// By what it is known again what it showed.
    pub mark: String,
}

/// A line.
#[derive(Debug, Clone)]
pub struct GuestTableLine {
    /// Its number.
    pub line: usize,
    /// Who is meant, by name or else by address.
    pub who: String,
    /// Their address, where the name stands first; empty for none.
    pub address: String,
    /// What becomes of it.
    pub fate: Fate,
    /// What there is to say of it, in the reader's language.
    pub notes: Vec<String>,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Someone who is known is invited.
    Known,
    /// Someone new is entered and invited.
    New,
    /// Nothing: they stand there twice.
    Twice,
    /// Nothing: they are invited already, or speak.
    Already,
    /// Nothing, and nothing of the whole table.
    Wrong,
}

impl Fate {
    /// The key of what is said of it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Known => "guest-table-known",
            Self::New => "guest-table-new",
            Self::Twice => "guest-table-twice",
            Self::Already => "guest-table-already",
            Self::Wrong => "guest-table-wrong",
        }
    }

    /// The colour of its mark.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Known | Self::New => "yes",
            Self::Twice | Self::Already => "none",
            Self::Wrong => "refused",
        }
    }
}

impl GuestTablePreview {
    /// How many are invited.
    pub fn invites(&self) -> usize {
        self.count(&[Fate::Known, Fate::New])
    }

    /// How many lines are wrong.
    pub fn wrong(&self) -> usize {
        self.count(&[Fate::Wrong])
    }

    fn count(&self, fates: &[Fate]) -> usize {
        let lines = self.lines.iter();
        lines.filter(|line| fates.contains(&line.fate)).count()
    }
}

impl GuestTablePage {
    /// Whether it can be sent: there is someone to send to, and no line is wrong.
    pub fn can_send(&self) -> bool {
        let ready = |preview: &GuestTablePreview| preview.invites() > 0 && preview.wrong() == 0;
        self.preview.as_ref().is_some_and(ready) && self.form.is_fine()
    }
}

impl Sample for GuestTablePage {
    const NAME: &'static str = "guest-table";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::guest_tables(language)
    }
}
