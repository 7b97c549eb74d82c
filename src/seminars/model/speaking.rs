//! What a speaker says on their own page, what they agree to, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde::Serialize;

use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId, StayId},
        schema::{speaker_notes, speakers},
    },
    seminars::model::{SpeakerAnswer, SpeakerRole, TextLanguage},
};

crate::words! {
    /// A use of a talk, or of what came with it, to which its speaker agrees or not.
    Consent {
        /// It is seen elsewhere while it lasts.
        Stream = "stream",
        /// It is recorded.
        Record = "record",
        /// The recording is published.
        Publish = "publish",
        /// The slides are published.
        Slides = "slides",
        /// Their portrait is shown. Nobody is asked for one, so that nothing is missing without a word to this.
        Portrait = "portrait",
    }
}

crate::words! {
    /// What a speaker still owes.
    Missing {
        /// Whether they will speak.
        Answer = "answer",
        /// A title.
        Title = "title",
        /// An abstract.
        Abstract = "abstract",
        /// A biography.
        Biography = "biography",
        /// What they agree to: a yes or a no to each use.
        Consents = "consents",
    }
}

crate::words! {
    /// Who said what is kept of a speaker.
    SaidBy {
        /// They themselves.
        Speaker = "speaker",
        /// An organiser, to whom they said it.
        Organiser = "organiser",
    }
}

/// What was said to a use, when, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = GivenConsent)]
pub struct Given {
    /// Whether they agree.
    pub given: bool,
    /// Since when.
    #[schema(value_type = DateTime)]
    pub at: Instant,
    /// Who said so.
    pub said_by: SaidBy,
    /// The organiser to whom it was given, and who entered it; `null` where the speaker said so, or that organiser is known no more.
    pub taken_by: Option<PersonId>,
}

/// A speaker as their page has them.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = speakers, check_for_backend(diesel::pg::Pg))]
pub struct Speaking {
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
    /// The number of the link to their page; older ones are revoked.
    pub link_no: i32,
    /// Since when an organiser asks them in a mail of their own.
    pub asked_at: Option<Instant>,
    /// Who that is.
    pub asked_by: Option<PersonId>,
    /// Since when an organiser looks after what is missing.
    pub taken_over_at: Option<Instant>,
    /// Who that is.
    pub taken_over_by: Option<PersonId>,
    /// The title of their own talk, where several speak.
    pub talk_title: String,
    /// Its abstract, in Markdown.
    pub talk_abstract: String,
    /// Who they are, in Markdown.
    pub biography: String,
    /// Where they come from, as they are to be announced; empty: as it is known of them.
    pub affiliation: String,
    /// The ROR id of that.
    pub ror: Option<String>,
    /// Where their slides are.
    pub slides_url: Option<String>,
    /// Whether they come; `false`: they speak from afar.
    pub in_person: Option<bool>,
    /// When they try out what they need there.
    pub rehearsal_at: Option<Instant>,
    /// The stay that came of that.
    pub stay_id: Option<StayId>,
    /// For stale forms.
    pub page_version: i32,
    /// When they last said something there.
    pub page_at: Option<Instant>,
    /// Since when an organiser says that no slides will come.
    pub no_slides_at: Option<Instant>,
    /// Who that is.
    pub no_slides_by: Option<PersonId>,
    /// In which language they speak; none: that of the seminar.
    pub talk_language: Option<TextLanguage>,
    /// When an organiser last entered something for them.
    pub entered_at: Option<Instant>,
    /// Who that is.
    pub entered_by: Option<PersonId>,
}

/// What a speaker tells the organisers alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = speaker_notes, check_for_backend(diesel::pg::Pg))]
pub struct Notes {
    /// Beside their answer.
    pub words: String,
    /// What they need there.
    pub equipment: String,
    /// How and when they arrive.
    pub arrival: String,
    /// What they eat and do not eat.
    pub dietary: String,
    /// Where they can be reached on the day.
    pub phone: String,
}

/// What a speaker said for everyone: all but their notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The row.
    pub row: Speaking,
    /// To which uses they said something.
    pub consents: BTreeMap<Consent, Given>,
    /// To which they said something once, and took it back themselves.
    pub taken_back: BTreeSet<Consent>,
}

impl Said {
    /// Whether they agree to a use; nothing said is no.
    pub fn agrees(&self, to: Consent) -> bool {
        self.consents.get(&to).is_some_and(|said| said.given)
    }
}
