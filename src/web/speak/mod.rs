//! `/speak/{token}`: the page of a speaker. One secret link shows everything in their language and zone; without an account.
//!
//! `GET` writes nothing, because mail scanners open links; `POST` answers, or saves what they say. The link is for one person
//! and one seminar, and good until an organiser revokes it; then it answers 410 and says whom to ask.

pub mod files;
mod read;
mod shown;
pub mod slots;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{
    errors::Failure,
    forms::Posted,
    idempotency::{Done, Once},
    limits::client_address,
    link,
    pages::{
        speak::{SpeakForm, SpeakGonePage, SpeakPage, SpokeNow},
        stale::Stale,
    },
    reader::Reader,
    typed, urls,
};
use crate::{
    app::App,
    base::{
        audit::{Author, Channel},
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{PersonId, SeminarId},
        secret::Purpose,
    },
    people::{
        self,
        model::{Actor, Named},
    },
    seminars::{
        actions::{WriteError, answer_on_page, save_page},
        model::{Details, Notes, Said, Speaker, SpeakerAnswer},
        notices, queries,
    },
};

/// How many links of someone who is asked no more are known again as theirs.
const REMEMBERED: i32 = 8;

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
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    token: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    match Opened::by(&mut conn, &app.hub, &token).await? {
        Opened::Revoked(organiser) => revoked(&reader, organiser),
        Opened::Holds(link) => {
            let page = link.page(&mut conn, &app.hub, &reader, &asked, None);
            Ok(link::private(reader.show(&page.await?)?))
        }
    }
}

