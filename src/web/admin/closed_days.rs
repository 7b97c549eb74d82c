//! Days on which the hub or a site is closed: `GET /admin/closed-days`, `POST /admin/closed-days`,
//! `GET /admin/closed-days/{id}`, `POST /admin/closed-days/{id}`, `POST /admin/closed-days/{id}/removal`.

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;

use super::{may_administer, told};
use crate::{
    app::App,
    base::{
        audit,
        error::{Invalid, Reason, Refusal},
        ids::{ClosedDaysId, SiteId},
    },
    rooms::{
        actions::{
            ClosedDaysChange, NewClosedDays, change_closed_days, enter_closed_days,
            remove_closed_days,
        },
        model::{ClosedDays, Site},
        queries,
    },
    web::{
        actor::Signed,
        errors::Failure,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            closed::{ClosedDaysForm, ClosedDaysPage, ClosedLine},
            form::{Choice, Field, FormMeta},
            stale::{Stale, Told, chosen, plain},
        },
        reader::Reader,
        typed, urls,
    },
};

/// How many of those that are over are shown.
const PAST: usize = 20;

/// All of them, with a form for new ones.
pub async fn all(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    reader.show(&context(&mut conn, &reader, None, blank()).await?)
}

/// Enters days.
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let form = ClosedDaysForm::typed(posted.pairs());
    let sites = queries::sites(&mut *app.db.get().await?).await?;
    let outcome = match read(&form, &sites) {
        Ok(new) => {
            once.attempt(&app, async |conn| {
                enter_closed_days(conn, &*app.clock, &signed.actor, new).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::closed_days()))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(told(&app, "flash-closed-entered", done)),
        Err(refusal) => again(&app, &reader, None, form, refusal).await,
    }
}

/// The form with days as they stand.
pub async fn edit(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    id: web::Path<ClosedDaysId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let days = found(&mut conn, *id).await?;
    let sites = queries::sites(&mut conn).await?;
    let form = of(&days, &sites, fresh_key());
    reader.show(&context(&mut conn, &reader, Some(*id), form).await?)
}

