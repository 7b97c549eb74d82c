//! The embedded cluster, on the real PostgreSQL of this machine. As root it runs as another user;
//! as an ordinary user, as oneself: the tests hold both ways.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel_async::{AsyncConnection, AsyncPgConnection};
use maru::base::embedded::{Embedded, EmbeddedError, Role};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rustix::process::{Pid, Signal, geteuid, getsid, kill_process, test_kill_process};
use secrecy::ExposeSecret;

/// A data directory's parent, removed at the end with all that belongs to it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("maru-it-{}-{number}", std::process::id());
        let dir = std::env::temp_dir().join(name);
        fs::create_dir(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        Self(dir.canonicalize().unwrap())
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn open(data_dir: &Path, role: Role) -> Result<Embedded, EmbeddedError> {
    Embedded::open(data_dir, role, &mut StdRng::seed_from_u64(7)).await
}

/// One value of one row, as text.
async fn ask(embedded: &Embedded, sql: &str) -> String {
    let url = embedded.url();
    let (client, connection) = tokio_postgres::connect(url.expose_secret(), tokio_postgres::NoTls)
        .await
        .unwrap();
    let driven = tokio::spawn(connection);
    let rows = client.simple_query(sql).await.unwrap();
    drop(client);
    driven.await.unwrap().unwrap();
    rows.iter()
        .find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0)?.to_owned()),
            _ => None,
        })
        .unwrap_or_default()
}

/// The postmaster of the cluster in `home`, if its pid file is there.
fn postmaster(home: &Path) -> Option<Pid> {
    let file = fs::read_to_string(home.join("data/postmaster.pid")).ok()?;
    Pid::from_raw(file.lines().next()?.parse().ok()?)
}

/// Dead, though perhaps not yet buried by process 1.
fn is_dead(pid: Pid) -> bool {
    test_kill_process(pid).is_err()
        || fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))
            .is_ok_and(|stat| stat.contains(") Z "))
}

