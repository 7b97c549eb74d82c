//! The strip of local times against Python's zoneinfo: `tests/strip/table` wrote the tables that are read here.

use std::collections::BTreeSet;

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};
use maru::{
    base::{slot::Slot, zone::Zone},
    seminars::rules::strip::{Place, shift},
};

const TIMES: &str = include_str!("../strip/times.txt");
const SHIFTS: &str = include_str!("../strip/shifts.txt");

/// The anchors of `shifts.txt`.
const ANCHORS: [&str; 3] = ["Asia/Seoul", "Europe/Paris", "America/Montreal"];

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

/// The zones that the head of `times.txt` names.
fn zones() -> Vec<&'static str> {
    let head = TIMES.lines().next().unwrap();
    head.split(' ').skip(2).collect()
}

#[test]
fn every_half_hour_around_a_change_of_clocks_reads_as_in_zoneinfo() {
    let zones = zones();
    assert_eq!(zones.len(), 6);
    let mut rows = 0;
    for line in TIMES.lines().skip(1) {
        let at = format!("{}:00Z", line.split(' ').next().unwrap());
        let at = at.parse().unwrap();
        let slot = Slot::new(at, at + Duration::hours(1)).unwrap();
        let read: Vec<String> = zones
            .iter()
            .map(|name| {
                let there = Place::new(zone(name), None).reads(zone("Asia/Seoul"), slot);
                let weekday = there.local.weekday().number_from_monday();
                let clock = there.local.format("%H:%M");
                format!("{weekday}/{clock}{:+}", there.offset_seconds / 3600)
            })
            .collect();
        assert_eq!(read.join(" "), line.split_once(' ').unwrap().1, "{at}");
        rows += 1;
    }
    // Two years: six days around each of eight changes by the half-hour, the others once. (Changes in one week share days.)
    assert!(rows > 2_500, "{rows}");
}

#[test]
fn every_week_in_which_a_shift_of_clocks_moves_the_hour_is_marked_and_no_other() {
    let four = NaiveTime::from_hms_opt(16, 0, 0).unwrap();
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let two_years: Vec<NaiveDate> = first
        .iter_days()
        .take_while(|day| day.year() < 2028)
        .collect();
    let mut marked = BTreeSet::new();
    for anchor in ANCHORS {
        for name in zones() {
            for day in &two_years {
                if let Some(one) = shift(zone(anchor), day.and_time(four), zone(name)) {
                    let otherwise = one.otherwise.format("%H:%M");
                    marked.insert(format!(
                        "{day} {anchor} {name} {} {} {otherwise}",
                        one.kind, one.minutes
                    ));
                }
            }
        }
    }
    let wanted: BTreeSet<String> = SHIFTS.lines().skip(1).map(str::to_owned).collect();
    let missing: Vec<_> = wanted.difference(&marked).collect();
    let besides: Vec<_> = marked.difference(&wanted).collect();
    assert_eq!((missing, besides), (vec![], vec![]));
}
