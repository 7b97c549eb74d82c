//! `/seminars`: what is entered, changed and stopped, who is invited, who comes and who knows.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Asked, Body, Change, IfMatch, bookings::Why, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Invalid, Reason, Refusal},
        ids::{InstitutionId, PersonId, ProjectId, RoomId, SeminarId, SeriesId},
        language::Language,
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::actions::PersonEntry,
    seminars::{
        actions::{self, Invitees, NewSeminar, NewSpeaker, Patch, Rooms, SeminarChange, WhoSpeaks},
        model::{
            Answer, Details, Inherited, Place, SeminarKind, SeminarState, SpeakerAnswer,
            SpeakerRole, Visibility,
        },
        queries::{self, After, Order, SeminarFilter},
        rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Someone who is to speak.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaks {
    person_id: Option<PersonId>,
    name: Option<String>,
    email: Option<String>,
    role: Option<SpeakerRole>,
}

/// The body of `POST /seminars`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    series_id: Option<SeriesId>,
    project_id: Option<ProjectId>,
    kind: Option<SeminarKind>,
    #[serde(default)]
    title: String,
    #[serde(default, rename = "abstract")]
    abstract_text: String,
    starts_local: NaiveDateTime,
    zone: Option<Zone>,
    fold: Option<u8>,
    duration_minutes: Option<i32>,
    #[serde(default)]
    room_id: Change<RoomId>,
    room_ids: Option<Vec<RoomId>>,
    place: Option<Place>,
    join_url: Option<String>,
    visibility: Option<Visibility>,
    language: Option<Language>,
    topics: Option<Vec<String>>,
    state: Option<SeminarState>,
    #[serde(default)]
    speakers: Vec<Speaks>,
    reminders: Option<Vec<Reminder>>,
}

/// The body of `PATCH /seminars/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    lock_version: Option<i32>,
    #[serde(default)]
    project_id: Change<ProjectId>,
    kind: Option<SeminarKind>,
    title: Option<String>,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
    starts_local: Option<NaiveDateTime>,
    zone: Option<Zone>,
    fold: Option<u8>,
    duration_minutes: Option<i32>,
    #[serde(default)]
    room_id: Change<RoomId>,
    room_ids: Option<Vec<RoomId>>,
    #[serde(default)]
    place: Change<Place>,
    #[serde(default)]
    join_url: Change<String>,
    visibility: Option<Visibility>,
    #[serde(default)]
    language: Change<Language>,
    topics: Option<Vec<String>>,
    reminders: Option<Vec<Reminder>>,
    state: Option<SeminarState>,
    speakers: Option<Vec<Speaks>>,
    #[serde(default)]
    inherit: Vec<Inherited>,
}

/// The body of `POST /seminars/{id}/invitations`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    #[serde(default)]
    people: Vec<PersonId>,
    #[serde(default)]
    emails: Vec<String>,
    note: Option<String>,
}

/// The body of `PUT /seminars/{id}/attendances/{person_id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    answer: Answer,
}

/// A seminar as the API shows it.
#[derive(Debug, Serialize)]
struct Shown {
    id: SeminarId,
    code: String,
    uid: String,
    series_id: Option<SeriesId>,
    project_id: Option<ProjectId>,
    kind: SeminarKind,
    title: String,
    #[serde(rename = "abstract")]
    abstract_text: String,
    starts_local: NaiveDateTime,
    zone: String,
    fold: Option<i16>,
    starts_at: Instant,
    ends_at: Instant,
    duration_minutes: i32,
    room_id: Option<RoomId>,
    rooms: Vec<super::bookings::RoomShown>,
    place: Option<Place>,
    /// The real address; only for organisers and speakers.
    #[serde(skip_serializing_if = "Option::is_none")]
    join_url: Option<String>,
    join_link: Option<String>,
    visibility: Visibility,
    language: Option<String>,
    topics: Vec<String>,
    reminders: Vec<Reminder>,
    inherit: Vec<String>,
    speakers: Vec<SpeakerShown>,
    owner_id: PersonId,
    entered_by: PersonId,
    state: SeminarState,
    state_at: Instant,
    reason: Option<String>,
    revision: i32,
    sequence: i32,
    lock_version: i32,
    url: String,
}

