//! Series, invitations, and who knows what.

use chrono::Duration;

use super::{administrator, all_series, entries, now, organiser, page, page_of, say, zone};
use crate::{
    base::language::Language,
    web::{
        pages::{
            common::{Named, WillBeTold},
            form::{Choice, Field, FormMeta, Several},
            html::Html,
            invitations::{
                InvitationForm, InvitationPreview, InvitationsPage, Invitee, SharedAddress,
            },
            knowledge::{Answered, Knowing, KnowingState, KnowledgePage, ListLine},
            series::{FollowForm, SeriesBoard, SeriesForm, SeriesFormPage, SeriesPage},
            words::{Answer, Role, SeminarState, Visibility},
        },
        urls,
    },
};

/// What was typed as an address and is none.
pub fn refused_address(language: Language) -> FollowForm {
    FollowForm {
        email: Field::wrong("marie@", language.t("reason-address")),
        ..FollowForm::default()
    }
}

/// A series as visitors, followers and organisers see it; empty; ended.
pub fn series_pages(language: Language) -> Vec<(&'static str, SeriesPage)> {
    let [scaling, ..] = all_series(language);
    let path = urls::series(&scaling.slug);
    let full = SeriesPage {
        page: page(language, &path),
        follow_form: FollowForm::default(),
        slug: scaling.slug,
        title: scaling.label,
        description: Some(Html::trusted(say(
            language,
            "<p>Every other Tuesday: what grows with size, what does not, and how we know. Talks are in English; questions may be in Korean.</p>",
            "<p>격주 화요일, 크기와 함께 자라는 것과 그렇지 않은 것, 그리고 우리가 그것을 어떻게 아는지 이야기합니다. 발표는 영어로 하며 질문은 한국어로 하셔도 됩니다.</p>",
        ))),
        summary: say(
            language,
            "Every other Tuesday: what grows with size, what does not, and how we know. Talks are in English; questions may be in Korean.",
            "격주 화요일, 크기와 함께 자라는 것과 그렇지 않은 것, 그리고 우리가 그것을 어떻게 아는지 이야기합니다. 발표는 영어로 하며 질문은 한국어로 하셔도 됩니다.",
        ),
        zone: zone("Asia/Seoul"),
        language: None,
        room: Some(Named::new("hall", say(language, "Main hall", "대강당"))),
        visibility: Visibility::Public,
        ended: false,
        organisers: vec!["홍길동".into(), "Erika Mustermann".into()],
        institutions: vec![say(language, "KAIST", "한국과학기술원"), "Mila".into()],
        topics: vec![Named::new(
            "learning-theory",
            say(language, "Learning theory", "학습 이론"),
        )],
        coming: entries(language).into_iter().take(3).collect(),
        past: entries(language)
            .into_iter()
            .rev()
            .take(2)
            .map(|mut entry| {
                entry.when = super::when(-14, 16, 0, 60, "Asia/Seoul");
                entry.state = SeminarState::Announced;
                entry
            })
            .collect(),
        past_is_longer: true,
        follows: None,
        board: None,
    };
    let wrong_address = SeriesPage {
        follow_form: refused_address(language),
        ..full.clone()
    };
    let follower = SeriesPage {
        page: page_of(language, &path, &[Role::Member]),
        follows: Some(true),
        ..full.clone()
    };
    let organised = SeriesPage {
        page: organiser(language, &path),
        follows: Some(false),
        board: Some(SeriesBoard {
            drafts: entries(language)
                .into_iter()
                .skip(6)
                .take(1)
                .map(|mut entry| {
                    entry.state = SeminarState::Draft;
                    entry
                })
                .collect(),
            followers: 58,
            lists: 2,
        }),
        ..full.clone()
    };
    let empty = SeriesPage {
        description: None,
        summary: String::new(),
        room: None,
        coming: Vec::new(),
        past: Vec::new(),
        past_is_longer: false,
        visibility: Visibility::Members,
        topics: Vec::new(),
        ..organised.clone()
    };
    let ended = SeriesPage {
        ended: true,
        coming: Vec::new(),
        ..full.clone()
    };
    vec![
        ("full", full),
        ("wrong-address", wrong_address),
        ("follower", follower),
        ("organiser", organised),
        ("empty", empty),
        ("ended", ended),
    ]
}

/// The form: new, refused, editing a default that moves seminars.
pub fn series_forms(language: Language) -> Vec<(&'static str, SeriesFormPage)> {
    let [scaling, ..] = all_series(language);
    let fresh = SeriesFormPage {
        page: organiser(language, &urls::new_series()),
        editing: None,
        form: SeriesForm {
            meta: FormMeta::keyed("sample"),
            zone: Field::of("Asia/Seoul"),
            duration_minutes: Field::of("60"),
            visibility: Field::of("public"),
            colour: Field::of("pine"),
            reminders: Field::of("1440, 60"),
            join_url: Field::of("https://meet.example/scaling"),
            join_for: Field::of("open"),
            join_minutes: Field::of("15"),
            organisers: Several::of(["p1"]),
            ..SeriesForm::default()
        },
        institutions: vec![
            Choice::new("i1", say(language, "KAIST", "한국과학기술원")),
            Choice::new("i2", "Mila").hint("Montréal"),
        ],
        rooms: vec![
            Choice::new("hall", say(language, "Main hall", "대강당")),
            Choice::new("meeting-3", say(language, "Meeting room 3", "회의실 3")),
        ],
        people: vec![
            Choice::new("p1", say(language, "Gildong Hong", "홍길동")).hint("KAIST"),
            Choice::new("p2", "Erika Mustermann").hint("Technische Universität München"),
        ],
        stale: None,
        told: None,
    };
    let mut wrong = fresh.clone();
    wrong.form.title = Field::wrong("", language.t("reason-required"));
    wrong.form.zone = Field::wrong(
        "Asia/Soeul",
        language.with("reason-zone", &[("zone", "Asia/Soeul".into())]),
    );
    wrong.form.meta.errors.push(language.t("error-csrf"));
    let mut edit = fresh.clone();
    edit.page = organiser(language, &urls::edit_series("scaling"));
    edit.form.title = Field::of(&scaling.label);
    edit.form.slug = Field::of("scaling");
    edit.form.room = Field::of("hall");
    edit.form.meta.lock_version = Some(2);
    edit.editing = Some(scaling);
    edit.form.state = Field::of("running");
    edit.told = Some(WillBeTold {
        count: 58,
        if_moved: 0,
        lists: 1,
        names: vec!["Marie Exemple".into(), "이보기".into()],
    });
    vec![("new", fresh), ("wrong", wrong), ("edit", edit)]
}

