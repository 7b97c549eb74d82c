//! Mail as administrators see it: what waits, what is in its way, who works it off, and every message.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{
    base::{clock::Instant, language::Language},
    mail::outbox::{MessageKind, MessageState},
    web::urls,
};

/// `GET /admin/mail?state=&kind=&domain=&q=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/queue.html")]
pub struct QueuePage {
    /// What every page knows.
    pub page: Page,
    /// Whether mail is captured here, because no mail server is set.
    pub captured: bool,
    /// How many stand where, each with the view that shows them.
    pub figures: Vec<Figure>,
    /// Since when the oldest message is due that is not sent yet, where that is longer than a minute ago.
    pub late_since: Option<Instant>,
    /// Who works it off.
    pub workers: Vec<WorkerLine>,
    /// What comes round and failed when it was done last.
    pub failing: Vec<TaskLine>,
    /// How mail to each domain stands where anything waits or failed.
    pub domains: Vec<DomainLine>,
    /// What is looked for.
    pub asked: QueueView,
    /// The messages, the latest first.
    pub messages: Vec<MessageLine>,
    /// The address of the next page, where there is one.
    pub older: Option<String>,
}

/// A number, and where what it counts is seen.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The view.
    pub view: View,
    /// How many.
    pub count: u64,
}

crate::words! {
    /// Which messages are shown.
    View {
        /// Not sent yet, due or not.
        Waiting = "waiting",
        /// Due, and not sent yet.
        Due = "due",
        /// Not sent yet because something is in the way.
        Failing = "failing",
        /// Not to be sent any more, because it went wrong.
        Failed = "failed",
        /// Sent.
        Sent = "sent",
        /// No longer true, too late or given up.
        Void = "void",
    }
}

/// What is looked for; what is `None` or empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct QueueView {
    /// Where they stand.
    pub view: Option<View>,
    /// Of which kind.
    pub kind: Option<MessageKind>,
    /// To which domain.
    pub domain: String,
    /// Words in recipient or subject.
    pub words: String,
}

impl QueueView {
    /// Whether anything is looked for.
    pub fn is_narrow(&self) -> bool {
        self.view.is_some()
            || self.kind.is_some()
            || !self.domain.is_empty()
            || !self.words.is_empty()
    }

    /// The address of this view behind `after`.
    pub fn address(&self, after: Option<&str>) -> String {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (domain, words) = (some(&self.domain), some(&self.words));
        urls::with_query(
            &urls::mail(),
            &[
                ("state", self.view.map(View::word)),
                ("kind", self.kind.map(MessageKind::word)),
                ("domain", domain.as_deref()),
                ("q", words.as_deref()),
                ("after", after),
            ],
        )
    }
}

/// A worker.
#[derive(Debug, Clone)]
pub struct WorkerLine {
    /// The name of its machine, and its number there.
    pub name: String,
    /// The names of its loops: `mail`, `schedule`, `mailbox`.
    pub does: Vec<String>,
    /// Since when it works.
    pub since: Instant,
    /// When it was last heard of.
    pub seen: Instant,
    /// Whether it is believed to be alive.
    pub alive: bool,
}

/// Work that comes round, and failed when it was done last.
#[derive(Debug, Clone)]
pub struct TaskLine {
    /// Its name in the schedule.
    pub name: String,
    /// When that was.
    pub at: Instant,
    /// What was in the way.
    pub error: String,
}

impl TaskLine {
    /// What it is called; its name in the schedule where it has no other, as what only a newer program knows.
    pub fn title(&self, page: &Page) -> String {
        page.language
            .try_with(&format!("queue-task-{}", self.name), &[])
            .unwrap_or_else(|| self.name.clone())
    }
}

/// How mail to a domain stands.
#[derive(Debug, Clone)]
pub struct DomainLine {
    /// The domain.
    pub domain: String,
    /// Messages that wait.
    pub waiting: u64,
    /// Of these: something is in the way.
    pub failing: u64,
    /// Messages that failed.
    pub failed: u64,
    /// What was last in the way, in the mail server's words.
    pub error: Option<String>,
}

/// A message in a list, or opened.
#[derive(Debug, Clone)]
pub struct MessageLine {
    /// The id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// The subject, where the letter is kept.
    pub subject: Option<String>,
    /// What it is.
    pub kind: MessageKind,
    /// What it is about.
    pub about: Option<AboutLine>,
    /// Where it stands.
    pub state: MessageState,
    /// When it was sent or ended, else when it goes out.
    pub at: Instant,
    /// What is or was in the way.
    pub error: Option<String>,
    /// Whether it may be tried again now.
    pub may_try_again: bool,
    /// Whether it may be given up.
    pub may_give_up: bool,
}

/// What a message is about.
#[derive(Debug, Clone)]
pub struct AboutLine {
    /// What it is called.
    pub label: String,
    /// Where it is seen.
    pub path: String,
}

impl MessageLine {
    /// What it is known by.
    pub fn title(&self, page: &Page) -> String {
        match (&self.subject, &self.about) {
            (Some(subject), _) => subject.clone(),
            (None, Some(about)) => {
                format!("{}: {}", page.word("captured-kind", self.kind), about.label)
            }
            (None, None) => page.word("captured-kind", self.kind),
        }
    }

    /// What it is known by among others of one mail: these have one subject.
    pub fn part(&self, page: &Page) -> String {
        let about = self.about.as_ref().map(|about| about.label.clone());
        about.unwrap_or_else(|| self.title(page))
    }

