//! `maru doctor`: what is set up, what is wrong, and what to do about it. It changes nothing, and sends mail only where that
//! is asked for.

mod mail;
mod trial;
mod workers;

use std::{fs, io::Write, net::SocketAddr, path::Path};

use anyhow::bail;
use diesel::{
    QueryResult, QueryableByName, sql_query,
    sql_types::{Array, Text},
};
use diesel_async::RunQueryDsl;
use rand::{SeedableRng, rngs::StdRng};
use secrecy::SecretString;

use super::{key_file, variables};
use crate::{
    base::{
        clock::{Clock, Instant, SystemClock},
        db::{Connection, Db},
        embedded::{self, Account, Embedded, Role, find},
        ids, key_check,
        secret::Key,
        text,
    },
    config::{Config, VARIABLES},
};

/// How far the clocks of this machine and of the database may be apart, in milliseconds.
const SKEW: i64 = 2_000;

/// What is asked for beside a look at everything.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// Send a test mail to this address, and say what the mail server answers
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    mail_to: Option<String>,
    /// Send a mail to the hub itself, and wait until it comes back
    #[arg(long = "loop")]
    round_trip: bool,
    /// How long to wait for it
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    wait: u64,
    /// The selector with which the mail server signs (DKIM)
    #[arg(long, value_name = "SELECTOR")]
    dkim_selector: Option<String>,
    /// Ask this name server instead of the system's
    #[arg(long, value_name = "ADDR:PORT")]
    name_server: Option<SocketAddr>,
}

fn address(typed: &str) -> Result<String, String> {
    text::address(typed).ok_or_else(|| "write it as name@example.org".to_owned())
}

/// What was found, line by line.
#[derive(Default)]
struct Report {
    wrong: usize,
}

impl Report {
    fn fine(&self, what: &str, found: impl std::fmt::Display) {
        print(format_args!("ok     {what}: {found}"));
    }

    /// Not wrong, but to be known.
    fn note(&self, what: &str, found: impl std::fmt::Display) {
        print(format_args!("note   {what}: {found}"));
    }

    /// One more line to what was said before.
    fn more(&self, line: impl std::fmt::Display) {
        print(format_args!("       {line}"));
    }

    fn wrong(&mut self, what: &str, found: impl std::fmt::Display, remedy: &str) {
        print(format_args!("WRONG  {what}: {found}"));
        if !remedy.is_empty() {
            print(format_args!("       → {remedy}"));
        }
        self.wrong += 1;
    }
}

/// Whoever stops reading need not be told the rest.
fn print(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Looks at everything; an error where something is wrong.
pub async fn examine(file: Option<&Path>, asked: &Asked) -> anyhow::Result<()> {
    let mut report = Report::default();
    let given = variables(None);
    match Config::read(file, given.clone()) {
        Err(error) => {
            report.wrong("settings", error, "mend it and ask again");
            list_settings(&given);
        }
        Ok(config) => {
            report.fine("settings", set_of(file, &given));
            addresses(&mut report, &config);
            mail::examine(&mut report, &config, asked).await;
            database(&mut report, &config, asked).await;
        }
    }
    match report.wrong {
        0 => Ok(()),
        1 => bail!("one thing is wrong"),
        many => bail!("{many} things are wrong"),
    }
}

fn set_of(file: Option<&Path>, given: &[(String, String)]) -> String {
    let names: Vec<&str> = VARIABLES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| {
            given
                .iter()
                .any(|(set, _)| set == name || set.strip_suffix("_FILE") == Some(name))
        })
        .collect();
    let from_file = file.map_or(String::new(), |file| format!("{}; ", file.display()));
    if names.is_empty() {
        format!("{from_file}no variables")
    } else {
        format!("{from_file}{}", names.join(", "))
    }
}

fn list_settings(given: &[(String, String)]) {
    for (name, key) in VARIABLES {
        let set = given.iter().any(|(set, _)| set == name);
        let is_set = if set { ", is set" } else { "" };
        print(format_args!("       {name} ({key}){is_set}"));
    }
}

