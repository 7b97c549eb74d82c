//! A term that is planned, and the board of a series.

use chrono::Duration;

use super::{all_series, now, organiser, say, speaker, strip, when, zone};
use crate::{
    base::{language::Language, zone::monday_of},
    seminars::{
        queries::Obstacle,
        rules::board::{Lack, Step},
    },
    web::{
        pages::{
            announce_term::{AnnounceTermForm, AnnounceTermPage, choice},
            board::{BoardPage, BoardRow},
            common::{Conflict, Speaker},
            form::{Choice, Field, FormMeta, Several},
            strip::{Note, Strip},
            term::{DateRow, PlaceNote, TermForm, TermPage},
            words::{SeminarState, SpeakerAnswer},
        },
        urls,
    },
};

/// The form alone; with its dates; with dates that cannot be.
pub fn terms(language: Language) -> Vec<(&'static str, TermPage)> {
    let blank = blank(language);
    let mut wrong = blank.clone();
    wrong.form.until = Field::wrong("", language.t("reason-term-end"));
    let fine = TermPage {
        strip: strip(&blank.page, Some(when(7, 16, 0, 60, "Asia/Seoul"))),
        dates: dates(language, false),
        ..blank.clone()
    };
    let mut taken = TermPage {
        dates: dates(language, true),
        ..fine.clone()
    };
    let said = taken.page.count("term-in-the-way", taken.in_the_way());
    taken.form.refuse("dates", said);
    vec![
        ("form", blank),
        ("wrong", wrong),
        ("dates", fine),
        ("taken", taken),
    ]
}

fn blank(language: Language) -> TermPage {
    let [scaling, ..] = all_series(language);
    let page = organiser(language, &urls::series_term(&scaling.slug));
    TermPage {
        series: scaling,
        zone: zone("Asia/Seoul"),
        form: TermForm {
            meta: FormMeta::keyed("sample"),
            weekday: Field::of("2"),
            starts: Field::of("16:00"),
            every_weeks: Field::of("1"),
            from: Field::of("2026-12-01"),
            until: Field::of("2027-01-05"),
            weeks_off: Field::of("2026-12-21"),
            room: Field::of("hall"),
            dates: Several::default(),
            ..TermForm::default()
        },
        rooms: vec![Choice::new("hall", say(language, "Main hall", "대강당"))],
        dates: Vec::new(),
        strip: Strip::default(),
        page,
    }
}

fn dates(language: Language, with_trouble: bool) -> Vec<DateRow> {
    let hall = || say(language, "Main hall", "대강당");
    let row = |number: usize, days: i64| {
        let when = when(days, 16, 0, 60, "Asia/Seoul");
        DateRow {
            number,
            wanted: number != 2,
            date: when.date_in(when.zone).to_string(),
            time: "16:00".into(),
            when: Some(when),
            ..DateRow::default()
        }
    };
    let mut rows = vec![row(0, 7), row(1, 14), row(2, 21), row(3, 35)];
    rows[1].places = vec![PlaceNote {
        city: language.t("zone-asia-dubai"),
        clock: format!("{} 11:00", language.t("weekday-short-2")),
        notes: vec![Note {
            text: language.with(
                "strip-holiday",
                &[("name", language.t("holiday-national-day-ae").into())],
            ),
            attention: true,
        }],
    }];
    rows[3].off_before = vec![monday_of(
        zone("Asia/Seoul").date(now()) + Duration::days(28),
    )];
    if with_trouble {
        rows[0].obstacle = Some(Obstacle::Taken);
        rows[0].conflicts = vec![Conflict {
            room: hall(),
            when: when(7, 15, 30, 90, "Asia/Seoul"),
            title: Some(say(language, "Reading group", "독서 모임")),
            by: Some("Jane Doe".into()),
        }];
        rows[1].obstacle = Some(Obstacle::Fold);
        rows[1].when = None;
        rows[1].folds = vec![
            Choice::new("0", "01:30 (UTC−4)"),
            Choice::new("1", "01:30 (UTC−5)"),
        ];
        rows[3].error = Some(language.t("reason-date"));
        rows[3].when = None;
        rows[3].date = String::new();
    }
    rows
}

