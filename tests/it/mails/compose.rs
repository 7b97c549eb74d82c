//! The MIME of a notice, read back by another's parser, and with names and titles that want to be headers.

use mail_parser::{Address, MessageParser, MimeHeaders, PartType};
use maru::{
    base::{clock::Instant, language::Language},
    mail::{
        compose::{CalendarPart, ComposeError, Composed, List, Mail, compose},
        mailbox::Mailbox,
        render::Rendered,
    },
};
use proptest::prelude::*;
use uuid::Uuid;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Maru//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n\
                        UID:1@hub.example\r\nSUMMARY:규모 법칙\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn an_invitation_has_the_shape_that_calendars_know() {
    let composed = Sample::default().invitation();
    let message = parsed(&composed);

    let shape: Vec<String> = (0..message.parts.len())
        .map(|index| {
            let part = &message.parts[index];
            let kind = part.content_type().unwrap();
            let name = format!("{}/{}", kind.ctype(), kind.subtype().unwrap());
            let mut told = vec![name];
            for attribute in ["charset", "method", "name"] {
                if let Some(value) = kind.attribute(attribute) {
                    told.push(format!("{attribute}={value}"));
                }
            }
            if let Some(disposition) = part.content_disposition() {
                told.push(disposition.ctype().to_owned());
                told.extend(disposition.attribute("filename").map(ToOwned::to_owned));
            }
            told.join(" ")
        })
        .collect();
    assert_eq!(
        shape,
        [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain charset=utf-8",
            "text/html charset=utf-8",
            "text/calendar charset=utf-8 method=REQUEST",
            "application/ics charset=utf-8 method=REQUEST name=invite.ics attachment invite.ics",
        ]
    );
    let PartType::Multipart(mixed) = &message.parts[0].body else {
        panic!("the message is no multipart");
    };
    let PartType::Multipart(alternative) = &message.parts[1].body else {
        panic!("the first part is no multipart");
    };
    assert_eq!(
        (mixed.as_slice(), alternative.as_slice()),
        (&[1, 5][..], &[2, 3, 4][..])
    );
    for index in [4, 5] {
        assert_eq!(message.parts[index].contents(), CALENDAR.as_bytes());
    }
    assert_eq!(message.body_text(0).unwrap(), "안녕하십니까.\r\n");
    assert_eq!(message.body_html(0).unwrap(), "<p>안녕하십니까.</p>\r\n");
}

#[test]
fn its_headers_are_these_and_no_others() {
    let composed = Sample::default().invitation();
    let text = String::from_utf8(composed.bytes.clone()).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    assert_eq!(
        head.split("\r\n").collect::<Vec<_>>(),
        [
            "From: \"Maru\" <hub@hub.example>",
            "To: =?UTF-8?B?7ZmN6ri464+Z?=",
            " <hong@kaist.example>",
            "Reply-To: hub+k7m4xq@hub.example",
            "Subject: =?UTF-8?B?W+y0iOuMgF0g6rec66qoIOuyley5mQ==?=",
            "Date: Mon, 16 Nov 2026 00:30:00 +0000",
            "Message-ID: <019a8b2c-0000-7000-8000-000000000001@hub.example>",
            "In-Reply-To: <b@hub.example>",
            "References: <a@hub.example> <b@hub.example>",
            "Auto-Submitted: auto-generated",
            "Content-Language: ko",
            "MIME-Version: 1.0",
            "Content-Type: multipart/mixed;",
            " boundary=\"=_mixed_019a8b2c000070008000000000000001\"",
        ]
    );
    assert_eq!(composed.sender, "hub+k7m4xq@hub.example");
    assert_eq!(composed.recipient, "hong@kaist.example");
    assert_eq!(
        composed.message_id,
        "<019a8b2c-0000-7000-8000-000000000001@hub.example>"
    );
}

#[test]
fn the_same_row_gives_the_same_bytes() {
    let sample = Sample::default();
    assert_eq!(sample.invitation(), sample.invitation());
}

#[test]
fn without_a_calendar_it_is_text_and_html() {
    let composed = Sample::default().plain(None);
    let message = parsed(&composed);
    let kinds: Vec<&str> = message
        .parts
        .iter()
        .map(|part| part.content_type().unwrap().subtype().unwrap())
        .collect();
    assert_eq!(kinds, ["alternative", "plain", "html"]);
}

