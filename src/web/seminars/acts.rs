//! What is done to a seminar with one button: announcing, cancelling and postponing it, and the reader's own answer.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;

use super::{
    asked_beside, entry,
    foretold::{self, Looked},
    found, replacement, show,
};
use crate::{
    app::App,
    base::error::{Invalid, Reason, Refusal},
    seminars::{
        actions::{self, Saying, SeminarChange, Unshown, WriteError},
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
            foretold::ToldDeed,
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
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let looked = Looked::read(&posted, reader.language());
    let announced = SeminarChange {
        state: Some(SeminarState::Announced),
        lock_version: posted.value("lock_version").parse().ok(),
        note: looked.note.clone(),
        ..SeminarChange::default()
    };
    let (clock, hub, actor, id) = (&*app.clock, &app.hub, &signed.actor, seminar.id);
    let act = async |conn: &mut AsyncPgConnection| {
        actions::change(conn, clock, hub, actor, id, announced).await?;
        Ok::<_, WriteError>((id, ()))
    };
    let outcome = once
        .attempt(&app, async |conn| {
            actions::if_shown(conn, clock, hub, Some(id), looked.first(), act).await?;
            Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::seminar(&code)))
        })
        .await?;
    let (flash, mut answer) = match outcome {
        Ok(done) => (Flash::done("flash-seminar-announced"), done),
        Err(Unshown::NotShown(told)) => {
            let (mut conn, deed) = (app.db.get().await?, ToldDeed::Announcement);
            let action = urls::seminar_announcement(&code);
            return foretold::show(
                &mut conn,
                &reader,
                actor,
                deed,
                Some(seminar),
                &told,
                looked,
                &posted,
                action,
            )
            .await;
        }
        // The page shows how it stands now.
        Err(Unshown::Refused(WriteError::Refused(Refusal::Stale { .. }))) => (
            Flash::attention("flash-seminar-stale"),
            go_to(&urls::seminar(&code)),
        ),
        // The form says who has the room, once it is sent.
        Err(Unshown::Refused(WriteError::Taken(_))) => (
            Flash::attention("flash-seminar-taken"),
            go_to(&urls::edit_seminar(&code)),
        ),
        Err(Unshown::Refused(WriteError::Refused(refusal))) => return Err(refusal.into()),
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
    let (act, form) = (SeminarAct::Cancellation, fresh_form());
    ask(&app, &signed, &reader, &code, act, form).await
}

/// `GET /seminars/{code}/postponement`: what postponing will do, and whom it tells.
pub async fn postponement(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let (act, form) = (SeminarAct::Postponement, fresh_form());
    ask(&app, &signed, &reader, &code, act, form).await
}

fn fresh_form() -> ActForm {
    ActForm {
        meta: FormMeta::keyed(fresh_key()),
        ..ActForm::default()
    }
}

