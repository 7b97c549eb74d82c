//! The programme of a seminar: its items, as they are kept and as they were told.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::Snapshot;
use crate::base::{
    clock::Instant,
    ids::{ItemId, PersonId, RoomId, SeminarId},
    slot::Slot,
};

crate::words! {
    /// What an item of a programme is.
    ItemKind {
        /// Someone speaks.
        Talk = "talk",
        /// Coffee, a meal, time to meet.
        Break = "break",
        /// Several discuss.
        Panel = "panel",
        /// Work together, posters, several short talks.
        Session = "session",
        /// Where a tour stops.
        Stop = "stop",
        /// Anything else.
        Other = "other",
    }
}

/// An item of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Of which seminar.
    #[serde(skip)]
    pub seminar_id: SeminarId,
    /// What it is.
    pub kind: ItemKind,
    /// Its title.
    pub title: String,
    /// A few sentences about it, in Markdown.
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    /// The wall time in the seminar's zone at which it starts.
    pub starts_local: NaiveDateTime,
    /// The wall time at which it ends.
    pub ends_local: NaiveDateTime,
    /// Which of two equal wall times is meant, where clocks go back.
    pub fold: Option<i16>,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends, exclusive.
    pub ends_at: Instant,
    /// Where; none: where the seminar is, or at `place`.
    pub room: Option<ItemRoom>,
    /// A place that is none of the hub's rooms, by its name.
    pub place: Option<String>,
    /// Who speaks in it, in order: some of the speakers of the seminar.
    pub speakers: Vec<PersonId>,
}

/// The room of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemRoom {
    /// Which.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Its short name.
    #[serde(skip)]
    pub slug: String,
    /// The name of its site.
    #[serde(skip)]
    pub site: Option<String>,
}

impl Item {
    /// From when until when.
    pub fn slot(&self) -> Slot {
        Slot::new(self.starts_at, self.ends_at)
            .expect("the constraint seminar_items_end_after_start holds this")
    }

    /// Where it is, if that is not where the seminar is.
    pub fn whereabouts(&self) -> Option<&str> {
        let room = self.room.as_ref().map(|room| room.name.as_str());
        room.or(self.place.as_deref())
    }
}

/// What was told of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTold {
    /// Which.
    pub id: ItemId,
    /// Its title.
    pub title: String,
    /// When it started.
    pub starts_at: Instant,
    /// When it ended.
    pub ends_at: Instant,
    /// Where, if that was not where the seminar was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl From<&Item> for ItemTold {
    fn from(item: &Item) -> Self {
        Self {
            id: item.id,
            title: item.title.clone(),
            starts_at: item.starts_at,
            ends_at: item.ends_at,
            place: item.whereabouts().map(str::to_owned),
        }
    }
}

/// An item that is not when or where it was told: before and after. None before: it is new; none after: it is gone.
pub type ItemChange = (Option<ItemTold>, Option<ItemTold>);

impl Snapshot {
    /// The items whose time or place became another one, in the order of time. What moved together with the whole seminar
    /// is told by that.
    pub fn item_changes(&self, newer: &Self) -> Vec<ItemChange> {
        let moved = newer.starts_at - self.starts_at;
        let same = |old: &ItemTold, new: &ItemTold| {
            old.place == new.place
                && old.starts_at + moved == new.starts_at
                && old.ends_at + moved == new.ends_at
        };
        let mut changes: Vec<ItemChange> = Vec::new();
        let mut come = Vec::new();
        for new in &newer.programme {
            match self.programme.iter().find(|old| old.id == new.id) {
                Some(old) if same(old, new) => {}
                Some(old) => changes.push((Some(old.clone()), Some(new.clone()))),
                None => come.push(new),
            }
        }
        let gone = |old: &&ItemTold| !newer.programme.iter().any(|new| new.id == old.id);
        let mut gone: Vec<&ItemTold> = self.programme.iter().filter(gone).collect();
        // What was taken out and is there again, as it was told, is what it was.
        gone.retain(|old| {
            let mut come_at = come.iter();
            let again = come_at.position(|new| same(old, new) && old.title == new.title);
            again.map(|at| come.remove(at)).is_none()
        });
        changes.extend(come.into_iter().map(|new| (None, Some(new.clone()))));
        changes.extend(gone.into_iter().map(|old| (Some(old.clone()), None)));
        changes.sort_by_key(|(old, new)| new.as_ref().or(old.as_ref()).map(|told| told.starts_at));
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seminars::model::{SeminarState, Texts};

    fn told(id: u128, starts: &str, ends: &str, place: Option<&str>) -> ItemTold {
        ItemTold {
            id: ItemId(uuid::Uuid::from_u128(id)),
            title: format!("Item {id}"),
            starts_at: starts.parse().unwrap(),
            ends_at: ends.parse().unwrap(),
            place: place.map(str::to_owned),
        }
    }

    fn snapshot(starts: &str, programme: Vec<ItemTold>) -> Snapshot {
        Snapshot {
            title: "Sample".into(),
            starts_at: starts.parse().unwrap(),
            ends_at: "2026-12-01T09:00:00Z".parse().unwrap(),
            zone: "Asia/Seoul".into(),
            there: None,
            places: Vec::new(),
            speakers: Vec::new(),
            state: SeminarState::Announced,
            online: None,
            abstract_text: String::new(),
            programme,
            texts: Texts::default(),
        }
    }

    #[test]
    fn what_moves_with_the_seminar_is_no_change_of_the_programme() {
        let one = told(1, "2026-12-01T00:00:00Z", "2026-12-01T01:00:00Z", None);
        let two = told(
            2,
            "2026-12-01T01:00:00Z",
            "2026-12-01T02:00:00Z",
            Some("Lab"),
        );
        let before = snapshot("2026-12-01T00:00:00Z", vec![one.clone(), two.clone()]);
        let later = snapshot(
            "2026-12-01T02:00:00Z",
            vec![
                told(1, "2026-12-01T02:00:00Z", "2026-12-01T03:00:00Z", None),
                told(
                    2,
                    "2026-12-01T03:00:00Z",
                    "2026-12-01T04:00:00Z",
                    Some("Lab"),
                ),
            ],
        );
        assert_eq!(before.item_changes(&later), []);
        let three = told(3, "2026-12-01T00:30:00Z", "2026-12-01T00:40:00Z", None);
        let elsewhere = ItemTold {
            place: None,
            ..two.clone()
        };
        let after = snapshot(
            "2026-12-01T00:00:00Z",
            vec![three.clone(), elsewhere.clone()],
        );
        assert_eq!(
            before.item_changes(&after),
            [
                (Some(one), None),
                (None, Some(three)),
                (Some(two), Some(elsewhere))
            ]
        );
        let renamed = snapshot(
            "2026-12-01T00:00:00Z",
            before
                .programme
                .iter()
                .map(|item| ItemTold {
                    title: "Another".into(),
                    ..item.clone()
                })
                .collect(),
        );
        assert_eq!(before.item_changes(&renamed), []);
        let again = |item: &ItemTold| ItemTold {
            id: ItemId(uuid::Uuid::from_u128(9)),
            ..item.clone()
        };
        let put_back = snapshot(
            "2026-12-01T00:00:00Z",
            before.programme.iter().map(again).collect(),
        );
        assert_eq!(before.item_changes(&put_back), []);
    }
}
