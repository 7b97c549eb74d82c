//! What a speaker says on their page, entered by an organiser in their place.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{seen, speakers::SpeakerSaid};
use crate::{
    app::App,
    base::{
        error::Refusal,
        ids::{PersonId, SeminarId},
    },
    seminars::{
        actions::{self, PageNotes, SpeakerPage, WriteError},
        model::{Consent, TextLanguage},
        queries,
    },
    web::{
        actor::ApiActor,
        api::{Body, Change, show},
        errors::Failure,
    },
};

/// What an organiser enters for a speaker; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SpeakerPageChange, example = json!({"page_version": 2, "biography": "Works on small data.", "consents": {"record": true}}))]
pub struct Entered {
    /// The `page_version` on which this is based: where the speaker or someone else said something since, nothing is written.
    page_version: Option<i32>,
    /// The `lock_version` of the seminar on which title and abstract are based, where it is the only talk.
    lock_version: Option<i32>,
    /// The title of the talk; of the only one it is the seminar's.
    #[schema(max_length = 500)]
    title: Option<String>,
    /// Its abstract, in Markdown.
    #[serde(rename = "abstract")]
    #[schema(max_length = 50_000)]
    abstract_text: Option<String>,
    /// In which language they speak; `null`: in that of the seminar.
    #[serde(default)]
    #[schema(value_type = Option<TextLanguage>)]
    talk_language: Change<TextLanguage>,
    /// Who they are, in Markdown.
    #[schema(max_length = 50_000)]
    biography: Option<String>,
    /// Where they come from, as they are to be announced.
    #[schema(max_length = 500)]
    affiliation: Option<String>,
    /// The ROR id of that, or its address; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    ror: Change<String>,
    /// Their `ORCID` iD, where none is known of them, or the caller entered the one that is and they have said nothing on a
    /// page of theirs since.
    orcid: Option<String>,
    /// Where their slides are; `null`: nowhere.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    slides_url: Change<String>,
    /// What they said to the caller about each use of their talk.
    #[serde(default)]
    consents: EnteredConsents,
    /// Whether they come; `false`: they speak from afar; `null`: nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    in_person: Change<bool>,
    /// What they need there.
    equipment: Option<String>,
    /// How and when they arrive.
    arrival: Option<String>,
    /// What they eat and do not eat.
    dietary: Option<String>,
    /// Where they can be reached on the day.
    phone: Option<String>,
}

/// What a speaker said to an organiser about each use of their talk; `null`: nothing any more. What they said themselves can be
/// made a no, and nothing else.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConsents)]
pub struct EnteredConsents {
    /// It is seen elsewhere while it lasts.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    stream: Change<bool>,
    /// It is recorded.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    record: Change<bool>,
    /// The recording is published.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    publish: Change<bool>,
    /// The slides are published.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    slides: Change<bool>,
    /// Their portrait is shown.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    portrait: Change<bool>,
}

impl From<Entered> for SpeakerPage {
    fn from(body: Entered) -> Self {
        let given = body.consents;
        let consents = [
            (Consent::Stream, given.stream),
            (Consent::Record, given.record),
            (Consent::Publish, given.publish),
            (Consent::Slides, given.slides),
            (Consent::Portrait, given.portrait),
        ];
        let notes = PageNotes {
            equipment: body.equipment,
            arrival: body.arrival,
            dietary: body.dietary,
            phone: body.phone,
        };
        Self {
            lock_version: body.lock_version,
            page_version: body.page_version,
            title: body.title,
            abstract_text: body.abstract_text,
            talk_language: body.talk_language.option(),
            biography: body.biography,
            affiliation: body.affiliation,
            ror: body.ror.option().map(Option::unwrap_or_default),
            orcid: body.orcid,
            slides_url: body.slides_url.option().map(Option::unwrap_or_default),
            notes: Some(notes),
            consents: consents
                .into_iter()
                .filter_map(|(consent, given)| Some((consent, given.option()?)))
                .collect(),
            in_person: body.in_person.option(),
            ..Self::default()
        }
    }
}

/// Enter what a speaker said
///
/// In the speaker's place: title, abstract and biography, where they come from, what they agree to, what they need. Who entered it
/// is kept, and a consent is marked as given to them. What the speaker says themselves goes before it. For its organisers.
#[utoipa::path(patch, path = "/seminars/{id}/speakers/{person_id}/page", tag = "Speakers", operation_id = "enter_speaker_page",
    request_body = Entered,
    responses(
        (status = 200, body = SpeakerSaid),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It was changed since the version on which this is based, or the seminar is cancelled."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, PersonId)>,
    body: Body<Entered>,
) -> Result<HttpResponse, Failure> {
    let (id, person) = path.into_inner();
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let mut conn = app.db.get().await?;
    let them = (id, person);
    let entered = actions::enter_page(&mut conn, clock, hub, actor, them, body.0.into()).await;
    let said = entered.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        // A title takes no room.
        WriteError::Taken(_) => Refusal::conflict("refused-busy"),
    })?;
    let seminar = seen(&mut conn, &api, id).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let notes = queries::notes(&mut conn, id).await?.remove(&person);
    show(&SpeakerSaid::of(&details, &said, notes.unwrap_or_default()))
}
