//! `GET /bookings/{code}`.

use std::slice;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;

use super::seen;
use crate::{
    app::App,
    base::{clock::Instant, slot::Slot},
    people::{self, model::Actor},
    rooms::{
        model::{Booking, TakenRoom},
        queries, rules,
    },
    seminars::{self, model::Seminar},
    web::{
        actor::Signed,
        errors::Failure,
        idempotency::fresh_key,
        pages::{
            booking::{BookingPage, BookingTools},
            common::Named,
            time::When,
        },
        reader::Reader,
        urls,
    },
};

/// A booking, for those who may see what it is.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (booking, seminar) = seen(&mut conn, &signed.actor, &code).await?;
    let rooms = queries::rooms_of(&conn, &[booking.id]).await?;
    let zone = match rooms.first() {
        Some(room) => queries::room(&mut conn, room.room_id).await?,
        None => None,
    };
    let zone = zone.map_or_else(|| booking.zone(), |room| room.zone());
    let people = [booking.for_id, booking.entered_by];
    let names = people::queries::names(&mut conn, &people).await?;
    let called = |id| names.get(&id).map(|one| one.called().to_owned());
    let when = |slot| When { slot, zone };
    reader.show(&BookingPage {
        page: reader.page(),
        code: booking.code.clone(),
        title: booking.title.clone(),
        state: booking.state,
        state_since: Some(booking.state_at),
        reason: booking.state_reason.clone(),
        when: when(booking.slot()),
        blocked: blocked(&rooms)
            .filter(|slot| *slot != booking.slot())
            .map(when),
        for_name: called(booking.for_id).unwrap_or_default(),
        entered_by: called(booking.entered_by).filter(|_| booking.entered_by != booking.for_id),
        note: booking.note.clone(),
        belongs_to: belongs_to(&mut conn, &signed.actor, seminar.as_ref()).await?,
        tools: tools(&mut conn, &signed.actor, &booking, reader.now()).await?,
        rooms: rooms
            .iter()
            .map(|room| Named::new(&room.slug, &room.name))
            .collect(),
    })
}

/// From the first set-up to the last tidy-up.
fn blocked(rooms: &[TakenRoom]) -> Option<Slot> {
    let from = rooms.iter().map(|room| room.blocked_from).min()?;
    let to = rooms.iter().map(|room| room.blocked_to).max()?;
    Slot::new(from, to).ok()
}

async fn belongs_to(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    seminar: Option<&Seminar>,
) -> Result<Option<(String, String)>, Failure> {
    let Some(seminar) = seminar else {
        return Ok(None);
    };
    if !seminars::queries::sees(conn, Some(actor), seminar).await? {
        return Ok(None);
    }
    let mut details = seminars::queries::detail(conn, seminar.clone()).await?;
    seminars::queries::hide_heads(conn, Some(actor), slice::from_mut(&mut details)).await?;
    let label = details.label().to_owned();
    Ok(Some((urls::seminar(&seminar.code), label)))
}

async fn tools(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    booking: &Booking,
    now: Instant,
) -> Result<Option<BookingTools>, Failure> {
    let request = queries::request(conn, actor, booking.id).await?;
    let may_change = rules::may_change(actor, booking, now).is_ok();
    let may_approve = rules::may_decide(actor, request).is_ok();
    Ok((may_change || may_approve).then(|| BookingTools {
        lock_version: booking.lock_version,
        key: fresh_key(),
        may_edit: may_change,
        may_cancel: may_change,
        may_approve,
    }))
}
