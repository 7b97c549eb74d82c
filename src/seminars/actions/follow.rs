//! Following a series, a topic, a list or the hub, and when the programme of it comes. When a digest goes out next is reckoned in the
//! transaction of whatever it depends on.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{subscribe, unsubscribe};
use crate::{
    base::{
        audit::{self, Entry},
        clock::{Clock, Instant},
        error::Refusal,
        hub::Hub,
        ids::{self, ListId, PersonId},
        schema::{digests, follows, people},
        text,
        zone::Zone,
    },
    mail::{
        digest::{Rhythm, Timing},
        preferences::{self, Stopped},
    },
    people::{model::Actor, queries::Whereabouts},
    seminars::{
        model::{DigestTimes, Follow, Followed, Source},
        queries, rules,
    },
};

/// Makes `person` follow something, with its programme in this rhythm; whoever follows it already changes that. What they
/// asked for themselves they get, though they had stopped it by one click before.
///
/// # Errors
/// A [`Refusal`]: there is no such person, series, topic or list, it is not for the actor to say, or nobody has confirmed yet that mail
/// reaches them.
pub async fn follow(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    what: &Followed,
    rhythm: Rhythm,
) -> Result<Follow, Refusal> {
    conn.transaction(async |conn| {
        match what {
            Followed::Series(id) => {
                let before = queries::subscription(conn, *id, person).await?;
                let reminders = before.and_then(|before| before.reminders);
                let digest = Some(rhythm.word().to_owned());
                subscribe(conn, clock, hub, actor, *id, person, reminders, digest).await?;
            }
            Followed::Topic(_) | Followed::Hub | Followed::List(_) => {
                put(conn, clock, actor, person, what, rhythm).await?;
            }
        }
        if actor.acts_as(person) {
            resume(conn, clock, actor, person, what, rhythm).await?;
        }
        reckon(conn, clock, hub, person).await?;
        let found = queries::follow(conn, person, what).await?;
        found.ok_or(Refusal::NotFound)
    })
    .await
}

