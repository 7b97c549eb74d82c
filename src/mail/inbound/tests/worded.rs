//! Bounces that are written for people.

use super::{bounce, mail, what_is};
use crate::mail::inbound::{Severity, What};

const QMAIL: &str = r"Return-Path: <>
Delivered-To: hub+TOKEN@hub.example
From: MAILER-DAEMON@mx.uni.example
To: hub+TOKEN@hub.example
Subject: failure notice

Hi. This is the qmail-send program at mx.uni.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<marie@uni.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 User unknown
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Return-Path: <hub+TOKEN@hub.example>
From: Maru <hub@hub.example>
Message-ID: <0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example>
Subject: Invitation

<someone@else.example>:
hello
";

const EXIM: &str = r"From: Mail Delivery System <Mailer-Daemon@mx.uni.example>
To: hub@hub.example
X-Failed-Recipients: marie@uni.example
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  marie@uni.example
    mailbox is full:
    retry timeout exceeded

------ This is a copy of the message, including all the headers. ------

Return-path: <hub@hub.example>
Message-ID: <0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example>
From: Maru <hub@hub.example>

hello
";

#[test]
fn bounces_that_are_written_for_people_are_read_too() {
    let said = "192.0.2.1 does not like recipient. Remote host said: 550 5.1.1 User unknown Giving up on 192.0.2.1.";
    assert_eq!(
        what_is(QMAIL),
        bounce(Severity::Gone, "marie@uni.example", said)
    );
    let local = QMAIL
        .replace("192.0.2.1 does not like recipient.\n", "")
        .replace("Giving up on 192.0.2.1.\n", "");
    for (words, severity) in [
        (
            "Sorry, no mailbox here by that name. (#5.1.1)",
            Severity::Gone,
        ),
        ("Sorry, no mailbox here by that name.", Severity::Gone),
        (
            "I'm not going to try again; this message has been in the queue too long. (#4.4.1)",
            Severity::Later,
        ),
        ("The user's disk is full.", Severity::Refused),
    ] {
        let report = local.replace("Remote host said: 550 5.1.1 User unknown", words);
        assert_eq!(
            what_is(&report),
            bounce(severity, "marie@uni.example", words)
        );
    }
    let full = "mailbox is full: retry timeout exceeded";
    assert_eq!(
        what_is(EXIM),
        bounce(Severity::Refused, "marie@uni.example", full)
    );
    let unknown = "550 5.1.1 User unknown";
    let report = EXIM
        .replace("    retry timeout exceeded\n", "")
        .replace("mailbox is full:", unknown);
    assert_eq!(
        what_is(&report),
        bounce(Severity::Gone, "marie@uni.example", unknown)
    );
    // Whoever tells of it is no machine that reports it, and whoever is away for a while has not gone.
    let told = QMAIL
        .replace("Return-Path: <>\n", "")
        .replace("MAILER-DAEMON", "marie");
    assert!(matches!(what_is(&told), What::Prose(_)));
    let away = mail("Auto-Submitted: auto-replied")
        .replace("I come.", "I am away.\n\n<other@uni.example>:\nask there");
    assert!(matches!(what_is(&away), What::Automatic(_)));
}
