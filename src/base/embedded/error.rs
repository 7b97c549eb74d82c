//! What can go wrong with the embedded cluster, in words for whoever started Maru.

use std::io;
use std::path::{Path, PathBuf};

use super::find::Missing;

/// Why the embedded cluster could not be opened, kept or stopped.
///
/// Each message says what was tried, on which path, and what the reader can do about it.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// No usable PostgreSQL programs on this machine.
    #[error(transparent)]
    Programs(#[from] Missing),

    /// The cluster was made by a major version whose programs are not here.
    #[error(
        "the database in {} was made by PostgreSQL {major}, whose programs are not on this \
         machine (found: {found}); install PostgreSQL {major} again", home.display()
    )]
    OtherVersion {
        /// The cluster's directory.
        home: PathBuf,
        /// The major version in its `PG_VERSION`.
        major: u32,
        /// The versions that were found instead.
        found: String,
    },

    /// Another `maru serve` holds this data directory.
    #[error(
        "another `maru serve`{} already runs on {}; stop it first, or give this one a data \
         directory of its own (MARU_DATA_DIR)",
        pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), data_dir.display()
    )]
    AlreadyServing {
        /// The data directory.
        data_dir: PathBuf,
        /// The other process, where it had already written its number.
        pid: Option<u32>,
    },

    /// Another process has been starting or stopping the cluster for too long.
    #[error(
        "another process has been starting or stopping PostgreSQL in {} for {seconds} seconds; \
         look at its log, or end it and try again", data_dir.display()
    )]
    Busy {
        /// The data directory.
        data_dir: PathBuf,
        /// How long this process waited, in seconds.
        seconds: u64,
    },

    /// The data directory cannot be written by this user.
    #[error(
        "{} cannot be written by this user (uid {uid}): {source}; change its owner, or choose \
         another data directory (MARU_DATA_DIR)", path.display()
    )]
    Unwritable {
        /// What was to be written.
        path: PathBuf,
        /// Who tried.
        uid: u32,
        /// What the system said.
        source: io::Error,
    },

    /// The cluster's files belong to another user.
    #[error(
        "the database files in {} belong to uid {owner}, and this process may not use them as \
         uid {uid}; run Maru as their owner, or give them to uid {uid} with `chown -R`",
        path.display()
    )]
    WrongOwner {
        /// The directory concerned.
        path: PathBuf,
        /// Who owns it.
        owner: u32,
        /// Who would have to own it.
        uid: u32,
    },

    /// Started as root, and the user that PostgreSQL would run as cannot reach its files.
    #[error(
        "{} cannot be reached by uid {uid}, as whom PostgreSQL runs; let that user pass through \
         the directories above it (chmod o+x)", path.display()
    )]
    Unreachable {
        /// The cluster's directory.
        path: PathBuf,
        /// The user PostgreSQL runs as.
        uid: u32,
    },

    /// Started as root on a machine without an unprivileged user.
    #[error(
        "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor a \
         user `nobody`; make one (useradd --system postgres), or start Maru as an ordinary user"
    )]
    NoAccount,

    /// No room left on the disk, or in the quota.
    #[error("no space left for the database in {}: {output}", path.display())]
    DiskFull {
        /// Where it was to be written.
        path: PathBuf,
        /// What the system or PostgreSQL said.
        output: String,
    },

    /// `initdb` failed.
    #[error("initdb could not make a database in {}: {output}", home.display())]
    Init {
        /// The cluster's directory.
        home: PathBuf,
        /// What `initdb` said.
        output: String,
    },

    /// The server did not start.
    #[error("PostgreSQL did not start (its log: {}): {output}", log.display())]
    Start {
        /// The server's log.
        log: PathBuf,
        /// What this start wrote to it.
        output: String,
    },

    /// The server did not stop, not even when killed.
    #[error("PostgreSQL (process {pid}) did not stop: {output}")]
    Stop {
        /// The postmaster.
        pid: i32,
        /// What `pg_ctl` said.
        output: String,
    },

    /// A server runs but does not become ready.
    #[error(
        "PostgreSQL (process {pid}) holds {} but has not become ready in {seconds} seconds; its \
         log is there", home.display()
    )]
    Unready {
        /// The cluster's directory.
        home: PathBuf,
        /// The postmaster.
        pid: i32,
        /// How long this process waited, in seconds.
        seconds: u64,
    },

    /// The server refused a connection or a statement, or did not answer.
    #[error("the embedded PostgreSQL does not serve its own superuser: {message}")]
    Refused {
        /// What it said.
        message: String,
    },

    /// The cluster is there but its password is not.
    #[error(
        "the database in {} is there, but its password is not: put the file {} back", 
        home.display(), password.display()
    )]
    PasswordLost {
        /// The cluster's directory.
        home: PathBuf,
        /// The missing file.
        password: PathBuf,
    },

    /// The data directory says that its cluster is elsewhere, and it is not there.
    #[error(
        "{} says that the database is in {}, which is gone; put it back, or remove that note to \
         begin with an empty database", note.display(), home.display()
    )]
    Gone {
        /// The note in the data directory.
        note: PathBuf,
        /// The place it names.
        home: PathBuf,
    },

    /// A cluster of an earlier data directory at the same path is still there.
    #[error(
        "{} holds the database of an earlier {}; remove it to begin with an empty one, or write \
         its path into {} to go on with it", home.display(), data_dir.display(), note.display()
    )]
    Orphan {
        /// The earlier cluster's directory.
        home: PathBuf,
        /// The data directory.
        data_dir: PathBuf,
        /// Where the note would be.
        note: PathBuf,
    },

    /// A directory that must be ours alone is not.
    #[error("{} is not safe to use: {reason}; remove it", path.display())]
    Unsafe {
        /// The directory.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },

    /// A program could not be run.
    #[error("{} could not be run: {source}", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// Any other trouble with a file.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// The work was cut short, because the runtime is shutting down.
    #[error("the work on the embedded PostgreSQL was cut short: {0}")]
    CutShort(#[from] tokio::task::JoinError),
}

/// Turns an `io::Error` on `path` into the error that says what to do about it.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> EmbeddedError {
    let path = path.to_owned();
    move |source| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            let uid = rustix::process::geteuid().as_raw();
            EmbeddedError::Unwritable { path, uid, source }
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => EmbeddedError::DiskFull {
            path,
            output: source.to_string(),
        },
        _ => EmbeddedError::Io { path, source },
    }
}
