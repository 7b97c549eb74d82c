//! What is done to a booking with one button: cancelling it, approving and refusing it.

use actix_web::{HttpResponse, web};

use super::seen;
use crate::{
    app::App,
    base::error::Refusal,
    rooms::{
        actions::{self, Decision},
        queries,
    },
    seminars::actions::decide as decide_on,
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        reader::go_to,
        urls,
    },
};

/// `POST /bookings/{code}/cancellation`: frees the rooms at once; the next page can take it back.
pub async fn cancel(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (booking, _) = seen(&mut conn, &signed.actor, &code).await?;
    let rooms = queries::rooms_of(&conn, &[booking.id]).await?;
    drop(conn);
    let mut done = once
        .carry_out(&app, async |conn| {
            let (clock, actor) = (&*app.clock, &signed.actor);
            actions::cancel(conn, clock, &app.hub, actor, booking.id, None).await?;
            Ok(Done::go_to(&urls::booking(&code)))
        })
        .await?;
    let mut flash = Flash::done("flash-booking-cancelled");
    if let Some(room) = rooms.first() {
        let fields = [("again", code.as_str()), ("key", &fresh_key())];
        flash = flash.undo(&urls::room_bookings(&room.slug), &fields);
    }
    flash.tell(&app.hub.key, app.https(), &mut done);
    Ok(done)
}

/// `POST /bookings/{code}/approval`.
pub async fn approve(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let word = "flash-booking-approved";
    decide(&app, &signed, once, &posted, &code, Decision::Approve, word).await
}

/// `POST /bookings/{code}/refusal`.
pub async fn refuse(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let reason = Some(posted.value("reason").to_owned()).filter(|reason| !reason.is_empty());
    let (decision, word) = (Decision::Refuse(reason), "flash-booking-refused");
    decide(&app, &signed, once, &posted, &code, decision, word).await
}

async fn decide(
    app: &App,
    signed: &Signed,
    once: Once,
    posted: &Posted,
    code: &str,
    decision: Decision,
    word: &str,
) -> Result<HttpResponse, Failure> {
    let (booking, _) = seen(&mut *app.db.get().await?, &signed.actor, code).await?;
    let based_on = posted.value("lock_version").parse().ok();
    let outcome = once
        .attempt(app, async |conn| {
            let (clock, actor, id) = (&*app.clock, &signed.actor, booking.id);
            decide_on(conn, clock, &app.hub, actor, id, decision, based_on).await?;
            Ok::<_, Refusal>(Done::go_to(&urls::booking(code)))
        })
        .await?;
    let (flash, mut answer) = match outcome {
        Ok(done) => (Flash::done(word), done),
        // The page shows how it stands now.
        Err(Refusal::Stale { .. }) => (
            Flash::attention("flash-booking-stale"),
            go_to(&urls::booking(code)),
        ),
        Err(refusal) => return Err(refusal.into()),
    };
    flash.tell(&app.hub.key, app.https(), &mut answer);
    Ok(answer)
}
