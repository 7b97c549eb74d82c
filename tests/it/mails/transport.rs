//! Handing over to a real server on a socket: what it takes, refuses, forgets and breaks off.

use std::{sync::Arc, time::Duration};

use maru::mail::{
    compose::Composed,
    transport::{Destination, Outcome, Patience, Server, Step, Transport},
};

use crate::support::smtp_sink::{AUTHORITY, Offer, SmtpSink, Tls, USER};

#[tokio::test]
async fn a_message_arrives_octet_for_octet() {
    let sink = SmtpSink::start();
    let mut transport = to(&sink.url());
    let dotted = Composed {
        bytes: b"Subject: dots\r\n\r\n.\r\n..\r\n. one\r\nlast\r\n".to_vec(),
        ..message("marie")
    };
    assert_eq!(transport.send(&dotted).await, Outcome::Accepted);
    let received = sink.wait_for(1);
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].sender, "hub+k7m4xq@hub.example");
    assert_eq!(received[0].recipient, "marie@partner.example");
    // The library ends what it sends with a line end of its own.
    assert_eq!(received[0].data, [&dotted.bytes[..], b"\r\n"].concat());
    transport.close().await;
    assert_eq!(
        sink.commands(),
        [
            "EHLO hub.example",
            "MAIL FROM:<hub+k7m4xq@hub.example>",
            "RCPT TO:<marie@partner.example>",
            "DATA",
            "QUIT"
        ]
    );
}

#[tokio::test]
async fn a_second_message_is_announced_at_once_where_the_server_takes_that() {
    let commands = async |pipelining| {
        let sink = SmtpSink::offering(Offer {
            pipelining,
            ..Offer::default()
        });
        let mut transport = to(&sink.url());
        let dotted = Composed {
            bytes: b"Subject: dots\r\n\r\n.\r\n..\r\n. one\r\nlast\r\n".to_vec(),
            ..message("jean")
        };
        for message in [message("marie"), dotted.clone(), message("irene")] {
            assert_eq!(transport.send(&message).await, Outcome::Accepted);
        }
        assert_eq!(recipients(&sink), ["marie", "jean", "irene"]);
        let data = &sink.received()[1].data;
        assert_eq!(*data, [&dotted.bytes[..], b"\r\n"].concat());
        sink.commands()
    };
    let [ehlo, mail, data] = [
        "EHLO hub.example",
        "MAIL FROM:<hub+k7m4xq@hub.example>",
        "DATA",
    ];
    let rcpt = |name: &str| format!("RCPT TO:<{name}@partner.example>");
    let (marie, jean, irene) = (rcpt("marie"), rcpt("jean"), rcpt("irene"));
    // What can be done is asked once more, before the second message and never again.
    let expected = [
        ehlo, mail, &marie, data, ehlo, mail, &jean, data, mail, &irene, data,
    ];
    for pipelining in [false, true] {
        assert_eq!(commands(pipelining).await, expected, "{pipelining}");
    }
}

#[tokio::test]
async fn what_is_refused_at_once_does_not_stop_the_next() {
    let sink = SmtpSink::offering(Offer {
        pipelining: true,
        ..Offer::default()
    });
    let mut transport = to(&sink.url());
    let refused = |code, at, text: &str| Outcome::Refused {
        code,
        permanent: code >= 500,
        at,
        text: text.to_owned(),
    };
    for (recipient, outcome) in [
        ("marie", Outcome::Accepted),
        (
            "nobody",
            refused(550, Step::Recipient, "550 5.1.1 there is nobody here"),
        ),
        // This one would take the message all the same, for nobody.
        (
            "vain",
            refused(550, Step::Recipient, "550 5.1.1 nobody here"),
        ),
        (
            "later",
            refused(451, Step::Recipient, "451 4.7.1 greylisted, come back"),
        ),
        ("full", refused(452, Step::Message, "452 4.3.1 disk full")),
        (
            "spam",
            refused(554, Step::Message, "554 5.7.1 looks like spam"),
        ),
        ("jean", Outcome::Accepted),
    ] {
        assert_eq!(transport.send(&message(recipient)).await, outcome);
    }
    assert_eq!(recipients(&sink), ["marie", "jean"]);
    assert_eq!(sink.connections(), 1);
    // A server that is going to close takes no message: it is called again for the next.
    for lost in ["drop", "bye"] {
        let outcome = transport.send(&message(lost)).await;
        match lost {
            "drop" => assert!(matches!(outcome, Outcome::Unanswered(_)), "{outcome:?}"),
            _ => assert!(matches!(outcome, Outcome::Unreachable(_)), "{outcome:?}"),
        }
        assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
        assert_eq!(transport.send(&message("irene")).await, Outcome::Accepted);
    }
    assert_eq!(sink.connections(), 3);
}

