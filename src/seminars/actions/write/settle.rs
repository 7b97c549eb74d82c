//! Making the rooms of a seminar those that were locked for it: what is booked is taken, shifted or given up.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::rooms::RoomsLocked;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{self, BookingId, RoomId},
        schema::bookings,
    },
    people::model::Actor,
    rooms::{
        self,
        actions::hold,
        model::{Booking, BookingState},
    },
    seminars::{
        actions::{WriteError, items},
        model::{Details, SeminarState},
        rules,
    },
};

/// Makes the rooms of `seminar` and of its items those locked for it, at its time and in its state: takes, shifts or releases
/// them, all or none.
pub(in crate::seminars::actions) async fn settle_rooms(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    rooms: &RoomsLocked,
) -> Result<(), WriteError> {
    let needs = items::needs(details, rooms)?;
    items::make_way(conn, clock, actor, &needs).await?;
    settle_own(conn, clock, hub, actor, details, rooms).await?;
    items::take(conn, clock, hub, actor, details, rooms, &needs).await
}

/// The same of the rooms that it has as a whole.
async fn settle_own(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    rooms: &RoomsLocked,
) -> Result<(), WriteError> {
    let seminar = &details.seminar;
    let wanted: BTreeSet<RoomId> = rooms.locked.asked.iter().map(|room| room.id).collect();
    let before: BTreeSet<RoomId> = rooms.before.iter().copied().collect();
    let keeps = matches!(seminar.state, SeminarState::Draft | SeminarState::Announced)
        && !wanted.is_empty();
    if !keeps {
        return match &rooms.booking {
            Some(booking) => Ok(give_up(conn, clock, actor, booking).await?),
            None => Ok(()),
        };
    }
    let new_rooms = wanted != before;
    if new_rooms {
        rooms::rules::may_book(actor, &rooms.locked.asked, seminar.owner_id)?;
    }
    let ids: Vec<RoomId> = wanted.iter().copied().collect();
    let awaited = rooms::queries::awaited(conn, actor, &ids).await?;
    let waits = rooms::rules::waits(actor, &awaited);
    let approved = rooms.booking.as_ref().is_some_and(|booking| {
        let same_time = booking.slot() == seminar.slot() || rooms.stays_approved;
        booking.state == BookingState::Confirmed && !new_rooms && same_time
    });
    let confirmed = seminar.state == SeminarState::Announced && (!waits || approved);
    let state = if confirmed {
        BookingState::Confirmed
    } else {
        BookingState::Held
    };
    let booking: BookingId = match &rooms.booking {
        None => {
            let id = insert_booking(conn, clock, hub, actor, details, state).await?;
            hold::take(
                conn,
                clock,
                actor,
                id,
                &rooms.locked,
                seminar.slot(),
                confirmed,
            )
            .await?;
            id
        }
        Some(booking) => {
            let moved = new_rooms || booking.slot() != seminar.slot();
            if moved {
                hold::shift(
                    conn,
                    clock,
                    actor,
                    booking.id,
                    &rooms.locked,
                    seminar.slot(),
                    confirmed,
                )
                .await?;
            } else if confirmed {
                hold::confirm(conn, booking.id).await?;
            }
            let settled = booking.state != state;
            let title = rules::open_label(details).to_owned();
            diesel::update(bookings::table.find(booking.id))
                .set((
                    bookings::title.eq(title),
                    bookings::starts_at.eq(seminar.starts_at),
                    bookings::ends_at.eq(seminar.ends_at),
                    bookings::starts_local.eq(seminar.starts_local),
                    bookings::ends_local.eq(seminar.zone().local(seminar.ends_at)),
                    bookings::zone.eq(&seminar.zone),
                    bookings::state.eq(state),
                    bookings::sequence.eq(booking.sequence + i32::from(moved || settled)),
                    bookings::lock_version.eq(booking.lock_version + 1),
                    bookings::modified_at.eq(clock.now()),
                ))
                .execute(conn)
                .await?;
            booking.id
        }
    };
    // Keepers are asked once it is announced: a draft is its organisers' own.
    if waits && !confirmed && seminar.state == SeminarState::Announced {
        rooms::actions::ask_keepers(conn, clock, hub, actor, booking).await?;
    }
    Ok(())
}

async fn insert_booking(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    state: BookingState,
) -> QueryResult<BookingId> {
    let seminar = &details.seminar;
    let id = BookingId::fresh(clock);
    let now = clock.now();
    diesel::insert_into(bookings::table)
        .values((
            bookings::id.eq(id),
            bookings::code.eq(ids::code_of(8)),
            bookings::uid.eq(hub.calendar_uid(id.0)),
            bookings::title.eq(rules::open_label(details)),
            bookings::for_id.eq(seminar.owner_id),
            bookings::entered_by.eq(actor.id),
            bookings::starts_at.eq(seminar.starts_at),
            bookings::ends_at.eq(seminar.ends_at),
            bookings::starts_local.eq(seminar.starts_local),
            bookings::ends_local.eq(seminar.zone().local(seminar.ends_at)),
            bookings::zone.eq(&seminar.zone),
            bookings::state.eq(state),
            bookings::state_at.eq(now),
            bookings::state_by.eq(actor.id),
            bookings::created_at.eq(now),
            bookings::modified_at.eq(now),
            bookings::seminar_id.eq(seminar.id),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Gives up a booking of a seminar, whose rooms are locked.
pub(in crate::seminars::actions) async fn give_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    booking: &Booking,
) -> QueryResult<()> {
    hold::release(conn, booking.id).await?;
    diesel::update(bookings::table.find(booking.id))
        .set((
            bookings::state.eq(BookingState::Cancelled),
            bookings::state_at.eq(clock.now()),
            bookings::state_by.eq(Some(actor.id)),
            bookings::sequence.eq(booking.sequence + 1),
            bookings::lock_version.eq(booking.lock_version + 1),
            bookings::modified_at.eq(clock.now()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
