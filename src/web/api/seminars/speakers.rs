//! The speakers of a seminar as its organisers see them: what they said, what is missing, and the link to their page.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{organised, seen};
use crate::{
    app::App,
    base::{
        clock::Instant,
        described::WallTime,
        ids::{PersonId, SeminarId, StayId},
    },
    seminars::{
        actions::{self, RecordingSaid, SpeakerCare},
        model::{
            Consent, Details, Given, Missing, Notes, Said, SpeakerAnswer, SpeakerRole, TextLanguage,
        },
        notices::Links,
        queries, rules,
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, Change, show},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The speakers of a seminar.
#[derive(Debug, Serialize, ToSchema)]
pub struct Speakers {
    /// All of them, in order.
    items: Vec<SpeakerSaid>,
    /// Where the seminar can be seen afterwards.
    recording: Recording,
}

/// Where a seminar can be seen afterwards.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recording {
    /// Its address.
    url: Option<String>,
    /// Whether it may be shown: it is over, and all who took part agree.
    shown: bool,
    /// Whether an organiser says that none will come.
    none_will_come: bool,
}

/// Another address of a recording.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecording, example = json!({"url": "https://video.sample.example/1"}))]
pub struct Recorded {
    /// The address; `null`: there is none.
    #[schema(max_length = 2000)]
    url: Option<String>,
    /// Whether none will come: nobody is asked for it any more.
    #[serde(default)]
    none_will_come: bool,
}

/// What a speaker said.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpeakerSaid {
    /// Who.
    person_id: PersonId,
    /// Their name, where it is known.
    name: Option<String>,
    /// As what.
    role: SpeakerRole,
    /// What they said to the request.
    answer: SpeakerAnswer,
    /// When.
    #[schema(value_type = Option<DateTime>)]
    answered_at: Option<Instant>,
    /// Since when an organiser asks them in a mail of their own.
    #[schema(value_type = Option<DateTime>)]
    asked_at: Option<Instant>,
    /// Since when an organiser looks after what is missing, so that no mail asks for it.
    #[schema(value_type = Option<DateTime>)]
    taken_over_at: Option<Instant>,
    /// What they still owe.
    missing: Vec<Missing>,
    /// The title of their own talk, where several speak.
    talk_title: String,
    /// Its abstract.
    talk_abstract: String,
    /// In which language they speak; `null`: in that of the seminar.
    talk_language: Option<TextLanguage>,
    /// Who they are.
    biography: String,
    /// Where they come from, as they are to be announced.
    affiliation: Option<String>,
    /// The ROR id of that, as they gave it.
    ror: Option<String>,
    /// Where their slides are.
    slides_url: Option<String>,
    /// Since when an organiser says that no slides will come.
    #[schema(value_type = Option<DateTime>)]
    no_slides_at: Option<Instant>,
    /// What they say to each use of their talk.
    consents: Consents,
    /// Whether they come; `false`: they speak from afar.
    in_person: Option<bool>,
    /// The stay that came of that.
    stay_id: Option<StayId>,
    /// When they try out what they need there.
    #[schema(value_type = Option<DateTime>)]
    rehearsal_at: Option<Instant>,
    /// The version of what is said of them, for edits that are based on it.
    page_version: i32,
    /// When an organiser last entered something for them.
    #[schema(value_type = Option<DateTime>)]
    entered_at: Option<Instant>,
    /// Who that is.
    entered_by: Option<PersonId>,
    /// What they put beside their answer.
    words: String,
    /// What they need there. This and what follows goes 30 days after the seminar.
    equipment: String,
    /// How and when they arrive.
    arrival: String,
    /// What they eat and do not eat.
    dietary: String,
    /// Where they can be reached on the day.
    phone: String,
}

/// What a speaker says to each use of their talk; `null`: nothing yet, which is no.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Consents)]
pub struct Consents {
    /// It is seen elsewhere while it lasts.
    stream: Option<Given>,
    /// It is recorded.
    record: Option<Given>,
    /// The recording is published.
    publish: Option<Given>,
    /// The slides are published.
    slides: Option<Given>,
    /// Their portrait is shown.
    portrait: Option<Given>,
}

