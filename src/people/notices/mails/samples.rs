//! Mails about people to look at: plainly samples.

use super::{Forwarded, SignIn};
use crate::{
    base::{language::Language, zone},
    mail::render::{Frame, sample},
    people::{
        model::AddressPurpose,
        notices::forwarded::{Matter, Post, Said, Writer},
    },
};

pub fn sign_in(language: Language) -> Vec<(&'static str, SignIn)> {
    let known = SignIn {
        frame: sample(language),
        link: "https://maru.example/sign-in/3c9f0b6e5a7d4c218f".to_owned(),
        code: "k7m4xq".to_owned(),
        valid_minutes: 15,
        asked_at: "2026-11-16T00:30:00Z"
            .parse()
            .unwrap_or(zone::from_timestamp(0)),
        device: Some("Firefox, Linux".to_owned()),
    };
    let bare = SignIn {
        frame: Frame {
            reader: None,
            preferences: None,
            ..known.frame.clone()
        },
        device: None,
        ..known.clone()
    };
    vec![("known", known), ("bare", bare)]
}

pub fn forwarded(language: Language) -> Vec<(&'static str, Forwarded)> {
    let (about, text) = match language {
        Language::En => (
            "Scaling laws",
            "Dear organisers,\n\nmay I bring a student along?\n\nHans",
        ),
        Language::Ko => (
            "규모의 법칙",
            "안녕하세요.\n\n학생 한 명과 함께 참석해도 될까요?\n\n한스",
        ),
    };
    let at = |time: &str| time.parse().unwrap_or(zone::from_timestamp(0));
    let wrote = Post {
        matter: Matter::Wrote,
        writer: Some(Writer {
            name: Some("Hans Muster".to_owned()),
            address: "hans@sample.example".to_owned(),
        }),
        subject: format!("Re: {about}"),
        text: text.to_owned(),
        attachments: vec!["cv.pdf".to_owned(), String::new()],
        about: Some(about.to_owned()),
        url: Some("https://maru.example/seminars/k7m4xq".to_owned()),
        lifting: None,
    };
    let bare = Post {
        matter: Matter::TooLarge,
        writer: None,
        subject: String::new(),
        text: String::new(),
        attachments: Vec::new(),
        about: None,
        url: None,
        lifting: None,
    };
    let of = |matter: Matter| Post {
        matter,
        attachments: Vec::new(),
        ..wrote.clone()
    };
    let silent = |matter: Matter| Post {
        writer: None,
        text: String::new(),
        ..of(matter)
    };
    let address = "gone@sample.example".to_owned();
    let posts = vec![
        (
            "other_time",
            of(Matter::OtherTime {
                asked: Some((at("2026-12-11T07:00:00Z"), at("2026-12-11T08:00:00Z"))),
                zone: "Asia/Seoul".to_owned(),
            }),
        ),
        ("answered", of(Matter::Answered { said: Said::No })),
        (
            "passed_on",
            of(Matter::PassedOn {
                invited: Some("Pierre Exemple".to_owned()),
            }),
        ),
        (
            "came_back",
            silent(Matter::CameBack {
                to: "Pierre Exemple".to_owned(),
                address: address.clone(),
                reason: "550 5.1.1 no such user".to_owned(),
                suspended: true,
                purpose: Some(AddressPurpose::SignIn),
            }),
        ),
        (
            "came_back_contact",
            silent(Matter::CameBack {
                to: "Pierre Exemple".to_owned(),
                address: address.clone(),
                reason: "550 5.1.1 no such user".to_owned(),
                suspended: true,
                purpose: Some(AddressPurpose::Contact),
            }),
        ),
        (
            "not_taken",
            silent(Matter::CameBack {
                to: "Pierre Exemple".to_owned(),
                address: address.clone(),
                reason: "552 5.2.2 mailbox full".to_owned(),
                suspended: false,
                purpose: Some(AddressPurpose::SignIn),
            }),
        ),
        (
            "many_came_back",
            Post {
                about: None,
                url: Some("https://maru.example/admin/mail?state=failed".to_owned()),
                ..silent(Matter::ManyCameBack {
                    total: 234,
                    domains: vec![
                        ("sample.example".to_owned(), 200),
                        ("department.example".to_owned(), 31),
                    ],
                    elsewhere: 3,
                })
            },
        ),
        (
            "many_of_list",
            silent(Matter::ManyOfList {
                to: "Sample Department".to_owned(),
                address: "everyone@department.example".to_owned(),
                total: 42,
            }),
        ),
        (
            "unwanted",
            silent(Matter::Unwanted {
                to: "Pierre Exemple".to_owned(),
                address: address.clone(),
                goes_on: false,
                purpose: Some(AddressPurpose::SignIn),
            }),
        ),
        (
            "unwanted_contact_administrator",
            Post {
                lifting: Some(
                    "https://maru.example/admin/suspensions?q=gone%40sample.example".to_owned(),
                ),
                ..silent(Matter::Unwanted {
                    to: "Pierre Exemple".to_owned(),
                    address,
                    goes_on: false,
                    purpose: Some(AddressPurpose::Contact),
                })
            },
        ),
        (
            "unwanted_list",
            silent(Matter::Unwanted {
                to: "Sample Department".to_owned(),
                address: "everyone@department.example".to_owned(),
                goes_on: true,
                purpose: None,
            }),
        ),
        ("wrote", wrote.clone()),
        ("bare", bare),
    ];
    posts
        .into_iter()
        .map(|(name, post)| {
            (
                name,
                Forwarded {
                    frame: sample(language),
                    post,
                },
            )
        })
        .collect()
}
