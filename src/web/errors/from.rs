//! What the slices and the database refuse, as a failure.

use super::{Failure, Kind};
use crate::base::{
    db::DbError,
    error::{Invalid, Reason, Refusal, is_crossed, is_gone, is_unavailable},
};

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::not_found(),
            Refusal::Forbidden(reason) => Self::new(Kind::NotAllowed).because(reason),
            Refusal::Invalid(fields) => fields.into(),
            Refusal::Conflict(reason) => Self::conflict(reason),
            Refusal::Stale { now } => Self::new(Kind::Stale)
                .because(Reason::new("refused-stale"))
                .with("lock_version", now),
            Refusal::Database(error) => Self::from_database(error),
        }
    }
}

impl Failure {
    /// Whether someone may do something at all, before what they typed is looked at: what is no question of rights is said
    /// on the form.
    ///
    /// # Errors
    /// They may not.
    pub fn unless_allowed(judged: Result<(), Refusal>) -> Result<(), Self> {
        match judged {
            Err(refusal @ Refusal::Forbidden(_)) => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    fn from_database(error: diesel::result::Error) -> Self {
        // Not run again here: what was to be done is a handler's, and whoever asked knows whether it still is.
        let mut failure = if is_unavailable(&error) {
            Self::new(Kind::Unavailable)
        } else if is_crossed(&error) || is_gone(&error) {
            Self::new(Kind::Busy).because(Reason::new("refused-busy"))
        } else {
            Self::new(Kind::Internal)
        };
        failure.0.cause = Some(error.into());
        failure
    }
}

impl From<Invalid> for Failure {
    fn from(fields: Invalid) -> Self {
        let mut failure = Self::new(Kind::Invalid);
        failure.0.fields = Some(fields);
        failure
    }
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Refusal::from(error).into()
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Query(error) => Self::from_database(error),
            DbError::Unreachable(_) => {
                let mut failure = Self::new(Kind::Unavailable);
                failure.0.cause = Some(error.into());
                failure
            }
            other => Self::internal(other),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}