fn addresses(report: &mut Report, config: &Config) {
    let url = &config.public_url;
    let shown = format!("{url}, answered on {}", config.listen);
    let host = url.split("://").nth(1).unwrap_or_default();
    let only_here =
        host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
    if only_here && !config.listen.ip().is_loopback() {
        report.wrong(
            "address",
            shown,
            "others reach this machine, but links in mails lead nowhere for them: set MARU_PUBLIC_URL",
        );
    } else if !only_here && url.starts_with("http://") {
        report.wrong(
            "address",
            shown,
            "without TLS anyone on the way can read along: put a proxy with TLS in front and set MARU_PUBLIC_URL to https://…",
        );
    } else {
        report.fine("address", shown);
    }
}

async fn database(report: &mut Report, config: &Config, asked: &Asked) {
    if let Some(url) = &config.database_url {
        return connection(report, config, asked, url.clone()).await;
    }
    if !data_dir(report, config) {
        return;
    }
    if !embedded::is_begun(&config.data_dir) {
        return report.note("database", "none yet; `maru serve` makes it");
    }
    let mut rng = StdRng::from_seed(ids::random_bytes());
    match Embedded::open(&config.data_dir, Role::Command, &mut rng).await {
        Err(error) => report.wrong("database", error, ""),
        Ok(embedded) => {
            report.fine(
                "database",
                format!("embedded; its log is {}", embedded.log().display()),
            );
            connection(report, config, asked, embedded.url()).await;
            if let Err(error) = embedded.stop().await {
                report.wrong("database", error, "");
            }
        }
    }
}

/// Whether the embedded cluster can be there at all.
fn data_dir(report: &mut Report, config: &Config) -> bool {
    let dir = &config.data_dir;
    let remedy = "choose a directory that this user may write to (MARU_DATA_DIR)";
    match fs::metadata(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            report.note("data directory", format!("{}, not made yet", dir.display()));
        }
        Err(error) => {
            report.wrong(
                "data directory",
                format!("{}: {error}", dir.display()),
                remedy,
            );
            return false;
        }
        Ok(metadata) if !metadata.is_dir() => {
            report.wrong(
                "data directory",
                format!("{} is a file", dir.display()),
                remedy,
            );
            return false;
        }
        Ok(_) if rustix::fs::access(dir, rustix::fs::Access::WRITE_OK).is_err() => {
            let found = format!("{} cannot be written to", dir.display());
            report.wrong("data directory", found, remedy);
            return false;
        }
        Ok(_) => report.fine("data directory", dir.display()),
    }
    let programs = Account::of(dir).map(|account| find::programs(&account));
    match programs {
        Ok(Ok(programs)) => {
            report.fine(
                "PostgreSQL",
                format!("{} in {}", programs.version, programs.dir.display()),
            );
            true
        }
        Ok(Err(missing)) => {
            report.wrong("PostgreSQL", missing, "");
            false
        }
        Err(error) => {
            report.wrong("PostgreSQL", error, "");
            false
        }
    }
}

async fn connection(report: &mut Report, config: &Config, asked: &Asked, url: SecretString) {
    let remedy = "is the server running, and is DATABASE_URL right?";
    let db = match Db::open(url, 2) {
        Ok(db) => db,
        Err(error) => return report.wrong("connection", error, remedy),
    };
    match db.get().await {
        Err(error) => report.wrong("connection", error, remedy),
        Ok(mut conn) => {
            clocks(report, &mut conn).await;
            extensions(report, &mut conn).await;
            drop(conn);
            if let Some(key) = schema_and_key(report, config, &db).await {
                trial::run(report, config, asked, &db, key).await;
            } else if asked.mail_to.is_some() || asked.round_trip {
                report.note("test mail", "none is sent before the rest is right");
            }
        }
    }
}

