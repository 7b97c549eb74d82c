//! One mail that announces several seminars to a list, by time, with one file that has all of them.

use super::Told;
use crate::{
    base::{ids::MessageId, language::Language, text},
    ical::write::{self, Event},
    mail::{
        draft::{Calendar, Draft},
        render::Content,
    },
    seminars::{
        actions::snapshot,
        notices::mails::{Item, ListAnnouncements, ListNote, ListTells},
    },
};

/// Under the message that was queued first, so that it is the same mail where it goes out once more; none where nothing is told.
pub(super) fn draft(several: &[Told<'_>]) -> Option<(MessageId, Draft)> {
    let mut all: Vec<&Told<'_>> = several.iter().collect();
    all.sort_by_key(|told| (told.details.seminar.starts_at, told.details.seminar.id));
    let first = *all.first()?;
    let mut languages = first.list.languages().into_iter();
    let language = languages.next()?;
    let items = |language| -> Option<Vec<Item>> {
        let items = all.iter().map(|told| told.item(language));
        items.collect()
    };
    let mut others = Vec::new();
    for language in languages {
        others.push((first.frame(language), items(language)?));
    }
    let series = first.series().filter(|one| {
        let mut all = all.iter();
        all.all(|told| told.series().is_some_and(|other| other.id == one.id))
    });
    let announcements = ListAnnouncements {
        frame: first.frame(language),
        others,
        list: first.list.name.clone(),
        series: series.map(|one| one.title.clone()),
        notes: notes(&all, language),
        items: items(language)?,
    };
    let events: Option<Vec<Event>> = all.iter().map(|told| told.entry(language)).collect();
    let id = all.iter().map(|told| told.message.id).min()?;
    let others = all.iter().map(|told| told.message.id);
    let mut draft = Draft::new(None, language, announcements.render());
    draft.list = Some(first.names_itself());
    draft.calendar = Some(Calendar {
        method: None,
        body: write::file_of(&events?),
    });
    draft.tells = others.filter(|other| *other != id).collect();
    Some((id, draft))
}

impl Told<'_> {
    fn item(&self, language: Language) -> Option<Item> {
        let known = snapshot(self.details).read_in(language);
        let mut seminar = self.seminar(&known, false)?;
        // It stands above all of them.
        seminar.series = None;
        Some(Item {
            seminar,
            mark: None,
            answer: None,
            part: None,
        })
    }

    fn entry(&self, language: Language) -> Option<Event> {
        let known = snapshot(self.details).read_in(language);
        self.event(language, &known, &ListTells::Announced)
    }

    fn note(&self) -> Option<&str> {
        self.message.payload["note"].as_str()
    }
}

/// The organiser's own words: once where they are about all of it, else those about each.
fn notes(all: &[&Told<'_>], language: Language) -> Vec<ListNote> {
    let first = all.first().and_then(|told| told.note());
    if all.iter().all(|told| told.note() == first) {
        let note = first.map(|words| ListNote {
            about: None,
            words: words.to_owned(),
        });
        return note.into_iter().collect();
    }
    let each = all.iter().filter_map(|told| {
        let title = snapshot(told.details).read_in(language).title;
        Some(ListNote {
            about: text::some(title),
            words: told.note()?.to_owned(),
        })
    });
    each.collect()
}
