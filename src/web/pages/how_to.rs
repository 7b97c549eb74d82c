//! How to subscribe, program by program: one click, the steps, how late it is known to be, and what to do then.

mod wishes;

use askama::Template;

pub use self::wishes::WishForm;
use super::{
    Sample,
    feeds::{google_subscription, outlook_at, outlook_subscription},
    form::Field,
    me::CalendarQuestion,
    page::Page,
    samples,
};
use crate::{
    base::language::{Arg, Language},
    feeds::{model::Options, polls::Client},
    seminars::notices::AT_ONCE,
    web::urls,
};

crate::words! {
    /// A calendar program that is explained.
    Program {
        /// Google Calendar.
        Google = "google",
        /// Outlook: on the web and on the desktop.
        Outlook = "outlook",
        /// Calendar of macOS, iOS and iPadOS.
        Apple = "apple",
        /// Thunderbird.
        Thunderbird = "thunderbird",
        /// `ICSx⁵` on Android.
        Android = "android",
        /// GNOME Calendar and Evolution.
        Gnome = "gnome",
    }
}

impl Program {
    /// How many steps it takes.
    fn steps(self) -> usize {
        match self {
            Self::Google | Self::Outlook | Self::Apple | Self::Gnome => 3,
            Self::Thunderbird | Self::Android => 4,
        }
    }

    /// What it is in the log of polls.
    const fn client(self) -> Client {
        match self {
            Self::Google => Client::Google,
            Self::Outlook => Client::Outlook,
            Self::Apple => Client::Apple,
            Self::Thunderbird => Client::Thunderbird,
            Self::Android => Client::Android,
            Self::Gnome => Client::Gnome,
        }
    }

    /// How late it is known to be, in words: the figures by which late changes are told by mail.
    pub fn lag(self, language: Language) -> String {
        let lag = self.client().lag().unwrap_or(AT_ONCE);
        let key = format!("how-lag-{self}");
        let figures = [
            ("hours", Arg::from(lag.num_hours())),
            ("minutes", Arg::from(lag.num_minutes())),
        ];
        language.with(&key, &figures)
    }

    /// Where its makers say so: how late it is, or where that is set.
    fn source(self) -> Option<&'static str> {
        match self {
            Self::Outlook => {
                Some("https://support.microsoft.com/office/cff1429c-5af6-41ec-a5b4-74f2c278e98c")
            }
            _ => None,
        }
    }
}

/// `GET /feeds/how`, `GET /feeds/how/{program}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/how_to.html")]
pub struct HowToPage {
    /// What every page knows.
    pub page: Page,
    /// The program; none: which one it is to be.
    pub program: Option<Program>,
    /// The calendar.
    pub calendar: Subscribed,
    /// What is asked of it, as it can be chosen otherwise.
    pub form: WishForm,
    /// Whether mail is to put seminars into the reader's calendar; for those who are signed in.
    pub question: Option<CalendarQuestion>,
}

/// The calendar that is to be subscribed to.
#[derive(Debug, Clone)]
pub struct Subscribed {
    /// What it is called.
    pub name: String,
    /// The path, ending in `.ics`, and what is asked of it.
    pub path: String,
    /// How it is named in the query of these pages.
    pub asked: String,
    /// What the query asks of it; a language where it is to speak that whatever the one of the page is.
    pub wishes: Options,
    /// Whether its address is a secret.
    pub personal: bool,
    /// Whether it says no more than when its owner is busy, whatever is asked of it.
    pub busy_only: bool,
    /// What is said where it is more than Google Calendar reads.
    pub large: Option<Large>,
}

/// A calendar that is more than Google Calendar reads.
#[derive(Debug, Clone)]
pub struct Large {
    /// The megabytes that it has.
    pub size: String,
    /// What of it is not too much, empty where nothing is; `None` where that is not known.
    pub parts: Option<Vec<Part>>,
}

/// A part of a calendar.
#[derive(Debug, Clone)]
pub struct Part {
    /// The word for what it is.
    pub what: &'static str,
    /// How many days ahead it shows, where that says what it is.
    pub days: u16,
    /// The path, ending in `.ics`, and what is asked of it.
    pub path: String,
}

/// A link that subscribes.
#[derive(Debug, Clone)]
pub struct OneClick {
    /// What it opens.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

impl HowToPage {
    /// Every program, with its address for this calendar.
    pub fn programs(&self) -> Vec<(Program, String)> {
        let wishes = self.calendar.wishes.pairs();
        let mut asked = vec![("feed", Some(self.calendar.asked.as_str()))];
        let pairs = wishes.iter();
        asked.extend(pairs.map(|(name, value)| (*name, Some(value.as_str()))));
        let address = |program: &Program| {
            let path = urls::how_to_in(program.word());
            (*program, urls::with_query(&path, &asked))
        };
        Program::ALL.iter().map(address).collect()
    }

