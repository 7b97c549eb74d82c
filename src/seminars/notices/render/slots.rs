//! What a speaker reads of the times that are offered to them and of the one that they chose, and what organisers read of their
//! answer.

use super::Told;
use crate::{
    mail::{draft::Draft, outbox::MessageKind, render::When},
    seminars::{
        model::{OfferState, OfferedSlot},
        notices::mails::{self, SlotLine, SlotSaid},
    },
};

impl Told<'_> {
    /// The times that can be chosen, or what was said to them; nothing where the offer is gone.
    pub(super) fn slots(&self) -> Option<Draft> {
        let (offer, who) = self.known.offers.of(self.message)?;
        if self.message.payload["withdrawn"] == true {
            return Some(self.draft(&self.said_to_speaker(SlotSaid::Withdrawn)));
        }
        if self.message.kind == MessageKind::SlotOffer {
            let now = self.clock.now();
            let open = offer.open_slots().filter(|slot| slot.row.starts_at > now);
            return Some(self.draft(&mails::SlotOffer {
                frame: self.frame(),
                seminar: self.seminar(),
                asker: self.payload("by"),
                note: self.payload("note"),
                slots: open.map(|slot| self.slot_line(slot)).collect(),
                until: offer.row.ends_at,
                link: self.links().speak(None),
            }));
        }
        let what = match self.message.payload["what"].as_str()? {
            "chosen" => SlotSaid::Chosen(self.slot_line(offer.chosen()?)),
            "none" => {
                let words = Some(offer.row.words.clone()).filter(|said| !said.is_empty());
                match offer.row.state {
                    OfferState::Open => SlotSaid::NoneSuits(words),
                    _ => SlotSaid::NoneSuited(words),
                }
            }
            _ => SlotSaid::Ended,
        };
        Some(
            self.draft(&mails::SlotAnswer {
                frame: self.frame(),
                seminar: self.seminar(),
                who: who.to_owned(),
                what,
                page: self
                    .hub
                    .url(&format!("/seminars/{}/slots", self.details.seminar.code)),
            }),
        )
    }

    /// The time that they chose, as the seminar has it, with the entry for their calendar.
    pub(super) fn chosen(&self) -> Draft {
        let seminar = self.seminar();
        let line = SlotLine {
            when: seminar.when,
            places: seminar.places,
        };
        self.with_calendar(&self.said_to_speaker(SlotSaid::Yours(line)), "REQUEST")
    }

    fn said_to_speaker(&self, what: SlotSaid) -> mails::SlotAnswer {
        mails::SlotAnswer {
            frame: self.frame(),
            seminar: self.seminar(),
            who: self.recipient.name.clone().unwrap_or_default(),
            what,
            page: self.links().speak(None),
        }
    }

    fn slot_line(&self, slot: &OfferedSlot) -> SlotLine {
        let rooms = slot.main_rooms(self.details);
        SlotLine {
            when: When {
                slot: slot.row.slot(),
                anchor: slot.row.zone(),
            },
            places: rooms
                .iter()
                .map(|room| match &room.site {
                    Some(site) => format!("{}, {site}", room.name),
                    None => room.name.clone(),
                })
                .collect(),
        }
    }
}
