//! What is done to a seminar with one button: announcing, cancelling and postponing it, and the reader's own answer.

use actix_web::{HttpResponse, web};

use super::{entry, found};
use crate::{
    app::App,
    base::error::{Reason, Refusal},
    seminars::{
        actions::{self, SeminarChange, WriteError},
        model::{Answer, SeminarState},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::{Failure, Kind},
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            common::WillBeTold,
            form::FormMeta,
            seminar_acts::{ActForm, SeminarAct, SeminarActPage},
        },
        reader::{Reader, go_to},
        typed, urls,
    },
};

/// `POST /seminars/{code}/announcement`: announces a draft.
pub async fn announce(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let announced = SeminarChange {
        state: Some(SeminarState::Announced),
        lock_version: posted.value("lock_version").parse().ok(),
        ..SeminarChange::default()
    };
    let outcome = once
        .attempt(&app, async |conn| {
            let (clock, actor) = (&*app.clock, &signed.actor);
            actions::change(conn, clock, &app.hub, actor, seminar.id, announced).await?;
            Ok::<_, WriteError>(Done::go_to(&urls::seminar(&code)))
        })
        .await?;
    let (flash, mut answer) = match outcome {
        Ok(done) => (Flash::done("flash-seminar-announced"), done),
        // The page shows how it stands now.
        Err(WriteError::Refused(Refusal::Stale { .. })) => (
            Flash::attention("flash-seminar-stale"),
            go_to(&urls::seminar(&code)),
        ),
        // The form says who has the room, once it is sent.
        Err(WriteError::Taken(_)) => (
            Flash::attention("flash-seminar-taken"),
            go_to(&urls::edit_seminar(&code)),
        ),
        Err(WriteError::Refused(refusal)) => return Err(refusal.into()),
    };
    flash.tell(&app.hub.key, app.https(), &mut answer);
    Ok(answer)
}

/// `GET /seminars/{code}/cancellation`: what cancelling will do, and whom it tells.
pub async fn cancellation(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    ask(&app, &signed, &reader, &code, SeminarAct::Cancellation).await
}

/// `GET /seminars/{code}/postponement`: what postponing will do, and whom it tells.
pub async fn postponement(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    ask(&app, &signed, &reader, &code, SeminarAct::Postponement).await
}

async fn ask(
    app: &App,
    signed: &Signed,
    reader: &Reader,
    code: &str,
    act: SeminarAct,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, code).await?;
    rules::may_stop(&seminar, becomes(act))?;
    let told = match seminar.ends_at > reader.now() {
        true => WillBeTold {
            lists: queries::listening_count(&mut conn, &seminar).await?,
            ..queries::concerned_by_stop(&mut conn, seminar.id, signed.actor.id)
                .await?
                .into()
        },
        false => WillBeTold::default(),
    };
    let meta = FormMeta {
        key: fresh_key(),
        ..FormMeta::default()
    };
    reader.show(&SeminarActPage {
        page: reader.page(),
        act,
        seminar: entry::one(&mut conn, Some(&signed.actor), seminar).await?,
        form: ActForm {
            meta,
            ..ActForm::default()
        },
        told,
    })
}

fn becomes(act: SeminarAct) -> SeminarState {
    match act {
        SeminarAct::Cancellation => SeminarState::Cancelled,
        SeminarAct::Postponement => SeminarState::Postponed,
    }
}

/// `POST /seminars/{code}/cancellation`: cancels.
pub async fn cancel(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    stop(
        &app,
        &signed,
        once,
        &posted,
        &code,
        SeminarAct::Cancellation,
    )
    .await
}

/// `POST /seminars/{code}/postponement`: postpones.
pub async fn postpone(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    stop(
        &app,
        &signed,
        once,
        &posted,
        &code,
        SeminarAct::Postponement,
    )
    .await
}

async fn stop(
    app: &App,
    signed: &Signed,
    once: Once,
    posted: &Posted,
    code: &str,
    act: SeminarAct,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, code).await?;
    let (id, reason) = (seminar.id, Some(posted.value("reason").to_owned()));
    let outcome = once
        .attempt(app, async |conn| {
            let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
            match act {
                SeminarAct::Cancellation => {
                    actions::cancel(conn, clock, hub, actor, id, reason).await?
                }
                SeminarAct::Postponement => {
                    actions::postpone(conn, clock, hub, actor, id, reason).await?
                }
            };
            Ok::<_, WriteError>(Done::go_to(&urls::seminar(code)))
        })
        .await?;
    let mut done = match outcome {
        Ok(done) => done,
        Err(WriteError::Taken(_)) => return Err(Failure::new(Kind::Taken)),
        Err(WriteError::Refused(refusal)) => return Err(refusal.into()),
    };
    let key = match act {
        SeminarAct::Cancellation => "flash-seminar-cancelled",
        SeminarAct::Postponement => "flash-seminar-postponed",
    };
    Flash::done(key).tell(&app.hub.key, app.https(), &mut done);
    Ok(done)
}

/// `POST /seminars/{code}/attendance`: the answer of the reader.
pub async fn attend(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let (seminar, _) = found::seen(&mut *app.db.get().await?, Some(actor), &code).await?;
    let answer = read_answer(posted.value("answer")).map_err(|reason| {
        Failure::from(Refusal::Invalid(crate::base::error::Invalid::one(
            "answer", reason,
        )))
    })?;
    once.carry_out(&app, async |conn| {
        let (clock, author) = (&*app.clock, &actor.author);
        actions::answer(conn, clock, &app.hub, author, seminar.id, actor.id, answer).await?;
        Ok(Done::go_to(&urls::seminar(&code)))
    })
    .await
}

/// What someone can answer of their own accord: nobody puts themselves on a waiting list.
///
/// # Errors
/// It is something else.
pub fn read_answer(typed: &str) -> Result<Answer, Reason> {
    match typed::word(typed)? {
        Answer::Waiting => Err(Reason::new("error-choice")),
        answer => Ok(answer),
    }
}
