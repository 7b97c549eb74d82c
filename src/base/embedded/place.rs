//! Where the cluster lives, and who owns it.
//!
//! In `postgres/` under the data directory. Where Maru is root and the user that PostgreSQL runs as
//! cannot reach that (a data directory under `/root`, say), in `/var/lib/maru-postgres/` instead,
//! and the data directory keeps a note of it, `postgres.place`.

use std::fmt::Write;
use std::fs::{self, DirBuilder};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::Account;
use super::error::{EmbeddedError, at};
use super::files::{give_dir, make_private_dir, read_if_there, write_private};

/// The parent of clusters whose data directory is out of reach for an unprivileged user.
const ELSEWHERE: &str = "/var/lib/maru-postgres";

/// The cluster's own directory, which holds `data` (the database), `run` (the socket), `password`
/// and `log`, and the user whose it is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) home: PathBuf,
    pub(super) account: Account,
}

impl Place {
    /// Finds the place of the data directory's cluster, or chooses and makes one. Only under the
    /// start lock.
    pub(super) fn of(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let note = data_dir.join("postgres.place");
        let inside = data_dir.join("postgres");
        if let Some(noted) = read_if_there(&note)? {
            let home = PathBuf::from(noted.trim_end_matches('\n'));
            if !home.is_dir() {
                return Err(EmbeddedError::Gone { note, home });
            }
            return Self::settled(data_dir, &home);
        }
        if inside.is_dir() {
            match Self::settled(data_dir, &inside) {
                // Root was stopped between making this and finding it of no use. There is nothing in it, or it would stay.
                Err(EmbeddedError::Unreachable { .. }) if fs::remove_dir(&inside).is_ok() => {}
                settled => return settled,
            }
        }
        let account = Account::of(data_dir)?;
        make_private_dir(&inside, &account)?;
        if account.can_use(&inside) {
            return Ok(Self {
                home: inside,
                account,
            });
        }
        fs::remove_dir(&inside).map_err(at(&inside))?;
        let home = elsewhere(data_dir, &note)?;
        if !home.is_dir() {
            make_private_dir(&home, &account)?;
        }
        // The directory first, then the note: a note without its directory means a loss.
        write_private(&note, &account, &format!("{}\n", home.display()))?;
        Self::settled(data_dir, &home)
    }

    /// An existing place, with the user it belongs to.
    fn settled(data_dir: &Path, home: &Path) -> Result<Self, EmbeddedError> {
        // By its real name: that is how a running server is recognised.
        let home = home.canonicalize().map_err(at(home))?;
        let account = Account::of(data_dir)?;
        let metadata = fs::symlink_metadata(&home).map_err(at(&home))?;
        let account = match Account::owner(&metadata).filter(|_| account.is_other()) {
            Some(owner) => owner,
            None if metadata.uid() == account.uid() => account,
            // Root made it and was stopped before it could give it away.
            None if account.is_other() && !home.join("data").exists() => {
                give_dir(&home, &account)?;
                account
            }
            None => {
                let (owner, uid) = (metadata.uid(), account.uid());
                return Err(EmbeddedError::WrongOwner {
                    path: home,
                    owner,
                    uid,
                });
            }
        };
        if account.can_use(&home) {
            Ok(Self { home, account })
        } else {
            Err(EmbeddedError::Unreachable {
                path: home,
                uid: account.uid(),
            })
        }
    }

    /// PostgreSQL's own directory; made by `initdb`, complete once it is there.
    pub(super) fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// The superuser's password.
    pub(super) fn password(&self) -> PathBuf {
        self.home.join("password")
    }

    /// What the server writes before and beside its own logging.
    pub(super) fn log(&self) -> PathBuf {
        self.home.join("log")
    }
}

/// A place outside the data directory, always the same for the same data directory.
fn elsewhere(data_dir: &Path, note: &Path) -> Result<PathBuf, EmbeddedError> {
    let parent = Path::new(ELSEWHERE);
    DirBuilder::new()
        .recursive(true)
        .mode(0o755)
        .create(parent)
        .map_err(at(parent))?;
    let metadata = fs::symlink_metadata(parent).map_err(at(parent))?;
    if !metadata.is_dir() || metadata.uid() != 0 || metadata.mode() & 0o022 != 0 {
        let reason = "it must be a directory that root owns and nobody else can write";
        return Err(EmbeddedError::Unsafe {
            path: parent.to_owned(),
            reason,
        });
    }
    let home = parent.join(short_hash(&[data_dir.as_os_str().as_bytes()]));
    if home.join("data").exists() {
        let (data_dir, note) = (data_dir.to_owned(), note.to_owned());
        return Err(EmbeddedError::Orphan {
            home,
            data_dir,
            note,
        });
    }
    Ok(home)
}

/// Sixteen hex digits of a SHA-256, for names of directories.
pub(super) fn short_hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .take(8)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_short_stable_and_keep_parts_apart() {
        assert_eq!(short_hash(&[b"/root/maru"]), short_hash(&[b"/root/maru"]));
        assert_ne!(short_hash(&[b"ab", b"c"]), short_hash(&[b"a", b"bc"]));
        assert_eq!(short_hash(&[]).len(), 16);
    }
}
