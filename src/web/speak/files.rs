//! What a speaker brings: their portrait and their slides, shown to them, put in the place of what was there, and removed.

use actix_web::{
    HttpResponse,
    http::header::{HeaderValue, REFERRER_POLICY},
};

use super::SpeakerLink;
use crate::{
    base::error::Refusal,
    seminars::{actions, model::Purpose, queries},
    web::{
        errors::Failure,
        forms::Posted,
        idempotency::{Done, Once},
        link,
        seminars::files::{brought, purpose},
        sent, typed, urls,
    },
};

/// Their portrait, whether or not anyone else is shown it.
pub async fn portrait(came: SpeakerLink) -> Result<HttpResponse, Failure> {
    own(&came, Purpose::Portrait).await
}

/// Their slides.
pub async fn slides(came: SpeakerLink) -> Result<HttpResponse, Failure> {
    own(&came, Purpose::Slides).await
}

async fn own(came: &SpeakerLink, purpose: Purpose) -> Result<HttpResponse, Failure> {
    let (mut conn, link) = match came.open().await? {
        Ok(opened) => opened,
        Err(gone) => return Ok(gone),
    };
    let (seminar, person) = (&link.details.seminar, link.person.id);
    let file = queries::file_of(&mut conn, seminar.id, person, purpose).await?;
    let file = file.ok_or_else(Failure::not_found)?;
    let mut answer = sent::send(&came.app, &came.req, file, &seminar.code);
    let headers = answer.headers_mut();
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}

/// Brings one of both.
pub async fn put(came: SpeakerLink, once: Once, posted: Posted) -> Result<HttpResponse, Failure> {
    let (app, token) = (&came.app, &came.token);
    let (mut conn, link) = match came.open().await? {
        Ok(opened) => opened,
        Err(gone) => return Ok(gone),
    };
    let speaker = link.speaker(&mut conn, &came.req).await?;
    drop(conn);
    let purpose = purpose(&posted)?;
    let (by, agrees) = (link.by(), posted.value("agrees") == "yes");
    let outcome = match brought(&posted, purpose).await {
        Ok(file) => {
            once.attempt(app, async |conn| {
                actions::put_own_file(conn, &*app.clock, &speaker, by, file, agrees).await?;
                Ok::<_, Refusal>(kept(token))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(link::private(done)),
        Err(refusal) => again(&came, purpose, refusal).await,
    }
}

/// Removes one of both.
pub async fn remove(
    came: SpeakerLink,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (app, token) = (&came.app, &came.token);
    let (mut conn, link) = match came.open().await? {
        Ok(opened) => opened,
        Err(gone) => return Ok(gone),
    };
    let speaker = link.speaker(&mut conn, &came.req).await?;
    drop(conn);
    let (by, purpose) = (link.by(), purpose(&posted)?);
    let done = once
        .carry_out(app, async |conn| {
            actions::own_file_removed(conn, &*app.clock, &speaker, by, purpose).await?;
            Ok(kept(token))
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
    came: &SpeakerLink,
    purpose: Purpose,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    came.again(None, |page, _| {
        let mut said = Vec::new();
        let language = page.page.language;
        let status = typed::refused(refusal, language, |_, words| said.push(words))?;
        page.files.wrong = Some((purpose, said.join(" ")));
        Ok(status)
    })
    .await
}
