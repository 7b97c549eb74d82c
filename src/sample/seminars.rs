//! Three series, in Seoul, Montréal and Paris, with some forty seminars before and after today: who speaks, who was
//! invited, who answered what.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate, NaiveTime, Weekday};
use diesel_async::AsyncPgConnection;

use super::{
    Making, SampleError,
    programmes::programme,
    talks::{MONTREAL, PARIS, SEOUL, Talk},
};
use crate::{
    base::{
        audit::{Author, Channel},
        clock::FixedClock,
        error::Refusal,
        ids::SeriesId,
        zone::{Zone, monday_of},
    },
    mail::{digest::Rhythm, reminder::Reminder},
    people::model::Actor,
    seminars::{
        actions::{
            Invitees, NewSeminar, NewSeries, NewSpeaker, Rooms, Saying, WhoSpeaks, answer,
            answer_request, cancel, create, create_series, invite, postpone, subscribe,
        },
        model::{
            Answer, Details, Entrance, Place, SeminarKind, SeminarState, SeriesColour,
            SpeakerAnswer, SpeakerRole, Text, TextLanguage, Visibility,
        },
    },
};

/// Those who are invited, in turn.
const GUESTS: [&str; 18] = [
    "kim", "lee", "shin", "park", "choi", "singh", "jung", "kang", "doe", "cho", "yoon", "nguyen",
    "mihon", "marie", "claire", "amina", "john", "erika",
];

struct Series {
    slug: &'static str,
    title: &'static str,
    description: &'static str,
    zone: &'static str,
    minutes: i32,
    room: Option<&'static str>,
    topics: &'static [&'static str],
    organisers: [&'static str; 2],
    online: Option<&'static str>,
    place: Option<(&'static str, &'static str)>,
    weekday: Weekday,
    starts: (u32, u32),
    /// Weeks between two of them.
    every: i64,
    /// The week of the first, from this one.
    first: i64,
    talks: &'static [Talk],
    colour: SeriesColour,
}

const SERIES: [Series; 3] = [
    Series {
        slug: "ai-seminar",
        title: "서울 AI 세미나 Seoul AI Seminar",
        description: "매주 수요일 오후 네 시, 강당 A. 누구나 들을 수 있습니다.\n\nEvery Wednesday at four in Hall A. Open to everyone.",
        zone: "Asia/Seoul",
        minutes: 60,
        room: Some("hall-a"),
        topics: &["machine learning", "기계 학습"],
        organisers: ["kim", "doe"],
        online: Some("https://meet.example/seoul-ai"),
        place: None,
        weekday: Weekday::Wed,
        starts: (16, 0),
        every: 1,
        first: -9,
        talks: &SEOUL,
        colour: SeriesColour::Pine,
    },
    Series {
        slug: "montreal-seoul",
        title: "Séminaire Montréal–Séoul",
        description: "Two cities, fourteen hours apart: an evening there, a morning here.\n\n저녁의 몬트리올과 아침의 서울이 만나는 세미나입니다.",
        zone: "America/Montreal",
        minutes: 75,
        room: Some("salle-1"),
        topics: &["machine learning", "science"],
        organisers: ["nguyen", "park"],
        online: Some("https://meet.example/montreal-seoul"),
        place: None,
        weekday: Weekday::Thu,
        starts: (19, 0),
        every: 2,
        first: -8,
        talks: &MONTREAL,
        colour: SeriesColour::Indigo,
    },
    Series {
        slug: "rencontres-paris",
        title: "Rencontres de Paris",
        description: "Talks in Paris by guests of the hub and hosts of its guests.\n\n파리에서 여는 강연 모임입니다.",
        zone: "Europe/Paris",
        minutes: 90,
        room: None,
        topics: &["theory", "수리"],
        organisers: ["jung", "choi"],
        online: None,
        place: Some(("Inria Paris", "1 rue Exemple, Paris")),
        weekday: Weekday::Tue,
        starts: (10, 0),
        every: 3,
        first: -10,
        talks: &PARIS,
        colour: SeriesColour::Persimmon,
    },
];

