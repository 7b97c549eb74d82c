//! Stays in their states, and their form.

use chrono::{Duration, NaiveDate};

use super::{now, page_of, say, zone};
use crate::{
    base::language::Language,
    web::{
        pages::{
            closed::ClosedNote,
            common::{Named, WillBeTold},
            form::{Choice, Field, FormMeta},
            page::Page,
            stays::{
                DeskConflict, StayEntry, StayForm, StayFormPage, StayPage, StayStep, StaysPage,
            },
            words::{Role, StayAct, StayState},
        },
        urls,
    },
};

fn today() -> NaiveDate {
    zone("Asia/Seoul").date(now())
}

fn desk_page(language: Language, path: &str) -> Page {
    page_of(language, path, &[Role::Member, Role::FrontDesk])
}

/// Some stays.
pub fn stays(language: Language) -> Vec<StayEntry> {
    let stay =
        |code: &str, visitor: &str, institution: &str, from: i64, to: i64, state| StayEntry {
            code: code.to_owned(),
            visitor: visitor.to_owned(),
            institution: Some(institution.to_owned()),
            host: "홍길동".to_owned(),
            from: today() + Duration::days(from),
            to: today() + Duration::days(to),
            state,
            tentative: false,
            desk: Some(say(
                language,
                &format!("Desk {}", (to % 9) + 1),
                &format!("좌석 {}", (to % 9) + 1),
            )),
        };
    let mut list = vec![
        stay(
            "w2bcdf",
            "山田太郎",
            "RIKEN AIP",
            -40,
            20,
            StayState::Arrived,
        ),
        stay(
            "w3ghjk",
            "Zoé Échantillon",
            "Mila",
            -6,
            7,
            StayState::Arrived,
        ),
        stay(
            "w4mnpq",
            "Erika Mustermann",
            "Technische Universität München",
            10,
            60,
            StayState::Confirmed,
        ),
        stay(
            "w5rstv",
            "Jane Doe",
            "New York University",
            24,
            31,
            StayState::Proposed,
        ),
        stay(
            "w6wxzb",
            "Fulan al-Fulani",
            "MBZUAI",
            30,
            95,
            StayState::Invited,
        ),
        stay(
            "w7cdfg",
            "Ola Nordmann",
            "Universitetet i Oslo",
            12,
            18,
            StayState::Cancelled,
        ),
    ];
    list[3].tentative = true;
    list[3].desk = None;
    list
}

/// Who is here when: full, nobody.
pub fn stays_pages(language: Language) -> Vec<(&'static str, StaysPage)> {
    let full = StaysPage {
        page: desk_page(language, &urls::stays()),
        from: today(),
        months: 3,
        stays: stays(language),
        today: today(),
        here: 2,
        may_enter: true,
    };
    let empty = StaysPage {
        stays: Vec::new(),
        here: 0,
        may_enter: false,
        ..full.clone()
    };
    vec![("full", full), ("empty", empty)]
}

