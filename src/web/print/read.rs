//! What paper and texts tell of a seminar, read from where it is kept.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        clock::Instant,
        hub::Hub,
        ids::{InstitutionId, PersonId},
        zone::Zone,
    },
    people,
    seminars::{
        model::{Details, Item, SeminarState, SeriesColour, Speaker},
        queries,
    },
    web::{
        pages::{
            print::{PaperItem, PaperPlace, PaperSpeaker, Subject},
            time::When,
        },
        seminars::{
            entry::{in_public, named, when},
            show::spoken,
        },
        urls,
    },
};

/// What is told of a seminar: what anyone sees who may know of it, whoever reads. Its series, and with whom that is organised,
/// as far as `details` have it.
///
/// # Errors
/// What the database says.
pub async fn subject(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    details: Details,
    now: Instant,
) -> QueryResult<Subject> {
    let seminar = &details.seminar;
    let said = queries::said(conn, &[seminar.id]).await?;
    let organising = match &details.series {
        Some(series) => queries::institutions_of(conn, series.id).await?,
        None => Vec::new(),
    };
    let institutions: Vec<InstitutionId> = details
        .speakers
        .iter()
        .filter_map(|speaker| speaker.institution_id)
        .collect();
    let zones = people::queries::zones_of(conn, &institutions).await?;
    let clocks = organising
        .iter()
        .map(|one| one.zone.parse().unwrap_or(Zone::UTC));
    let stopped = matches!(
        seminar.state,
        SeminarState::Cancelled | SeminarState::Postponed
    );
    let rooms = details.rooms.iter().map(|room| PaperPlace {
        name: room.name.clone(),
        more: room.site.clone(),
    });
    let elsewhere = seminar.place().map(|place| PaperPlace {
        name: place.name,
        more: place.address,
    });
    Ok(Subject {
        code: seminar.code.clone(),
        kind: seminar.kind,
        state: seminar.state,
        reason: seminar.state_reason.clone().filter(|_| stopped),
        title: seminar.title.clone(),
        title_in: seminar.written.language.clone(),
        abstract_in: seminar.written.language.clone(),
        texts: seminar.written.texts.clone(),
        colour: details
            .series
            .as_ref()
            .map_or(SeriesColour::Pine, |series| series.colour),
        series: details.series.as_ref().map(named),
        speakers: details
            .speakers
            .iter()
            .filter_map(|one| speaker(&seminar.code, one, &zones))
            .collect(),
        abstract_text: seminar.abstract_text.clone(),
        topics: seminar.topics.clone(),
        when: when(seminar),
        places: rooms.chain(elsewhere).collect(),
        online: seminar.join_url.is_some(),
        elsewhere: other_clocks(
            seminar.zone(),
            seminar.starts_at,
            std::iter::once(hub.zone).chain(clocks),
        ),
        institutions: organising.iter().map(|one| one.name.clone()).collect(),
        talks: spoken(&details, &said, now, |_| None),
        items: items(&details),
    })
}

/// Its programme, by time. A break has nobody, and a place is said where it is another one.
fn items(details: &Details) -> Vec<PaperItem> {
    let name = |person: &PersonId| {
        let mut speakers = details.speakers.iter();
        let speaker = speakers.find(|one| one.person_id == *person)?;
        in_public(speaker).map(|speaker| speaker.name)
    };
    let item = |item: &Item| {
        let names: Vec<String> = item.speakers.iter().filter_map(name).collect();
        let spoken = details.languages_of(&item.speakers).into_iter();
        let spoken = spoken.map(|language| format!(" · {}", language.own_name()));
        let spoken: String = spoken.collect();
        PaperItem {
            when: When {
                slot: item.slot(),
                zone: details.seminar.there(),
            },
            title: item.title.clone(),
            who: (!names.is_empty()).then(|| format!("{}{spoken}", names.join(", "))),
        }
    };
    details.items.iter().map(item).collect()
}

/// A speaker as anyone sees them.
fn speaker(
    code: &str,
    one: &Speaker,
    zones: &HashMap<InstitutionId, Zone>,
) -> Option<PaperSpeaker> {
    Some(PaperSpeaker {
        speaker: in_public(one)?,
        portrait: one
            .portrait
            .map(|id| urls::seminar_file(code, &id.to_string())),
        zone: one.institution_id.and_then(|id| zones.get(&id).copied()),
    })
}

/// Those of `clocks` that show another time than one in `zone` at an instant; of several that show the same, the first.
fn other_clocks(zone: Zone, at: Instant, clocks: impl Iterator<Item = Zone>) -> Vec<Zone> {
    let mut others: Vec<Zone> = Vec::new();
    for clock in clocks {
        let offset = clock.offset_seconds(at);
        let mut shown = std::iter::once(&zone).chain(&others);
        if shown.all(|one| one.offset_seconds(at) != offset) {
            others.push(clock);
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_show_the_same_are_one() {
        let zone = |name: &str| -> Zone { name.parse().unwrap() };
        let at = "2026-12-01T07:00:00Z".parse().unwrap();
        let clocks = [
            "Asia/Seoul",
            "Asia/Tokyo",
            "Europe/Paris",
            "Europe/Berlin",
            "UTC",
        ];
        assert_eq!(
            other_clocks(zone("Asia/Seoul"), at, clocks.map(zone).into_iter()),
            ["Europe/Paris", "UTC"].map(zone)
        );
    }
}
