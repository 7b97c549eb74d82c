//! The pages of seminars: the poster, the form, what organisers do, invitations, and the answer of the reader.

pub mod acts;
pub mod asked_beside;
pub mod coming;
pub mod door;
pub mod entry;
pub mod files;
pub mod foretold;
pub mod form;
pub(super) mod found;
pub mod guest_table;
pub mod held;
pub mod invitations;
mod inviting;
pub mod items;
pub mod knowledge;
mod local_times;
pub mod open_answer;
pub mod replacement;
pub mod replies;
pub mod show;
pub mod slots;
pub mod speaker_page;
pub mod speakers;
pub mod times;

use super::pages::common::WillBeTold;
use crate::seminars::queries::Crowd;

impl From<Crowd> for WillBeTold {
    fn from(crowd: Crowd) -> Self {
        Self {
            count: crowd.count,
            names: crowd.first,
            ..Self::default()
        }
    }
}
