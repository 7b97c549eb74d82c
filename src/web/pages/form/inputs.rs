//! The inputs that show what was typed and what is wrong with it, as markup.

use askama::Template;

use super::{Choice, Field, FieldError};
use crate::web::pages::page::Page;

/// A line of text as markup; see [`Field::text`].
#[derive(Debug, Template)]
#[template(path = "pages/components/input.html")]
pub struct Input<'a> {
    pub(super) page: &'a Page,
    pub(super) id: String,
    pub(super) name: &'a str,
    pub(super) label: String,
    pub(super) field: &'a Field,
    pub(super) kind: &'static str,
    pub(super) hint: String,
    pub(super) required: bool,
    pub(super) autocomplete: &'static str,
    pub(super) inputmode: &'static str,
    pub(super) width: &'static str,
    pub(super) list: &'static str,
    pub(super) least: String,
    pub(super) lang: &'static str,
}

/// Several lines of text as markup; see [`Field::lines`].
#[derive(Debug, Template)]
#[template(path = "pages/components/textarea.html")]
pub struct TextArea<'a> {
    pub(super) page: &'a Page,
    pub(super) name: &'a str,
    pub(super) label: String,
    pub(super) field: &'a Field,
    pub(super) hint: String,
    pub(super) required: bool,
    pub(super) rows: u8,
    pub(super) lang: &'static str,
}

/// A list that opens, as markup; see [`Field::select`].
#[derive(Debug, Template)]
#[template(path = "pages/components/select.html")]
pub struct Select<'a> {
    pub(super) page: &'a Page,
    pub(super) name: &'a str,
    pub(super) label: String,
    pub(super) field: &'a Field,
    pub(super) choices: &'a [Choice],
    pub(super) hint: String,
    pub(super) empty: Option<String>,
    pub(super) width: &'static str,
}

/// Radio buttons or boxes as markup; see [`Field::radios`] and `Several::boxes`.
#[derive(Debug, Template)]
#[template(path = "pages/components/picks.html")]
pub struct Picks<'a> {
    pub(super) page: &'a Page,
    pub(super) id: String,
    pub(super) name: &'a str,
    pub(super) label: String,
    pub(super) kind: &'static str,
    pub(super) values: &'a [String],
    pub(super) errors: &'a [String],
    pub(super) choices: &'a [Choice],
    pub(super) hint: String,
}

/// The summary of errors above a form as markup; nothing where nothing is wrong.
#[derive(Debug, Template)]
#[template(path = "pages/components/summary.html")]
pub struct Summary<'a> {
    pub(super) page: &'a Page,
    pub(super) whole: &'a [String],
    pub(super) fields: Vec<FieldError>,
}

impl askama::filters::HtmlSafe for Input<'_> {}
impl askama::filters::HtmlSafe for TextArea<'_> {}
impl askama::filters::HtmlSafe for Select<'_> {}
impl askama::filters::HtmlSafe for Picks<'_> {}
impl askama::filters::HtmlSafe for Summary<'_> {}

impl Input<'_> {
    /// Its id, where several forms of a page have such a field.
    #[must_use]
    pub fn id(mut self, id: impl std::fmt::Display) -> Self {
        self.id = id.to_string();
        self
    }
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
    /// The language of what is typed, where it need not be that of the page (BCP 47).
    #[must_use]
    pub fn lang(mut self, lang: &'static str) -> Self {
        self.lang = lang;
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
    /// The language of what is typed, where it need not be that of the page (BCP 47).
    #[must_use]
    pub fn lang(mut self, lang: &'static str) -> Self {
        self.lang = lang;
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
    /// Its id, where several forms of a page have such a field.
    #[must_use]
    pub fn id(mut self, id: impl std::fmt::Display) -> Self {
        self.id = id.to_string();
        self
    }
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
