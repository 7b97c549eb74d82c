//! The embedded PostgreSQL: a private cluster under the data directory, for hubs that have no
//! database server of their own.
//!
//! What it promises:
//!
//! * It listens on a Unix socket only, which nobody else can enter, and asks for a password even
//!   there. It keeps PostgreSQL's durability.
//! * A cluster is made whole or not at all, and only one process at a time makes, starts or stops
//!   it. One that is still running, since Maru was killed, is taken over; one that crashed is
//!   started again.
//! * One `maru serve` per data directory; any number of other commands beside it. Whoever leaves
//!   last stops the cluster.
//! * Started as root, the cluster runs as an unprivileged user, in a place this user can reach.
//!
//! The data directory holds `serve.lock`, `start.lock`, `users.lock` and either `postgres/` or the
//! note `postgres.place` that names where it is instead.

mod account;
mod connect;
mod error;
mod files;
pub mod find;
mod init;
pub mod install;
mod lock;
mod pidfile;
mod place;
mod server;
mod socket;
pub mod version;

use std::fmt::Write;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rand::CryptoRng;
use secrecy::SecretString;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

pub use account::Account;
pub use error::EmbeddedError;
use lock::{ServeLock, StartLock, UsersLock};
use place::Place;
use server::Server;

/// What a process wants with the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// To serve this data directory, alone.
    Serve,
    /// To do something and go, beside whoever serves.
    Command,
}

/// Whether there is a cluster in the data directory, or was one begun.
pub fn is_begun(data_dir: &Path) -> bool {
    ["postgres", "postgres.place"]
        .iter()
        .any(|name| data_dir.join(name).exists())
}

/// A share in the running cluster of a data directory.
///
/// To be ended with [`stop`](Self::stop). Dropping it does the same, but holds up the thread until
/// the cluster has stopped, and can only log what goes wrong.
#[derive(Debug)]
pub struct Embedded {
    data_dir: PathBuf,
    server: Arc<Server>,
    url: SecretString,
    held: Option<Held>,
}

/// The locks that say who uses the cluster.
#[derive(Debug)]
struct Held {
    users: UsersLock,
    serve: Option<ServeLock>,
}

impl Embedded {
    /// Joins the cluster of `data_dir`, starting it if it does not run and making both if they do
    /// not exist (the first time takes a few seconds). A new cluster's password is drawn from
    /// `rng` at once; the future does not keep it.
    ///
    /// Needs a multi-thread or current-thread tokio runtime with I/O and time.
    pub fn open<R: CryptoRng + ?Sized>(
        data_dir: &Path,
        role: Role,
        rng: &mut R,
    ) -> impl Future<Output = Result<Self, EmbeddedError>> + Send + use<R> {
        let data_dir = data_dir.to_owned();
        let password = fresh_password(rng);
        async move {
            let runtime = Handle::current();
            spawn_blocking(move || Self::open_here(&data_dir, role, password, &runtime)).await?
        }
    }

    fn open_here(
        data_dir: &Path,
        role: Role,
        password: SecretString,
        runtime: &Handle,
    ) -> Result<Self, EmbeddedError> {
        let data_dir = real_path(data_dir)?;
        let serve = match role {
            Role::Serve => Some(ServeLock::take(&data_dir)?),
            Role::Command => None,
        };
        let start = StartLock::wait(&data_dir)?;
        let place = Place::of(&data_dir)?;
        let programs = init::programs(&place)?;
        let password = init::cluster(&place, &programs, password, &start)?;
        let server = Server {
            place,
            programs,
            password,
        };
        let users = UsersLock::share(&data_dir, &start)?;
        let running = server.ensure_running(&start).and_then(|socket_dir| {
            let url = connect::url(&socket_dir, &server.password);
            runtime
                .block_on(connect::ensure_database(&url))
                .map(|()| url)
        });
        let held = Some(Held { users, serve });
        let url = SecretString::default();
        let mut embedded = Self {
            data_dir,
            server: Arc::new(server),
            url,
            held,
        };
        // Before a failed one is dropped, which takes this lock to leave the cluster in order.
        drop(start);
        embedded.url = running?;
        Ok(embedded)
    }

    /// The address of the database, for tokio-postgres and diesel-async: user and database `maru`,
    /// the password, and the socket's directory as a percent-encoded host. Good until `stop`.
    pub fn url(&self) -> SecretString {
        self.url.clone()
    }

    /// The server's log, for `maru doctor`.
    pub fn log(&self) -> PathBuf {
        self.server.place.log()
    }

    /// Starts the server again if it has died (killed for want of memory, say); does nothing while
    /// it lives. The address stays the same. For a `serve` that lost its connections.
    pub async fn revive(&self) -> Result<(), EmbeddedError> {
        let (server, data_dir) = (Arc::clone(&self.server), self.data_dir.clone());
        let revive = move || {
            if server.is_alive()? {
                return Ok(());
            }
            server
                .ensure_running(&StartLock::wait(&data_dir)?)
                .map(drop)
        };
        spawn_blocking(revive).await?
    }

    /// Leaves the cluster, and stops it where nobody else uses it: connections are closed at once,
    /// what was committed is kept.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        spawn_blocking(move || self.leave()).await?
    }

    fn leave(&mut self) -> Result<(), EmbeddedError> {
        let Some(Held { users, serve }) = self.held.take() else {
            return Ok(());
        };
        let start = StartLock::wait(&self.data_dir)?;
        if users.is_last(&start)? {
            self.server.stop(&start)?;
        }
        drop(serve);
        Ok(())
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::error!(%error, "PostgreSQL was left running");
        }
    }
}

/// The data directory's real path; made, with its parents, where it does not exist. As root so that
/// the user PostgreSQL runs as can pass through; what is secret in it has modes of its own.
fn real_path(data_dir: &Path) -> Result<PathBuf, EmbeddedError> {
    let mode = if rustix::process::geteuid().is_root() {
        0o755
    } else {
        0o700
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(mode);
    builder
        .create(data_dir)
        .and_then(|()| data_dir.canonicalize())
        .map_err(error::at(data_dir))
}

/// 192 random bits in hexadecimal, which needs no escaping anywhere.
fn fresh_password<R: CryptoRng + ?Sized>(rng: &mut R) -> SecretString {
    let mut bytes = [0; 24];
    rng.fill_bytes(&mut bytes);
    let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    SecretString::from(hex)
}
