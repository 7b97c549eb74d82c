//! How to subscribe: `GET /feeds`, every calendar there is.

use actix_web::{HttpResponse, web};
use chrono::Duration;

use super::{
    errors::Failure,
    pages::{common::Named, feeds::FeedsPage},
    reader::Reader,
};
use crate::{
    app::App,
    rooms::{self, model::RoomKind},
    seminars::queries,
};

/// Topics and institutions of seminars no longer ago than this have their feed shown.
const RECENT: Duration = Duration::days(180);

/// The calendars of the hub. Public ones hold what is public, so that they are the same for everyone.
pub async fn show(app: web::Data<App>, reader: Reader) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let facets = queries::facets(&mut conn, None, reader.now() - RECENT).await?;
    let lists = queries::lists_shown(&mut conn, None).await?;
    let rooms = rooms::queries::rooms(&mut conn).await?;
    reader.show(&FeedsPage {
        page: reader.page(),
        series: named(facets.series),
        languages: facets.languages,
        topics: named(facets.topics),
        institutions: named(facets.institutions),
        lists: lists
            .into_iter()
            .map(|list| Named::new(list.slug.clone(), list.name(reader.language())))
            .collect(),
        rooms: rooms
            .into_iter()
            .filter(|(room, _)| room.kind != RoomKind::Desk)
            .map(|(room, _)| Named::new(room.slug, room.name))
            .collect(),
    })
}

fn named(pairs: Vec<(String, String)>) -> Vec<Named> {
    let names = pairs.into_iter().map(|(slug, name)| Named::new(slug, name));
    names.collect()
}