    /// The key of the words before its time.
    pub fn at_key(&self) -> &'static str {
        match self.state {
            MessageState::Sent => "queue-at-sent",
            MessageState::Failed | MessageState::Void => "queue-at-ended",
            _ => "queue-at-due",
        }
    }
}

impl QueuePage {
    /// Every kind, to choose from.
    pub fn kinds(&self) -> Vec<MessageKind> {
        MessageKind::ALL.to_vec()
    }

    /// Every view, to choose from.
    pub fn views(&self) -> Vec<View> {
        View::ALL.to_vec()
    }
}

/// A message of the samples.
pub fn sample_line(
    language: Language,
    id: &str,
    state: MessageState,
    minutes_ago: i64,
) -> MessageLine {
    MessageLine {
        id: id.into(),
        to: "marie@montreal.example".into(),
        subject: None,
        kind: MessageKind::Invitation,
        about: Some(AboutLine {
            label: samples::say(
                language,
                "What scaling laws cannot tell us",
                "규모 법칙이 말해 주지 못하는 것",
            ),
            path: urls::seminar("k7m4xq"),
        }),
        state,
        at: samples::now() - chrono::Duration::minutes(minutes_ago),
        error: None,
        may_try_again: false,
        may_give_up: false,
    }
}

impl Sample for QueuePage {
    const NAME: &'static str = "queue";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let ago = |minutes| samples::now() - chrono::Duration::minutes(minutes);
        let figures = |counts: [u64; 5]| {
            let views = [
                View::Waiting,
                View::Due,
                View::Failing,
                View::Failed,
                View::Sent,
            ];
            let pairs = views.into_iter().zip(counts);
            pairs
                .map(|(view, count)| Figure { view, count })
                .collect::<Vec<_>>()
        };
        let refused =
            "550 5.1.1 <erika@muenchen.example>: Recipient address rejected: User unknown";
        let trouble = Self {
            page: Page {
                mail_stands_still: Some(ago(25)),
                ..samples::administrator(language, &urls::mail())
            },
            captured: false,
            figures: figures([214, 61, 12, 3, 388]),
            late_since: Some(ago(31)),
            workers: vec![
                WorkerLine {
                    name: "hall · 4711".into(),
                    does: vec!["mail".into(), "schedule".into(), "mailbox".into()],
                    since: ago(9_000),
                    seen: ago(0),
                    alive: true,
                },
                WorkerLine {
                    name: "annex · 92".into(),
                    does: vec!["mail".into(), "schedule".into()],
                    since: ago(4_000),
                    seen: ago(25),
                    alive: false,
                },
            ],
            failing: vec![TaskLine {
                name: "imap".into(),
                at: ago(1),
                error: "the IMAP server: Password expired".into(),
            }],
            domains: vec![
                DomainLine {
                    domain: "muenchen.example".into(),
                    waiting: 40,
                    failing: 12,
                    failed: 1,
                    error: Some("451 4.7.1 greylisted, come back later".into()),
                },
                DomainLine {
                    domain: "montreal.example".into(),
                    waiting: 3,
                    failing: 0,
                    failed: 2,
                    error: Some(refused.into()),
                },
                DomainLine {
                    domain: "kaist.example".into(),
                    waiting: 171,
                    failing: 0,
                    failed: 0,
                    error: None,
                },
            ],
            asked: QueueView::default(),
            messages: vec![
                MessageLine {
                    error: Some("451 4.7.1 greylisted, come back later".into()),
                    may_try_again: true,
                    may_give_up: true,
                    kind: MessageKind::Change,
                    ..sample_line(language, "m1", MessageState::Queued, -12)
                },
                MessageLine {
                    to: "erika@muenchen.example".into(),
                    error: Some(refused.into()),
                    may_try_again: true,
                    may_give_up: true,
                    ..sample_line(language, "m2", MessageState::Failed, 40)
                },
                MessageLine {
                    to: "hong@kaist.example".into(),
                    kind: MessageKind::SignIn,
                    about: None,
                    ..sample_line(language, "m3", MessageState::Sent, 55)
                },
            ],
            older: Some(QueueView::default().address(Some("m3"))),
        };
        let captured = Self {
            page: samples::administrator(language, &urls::mail()),
            captured: true,
            figures: figures([2, 0, 0, 0, 4]),
            late_since: None,
            workers: trouble.workers[..1].to_vec(),
            failing: Vec::new(),
            domains: Vec::new(),
            messages: vec![MessageLine {
                subject: Some(samples::say(
                    language,
                    "What scaling laws cannot tell us – Tue 1 December, 16:00",
                    "규모 법칙이 말해 주지 못하는 것 – 12월 1일 (화) 16:00",
                )),
                ..sample_line(language, "m1", MessageState::Sent, 2)
            }],
            older: None,
            ..trouble.clone()
        };
        let nothing = Self {
            asked: QueueView {
                view: Some(View::Failed),
                kind: Some(MessageKind::Reminder),
                domain: "nowhere.example".into(),
                words: "nobody".into(),
            },
            messages: Vec::new(),
            ..captured.clone()
        };
        let empty = Self {
            captured: false,
            figures: figures([0; 5]),
            workers: Vec::new(),
            asked: QueueView::default(),
            ..nothing.clone()
        };
        vec![
            ("trouble", trouble),
            ("captured", captured),
            ("found-nothing", nothing),
            ("empty", empty),
        ]
    }
}
