//! The programme of a seminar: as a timetable by day, and as its organisers put it together.

use askama::Template;
use chrono::NaiveDate;

use super::{
    Sample,
    common::{Alternative, Conflict, SeminarEntry},
    form::{Choice, Field, FormMeta, Several},
    html::Html,
    markdown,
    page::Page,
    samples,
    seminar::RoomLine,
    stale::Stale,
    time::When,
};
use crate::{
    base::{language::Language, zone::Zone},
    seminars::model::{ItemKind, TextLanguage},
    typed_form,
    web::urls,
};

/// The items of one day, by the clocks of the seminar's place.
#[derive(Debug, Clone)]
pub struct ItemDay {
    /// The day.
    pub date: NaiveDate,
    /// Its items, by time.
    pub items: Vec<ItemLine>,
}

/// An item of a timetable.
#[derive(Debug, Clone)]
pub struct ItemLine {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its title.
    pub title: String,
    /// A few sentences about it, rendered and cleaned.
    pub abstract_html: Option<Html>,
    /// When, in the zone of the seminar.
    pub when: When,
    /// In which room, if that is not where the seminar is.
    pub room: Option<RoomLine>,
    /// At which place that is none of the hub's rooms.
    pub place: Option<String>,
    /// The names of those who speak.
    pub speakers: Vec<String>,
    /// The languages in which they speak, where the seminar is held in several.
    pub languages: Vec<TextLanguage>,
    /// Whether it is the first of all.
    pub first: bool,
}

/// `GET /seminars/{code}/programme`, and the answer to what is posted there and cannot be taken.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/items.html")]
pub struct ItemsPage {
    /// What every page knows.
    pub page: Page,
    /// Of which seminar.
    pub seminar: SeminarEntry,
    /// Its programme as it stands, in `zone`.
    pub days: Vec<ItemDay>,
    /// The zone in which its times are meant.
    pub zone: Zone,
    /// An item: a new one, or the one that is changed.
    pub form: ItemForm,
    /// The title of the item that is changed, as it stands.
    pub editing: Option<String>,
    /// The rooms that can be booked, by slug.
    pub rooms: Vec<Choice>,
    /// The overflow rooms that are ticked, by slug.
    pub overflow: Several,
    /// The two instants of a wall time that comes twice, to choose from.
    pub folds: Vec<Choice>,
    /// Who has a room that is wanted.
    pub conflicts: Vec<Conflict>,
    /// What is free instead.
    pub alternatives: Vec<Alternative>,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
}

typed_form! {
    /// An item as typed.
    ItemForm {
        /// Its id; empty for a new one.
        item: Field,
        /// A word of [`ItemKind`].
        kind: Field = "items-kind",
        /// Its title.
        title: Field = "items-item-title",
        /// The date on which it starts.
        day: Field = "seminar-form-date",
        /// The wall time at which it starts.
        time: Field = "items-starts",
        /// The date on which it ends; empty: the same.
        end_day: Field = "items-end-date",
        /// The wall time at which it ends.
        end_time: Field = "items-ends",
        /// `0` or `1` where a wall time comes twice.
        fold: Field = "seminar-form-fold",
        /// The slug of its room; empty: where the seminar is.
        room: Field = "items-room",
        /// A place that is none of the hub's rooms.
        place: Field = "items-place",
        /// One a line, as in the form of a seminar.
        speakers: Field = "seminar-form-speakers",
        /// A few sentences, in Markdown.
        abstract_text: Field = "items-abstract",
    }
}

impl ItemsPage {
    /// The kinds to choose from.
    pub fn kinds(&self) -> Vec<Choice> {
        ItemKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.word(), self.page.word("item-kind", kind)))
            .collect()
    }

    /// The hidden fields of a button's own form.
    pub fn hidden(&self) -> Html {
        let meta = FormMeta {
            key: self.form.meta.key.clone(),
            lock_version: self.form.meta.lock_version,
            errors: Vec::new(),
        };
        meta.hidden(&self.page)
    }

    /// Where the form is filled with an item.
    pub fn edit(&self, item: &ItemLine) -> String {
        let address = urls::seminar_programme(&self.seminar.code);
        urls::with_query(&address, &[("item", Some(&item.id))])
    }
}

