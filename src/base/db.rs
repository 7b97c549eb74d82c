//! The database: the pool, the migrations and the ear for notifications. Only this file names the pool.
//!
//! Connections are driven on the runtime on which [`Db::open`] was called, whichever thread asks for one later: a web
//! server's worker threads come and go with their own small runtimes, and a connection must not go with them.

mod tls;

use std::time::Duration;

use deadpool::managed::QueueMode;
use diesel::{ConnectionError, ConnectionResult, migration::MigrationSource, pg::Pg};
use diesel_async::{
    AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
        deadpool::{Object, Pool},
    },
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use futures_util::{FutureExt, future::BoxFuture};
use secrecy::{ExposeSecret, SecretString};
use tokio::{runtime::Handle, sync::watch};
use tokio_util::sync::CancellationToken;

use tls::Server;

/// The migrations, as they were when this program was built.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Oldest PostgreSQL that Maru works with, as `server_version_num`.
pub const OLDEST_POSTGRESQL: i32 = 140_000;

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection out of the pool.
pub type Connection = Object<AsyncPgConnection>;

/// The pool of connections to one database.
#[derive(Clone)]
pub struct Db {
    pool: Pool<AsyncPgConnection>,
    server: Server,
}

/// Why the database could not be used.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address cannot be read.
    #[error("the address of the database cannot be used: {0}")]
    Address(String),
    /// The pool could not give a connection in time, or the server could not be reached.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The server is older than what Maru needs.
    #[error("PostgreSQL {found} is too old: Maru needs 14 or newer")]
    TooOld {
        /// Its `server_version`.
        found: String,
    },
    /// A migration did not go through.
    #[error("a migration did not go through: {0}")]
    Migration(String),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}

impl Db {
    /// A pool of up to `size` connections to `url`, whose `sslmode` and `sslrootcert` say what is made sure of. Nothing is
    /// connected yet. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// [`DbError::Address`]; [`DbError::Unreachable`] where the pool cannot be set up.
    pub fn open(url: SecretString, size: usize) -> Result<Self, DbError> {
        let runtime = Handle::current();
        let server = Server::at(url.expose_secret()).map_err(DbError::Address)?;
        let to = server.clone();
        let mut config = ManagerConfig::default();
        config.recycling_method = RecyclingMethod::Fast;
        config.custom_setup = Box::new(move |_| connect_on(runtime.clone(), to.clone()));
        let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(
            url.expose_secret(),
            config,
        );
        let pool = Pool::builder(manager)
            .max_size(size)
            // The last that was used knows the most statements, and the server has most of it in mind.
            .queue_mode(QueueMode::Lifo)
            .build()
            .map_err(|error| DbError::Unreachable(error.to_string()))?;
        Ok(Self { pool, server })
    }

    /// A connection. Waits up to 5 s for one.
    ///
    /// # Errors
    /// [`DbError::Unreachable`] where there is none to be had.
    pub async fn get(&self) -> Result<Connection, DbError> {
        match tokio::time::timeout(PATIENCE, self.pool.get()).await {
            Ok(got) => got.map_err(|error| DbError::Unreachable(describe(&error))),
            Err(_) => Err(DbError::Unreachable(
                "no connection was free in time".into(),
            )),
        }
    }

    /// Brings the schema up to date, one process at a time; answers how many migrations were run.
    ///
    /// # Errors
    /// [`DbError::TooOld`], [`DbError::Migration`], or that the server cannot be reached.
    pub async fn migrate(&self) -> Result<usize, DbError> {
        // Any number that only Maru uses: "maru" in ASCII.
        const LOCK: i64 = 0x6d61_7275;
        let mut conn = self.get().await?;
        check_version(&mut conn).await?;
        diesel::sql_query("SELECT pg_advisory_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(LOCK)
            .execute(&mut conn)
            .await?;
        // Harness calls block their thread; the runtime has others.
        let mut harness = AsyncMigrationHarness::new(conn);
        let run = harness
            .run_pending_migrations(MIGRATIONS)
            .map(|versions| versions.len())
            .map_err(|error| DbError::Migration(error.to_string()));
        let mut conn = harness.into_inner();
        diesel::sql_query("SELECT pg_advisory_unlock($1)")
            .bind::<diesel::sql_types::BigInt, _>(LOCK)
            .execute(&mut conn)
            .await?;
        run
    }

    /// Whether the schema is the one that this program was built for. May be asked on any runtime.
    ///
    /// # Errors
    /// That the server cannot be reached.
    pub async fn is_migrated(&self) -> Result<bool, DbError> {
        #[derive(diesel::QueryableByName)]
        struct Run {
            #[diesel(sql_type = diesel::sql_types::Text)]
            version: String,
        }
        let mut conn = self.get().await?;
        let begun: bool = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "to_regclass('__diesel_schema_migrations') IS NOT NULL",
        ))
        .get_result(&mut conn)
        .await?;
        if !begun {
            return Ok(false);
        }
        let run: Vec<Run> = diesel::sql_query("SELECT version FROM __diesel_schema_migrations")
            .load(&mut conn)
            .await?;
        let built = MigrationSource::<Pg>::migrations(&MIGRATIONS)
            .map_err(|error| DbError::Migration(error.to_string()))?;
        Ok(built.iter().all(|migration| {
            let version = migration.name().version().to_string();
            run.iter().any(|run| run.version == version)
        }))
    }

    /// Listens on `channel` until `stop`: the watched number rises with every notification, and once after each
    /// reconnection, since notifications may have been lost in between. Polling stays the reader's duty.
    pub fn listen(&self, channel: &'static str, stop: CancellationToken) -> watch::Receiver<u64> {
        let (tell, told) = watch::channel(0);
        let server = self.server.clone();
        tokio::spawn(async move {
            while !stop.is_cancelled() {
                let heard = tokio::select! {
                    () = stop.cancelled() => break,
                    heard = listen_once(&server, channel, &tell) => heard,
                };
                if let Err(error) = heard {
                    tracing::debug!(%error, channel, "the ear for notifications was cut off");
                }
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                }
            }
        });
        told
    }
}

