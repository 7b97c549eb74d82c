//! Entering a series.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    NewSeries,
    change::checked_title,
    organisers::{put_institutions, put_organisers},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Refusal},
        ids::{self, SeriesId},
        schema::series,
        text,
    },
    people::model::Actor,
    seminars::{
        actions::{
            create::too_long,
            entrance, seats,
            write::{reminders, topics, web_address},
        },
        model::{Series, TextLanguage},
        rules,
    },
};

/// Enters a series; whoever enters it organises it.
///
/// # Errors
/// A [`Refusal`].
pub async fn create_series(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewSeries,
) -> Result<Series, Refusal> {
    rules::may_enter(actor)?;
    let mut invalid = Invalid::default();
    let title = checked_title(&mut invalid, &new.title);
    let description = text::lines(&new.description);
    too_long(&mut invalid, "description", &description, text::LONG);
    let slug = match new.slug {
        Some(slug) if text::is_slug(&slug) => slug,
        Some(_) => {
            invalid.because("slug", "reason-slug");
            String::new()
        }
        None => text::some(text::slug(&title)).unwrap_or_else(ids::short_code),
    };
    let reminders = invalid.take("reminders", reminders(&new.reminders));
    let topics = invalid.take("topics", topics(&new.topics));
    seats::checked(&mut invalid, new.capacity);
    entrance::checked(&mut invalid, new.entrance.join_minutes);
    let join_url = invalid.take(
        "join_url",
        web_address(new.join_url.as_deref().unwrap_or_default()),
    );
    invalid.none_or()?;
    conn.transaction(async |conn| {
        let id = SeriesId::fresh(clock);
        let now = clock.now();
        let made: Series = diesel::insert_into(series::table)
            .values((
                series::id.eq(id),
                series::slug.eq(slug),
                series::title.eq(title),
                series::description.eq(description),
                series::zone.eq(new.zone.name()),
                series::duration_minutes.eq(new.duration_minutes),
                series::room_id.eq(new.room),
                series::visibility.eq(new.visibility),
                series::language.eq(new.language.map(TextLanguage::word)),
                series::topics.eq(topics.unwrap_or_default()),
                series::reminders.eq(reminders.unwrap_or_default()),
                series::capacity.eq(new.capacity),
                series::colour.eq(new.colour),
                series::join_for.eq(new.entrance.join_for),
                series::join_minutes.eq(new.entrance.join_minutes),
                series::join_url.eq(join_url.flatten()),
                series::created_at.eq(now),
                series::modified_at.eq(now),
            ))
            .returning(Series::as_returning())
            .get_result(conn)
            .await?;
        let organisers = put_organisers(
            conn,
            clock,
            actor,
            id,
            new.organisers.iter().copied().chain([actor.id]),
        )
        .await?;
        let institutions = put_institutions(conn, clock, id, &new.institutions).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "entered",
                kind: "series",
                id: id.0,
                before: None,
                after: Some(
                    json!({ "series": made, "join_url": made.join_url, "organisers": organisers,
                                    "institutions": institutions }),
                ),
            },
        )
        .await?;
        changes::raise(conn, clock, [Subject::Series(id)]).await?;
        Ok(made)
    })
    .await
}
