//! Following a series.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{follow::reckon, write::reminders};
use crate::{
    base::{
        audit::{self, Author, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{PersonId, SeriesId},
        schema::subscriptions,
    },
    mail::{
        preferences::{self, Notice, Stopped},
        reminder::Reminder,
    },
    people::{self, model::Actor},
    seminars::{model::Subscription, notices, queries},
};

/// Makes `person` follow a series, or changes how; their reminders follow in the same transaction.
///
/// # Errors
/// A [`Refusal`]: unknown, or not for the actor to say.
#[expect(
    clippy::too_many_arguments,
    reason = "who follows what, and how, besides what every action has"
)]
pub async fn subscribe(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeriesId,
    person: PersonId,
    asked: Option<Vec<Reminder>>,
    digest: Option<String>,
) -> Result<Subscription, Refusal> {
    let asked = wish(asked.as_deref(), digest.as_deref())?;
    conn.transaction(async |conn| {
        seen(conn, actor, id).await?;
        if !people::queries::is_person(conn, person).await? {
            return Err(Refusal::NotFound);
        }
        may_say(conn, actor, id, person).await?;
        let how = (asked.as_ref(), digest.as_ref());
        put_subscription(conn, clock, hub, &actor.author, id, person, how).await
    })
    .await
}

/// Has `person` reminded of a series that they follow when they want it, or, with none, as the series has it; how its programme
/// comes stays. What they asked for themselves they get, though they had stopped it by one click before.
///
/// # Errors
/// A [`Refusal`]: they do not follow it, it is not for the actor to say, or nobody can be reminded so.
pub async fn choose_reminders(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeriesId,
    person: PersonId,
    asked: Option<Vec<Reminder>>,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        // Held until it is written: who stops following meanwhile is not made to follow again.
        let before: Option<Subscription> = subscriptions::table
            .find((id, person))
            .for_no_key_update()
            .select(Subscription::as_select())
            .first(conn)
            .await
            .optional()?;
        let digest = before.ok_or(Refusal::NotFound)?.digest;
        if asked.is_some() && actor.acts_as(person) {
            let stop = Stopped {
                notice: Notice::Reminder,
                series: Some(id),
            };
            preferences::actions::resume(conn, clock, &actor.author, person, stop).await?;
        }
        subscribe(conn, clock, hub, actor, id, person, asked, digest).await?;
        Ok(())
    })
    .await
}

/// Makes sure that `actor` may know of the series. Whoever follows one may: nobody lets themselves in so.
pub(super) async fn seen(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeriesId,
) -> Result<(), Refusal> {
    let series = queries::series_by_id(conn, id).await?;
    let series = series.ok_or(Refusal::NotFound)?;
    match queries::sees_series(conn, Some(actor), &series).await? {
        true => Ok(()),
        false => Err(Refusal::NotFound),
    }
}

/// Whether it is for `actor` to say whether `person` follows the series.
async fn may_say(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeriesId,
    person: PersonId,
) -> Result<(), Refusal> {
    let may = actor.acts_as(person)
        || queries::organises(conn, actor, id).await?
        || actor.is_administrator();
    match may {
        true => Ok(()),
        false => Err(Refusal::forbidden("refused-not-allowed")),
    }
}

/// What someone wants of a series, as it can be kept.
///
/// # Errors
/// It cannot be.
pub(super) fn wish(
    asked: Option<&[Reminder]>,
    digest: Option<&str>,
) -> Result<Option<Vec<Reminder>>, Invalid> {
    let mut invalid = Invalid::default();
    let asked = invalid
        .take("reminders", asked.map(reminders).transpose())
        .flatten();
    if digest.is_some_and(|digest| !matches!(digest, "daily" | "weekly")) {
        let why = Reason::new("reason-not-a-choice").with("choices", "daily, weekly");
        invalid.add("digest", why);
    }
    invalid.none_or()?;
    Ok(asked)
}

/// Writes that `person` follows a series, with the reminders and the programme that they want of it.
pub(super) async fn put_subscription(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    author: &Author,
    id: SeriesId,
    person: PersonId,
    (asked, digest): (Option<&Vec<Reminder>>, Option<&String>),
) -> Result<Subscription, Refusal> {
    let before = queries::subscription(conn, id, person).await?;
    let after: Subscription = diesel::insert_into(subscriptions::table)
        .values((
            subscriptions::series_id.eq(id),
            subscriptions::person_id.eq(person),
            subscriptions::reminders.eq(asked),
            subscriptions::digest.eq(digest),
            subscriptions::since.eq(clock.now()),
        ))
        .on_conflict((subscriptions::series_id, subscriptions::person_id))
        .do_update()
        .set((
            subscriptions::reminders.eq(asked),
            subscriptions::digest.eq(digest),
        ))
        .returning(Subscription::as_returning())
        .get_result(conn)
        .await?;
    let entry = Entry {
        action: "followed",
        kind: "series",
        id: id.0,
        before: before.map(|before| json!(before)),
        after: Some(json!(after)),
    };
    audit::record(conn, clock, author, entry).await?;
    follow_up(conn, clock, hub, id, person).await?;
    Ok(after)
}

/// Makes `person` follow a series no longer; reminders that they had asked for go.
///
/// # Errors
/// A [`Refusal`]: they do not follow it, or it is not for the actor to say.
pub async fn unsubscribe(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeriesId,
    person: PersonId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        may_say(conn, actor, id, person).await?;
        let before = queries::subscription(conn, id, person)
            .await?
            .ok_or(Refusal::NotFound)?;
        diesel::delete(subscriptions::table.find((id, person)))
            .execute(conn)
            .await?;
        let entry = Entry {
            action: "stopped following",
            kind: "series",
            id: id.0,
            before: Some(json!(before)),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        follow_up(conn, clock, hub, id, person).await?;
        Ok(())
    })
    .await
}

/// What follows from another way of following a series: reminders, when the programme comes, and their calendars.
async fn follow_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    id: SeriesId,
    person: PersonId,
) -> QueryResult<()> {
    notices::remind_person(conn, clock, hub, person, Some(id)).await?;
    reckon(conn, clock, hub, person).await?;
    changes::raise(conn, clock, [Subject::Person(person)]).await
}
