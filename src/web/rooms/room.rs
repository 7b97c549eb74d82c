//! `GET /rooms/{slug}?date=`: a room and its week.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{day, may_book, row};
use crate::{
    app::App,
    base::{ids::SiteId, slot::Slot, text, zone::monday_of},
    rooms::queries,
    web::{
        closed,
        errors::Failure,
        pages::{closed::lines, common::Named, rooms::RoomPage},
        reader::Reader,
    },
};

/// Which week: any day of it.
#[derive(Debug, Deserialize)]
pub struct Asked {
    date: Option<String>,
}

/// The room.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let room = queries::room_by_slug(&mut conn, &slug)
        .await?
        .ok_or_else(Failure::not_found)?;
    let site = match room.site_id {
        Some(id) => queries::site(&mut conn, id).await?.map(|site| site.name),
        None => None,
    };
    let parts = queries::parts(&mut conn, room.id).await?;
    let mut parts = queries::rooms_by_id(&mut conn, &parts).await?;
    parts.sort_by_cached_key(|part| text::order(&part.name));
    let zone = room.zone();
    let date = day(asked.date.as_deref(), zone, reader.now());
    let monday = monday_of(date);
    let week = Slot::new(
        zone.start_of(monday),
        zone.start_of(monday + chrono::Days::new(7)),
    );
    let blocks = match week {
        Ok(week) => queries::blocks(&mut conn, reader.actor(), &[room.id], week).await?,
        Err(_) => Vec::new(),
    };
    let sites: Vec<SiteId> = room.site_id.into_iter().collect();
    let days = (monday, monday + chrono::Days::new(6));
    let closed = closed::between(&mut conn, &reader, &sites, days).await?;
    let minutes = |minutes: i32| u32::try_from(minutes).unwrap_or(0);
    reader.show(&RoomPage {
        closed: lines(reader.language(), &closed),
        page: reader.page(),
        zone,
        equipment: room.equipment.clone(),
        parts: parts
            .iter()
            .map(|part| Named::new(&part.slug, &part.name))
            .collect(),
        margins: (minutes(room.setup_minutes), minutes(room.tidy_minutes)),
        approval: room.approval || parts.iter().any(|part| part.approval),
        date,
        may_book: may_book(reader.actor(), [&room]),
        room: row(&room, site, &blocks, reader.actor()),
    })
}
