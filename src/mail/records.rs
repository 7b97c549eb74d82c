//! What a domain says of its mail: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489), as far as it can be judged from the
//! records alone.

use super::sign::Signer;

/// What is to be thought of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It is there; this is it.
    Fine(String),
    /// Something is wrong, and this helps.
    Wrong {
        /// What is wrong.
        found: String,
        /// What to do.
        remedy: String,
    },
}

fn wrong(found: impl Into<String>, remedy: impl Into<String>) -> Judgement {
    Judgement::Wrong {
        found: found.into(),
        remedy: remedy.into(),
    }
}

/// The first word, up to a blank or a semicolon, in small letters.
fn begins(record: &str) -> String {
    let first = record.split([' ', ';']).next().unwrap_or_default();
    first.trim().to_lowercase()
}

/// Who may send in the name of `domain`, by its own TXT records.
pub fn spf(domain: &str, records: &[String]) -> Judgement {
    let mut found = records.iter().filter(|record| begins(record) == "v=spf1");
    let Some(record) = found.next() else {
        return wrong(
            format!("{domain} says of no server that it may send its mail"),
            format!("publish as TXT of {domain}: v=spf1 include:YOUR-MAIL-SERVER'S-DOMAIN -all"),
        );
    };
    if found.next().is_some() {
        return wrong(
            format!("{domain} has more than one record, which counts as none"),
            "put them into one",
        );
    }
    let terms: Vec<String> = record.split_whitespace().map(str::to_lowercase).collect();
    if terms.iter().any(|term| term == "+all" || term == "all") {
        return wrong(
            format!("“{record}” lets the whole world send"),
            "end it with -all or ~all",
        );
    }
    let asks = ["include:", "a:", "mx:", "exists:", "redirect=", "ptr"];
    let lookups = terms
        .iter()
        .filter(|term| {
            let term = term.trim_start_matches(['+', '-', '~', '?']);
            term == "a" || term == "mx" || asks.iter().any(|ask| term.starts_with(ask))
        })
        .count();
    if lookups > 10 {
        return wrong(
            format!(
                "“{record}” needs {lookups} further questions; more than ten count as an error"
            ),
            "name addresses (ip4:, ip6:) instead of domains",
        );
    }
    Judgement::Fine(record.clone())
}

/// What receivers are to do with mail that is not from `domain`, by the TXT records of `_dmarc.{domain}`.
pub fn dmarc(domain: &str, records: &[String]) -> Judgement {
    let mut found = records.iter().filter(|record| begins(record) == "v=dmarc1");
    let Some(record) = found.next() else {
        return wrong(
            format!("{domain} has none; large mail systems trust such domains less"),
            format!("publish as TXT of _dmarc.{domain}: v=DMARC1; p=none"),
        );
    };
    if found.next().is_some() {
        return wrong(
            format!("_dmarc.{domain} has more than one record, which counts as none"),
            "leave one of them",
        );
    }
    match tag(record, "p").as_deref() {
        Some("none" | "quarantine" | "reject") => Judgement::Fine(record.clone()),
        _ => wrong(
            format!("“{record}” says no policy"),
            "write p=none, p=quarantine or p=reject behind v=DMARC1;",
        ),
    }
}

/// The key of a signature, by the TXT records of `{selector}._domainkey.{domain}`.
pub fn dkim(name: &str, records: &[String]) -> Judgement {
    let keys = records.iter().filter(|record| tag(record, "p").is_some());
    match keys
        .clone()
        .find(|record| tag(record, "p").is_some_and(|key| !key.is_empty()))
    {
        Some(record) => {
            let kind = tag(record, "k").unwrap_or_else(|| "rsa".to_owned());
            Judgement::Fine(format!("{name} has a key ({kind})"))
        }
        None if keys.count() > 0 => wrong(
            format!("{name} holds a key that was revoked"),
            "sign with another selector, or publish the key again",
        ),
        None => wrong(
            format!("{name} holds no key, so that signatures by it are worth nothing"),
            "publish the key that the mail server signs with",
        ),
    }
}

/// The key with which we sign ourselves, by the TXT records of its name.
pub fn dkim_of(signer: &Signer, records: &[String]) -> Judgement {
    let name = signer.name();
    let remedy = format!("publish as TXT of {name}: {}", signer.record());
    let keys = records.iter().filter(|record| tag(record, "p").is_some());
    match keys.count() {
        0 => {
            return wrong(
                format!("{name} holds no key, so that our signatures are worth nothing"),
                remedy,
            );
        }
        1 => {}
        _ => {
            return wrong(
                format!("{name} holds more than one key; receivers may take any of them"),
                "leave one of them",
            );
        }
    }
    let is_ours = |record: &String| {
        let kind = tag(record, "k").unwrap_or_else(|| "rsa".to_owned());
        kind == signer.kind() && tag(record, "p") == Some(signer.public())
    };
    match records.iter().any(is_ours) {
        true => Judgement::Fine(format!("{name} has the key with which Maru signs")),
        false => wrong(
            format!("{name} has another key than that with which Maru signs"),
            remedy,
        ),
    }
}

