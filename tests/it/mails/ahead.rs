//! Messages that are announced with the one before, where the server takes several commands at once (RFC 2920 §3.1).

use std::{sync::Arc, time::Duration};

use maru::mail::{
    compose::Composed,
    transport::{Envelope, Outcome, Patience, Step, Transport},
};

use crate::support::smtp_sink::{Ahead, Offer, SmtpSink};

const MAIL: &str = "MAIL FROM:<hub@hub.example>";

/// Sends all of them, each announced with the one before.
async fn send_all(transport: &mut Transport, recipients: &[&str]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (index, recipient) in recipients.iter().enumerate() {
        let next = recipients.get(index + 1).map(|next| envelope(next));
        outcomes.push(transport.send_before(&message(recipient), next).await);
    }
    outcomes
}

#[tokio::test]
async fn a_message_is_announced_with_the_one_before_and_arrives_as_it_is() {
    let sink = SmtpSink::pipelining();
    let mut transport = to(&sink);
    let sent = send_all(&mut transport, &["marie", "jean", "irene", "ada"]).await;
    assert_eq!(sent, vec![Outcome::Accepted; 4]);
    transport.close().await;

    // The first message of a connection is sent before the server has said what it takes.
    let announced = |name: &str| [MAIL.to_owned(), rcpt(name), "DATA".to_owned()];
    assert_eq!(sink.said_ahead(), ["irene", "ada"].map(announced).concat());
    assert_eq!(recipients(&sink), ["marie", "jean", "irene", "ada"]);
    for received in sink.received() {
        let name = received.recipient.replace("@partner.example", "");
        assert_eq!(received.sender, "hub@hub.example");
        assert_eq!(received.data, [&message(&name).bytes[..], b"\r\n"].concat());
    }
    assert_eq!(sink.connections(), 1);
    assert_eq!(sink.commands().last().unwrap(), "QUIT");
}

#[tokio::test]
async fn what_is_refused_takes_nothing_with_it() {
    let sink = SmtpSink::pipelining();
    let all = [
        "marie", "jean", "spam", "nobody", "vain", "later", "full", "irene",
    ];
    let outcomes = send_all(&mut to(&sink), &all).await;
    let refused = |code, at, text: &str| Outcome::Refused {
        code,
        permanent: code >= 500,
        at,
        text: text.to_owned(),
    };
    assert_eq!(
        outcomes,
        [
            Outcome::Accepted,
            Outcome::Accepted,
            refused(554, Step::Message, "554 5.7.1 looks like spam"),
            refused(550, Step::Recipient, "550 5.1.1 there is nobody here"),
            refused(550, Step::Recipient, "550 5.1.1 nobody here"),
            refused(451, Step::Recipient, "451 4.7.1 greylisted, come back"),
            refused(452, Step::Message, "452 4.3.1 disk full"),
            Outcome::Accepted,
        ]
    );
    assert_eq!(recipients(&sink), ["marie", "jean", "irene"]);
    assert_eq!(sink.connections(), 1);
}

#[tokio::test]
async fn who_was_announced_and_is_not_sent_to_gets_nothing() {
    let sink = SmtpSink::pipelining();
    let mut transport = to(&sink);
    let before = async |transport: &mut Transport| {
        assert_eq!(transport.send(&message("marie")).await, Outcome::Accepted);
        let jean = message("jean");
        let sent = transport.send_before(&jean, Some(envelope("ada")));
        assert_eq!(sent.await, Outcome::Accepted);
    };

    // Someone else is sent to instead.
    before(&mut transport).await;
    assert_eq!(transport.send(&message("irene")).await, Outcome::Accepted);
    assert_eq!(sink.connections(), 2);
    // It is asked whether the server is there.
    before(&mut transport).await;
    transport.open().await.unwrap();
    assert_eq!(sink.connections(), 3);
    // Nobody is sent to any more. A farewell would be the first line of a message.
    before(&mut transport).await;
    transport.close().await;
    let to_others = ["marie", "jean", "irene", "marie", "jean", "marie", "jean"];
    assert_eq!(recipients(&sink), to_others);
    assert!(!sink.commands().contains(&"QUIT".to_owned()));
}

#[tokio::test]
async fn a_server_that_closes_after_a_message_gets_the_announced_one_all_the_same() {
    let sink = SmtpSink::offering(Offer {
        pipelining: true,
        hangs_up_after: Some(2),
        ..Offer::default()
    });
    let all = ["marie", "jean", "irene", "ada", "grace"];
    let outcomes = send_all(&mut to(&sink), &all).await;
    assert_eq!(outcomes, vec![Outcome::Accepted; 5]);
    assert_eq!(recipients(&sink), all);
    assert_eq!(sink.connections(), 3);
}

