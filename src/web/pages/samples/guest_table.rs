//! A table of guests: empty, with wrong lines, shown before sending.

use super::{entries, organiser, say};
use crate::{
    base::{error::Reason, language::Language},
    web::{
        pages::{
            foretold::Foretold,
            form::{Field, FormMeta},
            guest_table::{
                Fate, GuestTableForm, GuestTableLine, GuestTablePage, GuestTablePreview,
            },
        },
        urls,
    },
};

/// The page: empty, with wrong lines, shown before sending.
pub fn guest_tables(language: Language) -> Vec<(&'static str, GuestTablePage)> {
    let seminar = entries(language).remove(0);
    let empty = GuestTablePage {
        page: organiser(language, &urls::seminar_guest_table(&seminar.code)),
        seminar,
        form: GuestTableForm {
            meta: FormMeta::keyed("sample"),
            ..GuestTableForm::default()
        },
        preview: None,
        most: 2_000,
    };
    let mut none = empty.clone();
    none.form.table = Field::wrong(
        "Erika Mustermann\nJane Doe",
        Reason::new("error-guest-table-heads").say(language),
    );
    let mut shown = empty.clone();
    shown.form.table = Field::of(
        "name;email;title;office email\nJane Doe;jane@newyork.example;Prof.;\nJan Modaal;;;office@ministry.example",
    );
    let line = |line, who: &str, address: &str, fate, notes: &[String]| GuestTableLine {
        line,
        who: who.to_owned(),
        address: address.to_owned(),
        fate,
        notes: notes.to_vec(),
    };
    let filled = language.with(
        "guest-table-note-filled",
        &[("what", language.t("guest-table-column-title").into())],
    );
    let office = language.with(
        "guest-table-note-office",
        &[("office", "office@ministry.example".into())],
    );
    let lines = vec![
        line(
            2,
            "Jane Doe",
            "jane@newyork.example",
            Fate::Known,
            &[filled],
        ),
        line(
            3,
            "Jan Modaal",
            "office@ministry.example",
            Fate::New,
            &[office],
        ),
        line(
            4,
            "Jane Doe",
            "jane@newyork.example",
            Fate::Twice,
            &[language.with("guest-table-note-twice", &[("line", 2.into())])],
        ),
        line(
            5,
            "Fulan al-Fulani",
            "fulan@abudhabi.example",
            Fate::Already,
            &[language.t("guest-table-note-already")],
        ),
    ];
    shown.preview = Some(GuestTablePreview {
        lines,
        unread: vec![say(language, "Telephone", "전화")],
        told: super::foretold(language).remove(0).1.told,
        mark: "sample".into(),
    });
    let mut wrong = shown.clone();
    if let Some(preview) = &mut wrong.preview {
        let why = format!(
            "{}: {}",
            language.t("guest-table-column-email"),
            Reason::new("reason-address").say(language)
        );
        let words = wrong.page.count("guest-table-refused", 1);
        preview
            .lines
            .push(line(6, "erika at muster", "", Fate::Wrong, &[why]));
        preview.told = Foretold::default();
        wrong.form.table.errors.push(words);
    }
    vec![
        ("empty", empty),
        ("none", none),
        ("ready", shown),
        ("wrong", wrong),
    ]
}
