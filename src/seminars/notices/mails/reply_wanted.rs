//! The mail to whoever is invited and has not answered, some days before the last day for replies.

use chrono::NaiveDate;

use super::{AnswerLinks, Seminar};
use crate::{
    base::{language, zone::Zone},
    mail::render::{Fact, Frame},
};

/// The last day for replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplyBy {
    /// Which.
    pub day: NaiveDate,
    /// As calendars in this zone have it, that of the seminar.
    pub zone: Zone,
}

/// Whether someone comes who has not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyWanted {
    /// Who reads it.
    pub frame: Frame,
    /// To what they are invited.
    pub seminar: Seminar,
    /// What the organiser wrote about it.
    pub note: Option<String>,
    /// How to answer.
    pub answers: AnswerLinks,
    /// Until when.
    pub reply_by: Option<ReplyBy>,
    /// Whom it is for, where an office reads it that answers for them.
    pub office_for: Option<String>,
}

impl ReplyBy {
    /// The day with its zone, for the zone is not that of everyone who reads it.
    pub fn says(&self, f: &Frame) -> String {
        let zone = language::zone_label(f.language, self.zone, self.zone.noon(self.day));
        let day = language::date(f.language, self.day);
        f.with("mail-reply-by-day", &[("day", day), ("zone", zone)])
    }

    /// The same as one of the facts of a mail.
    pub fn fact(&self, f: &Frame) -> Fact {
        Fact {
            label: f.t("mail-reply-by"),
            lines: vec![self.says(f)],
            more: Vec::new(),
        }
    }
}

impl ReplyWanted {
    /// What is wanted until when.
    pub fn lead(&self) -> String {
        match &self.reply_by {
            Some(by) => {
                let day = by.says(&self.frame);
                self.frame.with("mail-reply-wanted-lead", &[("day", day)])
            }
            None => self.frame.t("mail-will-you"),
        }
    }

    /// What is known of the seminar.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = self.seminar.facts(&self.frame);
        facts.extend(self.reply_by.as_ref().map(|by| by.fact(&self.frame)));
        facts
    }
}
