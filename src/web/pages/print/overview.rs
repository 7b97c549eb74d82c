//! What there is to print of a seminar, and its texts to copy.

use askama::Template;

use super::{BOTH, Otherwise, PaperSize, text::Format};
use crate::{
    base::language::Language,
    web::{
        pages::{Sample, page::Page, words::SeminarState},
        urls,
    },
};

/// `GET /seminars/{code}/print`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/print/overview.html")]
pub struct PrintPage {
    /// What every page knows.
    pub page: Page,
    /// The short code.
    pub code: String,
    /// Its title; empty while none is known.
    pub title: String,
    /// Where it stands.
    pub state: SeminarState,
    /// In which languages sheets are opened: the code of one, or `both`.
    pub tongue: String,
    /// Of those who keep its door: how many said yes. Sheets with names are for them alone.
    pub people: Option<usize>,
    /// The slug of its series, whose dates can be printed too.
    pub series: Option<String>,
}

/// `GET /seminars/{code}/print/text`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/print/text.html")]
pub struct TextPage {
    /// What every page knows.
    pub page: Page,
    /// The short code.
    pub code: String,
    /// Its title; empty while none is known.
    pub title: String,
    /// Where it stands.
    pub state: SeminarState,
    /// Its texts.
    pub texts: Vec<TextLine>,
}

/// A text to copy.
#[derive(Debug, Clone)]
pub struct TextLine {
    /// In which language it is.
    pub language: Language,
    /// How it is written.
    pub format: Format,
    /// The text.
    pub words: String,
}

impl PrintPage {
    /// The languages to choose from.
    pub fn tongues(&self) -> Vec<Otherwise> {
        let one = |tongue: &str, label: String| Otherwise {
            address: urls::with_query(&urls::seminar_print(&self.code), &[("lang", Some(tongue))]),
            label,
            here: tongue == self.tongue,
        };
        let all = Language::ALL.into_iter();
        all.map(|language| one(language.code(), language.own_name().to_owned()))
            .chain([one(BOTH, self.page.t("print-both"))])
            .collect()
    }

    /// The address of a sheet in the chosen languages.
    pub fn open(&self, address: impl AsRef<str>) -> String {
        urls::with_query(address.as_ref(), &[("lang", Some(&self.tongue))])
    }

    /// The same in a size.
    pub fn open_in(&self, address: impl AsRef<str>, size: &str) -> String {
        urls::with_query(
            address.as_ref(),
            &[("lang", Some(&self.tongue)), ("size", Some(size))],
        )
    }

    /// The sizes of posters.
    pub fn poster_sizes(&self) -> [PaperSize; 2] {
        [PaperSize::A3, PaperSize::A4]
    }

    /// The sizes of badges.
    pub fn badge_sizes(&self) -> [PaperSize; 2] {
        [PaperSize::A4, PaperSize::Card]
    }

    /// Its title, or what stands for one.
    pub fn heading(&self) -> String {
        match self.title.is_empty() {
            true => self.page.t("seminar-untitled"),
            false => self.title.clone(),
        }
    }
}

impl TextPage {
    /// Its title, or what stands for one.
    pub fn heading(&self) -> String {
        match self.title.is_empty() {
            true => self.page.t("seminar-untitled"),
            false => self.title.clone(),
        }
    }

    /// The languages of its texts.
    pub fn languages(&self) -> [Language; 2] {
        Language::ALL
    }

    /// Its texts in a language.
    pub fn of(&self, language: &Language) -> Vec<&TextLine> {
        let texts = self.texts.iter();
        texts.filter(|text| text.language == *language).collect()
    }
}

impl TextLine {
    /// The id of its field.
    pub fn id(&self) -> String {
        format!("{}-{}", self.language.code(), self.format)
    }

    /// What it is called: `Plain text, English`.
    pub fn label(&self, page: &Page) -> String {
        format!(
            "{}, {}",
            page.word("print-format", self.format),
            self.language.own_name()
        )
    }

    /// The address of its file.
    pub fn file(&self, code: &str) -> String {
        urls::with_query(
            &urls::seminar_text_file(code),
            &[
                ("lang", Some(self.language.code())),
                ("format", Some(self.format.word())),
            ],
        )
    }

    /// How high its field is, in lines.
    pub fn rows(&self) -> usize {
        self.words.lines().count().clamp(6, 18)
    }
}

impl Sample for PrintPage {
    const NAME: &'static str = "print";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        super::samples::overviews(language)
    }
}

impl Sample for TextPage {
    const NAME: &'static str = "print-text";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        super::samples::texts(language)
    }
}
