//! Who reads a mail and who sends it, and how things are said to them.

use chrono::Duration;

use crate::base::{
    language::{Arg, Language},
    text,
    zone::Zone,
};

/// Who reads and who sends: what every mail is told in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The recipient's language.
    pub language: Language,
    /// The recipient's zone: every time is told in it first.
    pub zone: Zone,
    /// The recipient's name as they write it; `None` where it is not known.
    pub reader: Option<String>,
    /// How the mail begins, whole, where they are addressed otherwise than by their name.
    pub greeting: Option<String>,
    /// The name of the hub.
    pub hub: String,
    /// The hub's public address: `https://maru.example`.
    pub home: String,
    /// Where the recipient chooses what they are told, for those who can.
    pub preferences: Option<String>,
    /// Where these mails are stopped with one click; only for what goes to many (reminders, digests, announcements).
    pub unsubscribe: Option<String>,
}

impl Frame {
    /// The text of `key` in the recipient's language.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.language.t(key.as_ref())
    }

    /// The text of `key` with words in it; each is kept to one line.
    pub fn with<S: AsRef<str>, const N: usize>(
        &self,
        key: impl AsRef<str>,
        words: &[(&str, S); N],
    ) -> String {
        let args = words
            .each_ref()
            .map(|(name, word)| (*name, Arg::from(text::line(word.as_ref()))));
        self.language.with(key.as_ref(), &args)
    }

    /// The text of `key` with the number `n` in it, in its plural.
    pub fn count(&self, key: &str, n: i64) -> String {
        self.language.with(key, &[("n", Arg::from(n))])
    }

    /// `Dear Hong Gildong,`, or as they are addressed; without a name where none is known.
    pub fn hello(&self) -> String {
        match (&self.greeting, &self.reader) {
            (Some(greeting), _) => text::line(greeting),
            (None, Some(name)) => self.with("mail-hello", &[("name", name)]),
            (None, None) => self.t("mail-hello-nameless"),
        }
    }

    /// A span of time in its two largest units, such as `1 day` or `2 hours 30 minutes`. From an hour on it is rounded to
    /// five minutes, from a day on to the hour: a reminder sent half a minute late still says `1 day`.
    pub fn span(&self, span: Duration) -> String {
        let minutes = span.num_seconds().max(0).saturating_add(30) / 60;
        let minutes = match minutes {
            0..55 => minutes.max(1),
            55..1435 => (minutes + 2) / 5 * 5,
            _ => (minutes + 30) / 60 * 60,
        };
        let parts = [
            ("mail-days", minutes / 1440),
            ("mail-hours", minutes % 1440 / 60),
            ("mail-minutes", minutes % 60),
        ];
        parts
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .take(2)
            .map(|(key, n)| self.count(key, n))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Someone to write samples to: in Paris by English, in Seoul by Korean.
pub fn sample(language: Language) -> Frame {
    let (zone, reader) = match language {
        Language::En => ("Europe/Paris", "Marie Exemple"),
        Language::Ko => ("Asia/Seoul", "홍길동"),
    };
    Frame {
        language,
        zone: zone.parse().unwrap_or(Zone::UTC),
        reader: Some(reader.to_owned()),
        greeting: None,
        hub: "Maru".to_owned(),
        home: "https://maru.example".to_owned(),
        preferences: Some("https://maru.example/me/notices".to_owned()),
        unsubscribe: None,
    }
}
