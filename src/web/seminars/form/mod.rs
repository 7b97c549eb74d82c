//! The form of a seminar: `GET /seminars/new`, `POST /seminars`, `GET /seminars/{code}/edit`, `POST /seminars/{code}`.
//!
//! What was typed is never lost: it is shown again with what is wrong beside each field, with who has the room and what is
//! free instead, or beside the version of someone who was quicker.

mod again;
pub(super) mod ground;
mod joining;
mod read;
mod reminding;
pub(super) mod shown;
pub(super) mod speakers;

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use self::{again::again, ground::Ground, shown::Shown};
use super::{
    entry::named,
    foretold::{self, Looked},
    found, local_times,
};
use crate::{
    app::App,
    people::model::Actor,
    seminars::{
        actions::{
            NewSeminar, SeminarChange, Unshown, WriteError, change, create, foretell, if_shown,
        },
        model::{Details, SeminarState},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            common::WillBeTold,
            foretold::ToldDeed,
            seminar_form::{Editing, SeminarForm, SeminarFormPage},
        },
        reader::Reader,
        urls,
    },
};

/// In which series a new seminar is to be.
#[derive(Debug, Deserialize)]
pub struct Asked {
    series: Option<String>,
}

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let ground = Ground::of(&mut conn, &signed.actor).await?;
    let series = match asked.series.as_deref().filter(|slug| !slug.is_empty()) {
        Some(slug) => Some(ground.series(slug).ok_or_else(Failure::not_found)?),
        None => None,
    };
    if ground.series.is_empty() {
        rules::may_enter(&signed.actor)?;
    }
    let form = shown::blank(series, app.hub.zone, fresh_key());
    reader.show(&context(&mut conn, &reader, &signed.actor, &ground, None, form).await?)
}

/// Enters a seminar.
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let ground = Ground::of(&mut conn, &signed.actor).await?;
    if ground.series.is_empty() {
        rules::may_enter(&signed.actor)?;
    }
    let mut form = SeminarForm::typed(posted.pairs());
    ground::take_alternative(&mut form, posted.value("alternative"), &ground);
    if Looked::goes_back(&posted) || asks_for_times(&posted) {
        let actor = &signed.actor;
        return reader.show(&context(&mut conn, &reader, actor, &ground, None, form).await?);
    }
    let read = read::new(&mut conn, &form, &ground).await;
    drop(conn);
    let looked = Looked::read(&posted, reader.language());
    let outcome = match read {
        Ok(new) => {
            let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
            let note = looked.note.clone();
            let act = async |conn: &mut AsyncPgConnection| {
                let made = create(conn, clock, hub, actor, NewSeminar { note, ..new }).await?;
                Ok::<_, WriteError>((made.seminar.id, made.seminar.code))
            };
            once.attempt(&app, async |conn| {
                let shown = if_shown(conn, clock, hub, None, looked.first(), act);
                let code = Box::pin(shown).await?;
                Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::seminar(&code)))
            })
            .await?
        }
        Err(refusal) => Err(Unshown::Refused(refusal.into())),
    };
    match outcome {
        Ok(done) => Ok(with_word(
            &app,
            made_word(&form),
            ground.seats_short(&form),
            done,
        )),
        Err(Unshown::NotShown(told)) => {
            let (mut conn, deed) = (app.db.get().await?, ToldDeed::Announcement);
            let (actor, action) = (&signed.actor, urls::seminars());
            foretold::show(
                &mut conn, &reader, actor, deed, None, &told, looked, &posted, action,
            )
            .await
        }
        Err(Unshown::Refused(error)) => {
            again(&app, &reader, &signed.actor, &ground, None, form, error).await
        }
    }
}

/// The form with a seminar as it stands.
pub async fn edit(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    rules::still_open(&seminar)?;
    let details = queries::detail(&mut conn, seminar).await?;
    let ground = Ground::of(&mut conn, &signed.actor).await?;
    let speakers = Shown::all(&mut conn, &details).await?;
    let form = shown::of(&details, &speakers, fresh_key());
    let page = context(
        &mut conn,
        &reader,
        &signed.actor,
        &ground,
        Some(&details),
        form,
    );
    reader.show(&page.await?)
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
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let ground = Ground::of(&mut conn, &signed.actor).await?;
    let mut form = SeminarForm::typed(posted.pairs());
    form.series.value = details
        .series
        .as_ref()
        .map_or_else(String::new, |series| series.slug.clone());
    ground::take_alternative(&mut form, posted.value("alternative"), &ground);
    if Looked::goes_back(&posted) || asks_for_times(&posted) {
        let (actor, editing) = (&signed.actor, Some(&details));
        return reader.show(&context(&mut conn, &reader, actor, &ground, editing, form).await?);
    }
    let read = read::change(&mut conn, &form, &ground, &details).await;
    drop(conn);
    let looked = Looked::read(&posted, reader.language());
    let id = details.seminar.id;
    let mut spelling = None;
    let outcome = match read {
        Ok(mut edit) => {
            let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
            spelling = Some(SeminarChange {
                silent: true,
                ..edit.clone()
            });
            edit.note.clone_from(&looked.note);
            let act = async |conn: &mut AsyncPgConnection| {
                change(conn, clock, hub, actor, id, edit).await?;
                Ok::<_, WriteError>((id, ()))
            };
            once.attempt(&app, async |conn| {
                if_shown(conn, clock, hub, Some(id), looked.first(), act).await?;
                Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::seminar(&code)))
            })
            .await?
        }
        Err(refusal) => Err(Unshown::Refused(refusal.into())),
    };
    match outcome {
        Ok(done) => {
            let seats_short = ground.seats_short(&form);
            Ok(with_word(
                &app,
                saved_word(&details, &form),
                seats_short,
                done,
            ))
        }
        Err(Unshown::NotShown(told)) => {
            let mut conn = app.db.get().await?;
            let deed = told_deed(&mut conn, &app, &signed.actor, &details, spelling).await;
            let (actor, action) = (&signed.actor, urls::seminar(&code));
            let seminar = Some(details.seminar);
            foretold::show(
                &mut conn, &reader, actor, deed, seminar, &told, looked, &posted, action,
            )
            .await
        }
        Err(Unshown::Refused(error)) => {
            let details = Some(details);
            again(&app, &reader, &signed.actor, &ground, details, form, error).await
        }
    }
}

