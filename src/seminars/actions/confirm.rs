//! Following a series by an address alone: it is asked by a mail, and whoever is there says so by the link in it. The same for
//! those whom an organiser subscribes and whose address is not known to be theirs.

use chrono::Duration;
use diesel::{dsl::exists, prelude::*};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::answer::{put_subscription, subscribe, unsubscribe, wish};
use crate::{
    base::{
        audit::{self, Author, Channel, Entry},
        clock::{Clock, Instant},
        db,
        error::Refusal,
        hub::Hub,
        ids::{ConfirmationId, PersonId, SeriesId},
        language::Language,
        limit::{self, Limit},
        schema::{addresses, audiences, confirmations, people as people_table, suspensions},
        text,
    },
    mail::{
        outbox::{self, About, MessageKind, NewMessage},
        reminder::Reminder,
    },
    people::{
        self,
        actions::{PersonEntry, resolve},
        model::Actor,
        sign_in::{SignInError, Visit},
    },
    seminars::{
        model::{AudienceState, Confirmation, ConfirmationState, Series, Subscription},
        queries, rules,
    },
};

diesel::define_sql_function! {
    /// In lower case, as the indexes have it.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// For how long the link in the mail is good.
const VALID: Duration = Duration::days(2);
/// How long nobody is asked once more.
const ONCE_IN: Duration = Duration::hours(1);
/// How long it is kept who was asked.
const KEPT: Duration = Duration::days(30);

/// Asking one address.
const OF_ONE: Limit = Limit {
    name: "confirm:address",
    burst: 5,
    fills_in: Duration::minutes(15),
};
/// Asking from one place.
const FROM_ONE: Limit = Limit {
    name: "confirm:origin",
    burst: 20,
    fills_in: Duration::minutes(15),
};

/// Who is to be asked, and for what.
struct Wish<'a> {
    address: &'a str,
    language: Language,
    series: SeriesId,
    person: Option<PersonId>,
    asked_by: Option<PersonId>,
    reminders: Option<Vec<Reminder>>,
    digest: Option<String>,
}

