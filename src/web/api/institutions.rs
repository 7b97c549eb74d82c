//! `/institutions`: universities and institutes.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asked, Body, Change, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        ids::InstitutionId,
        page::{Listed, Page},
        zone::Zone,
    },
    people::{
        actions::{
            self, ChangeInstitution, NewInstitution, change_institution, create_institution,
        },
        model::{Institution, InstitutionKind},
        queries::{self, InstitutionFilter},
        rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// An institution to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInstitution, example = json!({
    "name": "Sample Institute", "country": "KR", "city": "Seoul", "zone": "Asia/Seoul", "kind": "partner",
}))]
pub struct New {
    /// Its name.
    #[serde(default)]
    #[schema(required = true, max_length = 500)]
    name: String,
    /// Its short name in addresses; made from the name where none is given.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// ISO 3166-1 alpha-2; none for an international organisation.
    #[schema(pattern = "^[A-Za-z]{2}$")]
    country: Option<String>,
    /// The city.
    #[schema(max_length = 500)]
    city: Option<String>,
    /// The IANA zone it lies in.
    #[serde(default)]
    #[schema(required = true, value_type = Zone)]
    zone: String,
    /// How it stands to the hub; `other` where nothing is given. The front desk alone enters members.
    #[schema(value_type = Option<InstitutionKind>)]
    kind: Option<String>,
    /// University, public institute, company: in the hub's own words.
    #[schema(max_length = 500)]
    sector: Option<String>,
    /// Its id in the Research Organization Registry, bare or as an address.
    #[schema(example = "05apxxy63")]
    ror: Option<String>,
}

/// What is to be otherwise about an institution; what is absent stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InstitutionChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another name.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// The short name that it has. Another one is refused: calendars are subscribed to by it. One that nothing refers to can be
    /// removed and entered anew.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// Another country.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[A-Za-z]{2}$")]
    country: Change<String>,
    /// Another city.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    city: Change<String>,
    /// Another zone.
    #[schema(value_type = Option<Zone>)]
    zone: Option<String>,
    /// How it stands to the hub.
    #[schema(value_type = Option<InstitutionKind>)]
    kind: Option<String>,
    /// Another sector.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    sector: Change<String>,
    /// Another ROR id.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    ror: Change<String>,
}

/// List institutions
///
/// In the order of entry. For members.
#[utoipa::path(get, path = "/institutions", tag = "Institutions", operation_id = "list_institutions",
    params(
        ("slug" = Option<String>, Query, description = "With this short name"),
        ("kind" = Option<InstitutionKind>, Query, description = "That stand so to the hub"),
        ("country" = Option<String>, Query, description = "In this country (ISO 3166-1 alpha-2)"),
        Page,
    ),
    responses(
        (status = 200, body = inline(Listed<Institution>)),
        (status = 403, description = "The caller is no member."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let filter = InstitutionFilter {
        slug: asked.text("slug"),
        kind: asked.word("kind", InstitutionKind::ALL),
        country: asked.text("country"),
    };
    let page = asked.page();
    asked.end()?;
    list(&queries::institutions(&mut *app.db.get().await?, &filter, page).await?)
}

/// Read an institution
///
/// For members.
#[utoipa::path(get, path = "/institutions/{id}", tag = "Institutions", operation_id = "get_institution",
    params(InstitutionId),
    responses(
        (status = 200, body = Institution),
        (status = 403, description = "The caller is no member."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<InstitutionId>,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let found = queries::institution(&mut *app.db.get().await?, *id).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// Enter an institution
///
/// For members; for the front desk where it is to be a member itself.
#[utoipa::path(post, path = "/institutions", tag = "Institutions", operation_id = "enter_institution",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Institution),
        (status = 403, description = "The caller may not enter institutions of this kind."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewInstitution {
        name: typed.name,
        slug: typed.slug,
        country: typed.country,
        city: typed.city,
        zone: typed.zone,
        kind: typed.kind,
        sector: typed.sector,
        ror: typed.ror,
    };
    once.carry_out(&app, async |conn| {
        let made = create_institution(conn, &*app.clock, &api.actor, new).await?;
        Done::created(&format!("/api/v1/institutions/{}", made.id), &made)
    })
    .await
}

/// Change an institution
///
/// For the front desk.
#[utoipa::path(patch, path = "/institutions/{id}", tag = "Institutions", operation_id = "change_institution",
    params(InstitutionId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Institution),
        (status = 403, description = "The caller is not at the front desk."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<InstitutionId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = ChangeInstitution {
        lock_version: if_match.or(typed.lock_version),
        name: typed.name,
        slug: typed.slug,
        country: typed.country.option(),
        city: typed.city.option(),
        zone: typed.zone,
        kind: typed.kind,
        sector: typed.sector.option(),
        ror: typed.ror.option(),
    };
    let mut conn = app.db.get().await?;
    let (clock, hub) = (&*app.clock, &app.hub);
    let changed = change_institution(&mut conn, clock, hub, &api.actor, *id, change).await;
    show(&if_match.judge(changed)?)
}

/// Remove an institution
///
/// One to which nothing refers. For administrators.
#[utoipa::path(delete, path = "/institutions/{id}", tag = "Institutions", operation_id = "remove_institution",
    params(InstitutionId),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller is no administrator."),
        (status = 409, description = "Something refers to it."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<InstitutionId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_institution(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