impl Sample for ItemsPage {
    const NAME: &'static str = "items";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let seminar = samples::entries(language).remove(0);
        let page = samples::organiser(language, &urls::seminar_programme(&seminar.code));
        let blank = ItemForm {
            meta: FormMeta {
                key: "sample".into(),
                lock_version: Some(3),
                errors: Vec::new(),
            },
            kind: Field::of("talk"),
            day: Field::of("2026-12-01"),
            time: Field::of("16:00"),
            end_time: Field::of("16:30"),
            ..ItemForm::default()
        };
        let none = Self {
            page,
            seminar,
            days: Vec::new(),
            zone: samples::zone("Asia/Seoul"),
            form: blank,
            editing: None,
            rooms: vec![
                Choice::new("main-hall", samples::say(language, "Main hall", "대강당")),
                Choice::new("lab-1", samples::say(language, "Lab 1", "실험실 1")),
            ],
            overflow: Several::default(),
            folds: Vec::new(),
            conflicts: Vec::new(),
            alternatives: Vec::new(),
            stale: None,
        };
        let mut full = Self {
            days: days(language),
            overflow: Several::of(["main-hall"]),
            ..none.clone()
        };
        let mut taken = Self {
            editing: Some(samples::say(language, "Opening talk", "여는 강연")),
            conflicts: vec![Conflict {
                room: samples::say(language, "Lab 1", "실험실 1"),
                when: samples::when(7, 10, 0, 60, "Asia/Seoul"),
                title: Some(samples::say(language, "Another workshop", "다른 워크숍")),
                by: None,
            }],
            ..full.clone()
        };
        taken.form.item = Field::of("1");
        taken.form.room = Field::wrong("lab-1", language.t("error-room-taken"));
        full.form.title = Field::wrong("", language.t("reason-required"));
        vec![("full", full), ("taken", taken), ("none", none)]
    }
}

/// Two days of a sample programme.
pub fn days(language: Language) -> Vec<ItemDay> {
    let item = |id: &str, kind, title: String, when: When| ItemLine {
        id: id.into(),
        kind,
        title,
        abstract_html: None,
        when,
        room: None,
        place: None,
        speakers: Vec::new(),
        languages: Vec::new(),
        first: id == "1",
    };
    let at = |day, hour, minutes| samples::when(day, hour, 0, minutes, "Asia/Seoul");
    let opening = ItemLine {
        speakers: vec!["Marie Exemple".into()],
        languages: vec![TextLanguage::French],
        abstract_html: markdown::html(&samples::say(
            language,
            "What the two days are about.",
            "이틀 동안 다룰 내용을 소개합니다.",
        )),
        ..item(
            "1",
            ItemKind::Talk,
            samples::say(language, "Opening talk", "여는 강연"),
            at(7, 10, 60),
        )
    };
    let coffee = item(
        "2",
        ItemKind::Break,
        samples::say(language, "Coffee", "커피"),
        at(7, 11, 30),
    );
    let work = ItemLine {
        room: Some(RoomLine {
            slug: "lab-1".into(),
            name: samples::say(language, "Lab 1", "실험실 1"),
            whereabouts: None,
            overflow: false,
        }),
        ..item(
            "3",
            ItemKind::Session,
            samples::say(language, "Working together", "함께 작업하기"),
            at(8, 10, 120),
        )
    };
    let walk = ItemLine {
        place: Some(samples::say(language, "The river garden", "강변 정원")),
        ..item(
            "4",
            ItemKind::Stop,
            samples::say(language, "A walk", "산책"),
            at(8, 14, 60),
        )
    };
    let date = |items: &[ItemLine]| items[0].when.date_in(items[0].when.zone);
    [vec![opening, coffee], vec![work, walk]]
        .into_iter()
        .map(|items| ItemDay {
            date: date(&items),
            items,
        })
        .collect()
}
