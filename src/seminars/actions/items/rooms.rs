//! The rooms that a programme needs beside those of its seminar: one booking for each stretch of time in each room. They are
//! taken, moved and given up with the seminar's own, all of them or none.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, BookingId, RoomId},
        schema::{bookings, occupancies, seminar_items},
        text,
    },
    people::model::Actor,
    rooms::{
        self,
        actions::hold::{self, Locked},
        model::{Booking, BookingState, Taken},
    },
    seminars::{
        actions::{
            WriteError,
            write::{RoomsLocked, give_up},
        },
        model::{Details, ItemKind, SeminarState},
        queries,
        rules::{
            self,
            items::{Own, Stretch, Use, stretches},
        },
    },
};

/// A booking in force for items, with its room.
pub(in crate::seminars::actions) struct Booked {
    pub booking: Booking,
    pub room: RoomId,
}

/// The bookings in force for items, locked. Their rooms are locked before.
pub(in crate::seminars::actions) async fn booked(
    conn: &mut AsyncPgConnection,
    ids: &[(BookingId, RoomId)],
) -> QueryResult<Vec<Booked>> {
    let mut found = Vec::with_capacity(ids.len());
    for (id, room) in ids {
        if let Some(booking) = rooms::queries::booking_for_update(conn, *id).await? {
            found.push(Booked {
                booking,
                room: *room,
            });
        }
    }
    Ok(found)
}

/// A stretch, with the booking that becomes it.
pub(in crate::seminars::actions) struct Need {
    stretch: Stretch,
    had: Option<Booking>,
    /// Whether that booking was there already, at this very time.
    stays: bool,
}

/// What the programme needs now, and the bookings that it needs no more.
pub(in crate::seminars::actions) struct Needs {
    needs: Vec<Need>,
    given_up: Vec<Booking>,
}

/// What the items of `details` need of the rooms that are locked.
///
/// # Errors
/// Two items are in one room at one time; one is around the seminar's time in its own room, or in another house.
pub(in crate::seminars::actions) fn needs(
    details: &Details,
    locked: &RoomsLocked,
) -> Result<Needs, Invalid> {
    let seminar = &details.seminar;
    let keeps = matches!(seminar.state, SeminarState::Draft | SeminarState::Announced);
    let stretches = match keeps {
        true => {
            in_this_house(details, locked)?;
            let wants = locked.locked.wants(seminar.slot());
            let own = Own {
                slot: seminar.slot(),
                takes: wants.iter().map(|want| (want.room, want.blocked)).collect(),
            };
            let own = Some(&own).filter(|own| !own.takes.is_empty());
            stretches(own, uses(details, locked))?
        }
        false => Vec::new(),
    };
    let mut had: Vec<Option<(&Booking, RoomId)>> = locked
        .booked
        .iter()
        .map(|booked| Some((&booked.booking, booked.room)))
        .collect();
    let mut take = |wanted: &dyn Fn(&Booking, RoomId) -> bool| {
        let found = had
            .iter_mut()
            .find(|one| one.is_some_and(|(booking, room)| wanted(booking, room)));
        found
            .and_then(Option::take)
            .map(|(booking, _)| booking.clone())
    };
    let mut needs: Vec<Need> = stretches
        .into_iter()
        .map(|stretch| {
            let had = take(&|booking, room| room == stretch.room && booking.slot() == stretch.slot);
            Need {
                stays: had.is_some(),
                stretch,
                had,
            }
        })
        .collect();
    // What is at another time now is the same booking still.
    for need in &mut needs {
        if need.had.is_none() {
            let at = need.stretch.room;
            need.had = take(&|_, room| room == at);
        }
    }
    let given_up = had.into_iter().flatten();
    Ok(Needs {
        given_up: given_up.map(|(booking, _)| booking.clone()).collect(),
        needs,
    })
}

