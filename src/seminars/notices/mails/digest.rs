//! The programme of what someone follows, and how it is said.

use chrono::NaiveDate;

use super::{Answer, Part, Seminar, Speaker, samples};
use crate::{
    base::{
        language::{self, Arg},
        text,
    },
    content,
    mail::{
        digest::Rhythm,
        render::{Frame, When},
    },
};

/// The programme of a week, or of today and tomorrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Who reads it.
    pub frame: Frame,
    /// How often it comes.
    pub rhythm: Rhythm,
    /// The first of its days, where the reader is.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
    /// What was told for these days, and is no longer so.
    pub gone: Vec<Item>,
    /// The days that have something.
    pub days: Vec<Day>,
    /// How many more seminars they have than stand here.
    pub more: i64,
    /// What was announced for a later time since the one before.
    pub later: Vec<Item>,
    /// How many more of these there are.
    pub more_later: i64,
    /// The page with the whole programme.
    pub programme: String,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Its date, where the reader is.
    pub date: NaiveDate,
    /// What it has, by start.
    pub items: Vec<Item>,
}

/// A seminar in a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub seminar: Seminar,
    /// What is otherwise than the one before told it.
    pub mark: Option<Mark>,
    /// What the reader answered.
    pub answer: Option<Answer>,
    /// What the reader does there.
    pub part: Option<Part>,
}

/// What is otherwise with a seminar since the digest before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// It was announced since.
    New,
    /// It is at another time.
    Moved {
        /// When it was to be.
        old: When,
    },
    /// It is in another place.
    Elsewhere {
        /// Where it was to be; nowhere yet where this is empty.
        old: Vec<String>,
    },
    /// It takes place after all.
    Again,
    /// It does not take place.
    Cancelled,
    /// It does not take place then.
    Postponed,
}

content!(
    Digest, "digest":
    "mail/digest/subject.txt", "mail/digest/text.txt", "mail/digest/html.html";
    samples::digest
);

impl Digest {
    /// `This week at Maru: 3 seminars`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        let n = self.count();
        let what = match (n, self.is_empty()) {
            (0, true) => "nothing",
            (0, false) => "news",
            _ => "some",
        };
        f.language.with(
            &format!("mail-digest-subject-{}-{what}", self.rhythm),
            &[("n", Arg::from(n)), ("hub", Arg::from(text::line(&f.hub)))],
        )
    }

    /// What kind of mail it is.
    pub fn kind(&self) -> String {
        self.frame.t(format!("mail-digest-kind-{}", self.rhythm))
    }

    /// Its days: `9 Nov 2026 – 15 Nov 2026`
    pub fn span(&self) -> String {
        language::date_span(self.frame.language, self.from, self.to)
    }

    /// Of what it is, and in which zone.
    pub fn lead(&self) -> String {
        let f = &self.frame;
        let zone = language::zone_name(f.language, f.zone);
        f.with("mail-digest-lead", &[("zone", zone)])
    }

    /// That its days have nothing, where they have not.
    pub fn nothing(&self) -> Option<String> {
        let key = format!("mail-digest-nothing-{}", self.rhythm);
        self.days.is_empty().then(|| self.frame.t(key))
    }

    /// How many more seminars there are than stand here.
    pub fn and_more(&self) -> Option<String> {
        and_more(&self.frame, self.more)
    }

    /// How many more are new for a later time.
    pub fn and_more_later(&self) -> Option<String> {
        and_more(&self.frame, self.more_later)
    }

    /// Why the reader gets it.
    pub fn why(&self) -> String {
        self.frame.t("mail-digest-why")
    }

    fn count(&self) -> i64 {
        let listed: usize = self.days.iter().map(|day| day.items.len()).sum();
        self.more + i64::try_from(listed).unwrap_or(i64::MAX)
    }

    fn is_empty(&self) -> bool {
        self.days.is_empty() && self.gone.is_empty() && self.later.is_empty()
    }
}

fn and_more(f: &Frame, n: i64) -> Option<String> {
    (n > 0).then(|| f.count("mail-digest-more", n))
}

impl Day {
    /// `Tuesday, 10 November`
    pub fn name(&self, f: &Frame) -> String {
        language::date(f.language, self.date)
    }
}

impl Item {
    /// The title, or what stands for it.
    pub fn title(&self, f: &Frame) -> String {
        self.seminar.title(f)
    }

    /// From when until when, on the day under which it stands: `16:00–17:00`; with dates where that is not one day.
    pub fn hours(&self, f: &Frame) -> String {
        let slot = self.seminar.when.slot;
        let (from, to) = (f.zone.local(slot.from()), f.zone.local(slot.to()));
        if from.date() != to.date() {
            return self.seminar.when.here(f);
        }
        language::hours(slot.from(), slot.to(), f.zone)
    }

    /// From when until when, with the date.
    pub fn date(&self, f: &Frame) -> String {
        self.seminar.when.here(f)
    }

    /// The same on the clocks of the zone it is meant in, where those show another time.
    pub fn there(&self, f: &Frame) -> Option<String> {
        self.seminar.when.lines(f).into_iter().nth(1)
    }

    /// Who speaks, where, and in which series: a line each.
    pub fn lines(&self) -> Vec<String> {
        let speakers: Vec<String> = self.seminar.speakers.iter().map(Speaker::line).collect();
        let speakers = Some(speakers.join(", ")).filter(|line| !line.is_empty());
        let series = self.seminar.title.as_ref().and(self.seminar.series.clone());
        speakers
            .into_iter()
            .chain(self.seminar.places.iter().cloned())
            .chain(series)
            .collect()
    }

    /// What is otherwise, in words.
    pub fn marked(&self, f: &Frame) -> Option<String> {
        Some(match self.mark.as_ref()? {
            Mark::New => f.t("mail-digest-new"),
            Mark::Moved { old } => f.with("mail-digest-moved", &[("when", old.here(f))]),
            Mark::Elsewhere { old } if old.is_empty() => f.t("mail-digest-placed"),
            Mark::Elsewhere { old } => {
                f.with("mail-digest-elsewhere", &[("place", old.join("; "))])
            }
            Mark::Again => f.t("mail-digest-again"),
            Mark::Cancelled => f.t("mail-digest-cancelled"),
            Mark::Postponed => f.t("mail-digest-postponed"),
        })
    }

    /// Whether what is otherwise needs attention.
    pub fn is_warned_of(&self) -> bool {
        !matches!(self.mark, None | Some(Mark::New | Mark::Again))
    }

    /// Whether it does not take place, or not then.
    pub fn is_off(&self) -> bool {
        matches!(self.mark, Some(Mark::Cancelled | Mark::Postponed))
    }

    /// What the reader does there, or answered.
    pub fn own(&self, f: &Frame) -> Option<String> {
        if let Some(answer) = self.answer {
            return Some(f.t(format!("mail-answered-{}", answer.word())));
        }
        let part = self.part?;
        Some(f.t(format!("mail-digest-part-{}", part.word())))
    }

    /// How to take part from elsewhere, while it takes place.
    pub fn join(&self) -> Option<&str> {
        self.seminar.join_link().filter(|_| !self.is_off())
    }
}
