//! Changing a seminar, cancelling and postponing it, and removing a draft.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::NaiveDateTime;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Shown, Speaks, organiser, speakers, versions::VersionsEdit};
use crate::{
    app::App,
    base::{
        described::WallTime,
        error::Refusal,
        ids::{ProjectId, RoomId, SeminarId, SeriesId},
        zone::Zone,
    },
    mail::reminder::Reminder,
    seminars::{
        actions::{self, Patch, Saying, SeminarChange},
        model::{Inherited, JoinFor, Place, SeminarKind, SeminarState, TextLanguage, Visibility},
    },
    web::{
        actor::ApiActor,
        api::{Body, Change, IfMatch, show},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// What is to be otherwise about a seminar; what is absent stays, `null` empties. A value given here is the seminar's own
/// from then on, until `inherit` names it.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeminarChange, example = json!({
    "starts_local": "2026-12-10T18:00:00", "inherit": ["room_id"], "lock_version": 3,
}))]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another series, which the caller organises too. What the seminar takes from its series it takes from that one;
    /// `null`: it stands by itself, and its values are its own.
    #[serde(default)]
    #[schema(value_type = Option<SeriesId>)]
    series_id: Change<SeriesId>,
    /// Another project.
    #[serde(default)]
    #[schema(value_type = Option<ProjectId>)]
    project_id: Change<ProjectId>,
    /// Another kind.
    kind: Option<SeminarKind>,
    /// Another title.
    #[schema(max_length = 500)]
    title: Option<String>,
    /// Another abstract.
    #[serde(rename = "abstract")]
    #[schema(max_length = 50_000)]
    abstract_text: Option<String>,
    /// Other versions in further languages. None is in the seminar's own language: that is the main text.
    #[serde(default)]
    texts: VersionsEdit,
    /// Another wall time.
    #[schema(value_type = Option<WallTime>)]
    starts_local: Option<NaiveDateTime>,
    /// Another zone; the wall time stays.
    zone: Option<Zone>,
    /// Which of two equal wall times is meant: 0 the first, 1 the second.
    #[serde(default, deserialize_with = "crate::web::api::fold")]
    #[schema(maximum = 1)]
    fold: Option<u8>,
    /// Another length.
    #[schema(minimum = 1, maximum = 43_200)]
    duration_minutes: Option<i32>,
    /// Another room; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<RoomId>)]
    room_id: Change<RoomId>,
    /// Other rooms, all of them, `room_id` among them or not.
    room_ids: Option<Vec<RoomId>>,
    /// Another place.
    #[serde(default)]
    #[schema(value_type = Option<Place>)]
    place: Change<Place>,
    /// Another online address; `null`: none, though the series has one.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    join_url: Change<String>,
    /// Other viewers.
    visibility: Option<Visibility>,
    /// Another language.
    #[serde(default)]
    #[schema(value_type = Option<TextLanguage>)]
    language: Change<TextLanguage>,
    /// Other topics, all of them.
    #[schema(max_items = 30)]
    topics: Option<Vec<String>>,
    /// Other reminders, all of them.
    #[schema(max_items = 10)]
    reminders: Option<Vec<Reminder>>,
    /// Another number that it takes; `null`: there is no limit. Refused where more have said yes; who waits moves up where
    /// it is raised.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100_000)]
    capacity: Change<i32>,
    /// For others its living link is to open. Nobody is told of that: the link stays the same.
    join_for: Option<JoinFor>,
    /// So many minutes before the start.
    #[schema(minimum = 0, maximum = 1440)]
    join_minutes: Option<i32>,
    /// `announced`, from a draft, or from a postponement together with a new time.
    state: Option<SeminarState>,
    /// Who speaks, all of them, in order; answers of those who stay are kept.
    #[schema(max_items = 100)]
    speakers: Option<Vec<Speaks>>,
    /// Takes these from the series again.
    #[serde(default)]
    inherit: Vec<Inherited>,
    /// Words of the organiser's own, above what those concerned are told of it. Of several edits within the change window the
    /// last words count.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// `false`: nobody is told, now or later. For spelling alone: refused where time, place, the way to take part, state,
    /// visibility, series or speakers become another, and together with a `note`. Calendars that are subscribed to show the
    /// edit all the same.
    #[schema(default = true)]
    notify: Option<bool>,
    /// Which seminar comes in place of this one, which is cancelled; `null`: none, after all. It is said by itself, of
    /// something that can be changed no more: with nothing else but `lock_version`. Where that one is cancelled and replaced
    /// too, the last is shown.
    #[serde(default)]
    #[schema(value_type = Option<SeminarId>)]
    replaced_by: Change<SeminarId>,
}

/// What is said of a cancellation or postponement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Stop, example = json!({"reason": "The speaker is ill."}))]
pub struct Stop {
    /// Why; it stands on the seminar's page too.
    reason: Option<String>,
    /// Words of the organiser's own, above what those concerned are told.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// Which seminar comes in its place, of a cancellation: those who are told read it, once that one is no draft. It can be
    /// said later, too (`PATCH`).
    replaced_by: Option<SeminarId>,
}

impl From<Stop> for Saying {
    fn from(stop: Stop) -> Self {
        Self {
            reason: stop.reason,
            note: stop.note,
            replaced_by: stop.replaced_by,
        }
    }
}

