use super::*;
use crate::ical::{itip::Partstat, read::answer::Method};

fn hub() -> Mailbox {
    Mailbox::new(Some("Maru"), "hub@hub.example").unwrap()
}

fn of(message: &str) -> Incoming {
    super::read(message.replace('\n', "\r\n").as_bytes(), &hub()).unwrap()
}

fn what_is(message: &str) -> What {
    of(message).what
}

fn bounce(severity: Severity, recipient: &str, reason: &str) -> What {
    What::Bounce(Bounce {
        severity,
        recipient: Some(recipient.to_owned()),
        reason: reason.to_owned(),
        original: Some("0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example".to_owned()),
    })
}

const POSTFIX: &str = r#"Return-Path: <>
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
            Severity::Refused,
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

#[test]
fn only_where_nobody_is_an_address_is_gone() {
    let severity = |status: &str, action: &str| {
        let report = POSTFIX
            .replace("Status: 5.1.1", &format!("Status: {status}"))
            .replace("Action: failed", &format!("Action: {action}"));
        match what_is(&report) {
            What::Bounce(bounce) => Some(bounce.severity),
            _ => None,
        }
    };
    for gone in [
        "5.0.0",
        "5.1.1",
        "5.1.2",
        "5.1.10 (unknown)",
        "5.2.1",
        "5.4.1",
        "5.4.4",
    ] {
        assert_eq!(severity(gone, "failed"), Some(Severity::Gone), "{gone}");
    }
    for refused in [
        "5.2.2", "5.2.3", "5.3.4", "5.7.1", "5.1.8", "4.4.7", "5", "x",
    ] {
        let found = severity(refused, "failed");
        assert_eq!(found, Some(Severity::Refused), "{refused}");
    }
    assert_eq!(severity("2.0.0", "delivered"), None);
    // Postfix puts 5.0.0 where the other server gave no status: then its words say what it was.
    let said = "550 5.1.1 <marie@uni.example>: Recipient address rejected:\n    User unknown";
    assert!(POSTFIX.contains(said));
    for (words, wanted) in [
        (
            "550 No such user here (in reply to RCPT TO command)",
            Severity::Gone,
        ),
        (
            "550 Mail content denied (in reply to end of DATA command)",
            Severity::Refused,
        ),
        (
            "550 The link does not exist (in reply to end of DATA command)",
            Severity::Refused,
        ),
        ("550 Access denied", Severity::Refused),
    ] {
        let report = POSTFIX
            .replace("Status: 5.1.1", "Status: 5.0.0")
            .replace(said, words);
        let What::Bounce(bounce) = what_is(&report) else {
            panic!("{words}")
        };
        assert_eq!(bounce.severity, wanted, "{words}");
    }
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

fn mail(headers: &str) -> String {
    format!(
        "From: Marie <marie@uni.example>\nTo: hub+TOKEN@hub.example\nSubject: Re: Invitation\n{headers}\n\nI come.\n"
    )
}

#[test]
fn what_machines_write_is_not_for_a_person() {
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated; owner-email=\"x@y\"",
        "X-Autoreply: yes",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "List-Id: <seminar.uni.example>",
        "Return-Path: <>",
        "X-Spam-Flag: YES",
    ] {
        let what = what_is(&mail(header));
        assert!(matches!(what, What::Automatic(_)), "{header}: {what:?}");
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
fn prose_is_text_and_says_to_what_it_answers() {
    let html = "From: Marie <marie@uni.example>\nTo: Maru <HUB+tOkEn@Hub.Example>\nSubject: =?UTF-8?B?7ZmN?=\n\
        References: <1@hub.example>\n <2@hub.example>\nIn-Reply-To: <2@hub.example>\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=B1\n\n--B1\nContent-Type: text/html\n\n<p>I <b>come</b>.</p>\n\
        --B1\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"cv.pdf\"\n\n%PDF\n--B1--\n";
    let read = of(html);
    assert_eq!(read.token.as_deref(), Some("tOkEn"));
    assert_eq!(read.subject, "홍");
    assert_eq!(
        read.answers,
        ["2@hub.example", "2@hub.example", "1@hub.example"]
    );
    assert_eq!(
        read.what,
        What::Prose(Prose {
            text: "I come.".into(),
            attachments: vec!["cv.pdf".into()],
            too_large: false
        })
    );
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

const REPLY: &str = "From: Marie <marie@uni.example>\nTo: <hub@hub.example>\nSubject: Accepted: Talk\n\
    Auto-Submitted: auto-generated\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=B1\n\n\
    --B1\nContent-Type: text/plain\n\naccepted\n--B1\nContent-Type: text/calendar; charset=\"utf-8\"; method=REPLY\n\
    Content-Transfer-Encoding: 8bit\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1@hub.example\n\
    ATTENDEE;PARTSTAT=DECLINED:mailto:marie@uni.example\nEND:VEVENT\nEND:VCALENDAR\n--B1--\n";

#[test]
fn a_calendars_answer_is_one_even_if_a_machine_sent_it() {
    let What::Answer(answer) = what_is(REPLY) else {
        panic!("it is an answer")
    };
    assert_eq!(
        (answer.method, answer.uid.as_str()),
        (Method::Reply, "1@hub.example")
    );
    assert_eq!(answer.attendees[0].partstat, Some(Partstat::Declined));
}

/// An answer whose calendar is in `charset` and was written by `who`, whose name is in it as octets.
fn written_in(kind: &str, charset: &str, who: &[u8]) -> Vec<u8> {
    let head = format!(
        "From: Marie <marie@uni.example>\r\nTo: hub@hub.example\r\nSubject: Accepted\r\nMIME-Version: 1.0\r\n\
         Content-Type: {kind}; method=REPLY; charset={charset}\r\n\r\n\
         BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@hub.example\r\nCOMMENT:"
    );
    let tail = b"\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:marie@uni.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    [head.as_bytes(), who, tail].concat()
}

#[test]
fn an_answer_is_read_in_whatever_it_is_written_and_its_method_may_stand_beside_it() {
    let korean: &[u8] = b"\xc8\xab\xb0\xdf\xba\xbb";
    let shifted: &[u8] = b"\x1b$)C\x0eH+0_:;\x0f";
    let western: &[u8] = b"Ren\xe9";
    for (kind, charset, octets, name) in [
        ("text/calendar", "utf-8", "홍견본".as_bytes(), "홍견본"),
        ("text/calendar", "ks_c_5601-1987", korean, "홍견본"),
        ("text/calendar", "iso-2022-kr", shifted, "홍견본"),
        ("text/calendar", "windows-1252", western, "René"),
        ("application/ics", "euc-kr", korean, "홍견본"),
        ("application/ics", "\"ISO-2022-KR\"", shifted, "홍견본"),
        ("application/ics", "windows-1252", western, "René"),
    ] {
        let message = written_in(kind, charset, octets);
        let What::Answer(answer) = super::read(&message, &hub()).unwrap().what else {
            panic!("{kind} in {charset} is an answer")
        };
        assert_eq!(answer.comment.as_deref(), Some(name), "{kind} in {charset}");
        assert_eq!(answer.attendees[0].partstat, Some(Partstat::Accepted));
    }
}

#[test]
fn what_a_korean_program_of_old_wrote_is_not_lost() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    // 홍견본 and 못 갑니다, as ISO-2022-KR has them.
    let name = STANDARD.encode(b"\x1b$)C\x0eH+0_:;\x0f");
    let words: &[u8] = b"\x1b$)C\x0e8x\x0f \x0e0)4O4Y\x0f.\n";
    let head = format!(
        "From: =?ISO-2022-KR?B?{name}?= <hong@uni.example>\nTo: hub@hub.example\nSubject: =?iso-2022-kr?B?{name}?=\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=ISO-2022-KR\n"
    );
    let plain = [head.as_bytes(), b"\n", words].concat();
    let coded = format!(
        "{head}Content-Transfer-Encoding: base64\n\n{}\n",
        STANDARD.encode(words)
    );
    for message in [plain, coded.into_bytes()] {
        let read = super::read(&message, &hub()).unwrap();
        assert_eq!(
            (read.from.unwrap().name(), read.subject.as_str()),
            (Some("홍견본"), "홍견본")
        );
        let What::Prose(prose) = read.what else {
            panic!("it is for a person")
        };
        assert_eq!(prose.text, "못 갑니다.");
    }
}

#[test]
fn a_damaged_answer_is_none() {
    let person = REPLY.replace("Auto-Submitted: auto-generated\n", "");
    let truncated = person.replace("END:VEVENT\nEND:VCALENDAR\n", "");
    assert!(matches!(what_is(&truncated), What::Prose(_)));
    let octets = person.replace('\n', "\r\n").into_bytes();
    let at = octets.windows(4).position(|four| four == b"UID:").unwrap();
    let mut bad = octets;
    bad.splice(at + 4..at + 4, [0xff, 0xfe]);
    assert!(matches!(
        super::read(&bad, &hub()).unwrap().what,
        What::Prose(_)
    ));
}

#[test]
fn of_what_is_too_large_the_headers_are_read() {
    let mut large = mail("X: y").into_bytes();
    large.resize(MOST + 1, b'x');
    let read = super::read(&large, &hub()).unwrap();
    assert_eq!(read.from.unwrap().address(), "marie@uni.example");
    assert_eq!(
        read.what,
        What::Prose(Prose {
            too_large: true,
            ..Prose::default()
        })
    );
    large.truncate(MOST);
    let read = super::read(&large, &hub()).unwrap();
    assert!(matches!(read.what, What::Prose(prose) if !prose.too_large));
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
    ] {
        assert!(!vouched(bad), "{bad}");
    }
    assert!(!of(&mail("X: y")).authenticated);
}
