//! Times as calendars write them (RFC 5545 sections 3.3.4 and 3.3.5).

use chrono::{NaiveDate, NaiveDateTime};

use super::{Component, Property, rules};
use crate::{base::clock::Instant, ical::zones};

/// The instant that a DATE-TIME of `calendar` names: in UTC, in a zone that is known, or in one that the calendar has the
/// rules of (VTIMEZONE). `None` for a floating time, which is another instant for each reader, for one that its zone skips,
/// for a DATE and for what is no time. Of a time that comes twice the first is meant (RFC 5545 section 3.3.5).
pub fn instant(property: &Property, calendar: &Component) -> Option<Instant> {
    let value = property.value.trim();
    if let Some(utc) = value.strip_suffix(['Z', 'z']) {
        return local(utc).map(|local| local.and_utc());
    }
    let (name, local) = (property.param("TZID")?, local(value)?);
    match zones::known(name) {
        Some(zone) => zone.instant(local, Some(0)).ok(),
        None => rules::instant(calendar, name, local),
    }
}

/// The day that a DATE names, or on which a DATE-TIME falls in its own zone.
pub fn date(property: &Property) -> Option<NaiveDate> {
    let day = property.value.trim().get(..8)?;
    NaiveDate::parse_from_str(day, "%Y%m%d").ok()
}

/// A wall time, in whichever zone.
pub(super) fn local(written: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(written, "%Y%m%dT%H%M%S").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(zone: Option<&str>, value: &str) -> Option<String> {
        let property = Property {
            params: zone
                .map(|zone| ("TZID".to_owned(), vec![zone.to_owned()]))
                .into_iter()
                .collect(),
            value: value.to_owned(),
            ..Property::default()
        };
        instant(&property, &Component::default()).map(|at| at.to_rfc3339())
    }

    #[test]
    fn times_are_instants_where_their_zone_is_known() {
        let seven = Some("2026-12-10T07:00:00+00:00".to_owned());
        assert_eq!(read(None, "20261210T070000Z"), seven);
        for seoul in [
            "Asia/Seoul",
            "Korea Standard Time",
            "/freeassociation.sourceforge.net/Asia/Seoul",
        ] {
            assert_eq!(read(Some(seoul), "20261210T160000"), seven, "{seoul}");
        }
        assert_eq!(read(Some("Customized Time Zone"), "20261210T160000"), None);
        assert_eq!(read(None, "20261210T160000"), None);
        assert_eq!(read(None, "20261210"), None);
        // Skipped in Paris.
        assert_eq!(read(Some("Romance Standard Time"), "20270328T023000"), None);
    }
}