/// What an organiser changes about a speaker; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SpeakerChange, example = json!({"taken_over": true}))]
pub struct Care {
    /// Whether the organisers look after what is missing: no mail asks the speaker for it then.
    taken_over: Option<bool>,
    /// Where their slides are; `null`: nowhere.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    slides_url: Change<String>,
    /// When they try out what they need there, by the clocks of the seminar's zone; `null`: not at all.
    #[serde(default)]
    #[schema(value_type = Option<WallTime>)]
    rehearsal_local: Change<NaiveDateTime>,
    /// Whether no slides of theirs will come: no mail asks for them then, and no page says that they are expected.
    no_slides: Option<bool>,
    /// In which language they speak; `null`: in that of the seminar.
    #[serde(default)]
    #[schema(value_type = Option<TextLanguage>)]
    talk_language: Change<TextLanguage>,
}

/// Which link is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSpeakerLink, example = json!({"renew": false}))]
pub struct Wanted {
    /// Another one; those before it are revoked.
    #[serde(default)]
    renew: bool,
}

/// The link to a speaker's page: whoever has it acts as them there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpeakerLink)]
pub struct LinkShown {
    /// Whose.
    person_id: PersonId,
    /// The link.
    url: String,
    /// Since when an organiser asks them in a mail of their own.
    #[schema(value_type = Option<DateTime>)]
    asked_at: Option<Instant>,
}

impl From<&Said> for Consents {
    fn from(said: &Said) -> Self {
        let to = |consent: Consent| said.consents.get(&consent).copied();
        Self {
            stream: to(Consent::Stream),
            record: to(Consent::Record),
            publish: to(Consent::Publish),
            slides: to(Consent::Slides),
            portrait: to(Consent::Portrait),
        }
    }
}

impl SpeakerSaid {
    pub(super) fn of(details: &Details, said: &Said, notes: Notes) -> Self {
        let row = &said.row;
        let mut speakers = details.speakers.iter();
        let announced = speakers.find(|one| one.person_id == row.person_id);
        Self {
            person_id: row.person_id,
            name: announced.and_then(|one| one.name.clone()),
            role: row.role,
            answer: row.answer,
            answered_at: row.answered_at,
            asked_at: row.asked_at,
            taken_over_at: row.taken_over_at,
            missing: rules::missing(details, said),
            talk_title: row.talk_title.clone(),
            talk_abstract: row.talk_abstract.clone(),
            talk_language: row.talk_language,
            biography: row.biography.clone(),
            affiliation: announced.and_then(|one| one.affiliation.clone()),
            ror: row.ror.clone(),
            slides_url: row.slides_url.clone(),
            no_slides_at: row.no_slides_at,
            consents: said.into(),
            in_person: row.in_person,
            stay_id: row.stay_id,
            rehearsal_at: row.rehearsal_at,
            page_version: row.page_version,
            entered_at: row.entered_at,
            entered_by: row.entered_by,
            words: notes.words,
            equipment: notes.equipment,
            arrival: notes.arrival,
            dietary: notes.dietary,
            phone: notes.phone,
        }
    }
}

/// List the speakers with what they said
///
/// What is missing, what they agree to, and what they tell the organisers alone. All at once. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/speakers", tag = "Speakers", operation_id = "list_speakers",
    params(SeminarId),
    responses(
        (status = 200, body = Speakers),
        (status = 403, description = "The caller does not organise it."),
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
    let seminar = organised(&mut conn, &api, *id).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let said = queries::said(&mut conn, &[*id]).await?;
    let mut notes = queries::notes(&mut conn, *id).await?;
    let mut of = |one: &Said| {
        let notes = notes.remove(&one.row.person_id).unwrap_or_default();
        SpeakerSaid::of(&details, one, notes)
    };
    let items = said.iter().map(&mut of).collect();
    let url = queries::recording(&mut conn, *id).await?;
    let materials = queries::materials_of(&mut conn, *id).await?;
    let shown = rules::shows_recording(&details.seminar, &said, app.clock.now());
    show(&Speakers {
        items,
        recording: Recording {
            url,
            shown,
            none_will_come: materials.no_recording.is_some(),
        },
    })
}

