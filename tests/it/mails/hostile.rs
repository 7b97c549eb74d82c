//! What people typed wants to be markup, a header, another line of ours or a place to go.

use maru::{
    base::language::Language,
    mail::render::{Content, Rendered},
    people::notices::mails::SignIn,
    rooms::notices::mails::{BookingSoon, BookingTold, Done},
    seminars::notices::mails::{
        AnswersReceived, Cancellation, Change, Changed, Invitation, Online, Received, Reminder,
        Seminar, Speaker, SpeakerRequest,
    },
    stays::notices::mails::{HostStay, Stay, StayChange, VisitorStay},
};
use scraper::{Html, Selector};

const EVIL: &str = "Evil\r\nBcc: eve@evil.example\nATTENDEE:mailto:eve@evil.example\u{2028}Yes: https://evil.example/yes\
                    <script>alert(1)</script><a href=\"https://evil.example\">\"'&\u{0}";

#[test]
fn what_was_typed_stays_text() {
    for language in Language::ALL {
        for (mail, rendered) in mails(language) {
            let name = format!("{mail}.{}", language.code());
            assert!(!rendered.subject.contains(['\r', '\n', '\0']), "{name}");

            // No line of ours begins with theirs: they stand behind a label, a bar or in a line.
            for line in rendered.text.lines() {
                for begin in ["Bcc:", "ATTENDEE:", "Yes: https://evil"] {
                    assert!(!line.trim_start().starts_with(begin), "{name}: {line}");
                }
            }
            assert!(!rendered.text.contains(['\r', '\0', '\u{2028}']), "{name}");

            let html = Html::parse_document(&rendered.html);
            let script = Selector::parse("script").unwrap();
            assert_eq!(html.select(&script).count(), 0, "{name}");
            for anchor in html.select(&Selector::parse("a").unwrap()) {
                let href = anchor.value().attr("href").unwrap();
                assert!(href.starts_with("https://maru.example"), "{name}: {href}");
            }
        }
    }
}

#[test]
fn only_web_addresses_become_links() {
    for typed in [
        "javascript:alert(1)",
        "data:text/html,hello",
        "https://video.example/ now\r\nX: y",
        "meet.example/room",
    ] {
        let (_, reminder) = Reminder::samples(Language::En).swap_remove(0);
        let seminar = Seminar {
            online: Some(Online::Address(typed.to_owned())),
            place_url: Some(typed.to_owned()),
            ..reminder.seminar
        };
        let html = Reminder {
            seminar,
            ..reminder
        }
        .render()
        .html;
        let html = Html::parse_document(&html);
        for anchor in html.select(&Selector::parse("a").unwrap()) {
            let href = anchor.value().attr("href").unwrap();
            assert!(
                href.starts_with("https://maru.example"),
                "{typed:?}: {href}"
            );
        }
    }
}

fn mails(language: Language) -> Vec<(&'static str, Rendered)> {
    let some = || Some(EVIL.to_owned());
    let speaker = Speaker {
        name: EVIL.to_owned(),
        affiliation: some(),
    };
    let evil_seminar = |seminar: Seminar| Seminar {
        title: some(),
        series: some(),
        places: vec![EVIL.to_owned()],
        place_url: some(),
        speakers: vec![speaker.clone()],
        online: Some(Online::Address(EVIL.to_owned())),
        ..seminar
    };
    let mut mails = Vec::new();

    let (_, mut invitation) = Invitation::samples(language).swap_remove(0);
    invitation.seminar = evil_seminar(invitation.seminar);
    invitation.frame.reader = some();
    (invitation.inviter, invitation.note) = (some(), some());
    invitation.abstract_text = some();
    mails.push(("invitation", invitation.render()));

    let (_, mut change) = Change::samples(language).swap_remove(0);
    change.changes = vec![
        Changed::Title {
            old: some(),
            new: some(),
        },
        Changed::Place {
            old: vec![EVIL.to_owned()],
            new: vec![EVIL.to_owned()],
        },
        Changed::Speakers {
            old: vec![speaker.clone()],
            new: vec![speaker.clone()],
        },
    ];
    change.seminar = evil_seminar(change.seminar);
    change.note = some();
    mails.push(("change", change.render()));

    let (_, mut cancellation) = Cancellation::samples(language).swap_remove(0);
    cancellation.seminar = evil_seminar(cancellation.seminar);
    cancellation.reason = some();
    mails.push(("cancellation", cancellation.render()));

    let (_, mut reminder) = Reminder::samples(language).swap_remove(0);
    reminder.seminar = evil_seminar(reminder.seminar);
    mails.push(("reminder", reminder.render()));

    let (_, mut request) = SpeakerRequest::samples(language).swap_remove(0);
    request.seminar = evil_seminar(request.seminar);
    (request.asker, request.note) = (some(), some());
    mails.push(("speaker_request", request.render()));

    let (_, mut answers) = AnswersReceived::samples(language).swap_remove(0);
    answers.seminar = evil_seminar(answers.seminar);
    answers.answers = vec![Received {
        name: EVIL.to_owned(),
        affiliation: some(),
        note: some(),
        ..answers.answers[0].clone()
    }];
    mails.push(("answers_received", answers.render()));

    let evil_stay = |stay: Stay| Stay {
        visitor: EVIL.to_owned(),
        institution: some(),
        host: EVIL.to_owned(),
        site: some(),
        desk: some(),
        purpose: some(),
        ..stay
    };
    let (_, mut visitor) = VisitorStay::samples(language).swap_remove(0);
    visitor.stay = evil_stay(visitor.stay);
    visitor.reason = some();
    mails.push(("visitor_stay", visitor.render()));
    let (_, mut host) = HostStay::samples(language).swap_remove(0);
    host.stay = evil_stay(host.stay);
    (host.by, host.reason) = (some(), some());
    mails.push(("host_stay", host.render()));
    let (_, mut change) = StayChange::samples(language).swap_remove(1);
    change.stay = evil_stay(change.stay);
    change.reason = some();
    mails.push(("stay_change", change.render()));

    let (_, mut booking) = BookingTold::samples(language).swap_remove(0);
    (booking.by, booking.title) = (EVIL.to_owned(), EVIL.to_owned());
    booking.rooms = vec![EVIL.to_owned()];
    booking.what = Done::Cancelled { reason: some() };
    mails.push(("booking_told", booking.render()));
    let (_, mut soon) = BookingSoon::samples(language).swap_remove(0);
    (soon.title, soon.rooms) = (EVIL.to_owned(), vec![EVIL.to_owned()]);
    mails.push(("booking_soon", soon.render()));

    let (_, mut sign_in) = SignIn::samples(language).swap_remove(0);
    sign_in.device = some();
    mails.push(("sign_in", sign_in.render()));
    mails
}
