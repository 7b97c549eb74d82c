//! Starts and stops the server of a cluster, and takes over one that a killed Maru left running.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use secrecy::SecretString;

use super::error::{EmbeddedError, at};
use super::files::no_link;
use super::find::Programs;
use super::lock::StartLock;
use super::pidfile::{Fate, PidFile};
use super::place::Place;
use super::socket;

/// How long a running server may take to become ready or to go away before that is an error.
/// A start of our own may take longer: recovery after a crash takes as long as it takes.
const PATIENCE: Duration = Duration::from_mins(2);

/// The settings that differ from PostgreSQL's own. Durability is left as it is: on.
const SETTINGS: [(&str, &str); 8] = [
    ("listen_addresses", "''"),
    ("port", "5432"),
    ("unix_socket_permissions", "0700"),
    ("shared_buffers", "64MB"),
    ("max_connections", "100"),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    ("cluster_name", "maru"),
];

/// A log longer than this is put aside at the next start, in bytes.
const LONG_LOG: u64 = 16 * 1024 * 1024;

/// What passes when the last processes of a killed server have gone.
const PASSING: [&str; 2] = [
    "pre-existing shared memory block",
    "lock file \"postmaster.pid\"",
];

/// The server of a cluster.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) place: Place,
    pub(super) programs: Programs,
    pub(super) password: SecretString,
}

impl Server {
    /// Whether its postmaster lives.
    pub(super) fn is_alive(&self) -> Result<bool, EmbeddedError> {
        let data = self.place.data();
        Ok(PidFile::read(&data)?.is_some_and(|left| left.fate(&data) == Fate::Alive))
    }

    /// Makes sure that the server runs and takes connections, and tells the directory of its
    /// socket. A server that runs already is joined as it is.
    pub(super) fn ensure_running(&self, start: &StartLock) -> Result<PathBuf, EmbeddedError> {
        let data = self.place.data();
        let begun = Instant::now();
        loop {
            let is_late = begun.elapsed() > PATIENCE;
            let Some(left) = PidFile::read(&data)? else {
                self.start(is_late, start)?;
                continue;
            };
            match left.fate(&data) {
                Fate::Alive => match left.socket_dir {
                    Some(dir) if left.ready => return Ok(dir),
                    _ if is_late => {
                        let (home, seconds) = (self.place.home.clone(), PATIENCE.as_secs());
                        return Err(EmbeddedError::Unready {
                            home,
                            pid: left.pid,
                            seconds,
                        });
                    }
                    _ => sleep(Duration::from_millis(50)),
                },
                Fate::Dead => self.start(is_late, start)?,
                Fate::Replaced => {
                    // PostgreSQL still guards the files by their shared memory.
                    tracing::warn!(
                        pid = left.pid,
                        "removing the pid file of a server that is gone"
                    );
                    self.run("/bin/rm", &["-f".as_ref(), "data/postmaster.pid".as_ref()])?;
                }
            }
        }
    }

