//! Who is here when: `GET /stays?from=2026-12`.

use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::entry;
use crate::{
    app::App,
    stays::{queries, rules, state::StayState},
    web::{actor::Signed, errors::Failure, pages::stays::StaysPage, reader::Reader},
};

/// How many months stand side by side.
const MONTHS: u32 = 3;

/// With which month the page begins.
#[derive(Debug, Deserialize)]
pub struct Asked {
    from: Option<String>,
}

/// The stays of three months that the reader may know of.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let today = app.hub.zone.date(reader.now());
    let mut page = StaysPage {
        page: reader.page(),
        from: asked.month().unwrap_or(today),
        months: MONTHS,
        stays: Vec::new(),
        today,
        here: 0,
        may_enter: rules::may_enter_any(actor).is_ok(),
    };
    let shown = page.grid();
    let mut conn = app.db.get().await?;
    let here = queries::timeline(&mut conn, actor, today, today).await?;
    let arrived = |seen: &&queries::Seen| seen.details.stay.state == StayState::Arrived;
    page.here = here.iter().filter(arrived).count();
    let stays = queries::timeline(&mut conn, actor, shown.first, shown.last).await?;
    page.stays = stays.into_iter().map(|seen| entry(seen.details)).collect();
    reader.show(&page)
}

impl Asked {
    /// The first day of the month that was asked for, where it is one that people live in.
    fn month(&self) -> Option<NaiveDate> {
        let first = format!("{}-01", self.from.as_deref()?).parse::<NaiveDate>();
        first.ok().filter(|day| (1970..=2200).contains(&day.year()))
    }
}
