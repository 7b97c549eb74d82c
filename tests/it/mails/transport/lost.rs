//! Servers that fall silent, break off, hang up, turn everyone away or are not there.

use std::time::Duration;

use maru::mail::transport::{Outcome, Patience};

use super::{message, recipients, to, with};
use crate::support::smtp_sink::{Offer, SmtpSink};

#[tokio::test]
async fn a_silent_server_is_left_and_the_next_message_goes() {
    let sink = SmtpSink::start();
    let patience = Patience {
        step: Duration::from_millis(200),
        answer: Duration::from_millis(300),
        ..Patience::default()
    };
    let mut transport = with(&sink.url(), patience);
    for silent in ["hang", "slow"] {
        let outcome = transport.send(&message(silent)).await;
        let (("hang", Outcome::Unreachable(said)) | ("slow", Outcome::Unanswered(said))) =
            (silent, &outcome)
        else {
            panic!("{silent}: {outcome:?}");
        };
        assert!(said.contains("no answer in time"), "{said}");
        assert_eq!(said.contains("may have arrived"), silent == "slow");
        assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
    }
    assert_eq!(sink.connections(), 3);
}

#[tokio::test]
async fn a_message_has_a_limit_as_a_whole() {
    let sink = SmtpSink::start();
    let patience = Patience {
        whole: Duration::from_millis(200),
        ..Patience::default()
    };
    let mut transport = with(&sink.url(), patience);
    assert_eq!(
        transport.send(&message("hang")).await,
        Outcome::Unreachable(format!(
            "{} did not take the message within 0.2 seconds",
            sink.address()
        ))
    );
    assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
}

#[tokio::test]
async fn the_answer_to_a_message_is_waited_for_longer_than_any_other() {
    let sink = SmtpSink::start();
    let patience = Patience {
        step: Duration::from_millis(100),
        whole: Duration::from_millis(200),
        ..Patience::default()
    };
    let mut transport = with(&sink.url(), patience);
    sink.hold();
    let late = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        sink.let_go("250 taken at last");
    };
    let slow = message("marie");
    let (outcome, ()) = tokio::join!(transport.send(&slow), late);
    assert_eq!(outcome, Outcome::Accepted);
    assert_eq!(sink.received().len(), 1);
}

#[tokio::test]
async fn a_connection_lost_in_the_middle_is_not_taken_for_success() {
    let sink = SmtpSink::start();
    let mut transport = to(&sink.url());
    for lost in ["drop", "bye"] {
        let outcome = transport.send(&message(lost)).await;
        match lost {
            "drop" => assert!(matches!(outcome, Outcome::Unanswered(_)), "{outcome:?}"),
            _ => assert!(matches!(outcome, Outcome::Unreachable(_)), "{outcome:?}"),
        }
        assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
    }
    assert_eq!(recipients(&sink), ["marie", "marie"]);
}

#[tokio::test]
async fn a_server_that_hangs_up_between_messages_is_called_again() {
    let sink = SmtpSink::offering(Offer {
        hangs_up_after: Some(2),
        ..Offer::default()
    });
    let mut transport = to(&sink.url());
    for _ in 0..6 {
        assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
    }
    assert_eq!(sink.received().len(), 6);
    assert_eq!(sink.connections(), 3);
}

#[tokio::test]
async fn an_idle_connection_is_not_used_again() {
    let sink = SmtpSink::start();
    let patience = Patience {
        idle: Duration::from_millis(50),
        ..Patience::default()
    };
    let mut transport = with(&sink.url(), patience);
    assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
    assert_eq!(sink.connections(), 2);
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let outcome = to(&format!("smtp://127.0.0.1:{port}"))
        .send(&message("marie"))
        .await;
    assert!(
        matches!(&outcome, Outcome::Unreachable(text) if text.contains("no connection to 127.0.0.1")),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_server_that_takes_no_mail_at_all_is_unreachable_and_no_bounce() {
    let sink = SmtpSink::offering(Offer {
        closed: true,
        ..Offer::default()
    });
    assert_eq!(
        to(&sink.url()).send(&message("marie")).await,
        Outcome::Unreachable(format!(
            "{} at the greeting: 554 no mail from you",
            sink.address()
        ))
    );
}