    /// Starts it once. A failure that will pass is none, unless it is late.
    fn start(&self, is_late: bool, start: &StartLock) -> Result<(), EmbeddedError> {
        let log = self.place.log();
        if fs::symlink_metadata(&log).is_ok_and(|log| log.len() > LONG_LOG) {
            fs::rename(&log, log.with_extension("old")).map_err(at(&log))?;
        }
        let before = fs::symlink_metadata(&log).map_or(0, |log| log.len());
        let socket_dir = socket::directory(&self.place, &self.password)?;
        // No server of this cluster lives, and nobody else uses this directory: a lock that a
        // killed one left there tells nothing, though its number may be somebody else's by now.
        let socket_lock = socket::lock_in(&socket_dir);
        self.run("/bin/rm", &["-f".as_ref(), socket_lock.as_os_str()])?;
        let program = self.programs.path("pg_ctl");
        let mut pg_ctl = self.place.account.command(&program);
        // It puts the server into a session of its own, away from the terminal. Its paths and
        // options go through a shell: relative paths and plain characters need no quoting.
        pg_ctl
            .current_dir(&self.place.home)
            .stdin(start.as_input()?);
        pg_ctl.args([
            "start", "-D", "data", "-l", "log", "--silent", "--wait", "-t", "3600",
        ]);
        pg_ctl.arg("-o").arg(options(&socket_dir));
        let output = pg_ctl
            .output()
            .map_err(|source| EmbeddedError::Run { program, source })?;
        if output.status.success() {
            tracing::info!(home = %self.place.home.display(), "PostgreSQL started");
            return Ok(());
        }
        let written = read_from(&log, before);
        if !is_late && PASSING.iter().any(|passing| written.contains(passing)) {
            sleep(Duration::from_millis(200));
            return Ok(());
        }
        if written.contains("No space left on device") {
            return Err(EmbeddedError::DiskFull {
                path: self.place.home.clone(),
                output: written,
            });
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let output = format!("{} {written}", said.trim()).trim().to_owned();
        Err(EmbeddedError::Start { log, output })
    }

    /// Stops it: at once for its clients, cleanly for its files; harder only where that fails. In
    /// all within 80 seconds, before an init system loses patience.
    pub(super) fn stop(&self, start: &StartLock) -> Result<(), EmbeddedError> {
        let data = self.place.data();
        let Some(left) = PidFile::read(&data)?.filter(|left| left.fate(&data) == Fate::Alive)
        else {
            return Ok(());
        };
        let program = self.programs.path("pg_ctl");
        let mut output = String::new();
        for (mode, seconds) in [("fast", "45"), ("immediate", "15")] {
            let mut pg_ctl = self.place.account.command(&program);
            pg_ctl
                .current_dir(&self.place.home)
                .stdin(start.as_input()?);
            pg_ctl.args([
                "stop", "-D", "data", "--silent", "--wait", "-m", mode, "-t", seconds,
            ]);
            let run = pg_ctl.output();
            let run = run.map_err(|source| EmbeddedError::Run {
                program: program.clone(),
                source,
            })?;
            // It gives up its pid file a moment before it ends.
            if goes_away(&left, &data) {
                tracing::info!(home = %self.place.home.display(), "PostgreSQL stopped");
                return Ok(());
            }
            output = String::from_utf8_lossy(&run.stderr).into_owned();
            tracing::warn!(mode, output, "PostgreSQL has not stopped");
        }
        kill(&left, &data, output)
    }

    /// Runs a program as the cluster's user in its home.
    fn run(&self, program: &str, args: &[&OsStr]) -> Result<(), EmbeddedError> {
        let program = Path::new(program);
        let mut command = self.place.account.command(program);
        command.current_dir(&self.place.home).args(args);
        let run = |source| EmbeddedError::Run {
            program: program.to_owned(),
            source,
        };
        command.status().map_err(run).map(drop)
    }
}

/// The last resort. The files survive it, by recovery at the next start.
fn kill(left: &PidFile, data: &Path, output: String) -> Result<(), EmbeddedError> {
    if let Some(pid) = Pid::from_raw(left.pid) {
        // Where it is gone by now, all the better.
        let _ = kill_process(pid, Signal::KILL);
    }
    if goes_away(left, data) {
        return Ok(());
    }
    let pid = left.pid;
    Err(EmbeddedError::Stop { pid, output })
}

/// Waits a few seconds for the end of a server that has nothing more to do.
fn goes_away(left: &PidFile, data: &Path) -> bool {
    let begun = Instant::now();
    while left.fate(data) == Fate::Alive {
        if begun.elapsed() > Duration::from_secs(5) {
            return false;
        }
        sleep(Duration::from_millis(5));
    }
    true
}

/// The server's command line; `socket_dir` has plain characters only.
fn options(socket_dir: &Path) -> String {
    let directory = ("unix_socket_directories", socket_dir.to_string_lossy());
    let settings = SETTINGS
        .into_iter()
        .map(|(name, value)| (name, value.into()));
    let words = settings
        .chain([directory])
        .map(|(name, value)| format!("-c {name}={value}"));
    words.collect::<Vec<_>>().join(" ")
}

/// What was written to a log from `start` on, its last four thousand bytes at most.
fn read_from(log: &Path, start: u64) -> String {
    const MOST: u64 = 4000;
    let read = |mut file: File| {
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(start.max(end.saturating_sub(MOST))))?;
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    };
    no_link()
        .read(true)
        .open(log)
        .and_then(read)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_listens_on_its_socket_alone() {
        assert_eq!(
            options(Path::new("/srv/run")),
            "-c listen_addresses='' -c port=5432 -c unix_socket_permissions=0700 \
             -c shared_buffers=64MB -c max_connections=100 -c timezone=UTC -c log_timezone=UTC \
             -c cluster_name=maru -c unix_socket_directories=/srv/run"
        );
    }
}
