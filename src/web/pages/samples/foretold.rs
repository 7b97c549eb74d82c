//! Samples of what is told, before it goes.

use chrono::Duration;

use super::{entries, now, organiser, say, strip};
use crate::{
    base::language::Language,
    mail::outbox::MessageKind,
    web::{
        pages::{
            foretold::{
                Foretold, ForetoldPage, HeldForm, HeldGroup, HeldKindPage, HeldPage, LetterLine,
                ReaderLine, ToldDeed,
            },
            form::{Field, FormMeta},
        },
        urls,
    },
};

fn reader(name: Option<&str>, address: &str, language: Language, zone: &str) -> ReaderLine {
    ReaderLine {
        name: name.map(str::to_owned),
        address: address.to_owned(),
        language,
        zone_label: zone.to_owned(),
        is_list: false,
    }
}

/// A change as it is told in two languages.
fn told() -> Foretold {
    let mut readers = vec![
        reader(
            Some("Erika Mustermann"),
            "erika@muenchen.example",
            Language::En,
            "Berlin, UTC+1",
        ),
        reader(
            Some("Fulan al-Fulani"),
            "fulan@abudhabi.example",
            Language::En,
            "Abu Dhabi, UTC+4",
        ),
        reader(
            Some("Jane Doe"),
            "jane@newyork.example",
            Language::En,
            "New York, UTC−5",
        ),
        reader(
            Some("김샘플"),
            "kim@postech.example",
            Language::Ko,
            "Seoul, UTC+9",
        ),
        reader(
            Some("이보기"),
            "lee@korea.example",
            Language::Ko,
            "Seoul, UTC+9",
        ),
    ];
    for number in 1..=7 {
        let address = format!("guest{number}@paris.example");
        readers.push(reader(None, &address, Language::En, "Paris, UTC+1"));
    }
    Foretold {
        mails: readers.len(),
        readers,
        letters: vec![letter(Language::En), letter(Language::Ko)],
    }
}

fn letter(language: Language) -> LetterLine {
    LetterLine {
        kind: MessageKind::Change,
        language,
        count: match language {
            Language::En => 10,
            Language::Ko => 2,
        },
        to_lists: false,
        reader: match language {
            Language::En => "Erika Mustermann",
            Language::Ko => "김샘플",
        }
        .to_owned(),
        subject: say(
            language,
            "New time: What scaling laws cannot tell us, Wed 25 November 2026, 10:00 (Berlin, UTC+1)",
            "일시 변경: 규모 법칙이 말해 주지 못하는 것, 2026년 11월 25일 (수) 18:00 (서울, UTC+9)",
        ),
        text: say(
            language,
            "Dear Erika Mustermann,\n\nSomething you were told has changed.\n\nA note from the organiser\n| The hall is free two hours later only.\n\nWhen\n  Before: Wed 25 November 2026, 08:00–09:00 (Berlin, UTC+1)\n  Now: Wed 25 November 2026, 10:00–11:00 (Berlin, UTC+1)\n",
            "김샘플 님께,\n\n알려 드린 내용이 바뀌었습니다.\n\n주최자가 남긴 말\n| 두 시간 뒤에만 강당을 사용할 수 있습니다.\n\n일시\n  이전: 2026년 11월 25일 (수) 16:00–17:00 (서울, UTC+9)\n  지금: 2026년 11월 25일 (수) 18:00–19:00 (서울, UTC+9)\n",
        ),
        html: None,
    }
}

fn note(language: Language) -> String {
    say(
        language,
        "The hall is free two hours later only.",
        "두 시간 뒤에만 강당을 사용할 수 있습니다.",
    )
}

