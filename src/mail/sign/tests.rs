//! Against the example of the standard, and against a verifier that works from the rules and not from our code's parts.
//! `make post-office` has another's verifier look at every kind of mail.

use ring::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use super::*;

const RSA: &[u8] = include_bytes!("../../../tests/it/support/dkim/rsa.pem");
/// The key of RFC 8463, appendix A.
const ED25519_KEY: &[u8] = include_bytes!("../../../tests/it/support/dkim/ed25519.pem");

#[test]
fn the_example_of_the_standard_is_signed_as_there() {
    // RFC 8463, appendix A.
    let mail = b"From: Joe SixPack <joe@football.example.com>\r\n\
        To: Suzie Q <suzie@shopping.example.net>\r\n\
        Subject: Is dinner ready?\r\n\
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
        Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\
        \r\n\
        Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
    let field = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n \
        d=football.example.com; i=@football.example.com;\r\n \
        q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n \
        subject : date : message-id : from : subject : date;\r\n \
        bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
    let names = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "from",
        "subject",
        "date",
    ];
    let (head, body) = relaxed::split(mail);
    let hash = STANDARD.encode(relaxed::body_hash(body));
    assert_eq!(hash, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
    let key = SigningKey::from_pem(ED25519_KEY).unwrap();
    let signed = relaxed::signed(&relaxed::fields(head), &names, field);
    assert_eq!(
        STANDARD.encode(key.sign(&signed).unwrap()),
        "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
    );
    assert_eq!(
        STANDARD.encode(key.public()),
        "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    );
}

#[test]
fn a_mail_is_signed_and_holds_only_as_it_is() {
    for pem in [RSA, ED25519_KEY] {
        let signer = Signer::new("hub.example", "s1", pem).unwrap();
        let mut mail = sample();
        let before = mail.clone();
        signer
            .sign(&mut mail, "2026-11-16T00:30:00Z".parse().unwrap())
            .unwrap();
        assert!(mail.bytes.ends_with(&before.bytes));
        assert_eq!(
            (&mail.sender, &mail.message_id),
            (&before.sender, &before.message_id)
        );
        let text = String::from_utf8(mail.bytes).unwrap();
        assert!(text.split("\r\n").all(|line| line.len() <= 78), "{text}");
        assert!(text.starts_with(&format!(
            "DKIM-Signature: v=1; a={}-sha256; c=relaxed/relaxed;\r\n d=hub.example; s=s1; t=1794789000;\r\n \
             h=From:To:Subject:Date:Content-Type:List-Unsubscribe:From:To:Cc:Reply-To:\r\n  \
             Subject:Date:MIME-Version:Content-Type;\r\n bh=",
            signer.kind()
        )), "{text}");

        assert!(holds(&signer, &text));
        // Folded anew and with other blanks it holds; with another word, or one field more, it does not.
        assert!(holds(
            &signer,
            &text.replace("Subject: One", "subject:\r\n\t One  ")
        ));
        assert!(holds(
            &signer,
            &text.replace("two  words \r\n", "two words\r\n")
        ));
        assert!(holds(&signer, &format!("{text}\r\n\r\n")));
        for (old, new) in [
            ("Subject: One", "Subject: Another"),
            ("two  words", "two swords"),
            ("\r\nDate:", "\r\nFrom: other@hub.example\r\nDate:"),
            ("\r\nDate:", "\r\nReply-To: other@hub.example\r\nDate:"),
            ("<https://", "<http://"),
        ] {
            assert!(!holds(&signer, &text.replace(old, new)), "{old} → {new}");
        }
    }
}

#[test]
fn what_is_no_key_to_sign_with_says_why() {
    let read = |pem: &[u8]| Signer::new("hub.example", "s1", pem).err();
    let pkcs1 = include_bytes!("../../../tests/it/support/dkim/rsa_pkcs1.pem");
    assert_eq!(read(pkcs1), None);
    let short = include_bytes!("../../../tests/it/support/dkim/rsa_1024.pem");
    assert_eq!(read(short), Some(KeyError::Short));
    let curve = include_bytes!("../../../tests/it/support/dkim/p256.pem");
    assert_eq!(read(curve), Some(KeyError::Kind));
    let public = include_bytes!("../../../tests/it/support/dkim/rsa.pub.pem");
    assert_eq!(read(public), Some(KeyError::None));
    assert_eq!(read(b""), Some(KeyError::None));
    assert_eq!(
        read(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        Some(KeyError::Kind)
    );
}

#[test]
fn what_is_published_is_the_key_as_others_write_it() {
    let signer = Signer::new("hub.example", "s1", RSA).unwrap();
    let public =
        String::from_utf8_lossy(include_bytes!("../../../tests/it/support/dkim/rsa.pub.pem"));
    let public: String = public
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    assert_eq!(signer.record(), format!("v=DKIM1; k=rsa; p={public}"));
    assert_eq!(signer.name(), "s1._domainkey.hub.example");
    assert!(!format!("{signer:?}").contains(&public[60..70]));
}

fn sample() -> Composed {
    Composed {
        sender: "hub@hub.example".to_owned(),
        recipient: "a@sample.example".to_owned(),
        message_id: "<1@hub.example>".to_owned(),
        bytes: b"From: \"Maru\" <hub@hub.example>\r\nTo: =?UTF-8?B?7ZmN6ri464+Z?=\r\n <a@sample.example>\r\nSubject: One\r\n\
            Date: Mon, 16 Nov 2026 00:30:00 +0000\r\nList-Unsubscribe: <https://hub.example/u>,\r\n <mailto:hub@hub.example>\r\n\
            Content-Type: text/plain\r\n\r\n\r\none\r\n\ttwo  words \r\n-- \r\n\r\n\r\n"
            .to_vec(),
    }
}

/// Whether the first field is a good signature of the rest, by the rules of RFC 6376 section 6.1.3.
fn holds(signer: &Signer, mail: &str) -> bool {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            fields.last_mut().unwrap().1.push_str(line);
        } else {
            let (name, value) = line.split_once(':').unwrap();
            fields.push((name.to_lowercase(), value.to_owned()));
        }
    }
    let one_blank = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, signature) = fields.remove(0);
    assert_eq!(name, "dkim-signature");
    let tag = |wanted: &str| {
        let tag = signature
            .split(';')
            .find_map(|tag| tag.trim().strip_prefix(&format!("{wanted}=")));
        tag.unwrap().split_whitespace().collect::<String>()
    };

    let mut lines: Vec<String> = body
        .split("\r\n")
        .map(|line| {
            let blank = if line.starts_with([' ', '\t']) {
                " "
            } else {
                ""
            };
            format!("{blank}{}", one_blank(line)).trim_end().to_owned()
        })
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.push(String::new());
    let body = lines.join("\r\n");
    let hash = ring::digest::digest(&ring::digest::SHA256, body.as_bytes());
    if tag("bh") != STANDARD.encode(hash) {
        return false;
    }

    let mut signed = String::new();
    for name in tag("h").split(':') {
        let last = fields
            .iter()
            .rposition(|(known, _)| known == &name.to_lowercase());
        if let Some(index) = last {
            let (name, value) = fields.remove(index);
            signed.extend([&name, ":", &one_blank(&value), "\r\n"]);
        }
    }
    let bare = signature.rsplit_once(" b=").unwrap().0;
    signed.extend(["dkim-signature:", &one_blank(bare), " b="]);
    let value = STANDARD.decode(tag("b")).unwrap();
    match &signer.key {
        SigningKey::Rsa(key) => {
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public().as_ref())
                .verify(signed.as_bytes(), &value)
                .is_ok()
        }
        SigningKey::Ed25519(_) => {
            let hash = ring::digest::digest(&ring::digest::SHA256, signed.as_bytes());
            UnparsedPublicKey::new(&ED25519, signer.key.public())
                .verify(hash.as_ref(), &value)
                .is_ok()
        }
    }
}
