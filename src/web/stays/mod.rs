//! The pages of stays: who is here when, a stay with its steps, and the form that enters one.

pub mod acts;
mod closed;
pub mod form;
mod ground;
mod read;
pub mod show;
pub mod timeline;

use super::pages::stays::StayEntry;
use crate::stays::model::{Certainty, Details};

/// A stay in a list.
pub(super) fn entry(details: Details) -> StayEntry {
    let visitor = details.visitor.called().to_owned();
    let host = details.host.called().to_owned();
    let stay = details.stay;
    StayEntry {
        code: stay.code,
        visitor,
        institution: details.institution.map(|home| home.name),
        host,
        from: stay.from_date,
        to: stay.to_date,
        state: stay.state,
        tentative: stay.certainty == Certainty::Tentative,
        desk: details.desk.map(|desk| desk.name),
    }
}