    /// Whether this page is about `program`.
    pub fn is(&self, program: &Program) -> bool {
        self.program.as_ref() == Some(program)
    }

    /// The links that subscribe in `program`.
    pub fn one_click(&self, program: &Program) -> Vec<OneClick> {
        let (page, path, name) = (&self.page, &self.calendar.path, &self.calendar.name);
        let link = |word: &str, address: String| OneClick {
            label: page.word("how-open", word),
            address,
        };
        let here = |program: &Program| link(program.word(), page.webcal(path));
        match program {
            Program::Google => vec![link("google", google_subscription(page, path))],
            Program::Outlook => vec![
                link("outlook", outlook_subscription(page, path, name)),
                link(
                    "outlook-home",
                    outlook_at("https://outlook.live.com", page, path, name),
                ),
                link("outlook-here", page.webcal(path)),
            ],
            other => vec![here(other)],
        }
    }

    /// What is said of a calendar that Google Calendar does not read, where that is the program or may yet be.
    pub fn too_large(&self) -> Option<&Large> {
        let may_be_google = self.program.is_none_or(|one| one == Program::Google);
        self.calendar.large.as_ref().filter(|_| may_be_google)
    }

    /// What a part of the calendar is.
    pub fn part(&self, part: &Part) -> String {
        let days = [("days", Arg::from(i64::from(part.days)))];
        let key = format!("how-large-part-{}", part.what);
        self.page.language.with(&key, &days)
    }

    /// The words of each step.
    pub fn steps(&self, program: &Program) -> Vec<String> {
        (1..=program.steps())
            .map(|n| self.page.t(&format!("how-step-{program}-{n}")))
            .collect()
    }

    /// How late it is known to be: the figures by which late changes are told by mail.
    pub fn lag(&self, program: &Program) -> String {
        program.lag(self.page.language)
    }

    /// Where the figure is from, and a link to it where there is one.
    pub fn source(&self, program: &Program) -> (String, Option<&'static str>) {
        (self.page.word("how-source", program), program.source())
    }

    /// The heading.
    pub fn heading(&self) -> String {
        match self.program {
            Some(program) => {
                let name = self.page.word("how-program", program);
                self.page.with("how-title-in", "program", name)
            }
            None => self.page.t("how-title"),
        }
    }
}

impl Sample for HowToPage {
    const NAME: &'static str = "how_to";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let of = |program, page: Page, personal| Self {
            program,
            calendar: match personal {
                true => Subscribed {
                    name: samples::say(language, "My phone", "내 휴대전화"),
                    path: urls::my_feed("sample-secret-sample-secret-sample"),
                    asked: "my/f1".into(),
                    wishes: Options::default(),
                    personal,
                    busy_only: false,
                    large: None,
                },
                false => Subscribed {
                    name: samples::say(language, "Everything public", "공개 일정 모두"),
                    path: page.calendar(&urls::hub_feed()),
                    asked: "hub".into(),
                    wishes: Options::default(),
                    personal,
                    busy_only: false,
                    large: None,
                },
            },
            form: WishForm {
                lang: Field::of(language.code()),
                past: Field::of("90"),
                cancelled: Field::of("1"),
                ..WishForm::default()
            },
            question: personal.then(CalendarQuestion::default),
            page,
        };
        let visitor = samples::page(language, &urls::how_to());
        let mut all = vec![("choose", of(None, visitor, false))];
        for program in Program::ALL {
            let path = urls::how_to_in(program.word());
            let personal = *program == Program::Google;
            let page = match personal {
                true => samples::organiser(language, &path),
                false => samples::page(language, &path),
            };
            all.push((program.word(), of(Some(*program), page, personal)));
        }
        let path = urls::how_to_in(Program::Google.word());
        let mut busy = of(
            Some(Program::Google),
            samples::organiser(language, &path),
            true,
        );
        busy.calendar.busy_only = true;
        let page = samples::page(language, &path);
        let mut large = of(Some(Program::Google), page, false);
        large.calendar.large = Some(Large {
            size: "2.4".into(),
            parts: Some(vec![Part {
                what: "days",
                days: 180,
                path: urls::with_query(
                    &large.calendar.path,
                    &[("past", Some("0")), ("days", Some("180"))],
                ),
            }]),
        });
        let with = |parts: Option<Vec<Part>>| {
            let mut other = large.clone();
            if let Some(large) = &mut other.calendar.large {
                large.parts = parts;
            }
            other
        };
        let (nothing, unknown) = (with(Some(Vec::new())), with(None));
        let mut wrong = of(
            Some(Program::Google),
            samples::organiser(language, &path),
            true,
        );
        wrong.form.days = Field::wrong(
            "soon",
            language.with("reason-feed-days", &[("max", Arg::from(3660))]),
        );
        all.extend([
            ("google-busy-only", busy),
            ("google-too-large", large),
            ("google-no-part", nothing),
            ("google-parts-unknown", unknown),
            ("google-wrong-wish", wrong),
        ]);
        all
    }
}