/// Saves an edit.
pub async fn save(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    id: web::Path<ClosedDaysId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let form = ClosedDaysForm::typed(posted.pairs());
    let mut conn = app.db.get().await?;
    found(&mut conn, *id).await?;
    let sites = queries::sites(&mut conn).await?;
    drop(conn);
    let outcome = match read(&form, &sites) {
        Ok(new) => {
            let change = ClosedDaysChange {
                site: Some(new.site),
                from: Some(new.from),
                to: Some(new.to),
                name_en: Some(new.name_en),
                name_ko: Some(new.name_ko),
                lock_version: form.meta.lock_version,
            };
            once.attempt(&app, async |conn| {
                change_closed_days(conn, &*app.clock, &signed.actor, *id, change).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::closed_days()))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(told(&app, "flash-saved", done)),
        Err(refusal) => again(&app, &reader, Some(*id), form, refusal).await,
    }
}

/// Removes days: the place is open then.
pub async fn remove(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<ClosedDaysId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let done = once
        .carry_out(&app, async |conn| {
            remove_closed_days(conn, &*app.clock, &signed.actor, *id).await?;
            Ok(Done::go_to(&urls::closed_days()))
        })
        .await?;
    Ok(told(&app, "flash-closed-removed", done))
}

async fn found(conn: &mut AsyncPgConnection, id: ClosedDaysId) -> Result<ClosedDays, Failure> {
    let days = queries::closed_days_by_id(conn, id).await?;
    days.ok_or_else(Failure::not_found)
}

/// What was typed, read. A last day that is not given is the first.
fn read(form: &ClosedDaysForm, sites: &[Site]) -> Result<NewClosedDays, Invalid> {
    let mut invalid = Invalid::default();
    let from = invalid.take("from", typed::date(&form.from.value));
    let to: Option<Option<NaiveDate>> = match form.to.value.trim() {
        "" => Some(None),
        typed => invalid.take("to", typed::date(typed)).map(Some),
    };
    let site = invalid.take("site", site_of(&form.site.value, sites));
    match (from, to, site) {
        (Some(from), Some(to), Some(site)) => Ok(NewClosedDays {
            site,
            from,
            to: to.unwrap_or(from),
            name_en: form.name_en.value.clone(),
            name_ko: form.name_ko.value.clone(),
        }),
        _ => Err(invalid),
    }
}

fn site_of(slug: &str, sites: &[Site]) -> Result<Option<SiteId>, Reason> {
    if slug.is_empty() {
        return Ok(None);
    }
    let site = sites.iter().find(|site| site.slug == slug);
    site.map(|site| Some(site.id))
        .ok_or_else(|| Reason::new("error-choice"))
}

fn blank() -> ClosedDaysForm {
    ClosedDaysForm {
        meta: FormMeta::keyed(fresh_key()),
        ..ClosedDaysForm::default()
    }
}

fn of(days: &ClosedDays, sites: &[Site], key: String) -> ClosedDaysForm {
    let site = sites.iter().find(|site| Some(site.id) == days.site_id);
    ClosedDaysForm {
        meta: FormMeta {
            key,
            lock_version: Some(days.lock_version),
            errors: Vec::new(),
        },
        from: Field::of(days.from_date.to_string()),
        to: Field::of(days.to_date.to_string()),
        site: Field::of(site.map(|site| site.slug.clone()).unwrap_or_default()),
        name_en: Field::of(&days.name_en),
        name_ko: Field::of(&days.name_ko),
    }
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    editing: Option<ClosedDaysId>,
    form: ClosedDaysForm,
) -> Result<ClosedDaysPage, Failure> {
    let page = reader.page();
    let hub = reader.hub().zone;
    let sites = queries::sites(conn).await?;
    let all = match editing {
        Some(_) => Vec::new(),
        None => queries::closed_between(conn, hub, None, None).await?,
    };
    let over = |to: NaiveDate| to < hub.date(reader.now());
    let (past, coming): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| over(one.days.to_date));
    let past = past.iter().rev().take(PAST);
    Ok(ClosedDaysPage {
        editing: editing.map(|id| id.to_string()),
        coming: coming
            .iter()
            .map(|one| ClosedLine::of(&page, one))
            .collect(),
        past: past.map(|one| ClosedLine::of(&page, one)).collect(),
        sites: sites
            .iter()
            .map(|site| Choice::new(&site.slug, &site.name))
            .collect(),
        stale: None,
        form,
        page,
    })
}

/// The form once more, with what stood in the way.
async fn again(
    app: &App,
    reader: &Reader,
    editing: Option<ClosedDaysId>,
    form: ClosedDaysForm,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let mut page = context(&mut conn, reader, editing, form).await?;
    let status = match (refusal, editing) {
        (Refusal::Stale { .. }, Some(id)) => {
            compare(&mut conn, &mut page, id).await?;
            StatusCode::CONFLICT
        }
        (refusal, _) => typed::refused(refusal, reader.language(), |name, words| {
            let name = if name == "site_id" { "site" } else { name };
            page.form.refuse(name, words);
        })?,
    };
    reader.show_again(status, &page)
}

/// Puts the days as they stand beside what was typed; saving that once more is a decision.
async fn compare(
    conn: &mut AsyncPgConnection,
    page: &mut ClosedDaysPage,
    id: ClosedDaysId,
) -> Result<(), Failure> {
    let now = found(conn, id).await?;
    let sites = queries::sites(conn).await?;
    let theirs = fields(page, &of(&now, &sites, String::new()));
    let yours = fields(page, &page.form);
    let by = audit::last(conn, "closed_days", id.0).await?;
    page.stale = Some(Stale::new(&page.page, by, now.modified_at, theirs, yours));
    page.form.meta.lock_version = Some(now.lock_version);
    Ok(())
}

fn fields(page: &ClosedDaysPage, form: &ClosedDaysForm) -> [Told; 5] {
    [
        ("closed-from", plain(&form.from)),
        ("closed-to", plain(&form.to)),
        ("closed-where", chosen(&page.sites, &form.site.value)),
        ("closed-name-en", plain(&form.name_en)),
        ("closed-name-ko", plain(&form.name_ko)),
    ]
}
