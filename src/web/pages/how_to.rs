//! How to subscribe, program by program: one click, the steps, how late it is known to be, and what to do then.

use askama::Template;

use super::{
    Sample,
    feeds::{google_subscription, outlook_at, outlook_subscription, parts},
    me::CalendarQuestion,
    page::Page,
    samples,
};
use crate::{
    base::language::{Arg, Language},
    feeds::{model::PAST_DAYS, polls::Client},
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
    /// The language that it is to speak whatever that of the page is, where the query says so.
    pub language: Option<Language>,
    /// Whether its address is a secret.
    pub personal: bool,
    /// The megabytes that it has, where they are more than Google Calendar reads.
    pub large: Option<String>,
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
        let address = |program: &Program| {
            let path = urls::how_to_in(program.word());
            let asked = [
                ("feed", Some(self.calendar.asked.as_str())),
                ("lang", self.calendar.language.map(Language::code)),
            ];
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

    /// The megabytes of a calendar that Google Calendar does not read, where that is the program or may yet be.
    pub fn too_large(&self) -> Option<&str> {
        let may_be_google = self.program.is_none_or(|one| one == Program::Google);
        self.calendar.large.as_deref().filter(|_| may_be_google)
    }

    /// The paths of parts of the calendar, each by the word for what it is.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        parts(&self.calendar.path)
    }

    /// What may be asked of the calendar, each by its name, in words, and with the path of an example.
    pub fn wishes(&self) -> Vec<(&'static str, String, String)> {
        let calendar = &self.calendar;
        let known = [("past", Arg::from(i64::from(PAST_DAYS)))];
        let wish = |name: &'static str, key: &str, path: String| {
            (name, self.page.language.with(key, &known), path)
        };
        let bare = calendar.path.split('?').next().unwrap_or_default();
        let joint = if calendar.path == bare { '?' } else { '&' };
        let asked = |pair: &str| format!("{}{joint}{pair}", calendar.path);
        let mut wishes: Vec<_> = self
            .page
            .other_languages()
            .into_iter()
            .map(|other| wish("lang", "how-wish-lang", format!("{bare}?lang={other}")))
            .collect();
        let kinds = match calendar.personal {
            true => "how-wish-kinds-mine",
            false => "how-wish-kinds",
        };
        // That of a room tells when it is taken, whatever for.
        if !calendar.asked.starts_with("rooms/") {
            wishes.push(wish("kinds", kinds, asked("kinds=lecture,workshop")));
        }
        wishes.extend([
            wish("past", "how-wish-past", asked("past=0")),
            wish("days", "how-wish-days", asked("days=180")),
            wish("cancelled", "how-wish-cancelled", asked("cancelled=0")),
        ]);
        if calendar.personal {
            wishes.extend([
                wish("alarms", "how-wish-alarms", asked("alarms=15m,1d")),
                wish("detail", "how-wish-detail", asked("detail=busy")),
            ]);
        }
        wishes
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
                    language: None,
                    personal,
                    large: None,
                },
                false => Subscribed {
                    name: samples::say(language, "Everything public", "공개 일정 모두"),
                    path: page.calendar(&urls::hub_feed()),
                    asked: "hub".into(),
                    language: None,
                    personal,
                    large: None,
                },
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
        let page = samples::page(language, &path);
        let mut large = of(Some(Program::Google), page, false);
        large.calendar.large = Some("2.4".into());
        all.push(("google-too-large", large));
        all
    }
}
