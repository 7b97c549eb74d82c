//! A speaker who comes in person: the stay that is proposed from their page.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        changes::Subject,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SeriesId},
        schema::{series_organisers, speakers},
    },
    people::model::Actor,
    seminars::{
        model::{Details, Said},
        rules,
    },
    stays::actions::{NewStay, StayError, Visitor, propose},
};

/// Proposes the stay of a speaker, as guest of whoever's seminar it is; once, and what shows it is left to be raised.
pub(super) async fn propose_stay(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    speaker: &Actor,
    details: &Details,
    said: &Said,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Subject>, Refusal> {
    if said.row.stay_id.is_some() {
        return Ok(Vec::new());
    }
    let host = host(conn, details, speaker.id).await?;
    let new = NewStay {
        visitor: Visitor::Person(speaker.id),
        host: host.ok_or_else(|| Refusal::invalid("stay_from", "reason-stay-no-host"))?,
        from,
        to,
        site: None,
        project: details.seminar.project_id,
        purpose: purpose(hub, details),
        topics: Vec::new(),
        desk: None,
        tentative: true,
    };
    let (stay, touched) = match propose(conn, clock, hub, speaker, new).await {
        Ok(proposed) => proposed,
        Err(StayError::Refused(refusal)) => return Err(refusal),
        // It has no desk.
        Err(StayError::Taken(_)) => return Err(Refusal::conflict("refused-seminar-over")),
    };
    diesel::update(speakers::table.find((details.seminar.id, speaker.id)))
        .set(speakers::stay_id.eq(Some(stay.stay.id)))
        .execute(conn)
        .await?;
    Ok(touched)
}

/// What they come for, in the hub's language where it has no name: whoever receives the guest reads it, and need not know of the
/// series.
fn purpose(hub: &Hub, details: &Details) -> String {
    match rules::open_label(details) {
        word if word == details.seminar.kind.word() => hub.language.t(&format!("kind-{word}")),
        label => label.to_owned(),
    }
}

/// Whose guest a speaker is: whoever's seminar it is, or else another organiser of its series. Nobody is their own guest.
async fn host(
    conn: &mut AsyncPgConnection,
    details: &Details,
    speaker: PersonId,
) -> QueryResult<Option<PersonId>> {
    let owner = details.seminar.owner_id;
    if owner != speaker {
        return Ok(Some(owner));
    }
    let Some(series): Option<SeriesId> = details.seminar.series_id else {
        return Ok(None);
    };
    series_organisers::table
        .filter(series_organisers::series_id.eq(series))
        .filter(series_organisers::person_id.ne(speaker))
        .order((series_organisers::since, series_organisers::person_id))
        .select(series_organisers::person_id)
        .first(conn)
        .await
        .optional()
}
