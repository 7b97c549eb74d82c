//! The form of a booking: `GET /rooms/{slug}/bookings/new`, `POST /rooms/{slug}/bookings`, `GET /bookings/{code}/edit`,
//! `POST /bookings/{code}`.
//!
//! A room that is taken is refused with who has it and when, and with what is free instead as buttons that take it. What
//! was typed is never lost.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::{Duration, NaiveDateTime, NaiveTime, Timelike};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{ground::Ground, read, seen};
use crate::{
    app::App,
    base::{audit, clock::Instant, error::Refusal, zone::Zone},
    people::model::Actor,
    rooms::{
        actions::{BookError, NewBooking, book, move_to},
        model::{Booking, BookingState, Wanted},
        queries, rules,
    },
    web::{
        actor::Signed,
        closed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            booking::{BookingForm, BookingFormPage},
            closed::ClosedNote,
            common::Named,
            stale::{Stale, Told, plain},
        },
        reader::Reader,
        taken, typed, urls,
    },
};

/// What a link into the form fills in: wall times in the room's zone.
#[derive(Debug, Deserialize)]
pub struct Asked {
    date: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let ground = of_room(&mut conn, &signed.actor, &slug).await?;
    rules::may_book(
        &signed.actor,
        std::slice::from_ref(&ground.room),
        signed.actor.id,
    )?;
    let times = asked.times(ground.zone(), reader.now());
    let form = read::blank(&ground, times, signed.actor.id, fresh_key());
    let slot = read::slot(&form, ground.zone());
    let mut page = context(&reader, &signed.actor, &ground, form);
    page.closed = closed::of_rooms(&mut conn, &reader, &[ground.room.id], slot).await?;
    reader.show(&page)
}

/// Books; or books once more what was cancelled, from the button that takes a cancellation back (`again`).
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let mut ground = of_room(&mut conn, &signed.actor, &slug).await?;
    Failure::unless_allowed(rules::may_book(&signed.actor, &[], signed.actor.id))?;
    let mut form = BookingForm::typed(posted.pairs());
    let read = if posted.value("again").is_empty() {
        read::take_alternative(&mut form, posted.value("alternative"));
        read::new(&form, &ground).map_err(BookError::from)
    } else {
        let before = once_more(&mut conn, &signed.actor, posted.value("again")).await?;
        ground = before.0;
        form = before.1;
        Ok(before.2)
    };
    let then = match &read {
        Ok(new) if posted.value("again").is_empty() => {
            let slot = read::slot(&form, ground.zone());
            closed::of_rooms(&mut conn, &reader, &new.rooms, slot).await?
        }
        _ => ClosedNote::default(),
    };
    drop(conn);
    if let Some(news) = then.news(posted.value("closed_seen")) {
        return first(&reader, &signed.actor, &ground, form, news);
    }
    let outcome = match read {
        Ok(new) => {
            once.attempt(&app, async |conn| {
                let made = book(conn, &*app.clock, &app.hub, &signed.actor, new).await?;
                Ok::<_, BookError>(Done::go_to(&urls::booking(&made.code)))
            })
            .await?
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(done) if ground.wants_approval(&signed.actor, &form.rooms.values) => {
            Ok(with_word(&app, "flash-booking-held", done))
        }
        Ok(done) => Ok(with_word(&app, "flash-booking-made", done)),
        Err(error) => again(&app, &reader, &signed.actor, &ground, form, then, error).await,
    }
}

/// The form with a booking as it stands.
pub async fn edit(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (booking, _) = seen(&mut conn, &signed.actor, &code).await?;
    rules::may_change(&signed.actor, &booking, reader.now())?;
    let ground = Ground::editing(&mut conn, &signed.actor, booking).await?;
    let Some((booking, rooms)) = &ground.editing else {
        return Err(Failure::not_found());
    };
    let form = read::of(&ground, booking, ground.slugs(rooms), fresh_key());
    let mut page = context(&reader, &signed.actor, &ground, form);
    page.closed = closed::of_rooms(&mut conn, &reader, rooms, Some(booking.slot())).await?;
    reader.show(&page)
}

