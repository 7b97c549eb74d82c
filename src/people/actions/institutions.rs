//! Institutions: entered, changed, removed.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{current, zone_moved};
use crate::{
    base::{
        audit,
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{InstitutionId, PersonId},
        schema::{institutions::dsl, people},
        slugs::{self, Slugged},
    },
    people::{
        model::{Actor, Institution},
        rules::{self, InstitutionFields},
    },
};

/// An institution as it is typed.
#[derive(Debug, Clone, Default)]
pub struct NewInstitution {
    /// The name.
    pub name: String,
    /// The short name in addresses; made from the name where none is given.
    pub slug: Option<String>,
    /// ISO 3166-1 alpha-2; none for an international organisation.
    pub country: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// An IANA zone.
    pub zone: String,
    /// `member`, `partner` or `other`, which it is where nothing is given.
    pub kind: Option<String>,
    /// University, public institute, company: in the hub's own words.
    pub sector: Option<String>,
    /// The ROR id, bare or as an address.
    pub ror: Option<String>,
}

/// What is to be changed of an institution; what is `None` stays, `Some(None)` empties.
#[derive(Debug, Clone, Default)]
pub struct ChangeInstitution {
    /// The version that the change was made of; none: whatever it is.
    pub lock_version: Option<i32>,
    /// The name.
    pub name: Option<String>,
    /// The short name that it has; another one is refused.
    pub slug: Option<String>,
    /// The country.
    pub country: Option<Option<String>>,
    /// The city.
    pub city: Option<Option<String>>,
    /// The zone.
    pub zone: Option<String>,
    /// How it stands to the hub.
    pub kind: Option<String>,
    /// The sector.
    pub sector: Option<Option<String>>,
    /// The ROR id.
    pub ror: Option<Option<String>>,
}

/// Enters an institution.
///
/// # Errors
/// Forbidden, or what is wrong by field.
pub async fn create_institution(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewInstitution,
) -> Result<Institution, Refusal> {
    rules::may_enter(actor)?;
    let fields = rules::institution(&new)?;
    rules::may_enter_institution(actor, fields.kind)?;
    conn.transaction(async |conn| {
        let wanted = new.slug.as_deref().filter(|slug| !slug.trim().is_empty());
        let slug = slugs::take(conn, Slugged::Institutions, wanted, &fields.name).await?;
        let institution: Institution = diesel::insert_into(dsl::institutions)
            .values((
                dsl::id.eq(InstitutionId::fresh(clock)),
                dsl::slug.eq(slug),
                &fields,
                dsl::created_at.eq(clock.now()),
                dsl::modified_at.eq(clock.now()),
            ))
            .returning(Institution::as_returning())
            .get_result(conn)
            .await?;
        let entry = audit::Entry {
            action: "entered",
            kind: "institutions",
            id: institution.id.0,
            before: None,
            after: Some(state(&institution)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(institution)
    })
    .await
}

/// Changes an institution; nothing is written where nothing differs.
///
/// # Errors
/// Not found, forbidden, stale, or what is wrong by field.
pub async fn change_institution(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: InstitutionId,
    change: ChangeInstitution,
) -> Result<Institution, Refusal> {
    rules::may_keep_institutions(actor)?;
    conn.transaction(async |conn| {
        let old = locked(conn, id).await?;
        current(old.lock_version, change.lock_version)?;
        let fields = rules::institution(&overlaid(&old, &change))?;
        slugs::stays(change.slug.as_deref(), &old.slug)?;
        if fields == InstitutionFields::from(&old) {
            return Ok(old);
        }
        let new: Institution = diesel::update(dsl::institutions.find(id))
            .set((
                &fields,
                dsl::lock_version.eq(dsl::lock_version + 1),
                dsl::modified_at.eq(clock.now()),
            ))
            .returning(Institution::as_returning())
            .get_result(conn)
            .await?;
        let (before, after) = audit::difference(&state(&old), &state(&new)).unzip();
        let entry = audit::Entry {
            action: "changed",
            kind: "institutions",
            id: id.0,
            before,
            after,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        let mut subjects = vec![Subject::Institution(id)];
        // Whether it is a member decides what its people see.
        if new.name != old.name || new.kind != old.kind {
            subjects.push(Subject::Names);
        }
        if new.zone != old.zone {
            let theirs: Vec<PersonId> = people::table
                .filter(people::institution_id.eq(id))
                .select(people::id)
                .load(conn)
                .await?;
            zone_moved(conn, clock, hub, &theirs).await?;
        }
        changes::raise(conn, clock, subjects).await?;
        Ok(new)
    })
    .await
}

/// Removes an institution to which nothing refers.
///
/// # Errors
/// Not found, forbidden, or a conflict where it is in use.
pub async fn remove_institution(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: InstitutionId,
) -> Result<(), Refusal> {
    rules::may_remove(actor)?;
    conn.transaction(async |conn| {
        let old = locked(conn, id).await?;
        diesel::delete(dsl::institutions.find(id))
            .execute(conn)
            .await
            .map_err(Refusal::in_use)?;
        let entry = audit::Entry {
            action: "removed",
            kind: "institutions",
            id: id.0,
            before: Some(state(&old)),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::Institution(id)]).await?;
        Ok(())
    })
    .await
}

async fn locked(conn: &mut AsyncPgConnection, id: InstitutionId) -> QueryResult<Institution> {
    dsl::institutions
        .find(id)
        .select(Institution::as_select())
        .for_no_key_update()
        .first(conn)
        .await
}

fn overlaid(old: &Institution, change: &ChangeInstitution) -> NewInstitution {
    let kept = |change: &Option<Option<String>>, old: &Option<String>| {
        change.clone().unwrap_or_else(|| old.clone())
    };
    NewInstitution {
        name: change.name.clone().unwrap_or_else(|| old.name.clone()),
        slug: None,
        country: kept(&change.country, &old.country),
        city: kept(&change.city, &old.city),
        zone: change.zone.clone().unwrap_or_else(|| old.zone.clone()),
        kind: Some(change.kind.clone().unwrap_or_else(|| old.kind.to_string())),
        sector: kept(&change.sector, &old.sector),
        ror: kept(&change.ror, &old.ror),
    }
}

fn state(institution: &Institution) -> Value {
    json!({
        "slug": institution.slug,
        "name": institution.name,
        "country": institution.country,
        "city": institution.city,
        "zone": institution.zone,
        "kind": institution.kind,
        "sector": institution.sector,
        "ror": institution.ror,
    })
}