/// A tag of a `tag=value; …` record. Keys may be written with blanks in them.
fn tag(record: &str, name: &str) -> Option<String> {
    record.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key.trim() == name).then(|| value.split_whitespace().collect())
    })
}

/// Domain and selector of the signatures in the headers of a message (RFC 6376 section 3.5).
pub fn signatures(octets: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(octets).replace("\r\n", "\n");
    let head = text.split("\n\n").next().unwrap_or_default();
    let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
    unfolded
        .lines()
        .filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_signature = name.eq_ignore_ascii_case("DKIM-Signature");
            is_signature.then(|| Some((tag(value, "d")?, tag(value, "s")?)))?
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wrong(judgement: &Judgement, with: &str) -> bool {
        matches!(judgement, Judgement::Wrong { found, .. } if found.contains(with))
    }

    fn records(all: &[&str]) -> Vec<String> {
        all.iter().map(|one| (*one).to_owned()).collect()
    }

    #[test]
    fn spf_is_one_record_that_does_not_let_in_the_world() {
        let judged = |all: &[&str]| spf("hub.example", &records(all));
        let good = "v=spf1 include:mail.example ip4:192.0.2.1 -all";
        assert_eq!(
            judged(&["google-site-verification=x", good]),
            Judgement::Fine(good.into())
        );
        assert!(is_wrong(&judged(&[]), "no server"));
        assert!(is_wrong(&judged(&["v=spf10 -all"]), "no server"));
        assert!(is_wrong(&judged(&[good, "v=spf1 ~all"]), "more than one"));
        assert!(is_wrong(&judged(&["v=spf1 +all"]), "whole world"));
        let many = format!("v=spf1 {} -all", "include:x.example ".repeat(11));
        assert!(is_wrong(&judged(&[&many]), "11 further questions"));
    }

    #[test]
    fn dmarc_says_a_policy() {
        let judged = |all: &[&str]| dmarc("hub.example", &records(all));
        let good = "v=DMARC1; p=quarantine; rua=mailto:a@hub.example";
        assert_eq!(judged(&[good]), Judgement::Fine(good.into()));
        assert!(is_wrong(&judged(&["v=spf1 -all"]), "has none"));
        assert!(is_wrong(
            &judged(&["v=DMARC1; rua=mailto:a@b.example"]),
            "no policy"
        ));
        assert!(is_wrong(&judged(&[good, good]), "more than one"));
    }

    #[test]
    fn dkim_is_a_key_that_was_not_revoked() {
        let judged = |all: &[&str]| dkim("s1._domainkey.hub.example", &records(all));
        assert!(matches!(
            judged(&["v=DKIM1; k=ed25519; p=MCow BQYD"]),
            Judgement::Fine(said) if said.contains("ed25519")
        ));
        assert!(is_wrong(&judged(&["v=DKIM1; p="]), "revoked"));
        assert!(is_wrong(&judged(&[]), "holds no key"));
    }

    #[test]
    fn our_own_key_must_be_the_one_that_is_published() {
        let pem = include_bytes!("../../tests/it/support/dkim/ed25519.pem");
        let signer = Signer::new("hub.example", "s1", pem).unwrap();
        let judged = |all: &[&str]| dkim_of(&signer, &records(all));
        let ours = signer.record();
        let fine = "s1._domainkey.hub.example has the key with which Maru signs";
        assert_eq!(judged(&[&ours]), Judgement::Fine(fine.into()));
        let parted = ours.replace("CxrfVS", "Cxr fVS");
        assert_eq!(
            judged(&["about something else", &parted]),
            Judgement::Fine(fine.into())
        );
        assert!(is_wrong(&judged(&[]), "holds no key"));
        assert!(is_wrong(&judged(&[&ours, &ours]), "more than one"));
        // An RSA key is what a record without k= holds.
        assert!(is_wrong(
            &judged(&[&ours.replace(" k=ed25519;", "")]),
            "another key"
        ));
        let revoked = Judgement::Wrong {
            found: "s1._domainkey.hub.example has another key than that with which Maru signs"
                .into(),
            remedy: format!("publish as TXT of s1._domainkey.hub.example: {ours}"),
        };
        assert_eq!(judged(&["v=DKIM1; p="]), revoked);
    }

    #[test]
    fn signatures_are_found_in_folded_headers_and_nowhere_else() {
        let mail = b"DKIM-Signature: v=1; a=rsa-sha256;\r\n\td=hub.example;\r\n s=s1; b=abc\r\nFrom: a@b.example\r\n\r\n\
            DKIM-Signature: d=body.example; s=no\r\n";
        assert_eq!(
            signatures(mail),
            [("hub.example".to_owned(), "s1".to_owned())]
        );
    }
}
