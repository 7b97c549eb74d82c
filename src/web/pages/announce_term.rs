//! Announcing a term: which of the drafts of a series, with what each of them lacks.

use askama::Template;

use super::{
    Sample,
    board::BoardRow,
    common::Named,
    form::{Choice, Several},
    page::Page,
    samples,
};
use crate::{
    base::language::{self, Arg, Language},
    typed_form,
    web::urls,
};

/// `GET /series/{slug}/announcement?take=all`, and the answer to what is posted there and cannot be done.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/announce_term.html")]
pub struct AnnounceTermPage {
    /// What every page knows.
    pub page: Page,
    /// The series.
    pub series: Named,
    /// Its drafts that have not begun, by time.
    pub drafts: Vec<Choice>,
    /// Which are ticked.
    pub form: AnnounceTermForm,
    /// How many follow the series.
    pub followers: usize,
    /// How many mailing lists are told of it.
    pub lists: usize,
}

typed_form! {
    /// Which drafts are announced.
    AnnounceTermForm {
        /// Each by its id and the `lock_version` that was looked at, with a dot between them.
        seminars: Several = "announce-seminars",
    }
}

/// A draft to be ticked: when, what, who, and beneath it what is missing.
pub fn choice(page: &Page, value: String, row: &BoardRow) -> Choice {
    let when = language::slot(page.language, row.when.slot, row.when.zone);
    let title = match row.title.is_empty() {
        true => page.t("board-untitled"),
        false => row.title.clone(),
    };
    let speakers: Vec<&str> = row.speakers.iter().map(|one| one.name.as_str()).collect();
    let mut parts = vec![when, title];
    if !speakers.is_empty() {
        parts.push(speakers.join(", "));
    }
    let missing = row
        .lacks
        .iter()
        .filter(|lack| !lack.comes_by_announcement());
    let missing: Vec<String> = missing.map(|lack| page.word("lacks", lack)).collect();
    let choice = Choice::new(value, parts.join(" · "));
    match missing.is_empty() {
        true => choice,
        false => {
            let lacks = [("what", Arg::from(missing.join(", ")))];
            choice.hint(page.language.with("announce-lacks", &lacks))
        }
    }
}

impl AnnounceTermPage {
    /// The same with all of them ticked.
    pub fn all_address(&self) -> String {
        let address = urls::series_announcement(&self.series.slug);
        urls::with_query(&address, &[("take", Some("all"))])
    }

    /// Whether all of them are ticked.
    pub fn takes_all(&self) -> bool {
        self.form.seminars.values.len() == self.drafts.len()
    }
}

impl Sample for AnnounceTermPage {
    const NAME: &'static str = "announce-term";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::announced_terms(language)
    }
}