/// Enters the series and everything that takes place.
pub(super) async fn enter(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
) -> Result<(), SampleError> {
    for series in &SERIES {
        let organiser = making.actor(conn, series.organisers[0]).await?;
        let id = found(conn, making, &organiser, series).await?;
        for (turn, talk) in (0_i64..).zip(series.talks) {
            let week = series.first + turn * series.every;
            let new = seminar_of(making, id, series, Some(talk), week)?;
            let made = enter_one(conn, making, &organiser, new, week).await?;
            settle(conn, making, &organiser, &made, (series, week)).await?;
        }
    }
    drafts(conn, making).await?;
    singles(conn, making).await
}

/// The houses that organise the series together, by the short names of the plan.
const TOGETHER: [&str; 4] = ["kaist", "mila", "inria", "mbzuai"];

async fn found(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
    organiser: &Actor,
    series: &Series,
) -> Result<SeriesId, SampleError> {
    making.set_clock(making.now - Duration::days(120));
    let new = NewSeries {
        title: series.title.into(),
        slug: Some(series.slug.into()),
        description: series.description.into(),
        zone: zone(series.zone),
        duration_minutes: series.minutes,
        room: series.room.map(|room| making.room(room)).transpose()?,
        visibility: Visibility::Public,
        language: None,
        topics: series.topics.iter().map(|&topic| topic.into()).collect(),
        reminders: vec![Reminder::Minutes(1440), Reminder::Morning],
        capacity: None,
        entrance: Entrance::default(),
        join_url: series.online.map(str::to_owned),
        organisers: vec![making.person(series.organisers[1])?],
        institutions: TOGETHER
            .iter()
            .filter_map(|house| making.institutions.get(house).copied())
            .collect(),
        colour: series.colour,
    };
    let made = create_series(conn, &making.clock, organiser, new).await?;
    for handle in &GUESTS[..6] {
        let reader = making.actor(conn, handle).await?;
        // From now on: the programmes of the weeks before are not sent any more.
        let (clock, hub) = (&FixedClock::at(making.now), making.hub);
        let weekly = Some(Rhythm::Weekly.word().to_owned());
        subscribe(conn, clock, hub, &reader, made.id, reader.id, None, weekly).await?;
    }
    Ok(made.id)
}

fn seminar_of(
    making: &Making<'_>,
    series_id: SeriesId,
    series: &Series,
    talk: Option<&Talk>,
    week: i64,
) -> Result<NewSeminar, SampleError> {
    let date = day(making, week, series.weekday);
    let speakers = talk.map(|talk| talk.speaker).into_iter();
    Ok(NewSeminar {
        series: Some(series_id),
        title: talk.map_or(String::new(), |talk| talk.title.into()),
        abstract_text: talk.map_or(String::new(), |talk| talk.abstract_text.into()),
        place: series.place.map(|(name, address)| Place {
            name: name.into(),
            address: Some(address.into()),
            url: None,
            zone: None,
        }),
        language: talk.and_then(|talk| talk.language.parse::<TextLanguage>().ok()),
        state: if talk.is_some() {
            SeminarState::Announced
        } else {
            SeminarState::Draft
        },
        speakers: speakers
            .map(|handle| speaker(making, handle, SpeakerRole::Speaker))
            .collect::<Result<_, _>>()?,
        ..plain(SeminarKind::Seminar, date, series.starts)
    })
}

/// A seminar of this kind on `date`, of which nothing else is known.
fn plain(kind: SeminarKind, date: NaiveDate, (hour, minute): (u32, u32)) -> NewSeminar {
    NewSeminar {
        series: None,
        project: None,
        kind,
        title: String::new(),
        abstract_text: String::new(),
        texts: BTreeMap::new(),
        starts_local: date.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()),
        zone: None,
        fold: None,
        duration_minutes: None,
        rooms: Rooms::AsSeries,
        place: None,
        join_url: None,
        visibility: None,
        language: None,
        topics: None,
        reminders: None,
        capacity: None,
        join_for: None,
        join_minutes: None,
        state: SeminarState::Announced,
        speakers: Vec::new(),
        items: Vec::new(),
        overflow: Vec::new(),
        note: None,
    }
}

