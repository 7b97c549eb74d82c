//! Seminars that belong to no series.

use std::collections::BTreeMap;

use chrono::Weekday;
use diesel_async::AsyncPgConnection;

use super::{day, enter_one, plain, speaker};
use crate::{
    base::error::Refusal,
    sample::{Making, SampleError, programmes::programme},
    seminars::{
        actions::{NewSeminar, Rooms},
        model::{Place, SeminarKind, SpeakerRole, Text, TextLanguage, Visibility},
    },
};

/// What belongs to no series: a workshop, lectures, tours, a ceremony.
pub(super) async fn singles(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
) -> Result<(), SampleError> {
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
