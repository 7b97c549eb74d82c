//! Mail that came in, for administrators: what was understood of it, and what became of it. It is shown as text, never as
//! the HTML that somebody sent.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{
    base::{clock::Instant, language::Language},
    mail::inbound::kept::InboundState,
    web::urls,
};

/// `GET /admin/inbound?state=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/inbound.html")]
pub struct InboundPage {
    /// What every page knows.
    pub page: Page,
    /// Those that stand there are shown; all, where none is named.
    pub state: Option<InboundState>,
    /// The messages, the latest first.
    pub messages: Vec<InboundLine>,
    /// The address of the next page, where there is one.
    pub older: Option<String>,
}

/// A message that came in.
#[derive(Debug, Clone)]
pub struct InboundLine {
    /// The id.
    pub id: String,
    /// Who it says it is from; may be empty.
    pub from: String,
    /// Its subject; may be empty.
    pub subject: String,
    /// Where it stands.
    pub state: InboundState,
    /// What was made of it, or why nothing was.
    pub outcome: Option<String>,
    /// How often it was taken up.
    pub attempts: i32,
    /// When it came.
    pub at: Instant,
}

/// `GET /admin/inbound/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/inbound_mail.html")]
pub struct InboundMailPage {
    /// What every page knows.
    pub page: Page,
    /// The message.
    pub mail: InboundLine,
    /// What it is: `answer`, `bounce`, `complaint`, `unsubscribe`, `automatic`, `prose`, or `nothing`.
    pub what: &'static str,
    /// Whether the hub's mail server vouches for its sender.
    pub vouched: bool,
    /// The id of the message of ours that it answers.
    pub answers: Option<String>,
    /// What was understood: the key of a label, and what stands behind it.
    pub understood: Vec<(&'static str, String)>,
    /// What was written in it.
    pub text: String,
    /// The names of what was attached.
    pub attachments: Vec<String>,
    /// As it came; its beginning where it is long.
    pub source: String,
}

impl InboundPage {
    /// Every state, to choose from.
    pub fn states(&self) -> Vec<InboundState> {
        InboundState::ALL.to_vec()
    }
}

/// The list narrowed to a state.
pub fn address(state: Option<InboundState>, after: Option<&str>) -> String {
    urls::with_query(
        &urls::inbound(),
        &[("state", state.map(InboundState::word)), ("after", after)],
    )
}

fn line(language: Language) -> InboundLine {
    InboundLine {
        id: "i1".into(),
        from: "Marie Tremblay <marie@montreal.example>".into(),
        subject: samples::say(language, "Re: Tuesday's seminar", "Re: 화요일 세미나"),
        state: InboundState::Done,
        outcome: Some("passed on to 1".into()),
        attempts: 1,
        at: samples::now() - chrono::Duration::minutes(12),
    }
}

impl Sample for InboundPage {
    const NAME: &'static str = "inbound";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let full = Self {
            page: samples::administrator(language, &urls::inbound()),
            state: None,
            messages: vec![
                line(language),
                InboundLine {
                    from: String::new(),
                    subject: String::new(),
                    state: InboundState::SetAside,
                    outcome: Some("it is no message".into()),
                    attempts: 5,
                    ..line(language)
                },
                InboundLine {
                    state: InboundState::Waiting,
                    outcome: None,
                    attempts: 0,
                    ..line(language)
                },
            ],
            older: Some(address(None, Some("i1"))),
        };
        let nothing = Self {
            state: Some(InboundState::SetAside),
            messages: Vec::new(),
            older: None,
            ..full.clone()
        };
        vec![("full", full), ("nothing", nothing)]
    }
}

impl Sample for InboundMailPage {
    const NAME: &'static str = "inbound-mail";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let prose = Self {
            page: samples::administrator(language, &urls::inbound_mail("i1")),
            mail: line(language),
            what: "prose",
            vouched: true,
            answers: Some("m1".into()),
            understood: Vec::new(),
            text: samples::say(
                language,
                "I will be ten minutes late.\n<b>Sorry!</b>\n",
                "10분쯤 늦겠습니다.\n<b>죄송합니다!</b>\n",
            ),
            attachments: vec!["slides.pdf".into()],
            source: "From: Marie Tremblay <marie@montreal.example>\nSubject: Re: Tuesday's seminar\n\nI will be ten minutes late.\n".into(),
        };
        let bounce = Self {
            what: "bounce",
            vouched: false,
            understood: vec![
                ("inbound-about", "erika@muenchen.example".into()),
                ("inbound-reason", "5.1.1: user unknown".into()),
            ],
            text: String::new(),
            attachments: Vec::new(),
            ..prose.clone()
        };
        let nothing = Self {
            mail: InboundLine {
                from: String::new(),
                subject: String::new(),
                state: InboundState::SetAside,
                outcome: Some("it is no message".into()),
                ..line(language)
            },
            what: "nothing",
            answers: None,
            understood: Vec::new(),
            ..bounce.clone()
        };
        vec![("prose", prose), ("bounce", bounce), ("nothing", nothing)]
    }
}
