//! Samples of what is printed for people who come: sheets to sign, and badges.

use super::{CODE, Samples, paper, subject};
use crate::{
    base::language::Language,
    web::{
        pages::{
            print::{
                PaperSize,
                badges::{Badge, BadgesPage, Part},
                order,
                sign_in::{SignInPage, Signs},
            },
            qr,
        },
        urls,
    },
};

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