/// Saves an edit.
pub async fn save(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (booking, _) = seen(&mut conn, &signed.actor, &code).await?;
    Failure::unless_allowed(rules::may_change(&signed.actor, &booking, reader.now()))?;
    let (id, owner) = (booking.id, booking.for_id);
    let ground = Ground::editing(&mut conn, &signed.actor, booking).await?;
    let mut form = BookingForm::typed(posted.pairs());
    // Where there is nobody else to choose, the form does not ask.
    if form.for_person.value.is_empty() {
        form.for_person.value = owner.to_string();
    }
    read::take_alternative(&mut form, posted.value("alternative"));
    let change = read::change(&form, &ground);
    let then = match &change {
        Ok(change) => {
            let slot = read::slot(&form, ground.zone());
            let rooms = change.rooms.as_deref().unwrap_or_default();
            closed::of_rooms(&mut conn, &reader, rooms, slot).await?
        }
        Err(_) => ClosedNote::default(),
    };
    drop(conn);
    if let Some(news) = then.news(posted.value("closed_seen")) {
        return first(&reader, &signed.actor, &ground, form, news);
    }
    let outcome = match change {
        Ok(change) => {
            once.attempt(&app, async |conn| {
                move_to(conn, &*app.clock, &app.hub, &signed.actor, id, change).await?;
                Ok::<_, BookError>(Done::go_to(&urls::booking(&code)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(with_word(&app, "flash-booking-saved", done)),
        Err(error) => again(&app, &reader, &signed.actor, &ground, form, then, error).await,
    }
}

async fn of_room(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    slug: &str,
) -> Result<Ground, Failure> {
    let room = queries::room_by_slug(conn, slug)
        .await?
        .ok_or_else(Failure::not_found)?;
    Ok(Ground::of(conn, actor, room).await?)
}

/// What was cancelled, as a new booking.
async fn once_more(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<(Ground, BookingForm, NewBooking), Failure> {
    let (booking, _) = seen(conn, actor, code).await?;
    if booking.state != BookingState::Cancelled {
        return Err(Refusal::conflict("refused-not-cancelled").into());
    }
    let ground = Ground::editing(conn, actor, booking).await?;
    let Some((booking, rooms)) = ground.editing.clone() else {
        return Err(Failure::not_found());
    };
    let mut form = read::of(&ground, &booking, ground.slugs(&rooms), fresh_key());
    form.meta.lock_version = None;
    let new = NewBooking {
        rooms,
        title: booking.title.clone(),
        note: booking.note.clone(),
        for_id: Some(booking.for_id),
        wanted: Wanted::Instants(booking.slot()),
    };
    Ok((ground.afresh(), form, new))
}

fn with_word(app: &App, key: &str, done: HttpResponse) -> HttpResponse {
    Flash::done(key).on(app, done)
}

fn context(reader: &Reader, actor: &Actor, ground: &Ground, form: BookingForm) -> BookingFormPage {
    let page = reader.page();
    BookingFormPage {
        room: Named::new(&ground.room.slug, &ground.room.name),
        editing: ground
            .editing
            .as_ref()
            .map(|(booking, _)| booking.code.clone()),
        zone: ground.zone(),
        rooms: ground.room_choices(&page, &form.rooms.values),
        people: ground.people_choices(),
        approval: ground.wants_approval(actor, &form.rooms.values),
        folds: read::folds(&form, ground.zone()),
        conflicts: Vec::new(),
        alternatives: Vec::new(),
        closed: ClosedNote::default(),
        stale: None,
        page,
        form,
    }
}

/// The form once more before anything is done: it was sent without having been shown what is closed then.
fn first(
    reader: &Reader,
    actor: &Actor,
    ground: &Ground,
    form: BookingForm,
    closed: ClosedNote,
) -> Result<HttpResponse, Failure> {
    let page = context(reader, actor, ground, form);
    reader.show(&BookingFormPage { closed, ..page })
}

/// The form once more, with what stood in the way.
async fn again(
    app: &App,
    reader: &Reader,
    actor: &Actor,
    ground: &Ground,
    form: BookingForm,
    closed: ClosedNote,
    error: BookError,
) -> Result<HttpResponse, Failure> {
    let mut page = context(reader, actor, ground, form);
    page.closed = closed;
    let status = match (error, &ground.editing) {
        (BookError::Taken(found), _) => {
            page.conflicts = taken::conflicts(&found, |room| ground.zone_of(room));
            page.alternatives = taken::alternatives(&found, |room| ground.zone_of(room));
            let first = found.conflicts.first().map(|conflict| conflict.room_id);
            let first = ground.slugs(first.as_slice());
            page.form.instead_of.value = first.into_iter().next().unwrap_or_default();
            let words = reader.language().t("error-room-taken");
            page.form.refuse("rooms", words);
            StatusCode::CONFLICT
        }
        (BookError::Refused(Refusal::Stale { .. }), Some((booking, _))) => {
            compare(&mut *app.db.get().await?, &mut page, ground, booking).await?;
            StatusCode::CONFLICT
        }
        (BookError::Refused(refusal), _) => {
            typed::refused(refusal, reader.language(), |name, words| {
                page.form.refuse(read::field(name), words);
            })?
        }
    };
    read::ask_for_last(&mut page.form);
    reader.show_again(status, &page)
}

/// Puts the booking as it stands beside what was typed; saving that once more is a decision.
async fn compare(
    conn: &mut AsyncPgConnection,
    page: &mut BookingFormPage,
    ground: &Ground,
    booking: &Booking,
) -> Result<(), Failure> {
    let now = queries::booking(conn, booking.id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let rooms = crate::rooms::actions::hold::asked_by(conn, now.id).await?;
    let theirs = read::of(ground, &now, ground.slugs(&rooms), String::new());
    let by = audit::last(conn, "bookings", now.id.0).await?;
    let (theirs, yours) = (told(ground, &theirs), told(ground, &page.form));
    page.stale = Some(Stale::new(&page.page, by, now.modified_at, theirs, yours));
    page.form.meta.lock_version = Some(now.lock_version);
    Ok(())
}

/// Label and value of every field, for reading.
fn told(ground: &Ground, form: &BookingForm) -> [Told; 8] {
    [
        ("booking-form-title", plain(&form.title)),
        ("seminar-form-date", plain(&form.date)),
        ("booking-form-from", plain(&form.from)),
        ("booking-form-to", plain(&form.to)),
        ("booking-form-last", plain(&form.last)),
        ("booking-form-rooms", ground.names(&form.rooms.values)),
        ("booking-form-for", ground.person(&form.for_person.value)),
        ("booking-form-note", plain(&form.note)),
    ]
}

impl Asked {
    /// The times that were asked for; else an hour from the next full one on, at nine on another day than that.
    fn times(&self, zone: Zone, now: Instant) -> (NaiveDateTime, NaiveDateTime) {
        let soon = zone.local(now) + Duration::hours(1);
        let next = NaiveTime::from_hms_opt(soon.hour(), 0, 0).unwrap_or_default();
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        let date = self.date.as_deref();
        let date = date.and_then(|typed| typed::date(typed).ok());
        let date = date.unwrap_or(soon.date());
        let clock = |typed: &Option<String>| typed.as_deref().and_then(|at| typed::time(at).ok());
        let usual = if date == soon.date() { next } else { nine };
        let starts = date.and_time(clock(&self.from).unwrap_or(usual));
        let ends = clock(&self.to).map_or(starts + Duration::hours(1), |to| {
            let last = read::usual_last(date, starts.time(), to);
            last.unwrap_or(date).and_time(to)
        });
        (starts, ends)
    }
}
