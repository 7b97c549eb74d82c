//! Whether a bounce says that nobody is at the address: by its status, or by the words of the other server.

use super::{reports::POSTFIX, what_is};
use crate::mail::inbound::{Severity, What};

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
    for refused in ["5.2.3", "5.3.4", "5.7.1", "5.1.8", "5", "x"] {
        let found = severity(refused, "failed");
        assert_eq!(found, Some(Severity::Refused), "{refused}");
    }
    for later in ["5.2.2", "4.2.2", "4.4.7", "4.7.1 (greylisted)"] {
        assert_eq!(severity(later, "failed"), Some(Severity::Later), "{later}");
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