#[tokio::test]
async fn a_refused_recipient_does_not_stop_the_next() {
    let sink = SmtpSink::start();
    let mut transport = to(&sink.url());
    let refused = |code, at, text: &str| Outcome::Refused {
        code,
        permanent: code >= 500,
        at,
        text: text.to_owned(),
    };
    for (recipient, outcome) in [
        ("marie", Outcome::Accepted),
        (
            "nobody",
            refused(550, Step::Recipient, "550 5.1.1 there is nobody here"),
        ),
        (
            "later",
            refused(451, Step::Recipient, "451 4.7.1 greylisted, come back"),
        ),
        ("full", refused(452, Step::Message, "452 4.3.1 disk full")),
        (
            "spam",
            refused(554, Step::Message, "554 5.7.1 looks like spam"),
        ),
        ("jean", Outcome::Accepted),
    ] {
        assert_eq!(transport.send(&message(recipient)).await, outcome);
    }
    assert_eq!(recipients(&sink), ["marie", "jean"]);
    assert_eq!(sink.connections(), 1);
}

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
async fn a_connection_serves_a_hundred_messages() {
    let sink = SmtpSink::start();
    let mut transport = to(&sink.url());
    for _ in 0..250 {
        assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
    }
    let mut by_connection = [0; 3];
    for received in sink.received() {
        by_connection[received.connection] += 1;
    }
    assert_eq!(by_connection, [100, 100, 50]);
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

#[tokio::test]
async fn a_forgotten_password_fails_no_message_for_good() {
    let sink = SmtpSink::offering(Offer {
        auth: true,
        ..Offer::default()
    });
    assert_eq!(
        to(&sink.url()).send(&message("marie")).await,
        Outcome::Unreachable(format!("{}: 530 sign in first", sink.address()))
    );
}

#[tokio::test]
async fn starttls_is_required_where_it_is_asked_for() {
    let sink = SmtpSink::start();
    let url = format!("smtp+starttls://localhost:{}", sink.address().port());
    assert_eq!(
        to(&url).send(&message("marie")).await,
        Outcome::Unreachable(format!(
            "localhost:{} does not offer STARTTLS, which is required",
            sink.address().port()
        ))
    );
    assert_eq!(sink.commands(), ["EHLO hub.example"]);
}

#[tokio::test]
async fn a_certificate_must_be_signed_by_someone_we_trust() {
    for (scheme, offer) in both_kinds_of_tls() {
        let sink = SmtpSink::offering(offer);
        let url = format!("{scheme}://localhost:{}", sink.address().port());
        let outcome = to(&url).send(&message("marie")).await;
        assert!(
            matches!(&outcome, Outcome::Unreachable(text) if text.contains("certificate")),
            "{outcome:?}"
        );
        assert!(sink.received().is_empty());
    }
}

#[tokio::test]
async fn messages_go_under_tls_with_name_and_password() {
    for (scheme, offer) in both_kinds_of_tls() {
        let sink = SmtpSink::offering(Offer {
            auth: true,
            ..offer
        });
        let port = sink.address().port();
        let server = |user: &str| {
            let url = format!("{scheme}://{user}@localhost:{port}");
            Arc::new(url.parse::<Server>().unwrap().trusting(AUTHORITY).unwrap())
        };
        let (user, password) = USER;
        let right = format!("{user}:{}", password.replace(':', "%3A"));
        let mut transport = Transport::new(server(&right), "hub.example", Patience::default());
        for _ in 0..3 {
            assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
        }
        assert_eq!(sink.connections(), 1);

        let mut transport = Transport::new(server("hub:wrong"), "hub.example", Patience::default());
        assert_eq!(
            transport.send(&message("marie")).await,
            Outcome::Unreachable(format!(
                "localhost:{port} at signing in: 535 5.7.8 wrong name or password"
            ))
        );
    }
}

#[tokio::test]
async fn what_a_server_says_in_another_charset_counts_by_its_code() {
    let refused = |code, text: &str| Outcome::Refused {
        code,
        permanent: code >= 500,
        at: Step::Recipient,
        text: text.to_owned(),
    };
    let plain = ("smtp", Offer::default());
    for (scheme, offer) in [plain].into_iter().chain(both_kinds_of_tls()) {
        for pipelining in [false, true] {
            let sink = SmtpSink::offering(Offer {
                western: true,
                pipelining,
                ..offer
            });
            let url = format!("{scheme}://localhost:{}", sink.address().port());
            let server = url.parse::<Server>().unwrap().trusting(AUTHORITY).unwrap();
            let mut transport =
                Transport::new(Arc::new(server), "hub.example", Patience::default());
            for (recipient, outcome) in [
                ("marie", Outcome::Accepted),
                ("western", refused(550, "550 5.1.1 bo?te inconnue")),
                ("korean", refused(451, "451 4.7.1 ???? ?????")),
                ("jean", Outcome::Accepted),
            ] {
                let said = transport.send(&message(recipient)).await;
                assert_eq!(said, outcome, "{scheme}, {pipelining}");
            }
            transport.close().await;
            assert_eq!(recipients(&sink), ["marie", "jean"]);
            assert_eq!(sink.connections(), 1);
        }
    }
}

fn both_kinds_of_tls() -> [(&'static str, Offer); 2] {
    let offer = |tls| Offer {
        tls,
        ..Offer::default()
    };
    [
        ("smtp+starttls", offer(Tls::WhenAsked)),
        ("smtps", offer(Tls::AtOnce)),
    ]
}

#[test]
fn without_a_setting_messages_are_captured() {
    for unset in [None, Some(""), Some("  ")] {
        assert!(matches!(
            Destination::from_setting(unset),
            Ok(Destination::Captured)
        ));
    }
    assert!(matches!(
        Destination::from_setting(Some("smtp://127.0.0.1:25")),
        Ok(Destination::Smtp(_))
    ));
    assert!(Destination::from_setting(Some("mail.example")).is_err());
}

fn to(url: &str) -> Transport {
    with(url, Patience::default())
}

fn with(url: &str, patience: Patience) -> Transport {
    Transport::new(Arc::new(url.parse().unwrap()), "hub.example", patience)
}

fn message(recipient: &str) -> Composed {
    Composed {
        sender: "hub+k7m4xq@hub.example".to_owned(),
        recipient: format!("{recipient}@partner.example"),
        message_id: "<1@hub.example>".to_owned(),
        bytes: b"Subject: hello\r\n\r\nhello, and more than twenty octets of it\r\n".to_vec(),
    }
}

fn recipients(sink: &SmtpSink) -> Vec<String> {
    sink.received()
        .into_iter()
        .map(|received| received.recipient.replace("@partner.example", ""))
        .collect()
}
