//! The administrators' pages: what there is and how it is set up, and captured mail.

pub mod mail;
pub mod start;

use super::errors::Failure;
use crate::{base::error::Refusal, people::model::Actor};

/// Nobody else sees these pages.
fn may_administer(actor: &Actor) -> Result<(), Failure> {
    if actor.is_administrator() {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-allowed").into())
    }
}
