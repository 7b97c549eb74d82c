//! The words that come back in every entry, looked up once a feed.

use crate::base::{
    clock::Instant,
    language::{self, Language},
    slot::Slot,
    zone::Zone,
};

pub(super) struct Words {
    pub(super) language: Language,
    pub(super) busy: String,
    pub(super) join: String,
    pub(super) cancelled: String,
    pub(super) postponed: String,
    pub(super) postponed_note: String,
    pub(super) refused: String,
    pub(super) no_show: String,
}

impl Words {
    pub(super) fn of(language: Language) -> Self {
        Self {
            language,
            busy: language.t("feed-busy"),
            join: language.t("feed-join"),
            cancelled: language.t("feed-prefix-cancelled"),
            postponed: language.t("feed-prefix-postponed"),
            postponed_note: language.t("banner-postponed-words"),
            refused: language.t("feed-prefix-refused"),
            no_show: language.t("feed-prefix-no_show"),
        }
    }

    /// `Tue 1 December 2026, 16:00–17:00 (Seoul, UTC+9)`.
    pub(super) fn when(&self, from: Instant, to: Instant, zone: Zone) -> String {
        match Slot::new(from, to) {
            Ok(slot) => language::slot(self.language, slot, zone),
            Err(_) => language::moment(self.language, from, zone),
        }
    }

    /// `Join online: https://…`
    pub(super) fn join_at(&self, url: &str) -> String {
        format!("{}: {url}", self.join)
    }
}
