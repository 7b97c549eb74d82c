//! Times that are offered to a speaker, who chooses one.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, OfferId, PersonId, RoomId, SeminarId, SlotId},
        schema::{offered_slots, slot_offers},
        slot::Slot,
        zone::Zone,
    },
    rooms::model::TakenRoom,
    seminars::model::Details,
};

crate::words! {
    /// Where an offer of times stands.
    OfferState {
        /// The speaker can choose.
        Open = "open",
        /// They chose.
        Chosen = "chosen",
        /// An organiser took it back.
        Withdrawn = "withdrawn",
        /// An organiser offered others instead.
        Replaced = "replaced",
        /// The seminar got its time by other means, is no draft any more, or is somebody else's talk.
        Overtaken = "overtaken",
        /// They will not speak.
        Declined = "declined",
        /// Nobody chose in time.
        Ended = "ended",
    }
}

crate::words! {
    /// Where one of the times stands.
    SlotState {
        /// It can be chosen, and its rooms are held.
        Open = "open",
        /// It is the time of the seminar.
        Chosen = "chosen",
        /// It cannot be chosen any more.
        Released = "released",
    }
}

/// An offer as its row has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = slot_offers, check_for_backend(diesel::pg::Pg))]
pub struct OfferRow {
    /// Its id.
    pub id: OfferId,
    /// For which seminar.
    pub seminar_id: SeminarId,
    /// To whom.
    pub person_id: PersonId,
    /// When it was made.
    pub offered_at: Instant,
    /// By whom.
    pub offered_by: Option<PersonId>,
    /// When it ends by itself.
    pub ends_at: Instant,
    /// Where it stands.
    pub state: OfferState,
    /// Since when.
    pub state_at: Instant,
    /// By whom.
    pub state_by: Option<PersonId>,
    /// That none of them suits, in the speaker's words; empty where they put none.
    pub words: String,
    /// When that was said; `None`: it was not.
    pub words_at: Option<Instant>,
}

/// One of the times as its row has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = offered_slots, check_for_backend(diesel::pg::Pg))]
pub struct SlotRow {
    /// Its id.
    pub id: SlotId,
    /// Of which offer.
    pub offer_id: OfferId,
    /// Its place in the offer, from 0.
    pub position: i32,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends, exclusive.
    pub ends_at: Instant,
    /// The wall time in `zone` at which it is meant to start.
    pub starts_local: NaiveDateTime,
    /// The zone in which that is meant.
    pub zone: String,
    /// Which of two equal wall times is meant.
    pub fold: Option<i16>,
    /// How long it lasts.
    pub duration_minutes: i32,
    /// What holds its rooms.
    pub booking_id: Option<BookingId>,
    /// Whether it is the time and place that the seminar has anyway.
    pub own: bool,
    /// Where it stands.
    pub state: SlotState,
    /// Those of its rooms that are for whom there is no place in the others.
    pub overflow: Vec<RoomId>,
}

impl SlotRow {
    /// From when until when.
    pub fn slot(&self) -> Slot {
        Slot::new(self.starts_at, self.ends_at)
            .expect("the constraint offered_slots_end_after_start holds this")
    }

    /// The zone in which it is meant.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// Whether it is not when its wall time says, by the rules that its zone has now.
    pub fn is_astray(&self) -> bool {
        !self.zone().agrees(self.starts_at, self.starts_local)
    }
}

/// One of the times, with where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedSlot {
    /// The row.
    pub row: SlotRow,
    /// What is held for it.
    pub rooms: Vec<TakenRoom>,
}

impl OfferedSlot {
    /// Where it is, without its overflow rooms: its own, or those that the seminar has anyway.
    pub fn main_rooms<'a>(&'a self, details: &'a Details) -> Vec<&'a TakenRoom> {
        if self.row.own {
            return details.main_rooms().collect();
        }
        let rooms = self.rooms.iter();
        let main = rooms.filter(|room| !self.row.overflow.contains(&room.room_id));
        main.collect()
    }
}

/// Times that are offered to a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The row.
    pub row: OfferRow,
    /// The times, in the order in which they were offered.
    pub slots: Vec<OfferedSlot>,
}

impl Offer {
    /// Those that can be chosen still, or could when it ended.
    pub fn open_slots(&self) -> impl Iterator<Item = &OfferedSlot> {
        let slots = self.slots.iter();
        slots.filter(|slot| slot.row.state == SlotState::Open)
    }

    /// The one that was chosen.
    pub fn chosen(&self) -> Option<&OfferedSlot> {
        let mut slots = self.slots.iter();
        slots.find(|slot| slot.row.state == SlotState::Chosen)
    }

    /// The one with this id.
    pub fn slot(&self, id: SlotId) -> Option<&OfferedSlot> {
        self.slots.iter().find(|slot| slot.row.id == id)
    }
}
