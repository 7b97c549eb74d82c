//! The hub's words as pages use them: states, kinds and answers that a page shows or branches on.

use crate::words;

pub use crate::{
    rooms::model::{BookingState, RoomKind},
    seminars::model::{
        Answer, JoinFor, SeminarKind, SeminarState, SpeakerAnswer, SpeakerRole, Visibility,
    },
    stays::state::{StayAct, StayState},
};

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