/// Asks `address` whether whoever is there wants to follow a public series. The answer is the same, and takes about as long,
/// whoever that is and whether or not a mail goes out: none does to a suspended address, to a mailing list, and within the hour.
///
/// Not to be called inside a transaction: what was asked for counts, whatever follows.
///
/// # Errors
/// `email` is invalid, or it was asked too often.
pub async fn ask_address(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    address: &str,
    language: Language,
    series: &Series,
    visit: &Visit<'_>,
) -> Result<(), SignInError> {
    db::outside_transaction(conn)?;
    let address = text::address(address).ok_or(Refusal::invalid("email", "reason-address"))?;
    limit::spend(conn, clock, FROM_ONE, &visit.household()).await??;
    limit::spend(conn, clock, OF_ONE, &address.to_ascii_lowercase()).await??;
    // Whoever asks is not known to be there.
    let mut author = Author::from(Channel::Page, visit.origin);
    "someone".clone_into(&mut author.name);
    let wish = Wish {
        address: &address,
        language,
        series: series.id,
        person: None,
        asked_by: None,
        reminders: None,
        // Who follows by address alone has no page on which to look.
        digest: Some("weekly".to_owned()),
    };
    conn.transaction(async |conn| ask(conn, clock, &author, wish).await)
        .await?;
    Ok(())
}

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
        let series = queries::series_by_id(conn, id).await?;
        let series = series.ok_or(Refusal::NotFound)?;
        if !queries::sees_series(conn, Some(actor), &series).await? {
            return Err(Refusal::NotFound);
        }
        rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
        let recipients = people::queries::recipients(conn, hub, &[person], clock.now()).await?;
        let Some(recipient) = recipients.get(&person) else {
            let known: bool = diesel::select(exists(people_table::table.find(person)))
                .get_result(conn)
                .await?;
            return Err(match known {
                true => Refusal::conflict("refused-no-address"),
                false => Refusal::NotFound,
            });
        };
        let wish = Wish {
            address: &recipient.address,
            language: recipient.language,
            series: id,
            person: Some(person),
            asked_by: Some(actor.id),
            reminders,
            digest,
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

/// Asks, unless that was done within the hour, or nothing is sent there; answers until when it can be confirmed.
async fn ask(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    wish: Wish<'_>,
) -> QueryResult<Instant> {
    let now = clock.now();
    let folded = wish.address.to_ascii_lowercase();
    let deaf: bool = diesel::select(
        exists(suspensions::table.filter(suspensions::address.eq(&folded))).or(exists(
            audiences::table
                .filter(lower(audiences::address).eq(&folded))
                .filter(audiences::state.eq(AudienceState::Told)),
        )),
    )
    .get_result(conn)
    .await?;
    let fresh = (
        confirmations::language.eq(wish.language.code()),
        confirmations::person_id.eq(wish.person),
        confirmations::asked_by.eq(wish.asked_by),
        confirmations::reminders.eq(&wish.reminders),
        confirmations::digest.eq(&wish.digest),
        confirmations::state.eq(ConfirmationState::Asked),
        confirmations::state_at.eq(now),
        confirmations::asked_at.eq(now),
        confirmations::expires_at.eq(now + VALID),
    );
    let made: Option<Confirmation> = diesel::insert_into(confirmations::table)
        .values((
            confirmations::id.eq(ConfirmationId::fresh(clock)),
            confirmations::address.eq(wish.address),
            confirmations::series_id.eq(wish.series),
            fresh,
        ))
        .on_conflict_do_nothing()
        .returning(Confirmation::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    let asked = match made {
        Some(made) => Some(made),
        None => diesel::update(confirmations::table)
            .filter(confirmations::series_id.eq(wish.series))
            .filter(lower(confirmations::address).eq(&folded))
            .filter(confirmations::asked_at.le(now - ONCE_IN))
            .set((
                fresh,
                confirmations::generation.eq(confirmations::generation + 1),
            ))
            .returning(Confirmation::as_returning())
            .get_result(conn)
            .await
            .optional()?,
    };
    let Some(asked) = asked.filter(|_| !deaf) else {
        return Ok(now + VALID);
    };
    let entry = Entry {
        action: "asked whether to follow",
        kind: "series",
        id: wish.series.0,
        before: None,
        after: Some(json!({ "person": wish.person, "expires_at": asked.expires_at })),
    };
    audit::record(conn, clock, author, entry).await?;
    let message = NewMessage {
        kind: MessageKind::Confirmation,
        dedupe_key: format!("confirmation:{}:{}", asked.id, asked.generation),
        to: asked.id.into(),
        address: asked.address.clone(),
        about: About::default(),
        revision: None,
        from_revision: None,
        sequence: None,
        payload: json!({ "generation": asked.generation }),
        caused_by: wish.asked_by,
        priority: MessageKind::Confirmation.priority(),
        send_after: now,
        not_after: asked.expires_at,
        held: false,
    };
    outbox::queue(conn, clock, &[message]).await?;
    Ok(asked.expires_at)
}

/// Whoever is at the address says so: they follow the series from then on. Saying it twice is as good as once. Answers who
/// that is.
///
/// # Errors
/// A [`Refusal`]: the link was replaced by a later one or is too old, or several people share the address.
pub async fn confirm(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    origin: Option<&str>,
    id: ConfirmationId,
    generation: i32,
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
        let author = Author::from(Channel::Link, origin);
        let person = whose(conn, clock, &author, &asked).await?;
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
        // Whoever follows it already follows it as they chose.
        if queries::subscription(conn, asked.series_id, person)
            .await?
            .is_none()
        {
            let (reminders, digest) = (asked.reminders.clone(), asked.digest.clone());
            let how = (reminders.as_ref(), digest.as_ref());
            put_subscription(
                conn,
                clock,
                hub,
                &actor.author,
                asked.series_id,
                person,
                how,
            )
            .await?;
        }
        Ok(person)
    })
    .await
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
    let author = Author::from(Channel::Link, origin);
    let actor = acting(conn, &author, person).await?;
    match unsubscribe(conn, clock, hub, &actor, asked.series_id, person).await {
        Ok(()) | Err(Refusal::NotFound) => Ok(()),
        Err(refusal) => Err(refusal),
    }
}

/// The person meant; else whose address it is, else someone new.
async fn whose(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    asked: &Confirmation,
) -> Result<PersonId, Refusal> {
    if let Some(person) = asked.person_id {
        return Ok(person);
    }
    let mut author = author.clone();
    "someone".clone_into(&mut author.name);
    let entry = PersonEntry {
        name: None,
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
    Ok(person)
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

/// Forgets who was asked a month ago; answers how many.
///
/// # Errors
/// What the database says.
pub async fn sweep_confirmations(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
) -> QueryResult<usize> {
    diesel::delete(confirmations::table.filter(confirmations::expires_at.lt(clock.now() - KEPT)))
        .execute(conn)
        .await
}
