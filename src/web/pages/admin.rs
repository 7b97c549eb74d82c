//! The administrators' start page, and the list of people.

use askama::Template;

use super::{
    Sample,
    page::{Page, Tone},
    samples,
    words::Role,
};
use crate::{base::language::Language, web::urls};

/// `GET /admin`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/admin.html")]
pub struct AdminPage {
    /// What every page knows.
    pub page: Page,
    /// How many there are: the text key (`admin-people`, `admin-seminars`, …) and the number.
    pub numbers: Vec<(&'static str, u64)>,
    /// How the outbox stands: messages waiting, failed, and the oldest that is due, in seconds.
    pub outbox: OutboxState,
    /// How much of what comes round failed when it was done last.
    pub failing: usize,
    /// What is set up and what is not: one line each, in the reader's language.
    pub checks: Vec<Check>,
    /// Whether mail is captured here.
    pub captures_mail: bool,
}

/// How the outbox stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct OutboxState {
    /// Messages that wait to be sent.
    pub waiting: u64,
    /// Messages that could not be sent.
    pub failed: u64,
    /// Messages sent in the last 24 hours.
    pub sent_today: u64,
}

/// Something that is well, or not.
#[derive(Debug, Clone)]
pub struct Check {
    /// Well, or to be looked at.
    pub tone: Tone,
    /// What.
    pub text: String,
}

/// `GET /people?q=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/people.html")]
pub struct PeoplePage {
    /// What every page knows.
    pub page: Page,
    /// What was looked for; empty for everyone.
    pub query: String,
    /// Those found, by name.
    pub people: Vec<PersonLine>,
    /// The address of the next page, where there is one.
    pub more: Option<String>,
}

/// A person in a list.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// The name in the person's own order; the address where no name is known.
    pub name: String,
    /// The address, where the reader may see it.
    pub address: Option<String>,
    /// Where the person works.
    pub institution: Option<String>,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// Where their calendars stand, where the reader may see that.
    pub calendars: Option<String>,
}

impl Sample for AdminPage {
    const NAME: &'static str = "admin";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let busy = Self {
            page: samples::administrator(language, &urls::admin()),
            numbers: vec![
                ("admin-people", 214),
                ("admin-series", 3),
                ("admin-seminars", 41),
                ("admin-rooms", 32),
                ("admin-stays", 9),
            ],
            outbox: OutboxState {
                waiting: 12,
                failed: 1,
                sent_today: 388,
            },
            failing: 2,
            checks: vec![
                Check {
                    tone: Tone::Done,
                    text: samples::say(
                        language,
                        "PostgreSQL 17 answers.",
                        "PostgreSQL 17이 응답합니다.",
                    ),
                },
                Check {
                    tone: Tone::Attention,
                    text: samples::say(
                        language,
                        "No SMTP server is set: mail is captured and leaves nowhere.",
                        "SMTP 서버가 설정되지 않아 메일이 밖으로 나가지 않고 보관됩니다.",
                    ),
                },
            ],
            captures_mail: true,
        };
        let quiet = Self {
            outbox: OutboxState::default(),
            failing: 0,
            checks: busy.checks[..1].to_vec(),
            captures_mail: false,
            ..busy.clone()
        };
        vec![("busy", busy), ("quiet", quiet)]
    }
}

impl Sample for PeoplePage {
    const NAME: &'static str = "people";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let found = Self {
            page: samples::administrator(language, &urls::people()),
            query: String::new(),
            people: vec![
                PersonLine {
                    name: "Erika Mustermann".into(),
                    address: Some("erika@muenchen.example".into()),
                    institution: Some("Technische Universität München".into()),
                    roles: Vec::new(),
                    calendars: Some(urls::person_feeds("p")),
                },
                PersonLine {
                    name: "홍길동".into(),
                    address: Some("hong@kaist.example".into()),
                    institution: Some("KAIST".into()),
                    roles: vec![Role::Member, Role::RoomKeeper],
                    calendars: Some(urls::person_feeds("p")),
                },
                PersonLine {
                    name: "marie@montreal.example".into(),
                    address: None,
                    institution: None,
                    roles: Vec::new(),
                    calendars: Some(urls::person_feeds("p")),
                },
            ],
            more: Some(urls::with_query(&urls::people(), &[("after", Some("m"))])),
        };
        let nobody = Self {
            query: "Nemo".into(),
            people: Vec::new(),
            more: None,
            ..found.clone()
        };
        vec![("found", found), ("nobody", nobody)]
    }
}
