//! `/seminars/{id}/slot-offers`: times that are offered to the speaker of a draft, who chooses one.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{found, organised, seen};
use crate::{
    app::App,
    base::{
        clock::Instant,
        described::WallTime,
        error::{Invalid, Reason, Refusal},
        ids::{OfferId, PersonId, RoomId, SeminarId, SlotId},
        page::Listed,
        zone::Zone,
    },
    rooms::model::Taken,
    seminars::{
        actions::{self, NewOffer, OfferError, SlotClash},
        model::{Details, Offer, OfferState, OfferedSlot, SlotState},
        queries,
        rules::{self, WantedSlot},
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, Change, bookings::RoomShown, list},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Times to be offered to a speaker.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSlotOffer, example = json!({
    "person_id": "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11",
    "slots": [{"starts_local": "2026-12-10T16:00:00"}, {"starts_local": "2026-12-17T16:00:00"}],
}))]
pub struct Offers {
    /// To which of the speakers.
    person_id: PersonId,
    /// The times, two to eight, each as long as the seminar.
    #[schema(min_items = 2, max_items = 8)]
    slots: Vec<Wanted>,
    /// When the offer ends by itself; absent: in seven days. No later than the last of the times.
    #[schema(value_type = Option<DateTime>)]
    ends_at: Option<Instant>,
    /// The offer that these take the place of, where there is one.
    replaces: Option<OfferId>,
    /// Words above the times in the mail to the speaker.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// A time to be offered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSlot)]
pub struct Wanted {
    /// When it is to start, in the zone of the seminar.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// Which of two equal wall times is meant where clocks go back: 0 the first, 1 the second.
    #[serde(default, deserialize_with = "crate::web::api::fold")]
    #[schema(maximum = 1)]
    fold: Option<u8>,
    /// Where; absent: where the seminar is, `null`: in no room.
    #[serde(default)]
    #[schema(value_type = Option<RoomId>)]
    room_id: Change<RoomId>,
}

/// Which times are taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlotWithdrawal, example = json!({}))]
pub struct Withdraws {
    /// These; absent: all of them, which ends the offer.
    #[schema(max_items = 8)]
    slot_ids: Option<Vec<SlotId>>,
}

/// Which time is chosen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlotChoice, example = json!({"slot_id": "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11"}))]
pub struct Chooses {
    /// This one.
    slot_id: SlotId,
}

/// Times that are, or were, offered to a speaker.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SlotOffer)]
pub struct OfferShown {
    /// Its id.
    id: OfferId,
    /// For which seminar.
    seminar_id: SeminarId,
    /// To whom.
    person_id: PersonId,
    /// Where it stands.
    state: OfferState,
    /// Since when.
    #[schema(value_type = DateTime)]
    state_at: Instant,
    /// When it was made.
    #[schema(value_type = DateTime)]
    offered_at: Instant,
    /// By whom.
    offered_by: Option<PersonId>,
    /// When it ends by itself.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
    /// When the speaker said that none of them suits; `null`: they did not.
    #[schema(value_type = Option<DateTime>)]
    refused_at: Option<Instant>,
    /// In which words.
    words: String,
    /// The times, in the order in which they were offered.
    slots: Vec<SlotShown>,
}

/// One of the times.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OfferedSlot)]
pub struct SlotShown {
    /// Its id.
    id: SlotId,
    /// When it starts.
    #[schema(value_type = DateTime)]
    starts_at: Instant,
    /// When it ends, exclusive.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
    /// When it starts, in `zone`.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// The zone in which it is meant.
    zone: Zone,
    /// How long it lasts.
    duration_minutes: i32,
    /// Its rooms, held while it is open.
    rooms: Vec<RoomShown>,
    /// Whether it is the time and place that the seminar has anyway.
    own: bool,
    /// Where it stands.
    state: SlotState,
}

impl OfferShown {
    fn of(details: &Details, offer: Offer) -> Self {
        let slot = |slot: OfferedSlot| {
            let rooms = slot.main_rooms(details);
            SlotShown {
                id: slot.row.id,
                starts_at: slot.row.starts_at,
                ends_at: slot.row.ends_at,
                starts_local: slot.row.starts_local,
                zone: slot.row.zone(),
                duration_minutes: slot.row.duration_minutes,
                rooms: rooms
                    .iter()
                    .map(|room| RoomShown {
                        id: room.room_id,
                        name: room.name.clone(),
                    })
                    .collect(),
                own: slot.row.own,
                state: slot.row.state,
            }
        };
        let row = offer.row;
        Self {
            id: row.id,
            seminar_id: row.seminar_id,
            person_id: row.person_id,
            state: row.state,
            state_at: row.state_at,
            offered_at: row.offered_at,
            offered_by: row.offered_by,
            ends_at: row.ends_at,
            refused_at: row.words_at,
            words: row.words,
            slots: offer.slots.into_iter().map(slot).collect(),
        }
    }
}

impl From<Wanted> for WantedSlot {
    fn from(wanted: Wanted) -> Self {
        Self {
            starts_local: wanted.starts_local,
            fold: wanted.fold,
            rooms: match wanted.room_id {
                Change::Absent => None,
                Change::To(room) => Some(room.into_iter().collect()),
            },
        }
    }
}

impl From<OfferError> for Failure {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::Refused(refusal) => refusal.into(),
            OfferError::Clashes(clashes) => refused(clashes),
        }
    }
}

