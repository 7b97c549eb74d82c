//! What people could see of a seminar at each of its revisions.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    base::{clock::Clock, schema::seminar_revisions},
    people::model::Actor,
    seminars::model::{Details, ItemTold, Snapshot, SpeakerAnswer},
};

/// What people can see of a seminar now: who declined to speak is not among its speakers. That is told with what is told next.
pub(in crate::seminars) fn snapshot(details: &Details) -> Snapshot {
    let seminar = &details.seminar;
    Snapshot {
        title: seminar.title.clone(),
        starts_at: seminar.starts_at,
        ends_at: seminar.ends_at,
        zone: seminar.zone.clone(),
        there: Some(seminar.there())
            .filter(|there| *there != seminar.zone())
            .map(|there| there.name().to_owned()),
        places: details.places(),
        speakers: details
            .speakers
            .iter()
            .filter(|speaker| speaker.answer != SpeakerAnswer::Declined)
            .filter_map(|speaker| Some((speaker.name.clone()?, speaker.affiliation.clone())))
            .collect(),
        state: seminar.state,
        online: seminar.join_url.as_ref().map(|url| {
            Sha256::digest(url.as_bytes())
                .iter()
                .take(8)
                .fold(String::new(), |hex, octet| format!("{hex}{octet:02x}"))
        }),
        abstract_text: seminar.abstract_text.clone(),
        programme: details.items.iter().map(ItemTold::from).collect(),
        texts: seminar.written.texts.clone(),
    }
}

/// Keeps the snapshot of the revision that `details` stand at.
pub(in crate::seminars::actions) async fn keep_revision(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
) -> QueryResult<()> {
    keep_revision_of(conn, clock, actor, details, false).await
}

/// The same of an edit of which nobody is told, where it is `silent`.
pub(in crate::seminars::actions) async fn keep_revision_of(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
    silent: bool,
) -> QueryResult<()> {
    diesel::insert_into(seminar_revisions::table)
        .values((
            seminar_revisions::seminar_id.eq(details.seminar.id),
            seminar_revisions::revision.eq(details.seminar.revision),
            seminar_revisions::snapshot.eq(json!(snapshot(details))),
            seminar_revisions::at.eq(clock.now()),
            seminar_revisions::by_id.eq(actor.person()),
            seminar_revisions::silent.eq(silent),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