/// A process that has ended its work still takes a moment to die.
fn await_end(pid: Pid) {
    let begun = std::time::Instant::now();
    while !is_dead(pid) {
        assert!(
            begun.elapsed() < Duration::from_secs(2),
            "process {pid:?} lives on"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn kill(pid: Pid) {
    kill_process(pid, Signal::KILL).unwrap();
    await_end(pid);
}

/// Another process that opens `data_dir` as `serve` and holds it until its input ends; see `holder`.
fn hold(data_dir: &Path, role: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "embedded::holder", "--ignored", "--nocapture"])
        .env("MARU_TEST_HOLD", data_dir)
        .env("MARU_TEST_ROLE", role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for what `holder` says about how its opening went.
fn outcome(child: &mut Child) -> String {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let said = lines
        .map(Result::unwrap)
        .find_map(|line| Some(line.split_once("holder: ")?.1.to_owned()));
    said.unwrap()
}

fn let_go(mut child: Child) {
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    let mut rest = child.stdout.take().unwrap();
    std::io::copy(&mut rest, &mut std::io::sink()).unwrap();
    assert!(child.wait().unwrap().success());
}

#[tokio::test]
#[ignore = "the other process of the tests beside it"]
async fn holder() {
    let Some(data_dir) = std::env::var_os("MARU_TEST_HOLD") else {
        return;
    };
    let serves = std::env::var("MARU_TEST_ROLE").is_ok_and(|role| role == "serve");
    let role = if serves { Role::Serve } else { Role::Command };
    match open(Path::new(&data_dir), role).await {
        Ok(embedded) => {
            println!("holder: open");
            std::io::stdin().lines().next();
            embedded.stop().await.unwrap();
        }
        Err(error) => {
            println!("holder: {error}");
            std::io::stdin().lines().next();
        }
    }
}

#[tokio::test]
async fn a_new_cluster_is_private_durable_and_gone_after_stop() {
    let scratch = Scratch::new();
    let home = scratch.data().join("postgres");
    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();

    let settings = "SELECT concat_ws(' ', current_user, current_database(),
        current_setting('listen_addresses'), current_setting('fsync'),
        current_setting('password_encryption'), current_setting('server_encoding'),
        current_setting('timezone'), current_setting('shared_buffers'),
        current_setting('max_connections'), current_setting('unix_socket_permissions'))";
    assert_eq!(
        ask(&embedded, settings).await,
        "maru maru  on scram-sha-256 UTF8 UTC 64MB 100 0700"
    );
    let url = embedded.url();
    AsyncPgConnection::establish(url.expose_secret())
        .await
        .unwrap();
    let methods = "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules";
    assert_eq!(ask(&embedded, methods).await, "scram-sha-256");
    // Case works beyond ASCII, and texts are ordered by code point.
    assert_eq!(
        ask(&embedded, "SELECT lower('É') || ('Z' < 'a')").await,
        "étrue"
    );

    assert_eq!(
        fs::metadata(home.join("password")).unwrap().mode() & 0o777,
        0o600
    );
    assert_eq!(fs::metadata(&home).unwrap().mode() & 0o777, 0o700);
    let owner = fs::metadata(home.join("data")).unwrap().uid();
    assert_eq!(owner == geteuid().as_raw(), !geteuid().is_root());
    let server = postmaster(&home).unwrap();
    // A session of its own: a Ctrl-C in Maru's terminal does not reach it.
    assert_eq!(getsid(Some(server)).unwrap(), server);

    embedded.stop().await.unwrap();
    await_end(server);
    assert_eq!(postmaster(&home), None);
}

#[tokio::test]
async fn a_wrong_password_is_refused_even_on_the_socket() {
    let scratch = Scratch::new();
    let embedded = open(&scratch.data(), Role::Command).await.unwrap();
    let url = embedded
        .url()
        .expose_secret()
        .replacen("maru:", "maru:0", 1);
    let error = tokio_postgres::connect(&url, tokio_postgres::NoTls)
        .await
        .err()
        .unwrap();
    assert_eq!(
        error.code(),
        Some(&tokio_postgres::error::SqlState::INVALID_PASSWORD)
    );
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn one_serve_at_a_time_and_commands_beside_it() {
    let scratch = Scratch::new();
    let mut other = hold(&scratch.data(), "serve");
    assert_eq!(outcome(&mut other), "open");
    let server = postmaster(&scratch.data().join("postgres")).unwrap();

    let refused = open(&scratch.data(), Role::Serve).await.unwrap_err();
    let EmbeddedError::AlreadyServing { pid, .. } = refused else {
        panic!("{refused}")
    };
    assert_eq!(pid, Some(other.id()));

    let command = open(&scratch.data(), Role::Command).await.unwrap();
    assert_eq!(ask(&command, "SELECT 1").await, "1");
    command.stop().await.unwrap();
    assert!(
        !is_dead(server),
        "the command stopped the cluster under the serve"
    );

    // The other way round: the serve leaves the cluster to a command that is not done.
    let command = open(&scratch.data(), Role::Command).await.unwrap();
    let_go(other);
    assert_eq!(ask(&command, "SELECT 2").await, "2");
    command.stop().await.unwrap();
    await_end(server);
}

#[tokio::test]
async fn a_killed_maru_leaves_a_cluster_that_the_next_takes_over() {
    let scratch = Scratch::new();
    let mut other = hold(&scratch.data(), "serve");
    assert_eq!(outcome(&mut other), "open");
    let server = postmaster(&scratch.data().join("postgres")).unwrap();
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(!is_dead(server));

    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    assert_eq!(postmaster(&scratch.data().join("postgres")), Some(server));
    assert_eq!(ask(&embedded, "SELECT 1").await, "1");
    embedded.stop().await.unwrap();
    await_end(server);
}

#[tokio::test]
async fn a_killed_server_is_started_again_with_all_that_was_committed() {
    let scratch = Scratch::new();
    let home = scratch.data().join("postgres");
    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    ask(&embedded, "CREATE TABLE kept AS SELECT 42 AS n").await;
    kill(postmaster(&home).unwrap());
    embedded.revive().await.unwrap();
    assert_eq!(ask(&embedded, "SELECT n FROM kept").await, "42");
    kill(postmaster(&home).unwrap());
    drop(embedded);

    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    assert_eq!(ask(&embedded, "SELECT n FROM kept").await, "42");
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_that_names_a_stranger_does_not_hinder() {
    let scratch = Scratch::new();
    let home = scratch.data().join("postgres");
    open(&scratch.data(), Role::Serve)
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    // As after a restart of the machine or the container, where numbers are given out again.
    let owner = fs::metadata(home.join("data")).unwrap();
    let left = home.join("data/postmaster.pid");
    let content = format!(
        "{}\n{}\n1764547200\n5432\n",
        std::process::id(),
        home.display()
    );
    fs::write(&left, content).unwrap();
    std::os::unix::fs::chown(&left, Some(owner.uid()), Some(owner.gid())).unwrap();

    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    assert_eq!(ask(&embedded, "SELECT 1").await, "1");
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_half_made_cluster_is_made_anew() {
    let scratch = Scratch::new();
    let home = scratch.data().join("postgres");
    open(&scratch.data(), Role::Serve)
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    // As when the power went before initdb had ended.
    fs::rename(home.join("data"), home.join("data.new")).unwrap();
    fs::remove_file(home.join("data.new/PG_VERSION")).unwrap();

    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    assert_eq!(ask(&embedded, "SELECT 1").await, "1");
    assert!(!home.join("data.new").exists());
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn processes_that_start_at_once_share_one_new_cluster() {
    let scratch = Scratch::new();
    let mut others: Vec<Child> = (0..2).map(|_| hold(&scratch.data(), "command")).collect();
    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    for other in &mut others {
        assert_eq!(outcome(other), "open");
    }
    let server = postmaster(&scratch.data().join("postgres")).unwrap();
    others.into_iter().for_each(let_go);
    assert_eq!(ask(&embedded, "SELECT 1").await, "1");
    embedded.stop().await.unwrap();
    await_end(server);
}

#[tokio::test]
async fn a_long_and_odd_path_has_its_socket_in_a_short_private_one() {
    let scratch = Scratch::new();
    let data = scratch
        .0
        .join("it's a \"hall\", $HOME; 마루")
        .join("long/".repeat(20));
    let embedded = open(&data, Role::Serve).await.unwrap();
    let socket = PathBuf::from(ask(&embedded, "SHOW unix_socket_directories").await);
    assert_eq!(socket.parent(), Some(Path::new("/tmp")));
    let metadata = fs::metadata(&socket).unwrap();
    assert_eq!(metadata.mode() & 0o777, 0o700);
    assert_eq!(
        metadata.uid(),
        fs::metadata(data.join("postgres/data")).unwrap().uid()
    );
    embedded.stop().await.unwrap();

    // What somebody else could enter is not used.
    fs::set_permissions(&socket, fs::Permissions::from_mode(0o755)).unwrap();
    let refused = open(&data, Role::Serve).await.unwrap_err();
    assert!(
        matches!(&refused, EmbeddedError::Unsafe { path, .. } if *path == socket),
        "{refused}"
    );
    fs::remove_dir(socket).unwrap();
}

#[tokio::test]
async fn as_root_an_unreachable_data_directory_has_its_cluster_elsewhere() {
    if !geteuid().is_root() {
        return; // An ordinary user's cluster runs as that user and reaches what they reach.
    }
    let scratch = Scratch::new();
    fs::set_permissions(&scratch.0, fs::Permissions::from_mode(0o700)).unwrap();
    // As one leaves it that is killed before it goes elsewhere.
    fs::create_dir_all(scratch.data().join("postgres")).unwrap();
    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    ask(&embedded, "CREATE TABLE kept AS SELECT 42 AS n").await;
    embedded.stop().await.unwrap();

    let note = scratch.data().join("postgres.place");
    let home = PathBuf::from(fs::read_to_string(&note).unwrap().trim());
    assert_eq!(home.parent(), Some(Path::new("/var/lib/maru-postgres")));
    assert!(!scratch.data().join("postgres").exists());
    let embedded = open(&scratch.data(), Role::Serve).await.unwrap();
    assert_eq!(ask(&embedded, "SELECT n FROM kept").await, "42");
    embedded.stop().await.unwrap();

    fs::remove_file(&note).unwrap();
    let orphan = open(&scratch.data(), Role::Serve).await.unwrap_err();
    assert!(matches!(orphan, EmbeddedError::Orphan { .. }), "{orphan}");
    fs::write(&note, format!("{}\n", home.display())).unwrap();
    fs::remove_dir_all(&home).unwrap();
    let gone = open(&scratch.data(), Role::Serve).await.unwrap_err();
    assert!(matches!(gone, EmbeddedError::Gone { .. }), "{gone}");
}

#[tokio::test]
async fn a_cluster_of_another_version_or_without_its_password_is_left_alone() {
    let scratch = Scratch::new();
    let home = scratch.data().join("postgres");
    open(&scratch.data(), Role::Serve)
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();

    let password = home.join("password");
    fs::rename(&password, home.join("aside")).unwrap();
    let lost = open(&scratch.data(), Role::Serve).await.unwrap_err();
    assert!(matches!(lost, EmbeddedError::PasswordLost { .. }), "{lost}");
    fs::rename(home.join("aside"), &password).unwrap();

    fs::write(home.join("data/PG_VERSION"), "9\n").unwrap();
    let other = open(&scratch.data(), Role::Serve).await.unwrap_err();
    assert!(
        matches!(other, EmbeddedError::OtherVersion { major: 9, .. }),
        "{other}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_start_says_why() {
    let scratch = Scratch::new();
    let home = scratch.data().join("postgres");
    open(&scratch.data(), Role::Serve)
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    let settings = home.join("data/postgresql.conf");
    let mut file = fs::OpenOptions::new().append(true).open(settings).unwrap();
    writeln!(file, "work_mem = lots").unwrap();
    let error = open(&scratch.data(), Role::Serve)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("invalid value for parameter \"work_mem\": \"lots\""),
        "{error}"
    );
}

#[tokio::test]
async fn an_unwritable_data_directory_is_named() {
    // A file in the way, where root's rights reach everywhere else.
    let scratch = Scratch::new();
    fs::write(scratch.data(), "").unwrap();
    let error = open(&scratch.data(), Role::Serve).await.unwrap_err();
    assert!(
        matches!(&error, EmbeddedError::Io { path, .. } if *path == scratch.data()),
        "{error}"
    );
    if !geteuid().is_root() {
        fs::set_permissions(&scratch.0, fs::Permissions::from_mode(0o500)).unwrap();
        let below = scratch.0.join("other");
        let error = open(&below, Role::Serve).await.unwrap_err();
        assert!(
            matches!(&error, EmbeddedError::Unwritable { path, .. } if *path == below),
            "{error}"
        );
        fs::set_permissions(&scratch.0, fs::Permissions::from_mode(0o700)).unwrap();
    }
}
