//! The languages Maru speaks, and the words of `locales/{code}/*.ftl` (Project Fluent).
//!
//! Every text that a person reads comes from there; a test holds that each key exists in every language and that the
//! keys asked for in code and templates exist.

mod dates;

use std::{fmt, str::FromStr, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;

pub use dates::{
    clock_minute, clock_time, date, date_short, date_span, day_month, hours, moment, month, slot,
    weekday, zone_label, zone_name,
};

/// A language that pages and mails come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English
    En,
    /// 한국어
    Ko,
}

/// A language that Maru does not speak.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is none of the languages here: en, ko")]
pub struct NoSuchLanguage(String);

/// An argument of a text: words or a number.
pub type Arg<'a> = FluentValue<'a>;

#[derive(RustEmbed)]
#[folder = "locales"]
struct Locales;

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> = LazyLock::new(|| {
    Language::ALL
        .iter()
        .map(|language| bundle(*language))
        .collect()
});

impl Language {
    /// Every one of them.
    pub const ALL: [Language; 2] = [Language::En, Language::Ko];

    /// The BCP 47 tag: `en`, `ko`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// Its own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ko => "한국어",
        }
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4); `None` where none is wanted.
    pub fn negotiate(accepted: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in accepted.split(',') {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let quality = parameters
                .split(';')
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            let primary = tag
                .trim()
                .split('-')
                .next()
                .unwrap_or("")
                .to_ascii_lowercase();
            if let Ok(language) = primary.parse::<Self>()
                && quality > 0.0
                && best.is_none_or(|(q, _)| quality > q)
            {
                best = Some((quality, language));
            }
        }
        best.map(|(_, language)| language)
    }

    /// The text of `key`.
    pub fn t(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of `key` with named arguments; a number chooses the plural of the language.
    ///
    /// An unknown key is shown as `⟨key⟩` and logged: a page with one odd word is better than none.
    pub fn with(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.try_with(key, args).unwrap_or_else(|| {
            tracing::error!(key, language = self.code(), "a text is missing");
            format!("⟨{key}⟩")
        })
    }

    /// As [`Self::with`], `None` where there is no such key: for words that only some values have, such as city names.
    pub fn try_with(self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let bundle = &BUNDLES[self as usize];
        let pattern = bundle.get_message(key)?.value()?;
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            fluent.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&fluent), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::error!(
                key,
                language = self.code(),
                ?errors,
                "a text could not be filled in"
            );
        }
        Some(text)
    }
}

impl FromStr for Language {
    type Err = NoSuchLanguage;

    fn from_str(code: &str) -> Result<Self, NoSuchLanguage> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or_else(|| NoSuchLanguage(code.chars().take(20).collect()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Every key of a language, in order; for the test that compares languages.
pub fn keys(language: Language) -> Vec<String> {
    let mut keys: Vec<String> = sources(language)
        .iter()
        .flat_map(|(_, text)| {
            text.lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
                .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    keys.sort();
    keys
}

fn sources(language: Language) -> Vec<(String, String)> {
    let mut found: Vec<_> = Locales::iter()
        .filter(|path| path.starts_with(&format!("{}/", language.code())) && path.ends_with(".ftl"))
        .filter_map(|path| {
            let file = Locales::get(&path)?;
            Some((
                path.into_owned(),
                String::from_utf8_lossy(&file.data).into_owned(),
            ))
        })
        .collect();
    found.sort();
    found
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag = match language {
        Language::En => unic_langid::langid!("en"),
        Language::Ko => unic_langid::langid!("ko"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation marks would stand in subjects, calendar entries and attributes, where they are seen as rubbish.
    bundle.set_use_isolating(false);
    for (path, text) in sources(language) {
        let resource = FluentResource::try_new(text).unwrap_or_else(|(rest, errors)| {
            tracing::error!(path, ?errors, "a file of texts has errors");
            rest
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(path, ?errors, "a text is there twice");
        }
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_wanted_most_is_taken() {
        assert_eq!(
            Language::negotiate("fr, ko;q=0.7, en;q=0.8"),
            Some(Language::En)
        );
        assert_eq!(
            Language::negotiate("ko-KR,ko;q=0.9,en-US;q=0.8"),
            Some(Language::Ko)
        );
        assert_eq!(Language::negotiate("fr, de;q=0.9, en;q=0"), None);
    }

    #[test]
    fn every_key_is_there_in_every_language_and_once() {
        let english = keys(Language::En);
        assert!(!english.is_empty());
        assert!(
            english.windows(2).all(|pair| pair[0] != pair[1]),
            "a key is there twice"
        );
        assert_eq!(english, keys(Language::Ko));
    }

    #[test]
    fn every_file_of_texts_can_be_read() {
        for language in Language::ALL {
            for (path, text) in sources(language) {
                assert!(FluentResource::try_new(text).is_ok(), "{path} has errors");
            }
        }
    }
}
