//! Captured mail: where no SMTP server is set, every message can be read here and none leaves the machine.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{
    base::{clock::Instant, language::Language},
    web::urls,
};

/// `GET /admin/mail?q=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/captured_mail.html")]
pub struct CapturedMailPage {
    /// What every page knows.
    pub page: Page,
    /// The messages, latest first.
    pub messages: Vec<MailLine>,
    /// What was looked for in recipients and subjects; empty for everything.
    pub query: String,
    /// The address of the next page, where there is one.
    pub older: Option<String>,
}

/// A message in the list.
#[derive(Debug, Clone)]
pub struct MailLine {
    /// The id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// What it is: a word of the message kinds.
    pub kind: String,
    /// When it was captured.
    pub at: Instant,
}

/// `GET /admin/mail/{id}?part=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/captured_message.html")]
pub struct CapturedMessagePage {
    /// What every page knows.
    pub page: Page,
    /// The message.
    pub message: MailLine,
    /// From whom.
    pub from: String,
    /// The part that is open.
    pub part: MailPart,
    /// The plain text.
    pub text: String,
    /// Whether it has an HTML body; it is shown in a frame from `/admin/mail/{id}/html`, which must answer with
    /// `Content-Security-Policy: sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:`.
    pub has_html: bool,
    /// The calendar part, unfolded.
    pub calendar: Option<String>,
    /// The whole message as it would be sent.
    pub source: String,
    /// The links in the text, so that they can be followed.
    pub links: Vec<String>,
}

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailPart {
    /// The plain text.
    Text,
    /// The HTML body.
    Html,
    /// The calendar.
    Calendar,
    /// Everything.
    Source,
}

impl MailPart {
    /// The word in the query and in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Calendar => "calendar",
            Self::Source => "source",
        }
    }

    /// The part of that word; the text for anything else.
    pub fn of(word: &str) -> Self {
        [Self::Html, Self::Calendar, Self::Source]
            .into_iter()
            .find(|part| part.word() == word)
            .unwrap_or(Self::Text)
    }
}

impl CapturedMessagePage {
    /// The parts that there are.
    pub fn parts(&self) -> Vec<MailPart> {
        let mut parts = vec![MailPart::Text];
        if self.has_html {
            parts.push(MailPart::Html);
        }
        if self.calendar.is_some() {
            parts.push(MailPart::Calendar);
        }
        parts.push(MailPart::Source);
        parts
    }
}

impl Sample for CapturedMailPage {
    const NAME: &'static str = "captured-mail";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let full = Self {
            page: samples::administrator(language, &urls::mail()),
            messages: vec![
                line(language, "m1", "invitation", 2),
                MailLine {
                    to: "erika@muenchen.example".into(),
                    ..line(language, "m2", "change", 5)
                },
                MailLine {
                    to: "hong@kaist.example".into(),
                    subject: samples::say(language, "Your sign-in code", "로그인 코드"),
                    ..line(language, "m3", "sign_in", 9)
                },
            ],
            query: String::new(),
            older: Some(urls::with_query(&urls::mail(), &[("after", Some("m3"))])),
        };
        let nothing = Self {
            messages: Vec::new(),
            query: "nobody@nowhere.example".into(),
            older: None,
            ..full.clone()
        };
        let empty = Self {
            query: String::new(),
            ..nothing.clone()
        };
        vec![("full", full), ("found-nothing", nothing), ("empty", empty)]
    }
}

impl Sample for CapturedMessagePage {
    const NAME: &'static str = "captured-message";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let text = Self {
            page: samples::administrator(language, &urls::mail_message("m1")),
            message: line(language, "m1", "invitation", 2),
            from: "Maru <hub@maru.example>".into(),
            part: MailPart::Text,
            text: samples::say(
                language,
                "You are invited.\n\nWhat scaling laws cannot tell us\nTue 1 December 2026, 16:00–17:00 (Seoul, UTC+9)\n\nAnswer: https://maru.example/answer/sample\n",
                "초대합니다.\n\n규모 법칙이 말해 주지 못하는 것\n2026년 12월 1일 (화), 16:00–17:00 (서울, UTC+9)\n\n답하기: https://maru.example/answer/sample\n",
            ),
            has_html: true,
            calendar: Some(
                "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:sample@maru.example\nSEQUENCE:0\nDTSTART;TZID=Asia/Seoul:20261201T160000\nEND:VEVENT\nEND:VCALENDAR\n"
                    .into(),
            ),
            source: "From: Maru <hub@maru.example>\nTo: marie@montreal.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"sample\"\n\n--sample\n".into(),
            links: vec!["https://maru.example/answer/sample".into()],
        };
        [
            MailPart::Text,
            MailPart::Html,
            MailPart::Calendar,
            MailPart::Source,
        ]
        .into_iter()
        .map(|part| {
            (
                part.word(),
                Self {
                    part,
                    ..text.clone()
                },
            )
        })
        .collect()
    }
}

fn line(language: Language, id: &str, kind: &str, minutes_ago: i64) -> MailLine {
    MailLine {
        id: id.into(),
        to: "marie@montreal.example".into(),
        subject: samples::say(
            language,
            "What scaling laws cannot tell us – Tue 1 December, 16:00",
            "규모 법칙이 말해 주지 못하는 것 – 12월 1일 (화) 16:00",
        ),
        kind: kind.into(),
        at: samples::now() - chrono::Duration::minutes(minutes_ago),
    }
}
