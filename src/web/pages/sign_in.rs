//! Signing in: an address, then the link in the mail or its six-character code. No passwords.

use askama::Template;

use super::{Sample, form::Field, page::Page, samples};
use crate::{
    base::{clock::Instant, language::Language},
    typed_form,
    web::urls,
};

typed_form! {
    /// The address to send link and code to.
    AddressForm {
        /// The mail address.
        email: Field = "sign-in-email",
        /// The path to go on to.
        back: Field,
    }
}

typed_form! {
    /// The code from the mail.
    CodeForm {
        /// Six characters; blanks, hyphens and case do not matter.
        code: Field = "sign-in-code",
        /// The address it was sent to.
        email: Field,
        /// The path to go on to.
        back: Field,
    }
}

/// `GET /sign-in`, and the answer to an address that is none (422) or asked for too often (429).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignIn {
    /// What every page knows.
    pub page: Page,
    /// What was typed.
    pub form: AddressForm,
}

/// `GET /sign-in/code`: a mail is on its way. The page says the same whether the address is known or not.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_in_code.html")]
pub struct SignInCode {
    /// What every page knows.
    pub page: Page,
    /// What was typed.
    pub form: CodeForm,
    /// For how many minutes link and code can be used.
    pub minutes: u32,
    /// Whether mails are captured here, to be read in the browser by an administrator.
    pub captured: bool,
}

/// `GET /sign-in/link/{token}`: a button, because mail scanners open links.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_in_link.html")]
pub struct SignInLink {
    /// What every page knows.
    pub page: Page,
    /// The token of the link.
    pub token: String,
    /// As what: `None` for a link that is used up, too old or wrong.
    pub who: Option<SignInWho>,
}

/// Who signs in by a link.
#[derive(Debug, Clone)]
pub struct SignInWho {
    /// The address it was sent to.
    pub email: String,
    /// Until when the link can be used.
    pub until: Instant,
}

impl Sample for SignIn {
    const NAME: &'static str = "sign-in";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = samples::page(language, &urls::sign_in());
        let wrong = AddressForm {
            email: Field::wrong("hong at kaist", language.t("reason-address")),
            ..AddressForm::default()
        };
        vec![
            (
                "empty",
                Self {
                    page: page.clone(),
                    form: AddressForm::default(),
                },
            ),
            ("wrong", Self { page, form: wrong }),
        ]
    }
}

impl Sample for SignInCode {
    const NAME: &'static str = "sign-in-code";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = samples::page(language, &urls::sign_in_code());
        let form = CodeForm {
            email: Field::of("hong@kaist.example"),
            ..CodeForm::default()
        };
        let wrong = CodeForm {
            code: Field::wrong("k7m 4x", language.t("error-code")),
            ..form.clone()
        };
        vec![
            (
                "empty",
                Self {
                    page: page.clone(),
                    form,
                    minutes: 15,
                    captured: true,
                },
            ),
            (
                "wrong",
                Self {
                    page,
                    form: wrong,
                    minutes: 15,
                    captured: false,
                },
            ),
        ]
    }
}

impl Sample for SignInLink {
    const NAME: &'static str = "sign-in-link";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = samples::page(language, "/sign-in/link/sample");
        let who = SignInWho {
            email: "hong@kaist.example".into(),
            until: page.now + chrono::Duration::minutes(12),
        };
        vec![
            (
                "confirm",
                Self {
                    page: page.clone(),
                    token: "sample".into(),
                    who: Some(who),
                },
            ),
            (
                "used-up",
                Self {
                    page,
                    token: "sample".into(),
                    who: None,
                },
            ),
        ]
    }
}
