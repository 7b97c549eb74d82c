//! A seminar in each of its states.

use chrono::Duration;

use super::{
    all_series, entries, now, organiser, organiser_in, page, page_of, say, speaker, strip, when,
};
use crate::{
    base::language::Language,
    seminars::rules::Expected,
    web::{
        cite::Reference,
        pages::{
            common::{Named, Speaker},
            html::Html,
            items::days,
            markdown,
            replies::ReplyFields,
            seminar::{
                Answering, Joining, OnList, OrganiserTools, Place, RoomLine, SeminarPage, Spoken,
                Talk,
            },
            words::{
                Answer, JoinFor, Role, SeminarKind, SeminarState, SpeakerAnswer, SpeakerRole,
                Visibility,
            },
        },
        urls,
    },
};

/// A seminar as visitors, members, invited and organisers see it, in each state.
pub fn seminars(language: Language) -> Vec<(&'static str, SeminarPage)> {
    let path = urls::seminar("k7m4xq");
    let open = public(language);
    let member = SeminarPage {
        page: page_of(language, &path, &[Role::Member]),
        answering: Some(Answering {
            answer: Some(Answer::Yes),
            waiting_position: None,
            open: true,
            full: false,
            pass: None,
            key: "sample".into(),
        }),
        joining: Joining::Open,
        ..open.clone()
    };
    let tools = OrganiserTools {
        invited: 42,
        yes: 17,
        maybe: 4,
        no: 6,
        waiting: 2,
        unanswered: 15,
        knows: 38,
        doesnt: 3,
        bounced: 1,
        lists: 2,
        slots: 0,
        lock_version: 3,
        key: "sample".into(),
        strip: strip(&page(language, &path), Some(open.when)),
    };
    let organised = SeminarPage {
        page: organiser_in(language, &path, "Europe/Paris"),
        keeps_door: true,
        lists: vec![
            OnList {
                list: Named::new("safety", say(language, "Safety and society", "안전과 사회")),
                on: true,
            },
            OnList {
                list: Named::new("mine", say(language, "To read up on", "찾아볼 것")),
                on: false,
            },
        ],
        tools: Some(tools.clone()),
        moved_from: Some(when(7, 14, 0, 60, "Asia/Seoul")),
        ..member.clone()
    };
    let asked = SeminarPage {
        replies: ReplyFields::sample(language),
        ..member.clone()
    };
    let draft = SeminarPage {
        page: organiser(language, &path),
        state: SeminarState::Draft,
        title: String::new(),
        other_titles: Vec::new(),
        abstract_html: None,
        summary: String::new(),
        speakers: vec![Speaker {
            answer: SpeakerAnswer::Asked,
            ..speaker("marie@montreal.example", "")
        }],
        rooms: Vec::new(),
        joining: Joining::Nowhere,
        topics: Vec::new(),
        answering: None,
        tools: Some(OrganiserTools {
            lists: 2,
            slots: 3,
            lock_version: 1,
            key: "sample".into(),
            strip: strip(&page(language, &path), Some(open.when)),
            ..OrganiserTools::default()
        }),
        ..open.clone()
    };
    let mut samples = vec![
        ("open", open.clone()),
        ("member-answered", member.clone()),
        ("member-asked", asked),
        ("organiser-moved", organised),
        ("draft", draft),
    ];
    samples.extend(seminars_off(language, open, member));
    samples
}

