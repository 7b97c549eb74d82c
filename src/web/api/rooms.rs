//! `/sites`, `/rooms` and `/rooms/free`.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use super::{Asked, Body, Change, IfMatch, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Invalid, Reason, Refusal},
        ids::{PersonId, RoomId, SiteId},
        slot::Slot,
        zone::Zone,
    },
    rooms::{
        actions::{self, NewRoom, NewSite, RoomChange, SiteChange},
        availability::{self, Wish},
        model::{Room, RoomKind, RoomState},
        queries,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The body of `POST /sites`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterSite {
    name: String,
    slug: Option<String>,
    zone: Zone,
    address: Option<String>,
}

/// The body of `PATCH /sites/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditSite {
    lock_version: Option<i32>,
    name: Option<String>,
    zone: Option<Zone>,
    #[serde(default)]
    address: Change<String>,
}

/// The body of `POST /rooms`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterRoom {
    site_id: Option<SiteId>,
    name: String,
    slug: Option<String>,
    kind: RoomKind,
    capacity: Option<i32>,
    #[serde(default)]
    part_ids: Vec<RoomId>,
    #[serde(default)]
    equipment: Vec<String>,
    #[serde(default)]
    approval: bool,
    #[serde(default)]
    keepers: Vec<PersonId>,
    #[serde(default)]
    setup_minutes: i32,
    #[serde(default)]
    tidy_minutes: i32,
}

/// The body of `PATCH /rooms/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditRoom {
    lock_version: Option<i32>,
    name: Option<String>,
    #[serde(default)]
    capacity: Change<i32>,
    equipment: Option<Vec<String>>,
    approval: Option<bool>,
    keepers: Option<Vec<PersonId>>,
    setup_minutes: Option<i32>,
    tidy_minutes: Option<i32>,
    state: Option<RoomState>,
}

/// A room as the API shows it.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    room: Room,
    part_ids: Vec<RoomId>,
    keepers: Vec<PersonId>,
}

/// Rooms with what they consist of and who keeps them. Two queries, however many there are.
async fn shown(conn: &mut AsyncPgConnection, rooms: Vec<Room>) -> Result<Vec<Shown>, Failure> {
    let ids: Vec<RoomId> = rooms.iter().map(|room| room.id).collect();
    let mut parts = queries::parts_of(conn, &ids).await?;
    let mut keepers = queries::keepers_of(conn, &ids).await?;
    Ok(rooms
        .into_iter()
        .map(|room| Shown {
            part_ids: parts.remove(&room.id).unwrap_or_default(),
            keepers: keepers.remove(&room.id).unwrap_or_default(),
            room,
        })
        .collect())
}

/// `GET /sites`.
pub async fn sites(
    app: web::Data<App>,
    _api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let page = asked.page();
    asked.end()?;
    let mut found = queries::sites(&mut *app.db.get().await?).await?;
    found.sort_by_key(|site| site.id);
    found.retain(|site| site.id.0 > page.after());
    found.truncate(usize::try_from(page.rows()).unwrap_or(usize::MAX));
    super::list(&page.list(found, |site| site.id.0))
}

