//! The mails about times that are offered: to the speaker who may choose, and to both sides what became of them.

use super::Seminar;
use crate::{
    base::{clock::Instant, language},
    mail::render::{Fact, Frame, When},
};

/// Times that a speaker may choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotOffer {
    /// Who reads it.
    pub frame: Frame,
    /// Of what.
    pub seminar: Seminar,
    /// The name of who offers them.
    pub asker: Option<String>,
    /// What they wrote.
    pub note: Option<String>,
    /// The times that can be chosen.
    pub slots: Vec<SlotLine>,
    /// Until when.
    pub until: Instant,
    /// To the speaker's page, where one is chosen; opening it changes nothing.
    pub link: String,
}

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotAnswer {
    /// The organiser, or the speaker themselves.
    pub frame: Frame,
    /// Of what.
    pub seminar: Seminar,
    /// To whom they were offered; an address stands here where no name is known.
    pub who: String,
    /// What they said, if they did.
    pub what: SlotSaid,
    /// To the page where times are offered, or to the speaker's own.
    pub page: String,
}

/// A time with where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotLine {
    /// When, in the zone of the seminar.
    pub when: When,
    /// Its rooms, a line each.
    pub places: Vec<String>,
}

/// What was said to an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotSaid {
    /// This one.
    Chosen(SlotLine),
    /// None of them suits; in the speaker's words, where they put some.
    NoneSuits(Option<String>),
    /// The same, and the offer has ended since.
    NoneSuited(Option<String>),
    /// Nothing, until it ended.
    Ended,
    /// To the speaker: this one is theirs.
    Yours(SlotLine),
    /// To the speaker: none can be chosen any more.
    Withdrawn,
}

impl SlotOffer {
    /// `Which time suits you? Scaling laws`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            "mail-slots-subject",
            &[("title", self.seminar.short_title(f))],
        )
    }

    /// Who offers them.
    pub fn lead(&self) -> String {
        match &self.asker {
            Some(name) => self.frame.with("mail-slots-lead", &[("name", name)]),
            None => self.frame.t("mail-slots-lead-nameless"),
        }
    }

    /// Whose note it is.
    pub fn note_label(&self) -> String {
        match &self.asker {
            Some(name) => self.frame.with("mail-note", &[("name", name)]),
            None => self.frame.t("mail-note-nameless"),
        }
    }

    /// The times, each with where it is.
    pub fn times(&self) -> Vec<Fact> {
        let numbered = (1_i64..).zip(&self.slots);
        numbered
            .map(|(n, slot)| Fact {
                label: self.frame.count("mail-slots-number", n),
                ..slot.fact(&self.frame)
            })
            .collect()
    }

    /// Until when one can be chosen.
    pub fn until(&self) -> String {
        let f = &self.frame;
        let until = language::moment(f.language, self.until, f.zone);
        f.with("mail-slots-until", &[("when", until)])
    }
}

impl SlotAnswer {
    /// `begin` with what was said behind it: `-chosen`, `-none`, `-none-ended`, `-ended`, `-yours` or `-withdrawn`.
    fn key(&self, begin: &str) -> String {
        let end = match self.what {
            SlotSaid::Chosen(_) => "chosen",
            SlotSaid::NoneSuits(_) => "none",
            SlotSaid::NoneSuited(_) => "none-ended",
            SlotSaid::Ended => "ended",
            SlotSaid::Yours(_) => "yours",
            SlotSaid::Withdrawn => "withdrawn",
        };
        format!("{begin}-{end}")
    }

    /// `Marie Exemple chose a time: Scaling laws`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            self.key("mail-slot-answer-subject"),
            &[
                ("name", self.who.clone()),
                ("title", self.seminar.short_title(f)),
            ],
        )
    }

    /// What happened, and what that means.
    pub fn lead(&self) -> String {
        let key = self.key("mail-slot-answer-lead");
        self.frame.with(key, &[("name", &self.who)])
    }

    /// Whether it asks for something to be done.
    pub fn wants_attention(&self) -> bool {
        !matches!(self.what, SlotSaid::Chosen(_) | SlotSaid::Yours(_))
    }

    /// Whether the speaker reads it.
    fn is_to_speaker(&self) -> bool {
        matches!(self.what, SlotSaid::Yours(_) | SlotSaid::Withdrawn)
    }

    /// What is behind the link.
    pub fn act(&self) -> String {
        self.frame.t(match self.is_to_speaker() {
            true => "mail-slot-answer-act-yours",
            false => "mail-slot-answer-act",
        })
    }

    /// Why they receive it.
    pub fn why(&self) -> String {
        self.frame.t(match self.is_to_speaker() {
            true => "mail-request-why",
            false => "mail-answers-why",
        })
    }

    /// What the speaker wrote.
    pub fn words(&self) -> Option<&str> {
        match &self.what {
            SlotSaid::NoneSuits(words) | SlotSaid::NoneSuited(words) => words.as_deref(),
            _ => None,
        }
    }

    /// Whose words these are.
    pub fn words_label(&self) -> String {
        self.frame.with("mail-note", &[("name", &self.who)])
    }

    /// The time that was chosen.
    pub fn facts(&self) -> Vec<Fact> {
        match &self.what {
            SlotSaid::Chosen(slot) | SlotSaid::Yours(slot) => vec![slot.fact(&self.frame)],
            _ => Vec::new(),
        }
    }
}

impl SlotLine {
    /// When and, more quietly, on the clocks of the seminar, and where.
    fn fact(&self, f: &Frame) -> Fact {
        let mut fact = Fact::when(f, "mail-when", &self.when);
        fact.more.extend(self.places.iter().cloned());
        fact
    }
}