#[derive(Debug, Serialize)]
struct SpeakerShown {
    person_id: PersonId,
    name: Option<String>,
    institution_id: Option<InstitutionId>,
    role: SpeakerRole,
    answer: SpeakerAnswer,
}

/// `GET /seminars?series_id=&state=&kind=&topic=&institution_id=&from=&to=`.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let filter = SeminarFilter {
        series: asked.parsed("series_id", "reason-unknown"),
        state: asked.parsed("state", "reason-unknown"),
        kind: asked.parsed("kind", "reason-unknown"),
        topic: asked.text("topic"),
        institution: asked.parsed("institution_id", "reason-unknown"),
        from: asked.parsed("from", "reason-time"),
        to: asked.parsed("to", "reason-time"),
        over: None,
    };
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let after = Some(After::Id(SeminarId(page.after())));
    let found = queries::seminars(
        &mut conn,
        Some(&api.actor),
        &filter,
        Order::Entry,
        after,
        page.rows(),
    )
    .await?;
    let listed = page.list(found, |seminar| seminar.id.0);
    let next = listed.next;
    let standings = queries::standings(&mut conn, Some(&api.actor), &listed.items).await?;
    let items: Vec<Shown> = queries::details(&mut conn, listed.items)
        .await?
        .into_iter()
        .map(|details| {
            let standing = standings
                .get(&details.seminar.id)
                .copied()
                .unwrap_or_default();
            shown(&app, &api, details, standing)
        })
        .collect();
    show(&json!({ "items": items, "next": next }))
}

/// `GET /seminars/{id}`.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = seen(&mut conn, &api, *id).await?;
    let standing = queries::standing(&mut conn, Some(&api.actor), &seminar).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    show(&shown(&app, &api, details, standing))
}

/// `POST /seminars`.
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let rooms = match (typed.room_id, typed.room_ids) {
        (Change::To(Some(room)), several) => Rooms::These(
            std::iter::once(room)
                .chain(several.unwrap_or_default())
                .collect(),
        ),
        (_, Some(several)) if several.is_empty() => Rooms::None,
        (_, Some(several)) => Rooms::These(several),
        (Change::To(None), None) => Rooms::None,
        (Change::Absent, None) => Rooms::AsSeries,
    };
    let new = NewSeminar {
        series: typed.series_id,
        project: typed.project_id,
        kind: typed.kind.unwrap_or(SeminarKind::Seminar),
        title: typed.title,
        abstract_text: typed.abstract_text,
        starts_local: typed.starts_local,
        zone: typed.zone,
        fold: typed.fold,
        duration_minutes: typed.duration_minutes,
        rooms,
        place: typed.place,
        join_url: typed.join_url,
        visibility: typed.visibility,
        language: typed.language,
        topics: typed.topics,
        reminders: typed.reminders,
        state: typed.state.unwrap_or(SeminarState::Draft),
        speakers: speakers(typed.speakers)?,
    };
    once.carry_out(&app, async |conn| {
        let details = actions::create(conn, &*app.clock, &app.hub, &api.actor, new).await?;
        let location = format!("/api/v1/seminars/{}", details.seminar.id);
        Done::created(&location, &shown(&app, &api, details, organiser()))
    })
    .await
}

/// `PATCH /seminars/{id}`.
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<SeminarId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = edit(typed, if_match)?;
    let mut conn = app.db.get().await?;
    let changed = actions::change(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    show(&shown(&app, &api, if_match.judge(changed)?, organiser()))
}

fn edit(typed: Edit, if_match: IfMatch) -> Result<SeminarChange, Refusal> {
    let follows = |value: Inherited| typed.inherit.contains(&value);
    let rooms = match (typed.room_id, typed.room_ids) {
        (Change::To(room), several) => Some(
            room.into_iter()
                .chain(several.unwrap_or_default())
                .collect(),
        ),
        (Change::Absent, several) => several,
    };
    Ok(SeminarChange {
        project: typed.project_id.option(),
        kind: typed.kind,
        title: typed.title,
        abstract_text: typed.abstract_text,
        starts_local: typed.starts_local,
        zone: patch(follows(Inherited::Zone), typed.zone),
        fold: typed.fold,
        duration_minutes: patch(follows(Inherited::Duration), typed.duration_minutes),
        rooms: patch(follows(Inherited::Room), rooms),
        place: typed.place.option(),
        join_url: typed.join_url.option(),
        visibility: patch(follows(Inherited::Visibility), typed.visibility),
        language: patch(follows(Inherited::Language), typed.language.option()),
        topics: patch(follows(Inherited::Topics), typed.topics),
        reminders: patch(follows(Inherited::Reminders), typed.reminders),
        state: typed.state,
        speakers: typed.speakers.map(speakers).transpose()?,
        lock_version: if_match.or(typed.lock_version),
    })
}

