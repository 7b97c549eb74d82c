//! An address that is asked, by a mail, whether whoever is there wants to follow a series: before it gets what goes to many.

use diesel::prelude::*;
use serde::Serialize;

use crate::{
    base::{
        clock::Instant,
        ids::{ConfirmationId, PersonId, SeriesId},
        language::Language,
        schema::confirmations,
    },
    mail::reminder::Reminder,
};

crate::words! {
    /// What became of asking an address.
    ConfirmationState {
        /// It was asked.
        Asked = "asked",
        /// Whoever is there said so.
        Confirmed = "confirmed",
    }
}

/// An address that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = confirmations, check_for_backend(diesel::pg::Pg))]
pub struct Confirmation {
    /// Its id.
    pub id: ConfirmationId,
    /// The address.
    pub address: String,
    /// The language in which it is asked.
    pub language: String,
    /// What whoever confirms follows.
    pub series_id: SeriesId,
    /// Who is meant, where an organiser asked for them.
    pub person_id: Option<PersonId>,
    /// The organiser.
    pub asked_by: Option<PersonId>,
    /// How they are to follow it: when they are reminded.
    pub reminders: Option<Vec<Reminder>>,
    /// How often its programme comes.
    pub digest: Option<String>,
    /// Raised with each mail.
    pub generation: i32,
    /// What became of it.
    pub state: ConfirmationState,
    /// Since when.
    pub state_at: Instant,
    /// When it was last asked.
    pub asked_at: Instant,
    /// Until when the link in its mail is good.
    pub expires_at: Instant,
}

impl Confirmation {
    /// The language in which it is asked.
    pub fn language(&self) -> Language {
        self.language.parse().unwrap_or(Language::En)
    }
}
