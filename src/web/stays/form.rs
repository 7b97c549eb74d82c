//! The form of a stay: `GET /stays/new`, `POST /stays`, `GET /stays/{code}/edit`, `POST /stays/{code}`.
//!
//! A desk that is taken is refused with who has it and how long, and with desks that are free as buttons that take them.
//! What was typed is never lost.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::Duration;
use diesel_async::AsyncPgConnection;

use super::{closed, ground::Ground, read, show::seen};
use crate::{
    app::App,
    base::{audit, error::Refusal, ids::PersonId},
    people::model::Actor,
    rooms::model::{Room, Taken},
    stays::{
        actions::{self, StayError},
        model::Details,
        rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            closed::ClosedNote,
            common::{Named, WillBeTold},
            stale::{Stale, Told, chosen, plain},
            stays::{DeskConflict, StayForm, StayFormPage},
        },
        reader::Reader,
        typed, urls,
    },
};

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    rules::may_enter_any(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let ground = Ground::of(&mut conn, &signed.actor, None, None).await?;
    let form = read::blank(&ground, app.hub.zone, fresh_key());
    reader.show(&context(&reader, &ground, None, form))
}

/// Enters a stay.
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    rules::may_enter_any(actor)?;
    let ground = Ground::of(&mut *app.db.get().await?, actor, None, None).await?;
    let mut form = StayForm::typed(posted.pairs());
    take_alternative(&mut form, posted.value("alternative"));
    let read = read::new(&form, &ground);
    let then = closed::at_start(&mut *app.db.get().await?, &reader, &ground, &form).await?;
    if let Some(news) = then
        .news(posted.value("closed_seen"))
        .filter(|_| read.is_ok())
    {
        let page = context(&reader, &ground, None, form);
        return reader.show(&StayFormPage {
            closed: news,
            ..page
        });
    }
    let outcome = match read {
        Ok(new) => {
            once.attempt(&app, async |conn| {
                let made = actions::enter(conn, &*app.clock, &app.hub, actor, new).await?;
                Ok::<_, StayError>(Done::go_to(&urls::stay(&made.stay.code)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-stay-entered").on(&app, done)),
        Err(error) => {
            let mut page = context(&reader, &ground, None, form);
            page.closed = then;
            again(&app, &reader, &ground, page, None, error).await
        }
    }
}

/// The form with a stay as it stands.
pub async fn edit(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (details, ground) = editing(&mut conn, &signed.actor, &code).await?;
    let form = read::of(&ground, &details, fresh_key());
    let closed = closed::at_start(&mut conn, &reader, &ground, &form).await?;
    let page = context(&reader, &ground, Some((&details, signed.actor.id)), form);
    reader.show(&StayFormPage { closed, ..page })
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
    let actor = &signed.actor;
    let (details, ground) = editing(&mut *app.db.get().await?, actor, &code).await?;
    let mut form = StayForm::typed(posted.pairs());
    take_alternative(&mut form, posted.value("alternative"));
    let id = details.stay.id;
    let read = read::change(&form, &ground);
    let then = closed::at_start(&mut *app.db.get().await?, &reader, &ground, &form).await?;
    if let Some(news) = then
        .news(posted.value("closed_seen"))
        .filter(|_| read.is_ok())
    {
        let page = context(&reader, &ground, Some((&details, actor.id)), form);
        return reader.show(&StayFormPage {
            closed: news,
            ..page
        });
    }
    let outcome = match read {
        Ok(change) => {
            once.attempt(&app, async |conn| {
                let changed =
                    actions::change(conn, &*app.clock, &app.hub, actor, id, change).await?;
                // Whoever hands a stay over may know of it no more.
                let known = rules::sight(actor, &changed.stay).is_some();
                let next = if known {
                    urls::stay(&code)
                } else {
                    urls::stays()
                };
                Ok::<_, StayError>(Done::go_to(&next))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-stay-saved").on(&app, done)),
        Err(error) => {
            let mut page = context(&reader, &ground, Some((&details, actor.id)), form);
            page.closed = then;
            again(&app, &reader, &ground, page, Some((actor, &code)), error).await
        }
    }
}

/// The stay that is edited, and what can be chosen in its form.
async fn editing(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<(Details, Ground), Failure> {
    let details = seen(conn, actor, code).await?.details;
    rules::may_change(actor, &details.stay)?;
    let desk = details.desk.as_ref().map(|desk| desk.room_id);
    let ground = Ground::of(conn, actor, Some(details.stay.host_id), desk).await?;
    Ok((details, ground))
}

/// Puts the desk whose button was pressed into the form.
fn take_alternative(form: &mut StayForm, slug: &str) {
    if !slug.is_empty() {
        slug.clone_into(&mut form.desk.value);
    }
}

fn context(
    reader: &Reader,
    ground: &Ground,
    editing: Option<(&Details, PersonId)>,
    form: StayForm,
) -> StayFormPage {
    StayFormPage {
        page: reader.page(),
        editing: editing
            .map(|(details, _)| Named::new(&details.stay.code, details.visitor.called())),
        visitors: ground.visitor_choices(),
        institutions: ground.institution_choices(),
        hosts: ground.host_choices(),
        sites: ground.site_choices(),
        desks: ground.desk_choices(),
        desk_conflicts: Vec::new(),
        free_desks: Vec::new(),
        closed: ClosedNote::default(),
        stale: None,
        told: editing.map(|(details, reader)| told(details, reader)),
        form,
    }
}

/// Visitor and host, but for the reader.
fn told(details: &Details, reader: PersonId) -> WillBeTold {
    let names: Vec<String> = [&details.visitor, &details.host]
        .into_iter()
        .filter(|one| one.id != reader && one.address.is_some())
        .map(|one| one.called().to_owned())
        .collect();
    WillBeTold {
        count: names.len(),
        names,
        ..WillBeTold::default()
    }
}

/// The form once more, with what stood in the way.
async fn again(
    app: &App,
    reader: &Reader,
    ground: &Ground,
    mut page: StayFormPage,
    editing: Option<(&Actor, &str)>,
    error: StayError,
) -> Result<HttpResponse, Failure> {
    let status = match (error, editing) {
        (StayError::Taken(taken), _) => {
            show_taken(&mut page, ground, &taken);
            StatusCode::CONFLICT
        }
        (StayError::Refused(Refusal::Stale { .. }), Some((actor, code))) => {
            compare(&mut *app.db.get().await?, &mut page, ground, actor, code).await?;
            StatusCode::CONFLICT
        }
        (StayError::Refused(refusal), _) => {
            typed::refused(refusal, reader.language(), |name, words| {
                page.form.refuse(read::field(name), words);
            })?
        }
    };
    reader.show_again(status, &page)
}

/// Who has the desk and how long, and which desks are free for all of that time.
fn show_taken(page: &mut StayFormPage, ground: &Ground, taken: &Taken) {
    page.desk_conflicts = taken
        .conflicts
        .iter()
        .map(|conflict| {
            let zone = ground
                .desk(conflict.room_id)
                .map_or(page.page.zone, Room::zone);
            DeskConflict {
                desk: conflict.room_name.clone(),
                visitor: conflict.title.clone().or_else(|| conflict.by.clone()),
                from: zone.date(conflict.starts_at),
                // The last instant of the last day, not the first of the next.
                to: zone.date(conflict.ends_at - Duration::seconds(1)),
            }
        })
        .collect();
    let asked = page.form.desk.value.clone();
    page.free_desks = taken
        .alternatives
        .iter()
        .filter(|free| free.room_slug != asked)
        .map(|free| Named::new(&free.room_slug, &free.room_name))
        .collect();
    let words = page.page.t("error-desk-taken");
    page.form.refuse("desk", words);
}

/// Puts the stay as it stands beside what was typed; saving that once more is a decision.
async fn compare(
    conn: &mut AsyncPgConnection,
    page: &mut StayFormPage,
    ground: &Ground,
    actor: &Actor,
    code: &str,
) -> Result<(), Failure> {
    let now = seen(conn, actor, code).await?.details;
    let theirs = read::of(ground, &now, String::new());
    let by = audit::last(conn, "stays", now.stay.id.0).await?;
    let (theirs, yours) = (fields(page, &theirs), fields(page, &page.form));
    page.stale = Some(Stale::new(
        &page.page,
        by,
        now.stay.modified_at,
        theirs,
        yours,
    ));
    page.form.meta.lock_version = Some(now.stay.lock_version);
    Ok(())
}

/// The fields of a form with the keys of their labels, as people read them. One site alone is not asked about.
fn fields(page: &StayFormPage, form: &StayForm) -> Vec<Told> {
    let mut fields = vec![
        ("stay-form-from", plain(&form.from)),
        ("stay-form-to", plain(&form.to)),
        (
            "stay-form-certainty",
            page.page.word("certainty", &form.certainty.value),
        ),
        ("stay-form-host", chosen(&page.hosts, &form.host.value)),
        ("stay-form-desk", chosen(&page.desks, &form.desk.value)),
        ("stay-form-purpose", plain(&form.purpose)),
        ("series-form-topics", plain(&form.topics)),
    ];
    if page.sites.len() > 1 {
        fields.push(("stay-form-site", chosen(&page.sites, &form.site.value)));
    }
    fields
}
