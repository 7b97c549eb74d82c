//! Makes the cluster: whole or not at all.

use std::fs;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::error::{EmbeddedError, at};
use super::files::{read_if_there, sync_parent, write_private};
use super::find::{self, Missing, Programs, listed};
use super::lock::StartLock;
use super::place::Place;

/// The superuser, and the database that Maru works in.
pub(super) const NAME: &str = "maru";

/// Locales to classify characters by, the first that this system has; texts are compared by code
/// point in all of them, which no update of the system ever changes under an index.
const CHARACTERS: [&str; 4] = ["C.UTF-8", "UTF-8", "en_US.UTF-8", "C"];

/// The programs for the cluster in `place`: of its own major version, or the newest where there is
/// no cluster yet.
pub(super) fn programs(place: &Place) -> Result<Programs, EmbeddedError> {
    let Some(version) = read_if_there(&place.data().join("PG_VERSION"))? else {
        return Ok(find::programs(&place.account)?);
    };
    let major: u32 = version.trim().parse().unwrap_or_default();
    let mut found = find::all(&place.account);
    match found
        .iter()
        .rposition(|programs| programs.version.major == major)
    {
        Some(index) => Ok(found.swap_remove(index)),
        None if found.is_empty() => Err(Missing::beside(found).into()),
        None => {
            let (home, found) = (place.home.clone(), listed(&found));
            Err(EmbeddedError::OtherVersion { home, major, found })
        }
    }
}

/// The cluster's password; makes the cluster with `fresh_password` where there is none yet.
pub(super) fn cluster(
    place: &Place,
    programs: &Programs,
    fresh_password: SecretString,
    start: &StartLock,
) -> Result<SecretString, EmbeddedError> {
    let password = place.password();
    let kept = read_if_there(&password)?.map(|line| SecretString::from(line.trim_end()));
    if place.data().is_dir() {
        let home = || place.home.clone();
        return kept.ok_or_else(|| EmbeddedError::PasswordLost {
            home: home(),
            password,
        });
    }
    let chosen = if let Some(kept) = kept {
        kept
    } else {
        write_private(&password, &place.account, fresh_password.expose_secret())?;
        fresh_password
    };
    tracing::info!(home = %place.home.display(), version = %programs.version, "making a database cluster");
    CHARACTERS
        .into_iter()
        .find_map(|characters| run_initdb(place, programs, characters, start).transpose())
        .unwrap_or_else(|| {
            let output = "this system knows no locale, not even C".to_owned();
            Err(EmbeddedError::Init {
                home: place.home.clone(),
                output,
            })
        })?;
    // Complete and on the disk: from here on it is the cluster.
    fs::rename(staging(place), place.data()).map_err(at(&place.data()))?;
    sync_parent(&place.data()).map_err(at(&place.home))?;
    Ok(chosen)
}

/// `initdb` into a directory beside the final one; `None` where the system lacks this locale.
fn run_initdb(
    place: &Place,
    programs: &Programs,
    characters: &str,
    start: &StartLock,
) -> Result<Option<()>, EmbeddedError> {
    let staging = staging(place);
    if staging.exists() {
        fs::remove_dir_all(&staging).map_err(at(&staging))?;
    }
    let program = programs.path("initdb");
    let mut initdb = place.account.command(&program);
    // Paths relative to the home, so that none needs quoting on its way through a shell.
    initdb.current_dir(&place.home).stdin(start.as_input()?);
    initdb.args([
        "-D",
        "data.new",
        "--pwfile=password",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
    ]);
    initdb.args([
        "--locale=C",
        "--data-checksums",
        "--no-instructions",
        "--username",
        NAME,
    ]);
    initdb.arg(format!("--lc-ctype={characters}"));
    let output = initdb
        .output()
        .map_err(|source| EmbeddedError::Run { program, source })?;
    if output.status.success() {
        return Ok(Some(()));
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if said.contains("invalid locale name") {
        return Ok(None);
    }
    Err(failure(&place.home, said))
}

fn failure(home: &Path, output: String) -> EmbeddedError {
    if output.contains("No space left on device") || output.contains("Disk quota exceeded") {
        EmbeddedError::DiskFull {
            path: home.to_owned(),
            output,
        }
    } else {
        EmbeddedError::Init {
            home: home.to_owned(),
            output,
        }
    }
}

fn staging(place: &Place) -> std::path::PathBuf {
    place.home.join("data.new")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart() {
        let full = failure(
            Path::new("/srv"),
            "initdb: error: No space left on device".into(),
        );
        assert!(matches!(full, EmbeddedError::DiskFull { .. }));
        let other = failure(Path::new("/srv"), "initdb: error: no".into());
        assert_eq!(
            other.to_string(),
            "initdb could not make a database in /srv: initdb: error: no"
        );
    }
}
