//! What is printed: sheets of paper as HTML (`@page`, millimetres, no script), which any browser prints or saves as PDF.
//! Why not by a typesetter is told in `docs/decisions`.
//!
//! All that stands on them is kept elsewhere already: a [`Subject`] is a seminar as anyone may see it, and what is missing in
//! it is said, never made up. How much of it fits is reckoned in [`fit`].

pub mod badges;
pub mod fit;
pub mod leaflet;
pub mod order;
pub mod overview;
pub mod poster;
pub mod samples;
pub mod sign_in;
mod subject;
pub mod term;
pub mod text;

use std::borrow::Borrow;

use chrono::NaiveDate;

use super::{page::Page, time::When};
use crate::{
    base::{
        language::{self, Language},
        zone::Zone,
    },
    web::urls,
};

pub use subject::{PaperItem, PaperPlace, PaperSpeaker, Subject};

crate::words! {
    /// How large what is printed is.
    PaperSize {
        /// 297 × 420 mm.
        A3 = "a3",
        /// 210 × 297 mm.
        A4 = "a4",
        /// Cards of 90 × 55 mm, ten of them on a sheet of A4.
        Card = "card",
    }
}

/// What every sheet knows: who reads it, in which languages it is, and how large.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What every page knows; its language is the first of those of the sheet.
    pub page: Page,
    /// In which languages it is: one, or all of them.
    pub languages: Vec<Language>,
    /// How large it is.
    pub size: PaperSize,
    /// How large it can be.
    pub sizes: &'static [PaperSize],
    /// Its address, without what is asked of it.
    pub address: String,
    /// Where the way back leads.
    pub back: String,
}

/// A way to have a sheet otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otherwise {
    /// Where it is.
    pub address: String,
    /// What it is called.
    pub label: String,
    /// Whether it is so now.
    pub here: bool,
}

impl Paper {
    /// A sheet for whoever reads `page`, in these languages (the page's, where none is given); of the first of `sizes` where
    /// another is wanted than it can have.
    pub fn new(
        page: Page,
        languages: Vec<Language>,
        (size, sizes): (Option<PaperSize>, &'static [PaperSize]),
        (address, back): (String, String),
    ) -> Self {
        let languages = match languages.is_empty() {
            true => vec![page.language],
            false => languages,
        };
        let size = size.filter(|size| sizes.contains(size));
        let size = size.or(sizes.first().copied());
        let language = languages.first().copied().unwrap_or(page.language);
        Self {
            page: Page { language, ..page },
            languages,
            size: size.unwrap_or(PaperSize::A4),
            sizes,
            address,
            back,
        }
    }

    /// The file that says how large the sheet is.
    pub fn sheet(&self) -> &'static str {
        match self.size {
            PaperSize::A3 => "a3.css",
            PaperSize::A4 | PaperSize::Card => "a4.css",
        }
    }

