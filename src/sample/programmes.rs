//! What the workshop of the sample hub does from hour to hour, and where its tour stops.

use chrono::Duration;
use diesel_async::AsyncPgConnection;

use super::{Making, SampleError, seminars::speaker};
use crate::{
    people::model::Actor,
    seminars::{
        actions::{NewItem, SeminarChange, change},
        model::{Details, ItemKind, SeminarKind, SpeakerRole},
    },
};

/// Gives a workshop or a tour its programme.
pub(super) async fn programme(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
    organiser: &Actor,
    made: &Details,
) -> Result<(), SampleError> {
    let starts = made.seminar.starts_local;
    let item = |kind, title: &str, (from, to): (i64, i64), more: ItemMore<'_>| {
        let who = more.who.iter();
        Ok::<_, SampleError>(NewItem {
            id: None,
            kind,
            title: title.into(),
            abstract_text: String::new(),
            starts_local: starts + Duration::minutes(from),
            ends_local: starts + Duration::minutes(to),
            fold: None,
            room: None,
            place: more.place.map(str::to_owned),
            speakers: who
                .map(|handle| speaker(making, handle, SpeakerRole::Speaker))
                .collect::<Result<_, _>>()?,
        })
    };
    let nobody = ItemMore::default;
    let who = |who: &'static [&'static str]| ItemMore { who, place: None };
    let at = |place: &'static str| ItemMore {
        who: &[],
        place: Some(place),
    };
    let items = match made.seminar.kind {
        SeminarKind::Workshop => vec![
            item(ItemKind::Other, "등록 Registration", (0, 30), nobody())?,
            item(
                ItemKind::Talk,
                "One kitchen, two robots",
                (30, 90),
                who(&["cho"]),
            )?,
            item(ItemKind::Break, "커피 Coffee", (90, 120), nobody())?,
            item(
                ItemKind::Talk,
                "What a spoon is for",
                (120, 180),
                who(&["max"]),
            )?,
            item(
                ItemKind::Break,
                "점심 Lunch",
                (180, 270),
                at("허브 식당 The hub's canteen"),
            )?,
            item(
                ItemKind::Session,
                "시연 Demonstrations",
                (270, 360),
                nobody(),
            )?,
            item(
                ItemKind::Panel,
                "Who washes up?",
                (360, 420),
                who(&["lee", "nguyen"]),
            )?,
        ],
        SeminarKind::Tour => vec![
            item(ItemKind::Stop, "인사 Welcome", (0, 10), nobody())?,
            item(
                ItemKind::Stop,
                "로봇 실험실 Robot laboratory",
                (10, 30),
                at("3층 Third floor"),
            )?,
            item(
                ItemKind::Stop,
                "옥상 정원 Roof garden",
                (30, 45),
                at("옥상 Roof"),
            )?,
        ],
        _ => return Ok(()),
    };
    let programme = SeminarChange {
        items: Some(items),
        ..SeminarChange::default()
    };
    let (clock, hub, id) = (&making.clock, making.hub, made.seminar.id);
    change(conn, clock, hub, organiser, id, programme).await?;
    Ok(())
}

/// Who speaks in an item, and where it is.
#[derive(Default)]
struct ItemMore<'a> {
    who: &'a [&'a str],
    place: Option<&'a str>,
}
