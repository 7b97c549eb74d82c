//! `maru doctor` and mail: what it sends on request, what it waits for, and what it asks the name system; and figures.

use std::{net::TcpListener, process::Stdio};

use diesel_async::SimpleAsyncConnection;

use super::{Maru, bare, failed, words};
use crate::support::{
    http::Request, imap_server::ImapServer, name_server::NameServer, smtp_sink::SmtpSink,
};

impl Maru {
    /// A hub whose database is up to date.
    async fn ready() -> Self {
        let maru = Self::new().await;
        maru.prints(&["migrate"]);
        maru
    }

    /// The doctor's exit status and words, with these settings.
    fn doctor(&self, arguments: &[&str], settings: &[(&str, &str)]) -> (Option<i32>, String) {
        let arguments = [&["doctor"], arguments].concat();
        let mut command = self.command(&arguments);
        let output = command.envs(settings.iter().copied()).output().unwrap();
        (output.status.code(), words(&output.stdout))
    }
}

/// The lines that begin with `begin`, trimmed.
fn lines<'a>(said: &'a str, begin: &str) -> Vec<&'a str> {
    let lines = said.lines().filter(|line| line.starts_with(begin));
    lines.map(str::trim).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_mail_is_told_step_by_step_in_the_servers_words() {
    let maru = Maru::ready().await;
    let sink = SmtpSink::start();
    let smtp = ("MARU_SMTP_URL", &*sink.url());
    let (code, said) = maru.doctor(&["--mail-to", "a@sample.example"], &[smtp]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        lines(&said, "       ")[1..],
        [
            "EHLO localhost: the server calls itself sink.example",
            "MAIL FROM: 250 sender ok",
            "RCPT TO: 250 recipient ok",
            "DATA: 354 go on",
            "the message: 250 taken",
        ]
    );
    let [mail] = sink.received().try_into().unwrap();
    assert_eq!(mail.recipient, "a@sample.example");
    assert!(
        String::from_utf8(mail.data)
            .unwrap()
            .contains("Test mail from Maru")
    );

    assert!(
        said.contains("ok     extensions: btree_gist, pg_trgm"),
        "{said}"
    );
    let (code, said) = maru.doctor(&["--mail-to", "nobody@sample.example"], &[smtp]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("       RCPT TO: 550 5.1.1"), "{said}");
    assert!(
        said.contains("WRONG  test mail: the server refused it"),
        "{said}"
    );
    // Nothing is sent where nobody asks for it, nor where mail is captured.
    let (code, said) = maru.doctor(&[], &[smtp]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(sink.received().len(), 1);
    let (code, said) = maru.doctor(&["--mail-to", "a@sample.example"], &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("there is no mail server"), "{said}");
    let output = bare(&["doctor", "--mail-to", "a@b\r\nRCPT TO:<c@d>"])
        .output()
        .unwrap();
    failed(&output, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_out_and_in_again_is_proved_by_the_pipe_and_by_the_mailbox() {
    let maru = Maru::ready().await;
    let sink = SmtpSink::start();
    let url = sink.url();
    let begin = |settings: &[(&str, &str)]| {
        let mut command = maru.command(&["doctor", "--loop", "--wait", "30"]);
        command
            .env("MARU_SMTP_URL", &url)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let end = |child: std::process::Child| {
        let output = child.wait_with_output().unwrap();
        (output.status.code(), words(&output.stdout))
    };

    let child = begin(&[]);
    let mail = sink.wait_for(1).remove(0);
    assert!(mail.recipient.starts_with("maru+"), "{}", mail.recipient);
    let quiet = [("MARU_LOG", "error")];
    assert_eq!(maru.receive(&quiet, &mail.data).0, Some(0));
    let (code, said) = end(child);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("by `maru receive`"), "{said}");
    assert!(
        said.contains("ok     reply address: its token came back"),
        "{said}"
    );
    assert!(
        said.contains("note   DKIM: the mail came back without a signature"),
        "{said}"
    );

    // A mail server that drops what stands behind the plus sign.
    let child = begin(&[]);
    let mail = sink.wait_for(2).remove(1);
    let source = String::from_utf8(mail.data).unwrap();
    let dropped = source.replace(&mail.recipient, "maru@localhost");
    assert_eq!(maru.receive(&quiet, dropped.as_bytes()).0, Some(0));
    let (code, said) = end(child);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("WRONG  reply address"), "{said}");

    let imap = ImapServer::with(false, &[]);
    let child = begin(&[("MARU_IMAP_URL", &imap.url(false))]);
    let mail = sink.wait_for(3).remove(2);
    imap.deliver(&mail.data);
    let (code, said) = end(child);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("ok     mailbox: signed in; 0 new messages"),
        "{said}"
    );
    assert!(said.contains("by the mailbox (MARU_IMAP_URL)"), "{said}");

    let smtp = ("MARU_SMTP_URL", url.as_str());
    let (code, said) = maru.doctor(&["--loop", "--wait", "0"], &[smtp]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("WRONG  loop: the mail did not come back within 0 s"),
        "{said}"
    );
    let wrong = ("MARU_IMAP_URL", "imap://hub:wrong@127.0.0.1:1/INBOX");
    let (code, said) = maru.doctor(&[], &[smtp, wrong]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("WRONG  mailbox: ") && !said.contains("hub:wrong"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_system_is_asked_and_that_it_is_silent_is_held_against_nobody() {
    let maru = Maru::ready().await;
    let sink = SmtpSink::start();
    let settings = [
        ("MARU_SMTP_URL", &*sink.url()),
        ("MARU_MAIL_FROM", "Hub <hub@hub.example>"),
    ];
    // A key of 4096 bits fits into no packet.
    let key = format!("v=DKIM1; k=rsa; p={}", "MIIC".repeat(180));
    let names = NameServer::knowing(&[
        ("hub.example", "site-verification=x"),
        ("hub.example", "v=spf1 include:mail.example -all"),
        ("_dmarc.hub.example", "v=DMARC1; p=reject"),
        ("s1._domainkey.hub.example", &key),
    ]);
    let asked = |names: &NameServer, more: &[&str]| {
        let address = names.address.to_string();
        maru.doctor(&[&["--name-server", &address], more].concat(), &settings)
    };
    let (code, said) = asked(&names, &["--dkim-selector", "s1"]);
    assert_eq!(code, Some(0), "{said}");
    for fine in [
        "ok     SPF: v=spf1 include:mail.example -all",
        "ok     DMARC: v=DMARC1; p=reject",
        "ok     DKIM: s1._domainkey.hub.example has a key (rsa)",
    ] {
        assert!(said.contains(fine), "{fine}: {said}");
    }
    let (code, said) = asked(&NameServer::knowing(&[]), &["--dkim-selector", "s2"]);
    assert_eq!(code, Some(1), "{said}");
    for wrong in [
        "WRONG  SPF: hub.example",
        "WRONG  DMARC: hub.example",
        "WRONG  DKIM: s2._domainkey",
    ] {
        assert!(said.contains(wrong), "{wrong}: {said}");
    }
    let (code, said) = maru.doctor(&["--name-server", "127.0.0.1:1"], &settings);
    assert_eq!(code, Some(0), "{said}");
    for what in ["SPF", "DMARC", "DKIM"] {
        assert!(
            said.contains(&format!("note   {what}: could not ask")),
            "{said}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_maru_signs_is_said_and_whether_the_world_can_see_by_which_key() {
    let maru = Maru::ready().await;
    let sink = SmtpSink::start();
    let (url, keys) = (
        sink.url(),
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/dkim"),
    );
    let asked = |key: &str, names: &NameServer, more: &[&str]| {
        let address = names.address.to_string();
        let arguments = [&["--name-server", &address], more].concat();
        let key = format!("{keys}/{key}");
        let settings = [
            ("MARU_SMTP_URL", &*url),
            ("MARU_MAIL_FROM", "Hub <hub@hub.example>"),
            ("MARU_DKIM_KEY_FILE", &*key),
            ("MARU_DKIM_SELECTOR", "s1"),
        ];
        maru.doctor(&arguments, &settings)
    };
    let ours = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    let knowing = |key: &str| {
        NameServer::knowing(&[
            ("hub.example", "v=spf1 -all"),
            ("_dmarc.hub.example", "v=DMARC1; p=reject"),
            ("s1._domainkey.hub.example", key),
        ])
    };
    let names = knowing(ours);
    let (code, said) = asked("ed25519.pem", &names, &["--mail-to", "a@sample.example"]);
    assert_eq!(code, Some(0), "{said}");
    for fine in [
        "ok     signature: Maru signs as s1._domainkey.hub.example (ed25519)",
        "ok     DKIM: s1._domainkey.hub.example has the key with which Maru signs",
    ] {
        assert!(said.contains(fine), "{fine}: {said}");
    }
    let [mail] = sink.received().try_into().unwrap();
    let mail = String::from_utf8(mail.data).unwrap();
    assert!(
        mail.starts_with("DKIM-Signature: v=1; a=ed25519-sha256;"),
        "{mail}"
    );

    let (code, said) = asked("ed25519.pem", &knowing(&ours.replace("11q", "12q")), &[]);
    assert_eq!(code, Some(1), "{said}");
    let remedy = format!("→ publish as TXT of s1._domainkey.hub.example: {ours}");
    assert!(
        said.contains("WRONG  DKIM: s1._domainkey.hub.example has another key"),
        "{said}"
    );
    assert!(said.contains(&remedy), "{said}");
    let (code, said) = asked("rsa_1024.pem", &names, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("WRONG  signature: MARU_DKIM_KEY_FILE: "),
        "{said}"
    );
    assert!(said.contains("too short; 2048 bits are needed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn that_mail_stands_still_is_wrong_until_someone_works() {
    let maru = Maru::ready().await;
    let mut conn = maru.db.connect().await;
    conn.batch_execute(
        "INSERT INTO people (id, name, created_at, modified_at) VALUES ('00000000-0000-0000-0000-000000000001', 'Sample', now(), now()); \
         INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at) \
         VALUES (gen_random_uuid(), 'invitation', 'queued', 'x', '00000000-0000-0000-0000-000000000001', 'a@sample.example', 5, \
             now() - interval '5 minutes', now() + interval '1 day', now())",
    )
    .await
    .unwrap();
    let (code, said) = maru.doctor(&[], &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("WRONG  worker: mail is standing still since"),
        "{said}"
    );
    conn.batch_execute(
        "INSERT INTO workers VALUES (gen_random_uuid(), 'sample', 7, 'mail', now(), now())",
    )
    .await
    .unwrap();
    let (code, said) = maru.doctor(&[], &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("ok     worker: sample (7); 1 messages wait, 1 of them due"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_round_and_fails_is_wrong_until_it_goes_well() {
    let maru = Maru::ready().await;
    let mut conn = maru.db.connect().await;
    conn.batch_execute(
        "INSERT INTO schedules (name, due_at, last_run_at, last_error) VALUES \
         ('imap', now(), now() - interval '20 s', 'Password expired'), ('prune', now(), now() - interval '1 hour', NULL)",
    )
    .await
    .unwrap();
    let (code, said) = maru.doctor(&[], &[]);
    assert_eq!(code, Some(1), "{said}");
    let [wrong] = lines(&said, "WRONG").try_into().unwrap();
    assert!(
        wrong.starts_with("WRONG  task: imap failed on ") && wrong.ends_with(": Password expired"),
        "{said}"
    );
    assert!(said.contains("       → is MARU_IMAP_URL right"), "{said}");
    conn.batch_execute("UPDATE schedules SET last_error = NULL")
        .await
        .unwrap();
    let (code, said) = maru.doctor(&[], &[]);
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_given_where_they_are_asked_for_and_nowhere_else() {
    let maru = Maru::ready().await;
    let mut conn = maru.db.connect().await;
    conn.batch_execute(
        "INSERT INTO people (id, name, created_at, modified_at) VALUES ('00000000-0000-0000-0000-000000000001', 'Sample', now(), now()); \
         INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at, \
             ended_at, error) \
         VALUES (gen_random_uuid(), 'invitation', 'failed', 'x', '00000000-0000-0000-0000-000000000001', 'a@sample.example', 5, \
             now(), now(), now(), now(), 'no'), \
             (gen_random_uuid(), 'invitation', 'queued', 'y', '00000000-0000-0000-0000-000000000001', 'a@sample.example', 5, \
             now() - interval '100 s', now() + interval '1 day', now(), NULL, NULL); \
         INSERT INTO schedules (name, due_at, last_run_at, last_error) VALUES ('prune', now(), now(), 'out of paper'), \
             ('zones', now(), now(), NULL)",
    )
    .await
    .unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let listen = address.to_string();
    let serving = maru
        .serve_with(&["--no-worker"], &[("MARU_METRICS_LISTEN", &listen)])
        .await;
    for path in ["/feeds/hub.ics", "/"] {
        let request = Request::new("GET", path);
        for _ in 0..3 {
            assert_eq!(request.send(maru.address).await.status, 200);
        }
    }
    let figures = Request::new("GET", "/metrics")
        .send(address)
        .await
        .expect(200)
        .text();
    let figure = |name: &str| {
        let line = figures
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let line = line.unwrap_or_else(|| panic!("no {name} in {figures}"));
        line.parse::<f64>().unwrap()
    };
    for (name, value) in [
        ("maru_database_up", 1.0),
        ("maru_messages_waiting", 1.0),
        ("maru_messages_due", 1.0),
        ("maru_messages_set_aside", 1.0),
        ("maru_workers_alive", 0.0),
        ("maru_tasks_failing", 1.0),
        ("maru_suspended_addresses", 0.0),
        ("maru_feed_bodies", 1.0),
        ("maru_feed_stubs", 1.0),
        ("maru_feed_renders_total", 1.0),
        ("maru_feed_evicted_total", 0.0),
        ("maru_feed_writing_seconds_count", 1.0),
        ("maru_feed_requests_total{from=\"memory\"}", 2.0),
        ("maru_feed_requests_total{from=\"rendered\"}", 1.0),
    ] {
        assert!((figure(name) - value).abs() < 0.1, "{name}: {figures}");
    }
    // A page is rendered once more where the minute goes by meanwhile.
    let pages: f64 = ["memory", "rendered"]
        .iter()
        .map(|from| figure(&format!("maru_page_requests_total{{from=\"{from}\"}}")))
        .sum();
    assert!((pages - 3.0).abs() < 0.1, "{figures}");
    let age = figure("maru_oldest_due_seconds");
    assert!((99.0..1_000.0).contains(&age), "{age}");
    for elsewhere in [maru.address, address] {
        let path = if elsewhere == address {
            "/"
        } else {
            "/metrics"
        };
        assert_eq!(Request::new("GET", path).send(elsewhere).await.status, 404);
    }
    drop(serving);
}