/// Makes sure that what is written next stays written, because no transaction is open that could take it back.
///
/// # Errors
/// [`diesel::result::Error::AlreadyInTransaction`].
pub fn outside_transaction(conn: &mut AsyncPgConnection) -> diesel::QueryResult<()> {
    use diesel_async::{AnsiTransactionManager, TransactionManager};
    let status = <AnsiTransactionManager as TransactionManager<AsyncPgConnection>>::transaction_manager_status_mut(conn);
    match status.transaction_depth()? {
        None => Ok(()),
        Some(_) => Err(diesel::result::Error::AlreadyInTransaction),
    }
}

async fn listen_once(
    server: &Server,
    channel: &str,
    tell: &watch::Sender<u64>,
) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = server.connect().await?;
    let listen = format!("LISTEN {channel}");
    let started = client.batch_execute(&listen);
    tokio::pin!(started);
    let mut listening = false;
    loop {
        tokio::select! {
            result = &mut started, if !listening => {
                result?;
                listening = true;
                tell.send_modify(|n| *n += 1);
            }
            message = std::future::poll_fn(|cx| connection.poll_message(cx)) => match message {
                Some(Ok(tokio_postgres::AsyncMessage::Notification(_))) => tell.send_modify(|n| *n += 1),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
                None => return Ok(()),
            },
        }
    }
}

async fn check_version(conn: &mut AsyncPgConnection) -> Result<(), DbError> {
    #[derive(diesel::QueryableByName)]
    struct Version {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        number: i32,
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let version: Version = diesel::sql_query(
        "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name",
    )
    .get_result(conn)
    .await?;
    new_enough(version.number, version.name)
}

/// Whether Maru works with a server of this `server_version_num`, which calls itself `name`.
fn new_enough(number: i32, name: String) -> Result<(), DbError> {
    if number < OLDEST_POSTGRESQL {
        return Err(DbError::TooOld { found: name });
    }
    Ok(())
}

/// What every connection is told first. A statement about ten thousand people looks so dear to PostgreSQL that it compiles
/// it, which takes a quarter of a second, several times as long as to run it. And the messages to them are more than the 4 MB
/// that it keeps in memory by default: they would go to a file and back, twice. Where it may keep more, it may go on doing so.
pub const SETUP: &str = "SET jit = off; \
     SELECT set_config('work_mem', '16MB', false) WHERE pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('16MB')";

fn connect_on(
    runtime: Handle,
    server: Server,
) -> BoxFuture<'static, ConnectionResult<AsyncPgConnection>> {
    async move {
        runtime
            .spawn(async move {
                let (client, connection) = server
                    .connect()
                    .await
                    .map_err(|error| ConnectionError::BadConnection(describe(&error)))?;
                let mut conn =
                    AsyncPgConnection::try_from_client_and_connection(client, connection).await?;
                conn.batch_execute(SETUP)
                    .await
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(conn)
            })
            .await
            .map_err(|error| ConnectionError::BadConnection(error.to_string()))?
    }
    .boxed()
}

/// An error with its causes, which `tokio_postgres` and the pool leave out of their own words.
fn describe(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let next_words = next.to_string();
        if !words.contains(&next_words) {
            words.push_str(": ");
            words.push_str(&next_words);
        }
        cause = next.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_older_than_14_is_refused_by_the_name_it_calls_itself() {
        for (number, name) in [
            (90_624, "9.6.24"),
            (130_023, "13.23 (Debian 13.23-1)"),
            (139_999, "13.99"),
        ] {
            let refused = new_enough(number, name.to_owned()).unwrap_err();
            assert_eq!(
                refused.to_string(),
                format!("PostgreSQL {name} is too old: Maru needs 14 or newer")
            );
        }
        for (number, name) in [(140_000, "14.0"), (140_019, "14.19"), (180_001, "18.1")] {
            assert!(new_enough(number, name.to_owned()).is_ok(), "{name}");
        }
    }
}
