//! Answers of calendars, in whatever character set, and damaged ones.

use super::{hub, what_is};
use crate::{
    ical::{itip::Partstat, read::answer::Method},
    mail::inbound::What,
};

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
