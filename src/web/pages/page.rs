//! What every page knows: who reads it, in which language and zone, and where it stands.

mod navigation;
mod times;

use super::{
    form::Choice,
    html::Html,
    words::{JoinFor, Role, Visibility},
};
use crate::{
    base::{
        clock::Instant,
        language::{Arg, Language},
        zone::Zone,
    },
    mail::reminder::Reminder,
    web::{assets, urls},
};

pub use navigation::NavLink;

/// What every page is rendered with.
#[derive(Debug, Clone)]
pub struct Page {
    /// The language of the page.
    pub language: Language,
    /// The zone in which the reader's own times are shown.
    pub zone: Zone,
    /// Whether the reader chose that zone (kept with the person, or by cookie). Where not, the page's script tells the
    /// browser's zone in the cookie `browser_zone`, which the next request may use.
    pub zone_chosen: bool,
    /// Path and query of this page, to come back to after a choice or a sign-in.
    pub path: String,
    /// What the hub calls itself.
    pub hub_name: String,
    /// The language that the hub's calendars speak unless they are asked otherwise.
    pub hub_language: Language,
    /// Scheme, host and port under which the world reaches Maru, without a slash at the end.
    pub public_url: String,
    /// The token against forged requests: a hidden field `csrf` in each form. Empty in a page that is the same for all;
    /// its forms have none.
    pub csrf: String,
    /// Who is signed in.
    pub person: Option<PersonInHeader>,
    /// The instant of the request.
    pub now: Instant,
    /// Since when mail stands still because no worker is running, for those whose business that is.
    pub mail_stands_still: Option<Instant>,
    /// What has just happened, told once.
    pub flash: Option<Flash>,
}

/// Who is signed in, as the header shows it.
#[derive(Debug, Clone)]
pub struct PersonInHeader {
    /// The person's name in its own order; the address where no name is known.
    pub name: String,
    /// What the person does in the hub; decides what the navigation offers.
    pub roles: Vec<Role>,
}

/// Something that has just happened, shown once on top of the next page.
#[derive(Debug, Clone)]
pub struct Flash {
    /// Good news or something to look at.
    pub tone: Tone,
    /// What happened, in the reader's language.
    pub text: String,
    /// A way back, where there is one.
    pub undo: Option<Undo>,
}

/// How a notice looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It is done.
    Done,
    /// It needs a look.
    Attention,
}

impl Tone {
    /// The word in class names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Attention => "attention",
        }
    }
}

/// A button that takes back what has just been done: posts to `action` with the given fields beside `csrf`.
#[derive(Debug, Clone)]
pub struct Undo {
    /// Where it posts to.
    pub action: String,
    /// Hidden fields: name and value.
    pub fields: Vec<(String, String)>,
}

/// A whole number in a text: chooses the plural.
pub trait Count {
    /// Its value.
    fn count(&self) -> i64;
}