#[test]
fn a_file_to_add_is_an_attachment_without_method() {
    let sample = Sample::default();
    let composed = sample.compose(None, Some(calendar(None))).unwrap();
    let message = parsed(&composed);
    assert_eq!(message.parts.len(), 5);
    let file = &message.parts[4];
    assert_eq!(file.content_type().unwrap().subtype(), Some("calendar"));
    assert_eq!(file.content_type().unwrap().attribute("method"), None);
    assert_eq!(file.attachment_name(), Some("invite.ics"));
}

#[test]
fn a_list_is_left_with_one_click_where_it_is_https() {
    let sample = Sample::default();
    let list = |url| List {
        id: "tuesday",
        name: "화요 세미나",
        url: Some(url),
        token: None,
    };
    let message = sample.plain(Some(list("https://maru.example/unsubscribe/k7m4xq")));
    let message = parsed(&message);
    let raw = |name| {
        message
            .header_raw(name)
            .map(|value| value.trim().replace("\r\n", ""))
    };
    assert_eq!(
        raw("List-Unsubscribe").unwrap(),
        "<https://maru.example/unsubscribe/k7m4xq>, <mailto:hub+k7m4xq@hub.example?subject=unsubscribe>"
    );
    assert_eq!(
        raw("List-Unsubscribe-Post").unwrap(),
        "List-Unsubscribe=One-Click"
    );
    assert_eq!(
        raw("List-Id").unwrap(),
        "=?UTF-8?B?7ZmU7JqUIOyEuOuvuOuCmA==?= <tuesday.hub.example>"
    );
    // Where no address bears a token, the subject does.
    let off = Sample {
        token: None,
        ..Sample::default()
    };
    let off = off.plain(Some(List {
        token: Some("k7m-4xq"),
        ..list("https://maru.example/unsubscribe/k7m4xq")
    }));
    assert_eq!(
        parsed(&off)
            .header_raw("List-Unsubscribe")
            .map(|value| value.trim().replace("\r\n", ""))
            .unwrap(),
        "<https://maru.example/unsubscribe/k7m4xq>, <mailto:hub@hub.example?subject=unsubscribe%20k7m-4xq>"
    );
    let plain = sample.plain(Some(list("http://127.0.0.1:8080/unsubscribe/k7m4xq")));
    assert_eq!(parsed(&plain).header_raw("List-Unsubscribe-Post"), None);
    let none = sample.plain(Some(list(
        "https://maru.example/>\r\nBcc: eve@evil.example",
    )));
    assert_eq!(parsed(&none).header_raw("Bcc"), None);
    // Many read it by way of a list of their own: it says which list it is, and not how to leave it.
    let many = sample.plain(Some(List {
        url: None,
        ..list("")
    }));
    let many = parsed(&many);
    assert!(many.header_raw("List-Id").is_some());
    assert_eq!(many.header_raw("List-Unsubscribe"), None);
    assert_eq!(many.header_raw("List-Unsubscribe-Post"), None);
}

#[test]
fn without_a_token_replies_go_to_the_hub() {
    let sample = Sample {
        token: None,
        ..Sample::default()
    };
    let composed = sample.plain(None);
    assert_eq!(composed.sender, "hub@hub.example");
    assert_eq!(parsed(&composed).header_raw("Reply-To"), None);
}

#[test]
fn what_can_be_no_token_and_no_method_is_refused() {
    let sample = Sample {
        token: Some("k7\r\nBcc: eve@evil.example"),
        ..Sample::default()
    };
    assert!(matches!(
        sample.compose(None, None),
        Err(ComposeError::Address(_))
    ));
    assert_eq!(
        Sample::default().compose(None, Some(calendar(Some("REQUEST\r\nX: y")))),
        Err(ComposeError::Method("REQUEST X: y".into()))
    );
}

#[test]
fn long_lines_and_every_letter_survive() {
    let long = "법칙 ".repeat(3000) + &"x".repeat(5000);
    let sample = Sample {
        text: long.clone(),
        html: format!("<p>{}</p>", "a ".repeat(4000)),
        ..Sample::default()
    };
    let composed = sample.plain(None);
    assert_eq!(parsed(&composed).body_text(0).unwrap(), long);
}