/// Set where a seminar can be seen afterwards
///
/// It is shown on its page once it is over, and while all who took part agree. Where all agree and there is none, organisers are
/// asked for it 3 and 10 days after, unless none will come. For its organisers.
#[utoipa::path(put, path = "/seminars/{id}/recording", tag = "Speakers", operation_id = "put_recording",
    params(SeminarId),
    request_body = Recorded,
    responses(
        (status = 200, body = Recording),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn record(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    body: Body<Recorded>,
) -> Result<HttpResponse, Failure> {
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let said = RecordingSaid {
        url: body.0.url.unwrap_or_default(),
        none_will_come: body.0.none_will_come,
    };
    let mut conn = app.db.get().await?;
    let url = actions::put_recording(&mut conn, clock, hub, actor, *id, &said).await?;
    let none_will_come = said.none_will_come;
    let seminar = seen(&mut conn, &api, *id).await?;
    let of_speakers = queries::said(&mut conn, &[*id]).await?;
    let shown = rules::shows_recording(&seminar, &of_speakers, clock.now());
    show(&Recording {
        url,
        shown,
        none_will_come,
    })
}

/// Look after a speaker
///
/// Takes over what they still owe, or hands it back, sets where their slides are, or that none will come, when they rehearse, and
/// in which language they speak. For its organisers.
#[utoipa::path(patch, path = "/seminars/{id}/speakers/{person_id}", tag = "Speakers", operation_id = "change_speaker",
    request_body = Care,
    responses(
        (status = 200, body = SpeakerSaid),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, PersonId)>,
    body: Body<Care>,
) -> Result<HttpResponse, Failure> {
    let (id, person) = path.into_inner();
    let care = SpeakerCare {
        taken_over: body.0.taken_over,
        slides_url: body.0.slides_url.option().map(Option::unwrap_or_default),
        rehearsal: body.0.rehearsal_local.option(),
        no_slides: body.0.no_slides,
        talk_language: body.0.talk_language.option(),
    };
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let mut conn = app.db.get().await?;
    let said = actions::care_for_speaker(&mut conn, clock, hub, actor, (id, person), care).await?;
    let seminar = seen(&mut conn, &api, id).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let notes = queries::notes(&mut conn, id).await?.remove(&person);
    show(&SpeakerSaid::of(&details, &said, notes.unwrap_or_default()))
}

/// Make the link to a speaker's page
///
/// For a mail of the organiser's own: no mail of the hub asks them to speak from then on, and a request that waits is not
/// sent. With `renew` it is another link, and those before it are revoked. For its organisers.
#[utoipa::path(post, path = "/seminars/{id}/speakers/{person_id}/link", tag = "Speakers", operation_id = "link_speaker",
    params(Once),
    request_body = Wanted,
    responses(
        (status = 200, body = LinkShown),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn link(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    path: web::Path<(SeminarId, PersonId)>,
    body: Body<Wanted>,
) -> Result<HttpResponse, Failure> {
    let (id, person) = path.into_inner();
    let (clock, actor) = (&*app.clock, &api.actor);
    once.carry_out(&app, async |conn| {
        let said = match body.0.renew {
            true => actions::renew_link(conn, clock, actor, id, person).await?,
            false => actions::ask_oneself(conn, clock, actor, id, person).await?,
        };
        let shown = LinkShown {
            person_id: person,
            url: Links::of_speaker(&app.hub, &said.row).speak(None),
            asked_at: said.row.asked_at,
        };
        Done::json(StatusCode::OK, &shown)
    })
    .await
}
