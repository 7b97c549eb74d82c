//! PostgreSQL dies in the middle of the work: the workers outlive it, and so do the feeds.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use diesel_async::{AsyncConnection, AsyncPgConnection};
use maru::{
    base::{
        db::Db,
        embedded::{Embedded, Role},
    },
    mail::deliver::GROUP,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rustix::process::{Pid, Signal, kill_process};
use secrecy::{ExposeSecret, SecretString};

use super::{
    chance,
    processes::{CONNECTIONS, NEVER, Worker, ready},
    thousand::{MANY, Thousand},
    times,
};
use crate::{
    cli::{KEY, Serving, bare},
    support::{
        http::{Answer, Request},
        smtp_sink::SmtpSink,
    },
};

/// A private cluster as Maru keeps one, with `fsync` on.
struct Cluster {
    /// None once it is stopped.
    embedded: Option<Embedded>,
    dir: tempfile::TempDir,
}

impl Cluster {
    async fn start() -> Self {
        let dir = tempfile::Builder::new()
            .prefix("maru-it-")
            .tempdir()
            .unwrap();
        // As root it runs as another user, who must be able to come here.
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let data = dir.path().canonicalize().unwrap().join("data");
        let embedded = Embedded::open(&data, Role::Serve, &mut StdRng::seed_from_u64(7))
            .await
            .unwrap();
        Self {
            embedded: Some(embedded),
            dir,
        }
    }

    fn url(&self) -> SecretString {
        self.embedded.as_ref().unwrap().url()
    }

    async fn connect(&self) -> AsyncPgConnection {
        AsyncPgConnection::establish(self.url().expose_secret())
            .await
            .unwrap()
    }

    fn postmaster(&self) -> Pid {
        let data = self.dir.path().join("data/postgres/data");
        let file = fs::read_to_string(data.join("postmaster.pid")).unwrap();
        Pid::from_raw(file.lines().next().unwrap().parse().unwrap()).unwrap()
    }

    /// Kills the server, and waits until it is dead.
    async fn kill(&self) {
        let pid = self.postmaster();
        kill_process(pid, Signal::KILL).unwrap();
        let stat = format!("/proc/{}/stat", pid.as_raw_nonzero());
        let began = Instant::now();
        while Path::new(&stat).exists()
            && !fs::read_to_string(&stat).is_ok_and(|stat| stat.contains(") Z "))
        {
            assert!(began.elapsed() < NEVER);
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Starts it again, as `maru serve` does that finds it dead.
    async fn revive(&self) {
        self.embedded.as_ref().unwrap().revive().await.unwrap();
    }

    async fn stop(mut self) {
        self.embedded.take().unwrap().stop().await.unwrap();
    }
}

/// A test that fails leaves no server behind.
impl Drop for Cluster {
    fn drop(&mut self) {
        if self.embedded.is_some() {
            let _ = kill_process(self.postmaster(), Signal::QUIT);
        }
    }
}

/// `maru serve` without a worker, over the cluster.
struct Front {
    address: SocketAddr,
    process: Serving,
}

impl Front {
    async fn start(url: &SecretString) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let child = bare(&["serve", "--no-worker"])
            .env("DATABASE_URL", url.expose_secret())
            .env("MARU_SECRET_KEY", KEY)
            .env("MARU_LISTEN", address.to_string())
            .env("MARU_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let front = Self {
            address,
            process: Serving(child),
        };
        let began = Instant::now();
        while tokio::net::TcpStream::connect(address).await.is_err() {
            assert!(began.elapsed() < NEVER);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        front
    }

    async fn get(&self, path: &str) -> Answer {
        Request::new("GET", path)
            .header("Accept", "text/html, text/calendar")
            .send(self.address)
            .await
    }
}

const SERIES: &str = "/feeds/series/scaling.ics";
/// A page that is made for each request.
const ROOMS: &str = "/rooms";

#[tokio::test(flavor = "multi_thread")]
async fn workers_outlive_a_database_that_is_killed_and_lose_nothing() {
    let (seed, mut chance) = chance();
    let rounds = times("MARU_FAULT_ROUNDS", 1);
    println!("seed {seed}");
    let cluster = Cluster::start().await;
    let url = cluster.url();
    let db = Db::open(url.clone(), 1).unwrap();
    db.migrate().await.unwrap();
    drop(db);
    let mut conn = cluster.connect().await;
    let mut thousand = Thousand::enter(&mut conn).await;
    let sink = SmtpSink::pipelining();
    let mut workers = ["a", "b"].map(|name| Worker::start(url.expose_secret(), name, &sink));
    let mut front = Front::start(&url).await;
    let feed = front.get(SERIES).await.expect(200);
    front.get(ROOMS).await.expect(200);

    let mut repeats = Vec::new();
    for round in 0..rounds {
        ready(&mut conn, &workers).await;
        thousand.remind(&mut conn).await;
        let after = chance.random_range(0..MANY);
        let pause = Duration::from_micros(chance.random_range(0..20_000));
        let began = Instant::now();
        while sink.count() < after {
            assert!(began.elapsed() < NEVER, "nothing goes out");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(pause).await;
        cluster.kill().await;
        drop(conn);
        // What was ever served is served; what would have to be asked for says that it cannot be, and when to come again.
        assert_eq!(front.get(SERIES).await.expect(200).body, feed.body);
        let away = front.get(ROOMS).await.expect(503);
        assert_eq!(away.words("h1").len(), 1, "{}", away.text());
        assert!(away.header("retry-after").is_some());
        let never = front
            .get("/feeds/topics/never-served.ics")
            .await
            .expect(503);
        assert!(never.header("retry-after").is_some());
        cluster.revive().await;
        conn = cluster.connect().await;
        // Leases that nobody knows of, because the database died on giving them, run out by themselves.
        let began = Instant::now();
        while !Thousand::is_done(&mut conn).await.unwrap() {
            Thousand::not_for_ever(&mut conn, began).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let lived = workers.iter_mut().all(Worker::lives);
        assert!(
            lived && front.process.0.try_wait().unwrap().is_none(),
            "a process ended with the database"
        );
        assert_eq!(front.get(SERIES).await.expect(200).body, feed.body);
        front.get(ROOMS).await.expect(200);
        let taken = sink.take();
        let twice = thousand.none_is_lost(&mut conn, &taken).await;
        println!(
            "round {round}: the database died {pause:?} after message {after}: {} sent, {twice} of them twice",
            taken.len()
        );
        repeats.push(twice);
    }
    let (most, all) = (repeats.iter().max().unwrap(), repeats.iter().sum::<usize>());
    println!("{rounds} databases killed: 0 lost, at most {most} twice in a round, {all} in all");
    // Each worker has as many connections with what it could not mark.
    assert!(*most <= GROUP * CONNECTIONS * workers.len(), "{repeats:?}");
    drop((conn, front));
    for worker in workers {
        worker.stop();
    }
    cluster.stop().await;
}
