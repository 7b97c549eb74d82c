//! The program itself, as whoever runs it meets it: what it prints, what it exits with, how it starts and stops.

mod doctor;
mod pipe;
mod two_nodes;

use std::{
    io::{BufRead, BufReader, Read},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use maru::people::model::Role;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{db::TestDb, http::Request};

pub const KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// The program over a database of its own.
struct Maru {
    db: Arc<TestDb>,
    address: SocketAddr,
}

impl Maru {
    async fn new() -> Self {
        Self::over(Arc::new(TestDb::new().await))
    }

    /// The same over a database that others use too.
    fn over(db: Arc<TestDb>) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        Self { db, address }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        command
            .env("DATABASE_URL", &self.db.url)
            .env("MARU_SECRET_KEY", KEY)
            .env("MARU_LISTEN", self.address.to_string());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn prints(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", words(&output.stderr));
        words(&output.stdout)
    }

    /// `maru serve`, once it is ready.
    async fn serve(&self, arguments: &[&str]) -> Serving {
        self.serve_with(arguments, &[]).await
    }

    /// The same with more settings.
    async fn serve_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Serving {
        let arguments = [&["serve"], arguments].concat();
        let child = self
            .command(&arguments)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut serving = Serving(child);
        let began = Instant::now();
        while tokio::net::TcpStream::connect(self.address).await.is_err() {
            assert!(
                serving.0.try_wait().unwrap().is_none(),
                "it ended: {}",
                serving.said()
            );
            assert!(began.elapsed() < Duration::from_secs(20));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let ready = Request::new("GET", "/health/ready")
            .send(self.address)
            .await;
        assert_eq!(ready.status, 200);
        serving
    }
}

/// A process that is ended with the test.
pub struct Serving(pub Child);

impl Serving {
    pub fn tell(&self, signal: Signal) {
        let pid = Pid::from_child(&self.0);
        kill_process(pid, signal).unwrap();
    }

    pub fn code(&mut self) -> Option<i32> {
        self.0.wait().unwrap().code()
    }

    fn said(&mut self) -> String {
        let mut said = String::new();
        self.0
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        said
    }

    /// The first line of standard output that has `part`.
    fn line(&mut self, part: &str) -> String {
        let lines = BufReader::new(self.0.stdout.take().unwrap()).lines();
        lines
            .map(Result::unwrap)
            .find(|line| line.contains(part))
            .unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program without settings.
pub fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maru"));
    command.args(arguments);
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("MARU_") || name_text == "DATABASE_URL" {
            command.env_remove(&name);
        }
    }
    command
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What went wrong, in one line.
#[track_caller]
fn failed(output: &Output, code: i32) -> String {
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}",
        words(&output.stderr)
    );
    assert_eq!(words(&output.stdout), "");
    let said = words(&output.stderr);
    if code == 1 {
        assert!(
            said.starts_with("maru: ") && said.trim().lines().count() == 1,
            "{said}"
        );
    }
    said
}

fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("maru-cli-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    dir
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_and_a_link_are_printed_and_nothing_else() {
    let maru = Maru::new().await;
    let arguments = ["--email", "admin@hub.example", "--role", "administrator"];
    let token = maru.prints(&[&["token"], arguments.as_slice()].concat());
    let link = maru.prints(&[&["sign-in-link"], arguments.as_slice()].concat());
    assert_eq!((token.lines().count(), link.lines().count()), (1, 1));
    let _serving = maru.serve(&["--no-worker"]).await;
    let people = Request::new("GET", "/api/v1/people")
        .header("Authorization", &format!("Bearer {}", token.trim()))
        .send(maru.address)
        .await
        .expect(200)
        .json();
    assert_eq!(people["items"].as_array().unwrap().len(), 1);
    assert_eq!(people["items"][0]["roles"][0], Role::Administrator.word());
    let path = link
        .trim()
        .strip_prefix(&format!("http://{}", maru.address))
        .unwrap();
    let page = Request::new("GET", path)
        .send(maru.address)
        .await
        .expect(200);
    assert!(page.text().contains("admin@hub.example"));
}

#[test]
fn wrong_arguments_are_told_apart_from_what_failed() {
    for wrong in [
        &["sreve"][..],
        &["token"],
        &["token", "--email", "a@b.example", "--role", "chief"],
        &[],
    ] {
        failed(&bare(wrong).output().unwrap(), 2);
    }
    let help = bare(&["--help"]).output().unwrap();
    assert_eq!(help.status.code(), Some(0));
    for command in [
        "serve",
        "worker",
        "migrate",
        "sign-in-link",
        "token",
        "previews",
        "doctor",
    ] {
        assert!(words(&help.stdout).contains(command), "{command}");
    }
}

#[test]
fn a_wrong_setting_is_named() {
    for (name, value) in [
        ("MARU_ZONE", "Asia/Soeul"),
        ("MARU_NONSENSE", "1"),
        ("MARU_LOG", "loud=very=much"),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none"),
    ] {
        let output = bare(&["migrate"]).env(name, value).output().unwrap();
        let said = failed(&output, 1);
        if name != "MARU_LOG" && name != "DATABASE_URL" {
            assert!(said.contains(name), "{said}");
        }
    }
}

#[test]
fn a_database_that_cannot_be_reached_is_said_at_once() {
    let output = bare(&["serve", "--listen", "127.0.0.1:0"])
        .env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
        .env("MARU_SECRET_KEY", KEY)
        .output()
        .unwrap();
    let said = failed(&output, 1);
    assert!(said.contains("the database cannot be reached"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_is_refused_before_anything_else() {
    let maru = Maru::new().await;
    let taken = TcpListener::bind(maru.address).unwrap();
    let output = maru
        .command(&["serve"])
        .env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
        .output()
        .unwrap();
    let said = failed(&output, 1);
    assert!(
        said.contains(&format!("{} is in use", maru.address)),
        "{said}"
    );
    assert!(said.contains("--listen"), "{said}");
    drop(taken);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_is_refused() {
    let maru = Maru::new().await;
    maru.prints(&["migrate"]);
    let output = maru
        .command(&["serve"])
        .env("MARU_SECRET_KEY", "b6".repeat(32))
        .output()
        .unwrap();
    let said = failed(&output, 1);
    assert!(said.contains("a hub with another key"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_when_told_and_starts_again_after_a_kill() {
    let maru = Maru::new().await;
    let mut serving = maru.serve(&[]).await;
    let link = serving.line("Sign in as administrator");
    assert!(
        link.contains(&format!("http://{}/sign-in/link/", maru.address)),
        "{link}"
    );
    serving.tell(Signal::KILL);
    serving.0.wait().unwrap();
    for signal in [Signal::TERM, Signal::INT] {
        let mut serving = maru.serve(&[]).await;
        let began = Instant::now();
        serving.tell(signal);
        assert_eq!(serving.code(), Some(0), "{}", serving.said());
        assert!(began.elapsed() < Duration::from_secs(8));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_serves_on_where_nobody_reads_what_it_says() {
    let maru = Maru::new().await;
    let mut child = maru
        .command(&["serve"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As `maru serve 2>&1 | head -1`, once it has its line.
    drop((child.stdout.take(), child.stderr.take()));
    let mut serving = Serving(child);
    let began = Instant::now();
    while tokio::net::TcpStream::connect(maru.address).await.is_err() {
        assert_eq!(serving.0.try_wait().unwrap(), None);
        assert!(began.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let ready = Request::new("GET", "/health/ready");
    assert_eq!(ready.send(maru.address).await.status, 200);
    serving.tell(Signal::TERM);
    assert_eq!(serving.code(), Some(0));

    // Who asked for a token and cannot be given it is told so by the status.
    for arguments in [&["token", "--email", "ada@hub.example"][..], &["man"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = maru.command(arguments).stdout(writer).output().unwrap();
        assert_eq!(ended.status.code(), Some(1), "{}", words(&ended.stderr));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_by_itself_stops_when_told() {
    let maru = Maru::new().await;
    maru.prints(&["migrate"]);
    let child = maru
        .command(&["worker"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut worker = Serving(child);
    // Its schedule is in the database once it works.
    let mut conn = maru.db.connect().await;
    let began = Instant::now();
    loop {
        use diesel::QueryDsl;
        use diesel_async::RunQueryDsl;
        let tasks: i64 = maru::base::schema::schedules::table
            .count()
            .get_result(&mut conn)
            .await
            .unwrap();
        if tasks > 0 {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(15));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    worker.tell(Signal::TERM);
    assert_eq!(worker.code(), Some(0), "{}", worker.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let maru = Maru::new().await;
    let unmigrated = TestDb::bare().await;
    let report = maru
        .command(&["doctor"])
        .env("DATABASE_URL", &unmigrated.url)
        .output()
        .unwrap();
    assert_eq!(report.status.code(), Some(1));
    let said = words(&report.stdout);
    assert!(
        said.contains("WRONG  schema") && said.contains("maru migrate"),
        "{said}"
    );

    maru.prints(&["migrate"]);
    let said = maru.prints(&["doctor"]);
    for fine in ["settings", "address", "clock", "schema", "key"] {
        assert!(said.contains(&format!("ok     {fine}")), "{fine}: {said}");
    }
    assert!(said.contains("note   mail: captured"), "{said}");

    for (name, value, wrong) in [
        ("MARU_SECRET_KEY", &*"b6".repeat(32), "WRONG  key"),
        ("MARU_SMTP_URL", "smtp://127.0.0.1:1", "WRONG  mail"),
        ("MARU_PUBLIC_URL", "http://hub.example", "WRONG  address"),
        ("MARU_ZONE", "Asia/Soeul", "WRONG  settings"),
        (
            "DATABASE_URL",
            "postgres://nobody@127.0.0.1:1/none",
            "WRONG  connection",
        ),
    ] {
        let report = maru.command(&["doctor"]).env(name, value).output().unwrap();
        let said = words(&report.stdout);
        assert_eq!(report.status.code(), Some(1), "{said}");
        assert!(
            said.contains(wrong) && !said.contains(KEY),
            "{name}: {said}"
        );
    }
}

#[test]
fn the_manual_and_completions_are_made() {
    let manual = bare(&["man"]).output().unwrap();
    assert!(words(&manual.stdout).contains(".TH maru 1"));
    for shell in ["bash", "fish", "zsh"] {
        let output = bare(&["completions", shell]).output().unwrap();
        assert!(words(&output.stdout).contains("sign-in-link"));
    }
}

#[test]
fn previews_are_written() {
    let dir = scratch("previews");
    let output = bare(&["previews", dir.to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{}", words(&output.stderr));
    assert_eq!(words(&output.stdout), "");
    for part in ["pages", "mails"] {
        assert!(
            std::fs::read_dir(dir.join(part)).unwrap().count() > 20,
            "{part}"
        );
    }
    std::fs::remove_dir_all(&dir).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_set_it_keeps_a_database_and_a_key_of_its_own() {
    let dir = scratch("embedded");
    let run = |arguments: &[&str]| {
        let output = bare(arguments).env("MARU_DATA_DIR", &dir).output().unwrap();
        assert!(output.status.success(), "{}", words(&output.stderr));
        words(&output.stdout)
    };
    let first = run(&["token", "--email", "admin@hub.example"]);
    let key = std::fs::read_to_string(dir.join("secret.key")).unwrap();
    let second = run(&["token", "--email", "admin@hub.example"]);
    assert_ne!(first, second);
    assert_eq!(
        std::fs::read_to_string(dir.join("secret.key")).unwrap(),
        key
    );
    assert!(run(&["doctor"]).contains("ok     database: embedded"));
    std::fs::remove_file(dir.join("secret.key")).unwrap();
    let output = bare(&["migrate"])
        .env("MARU_DATA_DIR", &dir)
        .env("MARU_LOG", "error")
        .output()
        .unwrap();
    let said = failed(&output, 1);
    assert!(said.contains("the hub's key is gone"), "{said}");
    assert!(!dir.join("secret.key").exists());
    std::fs::remove_dir_all(&dir).unwrap();
}