/// Before a change, a cancellation, the announcement of a new seminar, and where something else was shown.
pub fn foretold(language: Language) -> Vec<(&'static str, ForetoldPage)> {
    let seminar = entries(language).remove(0);
    let change = ForetoldPage {
        page: organiser(language, &urls::edit_seminar(&seminar.code)),
        deed: ToldDeed::Change,
        action: urls::seminar(&seminar.code),
        fields: vec![
            ("title".into(), seminar.title.clone()),
            ("key".into(), "sample".into()),
        ],
        seminar: Some(seminar.clone()),
        told: told(),
        mark: "sample".into(),
        note: Field::of(note(language)),
        otherwise: false,
        strip: Some(strip(&organiser(language, "/"), Some(seminar.when))),
    };
    let cancel = ForetoldPage {
        deed: ToldDeed::Cancellation,
        action: urls::seminar_cancellation(&seminar.code),
        note: Field::wrong("…", language.t("error-choice")),
        otherwise: true,
        strip: None,
        ..change.clone()
    };
    let mut one = told();
    one.readers.truncate(1);
    one.letters.truncate(1);
    one.letters[0].kind = MessageKind::SpeakerRequest;
    one.letters[0].count = 1;
    let announce = ForetoldPage {
        deed: ToldDeed::Announcement,
        action: urls::seminars(),
        seminar: None,
        told: one,
        note: Field::default(),
        ..change.clone()
    };
    let rest = ForetoldPage {
        deed: ToldDeed::Rest,
        action: urls::seminar_knowledge(&seminar.code),
        note: Field::default(),
        ..change.clone()
    };
    let spelling = ForetoldPage {
        deed: ToldDeed::Spelling,
        note: Field::default(),
        ..change.clone()
    };
    let series = ForetoldPage {
        deed: ToldDeed::Series,
        action: urls::series("scaling"),
        seminar: None,
        told: Foretold {
            mails: 31,
            ..told()
        },
        note: Field::default(),
        ..change.clone()
    };
    let term = ForetoldPage {
        deed: ToldDeed::Term,
        action: urls::series_announcement("scaling"),
        told: Foretold { mails: 9, ..told() },
        ..announce.clone()
    };
    vec![
        ("change", change),
        ("spelling", spelling),
        ("series", series),
        ("term", term),
        ("cancellation", cancel),
        ("announcement", announce),
        ("rest", rest),
    ]
}

fn group(kind: MessageKind, count: usize, minutes: i64, lasts: i64) -> HeldGroup {
    let from = now() + Duration::minutes(minutes);
    HeldGroup {
        kind,
        readers: count.div_ceil(2),
        count,
        going: 0,
        from,
        to: from + Duration::minutes(lasts),
        has_note: kind == MessageKind::Change,
    }
}

/// What waits: much, nothing.
pub fn held(language: Language) -> Vec<(&'static str, HeldPage)> {
    let seminar = entries(language).remove(0);
    let full = HeldPage {
        page: organiser(language, &urls::held(&seminar.code)),
        seminar,
        groups: vec![
            group(MessageKind::Change, 12, 7, 0),
            HeldGroup {
                going: 3,
                ..group(MessageKind::Invitation, 40, 0, 0)
            },
            group(MessageKind::Reminder, 24, 300, 1380),
        ],
    };
    let empty = HeldPage {
        groups: Vec::new(),
        ..full.clone()
    };
    vec![("full", full), ("empty", empty)]
}

/// One kind of what waits: as text, as mail programs show it, too late, gone.
pub fn held_kinds(language: Language) -> Vec<(&'static str, HeldKindPage)> {
    let seminar = entries(language).remove(0);
    let text = HeldKindPage {
        page: organiser(language, &urls::held_kind(&seminar.code, "change")),
        group: Some(group(MessageKind::Change, 12, 7, 0)),
        kind: MessageKind::Change,
        told: told(),
        untrue: 0,
        as_html: false,
        form: HeldForm {
            meta: FormMeta::keyed("sample"),
            note: Field::of(note(language)),
            ..HeldForm::default()
        },
        mark: "sample".into(),
        keys: ["sample-1".into(), "sample-2".into()],
        seminar: seminar.clone(),
    };
    let mut html = HeldKindPage {
        as_html: true,
        ..text.clone()
    };
    for letter in &mut html.told.letters {
        letter.html = Some(urls::held_letter(
            &seminar.code,
            "change",
            letter.language.code(),
        ));
    }
    let mut late = text.clone();
    late.group = late.group.map(|group| HeldGroup { going: 2, ..group });
    late.untrue = 1;
    late.form.meta.errors = vec![language.t("refused-held-otherwise")];
    let gone = HeldKindPage {
        group: None,
        told: Foretold::default(),
        ..text.clone()
    };
    vec![
        ("text", text),
        ("html", html),
        ("late", late),
        ("gone", gone),
    ]
}
