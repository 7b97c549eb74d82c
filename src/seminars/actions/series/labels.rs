//! As what the rooms of seminars without a title are booked: they are called by their series where everyone may know of it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Clock,
        ids::{BookingId, SeminarId},
        schema::bookings,
    },
    seminars::{
        actions::items,
        model::{Details, Series},
        rules,
    },
};

/// Calls what is booked for those of `coming` that have no title as they are called now. Their series was `before`; they are
/// locked, and so are their rooms.
pub(super) async fn rename_booked(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    before: &Series,
    coming: &[Details],
) -> QueryResult<()> {
    let untitled: BTreeMap<SeminarId, &Details> = coming
        .iter()
        .filter(|one| one.seminar.title.is_empty())
        .map(|one| (one.seminar.id, one))
        .collect();
    let booked: Vec<(BookingId, Option<SeminarId>, String, String, i32)> = bookings::table
        .filter(bookings::seminar_id.eq_any(untitled.keys().copied().map(Some)))
        .filter(bookings::state.eq_any(["held", "confirmed"]))
        .order(bookings::id)
        .for_no_key_update()
        .select((
            bookings::id,
            bookings::seminar_id,
            bookings::part,
            bookings::title,
            bookings::lock_version,
        ))
        .load(conn)
        .await?;
    for (id, seminar, part, title, lock_version) in booked {
        let Some(details) = seminar.and_then(|seminar| untitled.get(&seminar)) else {
            continue;
        };
        let label = rules::open_label(details);
        let renamed = match part.as_str() {
            "programme" => {
                let was = [before.title.as_str(), details.seminar.kind.word()];
                items::renamed(&title, &was, label)
            }
            _ => label.to_owned(),
        };
        if renamed == title {
            continue;
        }
        diesel::update(bookings::table.find(id))
            .set((
                bookings::title.eq(renamed),
                bookings::lock_version.eq(lock_version + 1),
                bookings::modified_at.eq(clock.now()),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}
