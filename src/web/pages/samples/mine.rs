//! The reader's own page and the organisers' page.

use chrono::Duration;

use super::{all_series, entries, now, organiser, page_of, say, stays, when};
use crate::{
    base::language::Language,
    feeds::polls::{Client, Poll},
    web::{
        pages::{
            form::{Field, FormMeta},
            me::{
                BookingLine, CalendarQuestion, FeedForm, Lacking, LargeFeed, MyPage, OrganisePage,
                PersonalFeed, RequestLine, SeriesLine,
            },
            page::{Flash, Tone, Undo},
            words::{Answer, BookingState, Role, SeminarState},
        },
        urls,
    },
};

/// A program that last asked so many minutes ago, and asks every so many; of a calendar that is too large for some.
fn poll(client: Client, minutes_ago: i64, every: Option<i64>) -> Poll {
    Poll {
        client,
        last_at: now() - Duration::minutes(minutes_ago),
        seminars_at: Some(now() - Duration::minutes(minutes_ago)),
        polls: 2,
        gap_seconds: every.map(|minutes| minutes * 60),
        octets: Some(1_340_000),
    }
}

/// Two calendars: one whole, which has become too large; one that says only when its person is busy.
fn feeds(language: Language) -> Vec<PersonalFeed> {
    let feed = |id: &str, name: String, secret: &str, detail: &str| PersonalFeed {
        id: id.into(),
        form: FeedForm {
            meta: FormMeta::keyed("sample"),
            name: Field::of(name.as_str()),
            detail: Field::of(detail),
        },
        name,
        path: urls::my_feed(secret),
        busy_only: detail == "busy",
        since: now() - Duration::days(30),
        polls: Vec::new(),
        large: None,
        key: "sample".into(),
    };
    let (phone, family) = (
        say(language, "My phone", "내 휴대전화"),
        say(language, "For the family", "가족과 함께"),
    );
    vec![
        PersonalFeed {
            polls: vec![
                poll(Client::Thunderbird, 5, Some(30)),
                poll(Client::Google, 14 * 60, Some(12 * 60)),
                poll(Client::Android, 3 * 24 * 60, None),
            ],
            large: Some(LargeFeed {
                client: Client::Google,
                at: now() - Duration::hours(14),
                size: "1.3".into(),
            }),
            ..feed("f1", phone, "sample-secret-sample-secret-sample", "full")
        },
        feed("f2", family, "another-secret-another-secret-anot", "busy"),
    ]
}

/// Full, with a notice; on the first day; and with a calendar whose change was refused.
pub fn my_pages(language: Language) -> Vec<(&'static str, MyPage)> {
    let mut full = MyPage {
        page: page_of(language, &urls::me(), &[Role::Member]),
        email: "hong@kaist.example".into(),
        calendar: CalendarQuestion {
            has_feed: true,
            key: "sample".into(),
            ..CalendarQuestion::default()
        },
        seminars: entries(language)
            .into_iter()
            .take(3)
            .map(|mut entry| {
                entry.my_answer = entry.my_answer.or(Some(Answer::Maybe));
                entry
            })
            .collect(),
        organised: entries(language).into_iter().skip(1).take(3).collect(),
        bookings: vec![
            BookingLine {
                code: "t4wxyz".into(),
                title: say(language, "Weekly", "주간 회의"),
                when: when(1, 10, 30, 45, "Asia/Seoul"),
                rooms: vec![say(language, "Meeting room 1", "회의실 1")],
                state: BookingState::Confirmed,
            },
            BookingLine {
                code: "t5bcdf".into(),
                title: say(language, "Interview", "면접"),
                when: when(3, 14, 0, 90, "Asia/Seoul"),
                rooms: vec![say(language, "Meeting room 3", "회의실 3")],
                state: BookingState::Held,
            },
        ],
        requests: vec![RequestLine {
            booking: BookingLine {
                code: "t6hjkm".into(),
                title: say(language, "Robot demonstration", "로봇 시연"),
                when: when(2, 14, 0, 60, "Asia/Seoul"),
                rooms: vec![say(language, "Robot laboratory", "로봇 실험실")],
                state: BookingState::Held,
            },
            by: "Jane Doe".into(),
        }],
        stays: stays(language).into_iter().take(2).collect(),
        feeds: feeds(language),
        feed_form: FeedForm {
            meta: FormMeta::keyed("sample"),
            detail: Field::of("full"),
            ..FeedForm::default()
        },
    };
    let empty = MyPage {
        seminars: Vec::new(),
        organised: Vec::new(),
        requests: Vec::new(),
        bookings: Vec::new(),
        stays: Vec::new(),
        feeds: Vec::new(),
        ..full.clone()
    };
    let organiser = MyPage {
        organised: full.organised.clone(),
        ..empty.clone()
    };
    let mut refused = full.clone();
    refused.feeds[1].form.name = Field::wrong("", language.t("reason-required"));
    full.page.flash = Some(Flash {
        tone: Tone::Done,
        text: say(
            language,
            "The booking is cancelled; the room is free again.",
            "예약을 취소했습니다. 공간이 다시 비었습니다.",
        ),
        undo: Some(Undo {
            action: urls::room_bookings("hall"),
            fields: vec![("again".into(), "t4wxyz".into())],
        }),
    });
    vec![
        ("full", full),
        ("first-day", empty),
        ("organiser", organiser),
        ("refused", refused),
    ]
}

/// Full; and on the first day.
pub fn organise_pages(language: Language) -> Vec<(&'static str, OrganisePage)> {
    let list = entries(language);
    let full = OrganisePage {
        page: organiser(language, &urls::organise()),
        series: all_series(language)
            .into_iter()
            .enumerate()
            .map(|(number, series)| SeriesLine {
                series,
                next: (number < 2).then(|| list[number].clone()),
                coming: 2 - number.min(2),
            })
            .collect(),
        drafts: list[6..7]
            .iter()
            .map(|entry| {
                let mut entry = entry.clone();
                entry.state = SeminarState::Draft;
                entry
            })
            .collect(),
        lacking: vec![Lacking {
            seminar: list[0].clone(),
            what: vec!["abstract", "room"],
        }],
        may_make_series: true,
    };
    let empty = OrganisePage {
        series: Vec::new(),
        drafts: Vec::new(),
        lacking: Vec::new(),
        ..full.clone()
    };
    vec![("full", full), ("first-day", empty)]
}
