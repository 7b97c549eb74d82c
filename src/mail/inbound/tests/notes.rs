//! What is written beside a calendar's answer: by a person, or by the program itself.

use super::of;
use crate::mail::inbound::What;

/// What is passed on of an answer by Marie Sample with this COMMENT and this text beside it.
fn noted(comment: &str, text: &str) -> Option<String> {
    let comment = match comment {
        "" => String::new(),
        said => format!("COMMENT:{said}\n"),
    };
    let read = of(&format!(
        "From: Marie Sample <marie@uni.example>\nTo: <hub@hub.example>\nSubject: Accepted: Talk\nMIME-Version: 1.0\n\
         Content-Type: multipart/alternative; boundary=B1\n\n--B1\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\
         --B1\nContent-Type: text/calendar; charset=utf-8; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n\
         BEGIN:VEVENT\nUID:1@hub.example\n{comment}ATTENDEE;PARTSTAT=ACCEPTED:mailto:marie@uni.example\nEND:VEVENT\n\
         END:VCALENDAR\n--B1--\n"
    ));
    match read.what {
        What::Answer(answer) => answer.comment,
        other => panic!("it is an answer, and not {other:?}"),
    }
}

#[test]
fn what_a_person_writes_beside_an_answer_is_kept_and_once() {
    let note = "May I bring a student?\n\nMarie";
    assert_eq!(noted("", note).as_deref(), Some(note));
    assert_eq!(noted("May I bring a student?", note).as_deref(), Some(note));
    assert_eq!(
        noted("May I bring a student?\\n\\nMarie\\nCNRS", note).as_deref(),
        Some("May I bring a student?\n\nMarie\nCNRS")
    );
    assert_eq!(
        noted("No steps\\, please.", "I am late.").as_deref(),
        Some("No steps, please.\n\nI am late.")
    );
    assert_eq!(noted("I come", "").as_deref(), Some("I come"));
    // What follows was written before, or by the telephone.
    for behind in [
        "\n\n-----Original Appointment-----\nFrom: Maru <hub@hub.example>\n\nTalk",
        "\n\nFrom: Maru <hub@hub.example>\nSubject: Talk",
        "\n\n-- \nMarie Sample\nCNRS",
        "\n\nSent from my iPhone",
        "\n\n> Talk",
    ] {
        let text = format!("I am late.{behind}");
        assert_eq!(noted("", &text).as_deref(), Some("I am late."), "{text}");
    }
    // Behind what a program says of itself, a person may have written.
    let text = "Marie Sample has accepted your invitation to Talk.\n\nI am late.";
    assert_eq!(noted("", text).as_deref(), Some("I am late."));
}

#[test]
fn what_a_program_writes_by_itself_is_for_nobody() {
    for text in [
        "",
        "accepted",
        "Accepted: Talk",
        "수락함",
        "Marie Sample has accepted this invitation.",
        "Marie Sample may come.",
        "Marie Sample accepted your invitation to “Talk”, scheduled for 10 December 2026 at 16:00.",
        "marie@uni.example has declined your invitation to Talk.",
        "Marie Sample님이 초대를 수락했습니다.",
        "Marie Sample hat Ihre Einladung angenommen.",
        "Marie Sample a accepté cette invitation.",
        "Marie Sample has accepted this invitation.\n\nTalk\nThursday 10 Dec 2026 16:00 – 17:00\n\n\
         Invitation from Google Calendar: https://calendar.google.com/calendar/\n\nYou are receiving this email because.",
        // In a language that nobody here reads.
        "Marie Sample さんがこの招待を承諾しました。\n\nTalk\n\nhttps://calendar.google.com/calendar/",
    ] {
        assert_eq!(noted("", text), None, "{text}");
    }
}

#[test]
fn what_may_be_a_persons_is_taken_for_theirs() {
    for text in [
        "My head of department has accepted the other invitation.",
        "Marie Sample may come with two students",
        "Marie Sample has accepted. Is there a way in without steps?",
        "Marie Sample 참석, 휠체어 자리를 부탁드립니다",
        "accepted, but late",
        "Marie Sample님께서 회의에 30분 늦게 도착하십니다.",
        "Marie Sample has accepted the invitation but needs a wheelchair place.",
        "The link is https://calendar.google.com/calendar/x",
    ] {
        assert_eq!(noted("", text).as_deref(), Some(text));
    }
}
