//! As whom PostgreSQL runs: as ourselves, or, since it refuses to run as root, as somebody
//! unprivileged when Maru was started as root.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt, fchown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::error::EmbeddedError;

/// Users that PostgreSQL may run as where Maru was started as root; the first that exists is taken.
const UNPRIVILEGED: [&str; 3] = ["postgres", "_postgres", "nobody"];

/// A user that runs the PostgreSQL programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    uid: u32,
    gid: u32,
    /// Maru is root and has to become this user.
    switch: bool,
}

impl Account {
    /// The user whose programs are used on a cluster that does not exist yet: this process' own,
    /// or, for root, the owner of the data directory if that is not root, else `postgres`, else
    /// `nobody`.
    pub fn of(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let uid = rustix::process::geteuid().as_raw();
        if uid != 0 {
            let gid = rustix::process::getegid().as_raw();
            return Ok(Self {
                uid,
                gid,
                switch: false,
            });
        }
        if let Some(owner) = fs::metadata(data_dir).ok().and_then(|m| Self::owner(&m)) {
            return Ok(owner);
        }
        UNPRIVILEGED
            .into_iter()
            .find_map(|name| {
                Some(Self {
                    uid: id("-u", name)?,
                    gid: id("-g", name)?,
                    switch: true,
                })
            })
            .filter(|account| account.uid != 0)
            .ok_or(EmbeddedError::NoAccount)
    }

    /// For root: the ordinary user who owns what `metadata` describes, if it is not root's.
    pub(super) fn owner(metadata: &fs::Metadata) -> Option<Self> {
        let uid = metadata.uid();
        let gid = || id("-g", &uid.to_string()).unwrap_or_else(|| metadata.gid());
        (uid != 0).then(|| Self {
            uid,
            gid: gid(),
            switch: true,
        })
    }

    /// The user's number.
    pub fn uid(&self) -> u32 {
        self.uid
    }

    /// Whether Maru is root and PostgreSQL runs as somebody else.
    pub fn is_other(&self) -> bool {
        self.switch
    }

    /// Gives an open file or directory to this user, where Maru is root. By descriptor, so that
    /// nobody can put another file in its place meanwhile.
    pub(super) fn give(&self, file: &File) -> io::Result<()> {
        if self.switch {
            fchown(file, Some(self.uid), Some(self.gid))
        } else {
            Ok(())
        }
    }

    /// A command that runs as this user: away from the terminal (its own process group, so that a
    /// Ctrl-C reaches Maru alone), with no input, and with nothing of Maru's environment, which
    /// holds secrets and may hold `PG…` variables, but what is needed to find and load programs.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(kept_environment())
            .env("LC_ALL", "C")
            .env("TZ", "UTC");
        command.stdin(Stdio::null()).process_group(0);
        if self.switch {
            // std drops the supplementary groups as well when root changes the uid.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Whether this user can enter `dir` and write there; asked by trying, since the mode bits of
    /// all directories above it are not the whole truth.
    pub(super) fn can_use(&self, dir: &Path) -> bool {
        let mut command = self.command(Path::new("/bin/sh"));
        command.args(["-c", "test -w . -a -x ."]).current_dir(dir);
        command.output().is_ok_and(|output| output.status.success())
    }
}

/// A number of a user or group, from `id`, which knows the network's users too.
fn id(flag: &str, user: &str) -> Option<u32> {
    let output = Command::new("id")
        .args([flag, user])
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then_some(())?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn kept_environment() -> impl Iterator<Item = (OsString, OsString)> {
    std::env::vars_os().filter(|(name, _)| is_kept(name))
}

fn is_kept(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| {
        ["PATH", "LOCALE_ARCHIVE"].contains(&name)
            || ["LD_", "DYLD_", "NSS_WRAPPER_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_loads_programs_is_passed_on() {
        let kept: Vec<&str> = [
            "PATH",
            "LD_LIBRARY_PATH",
            "NSS_WRAPPER_PASSWD",
            "LOCALE_ARCHIVE",
            "PGDATA",
            "PGOPTIONS",
            "MARU_SECRET_KEY",
            "NOTIFY_SOCKET",
            "LANG",
        ]
        .into_iter()
        .filter(|name| is_kept(OsStr::new(name)))
        .collect();
        assert_eq!(
            kept,
            [
                "PATH",
                "LD_LIBRARY_PATH",
                "NSS_WRAPPER_PASSWD",
                "LOCALE_ARCHIVE"
            ]
        );
    }

    #[test]
    fn postgresql_never_runs_as_root() {
        let account = Account::of(Path::new("/")).unwrap();
        assert_ne!(account.uid(), 0);
        assert_eq!(account.is_other(), rustix::process::geteuid().is_root());
    }
}
