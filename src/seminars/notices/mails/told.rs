//! How the mails about seminars say what they know.

use super::{Invitation, Online, Part, Reminder, Seminar, Speaker, SpeakerRequest};
use crate::{
    base::{language, text},
    mail::render::{Fact, Frame, excerpt, link},
};

/// Longest title in a subject and longest abstract in an invitation, in characters.
pub(super) const SUBJECT_TITLE: usize = 90;
pub(super) const ABSTRACT: usize = 700;

impl Seminar {
    /// The title, or what stands for it while there is none.
    pub fn title(&self, f: &Frame) -> String {
        title(f, self.title.as_deref(), self.series.as_deref())
    }

    /// The title at a length that subjects bear.
    pub fn short_title(&self, f: &Frame) -> String {
        excerpt(&self.title(f), SUBJECT_TITLE)
    }

    /// When, where, online, who and in which series: what is known of them.
    pub fn facts(&self, f: &Frame) -> Vec<Fact> {
        self.facts_with("mail-when", f)
    }

    /// As [`Self::facts`], with another label for the time.
    pub(super) fn facts_with(&self, when: &str, f: &Frame) -> Vec<Fact> {
        let speakers: Vec<String> = self.speakers.iter().map(Speaker::line).collect();
        let count = i64::try_from(speakers.len()).unwrap_or(i64::MAX);
        [
            Some(Fact::when(f, when, &self.when)),
            Fact::of(f, "mail-where", self.places.clone()),
            Fact::of(f, "mail-online", self.online_line(f).into_iter().collect()),
            (!speakers.is_empty()).then(|| Fact {
                label: f.count("mail-speakers", count),
                lines: speakers,
                more: Vec::new(),
            }),
            Fact::of(f, "mail-series", self.series_line()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Where the button to take part from elsewhere leads.
    pub fn join_link(&self) -> Option<&str> {
        match self.online.as_ref()? {
            Online::Living { url, .. } => link(url),
            Online::Address(typed) => link(typed),
        }
    }

    /// Where a map or the page of the place is.
    pub fn map_link(&self) -> Option<&str> {
        self.place_url.as_deref().and_then(link)
    }

    fn online_line(&self, f: &Frame) -> Option<String> {
        Some(match self.online.as_ref()? {
            Online::Living { opens_minutes, .. } if *opens_minutes > 0 => {
                f.count("mail-online-living", *opens_minutes)
            }
            Online::Living { .. } => f.t("mail-online-start"),
            Online::Address(typed) => text::line(typed),
        })
    }

    // With no title the series already stands in its place.
    fn series_line(&self) -> Vec<String> {
        match (&self.title, &self.series) {
            (Some(_), Some(series)) => vec![series.clone()],
            _ => Vec::new(),
        }
    }
}

pub(super) fn title(f: &Frame, title: Option<&str>, series: Option<&str>) -> String {
    match (title, series) {
        (Some(title), _) => title.to_owned(),
        (None, Some(series)) => f.with("mail-no-title-series", &[("series", series)]),
        (None, None) => f.t("mail-no-title"),
    }
}

impl Speaker {
    /// `Marie Exemple (Mila)`
    pub fn line(&self) -> String {
        named(&self.name, self.affiliation.as_deref())
    }
}

pub(super) fn named(name: &str, affiliation: Option<&str>) -> String {
    match affiliation {
        Some(affiliation) => format!("{name} ({affiliation})"),
        None => name.to_owned(),
    }
}

impl Part {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Panellist => "panellist",
            Self::Moderator => "moderator",
            Self::Host => "host",
        }
    }
}

impl Invitation {
    /// `Hong Gildong invites you.`
    pub fn lead(&self) -> String {
        match &self.inviter {
            Some(name) => self.frame.with("mail-invitation-lead", &[("name", name)]),
            None => self.frame.t("mail-invitation-lead-nameless"),
        }
    }

    /// Whose note it is.
    pub fn note_label(&self) -> String {
        note_label(&self.frame, self.inviter.as_deref())
    }

    /// The beginning of the abstract.
    pub fn abstract_excerpt(&self) -> Option<String> {
        self.abstract_text
            .as_deref()
            .map(|text| excerpt(text, ABSTRACT))
    }

    /// What is known of the seminar.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = self.seminar.facts(&self.frame);
        facts.extend(self.reply_by.as_ref().map(|by| by.fact(&self.frame)));
        facts
    }
}

fn note_label(f: &Frame, name: Option<&str>) -> String {
    match name {
        Some(name) => f.with("mail-note", &[("name", name)]),
        None => f.t("mail-note-nameless"),
    }
}

impl Reminder {
    /// `1 hour`
    pub fn span(&self) -> String {
        self.frame.span(self.starts_in)
    }

    /// What starts when, and what the recipient does there.
    pub fn lead(&self) -> String {
        let key = match self.part {
            Some(part) => format!("mail-reminder-lead-{}", part.word()),
            None => "mail-reminder-lead".to_owned(),
        };
        self.frame.with(key, &[("span", self.span())])
    }

    /// Why the recipient is reminded.
    pub fn why(&self) -> String {
        self.frame.t(if self.part.is_some() {
            "mail-reminder-why-part"
        } else if self.follows {
            "mail-reminder-why-follows"
        } else {
            "mail-reminder-why"
        })
    }

    /// What is known of the seminar.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }
}

impl SpeakerRequest {
    /// `Will you speak? …`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            format!("mail-request-subject-{}", self.part.word()),
            &[
                ("title", self.seminar.short_title(f)),
                ("when", self.seminar.when.start(f)),
            ],
        )
    }

    /// Who asks for what; the hub asks where no name is known.
    pub fn lead(&self) -> String {
        let f = &self.frame;
        f.with(
            format!("mail-request-lead-{}", self.part.word()),
            &[("name", self.asker.as_ref().unwrap_or(&f.hub))],
        )
    }

    /// Until when an answer is hoped for.
    pub fn by(&self) -> Option<String> {
        let f = &self.frame;
        let at = self.answer_by?;
        let when = language::moment(f.language, at, f.zone);
        Some(f.with("mail-request-by", &[("when", when)]))
    }

    /// Whose note it is.
    pub fn note_label(&self) -> String {
        note_label(&self.frame, self.asker.as_deref())
    }

    /// What is known of the seminar.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }
}