/// What the edit is called; `silently` is the same without a word, which can be done where it is of spelling alone.
async fn told_deed(
    conn: &mut AsyncPgConnection,
    app: &App,
    actor: &Actor,
    before: &Details,
    silently: Option<SeminarChange>,
) -> ToldDeed {
    let id = before.seminar.id;
    let (SeminarState::Announced | SeminarState::Postponed, Some(edit)) =
        (before.seminar.state, silently)
    else {
        return ToldDeed::Announcement;
    };
    let (clock, hub) = (&*app.clock, &app.hub);
    let act = async |conn: &mut AsyncPgConnection| {
        change(conn, clock, hub, actor, id, edit).await?;
        Ok::<_, WriteError>((id, ()))
    };
    match foretell(conn, clock, hub, id, act).await {
        Ok(_) => ToldDeed::Spelling,
        Err(_) => ToldDeed::Change,
    }
}

/// Whether the button was pressed that shows the local times, and does nothing else.
fn asks_for_times(posted: &Posted) -> bool {
    posted.value("then") == "times"
}

fn made_word(form: &SeminarForm) -> &'static str {
    match form.then.value.as_str() {
        "announced" => "flash-seminar-announced",
        _ => "flash-seminar-drafted",
    }
}

fn saved_word(before: &Details, form: &SeminarForm) -> &'static str {
    match before.seminar.state {
        SeminarState::Draft if form.then.value == "announced" => "flash-seminar-announced",
        _ if !form.silent.values.is_empty() => "flash-saved-silently",
        _ => "flash-saved",
    }
}

/// Says what was done; and where the rooms seat fewer than it takes, that instead.
fn with_word(
    app: &App,
    key: &str,
    seats_short: Option<i64>,
    mut done: HttpResponse,
) -> HttpResponse {
    let flash = match seats_short {
        Some(seats) => Flash::attention("flash-saved-seats-short").with("seats", seats),
        None => Flash::done(key),
    };
    flash.tell(&app.hub.key, app.https(), &mut done);
    done
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    ground: &Ground,
    editing: Option<&Details>,
    form: SeminarForm,
) -> QueryResult<SeminarFormPage> {
    let page = reader.page();
    let told = match editing.map(|details| &details.seminar) {
        Some(seminar) if seminar.state != SeminarState::Draft => {
            let (crowd, if_moved) =
                queries::concerned_by_change(conn, seminar.id, actor.id).await?;
            let lists = queries::listening_count(conn, seminar).await?;
            Some(WillBeTold {
                if_moved,
                lists,
                ..crowd.into()
            })
        }
        _ => None,
    };
    let series = match editing {
        Some(details) => details.series.as_ref(),
        None => ground.series(&form.series.value),
    };
    let seminar = editing.map(|details| details.seminar.id);
    let series_id = series.map(|series| series.id);
    let strip = local_times::of_form(conn, reader, &page, series_id, seminar, &form).await?;
    let chosen = Some(form.language.value.clone()).filter(|chosen| !chosen.is_empty());
    let own_language = match editing {
        _ if chosen.is_some() => chosen,
        Some(details) => details.seminar.written.language.clone(),
        None => series.and_then(|series| series.language.clone()),
    };
    Ok(SeminarFormPage {
        own_language,
        editing: editing.map(|details| Editing {
            code: details.seminar.code.clone(),
            title: details.seminar.title.clone(),
            state: details.seminar.state,
        }),
        series: series.map(named),
        series_online: series.is_some_and(|series| series.join_url.is_some()),
        series_choices: ground.series_choices(),
        rooms: ground.room_choices(&page, &form.rooms.values),
        folds: ground::folds(&form),
        strip,
        conflicts: Vec::new(),
        alternatives: Vec::new(),
        stale: None,
        told,
        seats_short: ground.seats_short(&form),
        page,
        form,
    })
}
