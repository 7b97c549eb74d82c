//! Rooms that are taken, as pages show them: by what, and what would be free.

use crate::{
    base::{ids::RoomId, language, slot::Slot, zone::Zone},
    rooms::model::Taken,
    web::pages::{
        common::{Alternative, Conflict},
        page::Page,
        time::When,
    },
};

/// What is in the way. `zone` knows the zones of rooms.
pub fn conflicts(taken: &Taken, zone: impl Fn(RoomId) -> Zone) -> Vec<Conflict> {
    taken
        .conflicts
        .iter()
        .map(|conflict| Conflict {
            room: conflict.room_name.clone(),
            when: When {
                slot: conflict.blocked,
                zone: zone(conflict.room_id),
            },
            title: conflict.title.clone(),
            by: conflict.by.clone(),
        })
        .collect()
}

/// What would be free instead.
pub fn alternatives(taken: &Taken, zone: impl Fn(RoomId) -> Zone) -> Vec<Alternative> {
    taken
        .alternatives
        .iter()
        .filter_map(|alternative| {
            Some(Alternative {
                slug: alternative.room_slug.clone(),
                room: alternative.room_name.clone(),
                seats: alternative.capacity,
                when: When {
                    slot: Slot::new(alternative.starts_at, alternative.ends_at).ok()?,
                    zone: zone(alternative.room_id),
                },
            })
        })
        .collect()
}

/// One of them in a sentence, for a place where there is no list of them.
pub fn in_words(page: &Page, conflict: &Conflict) -> String {
    let when = language::slot(page.language, conflict.when.slot, conflict.when.zone);
    let whose: Vec<&str> = [&conflict.title, &conflict.by]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    let taken = page.t("conflict-taken");
    match whose.is_empty() {
        true => format!("{} {taken} {when}", conflict.room),
        false => format!("{} {taken} {when} – {}", conflict.room, whose.join(", ")),
    }
}
