//! Samples of what is printed: short and long titles, one speaker and many, one language and two, nothing known yet. The
//! people are the placeholder names of their countries; nobody is meant.

mod people;
mod posters;

use super::{
    Paper, PaperItem, PaperPlace, PaperSize, PaperSpeaker, Subject,
    leaflet::LeafletPage,
    overview::{PrintPage, TextLine, TextPage},
    text::{self, Format, House},
};
use crate::{
    base::{language::Language, zone::Zone},
    seminars::model::{SeriesColour, Texts},
    web::{
        pages::{
            markdown,
            samples::{all_series, organiser, page, say, speaker, when, zone},
            seminar::Talk,
            words::{SeminarKind, SeminarState},
        },
        urls,
    },
};

pub use people::{badges, sign_ins};
pub use posters::{posters, terms};

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
