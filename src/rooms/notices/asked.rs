//! Asking the keepers of rooms about a booking that waits for them.

use std::collections::{BTreeSet, HashMap};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde_json::json;

use super::{
    mails::ApprovalWanted,
    read::{self, Found},
};
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{BookingId, MessageId, PersonId},
    },
    mail::{
        draft::Draft,
        outbox::{self, Message, MessageKind, NewMessage},
        render::{Content, When},
    },
    people::{self, model::Actor},
    rooms::{
        model::{Booking, BookingState},
        queries,
    },
};

/// Asks those who can decide on a booking that waits; whoever was asked about it as it is now is not asked again. Where it
/// is the first of a run, `dates` says of how many.
pub(in crate::rooms) async fn asked(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
    dates: usize,
) -> QueryResult<()> {
    let deciders = queries::deciders(conn, booking.id).await?;
    let recipients = people::queries::recipients(conn, hub, &deciders, booking.starts_at).await?;
    let new: Vec<NewMessage> = deciders
        .iter()
        // Who asks needs not be told.
        .filter(|person| **person != booking.entered_by)
        .filter_map(|person| recipients.get(person))
        .map(|keeper| NewMessage {
            kind: MessageKind::Approval,
            dedupe_key: format!(
                "approval:{}:{}:{}",
                booking.id, booking.sequence, keeper.person
            ),
            to: keeper.person.into(),
            address: keeper.address.clone(),
            about: booking.id.into(),
            revision: None,
            from_revision: None,
            sequence: Some(booking.sequence),
            payload: json!({ "dates": dates }),
            caused_by: actor.person(),
            priority: MessageKind::Approval.priority(),
            send_after: clock.now(),
            not_after: booking.ends_at,
            held: false,
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Why a question is no longer one; `None` where it still is.
pub(super) fn moot(message: &Message, booking: &Booking) -> Option<&'static str> {
    if booking.state != BookingState::Held {
        return Some("it waits for nobody any more");
    }
    // A later one asks about how it is now.
    (message.sequence != Some(booking.sequence)).then_some("it was changed again")
}

/// The drafts of the questions in `batch`.
pub(super) async fn render(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    batch: &[&Message],
    found: &HashMap<BookingId, Found>,
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let people: BTreeSet<PersonId> = found
        .values()
        .flat_map(|one| [one.booking.for_id, one.booking.entered_by])
        .collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let names = people::queries::names(conn, &people).await?;
    let called = |id| {
        names
            .get(&id)
            .map_or_else(String::new, |one| one.called().to_owned())
    };
    let recipients = read::recipients(conn, hub, batch, found).await?;
    Ok(batch
        .iter()
        .filter_map(|message| {
            let Found { booking, rooms } = found.get(&message.about.booking?)?;
            let recipient = recipients.get(&message.id)?;
            let content = ApprovalWanted {
                frame: recipient.frame(hub),
                by: called(booking.entered_by),
                whose: (booking.for_id != booking.entered_by).then(|| called(booking.for_id)),
                title: booking.title.clone(),
                note: booking.note.clone(),
                rooms: rooms.clone(),
                when: When {
                    slot: booking.slot(),
                    anchor: booking.zone(),
                },
                dates: message.payload["dates"].as_u64().unwrap_or(1),
                page: hub.url(&format!("/bookings/{}", booking.code)),
                all: hub.url("/me#requests"),
            };
            let draft = Draft::new(recipient.name.clone(), recipient.language, content.render());
            Some((message.id, draft))
        })
        .collect())
}
