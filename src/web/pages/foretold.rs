//! What a deed is about to tell, shown before it is done: whom it reaches, the very mails, and words of one's own above them.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    form::Field,
    page::{NavLink, Page},
    samples,
    strip::Strip,
};
use crate::{base::language::Language, mail::outbox::MessageKind, web::urls};

/// How many readers are named at first, and how many when the list is opened.
const FIRST: usize = 5;
const MOST: usize = 200;

/// The answer to a form that would tell more than a few people, before it is done.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/foretold.html")]
pub struct ForetoldPage {
    /// What every page knows.
    pub page: Page,
    /// What is about to be done.
    pub deed: ToldDeed,
    /// To which seminar; `None` for one that is about to be made.
    pub seminar: Option<SeminarEntry>,
    /// Where the form posts to.
    pub action: String,
    /// What was typed before, name and value, posted again as it was.
    pub fields: Vec<(String, String)>,
    /// What is told, and whom.
    pub told: Foretold,
    /// By what it is known that this was shown.
    pub mark: String,
    /// Words of the organiser's own, above the facts.
    pub note: Field,
    /// Whether something else was shown when the button was pressed.
    pub otherwise: bool,
    /// What clocks show where people are whom it concerns; `None` for a deed without a time.
    pub strip: Option<Strip>,
}

/// What can be about to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldDeed {
    /// A new seminar, or a draft, is announced.
    Announcement,
    /// A seminar is made other than people know it.
    Change,
    /// The same, in its spelling alone: it can be done without a word.
    Spelling,
    /// Defaults of a series become others, and with them the coming seminars that follow it.
    Series,
    /// Drafts of a series are announced together.
    Term,
    /// It will not take place.
    Cancellation,
    /// It will take place at another time, not yet known.
    Postponement,
    /// Those who do not know are told.
    Rest,
}

impl ToldDeed {
    /// The word in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Announcement => "announcement",
            Self::Change | Self::Spelling => "change",
            Self::Series => "series",
            Self::Term => "term",
            Self::Cancellation => "cancellation",
            Self::Postponement => "postponement",
            Self::Rest => "rest",
        }
    }

    /// Whether it can be done without telling anyone.
    pub fn can_be_silent(self) -> bool {
        self == Self::Spelling
    }

    /// Whether there is a form to go back to.
    pub fn has_form(self, action: &str) -> bool {
        match self {
            Self::Term => true,
            Self::Rest => false,
            _ => !action.ends_with("/announcement"),
        }
    }
}

/// Whom something reaches, and in which words.
#[derive(Debug, Clone, Default)]
pub struct Foretold {
    /// Everyone who gets a mail.
    pub readers: Vec<ReaderLine>,
    /// How many mails that are: of a series, one for each of its coming seminars.
    pub mails: usize,
    /// The mails: one of each kind and language.
    pub letters: Vec<LetterLine>,
}

/// Someone who gets a mail.
#[derive(Debug, Clone)]
pub struct ReaderLine {
    /// The name; `None` where none is known.
    pub name: Option<String>,
    /// The address.
    pub address: String,
    /// The language of the mail.
    pub language: Language,
    /// The zone in which the mail gives the time, as people say it.
    pub zone_label: String,
    /// Whether it is a mailing list, of whose readers nobody knows the number.
    pub is_list: bool,
}

/// A mail to look at.
#[derive(Debug, Clone)]
pub struct LetterLine {
    /// What it is.
    pub kind: MessageKind,
    /// In which language.
    pub language: Language,
    /// How many get one like it.
    pub count: usize,
    /// Whether these are mailing lists.
    pub to_lists: bool,
    /// Who gets this one.
    pub reader: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Where its HTML body alone is, to be shown in a frame; `None`: its text is shown.
    pub html: Option<String>,
}

impl LetterLine {
    /// How many get one like it, in words.
    pub fn readers(&self, page: &Page) -> String {
        let key = match self.to_lists {
            true => "foretold-count-lists",
            false => "foretold-count",
        };
        page.count(key, self.count)
    }
}

impl Foretold {
    /// How many people and mailing lists get a mail, in words.
    pub fn who(&self, page: &Page) -> String {
        let lists = self.lists();
        let people = page.count("foretold-who", self.readers.len() - lists);
        match (lists, self.readers.len() - lists) {
            (0, _) => people,
            (_, 0) => page.count("foretold-who-lists", lists),
            _ => format!("{people} · {}", page.count("foretold-who-lists", lists)),
        }
    }

