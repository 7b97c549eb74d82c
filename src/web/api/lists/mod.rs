//! `/lists`: what belongs together across series, kept by people; what is on them ([`items`]), and following them
//! ([`follows`]).

pub mod follows;
pub mod items;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asked, Body, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        ids::{ListId, PersonId},
        page::{Listed, Page},
    },
    people::model::Actor,
    seminars::{
        actions::{self, ListChange, NewList},
        model::{List, ListState, ListVisibility},
        queries::{self, ListFilter},
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A list to be made. It has a name in one of the languages at least.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewList, example = json!({
    "name_en": "Safety and society", "name_ko": "안전과 사회", "visibility": "public",
}))]
pub struct New {
    /// What it is called in English.
    #[serde(default)]
    #[schema(max_length = 500)]
    name_en: String,
    /// What it is called in Korean.
    #[serde(default)]
    #[schema(max_length = 500)]
    name_ko: String,
    /// Its short name in addresses; made from its name where none is given.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// What it is about in English, in Markdown.
    #[serde(default)]
    #[schema(max_length = 50_000)]
    description_en: String,
    /// What it is about in Korean, in Markdown.
    #[serde(default)]
    #[schema(max_length = 50_000)]
    description_ko: String,
    /// Who may see it; `own` where nothing is given.
    visibility: Option<ListVisibility>,
    /// Who keeps it, besides whoever makes it; at most 30.
    #[serde(default)]
    #[schema(max_items = 30)]
    keepers: Vec<PersonId>,
}

/// What is to be otherwise about a list; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ListChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another name in English; empty for none.
    #[schema(max_length = 500)]
    name_en: Option<String>,
    /// Another name in Korean; empty for none.
    #[schema(max_length = 500)]
    name_ko: Option<String>,
    /// Another description in English.
    #[schema(max_length = 50_000)]
    description_en: Option<String>,
    /// Another description in Korean.
    #[schema(max_length = 50_000)]
    description_ko: Option<String>,
    /// Other viewers.
    visibility: Option<ListVisibility>,
    /// Whether it is kept.
    state: Option<ListState>,
    /// Who keeps it, all of them.
    #[schema(min_items = 1, max_items = 30)]
    keepers: Option<Vec<PersonId>>,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = List)]
pub struct Shown {
    #[serde(flatten)]
    #[schema(inline)]
    list: List,
    /// Who keeps it.
    keepers: Vec<PersonId>,
}

impl Shown {
    async fn of(conn: &mut AsyncPgConnection, list: List) -> Result<Self, Failure> {
        let keepers = queries::keepers(conn, list.id).await?;
        Ok(Self { list, keepers })
    }
}

/// List the lists
///
/// Those that the caller may know of, in the order of entry.
#[utoipa::path(get, path = "/lists", tag = "Lists", operation_id = "list_lists",
    params(
        ("slug" = Option<String>, Query, description = "With this short name"),
        ("state" = Option<ListState>, Query, description = "In this state"),
        ("keeper_id" = Option<PersonId>, Query, description = "That this person keeps"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let filter = ListFilter {
        slug: asked.text("slug"),
        state: asked.word("state", ListState::ALL),
        keeper: asked.parsed("keeper_id", "reason-unknown"),
    };
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let listed = queries::known_lists(&mut conn, &api.actor, &filter, page).await?;
    let ids: Vec<ListId> = listed.items.iter().map(|list| list.id).collect();
    let mut keepers = queries::keepers_of(&mut conn, &ids).await?;
    list(&listed.map(|list| Shown {
        keepers: keepers.remove(&list.id).unwrap_or_default(),
        list,
    }))
}

/// Read a list
#[utoipa::path(get, path = "/lists/{id}", tag = "Lists", operation_id = "get_list",
    params(ListId),
    responses((status = 200, body = Shown)))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ListId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let list = seen(&mut conn, &api.actor, *id).await?;
    show(&Shown::of(&mut conn, list).await?)
}

/// A list that the caller may know of.
async fn seen(conn: &mut AsyncPgConnection, actor: &Actor, id: ListId) -> Result<List, Failure> {
    let list = queries::list(conn, id).await?;
    let list = list.ok_or_else(Failure::not_found)?;
    match queries::sees_list(conn, Some(actor), &list).await? {
        true => Ok(list),
        false => Err(Failure::not_found()),
    }
}

/// Make a list
///
/// Whoever makes it keeps it. For members; to show it to anyone but those who keep it is for who organises a series, and for
/// administrators.
#[utoipa::path(post, path = "/lists", tag = "Lists", operation_id = "make_list",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Shown),
        (status = 403, description = "The caller is no member, or may not show it to others."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewList {
        name_en: typed.name_en,
        name_ko: typed.name_ko,
        slug: typed.slug,
        description_en: typed.description_en,
        description_ko: typed.description_ko,
        visibility: typed.visibility.unwrap_or(ListVisibility::Own),
        keepers: typed.keepers,
    };
    once.carry_out(&app, async |conn| {
        let made = actions::create_list(conn, &*app.clock, &api.actor, new).await?;
        let location = format!("/api/v1/lists/{}", made.id);
        Done::created(&location, &Shown::of(conn, made).await?)
    })
    .await
}

/// Change a list
///
/// For those who keep it, and administrators. To show it to more people than before is for who organises a series, too.
#[utoipa::path(patch, path = "/lists/{id}", tag = "Lists", operation_id = "change_list",
    params(ListId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not keep it, or may not show it to more people."),
        (status = 409, description = "It was changed since `lock_version`."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<ListId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = ListChange {
        name_en: typed.name_en,
        name_ko: typed.name_ko,
        description_en: typed.description_en,
        description_ko: typed.description_ko,
        visibility: typed.visibility,
        state: typed.state,
        keepers: typed.keepers,
        lock_version: if_match.or(typed.lock_version),
    };
    let mut conn = app.db.get().await?;
    let changed = actions::change_list(&mut conn, &*app.clock, &api.actor, *id, change).await;
    let list = if_match.judge(changed)?;
    show(&Shown::of(&mut conn, list).await?)
}

/// Remove a list
///
/// One that nobody else follows; others are archived (`state`). For those who keep it, and administrators.
#[utoipa::path(delete, path = "/lists/{id}", tag = "Lists", operation_id = "remove_list",
    params(ListId),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller does not keep it."),
        (status = 409, description = "Others follow it."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ListId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_list(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
