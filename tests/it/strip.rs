//! The strip of local times against Python's zoneinfo: `tests/strip/table` wrote the tables that are read here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use maru::{
    base::{slot::Slot, zone::Zone},
    seminars::rules::strip::{Place, Shift, There, Unsuited, shift},
};

const TIMES: &str = include_str!("../strip/times.txt");
const SHIFTS: &str = include_str!("../strip/shifts.txt");
const FOLDS: &str = include_str!("../strip/folds.txt");

/// The anchors of `shifts.txt`.
const ANCHORS: [&str; 4] = [
    "Asia/Seoul",
    "Europe/Paris",
    "America/Montreal",
    "Australia/Lord_Howe",
];

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

/// The places that the head of `times.txt` names: `America/Montreal,CA-QC`.
fn places() -> Vec<&'static str> {
    let head = TIMES.lines().next().unwrap();
    head.split(' ').skip(2).collect()
}

fn zones() -> Vec<&'static str> {
    let zone = |place: &'static str| place.split_once(',').unwrap().0;
    places().into_iter().map(zone).collect()
}

/// As a cell of `times.txt` is written. What are holidays, zoneinfo does not know.
fn cell(there: &There) -> String {
    let (weekday, clock) = (there.local.weekday(), there.local.format("%H:%M"));
    let minutes = there.offset_seconds.abs() / 60;
    let sign = if there.offset_seconds < 0 { '-' } else { '+' };
    let unsuited: String = there.unsuited.iter().copied().filter_map(letter).collect();
    format!(
        "{}/{clock}{sign}{:02}{:02}{:+}{unsuited}",
        weekday.number_from_monday(),
        minutes / 60,
        minutes % 60,
        there.days
    )
}

fn letter(why: Unsuited) -> Option<char> {
    Some(match why {
        Unsuited::Night => 'N',
        Unsuited::Early => 'E',
        Unsuited::Late => 'L',
        Unsuited::Weekend => 'W',
        Unsuited::FridayAfternoon => 'F',
        Unsuited::Holiday => return None,
    })
}

/// As the tables of shifts are written.
fn said(shift: Shift) -> String {
    let otherwise = shift.otherwise.format("%H:%M");
    format!("{} {} {otherwise}", shift.kind, shift.minutes)
}

#[test]
fn every_half_hour_around_a_change_of_clocks_reads_as_in_zoneinfo() {
    let places = places();
    assert_eq!(places.len(), 13);
    let mut seen: BTreeMap<(&str, char), usize> = BTreeMap::new();
    let mut days = BTreeSet::new();
    for line in TIMES.lines().skip(1) {
        let at = format!("{}:00Z", line.split(' ').next().unwrap());
        let at = at.parse().unwrap();
        let slot = Slot::new(at, at + Duration::hours(1)).unwrap();
        let mut read = Vec::new();
        for word in &places {
            let there = Place::written(word).unwrap();
            let there = there.reads(zone("Asia/Seoul"), slot);
            for letter in there.unsuited.iter().copied().filter_map(letter) {
                *seen.entry((*word, letter)).or_default() += 1;
            }
            read.push(cell(&there));
        }
        assert_eq!(read.join(" "), line.split_once(' ').unwrap().1, "{at}");
        days.insert(at.date_naive());
    }
    assert_eq!(days.len(), 2 * 365);
    // What people are to be warned of is among it: the night of Montréal on every day of both years, and every Friday noon in
    // Abu Dhabi.
    assert!(seen[&("America/Montreal,CA-QC", 'N')] >= 2 * 365);
    assert!(seen[&("Asia/Dubai,AE", 'F')] >= 2 * 52);
    assert!(
        seen.keys()
            .all(|(place, letter)| *letter != 'F' || *place == "Asia/Dubai,AE")
    );
}

#[test]
fn what_is_at_23_in_montreal_and_on_a_friday_noon_in_abu_dhabi_is_in_the_table() {
    let lines: Vec<&str> = TIMES.lines().collect();
    let of = |place: &str, wanted: &str| {
        let column = places().iter().position(|one| one.starts_with(place));
        let cell = |line: &&&str| line.split(' ').nth(column.unwrap() + 1).unwrap() == wanted;
        lines.iter().skip(1).filter(cell).count()
    };
    // 13:00 in Seoul, in winter; 17:00 in Seoul.
    assert!(of("America/Montreal", "3/23:00-0500-1N") > 30);
    assert!(of("Asia/Dubai", "5/12:00+0400+0F") >= 2 * 52);
    assert!(of("Asia/Kathmandu", "1/12:45+0545+0") > 50);
    assert!(of("Australia/Lord_Howe", "1/18:00+1100+0L") > 30);
    assert!(of("Australia/Lord_Howe", "1/17:30+1030+0L") > 30);
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
                let at = zone(anchor).instant(day.and_time(four), None).unwrap();
                if let Some(one) = shift(zone(anchor), at, zone(name)) {
                    marked.insert(format!("{day} {anchor} {name} {}", said(one)));
                }
            }
        }
    }
    let wanted: BTreeSet<String> = SHIFTS.lines().skip(1).map(str::to_owned).collect();
    let missing: Vec<_> = wanted.difference(&marked).collect();
    let besides: Vec<_> = marked.difference(&wanted).collect();
    assert_eq!((missing, besides), (vec![], vec![]));
}

#[test]
fn both_of_two_times_that_clocks_show_alike_are_reckoned_as_themselves() {
    let (mut rows, mut marked) = (0, 0);
    for line in FOLDS.lines().skip(1) {
        let mut words = line.splitn(5, ' ');
        let mut word = || words.next().unwrap();
        let meant: NaiveDateTime = format!("{}:00", word()).parse().unwrap();
        let fold: u8 = word().parse().unwrap();
        let (anchor, name, wanted) = (zone(word()), zone(word()), word());
        assert!(anchor.instant(meant, None).is_err(), "{line}");
        let at = anchor.instant(meant, Some(fold)).unwrap();
        let found = shift(anchor, at, name);
        assert_eq!(found.map_or("-".to_owned(), said), wanted, "{line}");
        (rows, marked) = (rows + 1, marked + usize::from(found.is_some()));
    }
    // Paris and Montréal show two half-hours twice, Lord Howe one, in each of two years.
    assert_eq!(rows, (2 + 2 + 1) * 2 * 2 * places().len());
    assert!(marked > rows / 4, "{marked} of {rows}");
}
