//! The description of the API as pages: how it works and what there is, and one page for each of its parts.

mod read;
mod shapes;

use askama::Template;

use super::{Sample, html::Html, page::Page, samples};
use crate::{base::language::Language, web::urls};

pub use read::{description, part};

/// `GET /api/v1/docs`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/api.html")]
pub struct ApiPage {
    /// What every page knows.
    pub page: Page,
    /// The description.
    pub api: &'static Description,
}

/// `GET /api/v1/docs/{part}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/api_part.html")]
pub struct ApiPartPage {
    /// What every page knows.
    pub page: Page,
    /// The description.
    pub api: &'static Description,
    /// The part.
    pub part: &'static Part,
}

/// The whole description.
#[derive(Debug, Clone)]
pub struct Description {
    /// Of which version of Maru.
    pub version: String,
    /// How the API works.
    pub guide: Option<Html>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What many calls answer.
    pub shared: Vec<Answer>,
    /// What a problem document holds, and what that names.
    pub problem: Vec<Shape>,
}

/// Calls that belong together.
#[derive(Debug, Clone)]
pub struct Part {
    /// In addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub words: Option<Html>,
    /// The calls.
    pub calls: Vec<Call>,
    /// What they send and answer, and what that names.
    pub shapes: Vec<Shape>,
}

/// A call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its name in the description.
    pub id: String,
    /// `GET`.
    pub method: &'static str,
    /// `/rooms/{id}`.
    pub path: String,
    /// What it does.
    pub summary: String,
    /// More of that.
    pub words: Option<Html>,
    /// Whether it needs no token.
    pub open: bool,
    /// What its address and its headers say.
    pub parameters: Vec<Member>,
    /// What is sent.
    pub body: Option<Body>,
    /// What is answered.
    pub answers: Vec<Answer>,
    /// The statuses of what many calls answer, besides.
    pub shared: Vec<String>,
}

/// A body that is sent.
#[derive(Debug, Clone)]
pub struct Body {
    /// Of which kind.
    pub kind: Kind,
    /// Whether it must be there.
    pub needed: bool,
    /// One such body.
    pub example: Option<String>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: String,
    /// When it comes.
    pub words: Option<Html>,
    /// What it holds; nothing, or a problem document, goes without saying.
    pub kind: Option<Kind>,
    /// The headers that say something.
    pub headers: Vec<String>,
}

/// A kind of value, written as `uuid`, `Booking[]`, `string | null`: pieces of text, some of which lead to a shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind(pub Vec<Piece>);

/// A piece of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is the name of a shape.
    pub leads: bool,
}

/// A member of a body, or a parameter.
#[derive(Debug, Clone)]
pub struct Member {
    /// What it is called.
    pub name: String,
    /// For parameters: `path`, `query` or `header`.
    pub place: Option<&'static str>,
    /// Of which kind.
    pub kind: Kind,
    /// Whether it must be there; in answers: whether it always is.
    pub needed: bool,
    /// Within which bounds.
    pub bounds: Vec<Bound>,
    /// What it says.
    pub words: Option<Html>,
}

/// A bound of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// At least that.
    Least(String),
    /// At most that.
    Most(String),
    /// At most so many characters.
    Letters(usize),
    /// At least so many items.
    FewestItems(usize),
    /// At most so many items.
    Items(usize),
    /// As this regular expression has it.
    Pattern(String),
    /// This, where nothing is given.
    Usual(String),
}

/// What a body or a part of one looks like, under its name.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// What it is.
    pub words: Option<Html>,
    /// Its members, where it has some.
    pub members: Vec<Member>,
    /// What it may be instead, where it is one of several.
    pub choices: Vec<Kind>,
}

impl Bound {
    /// In the words of the page.
    pub fn say(&self, page: &Page) -> String {
        match self {
            Self::Least(least) => page.with("api-least", "least", least),
            Self::Most(most) => page.with("api-most", "most", most),
            Self::Letters(most) => page.count("api-letters", most),
            Self::FewestItems(least) => page.count("api-fewest-items", least),
            Self::Items(most) => page.count("api-items", most),
            Self::Pattern(pattern) => page.with("api-pattern", "pattern", pattern),
            Self::Usual(usual) => page.with("api-usual", "usual", usual),
        }
    }
}

impl Sample for ApiPage {
    const NAME: &'static str = "api";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = samples::page(language, &urls::api());
        let api = description();
        vec![("all", Self { page, api })]
    }
}

impl Sample for ApiPartPage {
    const NAME: &'static str = "api-part";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let api = description();
        let of = |part: &'static Part| Self {
            page: samples::page(language, &urls::api_part(&part.slug)),
            api,
            part,
        };
        let parts = api.parts.iter();
        parts.map(|part| (part.slug.as_str(), of(part))).collect()
    }
}
