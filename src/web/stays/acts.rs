//! What is done with a stay by one button: `POST /stays/{code}/{act}`.

use actix_web::{HttpResponse, web};

use super::show::seen;
use crate::{
    app::App,
    base::error::Refusal,
    stays::{
        actions::{self, StayError, StepOn},
        state::StayAct,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once},
        reader::go_to,
        urls,
    },
};

/// Takes a stay a step on. What was decided on a page that is no longer true is not done; the page shows how it stands.
pub async fn step(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    path: web::Path<(String, StayAct)>,
) -> Result<HttpResponse, Failure> {
    let (code, act) = path.into_inner();
    let stay = seen(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let id = stay.details.stay.id;
    let on = StepOn {
        act,
        reason: Some(posted.value("reason").to_owned()),
        lock_version: posted.value("lock_version").parse().ok(),
    };
    let outcome = once
        .attempt(&app, async |conn| {
            actions::step(conn, &*app.clock, &app.hub, &signed.actor, id, on).await?;
            Ok::<_, StayError>(Done::go_to(&urls::stay(&code)))
        })
        .await?;
    let (flash, mut answer) = match outcome {
        Ok(done) => (Flash::done(&format!("flash-stay-{act}")), done),
        Err(StayError::Refused(Refusal::Stale { .. } | Refusal::Conflict(_))) => (
            Flash::attention("flash-stay-stale"),
            go_to(&urls::stay(&code)),
        ),
        Err(error) => return Err(error.into()),
    };
    flash.tell(&app.hub.key, app.https(), &mut answer);
    Ok(answer)
}
