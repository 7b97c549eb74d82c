//! Inviting by a table of guests: brought or pasted, shown line by line, sent (`GET`, `POST
//! /seminars/{code}/invitations/table`). All of it is done, or nothing.

mod looked;

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use self::looked::Looked;
use super::{
    entry, foretold, found,
    inviting::{Inviting, Sent},
};
use crate::{
    app::App,
    base::{
        error::{Reason, Refusal},
        text,
    },
    people::{actions::MOST_GUESTS, model::Actor},
    seminars::{actions::Invitees, model::Seminar, rules},
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Once, fresh_key},
        pages::{
            form::FormMeta,
            guest_table::{GuestTableForm, GuestTablePage, GuestTablePreview},
        },
        parts::Brought,
        reader::Reader,
        typed,
    },
};

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    rules::may_invite(&seminar, reader.now())?;
    let form = GuestTableForm {
        meta: FormMeta::keyed(fresh_key()),
        ..GuestTableForm::default()
    };
    reader.show(&context(&mut conn, &reader, &signed.actor, seminar, form).await?)
}

/// Shows what becomes of each line and what they would read (`step=preview`), or invites them (`step=send`).
pub async fn send(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, actor, &code).await?;
    rules::may_invite(&seminar, reader.now())?;
    let mut form = GuestTableForm::typed(posted.pairs());
    let table = take_table(&posted, &mut form);
    let id = seminar.id;
    let looked = match &table {
        Ok(table) => Some(Looked::at(&mut conn, actor, &reader.page(), &seminar, table).await?),
        Err(_) => None,
    };
    let mut page = context(&mut conn, &reader, actor, seminar, form).await?;
    let Some(looked) = looked else {
        let why = table
            .err()
            .unwrap_or_else(|| Reason::new("reason-required"));
        page.form.refuse("table", why.say(reader.language()));
        return reader.show_again(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    page.preview = Some(looked.preview);
    let invitees = Invitees {
        guests: looked.guests,
        note: text::some(page.form.note.value.trim().to_owned()),
        ..Invitees::default()
    };
    let inviting = Inviting {
        app: &app,
        actor,
        seminar: id,
    };
    if posted.value("step") == "send" {
        drop(conn);
        let shown = page.can_send().then_some(page.form.shown.value.as_str());
        match inviting.send(once, &code, shown, invitees.clone()).await? {
            Sent::Done(done) => return Ok(with_word(&app, &page, done)),
            Sent::Refused(refusal) => return wrong(&reader, page, refusal),
            Sent::Unshown => {}
        }
        conn = app.db.get().await?;
    }
    if page.can_send() {
        let told = match inviting.foretell(&mut conn, invitees).await {
            Ok(told) => told,
            Err(refusal) => return wrong(&reader, page, refusal),
        };
        if let Some(preview) = &mut page.preview {
            preview.told = foretold::view(reader.language(), &told, |_| None);
            preview.mark = told.mark;
        }
    }
    if looked.wrong == 0 {
        return reader.show(&page);
    }
    let words = page.page.count("guest-table-refused", looked.wrong);
    page.form.refuse("table", words);
    reader.show_again(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The table of a form: of the file that came with it, else of what was pasted. Either stands in the form afterwards.
fn take_table(posted: &Posted, form: &mut GuestTableForm) -> Result<typed::GuestTable, Reason> {
    let Brought { octets, .. } = posted.take_file().unwrap_or_default();
    if !octets.is_empty() {
        let text = String::from_utf8(octets);
        let text = text.map_err(|_| Reason::new("error-guest-table-encoding"))?;
        form.table.value = text.trim_start_matches('\u{feff}').replace('\0', "");
    }
    typed::guest_table(&form.table.value, MOST_GUESTS)
}

/// Says how many were invited; when the form comes a second time, they were before.
fn with_word(app: &App, page: &GuestTablePage, mut done: HttpResponse) -> HttpResponse {
    let count = page.preview.as_ref().map_or(0, GuestTablePreview::invites);
    if count > 0 {
        let flash = Flash::done("flash-invited").with("count", count);
        flash.tell(&app.hub.key, app.https(), &mut done);
    }
    done
}

fn wrong(
    reader: &Reader,
    mut page: GuestTablePage,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    let status: StatusCode = typed::refused(refusal, reader.language(), |name, words| {
        page.form.refuse(name, words);
    })?;
    page.preview = None;
    reader.show_again(status, &page)
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    seminar: Seminar,
    form: GuestTableForm,
) -> QueryResult<GuestTablePage> {
    Ok(GuestTablePage {
        page: reader.page(),
        seminar: entry::one(conn, Some(actor), reader.language(), seminar).await?,
        form,
        preview: None,
        most: MOST_GUESTS,
    })
}