#[test]
fn a_text_goes_as_it_is_or_in_the_shorter_way() {
    let long = "a ".repeat(40);
    for (text, encoding) in [
        ("Hello,\n\tall.\r\n-- \nMaru", "7bit"),
        ("16:00–17:00 (Seoul)\nRoom = Hall 1\n", "quoted-printable"),
        (long.as_str(), "quoted-printable"),
        (
            "a bell\u{7}, a NUL\0, half a line end\rx",
            "quoted-printable",
        ),
        ("안녕하십니까.\n곧 시작합니다.\n", "base64"),
    ] {
        let sample = Sample {
            text: text.to_owned(),
            ..Sample::default()
        };
        let composed = sample.plain(None);
        let message = MessageParser::default().parse(&composed.bytes).unwrap();
        let part = message.text_part(0).unwrap();
        let said = part.content_transfer_encoding().unwrap();
        assert_eq!(said, encoding, "{text:?}");
        let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
        assert_eq!(message.body_text(0).unwrap(), lines);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_name_and_subject_come_back_and_nothing_else(
        name in hostile(),
        subject in hostile(),
    ) {
        let sample = Sample {
            to: Mailbox::new(Some(&name), "hong@kaist.example").unwrap(),
            subject: subject.clone(),
            ..Sample::default()
        };
        let composed = sample.invitation();
        let message = parsed(&composed);

        let Some(Address::List(to)) = message.to() else { panic!("no To") };
        prop_assert_eq!(to.len(), 1);
        prop_assert_eq!(to[0].address(), Some("hong@kaist.example"));
        let kept = maru::base::text::name(&name);
        prop_assert_eq!(to[0].name().unwrap_or(""), kept);
        prop_assert_eq!(
            message.subject().unwrap_or(""),
            maru::base::text::line(&subject)
        );
        let names: Vec<&str> = message.headers().iter().map(mail_parser::Header::name).collect();
        prop_assert_eq!(names, [
            "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
            "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
        ]);
    }
}

/// Anything at all, and pieces that have broken others.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        Just("\r\nBcc: eve@evil.example".to_owned()),
        Just("\nATTENDEE:mailto:eve@evil.example".to_owned()),
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("<script>".to_owned()),
        Just("=?UTF-8?B?QmNjOiBldmU=?=".to_owned()),
        Just("=?".to_owned()),
        Just("Kim, Gyeonbon (연세대학교)".to_owned()),
        Just("한국어로 된 긴 이름입니다 ".repeat(8)),
        Just("a".repeat(300)),
        Just(" ".to_owned()),
        Just("👩‍🔬".repeat(30)),
        "[a-z ]{0,200}",
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

struct Sample {
    to: Mailbox,
    token: Option<&'static str>,
    subject: String,
    text: String,
    html: String,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            to: Mailbox::new(Some("홍길동"), "hong@kaist.example").unwrap(),
            token: Some("k7m4xq"),
            subject: "[초대] 규모 법칙".to_owned(),
            text: "안녕하십니까.\n".to_owned(),
            html: "<p>안녕하십니까.</p>\n".to_owned(),
        }
    }
}

impl Sample {
    fn invitation(&self) -> Composed {
        self.compose(None, Some(calendar(Some("REQUEST")))).unwrap()
    }

    fn plain(&self, list: Option<List<'_>>) -> Composed {
        self.compose(list, None).unwrap()
    }

    fn compose(
        &self,
        list: Option<List<'_>>,
        calendar: Option<CalendarPart<'_>>,
    ) -> Result<Composed, ComposeError> {
        let content = Rendered {
            subject: self.subject.clone(),
            text: self.text.clone(),
            html: self.html.clone(),
        };
        compose(&Mail {
            id: Uuid::from_u128(0x019a_8b2c_0000_7000_8000_0000_0000_0001),
            date: "2026-11-16T00:30:00Z".parse::<Instant>().unwrap(),
            hub: &Mailbox::new(Some("Maru"), "hub@hub.example").unwrap(),
            to: &self.to,
            token: self.token,
            reply_to: None,
            language: Language::Ko,
            content: &content,
            thread: &["a@hub.example".to_owned(), "<b@hub.example>".to_owned()],
            list,
            calendar,
        })
    }
}

fn calendar(method: Option<&str>) -> CalendarPart<'_> {
    CalendarPart {
        method,
        body: CALENDAR.to_owned(),
    }
}

/// Reads a message back, after looking at its octets: ASCII, CR LF, no line above 998 (RFC 5322 §2.1.1).
fn parsed(composed: &Composed) -> mail_parser::Message<'_> {
    assert!(composed.bytes.is_ascii());
    let text = std::str::from_utf8(&composed.bytes).unwrap();
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 998));
    MessageParser::default().parse(&composed.bytes).unwrap()
}