/// What is taken is a conflict; a time that is in the way of another of the same seminar is a mistake of who asked.
fn refused(clashes: Vec<SlotClash>) -> Failure {
    let mut invalid = Invalid::default();
    let mut taken = Taken::default();
    for clash in clashes {
        if clash.overlaps {
            let field = format!("slots.{}.starts_local", clash.number);
            invalid.add(&field, Reason::new("reason-slot-overlaps"));
            continue;
        }
        taken.conflicts.extend(clash.taken.conflicts);
        taken.alternatives.extend(clash.taken.alternatives);
    }
    match invalid.is_empty() {
        true => taken.into(),
        false => invalid.into(),
    }
}

/// List the times that are offered to speakers
///
/// Those that are offered now and those that were, the latest first; at most twenty, all at once. For its organisers, and
/// for speakers what is offered to them.
#[utoipa::path(get, path = "/seminars/{id}/slot-offers", tag = "Speakers", operation_id = "list_slot_offers",
    params(SeminarId),
    responses(
        (status = 200, body = inline(Listed<OfferShown>)),
        (status = 403, description = "The caller does not organise it, and nothing is offered to them."),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    let (seminar, standing) = found(&mut conn, &api, *id).await?;
    let mut offers = queries::offers(&mut conn, *id).await?;
    if let Err(refusal) = rules::may_organise(&api.actor, standing.organises) {
        offers.retain(|offer| api.actor.acts_as(offer.row.person_id));
        if offers.is_empty() {
            return Err(refusal.into());
        }
    }
    let details = queries::detail(&mut conn, seminar).await?;
    let shown = offers
        .into_iter()
        .map(|offer| OfferShown::of(&details, offer));
    list(&Listed::whole(shown.collect()))
}

/// Offer times to a speaker
///
/// All of them hold their rooms until the speaker chooses one or the offer ends, or none does. The speaker is told by mail,
/// unless an organiser asks them in a mail of their own. For its organisers, while it is a draft.
#[utoipa::path(post, path = "/seminars/{id}/slot-offers", tag = "Speakers", operation_id = "offer_slots",
    params(SeminarId, Once),
    request_body = Offers,
    responses(
        (status = 201, body = OfferShown),
        (status = 403, description = "The caller does not organise it, or may not book the room."),
        (status = 409, description = "A room is taken (`conflicts`), it is no draft, the speaker declined, items of its programme have rooms of their own, or times are offered already."),
    ))]
