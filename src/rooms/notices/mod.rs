//! What is told of bookings, and to whom: the owner, of what someone else did with their booking, and that it begins soon;
//! the keepers of its rooms, of what waits for them; the organisers of a seminar, of what keepers decided about its room.

mod asked;
mod calendar;
mod knew;
pub mod mails;
mod read;
mod soon;
mod told;

use std::collections::{BTreeSet, HashMap};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::read::Found;
use super::{
    model::{Booking, BookingState},
    queries,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, RoomId},
    },
    mail::{
        draft::Draft,
        outbox::{self, Message, MessageKind, NewMessage},
        preferences::Notice,
    },
    people::{self, model::Actor},
};

pub(super) use asked::asked;
pub use calendar::by_mail;
pub use read::matters;
pub use soon::remind_of_bookings;

/// What happened to a booking, as its message keeps it until it is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened {
    Made,
    Moved {
        starts_at: Instant,
        ends_at: Instant,
        zone: String,
        rooms: Vec<String>,
        #[serde(default)]
        state: Option<BookingState>,
    },
    Approved,
    Refused,
    Cancelled,
}

impl Happened {
    /// As a message about a booking keeps it; what asks or reminds keeps none.
    fn of(message: &Message) -> Option<Self> {
        Self::kept(&message.payload)
    }

    fn kept(payload: &Value) -> Option<Self> {
        Self::deserialize(&payload["happened"]).ok()
    }

    fn is_move(&self) -> bool {
        matches!(self, Self::Moved { .. })
    }

    /// Whether it was moved from where, when and how it stands `now`.
    fn is_as(&self, now: &Found) -> bool {
        let Self::Moved {
            starts_at,
            ends_at,
            rooms,
            state,
            ..
        } = self
        else {
            return false;
        };
        let booking = &now.booking;
        (*starts_at, *ends_at) == (booking.starts_at, booking.ends_at)
            && state.is_none_or(|state| state == booking.state)
            && read::are_same(rooms, &now.rooms)
    }

    /// When the booking began, where it was moved.
    fn told_start(&self) -> Option<Instant> {
        match self {
            Self::Moved { starts_at, .. } => Some(*starts_at),
            _ => None,
        }
    }

    /// What it is to the owner: that they have the room no more cannot be switched off.
    fn notice(&self) -> Notice {
        match self {
            Self::Made | Self::Moved { .. } | Self::Approved => Notice::Booking,
            Self::Refused | Self::Cancelled => Notice::Always,
        }
    }
}

/// Tells the owner of a booking that someone else made for them. One that a seminar or stay makes is told with that. Where it
/// is the first of a run, `dates` says of how many.
pub(super) async fn made(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
    dates: usize,
) -> QueryResult<()> {
    tell(
        conn,
        clock,
        hub,
        actor,
        booking,
        dates,
        &[],
        &Happened::Made,
    )
    .await
}

/// Tells the owner that someone else moved their booking.
pub(super) async fn moved(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Booking,
    rooms_before: &[RoomId],
    after: &Booking,
) -> QueryResult<()> {
    let mut rooms: Vec<String> = queries::rooms(conn)
        .await?
        .into_iter()
        .filter(|(room, _)| rooms_before.contains(&room.id))
        .map(|(room, site)| read::called(room.name, site))
        .collect();
    rooms.sort();
    let happened = Happened::Moved {
        starts_at: before.starts_at,
        ends_at: before.ends_at,
        zone: before.zone.clone(),
        rooms,
        state: Some(before.state),
    };
    tell(conn, clock, hub, actor, after, 1, &[], &happened).await
}

/// Tells the owner that someone else cancelled their booking.
pub(super) async fn cancelled(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
) -> QueryResult<()> {
    tell(
        conn,
        clock,
        hub,
        actor,
        booking,
        1,
        &[],
        &Happened::Cancelled,
    )
    .await
}

/// Tells the owner, and `others` whom it concerns, what a keeper decided; of how many dates of a run at once, the first of
/// which this is, `dates` says.
pub(super) async fn decided(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
    dates: usize,
    others: &[PersonId],
) -> QueryResult<()> {
    let happened = if booking.state == BookingState::Confirmed {
        Happened::Approved
    } else {
        Happened::Refused
    };
    tell(conn, clock, hub, actor, booking, dates, others, &happened).await
}

#[expect(clippy::too_many_arguments, reason = "what a message is made of")]
async fn tell(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
    dates: usize,
    others: &[PersonId],
    happened: &Happened,
) -> QueryResult<()> {
    // Nobody is told of what is over, and nobody of what they did themselves.
    if booking.ends_at <= clock.now() {
        return Ok(());
    }
    let people: BTreeSet<PersonId> = others.iter().copied().chain([booking.for_id]).collect();
    let people: Vec<PersonId> = people
        .into_iter()
        .filter(|person| *person != actor.id)
        .collect();
    let recipients = people::queries::recipients(conn, hub, &people, booking.starts_at).await?;
    let new: Vec<NewMessage> = people
        .iter()
        .filter_map(|person| recipients.get(person))
        .map(|recipient| NewMessage {
            kind: MessageKind::Booking,
            dedupe_key: format!(
                "booking:{}:{}:{}",
                booking.id, booking.sequence, recipient.person
            ),
            to: recipient.person.into(),
            address: recipient.address.clone(),
            about: booking.id.into(),
            revision: None,
            from_revision: None,
            sequence: Some(booking.sequence),
            payload: json!({ "happened": happened, "by": actor.author.name, "dates": dates,
                             "notice": happened.notice() }),
            caused_by: actor.person(),
            priority: MessageKind::Booking.priority(),
            send_after: clock.now(),
            not_after: booking.ends_at,
            held: false,
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Why messages are no longer true; those that are missing still are.
///
/// # Errors
/// What the database says.
pub async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let found = read::bookings(conn, batch).await?;
    let moved_back = knew::moved_back(conn, batch).await?;
    Ok(batch
        .iter()
        .filter_map(|message| {
            let booking = message.about.booking.and_then(|id| found.get(&id));
            let why = match booking {
                None => Some("the booking is gone"),
                Some(booking) if booking.ends_at <= clock.now() => Some("it is over"),
                Some(booking) if message.kind == MessageKind::Approval => {
                    asked::moot(message, booking)
                }
                Some(booking) if message.kind == MessageKind::BookingReminder => {
                    soon::untrue(message, booking)
                }
                Some(booking) => told::untrue(message, booking).or_else(|| {
                    let is_back = moved_back.contains(&message.id);
                    is_back.then_some("it is again where and when they knew it")
                }),
            };
            why.map(|why| (message.id, why.to_owned()))
        })
        .collect())
}

/// The drafts of `batch`.
///
/// # Errors
/// What the database says.
pub async fn render(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let found = read::found(conn, batch).await?;
    let (mut questions, mut reminders, mut news) = (Vec::new(), Vec::new(), Vec::new());
    for message in batch {
        match message.kind {
            MessageKind::Approval => questions.push(message),
            MessageKind::BookingReminder => reminders.push(message),
            _ => news.push(message),
        }
    }
    let mut drafts = told::render(conn, hub, &news, &found).await?;
    drafts.extend(asked::render(conn, hub, &questions, &found).await?);
    drafts.extend(soon::render(conn, clock, hub, &reminders, &found).await?);
    Ok(drafts)
}
