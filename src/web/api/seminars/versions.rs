//! Title and abstract in further languages, as the API takes and gives them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    seminars::model::{Text, TextChange, TextLanguage, Texts},
    web::api::Change,
};

/// Title and abstract in further languages than the seminar's own, which has the main text.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, from = "BTreeMap<TextLanguage, Text>")]
#[schema(as = SeminarTexts, example = json!({"ko": {"title": "규모의 법칙을 넘어", "abstract": ""}}))]
pub(super) struct Versions {
    /// In Korean.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ko: Option<Text>,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    en: Option<Text>,
    /// In French.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    fr: Option<Text>,
}

impl From<BTreeMap<TextLanguage, Text>> for Versions {
    fn from(mut texts: BTreeMap<TextLanguage, Text>) -> Self {
        Self {
            ko: texts.remove(&TextLanguage::Korean),
            en: texts.remove(&TextLanguage::English),
            fr: texts.remove(&TextLanguage::French),
        }
    }
}

impl From<Versions> for BTreeMap<TextLanguage, Text> {
    fn from(versions: Versions) -> Self {
        let Versions { ko, en, fr } = versions;
        let each = [
            (TextLanguage::Korean, ko),
            (TextLanguage::English, en),
            (TextLanguage::French, fr),
        ];
        let given = each.into_iter();
        given
            .filter_map(|(language, text)| Some((language, text?)))
            .collect()
    }
}

impl From<&Texts> for Versions {
    fn from(texts: &Texts) -> Self {
        let in_language = |language| texts.get(language).cloned();
        Self {
            ko: in_language(TextLanguage::Korean),
            en: in_language(TextLanguage::English),
            fr: in_language(TextLanguage::French),
        }
    }
}

/// Other versions in further languages: those that are absent stay, `null` removes one.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(
    deny_unknown_fields,
    from = "BTreeMap<TextLanguage, Option<VersionEdit>>"
)]
#[schema(as = SeminarTextsChange, example = json!({"ko": {"title": "규모의 법칙을 넘어"}, "fr": null}))]
pub(super) struct VersionsEdit {
    /// In Korean.
    #[schema(value_type = Option<VersionEdit>)]
    ko: Change<VersionEdit>,
    /// In English.
    #[schema(value_type = Option<VersionEdit>)]
    en: Change<VersionEdit>,
    /// In French.
    #[schema(value_type = Option<VersionEdit>)]
    fr: Change<VersionEdit>,
}

/// What is to be otherwise about a version; what is absent stays. One that says nothing any more is removed.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeminarTextChange)]
pub(super) struct VersionEdit {
    /// Another title; empty: none of its own.
    #[schema(max_length = 500)]
    title: Option<String>,
    /// Another abstract, in Markdown; empty: none of its own.
    #[serde(rename = "abstract")]
    #[schema(max_length = 50_000)]
    abstract_text: Option<String>,
}

impl From<BTreeMap<TextLanguage, Option<VersionEdit>>> for VersionsEdit {
    fn from(mut edits: BTreeMap<TextLanguage, Option<VersionEdit>>) -> Self {
        let mut edit = |language| {
            edits
                .remove(&language)
                .map_or_else(Change::default, Change::To)
        };
        Self {
            ko: edit(TextLanguage::Korean),
            en: edit(TextLanguage::English),
            fr: edit(TextLanguage::French),
        }
    }
}

impl From<VersionsEdit> for BTreeMap<TextLanguage, TextChange> {
    fn from(edit: VersionsEdit) -> Self {
        let VersionsEdit { ko, en, fr } = edit;
        let each = [
            (TextLanguage::Korean, ko),
            (TextLanguage::English, en),
            (TextLanguage::French, fr),
        ];
        let change = |edit: Option<VersionEdit>| match edit {
            Some(edit) => TextChange {
                title: edit.title,
                abstract_text: edit.abstract_text,
            },
            None => TextChange::removed(),
        };
        let given = each.into_iter();
        given
            .filter_map(|(language, edit)| Some((language, change(edit.option()?))))
            .collect()
    }
}
