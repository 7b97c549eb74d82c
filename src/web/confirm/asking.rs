//! Following the programme, a topic or a list by an address alone: `POST /followers`, `POST /topics/{slug}/followers` and
//! `POST /lists/{slug}/followers`, as for a series. What is not open to everyone is nothing here, whoever asks.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;

use crate::{
    app::App,
    base::text,
    seminars::{actions::ask_address, model::Followed, queries},
    web::{
        errors::Failure,
        flash::Flash,
        forms::Posted,
        limits::Limits,
        lists,
        pages::{programme::ProgrammeFilter, series::FollowForm},
        programme::{Asked, programme},
        reader::{Reader, go_to},
        session::Came,
        urls,
    },
};

/// `POST /followers`: asks an address whether the programme is to come there.
pub async fn hub(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    limits.stranger(&req)?;
    let mut conn = app.db.get().await?;
    let asked = ask(&mut conn, &app, &reader, &came, &posted, Followed::Hub).await?;
    beside_programme(&mut conn, &app, &reader, None, asked).await
}

/// `POST /topics/{slug}/followers`: the same of what is announced under a topic.
pub async fn topic(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    limits.stranger(&req)?;
    let slug = slug.into_inner();
    if !text::is_slug(&slug) {
        return Err(Failure::not_found());
    }
    let mut conn = app.db.get().await?;
    let what = Followed::Topic(slug.clone());
    let asked = ask(&mut conn, &app, &reader, &came, &posted, what).await?;
    beside_programme(&mut conn, &app, &reader, Some(slug), asked).await
}

/// `POST /lists/{slug}/followers`: the same of a list.
pub async fn list(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    limits.stranger(&req)?;
    let mut conn = app.db.get().await?;
    let list = lists::seen(&mut conn, reader.actor(), &slug).await?;
    let what = Followed::List(list.id);
    let asked = ask(&mut conn, &app, &reader, &came, &posted, what).await?;
    let Typed::Wrong(status, form) = asked else {
        return Ok(told(&app, &urls::list(&slug)));
    };
    let mut page = lists::page(&mut conn, &reader, list, false).await?;
    if let Some(card) = &mut page.follow {
        card.form = form;
    }
    reader.show_again(status, &page)
}

/// What became of what was typed.
enum Typed {
    /// The address is asked, if mail reaches it.
    Asked,
    /// It is shown again, with what is wrong.
    Wrong(StatusCode, FollowForm),
}

/// Asks the address that was typed, where anyone can follow this.
async fn ask(
    conn: &mut AsyncPgConnection,
    app: &App,
    reader: &Reader,
    came: &Came,
    posted: &Posted,
    what: Followed,
) -> Result<Typed, Failure> {
    let offered = queries::offered(conn, &what).await?;
    if !offered.is_some_and(|one| one.open) {
        return Err(Failure::not_found());
    }
    let mut form = FollowForm::typed(posted.pairs());
    let (clock, language, visit) = (&*app.clock, reader.language(), came.visit());
    let email = &form.email.value;
    let asked = ask_address(conn, clock, email, language, what, &visit).await;
    let Err(refused) = asked else {
        return Ok(Typed::Asked);
    };
    let failure = Failure::from(refused);
    let status = failure.into_form(language, |field, words| form.refuse(field, words))?;
    Ok(Typed::Wrong(status, form))
}

/// The answer to who typed an address beside the programme, or beside what is under a topic.
async fn beside_programme(
    conn: &mut AsyncPgConnection,
    app: &App,
    reader: &Reader,
    topic: Option<String>,
    asked: Typed,
) -> Result<HttpResponse, Failure> {
    let Typed::Wrong(status, form) = asked else {
        let filter = ProgrammeFilter {
            topic,
            ..ProgrammeFilter::default()
        };
        return Ok(told(app, &filter.address()));
    };
    let mut page = programme(conn, reader, Asked::under(topic.as_deref())).await?;
    if let Some(card) = &mut page.follow {
        card.form = form;
    }
    reader.show_again(status, &page)
}

fn told(app: &App, back: &str) -> HttpResponse {
    Flash::done("flash-follow-asked-news").on(app, go_to(back))
}
