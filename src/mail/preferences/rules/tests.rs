use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::base::ids::SeriesId;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn hours(from: &str, to: &str) -> QuietHours {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    QuietHours {
        from: time(from),
        to: time(to),
    }
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn asked<'a>(notice: Notice, starts: &str) -> Asked<'a> {
    Asked {
        notice,
        matter: Matter {
            starts_at: Some(at(starts)),
            told_start: None,
            series: None,
        },
        not_after: at(starts),
        stopped: &[],
        zone: zone("Asia/Seoul"),
        gathers_since: None,
    }
}

/// Who has this once a day, and nothing else.
fn daily(notice: Notice) -> Preferences {
    Preferences {
        choice: Choice::Own([(notice, Pace::OnceADay)].into()),
        quiet: None,
    }
}

/// A change that gathers since then, of what begins then.
fn gathering<'a>(since: &str, starts: &str) -> Asked<'a> {
    Asked {
        gathers_since: Some(at(since)),
        ..asked(Notice::Change, starts)
    }
}

#[test]
fn each_preset_has_what_the_one_before_has_and_more() {
    let wanted = |preset: Preset| Choice::Preset(preset).wanted();
    let quiet = [
        Notice::Invitation,
        Notice::Change,
        Notice::LateFeed,
        Notice::Booking,
        Notice::Stay,
    ];
    assert_eq!(wanted(Preset::Quiet), quiet.into());
    let more = [
        Notice::Reminder,
        Notice::Answer,
        Notice::Weekly,
        Notice::Daily,
    ];
    let more = BTreeSet::from(more);
    assert_eq!(wanted(Preset::Normal), &wanted(Preset::Quiet) | &more);
    assert_eq!(wanted(Preset::Everything), Notice::CHOSEN.into());
    for preset in Preset::ALL {
        assert!(preset.wants(Notice::Always));
    }
    assert!(Choice::Own(BTreeMap::new()).wants(Notice::Always));
}

#[test]
fn what_was_changed_on_the_page_counts() {
    let normal = Choice::Preset(Preset::Normal);
    let shown = normal.paces();
    let fewer = BTreeMap::from([(Notice::Change, Pace::AtOnce)]);
    assert_eq!(normal.then(Some(Preset::Normal), &shown), normal);
    assert_eq!(
        normal.then(Some(Preset::Normal), &fewer),
        Choice::Own(fewer.clone())
    );
    let quiet = Choice::Preset(Preset::Quiet);
    assert_eq!(normal.then(Some(Preset::Quiet), &shown), quiet);
    assert_eq!(normal.then(Some(Preset::Quiet), &fewer), quiet);
    assert_eq!(normal.then(None, &fewer), Choice::Own(fewer.clone()));
    let own = Choice::Own(fewer.clone());
    assert_eq!(own.then(Some(Preset::Normal), &fewer), normal);
    // The same kinds, one of them at another pace; and with another preset all of it comes at once again.
    let mut slower = shown.clone();
    slower.insert(Notice::Change, Pace::OnceADay);
    let own = Choice::Own(slower.clone());
    assert_eq!(normal.then(Some(Preset::Normal), &slower), own);
    assert_eq!(own.then(None, &slower), own);
    assert_eq!(own.wanted(), normal.wanted());
    assert_eq!(own.pace(Notice::Change), Some(Pace::OnceADay));
    assert_eq!(own.then(Some(Preset::Quiet), &slower), quiet);
    assert_eq!(quiet.pace(Notice::Change), Some(Pace::AtOnce));
    assert_eq!(quiet.pace(Notice::Answer), None);
}

#[test]
fn what_is_not_wanted_or_was_stopped_does_not_go() {
    let now = at("2026-12-10T06:00:00Z");
    let quiet = Preferences {
        choice: Choice::Preset(Preset::Quiet),
        quiet: None,
    };
    let reminder = asked(Notice::Reminder, "2026-12-10T07:00:00Z");
    assert_eq!(decide(&quiet, &reminder, now), Decision::Unwanted);
    let usual = Preferences::default();
    assert_eq!(decide(&usual, &reminder, now), Decision::Now);
    let series = |n| Some(SeriesId(Uuid::from_u128(n)));
    let stop = |notice, series| [Stopped { notice, series }];
    let matter = Matter {
        series: series(1),
        ..reminder.matter
    };
    let of_one = |stopped: [Stopped; 1]| {
        let asked = Asked {
            matter,
            stopped: &stopped,
            ..reminder
        };
        decide(&usual, &asked, now)
    };
    assert_eq!(
        of_one(stop(Notice::Reminder, series(1))),
        Decision::Unwanted
    );
    assert_eq!(of_one(stop(Notice::Reminder, series(2))), Decision::Now);
    assert_eq!(of_one(stop(Notice::Reminder, None)), Decision::Now);
    assert_eq!(of_one(stop(Notice::Answer, series(1))), Decision::Now);
}

#[test]
fn quiet_hours_end_in_the_readers_zone_over_midnight_too() {
    let seoul = zone("Asia/Seoul");
    let end = |hours: QuietHours, now: &str| hours.end(seoul, at(now));
    let night = hours("22:00", "07:00");
    // 21:59, 22:00, 00:30, 06:59 and 07:00 in Seoul.
    assert_eq!(end(night, "2026-12-10T12:59:00Z"), None);
    let morning = Some(at("2026-12-10T22:00:00Z"));
    for within in [
        "2026-12-10T13:00:00Z",
        "2026-12-10T15:30:00Z",
        "2026-12-10T21:59:00Z",
    ] {
        assert_eq!(end(night, within), morning, "{within}");
    }
    assert_eq!(end(night, "2026-12-10T22:00:00Z"), None);
    let noon = hours("12:00", "13:30");
    assert_eq!(
        end(noon, "2026-12-10T03:00:00Z"),
        Some(at("2026-12-10T04:30:00Z"))
    );
    assert_eq!(end(noon, "2026-12-10T04:30:00Z"), None);
}

#[test]
fn quiet_hours_end_where_clocks_are_turned() {
    let montreal = zone("America/Montreal");
    // 02:30 is skipped on 8 March 2026: they end when clocks show 03:00.
    let skipped = hours("22:00", "02:30").end(montreal, at("2026-03-08T05:00:00Z"));
    assert_eq!(skipped, Some(at("2026-03-08T07:00:00Z")));
    // 01:30 comes twice on 1 November 2026: they end at the first one, and are over in the second.
    let twice = hours("22:00", "01:30");
    let first = Some(at("2026-11-01T05:30:00Z"));
    assert_eq!(twice.end(montreal, at("2026-11-01T04:00:00Z")), first);
    assert_eq!(twice.end(montreal, at("2026-11-01T06:10:00Z")), None);
}

#[test]
fn quiet_hours_hold_back_what_is_still_of_use_at_their_end() {
    let night = Preferences {
        quiet: Some(hours("22:00", "07:00")),
        ..Preferences::default()
    };
    // 02:00 in Seoul; the quiet hours end at 07:00.
    let now = at("2026-12-09T17:00:00Z");
    let end = Decision::After(at("2026-12-09T22:00:00Z"));
    let starts = |starts| decide(&night, &asked(Notice::Change, starts), now);
    assert_eq!(starts("2026-12-10T07:00:00Z"), end);
    assert_eq!(starts("2026-12-10T00:00:00Z"), end);
    // It begins at 08:59, 07:00 and 03:00.
    assert_eq!(starts("2026-12-09T23:59:00Z"), Decision::Now);
    assert_eq!(starts("2026-12-09T22:00:00Z"), Decision::Now);
    assert_eq!(starts("2026-12-09T18:00:00Z"), Decision::Now);
    // It moves by a week, and was to begin at 08:59, at 09:00, and an hour ago.
    let moved = |told: &str| {
        let mut change = asked(Notice::Change, "2026-12-17T07:00:00Z");
        change.matter.told_start = Some(at(told));
        decide(&night, &change, now)
    };
    assert_eq!(moved("2026-12-09T23:59:00Z"), Decision::Now);
    assert_eq!(moved("2026-12-10T00:00:00Z"), end);
    assert_eq!(moved("2026-12-09T16:00:00Z"), end);
    // It has begun, and helps until noon.
    let running = Asked {
        not_after: at("2026-12-10T03:00:00Z"),
        ..asked(Notice::Stay, "2026-12-08T00:00:00Z")
    };
    assert_eq!(decide(&night, &running, now), end);
    let always = asked(Notice::Always, "2026-12-10T07:00:00Z");
    assert_eq!(decide(&night, &always, now), Decision::Now);
}

#[test]
fn what_comes_once_a_day_waits_for_the_first_morning_after_it_began_to_gather() {
    let daily = daily(Notice::Change);
    // It began at 09:00 in Seoul; the next morning there is that of the 2nd, however late it is asked about.
    let change = gathering("2026-12-01T00:00:00Z", "2026-12-10T07:00:00Z");
    let morning = Decision::After(at("2026-12-01T23:00:00Z"));
    for now in ["2026-12-01T00:10:00Z", "2026-12-01T22:59:59Z"] {
        assert_eq!(decide(&daily, &change, at(now)), morning, "{now}");
    }
    for now in ["2026-12-01T23:00:00Z", "2026-12-02T01:00:00Z"] {
        assert_eq!(decide(&daily, &change, at(now)), Decision::Now, "{now}");
    }
    // At 07:59 it waits for a minute, at eight for a day.
    let since = |since| gathering(since, "2026-12-10T07:00:00Z");
    let early = since("2026-12-01T22:59:00Z");
    assert_eq!(decide(&daily, &early, at("2026-12-01T22:59:00Z")), morning);
    let next = Decision::After(at("2026-12-02T23:00:00Z"));
    let late = since("2026-12-01T23:00:00Z");
    assert_eq!(decide(&daily, &late, at("2026-12-01T23:00:00Z")), next);
    // What asks for something, what is wanted at once, and what is not wanted at all.
    let now = at("2026-12-01T00:10:00Z");
    let asks = Asked {
        gathers_since: None,
        ..change
    };
    assert_eq!(decide(&daily, &asks, now), Decision::Now);
    assert_eq!(decide(&Preferences::default(), &change, now), Decision::Now);
    let stay = Asked {
        notice: Notice::Stay,
        ..change
    };
    assert_eq!(decide(&daily, &stay, now), Decision::Unwanted);
}

#[test]
fn what_is_near_in_the_morning_does_not_wait_for_it() {
    let daily = daily(Notice::Change);
    let (now, morning) = (at("2026-12-01T00:10:00Z"), at("2026-12-01T23:00:00Z"));
    let decided = |starts: &str, told: Option<&str>, not_after: &str| {
        let mut change = gathering("2026-12-01T00:00:00Z", starts);
        change.matter.told_start = told.map(at);
        change.not_after = at(not_after);
        decide(&daily, &change, now)
    };
    let (far, end) = ("2026-12-10T07:00:00Z", "2026-12-10T08:00:00Z");
    let waits = Decision::After(morning);
    // Two days after that morning, and a second less; and it has begun.
    assert_eq!(decided("2026-12-03T23:00:00Z", None, end), waits);
    assert_eq!(decided("2026-12-03T22:59:59Z", None, end), Decision::Now);
    assert_eq!(decided("2026-11-30T00:00:00Z", None, end), Decision::Now);
    // It moves away from then; from a time that is over nobody is called back.
    let told = |told| decided(far, Some(told), end);
    assert_eq!(told("2026-12-03T22:59:59Z"), Decision::Now);
    assert_eq!(told("2026-12-03T23:00:00Z"), waits);
    assert_eq!(told("2026-11-30T00:00:00Z"), waits);
    // It would be too late.
    assert_eq!(decided(far, None, "2026-12-01T23:00:00Z"), Decision::Now);
    // What begins at no time is near to nothing.
    let timeless = Asked {
        matter: Matter::default(),
        ..gathering("2026-12-01T00:00:00Z", far)
    };
    assert_eq!(decide(&daily, &timeless, now), waits);
}

#[test]
fn the_morning_of_once_a_day_ends_no_quiet_hours() {
    let late = Preferences {
        quiet: Some(hours("22:00", "09:30")),
        ..daily(Notice::Change)
    };
    let change = gathering("2026-12-01T00:00:00Z", "2026-12-10T07:00:00Z");
    let end = Decision::After(at("2026-12-02T00:30:00Z"));
    // In the day, at eight, and at half past nine in Seoul.
    assert_eq!(decide(&late, &change, at("2026-12-01T03:00:00Z")), end);
    assert_eq!(decide(&late, &change, at("2026-12-01T23:00:00Z")), end);
    let now = at("2026-12-02T00:30:00Z");
    assert_eq!(decide(&late, &change, now), Decision::Now);
    // Where it is too near to wait for the morning, quiet hours go by their own rule.
    let near = gathering("2026-12-01T14:00:00Z", "2026-12-03T07:00:00Z");
    assert_eq!(decide(&late, &near, at("2026-12-01T14:00:00Z")), end);
}

#[test]
fn the_morning_is_at_eight_on_either_side_of_a_change_of_clocks() {
    let montreal = zone("America/Montreal");
    // The night to 8 March 2026 is an hour shorter there, that to 1 November an hour longer.
    for (since, morning) in [
        ("2026-03-07T12:59:59Z", "2026-03-07T13:00:00Z"),
        ("2026-03-07T13:00:00Z", "2026-03-08T12:00:00Z"),
        ("2026-10-31T12:00:00Z", "2026-11-01T13:00:00Z"),
    ] {
        assert_eq!(morning_after(montreal, at(since)), at(morning), "{since}");
    }
}

proptest! {
    #[test]
    fn nothing_is_put_off_twice_nor_for_longer_than_a_day_and_its_quiet_hours(
        since in 0_i64..500_000_000, waited in 0_i64..200_000, quiet in prop::option::of((0_u32..24, 1_u32..=12)),
        zone in prop::sample::select(vec!["Asia/Seoul", "America/Montreal", "Europe/Paris", "Pacific/Chatham", "Asia/Dubai"]),
    ) {
        let since = at("2026-01-01T00:00:00Z") + Duration::seconds(since);
        let now = since + Duration::seconds(waited);
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let preferences = Preferences {
            quiet: quiet.map(|(from, long)| QuietHours { from: time(from), to: time((from + long) % 24) }),
            ..daily(Notice::Change)
        };
        let change = Asked {
            notice: Notice::Change,
            matter: Matter::default(),
            not_after: now + Duration::days(30),
            stopped: &[],
            zone: zone.parse().unwrap(),
            gathers_since: Some(since),
        };
        if let Decision::After(goes) = decide(&preferences, &change, now) {
            prop_assert!(now < goes);
            prop_assert!(goes - now <= Duration::hours(25 + 13));
            prop_assert_eq!(decide(&preferences, &change, goes), Decision::Now);
        }
    }
}

#[test]
fn kinds_are_otherwise_than_a_preset_has_them_or_as_it_does() {
    let normal = Choice::Preset(Preset::Normal);
    let kinds = |kinds: &[(Notice, Option<Pace>)]| kinds.iter().copied().collect();
    let as_it_is = kinds(&[
        (Notice::Change, Some(Pace::AtOnce)),
        (Notice::Followed, None),
    ]);
    assert_eq!(normal.changed(None, &as_it_is), normal);
    let fewer = kinds(&[(Notice::Weekly, None)]);
    let mut paces = normal.paces();
    paces.remove(&Notice::Weekly);
    let own = Choice::Own(paces);
    assert_eq!(normal.changed(None, &fewer), own);
    assert_eq!(own.changed(None, &kinds(&[])), own);
    // Another preset, then what is named beside it.
    assert_eq!(own.changed(Some(Some(Preset::Normal)), &kinds(&[])), normal);
    assert_eq!(own.changed(Some(Some(Preset::Normal)), &fewer), own);
    assert_eq!(
        own.changed(Some(Some(Preset::Quiet)), &fewer),
        Choice::Preset(Preset::Quiet)
    );
    // None: the kinds stay, and are their own from then on.
    let frozen = Choice::Own(normal.paces());
    assert_eq!(normal.changed(Some(None), &kinds(&[])), frozen);
}
