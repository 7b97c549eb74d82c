//! `/lists/{id}/items`: rules, and seminars that were chosen or left out by hand.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    base::{
        error::{Invalid, Reason},
        ids::{InstitutionId, ListId, ListItemId, PersonId, SeminarId, SeriesId},
        page::{Listed, Page},
    },
    seminars::{
        actions,
        model::{ListItem, OnList, OnListKind},
        queries, rules,
    },
    web::{
        actor::ApiActor,
        api::{Asked, Body, list},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Something to be put on a list: `what`, and the one member that it names.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewListItem, example = json!({"what": "topic", "topic": "alignment"}))]
pub struct New {
    /// What it is.
    what: OnListKind,
    /// The name of a topic, or its slug.
    #[schema(max_length = 80)]
    topic: Option<String>,
    /// A series.
    series_id: Option<SeriesId>,
    /// An institution.
    institution_id: Option<InstitutionId>,
    /// A person.
    person_id: Option<PersonId>,
    /// A seminar, to be chosen or left out.
    seminar_id: Option<SeminarId>,
}

impl New {
    /// The one thing that it names.
    fn item(self) -> Result<OnList, Invalid> {
        let needed = match self.what {
            OnListKind::Topic => "topic",
            OnListKind::Series => "series_id",
            OnListKind::Institution => "institution_id",
            OnListKind::Person => "person_id",
            OnListKind::Seminar | OnListKind::LeftOut => "seminar_id",
        };
        let given = [
            ("topic", self.topic.is_some()),
            ("series_id", self.series_id.is_some()),
            ("institution_id", self.institution_id.is_some()),
            ("person_id", self.person_id.is_some()),
            ("seminar_id", self.seminar_id.is_some()),
        ];
        let mut invalid = Invalid::default();
        for (member, given) in given {
            match (member == needed, given) {
                (true, false) => invalid.because(member, "reason-required"),
                (false, true) => invalid.because(member, "reason-unknown-member"),
                _ => {}
            }
        }
        invalid.none_or()?;
        let item = match self.what {
            OnListKind::Topic => self.topic.map(OnList::Topic),
            OnListKind::Series => self.series_id.map(OnList::Series),
            OnListKind::Institution => self.institution_id.map(OnList::Institution),
            OnListKind::Person => self.person_id.map(OnList::Person),
            OnListKind::Seminar => self.seminar_id.map(OnList::Seminar),
            OnListKind::LeftOut => self.seminar_id.map(OnList::LeftOut),
        };
        item.ok_or_else(|| Invalid::one(needed, Reason::new("reason-required")))
    }
}

/// List what is on a list
///
/// Rules and seminars, in the order in which they were put there; what stands on the list by them is in its calendar and on
/// its page. For those who keep it, and administrators.
#[utoipa::path(get, path = "/lists/{id}/items", tag = "Lists", operation_id = "list_list_items",
    params(ListId, Page),
    responses(
        (status = 200, body = inline(Listed<ListItem>)),
        (status = 403, description = "The caller does not keep it."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<ListId>,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    super::seen(&mut conn, &api.actor, *id).await?;
    let keeps = queries::keeps(&mut conn, &api.actor, *id).await?;
    rules::lists::may_keep(&api.actor, keeps)?;
    list(&queries::items_of_list(&mut conn, *id, page).await?)
}

/// Put something on a list
///
/// What is there already stays as it is and is answered; a seminar is chosen or left out, and what is said last counts. For
/// those who keep it, and administrators.
#[utoipa::path(post, path = "/lists/{id}/items", tag = "Lists", operation_id = "put_on_list",
    params(ListId, Once),
    request_body = New,
    responses(
        (status = 201, body = ListItem),
        (status = 403, description = "The caller does not keep it."),
        (status = 409, description = "It is archived."),
    ))]
pub async fn put(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<ListId>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let item = typed.item()?;
    once.carry_out(&app, async |conn| {
        let put = actions::put_on_list(conn, &*app.clock, &api.actor, *id, item).await?;
        Done::json(StatusCode::CREATED, &put)
    })
    .await
}

/// Take something off a list
///
/// For those who keep it, and administrators.
#[utoipa::path(delete, path = "/lists/{id}/items/{item_id}", tag = "Lists", operation_id = "take_off_list",
    responses(
        (status = 204, description = "It is there no more."),
        (status = 403, description = "The caller does not keep the list."),
        (status = 409, description = "The list is archived."),
    ))]
pub async fn take_off(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(ListId, ListItemId)>,
) -> Result<HttpResponse, Failure> {
    let (id, item) = path.into_inner();
    let mut conn = app.db.get().await?;
    actions::take_off_list(&mut conn, &*app.clock, &api.actor, id, item).await?;
    Ok(Done::nothing().response())
}