/// Enters a seminar four weeks before its week, or today; invites, and lets people answer in the days after.
async fn enter_one(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
    organiser: &Actor,
    new: NewSeminar,
    week: i64,
) -> Result<Details, SampleError> {
    let (clock, hub) = (&making.clock, making.hub);
    let entered = making.now + Duration::weeks(week - 4);
    making.set_clock(entered.min(making.now - Duration::hours(30)));
    let made = create(conn, clock, hub, organiser, new).await?;
    if made.seminar.state != SeminarState::Announced {
        return Ok(made);
    }
    let speaks = |handle: &str| {
        made.speakers
            .iter()
            .any(|one| making.people.get(handle) == Some(&one.person_id))
    };
    // Another eight every week, so that nobody is invited to everything.
    let turn = usize::try_from(week.rem_euclid(6)).unwrap_or(0) * 3;
    let guests: Vec<&str> = (0..8)
        .map(|place| GUESTS[(turn + place) % GUESTS.len()])
        .filter(|handle| !speaks(handle))
        .collect();
    let people = guests.iter().map(|handle| making.person(handle));
    let invitees = Invitees {
        people: people.collect::<Result<_, _>>()?,
        ..Invitees::default()
    };
    making.clock.advance(Duration::hours(2));
    invite(conn, clock, hub, organiser, made.seminar.id, invitees).await?;
    for (turn, handle) in guests.iter().enumerate() {
        // Of seven, four say yes, one maybe, one no, one nothing.
        let given = match turn % 7 {
            0 | 1 | 3 | 5 => Answer::Yes,
            2 => Answer::Maybe,
            4 => Answer::No,
            _ => continue,
        };
        making.clock.advance(Duration::hours(3));
        let person = making.person(handle)?;
        let author = Author::from(Channel::Link, None).who(person, handle);
        answer(conn, clock, hub, &author, made.seminar.id, person, given).await?;
    }
    for one in &made.speakers {
        let author = Author::from(Channel::Link, None).who(one.person_id, "");
        let (seminar, accepts) = (made.seminar.id, SpeakerAnswer::Accepted);
        answer_request(conn, clock, hub, &author, seminar, one.person_id, accepts).await?;
    }
    Ok(made)
}

fn saying(reason: &str) -> Saying {
    Saying {
        reason: Some(reason.to_owned()),
        ..Saying::default()
    }
}

