//! What owners of bookings, and organisers of seminars, are told.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    Happened, calendar,
    knew::{Tells, knew},
    mails::{BookingTold, Done},
    read::{self, Found},
};
use crate::{
    base::{
        hub::Hub,
        ids::{BookingId, MessageId, PersonId},
        slot::Slot,
        zone::Zone,
    },
    mail::{
        calendar::by_feed,
        draft::Draft,
        outbox::Message,
        render::{Content, When},
    },
    rooms::model::Booking,
};

/// Why a message is no longer true; `None` where it is.
pub(super) fn untrue(message: &Message, booking: &Booking) -> Option<&'static str> {
    // A later one tells how it is now.
    if message.sequence != Some(booking.sequence) {
        return Some("it was changed again");
    }
    // What serves a seminar is told to those who organise it, too.
    (!message.is_for(booking.for_id) && booking.seminar_id.is_none())
        .then_some("it is someone else's now")
}

/// The drafts of the news in `batch`.
pub(super) async fn render(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    batch: &[&Message],
    found: &HashMap<BookingId, Found>,
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let recipients = read::recipients(conn, hub, batch, found).await?;
    let ids: Vec<BookingId> = found.keys().copied().collect();
    let in_calendars = calendar::in_calendars(conn, &ids).await?;
    let owners: Vec<PersonId> = found.values().map(|one| one.booking.for_id).collect();
    let by_feed = by_feed(conn, &owners).await?;
    let mut knew = knew(conn, batch).await?;
    Ok(batch
        .iter()
        .filter_map(|message| {
            let one = found.get(&message.about.booking?)?;
            let Found { booking, rooms } = one;
            let recipient = recipients.get(&message.id)?;
            let tells = knew.remove(&message.id);
            let Tells { happened, dates } = tells.or_else(|| Tells::of(&message.payload))?;
            let content = BookingTold {
                frame: recipient.frame(hub),
                what: done(happened, one),
                seminar: booking.seminar_id.is_some(),
                by: message.payload["by"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                title: booking.title.clone(),
                rooms: rooms.clone(),
                dates,
                when: When {
                    slot: booking.slot(),
                    anchor: booking.zone(),
                },
                page: hub.url(&format!("/bookings/{}", booking.code)),
            };
            let mut draft =
                Draft::new(recipient.name.clone(), recipient.language, content.render());
            draft.calendar =
                calendar::calendar(hub, message, recipient, one, &in_calendars, &by_feed);
            Some((message.id, draft))
        })
        .collect())
}

fn done(happened: Happened, now: &Found) -> Done {
    let booking = &now.booking;
    match happened {
        Happened::Made => Done::Made,
        Happened::Moved {
            starts_at,
            ends_at,
            zone,
            rooms,
            ..
        } => Done::Moved {
            when: When {
                slot: Slot::new(starts_at, ends_at).unwrap_or_else(|_| booking.slot()),
                anchor: zone.parse().unwrap_or(Zone::UTC),
            },
            rooms: match read::are_same(&rooms, &now.rooms) {
                true => now.rooms.clone(),
                false => rooms,
            },
        },
        Happened::Approved => Done::Approved,
        Happened::Refused => Done::Refused {
            reason: booking.state_reason.clone(),
        },
        Happened::Cancelled => Done::Cancelled {
            reason: booking.state_reason.clone(),
        },
    }
}