/// The form: new, the desk taken, refused.
pub fn stay_forms(language: Language) -> Vec<(&'static str, StayFormPage)> {
    let fresh = StayFormPage {
        page: desk_page(language, &urls::new_stay()),
        editing: None,
        form: StayForm {
            meta: FormMeta::keyed("sample"),
            host: Field::of("p1"),
            certainty: Field::of("firm"),
            ..StayForm::default()
        },
        visitors: vec![
            Choice::new("v1", "山田太郎").hint("RIKEN AIP"),
            Choice::new("v2", "Erika Mustermann").hint("Technische Universität München"),
        ],
        institutions: vec![
            Choice::new("riken-aip", "RIKEN AIP"),
            Choice::new("mila", "Mila"),
        ],
        hosts: vec![Choice::new("p1", "홍길동"), Choice::new("p2", "이보기")],
        sites: vec![Choice::new("seoul", say(language, "Seoul house", "서울관"))],
        desks: vec![
            Choice::new("desk-1", say(language, "Desk 1", "좌석 1")),
            Choice::new("desk-2", say(language, "Desk 2", "좌석 2")),
        ],
        desk_conflicts: Vec::new(),
        free_desks: Vec::new(),
        closed: ClosedNote::default(),
        stale: None,
        told: None,
    };
    let mut closed = fresh.clone();
    closed.form.from = Field::of("2026-12-24");
    closed.form.to = Field::of("2027-01-23");
    closed.closed = ClosedNote {
        lines: vec![say(
            language,
            "The hub is closed: Winter holidays (24 December – 31 December)",
            "허브 휴무: 겨울 휴가 (12월 24일~12월 31일)",
        )],
        seen: "1.1".into(),
        first: true,
    };
    let mut taken = fresh.clone();
    taken.form.visitor = Field::of("v2");
    taken.form.from = Field::of("2026-12-04");
    taken.form.to = Field::of("2027-01-23");
    taken.form.desk = Field::wrong("desk-1", language.t("error-desk-taken"));
    taken.desk_conflicts = vec![DeskConflict {
        desk: say(language, "Desk 1", "좌석 1"),
        visitor: Some("山田太郎".into()),
        from: today() - Duration::days(40),
        to: today() + Duration::days(20),
    }];
    taken.free_desks = vec![
        Named::new("desk-2", say(language, "Desk 2", "좌석 2")),
        Named::new("desk-7", say(language, "Desk 7", "좌석 7")),
    ];
    let mut wrong = fresh.clone();
    wrong.form.visitor_name = Field::wrong("", language.t("reason-name-or-address"));
    wrong.form.from = Field::of("2026-12-10");
    wrong.form.to = Field::wrong("2026-12-01", language.t("reason-end-before-start"));
    let mut edit = fresh.clone();
    edit.editing = Some(Named::new("w4mnpq", "Erika Mustermann"));
    edit.form.meta.lock_version = Some(2);
    edit.form.from = Field::of("2026-12-10");
    edit.form.to = Field::wrong("2026-12-01", language.t("reason-end-before-start"));
    edit.told = Some(WillBeTold {
        count: 2,
        if_moved: 0,
        lists: 0,
        names: vec!["Erika Mustermann".into(), "홍길동".into()],
    });
    vec![
        ("new", fresh),
        ("desk-taken", taken),
        ("wrong", wrong),
        ("edit", edit),
        ("closed", closed),
    ]
}

/// A stay: proposed, here, over, cancelled.
pub fn stay_pages(language: Language) -> Vec<(&'static str, StayPage)> {
    let list = stays(language);
    let step = |state, days: i64, reason: Option<&str>| StayStep {
        state,
        at: now() - Duration::days(days),
        by: Some("홍길동".into()),
        reason: reason.map(str::to_owned),
    };
    let proposed = StayPage {
        page: desk_page(language, &urls::stay(&list[3].code)),
        stay: list[3].clone(),
        site: Some(say(language, "Seoul house", "서울관")),
        desk_slug: None,
        purpose: say(
            language,
            "Joint work on evaluation of agents; a talk in the Scaling Laws Seminar.",
            "에이전트 평가 공동 연구와 규모 법칙 세미나 발표.",
        ),
        topics: vec![say(language, "Alignment", "정렬")],
        steps: vec![step(StayState::Proposed, 2, None)],
        acts: vec![StayAct::Approval, StayAct::Refusal, StayAct::Cancellation],
        may_edit: true,
        lock_version: 1,
        key: "sample".into(),
    };
    let here = StayPage {
        stay: list[0].clone(),
        desk_slug: Some("desk-3".into()),
        steps: vec![
            step(StayState::Proposed, 90, None),
            step(StayState::Approved, 88, None),
            step(StayState::Invited, 88, None),
            step(StayState::Confirmed, 80, None),
            step(StayState::Arrived, 40, None),
        ],
        acts: vec![StayAct::Departure],
        ..proposed.clone()
    };
    let reason = say(
        language,
        "The visa did not come in time.",
        "비자가 제때 나오지 않았습니다.",
    );
    let cancelled = StayPage {
        stay: list[5].clone(),
        steps: vec![
            step(StayState::Proposed, 30, None),
            step(StayState::Cancelled, 3, Some(&reason)),
        ],
        acts: Vec::new(),
        may_edit: false,
        ..proposed.clone()
    };
    vec![
        ("proposed", proposed),
        ("here", here),
        ("cancelled", cancelled),
    ]
}
