//! Mails about stays to look at: plainly samples, one for each standing.

use chrono::NaiveDate;

use super::{Changed, HostStay, Reader, Standing, Stay, StayChange, VisitorStay};
use crate::{
    base::language::Language,
    mail::render::{Frame, sample},
};

pub fn visitor_stay(language: Language) -> Vec<(&'static str, VisitorStay)> {
    Standing::ALL
        .into_iter()
        .map(|standing| {
            let told = VisitorStay {
                frame: sample(language),
                stay: stay(language),
                standing,
                reason: reason(language, standing),
                confirm: (standing == Standing::Invited)
                    .then(|| "https://maru.example/stays/k7m4xq/confirmation".to_owned()),
            };
            (standing.word(), told)
        })
        .collect()
}

pub fn host_stay(language: Language) -> Vec<(&'static str, HostStay)> {
    let mut samples: Vec<_> = Standing::ALL
        .into_iter()
        .map(|standing| {
            let told = HostStay {
                frame: sample(language),
                stay: stay(language),
                standing,
                reason: reason(language, standing),
                by: (standing == Standing::Proposed).then(|| "Jane Sample".to_owned()),
            };
            (standing.word(), told)
        })
        .collect();
    let bare = HostStay {
        frame: Frame {
            reader: None,
            ..sample(language)
        },
        stay: Stay {
            visitor: "visitor@partner.example".to_owned(),
            institution: None,
            to: day(2026, 12, 1),
            site: None,
            desk: None,
            purpose: None,
            page: None,
            ..stay(language)
        },
        standing: Standing::Proposed,
        reason: None,
        by: None,
    };
    samples.push(("bare", bare));
    samples
}

pub fn stay_change(language: Language) -> Vec<(&'static str, StayChange)> {
    let visitor = StayChange {
        frame: sample(language),
        to: Reader::Visitor,
        changes: vec![
            Changed::Dates {
                old: (day(2026, 11, 16), day(2027, 1, 29)),
                new: (day(2026, 12, 1), day(2027, 2, 26)),
            },
            Changed::Desk {
                old: None,
                new: stay(language).desk,
            },
        ],
        stay: stay(language),
        reason: reason(language, Standing::Cancelled),
    };
    let host = StayChange {
        to: Reader::Host,
        changes: vec![
            Changed::Host {
                old: "Jane Sample".to_owned(),
                new: visitor.stay.host.clone(),
            },
            Changed::Purpose {
                old: None,
                new: visitor.stay.purpose.clone(),
            },
        ],
        reason: None,
        ..visitor.clone()
    };
    let former = StayChange {
        to: Reader::FormerHost,
        changes: host.changes[..1].to_vec(),
        stay: Stay {
            page: None,
            ..host.stay.clone()
        },
        ..host.clone()
    };
    vec![
        ("visitor", visitor),
        ("host", host),
        ("former-host", former),
    ]
}

fn stay(language: Language) -> Stay {
    let (host, site, desk, purpose) = match language {
        Language::En => (
            "Kim Gyeonbon",
            "Seoul site",
            "Desk 3-12, 3rd floor",
            "Joint work on small languages",
        ),
        Language::Ko => (
            "김견본",
            "서울 본원",
            "3층 3-12번 좌석",
            "소수 언어 공동 연구",
        ),
    };
    Stay {
        visitor: "Jean Modèle".to_owned(),
        institution: Some("Mila".to_owned()),
        host: host.to_owned(),
        from: day(2026, 12, 1),
        to: day(2027, 2, 26),
        site: Some(site.to_owned()),
        desk: Some(desk.to_owned()),
        purpose: Some(purpose.to_owned()),
        page: Some("https://maru.example/stays/k7m4xq".to_owned()),
    }
}

fn reason(language: Language, standing: Standing) -> Option<String> {
    standing.is_warning().then(|| {
        match language {
            Language::En => "The building is closed for works until the middle of February.",
            Language::Ko => "건물 공사로 2월 중순까지 출입이 제한됩니다.",
        }
        .to_owned()
    })
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
