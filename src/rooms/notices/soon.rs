//! Reminding owners of bookings that begin soon: an hour before, of those that serve no seminar and no stay, which are
//! reminded of by themselves. Nobody is reminded of what was entered or changed shortly before it begins.
//!
//! Reminders are made shortly before they go, not with each booking: most bookings are moved or given up before that, or were
//! entered for years.

use std::collections::{HashMap, HashSet};

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    mails::BookingSoon,
    read::{self, Found},
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{BookingId, MessageId},
        schema::{bookings, messages},
    },
    mail::{
        draft::{Draft, List},
        outbox::{self, Message, MessageKind, NewMessage},
        preferences::{Notice, Stopped, links},
        render::{Content, Frame, When},
    },
    people,
    rooms::model::{Booking, BookingState},
};

/// How long before it begins.
const BEFORE: Duration = Duration::hours(1);
/// How long before that the reminder is made: longer than from one look to the next.
const MADE_AHEAD: Duration = Duration::minutes(10);
/// Whoever entered or changed it less than so long before it begins has it in mind.
const IN_MIND: Duration = Duration::hours(3);

/// Makes the reminders of bookings that begin soon; answers how many. Any number of workers may do so at once.
///
/// # Errors
/// What the database says.
pub async fn remind_of_bookings(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> QueryResult<usize> {
    let now = clock.now();
    let mut soon: Vec<Booking> = bookings::table
        .filter(bookings::state.eq(BookingState::Confirmed))
        .filter(bookings::starts_at.gt(now))
        .filter(bookings::starts_at.le(now + BEFORE + MADE_AHEAD))
        .filter(bookings::seminar_id.is_null())
        .filter(bookings::stay_id.is_null())
        .order((bookings::starts_at, bookings::id))
        .select(Booking::as_select())
        .load(conn)
        .await?;
    soon.retain(|booking| booking.modified_at <= booking.starts_at - IN_MIND);
    let keys: Vec<String> = soon.iter().map(key).collect();
    let made: HashSet<String> = messages::table
        .filter(messages::dedupe_key.eq_any(&keys))
        .select(messages::dedupe_key)
        .load(conn)
        .await?
        .into_iter()
        .collect();
    soon.retain(|booking| !made.contains(&key(booking)));
    let told: Vec<_> = soon
        .iter()
        .map(|booking| (booking.for_id, booking.starts_at))
        .collect();
    let recipients = people::queries::recipients_at(conn, hub, &told).await?;
    let new: Vec<NewMessage> = soon
        .iter()
        .filter_map(|booking| {
            let recipient = recipients.get(&(booking.for_id, booking.starts_at))?;
            Some(message(booking, recipient.address.clone(), now))
        })
        .collect();
    outbox::queue(conn, clock, &new).await
}

fn key(booking: &Booking) -> String {
    format!(
        "booking_reminder:{}:{}:{}",
        booking.id, booking.sequence, booking.for_id
    )
}

fn message(booking: &Booking, address: String, now: Instant) -> NewMessage {
    NewMessage {
        kind: MessageKind::BookingReminder,
        dedupe_key: key(booking),
        to: booking.for_id.into(),
        address,
        about: booking.id.into(),
        revision: None,
        from_revision: None,
        sequence: Some(booking.sequence),
        payload: json!({}),
        caused_by: None,
        priority: MessageKind::BookingReminder.priority(),
        send_after: (booking.starts_at - BEFORE).max(now),
        not_after: booking.starts_at,
        held: false,
    }
}

/// Why a reminder is no longer true; `None` where it is.
pub(super) fn untrue(message: &Message, booking: &Booking) -> Option<&'static str> {
    if booking.state != BookingState::Confirmed {
        return Some("it does not take place");
    }
    if message.sequence != Some(booking.sequence) {
        return Some("it was moved");
    }
    (!message.is_for(booking.for_id)).then_some("it is someone else's now")
}

/// The drafts of the reminders in `batch`.
pub(super) async fn render(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[&Message],
    found: &HashMap<BookingId, Found>,
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let now = clock.now();
    let recipients = read::recipients(conn, hub, batch, found).await?;
    let draft = |message: &Message| {
        let Found { booking, rooms } = found.get(&message.about.booking?)?;
        let recipient = recipients.get(&message.id)?;
        let stop = Stopped {
            notice: Notice::of(message),
            series: None,
        };
        let stop = links::one_click(hub, recipient.person, stop);
        let content = BookingSoon {
            frame: Frame {
                unsubscribe: stop.clone(),
                ..recipient.frame(hub)
            },
            title: booking.title.clone(),
            rooms: rooms.clone(),
            when: When {
                slot: booking.slot(),
                anchor: booking.zone(),
            },
            starts_in: booking.starts_at - now,
            page: hub.url(&format!("/bookings/{}", booking.code)),
        };
        let mut draft = Draft::new(recipient.name.clone(), recipient.language, content.render());
        draft.list = stop.map(|url| List {
            id: "bookings".to_owned(),
            name: hub.name.clone(),
            url: Some(url),
        });
        Some(draft)
    };
    Ok(batch
        .iter()
        .filter_map(|message| Some((message.id, draft(message)?)))
        .collect())
}
