//! `/answer/{token}`: an invitation, or a request to speak, is answered by the link in the mail.
//!
//! `GET` shows the buttons and writes nothing, because mail scanners open links; `POST` answers. The link is for one
//! person and one seminar. One that a later invitation has replaced answers 410, one that was never written 404.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{
    errors::{Failure, Kind},
    forms::Posted,
    idempotency::{Done, Once, fresh_key},
    limits::client_address,
    link,
    pages::answer::{AnswerPage, SpeakPage},
    reader::Reader,
    seminars::{acts::read_answer, door::pass_for, entry},
    typed, urls,
};
use crate::{
    app::App,
    base::{
        audit::{Author, Channel},
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::PersonId,
        secret::Purpose,
    },
    people::{self, model::Named},
    seminars::{
        actions,
        model::{Answer, Details, Speaker, SpeakerAnswer, Visibility},
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
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app.hub, &token).await?;
    link.page(&mut conn, &app.hub, &reader, &asked, StatusCode::OK)
        .await
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
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app.hub, &token).await?;
    drop(conn);
    let said = link.said(posted.value("answer"))?;
    let author = link.author(&req);
    let (id, person) = (link.details.seminar.id, link.person.id);
    let outcome = once
        .attempt(&app, async |conn| {
            let (clock, hub) = (&*app.clock, &app.hub);
            match said {
                Said::Comes(answer) => {
                    actions::answer(conn, clock, hub, &author, id, person, answer).await?;
                }
                Said::Speaks(answer) => {
                    actions::answer_request(conn, clock, hub, &author, id, person, answer).await?;
                }
            }
            let there = urls::with_query(&urls::answer(&token), &[("given", Some("1"))]);
            Ok::<_, Refusal>(Done::go_to(&there))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(link::private(done)),
        // It was cancelled, or is over, since the page was opened: the page says so.
        Err(Refusal::Conflict(_)) => {
            let mut conn = app.db.get().await?;
            let link = Link::open(&mut conn, &app.hub, &token).await?;
            let asked = Asked::default();
            link.page(&mut conn, &app.hub, &reader, &asked, StatusCode::CONFLICT)
                .await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// A link that holds.
struct Link {
    token: String,
    details: Details,
    person: Named,
    asks: Asks,
}

/// What a link asks for, and what was answered.
enum Asks {
    Whether(Option<Answer>),
    ToSpeak(Box<Speaker>),
}

/// What was said to it.
#[derive(Clone, Copy)]
enum Said {
    Comes(Answer),
    Speaks(SpeakerAnswer),
}

impl Link {
    async fn open(conn: &mut AsyncPgConnection, hub: &Hub, token: &str) -> Result<Self, Failure> {
        let (seminar, person) = notices::in_token(token).ok_or_else(Failure::not_found)?;
        let ids = [seminar.0, person.0];
        let holds = |purpose, generation| hub.key.holds(token, purpose, &ids, generation);
        let found = queries::seminar(conn, seminar).await?;
        let details = queries::detail(conn, found.ok_or_else(Failure::not_found)?).await?;
        let asks = if holds(Purpose::Speak, 0) {
            let asked = details.speakers.iter().find(|one| one.person_id == person);
            // Whoever was asked and is asked no more.
            Asks::ToSpeak(Box::new(asked.cloned().ok_or(Failure::new(Kind::Gone))?))
        } else {
            let attendance = queries::attendance(conn, seminar, person).await?;
            let attendance = attendance.ok_or_else(Failure::not_found)?;
            let present = attendance.invitation_no;
            if !holds(Purpose::Answer, present) {
                let former = (0..present).any(|number| holds(Purpose::Answer, number));
                let kind = if former { Kind::Gone } else { Kind::NotFound };
                return Err(Failure::new(kind));
            }
            Asks::Whether(attendance.answer)
        };
        let person = named(conn, person).await?;
        Ok(Self {
            token: token.to_owned(),
            details,
            person,
            asks,
        })
    }

    fn said(&self, typed: &str) -> Result<Said, Failure> {
        let read = match self.asks {
            Asks::Whether(_) => read_answer(typed).map(Said::Comes),
            Asks::ToSpeak(_) => match typed::word(typed) {
                Ok(SpeakerAnswer::Asked) => Err(Reason::new("error-choice")),
                other => other.map(Said::Speaks),
            },
        };
        read.map_err(|reason| Invalid::one("answer", reason).into())
    }

    /// The person, by the link: whoever has it acts as them.
    fn author(&self, req: &HttpRequest) -> Author {
        let origin = client_address(req).map(|address| address.to_string());
        Author::from(Channel::Link, origin.as_deref()).who(self.person.id, self.person.called())
    }

    async fn page(
        self,
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        reader: &Reader,
        asked: &Asked,
        status: StatusCode,
    ) -> Result<HttpResponse, Failure> {
        let mut page = reader.page();
        let (person, at) = (self.person.id, self.details.seminar.starts_at);
        link::read_as(conn, hub, reader, &mut page, person, at).await?;
        let name = self.person.called().to_owned();
        let (token, key, csrf) = (self.token, fresh_key(), reader.token_here());
        let put_forward = asked.answer.as_deref();
        let given = asked.given.is_some();
        let waiting_position =
            queries::waiting_position(conn, self.details.seminar.id, person).await?;
        let full = queries::is_full(conn, self.details.seminar.id).await?;
        let answer = match self.asks {
            Asks::Whether(answer) => reader.show_again(
                status,
                &AnswerPage {
                    page,
                    token,
                    name,
                    seminar: entry::entry(&self.details, None),
                    answer,
                    is_public: self.details.seminar.visibility == Visibility::Public,
                    waiting_position,
                    full,
                    pass: pass_for(hub, &self.details.seminar, person, answer),
                    just_now: given && answer.is_some(),
                    put_forward: put_forward.and_then(|word| read_answer(word).ok()),
                    key,
                    csrf,
                },
            ),
            Asks::ToSpeak(speaker) => reader.show_again(
                status,
                &SpeakPage {
                    page,
                    token,
                    name,
                    seminar: entry::entry(&self.details, None),
                    role: speaker.role,
                    answer: speaker.answer,
                    just_now: given && speaker.answer != SpeakerAnswer::Asked,
                    put_forward: put_forward.and_then(|word| word.parse().ok()),
                    key,
                    csrf,
                },
            ),
        };
        answer.map(link::private)
    }
}

async fn named(conn: &mut AsyncPgConnection, person: PersonId) -> Result<Named, Failure> {
    let mut names = people::queries::names(conn, &[person]).await?;
    names.remove(&person).ok_or_else(Failure::not_found)
}
