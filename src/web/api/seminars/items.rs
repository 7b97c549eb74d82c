//! The programme of a seminar: read and written as a whole.

use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Speaks, seen, speakers};
use crate::{
    app::App,
    base::{
        clock::Instant,
        described::WallTime,
        error::{Invalid, Refusal},
        ids::{ItemId, PersonId, RoomId, SeminarId},
    },
    seminars::{
        actions::{self, NewItem, SeminarChange},
        model::{Details, Item, ItemKind},
        queries,
    },
    web::{
        actor::ApiActor,
        api::{Body, IfMatch, show},
        errors::Failure,
    },
};

/// The programme of a seminar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Programme)]
pub struct ProgrammeShown {
    /// Of which seminar.
    seminar_id: SeminarId,
    /// The IANA zone in which the wall times are meant.
    zone: String,
    /// The items, by time.
    items: Vec<ItemShown>,
    /// Those of the seminar's rooms that take who finds no place in the others.
    overflow_room_ids: Vec<RoomId>,
    /// The version of the seminar; also the `ETag`.
    lock_version: i32,
}

/// An item of a programme.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProgrammeItem)]
pub struct ItemShown {
    /// Its id.
    id: ItemId,
    /// What it is.
    kind: ItemKind,
    /// Its title.
    title: String,
    /// A few sentences about it, in Markdown.
    #[serde(rename = "abstract")]
    abstract_text: String,
    /// When it is meant to start, in the seminar's zone.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// When it is meant to end.
    #[schema(value_type = WallTime)]
    ends_local: NaiveDateTime,
    /// Which of two equal wall times is meant, where clocks go back and that was said.
    fold: Option<i16>,
    /// When it starts.
    #[schema(value_type = DateTime)]
    starts_at: Instant,
    /// When it ends, exclusive.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
    /// Its room; `null`: where the seminar is, or at `place`.
    room_id: Option<RoomId>,
    /// A place that is none of the hub's rooms, by its name.
    place: Option<String>,
    /// Who speaks in it, in order: speakers of the seminar.
    speaker_ids: Vec<PersonId>,
}

/// A programme as it is to be, all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProgramme, example = json!({"items": [
    {"kind": "talk", "title": "Opening", "starts_local": "2026-12-10T10:00:00", "ends_local": "2026-12-10T10:30:00"},
    {"kind": "break", "title": "Coffee", "starts_local": "2026-12-10T10:30:00", "ends_local": "2026-12-10T11:00:00"},
]}))]
pub struct NewProgramme {
    /// The version of the seminar that it is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// The items; those that are there and not named are taken out.
    #[schema(max_items = 200)]
    items: Vec<ItemGiven>,
    /// The overflow rooms, all of them, booked with the seminar's own rooms; absent: they stay.
    overflow_room_ids: Option<Vec<RoomId>>,
    /// Words of the organiser's own, above what those concerned are told of it.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// `false`: nobody is told. Refused where time or place of an item become another.
    #[schema(default = true)]
    notify: Option<bool>,
}

/// An item as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProgrammeItem)]
pub struct ItemGiven {
    /// Which one, where it is there already; absent: a new one.
    id: Option<ItemId>,
    /// What it is; `talk` where nothing is given.
    kind: Option<ItemKind>,
    /// Its title.
    #[schema(max_length = 500)]
    title: String,
    /// A few sentences about it, in Markdown.
    #[serde(rename = "abstract", default)]
    #[schema(max_length = 50_000)]
    abstract_text: String,
    /// When it starts, by the clocks of the seminar's zone.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// When it ends.
    #[schema(value_type = WallTime)]
    ends_local: NaiveDateTime,
    /// Which of two equal wall times is meant: 0 the first, 1 the second.
    #[serde(default, deserialize_with = "crate::web::api::fold")]
    #[schema(maximum = 1)]
    fold: Option<u8>,
    /// Its room, which is booked for it unless the seminar has it; absent: where the seminar is.
    room_id: Option<RoomId>,
    /// A place that is none of the hub's rooms, by its name.
    #[schema(max_length = 500)]
    place: Option<String>,
    /// Who speaks in it; who does not speak at the seminar yet does from now on.
    #[serde(default)]
    #[schema(max_items = 100)]
    speakers: Vec<Speaks>,
}

