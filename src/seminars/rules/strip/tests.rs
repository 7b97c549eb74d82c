//! What the strip says of a time, and of its weeks.

use super::*;

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn place(country: &str, name: &str) -> Place {
    Place::new(zone(name), Some(Land::of(country, zone(name), None)))
}

/// What is meant at a wall time in a zone, for so many minutes.
fn slot(anchor: &str, local: &str, minutes: i64) -> Slot {
    let from = zone(anchor)
        .instant(format!("{local}:00").parse().unwrap(), None)
        .unwrap();
    Slot::new(from, from + Duration::minutes(minutes)).unwrap()
}

fn unsuited(place: &Place, anchor: &str, local: &str, minutes: i64) -> Vec<&'static str> {
    let there = place.reads(zone(anchor), slot(anchor, local, minutes));
    there.unsuited.iter().map(|one| one.word()).collect()
}

#[test]
fn four_in_the_afternoon_in_seoul_is_night_in_montreal() {
    let there = place("CA", "America/Montreal").reads(
        zone("Asia/Seoul"),
        slot("Asia/Seoul", "2026-12-10T13:00", 60),
    );
    assert_eq!(there.local.to_string(), "2026-12-09 23:00:00");
    assert_eq!((there.days, there.offset_seconds), (-1, -5 * 3600));
    assert_eq!(there.unsuited, [Unsuited::Night]);
    assert_eq!(there.shift, None);
}

#[test]
fn hours_are_judged_by_their_first_and_their_last_minute() {
    let seoul = place("KR", "Asia/Seoul");
    let day = |from: &str, minutes| {
        unsuited(&seoul, "Asia/Seoul", &format!("2026-12-10T{from}"), minutes)
    };
    let none: [&str; 0] = [];
    assert_eq!(day("06:59", 30), ["night"]);
    assert_eq!(day("07:00", 60), ["early"]);
    assert_eq!(day("09:00", 60), none);
    assert_eq!(day("17:00", 60), none);
    assert_eq!(day("17:00", 61), ["late"]);
    assert_eq!(day("21:00", 60), ["late"]);
    assert_eq!(day("21:00", 61), ["night"]);
    assert_eq!(day("22:00", 30), ["night"]);
    // Three days end some time.
    assert_eq!(day("10:00", 3 * 24 * 60), none);
}

#[test]
fn weekends_and_friday_afternoons_are_those_of_the_country() {
    let none: [&str; 0] = [];
    let emirates = place("AE", "Asia/Dubai");
    // 4 December 2026 is a Friday.
    let there = |local: &str| unsuited(&emirates, "Asia/Dubai", local, 60);
    assert_eq!(there("2026-12-04T10:00"), none);
    assert_eq!(there("2026-12-04T11:01"), ["friday_afternoon"]);
    assert_eq!(there("2026-12-04T12:00"), ["friday_afternoon"]);
    assert_eq!(there("2026-12-04T18:00"), ["late", "friday_afternoon"]);
    assert_eq!(there("2026-12-06T10:00"), ["weekend"]);
    let riyadh = place("SA", "Asia/Riyadh");
    assert_eq!(
        unsuited(&riyadh, "Asia/Riyadh", "2026-12-04T10:00", 60),
        ["weekend"]
    );
    assert_eq!(
        unsuited(&riyadh, "Asia/Riyadh", "2026-12-06T10:00", 60),
        none
    );
    // Of a place whose country is not known only the hour is judged.
    let nowhere = Place::new(zone("Asia/Dubai"), None);
    assert_eq!(
        unsuited(&nowhere, "Asia/Dubai", "2026-12-06T23:00", 60),
        ["night"]
    );
}

#[test]
fn a_place_is_read_as_it_is_written() {
    let montreal = place("CA", "America/Montreal");
    assert_eq!(montreal.word(), "America/Montreal,CA-QC");
    assert_eq!(Place::written(&montreal.word()), Some(montreal));
    let nowhere = Place::new(zone("Asia/Dubai"), None);
    assert_eq!(Place::written("Asia/Dubai"), Some(nowhere));
    assert_eq!(Place::written("Asia/Dubai,Dubai"), None);
    assert_eq!(Place::written("Mars/Olympus,FR"), None);
}

#[test]
fn a_holiday_counts_where_the_day_is() {
    // The morning of 2 July in Seoul is the evening of Canada Day in Montréal.
    let montreal = place("CA", "America/Montreal");
    let there = montreal.reads(
        zone("Asia/Seoul"),
        slot("Asia/Seoul", "2026-07-02T09:00", 60),
    );
    assert_eq!(there.unsuited, [Unsuited::Late, Unsuited::Holiday]);
    assert_eq!(there.holiday.map(|one| one.word), Some("canada-day"));
    let there = montreal.reads(
        zone("Asia/Seoul"),
        slot("Asia/Seoul", "2026-07-01T09:00", 60),
    );
    assert_eq!(
        (there.unsuited, there.holiday),
        (vec![Unsuited::Late], None)
    );
}

/// The weeks of a weekly date in which a shift is said, with what is said.
fn shifts(anchor: &str, first: &str, weeks: i64, place: &str) -> Vec<String> {
    let first: NaiveDateTime = first.parse().unwrap();
    (0..weeks)
        .filter_map(|week| {
            let meant = first + Duration::weeks(week);
            let at = zone(anchor).instant(meant, None).unwrap();
            let one = shift(zone(anchor), at, zone(place))?;
            let (kind, minutes, otherwise) = (one.kind, one.minutes, one.otherwise);
            Some(format!(
                "{} {kind} {minutes} {}",
                meant.date(),
                otherwise.format("%H:%M")
            ))
        })
        .collect()
}

#[test]
fn weeks_in_which_a_shift_of_clocks_moves_the_hour_are_marked() {
    // Europe changes on 29 March 2026, America on 8 March: for three weeks Montréal is an hour nearer to Paris.
    assert_eq!(
        shifts(
            "Europe/Paris",
            "2026-02-12T16:00:00",
            12,
            "America/Montreal"
        ),
        [
            "2026-03-12 meanwhile 60 10:00",
            "2026-03-19 meanwhile 60 10:00",
            "2026-03-26 meanwhile 60 10:00",
            "2026-04-02 moves -60 11:00",
        ]
    );
    // Seoul changes nothing, and yet the hour moves in Paris.
    assert_eq!(
        shifts("Asia/Seoul", "2026-10-01T16:00:00", 10, "Europe/Paris"),
        ["2026-10-29 moves -60 09:00"]
    );
    assert_eq!(
        shifts("Asia/Seoul", "2026-01-01T16:00:00", 52, "Asia/Tokyo"),
        Vec::<String>::new()
    );
}

#[test]
fn of_two_times_that_clocks_show_alike_each_is_read_as_itself() {
    // 02:30 comes twice in Paris on 25 October 2026: before clocks go back, as in the weeks before, and after.
    let paris = zone("Europe/Paris");
    let there = |fold| {
        let from = "2026-10-25T02:30:00".parse().unwrap();
        let from = paris.instant(from, Some(fold)).unwrap();
        let slot = Slot::new(from, from + Duration::hours(1)).unwrap();
        place("KR", "Asia/Seoul").reads(paris, slot)
    };
    let (first, second) = (there(0), there(1));
    assert_eq!(first.local.to_string(), "2026-10-25 09:30:00");
    assert_eq!(first.shift, None);
    assert_eq!(second.local.to_string(), "2026-10-25 10:30:00");
    let moved = Shift {
        kind: ShiftKind::Moves,
        minutes: 60,
        otherwise: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
    };
    assert_eq!(second.shift, Some(moved));
}