fn patch<T>(follows: bool, own: Option<T>) -> Patch<T> {
    match (follows, own) {
        (true, _) => Patch::AsSeries,
        (false, Some(own)) => Patch::Own(own),
        (false, None) => Patch::Keep,
    }
}

fn speakers(typed: Vec<Speaks>) -> Result<Vec<NewSpeaker>, Refusal> {
    let mut invalid = Invalid::default();
    let mut wanted = Vec::with_capacity(typed.len());
    for (place, speaker) in typed.into_iter().enumerate() {
        let role = speaker.role.unwrap_or(SpeakerRole::Speaker);
        match (speaker.person_id, speaker.email) {
            (Some(person), _) => wanted.push(NewSpeaker {
                who: WhoSpeaks::Person(person),
                role,
            }),
            (None, Some(address)) => {
                let entry = PersonEntry {
                    name: speaker.name,
                    address,
                };
                wanted.push(NewSpeaker {
                    who: WhoSpeaks::Entry(entry),
                    role,
                });
            }
            (None, None) => invalid.because(&format!("speakers.{place}.email"), "reason-required"),
        }
    }
    invalid.none_or()?;
    Ok(wanted)
}

/// `POST /seminars/{id}/cancellation`.
pub async fn cancel(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    once.carry_out(&app, async |conn| {
        let details =
            actions::cancel(conn, &*app.clock, &app.hub, &api.actor, *id, body.0.reason).await?;
        Done::json(StatusCode::OK, &shown(&app, &api, details, organiser()))
    })
    .await
}

/// `POST /seminars/{id}/postponement`.
pub async fn postpone(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    once.carry_out(&app, async |conn| {
        let details =
            actions::postpone(conn, &*app.clock, &app.hub, &api.actor, *id, body.0.reason).await?;
        Done::json(StatusCode::OK, &shown(&app, &api, details, organiser()))
    })
    .await
}

/// `POST /seminars/{id}/invitations`.
pub async fn invite(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Invite>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let who = Invitees {
        people: typed.people,
        entries: typed
            .emails
            .into_iter()
            .map(|address| PersonEntry {
                name: None,
                address,
            })
            .collect(),
        note: typed.note,
    };
    once.carry_out(&app, async |conn| {
        let invited = actions::invite(conn, &*app.clock, &app.hub, &api.actor, *id, who).await?;
        Done::json(
            StatusCode::ACCEPTED,
            &json!({ "queued": invited.queued, "without_address": invited.without_address }),
        )
    })
    .await
}

/// `GET /seminars/{id}/attendances`; for organisers.
pub async fn attendances(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    organised(&mut conn, &api, *id).await?;
    let items: Vec<_> = queries::attendances(&mut conn, *id)
        .await?
        .into_iter()
        .map(|one| {
            json!({ "person_id": one.person_id, "invited_at": one.invited_at, "answer": one.answer,
                    "answered_at": one.answered_at, "channel": one.channel, "unverified": one.unverified })
        })
        .collect();
    show(&json!({ "items": items, "next": null }))
}

/// `PUT /seminars/{id}/attendances/{person_id}`: for oneself, for those whom one assists, and for organisers.
pub async fn answer(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, PersonId)>,
    body: Body<Answers>,
) -> Result<HttpResponse, Failure> {
    let (id, person) = path.into_inner();
    let given = body.0.answer;
    if given == Answer::Waiting {
        return Err(Invalid::one(
            "answer",
            Reason::new("reason-not-a-choice").with("choices", "yes, no, maybe"),
        )
        .into());
    }
    let mut conn = app.db.get().await?;
    let seminar = seen(&mut conn, &api, id).await?;
    let standing = queries::standing(&mut conn, Some(&api.actor), &seminar).await?;
    if !(api.actor.acts_as(person) || standing.organises || api.actor.is_administrator()) {
        return Err(Refusal::forbidden("refused-not-allowed").into());
    }
    let answered = actions::answer(
        &mut conn,
        &*app.clock,
        &app.hub,
        &api.actor.author,
        id,
        person,
        given,
    )
    .await?;
    show(&json!({ "answer": answered.answer, "answered_at": answered.answered_at }))
}

