//! A query is read in one way, and what means nothing to a feed makes no body of its own.

use super::*;
use crate::base::{error::Invalid, language::Language};

fn parse(query: &[(&'static str, &'static str)]) -> Result<Options, Invalid> {
    Options::parse(query.iter().copied())
}

#[test]
fn a_query_is_read_and_what_is_not_ours_is_left_alone() {
    assert_eq!(parse(&[("utm_source", "x")]), Ok(Options::default()));
    assert_eq!(
        parse(&[
            ("past", "0"),
            ("days", "30"),
            ("lang", "ko"),
            ("alarms", "1d,15,2h,15m"),
            ("kinds", "stay,lecture"),
            ("cancelled", "0"),
            ("detail", "busy"),
        ]),
        Ok(Options {
            past_days: 0,
            days_ahead: Some(30),
            language: Some(Language::Ko),
            alarms: vec![15, 120, 1440],
            kinds: [EntryKind::Lecture, EntryKind::Stay].into(),
            cancelled: false,
            detail: Detail::Busy,
            list: None,
        })
    );
}

#[test]
fn what_leaves_seminars_out_does_not_show_all() {
    type Query = &'static [(&'static str, &'static str)];
    let shows = |query: Query| parse(query).unwrap().shows();
    let all: [Query; 4] = [
        &[],
        &[("past", "0"), ("cancelled", "0"), ("lang", "ko")],
        &[("kinds", "seminar,workshop,lecture,ceremony,tour")],
        &[("detail", "full"), ("alarms", "15")],
    ];
    let part: [Query; 3] = [
        &[("kinds", "lecture,stay")],
        &[("kinds", "seminar,workshop,lecture,ceremony")],
        &[("past", "0"), ("days", "180")],
    ];
    let nothing: [Query; 5] = [
        &[("kinds", "stay")],
        &[("kinds", "booking,stay")],
        &[("detail", "busy")],
        &[("kinds", "seminar"), ("detail", "busy")],
        &[("list", "safety")],
    ];
    for query in all {
        assert_eq!(shows(query), Shows::All, "{query:?}");
    }
    for query in part {
        assert_eq!(shows(query), Shows::Part, "{query:?}");
    }
    for query in nothing {
        assert_eq!(shows(query), Shows::Nothing, "{query:?}");
    }
}

#[test]
fn a_value_that_cannot_be_is_named() {
    for wrong in [
        ("past", "-1"),
        ("past", "3661"),
        ("days", "soon"),
        ("lang", "fr"),
        ("alarms", "15m,x"),
        ("alarms", "29d"),
        ("alarms", "1,2,3,4,5,6"),
        ("alarms", "15µ"),
        ("kinds", "concert"),
        ("kinds", ""),
        ("cancelled", "no"),
        ("detail", "none"),
        ("list", "Not a slug"),
    ] {
        let invalid = parse(&[wrong]).unwrap_err();
        let fields: Vec<_> = invalid.fields().map(|(field, _)| field).collect();
        assert_eq!(fields, [wrong.0], "{wrong:?}");
    }
}

#[test]
fn what_means_nothing_to_a_feed_makes_no_body_of_its_own() {
    let options = Options {
        past_days: 3,
        days_ahead: Some(3),
        language: None,
        alarms: vec![15],
        detail: Detail::Busy,
        ..Options::default()
    };
    let seminar = Address::Seminar("k7m4xq".into());
    assert_eq!(
        FeedRequest::new(seminar.clone(), options.clone()),
        FeedRequest::new(seminar, Options::default())
    );
    let window = Options {
        past_days: 3,
        days_ahead: Some(3),
        ..Options::default()
    };
    for public in [Address::Hub, Address::Room("hall-a".into())] {
        let request = FeedRequest::new(public, options.clone());
        assert_eq!(*request.options(), window);
    }
    let mine = Address::My("secret".into());
    let request = FeedRequest::new(mine.clone(), options.clone());
    assert_eq!(*request.options(), options);
    // What does not take place leaves its people free.
    let without = Options {
        cancelled: false,
        ..options
    };
    assert_eq!(FeedRequest::new(mine, without), request);
}

#[test]
fn kinds_that_a_feed_does_not_hold_make_no_body_of_their_own() {
    use EntryKind::{Booking, Ceremony, Lecture, Seminar, Stay, Tour, Workshop};
    let kinds = |address: Address, kinds: &[EntryKind]| {
        let options = Options {
            kinds: kinds.iter().copied().collect(),
            ..Options::default()
        };
        let request = FeedRequest::new(address, options);
        request.options().kinds.iter().copied().collect::<Vec<_>>()
    };
    assert_eq!(kinds(Address::Hub, &[Stay, Lecture, Booking]), [Lecture]);
    let all = [Seminar, Workshop, Lecture, Ceremony, Tour];
    assert!(kinds(Address::Hub, &all).is_empty());
    // Nothing but what is not there is nothing, and not everything.
    assert_eq!(kinds(Address::Hub, &[Stay]), [Stay]);
    let room = Address::Room("hall-a".into());
    assert_eq!(kinds(room, &[Stay, Booking]), [Booking]);
    let mine = Address::My("secret".into());
    assert_eq!(kinds(mine.clone(), &[Stay, Lecture]), [Lecture, Stay]);
    let busy = |kinds: &[EntryKind]| {
        let options = Options {
            kinds: kinds.iter().copied().collect(),
            detail: Detail::Busy,
            ..Options::default()
        };
        let request = FeedRequest::new(mine.clone(), options);
        request.options().kinds.iter().copied().collect::<Vec<_>>()
    };
    assert_eq!(busy(&[Stay, Lecture]), [Lecture]);
    assert_eq!(busy(&[Stay]), [Stay]);
    assert!(busy(&[Seminar, Workshop, Lecture, Ceremony, Tour, Booking]).is_empty());
}

#[test]
fn a_request_has_one_address_however_it_was_asked() {
    let path = |query: &[(&'static str, &'static str)]| {
        let topic = Address::Topic("규모".into());
        FeedRequest::written(Format::Atom, topic, parse(query).unwrap()).path_as(Format::Json)
    };
    let plain = "/feeds/topics/%EA%B7%9C%EB%AA%A8.json";
    assert_eq!(path(&[("utm_source", "x"), ("past", "90")]), plain);
    // A list to be read has neither alarms nor a way to say less.
    assert_eq!(path(&[("alarms", "15m"), ("detail", "busy")]), plain);
    assert_eq!(
        path(&[
            ("cancelled", "0"),
            ("kinds", "tour,lecture"),
            ("lang", "ko"),
            ("days", "30"),
            ("past", "1"),
        ]),
        format!("{plain}?past=1&days=30&lang=ko&kinds=lecture,tour&cancelled=0")
    );
}
