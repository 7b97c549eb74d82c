//! `GET /rooms?date=&site=`: the day with all rooms of a site. Sites in different zones are shown one at a time, for a
//! day is another span of time in each.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{day, may_book, row};
use crate::{
    app::App,
    base::{ids::SiteId, slot::Slot, text, zone::Zone},
    rooms::{
        model::{Room, RoomKind, Site},
        queries,
    },
    web::{
        closed,
        errors::Failure,
        pages::{closed::lines, common::Named, rooms::RoomsPage},
        reader::Reader,
    },
};

/// Which day, where.
#[derive(Debug, Deserialize)]
pub struct Asked {
    date: Option<String>,
    site: Option<String>,
}

/// The day.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let sites = queries::sites(&mut conn).await?;
    let site = chosen(&sites, asked.site.as_deref(), reader.zone(), app.hub.zone)?;
    let zone = site.map_or(app.hub.zone, |site| site.zone.parse().unwrap_or(Zone::UTC));
    let mut rooms = queries::rooms(&mut conn).await?;
    rooms.retain(|(room, _)| is_shown(room, site, zone));
    // Halls first: kinds are declared in the order in which they are read.
    rooms.sort_by_cached_key(|(room, _)| (room.kind, text::order(&room.name)));
    let date = day(asked.date.as_deref(), zone, reader.now());
    let ids: Vec<_> = rooms.iter().map(|(room, _)| room.id).collect();
    let blocks = match Slot::new(
        zone.start_of(date),
        zone.start_of(date + chrono::Days::new(1)),
    ) {
        Ok(span) => queries::blocks(&mut conn, reader.actor(), &ids, span).await?,
        Err(_) => Vec::new(),
    };
    let page = reader.page();
    let at: Vec<SiteId> = site.map(|site| site.id).into_iter().collect();
    let closed = closed::on(&mut conn, &reader, &at, date).await?;
    reader.show(&RoomsPage {
        closed: lines(page.language, &closed),
        page,
        date,
        zone,
        sites: sites
            .iter()
            .map(|site| Named::new(&site.slug, &site.name))
            .collect(),
        site: site.map(|site| site.slug.clone()),
        may_book: may_book(reader.actor(), rooms.iter().map(|(room, _)| room)),
        rooms: rooms
            .iter()
            .map(|(room, _)| row(room, None, &blocks, reader.actor()))
            .collect(),
    })
}

/// The site that was asked for; else one where the clocks show the reader's time, else one in the hub's zone.
fn chosen<'s>(
    sites: &'s [Site],
    asked: Option<&str>,
    reader: Zone,
    hub: Zone,
) -> Result<Option<&'s Site>, Failure> {
    if let Some(slug) = asked.filter(|slug| !slug.is_empty()) {
        let found = sites.iter().find(|site| site.slug == slug);
        return found.map(Some).ok_or_else(Failure::not_found);
    }
    let within = |zone: Zone| sites.iter().find(|site| site.zone == zone.name());
    Ok(within(reader).or_else(|| within(hub)).or(sites.first()))
}

/// Rooms of the site, and those of no site where its clocks are theirs. Desks are held through stays.
fn is_shown(room: &Room, site: Option<&Site>, zone: Zone) -> bool {
    let here = room.site_id.is_none() && room.zone() == zone;
    room.kind != RoomKind::Desk && (here || site.is_some_and(|site| room.site_id == Some(site.id)))
}
