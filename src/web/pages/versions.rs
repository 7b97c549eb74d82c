//! Title and abstract in further languages, as the form of a seminar and that of a speaker take them.

use std::collections::BTreeMap;

use super::{
    form::{Choice, Field, Input, TextArea},
    page::Page,
    seminar_form::SeminarForm,
    speak::SpeakForm,
    stale::{Told, plain},
};
use crate::{
    base::text,
    seminars::model::{Text, TextLanguage, Texts},
};

/// The two fields of a language, as they are shown.
#[derive(Debug, Clone, Copy)]
pub struct Version<'f> {
    /// The language.
    pub language: TextLanguage,
    /// The title.
    pub title: &'f Field,
    /// The abstract.
    pub abstract_text: &'f Field,
}

impl Version<'_> {
    /// Whether something stands there, or is wrong with it.
    pub fn is_used(&self) -> bool {
        let nothing = Field::default();
        *self.title != nothing || *self.abstract_text != nothing
    }

    /// The field of the title as markup.
    pub fn title_field<'a>(&'a self, page: &'a Page) -> Input<'a> {
        let ([name, _], [label, _]) = (names(self.language), labels(self.language));
        let field = self.title.text(page, name, label);
        field.lang(self.language.word())
    }

    /// The field of the abstract as markup.
    pub fn abstract_field<'a>(&'a self, page: &'a Page) -> TextArea<'a> {
        let ([_, name], [_, label]) = (names(self.language), labels(self.language));
        let field = self.abstract_text.lines(page, name, label);
        field.lang(self.language.word())
    }
}

/// A form that has fields for every language.
pub trait Versions {
    /// The fields of `language`: title and abstract.
    fn fields(&self, language: TextLanguage) -> [&Field; 2];

    /// The same, to be filled in.
    fn fields_mut(&mut self, language: TextLanguage) -> [&mut Field; 2];

    /// Puts in what stands.
    fn put(&mut self, texts: &Texts) {
        for (language, version) in texts.iter() {
            let [title, abstract_text] = self.fields_mut(language);
            *title = Field::of(&version.title);
            *abstract_text = Field::of(&version.abstract_text);
        }
    }

    /// What is typed, of every language.
    fn said(&self) -> BTreeMap<TextLanguage, Text> {
        let all = TextLanguage::ALL.iter().copied();
        let said = all.map(|language| {
            let [title, abstract_text] = self.fields(language);
            let version = Text {
                title: text::line(&title.value),
                abstract_text: text::lines(&abstract_text.value),
            };
            (language, version)
        });
        said.collect()
    }

    /// The languages that are offered beside the seminar's `own`; that one too, where something is typed in it.
    fn offered(&self, own: Option<&str>) -> Vec<Version<'_>> {
        let all = TextLanguage::ALL.iter().copied();
        let all = all.map(|language| {
            let [title, abstract_text] = self.fields(language);
            Version {
                language,
                title,
                abstract_text,
            }
        });
        all.filter(|one| own != Some(one.language.word()) || one.is_used())
            .collect()
    }

    /// The fields with the keys of their labels, as people read them.
    fn told(&self) -> Vec<Told> {
        let all = TextLanguage::ALL.iter().copied();
        all.flat_map(|language| {
            let ([title, abstract_text], labels) = (self.fields(language), labels(language));
            [(labels[0], plain(title)), (labels[1], plain(abstract_text))]
        })
        .collect()
    }
}

/// The field of the form for one of the API's, where it is one of a version.
pub fn field_of(name: &str) -> Option<&'static str> {
    let mut parts = name.strip_prefix("texts.")?.split('.');
    let [title, abstract_text] = names(parts.next()?.parse().ok()?);
    Some(match parts.next() {
        Some("abstract") => abstract_text,
        _ => title,
    })
}

/// The languages that something can be held in, to choose from.
pub fn spoken_in() -> Vec<Choice> {
    let all = TextLanguage::ALL.iter();
    all.map(|language| Choice::new(language.word(), language.own_name()))
        .collect()
}

/// The names of the inputs of a language: title and abstract.
pub fn names(language: TextLanguage) -> [&'static str; 2] {
    match language {
        TextLanguage::Korean => ["title_ko", "abstract_ko"],
        TextLanguage::English => ["title_en", "abstract_en"],
        TextLanguage::French => ["title_fr", "abstract_fr"],
    }
}

fn labels(language: TextLanguage) -> [&'static str; 2] {
    match language {
        TextLanguage::Korean => ["version-title-ko", "version-abstract-ko"],
        TextLanguage::English => ["version-title-en", "version-abstract-en"],
        TextLanguage::French => ["version-title-fr", "version-abstract-fr"],
    }
}

macro_rules! has_versions {
    ($($form:ty),+) => {
        $(impl Versions for $form {
            fn fields(&self, language: TextLanguage) -> [&Field; 2] {
                match language {
                    TextLanguage::Korean => [&self.title_ko, &self.abstract_ko],
                    TextLanguage::English => [&self.title_en, &self.abstract_en],
                    TextLanguage::French => [&self.title_fr, &self.abstract_fr],
                }
            }

            fn fields_mut(&mut self, language: TextLanguage) -> [&mut Field; 2] {
                match language {
                    TextLanguage::Korean => [&mut self.title_ko, &mut self.abstract_ko],
                    TextLanguage::English => [&mut self.title_en, &mut self.abstract_en],
                    TextLanguage::French => [&mut self.title_fr, &mut self.abstract_fr],
                }
            }
        })+
    };
}

has_versions!(SeminarForm, SpeakForm);
