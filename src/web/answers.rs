//! `/answer/{token}`: an invitation is answered by the link in the mail.
//!
//! `GET` shows the buttons and writes nothing, because mail scanners open links; `POST` answers. The link is for one
//! person and one seminar. One that a later invitation has replaced answers 410, one that was never written 404. Links of
//! requests to speak, which older mails have here, lead on to the speaker's own page ([`super::speak`]).

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{
    errors::{Failure, Kind},
    forms::Posted,
    idempotency::{Done, Once, fresh_key},
    link,
    pages::answer::AnswerPage,
    reader::{Reader, go_to},
    seminars::{acts::read_answer, asked_beside, door::pass_for, entry},
    speak, urls,
};
use crate::{
    app::App,
    base::{
        audit::Author,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::PersonId,
        secret::Purpose,
    },
    people::{self, model::Named},
    seminars::{
        actions,
        model::{Answer, Details, Visibility},
        notices, queries,
    },
};

/// What the link puts forward, and whether an answer was given just now.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    answer: Option<String>,
    given: Option<String>,
}

/// Shows what can be answered.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    token: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    if speak::is_speakers(&app.hub, &token) {
        let answer = [("answer", asked.answer.as_deref())];
        let there = urls::with_query(&urls::speak(&token), &answer);
        return Ok(link::private(go_to(&there)));
    }
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app.hub, &token).await?;
    link.page(&mut conn, &app.hub, &reader, &asked, None).await
}

/// Answers.
pub async fn answer(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    once: Once,
    posted: Posted,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    if speak::is_speakers(&app.hub, &token) {
        let answer = [("answer", Some(posted.value("answer")))];
        let there = urls::with_query(&urls::speak(&token), &answer);
        return Ok(link::private(go_to(&there)));
    }
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app.hub, &token).await?;
    let said = read_answer(posted.value("answer"))
        .map_err(|reason| Failure::from(Invalid::one("answer", reason)))?;
    let said = asked_beside::given(&mut conn, &link.details.seminar, said, &posted).await?;
    drop(conn);
    let author = link.author(&req);
    let (id, person) = (link.details.seminar.id, link.person.id);
    let outcome = once
        .attempt(&app, async |conn| {
            let (clock, hub) = (&*app.clock, &app.hub);
            actions::answer(conn, clock, hub, &author, id, person, said).await?;
            let there = urls::with_query(&urls::answer(&token), &[("given", Some("1"))]);
            Ok::<_, Refusal>(Done::go_to(&there))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(link::private(done)),
        // It was cancelled, or is over, since the page was opened: the page says so.
        Err(ref refusal @ Refusal::Conflict(_)) if !asked_beside::is_late(refusal) => {
            let mut conn = app.db.get().await?;
            let link = Link::open(&mut conn, &app.hub, &token).await?;
            let asked = Asked::default();
            link.page(&mut conn, &app.hub, &reader, &asked, None)
                .await
                .map(|mut page| {
                    *page.status_mut() = StatusCode::CONFLICT;
                    page
                })
        }
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_))) => {
            let mut conn = app.db.get().await?;
            let link = Link::open(&mut conn, &app.hub, &token).await?;
            let answer = posted.value("answer").to_owned();
            let asked = Asked {
                answer: Some(answer),
                given: None,
            };
            let wrong = Some((&posted, refusal));
            link.page(&mut conn, &app.hub, &reader, &asked, wrong).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// A link that holds.
struct Link {
    token: String,
    details: Details,
    person: Named,
    answer: Option<Answer>,
}

impl Link {
    async fn open(conn: &mut AsyncPgConnection, hub: &Hub, token: &str) -> Result<Self, Failure> {
        let (seminar, person) = notices::in_token(token).ok_or_else(Failure::not_found)?;
        let ids = [seminar.0, person.0];
        let holds = |number| hub.key.holds(token, Purpose::Answer, &ids, number);
        let found = queries::seminar(conn, seminar).await?;
        let details = queries::detail(conn, found.ok_or_else(Failure::not_found)?).await?;
        let attendance = queries::attendance(conn, seminar, person).await?;
        let attendance = attendance.ok_or_else(Failure::not_found)?;
        let present = attendance.invitation_no;
        if !holds(present) {
            let former = (0..present).any(holds);
            let kind = if former { Kind::Gone } else { Kind::NotFound };
            return Err(Failure::new(kind));
        }
        Ok(Self {
            token: token.to_owned(),
            details,
            person: named(conn, person).await?,
            answer: attendance.answer,
        })
    }

    /// The person, by the link: whoever has it acts as them.
    fn author(&self, req: &HttpRequest) -> Author {
        link::author(req).who(self.person.id, self.person.called())
    }

    async fn page(
        self,
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        reader: &Reader,
        asked: &Asked,
        wrong: Option<(&Posted, Refusal)>,
    ) -> Result<HttpResponse, Failure> {
        let mut page = reader.page();
        let (person, at) = (self.person.id, self.details.seminar.starts_at);
        link::read_as(conn, hub, reader, &mut page, person, at).await?;
        let put_forward = asked.answer.as_deref();
        let seminar = &self.details.seminar;
        let (language, now) = (page.language, reader.now());
        let mut replies =
            asked_beside::fields(conn, language, now, seminar, Some(self.person.id)).await?;
        let status = match wrong {
            None => StatusCode::OK,
            Some((posted, refusal)) => {
                asked_beside::refused(&mut replies, language, posted, refusal)?
            }
        };
        let calendar = (seminar.visibility == Visibility::Public)
            .then(|| page.calendar_of(&urls::seminar_feed(&seminar.code), seminar.own_language()));
        let shown = AnswerPage {
            page,
            calendar,
            name: self.person.called().to_owned(),
            seminar: entry::entry(&self.details, language, None),
            answer: self.answer,
            waiting_position: queries::waiting_position(conn, seminar.id, person).await?,
            full: queries::is_full(conn, seminar.id).await?,
            pass: pass_for(hub, seminar, person, self.answer),
            just_now: asked.given.is_some() && self.answer.is_some(),
            put_forward: put_forward.and_then(|word| read_answer(word).ok()),
            replies,
            token: self.token,
            key: fresh_key(),
            csrf: reader.token_here(),
        };
        reader.show_again(status, &shown).map(link::private)
    }
}

async fn named(conn: &mut AsyncPgConnection, person: PersonId) -> Result<Named, Failure> {
    let mut names = people::queries::names(conn, &[person]).await?;
    names.remove(&person).ok_or_else(Failure::not_found)
}
