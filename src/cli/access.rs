//! Links and tokens that whoever has this machine may make for anyone.

use super::{Whom, ground::Ground, said};
use crate::{
    app::App,
    base::{embedded, page::Page},
    config::Config,
    people::{
        model::{AddressPurpose, Role},
        queries::{self, PeopleFilter},
        sign_in::{issue_link, issue_token},
    },
};

/// Connections to the database: one for the schema, one for the work.
const CONNECTIONS: usize = 2;

/// `maru sign-in-link`: prints one address and nothing else.
pub async fn sign_in_link(config: Config, whom: &Whom) -> anyhow::Result<()> {
    let ground = Ground::open(config, embedded::Role::Command, CONNECTIONS).await?;
    let made = link(&ground.app, &whom.email, whom.role).await;
    ground.close().await?;
    said::print(&format_args!("{}\n", made?))
}

/// `maru token`: prints one token and nothing else.
pub async fn token(config: Config, whom: &Whom, name: &str) -> anyhow::Result<()> {
    let ground = Ground::open(config, embedded::Role::Command, CONNECTIONS).await?;
    let made = new_token(&ground.app, whom, name).await;
    ground.close().await?;
    said::print(&format_args!("{}\n", made?))
}

/// A link for the first administrator: where there is none yet, and where `always`.
pub async fn first_link(app: &App, always: bool) -> anyhow::Result<Option<String>> {
    let address = match administrator(app).await? {
        Some(_) if !always => return Ok(None),
        Some(address) => address,
        None => format!("administrator@{}", app.hub.mail_host()),
    };
    let link = link(app, &address, Some(Role::Administrator)).await?;
    Ok(Some(link))
}

/// The address of the administrator who was entered first.
async fn administrator(app: &App) -> anyhow::Result<Option<String>> {
    let filter = PeopleFilter {
        role: Some(Role::Administrator),
        ..PeopleFilter::default()
    };
    let mut conn = app.db.get().await?;
    let found = queries::people(&mut conn, &filter, Page::default()).await?;
    Ok(found.items.iter().find_map(|profile| {
        let address = profile.address(AddressPurpose::SignIn)?;
        Some(address.address.clone())
    }))
}

async fn link(app: &App, address: &str, role: Option<Role>) -> anyhow::Result<String> {
    let mut conn = app.db.get().await?;
    Ok(issue_link(&mut conn, &*app.clock, &app.hub, address, role).await?)
}

async fn new_token(app: &App, whom: &Whom, name: &str) -> anyhow::Result<String> {
    let mut conn = app.db.get().await?;
    Ok(issue_token(&mut conn, &*app.clock, &whom.email, whom.role, name).await?)
}
