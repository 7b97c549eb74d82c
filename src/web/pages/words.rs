//! The hub's words as pages use them: states, kinds and answers that a page shows or branches on.

use crate::words;

pub use crate::{
    rooms::model::{BookingState, RoomKind},
    seminars::model::{Answer, SeminarKind, SeminarState, SpeakerAnswer, SpeakerRole, Visibility},
};

words! {
    /// Where a stay stands.
    StayState {
        /// Entered, waits for approval; holds its desk already.
        Proposed = "proposed",
        /// Approved, the visitor is not told yet.
        Approved = "approved",
        /// Refused.
        Refused = "refused",
        /// The visitor has the invitation.
        Invited = "invited",
        /// The visitor will come.
        Confirmed = "confirmed",
        /// The visitor is here.
        Arrived = "arrived",
        /// The visitor has left.
        Departed = "departed",
        /// It will not take place.
        Cancelled = "cancelled",
        /// The visitor did not come.
        NoShow = "no_show",
    }
}

words! {
    /// What a person does in the hub.
    Role {
        /// Belongs to the hub.
        Member = "member",
        /// Organises a series.
        Organiser = "organiser",
        /// Receives visitors.
        Host = "host",
        /// Keeps rooms.
        RoomKeeper = "room_keeper",
        /// Sits at the front desk.
        FrontDesk = "front_desk",
        /// Keeps the hub.
        Administrator = "administrator",
    }
}