    /// What the button says that tells them.
    pub fn send(&self, page: &Page) -> String {
        match self.lists() {
            0 => page.count("foretold-send", self.readers.len()),
            _ => page.t("foretold-send-all"),
        }
    }

    fn lists(&self) -> usize {
        self.readers.iter().filter(|one| one.is_list).count()
    }

    /// How many get a mail in each language, the most first.
    pub fn languages(&self) -> Vec<(String, usize)> {
        counted(self.readers.iter().map(|one| one.language.own_name()))
    }

    /// How many read the time in each zone, the most first.
    pub fn zones(&self) -> Vec<(String, usize)> {
        counted(self.readers.iter().map(|one| one.zone_label.as_str()))
    }

    /// Those who are named at first.
    pub fn first(&self) -> &[ReaderLine] {
        &self.readers[..self.readers.len().min(FIRST)]
    }

    /// Those who are named when the list is opened.
    pub fn others(&self) -> &[ReaderLine] {
        &self.readers[self.first().len()..self.readers.len().min(MOST)]
    }

    /// How many are not named at first.
    pub fn more(&self) -> usize {
        self.readers.len() - self.first().len()
    }

    /// How many are not named at all.
    pub fn unnamed(&self) -> usize {
        self.readers.len().saturating_sub(MOST)
    }
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for word in words {
        match counts.iter_mut().find(|(known, _)| known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word.to_owned(), 1)),
        }
    }
    counts.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    counts
}

impl ForetoldPage {
    /// Whether there is a form to go back to.
    pub fn has_form(&self) -> bool {
        self.deed.has_form(&self.action)
    }
}

/// `GET /seminars/{code}/messages`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/held.html")]
pub struct HeldPage {
    /// What every page knows.
    pub page: Page,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// What waits, by kind.
    pub groups: Vec<HeldGroup>,
}

/// What waits of one kind.
#[derive(Debug, Clone)]
pub struct HeldGroup {
    /// What it is.
    pub kind: MessageKind,
    /// To how many: some get several, one after the other.
    pub readers: usize,
    /// How many messages.
    pub count: usize,
    /// How many of them a worker has at this moment.
    pub going: usize,
    /// When the first goes out.
    pub from: crate::base::clock::Instant,
    /// When the last does.
    pub to: crate::base::clock::Instant,
    /// Whether words of the organiser's own stand above each.
    pub has_note: bool,
}

/// `GET /seminars/{code}/messages/{kind}?part=`, and the answer to words that cannot be taken (422) or come too late (409).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/held_kind.html")]
pub struct HeldKindPage {
    /// What every page knows.
    pub page: Page,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// What waits of this kind; `None`: nothing any more.
    pub group: Option<HeldGroup>,
    /// What it is.
    pub kind: MessageKind,
    /// Whom it reaches and how it reads now.
    pub told: Foretold,
    /// How many of them will not go, because they are no longer true.
    pub untrue: usize,
    /// Whether the HTML bodies are shown.
    pub as_html: bool,
    /// What was typed.
    pub form: HeldForm,
    /// By what it is known again that this is what was looked at.
    pub mark: String,
    /// The idempotency keys of the buttons that let it go and stop it.
    pub keys: [String; 2],
}

crate::typed_form! {
    /// Words above what waits, and why it is stopped.
    HeldForm {
        /// Words of the organiser's own.
        note: Field = "foretold-note",
        /// Why it is stopped.
        reason: Field = "held-reason",
    }
}

impl HeldKindPage {
    /// The tabs of the letters: text and HTML.
    pub fn tabs(&self) -> Vec<NavLink> {
        let address = urls::held_kind(&self.seminar.code, self.kind.word());
        [
            ("text", address.clone(), !self.as_html),
            (
                "html",
                urls::with_query(&address, &[("part", Some("html"))]),
                self.as_html,
            ),
        ]
        .into_iter()
        .map(|(word, address, here)| NavLink {
            address,
            label: self.page.word("captured-part", word),
            here,
        })
        .collect()
    }
}

impl Sample for ForetoldPage {
    const NAME: &'static str = "foretold";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::foretold(language)
    }
}

impl Sample for HeldPage {
    const NAME: &'static str = "held";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::held(language)
    }
}

impl Sample for HeldKindPage {
    const NAME: &'static str = "held-kind";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::held_kinds(language)
    }
}
