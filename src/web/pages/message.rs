//! One message, opened: how it stands, what went wrong with it, and its letter.

use askama::Template;

use super::{
    Sample,
    page::Page,
    queue::{MessageLine, sample_line},
    samples,
};
use crate::{
    base::{clock::Instant, language::Language},
    mail::outbox::{MessageKind, MessageState},
    web::urls,
};

/// `GET /admin/mail/{id}?part=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/message.html")]
pub struct MessagePage {
    /// What every page knows.
    pub page: Page,
    /// The message.
    pub message: MessageLine,
    /// The first of the others that one mail tells with it.
    pub beside: Vec<MessageLine>,
    /// How many of these there are.
    pub beside_count: u64,
    /// Whom it is for, by name.
    pub person: Option<String>,
    /// Whose doing it tells of, by name.
    pub caused_by: Option<String>,
    /// When it was queued.
    pub queued: Instant,
    /// It is of use until then.
    pub until: Instant,
    /// How often a worker has taken it in order to send it.
    pub attempts: u64,
    /// The Message-ID, by which the mail server's log knows it.
    pub message_id: String,
    /// What went wrong, the oldest first.
    pub faults: Vec<FaultLine>,
    /// Whether nothing is sent to its address any more.
    pub suspended: bool,
    /// Its letter.
    pub letter: Letter,
    /// The part that is open.
    pub part: MailPart,
}

/// What went wrong at an attempt.
#[derive(Debug, Clone)]
pub struct FaultLine {
    /// Which attempt.
    pub attempt: i32,
    /// When.
    pub at: Instant,
    /// What.
    pub error: String,
}

/// The letter of a message.
#[derive(Debug, Clone)]
pub enum Letter {
    /// As it was captured.
    Captured(Box<LetterParts>),
    /// It is not kept; this is how it would read now.
    Now(Box<LetterParts>),
    /// It is not kept, and there is nothing to say any more, for this reason.
    Untrue(String),
    /// It is not kept, and what it says is for its reader alone.
    Private,
}

/// What a letter consists of.
#[derive(Debug, Clone)]
pub struct LetterParts {
    /// From whom.
    pub from: String,
    /// The plain text.
    pub text: String,
    /// Whether it has an HTML body; it is shown in a frame from `/admin/mail/{id}/html`, which must answer with
    /// `Content-Security-Policy: sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:`.
    pub has_html: bool,
    /// The calendar part, unfolded.
    pub calendar: Option<String>,
    /// The whole message as it is sent.
    pub source: String,
    /// The links in the text, so that they can be followed.
    pub links: Vec<String>,
}

/// A part of a letter.
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

impl Letter {
    /// Its parts, where there is anything to read.
    pub fn parts(&self) -> Option<&LetterParts> {
        match self {
            Self::Captured(parts) | Self::Now(parts) => Some(parts),
            Self::Untrue(_) | Self::Private => None,
        }
    }

    /// Why there is nothing to say any more.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Untrue(why) => Some(why),
            _ => None,
        }
    }
}

impl MessagePage {
    /// The key of what is to be known of the letter; empty where it is the letter itself.
    pub fn letter_key(&self) -> &'static str {
        match self.letter {
            Letter::Captured(_) => "",
            Letter::Now(_) if !self.message.state.is_over() => "message-letter-not-yet",
            Letter::Now(_) => "message-letter-now",
            Letter::Untrue(_) => "message-letter-untrue",
            Letter::Private => "message-letter-private",
        }
    }

    /// The key of what is said of the others that one mail tells with it.
    pub fn beside_key(&self) -> &'static str {
        match self.message.state {
            MessageState::Sent => "message-went-with",
            // Some of what failed went out, and came back.
            MessageState::Failed => "message-told-with",
            _ => "message-goes-with",
        }
    }

    /// How many of them are not named.
    pub fn beside_more(&self) -> u64 {
        let named = u64::try_from(self.beside.len()).unwrap_or(u64::MAX);
        self.beside_count.saturating_sub(named)
    }
}

impl LetterParts {
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

impl Sample for MessagePage {
    const NAME: &'static str = "message";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let ago = |minutes| samples::now() - chrono::Duration::minutes(minutes);
        let parts = LetterParts {
            from: "Maru <hub@maru.example>".into(),
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
        let text = Self {
            page: samples::administrator(language, &urls::mail_message("m1")),
            message: MessageLine {
                subject: Some(samples::say(
                    language,
                    "What scaling laws cannot tell us – Tue 1 December, 16:00",
                    "규모 법칙이 말해 주지 못하는 것 – 12월 1일 (화) 16:00",
                )),
                ..sample_line(language, "m1", MessageState::Sent, 2)
            },
            beside: Vec::new(),
            beside_count: 0,
            person: Some("Marie Tremblay".into()),
            caused_by: Some(samples::say(language, "Gildong Hong", "홍길동")),
            queued: ago(4),
            until: ago(-9_000),
            attempts: 1,
            message_id: "019a0000-0000-7000-8000-000000000001@maru.example".into(),
            faults: Vec::new(),
            suspended: false,
            letter: Letter::Captured(Box::new(parts.clone())),
            part: MailPart::Text,
        };
        let fault = |attempt, minutes, error: &str| FaultLine {
            attempt,
            at: ago(minutes),
            error: error.into(),
        };
        let failed = Self {
            message: MessageLine {
                error: Some("550 5.1.1 nobody here".into()),
                may_try_again: true,
                may_give_up: true,
                ..sample_line(language, "m1", MessageState::Failed, 2)
            },
            attempts: 3,
            faults: vec![
                fault(1, 9, "451 4.7.1 greylisted, come back later"),
                fault(2, 5, "mail.hub.example:587: no answer in time"),
                fault(3, 2, "550 5.1.1 nobody here"),
            ],
            suspended: true,
            letter: Letter::Now(Box::new(parts)),
            ..text.clone()
        };
        let private = Self {
            message: MessageLine {
                kind: MessageKind::SignIn,
                about: None,
                ..sample_line(language, "m1", MessageState::Sent, 2)
            },
            letter: Letter::Private,
            ..text.clone()
        };
        let untrue = Self {
            message: sample_line(language, "m1", MessageState::Void, 2),
            letter: Letter::Untrue("the seminar is over".into()),
            ..text.clone()
        };
        let announced = |id| MessageLine {
            to: "all@department.example".into(),
            kind: MessageKind::Announcement,
            may_give_up: true,
            ..sample_line(language, id, MessageState::Held, -8)
        };
        let together = Self {
            message: announced("m1"),
            beside: ["m2", "m3"].map(announced).into(),
            beside_count: 12,
            person: Some(samples::say(language, "Sample Department", "보기 학과")),
            attempts: 0,
            letter: failed.letter.clone(),
            ..text.clone()
        };
        let failed_together = Self {
            message: MessageLine {
                to: "all@department.example".into(),
                kind: MessageKind::Announcement,
                ..failed.message.clone()
            },
            beside: vec![MessageLine {
                to: "all@department.example".into(),
                kind: MessageKind::Announcement,
                ..sample_line(language, "m2", MessageState::Failed, 2)
            }],
            beside_count: 1,
            person: together.person.clone(),
            suspended: false,
            ..failed.clone()
        };
        let part = |part| Self {
            part,
            ..text.clone()
        };
        vec![
            ("text", text.clone()),
            ("html", part(MailPart::Html)),
            ("calendar", part(MailPart::Calendar)),
            ("source", part(MailPart::Source)),
            ("failed", failed),
            ("private", private),
            ("untrue", untrue),
            ("together", together),
            ("failed-together", failed_together),
        ]
    }
}
