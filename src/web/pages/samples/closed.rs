//! Closed days.

use super::{now, zone};
use crate::{
    base::ids::ClosedDaysId,
    rooms::model::{Closed, ClosedDays},
    web::pages::common::SeminarEntry,
};

/// A day on which the hub is closed: that of the second of these, where there are two.
pub fn closed(seminars: &[SeminarEntry]) -> Vec<Closed> {
    let hub = zone("Asia/Seoul");
    let second = seminars.get(1).into_iter();
    second
        .map(|seminar| {
            let date = seminar.when.date_in(hub);
            let days = ClosedDays {
                id: ClosedDaysId(uuid::Uuid::nil()),
                site_id: None,
                from_date: date,
                to_date: date,
                name_en: "Founding day".into(),
                name_ko: "개원 기념일".into(),
                entered_by: None,
                lock_version: 1,
                created_at: now(),
                modified_at: now(),
            };
            Closed::new(days, None, hub)
        })
        .collect()
}
