//! The directory of the server's Unix socket: short enough, and nobody else's.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::error::{EmbeddedError, at};
use super::files::make_private_dir;
use super::place::{Place, short_hash};

/// The name PostgreSQL gives the socket of port 5432.
const SOCKET: &str = ".s.PGSQL.5432";

/// The longest path of a socket, in bytes (`sun_path` without its final zero).
const LONGEST: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// Makes or checks the socket's directory: `run` in the cluster's home, or, where that path is too
/// long or holds characters that PostgreSQL's settings would have to quote, `/tmp/maru-…`, whose
/// name nobody can foresee, since it depends on the cluster's password.
///
/// Not under `XDG_RUNTIME_DIR`, which goes away at sign-out while the server lives on. In `/tmp`
/// PostgreSQL touches its socket every hour, which keeps it from being tidied away.
pub(super) fn directory(place: &Place, password: &SecretString) -> Result<PathBuf, EmbeddedError> {
    let inside = place.home.join("run");
    let dir = if is_fit(&inside) {
        inside
    } else {
        let parts = [
            place.home.as_os_str().as_bytes(),
            password.expose_secret().as_bytes(),
        ];
        Path::new("/tmp").join(format!("maru-{}", short_hash(&parts)))
    };
    match fs::symlink_metadata(&dir) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            make_private_dir(&dir, &place.account)?;
        }
        Err(e) => return Err(at(&dir)(e)),
        Ok(there) => {
            let private = there.is_dir() && there.mode() & 0o777 == 0o700;
            if !private || there.uid() != place.account.uid() {
                let reason = "it must be a directory that only PostgreSQL's user can enter";
                return Err(EmbeddedError::Unsafe { path: dir, reason });
            }
        }
    }
    Ok(dir)
}

/// The socket in such a directory.
pub(super) fn socket_in(dir: &Path) -> PathBuf {
    dir.join(SOCKET)
}

/// The lock that the server keeps beside its socket.
pub(super) fn lock_in(dir: &Path) -> PathBuf {
    dir.join(format!("{SOCKET}.lock"))
}

fn is_fit(dir: &Path) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    dir.as_os_str().len() + 1 + SOCKET.len() <= LONGEST
        && dir.as_os_str().as_bytes().iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paths_and_odd_characters_are_unfit() {
        let of_length = |length: usize| PathBuf::from(format!("/{}", "a".repeat(length - 1)));
        assert!(is_fit(&of_length(LONGEST - 14)));
        assert!(!is_fit(&of_length(LONGEST - 13)));
        assert!(is_fit(Path::new("/var/lib/maru/postgres/run")));
        for odd in [
            "/srv/마루/run",
            "/srv/a b/run",
            "/srv/a,b/run",
            "/srv/a'b/run",
        ] {
            assert!(!is_fit(Path::new(odd)), "{odd}");
        }
    }
}
