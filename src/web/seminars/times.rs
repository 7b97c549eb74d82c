//! `GET /seminars/times.json?starts_local=&zone=&minutes=&place=…`: what clocks show elsewhere, for a form that is being
//! filled in. It reckons: the page knows who is where, and closed days alone are looked up.

use actix_web::{HttpResponse, web};
use chrono::Duration;
use serde_json::json;

use crate::{
    app::App,
    base::{
        error::{Invalid, Reason},
        slot::Slot,
        zone::Zone,
    },
    rooms::actions::wall_time,
    seminars::rules::strip::Place,
    web::{
        closed,
        errors::Failure,
        pages::{form::posted, strip::Time},
        reader::Reader,
        typed,
    },
};

/// Most places that are asked about at once.
const MOST: usize = 24;

/// What is asked, as pairs: `place` comes several times, as [`Place::written`] reads it.
pub type Asked = web::Query<Vec<(String, String)>>;

/// What a clock shows at each place, in their order, and what of the hub is closed then, in the reader's language. Where the
/// wall time is none or comes twice, that is said instead.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (anchor, slot, places) = read(&asked)?;
    let page = reader.page();
    let items: Vec<Time> = places
        .iter()
        .map(|place| Time::at(&page, place, anchor, slot))
        .collect();
    let mut conn = app.db.get().await?;
    let closed = closed::anywhere(&mut conn, &reader, slot).await?;
    Ok(HttpResponse::Ok().json(json!({ "items": items, "closed": closed })))
}

fn read(asked: &[(String, String)]) -> Result<(Zone, Slot, Vec<Place>), Invalid> {
    let mut invalid = Invalid::default();
    let value = |name: &str| posted(asked, name).pop().unwrap_or_default();
    let zone = invalid.take("zone", typed::zone(&value("zone")));
    let starts = invalid.take("starts_local", typed::local_time(&value("starts_local")));
    let minutes = typed::number(&value("minutes")).and_then(|minutes| {
        let minutes = minutes.unwrap_or(60);
        let known = (1..=43_200).contains(&minutes);
        known
            .then_some(minutes)
            .ok_or(Reason::new("reason-duration"))
    });
    let minutes = invalid.take("minutes", minutes);
    let written = posted(asked, "place");
    if written.len() > MOST {
        invalid.add("place", Reason::new("reason-too-many").with("max", MOST));
    }
    let places: Option<Vec<Place>> = written.iter().map(|word| Place::written(word)).collect();
    let places = invalid.take("place", places.ok_or(Reason::new("error-choice")));
    let from = zone.zip(starts).and_then(|(zone, starts)| {
        invalid.take(
            "starts_local",
            zone.instant(starts, None).map_err(wall_time),
        )
    });
    invalid.none_or()?;
    let slot = from.zip(minutes).and_then(|(from, minutes)| {
        Slot::new(from, from + Duration::minutes(i64::from(minutes))).ok()
    });
    zone.zip(slot)
        .zip(places)
        .map(|((zone, slot), places)| (zone, slot, places))
        .ok_or_else(|| Invalid::one("starts_local", Reason::new("reason-time")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(pairs: &[(&str, &str)]) -> Vec<(String, &'static str)> {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let invalid = read(&pairs).unwrap_err();
        invalid
            .fields()
            .map(|(field, reasons)| (field.to_owned(), reasons[0].key()))
            .collect()
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let named = |name: &str, key| (name.to_owned(), key);
        assert_eq!(
            wrong(&[
                ("starts_local", "soon"),
                ("zone", "Mars/Olympus"),
                ("minutes", "0"),
                ("place", "Europe/Paris,FR"),
                ("place", "nowhere"),
            ]),
            [
                named("minutes", "reason-duration"),
                named("place", "error-choice"),
                named("starts_local", "reason-time"),
                named("zone", "reason-zone"),
            ]
        );
        assert_eq!(
            wrong(&[
                ("starts_local", "2026-03-29T02:30"),
                ("zone", "Europe/Paris")
            ]),
            [named("starts_local", "reason-gap")]
        );
        let many = [("starts_local", "2026-12-10T16:00"), ("zone", "Asia/Seoul")]
            .into_iter()
            .chain([("place", "UTC"); MOST + 1])
            .collect::<Vec<_>>();
        assert_eq!(wrong(&many), [named("place", "reason-too-many")]);
    }
}