fn seminars_off(
    language: Language,
    open: SeminarPage,
    member: SeminarPage,
) -> Vec<(&'static str, SeminarPage)> {
    let cancelled = SeminarPage {
        state: SeminarState::Cancelled,
        reason: Some(say(
            language,
            "The speaker is ill.",
            "연사가 아파서 취소합니다.",
        )),
        state_since: Some(now() - Duration::hours(20)),
        joining: Joining::Over,
        ..open.clone()
    };
    let postponed = SeminarPage {
        state: SeminarState::Postponed,
        state_since: Some(now() - Duration::hours(2)),
        joining: Joining::Over,
        ..open.clone()
    };
    let over = SeminarPage {
        when: when(-20, 16, 0, 60, "Asia/Seoul"),
        joining: Joining::Over,
        next: Vec::new(),
        in_place: None,
        cite: Some(reference(language)),
        talks: talks(language),
        recording_url: Some("https://video.example/1".into()),
        expected: Expected {
            slides: true,
            recording: false,
        },
        ..open.clone()
    };
    let waiting = SeminarPage {
        visibility: Visibility::Invited,
        answering: Some(Answering {
            answer: Some(Answer::Waiting),
            waiting_position: Some(3),
            open: true,
            full: false,
            pass: None,
            key: "sample".into(),
        }),
        joining: Joining::Opens(open.when.slot.from() - Duration::minutes(15)),
        ..member
    };
    let workshop = SeminarPage {
        kind: SeminarKind::Workshop,
        title: say(language, "Two days of scaling", "이틀간의 규모 법칙"),
        when: when(7, 10, 0, 29 * 60, "Asia/Seoul"),
        rooms: vec![
            open.rooms[0].clone(),
            RoomLine {
                slug: "lab-1".into(),
                name: say(language, "Lab 1", "실험실 1"),
                whereabouts: None,
                overflow: true,
            },
        ],
        programme: days(language),
        ..open.clone()
    };
    let elsewhere = SeminarPage {
        kind: SeminarKind::Lecture,
        title: say(
            language,
            "Learning from few, learning for many",
            "적은 데이터로 배우기, 모두를 위해 배우기",
        ),
        when: when(3, 10, 0, 75, "America/Montreal"),
        rooms: Vec::new(),
        place: Some(Place {
            name: "IVADO".into(),
            address: Some("Montréal, Québec, Canada".into()),
            url: Some("https://ivado.example/visit".into()),
        }),
        speakers: vec![
            Speaker {
                orcid: Some("0000-0002-1825-0097".into()),
                ..speaker("Jean Tremblay", "Mila, IVADO")
            },
            Speaker {
                role: SpeakerRole::Moderator,
                ..speaker("홍길동", "KAIST")
            },
        ],
        joining: Joining::Outside(JoinFor::Named, when(7, 15, 45, 1, "Asia/Seoul").slot.from()),
        ..open
    };
    vec![
        ("workshop", workshop),
        ("cancelled", cancelled),
        ("postponed", postponed),
        ("over", over),
        ("waiting", waiting),
        ("elsewhere", elsewhere),
    ]
}

fn reference(language: Language) -> Reference {
    let [scaling, ..] = all_series(language);
    let zone = super::zone("Asia/Seoul");
    Reference {
        code: "k7m4xq".into(),
        authors: vec!["Marie Exemple".into()],
        title: say(
            language,
            "What scaling laws cannot tell us",
            "규모 법칙이 말해 주지 못하는 것",
        ),
        date: zone.date(when(-20, 16, 0, 60, "Asia/Seoul").slot.from()),
        kind: language.t("kind-seminar"),
        series: Some(scaling.label),
        place: Some(say(language, "Main hall", "대강당")),
        hub: "Maru".into(),
        url: "https://maru.example/seminars/k7m4xq".into(),
        language: Some(language.code().into()),
    }
}

fn talks(language: Language) -> Vec<Talk> {
    let words = |english: &str, korean: &str| markdown::html(&say(language, english, korean));
    let first = Talk {
        name: say(language, "Jane Sample", "김견본"),
        title: say(language, "Lines on log paper", "로그 용지 위의 직선"),
        language: Some(language.code().into()),
        abstract_html: words("What a line does not say.", "직선이 말해 주지 않는 것."),
        biography_html: words(
            "Jane Sample works on learning from few examples.",
            "김견본은 적은 예로 배우는 방법을 연구합니다.",
        ),
        slides_url: Some("https://slides.example/1".into()),
        slides_file: Some(("/seminars/sample/files/1".into(), "PDF, 2.4 MB".into())),
        portrait: None,
    };
    let second = Talk {
        name: "Marie Exemple".into(),
        title: String::new(),
        language: Some("fr".into()),
        abstract_html: None,
        slides_url: None,
        slides_file: None,
        portrait: Some("/seminars/sample/files/2".into()),
        ..first.clone()
    };
    vec![first, second]
}

