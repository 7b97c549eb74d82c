//! What commands stand on: the settings, the database (the embedded one where none is set), the key and the schema.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use rand::{SeedableRng, rngs::StdRng};
use secrecy::SecretString;

use super::key_file;
use crate::{
    app::App,
    base::{
        clock::SystemClock,
        db::{Connection, Db},
        embedded::{Embedded, Role},
        ids, key_check,
        secret::Key,
    },
    config::Config,
};

/// How often the embedded cluster is looked after.
const LOOK: Duration = Duration::from_secs(5);

/// A database that is up to date, and what the process holds over it. To be ended with [`Ground::close`].
pub struct Ground {
    /// What the process holds.
    pub app: Arc<App>,
    /// The settings.
    pub config: Config,
    /// The share in the embedded cluster, where that is the database.
    pub embedded: Option<Embedded>,
}

impl Ground {
    /// Opens the database, which may start a cluster, and brings its schema up to date. Refuses to go on with a key that
    /// is not the hub's. Up to `connections` are opened, as they are needed.
    pub async fn open(config: Config, role: Role, connections: usize) -> anyhow::Result<Self> {
        let (url, embedded) = database(&config, role).await?;
        match over(&config, url, connections).await {
            Ok(app) => Ok(Self {
                app: Arc::new(app),
                config,
                embedded,
            }),
            Err(error) => {
                if let Some(embedded) = embedded {
                    embedded.stop().await?;
                }
                Err(error)
            }
        }
    }

    /// Starts the embedded cluster again should it die. Never ends.
    pub async fn look_after(&self) {
        let Some(embedded) = &self.embedded else {
            return std::future::pending().await;
        };
        loop {
            tokio::time::sleep(LOOK).await;
            if let Err(error) = embedded.revive().await {
                tracing::error!(%error, "PostgreSQL has died and cannot be started again");
            }
        }
    }

    /// Leaves the embedded cluster, which stops where nobody else uses it.
    pub async fn close(self) -> anyhow::Result<()> {
        drop(self.app);
        match self.embedded {
            Some(embedded) => Ok(embedded.stop().await?),
            None => Ok(()),
        }
    }
}

/// The address of the database, and the embedded cluster where that is it.
async fn database(config: &Config, role: Role) -> anyhow::Result<(SecretString, Option<Embedded>)> {
    if let Some(url) = &config.database_url {
        return Ok((url.clone(), None));
    }
    let mut rng = StdRng::from_seed(ids::random_bytes());
    let embedded = Embedded::open(&config.data_dir, role, &mut rng).await?;
    Ok((embedded.url(), Some(embedded)))
}

async fn over(config: &Config, url: SecretString, connections: usize) -> anyhow::Result<App> {
    let db = Db::open(url, connections)?;
    db.migrate().await?;
    let clock = SystemClock;
    let mut conn = db.get().await?;
    let key = key(config, &mut conn).await?;
    key_check::agree(&mut conn, &clock, &key).await?;
    drop(conn);
    Ok(App::new(config, key, db, Arc::new(clock)))
}

/// The hub's key: the setting's, else the data directory's. One is made for a hub that has none; for a hub that has lost
/// its key, another would be of no use.
async fn key(config: &Config, conn: &mut Connection) -> anyhow::Result<Key> {
    let dir = &config.data_dir;
    if let Some(key) = &config.secret_key {
        return Ok(key.clone());
    }
    if let Some(key) = key_file::read(dir)? {
        return Ok(key);
    }
    if !key_check::is_kept(conn).await? {
        return key_file::read_or_make(dir);
    }
    // Someone else may have made both between our two looks.
    key_file::read(dir)?.with_context(|| {
        format!(
            "the hub's key is gone from {}: put the file secret.key back from a backup, or set MARU_SECRET_KEY",
            dir.display()
        )
    })
}
