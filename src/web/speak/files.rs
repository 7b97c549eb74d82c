//! What a speaker brings: their portrait and their slides, shown to them, put in the place of what was there, and removed.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{HeaderValue, REFERRER_POLICY},
    web,
};

use super::{Asked, Opened, revoked};
use crate::{
    app::App,
    base::error::Refusal,
    seminars::{actions, model::Purpose, queries},
    web::{
        errors::Failure,
        forms::Posted,
        idempotency::{Done, Once},
        link,
        reader::Reader,
        seminars::files::{brought, purpose},
        sent, typed, urls,
    },
};

/// Their portrait, whether or not anyone else is shown it.
pub async fn portrait(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    own(&app, &reader, &req, &token, Purpose::Portrait).await
}

/// Their slides.
pub async fn slides(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    own(&app, &reader, &req, &token, Purpose::Slides).await
}

async fn own(
    app: &web::Data<App>,
    reader: &Reader,
    req: &HttpRequest,
    token: &str,
    purpose: Purpose,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = match Opened::by(&mut conn, &app.hub, token).await? {
        Opened::Holds(link) => link,
        Opened::Revoked(organiser) => return revoked(reader, organiser),
    };
    let (seminar, person) = (&link.details.seminar, link.person.id);
    let file = queries::file_of(&mut conn, seminar.id, person, purpose).await?;
    let file = file.ok_or_else(Failure::not_found)?;
    let mut answer = sent::send(app, req, file, &seminar.code);
    let headers = answer.headers_mut();
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}

/// Brings one of both.
pub async fn put(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    once: Once,
    posted: Posted,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = match Opened::by(&mut conn, &app.hub, &token).await? {
        Opened::Holds(link) => link,
        Opened::Revoked(organiser) => return revoked(&reader, organiser),
    };
    let speaker = link.speaker(&mut conn, &req).await?;
    drop(conn);
    let purpose = purpose(&posted)?;
    let (by, agrees) = (link.by(), posted.value("agrees") == "yes");
    let outcome = match brought(&posted, purpose).await {
        Ok(file) => {
            once.attempt(&app, async |conn| {
                actions::put_own_file(conn, &*app.clock, &speaker, by, file, agrees).await?;
                Ok::<_, Refusal>(kept(&token))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(link::private(done)),
        Err(refusal) => again(&app, &reader, &token, purpose, refusal).await,
    }
}

/// Removes one of both.
pub async fn remove(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    once: Once,
    posted: Posted,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = match Opened::by(&mut conn, &app.hub, &token).await? {
        Opened::Holds(link) => link,
        Opened::Revoked(organiser) => return revoked(&reader, organiser),
    };
    let speaker = link.speaker(&mut conn, &req).await?;
    drop(conn);
    let (by, purpose) = (link.by(), purpose(&posted)?);
    let done = once
        .carry_out(&app, async |conn| {
            actions::own_file_removed(conn, &*app.clock, &speaker, by, purpose).await?;
            Ok(kept(&token))
        })
        .await?;
    Ok(link::private(done))
}

fn kept(token: &str) -> Done {
    let done = [("done", Some("save"))];
    Done::go_to(&urls::with_query(&urls::speak(token), &done))
}

/// The page once more, with what stood in the way beside what was brought.
async fn again(
    app: &App,
    reader: &Reader,
    token: &str,
    purpose: Purpose,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = match Opened::by(&mut conn, &app.hub, token).await? {
        Opened::Holds(link) => link,
        Opened::Revoked(organiser) => return revoked(reader, organiser),
    };
    let mut said = Vec::new();
    let status = typed::refused(refusal, reader.language(), |_, words| said.push(words))?;
    let asked = Asked::default();
    let page = link.page(&mut conn, &app.hub, reader, &asked, None);
    let mut page = page.await?;
    page.files.wrong = Some((purpose, said.join(" ")));
    Ok(link::private(reader.show_again(status, &page)?))
}
