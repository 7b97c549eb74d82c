//! Times that are offered to a speaker, and what becomes of them: who is told, and what of it is still true.

use std::collections::{BTreeSet, HashMap};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::tell::message;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{MessageId, OfferId, PersonId},
    },
    mail::outbox::{self, Message, MessageKind, NewMessage, Which},
    people::{
        self,
        model::{Actor, Named},
    },
    seminars::{
        model::{Details, Offer, OfferState},
        queries,
    },
};

/// Tells a speaker which times they may choose from, in words of the organiser's own too (`note`).
///
/// # Errors
/// What the database says.
pub async fn slots_offered(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    offer: &Offer,
    note: Option<&str>,
) -> QueryResult<()> {
    let (person, starts_at) = (offer.row.person_id, details.seminar.starts_at);
    let recipients = people::queries::recipients(conn, hub, &[person], starts_at).await?;
    let new: Vec<_> = recipients
        .get(&person)
        .map(|recipient| {
            let payload = json!({ "offer": offer.row.id, "note": note, "by": actor.name });
            let (kind, by) = (MessageKind::SlotOffer, actor.person());
            let number = offer.row.id.to_string();
            let mut new = message(kind, details, recipient, by, clock.now(), payload, &number);
            new.not_after = offer.row.ends_at;
            new
        })
        .into_iter()
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Tells a speaker that times were withdrawn, if they were told of them: which can be chosen still, or that none can.
///
/// # Errors
/// What the database says.
pub async fn slots_withdrawn(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    offer: &Offer,
) -> QueryResult<()> {
    if !was_told_of(conn, offer.row.id).await? {
        return Ok(());
    }
    let (person, starts_at) = (offer.row.person_id, details.seminar.starts_at);
    let recipients = people::queries::recipients(conn, hub, &[person], starts_at).await?;
    let (now, by) = (clock.now(), actor.person());
    let (id, state) = (offer.row.id, offer.row.state.word());
    let number = format!("{id}-{state}-{}", now.timestamp_millis());
    let withdrawn = offer.row.state != OfferState::Open;
    let new: Vec<_> = recipients
        .values()
        .map(|speaker| {
            let payload =
                json!({ "offer": offer.row.id, "by": actor.name, "withdrawn": withdrawn });
            let kind = MessageKind::SlotOffer;
            message(kind, details, speaker, by, now, payload, &number)
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Whether the speaker was told of an offer by a mail that went out.
///
/// # Errors
/// What the database says.
pub async fn was_told_of(conn: &mut AsyncPgConnection, offer: OfferId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        told: bool,
    }
    let row: Row = sql_query(
        "SELECT EXISTS (SELECT FROM slot_offers o JOIN messages m ON m.seminar_id = o.seminar_id AND m.person_id = o.person_id \
             WHERE o.id = $1 AND m.kind = 'slot_offer' AND m.state IN ('leased', 'sent') \
               AND m.payload ->> 'offer' = o.id::text) AS told",
    )
    .bind::<SqlUuid, _>(offer)
    .get_result(conn)
    .await?;
    Ok(row.told)
}

/// Tells the organisers what became of an offer: a time was `chosen`, `none` suits the speaker, or it `ended`.
///
/// # Errors
/// What the database says.
pub async fn slots_answered(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    offer: &Offer,
    what: &str,
    by: Option<PersonId>,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    let mut organisers = queries::told_of(conn, seminar).await?;
    organisers.retain(|organiser| Some(*organiser) != by);
    let recipients = people::queries::recipients(conn, hub, &organisers, seminar.starts_at).await?;
    let now = clock.now();
    // That none suits may be said again, in other words.
    let number = format!("{what}-{}-{}", offer.row.id, now.timestamp_millis());
    let new: Vec<_> = recipients
        .values()
        .map(|organiser| {
            let payload = json!({ "offer": offer.row.id, "what": what });
            let kind = MessageKind::SlotAnswer;
            NewMessage {
                // It tells of the offer, and not how the seminar stands.
                revision: None,
                ..message(kind, details, organiser, by, now, payload, &number)
            }
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Confirms to a speaker the time that they chose, with the entry for their calendar: it tells how the seminar stands then, so
/// what waits to tell them that is void.
///
/// # Errors
/// What the database says.
pub async fn slot_confirmed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    offer: &Offer,
) -> QueryResult<()> {
    let (person, seminar) = (offer.row.person_id, &details.seminar);
    let which = Which {
        seminar: Some(seminar.id),
        person: Some(person),
        kinds: &[MessageKind::SpeakerRequest, MessageKind::Change],
        ..Which::default()
    };
    outbox::void(conn, clock, which, "they chose a time").await?;
    let recipients = people::queries::recipients(conn, hub, &[person], seminar.starts_at).await?;
    let new: Vec<_> = recipients
        .values()
        .map(|speaker| {
            let payload = json!({ "chosen": true });
            let (kind, now) = (MessageKind::SpeakerRequest, clock.now());
            let number = format!("chosen-{}", offer.row.id);
            // Not of their own doing, as it were: what they did is told to them all the same.
            message(kind, details, speaker, None, now, payload, &number)
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Whether a request to speak confirms the time that its reader chose.
pub(super) fn is_confirmation(message: &Message) -> bool {
    message.payload["chosen"] == true
}

/// Whether a message is about times that are offered.
pub(super) fn is_about_offer(message: &Message) -> bool {
    matches!(
        message.kind,
        MessageKind::SlotOffer | MessageKind::SlotAnswer
    )
}

/// Why messages of `batch` about offers need not go: nothing can be chosen any more, or what the organisers are told of has
/// been overtaken.
pub(super) async fn untrue(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let offers = queries::offers_by_id(conn, &ids(batch)).await?;
    let why = |message: &Message| {
        let Some(offer) = offer_of(message).and_then(|id| offers.get(&id)) else {
            return Some("the offer is gone");
        };
        let open = offer.row.state == OfferState::Open && offer.row.ends_at > clock.now();
        // What they wrote reaches the organisers, though the offer ended in the night.
        let said = offer.row.state == OfferState::Ended && !offer.row.words.is_empty();
        match (message.kind, message.payload["what"].as_str()) {
            (MessageKind::SlotOffer, _) if message.payload["withdrawn"] == true => None,
            (MessageKind::SlotOffer, _) if !open => Some("nothing is offered any more"),
            (MessageKind::SlotAnswer, Some("none"))
                if offer.row.state != OfferState::Open && !said =>
            {
                Some("the offer has ended")
            }
            _ => None,
        }
    };
    let about = batch.iter().filter(|message| is_about_offer(message));
    Ok(about
        .filter_map(|message| Some((message.id, why(message)?.to_owned())))
        .collect())
}

/// The offers that a batch is about, with the names of those to whom they were made.
#[derive(Default)]
pub(super) struct Offers {
    offers: HashMap<OfferId, Offer>,
    names: HashMap<PersonId, Named>,
}

impl Offers {
    pub(super) async fn read(conn: &mut AsyncPgConnection, batch: &[Message]) -> QueryResult<Self> {
        let ids = ids(batch);
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let offers = queries::offers_by_id(conn, &ids).await?;
        let people: Vec<PersonId> = offers.values().map(|offer| offer.row.person_id).collect();
        Ok(Self {
            names: people::queries::names(conn, &people).await?,
            offers,
        })
    }

    /// What a message is about, and what whoever it was offered to is called.
    pub(super) fn of(&self, message: &Message) -> Option<(&Offer, &str)> {
        let offer = self.offers.get(&offer_of(message)?)?;
        let named = self.names.get(&offer.row.person_id)?;
        Some((offer, named.called()))
    }
}

fn ids(batch: &[Message]) -> Vec<OfferId> {
    let about = batch.iter().filter(|message| is_about_offer(message));
    let ids: BTreeSet<OfferId> = about.filter_map(offer_of).collect();
    ids.into_iter().collect()
}

fn offer_of(message: &Message) -> Option<OfferId> {
    message.payload["offer"].as_str()?.parse().ok()
}
