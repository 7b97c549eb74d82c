//! What comes in is read as what it is.

mod answers;
mod gone;
mod notes;
mod origin;
mod prose;
mod reports;
mod worded;

use super::*;

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

fn mail(headers: &str) -> String {
    format!(
        "From: Marie <marie@uni.example>\nTo: hub+TOKEN@hub.example\nSubject: Re: Invitation\n{headers}\n\nI come.\n"
    )
}
