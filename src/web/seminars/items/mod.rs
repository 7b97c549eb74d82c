//! The programme of a seminar in its organisers' hands: `GET /seminars/{code}/programme`, and what is posted there: an item,
//! new or changed, one taken out, one put before the one that it follows, or the overflow rooms.

mod read;
pub(super) mod shown;

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{
    entry,
    foretold::{self, Looked},
    form::{ground::Ground, shown::Shown},
    found,
};
use crate::{
    app::App,
    base::{audit, error::Refusal},
    seminars::{
        actions::{EDITS, SeminarChange, Unshown, WriteError, change, if_shown},
        model::Details,
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once},
        pages::{
            foretold::ToldDeed,
            form::Several,
            items::{ItemForm, ItemsPage},
            stale::Stale,
        },
        reader::{Reader, go_to},
        taken, typed, urls,
    },
};

/// Which item the form is filled with.
#[derive(Debug, Deserialize)]
pub struct Asked {
    item: Option<String>,
}

/// The programme as it stands, and a form for an item.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    rules::still_open(&seminar)?;
    let details = queries::detail(&mut conn, seminar).await?;
    let ground = Ground::of(&mut conn, &signed.actor).await?;
    let speakers = Shown::all(&mut conn, &details).await?;
    let form = match asked.item.as_deref() {
        Some(id) => shown::of_item(&details, id, &speakers).ok_or_else(Failure::not_found)?,
        None => shown::blank(&details),
    };
    reader.show(&context(&reader, &ground, &details, form))
}

/// Does what was posted.
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
    let mut form = ItemForm::typed(posted.pairs());
    read::take_alternative(&mut form, posted.value("alternative"), &ground, &details);
    if Looked::goes_back(&posted) {
        return reader.show(&context(&reader, &ground, &details, form));
    }
    let act = read::Act::of(&posted);
    let read = read::change(&mut conn, act, &posted, &form, &ground, &details).await;
    drop(conn);
    let looked = Looked::read(&posted, reader.language());
    let id = details.seminar.id;
    let outcome = match read {
        Ok(edit) => {
            let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
            let note = looked.note.clone();
            let deed = async |conn: &mut AsyncPgConnection| {
                change(conn, clock, hub, actor, id, SeminarChange { note, ..edit }).await?;
                Ok::<_, WriteError>((id, ()))
            };
            once.attempt(&app, async |conn| {
                if_shown(conn, clock, hub, Some(id), looked.first(), deed).await?;
                Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::seminar_programme(&code)))
            })
            .await?
        }
        Err(refusal) => Err(Unshown::Refused(refusal.into())),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-saved").on(&app, done)),
        Err(Unshown::NotShown(told)) => {
            let mut conn = app.db.get().await?;
            let (actor, action) = (&signed.actor, urls::seminar_programme(&code));
            let (deed, seminar) = (ToldDeed::Change, Some(details.seminar));
            foretold::show(
                &mut conn, &reader, actor, deed, seminar, &told, looked, &posted, action,
            )
            .await
        }
        Err(Unshown::Refused(error)) => {
            again(&app, &reader, &ground, details, act, form, error).await
        }
    }
}

fn context(reader: &Reader, ground: &Ground, details: &Details, form: ItemForm) -> ItemsPage {
    let page = reader.page();
    let overflow = details.overflow_rooms().map(|room| &room.slug);
    let overflow = Several::of(overflow);
    let mut chosen = overflow.values.clone();
    chosen.push(form.room.value.clone());
    let title = details.items.iter();
    let mut title = title.filter(|item| item.id.to_string() == form.item.value);
    ItemsPage {
        seminar: entry::entry(details, page.language, None),
        days: shown::days(details, details.seminar.zone()),
        zone: details.seminar.zone(),
        editing: title.next().map(|item| item.title.clone()),
        rooms: ground.room_choices(&page, &chosen),
        overflow,
        folds: read::folds(&form, details.seminar.zone()),
        conflicts: Vec::new(),
        alternatives: Vec::new(),
        stale: None,
        page,
        form,
    }
}

/// The page once more, with what stood in the way.
async fn again(
    app: &App,
    reader: &Reader,
    ground: &Ground,
    details: Details,
    act: read::Act,
    form: ItemForm,
    error: WriteError,
) -> Result<HttpResponse, Failure> {
    let number = read::number(&details, &form);
    let form = match act {
        read::Act::Save => form,
        // A button has nothing that could be lost.
        _ => shown::blank(&details),
    };
    let mut page = context(reader, ground, &details, form);
    let status = match error {
        WriteError::Taken(taken) => {
            page.conflicts = taken::conflicts(&taken, |room| ground.zone(room));
            if act == read::Act::Save {
                page.alternatives = taken::alternatives(&taken, |room| ground.zone(room));
            }
            let field = match act {
                read::Act::Save => "room",
                _ => "",
            };
            page.form
                .refuse(field, reader.language().t("error-room-taken"));
            StatusCode::CONFLICT
        }
        WriteError::Refused(Refusal::Stale { .. }) if act != read::Act::Save => {
            let mut answer = go_to(&urls::seminar_programme(&details.seminar.code));
            let flash = Flash::attention("flash-programme-stale");
            flash.tell(&app.hub.key, app.https(), &mut answer);
            return Ok(answer);
        }
        WriteError::Refused(Refusal::Stale { .. }) => {
            let mut conn = app.db.get().await?;
            compare(&mut conn, reader, ground, &mut page, details).await?;
            StatusCode::CONFLICT
        }
        WriteError::Refused(refusal) => {
            typed::refused(refusal, reader.language(), |name, words| {
                page.form.refuse(read::field(name, number), words);
            })?
        }
    };
    reader.show_again(status, &page)
}

/// Puts the item as it stands beside what was typed, and the programme as it stands above it; saving that once more is a
/// decision.
async fn compare(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    ground: &Ground,
    page: &mut ItemsPage,
    details: Details,
) -> Result<(), Failure> {
    let now = queries::seminar(conn, details.seminar.id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let (id, version, at) = (now.id, now.lock_version, now.modified_at);
    let details = queries::detail(conn, now).await?;
    let theirs = theirs(conn, &details, &page.form).await?;
    let by = audit::last_of(conn, "seminars", id.0, EDITS).await?;
    let mut form = page.form.clone();
    form.meta.lock_version = Some(version);
    // What someone else has taken out is put in anew.
    if theirs.item.value.is_empty() {
        form.item.value.clear();
    }
    *page = context(reader, ground, &details, form);
    let (theirs, yours) = (shown::told(page, &theirs), shown::told(page, &page.form));
    page.stale = Some(Stale::new(&page.page, by, at, theirs, yours));
    Ok(())
}

async fn theirs(
    conn: &mut AsyncPgConnection,
    details: &Details,
    form: &ItemForm,
) -> QueryResult<ItemForm> {
    let speakers = Shown::all(conn, details).await?;
    Ok(shown::of_item(details, &form.item.value, &speakers).unwrap_or_default())
}
