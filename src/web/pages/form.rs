//! What was typed into a form, what is wrong with it, and the inputs that show both.
//!
//! A form is declared once, by [`typed_form!`]: each field's Rust name is the `name` of its input. A handler fills it
//! from the posted pairs with `typed`, hands what is wrong to `refuse`, and renders the page again: what was typed
//! stays, and each error stands beside its field and in the summary above the form.

use askama::Template;

use super::{html::Html, page::Page};

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
    pub name: &'static str,
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
    /// The hidden fields: `csrf`, `key` and, for an edit, `lock_version`.
    pub fn hidden(&self, page: &Page) -> Html {
        use std::fmt::Write;
        let mut markup = page.csrf_field().to_string();
        let mut field = |name: &str, value: &str| {
            write!(
                markup,
                r#"<input type="hidden" name="{name}" value="{}">"#,
                super::html::escape(value)
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

/// Declares a form: its fields, filled from posted pairs, with their errors.
#[macro_export]
macro_rules! typed_form {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),+ $(,)? }) => {
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
                        name: stringify!($field),
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

/// A line of text as markup; see [`Field::text`].
#[derive(Debug, Template)]
#[template(path = "pages/components/input.html")]
pub struct Input<'a> {
    page: &'a Page,
    name: &'a str,
    label: String,
    field: &'a Field,
    kind: &'static str,
    hint: String,
    required: bool,
    autocomplete: &'static str,
    inputmode: &'static str,
    width: &'static str,
    list: &'static str,
    least: String,
}

/// Several lines of text as markup; see [`Field::lines`].
#[derive(Debug, Template)]
#[template(path = "pages/components/textarea.html")]
pub struct TextArea<'a> {
    page: &'a Page,
    name: &'a str,
    label: String,
    field: &'a Field,
    hint: String,
    required: bool,
    rows: u8,
}

/// A list that opens, as markup; see [`Field::select`].
#[derive(Debug, Template)]
#[template(path = "pages/components/select.html")]
pub struct Select<'a> {
    page: &'a Page,
    name: &'a str,
    label: String,
    field: &'a Field,
    choices: &'a [Choice],
    hint: String,
    empty: Option<String>,
    width: &'static str,
}

/// Radio buttons or boxes as markup; see [`Field::radios`] and [`Several::boxes`].
#[derive(Debug, Template)]
#[template(path = "pages/components/picks.html")]
pub struct Picks<'a> {
    page: &'a Page,
    name: &'a str,
    label: String,
    kind: &'static str,
    values: &'a [String],
    errors: &'a [String],
    choices: &'a [Choice],
    hint: String,
}

/// The summary of errors above a form as markup; nothing where nothing is wrong.
#[derive(Debug, Template)]
#[template(path = "pages/components/summary.html")]
pub struct Summary<'a> {
    page: &'a Page,
    whole: &'a [String],
    fields: Vec<FieldError>,
}

impl askama::filters::HtmlSafe for Input<'_> {}
impl askama::filters::HtmlSafe for TextArea<'_> {}
impl askama::filters::HtmlSafe for Select<'_> {}
impl askama::filters::HtmlSafe for Picks<'_> {}
impl askama::filters::HtmlSafe for Summary<'_> {}

impl Input<'_> {
    /// `email`, `date`, `time`, `number`, `url`, `search`.
    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }
    /// It must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// The text of `key` below the label.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = self.page.t(key);
        self
    }
    /// What the browser may fill in (HTML `autocomplete`).
    #[must_use]
    pub fn autocomplete(mut self, value: &'static str) -> Self {
        self.autocomplete = value;
        self
    }
    /// The keyboard that fits (HTML `inputmode`).
    #[must_use]
    pub fn inputmode(mut self, value: &'static str) -> Self {
        self.inputmode = value;
        self
    }
    /// `short` or `middle`; as wide as the form otherwise.
    #[must_use]
    pub fn width(mut self, width: &'static str) -> Self {
        self.width = width;
        self
    }
    /// The id of a `datalist`.
    #[must_use]
    pub fn list(mut self, id: &'static str) -> Self {
        self.list = id;
        self
    }
    /// The least value of a date or number.
    #[must_use]
    pub fn least(mut self, value: impl std::fmt::Display) -> Self {
        self.least = value.to_string();
        self
    }
}

impl TextArea<'_> {
    /// The text of `key` below the label.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = self.page.t(key);
        self
    }
    /// It must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// How high it is.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }
}

impl Select<'_> {
    /// The text of `key` below the label.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = self.page.t(key);
        self
    }
    /// A first choice without a value, with the text of `key`.
    #[must_use]
    pub fn or_none(mut self, key: &str) -> Self {
        self.empty = Some(self.page.t(key));
        self
    }
    /// `short` or `middle`; as wide as the form otherwise.
    #[must_use]
    pub fn width(mut self, width: &'static str) -> Self {
        self.width = width;
        self
    }
}

impl Picks<'_> {
    /// The text of `key` below the label.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = self.page.t(key);
        self
    }
    fn has(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    typed_form! {
        /// A form.
        Little {
            /// A line.
            title: Field,
            /// Boxes.
            rooms: Several,
        }
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn what_was_typed_is_kept_and_errors_stand_by_their_field() {
        let mut form = Little::typed(&pairs(&[
            ("title", "A"),
            ("rooms", "hall"),
            ("rooms", "lab"),
            ("lock_version", "7"),
            ("key", "k"),
            ("other", "x"),
        ]));
        assert_eq!(form.title.value, "A");
        assert_eq!(form.rooms.values, ["hall", "lab"]);
        assert_eq!(
            (form.meta.key.as_str(), form.meta.lock_version),
            ("k", Some(7))
        );
        assert!(form.is_fine());
        form.refuse("title", "too short");
        form.refuse("nowhere", "closed");
        assert_eq!(
            form.errors(),
            [FieldError {
                name: "title",
                text: "too short".into()
            }]
        );
        assert_eq!(form.meta.errors, ["closed"]);
        assert_eq!(Little::NAMES, ["title", "rooms"]);
        let page = crate::web::pages::samples::page(crate::base::language::Language::En, "/");
        let summary = form.summary(&page).to_string();
        assert!(
            summary.contains(r##"<a href="#title">too short</a>"##),
            "{summary}"
        );
    }
}
