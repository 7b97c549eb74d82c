//! Who wrote it, and to which address it went: what machines write, for whom the hub's own server vouches, the token.

use super::{mail, of, what_is};
use crate::mail::inbound::What;

#[test]
fn what_machines_write_is_not_for_a_person() {
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated; owner-email=\"x@y\"",
        "X-Autoreply: yes",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "X-Spam-Flag: YES\nAuto-Submitted: auto-replied",
    ] {
        let what = what_is(&mail(header));
        assert!(matches!(what, What::Automatic(_)), "{header}: {what:?}");
    }
    // What may be a person's ends here only where it answers no mail of ours.
    for header in [
        "List-Id: <seminar.uni.example>",
        "Precedence: list",
        "X-Spam-Flag: YES",
    ] {
        let answer = what_is(&mail(header));
        assert!(matches!(answer, What::Prose(_)), "{header}: {answer:?}");
        let other = mail(header).replace("hub+TOKEN@", "hub@");
        let named = "To: hub@hub.example\nIn-Reply-To: <1@hub.example>\n";
        let answer = what_is(&other.replace("To: hub@hub.example\n", named));
        assert!(matches!(answer, What::Prose(_)), "{header}: {answer:?}");
        let other = what_is(&other);
        assert!(matches!(other, What::Automatic(_)), "{header}: {other:?}");
    }
    let own = mail("X: y").replace("marie@uni.example", "Hub@hub.example");
    assert!(matches!(what_is(&own), What::Automatic(_)));
    let daemon = mail("X: y").replace("marie@uni.example", "MAILER-DAEMON@uni.example");
    assert!(matches!(what_is(&daemon), What::Automatic(_)));
    for header in [
        "Auto-Submitted: no",
        "Precedence: normal",
        "X-Auto-Response-Suppress: All",
    ] {
        let what = what_is(&mail(header));
        assert!(matches!(what, What::Prose(_)), "{header}: {what:?}");
    }
}

#[test]
fn only_the_hubs_own_server_vouches() {
    let vouched =
        |results: &str| of(&mail(&format!("Authentication-Results: {results}"))).authenticated;
    for good in [
        "hub.example; dmarc=pass (p=reject) header.from=uni.example",
        "mx.hub.example 1; spf=fail smtp.mailfrom=x@uni.example;\n dkim=pass (2048 bit) header.d=uni.example header.s=a",
        "mx.hub.example; spf=pass smtp.mailfrom=marie@uni.example",
        "mx.hub.example; dkim=pass header.i=@uni.example",
    ] {
        assert!(vouched(good), "{good}");
    }
    for bad in [
        "mx.uni.example; dmarc=pass header.from=uni.example",
        "evilhub.example; dmarc=pass header.from=uni.example",
        "hub.example; dmarc=fail header.from=uni.example",
        "hub.example; dmarc=pass header.from=evil.example",
        "hub.example; dkim=pass header.d=evil.example",
        "hub.example; dkim=pass header.d=example",
        "hub.example; spf=pass smtp.mailfrom=marie@evil.example",
        "hub.example; none (dmarc=pass header.from=uni.example)",
        "hub.example; x=\"; dkim=none",
        // Of whom it is said must be said.
        "hub.example; dmarc=pass (p=reject)",
        "hub.example; dmarc=pass header.d=uni.example",
        "hub.example; dmarc=pass header.from=sub.uni.example",
        "hub.example; dmarc=pass header.from=",
        // What the sender chose, and the server quoted or remarked on.
        "hub.example; spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=uni.example\"@evil.example",
        "hub.example; spf=pass smtp.mailfrom=\"x\\\"; dmarc=pass header.from=uni.example\"@evil.example",
        "hub.example; spf=pass (of x\\); dmarc=pass header.from=uni.example) smtp.mailfrom=x@evil.example",
    ] {
        assert!(!vouched(bad), "{bad}");
    }
    assert!(!of(&mail("X: y")).authenticated);
}

#[test]
fn the_token_is_where_the_message_was_delivered() {
    let token =
        |headers: &str| of(&format!("From: a@b.example\n{headers}\nSubject: x\n\nx\n")).token;
    let some = |token: &str| Some(token.to_owned());
    assert_eq!(
        token("Delivered-To: hub+A@hub.example\nTo: hub+B@hub.example"),
        some("A")
    );
    assert_eq!(token("X-Original-To: <hub+A@hub.example>"), some("A"));
    assert_eq!(
        token("To: x@y.example\nCc: y@z.example, Maru <hub+C@hub.example>"),
        some("C")
    );
    assert_eq!(token("To: hub@hub.example"), None);
    assert_eq!(token("To: hub+@hub.example"), None);
    assert_eq!(token("To: hub+A@other.example"), None);
    assert_eq!(token("To: hubert+A@hub.example"), None);
}

#[test]
fn the_domain_that_is_vouched_for_is_the_writers_in_whatever_letters() {
    let results =
        "Authentication-Results: mx.hub.example; dmarc=pass (p=none) header.from=UNI.Example";
    assert!(of(&mail(results)).authenticated);
    let other = mail(results).replace("marie@uni.example", "marie@other.example");
    assert!(!of(&other).authenticated);
    let quoted =
        "Authentication-Results: mx.hub.example; spf=pass smtp.mailfrom=\"m d; x\"@uni.example";
    assert!(of(&mail(quoted)).authenticated);
}

#[test]
fn what_stands_below_the_hubs_own_results_changes_nothing() {
    let vouched = |headers: &[&str]| {
        let headers: Vec<String> = headers
            .iter()
            .map(|results| format!("Authentication-Results: {results}"))
            .collect();
        of(&mail(&headers.join("\n"))).authenticated
    };
    let [failed, passed] = ["fail", "pass"]
        .map(|result| format!("mx.hub.example; dmarc={result} header.from=uni.example"));
    assert!(vouched(&[&passed, &failed]));
    assert!(!vouched(&[&failed, &passed]));
    // Each checks in a header of its own; what others say above decides nothing.
    assert!(vouched(&[
        "mx.hub.example; spf=none smtp.mailfrom=x.example",
        "mx.hub.example; dkim=pass header.d=uni.example",
    ]));
    assert!(vouched(&[
        "relay.example; dmarc=fail header.from=uni.example",
        &passed
    ]));
    // Of two signatures in one header either is enough.
    assert!(vouched(&[
        "mx.hub.example; dkim=pass header.d=list.example; dkim=pass header.d=uni.example"
    ]));
}
