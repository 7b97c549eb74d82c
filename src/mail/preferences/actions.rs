//! Choosing, stopping, and beginning again; each with its audit entry.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Choice, Notice, Pace, Preferences, Preset, Stopped, queries};
use crate::base::{
    audit::{self, Author, Entry},
    clock::Clock,
    ids::{self, PersonId},
    schema::{notice_preferences, stopped_notices},
};

/// Keeps what someone chose, within the caller's transaction; answers what it was before.
///
/// # Errors
/// What the database says.
pub async fn keep(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    person: PersonId,
    chosen: &Preferences,
) -> QueryResult<Preferences> {
    let before = queries::of_one(conn, person).await?;
    if before == *chosen {
        return Ok(before);
    }
    let (preset, wanted): (Option<Preset>, Option<Vec<Notice>>) = match &chosen.choice {
        Choice::Preset(preset) => (Some(*preset), None),
        Choice::Own(paces) => (None, Some(paces.keys().copied().collect())),
    };
    let daily: Vec<Notice> = Notice::GATHERED
        .into_iter()
        .filter(|notice| chosen.choice.pace(*notice) == Some(Pace::OnceADay))
        .collect();
    let row = (
        notice_preferences::preset.eq(preset),
        notice_preferences::wanted.eq(wanted),
        notice_preferences::daily.eq(daily),
        notice_preferences::quiet_from.eq(chosen.quiet.map(|hours| hours.from)),
        notice_preferences::quiet_to.eq(chosen.quiet.map(|hours| hours.to)),
        notice_preferences::modified_at.eq(clock.now()),
    );
    diesel::insert_into(notice_preferences::table)
        .values((notice_preferences::person_id.eq(person), row.clone()))
        .on_conflict(notice_preferences::person_id)
        .do_update()
        .set(row)
        .execute(conn)
        .await?;
    let entry = Entry {
        action: "chose what to be told",
        kind: "people",
        id: person.0,
        before: Some(json!(before)),
        after: Some(json!(chosen)),
    };
    audit::record(conn, clock, author, entry).await?;
    Ok(before)
}

/// Stops one kind of notice of one series for someone; answers whether it was not stopped before.
///
/// # Errors
/// What the database says.
pub async fn stop(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    person: PersonId,
    stop: Stopped,
) -> QueryResult<bool> {
    conn.transaction(async |conn| {
        let new = diesel::insert_into(stopped_notices::table)
            .values((
                stopped_notices::id.eq(ids::fresh(clock)),
                stopped_notices::person_id.eq(person),
                stopped_notices::notice.eq(stop.notice),
                stopped_notices::series_id.eq(stop.series),
                stopped_notices::since.eq(clock.now()),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        if new > 0 {
            note(conn, clock, author, person, "stopped notices", stop).await?;
        }
        Ok(new > 0)
    })
    .await
}

/// Lets one kind of notice of one series come again; answers whether it was stopped.
///
/// # Errors
/// What the database says.
pub async fn resume(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    person: PersonId,
    stop: Stopped,
) -> QueryResult<bool> {
    conn.transaction(async |conn| {
        let gone = diesel::delete(
            stopped_notices::table
                .filter(stopped_notices::person_id.eq(person))
                .filter(stopped_notices::notice.eq(stop.notice))
                .filter(stopped_notices::series_id.is_not_distinct_from(stop.series)),
        )
        .execute(conn)
        .await?;
        if gone > 0 {
            note(conn, clock, author, person, "resumed notices", stop).await?;
        }
        Ok(gone > 0)
    })
    .await
}

async fn note(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    person: PersonId,
    action: &str,
    stop: Stopped,
) -> QueryResult<()> {
    let what = json!({ "notice": stop.notice, "series": stop.series });
    let entry = Entry {
        action,
        kind: "people",
        id: person.0,
        before: None,
        after: Some(what),
    };
    audit::record(conn, clock, author, entry).await
}

/// Makes the links to someone's preferences in older mails open nothing any more: they lie in a mailbox that is not theirs.
///
/// # Errors
/// What the database says.
pub async fn revoke_links(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
) -> QueryResult<()> {
    let raised = notice_preferences::generation + 1;
    diesel::insert_into(notice_preferences::table)
        .values((
            notice_preferences::person_id.eq(person),
            notice_preferences::generation.eq(1),
            notice_preferences::modified_at.eq(clock.now()),
        ))
        .on_conflict(notice_preferences::person_id)
        .do_update()
        .set(notice_preferences::generation.eq(raised))
        .execute(conn)
        .await?;
    Ok(())
}
