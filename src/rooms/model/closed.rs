//! Days on which the hub, or one of its sites, is closed.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{
    clock::Instant,
    ids::{ClosedDaysId, PersonId, SiteId},
    language::Language,
    schema::closed_days,
    slot::Slot,
    zone::Zone,
};

/// Days, one or several on end, on which the hub or a site is closed. Nothing is refused for them: people work on closed
/// days too. They are told before.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, serde::Serialize, utoipa::ToSchema,
)]
#[diesel(table_name = closed_days, check_for_backend(diesel::pg::Pg))]
pub struct ClosedDays {
    /// Their id.
    pub id: ClosedDaysId,
    /// The site that is closed; `null`: the whole hub.
    pub site_id: Option<SiteId>,
    /// The first day, by the calendar of the site or of the hub.
    #[serde(rename = "from")]
    pub from_date: NaiveDate,
    /// The last day, which is closed too.
    #[serde(rename = "to")]
    pub to_date: NaiveDate,
    /// What they are called in English; may be empty.
    pub name_en: String,
    /// What they are called in Korean; may be empty.
    pub name_ko: String,
    /// Who entered them.
    pub entered_by: Option<PersonId>,
    /// Their version: for stale forms, and their `ETag` in the API.
    pub lock_version: i32,
    /// When they were entered.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When they were last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
}

/// Closed days with what is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The days.
    pub days: ClosedDays,
    /// The name of the site; `None`: the whole hub.
    pub site: Option<String>,
    /// The zone by whose calendar they are meant.
    zone: String,
}

impl ClosedDays {
    /// What they are called, in `language` where there is a name in it.
    pub fn name(&self, language: Language) -> &str {
        let (own, other) = match language {
            Language::En => (&self.name_en, &self.name_ko),
            Language::Ko => (&self.name_ko, &self.name_en),
        };
        if own.is_empty() { other } else { own }
    }
}

impl Closed {
    /// Closed days of a site with this name and zone, or of the hub in its zone.
    pub fn new(days: ClosedDays, site: Option<(String, String)>, hub: Zone) -> Self {
        let (site, zone) = match site {
            Some((name, zone)) => (Some(name), zone),
            None => (None, hub.name().to_owned()),
        };
        Self { days, site, zone }
    }

    /// The zone by whose calendar they are meant.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// Whether this is one of the days.
    pub fn has(&self, date: NaiveDate) -> bool {
        (self.days.from_date..=self.days.to_date).contains(&date)
    }

    /// Whether a part of `slot` is on one of the days, by the clocks of what is closed.
    pub fn meets(&self, slot: Slot) -> bool {
        let zone = self.zone();
        let Some(next) = self.days.to_date.succ_opt() else {
            return false;
        };
        zone.start_of(self.days.from_date) < slot.to() && slot.from() < zone.start_of(next)
    }

    /// Whether it concerns what is at one of these sites: the whole hub does always.
    pub fn concerns(&self, sites: &[SiteId]) -> bool {
        self.days.site_id.is_none_or(|site| sites.contains(&site))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn closed(site: Option<(SiteId, &str)>, name: (&str, &str)) -> Closed {
        let at = chrono::Utc.with_ymd_and_hms(2026, 9, 1, 0, 0, 0).unwrap();
        let days = ClosedDays {
            id: ClosedDaysId(uuid::Uuid::nil()),
            site_id: site.map(|(id, _)| id),
            from_date: "2026-09-24".parse().unwrap(),
            to_date: "2026-09-26".parse().unwrap(),
            name_en: name.0.into(),
            name_ko: name.1.into(),
            entered_by: None,
            lock_version: 1,
            created_at: at,
            modified_at: at,
        };
        let site = site.map(|(_, zone)| ("House".to_owned(), zone.to_owned()));
        Closed::new(days, site, "Asia/Seoul".parse().unwrap())
    }

    fn slot(from: &str, to: &str) -> Slot {
        Slot::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_days_are_those_of_the_place() {
        let here = closed(None, ("Chuseok", "추석"));
        // Midnight in Seoul is 15:00 of the day before in UTC, and what ends with a day is not on the next.
        assert!(!here.meets(slot("2026-09-23T13:00:00Z", "2026-09-23T15:00:00Z")));
        assert!(here.meets(slot("2026-09-23T14:00:00Z", "2026-09-23T15:00:01Z")));
        assert!(here.meets(slot("2026-09-26T14:59:59Z", "2026-09-26T16:00:00Z")));
        assert!(!here.meets(slot("2026-09-26T15:00:00Z", "2026-09-26T16:00:00Z")));
        // A stay of a month meets days in its middle.
        assert!(here.meets(slot("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z")));
        let paris = closed(
            Some((SiteId(uuid::Uuid::nil()), "Europe/Paris")),
            ("Move", ""),
        );
        assert!(!paris.meets(slot("2026-09-23T20:00:00Z", "2026-09-23T22:00:00Z")));
        assert!(paris.meets(slot("2026-09-23T20:00:00Z", "2026-09-23T22:00:01Z")));
        let days = ["2026-09-23", "2026-09-24", "2026-09-26", "2026-09-27"];
        let within = days.map(|day| here.has(day.parse().unwrap()));
        assert_eq!(within, [false, true, true, false]);
    }

    #[test]
    fn a_site_concerns_who_is_there_and_the_hub_everyone() {
        let (one, other) = (SiteId(uuid::Uuid::nil()), SiteId(uuid::Uuid::max()));
        let site = closed(Some((one, "UTC")), ("Move", "이사"));
        assert!(site.concerns(&[other, one]));
        assert!(!site.concerns(&[other]));
        assert!(!site.concerns(&[]));
        assert!(closed(None, ("Chuseok", "추석")).concerns(&[]));
    }

    #[test]
    fn a_name_in_one_language_stands_for_both() {
        let both = closed(None, ("Chuseok", "추석")).days;
        assert_eq!(both.name(Language::En), "Chuseok");
        assert_eq!(both.name(Language::Ko), "추석");
        let one = closed(None, ("", "이사")).days;
        assert_eq!(one.name(Language::En), "이사");
    }
}
