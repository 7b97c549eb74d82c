//! `GET /rooms/free.json?starts_local=&ends_local=&zone=&except=`: what is free then, for a form that is being filled in.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use crate::{
    app::App,
    base::{
        error::{Invalid, Reason},
        slot::Slot,
    },
    rooms::{
        actions::wall_time,
        availability::{Wish, free_rooms},
        queries,
    },
    web::{errors::Failure, typed},
};

/// Wall times in a zone, and the code of a booking that is to move and so is not in its own way.
#[derive(Debug, Deserialize)]
pub struct Asked {
    starts_local: String,
    ends_local: String,
    zone: String,
    except: Option<String>,
}

/// The rooms that are free, by slug and name. Where a wall time is none or comes twice, that is said instead.
pub async fn show(app: web::Data<App>, asked: web::Query<Asked>) -> Result<HttpResponse, Failure> {
    let slot = asked.slot()?;
    let mut conn = app.db.get().await?;
    let except = match &asked.except {
        Some(code) => queries::booking_by_code(&mut conn, code).await?,
        None => None,
    };
    let wish = Wish {
        except: except.map(|booking| booking.id),
        ..Wish::default()
    };
    let free = free_rooms(&mut conn, slot, &wish).await?;
    let items: Vec<_> = free
        .iter()
        .map(|room| json!({ "slug": room.slug, "name": room.name }))
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "items": items })))
}

impl Asked {
    fn slot(&self) -> Result<Slot, Invalid> {
        let mut invalid = Invalid::default();
        let zone = invalid.take("zone", typed::zone(&self.zone));
        let mut at = |field: &str, typed: &str| {
            let local = invalid.take(field, typed::local_time(typed))?;
            invalid.take(field, zone?.instant(local, None).map_err(wall_time))
        };
        let from = at("starts_local", &self.starts_local);
        let to = at("ends_local", &self.ends_local);
        invalid.none_or()?;
        from.zip(to)
            .and_then(|(from, to)| Slot::new(from, to).ok())
            .ok_or_else(|| Invalid::one("ends_local", Reason::new("reason-end-before-start")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_is_none_is_named() {
        let asked = |starts: &str, ends: &str, zone: &str| Asked {
            starts_local: starts.into(),
            ends_local: ends.into(),
            zone: zone.into(),
            except: None,
        };
        let wrong = |asked: Asked| {
            let invalid = asked.slot().unwrap_err();
            let fields: Vec<_> = invalid
                .fields()
                .map(|(field, reasons)| (field.to_owned(), reasons[0].key()))
                .collect();
            fields
        };
        assert!(
            asked("2026-12-01T16:00", "2026-12-01T17:00:00", "Asia/Seoul")
                .slot()
                .is_ok()
        );
        assert_eq!(
            wrong(asked(
                "2026-03-29T02:30",
                "2026-03-29T04:00",
                "Europe/Paris"
            )),
            [("starts_local".to_owned(), "reason-gap")]
        );
        assert_eq!(
            wrong(asked("2026-12-01T17:00", "2026-12-01T16:00", "Asia/Seoul")),
            [("ends_local".to_owned(), "reason-end-before-start")]
        );
        assert_eq!(
            wrong(asked("soon", "later", "Mars/Olympus")),
            [
                ("ends_local".to_owned(), "reason-time"),
                ("starts_local".to_owned(), "reason-time"),
                ("zone".to_owned(), "reason-zone")
            ]
        );
    }
}