/// Answers the request.
pub async fn answer(
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
    drop(conn);
    let said = said(posted.value("answer"))?;
    let (author, key) = (link.author(&req), (link.details.seminar.id, link.person.id));
    let link_no = link.said.row.link_no;
    let outcome = once
        .attempt(&app, async |conn| {
            let (clock, hub) = (&*app.clock, &app.hub);
            let words = (posted.value("words"), link_no);
            answer_on_page(conn, clock, hub, &author, key, said, words).await?;
            let done = [("done", Some("answer"))];
            Ok::<_, Refusal>(Done::go_to(&urls::with_query(&urls::speak(&token), &done)))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(link::private(done)),
        // It was cancelled, or is over, or the link was revoked, since the page was opened: the page says so.
        Err(Refusal::Conflict(_)) => {
            let mut conn = app.db.get().await?;
            let link = match Opened::by(&mut conn, &app.hub, &token).await? {
                Opened::Holds(link) => link,
                Opened::Revoked(organiser) => return revoked(&reader, organiser),
            };
            let asked = Asked::default();
            let page = link
                .page(&mut conn, &app.hub, &reader, &asked, None)
                .await?;
            Ok(link::private(
                reader.show_again(StatusCode::CONFLICT, &page)?,
            ))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Saves what they say.
pub async fn save(
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
    let mut form = SpeakForm::typed(posted.pairs());
    read::keep_unasked(&mut form, &link.form(), &posted);
    let by = link.by();
    let outcome = match read::page(&posted, &form, &link) {
        Ok(said) => {
            once.attempt(&app, async |conn| {
                save_page(conn, &*app.clock, &app.hub, &speaker, by, said).await?;
                let done = [("done", Some("save"))];
                Ok::<_, WriteError>(Done::go_to(&urls::with_query(&urls::speak(&token), &done)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(link::private(done)),
        Err(WriteError::Refused(refusal)) => again(&app, &reader, &token, form, refusal).await,
        // A title takes no room.
        Err(WriteError::Taken(_)) => Err(Refusal::conflict("refused-busy").into()),
    }
}

/// The form once more, with what stood in the way, on the page as it stands by now.
async fn again(
    app: &App,
    reader: &Reader,
    token: &str,
    mut form: SpeakForm,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = match Opened::by(&mut conn, &app.hub, token).await? {
        Opened::Holds(link) => link,
        Opened::Revoked(organiser) => return revoked(reader, organiser),
    };
    let stale = matches!(refusal, Refusal::Stale { .. });
    let status = match stale {
        true => StatusCode::CONFLICT,
        false => typed::refused(refusal, reader.language(), |name, words| {
            form.refuse(read::field(name), words);
        })?,
    };
    let asked = Asked::default();
    let page = link.page(&mut conn, &app.hub, reader, &asked, Some(form));
    let mut page = page.await?;
    if stale {
        compare(&mut page, &link);
    }
    Ok(link::private(reader.show_again(status, &page)?))
}

/// Puts what stands beside what was typed; saving that once more is a decision.
fn compare(page: &mut SpeakPage, link: &Link) {
    let theirs = link.form();
    let at = link
        .said
        .row
        .page_at
        .unwrap_or(link.details.seminar.modified_at);
    let at = at.max(link.details.seminar.modified_at);
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

fn revoked(reader: &Reader, organiser: Option<String>) -> Result<HttpResponse, Failure> {
    let page = SpeakGonePage {
        page: reader.page(),
        organiser,
    };
    Ok(link::private(reader.show_again(StatusCode::GONE, &page)?))
}

/// Whether the link is to a speaker's page, as it is or as it was when nobody had renewed it.
pub fn is_speakers(hub: &Hub, token: &str) -> bool {
    notices::in_token(token).is_some_and(|(seminar, person)| {
        hub.key
            .holds(token, Purpose::Speak, &[seminar.0, person.0], 0)
    })
}

/// What a link leads to.
enum Opened {
    /// The page.
    Holds(Box<Link>),
    /// Nothing any more: it was revoked, or they are not asked any more. With whom to ask.
    Revoked(Option<String>),
}

impl Opened {
    async fn by(conn: &mut AsyncPgConnection, hub: &Hub, token: &str) -> Result<Self, Failure> {
        let (seminar, person) = notices::in_token(token).ok_or_else(Failure::not_found)?;
        let ids = [seminar.0, person.0];
        let holds = |number| hub.key.holds(token, Purpose::Speak, &ids, number);
        let found = queries::seminar(conn, seminar).await?;
        let details = queries::detail(conn, found.ok_or_else(Failure::not_found)?).await?;
        let said = queries::said_by(conn, seminar, person).await?;
        let present = said.as_ref().map_or(REMEMBERED, |said| said.row.link_no);
        let names = people::queries::names(conn, &[person, details.seminar.owner_id]).await?;
        let organiser = names
            .get(&details.seminar.owner_id)
            .and_then(|named| named.name.clone());
        match said.filter(|_| holds(present)) {
            Some(said) => {
                let mut notes = queries::notes(conn, seminar).await?;
                let person = names.get(&person).cloned();
                Ok(Self::Holds(Box::new(Link {
                    token: token.to_owned(),
                    notes: notes.remove(&said.row.person_id).unwrap_or_default(),
                    person: person.ok_or_else(Failure::not_found)?,
                    organiser,
                    said,
                    details,
                })))
            }
            None if (0..present).any(holds) => Ok(Self::Revoked(organiser)),
            None => Err(Failure::not_found()),
        }
    }
}

/// A link that holds, and what is known behind it.
struct Link {
    token: String,
    details: Details,
    said: Said,
    notes: Notes,
    person: Named,
    organiser: Option<String>,
}

impl Link {
    /// Which seminar it is about, and its number: whoever writes asks once more whether that is good.
    fn by(&self) -> (SeminarId, i32) {
        (self.details.seminar.id, self.said.row.link_no)
    }

    /// The person, by the link: whoever has it acts as them.
    fn author(&self, req: &HttpRequest) -> Author {
        let origin = client_address(req).map(|address| address.to_string());
        Author::from(Channel::Link, origin.as_deref()).who(self.person.id, self.person.called())
    }

    /// The same, as someone who does something.
    async fn speaker(
        &self,
        conn: &mut AsyncPgConnection,
        req: &HttpRequest,
    ) -> Result<Actor, Failure> {
        let person: PersonId = self.person.id;
        let actor = people::queries::actor(conn, person, self.author(req)).await?;
        actor.ok_or_else(Failure::not_found)
    }

    /// The speaker as they are announced.
    fn announced(&self) -> Option<&Speaker> {
        let mut speakers = self.details.speakers.iter();
        speakers.find(|one| one.person_id == self.person.id)
    }
}
