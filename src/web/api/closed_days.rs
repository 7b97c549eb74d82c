//! `/closed-days`: days on which the hub or a site is closed.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asked, Body, Change, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        ids::{ClosedDaysId, SiteId},
        page::{Listed, Page},
    },
    rooms::{
        actions::{self, ClosedDaysChange, NewClosedDays},
        model::ClosedDays,
        queries,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Closed days to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewClosedDays, example = json!({
    "from": "2026-09-24", "to": "2026-09-26", "name_en": "Chuseok", "name_ko": "추석",
}))]
pub struct New {
    /// The site that is closed; absent: the whole hub.
    site_id: Option<SiteId>,
    /// The first day.
    from: NaiveDate,
    /// The last day, which is closed too; absent: the first alone.
    to: Option<NaiveDate>,
    /// What they are called in English. A name in one of the languages is needed.
    #[serde(default)]
    #[schema(max_length = 500)]
    name_en: String,
    /// What they are called in Korean.
    #[serde(default)]
    #[schema(max_length = 500)]
    name_ko: String,
}

/// What is to be otherwise about closed days; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClosedDaysChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another site; `null`: the whole hub.
    #[serde(default)]
    #[schema(value_type = Option<SiteId>)]
    site_id: Change<SiteId>,
    /// Another first day.
    from: Option<NaiveDate>,
    /// Another last day.
    to: Option<NaiveDate>,
    /// Another name in English.
    #[schema(max_length = 500)]
    name_en: Option<String>,
    /// Another name in Korean.
    #[schema(max_length = 500)]
    name_ko: Option<String>,
}

/// List closed days
///
/// In the order of entry.
#[utoipa::path(get, path = "/closed-days", tag = "Sites and rooms", operation_id = "list_closed_days",
    params(
        ("site_id" = Option<SiteId>, Query, description = "Of this site, and of the whole hub"),
        ("from" = Option<NaiveDate>, Query, description = "That are not over before this day"),
        ("to" = Option<NaiveDate>, Query, description = "That have begun by this day"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<ClosedDays>))))]
pub async fn all(
    app: web::Data<App>,
    _api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let site: Option<SiteId> = asked.parsed("site_id", "reason-unknown");
    let from: Option<NaiveDate> = asked.parsed("from", "reason-date");
    let to: Option<NaiveDate> = asked.parsed("to", "reason-date");
    let page = asked.page();
    asked.end()?;
    let conn = app.db.get().await?;
    let found = queries::closed_between(&conn, app.hub.zone, from, to).await?;
    let mut found: Vec<ClosedDays> = found
        .into_iter()
        .filter(|one| one.days.id.0 > page.after())
        .filter(|one| site.is_none_or(|site| one.concerns(&[site])))
        .map(|one| one.days)
        .collect();
    found.sort_by_key(|days| days.id);
    list(&page.list(found, |days| days.id.0))
}

/// Read closed days
#[utoipa::path(get, path = "/closed-days/{id}", tag = "Sites and rooms", operation_id = "get_closed_days",
    params(ClosedDaysId),
    responses((status = 200, body = ClosedDays)))]
pub async fn one(
    app: web::Data<App>,
    _api: ApiActor,
    id: web::Path<ClosedDaysId>,
) -> Result<HttpResponse, Failure> {
    let found = queries::closed_days_by_id(&mut *app.db.get().await?, *id).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// Enter closed days
///
/// Nothing is refused for them: the pages say so before something is planned, booked or entered for one of them. For
/// administrators.
#[utoipa::path(post, path = "/closed-days", tag = "Sites and rooms", operation_id = "enter_closed_days",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = ClosedDays),
        (status = 403, description = "The caller is no administrator."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewClosedDays {
        site: typed.site_id,
        from: typed.from,
        to: typed.to.unwrap_or(typed.from),
        name_en: typed.name_en,
        name_ko: typed.name_ko,
    };
    once.carry_out(&app, async |conn| {
        let made = actions::enter_closed_days(conn, &*app.clock, &api.actor, new).await?;
        Done::created(&format!("/api/v1/closed-days/{}", made.id), &made)
    })
    .await
}

/// Change closed days
///
/// For administrators.
#[utoipa::path(patch, path = "/closed-days/{id}", tag = "Sites and rooms", operation_id = "change_closed_days",
    params(ClosedDaysId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = ClosedDays),
        (status = 403, description = "The caller is no administrator."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<ClosedDaysId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = ClosedDaysChange {
        site: typed.site_id.option(),
        from: typed.from,
        to: typed.to,
        name_en: typed.name_en,
        name_ko: typed.name_ko,
        lock_version: if_match.or(typed.lock_version),
    };
    let mut conn = app.db.get().await?;
    let changed =
        actions::change_closed_days(&mut conn, &*app.clock, &api.actor, *id, change).await;
    show(&if_match.judge(changed)?)
}

/// Remove closed days
///
/// For administrators.
#[utoipa::path(delete, path = "/closed-days/{id}", tag = "Sites and rooms", operation_id = "remove_closed_days",
    params(ClosedDaysId),
    responses(
        (status = 204, description = "They are gone."),
        (status = 403, description = "The caller is no administrator."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ClosedDaysId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_closed_days(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
