//! What `postmaster.pid` says, and whether it is still true.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use super::error::EmbeddedError;
use super::files::read_if_there;
use super::socket::socket_in;

/// A `postmaster.pid` as a server leaves it in its data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: i32,
    /// The directory of its socket; not there in the first moments.
    pub(super) socket_dir: Option<PathBuf>,
    /// It takes connections; else it is starting, recovering or stopping.
    pub(super) ready: bool,
}

/// What has become of the server that wrote a pid file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It lives.
    Alive,
    /// It is gone, and its number belongs to nobody.
    Dead,
    /// It is gone, and its number belongs to another process: PostgreSQL itself could not tell
    /// that from a living server and would refuse to start.
    Replaced,
}

impl PidFile {
    pub(super) fn read(data: &Path) -> Result<Option<Self>, EmbeddedError> {
        Ok(read_if_there(&data.join("postmaster.pid"))?
            .as_deref()
            .and_then(Self::parse))
    }

    /// One line each: pid, data directory, start, port, socket directory, address, shared memory,
    /// state. A server in single-user mode writes its pid negated.
    fn parse(content: &str) -> Option<Self> {
        let mut lines = content.lines().map(str::trim);
        let pid = lines
            .next()?
            .parse::<i32>()
            .ok()?
            .checked_abs()
            .filter(|pid| *pid != 0)?;
        let socket_dir = lines
            .nth(3)
            .filter(|dir| !dir.is_empty())
            .map(PathBuf::from);
        let ready = lines.nth(2) == Some("ready");
        Some(Self {
            pid,
            socket_dir,
            ready,
        })
    }

    /// What became of the server of the cluster in `data` (its real path) that wrote this.
    pub(super) fn fate(&self, data: &Path) -> Fate {
        let pid = Pid::from_raw(self.pid);
        let is_used = pid.is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH));
        let works_there = is_used.then(|| works_in(self.pid, data)).flatten();
        match (works_there, &self.socket_dir) {
            (Some(true), _) => Fate::Alive,
            // The server may run in another container that shares the data directory. Only asked
            // where the number does not tell: a server that hangs would hang us too.
            (_, Some(dir)) if UnixStream::connect(socket_in(dir)).is_ok() => Fate::Alive,
            // Too young to have a socket.
            (None, None) if is_used && is_postgres(self.pid) => Fate::Alive,
            _ if is_used => Fate::Replaced,
            _ => Fate::Dead,
        }
    }
}

/// Whether the process works in `data`, as a postmaster does in its data directory; where it is not
/// to be seen, it is gone, dead and not yet buried, or another user's, so not our server. `None`
/// where there is no `/proc`.
fn works_in(pid: i32, data: &Path) -> Option<bool> {
    let seen = |pid: &str| fs::read_link(format!("/proc/{pid}/cwd"));
    seen("self").ok()?;
    Some(seen(&pid.to_string()).is_ok_and(|dir| dir == data))
}

/// Whether the process is some postgres.
fn is_postgres(pid: i32) -> bool {
    let mut ps = Command::new("ps");
    ps.args(["-o", "comm=", "-p", &pid.to_string()])
        .stdin(Stdio::null());
    ps.output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("postgres"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_is_read_in_every_stage() {
        let ready =
            "4711\n/var/lib/maru/postgres/data\n1764547200\n5432\n/run/x\n\n  123  4\nready   \n";
        assert_eq!(
            PidFile::parse(ready),
            Some(PidFile {
                pid: 4711,
                socket_dir: Some("/run/x".into()),
                ready: true
            })
        );
        let starting = ready.replace("ready   ", "starting");
        assert!(!PidFile::parse(&starting).unwrap().ready);
        assert_eq!(
            PidFile::parse("-12\n/data\n"),
            Some(PidFile {
                pid: 12,
                socket_dir: None,
                ready: false
            })
        );
        assert_eq!(PidFile::parse(""), None);
        assert_eq!(PidFile::parse("0\n"), None);
    }

    #[test]
    fn another_process_under_the_same_number_is_no_server() {
        let us = i32::try_from(std::process::id()).unwrap();
        let left = PidFile {
            pid: us,
            socket_dir: None,
            ready: true,
        };
        assert_eq!(left.fate(Path::new("/nowhere/data")), Fate::Replaced);
        let cwd = std::env::current_dir().unwrap().canonicalize().unwrap();
        if cfg!(target_os = "linux") {
            assert_eq!(left.fate(&cwd), Fate::Alive);
        }
    }
}
