//! A database for each test, copied from a template that is migrated once and keyed by the migrations' contents.
//!
//! The server is a private cluster with `fsync` off, shared by all test processes of a run and left for the next: it
//! lives in memory (`/dev/shm`) where that is large enough, else in `target/test-postgres`. `MARU_TEST_DATABASE_URL` names another server instead (a superuser's address).
//!
//! There are many hundred tests, each a process: what each of them does before it begins is kept to one connection, by
//! which it also drops what those before it have left.

use std::{
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, OnceLock},
};

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use maru::base::db::{Db, SETUP};
use rustix::process::{Pid, test_kill_process};
use secrecy::SecretString;

/// Databases of this process that are needed no more.
static LEFT: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// A database of its own. Where it is needed no more, the next that is made drops it, in this process or in another.
pub struct TestDb {
    /// The pool over it.
    pub db: Db,
    /// Its address.
    pub url: String,
    name: String,
}

impl TestDb {
    /// A fresh, migrated, empty database. Call it inside a multi-thread runtime.
    pub async fn new() -> Self {
        let mut admin = connect(&server_url("postgres")).await;
        let template = template(&mut admin).await;
        sweep(&mut admin).await;
        let name = format!("t_{}_{:08x}", std::process::id(), rand_number());
        admin
            .batch_execute(&format!(
                "CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
            ))
            .await
            .unwrap();
        let url = server_url(&name);
        let db = Db::open(SecretString::from(url.clone()), 16).unwrap();
        Self { db, url, name }
    }

    /// An empty, unmigrated one.
    pub async fn bare() -> Self {
        let mut admin = connect(&server_url("postgres")).await;
        sweep(&mut admin).await;
        let name = format!("b_{}_{:08x}", std::process::id(), rand_number());
        admin
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let url = server_url(&name);
        let db = Db::open(SecretString::from(url.clone()), 8).unwrap();
        Self { db, url, name }
    }

    /// A connection of its own, outside the pool. It is told first what those of the pool are: what PostgreSQL plans on it, it
    /// plans for the program.
    pub async fn connect(&self) -> AsyncPgConnection {
        let mut conn = connect(&self.url).await;
        conn.batch_execute(SETUP).await.unwrap();
        conn
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if is_ours() {
            if let Ok(mut left) = LEFT.lock() {
                left.push(std::mem::take(&mut self.name));
            }
            return;
        }
        // By a program of its own, as the runtime may be going down already, and without waiting for it: the server looks for
        // a tenth of a second whether those whom it sends away have gone.
        let _ = Command::new(bin("psql"))
            .args(["-qX", &server_url("postgres"), "-c"])
            .arg(format!(
                "DROP DATABASE IF EXISTS {} WITH (FORCE)",
                self.name
            ))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn();
    }
}

/// Drops what this process needs no more, and what was left by processes that are gone. On a server that is not ours others
/// may have processes of the same numbers: there each database is dropped at once.
async fn sweep(admin: &mut AsyncPgConnection) {
    if !is_ours() {
        return;
    }
    let mut left = std::mem::take(&mut *LEFT.lock().unwrap());
    left.extend(
        databases(admin)
            .await
            .into_iter()
            .filter(|name| is_left(name)),
    );
    for name in left {
        // Another process may be dropping it too.
        let _ = admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .await;
    }
}

/// Whether a database is that of a test whose process is gone: `t_123_0a1b2c3d`.
fn is_left(name: &str) -> bool {
    let mut parts = name.split('_');
    let of_a_test = matches!(parts.next(), Some("t" | "b"));
    let process = parts.next().and_then(|number| number.parse::<i32>().ok());
    let process = process.filter(|number| *number > 0);
    of_a_test && process.and_then(Pid::from_raw).is_some_and(is_gone)
}

fn is_gone(process: Pid) -> bool {
    test_kill_process(process) == Err(rustix::io::Errno::SRCH)
}

async fn databases(admin: &mut AsyncPgConnection) -> Vec<String> {
    use diesel_async::RunQueryDsl;
    let names: String = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(
        "(SELECT string_agg(datname, ' ') FROM pg_database)",
    ))
    .get_result(admin)
    .await
    .unwrap();
    names.split(' ').map(str::to_owned).collect()
}

async fn connect(url: &str) -> AsyncPgConnection {
    AsyncPgConnection::establish(url).await.unwrap()
}

fn rand_number() -> u32 {
    u32::from_be_bytes(maru::base::ids::random_bytes())
}

/// The template's name; made where it is not there yet, by one process at a time.
async fn template(admin: &mut AsyncPgConnection) -> String {
    static NAME: OnceLock<String> = OnceLock::new();
    if let Some(name) = NAME.get() {
        return name.clone();
    }
    // One task of this process at a time: the lock of the file would block the threads that its holder needs to go on.
    static MAKING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _making = MAKING.lock().await;
    if let Some(name) = NAME.get() {
        return name.clone();
    }
    let name = format!("template_{:016x}", migrations_hash());
    if exists(admin, &name).await {
        return NAME.get_or_init(|| name).clone();
    }
    let lock = lock("template.lock");
    if !exists(admin, &name).await {
        let building = format!("{name}_building");
        admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"))
            .await
            .unwrap();
        admin
            .batch_execute(&format!("CREATE DATABASE {building}"))
            .await
            .unwrap();
        let db = Db::open(SecretString::from(server_url(&building)), 1).unwrap();
        db.migrate().await.unwrap();
        drop(db);
        // The pool's connection takes a moment to go.
        admin
            .batch_execute(&format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{building}'"
            ))
            .await
            .unwrap();
        for _ in 0..50 {
            if admin
                .batch_execute(&format!("ALTER DATABASE {building} RENAME TO {name}"))
                .await
                .is_ok()
            {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert!(exists(admin, &name).await, "the template could not be made");
    }
    drop(lock);
    NAME.get_or_init(|| name).clone()
}

async fn exists(admin: &mut AsyncPgConnection, name: &str) -> bool {
    use diesel_async::RunQueryDsl;
    let found: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!(
        "(SELECT count(*) FROM pg_database WHERE datname = '{name}')"
    )))
    .get_result(admin)
    .await
    .unwrap();
    found > 0
}