    /// A text in each language, once where it is the same.
    pub fn each(&self, of: impl Fn(Language) -> String) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for language in &self.languages {
            let text = of(*language);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    /// The text of `key` in each language.
    pub fn lines(&self, key: &str) -> Vec<String> {
        self.each(|language| language.t(key))
    }

    /// The same on one line.
    pub fn t(&self, key: &str) -> String {
        self.lines(key).join(" · ")
    }

    /// The text of `{group}-{word}` in each language, on one line.
    pub fn word(&self, group: &str, word: impl std::fmt::Display) -> String {
        self.t(&format!("{group}-{word}"))
    }

    /// Month and year in each language.
    pub fn months(&self, date: impl Borrow<NaiveDate>) -> Vec<String> {
        self.each(|language| language::month(language, *date.borrow()))
    }

    /// The weekday in each language.
    pub fn weekday(&self, date: impl Borrow<NaiveDate>) -> String {
        let days = self.each(|language| language::weekday(language, *date.borrow()));
        days.join(" · ")
    }

    /// A date with its weekday and year, in each language.
    pub fn dates(&self, date: impl Borrow<NaiveDate>) -> Vec<String> {
        self.each(|language| language::date(language, *date.borrow()))
    }

    /// Where people say a zone is, in each language.
    pub fn place_of(&self, zone: &Zone) -> String {
        let names = self.each(|language| language::zone_name(language, *zone));
        names.join(" ")
    }

    /// A zone with its offset: `서울 Seoul, UTC+9`; without it where clocks are changed meanwhile, as [`Self::hours_of`] has
    /// both then.
    pub fn zone_of(&self, when: &When) -> String {
        let offset = when.zone.offset_label(when.slot.from());
        if when.zone == Zone::UTC {
            return offset;
        }
        let place = self.place_of(&when.zone);
        match when.zone.changes_between(when.slot.from(), when.slot.to()) {
            true => place,
            false => format!("{place}, {offset}"),
        }
    }

    /// From when until when, by the clock of its place; with the day on which it ends where that is another one.
    pub fn hours_of(&self, when: &When) -> String {
        let (from, to) = (
            when.zone.local(when.slot.from()),
            when.zone.local(when.slot.to()),
        );
        if from.date() == to.date() {
            return language::hours(when.slot.from(), when.slot.to(), when.zone);
        }
        let (begins, ends) = (
            language::clock_time(from.time()),
            language::clock_time(to.time()),
        );
        let day = language::day_month(self.page.language, to.date());
        if when.zone.changes_between(when.slot.from(), when.slot.to()) {
            let offset = |at| when.zone.offset_label(at);
            let (first, then) = (offset(when.slot.from()), offset(when.slot.to()));
            format!("{begins} ({first}) – {day}, {ends} ({then})")
        } else {
            format!("{begins} – {day}, {ends}")
        }
    }

    /// What a clock in `zone` shows when something begins, and the day where it is another one there.
    pub fn clock_of(&self, when: &When, zone: &Zone) -> String {
        let there = zone.local(when.slot.from());
        let clock = language::clock_time(there.time());
        match there.date() == when.date_in(when.zone) {
            true => clock,
            false => format!(
                "{clock} ({})",
                language::day_month(self.page.language, there.date())
            ),
        }
    }

    /// The languages in which it can be had.
    pub fn tongues(&self) -> Vec<Otherwise> {
        let mut all: Vec<Otherwise> = Language::ALL
            .into_iter()
            .map(|language| Otherwise {
                address: self.otherwise(language.code(), self.size),
                label: language.own_name().to_owned(),
                here: self.languages == [language],
            })
            .collect();
        all.push(Otherwise {
            address: self.otherwise(BOTH, self.size),
            label: self.page.t("print-both"),
            here: self.languages.len() > 1,
        });
        all
    }

    /// The sizes in which it can be had; none where there is one alone.
    pub fn formats(&self) -> Vec<Otherwise> {
        if self.sizes.len() < 2 {
            return Vec::new();
        }
        let size = |size: &PaperSize| Otherwise {
            address: self.otherwise(self.tongue(), *size),
            label: self.page.word("print-size", size),
            here: *size == self.size,
        };
        self.sizes.iter().map(size).collect()
    }

    /// The word for its languages in addresses.
    pub fn tongue(&self) -> &'static str {
        match self.languages.as_slice() {
            [one] => one.code(),
            _ => BOTH,
        }
    }

    fn otherwise(&self, tongue: &str, size: PaperSize) -> String {
        let size = (self.sizes.len() > 1).then(|| size.word());
        urls::with_query(&self.address, &[("lang", Some(tongue)), ("size", size)])
    }
}

/// The word for all languages in addresses.
pub const BOTH: &str = "both";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::samples as of_pages;

    fn paper(languages: &[Language]) -> Paper {
        Paper::new(
            of_pages::page(Language::En, "/"),
            languages.to_vec(),
            (Some(PaperSize::Card), &[PaperSize::A3, PaperSize::A4]),
            ("/x".to_owned(), "/".to_owned()),
        )
    }

    #[test]
    fn a_sheet_in_two_languages_says_each_once() {
        let both = paper(&[Language::Ko, Language::En]);
        assert_eq!(both.page.language, Language::Ko);
        assert_eq!(both.word("state", "draft"), "초안 · Draft");
        let when = of_pages::when(1, 16, 0, 60, "Asia/Seoul");
        assert_eq!(both.zone_of(&when), "서울 Seoul, UTC+9");
        assert_eq!(both.hours_of(&when), "16:00–17:00");
        assert_eq!(
            both.clock_of(&when, &of_pages::zone("Europe/Paris")),
            "08:00"
        );
        assert_eq!(
            both.clock_of(&when, &of_pages::zone("Pacific/Honolulu")),
            "21:00 (11월 24일)"
        );
        let here: Vec<bool> = both.tongues().iter().map(|one| one.here).collect();
        assert_eq!(here, [false, false, true]);
    }

    #[test]
    fn a_size_that_it_cannot_have_is_the_first_that_it_can() {
        let one = paper(&[]);
        assert_eq!((one.size, one.sheet()), (PaperSize::A3, "a3.css"));
        assert_eq!(one.languages, [Language::En]);
        let formats: Vec<(String, bool)> = one
            .formats()
            .into_iter()
            .map(|one| (one.address, one.here))
            .collect();
        assert_eq!(
            formats,
            [
                ("/x?lang=en&size=a3".to_owned(), true),
                ("/x?lang=en&size=a4".to_owned(), false)
            ]
        );
    }
}
