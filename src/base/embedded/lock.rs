//! The three lock files of a data directory. The kernel drops such a lock when its holder ends, in
//! whatever way: a killed Maru leaves no lock behind.
//!
//! * `serve.lock`: held by the one `maru serve` for its whole life.
//! * `start.lock`: held by whoever makes, starts or stops the cluster, or joins or leaves it. The
//!   programs that do this work (`initdb`, `pg_ctl`) hold it too, as their standard input: where
//!   Maru is killed in the middle, the next one waits until they have ended.
//! * `users.lock`: shared by all who use the cluster. Whoever can have it alone is the last.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::error::{EmbeddedError, at};
use super::files::no_link;

/// How long others may take to make, start or stop the cluster.
const PATIENCE: Duration = Duration::from_mins(3);

/// The right to serve this data directory.
#[derive(Debug)]
pub(super) struct ServeLock(File);

/// The right to change what the cluster is doing.
#[derive(Debug)]
pub(super) struct StartLock(File, PathBuf);

/// A share in the running cluster.
#[derive(Debug)]
pub(super) struct UsersLock(File, PathBuf);

impl ServeLock {
    pub(super) fn take(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let path = data_dir.join("serve.lock");
        let mut file = open(&path)?;
        if !is_ours(file.try_lock(), &path)? {
            let pid = fs::read_to_string(&path)
                .ok()
                .and_then(|pid| pid.trim().parse().ok());
            return Err(EmbeddedError::AlreadyServing {
                data_dir: data_dir.to_owned(),
                pid,
            });
        }
        let name_us = |file: &mut File| {
            file.set_len(0)?;
            writeln!(file, "{}", std::process::id())
        };
        name_us(&mut file).map_err(at(&path))?;
        Ok(Self(file))
    }
}

impl Drop for ServeLock {
    fn drop(&mut self) {
        // The number is a courtesy to people who look; the lock itself goes with the descriptor.
        let _ = self.0.set_len(0);
    }
}

impl StartLock {
    /// Waits for others to be done, for three minutes at most.
    pub(super) fn wait(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let path = data_dir.join("start.lock");
        let file = open(&path)?;
        let begun = Instant::now();
        while !is_ours(file.try_lock(), &path)? {
            if begun.elapsed() > PATIENCE {
                let seconds = PATIENCE.as_secs();
                return Err(EmbeddedError::Busy {
                    data_dir: data_dir.to_owned(),
                    seconds,
                });
            }
            sleep(Duration::from_millis(20));
        }
        Ok(Self(file, path))
    }

    /// The lock as a program's standard input: it is held until that program has ended as well.
    pub(super) fn as_input(&self) -> Result<Stdio, EmbeddedError> {
        Ok(self.0.try_clone().map_err(at(&self.1))?.into())
    }
}

impl UsersLock {
    /// Joins the users of the cluster. Only under the start lock: then nobody has it alone.
    pub(super) fn share(data_dir: &Path, _: &StartLock) -> Result<Self, EmbeddedError> {
        let path = data_dir.join("users.lock");
        let file = open(&path)?;
        file.lock_shared().map_err(at(&path))?;
        Ok(Self(file, path))
    }

    /// Whether no other user is left. Asked when leaving, and only under the start lock, so that
    /// nobody joins between the answer and what is done about it.
    pub(super) fn is_last(&self, _: &StartLock) -> Result<bool, EmbeddedError> {
        is_ours(self.0.try_lock(), &self.1)
    }
}

fn is_ours(tried: Result<(), TryLockError>, path: &Path) -> Result<bool, EmbeddedError> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(e)) => Err(at(path)(e)),
    }
}

/// Opens a lock file, making it if need be. One that root makes belongs to the owner of the data
/// directory, who may want to lock it later.
fn open(path: &Path) -> Result<File, EmbeddedError> {
    let mut options = no_link();
    options.read(true).write(true);
    match options.clone().create_new(true).mode(0o600).open(path) {
        Ok(file) => adopt(&file, path).map(|()| file).map_err(at(path)),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => options.open(path).map_err(at(path)),
        Err(e) => Err(at(path)(e)),
    }
}

fn adopt(file: &File, path: &Path) -> io::Result<()> {
    let Some(parent) = path
        .parent()
        .filter(|_| rustix::process::geteuid().is_root())
    else {
        return Ok(());
    };
    let owner = fs::metadata(parent)?;
    fchown(file, Some(owner.uid()), Some(owner.gid()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_serve_is_refused_and_told_who_is_first() {
        let kept = tempfile::tempdir().unwrap();
        let dir = kept.path();
        let first = ServeLock::take(dir).unwrap();
        let refused = ServeLock::take(dir).unwrap_err().to_string();
        assert_eq!(
            refused,
            format!(
                "another `maru serve` (process {}) already runs on {}; stop it first, or give \
                 this one a data directory of its own (MARU_DATA_DIR)",
                std::process::id(),
                dir.display()
            )
        );
        drop(first);
        drop(ServeLock::take(dir).unwrap());
    }

    #[test]
    fn only_the_last_user_is_the_last() {
        let kept = tempfile::tempdir().unwrap();
        let dir = kept.path();
        let start = StartLock::wait(dir).unwrap();
        let first = UsersLock::share(dir, &start).unwrap();
        let second = UsersLock::share(dir, &start).unwrap();
        assert!(!first.is_last(&start).unwrap());
        drop(first);
        assert!(second.is_last(&start).unwrap());
    }
}
