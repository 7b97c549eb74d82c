//! What is followed, as pages show it.

use super::{
    form::{Field, FieldError, Several},
    page::Page,
    series::FollowForm,
};
use crate::{mail::digest::Rhythm, typed_form};

/// The button by which the hub, a topic or a list is followed.
#[derive(Debug, Clone)]
pub struct FollowCard {
    /// What it posts.
    pub posted: String,
    /// The topic, as it is called; none for the hub and for a list.
    pub topic: Option<String>,
    /// Whether it is a list.
    pub is_list: bool,
    /// Whether the reader follows it; `None` for who is not signed in.
    pub follows: Option<bool>,
    /// The page to come back to.
    pub back: String,
    /// Where who is not signed in has their address asked; none where that cannot be.
    pub asks: Option<String>,
    /// The address that was typed there.
    pub form: FollowForm,
}

impl FollowCard {
    /// `key` with `-topic`, `-list` or `-hub` behind it.
    pub fn key(&self, key: &str) -> String {
        match self.topic {
            _ if self.is_list => format!("{key}-list"),
            Some(_) => format!("{key}-topic"),
            None => format!("{key}-hub"),
        }
    }

    /// What following it brings.
    pub fn words(&self, page: &Page) -> String {
        let topic = self.topic.as_deref().unwrap_or_default();
        page.with(&self.key("follow-words"), "topic", topic)
    }
}

typed_form! {
    /// When someone wants to be reminded of a series that they follow; all empty: as the series has it.
    RemindersForm {
        /// Minutes before, with commas between.
        reminders: Field = "notices-remind",
        /// `morning`, `friday`.
        reminder_days: Several = "seminar-form-reminder-days",
    }
}

/// One thing that someone follows.
#[derive(Debug, Clone)]
pub struct FollowLine {
    /// What its buttons post.
    pub posted: String,
    /// The title of a series, what a list is called, or a topic; none for the hub.
    pub title: Option<String>,
    /// Whether it is a topic.
    pub is_topic: bool,
    /// Whether it is a list.
    pub is_list: bool,
    /// How often its programme comes.
    pub rhythm: Option<Rhythm>,
    /// Their own reminders of a series, as they stand or were typed; of nothing else there are any.
    pub reminders: Option<RemindersForm>,
}

impl FollowLine {
    /// What it is called.
    pub fn label(&self, page: &Page) -> String {
        match &self.title {
            Some(topic) if self.is_topic => page.with("notices-topic", "topic", topic),
            Some(name) if self.is_list => page.with("notices-list", "list", name),
            Some(title) => title.clone(),
            None => page.t("notices-hub"),
        }
    }

    /// How often its programme comes, in a word.
    pub fn how_often(&self, page: &Page) -> String {
        let word = self.rhythm.map_or("none", Rhythm::word);
        page.word("notices-rhythm", word)
    }

    /// What the button says aloud that gives it another rhythm.
    pub fn to(&self, page: &Page, rhythm: impl std::fmt::Display) -> String {
        let key = format!("notices-to-{rhythm}-of");
        page.with(&key, "list", self.label(page))
    }

    /// The id of a field of which each line has one.
    pub fn id(&self, field: &str) -> String {
        format!("{field}-{}", self.posted.replace(':', "-"))
    }

    /// What is wrong with its reminders.
    pub fn errors(&self) -> Vec<FieldError> {
        let errors = self.reminders.iter().flat_map(RemindersForm::errors);
        errors
            .map(|error| FieldError {
                name: self.id(&error.name),
                ..error
            })
            .collect()
    }

    /// Whether its reminders are to be seen at once: there are some, or something is wrong with them.
    pub fn opened(&self) -> bool {
        self.reminders.as_ref().is_some_and(|own| {
            let none = own.reminders.value.is_empty() && own.reminder_days.values.is_empty();
            !(none && own.is_fine())
        })
    }

    /// The rhythms that it could have instead.
    pub fn others(&self) -> Vec<Rhythm> {
        let all = Rhythm::ALL.iter().copied();
        all.filter(|rhythm| Some(*rhythm) != self.rhythm).collect()
    }
}