/// Where a seminar is in rooms of the hub, its items are in that house; a tour may stop anywhere.
fn in_this_house(details: &Details, locked: &RoomsLocked) -> Result<(), Invalid> {
    let houses: BTreeSet<_> = locked
        .locked
        .asked
        .iter()
        .map(|room| room.site_id)
        .collect();
    let mut invalid = Invalid::default();
    for item in &details.items {
        let Some(room) = item.room.as_ref().filter(|_| item.kind != ItemKind::Stop) else {
            continue;
        };
        let mut all = locked.all.asked.iter();
        let house = all.find(|one| one.id == room.id).map(|one| one.site_id);
        let known = !houses.is_empty() && !houses.contains(&None) && house != Some(None);
        if known && house.is_some_and(|house| !houses.contains(&house)) {
            let reason = Reason::new("reason-item-other-house");
            let reason = reason.with("title", &item.title).with("room", &room.name);
            invalid.add("items", reason);
        }
    }
    invalid.none_or()
}

fn uses<'a>(details: &'a Details, locked: &RoomsLocked) -> Vec<Use<'a>> {
    let used = details.items.iter().filter_map(|item| {
        let room = item.room.as_ref()?.id;
        let one = locked.all.only(&[room]);
        let asked = one.asked.as_slice().first()?;
        Some(Use {
            title: &item.title,
            room,
            takes: one
                .wants(item.slot())
                .iter()
                .map(|want| want.room)
                .collect(),
            slot: item.slot(),
            blocked: asked.blocked(item.slot()),
        })
    });
    used.collect()
}

