//! Mailing lists: added by an organiser who says who permitted it, and ended.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::create::{organised, too_long};
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::{AudienceId, SeminarId, SeriesId},
        language::Language,
        schema::{audiences, series},
        text,
        zone::Zone,
    },
    mail::outbox::{self, Which},
    people::model::Actor,
    seminars::{
        model::{Audience, AudienceState, Details, Series, ToldOf, Visibility},
        notices, queries, rules,
    },
};

/// A mailing list to be added.
#[derive(Debug, Clone)]
pub struct NewAudience {
    /// What it is called.
    pub name: String,
    /// Its address, as typed.
    pub address: String,
    /// The languages of its mails, in their order; at least one.
    pub languages: Vec<Language>,
    /// The zone in which it is told times; none: that of what it is told of.
    pub zone: Option<Zone>,
    /// Who of those that keep the list permitted it.
    pub permission: String,
}

/// Adds a list to those that are told of a series or of one seminar. It is told of what is announced from now on; of one
/// seminar that is announced already, of that.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's, not for everyone to see, the address of a person, or told already.
pub async fn add_audience(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    of: ToldOf,
    new: NewAudience,
) -> Result<Audience, Refusal> {
    let new = checked(new)?;
    conn.transaction(async |conn| {
        let thing = organised_thing(conn, actor, of).await?;
        if let Thing::Seminar(details) = &thing {
            rules::still_open(&details.seminar)?;
        }
        rules::may_tell_lists(thing.visibility())?;
        let now = clock.now();
        let (series_id, seminar_id) = columns(of);
        let languages: Vec<&str> = new.languages.iter().map(|one| one.code()).collect();
        let added: Audience = diesel::insert_into(audiences::table)
            .values((
                audiences::id.eq(AudienceId::fresh(clock)),
                audiences::series_id.eq(series_id),
                audiences::seminar_id.eq(seminar_id),
                audiences::name.eq(&new.name),
                audiences::address.eq(&new.address),
                audiences::languages.eq(languages),
                audiences::zone.eq(new.zone.map(Zone::name)),
                audiences::permission.eq(&new.permission),
                audiences::added_by.eq(actor.id),
                audiences::added_at.eq(now),
                audiences::state.eq(AudienceState::Told),
                audiences::state_by.eq(actor.id),
                audiences::state_at.eq(now),
            ))
            .returning(Audience::as_returning())
            .get_result(conn)
            .await?;
        record(conn, clock, actor, "added", None, &added).await?;
        if let Thing::Seminar(details) = &thing {
            notices::audiences::joined(conn, clock, hub, actor, details).await?;
        }
        Ok(added)
    })
    .await
}

/// Ends that a list is told; what waits for it is not sent.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's, or ended already.
pub async fn end_audience(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    of: ToldOf,
    id: AudienceId,
) -> Result<Audience, Refusal> {
    conn.transaction(async |conn| {
        organised_thing(conn, actor, of).await?;
        let before: Audience = audiences::table
            .find(id)
            .for_no_key_update()
            .select(Audience::as_select())
            .first(conn)
            .await?;
        if (before.series_id, before.seminar_id) != columns(of) {
            return Err(Refusal::NotFound);
        }
        if before.state == AudienceState::Ended {
            return Err(Refusal::conflict("refused-audience-ended"));
        }
        let after: Audience = diesel::update(audiences::table.find(id))
            .set((
                audiences::state.eq(AudienceState::Ended),
                audiences::state_by.eq(actor.id),
                audiences::state_at.eq(clock.now()),
            ))
            .returning(Audience::as_returning())
            .get_result(conn)
            .await?;
        record(conn, clock, actor, "ended", Some(&before), &after).await?;
        let which = Which {
            audience: Some(id),
            ..Which::default()
        };
        outbox::void(conn, clock, which, "the list is told no more").await?;
        Ok(after)
    })
    .await
}

/// What a list is told of, locked.
enum Thing {
    Series(Box<Series>),
    Seminar(Box<Details>),
}

impl Thing {
    fn visibility(&self) -> Visibility {
        match self {
            Self::Series(series) => series.visibility,
            Self::Seminar(details) => details.seminar.visibility,
        }
    }
}

async fn organised_thing(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    of: ToldOf,
) -> Result<Thing, Refusal> {
    match of {
        ToldOf::Series(id) => {
            let series: Series = series::table
                .find(id)
                .for_share()
                .select(Series::as_select())
                .first(conn)
                .await?;
            if !queries::sees_series(conn, Some(actor), &series).await? {
                return Err(Refusal::NotFound);
            }
            rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
            Ok(Thing::Series(Box::new(series)))
        }
        ToldOf::Seminar(id) => {
            let row = organised(conn, actor, id).await?;
            let details = queries::detail(conn, row).await?;
            Ok(Thing::Seminar(Box::new(details)))
        }
    }
}

fn columns(of: ToldOf) -> (Option<SeriesId>, Option<SeminarId>) {
    match of {
        ToldOf::Series(id) => (Some(id), None),
        ToldOf::Seminar(id) => (None, Some(id)),
    }
}

fn checked(new: NewAudience) -> Result<NewAudience, Invalid> {
    let mut invalid = Invalid::default();
    let name = text::name(&new.name);
    if name.is_empty() {
        invalid.because("name", "reason-required");
    }
    too_long(&mut invalid, "name", &name, text::TITLE);
    let permission = text::lines(&new.permission);
    if permission.is_empty() {
        invalid.because("permission", "reason-required");
    }
    too_long(&mut invalid, "permission", &permission, text::NOTE);
    let address = text::address(&new.address);
    if address.is_none() {
        invalid.because("address", "reason-address");
    }
    let mut languages = Vec::new();
    for language in new.languages {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    if languages.is_empty() {
        invalid.because("languages", "reason-required");
    }
    invalid.none_or()?;
    Ok(NewAudience {
        name,
        address: address.unwrap_or_default(),
        languages,
        zone: new.zone,
        permission,
    })
}

async fn record(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    action: &str,
    before: Option<&Audience>,
    after: &Audience,
) -> QueryResult<()> {
    let entry = Entry {
        action,
        kind: "audiences",
        id: after.id.0,
        before: before.map(|before| json!(before)),
        after: Some(json!(after)),
    };
    audit::record(conn, clock, &actor.author, entry).await
}
