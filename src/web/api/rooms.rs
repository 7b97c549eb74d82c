//! `/rooms` and `/rooms/free`: what can be booked, and what is free.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asked, Body, Change, IfMatch, list, show, slot};
use crate::{
    app::App,
    base::{
        ids::{PersonId, RoomId, SiteId},
        page::{Listed, Page},
    },
    rooms::{
        actions::{self, NewRoom, RoomChange},
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

/// A room to be entered. Unless it says otherwise it is always open, and every member may book it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRoom, example = json!({
    "name": "Hall A", "kind": "hall", "capacity": 90, "equipment": ["projector"], "setup_minutes": 15, "tidy_minutes": 15,
}))]
pub struct New {
    /// Where it is; without it nowhere in particular, in the hub's zone.
    site_id: Option<SiteId>,
    /// Its name.
    #[schema(max_length = 500)]
    name: String,
    /// Its short name in addresses; made from the name where none is given.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// What it is.
    kind: RoomKind,
    /// How many people it holds.
    #[schema(minimum = 1)]
    capacity: Option<i32>,
    /// The rooms that it consists of: whoever books it takes them, too.
    #[serde(default)]
    part_ids: Vec<RoomId>,
    /// What is in it.
    #[serde(default)]
    equipment: Vec<String>,
    /// Whether a keeper must approve bookings.
    #[serde(default)]
    approval: bool,
    /// Who approves bookings, besides the room keepers of the hub.
    #[serde(default)]
    keepers: Vec<PersonId>,
    /// Minutes before each booking during which it is blocked.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1440)]
    setup_minutes: i32,
    /// Minutes after each booking during which it is blocked.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1440)]
    tidy_minutes: i32,
}

/// What is to be otherwise about a room; what is absent stays, `null` empties. Set-up and tidy-up count for what is
/// booked from then on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoomChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another name.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// The short name that it has. Another one is refused: calendars are subscribed to by it, and door signs lead there. One that
    /// nothing refers to can be removed and entered anew.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// Another site, whose zone it has then; `null`: nowhere in particular, in the hub's zone. What is booked keeps its instants.
    #[serde(default)]
    #[schema(value_type = Option<SiteId>)]
    site_id: Change<SiteId>,
    /// What it is. Desks are held through stays and other rooms are booked, so that one that is taken becomes no desk, and a desk
    /// that is held nothing else.
    kind: Option<RoomKind>,
    /// The rooms that it consists of, all of them. What is booked from now on takes those too; where one of them is taken
    /// while the room is, nothing is changed.
    part_ids: Option<Vec<RoomId>>,
    /// How many people it holds.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1)]
    capacity: Change<i32>,
    /// What is in it, all of it.
    equipment: Option<Vec<String>>,
    /// Whether a keeper must approve bookings.
    approval: Option<bool>,
    /// Who approves bookings, all of them.
    keepers: Option<Vec<PersonId>>,
    /// Minutes blocked before each booking.
    #[schema(minimum = 0, maximum = 1440)]
    setup_minutes: Option<i32>,
    /// Minutes blocked after each booking.
    #[schema(minimum = 0, maximum = 1440)]
    tidy_minutes: Option<i32>,
    /// Whether it can be booked.
    state: Option<RoomState>,
}

