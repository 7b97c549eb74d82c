//! What a box finds that can be put on a list.

use super::form::Choice;
use crate::seminars::model::OnListKind;

/// Something that has the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundItem {
    /// What it would be on the list.
    pub what: OnListKind,
    /// What its field of the form takes.
    pub value: String,
    /// What it is called.
    pub label: String,
}

impl FoundItem {
    /// Something out of a field's choices. A topic is put there by its name.
    pub fn of(what: OnListKind, choice: &Choice) -> Self {
        let value = match what {
            OnListKind::Topic => &choice.label,
            _ => &choice.value,
        };
        Self {
            what,
            value: value.clone(),
            label: choice.label.clone(),
        }
    }

    /// The field of the form that takes it.
    pub fn field(&self) -> &'static str {
        match self.what {
            OnListKind::Topic => "topic",
            OnListKind::Series => "series",
            OnListKind::Institution => "institution",
            OnListKind::Person => "person",
            OnListKind::Seminar | OnListKind::LeftOut => "seminar",
        }
    }
}