/// What did not go as planned: one that was cancelled, one that is postponed.
async fn settle(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
    organiser: &Actor,
    made: &Details,
    (series, week): (&Series, i64),
) -> Result<(), SampleError> {
    let (clock, hub, id) = (&making.clock, making.hub, made.seminar.id);
    match (series.slug, week) {
        ("ai-seminar", -3) => {
            making.set_clock(made.seminar.starts_at - Duration::days(1));
            let reason = "연사 사정으로 취소합니다. The speaker is ill.";
            cancel(conn, clock, hub, organiser, id, saying(reason)).await?;
        }
        ("montreal-seoul", 6) => {
            making.set_clock(making.now - Duration::hours(20));
            let reason = "A snowstorm closes the house; a new date follows.";
            postpone(conn, clock, hub, organiser, id, saying(reason)).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Two dates of the weekly seminar that are kept, with neither speaker nor title yet.
async fn drafts(conn: &mut AsyncPgConnection, making: &Making<'_>) -> Result<(), SampleError> {
    let series = &SERIES[0];
    let organiser = making.actor(conn, series.organisers[0]).await?;
    let known = crate::seminars::queries::series_by_slug(conn, series.slug).await?;
    let id = known.ok_or(Refusal::NotFound)?.id;
    for week in [7, 8] {
        let new = seminar_of(making, id, series, None, week)?;
        enter_one(conn, making, &organiser, new, week).await?;
    }
    Ok(())
}

/// What belongs to no series: a workshop, lectures, tours, a ceremony.
async fn singles(conn: &mut AsyncPgConnection, making: &Making<'_>) -> Result<(), SampleError> {
    let hall = || Ok::<_, Refusal>(Rooms::These(vec![making.room("main-hall")?]));
    let tour = |week, weekday| {
        NewSeminar {
            title: "새 동료를 위한 허브 둘러보기".into(),
            abstract_text: "안내 데스크에서 모여 사십오 분 동안 함께 걷습니다.".into(),
            language: Some(TextLanguage::Korean),
            texts: in_english(
                "A tour of the house",
                "Meet at the front desk; we walk for three quarters of an hour.",
            ),
            duration_minutes: Some(45),
            place: Some(Place {
                name: "안내 데스크 Front desk".into(),
                address: None,
                url: None,
                zone: None,
            }),
            visibility: Some(Visibility::Members),
            // More say yes than it takes: one of them waits.
            capacity: Some(Some(4)),
            ..plain(SeminarKind::Tour, day(making, week, weekday), (14, 0))
        }
    };
    let workshop = NewSeminar {
        title: "Workshop: Robots that share a kitchen".into(),
        abstract_text: "Six talks, two demonstrations, one kitchen. Registration at the door.\n\n발표 여섯, 시연 둘, 부엌 하나. 현장에서 등록합니다.".into(),
        duration_minutes: Some(7 * 60),
        rooms: hall()?,
        topics: Some(vec!["robotics".into()]),
        speakers: vec![
            speaker(making, "cho", SpeakerRole::Speaker)?,
            speaker(making, "max", SpeakerRole::Speaker)?,
            speaker(making, "nguyen", SpeakerRole::Panellist)?,
            speaker(making, "lee", SpeakerRole::Moderator)?,
        ],
        ..plain(SeminarKind::Workshop, day(making, 3, Weekday::Tue), (9, 30))
    };
    let lecture = |title: &str, handle, week| {
        Ok::<_, SampleError>(NewSeminar {
            title: title.into(),
            duration_minutes: Some(90),
            rooms: hall()?,
            topics: Some(vec!["machine learning".into(), "society".into()]),
            speakers: vec![
                speaker(making, handle, SpeakerRole::Speaker)?,
                speaker(making, "doe", SpeakerRole::Host)?,
            ],
            ..plain(
                SeminarKind::Lecture,
                day(making, week, Weekday::Tue),
                (15, 0),
            )
        })
    };
    let ceremony = NewSeminar {
        title: "개소 일주년 기념식".into(),
        language: Some(TextLanguage::Korean),
        texts: in_english("First anniversary of the hub", ""),
        duration_minutes: Some(120),
        rooms: hall()?,
        visibility: Some(Visibility::Invited),
        ..plain(SeminarKind::Ceremony, day(making, 5, Weekday::Fri), (14, 0))
    };
    let plan = [
        (-6, lecture("What machines owe us", "john", -6)?),
        (-2, tour(-2, Weekday::Mon)),
        (2, tour(2, Weekday::Mon)),
        (3, workshop),
        (
            4,
            NewSeminar {
                language: Some(TextLanguage::Korean),
                texts: in_english("Algorithms and the good life", ""),
                ..lecture("알고리즘과 좋은 삶", "omar", 4)?
            },
        ),
        (5, ceremony),
    ];
    for (week, new) in plan {
        // The halls are tidied by the house: its staff enters what takes place there.
        let organiser = making.actor(conn, "office").await?;
        let made = enter_one(conn, making, &organiser, new, week).await?;
        if week > 0 {
            programme(conn, making, &organiser, &made).await?;
        }
    }
    Ok(())
}

/// A version in English beside a Korean main text.
fn in_english(title: &str, abstract_text: &str) -> BTreeMap<TextLanguage, Text> {
    let version = Text {
        title: title.into(),
        abstract_text: abstract_text.into(),
    };
    BTreeMap::from([(TextLanguage::English, version)])
}

/// A person of the sample hub who is to speak.
pub(super) fn speaker(
    making: &Making<'_>,
    handle: &str,
    role: SpeakerRole,
) -> Result<NewSpeaker, SampleError> {
    Ok(NewSpeaker {
        who: WhoSpeaks::Person(making.person(handle)?),
        role,
    })
}

/// A weekday in the week that is `week` weeks from this one.
fn day(making: &Making<'_>, week: i64, weekday: Weekday) -> NaiveDate {
    let days = u64::from(weekday.num_days_from_monday());
    monday_of(making.today) + Duration::weeks(week) + Days::new(days)
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap_or(Zone::UTC)
}