#[tokio::test]
async fn a_connection_that_has_carried_enough_announces_nothing() {
    let sink = SmtpSink::pipelining();
    let mut transport = with(
        &sink,
        Patience {
            messages: 3,
            ..Patience::default()
        },
    );
    let outcomes = send_all(&mut transport, &["marie", "jean", "irene", "ada"]).await;
    assert_eq!(outcomes, vec![Outcome::Accepted; 4]);
    let announced = [MAIL.to_owned(), rcpt("irene"), "DATA".to_owned()];
    assert_eq!(sink.said_ahead(), announced);
    let over: Vec<_> = sink.received().iter().map(|it| it.connection).collect();
    assert_eq!(over, [0, 0, 0, 1]);
}

#[tokio::test]
async fn a_server_that_cannot_be_told_ahead_is_told_so_once() {
    for ahead in [Ahead::Forgotten, Ahead::Refused] {
        let sink = SmtpSink::offering(Offer {
            pipelining: true,
            ahead,
            ..Offer::default()
        });
        let patience = Patience {
            step: Duration::from_millis(300),
            ..Patience::default()
        };
        let all = ["marie", "jean", "irene", "ada", "grace", "emmy"];
        let outcomes = send_all(&mut with(&sink, patience), &all).await;
        assert_eq!(outcomes, vec![Outcome::Accepted; 6], "{ahead:?}");
        assert_eq!(recipients(&sink), all, "{ahead:?}");
        // Over the first two went together, and over a second one all the others, one after the other.
        let announced = [MAIL.to_owned(), rcpt("irene"), "DATA".to_owned()];
        assert_eq!(sink.said_ahead(), announced, "{ahead:?}");
        assert_eq!(sink.connections(), 2, "{ahead:?}");
    }
}

#[tokio::test]
async fn who_refuses_us_is_believed_and_told_ahead_again() {
    let sink = SmtpSink::pipelining();
    let mut transport = to(&sink);
    send_all(&mut transport, &["marie", "jean"]).await;
    sink.hold();
    let irene = message("irene");
    let sent = transport.send_before(&irene, Some(envelope("ada")));
    let refusing = async {
        while !sink.holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        sink.says_of_us(Some("550 5.7.1 no mail from you today"));
        sink.let_go("250 taken");
    };
    let (sent, ()) = tokio::join!(sent, refusing);
    assert_eq!(sent, Outcome::Accepted);
    let refused = transport.send(&message("ada")).await;
    assert!(refused.is_of_us(), "{refused:?}");
    // This server would take a message of theirs for Ada all the same: it does not get an empty one.
    assert_eq!(recipients(&sink), ["marie", "jean", "irene"]);

    sink.says_of_us(None);
    let before = sink.said_ahead().len();
    let outcomes = send_all(&mut transport, &["ada", "grace", "emmy"]).await;
    assert_eq!(outcomes, vec![Outcome::Accepted; 3]);
    let announced = |name: &str| [MAIL.to_owned(), rcpt(name), "DATA".to_owned()];
    let announced = ["grace", "emmy"].map(announced).concat();
    assert_eq!(sink.said_ahead()[before..], announced);
}

fn to(sink: &SmtpSink) -> Transport {
    with(sink, Patience::default())
}

fn with(sink: &SmtpSink, patience: Patience) -> Transport {
    Transport::new(
        Arc::new(sink.url().parse().unwrap()),
        "hub.example",
        patience,
    )
}

/// One that tells whose it is.
fn message(recipient: &str) -> Composed {
    Composed {
        sender: "hub@hub.example".to_owned(),
        recipient: format!("{recipient}@partner.example"),
        message_id: format!("<{recipient}@hub.example>"),
        bytes: format!("Subject: hello, {recipient}\r\n\r\n.a line that begins with a dot\r\n")
            .into_bytes(),
    }
}

fn envelope(recipient: &str) -> Envelope {
    Envelope::of(&message(recipient)).unwrap()
}

fn rcpt(name: &str) -> String {
    format!("RCPT TO:<{name}@partner.example>")
}

fn recipients(sink: &SmtpSink) -> Vec<String> {
    let received = sink.received().into_iter();
    let recipients = received.map(|it| it.recipient.replace("@partner.example", ""));
    recipients.collect()
}
