//! What is answered about a seminar.

use chrono::NaiveDateTime;
use serde::Serialize;
use utoipa::ToSchema;

use super::versions::Versions;
use crate::{
    app::App,
    base::{
        clock::Instant,
        described::WallTime,
        ids::{InstitutionId, PersonId, ProjectId, RoomId, SeminarId, SeriesId},
    },
    mail::reminder::Reminder,
    seminars::{
        model::{
            Details, Inherited, JoinFor, Place, SeminarKind, SeminarState, Speaker, SpeakerAnswer,
            SpeakerRole, TextLanguage, Visibility,
        },
        rules::Standing,
    },
    web::{actor::ApiActor, api::bookings::RoomShown, urls},
};

/// A seminar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Seminar)]
pub struct Shown {
    /// Its id.
    id: SeminarId,
    /// Its short code, in the addresses of pages.
    code: String,
    /// Its UID in calendars, for ever.
    uid: String,
    /// The series that it belongs to; `null` where it stands by itself, and for whoever may not know of its series, unless they
    /// organise the seminar.
    series_id: Option<SeriesId>,
    /// The project under which it is counted.
    project_id: Option<ProjectId>,
    /// What kind of occasion it is.
    kind: SeminarKind,
    /// Its title; empty while it is not known.
    title: String,
    /// The abstract, in Markdown.
    #[serde(rename = "abstract")]
    abstract_text: String,
    /// Title and abstract in further languages.
    texts: Versions,
    /// When it is meant to start, in `zone`.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// The IANA zone in which the wall time is meant.
    zone: String,
    /// Which of two equal wall times is meant, where clocks go back and that was said.
    fold: Option<i16>,
    /// When it starts.
    #[schema(value_type = DateTime)]
    starts_at: Instant,
    /// When it ends, exclusive.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
    /// How long it lasts.
    duration_minutes: i32,
    /// The first of its rooms.
    room_id: Option<RoomId>,
    /// Its rooms; those it had, where it is cancelled. Its overflow rooms stand in its programme.
    room_ids: Vec<RoomId>,
    /// Its rooms, overflow rooms among them, by name.
    rooms: Vec<RoomShown>,
    /// Where it is instead of, or beside, rooms.
    place: Option<Place>,
    /// Where it takes place online; there for organisers and speakers alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    join_url: Option<String>,
    /// The living link, which leads there from shortly before the start on; `null` where it does not take place online.
    join_link: Option<String>,
    /// Who may see it, unless it is a draft.
    visibility: Visibility,
    /// The language it is held in.
    #[schema(value_type = Option<TextLanguage>)]
    language: Option<String>,
    /// Topics.
    topics: Vec<String>,
    /// When reminders go out.
    reminders: Vec<Reminder>,
    /// How many it takes; `null`: there is no limit.
    capacity: Option<i32>,
    /// For whom the living link opens, beside organisers and speakers.
    join_for: JoinFor,
    /// How many minutes before the start.
    join_minutes: i32,
    /// What it takes from its series.
    #[schema(value_type = Vec<Inherited>)]
    inherit: Vec<String>,
    /// Who speaks, in order.
    speakers: Vec<SpeakerShown>,
    /// Whose it is.
    owner_id: PersonId,
    /// Who entered it.
    entered_by: PersonId,
    /// Where it stands.
    state: SeminarState,
    /// Since when.
    #[schema(value_type = DateTime)]
    state_at: Instant,
    /// Why it is cancelled or postponed, in the words of whoever did.
    reason: Option<String>,
    /// Which seminar comes in place of this one, which is cancelled; `null` where that was not said. Of one that not everyone
    /// may know of, the organisers of this one alone are told. It may be cancelled and replaced in its turn.
    replaced_by: Option<SeminarId>,
    /// Rises with every change that people can see.
    revision: i32,
    /// Rises when time, place or state change (RFC 5546).
    sequence: i32,
    /// Its version; also its `ETag`.
    lock_version: i32,
    /// Its page.
    url: String,
}

/// Someone who speaks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Speaker)]
pub struct SpeakerShown {
    /// Who.
    person_id: PersonId,
    /// Their name, where it is known.
    name: Option<String>,
    /// Where they belong.
    institution_id: Option<InstitutionId>,
    /// As what.
    role: SpeakerRole,
    /// What they said to the request.
    answer: SpeakerAnswer,
    /// Where their portrait is, while they agree that it is shown.
    portrait_url: Option<String>,
    /// In which language they speak; `null`: in that of the seminar.
    talk_language: Option<TextLanguage>,
}

impl SpeakerShown {
    fn of(app: &App, code: &str, speaker: Speaker) -> Self {
        let portrait = speaker.portrait.map(|id| {
            let path = urls::seminar_file(code, &id.to_string());
            app.hub.url(&path)
        });
        Self {
            portrait_url: portrait,
            talk_language: speaker.language,
            person_id: speaker.person_id,
            name: speaker.name,
            institution_id: speaker.institution_id,
            role: speaker.role,
            answer: speaker.answer,
        }
    }
}

impl Shown {
    /// A seminar to which the caller stands so. It has its series where they may know of that
    /// ([`hide_heads`](crate::seminars::queries::hide_heads)).
    pub(in crate::web::api) fn of(
        app: &App,
        api: &ApiActor,
        details: Details,
        standing: Standing,
    ) -> Self {
        let organises = standing.organises || api.actor.is_administrator();
        let inside = organises || standing.speaks_surely;
        let known = details.series.as_ref().map(|series| series.id);
        let place = details.seminar.place();
        let main: Vec<RoomId> = details.main_rooms().map(|room| room.room_id).collect();
        let rooms: Vec<RoomShown> = details.rooms.into_iter().map(RoomShown::from).collect();
        let seminar = details.seminar;
        let living = || app.hub.url(&format!("/s/{}/join", seminar.code));
        Self {
            id: seminar.id,
            uid: seminar.uid,
            series_id: known.or(seminar.series_id.filter(|_| organises)),
            project_id: seminar.project_id,
            kind: seminar.kind,
            title: seminar.title,
            abstract_text: seminar.abstract_text,
            texts: Versions::from(&seminar.written.texts),
            starts_local: seminar.starts_local,
            zone: seminar.zone,
            fold: seminar.fold,
            starts_at: seminar.starts_at,
            ends_at: seminar.ends_at,
            duration_minutes: seminar.duration_minutes,
            room_id: main.first().copied(),
            room_ids: main,
            rooms,
            place,
            join_link: seminar.join_url.is_some().then(living),
            join_url: seminar.join_url.filter(|_| inside),
            visibility: seminar.visibility,
            language: seminar.written.language,
            topics: seminar.topics,
            reminders: seminar.reminders,
            capacity: details.capacity,
            join_for: details.entrance.join_for,
            join_minutes: details.entrance.join_minutes,
            inherit: seminar.inherits,
            speakers: details
                .speakers
                .into_iter()
                .map(|speaker| SpeakerShown::of(app, &seminar.code, speaker))
                .collect(),
            owner_id: seminar.owner_id,
            entered_by: seminar.entered_by,
            state: seminar.state,
            state_at: seminar.state_at,
            reason: seminar.state_reason,
            replaced_by: details
                .replaced
                .filter(|said| said.is_public || organises)
                .map(|said| said.by),
            revision: seminar.revision,
            sequence: seminar.sequence,
            lock_version: seminar.lock_version,
            url: app.hub.url(&format!("/seminars/{}", seminar.code)),
            code: seminar.code,
        }
    }
}
