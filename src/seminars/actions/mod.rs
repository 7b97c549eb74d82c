//! What can be done with series and seminars. Each action is one transaction with its rooms, its revision, its audit
//! entry, its notices and the counters of what shows it.

mod announce;
mod answer;
mod audiences;
mod change;
mod confirm;
mod create;
mod decide;
mod door;
mod entrance;
mod files;
mod follow;
mod foretell;
mod held;
mod inherited;
mod invite;
mod items;
mod lists;
mod rederive;
mod remove;
mod replace;
mod replies;
mod reply;
mod seats;
mod series;
mod slots;
mod speaking;
mod stop;
mod subscribe;
mod tell_rest;
mod term;
mod texts;
mod wishes;
mod write;

pub(in crate::seminars) use write::{helps_until, snapshot};

pub use announce::{TermAnnounced, TermAnnouncement, announce_term};
pub use answer::{answer, answer_request, take_answer};
pub use audiences::{NewAudience, add_audience, end_audience};
pub use change::{Patch, SeminarChange, change};
pub use confirm::{
    Asked, Subscribed, ask_address, ask_answer, ask_person_or_subscribe, confirm, stop_again,
    sweep_confirmations,
};
pub use create::{NewSeminar, NewSpeaker, Rooms, WhoSpeaks, create};
pub use decide::decide;
pub use door::{Arrival, LetIn, check_in, count_heads, forget_guests, undo_check_in};
pub use files::{
    Received, keep_evidence, own_file_removed, put_file, put_own_file, received, remove_file,
};
pub use follow::{choose_digests, follow, unfollow};
pub use foretell::{Deed, First, Unshown, foretell, foretell_series, if_series_shown, if_shown};
pub use held::{Handling, Waiting, handle};
pub use invite::{Invited, Invitees, invite};
pub use items::NewItem;
pub use lists::{
    ListChange, NewList, change_list, create_list, put_on_list, remove_list, stand_on_list,
    take_off_list,
};
pub use rederive::{astray, rederive};
pub use remove::{remove_draft, remove_series};
pub use replace::{InPlace, NewStart, draft_in_place, replace};
pub use replies::{NewQuestion, NewReplyTerms, put_questions, put_reply_terms, sweep_replies};
pub use reply::{Replied, Reply, reply};
pub use series::{NewSeries, SeriesChange, change_series, create_series};
pub use slots::{
    NewOffer, OfferError, SlotClash, choose_slot, end_due, offer_slots, refuse_slots,
    withdraw_slots,
};
pub use speaking::{
    PageNotes, RecordingSaid, SpeakerCare, SpeakerPage, answer_on_page, ask_oneself,
    care_for_speaker, enter_page, put_recording, renew_link, save_page, sweep_notes,
};
pub use stop::{Saying, cancel, postpone};
pub use subscribe::{choose_reminders, subscribe, unsubscribe};
pub use tell_rest::tell_rest;
pub use term::{NewTerm, Planned, TermError, plan_term};
pub use wishes::{Wishes, choose_notices, choose_preferences, resume_notices, stop_notices};

use crate::{
    base::error::{Invalid, Refusal},
    rooms::{actions::hold::HoldError, model::Taken},
};

/// What an edit is called in the audit trail, of seminars and series: each of them raises the `lock_version`, and nothing
/// else does.
pub const EDITS: &[&str] = &[
    "entered",
    "changed",
    "announced",
    "cancelled",
    "postponed",
    "replaced",
];

/// Why a seminar was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A room is taken; the whole edit is refused.
    #[error(transparent)]
    Taken(Taken),
    /// What every action meets.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for WriteError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Invalid> for WriteError {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(invalid.into())
    }
}

impl From<HoldError> for WriteError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Taken(taken) => Self::Taken(taken),
            HoldError::Refused(refusal) => Self::Refused(refusal),
        }
    }
}
