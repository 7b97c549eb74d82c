//! Entering a seminar.

use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Shown, Speaks,
    items::{ItemGiven, given},
    organiser, speakers,
    versions::Versions,
};
use crate::{
    app::App,
    base::{
        described::WallTime,
        error::{Invalid, Refusal},
        ids::{ProjectId, RoomId, SeriesId},
        zone::Zone,
    },
    mail::reminder::Reminder,
    seminars::{
        actions::{self, NewSeminar, Rooms, WriteError},
        model::{JoinFor, Place, SeminarKind, SeminarState, TextLanguage, Visibility},
    },
    web::{
        actor::ApiActor,
        api::{Body, Change},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A seminar to be entered. What it does not say it takes from its series, or from the hub where there is none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeminar, example = json!({
    "series_id": "01938f2e-7a10-7c41-9d0e-5b7d3c1f0a22", "title": "Beyond Scaling Laws",
    "starts_local": "2026-12-10T16:00:00", "state": "announced",
    "speakers": [{"name": "Marie Sample", "email": "marie@sample.example"}],
}))]
pub struct New {
    /// The series that it belongs to; without it the seminar stands by itself.
    series_id: Option<SeriesId>,
    /// The project under which it is counted.
    project_id: Option<ProjectId>,
    /// What kind of occasion it is; `seminar` where nothing is given.
    kind: Option<SeminarKind>,
    /// Its title; may be empty while it is not known.
    #[serde(default)]
    #[schema(max_length = 500)]
    title: String,
    /// The abstract, in Markdown.
    #[serde(default, rename = "abstract")]
    #[schema(max_length = 50_000)]
    abstract_text: String,
    /// Title and abstract in further languages: readers of those are shown them, all others the main text.
    #[serde(default)]
    texts: Versions,
    /// When it starts, in `zone`.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// The zone in which the wall time is meant.
    zone: Option<Zone>,
    /// Which of two equal wall times is meant where clocks go back: 0 the first, 1 the second.
    #[serde(default, deserialize_with = "crate::web::api::fold")]
    #[schema(maximum = 1)]
    fold: Option<u8>,
    /// How long it lasts.
    #[schema(minimum = 1, maximum = 43_200)]
    duration_minutes: Option<i32>,
    /// Its room; `null`: none, though the series has one.
    #[serde(default)]
    #[schema(value_type = Option<RoomId>)]
    room_id: Change<RoomId>,
    /// Its rooms, `room_id` among them or not.
    room_ids: Option<Vec<RoomId>>,
    /// Where it is instead of, or beside, rooms.
    place: Option<Place>,
    /// Where it takes place online; as the series has it where nothing is given, `null`: none, though the series has one. Others
    /// than organisers and speakers see the living link instead.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    join_url: Change<String>,
    /// Who may see it, unless it is a draft.
    visibility: Option<Visibility>,
    /// The language it is held in.
    language: Option<TextLanguage>,
    /// Topics, at most 30, each of at most 80 characters.
    #[schema(max_items = 30)]
    topics: Option<Vec<String>>,
    /// `draft`, which it is where nothing is given, or `announced`.
    state: Option<SeminarState>,
    /// Who speaks, in order.
    #[serde(default)]
    #[schema(max_items = 100)]
    speakers: Vec<Speaks>,
    /// Its programme, by the clocks of its zone: taken with it, the rooms of its items too, or nothing is entered. What is
    /// wrong with an item stands under `programme.{n}.{field}`, counted from 0.
    #[serde(default)]
    #[schema(max_items = 200)]
    programme: Vec<ItemGiven>,
    /// Overflow rooms, booked with the seminar's own rooms.
    #[serde(default)]
    overflow_room_ids: Vec<RoomId>,
    /// When reminders go out, at most ten.
    #[schema(max_items = 10)]
    reminders: Option<Vec<Reminder>>,
    /// How many it takes; `null`: there is no limit, though the series has one. A yes beyond it waits.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100_000)]
    capacity: Change<i32>,
    /// For whom its living link opens; as the series has it, or `open`, where nothing is given.
    join_for: Option<JoinFor>,
    /// How many minutes before the start; as the series has it, or 15, where nothing is given.
    #[schema(minimum = 0, maximum = 1440)]
    join_minutes: Option<i32>,
    /// Words of the organiser's own, above what those are told who are asked to speak.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

impl New {
    fn seminar(self) -> Result<NewSeminar, Refusal> {
        Ok(NewSeminar {
            series: self.series_id,
            project: self.project_id,
            kind: self.kind.unwrap_or(SeminarKind::Seminar),
            title: self.title,
            abstract_text: self.abstract_text,
            texts: self.texts.into(),
            starts_local: self.starts_local,
            zone: self.zone,
            fold: self.fold,
            duration_minutes: self.duration_minutes,
            rooms: rooms(self.room_id, self.room_ids),
            place: self.place,
            join_url: self.join_url.option(),
            visibility: self.visibility,
            language: self.language,
            topics: self.topics,
            reminders: self.reminders,
            capacity: self.capacity.option(),
            join_for: self.join_for,
            join_minutes: self.join_minutes,
            state: self.state.unwrap_or(SeminarState::Draft),
            speakers: speakers(self.speakers)?,
            items: given(self.programme).map_err(of_programme)?,
            overflow: self.overflow_room_ids,
            note: self.note,
        })
    }
}

/// What is wrong with an item, under the name that items have in this call.
fn of_programme(refusal: Refusal) -> Refusal {
    let Refusal::Invalid(wrong) = refusal else {
        return refusal;
    };
    let mut invalid = Invalid::default();
    for (field, reasons) in wrong.fields() {
        let named = match field.strip_prefix("items") {
            Some(item) => format!("programme{item}"),
            None => field.to_owned(),
        };
        for reason in reasons {
            invalid.add(&named, reason.clone());
        }
    }
    invalid.into()
}

fn rooms(one: Change<RoomId>, several: Option<Vec<RoomId>>) -> Rooms {
    match (one, several) {
        (Change::To(Some(room)), several) => {
            let others = several.unwrap_or_default();
            Rooms::These(std::iter::once(room).chain(others).collect())
        }
        (_, Some(several)) if several.is_empty() => Rooms::None,
        (_, Some(several)) => Rooms::These(several),
        (Change::To(None), None) => Rooms::None,
        (Change::Absent, None) => Rooms::AsSeries,
    }
}

/// Enter a seminar
///
/// Its rooms, and those of the items of its programme, are taken in the same transaction, or nothing is entered. Speakers
/// whose address is not known are entered as people. For the organisers of the series; without a series, for members.
#[utoipa::path(post, path = "/seminars", tag = "Seminars", operation_id = "enter_seminar",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Shown),
        (status = 403, description = "The caller does not organise the series, or may not book the room."),
        (status = 409, description = "A room is taken: `conflicts` says by what, `alternatives` what is free."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let new = body.0.seminar()?;
    once.carry_out(&app, async |conn| {
        let details = actions::create(conn, &*app.clock, &app.hub, &api.actor, new)
            .await
            .map_err(|error| match error {
                WriteError::Refused(refusal) => WriteError::Refused(of_programme(refusal)),
                taken @ WriteError::Taken(_) => taken,
            })?;
        let location = format!("/api/v1/seminars/{}", details.seminar.id);
        Done::created(&location, &Shown::of(&app, &api, details, organiser()))
    })
    .await
}
