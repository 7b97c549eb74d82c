//! A programme as pages show it: a timetable by day, and an item in its form.

use chrono::{Duration, NaiveDateTime};

use crate::{
    base::zone::Zone,
    seminars::model::{Details, Item},
    web::{
        idempotency::fresh_key,
        pages::{
            form::{Field, FormMeta},
            items::{ItemDay, ItemForm, ItemLine, ItemsPage},
            markdown,
            seminar::RoomLine,
            stale::{Told, chosen, plain},
            time::When,
        },
        seminars::{
            entry::in_public,
            form::shown::{Shown, clock},
        },
    },
};

/// How long a new item is at first.
const USUAL: Duration = Duration::minutes(30);

/// The programme by days, as clocks in `zone` have them.
pub fn days(details: &Details, zone: Zone) -> Vec<ItemDay> {
    let mut days: Vec<ItemDay> = Vec::new();
    for (n, item) in details.items.iter().enumerate() {
        let line = line(details, item, zone, n == 0);
        let date = zone.date(item.starts_at);
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.items.push(line),
            None => days.push(ItemDay {
                date,
                items: vec![line],
            }),
        }
    }
    days
}

fn line(details: &Details, item: &Item, zone: Zone, first: bool) -> ItemLine {
    let name = |person| {
        let mut speakers = details.speakers.iter();
        let speaker = speakers.find(|one| one.person_id == person)?;
        in_public(speaker).map(|speaker| speaker.name)
    };
    ItemLine {
        languages: details.languages_of(&item.speakers),
        id: item.id.to_string(),
        kind: item.kind,
        title: item.title.clone(),
        abstract_html: markdown::html(&item.abstract_text),
        when: When {
            slot: item.slot(),
            zone,
        },
        room: item.room.as_ref().map(|room| RoomLine {
            slug: room.slug.clone(),
            name: room.name.clone(),
            whereabouts: room.site.clone(),
            overflow: false,
        }),
        place: item.place.clone(),
        speakers: item.speakers.iter().copied().filter_map(name).collect(),
        first,
    }
}

/// An empty form: after the last item, or at the start of the seminar.
pub(super) fn blank(details: &Details) -> ItemForm {
    let last = details.items.iter().map(|item| item.ends_local).max();
    let from = last.unwrap_or(details.seminar.starts_local);
    ItemForm {
        kind: Field::of("talk"),
        ..times(details, from, from + USUAL)
    }
}

/// The form of an item as it stands.
pub(super) fn of_item(details: &Details, id: &str, speakers: &[Shown]) -> Option<ItemForm> {
    let mut items = details.items.iter();
    let item = items.find(|item| item.id.to_string() == id)?;
    let speaks = item.speakers.iter();
    let lines: Vec<String> = speaks
        .filter_map(|person| speakers.iter().find(|one| one.person == *person))
        .map(Shown::line)
        .collect();
    let fold = item.fold.map(|fold| fold.to_string());
    Some(ItemForm {
        item: Field::of(id),
        kind: Field::of(item.kind.word()),
        title: Field::of(&item.title),
        fold: Field::of(fold.unwrap_or_default()),
        room: Field::of(item.room.as_ref().map_or("", |room| &room.slug)),
        place: Field::of(item.place.clone().unwrap_or_default()),
        speakers: Field::of(lines.join("\n")),
        abstract_text: Field::of(&item.abstract_text),
        ..times(details, item.starts_local, item.ends_local)
    })
}

fn times(details: &Details, from: NaiveDateTime, to: NaiveDateTime) -> ItemForm {
    let end_date = Some(to.date()).filter(|date| *date != from.date());
    ItemForm {
        meta: FormMeta {
            key: fresh_key(),
            lock_version: Some(details.seminar.lock_version),
            errors: Vec::new(),
        },
        day: Field::of(from.date().to_string()),
        time: Field::of(clock(from)),
        end_day: Field::of(end_date.map(|date| date.to_string()).unwrap_or_default()),
        end_time: Field::of(clock(to)),
        ..ItemForm::default()
    }
}

/// The fields of an item with the keys of their labels, as people read them.
pub(super) fn told(page: &ItemsPage, form: &ItemForm) -> [Told; 10] {
    let kind = match form.kind.value.is_empty() {
        true => String::new(),
        false => page.page.word("item-kind", &form.kind.value),
    };
    let room = match form.room.value.is_empty() {
        true => String::new(),
        false => chosen(&page.rooms, &form.room.value),
    };
    [
        ("items-item-title", plain(&form.title)),
        ("items-kind", kind),
        ("seminar-form-date", plain(&form.day)),
        ("items-starts", plain(&form.time)),
        ("items-ends", plain(&form.end_time)),
        ("items-end-date", plain(&form.end_day)),
        ("items-room", room),
        ("items-place", plain(&form.place)),
        ("seminar-form-speakers", plain(&form.speakers)),
        ("items-abstract", plain(&form.abstract_text)),
    ]
}
