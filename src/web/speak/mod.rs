//! `/speak/{token}`: the page of a speaker. One secret link shows everything in their language and zone; without an account.
//!
//! `GET` writes nothing, because mail scanners open links; `POST` answers, or saves what they say. The link is for one person
//! and one seminar, and good until an organiser revokes it; then it answers 410 and says whom to ask.

pub mod files;
mod link;
pub(super) mod read;
pub(super) mod shown;
pub mod slots;

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::Deserialize;

use self::link::{Link, SpeakerLink};
use super::{
    errors::Failure,
    forms::Posted,
    idempotency::{Done, Once},
    link::private,
    pages::{
        speak::{SpeakForm, SpeakPage, SpokeNow},
        stale::Stale,
    },
    typed, urls,
};
use crate::{
    base::{
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        secret::Purpose,
    },
    seminars::{
        actions::{WriteError, answer_on_page, save_page},
        model::SpeakerAnswer,
        notices,
    },
};

/// What the link puts forward, and what was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    answer: Option<String>,
    done: Option<String>,
}

impl Asked {
    fn just_now(&self) -> Option<SpokeNow> {
        match self.done.as_deref() {
            Some("answer") => Some(SpokeNow::Answered),
            Some("save") => Some(SpokeNow::Saved),
            Some("slot") => Some(SpokeNow::Chose),
            Some("none") => Some(SpokeNow::NoneSuits),
            _ => None,
        }
    }
}

/// Shows everything.
pub async fn show(came: SpeakerLink, asked: web::Query<Asked>) -> Result<HttpResponse, Failure> {
    let (mut conn, link) = match came.open().await? {
        Ok(opened) => opened,
        Err(gone) => return Ok(gone),
    };
    let page = link.page(&mut conn, &came.app.hub, &came.reader, &asked, None);
    Ok(private(came.reader.show(&page.await?)?))
}

/// Answers the request.
pub async fn answer(
    came: SpeakerLink,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (app, token) = (&came.app, &came.token);
    let link = match came.open().await? {
        Ok((_, link)) => link,
        Err(gone) => return Ok(gone),
    };
    let said = said(posted.value("answer"))?;
    let author = link.author(&came.req);
    let key = (link.details.seminar.id, link.person.id);
    let link_no = link.said.row.link_no;
    let outcome = once
        .attempt(app, async |conn| {
            let (clock, hub) = (&*app.clock, &app.hub);
            let words = (posted.value("words"), link_no);
            answer_on_page(conn, clock, hub, &author, key, said, words).await?;
            let done = [("done", Some("answer"))];
            Ok::<_, Refusal>(Done::go_to(&urls::with_query(&urls::speak(token), &done)))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(private(done)),
        // It was cancelled, or is over, or the link was revoked, since the page was opened: the page says so.
        Err(Refusal::Conflict(_)) => came.again(None, |_, _| Ok(StatusCode::CONFLICT)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// Saves what they say.
pub async fn save(came: SpeakerLink, once: Once, posted: Posted) -> Result<HttpResponse, Failure> {
    let (app, token) = (&came.app, &came.token);
    let (mut conn, link) = match came.open().await? {
        Ok(opened) => opened,
        Err(gone) => return Ok(gone),
    };
    let speaker = link.speaker(&mut conn, &came.req).await?;
    drop(conn);
    let mut form = SpeakForm::typed(posted.pairs());
    read::keep_unasked(&mut form, &link.form(), &posted);
    let by = link.by();
    let outcome = match read::page(&posted, &form, link.announced()) {
        Ok(said) => {
            once.attempt(app, async |conn| {
                Box::pin(save_page(conn, &*app.clock, &app.hub, &speaker, by, said)).await?;
                let done = [("done", Some("save"))];
                Ok::<_, WriteError>(Done::go_to(&urls::with_query(&urls::speak(token), &done)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(private(done)),
        Err(WriteError::Refused(refusal)) => again(&came, form, refusal).await,
        // A title takes no room.
        Err(WriteError::Taken(_)) => Err(Refusal::conflict("refused-busy").into()),
    }
}

/// The form once more, with what stood in the way, on the page as it stands by now.
async fn again(
    came: &SpeakerLink,
    form: SpeakForm,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    came.again(Some(form), |page, link| {
        if matches!(refusal, Refusal::Stale { .. }) {
            compare(page, link);
            return Ok(StatusCode::CONFLICT);
        }
        let language = page.page.language;
        typed::refused(refusal, language, |name, words| {
            page.form.refuse(read::field(name), words);
        })
    })
    .await
}

/// Puts what stands beside what was typed; saving that once more is a decision.
fn compare(page: &mut SpeakPage, link: &Link) {
    let theirs = link.form();
    let at = shown::last_said(&link.details, &link.said);
    let (now, yours) = (theirs.told(&page.page), page.form.told(&page.page));
    page.stale = Some(Stale::new(&page.page, None, at, now, yours));
    page.form.meta.lock_version = theirs.meta.lock_version;
    page.form.page_version = theirs.page_version;
}

fn said(typed: &str) -> Result<SpeakerAnswer, Failure> {
    let read = match typed::word(typed) {
        Ok(SpeakerAnswer::Asked) => Err(Reason::new("error-choice")),
        other => other,
    };
    read.map_err(|reason| Invalid::one("answer", reason).into())
}

/// Whether the link is to a speaker's page, as it is or as it was when nobody had renewed it.
pub fn is_speakers(hub: &Hub, token: &str) -> bool {
    notices::in_token(token).is_some_and(|(seminar, person)| {
        hub.key
            .holds(token, Purpose::Speak, &[seminar.0, person.0], 0)
    })
}
