//! Finds PostgreSQL's server programs, wherever the system keeps them.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::account::Account;
use super::install;
use super::version::Version;

/// The oldest major version that Maru runs on.
pub const OLDEST: u32 = 14;

/// What a directory must hold to be of use.
const PROGRAMS: [&str; 3] = ["postgres", "initdb", "pg_ctl"];

/// Where systems keep them beside `PATH`: (parent, beginning of the entry's name, rest).
const PLACES: [(&str, &str, &str); 8] = [
    ("/usr/lib/postgresql", "", "bin"),         // Debian, Ubuntu
    ("/usr", "pgsql-", "bin"),                  // Fedora, RHEL with PGDG's packages
    ("/usr/lib", "postgresql", "bin"),          // SUSE
    ("/usr/libexec", "postgresql", ""),         // Alpine
    ("/opt/homebrew/opt", "postgresql", "bin"), // Homebrew on Apple silicon
    ("/usr/local/opt", "postgresql", "bin"),    // Homebrew on Intel
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql", "bin"), // Homebrew on Linux
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// The directory of PostgreSQL's programs, and their version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// Holds `initdb`, `postgres` and `pg_ctl`.
    pub dir: PathBuf,
    /// Their version.
    pub version: Version,
}

/// No programs that are new enough: what was found instead, and how to install them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Missing {
    /// Programs that are too old.
    pub found: Vec<Programs>,
    /// The one command that installs them on this system, where its package manager is known.
    pub install: Option<String>,
}

/// The newest programs that `account` can run; releases go before betas.
///
/// Looks through `PATH` (following symlinks), `pg_config --bindir`, and the usual places of Debian,
/// Fedora, SUSE, Alpine, Homebrew and Postgres.app.
pub fn programs(account: &Account) -> Result<Programs, Missing> {
    choose(all(account)).map_err(Missing::beside)
}

/// All programs that `account` can run, of whatever version; newest last.
pub fn all(account: &Account) -> Vec<Programs> {
    let mut found: Vec<Programs> = directories(account)
        .into_iter()
        .filter_map(|dir| {
            Some(Programs {
                version: version_in(&dir, account)?,
                dir,
            })
        })
        .collect();
    found.sort_by(|a, b| a.version.cmp(&b.version));
    found
}

fn choose(mut found: Vec<Programs>) -> Result<Programs, Vec<Programs>> {
    match found
        .iter()
        .rposition(|programs| programs.version.major >= OLDEST)
    {
        Some(newest) => Ok(found.swap_remove(newest)),
        None => Err(found),
    }
}

/// Directories that hold all the programs, each once, under its real name: distributions put
/// symlinks to some of the programs into `/usr/bin`, and `initdb` needs the others beside it.
fn directories(account: &Account) -> BTreeSet<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .filter(|dir| dir.is_absolute())
        .flat_map(|dir| PROGRAMS.map(|program| dir.join(program)))
        .filter_map(|program| Some(program.canonicalize().ok()?.parent()?.to_owned()));
    let usual = PLACES.into_iter().flat_map(|(parent, prefix, rest)| {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        entries
            .filter(move |entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(move |entry| entry.path().join(rest))
    });
    on_path
        .chain(told_by_pg_config(account))
        .chain(usual)
        .chain([PathBuf::from("/usr/bin")])
        .filter_map(|dir| dir.canonicalize().ok())
        .filter(|dir| PROGRAMS.iter().all(|program| dir.join(program).is_file()))
        .collect()
}

fn told_by_pg_config(account: &Account) -> Option<PathBuf> {
    let output = account
        .command(Path::new("pg_config"))
        .arg("--bindir")
        .output()
        .ok()?;
    output.status.success().then_some(())?;
    Some(PathBuf::from(
        String::from_utf8(output.stdout).ok()?.trim_end(),
    ))
}

/// Asked as the user who will run them: what root can run, others may not reach.
fn version_in(dir: &Path, account: &Account) -> Option<Version> {
    let mut command = account.command(&dir.join("postgres"));
    let output = command.arg("--version").current_dir("/").output().ok()?;
    output.status.success().then_some(())?;
    Version::parse(&String::from_utf8(output.stdout).ok()?)
}

impl Missing {
    /// With what was found instead.
    pub(super) fn beside(found: Vec<Programs>) -> Self {
        Self {
            found,
            install: install::command(),
        }
    }
}

impl Programs {
    /// The path of one of the programs.
    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.dir.join(program)
    }
}

impl fmt::Display for Programs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.version, self.dir.display())
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PostgreSQL {OLDEST} or newer (initdb, postgres, pg_ctl) was not found on this machine"
        )?;
        if !self.found.is_empty() {
            write!(f, "; found, too old: {}", listed(&self.found))?;
        }
        match &self.install {
            Some(command) => write!(f, "; install it with\n  {command}\n")?,
            None => write!(f, "; install it with the system's package manager, ")?,
        }
        write!(f, "or set DATABASE_URL to a server elsewhere")
    }
}

/// `13.4 in /usr/lib/postgresql/13/bin, …`, or `none`.
pub(super) fn listed(found: &[Programs]) -> String {
    if found.is_empty() {
        return "none".to_owned();
    }
    found
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs_of(numbers: &[&str]) -> Vec<Programs> {
        let mut found: Vec<Programs> = numbers
            .iter()
            .map(|number| Programs {
                dir: PathBuf::from(format!("/opt/{number}")),
                version: Version::parse(&format!("postgres (PostgreSQL) {number} (Any 1)\n"))
                    .unwrap(),
            })
            .collect();
        found.sort_by(|a, b| a.version.cmp(&b.version));
        found
    }

    #[test]
    fn the_newest_release_wins() {
        let newest = choose(programs_of(&["14.1", "16.2", "9.6.24", "19devel"])).unwrap();
        assert_eq!(newest.to_string(), "16.2 in /opt/16.2");
        let beta = choose(programs_of(&["13.4", "18beta2"])).unwrap();
        assert_eq!(beta.to_string(), "18 (not yet released) in /opt/18beta2");
        assert_eq!(
            choose(programs_of(&["13.4", "9.6.24"])).unwrap_err().len(),
            2
        );
    }

    #[test]
    fn what_is_missing_is_told_with_the_command_that_installs_it() {
        let missing = Missing {
            found: programs_of(&["13.4"]),
            install: Some("brew install postgresql@17".to_owned()),
        };
        assert_eq!(
            missing.to_string(),
            "PostgreSQL 14 or newer (initdb, postgres, pg_ctl) was not found on this machine; \
             found, too old: 13.4 in /opt/13.4; install it with\n  brew install postgresql@17\n\
             or set DATABASE_URL to a server elsewhere"
        );
    }

    #[test]
    fn the_programs_of_this_machine_are_found_and_lie_together() {
        let programs = programs(&Account::of(Path::new("/")).unwrap()).unwrap();
        assert!(programs.version.major >= OLDEST);
        assert!(
            PROGRAMS
                .iter()
                .all(|program| programs.path(program).is_file())
        );
    }
}
