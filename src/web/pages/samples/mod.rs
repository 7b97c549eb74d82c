//! Sample data for looking at pages. The people are the placeholder names of their countries; nobody is meant.

mod bookings;
mod closed;
mod door;
mod foretold;
mod guest_table;
mod mine;
mod rooms;
mod seminar_form;
mod seminars;
mod series;
mod stays;
mod strip;
mod terms;

use chrono::Duration;

use super::{
    common::{Named, SeminarEntry, Speaker},
    files::FileLine,
    page::{Page, PersonInHeader},
    programme::{FilterGroup, FilterKind},
    replies::ReplyFields,
    time::When,
    words::{Answer, Role, SeminarKind, SeminarState, SpeakerAnswer, SpeakerRole},
};
use crate::{
    base::{
        clock::Instant, file_kind::FileKind, language::Language, slot::Slot, zone::Zone,
        zone::from_timestamp,
    },
    seminars::model::SeriesColour,
};

pub use bookings::{booking_forms, bookings};
pub use closed::closed;
pub use door::{coming, doors, passes};
pub use foretold::{foretold, held, held_kinds};
pub use guest_table::guest_tables;
pub use mine::{my_pages, organise_pages};
pub use rooms::{room_pages, rooms_pages};
pub use seminar_form::seminar_forms;
pub use seminars::seminars;
pub use series::{invitations, knowledge, refused_address, series_forms, series_pages};
pub use stays::{stay_forms, stay_pages, stays, stays_pages};
pub use strip::{groups, strip};
pub use terms::{announced_terms, boards, terms};

/// Tuesday 24 November 2026, 10:00 in Seoul: the instant at which every sample is looked at.
pub fn now() -> Instant {
    from_timestamp(1_795_482_000)
}

/// A zone of the samples.
pub fn zone(name: &str) -> Zone {
    name.parse().unwrap_or(Zone::UTC)
}

/// The page as a visitor sees it.
pub fn page(language: Language, path: &str) -> Page {
    Page {
        language,
        zone: zone("Asia/Seoul"),
        zone_chosen: false,
        path: path.to_owned(),
        hub_name: "Maru".to_owned(),
        hub_language: Language::En,
        public_url: "https://maru.example".to_owned(),
        csrf: "sample".to_owned(),
        person: None,
        now: now(),
        mail_stands_still: None,
        flash: None,
    }
}

/// The page as a person with these roles sees it.
pub fn page_of(language: Language, path: &str, roles: &[Role]) -> Page {
    Page {
        person: Some(PersonInHeader {
            name: match language {
                Language::En => "Gildong Hong".to_owned(),
                Language::Ko => "홍길동".to_owned(),
            },
            roles: roles.to_vec(),
        }),
        zone_chosen: true,
        ..page(language, path)
    }
}

/// The page as an organiser sees it.
pub fn organiser(language: Language, path: &str) -> Page {
    page_of(language, path, &[Role::Member, Role::Organiser])
}

/// The page as an administrator sees it.
pub fn administrator(language: Language, path: &str) -> Page {
    page_of(language, path, &[Role::Member, Role::Administrator])
}

/// The page as an organiser elsewhere sees it.
pub fn organiser_in(language: Language, path: &str, zone_name: &str) -> Page {
    Page {
        zone: zone(zone_name),
        ..organiser(language, path)
    }
}

/// One of two texts.
pub fn say(language: Language, english: &str, korean: &str) -> String {
    match language {
        Language::En => english,
        Language::Ko => korean,
    }
    .to_owned()
}

/// A span that begins `days` after today at `hour` and `minute` on a clock in `zone_name`.
pub fn when(days: i64, hour: u32, minute: u32, minutes: i64, zone_name: &str) -> When {
    let zone = zone(zone_name);
    let date = zone.date(now()) + Duration::days(days);
    let from = date
        .and_hms_opt(hour, minute, 0)
        .and_then(|local| zone.instant(local, Some(0)).ok())
        .unwrap_or_else(now);
    let to = from + Duration::minutes(minutes.max(1));
    When {
        slot: Slot::new(from, to).expect("a positive length makes a slot"),
        zone,
    }
}

