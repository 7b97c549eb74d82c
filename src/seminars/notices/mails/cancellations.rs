//! What mails tell of a seminar that does not take place, or not then, or not with or for them.

use super::{By, Seminar};
use crate::{
    base::{hub::Hub, language::Language},
    mail::render::{Frame, When},
    seminars::model,
};

/// What comes in place of what does not take place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InPlace {
    /// Its title, or that of its series; none while neither is known.
    pub title: Option<String>,
    /// When.
    pub when: When,
    /// Its page.
    pub page: String,
}

impl InPlace {
    /// That it is this one, as whoever reads `language` is told it.
    pub(in crate::seminars::notices) fn of(
        hub: &Hub,
        next: &model::Seminar,
        language: Language,
    ) -> Self {
        let title = next.read_in(language).title;
        Self {
            title: Some(title.to_owned()).filter(|title| !title.is_empty()),
            when: When {
                slot: next.slot(),
                anchor: next.there(),
            },
            page: hub.url(&format!("/seminars/{}", next.code)),
        }
    }
}

/// It does not take place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancellation {
    /// Who reads it.
    pub frame: Frame,
    /// What would have been.
    pub seminar: Seminar,
    /// Why, in the organiser's words.
    pub reason: Option<String>,
    /// What the organiser wrote besides.
    pub note: Option<String>,
    /// What comes in its place, where that is known and the recipient may know of it.
    pub in_place: Option<InPlace>,
    /// How the recipient knows of it.
    pub by: By,
}

/// It takes place, and they do not speak there any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// Who reads it.
    pub frame: Frame,
    /// Where they would have spoken.
    pub seminar: Seminar,
    /// What the organiser wrote about it.
    pub note: Option<String>,
}

/// It is no longer for them: of how it stands they read nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Who reads it.
    pub frame: Frame,
    /// What they were told of it, as far as it says which one it is.
    pub seminar: Seminar,
}

/// It does not take place then; when it does is told later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Postponement {
    /// Who reads it.
    pub frame: Frame,
    /// What would have been.
    pub seminar: Seminar,
    /// Why, in the organiser's words.
    pub reason: Option<String>,
    /// What the organiser wrote besides.
    pub note: Option<String>,
    /// How the recipient knows of it.
    pub by: By,
}