/// A room.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Room)]
pub struct Shown {
    #[serde(flatten)]
    #[schema(inline)]
    room: Room,
    /// The rooms that it consists of.
    part_ids: Vec<RoomId>,
    /// Who approves bookings, besides the room keepers of the hub.
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

/// List rooms
///
/// In the order of entry.
#[utoipa::path(get, path = "/rooms", tag = "Sites and rooms", operation_id = "list_rooms",
    params(
        ("slug" = Option<String>, Query, description = "With this short name"),
        ("site_id" = Option<SiteId>, Query, description = "Of this site"),
        ("kind" = Option<RoomKind>, Query, description = "Of this kind"),
        ("state" = Option<RoomState>, Query, description = "In this state"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn all(
    app: web::Data<App>,
    _api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let slug = asked.text("slug");
    let site: Option<SiteId> = asked.parsed("site_id", "reason-unknown");
    let kind = asked.word("kind", RoomKind::ALL);
    let state = asked.word("state", RoomState::ALL);
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let rooms = queries::rooms(&mut conn).await?;
    let mut found: Vec<Room> = rooms.into_iter().map(|(room, _)| room).collect();
    found.sort_by_key(|room| room.id);
    found.retain(|room| {
        room.id.0 > page.after()
            && slug.as_ref().is_none_or(|slug| room.slug == *slug)
            && site.is_none_or(|site| room.site_id == Some(site))
            && kind.is_none_or(|kind| room.kind == kind)
            && state.is_none_or(|state| room.state == state)
    });
    let listed = page.list(found, |room| room.id.0);
    list(&Listed {
        next: listed.next,
        items: shown(&mut conn, listed.items).await?,
    })
}

/// Read a room
#[utoipa::path(get, path = "/rooms/{id}", tag = "Sites and rooms", operation_id = "get_room",
    params(RoomId),
    responses((status = 200, body = Shown)))]
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

/// Enter a room
///
/// For room keepers.
#[utoipa::path(post, path = "/rooms", tag = "Sites and rooms", operation_id = "enter_room",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Shown),
        (status = 403, description = "The caller is no room keeper."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
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

/// Change a room
///
/// For room keepers.
#[utoipa::path(patch, path = "/rooms/{id}", tag = "Sites and rooms", operation_id = "change_room",
    params(RoomId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller is no room keeper."),
        (status = 409, description = "A part is taken while the room is, a desk is held or a room taken that would be of \
            another kind, or it was changed since `lock_version`."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<RoomId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = RoomChange {
        name: typed.name,
        slug: typed.slug,
        site_id: typed.site_id.option(),
        kind: typed.kind,
        parts: typed.part_ids,
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

/// Remove a room
///
/// One that was never booked, that no series has and that is no part of another; others are closed (`state`). For room
/// keepers.
#[utoipa::path(delete, path = "/rooms/{id}", tag = "Sites and rooms", operation_id = "remove_room",
    params(RoomId),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller is no room keeper."),
        (status = 409, description = "Something refers to it."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<RoomId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_room(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}

/// Find free rooms
///
/// Rooms that are open and free for the whole time, set-up and tidy-up included, at the moment.
#[utoipa::path(get, path = "/rooms/free", tag = "Sites and rooms", operation_id = "find_free_rooms",
    params(
        ("starts_at" = DateTime, Query, description = "From when"),
        ("ends_at" = DateTime, Query, description = "Until when, exclusive"),
        ("capacity" = Option<i32>, Query, description = "That hold at least so many people"),
        ("equipment" = Option<String>, Query, description = "In which all of this is, with commas between"),
        ("site" = Option<SiteId>, Query, description = "At this site"),
        ("kind" = Option<RoomKind>, Query, description = "Of this kind"),
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn free(
    app: web::Data<App>,
    _api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let from = asked.instant("starts_at");
    let to = asked.instant("ends_at");
    let wish = Wish {
        kind: asked.word("kind", RoomKind::ALL).map(RoomKind::word),
        capacity: asked.parsed("capacity", "reason-number"),
        site: asked.parsed("site", "reason-unknown"),
        equipment: asked
            .text("equipment")
            .map(|list| things(&list))
            .unwrap_or_default(),
        except: None,
    };
    asked.end()?;
    let slot = slot(from, to)?;
    let mut conn = app.db.get().await?;
    let found = availability::free_rooms(&mut conn, slot, &wish).await?;
    list(&Listed::whole(shown(&mut conn, found).await?))
}

fn things(list: &str) -> Vec<String> {
    list.split(',')
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}
