//! The strip of local times on pages: of a form as it stands, and of a seminar.

use chrono::Duration;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        ids::{PersonId, SeminarId, SeriesId},
        slot::Slot,
        zone::Zone,
    },
    people::{self, actions::PersonEntry, queries::Meant},
    seminars::{
        model::Seminar,
        queries::{self, Concerns, Group},
    },
    web::{
        closed,
        forms::Posted,
        pages::{page::Page, seminar_form::SeminarForm, strip::Strip},
        reader::Reader,
        typed,
    },
};

/// Most speakers who are looked up.
const MOST_SPEAKERS: usize = 100;

/// The strip of a form as it stands: the institutions of its series, who is to speak, who is invited already.
///
/// # Errors
/// What the database says.
pub async fn of_form(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    page: &Page,
    series: Option<SeriesId>,
    seminar: Option<SeminarId>,
    form: &SeminarForm,
) -> QueryResult<Strip> {
    let whom = Concerns {
        series,
        seminar,
        people: typed_speakers(conn, &form.speakers.value).await?,
    };
    let groups = queries::concerned(conn, reader.hub(), &whom).await?;
    timed(conn, reader, page, &groups, meant(form)).await
}

/// The strip of what was posted, on the page that shows first what saving it would tell; none of a deed without a time.
///
/// # Errors
/// What the database says.
pub async fn of_posted(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    page: &Page,
    posted: &Posted,
    seminar: Option<&Seminar>,
) -> QueryResult<Option<Strip>> {
    let form = SeminarForm::typed(posted.pairs());
    if form.date.value.is_empty() {
        return Ok(None);
    }
    let series = match seminar {
        Some(seminar) => seminar.series_id,
        None => queries::series_by_slug(conn, &form.series.value)
            .await?
            .map(|series| series.id),
    };
    let id = seminar.map(|seminar| seminar.id);
    let strip = of_form(conn, reader, page, series, id, &form).await?;
    Ok(Some(strip))
}

/// The strip of a seminar as it stands.
///
/// # Errors
/// What the database says.
pub async fn of_seminar(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    page: &Page,
    seminar: &Seminar,
) -> QueryResult<Strip> {
    let whom = Concerns {
        series: seminar.series_id,
        seminar: Some(seminar.id),
        people: Vec::new(),
    };
    let groups = queries::concerned(conn, reader.hub(), &whom).await?;
    let meant = Some((seminar.zone(), seminar.slot()));
    timed(conn, reader, page, &groups, meant).await
}

/// The strip of these people at a time, if it is known, with what of the hub is closed then.
///
/// # Errors
/// What the database says.
pub async fn timed(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    page: &Page,
    groups: &[Group],
    meant: Option<(Zone, Slot)>,
) -> QueryResult<Strip> {
    let strip = Strip::of(page, groups, meant);
    Ok(match meant {
        Some((_, slot)) => strip.while_closed(closed::anywhere(conn, reader, slot).await?),
        None => strip,
    })
}

/// Those of the typed speakers who are known, by their addresses.
async fn typed_speakers(conn: &mut AsyncPgConnection, typed: &str) -> QueryResult<Vec<PersonId>> {
    let entries: Vec<PersonEntry> = typed::lines(typed)
        .into_iter()
        .filter(|line| !line.address.is_empty())
        .take(MOST_SPEAKERS)
        .map(|line| PersonEntry {
            name: line.name,
            address: line.address,
        })
        .collect();
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let meant = people::queries::meant(conn, &entries).await?;
    let known = meant.into_iter().filter_map(|one| match one {
        Meant::Known(named) => Some(named.id),
        Meant::Unknown | Meant::Shared(_) => None,
    });
    Ok(known.collect())
}

/// The time that stands in a form; none where it is not whole, or no single time.
fn meant(form: &SeminarForm) -> Option<(Zone, Slot)> {
    let date = typed::date(&form.date.value).ok()?;
    let time = typed::time(&form.time.value).ok()?;
    let zone = typed::zone(&form.zone.value).ok()?;
    let fold = form.fold.value.parse().ok();
    let minutes = typed::number(&form.duration_minutes.value).ok()?;
    let minutes = minutes.unwrap_or(60).clamp(1, 43_200);
    let from = zone.instant(date.and_time(time), fold).ok()?;
    let slot = Slot::new(from, from + Duration::minutes(i64::from(minutes))).ok()?;
    Some((zone, slot))
}
