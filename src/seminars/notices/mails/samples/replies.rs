//! Mails that want a reply, to look at.

use chrono::NaiveDate;

use super::{Samples, answers, by, seminar};
use crate::{
    base::language::Language,
    mail::render::{Frame, sample},
    people::model::greeting,
    seminars::notices::mails::{Invitation, ReplyBy, ReplyWanted},
};

pub fn reply_wanted(language: Language) -> Samples<ReplyWanted> {
    let seminar = seminar(language);
    let guest = ReplyWanted {
        frame: sample(language),
        reply_by: Some(day()),
        seminar,
        note: None,
        answers: answers(),
        office_for: None,
    };
    let (frame, name) = minister(language);
    let office = ReplyWanted {
        frame,
        office_for: Some(name),
        ..guest.clone()
    };
    vec![("guest", guest), ("office", office)]
}

/// An invitation which an office reads that answers for the guest.
pub fn to_an_office(language: Language, full: &Invitation) -> Invitation {
    let (frame, name) = minister(language);
    Invitation {
        frame,
        reply_by: Some(day()),
        office_for: Some(name),
        ..full.clone()
    }
}

fn minister(language: Language) -> (Frame, String) {
    let (name, title) = match language {
        Language::En => ("Jean Exemple", "Minister"),
        Language::Ko => ("김견본", "장관님"),
    };
    let frame = Frame {
        reader: Some(name.to_owned()),
        greeting: greeting(language, Some(name), title, ""),
        ..sample(language)
    };
    let called = by(language, "Minister Jean Exemple", "김견본 장관님");
    (frame, called)
}

fn day() -> ReplyBy {
    ReplyBy {
        day: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default(),
        zone: "Asia/Seoul".parse().unwrap_or(crate::base::zone::Zone::UTC),
    }
}
