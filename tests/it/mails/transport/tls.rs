//! TLS: required where it is asked for, by a certificate that is trusted, and the password goes under it.

use std::sync::Arc;

use maru::mail::transport::{Outcome, Patience, Server, Transport};

use super::{both_kinds_of_tls, message, to};
use crate::support::smtp_sink::{AUTHORITY, Offer, SmtpSink, USER};

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
