//! Three series, in Seoul, Montréal and Paris, with some forty seminars before and after today: who speaks, who was
//! invited, who answered what.

mod series;
mod singles;

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate, NaiveTime, Weekday};
use diesel_async::AsyncPgConnection;

use self::{
    series::{SERIES, Series},
    singles::singles,
};
use super::{Making, SampleError, talks::Talk};
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
            Answer, Details, Entrance, Place, SeminarKind, SeminarState, SpeakerAnswer,
            SpeakerRole, TextLanguage, Visibility,
        },
    },
};

/// Those who are invited, in turn.
const GUESTS: [&str; 18] = [
    "kim", "lee", "shin", "park", "choi", "singh", "jung", "kang", "doe", "cho", "yoon", "nguyen",
    "mihon", "marie", "claire", "amina", "john", "erika",
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
