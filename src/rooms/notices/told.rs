//! What messages about bookings say: rendered for a whole batch at once.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Happened,
    mails::{BookingTold, Done},
};
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{BookingId, MessageId, PersonId},
        schema::bookings,
        slot::Slot,
        zone::Zone,
    },
    mail::{
        draft::Draft,
        outbox::Message,
        preferences::Matter,
        render::{Content, When},
    },
    people,
    rooms::{model::Booking, queries},
};

/// Why messages are no longer true; those that are missing still are.
///
/// # Errors
/// What the database says.
pub async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let found = read(conn, batch).await?;
    Ok(batch
        .iter()
        .filter_map(|message| {
            let booking = message.about.booking.and_then(|id| found.get(&id));
            let why = match booking {
                None => "the booking is gone",
                Some(booking) if booking.ends_at <= clock.now() => "it is over",
                // A later one tells how it is now.
                Some(booking) if message.sequence != Some(booking.sequence) => {
                    "it was changed again"
                }
                Some(booking) if booking.for_id != message.person => "it is someone else's now",
                Some(_) => return None,
            };
            Some((message.id, why.to_owned()))
        })
        .collect())
}

/// The drafts of `batch`.
///
/// # Errors
/// What the database says.
pub async fn render(
    conn: &mut AsyncPgConnection,
    _clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let found = read(conn, batch).await?;
    let ids: Vec<BookingId> = found.keys().copied().collect();
    let mut rooms: HashMap<BookingId, Vec<String>> = HashMap::new();
    for room in queries::rooms_of(conn, &ids).await? {
        rooms
            .entry(room.booking_id)
            .or_default()
            .push(match room.site {
                Some(site) => format!("{}, {site}", room.name),
                None => room.name,
            });
    }
    let people: BTreeSet<PersonId> = batch.iter().map(|message| message.person).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let at = found
        .values()
        .map(|booking| booking.starts_at)
        .min()
        .unwrap_or_default();
    let recipients = people::queries::recipients(conn, hub, &people, at).await?;
    Ok(batch
        .iter()
        .filter_map(|message| {
            let booking = found.get(&message.about.booking?)?;
            let recipient = recipients.get(&message.person)?;
            let happened: Happened =
                serde_json::from_value(message.payload["happened"].clone()).ok()?;
            let content = BookingTold {
                frame: recipient.frame(hub),
                what: done(happened, booking),
                by: message.payload["by"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                title: booking.title.clone(),
                rooms: rooms.get(&booking.id).cloned().unwrap_or_default(),
                when: When {
                    slot: booking.slot(),
                    anchor: booking.zone(),
                },
                page: hub.url(&format!("/bookings/{}", booking.code)),
            };
            Some((
                message.id,
                Draft::new(recipient.name.clone(), recipient.language, content.render()),
            ))
        })
        .collect())
}

fn done(happened: Happened, booking: &Booking) -> Done {
    match happened {
        Happened::Made => Done::Made,
        Happened::Moved {
            starts_at,
            ends_at,
            zone,
            rooms,
        } => Done::Moved {
            when: When {
                slot: Slot::new(starts_at, ends_at).unwrap_or_else(|_| booking.slot()),
                anchor: zone.parse().unwrap_or(Zone::UTC),
            },
            rooms,
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

/// What each message of `batch` is about: when the booking begins. One query.
///
/// # Errors
/// What the database says.
pub async fn matters(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Matter>> {
    let found = read(conn, batch).await?;
    let matter = |message: &Message| Matter {
        starts_at: message
            .about
            .booking
            .and_then(|id| Some(found.get(&id)?.starts_at)),
        series: None,
    };
    Ok(batch
        .iter()
        .map(|message| (message.id, matter(message)))
        .collect())
}

async fn read(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<BookingId, Booking>> {
    let ids: BTreeSet<BookingId> = batch
        .iter()
        .filter_map(|message| message.about.booking)
        .collect();
    let found: Vec<Booking> = bookings::table
        .filter(bookings::id.eq_any(&ids))
        .select(Booking::as_select())
        .load(conn)
        .await?;
    Ok(found
        .into_iter()
        .map(|booking| (booking.id, booking))
        .collect())
}
