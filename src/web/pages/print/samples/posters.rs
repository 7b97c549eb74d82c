//! Samples of posters, of a seminar and of a term.

use super::{CODE, Samples, full, in_languages, speaks, subject};
use crate::{
    base::language::Language,
    seminars::model::SeriesColour,
    web::{
        pages::{
            print::{PaperPlace, PaperSize, Subject, poster::PosterPage, term::TermPosterPage},
            samples::{all_series, entries, say, when},
            words::{SeminarKind, SeminarState},
        },
        urls,
    },
};

fn long_title(language: Language) -> String {
    let words = say(
        language,
        "On what scaling laws cannot tell us about agents that are to be trusted in the physical world, and on what to \
         measure instead: lessons from three years of evaluating language, vision and robots side by side",
        "물리 세계에서 믿을 수 있는 에이전트를 만들기 위해 규모 법칙이 말해 주지 못하는 것과 그 대신 무엇을 재어야 하는지에 대하여: 언어와 \
         시각과 로봇을 나란히 평가해 온 지난 세 해의 경험에서 배운 것, 그리고 앞으로 여러 기관이 함께 풀어야 할 물음들",
    );
    words.chars().take(200).collect()
}

const POSTERS: &[PaperSize] = &[PaperSize::A3, PaperSize::A4];

fn both(language: Language) -> Vec<Language> {
    let mut all = vec![language];
    all.extend(Language::ALL.into_iter().filter(|other| *other != language));
    all
}

/// Posters: as they usually are, and what is hard to set.
pub fn posters(language: Language) -> Samples<PosterPage> {
    let path = urls::seminar_poster(CODE);
    let of = |subject: Subject, languages: Vec<Language>, size| {
        PosterPage::new(
            in_languages(language, languages, (size, POSTERS), &path),
            subject,
        )
    };
    let one = || vec![language];
    let three = Subject {
        title: long_title(language),
        colour: SeriesColour::Pine,
        speakers: vec![
            speaks("Erika Mustermann", "Technische Universität München", None),
            speaks("홍길동", "KAIST", None),
            speaks("Fulan al-Fulani", "MBZUAI", None),
        ],
        places: vec![PaperPlace {
            name: say(
                language,
                "Congress centre, hall 3, entrance on the side of the river",
                "컨벤션 센터 3홀, 강변 쪽 입구",
            ),
            more: Some(say(language, "1 Sample Street, Daejeon", "대전 샘플로 1")),
        }],
        ..full(language)
    };
    let bare = Subject {
        title: String::new(),
        series: None,
        state: SeminarState::Draft,
        speakers: Vec::new(),
        abstract_text: String::new(),
        topics: Vec::new(),
        places: Vec::new(),
        online: false,
        institutions: Vec::new(),
        colour: SeriesColour::Slate,
        ..subject(language)
    };
    let many = Subject {
        kind: SeminarKind::Workshop,
        title: say(language, "Winter workshop", "겨울 워크숍"),
        colour: SeriesColour::Plum,
        when: when(9, 9, 0, 32 * 60, "Asia/Seoul"),
        speakers: (0..14)
            .map(|_| speaks("Jane Doe", "New York University", None))
            .collect(),
        ..full(language)
    };
    let postponed = Subject {
        state: SeminarState::Postponed,
        reason: Some(say(
            language,
            "The speaker cannot travel.",
            "연사의 일정이 바뀌었습니다.",
        )),
        colour: SeriesColour::Persimmon,
        ..full(language)
    };
    let cancelled = Subject {
        state: SeminarState::Cancelled,
        colour: SeriesColour::Lagoon,
        ..full(language)
    };
    vec![
        ("a3", of(full(language), one(), PaperSize::A3)),
        ("a4", of(full(language), one(), PaperSize::A4)),
        ("both", of(full(language), both(language), PaperSize::A3)),
        ("three-long", of(three, both(language), PaperSize::A3)),
        ("many", of(many, one(), PaperSize::A3)),
        ("bare-draft", of(bare, one(), PaperSize::A4)),
        ("postponed", of(postponed, both(language), PaperSize::A3)),
        ("cancelled", of(cancelled, one(), PaperSize::A4)),
    ]
}

/// Terms: few dates, many, and none.
pub fn terms(language: Language) -> Samples<TermPosterPage> {
    let [scaling, ..] = all_series(language);
    let of = |count: usize, size, languages: Vec<Language>| {
        let found = entries(language).into_iter().cycle().take(count).collect();
        let path = urls::series_print(&scaling.slug);
        TermPosterPage::new(
            in_languages(language, languages, (size, POSTERS), &path),
            (scaling.clone(), SeriesColour::Indigo),
            found,
            &["KAIST".to_owned(), "POSTECH".to_owned()],
        )
    };
    vec![
        ("few", of(5, PaperSize::A3, both(language))),
        ("term", of(13, PaperSize::A3, vec![language])),
        ("many", of(26, PaperSize::A4, vec![language])),
        ("none", of(0, PaperSize::A4, vec![language])),
    ]
}