impl Edit {
    /// What is to come in its place, where that is what the call says.
    ///
    /// # Errors
    /// It says something else besides.
    fn replacement(&self) -> Result<Option<Option<SeminarId>>, Refusal> {
        let Change::To(by) = &self.replaced_by else {
            return Ok(None);
        };
        let alone = Self {
            lock_version: self.lock_version,
            replaced_by: Change::To(*by),
            ..Self::default()
        };
        match *self == alone {
            true => Ok(Some(*by)),
            false => Err(Refusal::invalid("replaced_by", "reason-replaced-alone")),
        }
    }

    pub(super) fn change(self, if_match: IfMatch) -> Result<SeminarChange, Refusal> {
        if self.replaced_by != Change::Absent {
            return Err(Refusal::invalid("replaced_by", "reason-replaced-alone"));
        }
        let follows = |value: Inherited| self.inherit.contains(&value);
        let rooms = match (self.room_id, self.room_ids) {
            (Change::To(room), several) => {
                let others = several.unwrap_or_default();
                Some(room.into_iter().chain(others).collect())
            }
            (Change::Absent, several) => several,
        };
        Ok(SeminarChange {
            series: self.series_id.option(),
            project: self.project_id.option(),
            kind: self.kind,
            title: self.title,
            abstract_text: self.abstract_text,
            texts: self.texts.into(),
            starts_local: self.starts_local,
            zone: patch(follows(Inherited::Zone), self.zone),
            fold: self.fold,
            duration_minutes: patch(follows(Inherited::Duration), self.duration_minutes),
            rooms: patch(follows(Inherited::Room), rooms),
            place: self.place.option(),
            join_url: patch(follows(Inherited::JoinUrl), self.join_url.option()),
            visibility: patch(follows(Inherited::Visibility), self.visibility),
            language: patch(follows(Inherited::Language), self.language.option()),
            topics: patch(follows(Inherited::Topics), self.topics),
            reminders: patch(follows(Inherited::Reminders), self.reminders),
            capacity: patch(follows(Inherited::Capacity), self.capacity.option()),
            join_for: patch(follows(Inherited::JoinFor), self.join_for),
            join_minutes: patch(follows(Inherited::JoinMinutes), self.join_minutes),
            state: self.state,
            speakers: self.speakers.map(speakers).transpose()?,
            note: self.note,
            silent: self.notify == Some(false),
            lock_version: if_match.or(self.lock_version),
            ..SeminarChange::default()
        })
    }
}

fn patch<T>(follows: bool, own: Option<T>) -> Patch<T> {
    match (follows, own) {
        (true, _) => Patch::AsSeries,
        (false, Some(own)) => Patch::Own(own),
        (false, None) => Patch::Keep,
    }
}

/// Change a seminar
///
/// Its rooms move in the same transaction, or nothing is changed. Those concerned are told old → new, once, when the
/// change window is over; an edit that is taken back in time is not told, and neither is one of spelling with
/// `notify: false`. For its organisers.
#[utoipa::path(patch, path = "/seminars/{id}", tag = "Seminars", operation_id = "change_seminar",
    params(SeminarId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise it, or may not book the room."),
        (status = 409, description = "A room is taken (`conflicts`, `alternatives`), the seminar is cancelled, its state \
            does not lead to the one wanted, or it was changed since `lock_version`."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<SeminarId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let edit = body.0;
    let mut conn = app.db.get().await?;
    if let Some(by) = edit.replacement()? {
        let (clock, actor, based_on) = (&*app.clock, &api.actor, if_match.or(edit.lock_version));
        let said = actions::replace(&mut conn, clock, actor, *id, by, based_on).await;
        let details = if_match.judge(said)?;
        return show(&Shown::of(&app, &api, details, organiser()));
    }
    let change = edit.change(if_match)?;
    let changed = actions::change(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    let details = if_match.judge(changed)?;
    show(&Shown::of(&app, &api, details, organiser()))
}

/// Cancel a seminar
///
/// For good. Its rooms are free again, no reminder goes out, and whoever was told of it is told of this. For its
/// organisers.
#[utoipa::path(post, path = "/seminars/{id}/cancellation", tag = "Seminars", operation_id = "cancel_seminar",
    params(SeminarId, Once),
    request_body = Stop,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is cancelled already."),
    ))]
pub async fn cancel(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Stop>,
) -> Result<HttpResponse, Failure> {
    once.carry_out(&app, async |conn| {
        let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
        let details = actions::cancel(conn, clock, hub, actor, *id, body.0.into()).await?;
        let shown = Shown::of(&app, &api, details, organiser());
        Done::json(StatusCode::OK, &shown)
    })
    .await
}

/// Postpone a seminar
///
/// An announced one, until it is given a new time. Its rooms are free again, and whoever was told of it is told of this.
/// For its organisers.
#[utoipa::path(post, path = "/seminars/{id}/postponement", tag = "Seminars", operation_id = "postpone_seminar",
    params(SeminarId, Once),
    request_body = Stop,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is a draft, postponed already, or cancelled."),
    ))]
pub async fn postpone(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Stop>,
) -> Result<HttpResponse, Failure> {
    once.carry_out(&app, async |conn| {
        let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
        let details = actions::postpone(conn, clock, hub, actor, *id, body.0.into()).await?;
        let shown = Shown::of(&app, &api, details, organiser());
        Done::json(StatusCode::OK, &shown)
    })
    .await
}

/// Remove a draft
///
/// One of which nobody was told; others are cancelled. Its rooms are free again. For its organisers.
#[utoipa::path(delete, path = "/seminars/{id}", tag = "Seminars", operation_id = "remove_seminar",
    params(SeminarId),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is no draft any more, or someone was asked to speak."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_draft(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
