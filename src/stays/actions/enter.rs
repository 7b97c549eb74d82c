//! Entering a stay: it is proposed, and its desk is held from then on.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    StayError, desk,
    write::{self, Entered},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, InstitutionId, PersonId, ProjectId, RoomId, SiteId, StayId},
        schema::stays,
        text,
    },
    people::{
        actions::{NewPerson, PersonEntry, PersonError, create_person, resolve},
        model::Actor,
        queries::{Meant, meant},
    },
    stays::{model::Details, notices, rules, state::StayState},
};

/// A stay as it is typed.
#[derive(Debug, Clone)]
pub struct NewStay {
    /// Who comes.
    pub visitor: Visitor,
    /// Whose guest they are.
    pub host: PersonId,
    /// The first day, in the zone of the site.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Where; the desk's site goes before it. `None`: the hub's only site, where it has one.
    pub site: Option<SiteId>,
    /// The project under which it counts.
    pub project: Option<ProjectId>,
    /// What for.
    pub purpose: String,
    /// What it is about.
    pub topics: Vec<String>,
    /// The desk.
    pub desk: Option<RoomId>,
    /// Whether the dates may still move.
    pub tentative: bool,
}

/// Who comes.
#[derive(Debug, Clone)]
pub enum Visitor {
    /// Someone who is known.
    Person(PersonId),
    /// Someone by name and perhaps address. Whoever signs in by that address, or whose alone it is, is who comes; nothing
    /// that is known of them is changed.
    New {
        /// Their name.
        name: String,
        /// Their address.
        email: Option<String>,
        /// Where they come from, for someone who is new.
        institution: Option<InstitutionId>,
    },
}

/// Enters a stay. Visitor and host are told, except of what they did themselves.
///
/// # Errors
/// [`StayError::Taken`] where the desk is; forbidden, or what is wrong by field. Nothing is written then.
pub async fn enter(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: NewStay,
) -> Result<Details, StayError> {
    rules::may_enter(actor, new.host)?;
    conn.transaction(async |conn| {
        let (after, touched) = put(conn, clock, hub, actor, new).await?;
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

/// Enters a stay that its visitor proposes, who was asked to by whoever receives them: the caller has made sure of that. Call
/// it inside a transaction; what it touched is left to be raised, last.
///
/// # Errors
/// As [`enter`].
pub async fn propose(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    visitor: &Actor,
    new: NewStay,
) -> Result<(Details, Vec<Subject>), StayError> {
    let new = NewStay {
        visitor: Visitor::Person(visitor.id),
        ..new
    };
    put(conn, clock, hub, visitor, new).await
}

async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: NewStay,
) -> Result<(Details, Vec<Subject>), StayError> {
    let entered = write::checked(Entered {
        from: new.from,
        to: new.to,
        purpose: new.purpose,
        topics: new.topics,
    })?;
    // People before rooms: a new address waits for whoever enters the same.
    let (visitor, names) = visitor(conn, clock, actor, &new.visitor).await?;
    let desks = desk::lock(conn, None, new.desk).await?;
    desks.opened()?;
    let (site, zone) = write::place(conn, hub, desks.wanted(), new.site).await?;
    let now = clock.now();
    let id = StayId::fresh(clock);
    diesel::insert_into(stays::table)
        .values((
            (
                stays::id.eq(id),
                stays::code.eq(ids::short_code()),
                stays::uid.eq(hub.calendar_uid(id.0)),
                stays::visitor_id.eq(visitor),
                stays::host_id.eq(new.host),
                stays::entered_by.eq(actor.id),
                stays::site_id.eq(site),
                stays::project_id.eq(new.project),
                stays::from_date.eq(entered.from),
                stays::to_date.eq(entered.to),
                stays::zone.eq(zone.name()),
            ),
            (
                stays::purpose.eq(&entered.purpose),
                stays::topics.eq(&entered.topics),
                stays::certainty.eq(write::certainty(new.tentative)),
                stays::state.eq(StayState::Proposed),
                stays::state_at.eq(now),
                stays::state_by.eq(actor.id),
                stays::created_at.eq(now),
                stays::modified_at.eq(now),
            ),
        ))
        .execute(conn)
        .await?;
    write::keep_step(conn, clock, actor, id, StayState::Proposed, None).await?;
    let midway = write::reread(conn, id).await?;
    desk::settle(conn, clock, hub, actor, &midway, &desks).await?;
    let after = write::reread(conn, id).await?;
    write::keep_revision(conn, clock, actor, &after).await?;
    let entry = Entry {
        action: "entered",
        kind: "stays",
        id: id.0,
        before: None,
        after: Some(write::facts(&after)),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    notices::stepped(conn, clock, hub, actor, &after).await?;
    let touched = write::touched(None, &after).into_iter().chain(names);
    let touched = touched.collect();
    Ok((after, touched))
}

/// The person who comes; entered where they are not known. With what is to be raised, last, where they got a name.
async fn visitor(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    visitor: &Visitor,
) -> Result<(PersonId, Option<Subject>), Refusal> {
    let (name, email, institution) = match visitor {
        Visitor::Person(id) => return Ok((*id, None)),
        Visitor::New {
            name,
            email,
            institution,
        } => (text::name(name), email.as_deref(), *institution),
    };
    let mut invalid = Invalid::default();
    if name.is_empty() {
        invalid.because("visitor.name", "reason-required");
    }
    let typed = email.filter(|typed| !typed.trim_matches(' ').is_empty());
    let email = typed.and_then(|typed| {
        let address = text::address(typed).ok_or(Reason::new("reason-address"));
        invalid.take("visitor.email", address)
    });
    invalid.none_or()?;
    if let Some(address) = &email
        && let Some(known) = someone_known(conn, clock, actor, &name, address).await?
    {
        return Ok(known);
    }
    let new = NewPerson {
        name: Some(name),
        email,
        institution_id: institution,
        ..NewPerson::default()
    };
    match create_person(conn, clock, actor, new).await {
        Ok(profile) => Ok((profile.person.id, None)),
        // Someone else entered them at this moment.
        Err(PersonError::AddressKnown { person, .. }) => Ok((person, None)),
        Err(PersonError::Refused(Refusal::Invalid(invalid))) => {
            Err(write::renamed(&invalid, |field| match field {
                "institution_id" => "visitor.institution_id",
                "email" => "visitor.email",
                _ => "visitor.name",
            })
            .into())
        }
        Err(PersonError::Refused(refusal)) => Err(refusal),
    }
}

/// Whose address this is, if anyone's.
async fn someone_known(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    name: &str,
    address: &str,
) -> Result<Option<(PersonId, Option<Subject>)>, Refusal> {
    let entry = [PersonEntry {
        name: Some(name.to_owned()),
        address: address.to_owned(),
    }];
    match meant(conn, &entry).await?.pop() {
        Some(Meant::Known(known)) if known.name.is_some() => Ok(Some((known.id, None))),
        // Their name was not known until now.
        Some(Meant::Known(_)) => {
            let mut resolved = resolve(conn, clock, actor, &entry).await?;
            Ok(resolved.people.pop().map(|person| (person, resolved.names)))
        }
        // Whoever enters the stay chooses.
        Some(Meant::Shared(several)) => {
            let names: Vec<&str> = several
                .iter()
                .map(|one| one.name.as_deref().unwrap_or("–"))
                .collect();
            let reason = Reason::new("reason-address-shared").with("names", names.join(", "));
            Err(Invalid::one("visitor.email", reason).into())
        }
        Some(Meant::Unknown) | None => Ok(None),
    }
}
