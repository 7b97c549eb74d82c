//! What a refusal by the mail server says of the address, as far as it says anything.

use crate::mail::{inbound, transport::Step};

/// Whether a refusal for good says that nobody is at the address, as a bounce would: the server was asked for the recipient,
/// and names a status that says so, or none and says it in words. What it holds against the sender, the message or its own
/// state (5.7, 5.3, “relay access denied”) says nothing of the address.
pub fn is_gone(at: Step, code: u16, text: &str) -> bool {
    if at != Step::Recipient || !matches!(code, 550 | 551 | 553 | 554) {
        return false;
    }
    match status(text) {
        Some(status) => inbound::is_gone(status, text),
        None => code != 554 && inbound::says_nobody(text),
    }
}

/// The status code (RFC 2034) behind the reply code: `550 5.1.1 …`.
fn status(text: &str) -> Option<&str> {
    let mut words = text.split([' ', '-']).filter(|word| !word.is_empty());
    let status = words.nth(1)?;
    let numbers: Vec<&str> = status.split('.').collect();
    let is_status = numbers.len() == 3
        && numbers
            .iter()
            .all(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    is_status.then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_of_the_address_counts_against_it() {
        let at = |text: &str| is_gone(Step::Recipient, text[..3].parse().unwrap(), text);
        for gone in [
            "550 5.1.1 <x@y.example>: Recipient address rejected: User unknown in local recipient table",
            "550-5.1.1 there is 550 5.1.1 nobody here",
            "550 5.4.1 Recipient address rejected: Access denied",
            "553 5.1.2 no such domain",
            "550 No such user here",
            "550 Requested action not taken: mailbox not found",
            "550 5.0.0 no such user",
        ] {
            assert!(at(gone), "{gone}");
        }
        for not in [
            "554 5.7.1 <x@y.example>: Relay access denied",
            "550 5.7.1 User unknown, or your address is listed",
            "550 5.1.8 Sender address rejected: Domain not found",
            "552 5.2.2 mailbox full",
            "550 5.3.4 message too large",
            "550 Requested action not taken: mailbox unavailable",
            "550 5.0.0 your host is on a list of ours",
            "550 your host is on a list of ours",
            "554 user unknown",
            "503 5.5.1 user unknown",
        ] {
            assert!(!at(not), "{not}");
        }
        let text = "550 5.1.1 user unknown";
        assert!(!is_gone(Step::Sender, 550, text));
        assert!(!is_gone(Step::Message, 550, text));
    }
}
