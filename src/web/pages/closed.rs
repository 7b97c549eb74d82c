//! What is said of days on which the hub or a site is closed, and the page on which administrators enter them.

use askama::Template;
use chrono::NaiveDate;

use super::{
    Sample,
    form::{Choice, Field, FormMeta},
    page::Page,
    samples,
    stale::Stale,
};
use crate::{
    base::language::{self, Arg, Language},
    rooms::model::Closed,
    typed_form,
    web::urls,
};

/// What a form says of closed days before it is taken. They are a reason to think twice and none to refuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosedNote {
    /// What is closed and when, a line each; empty where nothing is.
    pub lines: Vec<String>,
    /// Which days these are, for the form to send along: what has been shown is not shown first a second time.
    pub seen: String,
    /// Whether the form was sent without having been shown this: then nothing has been done yet.
    pub first: bool,
}

impl ClosedNote {
    /// What is to be said of these.
    pub fn of(language: Language, closed: &[Closed]) -> Self {
        let marks: Vec<String> = closed.iter().map(mark).collect();
        Self {
            lines: closed.iter().map(|one| line(language, one)).collect(),
            seen: marks.join(","),
            first: false,
        }
    }

    /// The same where the form that came with `seen` was not shown all of it; `None` where it was, or there is nothing.
    #[must_use]
    pub fn news(&self, seen: &str) -> Option<Self> {
        let known: Vec<&str> = seen.split(',').collect();
        let mut marks = self.seen.split(',').filter(|mark| !mark.is_empty());
        marks.any(|mark| !known.contains(&mark)).then(|| Self {
            first: true,
            ..self.clone()
        })
    }
}

/// Days that became others since are others.
fn mark(closed: &Closed) -> String {
    format!("{}.{}", closed.days.id, closed.days.lock_version)
}

/// `The hub is closed: Chuseok (24 September – 26 September)`
pub fn line(language: Language, closed: &Closed) -> String {
    let name = closed.days.name(language);
    let dates = dates(language, closed.days.from_date, closed.days.to_date);
    let mut args = vec![("name", Arg::from(name)), ("dates", Arg::from(dates))];
    match &closed.site {
        Some(site) => {
            args.push(("site", Arg::from(site.as_str())));
            language.with("closed-site", &args)
        }
        None => language.with("closed-hub", &args),
    }
}

/// The same of several.
pub fn lines(language: Language, closed: &[Closed]) -> Vec<String> {
    closed.iter().map(|one| line(language, one)).collect()
}

fn dates(language: Language, from: NaiveDate, to: NaiveDate) -> String {
    let from = language::day_month(language, from);
    let to = language::day_month(language, to);
    match from == to {
        true => from,
        false => language.with(
            "closed-span",
            &[("from", Arg::from(from)), ("to", Arg::from(to))],
        ),
    }
}

/// `GET /admin/closed-days`, `GET /admin/closed-days/{id}`, and the answer to a posted form that cannot be taken.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/closed_days.html")]
pub struct ClosedDaysPage {
    /// What every page knows.
    pub page: Page,
    /// The id of the days that are edited; `None`: the list, with a form for new ones.
    pub editing: Option<String>,
    /// Those that are and that come, by their first day.
    pub coming: Vec<ClosedLine>,
    /// Those that were last, the latest first.
    pub past: Vec<ClosedLine>,
    /// What was typed.
    pub form: ClosedDaysForm,
    /// The sites, by slug.
    pub sites: Vec<Choice>,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
}

/// Closed days in the list.
#[derive(Debug, Clone)]
pub struct ClosedLine {
    /// Their id.
    pub id: String,
    /// What they are called in the reader's language.
    pub name: String,
    /// What they are called in the other one, where that is another word.
    pub other_name: String,
    /// The site; `None`: the whole hub.
    pub site: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

typed_form! {
    /// Closed days as typed.
    ClosedDaysForm {
        /// The first day.
        from: Field = "closed-from",
        /// The last day; empty: the first one alone.
        to: Field = "closed-to",
        /// The slug of the site; empty: the whole hub.
        site: Field = "closed-where",
        /// What they are called in English.
        name_en: Field = "closed-name-en",
        /// What they are called in Korean.
        name_ko: Field = "closed-name-ko",
    }
}

impl ClosedLine {
    /// As it stands in the list.
    pub fn of(page: &Page, closed: &Closed) -> Self {
        let days = &closed.days;
        let name = days.name(page.language).to_owned();
        let other = match page.language {
            Language::En => &days.name_ko,
            Language::Ko => &days.name_en,
        };
        Self {
            id: days.id.to_string(),
            other_name: match *other == name {
                true => String::new(),
                false => other.clone(),
            },
            name,
            site: closed.site.clone(),
            from: days.from_date,
            to: days.to_date,
        }
    }
}

impl ClosedDaysPage {
    /// Where the form posts to.
    pub fn action(&self) -> String {
        self.editing
            .as_deref()
            .map_or_else(urls::closed_days, urls::closed_days_one)
    }
}

impl Sample for ClosedDaysPage {
    const NAME: &'static str = "closed-days";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default();
        let line = |id: &str, en: &str, ko: &str, site: Option<&str>, from, to| ClosedLine {
            id: id.into(),
            name: samples::say(language, en, ko),
            other_name: samples::say(language, ko, en),
            site: site.map(str::to_owned),
            from,
            to,
        };
        let empty = Self {
            page: samples::administrator(language, &urls::closed_days()),
            editing: None,
            coming: Vec::new(),
            past: Vec::new(),
            form: ClosedDaysForm {
                meta: FormMeta::keyed("sample"),
                ..ClosedDaysForm::default()
            },
            sites: Vec::new(),
            stale: None,
        };
        let house = samples::say(language, "Seoul house", "서울관");
        let full = Self {
            coming: vec![
                line(
                    "1",
                    "Winter holidays",
                    "겨울 휴가",
                    None,
                    day(12, 24),
                    day(12, 31),
                ),
                line(
                    "2",
                    "Building closed for the move",
                    "이사로 건물을 닫습니다",
                    Some(&house),
                    day(12, 11),
                    day(12, 11),
                ),
            ],
            past: vec![line("3", "Chuseok", "추석", None, day(9, 24), day(9, 26))],
            sites: vec![Choice::new("seoul", house)],
            ..empty.clone()
        };
        let editing = Self {
            editing: Some("1".into()),
            form: ClosedDaysForm {
                from: Field::of("2026-12-24"),
                to: Field::wrong(
                    "2026-12-20",
                    samples::say(
                        language,
                        "The end must come after the start.",
                        "끝은 시작보다 뒤여야 합니다.",
                    ),
                ),
                name_en: Field::of("Winter holidays"),
                name_ko: Field::of("겨울 휴가"),
                ..empty.form.clone()
            },
            ..full.clone()
        };
        vec![("empty", empty), ("full", full), ("editing", editing)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_is_not_shown_first_again() {
        let note = ClosedNote {
            lines: vec!["Chuseok".into(), "Move".into()],
            seen: "a.1,b.2".into(),
            first: false,
        };
        assert!(note.news("a.1,b.2").is_none());
        assert!(note.news("b.2,c.1,a.1").is_none());
        // Another version of the same days is news.
        for seen in ["", "a.1", "a.1,b.1"] {
            assert!(note.news(seen).is_some_and(|news| news.first), "{seen}");
        }
        assert!(ClosedNote::default().news("").is_none());
    }
}
