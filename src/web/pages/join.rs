//! The living link while it does not lead on: before it opens, for whom it does not, and what there is afterwards.

use askama::Template;

use super::{Sample, common::SeminarEntry, page::Page, samples, words::JoinFor};
use crate::{
    base::{clock::Instant, language::Language},
    seminars::rules::Expected,
    web::urls,
};

/// `GET /s/{code}/join` while it does not lead on.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/join.html")]
pub struct JoinPage {
    /// What every page knows.
    pub page: Page,
    /// To what.
    pub seminar: SeminarEntry,
    /// Why it does not lead on.
    pub state: JoinState,
    /// Why it is cancelled or postponed, as the organiser wrote it.
    pub reason: Option<String>,
    /// Where whoever came by a personal link can say yes, where that is what is missing.
    pub answer: Option<String>,
    /// What can be seen of it, once it is over.
    pub seen: Seen,
    /// What comes in its place, where it is cancelled and the reader may know of that.
    pub in_place: Option<SeminarEntry>,
    /// The next one of the series, once this one is over or does not take place.
    pub next: Option<SeminarEntry>,
}

/// What can be seen of a seminar that is over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Whose slides, and where they are.
    pub slides: Vec<(String, String)>,
    /// Where the recording is.
    pub recording: Option<String>,
    /// What is still to come.
    pub expected: Expected,
}

/// Why a living link does not lead on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinState {
    /// It opens then.
    Opens(Instant),
    /// It opens for others, from then on.
    Outside(JoinFor, Instant),
    /// The link was replaced by a later invitation.
    Former,
    /// It is over.
    Over,
    /// It does not take place.
    Cancelled,
    /// It takes place at another time, which is not known yet.
    Postponed,
    /// No address is set, though it should be open.
    NoAddress,
}

impl JoinState {
    /// The word in texts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Opens(_) => "opens",
            Self::Outside(JoinFor::Open | JoinFor::Members, _) => "members",
            Self::Outside(JoinFor::Yes, _) => "yes",
            Self::Outside(JoinFor::Named, _) => "named",
            Self::Former => "former",
            Self::Over => "over",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::NoAddress => "no-address",
        }
    }

    /// Whether signing in may help.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Outside(..) | Self::Former)
    }

    /// When it opens, for this reader or for others.
    pub fn opens(&self) -> Option<Instant> {
        match self {
            Self::Opens(at) | Self::Outside(_, at) => Some(*at),
            _ => None,
        }
    }
}

impl JoinPage {
    /// Whether there is anything to see of it, or to expect.
    pub fn shows_anything(&self) -> bool {
        self.seen != Seen::default()
    }

    /// The word in the texts that say more.
    pub fn words(&self) -> &'static str {
        match self.state {
            JoinState::Over if !self.shows_anything() => "nothing",
            _ => self.state.word(),
        }
    }

    /// When it opens (RFC 3339), for the script that loads the page again then; empty where it does not.
    pub fn opens_rfc3339(&self) -> String {
        match self.state {
            JoinState::Opens(at) => self.page.zone.rfc3339(at),
            _ => String::new(),
        }
    }
}

impl Sample for JoinPage {
    const NAME: &'static str = "join";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let mut entries = samples::entries(language);
        let seminar = entries.remove(0);
        let opens = seminar.when.slot.from() - chrono::Duration::minutes(15);
        let blank = Self {
            page: samples::page(language, &urls::join(&seminar.code)),
            seminar,
            state: JoinState::Opens(opens),
            reason: None,
            answer: None,
            seen: Seen::default(),
            in_place: None,
            next: None,
        };
        let in_state = |state| Self {
            state,
            ..blank.clone()
        };
        let with_next = |state| Self {
            next: entries.first().cloned(),
            ..in_state(state)
        };
        let over = Self {
            seen: Seen {
                slides: vec![("Marie Exemple".into(), "https://slides.example/1".into())],
                recording: None,
                expected: Expected {
                    slides: false,
                    recording: true,
                },
            },
            ..with_next(JoinState::Over)
        };
        let cancelled = Self {
            reason: Some(samples::say(
                language,
                "The speaker is ill.",
                "연사가 편찮으십니다.",
            )),
            ..with_next(JoinState::Cancelled)
        };
        let replaced = Self {
            in_place: entries.first().cloned(),
            next: None,
            ..cancelled.clone()
        };
        let yes = Self {
            answer: Some(urls::answer("sample")),
            ..in_state(JoinState::Outside(JoinFor::Yes, opens))
        };
        vec![
            ("opens", blank.clone()),
            (
                "members",
                in_state(JoinState::Outside(JoinFor::Members, opens)),
            ),
            ("yes", yes),
            ("named", in_state(JoinState::Outside(JoinFor::Named, opens))),
            ("former", in_state(JoinState::Former)),
            ("over", over),
            ("nothing", in_state(JoinState::Over)),
            ("cancelled", cancelled),
            ("replaced", replaced),
            ("postponed", with_next(JoinState::Postponed)),
            ("no-address", in_state(JoinState::NoAddress)),
        ]
    }
}
