//! Those whom an organiser subscribes: asked first, unless their address is known to be theirs.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::ask::{What, Wish, ask};
use crate::{
    base::{
        clock::{Clock, Instant},
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SeriesId},
    },
    mail::reminder::Reminder,
    people::{self, model::Actor},
    seminars::{
        actions::subscribe::{seen, subscribe, wish},
        model::{Followed, Subscription},
        queries, rules,
    },
};

/// How it stands with someone who was to be subscribed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subscribed {
    /// They follow the series.
    Follows(Subscription),
    /// They do once they confirm that the address is theirs.
    Asked(Asked),
}

/// That someone is asked by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What they would follow.
    pub series: SeriesId,
    /// Who.
    pub person: PersonId,
    /// Until when they can say so.
    pub until: Instant,
}

/// Makes `person` follow a series, or changes how. Someone else whose address is not known to be theirs is asked by mail
/// first.
///
/// # Errors
/// A [`Refusal`]: unknown, without an address, or not for the actor to say.
#[expect(
    clippy::too_many_arguments,
    reason = "who follows what, and how, besides what every action has"
)]
pub async fn ask_person_or_subscribe(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeriesId,
    person: PersonId,
    reminders: Option<Vec<Reminder>>,
    digest: Option<String>,
) -> Result<Subscribed, Refusal> {
    conn.transaction(async |conn| {
        let stands = actor.acts_as(person)
            || queries::subscription(conn, id, person).await?.is_some()
            || queries::is_known(conn, person).await?;
        if stands {
            let followed = subscribe(conn, clock, hub, actor, id, person, reminders, digest);
            return Ok(Subscribed::Follows(followed.await?));
        }
        let reminders = wish(reminders.as_deref(), digest.as_deref())?;
        seen(conn, actor, id).await?;
        rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
        let recipients = people::queries::recipients(conn, hub, &[person], clock.now()).await?;
        let Some(recipient) = recipients.get(&person) else {
            return Err(match people::queries::is_person(conn, person).await? {
                true => Refusal::conflict("refused-no-address"),
                false => Refusal::NotFound,
            });
        };
        let wish = Wish {
            address: &recipient.address,
            language: recipient.language,
            person: Some(person),
            asked_by: Some(actor.id),
            what: What {
                followed: Some(Followed::Series(id)),
                reminders,
                digest,
                ..What::default()
            },
        };
        let until = ask(conn, clock, &actor.author, wish).await?;
        Ok(Subscribed::Asked(Asked {
            series: id,
            person,
            until,
        }))
    })
    .await
}
