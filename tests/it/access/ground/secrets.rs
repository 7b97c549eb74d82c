//! What could leak, and who may ever read it.

use std::fmt::Write;

use crate::support::http::Answer;

/// The columns: a visitor is not signed in; a `guest`, those `invited`, a `speaker` and a `follower` are no members. `invited`: to
/// the seminar for those invited; `speaker`: of the draft with a speaker; `follower`: of both series; `owner`: a member with a booking, a
/// calendar and a token of their own; `host`: of the stays.
pub const ROLES: [&str; 12] = [
    "visitor",
    "guest",
    "invited",
    "speaker",
    "follower",
    "member",
    "owner",
    "organiser",
    "host",
    "keeper",
    "desk",
    "admin",
];

/// Whoever has a role in the hub.
pub const MEMBERS: &[&str] = &[
    "member",
    "owner",
    "organiser",
    "host",
    "keeper",
    "desk",
    "admin",
];

/// Something that could leak.
pub struct Secret {
    /// Under which letter the tables show it.
    pub letter: char,
    /// As it is written wherever it stands.
    pub words: &'static str,
    /// Who else than members may ever read it, and whether members may.
    knowers: &'static [&'static str],
    members: bool,
}

/// One that members may read, and so may these.
const fn within(letter: char, words: &'static str, knowers: &'static [&'static str]) -> Secret {
    Secret {
        letter,
        words,
        knowers,
        members: true,
    }
}

/// One that nobody else may read.
const fn only(letter: char, words: &'static str, knowers: &'static [&'static str]) -> Secret {
    Secret {
        letter,
        words,
        knowers,
        members: false,
    }
}

/// What could leak. Titles stand in the abstracts, reasons and names of files of what has them, too. Room keepers and the front
/// desk are told what takes a room.
pub static SECRETS: [Secret; 23] = [
    only(
        'd',
        "Draft secret",
        &["organiser", "keeper", "desk", "admin"],
    ),
    within('m', "Members secret", &[]),
    only(
        'i',
        "Invited secret",
        &["invited", "organiser", "keeper", "desk", "admin"],
    ),
    within('b', "Booking secret", &[]),
    within('n', "Note secret", &[]),
    within('p', "Proposed visitor", &[]),
    within('k', "Known visitor", &[]),
    only('r', "Purpose secret", &["host", "desk", "admin"]),
    only('f', "Feed secret", &["owner", "admin"]),
    only('j', "join.secret.example", &["organiser", "admin"]),
    within('a', "owner@hub.example", &[]),
    only('l', "List secret", &["organiser", "admin"]),
    only('t', "Talk secret", &["speaker", "organiser", "admin"]),
    within('c', "Cancelled secret", &[]),
    only('o', "Postponed secret", &["organiser", "desk", "admin"]),
    within('w', "Series within", &["follower"]),
    only('e', "Equipment secret", &["speaker", "organiser", "admin"]),
    only('h', "+82 10 0000 4242", &["speaker", "organiser", "admin"]),
    only('u', "Words secret", &["invited", "organiser", "admin"]),
    only('y', "Inbound secret", &["admin"]),
    within('s', "speaker@hub.example", &["speaker"]),
    within('v', "follower@hub.example", &["follower"]),
    within('q', "invited@hub.example", &["invited"]),
];

/// Whoever brings one of these addresses was handed it, and is told what it is for: its letters.
const BY_LINK: [(&str, &str); 5] = [
    ("/answer/", "iuq"),
    ("/speak/", "tehs"),
    ("/feeds/my/", "bfn"),
    ("/notices/", "q"),
    ("/unsubscribe/", "q"),
];

/// The letters of what stands in an answer: in its body, whose lines may be folded, or in its headers.
pub fn letters(answer: &Answer) -> String {
    let mut text = String::from_utf8_lossy(&answer.body)
        .replace("\r\n ", "")
        .replace("\r\n\t", "");
    for (name, value) in &answer.headers {
        write!(text, "\n{name}: {value}").unwrap();
    }
    let blanks = [("%20", " "), ("%40", "@"), ("&#43;", "+")];
    let text = blanks
        .iter()
        .fold(text, |text, (written, read)| text.replace(written, read));
    let found = SECRETS.iter().filter(|secret| text.contains(secret.words));
    found.map(|secret| secret.letter).collect()
}

/// Which of these letters `role` may not read at an address of this pattern: nobody may anywhere else.
pub fn leaked(role: &str, pattern: &str, letters: &str) -> String {
    let by_link = BY_LINK.iter().find(|(begin, _)| pattern.starts_with(begin));
    let told = by_link.map_or("", |(_, told)| told);
    letters
        .chars()
        .filter(|letter| !told.contains(*letter))
        .filter(|letter| {
            let secret = SECRETS.iter().find(|one| one.letter == *letter);
            !secret.is_some_and(|one| {
                one.knowers.contains(&role) || (one.members && MEMBERS.contains(&role))
            })
        })
        .collect()
}
