//! Invitations, and what whoever is invited is told until it begins, to look at.

use chrono::Duration;

use super::{Samples, answers, bare_seminar, by, nameless, replies, seminar};
use crate::{
    base::language::Language,
    mail::render::{Frame, sample},
    seminars::notices::mails::{Invitation, Online, Part, Place, Reminder, Seminar, WaitingPlace},
};

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