/// `GET /seminars/{id}/knowledge`; for organisers.
pub async fn knowledge(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = organised(&mut conn, &api, *id).await?;
    let known = queries::knowledge(&mut conn, &seminar).await?;
    let count = |state: &str| known.iter().filter(|one| one.state == state).count();
    let totals =
        json!({ "knows": count("knows"), "doesnt": count("doesnt"), "bounced": count("bounced") });
    let items: Vec<_> = known
        .iter()
        .map(|one| {
            json!({ "person_id": one.person_id, "revision_told": one.revision_told, "told_at": one.told_at,
                    "state": one.state })
        })
        .collect();
    show(&json!({ "revision": seminar.revision, "totals": totals, "items": items }))
}

type Seminar = crate::seminars::model::Seminar;

/// A seminar that the caller may know of.
async fn seen(
    conn: &mut diesel_async::AsyncPgConnection,
    api: &ApiActor,
    id: SeminarId,
) -> Result<Seminar, Failure> {
    let seminar = queries::seminar(conn, id)
        .await?
        .ok_or_else(Failure::not_found)?;
    if queries::sees(conn, Some(&api.actor), &seminar).await? {
        Ok(seminar)
    } else {
        Err(Failure::not_found())
    }
}

/// A seminar that the caller organises.
async fn organised(
    conn: &mut diesel_async::AsyncPgConnection,
    api: &ApiActor,
    id: SeminarId,
) -> Result<Seminar, Failure> {
    let seminar = seen(conn, api, id).await?;
    let standing = queries::standing(conn, Some(&api.actor), &seminar).await?;
    rules::may_organise(&api.actor, standing.organises)?;
    Ok(seminar)
}

/// Whoever has just written a seminar organises it.
fn organiser() -> rules::Standing {
    rules::Standing {
        organises: true,
        ..rules::Standing::default()
    }
}

fn shown(app: &App, api: &ApiActor, details: Details, standing: rules::Standing) -> Shown {
    let inside = standing.organises || standing.speaks || api.actor.is_administrator();
    let place = details.seminar.place();
    let seminar = details.seminar;
    Shown {
        id: seminar.id,
        uid: seminar.uid,
        series_id: seminar.series_id,
        project_id: seminar.project_id,
        kind: seminar.kind,
        title: seminar.title,
        abstract_text: seminar.abstract_text,
        starts_local: seminar.starts_local,
        zone: seminar.zone,
        fold: seminar.fold,
        starts_at: seminar.starts_at,
        ends_at: seminar.ends_at,
        duration_minutes: seminar.duration_minutes,
        room_id: details.rooms.first().map(|room| room.room_id),
        rooms: details
            .rooms
            .into_iter()
            .map(|room| super::bookings::RoomShown {
                id: room.room_id,
                name: room.name,
            })
            .collect(),
        place,
        join_link: seminar
            .join_url
            .is_some()
            .then(|| app.hub.url(&format!("/s/{}/join", seminar.code))),
        join_url: seminar.join_url.filter(|_| inside),
        visibility: seminar.visibility,
        language: seminar.language,
        topics: seminar.topics,
        reminders: seminar.reminders,
        inherit: seminar.inherits,
        speakers: details
            .speakers
            .into_iter()
            .map(|speaker| SpeakerShown {
                person_id: speaker.person_id,
                name: speaker.name,
                institution_id: speaker.institution_id,
                role: speaker.role,
                answer: speaker.answer,
            })
            .collect(),
        owner_id: seminar.owner_id,
        entered_by: seminar.entered_by,
        state: seminar.state,
        state_at: seminar.state_at,
        reason: seminar.state_reason,
        revision: seminar.revision,
        sequence: seminar.sequence,
        lock_version: seminar.lock_version,
        url: app.hub.url(&format!("/seminars/{}", seminar.code)),
        code: seminar.code,
    }
}
