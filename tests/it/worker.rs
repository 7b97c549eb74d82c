//! The worker: its loops, and what it removes.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use diesel::{QueryDsl, QueryableByName, sql_query, sql_types::BigInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::{
    app::App,
    base::{
        clock::{Clock, SystemClock},
        language::Language,
        schema::schedules,
    },
    config::{Config, Dkim},
    jobs::{runner::Runner, schedule},
    mail::{inbound::imap::SourceError, transport::ServerError},
    worker::{self, SettingError},
};
use tokio_util::sync::CancellationToken;

use crate::support::db::TestDb;

async fn number(conn: &mut AsyncPgConnection, query: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = BigInt)]
        number: i64,
    }
    sql_query(format!("SELECT ({query})::bigint AS number"))
        .get_result::<Number>(conn)
        .await
        .unwrap()
        .number
}

fn settings(smtp_url: Option<&str>) -> Config {
    let mut settings: BTreeMap<String, String> =
        [("MARU_SECRET_KEY".into(), "5e".repeat(32))].into();
    settings.extend(smtp_url.map(|url| ("MARU_SMTP_URL".into(), url.to_owned())));
    Config::read(None, settings).unwrap()
}

fn started(test: &TestDb, config: &Config) -> Result<Runner, SettingError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let key = config.secret_key.clone().unwrap();
    let app = Arc::new(App::new(config, key, test.db.clone(), clock.clone()));
    let mut runner = Runner::new(test.db.clone(), clock, CancellationToken::new());
    worker::start(&mut runner, &app, config).map(|()| runner)
}

/// In each table a row whose time is over and one whose time is not.
const OLD_AND_NEW: &str = "
INSERT INTO people (id, name, created_at, modified_at) VALUES ('00000000-0000-0000-0000-000000000001', 'Sample', now(), now());
INSERT INTO sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at)
    SELECT gen_random_uuid(), age::text::bytea, '00000000-0000-0000-0000-000000000001', now(), now(), now() - age
    FROM unnest('{1 hour, -1 hour}'::interval[]) AS age;
INSERT INTO sign_ins (id, person_id, link_hash, created_at, expires_at)
    SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', age::text::bytea, now(), now() - age
    FROM unnest('{25 hours, 23 hours}'::interval[]) AS age;
INSERT INTO idempotency_keys (scope, key, request_hash, created_at)
    SELECT 'sample', age::text, '', now() - age FROM unnest('{25 hours, 23 hours}'::interval[]) AS age;
INSERT INTO limit_buckets SELECT age::text, 0, now() - age FROM unnest('{25 hours, 23 hours}'::interval[]) AS age;
INSERT INTO audit_entries (id, at, actor_name, channel, action, subject_kind, subject_id)
    SELECT gen_random_uuid(), now() - age, 'sample', 'command', 'made', 'people', gen_random_uuid()
    FROM unnest('{740 days, 700 days}'::interval[]) AS age;
INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at, sent_at, ended_at)
    SELECT gen_random_uuid(), 'invitation', 'sent', age::text, '00000000-0000-0000-0000-000000000001', 'one@sample.example', 5,
        now() - age, now(), now() - age, now() - age, now() - age
    FROM unnest('{31 days, 29 days}'::interval[]) AS age;
INSERT INTO captured_mails SELECT id, 'Sample', '', sent_at FROM messages;";

