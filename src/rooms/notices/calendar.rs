//! The calendar object that goes with a message about a booking (RFC 5546): whose it is has it in their calendar, where
//! someone else made or moved it, and nobody is asked for an answer. It has the UID, the times and the SEQUENCE of the entry
//! in their personal feeds. Whoever has chosen these has it by them alone.

use std::collections::HashSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::read::Found;
use crate::{
    base::{
        hub::Hub,
        ids::{BookingId, PersonId},
        language,
    },
    ical::{
        itip::{self, Attendee, Organizer, Partstat},
        write::{Class, Event, Status, When},
    },
    mail::{calendar::BY_INVITATION, draft::Calendar, outbox::Message},
    people::model::Recipient,
    rooms::model::BookingState,
};

/// The condition that the message `m` puts the booking into a calendar.
const PUTS_IT: &str = "m.payload #>> '{happened,what}' IN ('made', 'moved', 'approved')";

/// What of the bookings of `person` stands in their calendar by mail as it is now, or was taken away there. What they did
/// themselves no mail tells: of that their feed knows alone.
///
/// # Errors
/// What the database says.
pub async fn by_mail(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<HashSet<BookingId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: BookingId,
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT b.id FROM bookings b WHERE b.for_id = $1 AND b.seminar_id IS NULL AND b.stay_id IS NULL \
           AND EXISTS (SELECT FROM messages m WHERE m.booking_id = b.id AND m.person_id = $1 AND m.state = 'sent' \
               AND m.kind = 'booking' AND {PUTS_IT} AND {BY_INVITATION}) \
           AND EXISTS (SELECT FROM messages m WHERE m.booking_id = b.id AND m.person_id = $1 AND m.state = 'sent' \
               AND m.kind = 'booking' AND m.sequence = b.sequence)",
    ))
    .bind::<SqlUuid, _>(person)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Who has which booking in their calendar by a message that went out.
pub(super) async fn in_calendars(
    conn: &mut AsyncPgConnection,
    bookings: &[BookingId],
) -> QueryResult<HashSet<(BookingId, PersonId)>> {
    #[derive(QueryableByName)]
    struct Told {
        #[diesel(sql_type = SqlUuid)]
        booking_id: BookingId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Told> = sql_query(format!(
        "SELECT DISTINCT m.booking_id, m.person_id FROM messages m \
         WHERE m.booking_id = ANY ($1) AND m.state = 'sent' AND m.kind = 'booking' AND {PUTS_IT} AND {BY_INVITATION}",
    ))
    .bind::<Array<SqlUuid>, _>(bookings)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.booking_id, row.person_id))
        .collect())
}

/// What puts the booking into its owner's calendar, moves it there, or takes it away. What serves a seminar or a stay has no
/// entry of its own, and who has chosen their feed (`by_feed`) gets none that does not stand there already.
pub(super) fn calendar(
    hub: &Hub,
    message: &Message,
    recipient: &Recipient,
    found: &Found,
    in_calendars: &HashSet<(BookingId, PersonId)>,
    by_feed: &HashSet<PersonId>,
) -> Option<Calendar> {
    let booking = &found.booking;
    let serves = booking.seminar_id.is_some() || booking.stay_id.is_some();
    if serves || !message.is_for(booking.for_id) {
        return None;
    }
    let status = match booking.state {
        BookingState::Held => Status::Tentative,
        BookingState::Confirmed => Status::Confirmed,
        _ => Status::Cancelled,
    };
    let is_off = status == Status::Cancelled;
    let has_it = in_calendars.contains(&(booking.id, booking.for_id));
    if (is_off || by_feed.contains(&booking.for_id)) && !has_it {
        return None;
    }
    let organizer = Organizer {
        name: &hub.mail_name,
        address: &hub.mail_address,
    };
    let attendee = Attendee {
        name: recipient.name.as_deref(),
        address: &message.address,
        partstat: Partstat::Accepted,
        answer_wanted: false,
        language: Some(recipient.language.code()),
    };
    let event = event(hub, recipient, found, status);
    Some(if is_off {
        Calendar {
            method: Some("CANCEL"),
            body: itip::cancel(&event, &organizer, &attendee),
        }
    } else {
        Calendar {
            method: Some("REQUEST"),
            body: itip::request(&event, &organizer, &attendee),
        }
    })
}

fn event(hub: &Hub, recipient: &Recipient, found: &Found, status: Status) -> Event {
    let Found { booking, rooms } = found;
    let reads = recipient.language;
    let page = hub.url(&format!("/bookings/{}", booking.code));
    let summary = match status {
        Status::Cancelled => reads.with(
            "calendar-cancelled",
            &[("title", booking.title.as_str().into())],
        ),
        _ => booking.title.clone(),
    };
    let mut description = vec![language::slot(reads, booking.slot(), booking.zone())];
    if recipient.zone != booking.zone() {
        description.push(language::slot(reads, booking.slot(), recipient.zone));
    }
    let note = Some(booking.note.clone()).filter(|note| !note.is_empty());
    let parts: Vec<String> = [Some(description.join("\n")), note, Some(page.clone())]
        .into_iter()
        .flatten()
        .collect();
    Event {
        uid: booking.uid.clone(),
        sequence: booking.sequence,
        stamp: booking.modified_at,
        modified: booking.modified_at,
        created: booking.created_at,
        when: When::Timed {
            start: booking.starts_at,
            end: booking.ends_at,
        },
        summary,
        description: Some(parts.join("\n\n")),
        location: Some(rooms.join("; ")).filter(|rooms| !rooms.is_empty()),
        geo: None,
        url: Some(page),
        categories: Vec::new(),
        status,
        conference: None,
        transparent: status == Status::Cancelled,
        class: Class::Private,
    }
}
