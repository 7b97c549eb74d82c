//! A seminar's form: new, refused, and where someone else was quicker.

use chrono::Duration;

use super::{all_series, now, organiser, organiser_in, say, strip, when};
use crate::{
    base::language::Language,
    web::{
        pages::{
            common::{Alternative, Conflict, WillBeTold},
            form::{Choice, Field, FormMeta, Several},
            seminar_form::{Editing, SeminarForm, SeminarFormPage},
            stale::{Difference, Stale},
            words::SeminarState,
        },
        urls,
    },
};

fn fresh_form(language: Language) -> SeminarFormPage {
    let [scaling, ..] = all_series(language);
    SeminarFormPage {
        page: organiser(language, &urls::new_seminar()),
        editing: None,
        series: Some(scaling),
        series_online: true,
        own_language: Some("en".into()),
        form: SeminarForm {
            meta: FormMeta::keyed("sample"),
            series: Field::of("scaling"),
            kind: Field::of("seminar"),
            date: Field::of("2026-12-08"),
            time: Field::of("16:00"),
            zone: Field::of("Asia/Seoul"),
            duration_minutes: Field::of("60"),
            where_kind: Field::of("series"),
            join_kind: Field::of("series"),
            visibility: Field::of("public"),
            join_for: Field::of("open"),
            join_minutes: Field::of("15"),
            ..SeminarForm::default()
        },
        series_choices: all_series(language)
            .iter()
            .map(|series| Choice::new(&series.slug, &series.label))
            .collect(),
        rooms: rooms(language),
        folds: Vec::new(),
        strip: strip(
            &organiser(language, &urls::new_seminar()),
            Some(when(14, 16, 0, 60, "Asia/Seoul")),
        ),
        conflicts: Vec::new(),
        alternatives: Vec::new(),
        stale: None,
        told: None,
        seats_short: None,
    }
}

/// The form: new, refused, room taken, a time that comes twice, someone else was quicker.
pub fn seminar_forms(language: Language) -> Vec<(&'static str, SeminarFormPage)> {
    let fresh = fresh_form(language);
    let mut wrong = fresh.clone();
    wrong.form.date = Field::of("2026-03-29");
    wrong.strip = strip(&wrong.page, None);
    wrong.form.zone = Field::of("Europe/Paris");
    wrong.form.time = Field::wrong(
        "02:30",
        language.with(
            "reason-gap",
            &[
                ("local", "2026-03-29 02:30".into()),
                (
                    "zone",
                    crate::base::language::zone_name(language, super::zone("Europe/Paris")).into(),
                ),
                ("next", "2026-03-29 03:00".into()),
            ],
        ),
    );
    wrong.form.speakers = Field::wrong(
        "Marie Exemple <marie@montreal.example>\nerika at muster",
        language.with("error-address-line", &[("line", 2.into())]),
    );
    let taken = taken_form(language);
    let mut twice = fresh.clone();
    twice.form.zone = Field::of("America/Montreal");
    twice.form.date = Field::of("2026-11-01");
    twice.form.time = Field::of("01:30");
    twice.form.fold = Field::wrong(
        "",
        language.with(
            "reason-fold",
            &[
                ("local", "2026-11-01 01:30".into()),
                (
                    "zone",
                    crate::base::language::zone_name(language, super::zone("America/Montreal"))
                        .into(),
                ),
            ],
        ),
    );
    twice.folds = vec![
        Choice::new("0", "01:30 (UTC−4)"),
        Choice::new("1", "01:30 (UTC−5)"),
    ];
    let mut stale = taken.clone();
    stale.conflicts.clear();
    stale.alternatives.clear();
    stale.form.rooms.errors.clear();
    stale.form.meta.lock_version = Some(4);
    stale.page = organiser_in(language, &urls::edit_seminar("k7m4xq"), "Europe/Paris");
    stale.editing = Some(Editing {
        code: "k7m4xq".into(),
        title: stale.form.title.value.clone(),
        state: SeminarState::Announced,
    });
    stale.told = Some(WillBeTold {
        count: 42,
        if_moved: 3,
        lists: 2,
        names: vec![
            "Marie Exemple".into(),
            "Erika Mustermann".into(),
            "이보기".into(),
        ],
    });
    let edit = SeminarFormPage { ..stale.clone() };
    stale.stale = Some(Stale {
        by: Some("Erika Mustermann".into()),
        at: now() - Duration::minutes(4),
        differences: vec![Difference {
            label: language.t("seminar-form-title"),
            theirs: say(language, "Beyond straight lines", "직선들 너머"),
            yours: say(language, "Beyond the straight line", "직선 너머"),
        }],
    });
    vec![
        ("new", fresh),
        ("wrong", wrong),
        ("room-taken", taken),
        ("comes-twice", twice),
        ("edit", edit),
        ("stale", stale),
    ]
}

fn rooms(language: Language) -> Vec<Choice> {
    let seats = |count: i64| {
        language.with(
            "room-seats",
            &[("count", crate::base::language::Arg::from(count))],
        )
    };
    vec![
        Choice::new("hall", say(language, "Main hall", "대강당")).hint(seats(120)),
        Choice::new("meeting-3", say(language, "Meeting room 3", "회의실 3")).hint(seats(12)),
        Choice::new("meeting-4", say(language, "Meeting room 4", "회의실 4")).hint(seats(8)),
        Choice::new("foyer", say(language, "Foyer", "로비")).hint(seats(60)),
    ]
}

fn taken_form(language: Language) -> SeminarFormPage {
    let mut taken = fresh_form(language);
    taken.form.title = Field::of(say(language, "Beyond the straight line", "직선 너머"));
    taken.form.where_kind = Field::of("rooms");
    taken.form.rooms = Several::of(["hall"]);
    taken.form.rooms.errors = vec![language.t("error-room-taken")];
    let hall = say(language, "Main hall", "대강당");
    taken.conflicts = vec![Conflict {
        room: hall.clone(),
        when: when(14, 15, 30, 120, "Asia/Seoul"),
        title: Some(say(language, "Board meeting", "이사회")),
        by: Some("Jane Doe".into()),
    }];
    taken.alternatives = vec![
        Alternative {
            slug: "meeting-3".into(),
            room: say(language, "Meeting room 3", "회의실 3"),
            seats: Some(12),
            when: when(14, 16, 0, 60, "Asia/Seoul"),
        },
        Alternative {
            slug: "hall".into(),
            room: hall,
            seats: Some(120),
            when: when(14, 17, 30, 60, "Asia/Seoul"),
        },
    ];
    taken
}
