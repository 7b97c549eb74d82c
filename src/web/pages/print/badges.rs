//! Badges with names: eight on a sheet of A4, or ten cards of 90 × 55 mm.

use askama::Template;

use super::{Paper, PaperSize, Subject, fit, order};
use crate::{
    base::language::Language,
    web::pages::{Sample, html::Html},
};

crate::words! {
    /// As what someone is there.
    Part {
        /// Speaks.
        Speaker = "speaker",
        /// Sits on the panel.
        Panellist = "panellist",
        /// Leads the discussion.
        Moderator = "moderator",
        /// Receives the guests, or organises it.
        Host = "host",
        /// Comes.
        Guest = "guest",
    }
}

/// `GET /seminars/{code}/print/badges`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/print/badges.html")]
pub struct BadgesPage {
    /// What every sheet knows.
    pub paper: Paper,
    /// What they are for.
    pub subject: Subject,
    /// Whose they are: who speaks and who receives the guests first, then by name.
    pub badges: Vec<Badge>,
}

/// A badge.
#[derive(Debug, Clone)]
pub struct Badge {
    /// The name as it is set.
    pub name: fit::Set,
    /// The name in another script, where it is known in two.
    pub other: Option<String>,
    /// The institution, as much of it as fits.
    pub institution: Option<String>,
    /// As what they are there.
    pub part: Part,
    /// Their code for the door, where they have one.
    pub code: Option<Html>,
}

impl Badge {
    /// The badge of someone who is called `name`.
    pub fn new(name: &str, institution: Option<&str>, part: Part, code: Option<Html>) -> Self {
        // A name is not parted at a hyphen of its own.
        let name = name.replace('-', "\u{2011}");
        let (name, other) = order::ways(&name);
        Self {
            name: fit::set(&name, &fit::NAMES, fit::NAME),
            other: other.map(|other| fit::shortened(&other, fit::per_line(78, 52), 1)),
            institution: institution.map(|from| fit::shortened(from, fit::per_line(56, 38), 2)),
            part,
            code,
        }
    }
}

impl BadgesPage {
    /// How many stand on a sheet.
    pub fn per_sheet(&self) -> usize {
        match self.paper.size {
            PaperSize::Card => 10,
            PaperSize::A3 | PaperSize::A4 => 8,
        }
    }

    /// The sheets; at least one, for blank ones.
    pub fn sheets(&self) -> Vec<&[Badge]> {
        match self.badges.is_empty() {
            true => vec![&[][..]],
            false => self.badges.chunks(self.per_sheet()).collect(),
        }
    }

    /// How many blank badges fill a sheet, for whoever comes unannounced.
    pub fn blank(&self, sheet: &[Badge]) -> std::ops::Range<usize> {
        sheet.len()..self.per_sheet()
    }

    /// Where to cut: lines in the margins of a sheet, in millimetres.
    pub fn cuts(&self) -> String {
        use std::fmt::Write;
        let (rows, high, above) = match self.paper.size {
            PaperSize::Card => (5, 55, 11),
            PaperSize::A3 | PaperSize::A4 => (4, 65, 18),
        };
        let below = above + rows * high;
        let mut path = String::new();
        for x in [15, 105, 195] {
            let _ = write!(path, "M{x} {}v-6M{x} {}v6", above - 2, below + 2);
        }
        for row in 0..=rows {
            let y = above + row * high;
            let _ = write!(path, "M13 {y}h-6M197 {y}h6");
        }
        path
    }
}

impl Sample for BadgesPage {
    const NAME: &'static str = "paper-badges";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        super::samples::badges(language)
    }
}