/// `GET /sites/{id}`.
pub async fn site(
    app: web::Data<App>,
    _api: ApiActor,
    id: web::Path<SiteId>,
) -> Result<HttpResponse, Failure> {
    let found = queries::site(&mut *app.db.get().await?, *id).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// `POST /sites`.
pub async fn enter_site(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<EnterSite>,
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

/// `PATCH /sites/{id}`.
pub async fn change_site(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<SiteId>,
    body: Body<EditSite>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = SiteChange {
        name: typed.name,
        zone: typed.zone,
        address: typed.address.option(),
        lock_version: if_match.or(typed.lock_version),
    };
    let mut conn = app.db.get().await?;
    let changed = actions::change_site(&mut conn, &*app.clock, &api.actor, *id, change).await;
    show(&if_match.judge(changed)?)
}

/// `GET /rooms?site_id=&kind=&state=`.
pub async fn all(
    app: web::Data<App>,
    _api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let site: Option<SiteId> = asked.parsed("site_id", "reason-unknown");
    let kind: Option<RoomKind> = asked.parsed("kind", "reason-unknown-member");
    let state: Option<RoomState> = asked.parsed("state", "reason-unknown-member");
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let mut found: Vec<Room> = queries::rooms(&mut conn)
        .await?
        .into_iter()
        .map(|(room, _)| room)
        .collect();
    found.sort_by_key(|room| room.id);
    found.retain(|room| {
        room.id.0 > page.after()
            && site.is_none_or(|site| room.site_id == Some(site))
            && kind.is_none_or(|kind| room.kind == kind)
            && state.is_none_or(|state| room.state == state)
    });
    found.truncate(usize::try_from(page.rows()).unwrap_or(usize::MAX));
    let listed = page.list(found, |room| room.id.0);
    let next = listed.next;
    let items = shown(&mut conn, listed.items).await?;
    show(&serde_json::json!({ "items": items, "next": next }))
}

/// `GET /rooms/{id}`.
pub async fn one(
    app: web::Data<App>,
    _api: ApiActor,
    id: web::Path<RoomId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let room = queries::room(&mut conn, *id)
        .await?
        .ok_or_else(Failure::not_found)?;
    show(&shown(&mut conn, vec![room]).await?.pop())
}

/// `POST /rooms`.
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<EnterRoom>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewRoom {
        site_id: typed.site_id,
        name: typed.name,
        slug: typed.slug,
        kind: typed.kind,
        capacity: typed.capacity,
        parts: typed.part_ids,
        equipment: typed.equipment,
        approval: typed.approval,
        keepers: typed.keepers,
        setup_minutes: typed.setup_minutes,
        tidy_minutes: typed.tidy_minutes,
    };
    once.carry_out(&app, async |conn| {
        let room = actions::create_room(conn, &*app.clock, &app.hub, &api.actor, new).await?;
        let location = format!("/api/v1/rooms/{}", room.id);
        Done::created(&location, &shown(conn, vec![room]).await?.pop())
    })
    .await
}

/// `PATCH /rooms/{id}`.
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<RoomId>,
    body: Body<EditRoom>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = RoomChange {
        name: typed.name,
        capacity: typed.capacity.option(),
        equipment: typed.equipment,
        approval: typed.approval,
        keepers: typed.keepers,
        setup_minutes: typed.setup_minutes,
        tidy_minutes: typed.tidy_minutes,
        state: typed.state,
        lock_version: if_match.or(typed.lock_version),
    };
    let mut conn = app.db.get().await?;
    let room = if_match.judge(
        actions::change_room(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await,
    )?;
    show(&shown(&mut conn, vec![room]).await?.pop())
}

/// `GET /rooms/free?starts_at=&ends_at=&capacity=&equipment=&site=&kind=`.
pub async fn free(
    app: web::Data<App>,
    _api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let from: Option<Instant> = asked.parsed("starts_at", "reason-time");
    let to: Option<Instant> = asked.parsed("ends_at", "reason-time");
    let kind: Option<RoomKind> = asked.parsed("kind", "reason-unknown-member");
    let wish = Wish {
        kind: kind.map(RoomKind::word),
        capacity: asked.parsed("capacity", "reason-number"),
        site: asked.parsed("site", "reason-unknown"),
        equipment: asked
            .text("equipment")
            .map(|list| {
                list.split(',')
                    .map(|item| item.trim().to_owned())
                    .filter(|item| !item.is_empty())
                    .collect()
            })
            .unwrap_or_default(),
        except: None,
    };
    asked.end()?;
    let slot = slot(from, to)?;
    let items = availability::free_rooms(&mut *app.db.get().await?, slot, &wish).await?;
    show(&serde_json::json!({ "items": items, "next": null }))
}

/// A slot out of two members that must both be there.
pub(super) fn slot(from: Option<Instant>, to: Option<Instant>) -> Result<Slot, Refusal> {
    let mut invalid = Invalid::default();
    if from.is_none() {
        invalid.because("starts_at", "reason-required");
    }
    if to.is_none() {
        invalid.because("ends_at", "reason-required");
    }
    invalid.none_or()?;
    match (from, to) {
        (Some(from), Some(to)) => Slot::new(from, to)
            .map_err(|_| Invalid::one("ends_at", Reason::new("reason-end-before-start")).into()),
        _ => Err(Refusal::invalid("starts_at", "reason-required")),
    }
}
