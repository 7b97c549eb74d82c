//! What messages about bookings are rendered from: read for a whole batch at once.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::knew::knew;
use crate::{
    base::{
        hub::Hub,
        ids::{BookingId, MessageId},
        schema::bookings,
    },
    mail::{outbox::Message, preferences::Matter},
    people::{self, model::Recipient},
    rooms::{model::Booking, queries},
};

/// A booking, and its rooms with their sites, a line each.
pub(super) struct Found {
    pub booking: Booking,
    pub rooms: Vec<String>,
}

/// The bookings that `batch` is about.
pub(super) async fn bookings(
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

/// The same with their rooms.
pub(super) async fn found(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<BookingId, Found>> {
    let bookings = bookings(conn, batch).await?;
    let ids: Vec<BookingId> = bookings.keys().copied().collect();
    let mut rooms: HashMap<BookingId, Vec<String>> = HashMap::new();
    for room in queries::rooms_of(conn, &ids).await? {
        rooms
            .entry(room.booking_id)
            .or_default()
            .push(called(room.name, room.site));
    }
    Ok(bookings
        .into_iter()
        .map(|(id, booking)| {
            let rooms = rooms.remove(&id).unwrap_or_default();
            (id, Found { booking, rooms })
        })
        .collect())
}

/// A room with its site, as mails name it.
pub(super) fn called(name: String, site: Option<String>) -> String {
    match site {
        Some(site) => format!("{name}, {site}"),
        None => name,
    }
}

/// Whether they are the same rooms, in whatever order.
pub(super) fn are_same(some: &[String], others: &[String]) -> bool {
    let each = |rooms: &[String]| -> BTreeSet<String> { rooms.iter().cloned().collect() };
    each(some) == each(others)
}

/// Whom each message of `batch` is for, in the zone in which they are then.
pub(super) async fn recipients(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    batch: &[&Message],
    found: &HashMap<BookingId, Found>,
) -> QueryResult<HashMap<MessageId, Recipient>> {
    let told = |message: &Message| {
        let one = found.get(&message.about.booking?)?;
        Some((message.person()?, one.booking.starts_at))
    };
    let pairs: Vec<_> = batch.iter().filter_map(|message| told(message)).collect();
    let known = people::queries::recipients_at(conn, hub, &pairs).await?;
    Ok(batch
        .iter()
        .filter_map(|message| Some((message.id, known.get(&told(message)?)?.clone())))
        .collect())
}

/// What each message of `batch` is about: when the booking begins, and when it did as its owner knew it, where it was moved.
///
/// # Errors
/// What the database says.
pub async fn matters(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Matter>> {
    let found = bookings(conn, batch).await?;
    let all: Vec<&Message> = batch.iter().collect();
    let knew = knew(conn, &all).await?;
    let matter = |message: &Message| Matter {
        starts_at: message
            .about
            .booking
            .and_then(|id| Some(found.get(&id)?.starts_at)),
        told_start: knew
            .get(&message.id)
            .and_then(|tells| tells.happened.told_start()),
        series: None,
    };
    Ok(batch
        .iter()
        .map(|message| (message.id, matter(message)))
        .collect())
}
