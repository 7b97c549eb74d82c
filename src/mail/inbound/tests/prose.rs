//! What people write, as far as it is read.

use super::{hub, mail, of};
use crate::mail::inbound::{MOST, Prose, What};

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
            ..Prose::default()
        })
    );
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
