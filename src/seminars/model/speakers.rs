//! Who speaks in a seminar, and as what.

use diesel::prelude::*;

use super::TextLanguage;
use crate::base::{
    clock::Instant,
    ids::{FileId, InstitutionId, PersonId, SeminarId},
    schema::speakers,
};

crate::words! {
    /// What a person does in a seminar.
    SpeakerRole {
        /// Gives the talk.
        Speaker = "speaker",
        /// Sits on the panel.
        Panellist = "panellist",
        /// Leads the discussion.
        Moderator = "moderator",
        /// Receives the guests.
        Host = "host",
    }
}

crate::words! {
    /// What a speaker said to the request.
    SpeakerAnswer {
        /// Nothing yet.
        Asked = "asked",
        /// Yes.
        Accepted = "accepted",
        /// No.
        Declined = "declined",
    }
}

/// A person in a seminar, as the row has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = speakers, check_for_backend(diesel::pg::Pg))]
pub struct SpeakerRow {
    /// Where.
    pub seminar_id: SeminarId,
    /// Who.
    pub person_id: PersonId,
    /// As what.
    pub role: SpeakerRole,
    /// What they said to the request.
    pub answer: SpeakerAnswer,
    /// When they said it.
    pub answered_at: Option<Instant>,
    /// Their place in the order.
    pub position: i32,
}

/// A person in a seminar, as people see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Where.
    pub seminar_id: SeminarId,
    /// Who.
    pub person_id: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// The name of their institution.
    pub affiliation: Option<String>,
    /// Their institution.
    pub institution_id: Option<InstitutionId>,
    /// Their ORCID iD.
    pub orcid: Option<String>,
    /// As what.
    pub role: SpeakerRole,
    /// What they said to the request.
    pub answer: SpeakerAnswer,
    /// When they said it.
    pub answered_at: Option<Instant>,
    /// The number of the link to their page; older ones are revoked.
    pub link_no: i32,
    /// Whether an organiser asks them in a mail of their own.
    pub asked_oneself: bool,
    /// Their portrait, while it may be shown.
    pub portrait: Option<FileId>,
    /// In which language they speak; none: that of the seminar.
    pub language: Option<TextLanguage>,
}