async fn ask(
    app: &App,
    signed: &Signed,
    reader: &Reader,
    code: &str,
    act: SeminarAct,
    form: ActForm,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, code).await?;
    rules::may_stop(&seminar, becomes(act))?;
    let told = match seminar.is_over(reader.now()) {
        true => WillBeTold::default(),
        false => WillBeTold {
            lists: queries::listening_count(&mut conn, &seminar).await?,
            ..queries::concerned_by_stop(&mut conn, seminar.id, signed.actor.id)
                .await?
                .into()
        },
    };
    let page = reader.page();
    let others = match act {
        SeminarAct::Cancellation => {
            replacement::choices(&mut conn, reader, &signed.actor, &seminar).await?
        }
        SeminarAct::Postponement => Vec::new(),
    };
    reader.show(&SeminarActPage {
        page,
        act,
        others,
        seminar: entry::one(&mut conn, Some(&signed.actor), reader.language(), seminar).await?,
        form,
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
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    stop(
        &app,
        &signed,
        &reader,
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
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    stop(
        &app,
        &signed,
        &reader,
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
    reader: &Reader,
    once: Once,
    posted: &Posted,
    code: &str,
    act: SeminarAct,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, code).await?;
    if Looked::goes_back(posted) {
        return ask(
            app,
            signed,
            reader,
            code,
            act,
            ActForm::typed(posted.pairs()),
        )
        .await;
    }
    let in_place = match act {
        SeminarAct::Cancellation => {
            let mut conn = app.db.get().await?;
            replacement::named(&mut conn, &signed.actor, posted.value("replaced_by")).await?
        }
        SeminarAct::Postponement => None,
    };
    let looked = Looked::read(posted, reader.language());
    let (clock, hub, actor, id) = (&*app.clock, &app.hub, &signed.actor, seminar.id);
    let saying = Saying {
        reason: Some(posted.value("reason").to_owned()),
        note: looked.note.clone(),
        replaced_by: in_place,
    };
    let deed = async |conn: &mut AsyncPgConnection| {
        match act {
            SeminarAct::Cancellation => {
                actions::cancel(conn, clock, hub, actor, id, saying).await?
            }
            SeminarAct::Postponement => {
                actions::postpone(conn, clock, hub, actor, id, saying).await?
            }
        };
        Ok::<_, WriteError>((id, ()))
    };
    let outcome = once
        .attempt(app, async |conn| {
            actions::if_shown(conn, clock, hub, Some(id), looked.first(), deed).await?;
            Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::seminar(code)))
        })
        .await?;
    let done = match outcome {
        Ok(done) => done,
        Err(Unshown::NotShown(told)) => {
            let (mut conn, (deed, action)) = (app.db.get().await?, told_deed(act, code));
            let seminar = Some(seminar);
            return foretold::show(
                &mut conn, reader, actor, deed, seminar, &told, looked, posted, action,
            )
            .await;
        }
        Err(Unshown::Refused(WriteError::Taken(_))) => return Err(Failure::new(Kind::Taken)),
        Err(Unshown::Refused(WriteError::Refused(refusal))) => return Err(refusal.into()),
    };
    let key = match act {
        SeminarAct::Cancellation => "flash-seminar-cancelled",
        SeminarAct::Postponement => "flash-seminar-postponed",
    };
    Ok(Flash::done(key).on(app, done))
}

fn told_deed(act: SeminarAct, code: &str) -> (ToldDeed, String) {
    match act {
        SeminarAct::Cancellation => (ToldDeed::Cancellation, urls::seminar_cancellation(code)),
        SeminarAct::Postponement => (ToldDeed::Postponement, urls::seminar_postponement(code)),
    }
}

/// `POST /seminars/{code}/attendance`: the answer of the reader, with what is asked beside it.
pub async fn attend(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let mut conn = app.db.get().await?;
    let (seminar, _) = found::seen(&mut conn, Some(actor), &code).await?;
    let answer = read_answer(posted.value("answer"))
        .map_err(|reason| Failure::from(Invalid::one("answer", reason)))?;
    let said = asked_beside::given(&mut conn, &seminar, answer, &posted).await?;
    drop(conn);
    let outcome = once
        .attempt(&app, async |conn| {
            let (clock, author) = (&*app.clock, &actor.author);
            actions::answer(conn, clock, &app.hub, author, seminar.id, actor.id, said).await?;
            Ok::<_, Refusal>(Done::go_to(&urls::seminar(&code)))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(done),
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_))) => {
            let mut conn = app.db.get().await?;
            let (seminar, standing) = found::seen(&mut conn, Some(actor), &code).await?;
            let details = queries::detail(&mut conn, seminar).await?;
            let mut page = show::poster(&mut conn, &reader, details, standing).await?;
            let (language, fields) = (reader.language(), &mut page.replies);
            let status = asked_beside::refused(fields, language, &posted, refusal)?;
            reader.show_again(status, &page)
        }
        Err(refusal) => Err(refusal.into()),
    }
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
