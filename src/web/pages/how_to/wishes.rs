//! The form for what is to be asked of a calendar: it makes an address, and nothing else.

use super::HowToPage;
use crate::{
    base::language::Language,
    feeds::model::{Detail, EntryKind, Options},
    typed_form,
    web::{
        pages::form::{Choice, Field, Several},
        urls,
    },
};

typed_form! {
    /// What is to be asked of a calendar, each by the name that it has in the address.
    WishForm {
        /// The language that it is to speak.
        lang: Field = "how-wish-lang",
        /// What it is narrowed to; none: everything.
        kinds: Several = "how-wish-kinds",
        /// So many days of the past.
        past: Field = "how-wish-past",
        /// So many days ahead; empty: all there are.
        days: Field = "how-wish-days",
        /// Whether it shows for a while what does not take place.
        cancelled: Field = "how-wish-cancelled",
        /// When it is to remind; personal calendars alone do.
        alarms: Field = "how-wish-alarms",
        /// How much it tells; personal calendars alone may tell less.
        detail: Field = "how-wish-detail",
    }
}

impl HowToPage {
    /// Where the form leads: back to this page.
    pub fn here(&self) -> String {
        match self.program {
            Some(program) => urls::how_to_in(program.word()),
            None => urls::how_to(),
        }
    }

    /// Whether the form is to be seen at once: something in it is wrong, or more is asked for than a language.
    pub fn is_asked(&self) -> bool {
        let bare = Options {
            language: self.calendar.wishes.language,
            ..Options::default()
        };
        self.calendar.wishes != bare || !self.form.is_fine()
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        let own = Choice::new("", self.page.t("how-wish-lang-own"));
        let own = self.calendar.personal.then_some(own);
        let all = Language::ALL
            .into_iter()
            .map(|language| Choice::new(language.code(), language.own_name()));
        own.into_iter().chain(all).collect()
    }

    /// Whether no more is told than when someone is busy: of this calendar never more, or because less is asked of it.
    fn is_busy(&self) -> bool {
        self.calendar.busy_only || self.form.detail.value.trim() == Detail::Busy.word()
    }

    /// The kinds to choose from: none where the calendar says of its entries no more than when they are, whatever is asked of it.
    /// So does one that tells only when someone is busy, and that of a room, which tells when it is taken, whatever for.
    pub fn kinds(&self) -> Vec<Choice> {
        let calendar = &self.calendar;
        if calendar.busy_only || calendar.asked.starts_with("rooms/") {
            return Vec::new();
        }
        let kinds = EntryKind::ALL.iter();
        kinds
            .filter(|kind| kind.is_of_a_seminar() || calendar.personal)
            // A stay makes nobody busy.
            .filter(|kind| **kind != EntryKind::Stay || !self.is_busy())
            .map(|kind| {
                let group = match kind.is_of_a_seminar() {
                    true => "kind",
                    false => "how-kind",
                };
                Choice::new(kind.to_string(), self.page.word(group, kind))
            })
            .collect()
    }

    /// The key of what is said of these kinds: stays are not among them where a calendar that has them tells only when someone is
    /// busy, and who asked for nothing else has all that there are.
    pub fn kinds_hint(&self) -> &'static str {
        match self.calendar.personal && self.is_busy() {
            true => "how-wish-kinds-hint-busy",
            false => "how-wish-kinds-hint",
        }
    }

    /// Whether what does not take place is shown: no choice where only that is told with which someone is busy.
    pub fn cancelled(&self) -> Vec<Choice> {
        if self.is_busy() {
            return Vec::new();
        }
        let choice = |word: &str| Choice::new(word, self.page.word("how-wish-cancelled", word));
        ["1", "0"].map(choice).into()
    }

    /// How much is told.
    pub fn details(&self) -> Vec<Choice> {
        let choice = |detail: &Detail| {
            let words = self.page.word("how-wish-detail", detail);
            Choice::new(detail.to_string(), words)
        };
        Detail::ALL.iter().map(choice).collect()
    }
}