/// Gives up what is needed no more and what is needed at another time, before anything is taken: what one item leaves,
/// another one may take, or the seminar itself.
pub(in crate::seminars::actions) async fn make_way(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    needs: &Needs,
) -> QueryResult<()> {
    for booking in &needs.given_up {
        give_up(conn, clock, actor, booking).await?;
    }
    let moved = needs.needs.iter().filter(|need| !need.stays);
    let moved: Vec<BookingId> = moved
        .filter_map(|need| need.had.as_ref())
        .map(|booking| booking.id)
        .collect();
    diesel::delete(occupancies::table.filter(occupancies::booking_id.eq_any(moved)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes what the programme needs.
///
/// # Errors
/// All that is in the way of any of them; then the caller's transaction is to be given up.
pub(in crate::seminars::actions) async fn take(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    locked: &RoomsLocked,
    needs: &Needs,
) -> Result<(), WriteError> {
    let had: BTreeSet<RoomId> = locked.booked.iter().map(|booked| booked.room).collect();
    let new: Vec<RoomId> = needs
        .needs
        .iter()
        .map(|need| need.stretch.room)
        .filter(|room| !had.contains(room))
        .collect();
    let new = locked.all.only(&new).asked;
    if !new.is_empty() {
        rooms::rules::may_book(actor, &new, details.seminar.owner_id)?;
    }
    let mut in_the_way = Taken::default();
    for need in &needs.needs {
        let one = locked.all.only(&[need.stretch.room]);
        match take_one(conn, clock, hub, actor, details, locked, need, &one).await {
            Ok(()) => {}
            Err(WriteError::Taken(taken)) => {
                in_the_way.conflicts.extend(taken.conflicts);
                // What would be free instead is said of the first that is not.
                if in_the_way.alternatives.is_empty() {
                    in_the_way.alternatives = taken.alternatives;
                }
            }
            Err(refused) => return Err(refused),
        }
    }
    match in_the_way.conflicts.is_empty() {
        true => Ok(()),
        false => Err(WriteError::Taken(in_the_way)),
    }
}

#[expect(clippy::too_many_arguments, reason = "what a booking is made of")]
async fn take_one(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    locked: &RoomsLocked,
    need: &Need,
    room: &Locked,
) -> Result<(), WriteError> {
    let announced = details.seminar.state == SeminarState::Announced;
    let awaited = rooms::queries::awaited(conn, actor, &[need.stretch.room]).await?;
    let waits = rooms::rules::waits(actor, &awaited);
    let approved = need.had.as_ref().is_some_and(|booking| {
        booking.state == BookingState::Confirmed && (need.stays || locked.stays_approved)
    });
    let confirmed = announced && (!waits || approved);
    let state = match confirmed {
        true => BookingState::Confirmed,
        false => BookingState::Held,
    };
    let slot = need.stretch.slot;
    let id = write(conn, clock, hub, actor, details, need, state).await?;
    if !need.stays {
        hold::take(conn, clock, actor, id, room, slot, confirmed).await?;
    } else if confirmed {
        hold::confirm(conn, id).await?;
    }
    // Keepers are asked once the seminar is announced, and about each time once.
    let asked = need.stays
        && need
            .had
            .as_ref()
            .is_some_and(|booking| booking.state == state);
    if waits && !confirmed && announced && !asked {
        rooms::actions::ask_keepers(conn, clock, hub, actor, id).await?;
    }
    Ok(())
}

/// The row of a booking for items, new or as it is now.
async fn write(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    need: &Need,
    state: BookingState,
) -> QueryResult<BookingId> {
    let seminar = &details.seminar;
    let (slot, now) = (need.stretch.slot, clock.now());
    let title = title(details, &need.stretch);
    let when = (
        bookings::title.eq(title),
        bookings::starts_at.eq(slot.from()),
        bookings::ends_at.eq(slot.to()),
        bookings::starts_local.eq(seminar.zone().local(slot.from())),
        bookings::ends_local.eq(seminar.zone().local(slot.to())),
        bookings::zone.eq(&seminar.zone),
        bookings::state.eq(state),
        bookings::modified_at.eq(now),
    );
    if let Some(booking) = &need.had {
        let settled = booking.state != state;
        diesel::update(bookings::table.find(booking.id))
            .set((
                when,
                bookings::sequence.eq(booking.sequence + i32::from(!need.stays || settled)),
                bookings::lock_version.eq(booking.lock_version + 1),
            ))
            .execute(conn)
            .await?;
        return Ok(booking.id);
    }
    let id = BookingId::fresh(clock);
    diesel::insert_into(bookings::table)
        .values((
            bookings::id.eq(id),
            bookings::code.eq(ids::code_of(8)),
            bookings::uid.eq(hub.calendar_uid(id.0)),
            bookings::for_id.eq(seminar.owner_id),
            bookings::entered_by.eq(actor.id),
            when,
            bookings::state_at.eq(now),
            bookings::state_by.eq(actor.id),
            bookings::created_at.eq(now),
            bookings::seminar_id.eq(seminar.id),
            bookings::part.eq("programme"),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// `Workshop on scaling: Opening talk, Questions`
fn title(details: &Details, stretch: &Stretch) -> String {
    titled(rules::open_label(details), &stretch.titles.join(", "))
}

fn titled(label: &str, items: &str) -> String {
    let whole = format!("{label}: {items}");
    whole.chars().take(text::TITLE).collect()
}

/// What a booking for items is called from now on, whose seminar is called `label` and was called one of `was`.
pub(in crate::seminars::actions) fn renamed(title: &str, was: &[&str], label: &str) -> String {
    let mut was = was.iter();
    let items = was.find_map(|was| title.strip_prefix(*was)?.strip_prefix(": "));
    match items {
        Some(items) => titled(label, items),
        None => label.to_owned(),
    }
}

/// Takes a room from the items that were in it, or in one of its parts, while `booking` had it: a keeper has refused that.
pub(in crate::seminars::actions) async fn lose_room(
    conn: &mut AsyncPgConnection,
    booking: &Booking,
) -> Result<bool, Refusal> {
    let rooms: Vec<RoomId> = occupancies::table
        .filter(occupancies::booking_id.eq(booking.id))
        .select(occupancies::room_id)
        .load(conn)
        .await?;
    diesel::update(
        seminar_items::table
            .filter(seminar_items::seminar_id.nullable().eq(booking.seminar_id))
            .filter(seminar_items::room_id.eq_any(rooms.iter().copied().map(Some)))
            .filter(seminar_items::starts_at.ge(booking.starts_at))
            .filter(seminar_items::ends_at.le(booking.ends_at)),
    )
    .set(seminar_items::room_id.eq(None::<RoomId>))
    .execute(conn)
    .await?;
    Ok(queries::is_for_items(conn, booking.id).await?)
}
