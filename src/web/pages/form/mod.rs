//! What was typed into a form, what is wrong with it, and the inputs that show both.
//!
//! A form is declared once, by `typed_form!`: each field's Rust name is the `name` of its input. A handler fills it
//! from the posted pairs with `typed`, hands what is wrong to `refuse`, and renders the page again: what was typed
//! stays, and each error stands beside its field and in the summary above the form.

mod inputs;

use super::{html::Html, page::Page};

pub use inputs::{Input, Picks, Select, Summary, TextArea};

/// A field with one value, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// What was typed, or what stands there before.
    pub value: String,
    /// What is wrong with it, in the reader's language.
    pub errors: Vec<String>,
}

/// A field with any number of values: boxes that can be ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Several {
    /// What was ticked.
    pub values: Vec<String>,
    /// What is wrong with it, in the reader's language.
    pub errors: Vec<String>,
}

/// What a form's fields have in common.
pub trait Typed {
    /// Takes the values posted under one name, in their order.
    fn take(&mut self, values: Vec<String>);
    /// Adds an error.
    fn refuse(&mut self, error: String);
    /// What is wrong.
    fn errors(&self) -> &[String];
}

/// An error of the summary on top of a form: which field, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the input, for the link to it.
    pub name: String,
    /// The key of its label; empty for a field that nobody sees.
    pub label: &'static str,
    /// What is wrong.
    pub text: String,
}

/// One of the values that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// More about it, in small letters; empty for nothing.
    pub hint: String,
}

/// What every form carries beside its own fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormMeta {
    /// The idempotency key (hidden field `key`): the same form sent twice acts once.
    pub key: String,
    /// The version that an edit is based on (hidden field `lock_version`); `None` where something is made.
    pub lock_version: Option<i32>,
    /// What is wrong with the form as a whole, in the reader's language.
    pub errors: Vec<String>,
}

impl Field {
    /// A field with a value.
    pub fn of(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            errors: Vec::new(),
        }
    }

    /// A field with a value that is wrong.
    pub fn wrong(value: impl Into<String>, error: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            errors: vec![error.into()],
        }
    }

    /// A line of text.
    pub fn text<'a>(&'a self, page: &'a Page, name: &'a str, label: &'a str) -> Input<'a> {
        Input {
            page,
            id: name.to_owned(),
            name,
            label: page.t(label),
            field: self,
            kind: "text",
            hint: String::new(),
            required: false,
            autocomplete: "off",
            inputmode: "",
            width: "",
            list: "",
            least: String::new(),
            lang: "",
        }
    }

    /// Several lines of text.
    pub fn lines<'a>(&'a self, page: &'a Page, name: &'a str, label: &'a str) -> TextArea<'a> {
        TextArea {
            page,
            name,
            label: page.t(label),
            field: self,
            hint: String::new(),
            required: false,
            rows: 5,
            lang: "",
        }
    }

    /// One of several values, in a list that opens.
    pub fn select<'a>(
        &'a self,
        page: &'a Page,
        name: &'a str,
        label: &'a str,
        choices: &'a [Choice],
    ) -> Select<'a> {
        Select {
            page,
            name,
            label: page.t(label),
            field: self,
            choices,
            hint: String::new(),
            empty: None,
            width: "",
        }
    }

    /// One of a few values, all of them to be seen.
    pub fn radios<'a>(
        &'a self,
        page: &'a Page,
        name: &'a str,
        label: &'a str,
        choices: &'a [Choice],
    ) -> Picks<'a> {
        Picks {
            page,
            id: name.to_owned(),
            name,
            label: page.t(label),
            kind: "radio",
            values: std::slice::from_ref(&self.value),
            errors: &self.errors,
            choices,
            hint: String::new(),
        }
    }
}

impl Several {
    /// Boxes with these ticked.
    pub fn of<V: Into<String>>(values: impl IntoIterator<Item = V>) -> Self {
        Self {
            values: values.into_iter().map(Into::into).collect(),
            errors: Vec::new(),
        }
    }

    /// Boxes that can be ticked.
    pub fn boxes<'a>(
        &'a self,
        page: &'a Page,
        name: &'a str,
        label: &'a str,
        choices: &'a [Choice],
    ) -> Picks<'a> {
        Picks {
            page,
            id: name.to_owned(),
            name,
            label: page.t(label),
            kind: "checkbox",
            values: &self.values,
            errors: &self.errors,
            choices,
            hint: String::new(),
        }
    }
}