impl From<Item> for ItemShown {
    fn from(item: Item) -> Self {
        Self {
            id: item.id,
            kind: item.kind,
            title: item.title,
            abstract_text: item.abstract_text,
            starts_local: item.starts_local,
            ends_local: item.ends_local,
            fold: item.fold,
            starts_at: item.starts_at,
            ends_at: item.ends_at,
            room_id: item.room.map(|room| room.id),
            place: item.place,
            speaker_ids: item.speakers,
        }
    }
}

impl From<Details> for ProgrammeShown {
    fn from(details: Details) -> Self {
        Self {
            seminar_id: details.seminar.id,
            zone: details.seminar.zone,
            items: details.items.into_iter().map(Into::into).collect(),
            overflow_room_ids: details.overflow,
            lock_version: details.seminar.lock_version,
        }
    }
}

/// The items, with what is wrong under `items.{n}.speakers`.
pub(super) fn given(items: Vec<ItemGiven>) -> Result<Vec<NewItem>, Refusal> {
    let mut invalid = Invalid::default();
    let mut read = Vec::with_capacity(items.len());
    for (n, item) in items.into_iter().enumerate() {
        let speakers = match speakers(item.speakers) {
            Ok(speakers) => speakers,
            Err(Refusal::Invalid(wrong)) => {
                for (field, reasons) in wrong.fields() {
                    for reason in reasons {
                        invalid.add(&format!("items.{n}.{field}"), reason.clone());
                    }
                }
                Vec::new()
            }
            Err(other) => return Err(other),
        };
        read.push(NewItem {
            id: item.id,
            kind: item.kind.unwrap_or(ItemKind::Talk),
            title: item.title,
            abstract_text: item.abstract_text,
            starts_local: item.starts_local,
            ends_local: item.ends_local,
            fold: item.fold,
            room: item.room_id,
            place: item.place,
            speakers,
        });
    }
    invalid.none_or()?;
    Ok(read)
}

/// Read the programme of a seminar
#[utoipa::path(get, path = "/seminars/{id}/programme", tag = "Seminars", operation_id = "get_programme",
    params(SeminarId),
    responses((status = 200, body = ProgrammeShown)))]
pub async fn read(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = seen(&mut conn, &api, *id).await?;
    show(&ProgrammeShown::from(
        queries::detail(&mut conn, seminar).await?,
    ))
}

/// Write the programme of a seminar
///
/// All of it. The rooms of its items are taken, moved and given up in the same transaction, all or none. They move with the
/// seminar from then on, by its clocks. Those concerned are told which items are at another time or place. For its
/// organisers.
#[utoipa::path(put, path = "/seminars/{id}/programme", tag = "Seminars", operation_id = "put_programme",
    params(SeminarId, IfMatch),
    request_body = NewProgramme,
    responses(
        (status = 200, body = ProgrammeShown),
        (status = 403, description = "The caller does not organise it, or may not book a room."),
        (status = 409, description = "A room is taken (`conflicts`, `alternatives`), the seminar is cancelled, or it was \
            changed since `lock_version`."),
    ))]
pub async fn write(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<SeminarId>,
    body: Body<NewProgramme>,
) -> Result<HttpResponse, Failure> {
    let wanted = body.0;
    let change = SeminarChange {
        items: Some(given(wanted.items)?),
        overflow: wanted.overflow_room_ids,
        note: wanted.note,
        silent: wanted.notify == Some(false),
        lock_version: if_match.or(wanted.lock_version),
        ..SeminarChange::default()
    };
    let mut conn = app.db.get().await?;
    let changed = actions::change(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    show(&ProgrammeShown::from(if_match.judge(changed)?))
}
