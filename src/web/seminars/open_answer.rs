//! `/seminars/{code}/answer`: the open page, to which the mails to lists lead. Anyone who may see the seminar can say there
//! whether they come.
//!
//! Who is signed in answers as themselves, at once. Of a public seminar anyone else types a name and an address, and is told
//! the same whoever that is; the answer counts once it was confirmed from there (`/confirm/{token}`). `GET` changes nothing.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;

use super::{acts::read_answer, asked_beside, entry, found};
use crate::{
    app::App,
    base::{
        error::{Invalid, Refusal},
        language::Language,
    },
    people::model::Actor,
    seminars::{
        actions::{self, ask_answer},
        model::{Answer, Seminar, SeminarState},
        queries,
    },
    web::{
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        limits::Limits,
        pages::open_answer::{OpenAnswerForm, OpenAnswerPage, OwnAnswer},
        reader::{Reader, go_to},
        session::Came,
        urls,
    },
};

/// The buttons of who is signed in, or a form.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = seen(&mut conn, &reader, &code).await?;
    let form = OpenAnswerForm::default();
    page(&mut conn, &reader, seminar, form, StatusCode::OK).await
}

/// Answers as who is signed in; else asks the address whether the answer is theirs.
#[expect(
    clippy::too_many_arguments,
    reason = "of some the form is a sign-in, of others an answer"
)]
pub async fn answer(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = seen(&mut *app.db.get().await?, &reader, &code).await?;
    if let Some(actor) = reader.actor() {
        return as_oneself(&app, &reader, actor, once, &posted, seminar).await;
    }
    limits.stranger(&req)?;
    let language = reader.language();
    let mut form = OpenAnswerForm::typed(posted.pairs());
    let said = said(&mut form, language);
    let mut conn = app.db.get().await?;
    let (clock, visit) = (&*app.clock, came.visit());
    let (name, email) = (&form.name.value, &form.email.value);
    let asked = match said {
        Some(said) => {
            ask_answer(
                &mut conn, clock, name, email, language, &seminar, said, &visit,
            )
            .await
        }
        None => {
            return page(
                &mut conn,
                &reader,
                seminar,
                form,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await;
        }
    };
    match asked {
        Ok(()) => {
            let done = go_to(&urls::open_answer(&code));
            Ok(Flash::done("flash-answer-asked").on(&app, done))
        }
        Err(refused) => {
            let failure = Failure::from(refused);
            let status = failure.into_form(language, |field, words| form.refuse(field, words))?;
            page(&mut conn, &reader, seminar, form, status).await
        }
    }
}

/// The seminar, if it is told of already.
async fn seen(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    code: &str,
) -> Result<Seminar, Failure> {
    let (seminar, _) = found::seen(conn, reader.actor(), code).await?;
    match seminar.state {
        SeminarState::Draft => Err(Failure::not_found()),
        _ => Ok(seminar),
    }
}

/// What was answered; nothing where it says nothing that can be.
fn said(form: &mut OpenAnswerForm, language: Language) -> Option<Answer> {
    match read_answer(&form.answer.value) {
        Ok(answer) => Some(answer),
        Err(reason) => {
            form.refuse("answer", reason.say(language));
            None
        }
    }
}

async fn as_oneself(
    app: &App,
    reader: &Reader,
    actor: &Actor,
    once: Once,
    posted: &Posted,
    seminar: Seminar,
) -> Result<HttpResponse, Failure> {
    let said = read_answer(posted.value("answer"))
        .map_err(|reason| Refusal::from(Invalid::one("answer", reason)))?;
    let said = asked_beside::given(&mut *app.db.get().await?, &seminar, said, posted).await?;
    let outcome = once
        .attempt(app, async |conn| {
            let (clock, author, id) = (&*app.clock, &actor.author, seminar.id);
            actions::answer(conn, clock, &app.hub, author, id, actor.id, said).await?;
            Ok::<_, Refusal>(Done::go_to(&urls::open_answer(&seminar.code)))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(Flash::done("flash-answer-given").on(app, done)),
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_))) => {
            let mut conn = app.db.get().await?;
            let mut shown = context(&mut conn, reader, seminar, OpenAnswerForm::default()).await?;
            let (language, fields) = (reader.language(), &mut shown.replies);
            let status = asked_beside::refused(fields, language, posted, refusal)?;
            reader.show_again(status, &shown)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn page(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: Seminar,
    form: OpenAnswerForm,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let shown = context(conn, reader, seminar, form).await?;
    reader.show_again(status, &shown)
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: Seminar,
    form: OpenAnswerForm,
) -> Result<OpenAnswerPage, Failure> {
    let own = match reader.actor() {
        Some(actor) => {
            let attendance = queries::attendance(conn, seminar.id, actor.id).await?;
            let name = actor.name.clone();
            Some(OwnAnswer {
                name: name.unwrap_or_else(|| reader.language().t("nav-nameless")),
                answer: attendance.and_then(|attendance| attendance.answer),
                waiting_position: queries::waiting_position(conn, seminar.id, actor.id).await?,
                key: fresh_key(),
            })
        }
        None => None,
    };
    let (language, now) = (reader.language(), reader.now());
    let replies = match reader.actor() {
        Some(actor) => asked_beside::fields(conn, language, now, &seminar, Some(actor.id)).await?,
        // They are asked beside the button that confirms: nothing of theirs is kept before.
        None => asked_beside::until(conn, language, now, &seminar).await?,
    };
    Ok(OpenAnswerPage {
        page: reader.page(),
        replies,
        full: queries::is_full(conn, seminar.id).await?,
        seminar: entry::one(conn, reader.actor(), reader.language(), seminar).await?,
        own,
        form,
    })
}
