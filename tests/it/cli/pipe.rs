//! Mail by the pipe.

use std::{io::Write, process::Stdio};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::base::schema::inbound_mails;

use super::{Maru, bare, failed, scratch, words};

impl Maru {
    /// `maru receive`, given `message`; the status and what it said.
    pub fn receive(&self, settings: &[(&str, &str)], message: &[u8]) -> (Option<i32>, String) {
        let mut child = self
            .command(&["receive"])
            .envs(settings.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(message).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(words(&output.stdout), "");
        (output.status.code(), words(&output.stderr))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_by_the_pipe_is_taken_once_and_comes_again_while_the_database_is_away() {
    let maru = Maru::new().await;
    let quiet = ("MARU_LOG", "error");
    let message = b"From: a@b.example\nTo: maru@localhost\nMessage-ID: <1@x>\nAuto-Submitted: auto-replied\n\nAway\n";
    let away = ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
    let (code, said) = maru.receive(&[quiet, away], message);
    assert_eq!(code, Some(75), "{said}");
    assert!(
        said.starts_with("maru: the message was not taken, try again: "),
        "{said}"
    );
    let wrong = ("MARU_ZONE", "Nowhere");
    assert_eq!(maru.receive(&[quiet, wrong], message).0, Some(75));
    for _ in 0..2 {
        assert_eq!(maru.receive(&[quiet], message), (Some(0), String::new()));
    }
    assert_eq!(maru.receive(&[quiet], b"\n"), (Some(0), String::new()));
    // More than a message may have is read to its end, or the mail server would see a broken pipe.
    let mut large =
        b"From: a@b.example\nMessage-ID: <2@x>\nAuto-Submitted: auto-replied\n\n".to_vec();
    large.resize(50 << 20, b'x');
    assert_eq!(maru.receive(&[quiet], &large), (Some(0), String::new()));
    let mut conn = maru.db.connect().await;
    let states: Vec<(String, i32)> = inbound_mails::table
        .order(inbound_mails::id)
        .select((inbound_mails::state, octet_length(inbound_mails::source)))
        .load(&mut conn)
        .await
        .unwrap();
    let short = i32::try_from(message.len()).unwrap();
    // What was too large is for a person to hear of, and there is nobody yet.
    assert_eq!(
        states,
        [
            ("done".to_owned(), short),
            ("set_aside".to_owned(), (25 << 20) + 1)
        ]
    );
}

#[test]
fn a_mail_by_the_pipe_makes_no_hub_where_there_is_none() {
    let dir = scratch("no-hub");
    let mut child = bare(&["receive"])
        .env("MARU_DATA_DIR", &dir)
        .env("MARU_LOG", "error")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let message = b"From: a@b.example\nMessage-ID: <1@x>\n\nWords\n";
    child.stdin.take().unwrap().write_all(message).unwrap();
    let said = failed(&child.wait_with_output().unwrap(), 75);
    assert!(
        said.contains("try again: there is no hub in ") && said.contains("MARU_DATA_DIR"),
        "{said}"
    );
    assert!(!dir.exists() || std::fs::read_dir(&dir).unwrap().count() == 0);
}

diesel::define_sql_function!(fn octet_length(octets: diesel::sql_types::Bytea) -> diesel::sql_types::Integer);
