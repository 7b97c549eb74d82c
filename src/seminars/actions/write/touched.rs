//! What shows a seminar, and so has to be made anew after a write.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        changes::{self, Subject},
        clock::Clock,
        ids::{PersonId, SeminarId, SeriesId},
        schema::attendances,
        text,
    },
    seminars::{model::Details, queries},
};

/// Raises the counters of all that shows a seminar, before and after. The last statement of every write.
pub(in crate::seminars::actions) async fn raise(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<()> {
    let touched = touched(conn, before, after).await?;
    changes::raise(conn, clock, touched).await
}

/// All that shows a seminar, before and after: for writes that raise more than that, all of it in one last statement.
pub(in crate::seminars::actions) async fn touched(
    conn: &mut AsyncPgConnection,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<Vec<Subject>> {
    // What is said of those in whose place it comes changes with it.
    let behind = queries::replaced_through(conn, after.seminar.id).await?;
    let behind = match behind.is_empty() {
        true => Vec::new(),
        false => queries::details(conn, behind).await?,
    };
    let shown = || [before, Some(after)].into_iter().flatten().chain(&behind);
    let mut subjects: Vec<Subject> = vec![Subject::Hub];
    for details in shown() {
        subjects.push(Subject::Seminar(details.seminar.id));
        subjects.extend(details.seminar.series_id.map(Subject::Series));
        subjects.extend(
            details
                .seminar
                .topics
                .iter()
                .map(|topic| Subject::Topic(text::slug(topic))),
        );
        subjects.extend(details.rooms.iter().map(|room| Subject::Room(room.room_id)));
        subjects.extend(details.item_rooms().map(Subject::Room));
        subjects.extend(
            details
                .speakers
                .iter()
                .filter_map(|speaker| speaker.institution_id.map(Subject::Institution)),
        );
        subjects.extend(
            details
                .speakers
                .iter()
                .map(|speaker| Subject::Person(speaker.person_id)),
        );
    }
    let series: Vec<SeriesId> = shown()
        .filter_map(|details| details.seminar.series_id)
        .collect();
    let ids: Vec<SeminarId> = shown().map(|details| details.seminar.id).collect();
    let organising = queries::institution_ids(conn, &series).await?;
    subjects.extend(organising.into_values().flatten().map(Subject::Institution));
    let attending: Vec<PersonId> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .select(attendances::person_id)
        .load(conn)
        .await?;
    subjects.extend(
        attending
            .into_iter()
            .chain([after.seminar.owner_id])
            .map(Subject::Person),
    );
    Ok(subjects)
}
