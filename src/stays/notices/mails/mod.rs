//! The mails about stays: what each needs to know. Their templates are in `templates/mail`.

mod samples;
mod told;

use chrono::NaiveDate;

use crate::{
    base::language::Language,
    content,
    mail::render::{Content, Frame, Preview},
};

/// A stay, as mails tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// The visitor's name; an address stands here where no name is known.
    pub visitor: String,
    /// The visitor's institution.
    pub institution: Option<String>,
    /// The host's name.
    pub host: String,
    /// The first day, by the calendar of the site.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// The site, as people call it.
    pub site: Option<String>,
    /// The desk that is held.
    pub desk: Option<String>,
    /// What for.
    pub purpose: Option<String>,
    /// The page of the stay, for those who may open it.
    pub page: Option<String>,
}

/// Where a stay stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Entered, not decided; its desk is held.
    Proposed,
    /// The hub agrees.
    Approved,
    /// The hub does not agree.
    Refused,
    /// The visitor has the invitation.
    Invited,
    /// The visitor says that they come.
    Confirmed,
    /// The visitor is here.
    Arrived,
    /// The visitor has left.
    Departed,
    /// It does not take place.
    Cancelled,
    /// The visitor did not come.
    NoShow,
}

/// Told to the visitor: where their stay stands and what happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorStay {
    /// The visitor.
    pub frame: Frame,
    /// Which stay.
    pub stay: Stay,
    /// Where it stands now.
    pub standing: Standing,
    /// Why, in the words of who decided.
    pub reason: Option<String>,
    /// The page on which the visitor says that they come; opening it changes nothing.
    pub confirm: Option<String>,
}

/// Told to the host: where a stay with them stands and what happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostStay {
    /// The host.
    pub frame: Frame,
    /// Which stay.
    pub stay: Stay,
    /// Where it stands now.
    pub standing: Standing,
    /// Why, in the words of who decided.
    pub reason: Option<String>,
    /// Who brought it there, if it was a person.
    pub by: Option<String>,
}

/// As whom someone reads of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// It is their stay.
    Visitor,
    /// They are the host.
    Host,
    /// They were the host until this change.
    FormerHost,
}

/// Told to visitor and host, and to whoever was host before: dates, desk, host or purpose are others now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayChange {
    /// Who reads it.
    pub frame: Frame,
    /// How it is now.
    pub stay: Stay,
    /// As whom they read it.
    pub to: Reader,
    /// What differs from what this recipient was last told; at least one.
    pub changes: Vec<Changed>,
    /// Why, in the words of who changed it.
    pub reason: Option<String>,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// First and last day, both inclusive.
    Dates {
        /// As they were told.
        old: (NaiveDate, NaiveDate),
        /// As they are now.
        new: (NaiveDate, NaiveDate),
    },
    /// The desk.
    Desk {
        /// As it was told.
        old: Option<String>,
        /// As it is now.
        new: Option<String>,
    },
    /// The host.
    Host {
        /// As it was told.
        old: String,
        /// As it is now.
        new: String,
    },
    /// What for.
    Purpose {
        /// As it was told.
        old: Option<String>,
        /// As it is now.
        new: Option<String>,
    },
}

content!(
    VisitorStay, "visitor_stay":
    "mail/visitor_stay/subject.txt", "mail/visitor_stay/text.txt", "mail/visitor_stay/html.html";
    samples::visitor_stay
);
content!(
    HostStay, "host_stay":
    "mail/host_stay/subject.txt", "mail/host_stay/text.txt", "mail/host_stay/html.html";
    samples::host_stay
);
content!(
    StayChange, "stay_change":
    "mail/stay_change/subject.txt", "mail/stay_change/text.txt", "mail/stay_change/html.html";
    samples::stay_change
);

/// Every mail about stays with its samples, to look at.
pub fn previews(language: Language) -> Vec<Preview> {
    [
        VisitorStay::previews(language),
        HostStay::previews(language),
        StayChange::previews(language),
    ]
    .concat()
}
