//! Projects: entered, changed, removed.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::current;
use crate::{
    base::{
        audit,
        clock::Clock,
        error::Refusal,
        ids::ProjectId,
        schema::projects::dsl,
        slugs::{self, Slugged},
    },
    people::{
        model::{Actor, Project},
        rules::{self, ProjectFields},
    },
};

/// A project as it is typed.
#[derive(Debug, Clone, Default)]
pub struct NewProject {
    /// The name.
    pub name: String,
    /// The short name in addresses; made from the name where none is given.
    pub slug: Option<String>,
    /// What it is about.
    pub description: Option<String>,
}

/// What is to be changed of a project; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ChangeProject {
    /// The version that the change was made of; none: whatever it is.
    pub lock_version: Option<i32>,
    /// The name.
    pub name: Option<String>,
    /// The short name.
    pub slug: Option<String>,
    /// What it is about.
    pub description: Option<String>,
}

/// Enters a project.
///
/// # Errors
/// Forbidden, or what is wrong by field.
pub async fn create_project(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewProject,
) -> Result<Project, Refusal> {
    rules::may_enter(actor)?;
    let fields = rules::project(&new)?;
    conn.transaction(async |conn| {
        let wanted = new.slug.as_deref().filter(|slug| !slug.trim().is_empty());
        let slug = slugs::take(conn, Slugged::Projects, wanted, &fields.name).await?;
        let project: Project = diesel::insert_into(dsl::projects)
            .values((
                dsl::id.eq(ProjectId::fresh(clock)),
                dsl::slug.eq(slug),
                &fields,
                dsl::created_at.eq(clock.now()),
                dsl::modified_at.eq(clock.now()),
            ))
            .returning(Project::as_returning())
            .get_result(conn)
            .await?;
        let entry = audit::Entry {
            action: "entered",
            kind: "projects",
            id: project.id.0,
            before: None,
            after: Some(state(&project)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(project)
    })
    .await
}

/// Changes a project; nothing is written where nothing differs.
///
/// # Errors
/// Not found, forbidden, stale, or what is wrong by field.
pub async fn change_project(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ProjectId,
    change: ChangeProject,
) -> Result<Project, Refusal> {
    rules::may_keep_institutions(actor)?;
    conn.transaction(async |conn| {
        let old = locked(conn, id).await?;
        current(old.lock_version, change.lock_version)?;
        let fields = rules::project(&NewProject {
            name: change.name.unwrap_or_else(|| old.name.clone()),
            slug: None,
            description: Some(
                change
                    .description
                    .unwrap_or_else(|| old.description.clone()),
            ),
        })?;
        let slug = match change.slug.as_deref() {
            Some(slug) => slugs::checked(slug)?,
            None => old.slug.clone(),
        };
        if fields == ProjectFields::from(&old) && slug == old.slug {
            return Ok(old);
        }
        let new: Project = diesel::update(dsl::projects.find(id))
            .set((
                &fields,
                dsl::slug.eq(slug),
                dsl::lock_version.eq(dsl::lock_version + 1),
                dsl::modified_at.eq(clock.now()),
            ))
            .returning(Project::as_returning())
            .get_result(conn)
            .await?;
        let (before, after) = audit::difference(&state(&old), &state(&new)).unzip();
        let entry = audit::Entry {
            action: "changed",
            kind: "projects",
            id: id.0,
            before,
            after,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(new)
    })
    .await
}

/// Removes a project to which nothing refers.
///
/// # Errors
/// Not found, forbidden, or a conflict where it is in use.
pub async fn remove_project(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ProjectId,
) -> Result<(), Refusal> {
    rules::may_remove(actor)?;
    conn.transaction(async |conn| {
        let old = locked(conn, id).await?;
        diesel::delete(dsl::projects.find(id))
            .execute(conn)
            .await
            .map_err(Refusal::in_use)?;
        let entry = audit::Entry {
            action: "removed",
            kind: "projects",
            id: id.0,
            before: Some(state(&old)),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(())
    })
    .await
}

async fn locked(conn: &mut AsyncPgConnection, id: ProjectId) -> QueryResult<Project> {
    dsl::projects
        .find(id)
        .select(Project::as_select())
        .for_no_key_update()
        .first(conn)
        .await
}

fn state(project: &Project) -> Value {
    json!({
        "slug": project.slug,
        "name": project.name,
        "description": project.description,
    })
}
