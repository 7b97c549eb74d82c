//! Files that are kept with a seminar: portraits and slides of its speakers, and the evidence that it took place.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, http::StatusCode, web};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type},
    },
};

use super::organised;
use crate::{
    app::App,
    base::{
        clock::Instant,
        file_kind::FileKind,
        ids::{FileId, PersonId, SeminarId},
        page::Listed,
    },
    seminars::{
        actions::{self, Received},
        model::{Filed, Purpose, Said, Seminar},
        queries, rules,
    },
    web::{
        actor::ApiActor,
        api::{Asked, list, show},
        errors::{Failure, Kind},
        forms::read_slowly,
        idempotency::{BodyHash, Done, Once},
        urls,
    },
};

/// A file that is kept with a seminar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = File)]
pub struct FileShown {
    /// Its id; the same when another takes its place.
    id: FileId,
    /// What it is kept for.
    purpose: Purpose,
    /// Whose it is; nobody's is evidence.
    person_id: Option<PersonId>,
    /// What it is, by its content.
    kind: FileKind,
    /// What it was called where it came from; empty for nothing.
    name: String,
    /// What is said of it; empty for nothing.
    note: String,
    /// How many octets it has.
    size: i32,
    /// The SHA-256 of them, in hexadecimal.
    sha256: String,
    /// Since when it is there.
    #[schema(value_type = DateTime)]
    made_at: Instant,
    /// Who brought it.
    by_id: Option<PersonId>,
    /// Whether everyone is shown it who may know of the seminar: its speaker agrees, and it is time.
    shown: bool,
    /// Where it is, for browsers.
    url: String,
}

/// The octets of a file.
pub struct Octets;

impl PartialSchema for Octets {
    fn schema() -> RefOr<Schema> {
        let octets = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The octets of the file, as they are."));
        RefOr::T(Schema::Object(octets.build()))
    }
}

impl ToSchema for Octets {}

impl FileShown {
    fn of(app: &App, seminar: &Seminar, file: Filed, said: Option<&Said>) -> Self {
        let now = app.clock.now();
        let shown = said.is_some_and(|said| rules::files::shows(&file, seminar, said, now));
        let path = urls::seminar_file(&seminar.code, &file.id.to_string());
        Self {
            id: file.id,
            purpose: file.purpose,
            person_id: file.person_id,
            kind: file.kind,
            sha256: file.digest(),
            name: file.name,
            note: file.note,
            size: file.size,
            made_at: file.made_at,
            by_id: file.by_id,
            shown,
            url: app.hub.url(&path),
        }
    }
}

/// List the files of a seminar
///
/// Portraits, slides and evidence, in the order in which they came. All at once. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/files", tag = "Speakers", operation_id = "list_files",
    params(SeminarId),
    responses(
        (status = 200, body = inline(Listed<FileShown>)),
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
    let said = queries::said(&mut conn, &[*id]).await?;
    let of = |file: &Filed| {
        said.iter()
            .find(|one| Some(one.row.person_id) == file.person_id)
    };
    let items = queries::files(&mut conn, *id)
        .await?
        .into_iter()
        .map(|file| {
            let said = of(&file);
            FileShown::of(&app, &seminar, file, said)
        })
        .collect();
    list(&Listed::whole(items))
}

/// Bring a speaker's portrait
///
/// JPEG, PNG or WebP of at most 8 MB, by its content. It is made anew as a small JPEG, without what else was in it, and takes
/// the place of the one before under the same id. It is shown while its speaker agrees, which they say on their own page.
/// For its organisers.
#[utoipa::path(put, path = "/seminars/{id}/speakers/{person_id}/portrait", tag = "Speakers",
    operation_id = "put_portrait",
    params(
        ("name" = Option<String>, Query, description = "What it was called where it came from"),
    ),
    request_body(content = inline(Octets), content_type = "application/octet-stream"),
    responses(
        (status = 200, body = FileShown),
        (status = 400, description = "The body broke off."),
        (status = 403, description = "The caller does not organise it."),
        (status = 408, description = "The body did not come in time."),
        (status = 409, description = "It is cancelled."),
        (status = 413, description = "The body has more than 8 MB."),
        (status = 415, description = "The body says that it is something else."),
    ))]
pub async fn portrait(
    app: web::Data<App>,
    api: ApiActor,
    req: HttpRequest,
    path: web::Path<(SeminarId, PersonId)>,
    asked: Asked,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    put(
        &app,
        &api,
        &req,
        path.into_inner(),
        asked,
        (Purpose::Portrait, body),
    )
    .await
}

