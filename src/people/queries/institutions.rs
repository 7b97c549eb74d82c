//! Institutions: one, or a list.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::people::lower;
use crate::{
    base::{
        ids::InstitutionId,
        page::{Listed, Page},
        schema::institutions::dsl,
        zone::Zone,
    },
    people::model::{Institution, InstitutionKind},
};

/// Which institutions are wanted; each that is given narrows the list.
#[derive(Debug, Clone, Default)]
pub struct InstitutionFilter {
    /// With this short name.
    pub slug: Option<String>,
    /// That stand so to the hub.
    pub kind: Option<InstitutionKind>,
    /// In this country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
}

/// One institution.
///
/// # Errors
/// What the database says.
pub async fn institution(
    conn: &mut AsyncPgConnection,
    id: InstitutionId,
) -> QueryResult<Option<Institution>> {
    dsl::institutions
        .find(id)
        .select(Institution::as_select())
        .first(conn)
        .await
        .optional()
}

/// The zones of institutions.
///
/// # Errors
/// What the database says.
pub async fn zones_of(
    conn: &mut AsyncPgConnection,
    ids: &[InstitutionId],
) -> QueryResult<HashMap<InstitutionId, Zone>> {
    let rows: Vec<(InstitutionId, String)> = dsl::institutions
        .filter(dsl::id.eq_any(ids))
        .select((dsl::id, dsl::zone))
        .load(conn)
        .await?;
    let known = |(id, zone): (InstitutionId, String)| Some((id, zone.parse().ok()?));
    Ok(rows.into_iter().filter_map(known).collect())
}

/// The institution with this short name.
///
/// # Errors
/// What the database says.
pub async fn institution_by_slug(
    conn: &mut AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<Institution>> {
    dsl::institutions
        .filter(dsl::slug.eq(slug))
        .select(Institution::as_select())
        .first(conn)
        .await
        .optional()
}

/// The institutions that bear one of these names, whatever its case, or one of these short names.
///
/// # Errors
/// What the database says.
pub async fn institutions_called(
    conn: &mut AsyncPgConnection,
    names: &[String],
) -> QueryResult<Vec<Institution>> {
    let folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    dsl::institutions
        .filter(
            lower(dsl::name)
                .eq_any(&folded)
                .or(dsl::slug.eq_any(&folded)),
        )
        .order(dsl::id)
        .select(Institution::as_select())
        .load(conn)
        .await
}

/// Institutions in the order of their ids.
///
/// # Errors
/// What the database says.
pub async fn institutions(
    conn: &mut AsyncPgConnection,
    filter: &InstitutionFilter,
    page: Page,
) -> QueryResult<Listed<Institution>> {
    let mut wanted = dsl::institutions
        .filter(dsl::id.gt(page.after()))
        .order(dsl::id)
        .limit(page.rows())
        .select(Institution::as_select())
        .into_boxed();
    if let Some(slug) = &filter.slug {
        wanted = wanted.filter(dsl::slug.eq(slug));
    }
    if let Some(kind) = filter.kind {
        wanted = wanted.filter(dsl::kind.eq(kind));
    }
    if let Some(country) = &filter.country {
        wanted = wanted.filter(dsl::country.eq(country.trim().to_uppercase()));
    }
    let rows = wanted.load(conn).await?;
    Ok(page.list(rows, |row: &Institution| row.id.0))
}
