//! What a programme needs of rooms: pure decisions.

use chrono::{Duration, NaiveDateTime};

use crate::{
    base::{
        error::{Invalid, Reason},
        ids::RoomId,
        slot::Slot,
    },
    seminars::model::{Details, Item},
};

/// Most items of one programme.
pub const MOST_ITEMS: usize = 200;

/// How long before and after the seminar its items may lie.
pub const AROUND: Duration = Duration::days(14);

/// An item that is in a room.
#[derive(Debug, Clone)]
pub struct Use<'a> {
    /// Its title.
    pub title: &'a str,
    /// The room that is named.
    pub room: RoomId,
    /// The rooms that it takes: that one, and its parts.
    pub takes: Vec<RoomId>,
    /// When.
    pub slot: Slot,
    /// For how long the room is blocked, set-up and tidy-up included.
    pub blocked: Slot,
}

/// What the seminar's own booking takes.
#[derive(Debug, Clone)]
pub struct Own {
    /// The time of the seminar.
    pub slot: Slot,
    /// Each of its rooms and their parts, with how long it is blocked.
    pub takes: Vec<(RoomId, Slot)>,
}

/// A room for one item, or for several that follow each other there so closely that nobody else could have it between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The room.
    pub room: RoomId,
    /// From the start of the first to the end of the last.
    pub slot: Slot,
    /// The titles of the items, in order.
    pub titles: Vec<String>,
}

/// The rooms that items need beside what the seminar itself has: nothing for what is in its own rooms during its own time.
///
/// # Errors
/// Two of them are in one room at one time; or one is partly outside the seminar's time in its own room, so closely that
/// the room would be set up for it while the seminar has it; or in a room of which the seminar has only a part then.
pub fn stretches(own: Option<&Own>, mut uses: Vec<Use<'_>>) -> Result<Vec<Stretch>, Invalid> {
    let mut invalid = Invalid::default();
    uses.sort_by_key(|one| (one.slot.from(), one.slot.to()));
    for (n, one) in uses.iter().enumerate() {
        let others = uses[n + 1..].iter();
        for other in others.take_while(|other| other.slot.from() < one.slot.to()) {
            if one.takes.iter().any(|room| other.takes.contains(room)) {
                let reason = Reason::new("reason-items-overlap");
                let reason = reason.with("one", one.title).with("other", other.title);
                invalid.add("items", reason);
            }
        }
    }
    let mut found: Vec<(Stretch, Slot)> = Vec::new();
    for one in uses {
        match own.map_or(Beside::Apart, |own| beside(own, &one)) {
            Beside::Within => continue,
            Beside::Across => {
                let reason = Reason::new("reason-item-around").with("title", one.title);
                invalid.add("items", reason);
            }
            Beside::Beyond => {
                let reason = Reason::new("reason-item-beyond").with("title", one.title);
                invalid.add("items", reason);
            }
            Beside::Apart => {}
        }
        let mut before = found.iter_mut().rev();
        match before.find(|(stretch, _)| stretch.room == one.room) {
            Some((stretch, blocked)) if blocked.overlaps(one.blocked) => {
                stretch.slot = spanning(stretch.slot, one.slot);
                *blocked = spanning(*blocked, one.blocked);
                stretch.titles.push(one.title.to_owned());
            }
            _ => found.push((
                Stretch {
                    room: one.room,
                    slot: one.slot,
                    titles: vec![one.title.to_owned()],
                },
                one.blocked,
            )),
        }
    }
    invalid.none_or()?;
    Ok(found.into_iter().map(|(stretch, _)| stretch).collect())
}

/// How an item lies to what the seminar itself has.
enum Beside {
    /// In its rooms, during its time.
    Within,
    /// In its rooms, while these are blocked for it, but not during its time.
    Across,
    /// In a room of which the seminar has only a part, while that is blocked for it.
    Beyond,
    /// Elsewhere, or at another time.
    Apart,
}

fn beside(own: &Own, one: &Use<'_>) -> Beside {
    let blocked = |room: &RoomId| own.takes.iter().find(|(taken, _)| taken == room);
    let blocks: Vec<Slot> = one
        .takes
        .iter()
        .filter_map(blocked)
        .map(|(_, slot)| *slot)
        .collect();
    let whole = blocks.len() == one.takes.len();
    if whole && own.slot.from() <= one.slot.from() && one.slot.to() <= own.slot.to() {
        return Beside::Within;
    }
    match blocks.iter().any(|slot| slot.overlaps(one.blocked)) {
        true if whole => Beside::Across,
        true => Beside::Beyond,
        false => Beside::Apart,
    }
}

fn spanning(one: Slot, other: Slot) -> Slot {
    let (from, to) = (one.from().min(other.from()), one.to().max(other.to()));
    Slot::new(from, to).unwrap_or(one)
}

/// From when until when, by the clocks.
pub type Hours = (NaiveDateTime, NaiveDateTime);

/// The hours of an item and of the one before it, once it comes first: each as long as it was, and between them what was
/// between them.
pub fn earlier(before: Hours, this: Hours) -> (Hours, Hours) {
    let ends = this.1.max(before.1);
    let first = before.0 + (this.1 - this.0);
    let second = ends - (before.1 - before.0);
    ((second, ends), (before.0, first))
}

