//! Files and directories made in places where another user may be at work: never through a
//! symlink, never taking over what is already there.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use super::account::Account;
use super::error::{EmbeddedError, at};

/// Options that refuse to follow a symlink at the end of the path.
pub(super) fn no_link() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options
}

/// Makes a directory that only `account` may enter.
pub(super) fn make_private_dir(path: &Path, account: &Account) -> Result<(), EmbeddedError> {
    DirBuilder::new()
        .mode(0o700)
        .create(path)
        .map_err(at(path))?;
    give_dir(path, account)
}

/// Gives an existing directory to `account`, where Maru is root.
pub(super) fn give_dir(path: &Path, account: &Account) -> Result<(), EmbeddedError> {
    let opened = no_link().read(true).open(path).map_err(at(path))?;
    account.give(&opened).map_err(at(path))
}

/// Writes a file that only `account` may read, whole or not at all, also through a power cut.
pub(super) fn write_private(
    path: &Path,
    account: &Account,
    content: &str,
) -> Result<(), EmbeddedError> {
    let staged = path.with_extension("new");
    remove_if_there(&staged)?;
    let write = || {
        let mut file = no_link()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&staged)?;
        account.give(&file)?;
        file.write_all(content.as_bytes())?;
        file.sync_all()?;
        fs::rename(&staged, path)?;
        sync_parent(path)
    };
    write().map_err(at(path))
}

/// The content of a file, if it is there.
pub(super) fn read_if_there(path: &Path) -> Result<Option<String>, EmbeddedError> {
    match no_link().read(true).open(path).and_then(io::read_to_string) {
        Ok(content) => Ok(Some(content)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(at(path)(e)),
    }
}

/// Removes a file, if it is there.
pub(super) fn remove_if_there(path: &Path) -> Result<(), EmbeddedError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(at(path)(e)),
        _ => Ok(()),
    }
}

/// Writes a rename or a new entry in the directory of `path` to the disk.
pub(super) fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}
