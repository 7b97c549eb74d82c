//! `/sites`: places with rooms.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asked, Body, Change, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        ids::SiteId,
        page::{Listed, Page},
        zone::Zone,
    },
    rooms::{
        actions::{self, NewSite, SiteChange},
        model::Site,
        queries,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A site to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSite, example = json!({"name": "Main building", "zone": "Asia/Seoul"}))]
pub struct New {
    /// Its name.
    #[schema(max_length = 500)]
    name: String,
    /// Its short name in addresses; made from the name where none is given.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// The zone of its rooms.
    zone: Zone,
    /// Its postal address.
    address: Option<String>,
}

/// What is to be otherwise about a site; what is absent stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SiteChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another name.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// The short name that it has; another one is refused, for people hold addresses with it.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// Another zone: that of its rooms changes with it; what is booked keeps its instants.
    zone: Option<Zone>,
    /// Another address.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    address: Change<String>,
}

/// List sites
///
/// In the order of entry.
#[utoipa::path(get, path = "/sites", tag = "Sites and rooms", operation_id = "list_sites",
    params(
        ("slug" = Option<String>, Query, description = "With this short name"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Site>))))]
pub async fn all(
    app: web::Data<App>,
    _api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let slug = asked.text("slug");
    let page = asked.page();
    asked.end()?;
    let mut found = queries::sites(&mut *app.db.get().await?).await?;
    found.sort_by_key(|site| site.id);
    found.retain(|site| {
        site.id.0 > page.after() && slug.as_ref().is_none_or(|slug| site.slug == *slug)
    });
    list(&page.list(found, |site| site.id.0))
}

/// Read a site
#[utoipa::path(get, path = "/sites/{id}", tag = "Sites and rooms", operation_id = "get_site",
    params(SiteId),
    responses((status = 200, body = Site)))]
pub async fn one(
    app: web::Data<App>,
    _api: ApiActor,
    id: web::Path<SiteId>,
) -> Result<HttpResponse, Failure> {
    let found = queries::site(&mut *app.db.get().await?, *id).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// Enter a site
///
/// For room keepers.
#[utoipa::path(post, path = "/sites", tag = "Sites and rooms", operation_id = "enter_site",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Site),
        (status = 403, description = "The caller is no room keeper."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewSite {
        name: typed.name,
        slug: typed.slug,
        zone: typed.zone,
        address: typed.address,
    };
    once.carry_out(&app, async |conn| {
        let made = actions::create_site(conn, &*app.clock, &api.actor, new).await?;
        Done::created(&format!("/api/v1/sites/{}", made.id), &made)
    })
    .await
}

/// Change a site
///
/// For room keepers.
#[utoipa::path(patch, path = "/sites/{id}", tag = "Sites and rooms", operation_id = "change_site",
    params(SiteId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Site),
        (status = 403, description = "The caller is no room keeper."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<SiteId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = SiteChange {
        name: typed.name,
        slug: typed.slug,
        zone: typed.zone,
        address: typed.address.option(),
        lock_version: if_match.or(typed.lock_version),
    };
    let mut conn = app.db.get().await?;
    let changed = actions::change_site(&mut conn, &*app.clock, &api.actor, *id, change).await;
    show(&if_match.judge(changed)?)
}

/// Remove a site
///
/// One without rooms and stays. For room keepers.
#[utoipa::path(delete, path = "/sites/{id}", tag = "Sites and rooms", operation_id = "remove_site",
    params(SiteId),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller is no room keeper."),
        (status = 409, description = "It has rooms, or stays are there."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SiteId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_site(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
