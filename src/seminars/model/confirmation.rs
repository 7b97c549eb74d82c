//! An address that is asked, by a mail, whether whoever is there wants to follow something, before it gets what goes to many;
//! or whether an answer to a seminar that was given with it is theirs, before that counts.

use diesel::prelude::*;
use serde::Serialize;

use crate::{
    base::{
        clock::Instant,
        ids::{ConfirmationId, ListId, PersonId, SeminarId, SeriesId},
        language::Language,
        schema::confirmations,
    },
    mail::reminder::Reminder,
    seminars::model::{Answer, Followed, Source},
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
    /// The series that whoever confirms follows.
    pub series_id: Option<SeriesId>,
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
    /// What whoever confirms has answered to, instead.
    pub seminar_id: Option<SeminarId>,
    /// The name that was typed with the answer.
    pub name: Option<String>,
    /// The answer.
    pub answer: Option<Answer>,
    /// What whoever confirms follows where it is no series.
    pub source: Option<Source>,
    /// The slug of that topic.
    pub topic: Option<String>,
    /// That list.
    pub list_id: Option<ListId>,
}

/// What an address is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Whether they want to follow this.
    Follow(Followed),
    /// Whether this answer to this seminar is theirs.
    Answer(SeminarId, Answer),
}

impl Confirmation {
    /// What it is asked: the constraints `confirmations_of_one`, `confirmations_source_whole` and
    /// `confirmations_answer_to_a_seminar` hold that it is something.
    pub fn question(&self) -> Option<Question> {
        match (self.seminar_id, self.answer) {
            (Some(seminar), Some(answer)) => Some(Question::Answer(seminar, answer)),
            _ => self.followed().map(Question::Follow),
        }
    }

    /// What whoever confirms follows.
    pub fn followed(&self) -> Option<Followed> {
        match self.source {
            None | Some(Source::Series) => self.series_id.map(Followed::Series),
            Some(Source::Topic) => self.topic.clone().map(Followed::Topic),
            Some(Source::Hub) => Some(Followed::Hub),
            Some(Source::List) => self.list_id.map(Followed::List),
        }
    }

    /// The language in which it is asked.
    pub fn language(&self) -> Language {
        self.language.parse().unwrap_or(Language::En)
    }
}
