//! Handing over to a real server on a socket: what it takes, refuses, forgets and breaks off.

mod lost;
mod tls;

use std::sync::Arc;

use maru::mail::{
    compose::Composed,
    transport::{Destination, Outcome, Patience, Server, Step, Transport},
};

use crate::support::smtp_sink::{AUTHORITY, Offer, SmtpSink, Tls};

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
