//! Samples of who is coming, and of the door.

use chrono::Duration;

use super::{entries, file, now, organiser, page, say};
use crate::{
    base::{file_kind::FileKind, language::Language},
    seminars::model::{Counted, Taken},
    web::{
        pages::{
            coming::{
                ComingForm, ComingLine, ComingNumbers, ComingPage, HeadsForm, HeadsLine,
                TurnoutLine,
            },
            door::{DoorLine, DoorPage, GuestLine, PassPage, PassView, WalkInForm},
            files::FileLine,
            form::Field,
            qr,
            words::Answer,
        },
        urls,
    },
};

type Samples<P> = Vec<(&'static str, P)>;

fn line(name: &str, institution: &str, answer: Option<Answer>) -> ComingLine {
    let at = now() - Duration::hours(20);
    ComingLine {
        name: name.to_owned(),
        address: "someone@sample.example".to_owned(),
        institution: Some(institution.to_owned()),
        answer,
        position: None,
        answered_at: answer.map(|_| at),
        way: answer.map(|_| Taken::Link),
        taken_by: None,
        unverified: false,
        speaks: false,
        came_at: None,
        companions: 0,
        companion_names: String::new(),
        said: Vec::new(),
    }
}

/// Who is coming, to a seminar that is full, with something wrong, and to one to which nobody was invited.
pub fn coming(language: Language) -> Samples<ComingPage> {
    let seminar = entries(language).remove(0);
    let turnout = |name: &str, yes, came| TurnoutLine {
        name: name.to_owned(),
        yes,
        came,
    };
    let full = ComingPage {
        page: organiser(language, &urls::seminar_coming(&seminar.code)),
        places: Some((2, 2)),
        numbers: ComingNumbers {
            yes: 2,
            waiting: 1,
            came: 2,
            room: Some(HeadsLine {
                heads: 31,
                at: now() - Duration::minutes(20),
                by: Some(say(language, "Gildong Hong", "홍길동")),
            }),
            online: None,
        },
        narrowed: None,
        people: vec![
            ComingLine {
                came_at: Some(now() - Duration::minutes(40)),
                ..line(
                    "Erika Mustermann",
                    "Technische Universität München",
                    Some(Answer::Yes),
                )
            },
            ComingLine {
                way: Some(Taken::Telephone),
                taken_by: Some(say(language, "Gildong Hong", "홍길동")),
                ..line("Jane Doe", "New York University", Some(Answer::Yes))
            },
            ComingLine {
                position: Some(1),
                way: Some(Taken::Calendar),
                unverified: true,
                ..line("이보기", "Korea University", Some(Answer::Waiting))
            },
            ComingLine {
                speaks: true,
                ..line("Marie Exemple", "Université de Montréal", None)
            },
        ],
        anyone: true,
        open: true,
        has_door: true,
        begun: false,
        form: ComingForm {
            answer: Field::of("yes"),
            way: Field::of("telephone"),
            ..ComingForm::default()
        },
        heads_form: HeadsForm::default(),
        institutions: vec![
            turnout("Technische Universität München", 1, 1),
            turnout("New York University", 1, 0),
            turnout("", 0, 1),
        ],
        countries: vec![turnout("DE", 1, 1), turnout("US", 1, 0), turnout("", 0, 1)],
        evidence: vec![FileLine {
            note: say(
                language,
                "Signed list, page 1 of 2",
                "서명 명단, 2쪽 중 1쪽",
            ),
            ..file(FileKind::Jpeg, "list-1.jpg", 1_800_000)
        }],
        key: "sample".into(),
        seminar,
    };
    let wrong = ComingPage {
        begun: true,
        form: ComingForm {
            who: Field::wrong("Nobody", language.t("reason-address")),
            ..full.form.clone()
        },
        heads_form: HeadsForm {
            place: Field::of(Counted::Room.word()),
            heads: Field::wrong("many", language.t("reason-number")),
            ..HeadsForm::default()
        },
        ..full.clone()
    };
    let empty = ComingPage {
        places: None,
        numbers: ComingNumbers::default(),
        people: Vec::new(),
        anyone: false,
        institutions: Vec::new(),
        countries: Vec::new(),
        evidence: Vec::new(),
        ..full.clone()
    };
    vec![("full", full), ("wrong", wrong), ("empty", empty)]
}

/// The door with people on its list, and with nobody found.
pub fn doors(language: Language) -> Samples<DoorPage> {
    let seminar = entries(language).remove(0);
    let someone = |name: &str, institution: &str, answer, came: bool| DoorLine {
        id: "sample".into(),
        name: name.to_owned(),
        institution: Some(institution.to_owned()),
        answer,
        speaks: false,
        companions: 0,
        companion_names: String::new(),
        came: came.then(|| ("sample".to_owned(), now() - Duration::minutes(5))),
    };
    let full = DoorPage {
        page: organiser(language, &urls::door(&seminar.code)),
        came: 2,
        yes: 2,
        sought: String::new(),
        people: vec![
            someone(
                "Erika Mustermann",
                "Technische Universität München",
                Some(Answer::Yes),
                true,
            ),
            someone("Jane Doe", "New York University", Some(Answer::Yes), false),
            someone("이보기", "Korea University", None, false),
        ],
        guests: vec![GuestLine {
            id: "sample".into(),
            name: "山田太郎".into(),
            at: now() - Duration::minutes(2),
        }],
        form: WalkInForm::default(),
        telephone: ComingForm {
            answer: Field::of("yes"),
            ..ComingForm::default()
        },
        organises: true,
        seminar,
    };
    let sought = DoorPage {
        sought: "nobody".into(),
        people: Vec::new(),
        guests: Vec::new(),
        form: WalkInForm {
            email: Field::wrong("marie@", language.t("reason-address")),
            ..WalkInForm::default()
        },
        organises: false,
        ..full.clone()
    };
    vec![("list", full), ("sought", sought)]
}

/// The code of one person, as its holder and who keeps the door see it.
pub fn passes(language: Language) -> Samples<PassPage> {
    let seminar = entries(language).remove(0);
    let address = urls::door_pass(&seminar.code, "sample");
    let drawn = qr::code("https://maru.example/seminars/k7m4xq/door/sample", "QR");
    let holder = PassPage {
        page: page(language, &address),
        token: "sample".into(),
        name: "Marie Exemple".into(),
        answer: Some(Answer::Yes),
        view: PassView::Holder(drawn),
        seminar,
    };
    let keeper = PassPage {
        page: organiser(language, &address),
        view: PassView::Keeper("sample".into()),
        ..holder.clone()
    };
    let came = PassPage {
        view: PassView::Came(now() - Duration::minutes(5)),
        ..keeper.clone()
    };
    vec![("holder", holder), ("keeper", keeper), ("came", came)]
}
