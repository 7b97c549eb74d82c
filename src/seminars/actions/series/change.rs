//! Changing a series, and with it the coming seminars that follow it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    SeriesChange,
    followers::rewrite_followers,
    organisers::{put_institutions, put_organisers},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::SeriesId,
        schema::{series, series_institutions, series_organisers},
        text,
    },
    people::model::Actor,
    seminars::{
        actions::{
            SeminarChange, WriteError,
            create::too_long,
            entrance, seats,
            write::{reminders, topics, web_address},
        },
        model::Series,
        queries, rules,
    },
};

/// Changes a series and the coming seminars that follow it: their revisions, rooms and notices, or nothing at all.
///
/// # Errors
/// [`WriteError`]: one of the seminars cannot have the new room, or any refusal.
pub async fn change_series(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeriesId,
    change: SeriesChange,
) -> Result<Series, WriteError> {
    conn.transaction(async |conn| {
        let before: Series = series::table
            .find(id)
            .for_no_key_update()
            .select(Series::as_select())
            .first(conn)
            .await
            .map_err(Refusal::from)?;
        if !queries::sees_series(conn, Some(actor), &before).await? {
            return Err(Refusal::NotFound.into());
        }
        rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
        if let Some(based_on) = change.lock_version
            && based_on != before.lock_version
        {
            return Err(Refusal::Stale {
                now: before.lock_version,
            }
            .into());
        }
        let next = next_row(&before, &change)?;
        let after: Series = diesel::update(series::table.find(id))
            .set((
                series::title.eq(&next.title),
                series::description.eq(&next.description),
                series::zone.eq(&next.zone),
                series::duration_minutes.eq(next.duration_minutes),
                series::room_id.eq(next.room_id),
                series::visibility.eq(next.visibility),
                series::language.eq(&next.language),
                series::topics.eq(&next.topics),
                series::reminders.eq(&next.reminders),
                series::capacity.eq(next.capacity),
                series::state.eq(next.state),
                series::colour.eq(next.colour),
                series::join_for.eq(next.join_for),
                series::join_minutes.eq(next.join_minutes),
                series::join_url.eq(&next.join_url),
                series::lock_version.eq(before.lock_version + 1),
                series::modified_at.eq(clock.now()),
            ))
            .returning(Series::as_returning())
            .get_result(conn)
            .await?;
        let organisers_before = queries::organisers(conn, id).await?;
        if let Some(organisers) = &change.organisers {
            if organisers.is_empty() {
                return Err(Refusal::invalid("organisers", "reason-required").into());
            }
            diesel::delete(series_organisers::table.filter(series_organisers::series_id.eq(id)))
                .execute(conn)
                .await?;
            put_organisers(conn, clock, actor, id, organisers.iter().copied()).await?;
        }
        let institutions_before = queries::institution_ids(conn, &[id]).await?.remove(&id);
        if let Some(institutions) = &change.institutions {
            diesel::delete(
                series_institutions::table.filter(series_institutions::series_id.eq(id)),
            )
            .execute(conn)
            .await?;
            put_institutions(conn, clock, id, institutions).await?;
        }
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "changed",
                kind: "series",
                id: id.0,
                before: Some(json!({ "series": before, "join_url": before.join_url, "organisers": organisers_before,
                                     "institutions": institutions_before })),
                after: Some(json!({ "series": after, "join_url": after.join_url, "organisers": change.organisers,
                                    "institutions": change.institutions })),
            },
        )
        .await?;
        let mut subjects = vec![Subject::Series(id), Subject::Hub];
        // What those who come or go may see is another thing, wherever it is shown to them: on a list under their own address, too.
        if change.organisers.is_some() {
            let organisers_after = queries::organisers(conn, id).await?;
            let both = organisers_before.iter().chain(&organisers_after);
            let changed = both
                .filter(|one| organisers_before.contains(one) != organisers_after.contains(one));
            subjects.extend(changed.copied().map(Subject::Person));
        }
        // Those that organise it no longer lose its seminars out of their feeds.
        let organising = institutions_before.iter().chain(change.institutions.iter());
        subjects.extend(organising.flatten().copied().map(Subject::Institution));
        let said = SeminarChange {
            note: text::own_words("note", change.note.as_deref())?,
            silent: change.silent,
            ..SeminarChange::default()
        };
        subjects.extend(rewrite_followers(conn, clock, hub, actor, &before, &after, &said).await?);
        // As of a seminar, whether or not one follows.
        if said.silent && said.note.is_some() {
            return Err(Refusal::invalid("note", "reason-nobody-reads").into());
        }
        // Whatever names it says so only to those who may know of it.
        if (&after.title, after.visibility) != (&before.title, before.visibility) {
            subjects.push(Subject::Names);
        }
        changes::raise(conn, clock, subjects).await?;
        Ok(after)
    })
    .await
}

fn next_row(before: &Series, change: &SeriesChange) -> Result<Series, Invalid> {
    let mut invalid = Invalid::default();
    let mut next = before.clone();
    if let Some(title) = &change.title {
        next.title = checked_title(&mut invalid, title);
    }
    if let Some(description) = &change.description {
        next.description = text::lines(description);
        too_long(&mut invalid, "description", &next.description, text::LONG);
    }
    if let Some(zone) = change.zone {
        zone.name().clone_into(&mut next.zone);
    }
    next.duration_minutes = change.duration_minutes.unwrap_or(before.duration_minutes);
    next.room_id = change.room.unwrap_or(before.room_id);
    next.visibility = change.visibility.unwrap_or(before.visibility);
    if let Some(language) = change.language {
        next.language = language.map(|language| language.word().to_owned());
    }
    if let Some(own) = &change.topics
        && let Some(kept) = invalid.take("topics", topics(own))
    {
        next.topics = kept;
    }
    if let Some(own) = &change.reminders
        && let Some(kept) = invalid.take("reminders", reminders(own))
    {
        next.reminders = kept;
    }
    next.capacity = change.capacity.unwrap_or(before.capacity);
    seats::checked(&mut invalid, next.capacity);
    next.join_for = change.join_for.unwrap_or(before.join_for);
    next.join_minutes = change.join_minutes.unwrap_or(before.join_minutes);
    entrance::checked(&mut invalid, next.join_minutes);
    if let Some(join_url) = &change.join_url
        && let Some(kept) = invalid.take(
            "join_url",
            web_address(join_url.as_deref().unwrap_or_default()),
        )
    {
        next.join_url = kept;
    }
    next.state = change.state.unwrap_or(before.state);
    next.colour = change.colour.unwrap_or(before.colour);
    invalid.none_or()?;
    Ok(next)
}

pub(super) fn checked_title(invalid: &mut Invalid, title: &str) -> String {
    let title = text::line(title);
    if title.is_empty() {
        invalid.because("title", "reason-required");
    }
    too_long(invalid, "title", &title, text::TITLE);
    title
}