fn public(language: Language) -> SeminarPage {
    let [scaling, ..] = all_series(language);
    let first = say(
        language,
        "A loss curve that is a straight line on log paper is a comfort. It says that more of the same will help, and by how much.",
        "로그 용지 위의 곧은 손실 곡선은 위안이 됩니다. 같은 것을 더 쓰면 나아진다는 것과, 얼마나 나아지는지를 말해 주기 때문입니다.",
    );
    let second = say(
        language,
        "This talk is about what the line does not say: which abilities come when, which never come, and why two models with the same loss can be of very different use. I will show three experiments that anyone can repeat on one machine.",
        "이 강연은 그 직선이 말해 주지 않는 것을 다룹니다. 어떤 능력이 언제 나타나는지, 어떤 능력은 왜 끝내 나타나지 않는지, 손실이 같은 두 모델의 쓸모가 왜 그토록 다를 수 있는지를 살핍니다. 컴퓨터 한 대로 누구나 되풀이할 수 있는 실험 세 가지를 보여 드립니다.",
    );
    let code_line = say(
        language,
        "Code and data are open. No background is needed beyond linear regression.",
        "코드와 데이터는 공개되어 있으며, 선형 회귀 외의 사전 지식은 필요하지 않습니다.",
    );
    SeminarPage {
        page: page(language, &urls::seminar("k7m4xq")),
        code: "k7m4xq".into(),
        kind: SeminarKind::Seminar,
        state: SeminarState::Announced,
        visibility: Visibility::Public,
        title: say(
            language,
            "What scaling laws cannot tell us",
            "규모 법칙이 말해 주지 못하는 것",
        ),
        title_in: Some(language.code().into()),
        other_titles: vec![match language {
            Language::En => (Some("ko".into()), "규모 법칙이 말해 주지 못하는 것".into()),
            Language::Ko => (Some("en".into()), "What scaling laws cannot tell us".into()),
        }],
        held_in: Some(language.code().into()),
        spoken: vec![Spoken {
            language: language.into(),
            by: String::new(),
        }],
        abstract_in: Some(language.code().into()),
        abstract_html: Some(Html::trusted(format!(
            "<p>{first}</p><p>{second}</p><ul><li>{code_line}</li></ul>"
        ))),
        summary: first,
        series: Some(scaling),
        series_language: None,
        when: when(7, 16, 0, 60, "Asia/Seoul"),
        moved_from: None,
        talks: Vec::new(),
        recording_url: None,
        expected: Expected::default(),
        speakers: vec![Speaker {
            orcid: Some("0000-0002-1825-0097".into()),
            ..speaker("Marie Exemple", "Université de Montréal")
        }],
        rooms: vec![RoomLine {
            slug: "hall".into(),
            name: say(language, "Main hall", "대강당"),
            whereabouts: Some(say(language, "Seoul house, ground floor", "서울관 1층")),
            overflow: false,
        }],
        place: None,
        programme: Vec::new(),
        joining: Joining::Opens(when(7, 15, 45, 1, "Asia/Seoul").slot.from()),
        topics: vec![
            Named::new(
                "learning-theory",
                say(language, "Learning theory", "학습 이론"),
            ),
            Named::new("alignment", say(language, "Alignment", "정렬")),
        ],
        reason: None,
        state_since: None,
        answering: None,
        replies: ReplyFields::default(),
        keeps_door: false,
        lists: Vec::new(),
        tools: None,
        next: entries(language).into_iter().skip(3).take(3).collect(),
        in_place: None,
        cite: None,
    }
}
