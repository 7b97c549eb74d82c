//! Writes: each in one transaction with its audit entry.

mod addressed;
mod addresses;
mod assistants;
mod digests_moved;
mod for_signing_in;
mod guest_lines;
mod institutions;
mod people;
mod projects;
mod reading;
mod resolve;
mod roles;
mod told_elsewhere;
mod zone_moved;

pub use addressed::address_person;
pub use addresses::{NewAddress, add_address, remove_address};
pub use assistants::{name_assistant, remove_assistant};
pub(super) use for_signing_in::for_signing_in;
pub use guest_lines::{GuestLine, MOST_GUESTS, enter_guests};
pub use institutions::{
    ChangeInstitution, NewInstitution, change_institution, create_institution, remove_institution,
};
pub(super) use people::enter;
pub use people::{
    ChangePerson, NewPerson, PersonError, change_person, create_person, remove_person,
};
pub use projects::{ChangeProject, NewProject, change_project, create_project, remove_project};
pub use reading::{Reading, choose_reading};
pub use resolve::{PersonEntry, Resolved, resolve};
pub(super) use roles::grant;
pub use roles::{grant_role, revoke_role};
use told_elsewhere::told_elsewhere;
pub use told_elsewhere::try_mail_again;
pub use zone_moved::zone_moved;

use crate::base::error::Refusal;

/// What was changed is refused where the form was made of another version.
fn current(now: i32, based_on: Option<i32>) -> Result<(), Refusal> {
    match based_on {
        Some(version) if version != now => Err(Refusal::Stale { now }),
        _ => Ok(()),
    }
}