impl Choice {
    /// A value and what is read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// With more about it in small letters.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl FormMeta {
    /// Of a form that is new, under this key.
    pub fn keyed(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            ..Self::default()
        }
    }

    /// The hidden fields: `csrf`, `key` and, for an edit, `lock_version`.
    pub fn hidden(&self, page: &Page) -> Html {
        use std::fmt::Write;
        let mut markup = page.csrf_field().to_string();
        let mut field = |name: &str, value: &str| {
            write!(
                markup,
                r#"<input type="hidden" name="{name}" value="{}">"#,
                crate::web::pages::html::escape(value)
            )
            .expect("writing to a string cannot fail");
        };
        field("key", &self.key);
        if let Some(version) = self.lock_version {
            field("lock_version", &version.to_string());
        }
        Html::trusted(markup)
    }

    /// The summary above a form: what is wrong with it as a whole and with its fields, each with a link.
    pub fn summary<'a>(&'a self, page: &'a Page, fields: &[FieldError]) -> Summary<'a> {
        Summary {
            page,
            whole: &self.errors,
            fields: fields.to_vec(),
        }
    }
}

impl Typed for Field {
    fn take(&mut self, values: Vec<String>) {
        self.value = values.into_iter().next_back().unwrap_or_default();
    }
    fn refuse(&mut self, error: String) {
        self.errors.push(error);
    }
    fn errors(&self) -> &[String] {
        &self.errors
    }
}

impl Typed for Several {
    fn take(&mut self, values: Vec<String>) {
        self.values = values;
    }
    fn refuse(&mut self, error: String) {
        self.errors.push(error);
    }
    fn errors(&self) -> &[String] {
        &self.errors
    }
}

/// Declares a form: its fields in the order of the page, each with the key of its label, filled from posted pairs, with
/// their errors. A field that nobody sees has no label.
#[macro_export]
macro_rules! typed_form {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $kind:ident $(= $label:literal)?),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $name {
            /// Hidden fields, and what is wrong with the form as a whole.
            pub meta: $crate::web::pages::form::FormMeta,
            $($(#[$field_doc])* pub $field: $kind,)+
        }

        impl $name {
            /// The names of the inputs.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];

            /// The form as it was posted: each field takes what stands under its name, `key` and `lock_version` too.
            pub fn typed(pairs: &[(String, String)]) -> Self {
                use $crate::web::pages::form::{Typed, posted};
                let mut form = Self::default();
                form.meta.key = posted(pairs, "key").pop().unwrap_or_default();
                form.meta.lock_version =
                    posted(pairs, "lock_version").pop().and_then(|version| version.parse().ok());
                $(form.$field.take(posted(pairs, stringify!($field)));)+
                form
            }

            /// Puts an error beside the field of that name; above the form where there is no such field.
            pub fn refuse(&mut self, name: &str, error: impl Into<String>) {
                use $crate::web::pages::form::Typed;
                match name {
                    $(stringify!($field) => self.$field.refuse(error.into()),)+
                    _ => self.meta.errors.push(error.into()),
                }
            }

            /// What is wrong, field by field, in the order of the form.
            pub fn errors(&self) -> Vec<$crate::web::pages::form::FieldError> {
                use $crate::web::pages::form::Typed;
                let mut found = Vec::new();
                $(for text in self.$field.errors() {
                    found.push($crate::web::pages::form::FieldError {
                        name: stringify!($field).to_owned(),
                        label: concat!($($label)?),
                        text: text.clone(),
                    });
                })+
                found
            }

            /// Whether nothing is wrong.
            pub fn is_fine(&self) -> bool {
                self.meta.errors.is_empty() && self.errors().is_empty()
            }

            /// The summary above the form.
            pub fn summary<'a>(
                &'a self,
                page: &'a $crate::web::pages::page::Page,
            ) -> $crate::web::pages::form::Summary<'a> {
                self.meta.summary(page, &self.errors())
            }
        }
    };
}

/// The values posted under `name`, in their order.
pub fn posted(pairs: &[(String, String)], name: &str) -> Vec<String> {
    pairs
        .iter()
        .filter(|(posted, _)| posted == name)
        .map(|(_, value)| value.clone())
        .collect()
}

#[cfg(test)]
mod tests;
