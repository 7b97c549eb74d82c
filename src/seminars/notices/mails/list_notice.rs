//! What a mailing list reads: in one language, or in two, one below the other. No word in it is for one reader alone.

use super::{Changed, InPlace, Seminar, told, told_changes};
use crate::{
    base::language::Language,
    mail::render::{Difference, Fact, Frame, excerpt},
};

/// What is told to a mailing list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListNotice {
    /// Its first language, in the list's zone; nobody is greeted by name.
    pub frame: Frame,
    /// Its further languages.
    pub others: Vec<Frame>,
    /// What the list is called.
    pub list: String,
    /// How the seminar is now; of one that is no longer open to everyone, how it was told.
    pub seminar: Seminar,
    /// What happened to it.
    pub tells: ListTells,
    /// The abstract, in full; the mail tells its beginning.
    pub abstract_text: Option<String>,
    /// Title, abstract and what differs of them as the languages after the first have them.
    pub versions: Vec<ListVersion>,
    /// Why it does not take place, in the organiser's words.
    pub reason: Option<String>,
    /// What the organiser wrote besides.
    pub note: Option<String>,
    /// What comes in its place, where it is cancelled and anyone may know of that.
    pub in_place: Option<InPlace>,
    /// The page on which anyone answers who has the link.
    pub answer: String,
}

/// What is another text in one of the languages of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListVersion {
    /// In which.
    pub language: Language,
    /// The title; `None` while it is not known.
    pub title: Option<String>,
    /// The abstract, where it is told.
    pub abstract_text: Option<String>,
    /// What was told of it and is different.
    pub changes: Vec<Changed>,
}

/// What happened to a seminar that a list is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListTells {
    /// It is announced.
    Announced,
    /// What was told of it is different.
    Changed(Vec<Changed>),
    /// It does not take place.
    Cancelled,
    /// It does not take place then.
    Postponed,
    /// It is not open to everyone any more.
    Withdrawn,
}

impl ListTells {
    fn word(&self) -> &'static str {
        match self {
            Self::Announced => "announcement",
            Self::Changed(_) => "change",
            Self::Cancelled => "cancellation",
            Self::Postponed => "postponement",
            Self::Withdrawn => "withdrawal",
        }
    }
}

impl ListNotice {
    /// Every language in turn.
    pub fn frames(&self) -> Vec<&Frame> {
        std::iter::once(&self.frame).chain(&self.others).collect()
    }

    /// `New time: Scaling laws, Tue 1 December 2026, 16:00 (Seoul, UTC+9)`, in the first language.
    pub fn subject(&self) -> String {
        let f = &self.frame;
        let words = [
            ("title", self.seminar.short_title(f)),
            ("when", self.seminar.when.start(f)),
        ];
        f.with(self.key("subject"), &words)
    }

    /// `New time`
    pub fn kind(&self, f: &Frame) -> String {
        f.t(self.key("kind"))
    }

    fn key(&self, end: &str) -> String {
        let of = match &self.tells {
            ListTells::Changed(changes) => told_changes::kind(changes),
            _ => "",
        };
        format!("mail-{}-{end}{of}", self.tells.word())
    }

    /// What is told, in a sentence.
    pub fn lead(&self, f: &Frame) -> String {
        match self.tells {
            ListTells::Announced => f.with("mail-announcement-lead", &[("hub", &f.hub)]),
            _ => f.t(format!("mail-{}-lead", self.tells.word())),
        }
    }

    /// Its title in the language of `f`, or what stands for it.
    pub fn title(&self, f: &Frame) -> String {
        match self.version(f) {
            Some(version) => {
                let series = self.seminar.series.as_deref();
                told::title(f, version.title.as_deref(), series)
            }
            None => self.seminar.title(f),
        }
    }

    fn version(&self, f: &Frame) -> Option<&ListVersion> {
        let mut versions = self.versions.iter();
        versions.find(|version| version.language == f.language)
    }

    /// Old → new of all that differs, as the language of `f` has it.
    pub fn differences(&self, f: &Frame) -> Vec<Difference> {
        let series = self.seminar.series.as_deref();
        let version = self.version(f);
        version
            .map_or(self.changes(), |version| version.changes.as_slice())
            .iter()
            .filter_map(|change| change.difference(f, series))
            .collect()
    }

    /// Whether the way to take part from elsewhere is another one.
    pub fn online_changed(&self) -> bool {
        self.changes().contains(&Changed::Online)
    }

    /// Whether something is told that is different.
    pub fn is_change(&self) -> bool {
        matches!(self.tells, ListTells::Changed(_))
    }

    /// Whether there is nothing to come to any more.
    pub fn stops(&self) -> bool {
        matches!(
            self.tells,
            ListTells::Cancelled | ListTells::Postponed | ListTells::Withdrawn
        )
    }

    fn changes(&self) -> &[Changed] {
        match &self.tells {
            ListTells::Changed(changes) => changes,
            _ => &[],
        }
    }

    /// What is known of the seminar.
    pub fn facts(&self, f: &Frame) -> Vec<Fact> {
        match self.tells {
            ListTells::Cancelled | ListTells::Postponed => {
                let seminar = self.seminar.without_way_in();
                let mut facts = seminar.facts_with("mail-cancellation-when", f);
                facts.extend(self.in_place.as_ref().map(|next| next.fact(f)));
                facts
            }
            ListTells::Withdrawn => self.seminar.without_way_in().facts(f),
            ListTells::Announced | ListTells::Changed(_) => self.seminar.facts(f),
        }
    }

    /// The beginning of the abstract, in the language of `f`.
    pub fn abstract_excerpt(&self, f: &Frame) -> Option<String> {
        let text = match self.version(f) {
            Some(version) => version.abstract_text.as_deref()?,
            None => self.abstract_text.as_deref()?,
        };
        Some(excerpt(text, told::ABSTRACT))
    }

    /// What the file is for.
    pub fn calendar(&self, f: &Frame) -> String {
        f.t(match self.tells {
            ListTells::Announced => "mail-list-calendar",
            ListTells::Changed(_) => "mail-list-calendar-change",
            _ => "mail-list-calendar-stop",
        })
    }

    /// Where it is answered, while there is something to come to.
    pub fn answer(&self) -> Option<&str> {
        (!self.stops()).then_some(self.answer.as_str())
    }

    /// Its page, where it is not answered; who reads of one that is not open to everyone any more would find none there.
    pub fn page(&self) -> Option<&str> {
        matches!(self.tells, ListTells::Cancelled | ListTells::Postponed)
            .then_some(self.seminar.page.as_str())
    }

    /// Why it comes, and who can end that.
    pub fn why(&self, f: &Frame) -> String {
        f.with("mail-list-why", &[("list", &self.list)])
    }
}
