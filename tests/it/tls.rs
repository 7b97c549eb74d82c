//! TLS to PostgreSQL: what each `sslmode` takes, tried at a server that speaks it in front of the tests' own.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use maru::base::db::Db;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use secrecy::SecretString;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream, UnixStream},
};
use tokio_postgres::config::Host;
use tokio_rustls::TlsAcceptor;

use crate::support::db::TestDb;

/// What a client says that would like TLS: its length and the number 80877103.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A way to the tests' server, with TLS or without, that counts the connections under TLS.
struct Front {
    port: u16,
    secured: Arc<AtomicUsize>,
}

impl Front {
    async fn before(db: &TestDb, offers_tls: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let secured = Arc::new(AtomicUsize::new(0));
        let behind: tokio_postgres::Config = db.url.parse().unwrap();
        let counted = Arc::clone(&secured);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (behind, counted) = (behind.clone(), Arc::clone(&counted));
                tokio::spawn(async move { pass_on(socket, &behind, offers_tls, &counted).await });
            }
        });
        Self { port, secured }
    }

    /// Asks the database of `db` something, by this way; answers how many of the connections were under TLS.
    async fn ask(&self, db: &TestDb, host: &str, options: &str) -> Result<usize, String> {
        let config: tokio_postgres::Config = db.url.parse().unwrap();
        let (user, password) = (
            config.get_user().unwrap(),
            config
                .get_password()
                .map_or("", |word| std::str::from_utf8(word).unwrap()),
        );
        let name = config.get_dbname().unwrap();
        let url = format!(
            "postgres://{user}:{password}@{host}:{}/{name}?{options}",
            self.port
        );
        let db = Db::open(SecretString::from(url), 1).map_err(|error| error.to_string())?;
        let migrated = db.is_migrated().await.map_err(|error| error.to_string())?;
        assert!(migrated);
        Ok(self.secured.swap(0, Ordering::Relaxed))
    }
}

async fn pass_on(
    mut socket: TcpStream,
    behind: &tokio_postgres::Config,
    offers_tls: bool,
    secured: &AtomicUsize,
) {
    let mut first = [0; 8];
    socket.read_exact(&mut first).await.unwrap();
    if first != SSL_REQUEST {
        return forward(socket, behind, &first).await;
    }
    socket
        .write_all(if offers_tls { b"S" } else { b"N" })
        .await
        .unwrap();
    if !offers_tls {
        return forward(socket, behind, &[]).await;
    }
    // A client that does not trust the certificate hangs up.
    if let Ok(stream) = acceptor().accept(socket).await {
        secured.fetch_add(1, Ordering::Relaxed);
        forward(stream, behind, &[]).await;
    }
}

async fn forward(
    mut from: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    behind: &tokio_postgres::Config,
    first: &[u8],
) {
    let port = behind.get_ports().first().copied().unwrap_or(5432);
    match &behind.get_hosts()[0] {
        Host::Tcp(host) => {
            let mut to = TcpStream::connect((host.as_str(), port)).await.unwrap();
            to.write_all(first).await.unwrap();
            let _ = copy_bidirectional(&mut from, &mut to).await;
        }
        Host::Unix(dir) => {
            let mut to = UnixStream::connect(dir.join(format!(".s.PGSQL.{port}")))
                .await
                .unwrap();
            to.write_all(first).await.unwrap();
            let _ = copy_bidirectional(&mut from, &mut to).await;
        }
    }
}

fn acceptor() -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(include_bytes!("support/tls/sink.pem"))
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("support/tls/sink.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

fn authority() -> String {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/support/tls/authority.pem"
    );
    format!("sslrootcert={}", file.replace('/', "%2F"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_valid_for_the_name_is_taken_and_no_other() {
    let db = TestDb::new().await;
    let front = Front::before(&db, true).await;
    let trusted = authority();
    for mode in ["require", "verify-full"] {
        let ours = format!("sslmode={mode}&{trusted}");
        assert_eq!(front.ask(&db, "localhost", &ours).await, Ok(1), "{mode}");
        assert_eq!(front.ask(&db, "127.0.0.1", &ours).await, Ok(1), "{mode}");
        // The same server under a name that its certificate does not have.
        let named = format!("{ours}&hostaddr=127.0.0.1");
        let refused = front.ask(&db, "db.example", &named).await.unwrap_err();
        assert!(refused.contains("not valid for name"), "{refused}");
        // An authority that nobody was told of.
        let stranger = format!("sslmode={mode}");
        let refused = front.ask(&db, "localhost", &stranger).await.unwrap_err();
        assert!(refused.contains("UnknownIssuer"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_preferred_is_taken_from_anyone_and_done_without_where_it_is_not_offered() {
    let db = TestDb::new().await;
    let with = Front::before(&db, true).await;
    let without = Front::before(&db, false).await;
    for (options, secured) in [("sslmode=prefer", 1), ("", 1), ("sslmode=disable", 0)] {
        assert_eq!(
            with.ask(&db, "localhost", options).await,
            Ok(secured),
            "{options}"
        );
        assert_eq!(
            without.ask(&db, "localhost", options).await,
            Ok(0),
            "{options}"
        );
    }
    let required = format!("sslmode=require&{}", authority());
    let refused = without.ask(&db, "localhost", &required).await.unwrap_err();
    assert!(refused.contains("does not support TLS"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn notifications_are_heard_under_tls_too() {
    let db = TestDb::new().await;
    let front = Front::before(&db, true).await;
    let config: tokio_postgres::Config = db.url.parse().unwrap();
    let url = format!(
        "postgres://{}:{}@localhost:{}/{}?sslmode=verify-full&{}",
        config.get_user().unwrap(),
        config
            .get_password()
            .map_or("", |word| std::str::from_utf8(word).unwrap()),
        front.port,
        config.get_dbname().unwrap(),
        authority()
    );
    let secured = Db::open(SecretString::from(url), 1).unwrap();
    let stop = tokio_util::sync::CancellationToken::new();
    let mut heard = secured.listen("maru_changes", stop.clone());
    // Once when it begins to listen.
    heard.changed().await.unwrap();
    diesel_async::SimpleAsyncConnection::batch_execute(
        &mut db.connect().await,
        "NOTIFY maru_changes",
    )
    .await
    .unwrap();
    heard.changed().await.unwrap();
    assert_eq!(*heard.borrow(), 2);
    assert_eq!(front.secured.load(Ordering::Relaxed), 1);
    stop.cancel();
}
