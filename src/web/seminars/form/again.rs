//! The form of a seminar once more: who has the room and what is free instead, the version of someone who was quicker, or what
//! is wrong beside each field.

use actix_web::{HttpResponse, http::StatusCode};
use diesel_async::AsyncPgConnection;

use super::{
    context,
    ground::Ground,
    read,
    shown::{self, Shown},
};
use crate::{
    app::App,
    base::{audit, error::Refusal},
    people::model::Actor,
    seminars::{
        actions::{EDITS, WriteError},
        model::Details,
        queries,
    },
    web::{
        errors::Failure,
        pages::{
            seminar_form::{SeminarForm, SeminarFormPage},
            stale::Stale,
        },
        reader::Reader,
        taken, typed,
    },
};

/// The form once more, with what stood in the way.
pub(super) async fn again(
    app: &App,
    reader: &Reader,
    actor: &Actor,
    ground: &Ground,
    editing: Option<Details>,
    form: SeminarForm,
    error: WriteError,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let mut page = context(&mut conn, reader, actor, ground, editing.as_ref(), form).await?;
    let status = match (error, editing) {
        (WriteError::Taken(taken), _) => {
            page.conflicts = taken::conflicts(&taken, |room| ground.zone(room));
            page.alternatives = taken::alternatives(&taken, |room| ground.zone(room));
            let first = taken.conflicts.first().map(|conflict| conflict.room_id);
            page.form.instead_of.value = first.map_or_else(String::new, |id| ground.slug(id));
            // Beside what was chosen: the room of the series, or rooms that were ticked.
            let field = match page.form.where_kind.value.as_str() {
                "series" => "where_kind",
                _ => "rooms",
            };
            page.form
                .refuse(field, reader.language().t("error-room-taken"));
            StatusCode::CONFLICT
        }
        (WriteError::Refused(Refusal::Stale { .. }), Some(details)) => {
            compare(&mut conn, &mut page, details).await?;
            StatusCode::CONFLICT
        }
        (WriteError::Refused(refusal), _) => {
            typed::refused(refusal, reader.language(), |name, words| {
                page.form.refuse(read::field(name), words);
            })?
        }
    };
    reader.show_again(status, &page)
}

/// Puts the seminar as it stands beside what was typed; saving that once more is a decision.
async fn compare(
    conn: &mut AsyncPgConnection,
    page: &mut SeminarFormPage,
    details: Details,
) -> Result<(), Failure> {
    let now = queries::seminar(conn, details.seminar.id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let (id, version, at) = (now.id, now.lock_version, now.modified_at);
    let details = queries::detail(conn, now).await?;
    let speakers = Shown::all(conn, &details).await?;
    let theirs = shown::of(&details, &speakers, String::new());
    let by = audit::last_of(conn, "seminars", id.0, EDITS).await?;
    let (theirs, yours) = (shown::told(page, &theirs), shown::told(page, &page.form));
    page.stale = Some(Stale::new(&page.page, by, at, theirs, yours));
    page.form.meta.lock_version = Some(version);
    Ok(())
}
