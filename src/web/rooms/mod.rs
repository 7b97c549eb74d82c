//! The pages of rooms: the day with all of them, one room with its week, and what is free while a form is filled in.

pub mod day;
pub mod free;
pub mod room;

use chrono::NaiveDate;

use super::{
    pages::{day_view, rooms::RoomRow, time::When},
    typed, urls,
};
use crate::{
    base::zone::Zone,
    people::model::Actor,
    rooms::{
        model::{Room, RoomState},
        queries::Block,
        rules,
    },
};

/// A room with what takes it.
fn row(room: &Room, site: Option<String>, blocks: &[Block], viewer: Option<&Actor>) -> RoomRow {
    let zone = room.zone();
    RoomRow {
        slug: room.slug.clone(),
        name: room.name.clone(),
        kind: room.kind,
        capacity: room.capacity.and_then(|seats| u32::try_from(seats).ok()),
        site,
        closed: room.state == RoomState::Closed,
        blocks: blocks
            .iter()
            .filter(|block| block.room_id == room.id)
            .map(|block| shown(block, zone, viewer))
            .collect(),
    }
}

/// A booking on the grid. It leads to its seminar, or to its own page where the reader may see that.
fn shown(block: &Block, zone: Zone, viewer: Option<&Actor>) -> day_view::Block {
    let own_page = || {
        let seen = viewer.is_some() && block.title.is_some();
        seen.then(|| urls::booking(&block.code))
    };
    day_view::Block {
        when: When {
            slot: block.slot,
            zone,
        },
        blocked: When {
            slot: block.blocked,
            zone,
        },
        title: block.title.clone(),
        by: block.by.clone(),
        part: block.part.clone(),
        address: block
            .seminar_code
            .as_deref()
            .map(urls::seminar)
            .or_else(own_page),
        held: block.held,
        mine: block.mine,
    }
}

/// Whether the reader may book any of `rooms` for themselves.
fn may_book<'r>(viewer: Option<&Actor>, rooms: impl IntoIterator<Item = &'r Room>) -> bool {
    viewer.is_some_and(|actor| {
        rooms
            .into_iter()
            .any(|room| rules::may_book(actor, std::slice::from_ref(room), actor.id).is_ok())
    })
}

/// A day as it was typed; today in `zone` for anything else.
fn day(typed: Option<&str>, zone: Zone, now: crate::base::clock::Instant) -> NaiveDate {
    typed
        .and_then(|typed| typed::date(typed).ok())
        .unwrap_or_else(|| zone.date(now))
}
