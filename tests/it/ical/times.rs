//! Every half-hour of the days on which clocks change, 2020–2040, in every zone there is: meant on a clock, written, read
//! back by a parser that is not ours, and looked up on that clock again.

use std::collections::BTreeMap;

use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarValue};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use maru::{
    base::zone::{WallTimeError, Zone},
    ical::write::{Calendar, Class, Event, Status, When},
};

/// The days on which the clocks of a zone change, found without asking ours.
fn days_of_change(zone: chrono_tz::Tz) -> Vec<NaiveDate> {
    use chrono::Offset;
    let at = |day: NaiveDate| {
        let noon = day.and_time(NaiveTime::MIN) + TimeDelta::hours(12);
        zone.offset_from_utc_datetime(&noon).fix()
    };
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let mut before = at(first - Days::new(1));
    let mut days = Vec::new();
    let end = NaiveDate::from_ymd_opt(2041, 1, 1).unwrap();
    for day in first.iter_days().take_while(|day| *day < end) {
        let now = at(day);
        if now != before {
            // The change lies between two noons in UTC: on this day or the one before, and next to it where it is far from
            // UTC.
            days.extend([day - Days::new(1), day, day + Days::new(1)]);
        }
        before = now;
    }
    days.dedup();
    days
}

/// The calendar with an entry of an hour for each instant, as calcard reads it: starts and ends in order.
fn read_back(starts: &[DateTime<Utc>]) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let events: Vec<Event> = starts
        .iter()
        .map(|start| Event {
            uid: format!("{}@hub.example", start.timestamp()),
            sequence: 0,
            stamp: *start,
            modified: *start,
            created: *start,
            when: When::Timed {
                start: *start,
                end: *start + TimeDelta::hours(1),
            },
            summary: "Sample".into(),
            description: None,
            location: None,
            geo: None,
            url: None,
            categories: Vec::new(),
            status: Status::Confirmed,
            conference: None,
            transparent: false,
            class: Class::Public,
        })
        .collect();
    let calendar = Calendar {
        name: "Sample".into(),
        description: String::new(),
        zone: "Asia/Seoul".into(),
        refresh_minutes: 15,
        colour: None,
        url: None,
    };
    let read = ICalendar::parse(calendar.render(&events, &[])).unwrap();
    read.components[1..]
        .iter()
        .map(|component| {
            let of = |name: &ICalendarProperty| {
                let entry = component.property(name).unwrap();
                let [ICalendarValue::PartialDateTime(at)] = entry.values.as_slice() else {
                    panic!("{entry:?}");
                };
                // In UTC: no zone that a reader could look up otherwise.
                assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "{at:?}");
                DateTime::from_timestamp(at.to_timestamp().unwrap(), 0).unwrap()
            };
            (
                of(&ICalendarProperty::Dtstart),
                of(&ICalendarProperty::Dtend),
            )
        })
        .collect()
}

#[test]
fn every_half_hour_of_a_day_on_which_clocks_change_is_read_back_as_it_was_meant() {
    // Most zones change with others: what was written for one set of days and offsets holds for all that have it.
    let mut alike: BTreeMap<Vec<(NaiveDate, i32)>, Zone> = BTreeMap::new();
    for zone in Zone::all() {
        let tz: chrono_tz::Tz = zone.name().parse().unwrap();
        let key: Vec<_> = days_of_change(tz)
            .into_iter()
            .map(|day| (day, zone.offset_seconds(zone.noon(day))))
            .collect();
        alike.entry(key).or_insert(zone);
    }
    let (mut gaps, mut folds, mut meant_in_all) = (0, 0, 0);
    for (key, zone) in alike {
        let tz: chrono_tz::Tz = zone.name().parse().unwrap();
        let mut meant = Vec::new();
        for (day, _) in key {
            for half_hour in 0..48 {
                let wall = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(30 * half_hour);
                match zone.instant(wall, None) {
                    Ok(at) => meant.push((wall, at)),
                    Err(WallTimeError::Gap { next, .. }) => {
                        gaps += 1;
                        assert!(tz.from_local_datetime(&wall).earliest().is_none());
                        assert!(next > wall && tz.from_local_datetime(&next).earliest().is_some());
                    }
                    Err(WallTimeError::Fold { first, second, .. }) => {
                        folds += 1;
                        assert!(first < second);
                        assert_eq!(zone.instant(wall, Some(0)), Ok(first));
                        assert_eq!(zone.instant(wall, Some(1)), Ok(second));
                        meant.extend([(wall, first), (wall, second)]);
                    }
                }
            }
        }
        let mut starts: Vec<DateTime<Utc>> = meant.iter().map(|(_, at)| *at).collect();
        meant_in_all += starts.len();
        let read = read_back(&starts);
        starts.sort_unstable();
        let expected: Vec<_> = starts
            .iter()
            .map(|at| (*at, *at + TimeDelta::hours(1)))
            .collect();
        let mut sorted = read.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected, "{zone}");
        for ((wall, _), (start, _)) in meant.iter().zip(read) {
            assert_eq!(start.with_timezone(&tz).naive_local(), *wall, "{zone}");
        }
    }
    // The world's clocks do change in these years.
    assert!(gaps > 1000 && folds > 1000 && meant_in_all > 100_000);
}