/// Whether the programme is as it was to everyone who is told of it.
pub fn same_programme(before: &Details, after: &Details) -> bool {
    let told = |item: &Item| {
        let room = item.room.as_ref().map(|room| room.id);
        (
            item.id,
            item.starts_at,
            item.ends_at,
            room,
            item.place.clone(),
        )
    };
    let all = |details: &Details| details.items.iter().map(told).collect::<Vec<_>>();
    all(before) == all(after) && before.overflow == after.overflow
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(n: u128) -> RoomId {
        RoomId(uuid::Uuid::from_u128(n))
    }

    /// From and to, in minutes after midnight.
    fn slot(from: i64, to: i64) -> Slot {
        let at = |minutes| crate::base::clock::Instant::UNIX_EPOCH + Duration::minutes(minutes);
        Slot::new(at(from), at(to)).unwrap()
    }

    /// A use with so many minutes of set-up and as many of tidy-up.
    fn used<'a>(title: &'a str, takes: &[u128], (from, to): (i64, i64), around: i64) -> Use<'a> {
        Use {
            title,
            room: room(takes[0]),
            takes: takes.iter().copied().map(room).collect(),
            slot: slot(from, to),
            blocked: slot(from - around, to + around),
        }
    }

    fn stretch(n: u128, (from, to): (i64, i64), titles: &[&str]) -> Stretch {
        Stretch {
            room: room(n),
            slot: slot(from, to),
            titles: titles.iter().map(|title| (*title).to_owned()).collect(),
        }
    }

    fn keys(invalid: &Invalid) -> Vec<&'static str> {
        let reasons = invalid.fields().flat_map(|(_, reasons)| reasons);
        reasons.map(crate::base::error::Reason::key).collect()
    }

    #[test]
    fn what_is_in_the_seminar_s_own_rooms_takes_nothing_more() {
        let own = Own {
            slot: slot(600, 1000),
            takes: vec![(room(1), slot(585, 1015)), (room(2), slot(585, 1015))],
        };
        let uses = vec![
            used("in the hall", &[1, 2], (600, 700), 15),
            used("in a part of it", &[2], (700, 1000), 15),
            used("in the lab", &[3], (700, 800), 0),
            used("long after", &[1, 2], (1100, 1200), 15),
        ];
        assert_eq!(
            stretches(Some(&own), uses),
            Ok(vec![
                stretch(3, (700, 800), &["in the lab"]),
                stretch(1, (1100, 1200), &["long after"]),
            ])
        );
        let dinner = vec![used("dinner", &[1, 2], (900, 1100), 15)];
        let refused = stretches(Some(&own), dinner).unwrap_err();
        assert_eq!(keys(&refused), ["reason-item-around"]);
        // All halls in one: the seminar has one of them, and cannot have it twice.
        let all = |from, to| vec![used("in all halls", &[4, 1, 2], (from, to), 15)];
        let refused = stretches(Some(&own), all(700, 800)).unwrap_err();
        assert_eq!(keys(&refused), ["reason-item-beyond"]);
        let after = stretch(4, (1100, 1200), &["in all halls"]);
        assert_eq!(stretches(Some(&own), all(1100, 1200)), Ok(vec![after]));
        // Without set-up, the room is free from the end of the seminar on.
        let bare = Own {
            takes: vec![(room(1), own.slot)],
            ..own
        };
        let after = vec![used("drinks", &[1], (1000, 1060), 0)];
        assert_eq!(
            stretches(Some(&bare), after),
            Ok(vec![stretch(1, (1000, 1060), &["drinks"])])
        );
    }

    #[test]
    fn what_comes_earlier_takes_its_length_with_it() {
        let at = |text: &str| -> NaiveDateTime { format!("2026-12-01T{text}:00").parse().unwrap() };
        let (before, this) = ((at("09:00"), at("09:30")), (at("09:40"), at("10:30")));
        assert_eq!(
            earlier(before, this),
            ((at("10:00"), at("10:30")), (at("09:00"), at("09:50")))
        );
        // Of two at one time nothing comes earlier.
        assert_eq!(earlier(before, before), (before, before));
    }

    #[test]
    fn items_that_follow_each_other_share_a_room_and_those_at_one_time_do_not() {
        let uses = vec![
            used("second", &[1], (70, 100), 15),
            used("first", &[1], (0, 60), 15),
            used("beside", &[2], (0, 60), 0),
            used("next", &[2], (60, 90), 0),
            used("later", &[1], (200, 260), 15),
        ];
        assert_eq!(
            stretches(None, uses),
            Ok(vec![
                stretch(1, (0, 100), &["first", "second"]),
                stretch(2, (0, 60), &["beside"]),
                stretch(2, (60, 90), &["next"]),
                stretch(1, (200, 260), &["later"]),
            ])
        );
        let uses = vec![
            used("all", &[1, 2], (0, 60), 0),
            used("part", &[2], (59, 90), 0),
            used("other", &[3], (0, 90), 0),
        ];
        assert_eq!(
            keys(&stretches(None, uses).unwrap_err()),
            ["reason-items-overlap"]
        );
    }
}
