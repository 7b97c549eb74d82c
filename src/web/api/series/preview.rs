//! What a change of a series would tell, without doing it.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use utoipa::ToSchema;

use super::bodies::Edit;
use crate::{
    app::App,
    base::ids::SeriesId,
    seminars::actions,
    web::{
        actor::ApiActor,
        api::{Body, IfMatch, seminars::preview::Preview, show},
        errors::Failure,
    },
};

/// The call, with the body that it would have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeriesPreview, example = json!({"change": {"duration_minutes": 90, "note": "We need more time."}}))]
pub struct Asked {
    /// `PATCH /series/{id}`.
    change: Edit,
}

/// Preview what a change of a series would tell
///
/// Whom it would tell of the coming seminars that change with it, by language and zone, and the very mails, one of each kind
/// and language; by the same rules and in the same words as the change itself. Each seminar is told of in a mail of its own:
/// whoever knows of several gets several, and counts once among the recipients. Nothing is changed. For its organisers.
#[utoipa::path(post, path = "/series/{id}/previews", tag = "Series", operation_id = "preview_series",
    params(SeriesId),
    request_body = Asked,
    responses(
        (status = 200, body = Preview),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "As the change itself would be answered."),
    ))]
pub async fn preview(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeriesId>,
    body: Body<Asked>,
) -> Result<HttpResponse, Failure> {
    let (id, change) = (*id, body.0.change.change(IfMatch::default()));
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let act = async |conn: &mut AsyncPgConnection| {
        actions::change_series(conn, clock, hub, actor, id, change).await
    };
    let mut conn = app.db.get().await?;
    let (_, told) = actions::foretell_series(&mut conn, clock, hub, id, act).await?;
    show(&Preview::from(told))
}
