//! What someone writes in the mail that brings their calendar's answer: Outlook and Apple put a note into the text beside the
//! calendar, and into its COMMENT or not. Other programs write words of their own there ("Marie has accepted this invitation."),
//! which say no more than the answer does and are for nobody to read.

use std::borrow::Cow;

use mail_parser::{Message, MimeHeaders};

use super::{PASSED_ON, korean};
use crate::{base::text, mail::mailbox::Mailbox};

/// What a program writes that says no more than its answer, as the whole of it.
const BARE: [&str; 18] = [
    "accepted",
    "declined",
    "tentative",
    "tentatively accepted",
    // As Zimbra has them, and Korean programs.
    "yes, i will attend",
    "no, i won't attend",
    "i might attend",
    "수락",
    "수락함",
    "수락됨",
    "거절",
    "거절함",
    "거절됨",
    "미정",
    "참석",
    "불참",
    "needs action",
    "delegated",
];

/// How it goes on behind the name of who answers, in English, Korean, German and French.
const DOES: [&str; 12] = [
    "has accepted",
    "accepted",
    "has declined",
    "declined",
    "has tentatively accepted",
    "tentatively accepted",
    "may come",
    "님이",
    "님께서",
    "hat ",
    "a accepté",
    "a refusé",
];

/// What was answered, as programs call it: of these they speak, where they say more than that.
const INVITATION: [&str; 7] = [
    "invitation",
    "event",
    "meeting",
    "einladung",
    "초대",
    "일정",
    "회의",
];

/// How a Korean program's sentence ends: the particle behind a name says nothing yet.
const ANSWERED: [&str; 9] = [
    "수락했습니다",
    "수락하였습니다",
    "수락하셨습니다",
    "거절했습니다",
    "거절하였습니다",
    "거절하셨습니다",
    "응답했습니다",
    "응답하였습니다",
    "응답하셨습니다",
];

/// What no program adds.
const MORE: [&str; 8] = [
    " but ",
    " because ",
    " please",
    " need",
    " with ",
    " late",
    " aber ",
    " mais ",
];

/// With what a quoted mail begins, or what stands under one's own: nothing behind it was written now.
const ENDS: [&str; 3] = ["-----", "________", "*~*"];

/// Lines that a telephone adds by itself.
const TELEPHONE: [&str; 3] = ["sent from my ", "get outlook for ", "sent from outlook"];

/// What Google writes under its own words, in every language.
const GOOGLE: &str = "calendar.google.com/calendar";

/// What was written with an answer: its `comment`, and what stands beside the calendar; where one says the other, once.
pub fn beside(
    message: &Message<'_>,
    hub: &Mailbox,
    from: Option<&Mailbox>,
    comment: Option<String>,
) -> Option<String> {
    let words = written(message).and_then(|text| own_words(&text, message, hub, from));
    match (comment, words) {
        (Some(comment), Some(words)) => {
            let (said, beside) = (text::line(&comment), text::line(&words));
            Some(if beside.contains(&said) {
                words
            } else if said.contains(&beside) {
                comment
            } else {
                format!("{comment}\n\n{words}")
            })
        }
        (comment, words) => comment.or(words),
    }
}

/// The first text that is there to be read. A calendar is a text as well.
fn written(message: &Message<'_>) -> Option<String> {
    message.text_body.iter().enumerate().find_map(|(at, id)| {
        let part = message.parts.get(*id as usize)?;
        let to_be_read = part.content_type().is_none_or(|kind| {
            let subtype = kind.subtype().unwrap_or("plain");
            kind.ctype().eq_ignore_ascii_case("text")
                && ["plain", "html"]
                    .iter()
                    .any(|known| subtype.eq_ignore_ascii_case(known))
        });
        if !to_be_read {
            return None;
        }
        korean::text(message, part).or_else(|| message.body_text(at).map(Cow::into_owned))
    })
}

/// What of a text a person has written for this answer, if anything.
fn own_words(
    written: &str,
    message: &Message<'_>,
    hub: &Mailbox,
    from: Option<&Mailbox>,
) -> Option<String> {
    let written = text::lines(written);
    let lines: Vec<&str> = written
        .lines()
        .take_while(|line| !ends(line.trim(), hub))
        .filter(|line| !line.starts_with('>') && !is_a_telephones(line))
        .collect();
    let own = text::lines(&lines.join("\n"));
    let subject = text::line(message.subject().unwrap_or_default());
    // Google's own words stand above its link, in whatever language: most begin with who answers.
    let begins =
        |name: &str| !name.is_empty() && own.to_lowercase().starts_with(&name.to_lowercase());
    let is_named =
        from.is_some_and(|from| begins(from.name().unwrap_or_default()) || begins(from.address()));
    let is_above_a_link = own
        .split_once("\n\n")
        .is_some_and(|(_, rest)| rest.contains(GOOGLE));
    if is_named && is_above_a_link {
        return None;
    }
    let mut rest = own.as_str();
    while !rest.is_empty() {
        let (first, behind) = rest.split_once("\n\n").unwrap_or((rest, ""));
        if !is_a_programs(&text::line(first), &subject, from) {
            break;
        }
        rest = behind.trim();
        if rest.contains(GOOGLE) {
            return None;
        }
    }
    text::some(rest.chars().take(PASSED_ON).collect())
}

/// Whether a line ends what was written now: a signature, or our own mail, which follows.
fn ends(line: &str, hub: &Mailbox) -> bool {
    let names_us = |rest: &str| {
        let rest = rest.to_ascii_lowercase();
        rest.contains(&hub.address().to_ascii_lowercase())
    };
    line == "--"
        || ENDS.iter().any(|mark| line.starts_with(mark))
        || line.split_once(':').is_some_and(|(_, rest)| names_us(rest))
        || line.ends_with(':') && names_us(line)
}

fn is_a_telephones(line: &str) -> bool {
    let line = line.trim().trim_end_matches('.').to_lowercase();
    TELEPHONE.iter().any(|begin| line.starts_with(begin))
        || ["에서 보냄", "에서 보냈습니다"]
            .iter()
            .any(|end| line.ends_with(end))
}

/// Whether a program has written a paragraph, here in one line, by itself. Where that is not certain a person has: rather one
/// mail too many than words that nobody reads.
fn is_a_programs(line: &str, subject: &str, from: Option<&Mailbox>) -> bool {
    let line = line.trim_end_matches(['.', '!', '。']).to_lowercase();
    if line == subject.to_lowercase() || BARE.contains(&line.as_str()) {
        return true;
    }
    let names = from.map(|from| [from.name().unwrap_or_default(), from.address()]);
    names.into_iter().flatten().any(|name| {
        let behind = line.strip_prefix(&name.to_lowercase());
        !name.is_empty() && behind.is_some_and(|behind| says_no_more(behind.trim_start()))
    })
}

/// Whether what stands behind someone's name says that they answered, and nothing else.
fn says_no_more(behind: &str) -> bool {
    let is_one_sentence = !behind.contains(['?', '!', ';', '\n']) && !behind.contains(". ");
    let says_more = MORE.iter().any(|word| behind.contains(word));
    is_one_sentence
        && !says_more
        && DOES.iter().any(|does| {
            let Some(object) = behind.strip_prefix(does).map(str::trim) else {
                return false;
            };
            let of_it = INVITATION.iter().any(|word| object.contains(word));
            match does.starts_with('님') {
                true => of_it && ANSWERED.iter().any(|end| object.ends_with(end)),
                false => object.is_empty() || of_it,
            }
        })
}
