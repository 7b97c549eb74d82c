//! What mails are made of: times in two zones, labelled facts, old and new.

use super::Frame;
use crate::base::{language, slot::Slot, zone::Zone};

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

    /// The start in the recipient's zone: `Tue 1 December 2026, 08:00 (Paris, UTC+1)`.
    pub fn start(&self, frame: &Frame) -> String {
        language::moment(frame.language, self.slot.from(), frame.zone)
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
    /// What is said more quietly below: the same time on other clocks.
    pub more: Vec<String>,
}

impl Fact {
    /// A fact, `None` where there is nothing to say.
    pub fn of(frame: &Frame, label: &str, lines: Vec<String>) -> Option<Self> {
        (!lines.is_empty()).then(|| Self {
            label: frame.t(label),
            lines,
            more: Vec::new(),
        })
    }

    /// When: in the recipient's zone and, more quietly, in the zone it was meant in.
    pub fn when(frame: &Frame, label: &str, when: &When) -> Self {
        let mut lines = when.lines(frame);
        let more = lines.split_off(1);
        Self {
            label: frame.t(label),
            lines,
            more,
        }
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