#[tokio::test(flavor = "multi_thread")]
async fn it_removes_what_has_served_its_time_and_stops_when_told() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    conn.batch_execute(OLD_AND_NEW).await.unwrap();
    let runner = started(&test, &settings(None)).unwrap();
    let began = Instant::now();
    let alive = "SELECT count(*) FROM workers WHERE does = 'mail, schedule' AND seen_at > now() - interval '1 minute'";
    while number(
        &mut conn,
        "SELECT count(*) FROM schedules WHERE last_run_at IS NOT NULL AND name IN ('prune', 'tidy_outbox')",
    )
    .await
        < 2
    {
        assert!(began.elapsed() < Duration::from_secs(15));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for table in [
        "sessions",
        "sign_ins",
        "idempotency_keys",
        "limit_buckets",
        "audit_entries",
        "captured_mails",
    ] {
        let left = number(&mut conn, &format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(left, 1, "{table}");
    }
    assert_eq!(number(&mut conn, "SELECT count(*) FROM messages").await, 2);
    let failed = "SELECT count(*) FROM schedules WHERE last_error IS NOT NULL";
    assert_eq!(number(&mut conn, failed).await, 0);
    assert_eq!(number(&mut conn, alive).await, 1);
    assert!(runner.stop(Duration::from_secs(5)).await.is_empty());
    assert_eq!(number(&mut conn, "SELECT count(*) FROM workers").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_round_has_a_name_and_what_fails_is_told_without_a_secret() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    let mut config = settings(None);
    config.imap_url = Some("imap://hub:pa55word@127.0.0.1:1".into());
    let runner = started(&test, &config).unwrap();
    let began = Instant::now();
    let others = "SELECT count(*) FROM schedules WHERE name <> 'imap'";
    let mailbox = loop {
        let failing = schedule::failing(&mut conn).await.unwrap();
        let mailbox = failing.into_iter().find(|task| task.name == "imap");
        if let Some(mailbox) = mailbox
            && number(&mut conn, others).await > 0
        {
            break mailbox;
        }
        assert!(began.elapsed() < Duration::from_secs(15));
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let said = mailbox.last_error;
    assert!(
        said.contains("cannot be reached") && !said.contains("pa55word"),
        "{said}"
    );
    let names: Vec<String> = schedules::table
        .select(schedules::name)
        .load(&mut conn)
        .await
        .unwrap();
    for name in names {
        for language in Language::ALL {
            let named = language.try_with(&format!("queue-task-{name}"), &[]);
            assert!(named.is_some(), "{name} has no name in {language}");
        }
    }
    assert!(runner.stop(Duration::from_secs(5)).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_names_no_mail_server_is_refused_at_the_start() {
    let test = TestDb::new().await;
    let refused = started(&test, &settings(Some("http://mail.example")));
    assert_eq!(refused.err(), Some(SettingError::Smtp(ServerError::Scheme)));
    let mut plain = settings(None);
    plain.imap_url = Some("imap://hub:pass@mail.example".into());
    let refused = started(&test, &plain);
    assert_eq!(refused.err(), Some(SettingError::Imap(SourceError::Plain)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_or_an_authority_that_cannot_be_used_is_refused_at_the_start() {
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/dkim");
    let missing = "No such file or directory (os error 2)";
    let signing = |name: &str| {
        let mut config = settings(Some("smtps://mail.example"));
        config.dkim = Some(Dkim {
            key_file: keys.join(name),
            selector: "s1".into(),
            domain: "localhost".into(),
        });
        config
    };
    let key = |name: &str| {
        let said = worker::signer(&signing(name)).err()?.to_string();
        let shown = format!("MARU_DKIM_KEY_FILE: {}: ", keys.join(name).display());
        Some(said.strip_prefix(&shown).unwrap().to_owned())
    };
    assert_eq!(key("ed25519.pem"), None);
    let short = "its RSA key is too short; 2048 bits are needed";
    assert_eq!(key("rsa_1024.pem").as_deref(), Some(short));
    assert_eq!(key("none.pem").as_deref(), Some(missing));

    let trusting = |name: &str| {
        let mut config = settings(Some("smtps://mail.example"));
        config.imap_url = Some("imaps://hub:pass@mail.example".into());
        config.mail_ca_file = Some(keys.join(name));
        config
    };
    let authority = |name: &str| {
        let config = trusting(name);
        let said = worker::destination(&config).err()?.to_string();
        let same = worker::mailbox(&config).unwrap_err().to_string();
        assert_eq!(said, same);
        let shown = format!("MARU_MAIL_CA_FILE: {}: ", keys.join(name).display());
        Some(said.strip_prefix(&shown).unwrap().to_owned())
    };
    assert_eq!(authority("../tls/authority.pem"), None);
    let none = "it holds no certificate in PEM";
    assert_eq!(authority("rsa.pem").as_deref(), Some(none));
    assert_eq!(authority("none.pem").as_deref(), Some(missing));

    let test = TestDb::new().await;
    for config in [signing("none.pem"), trusting("none.pem")] {
        assert!(started(&test, &config).is_err());
    }
}
