//! From what is to be told to what is read: three templates a mail (subject, text, HTML) over one frame.
//!
//! A mail is a plain struct ([`Content`]) in its slice's `notices::mails`, with samples in every language; its templates
//! lie in `templates/mail/{name}/`, its words in `locales/{en,ko}/mail.ftl`. Text and HTML say the same and both are
//! written by hand. Styles stand in the elements (mail readers drop sheets); a sheet of a few rules serves the dark and
//! the narrow. What people typed is escaped in HTML, kept to its line in text, and never reaches a header unbroken.

mod frame;
mod parts;

use askama::Template;

pub use frame::{Frame, sample};
pub use parts::{Difference, Fact, When, excerpt, link};

use crate::base::{language::Language, text};

/// A mail as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, not empty.
    pub subject: String,
    /// The plain text, lines ending in LF.
    pub text: String,
    /// The HTML document.
    pub html: String,
}

impl Rendered {
    /// What the three templates make: the subject in one line, the text without blank lines in a row.
    pub fn of(subject: &impl Template, text: &impl Template, html: &impl Template) -> Self {
        Self {
            subject: text::line(&rendered(subject)),
            text: tidy(&rendered(text)),
            html: rendered(html),
        }
    }
}

fn rendered(template: &impl Template) -> String {
    template
        .render()
        .expect("writing into a string cannot fail, nor can our filters")
}

fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        // "-- " with its blank is how a signature begins (RFC 3676 §4.3).
        let line = if line == "-- " { line } else { line.trim_end() };
        if !(blank && line.is_empty()) {
            tidy.push_str(line);
            tidy.push('\n');
        }
        blank = line.is_empty();
    }
    tidy.truncate(tidy.trim_end_matches('\n').len());
    tidy.push('\n');
    tidy
}

/// What one mail tells, and how it is written. Implemented by [`content!`](crate::content).
pub trait Content: Sized {
    /// The name of its folder under `templates/mail`.
    const NAME: &'static str;

    /// The mail in the recipient's language.
    fn render(&self) -> Rendered;

    /// Plausible ones to look at and to test with, each with a short name.
    fn samples(language: Language) -> Vec<(&'static str, Self)>;

    /// Every sample as it is read, named `{mail}.{language}.{sample}`.
    fn previews(language: Language) -> Vec<Preview> {
        Self::samples(language)
            .into_iter()
            .map(|(sample, content)| Preview {
                name: format!("{}.{}.{sample}", Self::NAME, language.code()),
                rendered: content.render(),
            })
            .collect()
    }
}

/// A mail to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// `{mail}.{language}.{sample}`: fit for a file name.
    pub name: String,
    /// How it reads.
    pub rendered: Rendered,
}

/// Ties a context to its three templates and its samples. In the templates `m` is the context; in text and HTML `f` is its frame.
///
/// `content!(Invitation, "invitation": "mail/invitation/subject.txt", "mail/invitation/text.txt",
/// "mail/invitation/html.html"; samples::invitation);`
#[macro_export]
macro_rules! content {
    ($content:ident, $name:literal: $subject:tt, $text:tt, $html:tt; $samples:path) => {
        impl $crate::mail::render::Content for $content {
            const NAME: &'static str = $name;

            fn render(&self) -> $crate::mail::render::Rendered {
                use $crate::mail::render::{Frame, Rendered, filters};

                #[derive(askama::Template)]
                #[template(path = $subject)]
                struct Subject<'a> {
                    m: &'a $content,
                }
                #[derive(askama::Template)]
                #[template(path = $text)]
                struct Text<'a> {
                    m: &'a $content,
                    f: &'a Frame,
                }
                #[derive(askama::Template)]
                #[template(path = $html)]
                struct Html<'a> {
                    m: &'a $content,
                    f: &'a Frame,
                }
                let (m, f) = (self, &self.frame);
                Rendered::of(&Subject { m }, &Text { m, f }, &Html { m, f })
            }

            fn samples(language: $crate::base::language::Language) -> Vec<(&'static str, Self)> {
                $samples(language)
            }
        }
    };
}

/// Filters for the text templates, where nothing is escaped.
#[expect(
    missing_docs,
    clippy::inline_always,
    reason = "the attribute makes types and methods of its own"
)]
pub mod filters {
    use std::fmt::Display;

    /// One line: what was typed cannot begin another.
    #[askama::filter_fn]
    pub fn line(value: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(crate::base::text::line(&value.to_string()))
    }

    /// Every line behind a bar, so that what was typed is seen to be a quotation and not ours.
    #[askama::filter_fn]
    pub fn quoted(value: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
        let text = crate::base::text::lines(&value.to_string());
        let lines: Vec<String> = text.lines().map(|line| format!("| {line}")).collect();
        Ok(lines.join("\n"))
    }
}
