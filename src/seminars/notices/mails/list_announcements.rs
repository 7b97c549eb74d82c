//! Several seminars that are announced to a mailing list together: in one language, or in two, one below the other.

use super::{Item, told};
use crate::{
    base::{language::Arg, text},
    mail::render::{Frame, excerpt},
};

/// What is announced to a mailing list in one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAnnouncements {
    /// Its first language, in the list's zone; nobody is greeted by name.
    pub frame: Frame,
    /// Its further languages, and how what is announced reads in them.
    pub others: Vec<(Frame, Vec<Item>)>,
    /// What the list is called.
    pub list: String,
    /// The name of the series of all of them; `None` where they have not the same one, or nobody may know of it.
    pub series: Option<String>,
    /// What the organiser wrote besides.
    pub notes: Vec<ListNote>,
    /// At least two, by time.
    pub items: Vec<Item>,
}

/// Words of an organiser's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListNote {
    /// The title of the seminar that they are about, if not about all.
    pub about: Option<String>,
    /// What they are.
    pub words: String,
}

impl ListAnnouncements {
    /// Every language in turn, with what is announced.
    pub fn parts(&self) -> Vec<(&Frame, &[Item])> {
        let others = self.others.iter();
        std::iter::once((&self.frame, self.items.as_slice()))
            .chain(others.map(|(frame, items)| (frame, items.as_slice())))
            .collect()
    }

    /// `Scaling seminar: 12 seminars from Tue 1 December 2026, 16:00 (Seoul, UTC+9)`, in the first language.
    pub fn subject(&self) -> String {
        let f = &self.frame;
        let first = self.items.first();
        let when = first.map_or_else(String::new, |item| item.seminar.when.start(f));
        let name = excerpt(&text::line(self.title(f)), told::SUBJECT_TITLE);
        f.language.with(
            "mail-announcements-subject",
            &[
                ("name", Arg::from(name)),
                ("n", Arg::from(self.count())),
                ("when", Arg::from(when)),
            ],
        )
    }

    /// The series, or who announces.
    pub fn title<'a>(&'a self, f: &'a Frame) -> &'a str {
        self.series.as_deref().unwrap_or(&f.hub)
    }

    /// How many there are.
    pub fn kind(&self, f: &Frame) -> String {
        f.count("mail-announcements-kind", self.count())
    }

    /// What is told, in a sentence.
    pub fn lead(&self, f: &Frame) -> String {
        f.with("mail-announcements-lead", &[("hub", &f.hub)])
    }

    /// What the file is for.
    pub fn calendar(&self, f: &Frame) -> String {
        f.t("mail-announcements-calendar")
    }

    /// Why it comes, and who can end that.
    pub fn why(&self, f: &Frame) -> String {
        f.with("mail-list-why", &[("list", &self.list)])
    }

    fn count(&self) -> i64 {
        i64::try_from(self.items.len()).unwrap_or(i64::MAX)
    }
}

impl ListNote {
    /// Whose words they are, and about what.
    pub fn label(&self, f: &Frame) -> String {
        match &self.about {
            Some(title) => f.with("mail-announcements-note", &[("title", title)]),
            None => f.t("mail-note-nameless"),
        }
    }
}
