//! Following something by an address alone: `POST /series/{slug}/followers` asks it by a mail, as do those of [`asking`];
//! `/confirm/{token}` is where the link in that mail leads; and that in the mail which asks whether an answer is theirs
//! (`answers`).
//!
//! The answer to whoever types an address is the same whoever is there. `GET` shows a button and changes nothing, because
//! mail scanners open links.

mod answers;
pub mod asking;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;

use super::{
    errors::{Failure, Kind},
    flash::Flash,
    forms::Posted,
    limits::{Limits, origin},
    link,
    pages::{
        confirm::{ConfirmPage, ConfirmStep, OnConfirm},
        page::Page,
        series::FollowForm,
    },
    reader::{Reader, go_to},
    series,
    session::Came,
    urls,
};
use crate::{
    app::App,
    base::{error::Refusal, secret::Purpose},
    seminars::{
        actions::{ask_address, confirm, stop_again},
        model::{Confirmation, ConfirmationState, Followed, Offered, Question},
        notices, queries, rules,
    },
};

/// `POST /series/{slug}/followers`: asks an address, if mail reaches it.
pub async fn ask(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    limits.stranger(&req)?;
    let mut form = FollowForm::typed(posted.pairs());
    let mut conn = app.db.get().await?;
    let series = series::seen(&mut conn, reader.actor(), &slug).await?;
    rules::may_follow_openly(&series)?;
    let (clock, language, visit) = (&*app.clock, reader.language(), came.visit());
    let (email, what) = (&form.email.value, Followed::Series(series.id));
    let asked = ask_address(&mut conn, clock, email, language, what, &visit).await;
    match asked {
        Ok(()) => {
            let done = go_to(&urls::series(&slug));
            Ok(Flash::done("flash-follow-asked").on(&app, done))
        }
        Err(refused) => {
            let failure = Failure::from(refused);
            let status = failure.into_form(language, |field, words| form.refuse(field, words))?;
            let mut page = series::page(&mut conn, &reader, series, false).await?;
            page.follow_form = form;
            reader.show_again(status, &page)
        }
    }
}

/// `GET /confirm/{token}`: a button.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app, &token).await?;
    if let Some(Question::Answer(seminar, said)) = link.asked.question() {
        let answered = (seminar, said);
        return answers::show(&mut conn, &app.hub, &reader, &link, &token, answered).await;
    }
    let step = link.step(&mut conn).await?;
    link.page(&reader, &token, step)
}

/// `POST /confirm/{token}`: follows it, or no longer (`wanted=no`); or the answer counts.
pub async fn answer(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    posted: Posted,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app, &token).await?;
    if let Some(Question::Answer(seminar, said)) = link.asked.question() {
        let answered = (seminar, said);
        return answers::confirmed(
            &mut conn, &app, &reader, &req, &link, &posted, &token, answered,
        )
        .await;
    }
    if !link.holds {
        return link.page(&reader, &token, ConfirmStep::Old);
    }
    let origin = origin(&req);
    let (clock, hub, origin) = (&*app.clock, &app.hub, origin.as_deref());
    let asked = &link.asked;
    let step = if posted.value("wanted") == "no" {
        stop_again(&mut conn, clock, hub, origin, asked).await?;
        ConfirmStep::Stopped
    } else {
        let done = confirm(
            &mut conn,
            clock,
            hub,
            origin,
            asked.id,
            asked.generation,
            None,
        )
        .await;
        match done {
            Ok(_) => ConfirmStep::Follows,
            // A later mail has replaced it since the page was opened.
            Err(Refusal::Conflict(why)) if why.key() == "refused-confirmation-old" => {
                ConfirmStep::Old
            }
            Err(refusal) => return Err(refusal.into()),
        }
    };
    link.page(&reader, &token, step)
}

/// A link that the hub wrote.
struct Link {
    asked: Confirmation,
    /// Whether it is the latest, and not too old.
    holds: bool,
    /// What is followed by it; none where whoever has the link may not know of it any more.
    followed: Option<(Followed, Offered)>,
}

impl Link {
    async fn open(conn: &mut AsyncPgConnection, app: &App, token: &str) -> Result<Self, Failure> {
        let id = notices::confirmation_in(token).ok_or_else(Failure::not_found)?;
        let asked = queries::confirmation(conn, id).await?;
        let asked = asked.ok_or_else(Failure::not_found)?;
        let holds = |generation: i32| {
            let key = &app.hub.key;
            key.holds(token, Purpose::Confirm, &[id.0], generation)
        };
        let latest = holds(asked.generation);
        if !latest && !(1..asked.generation).any(holds) {
            return Err(Failure::new(Kind::NotFound));
        }
        Ok(Self {
            holds: latest && asked.expires_at > app.clock.now(),
            followed: known(conn, &asked).await?,
            asked,
        })
    }

    async fn step(&self, conn: &mut AsyncPgConnection) -> Result<ConfirmStep, Failure> {
        let Some((what, _)) = self.followed.as_ref().filter(|_| self.holds) else {
            return Ok(ConfirmStep::Old);
        };
        Ok(match (self.asked.state, self.asked.person_id) {
            (ConfirmationState::Confirmed, Some(person)) => {
                match queries::follow(conn, person, what).await? {
                    Some(_) => ConfirmStep::Follows,
                    None => ConfirmStep::Stopped,
                }
            }
            _ => ConfirmStep::Asks,
        })
    }

    fn page(
        &self,
        reader: &Reader,
        token: &str,
        step: ConfirmStep,
    ) -> Result<HttpResponse, Failure> {
        let mut page = reader.page();
        if reader.actor().is_none() && !reader.language_chosen() {
            page.language = self.asked.language();
        }
        let step = match self.followed {
            Some(_) => step,
            None => ConfirmStep::Old,
        };
        let status = match step {
            ConfirmStep::Old => StatusCode::GONE,
            _ => StatusCode::OK,
        };
        let followed = self.followed.as_ref();
        let shown = ConfirmPage {
            followed: followed.map(|(what, offered)| on_page(&page, what, offered)),
            page,
            token: token.to_owned(),
            csrf: reader.token_here(),
            asked: self.asked.asked_by.is_some(),
            step,
        };
        Ok(link::private(reader.show_again(status, &shown)?))
    }
}

/// What is to be followed, as far as whoever has the link may know of it: what is open to everyone, what an organiser asked
/// them to follow, and what they follow.
async fn known(
    conn: &mut AsyncPgConnection,
    asked: &Confirmation,
) -> Result<Option<(Followed, Offered)>, Failure> {
    let Some(what) = asked.followed() else {
        return Ok(None);
    };
    let Some(offered) = queries::offered(conn, &what).await? else {
        return Err(Failure::not_found());
    };
    let follows = match (asked.state, asked.person_id) {
        (ConfirmationState::Confirmed, Some(person)) => {
            queries::follow(conn, person, &what).await?.is_some()
        }
        _ => false,
    };
    let known = follows || asked.asked_by.is_some() || offered.open;
    Ok(known.then_some((what, offered)))
}

fn on_page(page: &Page, what: &Followed, offered: &Offered) -> OnConfirm {
    let slug = offered.slug.as_str();
    OnConfirm {
        source: what.source(),
        called: match what {
            Followed::Hub => page.hub_name.clone(),
            _ => offered.name(page.language).to_owned(),
        },
        path: match what {
            Followed::Series(_) => urls::series(slug),
            Followed::Topic(_) => urls::with_query(&urls::home(), &[("topic", Some(slug))]),
            Followed::Hub => urls::home(),
            Followed::List(_) => urls::list(slug),
        },
    }
}
