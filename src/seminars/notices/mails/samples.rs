//! Mails about seminars to look at: plainly samples, with people and addresses that do not exist.

mod afterwards;
mod chase;
mod digest;
mod replies;
pub mod slots;

pub use afterwards::{recording_chase, slides_chase, thanks};
pub use chase::speaker_chase;
pub use digest::digest;
pub use replies::reply_wanted;

use chrono::Duration;

use super::{
    Answer, AnswerConfirmation, AnswerLinks, AnswersReceived, By, Cancellation, Change, Changed,
    Closed, Confirmation, InPlace, Invitation, ListNotice, ListTells, ListVersion, Online, Part,
    Place, Postponement, Received, Released, Reminder, Seminar, Speaker, SpeakerRequest, Standing,
    Totals, WaitingPlace, items::Item,
};
use crate::{
    base::{language::Language, slot::Slot, zone, zone::Zone},
    mail::render::{Frame, When, sample},
};

type Samples<T> = Vec<(&'static str, T)>;

pub fn invitation(language: Language) -> Samples<Invitation> {
    let full = Invitation {
        frame: sample(language),
        seminar: seminar(language),
        abstract_text: Some(by(
            language,
            "Scaling laws describe how the loss of a model falls with data and compute. We look at languages for \
             which there is little of either, and find that three of the usual assumptions do not hold.\n\nThe talk \
             needs no more than a first course in statistics.",
            "규모 법칙은 데이터와 연산량이 늘어날 때 모델의 손실이 어떻게 줄어드는지를 설명합니다. 이 발표에서는 둘 다 \
             부족한 언어를 살펴보고, 흔히 쓰이는 가정 가운데 세 가지가 성립하지 않음을 보입니다.\n\n통계학 입문 수준의 지식이면 \
             충분합니다.",
        )),
        inviter: Some(by(language, "Jane Sample", "김견본")),
        note: Some(by(
            language,
            "It would be good to have you in the discussion.\nTea is from half past three.",
            "토론에 함께해 주시면 좋겠습니다.\n다과는 3시 30분부터 준비됩니다.",
        )),
        answers: answers(),
        add_to_calendar: "https://maru.example/seminars/k7m4xq.ics".to_owned(),
        reply_by: None,
        office_for: None,
    };
    let bare = Invitation {
        frame: nameless(language),
        seminar: bare_seminar(language),
        abstract_text: None,
        inviter: None,
        note: None,
        ..full.clone()
    };
    let office = replies::to_an_office(language, &full);
    vec![("full", full), ("bare", bare), ("office", office)]
}

pub fn change(language: Language) -> Samples<Change> {
    let seminar = seminar(language);
    let moved = Change {
        frame: sample(language),
        changes: vec![Changed::Time {
            old: when("2026-12-01T05:00:00Z"),
            new: seminar.when,
        }],
        seminar: seminar.clone(),
        note: Some(by(
            language,
            "The hall is free two hours later only.",
            "두 시간 뒤에만 강당을 사용할 수 있습니다.",
        )),
        answers: Some(answers()),
        answered: Some(Answer::Yes),
        by: By::Mail,
    };
    let much = Change {
        changes: vec![
            Changed::State {
                old: Standing::Postponed,
                new: Standing::Announced,
            },
            Changed::Place {
                old: Vec::new(),
                new: seminar.places.clone(),
            },
            Changed::Title {
                old: None,
                new: seminar.title.clone(),
            },
            Changed::Speakers {
                old: seminar.speakers[..1].to_vec(),
                new: seminar.speakers.clone(),
            },
            Changed::Programme(vec![
                (
                    Some(item(language, "2026-12-01T05:30:00Z", None)),
                    Some(item(language, "2026-12-01T06:00:00Z", Some("Lab 1"))),
                ),
                (None, Some(item(language, "2026-12-01T07:30:00Z", None))),
            ]),
            Changed::Online,
        ],
        note: None,
        answers: None,
        answered: None,
        ..moved.clone()
    };
    let place = Change {
        changes: vec![much.changes[1].clone()],
        ..much.clone()
    };
    let follower = Change {
        frame: stoppable(language),
        answers: None,
        answered: None,
        note: None,
        by: By::Digest,
        ..moved.clone()
    };
    let feed = Change {
        by: By::Feed,
        ..follower.clone()
    };
    vec![
        ("time", moved),
        ("much", much),
        ("place", place),
        ("follower", follower),
        ("feed", feed),
    ]
}

fn item(language: Language, from: &str, place: Option<&str>) -> Item {
    Item {
        title: by(language, "Opening talk", "여는 강연"),
        when: when(from),
        place: place.map(str::to_owned),
    }
}

pub fn cancellation(language: Language) -> Samples<Cancellation> {
    let full = Cancellation {
        frame: sample(language),
        seminar: seminar(language),
        reason: Some(by(
            language,
            "The speaker is ill.",
            "연사의 건강 문제로 취소합니다.",
        )),
        note: Some(by(
            language,
            "We are sorry that this comes so late.\nWho had booked a train: please write to us.",
            "늦게 알려 드려 죄송합니다.\n이미 열차를 예매하신 분은 저희에게 연락 주세요.",
        )),
        in_place: None,
        by: By::Mail,
    };
    let bare = Cancellation {
        frame: nameless(language),
        seminar: bare_seminar(language),
        reason: None,
        note: None,
        in_place: None,
        by: By::Mail,
    };
    let replaced = Cancellation {
        in_place: Some(InPlace {
            title: full.seminar.title.clone(),
            when: when("2026-12-08T07:00:00Z"),
            page: "https://maru.example/seminars/k3w7np".into(),
        }),
        ..full.clone()
    };
    let follower = Cancellation {
        frame: stoppable(language),
        by: By::Digest,
        ..full.clone()
    };
    let feed = Cancellation {
        by: By::Feed,
        ..follower.clone()
    };
    vec![
        ("full", full),
        ("bare", bare),
        ("follower", follower),
        ("feed", feed),
        ("replaced", replaced),
    ]
}

pub fn released(language: Language) -> Samples<Released> {
    cancellation(language)
        .into_iter()
        .filter(|(_, like)| like.came_by_mail() && like.in_place.is_none())
        .map(|(name, like)| {
            let released = Released {
                frame: like.frame,
                seminar: like.seminar,
                note: like.note,
            };
            (name, released)
        })
        .collect()
}

pub fn closed(language: Language) -> Samples<Closed> {
    let seminar = Seminar {
        series: None,
        places: Vec::new(),
        place_url: None,
        speakers: Vec::new(),
        page: String::new(),
        online: None,
        ..seminar(language)
    };
    let frame = stoppable(language);
    vec![("follower", Closed { frame, seminar })]
}

pub fn postponement(language: Language) -> Samples<Postponement> {
    cancellation(language)
        .into_iter()
        .filter(|(_, like)| like.in_place.is_none())
        .map(|(name, like)| {
            let postponement = Postponement {
                frame: like.frame,
                seminar: like.seminar,
                reason: like.reason,
                note: like.note,
                by: like.by,
            };
            (name, postponement)
        })
        .collect()
}

pub fn reminder(language: Language) -> Samples<Reminder> {
    let listener = Reminder {
        frame: Frame {
            unsubscribe: Some("https://maru.example/unsubscribe/k7m4xq".to_owned()),
            ..sample(language)
        },
        seminar: seminar(language),
        starts_in: Duration::days(1) - Duration::seconds(20),
        part: None,
        follows: false,
        change_answer: Some("https://maru.example/s/k7m4xq/answer".to_owned()),
        note: Some(by(
            language,
            "Please bring the paper; we begin on the minute.",
            "논문을 가져와 주세요. 정시에 시작합니다.",
        )),
    };
    let speaker = Reminder {
        starts_in: Duration::hours(1),
        part: Some(Part::Speaker),
        follows: false,
        change_answer: None,
        note: None,
        seminar: Seminar {
            online: Some(Online::Address("https://video.example/j/12345".to_owned())),
            ..listener.seminar.clone()
        },
        frame: sample(language),
    };
    let bare = Reminder {
        frame: nameless(language),
        seminar: bare_seminar(language),
        change_answer: None,
        note: None,
        follows: true,
        ..listener.clone()
    };
    vec![("listener", listener), ("speaker", speaker), ("bare", bare)]
}

pub fn waiting_place(language: Language) -> Samples<WaitingPlace> {
    let free = WaitingPlace {
        frame: sample(language),
        seminar: seminar(language),
        place: Place::Free,
        change_answer: "https://maru.example/answer/k7m4xq".to_owned(),
    };
    let waits = WaitingPlace {
        place: Place::Waits(3),
        ..free.clone()
    };
    let bare = WaitingPlace {
        frame: nameless(language),
        seminar: bare_seminar(language),
        place: Place::Waits(1),
        ..free.clone()
    };
    vec![("free", free), ("waits", waits), ("bare", bare)]
}

pub fn speaker_request(language: Language) -> Samples<SpeakerRequest> {
    let speaker = SpeakerRequest {
        frame: sample(language),
        seminar: Seminar {
            title: None,
            speakers: Vec::new(),
            online: None,
            ..seminar(language)
        },
        part: Part::Speaker,
        asker: Some(by(language, "Jane Sample", "김견본")),
        note: Some(by(
            language,
            "Forty minutes, and twenty for questions. We would of course pay for your journey.",
            "발표 40분, 질의응답 20분입니다. 여비는 저희가 부담합니다.",
        )),
        answer_by: Some(at("2026-11-01T14:59:00Z")),
        accept: "https://maru.example/s/k7m4xq/accept".to_owned(),
        decline: "https://maru.example/s/k7m4xq/decline".to_owned(),
    };
    let mut samples = vec![("speaker", speaker.clone())];
    for (name, part) in [
        ("panellist", Part::Panellist),
        ("moderator", Part::Moderator),
        ("host", Part::Host),
    ] {
        let other = SpeakerRequest {
            part,
            note: None,
            answer_by: None,
            asker: None,
            seminar: seminar(language),
            ..speaker.clone()
        };
        samples.push((name, other));
    }
    samples
}

pub fn answers_received(language: Language) -> Samples<AnswersReceived> {
    let received = |name: &str, affiliation: Option<&str>, answer, note: Option<String>| Received {
        name: name.to_owned(),
        affiliation: affiliation.map(ToOwned::to_owned),
        answer,
        note,
    };
    let several = AnswersReceived {
        frame: sample(language),
        seminar: seminar(language),
        answers: vec![
            received("Marie Exemple", Some("IVADO"), Answer::Yes, None),
            received(
                "홍길동",
                Some("KAIST"),
                Answer::No,
                Some(by(
                    language,
                    "I teach at that hour. Will it be recorded?",
                    "그 시간에 강의가 있습니다. 녹화하십니까?",
                )),
            ),
            received("guest@partner.example", None, Answer::Maybe, None),
            received("Jean Modèle", Some("Mila"), Answer::Accepted, None),
        ],
        totals: Totals {
            yes: 12,
            maybe: 3,
            no: 4,
            waiting: 1,
            silent: 21,
        },
        board: "https://maru.example/organise/k7m4xq".to_owned(),
    };
    let one = AnswersReceived {
        answers: several.answers[..1].to_vec(),
        totals: Totals {
            yes: 1,
            ..Totals::default()
        },
        ..several.clone()
    };
    vec![("several", several), ("one", one)]
}

pub fn confirmation(language: Language) -> Samples<Confirmation> {
    let typed = Confirmation {
        frame: nameless(language),
        series: by(language, "Tuesday Seminar", "화요 세미나"),
        asker: None,
        link: "https://maru.example/confirm/k7m4xq".to_owned(),
        until: at("2026-12-03T07:00:00Z"),
    };
    let asked = Confirmation {
        asker: Some(by(language, "Jane Sample", "김견본")),
        ..typed.clone()
    };
    vec![("typed", typed), ("asked", asked)]
}

pub fn answer_confirmation(language: Language) -> Samples<AnswerConfirmation> {
    let comes = AnswerConfirmation {
        frame: nameless(language),
        seminar: Seminar {
            speakers: Vec::new(),
            online: None,
            ..seminar(language)
        },
        answer: Answer::Yes,
        link: "https://maru.example/confirm/k7m4xq".to_owned(),
        until: at("2026-11-29T07:00:00Z"),
    };
    let maybe = AnswerConfirmation {
        answer: Answer::Maybe,
        ..comes.clone()
    };
    let not = AnswerConfirmation {
        seminar: bare_seminar(language),
        answer: Answer::No,
        ..comes.clone()
    };
    vec![("comes", comes), ("may-come", maybe), ("does-not", not)]
}

pub fn list_notice(language: Language) -> Samples<ListNotice> {
    let to_all = |language| Frame {
        reader: None,
        preferences: None,
        zone: seoul(),
        ..sample(language)
    };
    let other = match language {
        Language::En => Language::Ko,
        Language::Ko => Language::En,
    };
    let announced = ListNotice {
        frame: to_all(language),
        others: Vec::new(),
        list: by(language, "Sample Department, everyone", "견본학과 전체"),
        seminar: Seminar {
            online: Some(Online::Living {
                url: "https://maru.example/s/k7m4xq/join".to_owned(),
                opens_minutes: 15,
            }),
            when: when("2026-12-01T07:00:00Z"),
            ..seminar(language)
        },
        tells: ListTells::Announced,
        abstract_text: Some(by(
            language,
            "Scaling laws describe how the loss of a model falls with data and compute.",
            "규모 법칙은 데이터와 연산량이 늘어날 때 모델의 손실이 어떻게 줄어드는지를 설명합니다.",
        )),
        versions: Vec::new(),
        reason: None,
        note: None,
        in_place: None,
        answer: "https://maru.example/seminars/k7m4xq/answer".to_owned(),
    };
    let moved = vec![Changed::Time {
        old: when("2026-12-01T05:00:00Z"),
        new: announced.seminar.when,
    }];
    let changed = ListNotice {
        others: vec![to_all(other)],
        versions: vec![ListVersion {
            language: other,
            title: seminar(other).title,
            abstract_text: None,
            changes: moved.clone(),
        }],
        tells: ListTells::Changed(moved),
        abstract_text: None,
        ..announced.clone()
    };
    let cancelled = ListNotice {
        tells: ListTells::Cancelled,
        reason: Some(by(
            language,
            "The speaker is ill.",
            "연사의 건강 문제로 취소합니다.",
        )),
        note: Some(by(
            language,
            "We are sorry that this comes so late.",
            "늦게 알려 드려 죄송합니다.",
        )),
        abstract_text: None,
        seminar: Seminar {
            online: None,
            place_url: None,
            ..announced.seminar.clone()
        },
        ..announced.clone()
    };
    let replaced = ListNotice {
        others: vec![to_all(other)],
        in_place: Some(InPlace {
            title: announced.seminar.title.clone(),
            when: when("2026-12-08T07:00:00Z"),
            page: "https://maru.example/seminars/k3w7np".into(),
        }),
        ..cancelled.clone()
    };
    let postponed = ListNotice {
        tells: ListTells::Postponed,
        reason: None,
        note: None,
        seminar: bare_seminar(language),
        ..cancelled.clone()
    };
    let withdrawn = ListNotice {
        tells: ListTells::Withdrawn,
        reason: None,
        note: None,
        ..cancelled.clone()
    };
    vec![
        ("announced", announced),
        ("both", changed),
        ("cancelled", cancelled),
        ("replaced", replaced),
        ("postponed", postponed),
        ("withdrawn", withdrawn),
    ]
}

fn seminar(language: Language) -> Seminar {
    Seminar {
        title: Some(by(
            language,
            "Scaling laws for small languages",
            "작은 언어를 위한 규모 법칙",
        )),
        series: Some(by(language, "Tuesday Seminar", "화요 세미나")),
        when: When {
            anchor: match language {
                Language::En => seoul(),
                Language::Ko => zone("America/Montreal"),
            },
            ..when("2026-12-01T07:00:00Z")
        },
        places: vec![by(
            language,
            "Ondol hall, 3rd floor, Seoul site",
            "서울 본원 3층 온돌홀",
        )],
        place_url: Some("https://maps.example/ondol".to_owned()),
        speakers: vec![
            Speaker {
                name: "Jean Modèle".to_owned(),
                affiliation: Some("Mila".to_owned()),
            },
            Speaker {
                name: by(language, "Kim Gyeonbon", "김견본"),
                affiliation: Some(by(language, "Yonsei University", "연세대학교")),
            },
        ],
        page: "https://maru.example/seminars/k7m4xq".to_owned(),
        online: Some(Online::Living {
            url: "https://maru.example/s/k7m4xq/join?t=sample".to_owned(),
            opens_minutes: 15,
        }),
    }
}

// What can be announced before anything is decided but the time.
fn bare_seminar(language: Language) -> Seminar {
    Seminar {
        title: None,
        series: None,
        places: Vec::new(),
        place_url: None,
        speakers: Vec::new(),
        online: None,
        ..seminar(language)
    }
}

/// Someone who can stop it by one click.
fn stoppable(language: Language) -> Frame {
    Frame {
        unsubscribe: Some("https://maru.example/unsubscribe/k7m4xq".to_owned()),
        ..sample(language)
    }
}

fn nameless(language: Language) -> Frame {
    Frame {
        reader: None,
        preferences: None,
        ..sample(language)
    }
}

fn answers() -> AnswerLinks {
    let link = |answer: &str| format!("https://maru.example/s/k7m4xq/{answer}?t=sample");
    AnswerLinks {
        yes: link("yes"),
        maybe: link("maybe"),
        no: link("no"),
    }
}

// An hour from `from` on, meant in Seoul.
fn when(from: &str) -> When {
    let from = at(from);
    When {
        slot: Slot::new(from, from + Duration::hours(1)).expect("an hour is not empty"),
        anchor: seoul(),
    }
}

fn at(text: &str) -> crate::base::clock::Instant {
    text.parse().unwrap_or(zone::from_timestamp(0))
}

fn seoul() -> Zone {
    zone("Asia/Seoul")
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap_or(Zone::UTC)
}

fn by(language: Language, english: &str, korean: &str) -> String {
    match language {
        Language::En => english,
        Language::Ko => korean,
    }
    .to_owned()
}
