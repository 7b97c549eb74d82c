//! `GET /seminars/{code}`: the poster.

mod given;
mod offered;

use std::slice;

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

pub(in crate::web) use self::given::{seen, spoken};
use self::{
    given::{languages, seen_of, speakers, talks},
    offered::{answering, joining, lists, replies, tools},
};
use super::{
    entry::{named, own_entries, when},
    found, items, replacement,
};
use crate::{
    app::App,
    base::{clock::Instant, language::Language, text},
    people::model::Actor,
    seminars::{
        model::{Details, SeminarState, Series, Snapshot},
        queries::{self, Order, SeminarFilter},
        rules::{self, Standing},
    },
    web::{
        cite::Reference,
        errors::Failure,
        pages::{
            common::{self, Named},
            markdown,
            seminar::{Place, RoomLine, SeminarPage},
            time::When,
        },
        reader::Reader,
    },
};

/// The poster, and below it what the reader can do.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, standing) = found::seen(&mut conn, reader.actor(), &code).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let page = poster(&mut conn, &reader, details, standing).await?;
    reader.show(&page)
}

/// The poster of a seminar as `reader` is shown it, who stands to it like this.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn poster(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    mut details: Details,
    standing: Standing,
) -> QueryResult<SeminarPage> {
    let viewer = reader.actor();
    queries::hide_heads(conn, viewer, slice::from_mut(&mut details)).await?;
    let organises = standing.organises || viewer.is_some_and(Actor::is_administrator);
    let seminar = &details.seminar;
    let stopped = matches!(
        seminar.state,
        SeminarState::Cancelled | SeminarState::Postponed
    );
    let goes_on = seminar.state == SeminarState::Announced && seminar.ends_at > reader.now();
    let moved_from = match goes_on {
        true => queries::moved_from(conn, seminar).await?.and_then(was),
        false => None,
    };
    let said = queries::said(conn, &[seminar.id]).await?;
    let seen = seen_of(conn, &details, &said, reader.now()).await?;
    let read = seminar.read_in(reader.language());
    Ok(SeminarPage {
        page: reader.page(),
        code: seminar.code.clone(),
        kind: seminar.kind,
        state: seminar.state,
        visibility: seminar.visibility,
        title: read.title.to_owned(),
        title_in: read.title_in.map(str::to_owned),
        other_titles: seminar.other_titles(read.title),
        held_in: seminar.written.language.clone(),
        spoken: languages(&details),
        abstract_in: read.abstract_in.map(str::to_owned),
        abstract_html: markdown::html(read.abstract_text),
        summary: markdown::summary(read.abstract_text),
        series: details.series.as_ref().map(named),
        series_language: details.series.as_ref().and_then(Series::own_language),
        when: when(seminar),
        moved_from,
        speakers: speakers(conn, &details.speakers, organises).await?,
        talks: talks(conn, reader, &details, &said).await?,
        recording_url: seen.recording,
        expected: seen.expected,
        rooms: details
            .main_rooms()
            .chain(details.overflow_rooms())
            .map(|room| RoomLine {
                slug: room.slug.clone(),
                name: room.name.clone(),
                whereabouts: room.site.clone(),
                overflow: details.overflow.contains(&room.room_id),
            })
            .collect(),
        place: seminar.place().map(|place| Place {
            name: place.name,
            address: place.address,
            url: place.url,
        }),
        programme: items::shown::days(&details, seminar.there()),
        joining: joining(conn, &details, viewer, standing, reader.now()).await?,
        topics: seminar
            .topics
            .iter()
            .map(|topic| Named::new(text::slug(topic), topic))
            .collect(),
        reason: seminar.state_reason.clone().filter(|_| stopped),
        state_since: stopped.then_some(seminar.state_at),
        answering: answering(conn, reader, seminar).await?,
        replies: replies(conn, reader, seminar).await?,
        keeps_door: goes_on
            && viewer.is_some_and(|actor| rules::may_keep_door(actor, organises).is_ok()),
        lists: lists(conn, reader, seminar).await?,
        tools: match organises {
            true => Some(tools(conn, reader, seminar).await?),
            false => None,
        },
        next: next(conn, viewer, reader.language(), &details, reader.now()).await?,
        in_place: replacement::entry(conn, viewer, reader.language(), seminar).await?,
        cite: cite(reader, &details),
    })
}

/// How it is cited, once it is over, in the words of its reader.
fn cite(reader: &Reader, details: &Details) -> Option<Reference> {
    match details.seminar.ends_at <= reader.now() {
        true => Reference::of(reader.hub(), details, reader.language()),
        false => None,
    }
}

fn was(snapshot: Snapshot) -> Option<When> {
    Some(When {
        slot: crate::base::slot::Slot::new(snapshot.starts_at, snapshot.ends_at).ok()?,
        zone: snapshot.zone.parse().ok()?,
    })
}

/// The next three of the series; none where the reader may not know of it, and it was taken from `details`.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn next(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    language: Language,
    details: &Details,
    now: Instant,
) -> QueryResult<Vec<common::SeminarEntry>> {
    let Some(series) = &details.series else {
        return Ok(Vec::new());
    };
    let filter = SeminarFilter {
        series: Some(series.id),
        state: Some(SeminarState::Announced),
        from: Some(now),
        ..SeminarFilter::default()
    };
    let mut coming = queries::seminars(conn, viewer, &filter, Order::Time, None, 4).await?;
    coming.retain(|other| other.id != details.seminar.id);
    coming.truncate(3);
    own_entries(conn, viewer, language, coming).await
}