/// A file that is kept with a seminar.
pub fn file(kind: FileKind, name: &str, size: i32) -> FileLine {
    FileLine {
        id: "00000000-0000-0000-0000-000000000001".into(),
        name: name.into(),
        kind,
        size,
        note: String::new(),
        at: now(),
        by: Some("Jane Sample".into()),
    }
}

/// A speaker who has accepted.
pub fn speaker(name: &str, institution: &str) -> Speaker {
    Speaker {
        name: name.to_owned(),
        institution: (!institution.is_empty()).then(|| institution.to_owned()),
        role: SpeakerRole::Speaker,
        answer: SpeakerAnswer::Accepted,
        orcid: None,
    }
}

/// The series of the samples.
pub fn all_series(language: Language) -> [Named; 3] {
    [
        Named::new(
            "scaling",
            say(language, "Scaling Laws Seminar", "규모 법칙 세미나"),
        ),
        Named::new(
            "hub-lecture",
            say(language, "Hub Lecture", "허브 초청 강연"),
        ),
        Named::new(
            "robot-learning",
            say(
                language,
                "Robot Learning Reading Group",
                "로봇 학습 읽기 모임",
            ),
        ),
    ]
}

/// Some weeks of seminars.
pub fn entries(language: Language) -> Vec<SeminarEntry> {
    let mut entries = this_week(language);
    entries.extend(afterwards(language));
    entries
}

fn base_entry(language: Language) -> SeminarEntry {
    let [scaling, ..] = all_series(language);
    SeminarEntry {
        code: "k7m4xq".into(),
        kind: SeminarKind::Seminar,
        state: SeminarState::Announced,
        title: say(
            language,
            "What scaling laws cannot tell us",
            "규모 법칙이 말해 주지 못하는 것",
        ),
        title_in: None,
        series: Some(scaling),
        colour: Some(SeriesColour::Indigo),
        when: when(1, 16, 0, 60, "Asia/Seoul"),
        speakers: vec![speaker("Marie Exemple", "Université de Montréal")],
        places: vec![say(language, "Main hall", "대강당")],
        online: true,
        my_answer: None,
        reply_by: None,
    }
}

fn this_week(language: Language) -> Vec<SeminarEntry> {
    let [_, lecture, robots] = all_series(language);
    let base = base_entry(language);
    vec![
        base.clone(),
        SeminarEntry {
            code: "b3dfgh".into(),
            title: say(
                language,
                "Sim-to-real without tears: reading three papers",
                "눈물 없는 Sim-to-real: 논문 세 편 읽기",
            ),
            series: Some(robots),
            when: when(2, 10, 30, 90, "Asia/Seoul"),
            speakers: vec![speaker("홍길동", "KAIST"), speaker("김샘플", "POSTECH")],
            places: vec![say(language, "Meeting room 3", "회의실 3")],
            online: false,
            my_answer: Some(Answer::Yes),
            ..base.clone()
        },
        SeminarEntry {
            code: "c4jkmn".into(),
            kind: SeminarKind::Tour,
            title: say(
                language,
                "A tour of the house for new colleagues",
                "새 동료를 위한 허브 둘러보기",
            ),
            series: None,
            when: when(2, 14, 0, 45, "Asia/Seoul"),
            speakers: Vec::new(),
            places: vec![say(language, "Front desk", "안내 데스크")],
            online: false,
            reply_by: Some((
                ReplyFields::sample(language).by,
                now() + chrono::Duration::days(1),
            )),
            ..base.clone()
        },
        SeminarEntry {
            code: "d5pqrs".into(),
            kind: SeminarKind::Lecture,
            title: say(
                language,
                "Learning from few, learning for many",
                "적은 데이터로 배우기, 모두를 위해 배우기",
            ),
            series: Some(lecture),
            when: when(3, 10, 0, 75, "America/Montreal"),
            speakers: vec![speaker("Jean Tremblay", "Mila, IVADO")],
            places: vec!["IVADO, Montréal".into()],
            my_answer: Some(Answer::Maybe),
            ..base.clone()
        },
    ]
}