/// Bring a speaker's slides
///
/// PDF, or a presentation in Office Open XML without macros or in OpenDocument, of at most 50 MB, by its content. They take
/// the place of those before under the same id, and are shown after the seminar while their speaker agrees. For its organisers.
#[utoipa::path(put, path = "/seminars/{id}/speakers/{person_id}/slides", tag = "Speakers",
    operation_id = "put_slides",
    params(
        ("name" = Option<String>, Query, description = "What they were called where they came from"),
    ),
    request_body(content = inline(Octets), content_type = "application/octet-stream"),
    responses(
        (status = 200, body = FileShown),
        (status = 400, description = "The body broke off."),
        (status = 403, description = "The caller does not organise it."),
        (status = 408, description = "The body did not come in time."),
        (status = 409, description = "It is cancelled."),
        (status = 413, description = "The body has more than 50 MB."),
        (status = 415, description = "The body says that it is something else."),
    ))]
pub async fn slides(
    app: web::Data<App>,
    api: ApiActor,
    req: HttpRequest,
    path: web::Path<(SeminarId, PersonId)>,
    asked: Asked,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    put(
        &app,
        &api,
        &req,
        path.into_inner(),
        asked,
        (Purpose::Slides, body),
    )
    .await
}

async fn put(
    app: &App,
    api: &ApiActor,
    req: &HttpRequest,
    (id, person): (SeminarId, PersonId),
    mut asked: Asked,
    (purpose, body): (Purpose, web::Payload),
) -> Result<HttpResponse, Failure> {
    let name = asked.text("name").unwrap_or_default();
    asked.end()?;
    let seminar = organised(&mut *app.db.get().await?, api, id).await?;
    let file = received(api, req, body, purpose, &name).await?;
    let mut conn = app.db.get().await?;
    let (clock, actor) = (&*app.clock, &api.actor);
    let made = actions::put_file(&mut conn, clock, actor, (id, person), file).await?;
    let said = queries::said_by(&mut conn, id, person).await?;
    show(&FileShown::of(app, &seminar, made, said.as_ref()))
}

/// Keep evidence that a seminar took place
///
/// JPEG, PNG or PDF of at most 20 MB, by its content: the signed list, photographs. It is kept as it is, and never shown to
/// anyone but its organisers. For its organisers.
#[utoipa::path(post, path = "/seminars/{id}/files", tag = "Speakers", operation_id = "keep_evidence",
    params(
        SeminarId, Once,
        ("name" = Option<String>, Query, description = "What it was called where it came from"),
        ("note" = Option<String>, Query, description = "What is said of it"),
    ),
    request_body(content = inline(Octets), content_type = "application/octet-stream"),
    responses(
        (status = 201, body = FileShown),
        (status = 400, description = "The body broke off."),
        (status = 403, description = "The caller does not organise it."),
        (status = 408, description = "The body did not come in time."),
        (status = 409, description = "There are as many as are kept."),
        (status = 413, description = "The body has more than 20 MB."),
        (status = 415, description = "The body says that it is something else."),
    ))]
pub async fn keep(
    app: web::Data<App>,
    api: ApiActor,
    req: HttpRequest,
    once: Once,
    id: web::Path<SeminarId>,
    mut asked: Asked,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    let name = asked.text("name").unwrap_or_default();
    let note = asked.text("note").unwrap_or_default();
    asked.end()?;
    let seminar = organised(&mut *app.db.get().await?, &api, *id).await?;
    let file = received(&api, &req, body, Purpose::Evidence, &name).await?;
    once.carry_out(&app, async |conn| {
        let (clock, actor) = (&*app.clock, &api.actor);
        let made = actions::keep_evidence(conn, clock, actor, *id, file, &note).await?;
        let shown = FileShown::of(&app, &seminar, made, None);
        Done::json(StatusCode::CREATED, &shown)
    })
    .await
}

/// Remove a file of a seminar
///
/// A portrait, slides or evidence. That it was there, and by what it was known, stays in the trail. For its organisers.
#[utoipa::path(delete, path = "/seminars/{id}/files/{file_id}", tag = "Speakers", operation_id = "remove_file",
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, FileId)>,
) -> Result<HttpResponse, Failure> {
    let (id, file) = path.into_inner();
    let mut conn = app.db.get().await?;
    actions::remove_file(&mut conn, &*app.clock, &api.actor, id, file).await?;
    Ok(Done::nothing().response())
}

/// Reads what came for a purpose. What the caller says that it is decides nothing, but must not be something else.
async fn received(
    api: &ApiActor,
    req: &HttpRequest,
    body: web::Payload,
    purpose: Purpose,
    name: &str,
) -> Result<Received, Failure> {
    let said = req.content_type();
    let fits = |kind: &FileKind| said == kind.media_type();
    let unsaid = said.is_empty() || said == "application/octet-stream";
    if !unsaid && !rules::files::kinds(purpose).iter().any(fits) {
        return Err(Failure::new(Kind::MediaType));
    }
    let (most, whose) = (rules::files::most(purpose), api.actor.id.to_string());
    let octets = read_slowly(req, body.into_inner(), most, &whose).await?;
    let mut hash = Sha256::new();
    hash.update(req.query_string());
    hash.update([0]);
    hash.update(&octets);
    req.extensions_mut()
        .insert(BodyHash(hash.finalize().to_vec()));
    Ok(actions::received(purpose, octets.to_vec(), name).await?)
}
