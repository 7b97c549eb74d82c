//! Projects: one, or a list.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::ProjectId,
        page::{Listed, Page},
        schema::projects::dsl,
    },
    people::model::Project,
};

/// One project.
///
/// # Errors
/// What the database says.
pub async fn project(conn: &mut AsyncPgConnection, id: ProjectId) -> QueryResult<Option<Project>> {
    dsl::projects
        .find(id)
        .select(Project::as_select())
        .first(conn)
        .await
        .optional()
}

/// The project with this short name.
///
/// # Errors
/// What the database says.
pub async fn project_by_slug(
    conn: &mut AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<Project>> {
    dsl::projects
        .filter(dsl::slug.eq(slug))
        .select(Project::as_select())
        .first(conn)
        .await
        .optional()
}

/// Projects in the order of their ids; where a short name is given, the one that has it.
///
/// # Errors
/// What the database says.
pub async fn projects(
    conn: &mut AsyncPgConnection,
    slug: Option<&str>,
    page: Page,
) -> QueryResult<Listed<Project>> {
    let mut wanted = dsl::projects
        .filter(dsl::id.gt(page.after()))
        .order(dsl::id)
        .limit(page.rows())
        .select(Project::as_select())
        .into_boxed();
    if let Some(slug) = slug {
        wanted = wanted.filter(dsl::slug.eq(slug));
    }
    let rows = wanted.load(conn).await?;
    Ok(page.list(rows, |row: &Project| row.id.0))
}
