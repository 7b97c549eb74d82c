//! The processes behind a browser: chromedriver on a port of its own, and the Chromium that it starts. Both end, and what
//! they kept is removed, when the test does, however it ends.

use std::{
    env,
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::Duration,
};

use maru::base::ids::short_code;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// What a Chromium is called; `scripts/need` looks for the same. The first is Chromium without what draws its windows: the
/// same pages for two thirds of the work.
const BROWSERS: [&str; 6] = [
    // Debian's command of that name is a script, which would be ended in its stead.
    "/usr/lib/chromium/chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// A chromedriver that runs.
pub struct Driver {
    /// Where it answers.
    pub address: SocketAddr,
    /// Where its browser keeps what it keeps.
    profile: PathBuf,
    child: Child,
    browser: Option<Pid>,
    // Closed, it would end chromedriver at the next line that it prints.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts it; its browser will be in `zone`.
    pub fn start(zone: &str) -> Self {
        let program = found("chromedriver");
        let profile = env::temp_dir().join(format!("maru-browser-{}", short_code()));
        fs::create_dir(&profile).unwrap();
        let mut child = Command::new(&program)
            .arg("--port=0")
            .env("TZ", zone)
            // Where it puts what its browsers keep.
            .env("TMPDIR", &profile)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let port = port(&mut output);
        Self {
            address: ([127, 0, 0, 1], port).into(),
            profile,
            child,
            browser: None,
            _output: output,
        }
    }

    /// What its browser is to be: without a window, alone with this machine, with what its pages complain of written
    /// down, and reading `language`.
    pub fn wanted(&self, language: &str) -> Value {
        let browser = BROWSERS.into_iter().find_map(looked_up).unwrap_or_else(|| {
            panic!("no Chromium is found: `scripts/need test` installs one, or says how")
        });
        json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": browser,
                "args": [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--no-proxy-server",
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                    // The headless shell reads no preferences.
                    format!("--accept-lang={language}"),
                ],
                "prefs": { "intl.accept_languages": language },
            },
        })
    }

    /// Notes the process of the browser that it started, out of what it answers.
    pub fn started(&mut self, capabilities: &Value) {
        let id = capabilities["goog:processID"].as_i64().unwrap();
        self.browser = Pid::from_raw(id.try_into().unwrap());
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Whichever of them has ended by itself cannot be ended again, and need not.
        if let Some(browser) = self.browser {
            let _ = kill_process(browser, Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The browser's own children take a moment to notice.
        for _ in 0..100 {
            if fs::remove_dir_all(&self.profile).is_ok() || !self.profile.exists() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The port that it says it listens on.
fn port(output: &mut impl BufRead) -> u16 {
    for line in output.lines() {
        let line = line.unwrap();
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return port.trim_end_matches('.').parse().unwrap();
        }
    }
    panic!("chromedriver ended before it said where it listens");
}

fn found(name: &str) -> PathBuf {
    looked_up(name).unwrap_or_else(|| {
        panic!("{name} is not in PATH: `scripts/need test` installs it, or says how")
    })
}

/// A program by its path, or by its name in `PATH`.
fn looked_up(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths::<OsStr>(&path);
    places
        .map(|place| place.join(name))
        .find(|program| Path::is_file(program))
}
