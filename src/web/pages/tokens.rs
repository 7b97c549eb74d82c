//! What lets programs in as the reader.

use askama::Template;
use chrono::Duration;

use super::{
    Sample,
    form::{Field, FormMeta},
    page::Page,
    samples,
    words::Role,
};
use crate::{
    base::{clock::Instant, language::Language},
    typed_form,
    web::urls,
};

/// `GET /me/tokens`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/tokens.html")]
pub struct TokensPage {
    /// What every page knows.
    pub page: Page,
    /// The reader's tokens: those that let someone in, the newest first, then those that were revoked last.
    pub tokens: Vec<TokenLine>,
    /// The one that has just been made, shown this once.
    pub made: Option<MadeToken>,
    /// What was typed for a new one.
    pub form: TokenForm,
}

/// A token in the list.
#[derive(Debug, Clone)]
pub struct TokenLine {
    /// The id, for revoking it.
    pub id: String,
    /// What the reader called it.
    pub name: Option<String>,
    /// When it was made.
    pub since: Instant,
    /// When it was last used, to the minute.
    pub used: Option<Instant>,
    /// When it was revoked.
    pub revoked: Option<Instant>,
}

/// A token that has just been made.
#[derive(Debug, Clone)]
pub struct MadeToken {
    /// What it is called; empty where it has no name.
    pub name: String,
    /// The token.
    pub secret: String,
}

typed_form! {
    /// A new token as typed.
    TokenForm {
        /// What it is called.
        name: Field = "tokens-name",
    }
}

impl TokenLine {
    /// What it is called.
    pub fn called(&self, page: &Page) -> String {
        self.name
            .clone()
            .unwrap_or_else(|| page.t("tokens-nameless"))
    }
}

impl Sample for TokensPage {
    const NAME: &'static str = "tokens";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let ago = |days| samples::now() - Duration::days(days);
        let line =
            |id: &str, name: &str, used: Option<Instant>, revoked: Option<Instant>| TokenLine {
                id: id.to_owned(),
                name: (!name.is_empty()).then(|| name.to_owned()),
                since: ago(90),
                used,
                revoked,
            };
        let none = Self {
            page: samples::page_of(language, &urls::my_tokens(), &[Role::Member]),
            tokens: Vec::new(),
            made: None,
            form: TokenForm {
                meta: FormMeta::keyed("sample"),
                ..TokenForm::default()
            },
        };
        let panel = samples::say(
            language,
            "The booking panel at the door",
            "출입문의 예약 화면",
        );
        let some = Self {
            tokens: vec![
                line("1", &panel, Some(ago(0)), None),
                line("2", "", None, None),
                line("3", "Old script", Some(ago(40)), Some(ago(30))),
            ],
            ..none.clone()
        };
        let made = Self {
            made: Some(MadeToken {
                name: panel,
                secret: "maru_k7m4xqk7m4xqk7m4xqk7m4xqk7m4xqk7m4xqk7m4xqk7m4".into(),
            }),
            ..some.clone()
        };
        let wrong = Self {
            form: TokenForm {
                name: Field::wrong(
                    "Sample",
                    samples::say(
                        language,
                        "At most 500 characters.",
                        "500자까지 쓸 수 있습니다.",
                    ),
                ),
                ..some.form.clone()
            },
            ..some.clone()
        };
        vec![
            ("none", none),
            ("some", some),
            ("made", made),
            ("wrong", wrong),
        ]
    }
}
