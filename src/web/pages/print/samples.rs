//! Samples of what is printed: short and long titles, one speaker and many, one language and two, nothing known yet. The
//! people are the placeholder names of their countries; nobody is meant.

use super::{
    Paper, PaperItem, PaperPlace, PaperSize, PaperSpeaker, Subject,
    badges::{Badge, BadgesPage, Part},
    leaflet::LeafletPage,
    order,
    overview::{PrintPage, TextLine, TextPage},
    poster::PosterPage,
    sign_in::{SignInPage, Signs},
    term::TermPosterPage,
    text::{self, Format, House},
};
use crate::{
    base::{language::Language, zone::Zone},
    seminars::model::{SeriesColour, Texts},
    web::{
        pages::{
            markdown, qr,
            samples::{all_series, entries, organiser, page, say, speaker, when, zone},
            seminar::Talk,
            words::{SeminarKind, SeminarState},
        },
        urls,
    },
};

type Samples<P> = Vec<(&'static str, P)>;

const CODE: &str = "k7m4xq";

/// Who tells it.
pub fn house() -> House {
    House {
        name: "Maru".to_owned(),
        zone: zone("Asia/Seoul"),
        public_url: "https://maru.example".to_owned(),
    }
}

fn speaks(name: &str, institution: &str, clock: Option<&str>) -> PaperSpeaker {
    PaperSpeaker {
        speaker: speaker(name, institution),
        portrait: None,
        zone: clock.map(zone),
    }
}

/// A seminar of the samples, with little of each.
pub fn subject(language: Language) -> Subject {
    let [scaling, ..] = all_series(language);
    Subject {
        code: CODE.to_owned(),
        kind: SeminarKind::Seminar,
        state: SeminarState::Announced,
        reason: None,
        title: say(
            language,
            "What scaling laws cannot tell us",
            "규모 법칙이 말해 주지 못하는 것",
        ),
        title_in: Some(language.code().to_owned()),
        abstract_in: Some(language.code().to_owned()),
        texts: Texts::default(),
        series: Some(scaling),
        colour: SeriesColour::Indigo,
        speakers: vec![speaks(
            "Marie Exemple",
            "Université de Montréal",
            Some("America/Montreal"),
        )],
        abstract_text: say(
            language,
            "A loss curve that is a *straight* line is a comfort.",
            "곧은 손실 곡선은 *위안*이 됩니다.",
        ),
        topics: vec![
            say(language, "Scaling laws", "규모 법칙"),
            say(language, "Evaluation", "평가"),
        ],
        when: when(1, 16, 0, 60, "Asia/Seoul"),
        places: vec![PaperPlace {
            name: say(language, "Main hall", "대강당"),
            more: Some(say(language, "Seoul", "서울")),
        }],
        online: true,
        elsewhere: Vec::new(),
        institutions: vec![
            "KAIST".into(),
            say(language, "Korea University", "고려대학교"),
        ],
        talks: Vec::new(),
        items: Vec::new(),
    }
}

/// The same with all that there can be.
fn full(language: Language) -> Subject {
    let words = say(
        language,
        "A loss curve that is a straight line on log paper is a comfort: scaling laws say that more of the same will help, \
         and by how much. This talk asks what such curves cannot tell: whether a model that is better on average is better \
         where it matters, what happens beyond the data, and why two teams that fit the same points disagree. ",
        "로그 용지 위의 곧은 손실 곡선은 위안이 됩니다. 규모 법칙은 같은 것을 더 쓰면 얼마나 나아지는지를 말해 줍니다. 이 발표에서는 \
         그런 곡선이 말해 주지 못하는 것을 묻습니다. 평균이 나아진 모델이 정작 중요한 곳에서도 나아졌는지, 자료 너머에서는 무슨 일이 \
         벌어지는지, 같은 점들을 맞춘 두 팀의 결론이 왜 다른지를 살펴봅니다. ",
    );
    Subject {
        abstract_text: words.repeat(3),
        elsewhere: clocks(),
        institutions: ["KAIST", "POSTECH", "Mila, IVADO", "MBZUAI"]
            .map(str::to_owned)
            .into(),
        ..subject(language)
    }
}

fn clocks() -> Vec<Zone> {
    ["America/Montreal", "Europe/Paris", "Asia/Dubai"]
        .map(zone)
        .into()
}

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

/// The sheet in the language of the page.
fn paper(language: Language, size: PaperSize, sizes: &'static [PaperSize], path: &str) -> Paper {
    in_languages(language, vec![language], (size, sizes), path)
}

fn in_languages(
    language: Language,
    languages: Vec<Language>,
    (size, sizes): (PaperSize, &'static [PaperSize]),
    path: &str,
) -> Paper {
    Paper::new(
        page(language, path),
        languages,
        (Some(size), sizes),
        (path.to_owned(), urls::seminar_print(CODE)),
    )
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

const NAMES: [(&str, &str); 12] = [
    ("홍길동", "KAIST"),
    ("Erika Mustermann", "Technische Universität München"),
    ("김샘플", "POSTECH"),
    ("Jane Doe", "New York University"),
    ("이보기 (Lee Bogi)", "Korea University"),
    ("山田太郎", "RIKEN AIP"),
    ("Fulan al-Fulani", "MBZUAI"),
    ("Jean Tremblay", "Mila, IVADO"),
    ("Numerius Negidius", ""),
    ("박견본", "Korea University"),
    ("Max Mustermann", "ETH Zürich"),
    (
        "Maria-Theresia von und zu Mustermann-Beispiel",
        "Université de Montréal",
    ),
];

fn signs(language: Language, count: usize) -> Vec<Signs> {
    let mut people: Vec<Signs> = NAMES
        .iter()
        .cycle()
        .take(count)
        .map(|(name, from)| Signs {
            name: (*name).to_owned(),
            institution: (!from.is_empty()).then(|| (*from).to_owned()),
        })
        .collect();
    people.sort_by_cached_key(|one| order::key(language, &one.name));
    people
}

/// Sign-in sheets for none, ten, forty and three hundred.
pub fn sign_ins(language: Language) -> Samples<SignInPage> {
    let of = |count: usize, photos: bool| SignInPage {
        paper: paper(
            language,
            PaperSize::A4,
            &[PaperSize::A4],
            &urls::sign_in_sheet(CODE),
        ),
        subject: subject(language),
        people: signs(language, count),
        photos,
        recorded: photos,
    };
    vec![
        ("none", of(0, false)),
        ("10", of(10, false)),
        ("40-photos", of(40, true)),
        ("300", of(300, false)),
    ]
}

/// Badges, on large ones and on cards.
pub fn badges(language: Language) -> Samples<BadgesPage> {
    const SIZES: &[PaperSize] = &[PaperSize::A4, PaperSize::Card];
    let of = |size, with_codes: bool| {
        let badge = |(place, (name, from)): (usize, &(&str, &str))| {
            let part = [Part::Speaker, Part::Host];
            let address = format!("https://maru.example/seminars/{CODE}/door/sample");
            Badge::new(
                name,
                Some(*from).filter(|from| !from.is_empty()),
                part.get(place).copied().unwrap_or(Part::Guest),
                qr::code(&address, name).filter(|_| with_codes && place > 1),
            )
        };
        BadgesPage {
            paper: paper(language, size, SIZES, &urls::badges(CODE)),
            subject: subject(language),
            badges: NAMES.iter().enumerate().map(badge).collect(),
        }
    };
    let none = BadgesPage {
        badges: Vec::new(),
        ..of(PaperSize::A4, false)
    };
    vec![
        ("a4", of(PaperSize::A4, true)),
        ("card", of(PaperSize::Card, false)),
        ("none", none),
    ]
}

/// Leaflets: with all, with a programme, and of what nothing is known yet.
pub fn leaflets(language: Language) -> Samples<LeafletPage> {
    let of = |subject: Subject| {
        LeafletPage::new(
            paper(
                language,
                PaperSize::A4,
                &[PaperSize::A4],
                &urls::seminar_leaflet(CODE),
            ),
            subject,
        )
    };
    let biography = say(
        language,
        "Marie Exemple is a placeholder who has held many talks on nothing in particular.",
        "마리 에그장플은 특별할 것 없는 주제로 여러 번 발표한 견본 인물입니다.",
    );
    let talk = Talk {
        name: "Marie Exemple".into(),
        title: String::new(),
        language: None,
        abstract_html: None,
        biography_html: markdown::html(&biography),
        slides_url: None,
        slides_file: None,
        portrait: None,
    };
    let item = |hour, title: &str, who: Option<&str>| PaperItem {
        when: when(9, hour, 0, 60, "Asia/Seoul"),
        title: title.to_owned(),
        who: who.map(str::to_owned),
    };
    let workshop = Subject {
        kind: SeminarKind::Workshop,
        when: when(9, 9, 0, 480, "Asia/Seoul"),
        items: vec![
            item(9, &say(language, "Welcome", "인사"), None),
            item(
                10,
                &say(language, "Trust and its measures", "믿음과 그 척도"),
                Some("Erika Mustermann"),
            ),
            item(11, &say(language, "Discussion", "토론"), None),
        ],
        ..full(language)
    };
    let with_talk = Subject {
        talks: vec![talk],
        ..full(language)
    };
    let bare = Subject {
        title: String::new(),
        state: SeminarState::Draft,
        speakers: Vec::new(),
        abstract_text: String::new(),
        places: Vec::new(),
        online: false,
        ..subject(language)
    };
    vec![
        ("full", of(with_talk)),
        ("programme", of(workshop)),
        ("bare-draft", of(bare)),
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

/// What there is, for an organiser and for anyone.
pub fn overviews(language: Language) -> Samples<PrintPage> {
    let subject = subject(language);
    let path = urls::seminar_print(CODE);
    let organiser = PrintPage {
        page: organiser(language, &path),
        code: CODE.to_owned(),
        title: subject.title,
        state: SeminarState::Announced,
        tongue: language.code().to_owned(),
        people: Some(31),
        series: Some("scaling".to_owned()),
    };
    let anyone = PrintPage {
        page: page(language, &path),
        people: None,
        series: None,
        tongue: super::BOTH.to_owned(),
        ..organiser.clone()
    };
    let draft = PrintPage {
        state: SeminarState::Draft,
        title: String::new(),
        people: Some(0),
        ..organiser.clone()
    };
    vec![
        ("organiser", organiser),
        ("anyone", anyone),
        ("draft", draft),
    ]
}

/// Texts to copy.
pub fn texts(language: Language) -> Samples<TextPage> {
    let subject = full(language);
    let text = |language: Language, format: Format| TextLine {
        language,
        format,
        words: text::written(&subject, &house(), language, format),
    };
    let all = Language::ALL
        .into_iter()
        .flat_map(|language| Format::ALL.iter().map(move |format| (language, *format)));
    let texts = all.map(|(language, format)| text(language, format));
    vec![(
        "all",
        TextPage {
            page: page(language, &urls::seminar_text(CODE)),
            code: CODE.to_owned(),
            title: subject.title.clone(),
            state: SeminarState::Announced,
            texts: texts.collect(),
        },
    )]
}
