//! What whoever is at an address says by the link in their mail.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{answers, lower};
use crate::{
    base::{
        audit::{Author, Channel},
        changes::Subject,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{ConfirmationId, PersonId},
        schema::{addresses, confirmations, people as people_table},
    },
    mail::digest::Rhythm,
    people::{
        self,
        actions::{PersonEntry, resolve},
        model::Actor,
    },
    seminars::{
        actions::{
            follow::{follow, reckon, resume, unfollow},
            subscribe::put_subscription,
        },
        model::{Confirmation, ConfirmationState, Followed, GivenAnswer, Question},
        queries,
    },
};

/// Whoever is at the address says so: they follow it from then on, or their answer counts. Saying it twice is as good
/// as once. What they say `besides` an answer is kept with it. Answers who that is.
///
/// # Errors
/// A [`Refusal`]: the link was replaced by a later one or is too old, several people share the address, the seminar
/// cannot be answered any more, it is not open to everyone any more, or what is said besides is wrong, as for
/// [`answer`](crate::seminars::actions::answer()).
pub async fn confirm(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    origin: Option<&str>,
    id: ConfirmationId,
    generation: i32,
    besides: Option<GivenAnswer>,
) -> Result<PersonId, Refusal> {
    conn.transaction(async |conn| {
        let asked: Confirmation = confirmations::table
            .find(id)
            .for_no_key_update()
            .select(Confirmation::as_select())
            .first(conn)
            .await?;
        if asked.generation != generation || asked.expires_at <= clock.now() {
            return Err(Refusal::conflict("refused-confirmation-old"));
        }
        let question = asked.question().ok_or(Refusal::NotFound)?;
        if asked.state == ConfirmationState::Asked {
            may_still_say(conn, &asked, &question).await?;
        }
        let author = Author::from(Channel::Link, origin);
        let (person, names) = whose(conn, clock, &author, &asked).await?;
        let actor = acting(conn, &author, person).await?;
        if asked.state == ConfirmationState::Confirmed {
            return Ok(person);
        }
        diesel::update(confirmations::table.find(id))
            .set((
                confirmations::state.eq(ConfirmationState::Confirmed),
                confirmations::state_at.eq(clock.now()),
                confirmations::person_id.eq(person),
            ))
            .execute(conn)
            .await?;
        diesel::update(addresses::table)
            .filter(addresses::person_id.eq(person))
            .filter(lower(addresses::address).eq(asked.address.to_ascii_lowercase()))
            .set(addresses::confirmed_at.eq(clock.now()))
            .execute(conn)
            .await?;
        match question {
            Question::Follow(what) => {
                follows(conn, clock, hub, &actor, &what, &asked).await?;
            }
            Question::Answer(seminar, answer) => {
                let said = match besides {
                    Some(besides) => GivenAnswer { answer, ..besides },
                    None => answer.into(),
                };
                answers::counts(conn, clock, hub, &actor, seminar, said, names).await?;
            }
        }
        Ok(person)
    })
    .await
}

/// Whether it can be said at all. What is followed may be for fewer people than when a stranger was asked, or of a topic
/// nothing may be left: whom the organiser of a series wants to follow it, they may let in. A seminar is locked before anyone
/// is entered, as whoever invites does: else the two would wait for each other over one address.
async fn may_still_say(
    conn: &mut AsyncPgConnection,
    asked: &Confirmation,
    question: &Question,
) -> Result<(), Refusal> {
    match question {
        Question::Follow(what) if asked.asked_by.is_none() => {
            let offered = queries::offered(conn, what).await?;
            match offered.ok_or(Refusal::NotFound)?.open {
                true => Ok(()),
                false => Err(Refusal::conflict("refused-confirmation-old")),
            }
        }
        Question::Follow(_) => Ok(()),
        Question::Answer(id, _) => {
            let locked = queries::seminar_for_update(conn, *id).await?;
            locked.map(drop).ok_or(Refusal::NotFound)
        }
    }
}

/// They follow it, and its programme comes as the page says, though they had stopped it by one click before. What they chose
/// themselves of it stays.
async fn follows(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    what: &Followed,
    asked: &Confirmation,
) -> Result<(), Refusal> {
    let person = actor.id;
    let Some(series) = what.series() else {
        let before = queries::follow(conn, person, what).await?;
        let chosen = before.and_then(|one| one.digest);
        let meant = asked.digest.as_deref();
        let meant = meant.and_then(|word| word.parse::<Rhythm>().ok());
        let rhythm = chosen.or(meant).unwrap_or(Rhythm::Weekly);
        follow(conn, clock, hub, actor, person, what, rhythm).await?;
        return Ok(());
    };
    let before = queries::subscription(conn, series, person).await?;
    let chosen = before.as_ref().and_then(|one| one.digest.clone());
    let digest = chosen.or_else(|| asked.digest.clone());
    let reminders = match &before {
        Some(before) => before.reminders.as_ref(),
        None => asked.reminders.as_ref(),
    };
    if before.as_ref().is_none_or(|before| before.digest != digest) {
        let how = (reminders, digest.as_ref());
        put_subscription(conn, clock, hub, &actor.author, series, person, how).await?;
    }
    if let Some(rhythm) = digest.and_then(|word| word.parse::<Rhythm>().ok()) {
        resume(conn, clock, actor, person, what, rhythm).await?;
        reckon(conn, clock, hub, person).await?;
    }
    Ok(())
}

/// Whoever confirmed does not want it after all.
///
/// # Errors
/// A [`Refusal`]: the link does not hold any more.
pub async fn stop_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    origin: Option<&str>,
    asked: &Confirmation,
) -> Result<(), Refusal> {
    let person = asked.person_id.ok_or(Refusal::NotFound)?;
    let what = asked.followed().ok_or(Refusal::NotFound)?;
    let author = Author::from(Channel::Link, origin);
    let actor = acting(conn, &author, person).await?;
    match unfollow(conn, clock, hub, &actor, person, &what).await {
        Ok(()) | Err(Refusal::NotFound) => Ok(()),
        Err(refusal) => Err(refusal),
    }
}

/// The person meant; else whose address it is, else someone new, who is called as was typed. With what is to be raised at
/// the end where someone got a name.
async fn whose(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    asked: &Confirmation,
) -> Result<(PersonId, Option<Subject>), Refusal> {
    if let Some(person) = asked.person_id {
        return Ok((person, None));
    }
    let mut author = author.clone();
    "someone".clone_into(&mut author.name);
    let entry = PersonEntry {
        name: asked.name.clone(),
        address: asked.address.clone(),
    };
    let resolved = resolve(conn, clock, &Actor::nobody(author), &[entry]).await;
    let resolved = resolved.map_err(|refusal| match refusal {
        Refusal::Invalid(_) => Refusal::conflict("refused-confirmation-shared"),
        other => other,
    })?;
    let person = resolved.people.into_iter().next();
    let person = person.ok_or(Refusal::NotFound)?;
    // Someone new reads the language of the page on which they asked.
    diesel::update(people_table::table.find(person))
        .filter(people_table::language.is_null())
        .set(people_table::language.eq(&asked.language))
        .execute(conn)
        .await?;
    Ok((person, resolved.names))
}

async fn acting(
    conn: &mut AsyncPgConnection,
    author: &Author,
    person: PersonId,
) -> Result<Actor, Refusal> {
    let mut names = people::queries::names(conn, &[person]).await?;
    let name = names.remove(&person).ok_or(Refusal::NotFound)?;
    let author = author.clone().who(person, name.called());
    let actor = people::queries::actor(conn, person, author).await?;
    actor.ok_or(Refusal::NotFound)
}
