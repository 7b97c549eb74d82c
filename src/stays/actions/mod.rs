//! What can be done with stays. Each action is one transaction with its desk, its revision, its audit entry, its notices
//! and the counters of what shows it.

mod change;
mod desk;
mod enter;
mod step;
mod write;

pub use change::{Change, change};
pub use enter::{NewStay, Visitor, enter, propose};
pub use step::{StepOn, step};

use crate::{
    base::error::{Invalid, Refusal},
    rooms::{actions::hold::HoldError, model::Taken},
};

/// Why a stay was not written.
#[derive(Debug, thiserror::Error)]
pub enum StayError {
    /// The desk is taken; the whole edit is refused.
    #[error(transparent)]
    Taken(Taken),
    /// What every action meets.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for StayError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Invalid> for StayError {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(invalid.into())
    }
}

impl From<HoldError> for StayError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Taken(taken) => Self::Taken(taken),
            HoldError::Refused(refusal) => Self::Refused(refusal),
        }
    }
}
