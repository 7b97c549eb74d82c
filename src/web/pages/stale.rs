//! A form that grew stale: what someone else saved meanwhile beside what was typed, so that saving once more is a
//! decision.

use super::{
    form::{Choice, Field, Several},
    page::Page,
};
use crate::base::clock::Instant;

/// A field as people read it: the key of its label, and its value in words.
pub type Told = (&'static str, String);

/// What someone else has changed since the form was opened.
#[derive(Debug, Clone)]
pub struct Stale {
    /// Who changed it, where the reader may know.
    pub by: Option<String>,
    /// When.
    pub at: Instant,
    /// What differs, field by field. The form below carries what was typed and the new `lock_version`, so that saving
    /// it once more is a decision.
    pub differences: Vec<Difference>,
}

/// One field in two versions.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The field's label, in the reader's language.
    pub label: String,
    /// What stands there now.
    pub theirs: String,
    /// What was typed.
    pub yours: String,
}

impl Stale {
    /// The two versions of a form, told field by field in one order. `saved` is the newest entry of the audit, by whom
    /// and when; where there is none, `modified_at` says when.
    pub fn new(
        page: &Page,
        saved: Option<(String, Instant)>,
        modified_at: Instant,
        theirs: impl IntoIterator<Item = Told>,
        yours: impl IntoIterator<Item = Told>,
    ) -> Self {
        let at = saved.as_ref().map_or(modified_at, |(_, at)| *at);
        let differences = theirs
            .into_iter()
            .zip(yours)
            .filter(|(theirs, yours)| theirs != yours)
            .map(|((label, theirs), (_, yours))| Difference {
                label: page.t(label),
                theirs,
                yours,
            });
        Self {
            by: saved.map(|(name, _)| name).filter(|name| !name.is_empty()),
            at,
            differences: differences.collect(),
        }
    }
}

/// A text that was typed. Browsers send lines that end in `\r\n`.
pub fn plain(field: &Field) -> String {
    field.value.trim().replace("\r\n", "\n")
}

/// What people read of a value that was chosen; the value itself where it is no longer offered.
pub fn chosen(choices: &[Choice], value: &str) -> String {
    let choice = choices.iter().find(|choice| choice.value == value);
    choice.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
}

/// Reminders: the minutes that were typed, and the days that were ticked.
pub fn reminders(page: &Page, minutes: &Field, days: &Several) -> String {
    let minutes = Some(plain(minutes)).filter(|typed| !typed.is_empty());
    let days = days.values.iter();
    let days = days.map(|word| page.word("reminder-day", word));
    minutes
        .into_iter()
        .chain(days)
        .collect::<Vec<_>>()
        .join(", ")
}