/// Drafts to be announced: those that are complete, all of them, after one was changed meanwhile, and none.
pub fn announced_terms(language: Language) -> Vec<(&'static str, AnnounceTermPage)> {
    let [scaling, ..] = all_series(language);
    let page = organiser(language, &urls::series_announcement(&scaling.slug));
    let (_, board) = boards(language).remove(0);
    let mut rows = board.rows;
    rows[1].state = SeminarState::Draft;
    rows[1].lacks = vec![Lack::Announcement];
    let drafts = rows
        .iter()
        .filter(|row| row.state == SeminarState::Draft)
        .map(|row| choice(&page, format!("{}.1", row.code), row));
    let some = AnnounceTermPage {
        drafts: drafts.collect(),
        series: scaling,
        form: AnnounceTermForm {
            meta: FormMeta::keyed("sample"),
            seminars: Several::of(["k7m4xr.1".to_owned()]),
        },
        followers: 12,
        lists: 1,
        page,
    };
    let mut all = some.clone();
    all.form.seminars = Several::of(all.drafts.iter().map(|draft| draft.value.clone()));
    all.lists = 0;
    let mut changed = some.clone();
    let local = [("local", "2026-12-01 16:00".into())];
    let said = language.with("reason-announce-changed", &local);
    changed.form.refuse("seminars", said);
    let none = AnnounceTermPage {
        drafts: Vec::new(),
        form: AnnounceTermForm::default(),
        ..some.clone()
    };
    vec![
        ("some", some),
        ("all", all),
        ("changed", changed),
        ("none", none),
    ]
}

/// A term under way, and nothing planned.
pub fn boards(language: Language) -> Vec<(&'static str, BoardPage)> {
    let [scaling, ..] = all_series(language);
    let asked = |name: &str, answer| Speaker {
        answer,
        ..speaker(name, "")
    };
    let row = |code: &str, days, state| BoardRow {
        code: code.into(),
        title: String::new(),
        state,
        when: when(days, 16, 0, 60, "Asia/Seoul"),
        over: days < 0,
        speakers: Vec::new(),
        places: vec![say(language, "Main hall", "대강당")],
        lacks: Vec::new(),
        slots: 0,
        next: Step::Nothing,
        off_before: Vec::new(),
    };
    let title = || say(language, "Beyond Scaling Laws", "규모의 법칙 너머");
    let full = BoardPage {
        page: organiser(language, &urls::series_board(&scaling.slug)),
        series: scaling,
        goes_on: true,
        rows: vec![
            BoardRow {
                title: title(),
                speakers: vec![asked("Marie Exemple", SpeakerAnswer::Accepted)],
                ..row("k7m4xq", -7, SeminarState::Announced)
            },
            BoardRow {
                title: title(),
                speakers: vec![asked("Erika Mustermann", SpeakerAnswer::Accepted)],
                next: Step::Invitation,
                ..row("k7m4xr", 7, SeminarState::Announced)
            },
            BoardRow {
                speakers: vec![asked("Jane Doe", SpeakerAnswer::Asked)],
                lacks: vec![
                    Lack::Answer,
                    Lack::Title,
                    Lack::Abstract,
                    Lack::Announcement,
                ],
                next: Step::Answer,
                ..row("k7m4xs", 14, SeminarState::Draft)
            },
            BoardRow {
                places: Vec::new(),
                lacks: vec![
                    Lack::Speaker,
                    Lack::Title,
                    Lack::Abstract,
                    Lack::Room,
                    Lack::Announcement,
                ],
                next: Step::Speaker,
                off_before: vec![monday_of(
                    zone("Asia/Seoul").date(now()) + Duration::days(21),
                )],
                ..row("k7m4xt", 28, SeminarState::Draft)
            },
            BoardRow {
                title: title(),
                next: Step::Time,
                ..row("k7m4xv", 35, SeminarState::Postponed)
            },
        ],
        is_longer: false,
    };
    let empty = BoardPage {
        rows: Vec::new(),
        ..full.clone()
    };
    let long = BoardPage {
        is_longer: true,
        goes_on: false,
        ..full.clone()
    };
    vec![("full", full), ("empty", empty), ("long", long)]
}