fn migrations_hash() -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .collect();
    paths.sort();
    for path in paths {
        path.hash(&mut hasher);
        fs::read(&path).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The variable that names another server.
const OTHER: &str = "MARU_TEST_DATABASE_URL";

/// Whether the server is the one that these tests start for themselves.
fn is_ours() -> bool {
    std::env::var_os(OTHER).is_none()
}

fn server_url(database: &str) -> String {
    static BASE: OnceLock<String> = OnceLock::new();
    let base = BASE.get_or_init(|| std::env::var(OTHER).unwrap_or_else(|_| start_server()));
    match base.split_once('?') {
        Some((address, options)) => format!("{address}/{database}?{options}"),
        None => format!("{base}/{database}"),
    }
}

fn lock(name: &str) -> File {
    let path = data().join(name);
    let file = File::create(&path).unwrap();
    file.lock().unwrap();
    file
}

// As root the server runs as `postgres`, which must be able to reach its files; the project may lie where it cannot.
fn data() -> PathBuf {
    static DIR: OnceLock<PathBuf> = OnceLock::new();
    let dir = DIR.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        root().hash(&mut hasher);
        let own = format!(
            "maru-test-{}-{:016x}",
            rustix::process::geteuid().as_raw(),
            hasher.finish()
        );
        // In memory where there is room: each test's database is some hundreds of files.
        let memory = Path::new("/dev/shm");
        if has_room(memory) {
            memory.join(own)
        } else if is_root() {
            Path::new("/var/tmp").join(own)
        } else {
            root().join("target/test-postgres")
        }
    });
    fs::create_dir_all(dir).unwrap();
    dir.clone()
}

/// Whether 4 GiB fit there. What is free at the moment does not count: every process of a run must say the same.
fn has_room(there: &Path) -> bool {
    rustix::fs::statvfs(there).is_ok_and(|fs| fs.f_blocks * fs.f_frsize >= 4 << 30)
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn start_server() -> String {
    let dir = data();
    let socket = Path::new("/tmp");
    let cluster = dir.join("cluster");
    // A port is only the socket's name here: the server listens on no network.
    let port = 20_000
        + u16::try_from(dir.as_os_str().len() * 97 % 20_000).unwrap()
        + u16::from(
            dir.as_os_str()
                .as_encoded_bytes()
                .iter()
                .fold(0_u8, |sum, b| sum.wrapping_mul(31).wrapping_add(*b)),
        );
    let url = format!("postgres://maru_test@%2Ftmp:{port}");
    if is_ready(&cluster, &socket.join(format!(".s.PGSQL.{port}"))) {
        return url;
    }
    let lock = lock("server.lock");
    if is_root() {
        run_plain("chown", &["postgres", dir.to_str().unwrap()]);
    }
    if !cluster.join("PG_VERSION").exists() {
        let _ = fs::remove_dir_all(&cluster);
        run(
            "initdb",
            &[
                "-D",
                cluster.to_str().unwrap(),
                "-A",
                "trust",
                "-U",
                "maru_test",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
        );
    }
    let status = as_owner("pg_ctl", &["-D", cluster.to_str().unwrap(), "status"])
        .output()
        .unwrap();
    if !status.status.success() {
        let options = format!(
            "-p {port} -k {} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
             -c max_connections=400 -c shared_buffers=128MB -c autovacuum=off -c jit=off -c update_process_title=off \
             -c log_min_messages=error",
            socket.display()
        );
        run(
            "pg_ctl",
            &[
                "-D",
                cluster.to_str().unwrap(),
                "-w",
                "-s",
                "-l",
                dir.join("log").to_str().unwrap(),
                "-o",
                &options,
                "start",
            ],
        );
    }
    drop(lock);
    url
}

/// Whether the server runs and takes connections: as it says itself in its directory, and as its socket says.
fn is_ready(cluster: &Path, socket: &Path) -> bool {
    let Ok(said) = fs::read_to_string(cluster.join("postmaster.pid")) else {
        return false;
    };
    let mut lines = said.lines().map(str::trim);
    let process = lines.next().and_then(|number| number.parse::<i32>().ok());
    // While the cluster is made, the number is that of a process without a socket, below zero.
    let runs = process
        .filter(|number| *number > 0)
        .and_then(Pid::from_raw)
        .is_some_and(|process| !is_gone(process));
    runs && lines.nth(6) == Some("ready") && UnixStream::connect(socket).is_ok()
}

fn run(program: &str, args: &[&str]) {
    // Output goes nowhere: a server that inherits a pipe would keep the test runner waiting.
    let status = as_owner(program, args)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{program} failed");
}

fn run_plain(program: &str, args: &[&str]) {
    assert!(
        Command::new(program).args(args).status().unwrap().success(),
        "{program} failed"
    );
}

fn as_owner(program: &str, args: &[&str]) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(bin(program));
        command
    } else {
        Command::new(bin(program))
    };
    command.args(args).current_dir("/");
    command
}

/// The newest PostgreSQL on this machine.
pub fn bin(program: &str) -> PathBuf {
    let mut found: Vec<PathBuf> = ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt"]
        .iter()
        .filter_map(|base| fs::read_dir(base).ok())
        .flat_map(|entries| entries.filter_map(Result::ok))
        .map(|entry| entry.path().join("bin").join(program))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from(program))
}
