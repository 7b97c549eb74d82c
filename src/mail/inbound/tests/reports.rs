//! Reports that are written for programs: bounces as three mail servers write them, complaints, receipts.

use super::{bounce, of, what_is};
use crate::mail::inbound::{Severity, What};

pub(super) const POSTFIX: &str = r#"Return-Path: <>
Delivered-To: hub+TOKEN@hub.example
From: MAILER-DAEMON@mx.hub.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: hub+TOKEN@hub.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B1"

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.hub.example
X-Postfix-Sender: rfc822; hub+TOKEN@hub.example
Arrival-Date: Mon,  2 Nov 2026 09:00:00 +0900 (KST)

Final-Recipient: rfc822; marie@uni.example
Original-Recipient: rfc822;marie@uni.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.uni.example
Diagnostic-Code: smtp; 550 5.1.1 <marie@uni.example>: Recipient address rejected:
    User unknown

--B1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Maru <hub@hub.example>
Message-ID: <0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example>
Subject: Invitation

--B1--
"#;

const EXCHANGE: &str = r#"From: <postmaster@uni.example>
To: <hub@hub.example>
Subject: Undeliverable: Invitation
Message-ID: <sample-report@uni.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B1"

--B1
Content-Type: multipart/alternative; boundary="B2"

--B2
Content-Type: text/plain; charset="us-ascii"

Your message couldn't be delivered.

--B2--

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.uni.example
Received-From-MTA: dns;mx.hub.example

Final-Recipient: rfc822;marie@uni.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found
X-Display-Name: marie

--B1
Content-Type: message/rfc822

From: Maru <hub@hub.example>
To: <marie@uni.example>
Message-ID: <0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example>
Subject: Invitation
Content-Type: multipart/mixed; boundary="B3"

--B3
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
END:VCALENDAR

--B3--

--B1--
"#;

const GMAIL: &str = r#"From: Mail Delivery Subsystem <mailer-daemon@mail.example>
To: hub+TOKEN@hub.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Delay)
Content-Type: multipart/report; boundary="B1"; report-type=delivery-status

--B1
Content-Type: multipart/related; boundary="B2"

--B2
Content-Type: text/plain; charset="UTF-8"

** Delivery incomplete **

--B2--
--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Mon, 02 Nov 2026 09:00:00 -0800 (PST)

Final-Recipient: rfc822; marie@uni.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.
Last-Attempt-Date: Mon, 02 Nov 2026 12:00:00 -0800 (PST)
Will-Retry-Until: Wed, 04 Nov 2026 12:00:00 -0800 (PST)

--B1
Content-Type: message/rfc822

Message-ID: <0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example>
From: Maru <hub@hub.example>

hello
--B1--
"#;

#[test]
fn bounces_of_postfix_exchange_and_gmail_are_read() {
    assert_eq!(of(POSTFIX).token.as_deref(), Some("TOKEN"));
    assert_eq!(
        what_is(POSTFIX),
        bounce(
            Severity::Gone,
            "marie@uni.example",
            "550 5.1.1 <marie@uni.example>: Recipient address rejected: User unknown"
        )
    );
    assert_eq!(of(EXCHANGE).token, None);
    assert_eq!(
        what_is(EXCHANGE),
        bounce(
            Severity::Gone,
            "marie@uni.example",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found"
        )
    );
    assert_eq!(
        what_is(GMAIL),
        bounce(
            Severity::Delayed,
            "marie@uni.example",
            "4.4.1: The recipient server did not accept our requests to connect."
        )
    );
}

#[test]
fn whom_a_mail_did_not_reach_is_who_it_went_to_in_the_end() {
    let of_whom = |report: &str| match what_is(report) {
        What::Bounce(bounce) => bounce.recipient,
        other => panic!("{other:?}"),
    };
    let last = Some("dead@elsewhere.example".to_owned());
    let own = "Final-Recipient: rfc822; marie@uni.example";
    // Marie sends on what she gets: Postfix names both, and so does Sendmail, in its own way.
    let postfix = POSTFIX.replace(own, "Final-Recipient: rfc822; dead@elsewhere.example");
    assert_eq!(of_whom(&postfix), last);
    let actual = format!("{own}\nX-Actual-Recipient: RFC822; <dead@elsewhere.example>");
    let sendmail = POSTFIX.replace(own, &actual);
    assert_eq!(of_whom(&sendmail), last);
    // What cannot be read is not made up for by the address to which we wrote.
    let unread = POSTFIX.replace(own, "Final-Recipient: x500; /o=Sample/cn=marie");
    assert_eq!(of_whom(&unread), None);
}

#[test]
fn a_report_that_someone_sends_on_is_none_of_theirs() {
    let sent_on = POSTFIX
        .replace("Return-Path: <>\n", "")
        .replace("Auto-Submitted: auto-replied\n", "")
        .replace(
            "MAILER-DAEMON@mx.hub.example (Mail Delivery System)",
            "Marie <marie@uni.example>",
        )
        .replace(
            "multipart/report; report-type=delivery-status;",
            "multipart/mixed;",
        );
    assert!(matches!(what_is(&sent_on), What::Prose(_)));
    // Some servers write theirs so, and say at least that they are servers.
    let mixed = format!("Return-Path: <>\n{sent_on}");
    assert!(matches!(what_is(&mixed), What::Bounce(_)));
}

#[test]
fn complaints_and_receipts_are_told_apart() {
    let complaint = "From: <abuse@mail.example>\nTo: <hub@hub.example>\nSubject: FW: Invitation\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=feedback-report; boundary=B1\n\n--B1\nContent-Type: text/plain\n\n\
        This is an abuse report.\n\n--B1\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\
        User-Agent: Sample/1.0\nVersion: 1\n\n--B1\nContent-Type: message/rfc822\n\nMessage-ID: <1@hub.example>\n\
        From: hub@hub.example\n\nhello\n\n--B1--\n";
    let original = Some("1@hub.example".to_owned());
    assert_eq!(what_is(complaint), What::Complaint { original });
    for other in ["not-spam", "Auth-Failure"] {
        let report = complaint.replace("Feedback-Type: abuse", &format!("Feedback-Type: {other}"));
        assert!(matches!(what_is(&report), What::Automatic(_)), "{other}");
    }
    let receipt = complaint.replace("feedback-report", "disposition-notification");
    assert!(matches!(what_is(&receipt), What::Automatic(_)));
}
