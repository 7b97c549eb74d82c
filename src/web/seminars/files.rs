//! Files that are kept with a seminar: shown to whoever may have them, brought and removed by its organisers.

use actix_web::{HttpRequest, HttpResponse, web};
use diesel_async::AsyncPgConnection;

use super::found;
use crate::{
    app::App,
    base::{
        error::Invalid,
        ids::{FileId, PersonId},
    },
    people::{self, model::Actor},
    seminars::{
        actions::{self, Received},
        model::{Filed, Purpose, Seminar},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once},
        pages::files::FileLine,
        parts::Brought,
        reader::Reader,
        sent, typed, urls,
    },
};

/// A file, for whoever may have it: what its speaker agrees to for everyone who may know of the seminar, and all of them for
/// its organisers.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    path: web::Path<(String, FileId)>,
) -> Result<HttpResponse, Failure> {
    let (code, id) = path.into_inner();
    let mut conn = app.db.get().await?;
    let (seminar, standing) = found::seen(&mut conn, reader.actor(), &code).await?;
    let file = queries::file(&mut conn, id).await?;
    let file = file.filter(|file| file.seminar_id == seminar.id);
    let file = file.ok_or_else(Failure::not_found)?;
    let organises = standing.organises || reader.actor().is_some_and(Actor::is_administrator);
    if !organises && !is_shown(&mut conn, &seminar, &file, &reader).await? {
        return Err(Failure::not_found());
    }
    Ok(sent::send(&app, &req, file, &code))
}

async fn is_shown(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    file: &Filed,
    reader: &Reader,
) -> Result<bool, Failure> {
    let Some(person) = file.person_id else {
        return Ok(false);
    };
    let said = queries::said_by(conn, seminar.id, person).await?;
    Ok(said.is_some_and(|said| rules::files::shows(file, seminar, &said, reader.now())))
}

/// Brings a portrait or slides for a speaker.
pub async fn put(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    path: web::Path<(String, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (code, person) = path.into_inner();
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let file = brought(&posted, purpose(&posted)?).await?;
    let (clock, actor, ids) = (&*app.clock, &signed.actor, (seminar.id, person));
    let done = once
        .carry_out(&app, async |conn| {
            actions::put_file(conn, clock, actor, ids, file).await?;
            Ok(Done::go_to(&urls::seminar_speakers(&code)))
        })
        .await?;
    Ok(Flash::done("flash-file-kept").on(&app, done))
}

/// Keeps a piece of evidence.
pub async fn keep(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let file = brought(&posted, Purpose::Evidence).await?;
    let (clock, actor, note) = (&*app.clock, &signed.actor, posted.value("note"));
    let done = once
        .carry_out(&app, async |conn| {
            actions::keep_evidence(conn, clock, actor, seminar.id, file, note).await?;
            Ok(Done::go_to(&urls::seminar_coming(&code)))
        })
        .await?;
    Ok(Flash::done("flash-file-kept").on(&app, done))
}

/// Removes a file, whatever it is kept for.
pub async fn remove(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    path: web::Path<(String, FileId)>,
) -> Result<HttpResponse, Failure> {
    let (code, id) = path.into_inner();
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let (clock, actor) = (&*app.clock, &signed.actor);
    let done = once
        .carry_out(&app, async |conn| {
            let file = actions::remove_file(conn, clock, actor, seminar.id, id).await?;
            Ok(Done::go_to(&match file.purpose {
                Purpose::Evidence => urls::seminar_coming(&code),
                Purpose::Portrait | Purpose::Slides => urls::seminar_speakers(&code),
            }))
        })
        .await?;
    Ok(Flash::done("flash-file-removed").on(&app, done))
}

/// For what of a speaker's a form brings something.
///
/// # Errors
/// It is neither of both.
pub(in crate::web) fn purpose(posted: &Posted) -> Result<Purpose, Failure> {
    match typed::word(posted.value("purpose")) {
        Ok(purpose @ (Purpose::Portrait | Purpose::Slides)) => Ok(purpose),
        _ => Err(Failure::not_found()),
    }
}

/// What a form brought, looked at; a form without a file brings an empty one.
///
/// # Errors
/// Why it is not taken.
pub(in crate::web) async fn brought(
    posted: &Posted,
    purpose: Purpose,
) -> Result<Received, Invalid> {
    let Brought { name, octets } = posted.take_file().unwrap_or_default();
    actions::received(purpose, octets, &name).await
}

/// The files that are kept with a seminar for these purposes, as pages list them.
///
/// # Errors
/// What the database says.
pub(super) async fn lines(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    purposes: &[Purpose],
) -> diesel::QueryResult<Vec<(Option<PersonId>, Purpose, FileLine)>> {
    let mut files = queries::files(conn, seminar.id).await?;
    files.retain(|file| purposes.contains(&file.purpose));
    let people: Vec<PersonId> = files.iter().filter_map(|file| file.by_id).collect();
    let names = people::queries::names(conn, &people).await?;
    Ok(files
        .iter()
        .map(|file| {
            let by = file.by_id.and_then(|id| names.get(&id));
            let line = FileLine::of(file, by.map(|by| by.called().to_owned()));
            (file.person_id, file.purpose, line)
        })
        .collect())
}
