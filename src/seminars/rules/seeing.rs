//! Who may know of seminars and series.

use crate::{
    people::model::Actor,
    seminars::model::{Details, Seminar, SeminarState, Series, Visibility},
};

/// How a viewer stands to a seminar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Organises its series, or it is theirs.
    pub organises: bool,
    /// Is invited, or answered.
    pub invited: bool,
    /// Is asked to speak there, or has said that they will.
    pub speaks: bool,
    /// Has said that they will speak there.
    pub speaks_surely: bool,
}

/// Whether `viewer` may know of a seminar. A draft is for its organisers and those asked to speak.
pub fn sees(viewer: Option<&Actor>, seminar: &Seminar, standing: Standing) -> bool {
    if standing.organises || standing.speaks || viewer.is_some_and(Actor::is_administrator) {
        return true;
    }
    if seminar.state == SeminarState::Draft {
        return false;
    }
    match seminar.visibility {
        Visibility::Public => true,
        Visibility::Members => standing.invited || viewer.is_some_and(|actor| actor.member),
        Visibility::Invited => standing.invited,
    }
}

/// Whether `viewer` may know of a series: as of its seminars, for those who follow it too (`standing.invited`).
pub fn sees_series(viewer: Option<&Actor>, series: &Series, standing: Standing) -> bool {
    if standing.organises || viewer.is_some_and(Actor::is_administrator) {
        return true;
    }
    let concerned = standing.invited || standing.speaks;
    match series.visibility {
        Visibility::Public => true,
        Visibility::Members => concerned || viewer.is_some_and(|actor| actor.member),
        Visibility::Invited => concerned,
    }
}

/// The series of a seminar where anyone may know of it: what is written for nobody in particular names no other.
pub fn open_series(details: &Details) -> Option<&Series> {
    let series = details.series.as_ref()?;
    sees_series(None, series, Standing::default()).then_some(series)
}

/// What a seminar is called to whoever may know of it: by no series of which not everyone may know.
pub fn open_label(details: &Details) -> &str {
    match (details.seminar.title.is_empty(), open_series(details)) {
        (true, None) => details.seminar.kind.word(),
        _ => details.label(),
    }
}