async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    what: &Followed,
    rhythm: Rhythm,
) -> Result<(), Refusal> {
    may_say(actor, person)?;
    if let Followed::Topic(slug) = what
        && !text::is_slug(slug)
    {
        return Err(Refusal::NotFound);
    }
    // Two that follow the same thing at once follow it once.
    hold(conn, person).await?;
    // Nothing comes regularly to an address that nobody has said is theirs.
    if !(actor.acts_as(person) || queries::is_known(conn, person).await?) {
        return Err(Refusal::conflict("refused-unconfirmed"));
    }
    let before = queries::follow(conn, person, what).await?;
    // Whoever follows an archived list already goes on to, as they like.
    if let (Followed::List(id), None) = (what, &before) {
        may_follow_list(conn, *id, person).await?;
    }
    if before
        .as_ref()
        .is_some_and(|one| one.digest == Some(rhythm))
    {
        return Ok(());
    }
    match &before {
        Some(_) => {
            diesel::update(theirs(person, what))
                .set(follows::digest.eq(rhythm))
                .execute(conn)
                .await?;
        }
        None => {
            diesel::insert_into(follows::table)
                .values((
                    follows::id.eq(ids::fresh(clock)),
                    follows::person_id.eq(person),
                    follows::source.eq(what.source()),
                    follows::topic.eq(what.topic()),
                    follows::list_id.eq(what.list()),
                    follows::digest.eq(rhythm),
                    follows::since.eq(clock.now()),
                ))
                .execute(conn)
                .await?;
        }
    }
    let entry = Entry {
        action: "followed",
        kind: "people",
        id: person.0,
        before: before.map(|before| written(what, before.digest)),
        after: Some(written(what, Some(rhythm))),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    Ok(())
}

/// Makes `person` follow something no longer.
///
/// # Errors
/// A [`Refusal`]: they do not follow it, or it is not for the actor to say.
pub async fn unfollow(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    what: &Followed,
) -> Result<(), Refusal> {
    if let Followed::Series(id) = what {
        return unsubscribe(conn, clock, hub, actor, *id, person).await;
    }
    may_say(actor, person)?;
    conn.transaction(async |conn| {
        // A list that is not for them any more is not shown to them; that they follow it can still end.
        let digest: Option<Rhythm> = diesel::delete(theirs(person, what))
            .returning(follows::digest)
            .get_result(conn)
            .await
            .optional()?;
        let digest = digest.ok_or(Refusal::NotFound)?;
        let entry = Entry {
            action: "stopped following",
            kind: "people",
            id: person.0,
            before: Some(written(what, Some(digest))),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        reckon(conn, clock, hub, person).await?;
        Ok(())
    })
    .await
}

/// Whether it is for `actor` to say what `person` is told.
pub(super) fn may_say(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    match actor.acts_as(person) || actor.is_administrator() {
        true => Ok(()),
        false => Err(Refusal::forbidden("refused-not-allowed")),
    }
}

/// What is said of a part rests on the rest: nobody else changes what `person` is told until the transaction ends. The first
/// lock of all who do.
///
/// # Errors
/// Not found.
pub(super) async fn hold(conn: &mut AsyncPgConnection, person: PersonId) -> Result<(), Refusal> {
    people::table
        .find(person)
        .select(people::id)
        .for_no_key_update()
        .first::<PersonId>(conn)
        .await?;
    Ok(())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn theirs<'a>(person: PersonId, what: &'a Followed) -> _ {
    let source: Source = what.source();
    let topic: Option<&'a str> = what.topic();
    let list: Option<ListId> = what.list();
    follows::table
        .filter(follows::person_id.eq(person))
        .filter(follows::source.eq(source))
        .filter(follows::topic.is_not_distinct_from(topic))
        .filter(follows::list_id.is_not_distinct_from(list))
}

/// A list is followed by those for whom it is, while it is kept.
async fn may_follow_list(
    conn: &mut AsyncPgConnection,
    id: ListId,
    person: PersonId,
) -> Result<(), Refusal> {
    let list = queries::list(conn, id).await?.ok_or(Refusal::NotFound)?;
    if !queries::list_is_for(conn, id, person).await? {
        return Err(Refusal::NotFound);
    }
    rules::lists::is_kept(&list)
}

fn written(what: &Followed, digest: Option<Rhythm>) -> Value {
    match what.list() {
        Some(list) => json!({ "source": what.source(), "list_id": list, "digest": digest }),
        None => json!({ "source": what.source(), "topic": what.topic(), "digest": digest }),
    }
}

/// Lets a programme come again that was stopped by one click, as a whole or for this series.
pub(super) async fn resume(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    what: &Followed,
    rhythm: Rhythm,
) -> QueryResult<()> {
    let series = match what {
        Followed::Series(id) => vec![None, Some(*id)],
        Followed::Topic(_) | Followed::Hub | Followed::List(_) => vec![None],
    };
    for series in series {
        let stop = Stopped {
            notice: rhythm.notice(),
            series,
        };
        preferences::actions::resume(conn, clock, &actor.author, person, stop).await?;
    }
    Ok(())
}

/// Keeps when someone's digests come.
///
/// # Errors
/// A [`Refusal`]: it is not for the actor to say.
pub async fn choose_digests(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    times: DigestTimes,
) -> Result<(), Refusal> {
    may_say(actor, person)?;
    conn.transaction(async |conn| {
        let before = queries::digest_times(conn, person).await?;
        if before == times {
            return Ok(());
        }
        for (rhythm, hour) in [
            (Rhythm::Daily, times.daily_hour),
            (Rhythm::Weekly, times.weekly_hour),
        ] {
            let row = (
                digests::weekday.eq(times.weekday),
                digests::hour.eq(hour),
                digests::even_nothing.eq(times.even_nothing),
            );
            diesel::insert_into(digests::table)
                .values((
                    digests::person_id.eq(person),
                    digests::rhythm.eq(rhythm),
                    row,
                ))
                .on_conflict((digests::person_id, digests::rhythm))
                .do_update()
                .set(row)
                .execute(conn)
                .await?;
        }
        let entry = Entry {
            action: "chose when digests come",
            kind: "people",
            id: person.0,
            before: Some(json!(before)),
            after: Some(json!(times)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        reckon(conn, clock, hub, person).await?;
        Ok(())
    })
    .await
}

/// Sets when someone's digests come next: not at all where there is nothing to gather, or they do not want them. One that
/// is due already is left to whoever makes it.
///
/// # Errors
/// What the database says.
pub(super) async fn reckon(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    person: PersonId,
) -> QueryResult<()> {
    let now = clock.now();
    let gathered = queries::rhythms_followed(conn, person).await?;
    let chosen = preferences::queries::of_one(conn, person).await?;
    let stopped = preferences::queries::stopped(conn, &[person]).await?;
    let stopped = stopped.get(&person).map_or(&[][..], Vec::as_slice);
    let (first, last) = Timing::reach(Zone::UTC.date(now));
    let whereabouts = Whereabouts::between(conn, hub, &[person], first, last).await?;
    for rhythm in Rhythm::ALL {
        let stop = Stopped {
            notice: rhythm.notice(),
            series: None,
        };
        let wanted = chosen.choice.wants(rhythm.notice()) && !stopped.contains(&stop);
        if !(wanted && gathered.contains(rhythm)) {
            diesel::update(digests::table.find((person, *rhythm)))
                .set(digests::next_at.eq(None::<Instant>))
                .execute(conn)
                .await?;
            continue;
        }
        let (timing, before) = queries::digest(conn, person, *rhythm).await?;
        if before.is_some_and(|before| before <= now) {
            continue;
        }
        let next = timing.next(now, |day| whereabouts.on(person, day));
        diesel::insert_into(digests::table)
            .values((
                digests::person_id.eq(person),
                digests::rhythm.eq(rhythm),
                digests::next_at.eq(next),
            ))
            .on_conflict((digests::person_id, digests::rhythm))
            .do_update()
            .set(digests::next_at.eq(next))
            .execute(conn)
            .await?;
    }
    Ok(())
}
