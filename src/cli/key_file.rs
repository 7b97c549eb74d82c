//! The hub's key in the data directory, where no setting gives one: `secret.key`, which only its owner can read.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::{Context, bail};

use crate::base::secret::Key;

const NAME: &str = "secret.key";

/// The key kept in `data_dir`; a fresh one is made and kept where there is none. Two processes that start at once agree
/// on one.
pub fn read_or_make(data_dir: &Path) -> anyhow::Result<Key> {
    let path = data_dir.join(NAME);
    if let Some(key) = read(data_dir)? {
        return Ok(key);
    }
    // Written whole under another name first: a file that a crash left half written would be no key.
    let new = data_dir.join(format!("{NAME}.{}", std::process::id()));
    let made = write(&new, &Key::fresh()).and_then(|()| match fs::hard_link(&new, &path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    // Gone or not, it is not the key.
    let _ = fs::remove_file(&new);
    made.with_context(|| format!("the hub's key cannot be kept in {}", path.display()))?;
    match read(data_dir)? {
        Some(key) => Ok(key),
        None => bail!("the hub's key in {} was taken away again", path.display()),
    }
}

/// The key kept in `data_dir`, if there is one.
pub fn read(data_dir: &Path) -> anyhow::Result<Option<Key>> {
    let path = data_dir.join(NAME);
    match fs::read_to_string(&path) {
        Ok(hex) => Ok(Some(Key::from_hex(&hex).with_context(|| {
            format!("{} is damaged; put it back from a backup", path.display())
        })?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

fn write(path: &Path, key: &Key) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{}", key.to_hex())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_reads_it() {
        let kept = tempfile::tempdir().unwrap();
        let dir = kept.path();
        let made = read_or_make(dir).unwrap();
        assert_eq!(read_or_make(dir).unwrap().to_hex(), made.to_hex());
        let mode = fs::metadata(dir.join(NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir).unwrap().count(), 1);
        fs::write(dir.join(NAME), "half a k").unwrap();
        let error = format!("{:#}", read_or_make(dir).unwrap_err());
        assert!(error.contains("secret.key is damaged"), "{error}");
    }
}