macro_rules! counts {
    ($($number:ty),+) => {
        $(impl Count for $number {
            fn count(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })+
    };
}
counts!(i32, i64, u8, u16, u32, u64, usize);

impl<T: Count + ?Sized> Count for &T {
    fn count(&self) -> i64 {
        (*self).count()
    }
}

impl Page {
    /// The text of `key`.
    pub fn t(&self, key: &str) -> String {
        self.language.t(key)
    }

    /// The text of `{group}-{word}`: `kind-seminar`, `state-draft`.
    pub fn word(&self, group: &str, word: impl std::fmt::Display) -> String {
        self.language.t(&format!("{group}-{word}"))
    }

    /// The text of `key`, where `$name` is `value`.
    pub fn with(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.language
            .with(key, &[(name, Arg::from(value.to_string()))])
    }

    /// The text of `key`, where `$name` is markup, such as a time.
    pub fn around(&self, key: &str, name: &str, markup: impl std::fmt::Display) -> Html {
        self.around_with(key, name, markup, &[])
    }

    /// As [`Self::around`], where other names are `words`.
    pub fn around_with(
        &self,
        key: &str,
        name: &str,
        markup: impl std::fmt::Display,
        words: &[(&str, Arg<'_>)],
    ) -> Html {
        // No text holds this character; what is put in its place is markup already.
        const PLACE: &str = "\u{1}";
        let mut known = vec![(name, Arg::from(PLACE))];
        known.extend(words.iter().cloned());
        let text = super::html::escape(&self.language.with(key, &known));
        Html::trusted(text.replace(PLACE, &markup.to_string()))
    }

    /// The text of `key`, where `$count` is a number.
    pub fn count(&self, key: &str, count: impl Count) -> String {
        self.language
            .with(key, &[("count", Arg::from(count.count()))])
    }

    /// The language as Open Graph names it: with a territory.
    pub fn og_locale(&self) -> &'static str {
        match self.language {
            Language::En => "en_US",
            Language::Ko => "ko_KR",
        }
    }

    /// The languages that the page can be had in beside its own.
    pub fn other_languages(&self) -> Vec<Language> {
        Language::ALL
            .into_iter()
            .filter(|language| *language != self.language)
            .collect()
    }

    /// The address of a file in `static/`.
    pub fn asset(&self, name: &str) -> String {
        assets::asset(name)
    }

    /// `path` under the public address.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The short link of a seminar as people write it: without `https://`.
    pub fn short_address(&self, code: &str) -> String {
        let address = self.absolute(&urls::short(code));
        address
            .split_once("://")
            .map_or(address.clone(), |(_, rest)| rest.to_owned())
    }

    /// `webcal:` in place of `https:`, which calendar programs open as a subscription.
    pub fn webcal(&self, path: &str) -> String {
        let rest = self
            .public_url
            .split_once("://")
            .map_or(self.public_url.as_str(), |(_, rest)| rest);
        format!("webcal://{rest}{path}")
    }

    /// The calendar at `path`, which is the hub's, in the language of the page.
    pub fn calendar(&self, path: &str) -> String {
        self.calendar_of(path, None)
    }

    /// The calendar at `path` in the language of the page, whose own language this is; none: the hub's. What is cancelled, and
    /// when, it then says in words that the reader knows.
    pub fn calendar_of(&self, path: &str, own: Option<Language>) -> String {
        urls::speaking(path, own.unwrap_or(self.hub_language), self.language)
    }

    /// The hidden field against forged requests.
    pub fn csrf_field(&self) -> Html {
        if self.csrf.is_empty() {
            return Html::trusted(String::new());
        }
        Html::trusted(format!(
            r#"<input type="hidden" name="csrf" value="{}">"#,
            super::html::escape(&self.csrf)
        ))
    }

    /// Whether who reads has one of the roles.
    pub fn is(&self, role: Role) -> bool {
        self.person
            .as_ref()
            .is_some_and(|person| person.roles.contains(&role))
    }

    /// Whether who reads looks after the hub.
    pub fn administers(&self) -> bool {
        self.is(Role::Administrator)
    }

    /// Who may see something, to choose from.
    pub fn visibilities(&self) -> Vec<Choice> {
        Visibility::ALL
            .iter()
            .map(|who| {
                Choice::new(who.word(), self.word("visibility", who))
                    .hint(self.word("visibility-hint", who))
            })
            .collect()
    }

    /// For whom a living link opens, to choose from.
    pub fn entrances(&self) -> Vec<Choice> {
        JoinFor::ALL
            .iter()
            .map(|who| {
                Choice::new(who.word(), self.word("join-for", who))
                    .hint(self.word("join-for-hint", who))
            })
            .collect()
    }

    /// That nobody is told, to be ticked.
    pub fn silence(&self) -> Vec<Choice> {
        let label = self.t("seminar-form-silent-yes");
        vec![Choice::new("yes", label).hint(self.t("seminar-form-silent-hint"))]
    }

    /// Reminders at an hour of the reader's day, to choose from.
    pub fn reminder_days(&self) -> Vec<Choice> {
        Reminder::WORDS
            .iter()
            .map(|day| Choice::new(day.to_string(), self.word("reminder-day", day)))
            .collect()
    }
}