async fn clocks(report: &mut Report, conn: &mut Connection) {
    let ours = SystemClock.now();
    let theirs = diesel::select(diesel::dsl::sql::<diesel::sql_types::Timestamptz>(
        "clock_timestamp()",
    ))
    .get_result::<Instant>(conn)
    .await;
    match theirs {
        Err(error) => report.wrong("connection", error, ""),
        Ok(theirs) => {
            let apart = (theirs - ours).num_milliseconds().abs();
            let found = format!("{apart} ms apart from the database's");
            if apart > SKEW {
                report.wrong("clock", found, "let both machines keep time by NTP");
            } else {
                report.fine("clock", found);
            }
        }
    }
}

/// What the schema needs of PostgreSQL's additional modules.
const EXTENSIONS: [&str; 2] = ["btree_gist", "pg_trgm"];

/// Whether the extensions are in the database, or `maru migrate` can put them there.
async fn extensions(report: &mut Report, conn: &mut Connection) {
    let absent = missing(conn, "name::text FROM pg_available_extensions").await;
    let unmade = missing(conn, "extname::text FROM pg_extension").await;
    match (absent, unmade) {
        (Err(error), _) | (_, Err(error)) => report.wrong("extensions", error, ""),
        (Ok(absent), _) if !absent.is_empty() => report.wrong(
            "extensions",
            format!("{}: not on the database's machine", absent.join(", ")),
            "install PostgreSQL's additional modules there (Fedora: dnf install postgresql-contrib), then `maru migrate`",
        ),
        (_, Ok(unmade)) if unmade.is_empty() => report.fine("extensions", EXTENSIONS.join(", ")),
        (_, Ok(unmade)) => {
            let make = unmade.iter().map(|name| format!("CREATE EXTENSION {name};"));
            let make = make.collect::<Vec<_>>().join(" ");
            let remedy = format!(
                "`maru migrate` makes them where its role may create in the database; else its owner runs: {make}"
            );
            report.wrong("extensions", format!("{} missing", unmade.join(", ")), &remedy);
        }
    }
}

/// Those that are not among the names that are selected so.
async fn missing(conn: &mut Connection, known: &str) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let rows: Vec<Name> = sql_query(format!(
        "SELECT name FROM unnest($1) AS name WHERE name NOT IN (SELECT {known}) ORDER BY name"
    ))
    .bind::<Array<Text>, _>(EXTENSIONS.to_vec())
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Answers the hub's key, where all is well.
async fn schema_and_key(report: &mut Report, config: &Config, db: &Db) -> Option<Key> {
    match db.is_migrated().await {
        Err(error) => {
            report.wrong("schema", error, "");
            return None;
        }
        Ok(false) => {
            report.wrong(
                "schema",
                "older than this program",
                "`maru migrate` brings it up to date; `maru serve` does it too",
            );
            return None;
        }
        Ok(true) => report.fine("schema", "up to date"),
    }
    let key = match &config.secret_key {
        Some(key) => Ok(Some(key.clone())),
        None => key_file::read(&config.data_dir),
    };
    let remedy =
        "give back the key with which the hub was first started (MARU_SECRET_KEY, or secret.key)";
    let mut ours = None;
    match key {
        Err(error) => report.wrong("key", format!("{error:#}"), ""),
        Ok(None) => report.wrong("key", "it is gone from the data directory", remedy),
        Ok(Some(key)) => {
            let asked = match db.get().await {
                Ok(mut conn) => key_check::is_ours(&mut conn, &key)
                    .await
                    .map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            match asked {
                Err(error) => report.wrong("key", error, ""),
                Ok(Some(false)) => report.wrong("key", "not the hub's", remedy),
                Ok(Some(true)) => {
                    report.fine("key", "the hub's");
                    ours = Some(key);
                }
                Ok(None) => report.note("key", "nobody has served this database yet"),
            }
        }
    }
    if let Err(error) = workers::examine(report, db).await {
        report.wrong("worker", error, "");
    }
    ours
}
