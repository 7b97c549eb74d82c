//! From what is to be told to what is read: three templates a mail (subject, text, HTML) over one frame.
//!
//! A mail is a plain struct ([`Content`]) in its slice's `notices::mails`, with samples in every language; its templates
//! lie in `templates/mail/{name}/`, its words in `locales/{en,ko}/mail.ftl`. Text and HTML say the same and both are
//! written by hand. Styles stand in the elements (mail readers drop sheets); a sheet of a few rules serves the dark and
//! the narrow. What people typed is escaped in HTML, kept to its line in text, and never reaches a header unbroken.

use chrono::Duration;

use crate::base::{
    language::{self, Arg, Language},
    slot::Slot,
    text,
    zone::Zone,
};

/// A mail as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, not empty.
    pub subject: String,
    /// The plain text, lines ending in LF.
    pub text: String,
    /// The HTML document.
    pub html: String,
}

/// Who reads and who sends: what every mail is told in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The recipient's language.
    pub language: Language,
    /// The recipient's zone: every time is told in it first.
    pub zone: Zone,
    /// The recipient's name as they write it; `None` where it is not known.
    pub reader: Option<String>,
    /// The name of the hub.
    pub hub: String,
    /// The hub's public address: `https://maru.example`.
    pub home: String,
    /// Where the recipient chooses what they are told, for those who can.
    pub preferences: Option<String>,
    /// Where these mails are stopped with one click; only for what goes to many (reminders, digests, announcements).
    pub unsubscribe: Option<String>,
}

impl Frame {
    /// The text of `key` in the recipient's language.
    pub fn t(&self, key: &str) -> String {
        self.language.t(key)
    }

    /// The text of `key` with words in it; each is kept to one line.
    pub fn with(&self, key: &str, words: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Arg<'_>)> = words
            .iter()
            .map(|(name, word)| (*name, Arg::from(text::line(word))))
            .collect();
        self.language.with(key, &args)
    }

    /// The text of `key` with the number `n` in it, in its plural.
    pub fn count(&self, key: &str, n: i64) -> String {
        self.language.with(key, &[("n", Arg::from(n))])
    }

    /// `Dear Hong Gildong,`; without a name where none is known.
    pub fn hello(&self) -> String {
        match &self.reader {
            Some(name) => self.with("mail-hello", &[("name", name)]),
            None => self.t("mail-hello-nameless"),
        }
    }

    /// A span of time in its two largest units, such as `1 day` or `2 hours 30 minutes`. From an hour on it is rounded to
    /// five minutes, from a day on to the hour: a reminder sent half a minute late still says `1 day`.
    pub fn span(&self, span: Duration) -> String {
        let minutes = span.num_seconds().max(0).saturating_add(30) / 60;
        let minutes = match minutes {
            0..55 => minutes.max(1),
            55..1435 => (minutes + 2) / 5 * 5,
            _ => (minutes + 30) / 60 * 60,
        };
        let parts = [
            ("mail-days", minutes / 1440),
            ("mail-hours", minutes % 1440 / 60),
            ("mail-minutes", minutes % 60),
        ];
        parts
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .take(2)
            .map(|(key, n)| self.count(key, n))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A time in the diary: when, and in which zone it was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// From–to.
    pub slot: Slot,
    /// The zone of the series or of the room.
    pub anchor: Zone,
}

impl When {
    /// In the recipient's zone: `Tue 1 December 2026, 08:00–09:00 (Paris, UTC+1)`.
    pub fn here(&self, frame: &Frame) -> String {
        language::slot(frame.language, self.slot, frame.zone)
    }

    /// In the recipient's zone and, where clocks there show another time, in the zone it was meant in.
    pub fn lines(&self, frame: &Frame) -> Vec<String> {
        let mut lines = vec![self.here(frame)];
        let differs = |at| frame.zone.local(at) != self.anchor.local(at);
        if differs(self.slot.from()) || differs(self.slot.to()) {
            lines.push(language::slot(frame.language, self.slot, self.anchor));
        }
        lines
    }
}

/// A labelled fact: `Where` with one line or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is, in the recipient's language.
    pub label: String,
    /// At least one line.
    pub lines: Vec<String>,
}

impl Fact {
    /// A fact, `None` where there is nothing to say.
    pub fn of(frame: &Frame, label: &str, lines: Vec<String>) -> Option<Self> {
        (!lines.is_empty()).then(|| Self {
            label: frame.t(label),
            lines,
        })
    }
}

/// Something that was one way and is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is, in the recipient's language.
    pub label: String,
    /// How it was; at least one line.
    pub old: Vec<String>,
    /// How it is; at least one line.
    pub new: Vec<String>,
}

/// A text cut to at most `most` characters at the end of a word, with `…` where something is missing.
pub fn excerpt(whole: &str, most: usize) -> String {
    let Some((cut, _)) = whole.char_indices().nth(most) else {
        return whole.to_owned();
    };
    let head = &whole[..cut];
    // Where the last blank is far away (Korean, Japanese), the cut falls where it falls.
    let end = head
        .rfind(char::is_whitespace)
        .filter(|blank| cut - blank < 60 && *blank > 0)
        .unwrap_or(cut);
    format!("{}…", head[..end].trim_end())
}

/// An address that may be followed from a mail: http or https, without blanks or controls.
pub fn link(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let is_web = typed.starts_with("https://") || typed.starts_with("http://");
    (is_web && !typed.contains(|c: char| c.is_whitespace() || c.is_control())).then_some(typed)
}

/// What one mail tells, and how it is written.
pub trait Content: Sized {
    /// The name of its folder under `templates/mail`.
    const NAME: &'static str;

    /// Who reads it.
    fn frame(&self) -> &Frame;

    /// The mail in the recipient's language.
    fn render(&self) -> Rendered;

    /// Plausible ones to look at and to test with, each with a short name.
    fn samples(language: Language) -> Vec<(&'static str, Self)>;

    /// Every sample as it is read, named `{mail}.{language}.{sample}`.
    fn previews(language: Language) -> Vec<(String, Rendered)> {
        Self::samples(language)
            .into_iter()
            .map(|(sample, content)| {
                let name = format!("{}.{}.{sample}", Self::NAME, language.code());
                (name, content.render())
            })
            .collect()
    }
}