/// The invitation form: empty, with wrong lines, shown before sending.
pub fn invitations(language: Language) -> Vec<(&'static str, InvitationsPage)> {
    let seminar = entries(language).remove(0);
    let empty = InvitationsPage {
        page: organiser(language, &urls::seminar_invitations(&seminar.code)),
        seminar,
        form: InvitationForm {
            meta: FormMeta::keyed("sample"),
            ..InvitationForm::default()
        },
        people: vec![
            Choice::new("p1", "이보기").hint("Korea University"),
            Choice::new("p2", "Jane Doe").hint("New York University"),
            Choice::new("p3", "Fulan al-Fulani").hint("MBZUAI"),
        ],
        preview: None,
        invited: 12,
    };
    let mut wrong = empty.clone();
    wrong.form.addresses = Field::wrong(
        "marie@montreal.example\nerika at muster",
        language.with("error-address-line", &[("line", 2.into())]),
    );
    let mut shown = empty.clone();
    shown.form.people = Several::of(["p1", "p3"]);
    shown.form.addresses = Field::of("marie@montreal.example\nnew@paris.example");
    let invitee = |name: Option<&str>, address: &str, language: Language, zone: &str| Invitee {
        name: name.map(str::to_owned),
        address: address.to_owned(),
        language,
        zone_label: zone.to_owned(),
    };
    shown.preview = Some(InvitationPreview {
        told: super::foretold(language).remove(0).1.told,
        mark: "sample".into(),
        recipients: vec![
            invitee(
                Some("이보기"),
                "lee@korea.example",
                Language::Ko,
                "Seoul, UTC+9",
            ),
            invitee(
                Some("Fulan al-Fulani"),
                "fulan@abudhabi.example",
                Language::En,
                "Abu Dhabi, UTC+4",
            ),
            invitee(None, "new@paris.example", Language::En, "Seoul, UTC+9"),
        ],
        already: vec![invitee(
            Some("Marie Exemple"),
            "marie@montreal.example",
            Language::En,
            "Montréal, UTC−5",
        )],
        shared: vec![SharedAddress {
            address: "office@ministry.example".into(),
            people: vec![
                Choice::new("p7", "Jan Modaal"),
                Choice::new("p8", "Janina Modaal"),
            ],
        }],
    });
    let mut ready = shown.clone();
    if let Some(preview) = &mut ready.preview {
        preview.shared.clear();
        preview.already.clear();
    }
    vec![
        ("empty", empty),
        ("wrong", wrong),
        ("preview", shown),
        ("ready", ready),
    ]
}

/// Who knows what: everyone and two mailing lists, nobody.
pub fn knowledge(language: Language) -> Vec<(&'static str, KnowledgePage)> {
    let seminar = entries(language).remove(0);
    let told = now() - Duration::hours(3);
    let person = |name: &str, address: &str, answer: Option<Answer>, state| Knowing {
        name: name.to_owned(),
        address: address.to_owned(),
        answer: answer.map(Answered::Comes),
        answered_at: answer.map(|_| told + Duration::hours(1)),
        state,
        told_at: Some(told),
        suspended: None,
    };
    let list = |name: String, revision_told, state: &'static str| ListLine {
        name,
        address: "everyone@department.example".into(),
        revision_told,
        told_at: told,
        state,
        waits: state == "failed",
    };
    let full = KnowledgePage {
        page: organiser(language, &urls::seminar_knowledge(&seminar.code)),
        seminar,
        key: Some("0193".into()),
        lists: vec![
            list(
                say(language, "Sample Department, everyone", "견본학과 전체"),
                3,
                "accepted",
            ),
            list(say(language, "Sample Faculty", "견본학부"), 2, "failed"),
        ],
        people: vec![
            person(
                "Erika Mustermann",
                "erika@muenchen.example",
                Some(Answer::Yes),
                KnowingState::Knows,
            ),
            person(
                "Jane Doe",
                "jane@newyork.example",
                Some(Answer::No),
                KnowingState::Knows,
            ),
            person("이보기", "lee@korea.example", None, KnowingState::Doesnt),
            person(
                "full@paris.example",
                "full@paris.example",
                None,
                KnowingState::Bounced,
            ),
            Knowing {
                suspended: Some("new@paris.example".into()),
                ..person(
                    "new@paris.example",
                    "new@paris.example",
                    None,
                    KnowingState::Bounced,
                )
            },
        ],
    };
    let empty = KnowledgePage {
        people: Vec::new(),
        lists: Vec::new(),
        ..full.clone()
    };
    let administrator = KnowledgePage {
        page: administrator(language, &full.page.path),
        ..full.clone()
    };
    vec![
        ("full", full),
        ("administrator", administrator),
        ("empty", empty),
    ]
}
