//! Times that are offered to the speaker of a draft, who chooses one.
//!
//! Each of them holds its rooms by a booking of its own, under the one constraint that keeps all rooms. The one that is chosen
//! becomes the booking of the seminar as it is: its rooms are at no moment free. The others are released in the same
//! transaction, and so are all of them when the offer ends.

mod choose;
mod end;
mod offer;

pub(super) use choose::said_by;
pub use choose::{choose_slot, refuse_slots};
pub(super) use end::{
    Edit, end_declined, end_open, held_rooms, overtake, overtaken_by_items, rename,
};
pub use end::{end_due, withdraw_slots};
pub use offer::{NewOffer, OfferError, SlotClash, offer_slots};
