//! How the mails about a seminar that is no longer as people were told say what they know: what differs, and what does not take
//! place then.

use super::{
    By, Cancellation, Change, Changed, Closed, InPlace, Postponement, Released, Seminar, Speaker,
    Standing, items, told::title,
};
use crate::mail::render::{Difference, Fact, Frame};

impl Change {
    /// `begin` with the kind of change that matters most behind it: `-time`, `-place` or nothing.
    pub fn key(&self, begin: &str) -> String {
        format!("{begin}{}", kind(&self.changes))
    }

    /// Why the recipient gets it.
    pub fn why(&self) -> String {
        why(&self.frame, "mail-change-why", self.by)
    }

    /// Old → new of all that differs, in the order in which it matters.
    pub fn differences(&self) -> Vec<Difference> {
        let f = &self.frame;
        self.changes
            .iter()
            .filter_map(|change| change.difference(f, self.seminar.series.as_deref()))
            .collect()
    }

    /// Whether the way to take part from elsewhere is another one.
    pub fn online_changed(&self) -> bool {
        self.changes.contains(&Changed::Online)
    }

    /// What is known of the seminar now.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }

    /// `Your answer so far: yes.`
    pub fn answer_so_far(&self) -> Option<String> {
        let answered = self.answered?;
        Some(self.frame.t(format!("mail-answered-{}", answered.word())))
    }
}

/// The kind of change that matters most: `-time`, `-place` or nothing.
pub(super) fn kind(changes: &[Changed]) -> &'static str {
    let has = |wanted: fn(&Changed) -> bool| changes.iter().any(wanted);
    if has(|change| matches!(change, Changed::State { .. })) {
        ""
    } else if has(|change| matches!(change, Changed::Time { .. })) {
        "-time"
    } else if has(|change| matches!(change, Changed::Place { .. })) {
        "-place"
    } else {
        ""
    }
}

impl Changed {
    pub(super) fn difference(&self, f: &Frame, series: Option<&str>) -> Option<Difference> {
        let open = |lines: Vec<String>, key: &str| {
            if lines.is_empty() {
                vec![f.t(key)]
            } else {
                lines
            }
        };
        let (label, old, new) = match self {
            Self::Time { old, new } => (f.t("mail-when"), vec![old.here(f)], new.lines(f)),
            Self::Place { old, new } => (
                f.t("mail-where"),
                open(old.clone(), "mail-open"),
                open(new.clone(), "mail-open"),
            ),
            Self::Title { old, new } => (
                f.t("mail-title"),
                vec![title(f, old.as_deref(), series)],
                vec![title(f, new.as_deref(), series)],
            ),
            Self::Speakers { old, new } => {
                let lines =
                    |all: &[Speaker]| open(all.iter().map(Speaker::line).collect(), "mail-none");
                let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
                (f.count("mail-speakers", count), lines(old), lines(new))
            }
            Self::State { old, new } => (
                f.t("mail-state"),
                vec![f.t(old.key())],
                vec![f.t(new.key())],
            ),
            Self::Programme(moved) => return Some(items::difference(f, moved)),
            Self::Online => return None,
        };
        Some(Difference { label, old, new })
    }
}

/// Followers, and who has it by their feed, can stop what others cannot switch off.
fn why(f: &Frame, key: &str, by: By) -> String {
    f.t(match by {
        By::Mail => key,
        By::Digest => "mail-follower-why",
        By::Feed => "mail-feed-why",
    })
}

impl Standing {
    fn key(self) -> &'static str {
        match self {
            Self::Announced => "mail-standing-announced",
            Self::Postponed => "mail-standing-postponed",
            Self::Cancelled => "mail-standing-cancelled",
        }
    }
}

impl Cancellation {
    /// Whether a mail may have put it into the recipient's calendar.
    pub fn came_by_mail(&self) -> bool {
        self.by == By::Mail
    }

    /// Why the recipient gets it.
    pub fn why(&self) -> String {
        why(&self.frame, "mail-cancellation-why", self.by)
    }

    /// What is known of what would have been, and what comes in its place.
    pub fn facts(&self) -> Vec<Fact> {
        let seminar = self.seminar.without_way_in();
        let mut facts = seminar.facts_with("mail-cancellation-when", &self.frame);
        facts.extend(self.in_place.as_ref().map(|next| next.fact(&self.frame)));
        facts
    }
}

impl InPlace {
    /// As a fact beside those of what is cancelled.
    pub(super) fn fact(&self, f: &Frame) -> Fact {
        let title = title(f, self.title.as_deref(), None);
        Fact {
            label: f.t("mail-in-place"),
            lines: [vec![title], self.when.lines(f)].concat(),
            more: Vec::new(),
        }
    }
}

impl Released {
    /// What is known of where they would have spoken.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.without_way_in().facts(&self.frame)
    }
}

impl Closed {
    /// When it was to be.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }
}

impl Postponement {
    /// Why the recipient gets it.
    pub fn why(&self) -> String {
        why(&self.frame, "mail-postponement-why", self.by)
    }

    /// What is known of what would have been.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar
            .without_way_in()
            .facts_with("mail-cancellation-when", &self.frame)
    }
}

impl Seminar {
    pub(super) fn without_way_in(&self) -> Self {
        Self {
            online: None,
            place_url: None,
            ..self.clone()
        }
    }
}