pub async fn offer(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Offers>,
) -> Result<HttpResponse, Failure> {
    let new = NewOffer {
        person: body.0.person_id,
        slots: body.0.slots.into_iter().map(WantedSlot::from).collect(),
        ends_at: body.0.ends_at,
        replaces: body.0.replaces,
        note: body.0.note,
    };
    once.carry_out(&app, async |conn| {
        let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
        let made = actions::offer_slots(conn, clock, hub, actor, *id, new).await?;
        let seminar = seen(conn, &api, *id).await?;
        let details = queries::detail(conn, seminar).await?;
        Done::json(StatusCode::CREATED, &OfferShown::of(&details, made))
    })
    .await
}

/// Take offered times back
///
/// Their rooms are free again; with none left the offer has ended. For its organisers.
#[utoipa::path(post, path = "/seminars/{id}/slot-offers/{offer_id}/withdrawal", tag = "Speakers",
    operation_id = "withdraw_slots",
    params(Once),
    request_body = Withdraws,
    responses(
        (status = 200, body = OfferShown),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is offered no more."),
    ))]
pub async fn withdraw(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    path: web::Path<(SeminarId, OfferId)>,
    body: Body<Withdraws>,
) -> Result<HttpResponse, Failure> {
    let (id, offer) = path.into_inner();
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let which = body.0.slot_ids;
    once.carry_out(&app, async |conn| {
        of_seminar(conn, &api, id, offer).await?;
        let which = (offer, which.as_deref());
        let after = actions::withdraw_slots(conn, clock, hub, actor, id, which).await?;
        let seminar = seen(conn, &api, id).await?;
        let details = queries::detail(conn, seminar).await?;
        Done::json(StatusCode::OK, &OfferShown::of(&details, after))
    })
    .await
}

/// Choose one of the offered times
///
/// The seminar is then and there, its speaker has said that they will speak, and the other rooms are free again; the organisers
/// are told. For the speaker, who without an account does so on the page to which their link leads; an organiser may enter
/// what they said.
#[utoipa::path(post, path = "/seminars/{id}/slot-offers/{offer_id}/choice", tag = "Speakers",
    operation_id = "choose_slot",
    params(Once),
    request_body = Chooses,
    responses(
        (status = 200, body = OfferShown),
        (status = 403, description = "It is neither offered to the caller nor theirs to organise."),
        (status = 409, description = "It can be chosen no more, or has begun."),
    ))]
pub async fn choose(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    path: web::Path<(SeminarId, OfferId)>,
    body: Body<Chooses>,
) -> Result<HttpResponse, Failure> {
    let (id, offer) = path.into_inner();
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    once.carry_out(&app, async |conn| {
        let offered = of_seminar(conn, &api, id, offer).await?;
        let person = offered.row.person_id;
        if !actor.acts_as(person) {
            organised(conn, &api, id).await?;
        }
        if offered.slot(body.0.slot_id).is_none() {
            return Err(Refusal::invalid("slot_id", "reason-unknown").into());
        }
        let slot = (body.0.slot_id, None);
        let details = actions::choose_slot(conn, clock, hub, actor, (id, person), slot).await?;
        let mut after = queries::offers_by_id(conn, &[offer]).await?;
        let after = after.remove(&offer).ok_or_else(Failure::not_found)?;
        Done::json(StatusCode::OK, &OfferShown::of(&details, after))
    })
    .await
}

/// The offer of a seminar of which the caller may know.
async fn of_seminar(
    conn: &mut diesel_async::AsyncPgConnection,
    api: &ApiActor,
    seminar: SeminarId,
    offer: OfferId,
) -> Result<Offer, Failure> {
    seen(conn, api, seminar).await?;
    let mut found = queries::offers_by_id(conn, &[offer]).await?;
    let found = found.remove(&offer);
    found
        .filter(|found| found.row.seminar_id == seminar)
        .ok_or_else(Failure::not_found)
}