fn afterwards(language: Language) -> Vec<SeminarEntry> {
    let [_, lecture, robots] = all_series(language);
    let base = base_entry(language);
    let hall = say(language, "Main hall", "대강당");
    let mut entries = vec![
        SeminarEntry {
            code: "f6tvwx".into(),
            state: SeminarState::Cancelled,
            title: say(
                language,
                "Evaluating reasoning, honestly",
                "추론 능력을 정직하게 평가하기",
            ),
            when: when(8, 16, 0, 60, "Asia/Seoul"),
            speakers: vec![speaker("山田太郎", "RIKEN AIP")],
            ..base.clone()
        },
        SeminarEntry {
            code: "g7zbcd".into(),
            kind: SeminarKind::Workshop,
            title: say(
                language,
                "Winter workshop: trustworthy agents in the physical world",
                "겨울 워크숍: 물리 세계의 믿을 수 있는 에이전트",
            ),
            series: None,
            when: when(9, 9, 0, 32 * 60, "Asia/Seoul"),
            speakers: vec![
                speaker("Erika Mustermann", "Technische Universität München"),
                speaker("Jane Doe", "New York University"),
                speaker("이보기", "Korea University"),
                speaker("Fulan al-Fulani", "MBZUAI"),
            ],
            places: vec![hall.clone(), say(language, "Foyer", "로비")],
            ..base.clone()
        },
    ];
    entries.push(SeminarEntry {
        code: "h8fghj".into(),
        state: SeminarState::Postponed,
        title: String::new(),
        series: Some(robots),
        when: when(16, 10, 30, 90, "Asia/Seoul"),
        speakers: Vec::new(),
        places: Vec::new(),
        online: false,
        ..base.clone()
    });
    entries.push(SeminarEntry {
        code: "j9kmnp".into(),
        kind: SeminarKind::Ceremony,
        title: say(
            language,
            "Year-end gathering and prizes",
            "송년 모임과 시상식",
        ),
        series: Some(lecture),
        when: when(23, 17, 30, 120, "Asia/Seoul"),
        speakers: Vec::new(),
        places: vec![hall],
        online: false,
        ..base
    });
    entries
}

/// What the programme can be narrowed to.
pub fn filters(language: Language) -> Vec<FilterGroup> {
    vec![
        FilterGroup {
            kind: FilterKind::Series,
            options: all_series(language).to_vec(),
        },
        FilterGroup {
            kind: FilterKind::Kind,
            options: [
                SeminarKind::Seminar,
                SeminarKind::Lecture,
                SeminarKind::Workshop,
            ]
            .iter()
            .map(|kind| Named::new(kind.word(), language.t(&format!("kind-{kind}"))))
            .collect(),
        },
        FilterGroup {
            kind: FilterKind::Topic,
            options: vec![
                Named::new("alignment", say(language, "Alignment", "정렬")),
                Named::new("robotics", say(language, "Robotics", "로보틱스")),
                Named::new(
                    "learning-theory",
                    say(language, "Learning theory", "학습 이론"),
                ),
            ],
        },
        FilterGroup {
            kind: FilterKind::Institution,
            options: vec![
                Named::new("kaist", "KAIST"),
                Named::new(
                    "korea-university",
                    say(language, "Korea University", "고려대학교"),
                ),
                Named::new("riken-aip", "RIKEN AIP"),
                Named::new("ivado", "IVADO"),
            ],
        },
    ]
}
