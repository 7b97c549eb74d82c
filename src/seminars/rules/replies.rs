//! Replies: whether one is in time, who may come along, and what answers a question.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveTime};

use crate::{
    base::{
        clock::Instant,
        error::{Invalid, Reason, Refusal},
        text,
        zone::Zone,
    },
    people::model::{Actor, Role},
    seminars::model::{
        Answer, FormQuestion, Late, Party, QuestionKind, ReplyTerms, Seminar, Taken,
    },
};

/// For how long after the end it is kept what was said to questions.
pub const REPLIES_KEPT: Duration = Duration::days(30);
/// At most how many questions a seminar asks.
pub const QUESTIONS: usize = 5;
/// At most how many choices one offers.
pub const CHOICES: usize = 20;
/// How long an answer in words may be, in characters.
pub const REPLY: usize = 1_000;
/// At what hour those are reminded who have not answered, where they are.
const HOUR: Duration = Duration::hours(9);

/// Whether `actor` may enter what someone said by telephone: organisers, and the front desk.
pub fn may_take_answers(actor: &Actor, organises: bool) -> bool {
    organises || actor.has(Role::FrontDesk)
}

/// Whether `answer`, which came by `way`, is in time. What an organiser enters, and a no, always is.
///
/// # Errors
/// A conflict: the last day is over, and later replies are refused.
pub fn in_time(
    terms: &ReplyTerms,
    seminar: &Seminar,
    now: Instant,
    way: Taken,
    answer: Answer,
) -> Result<(), Refusal> {
    let entered = matches!(way, Taken::Organiser | Taken::Telephone);
    if entered || answer == Answer::No || !is_late(terms, seminar, now) {
        return Ok(());
    }
    match terms.late {
        Late::Taken => Ok(()),
        Late::Refused => Err(Refusal::conflict("refused-reply-late")),
    }
}

/// Whether what is required has to be answered with `answer`, which came by `way`: of a yes that someone says themselves where
/// they can be asked. Neither a calendar nor who speaks for someone else can be.
pub fn must_answer(way: Taken, answer: Answer, themselves: bool) -> bool {
    let asked = matches!(way, Taken::Page | Taken::Link | Taken::Api);
    asked && themselves && answer == Answer::Yes
}

/// Whether the last day for replies is over.
pub fn is_late(terms: &ReplyTerms, seminar: &Seminar, now: Instant) -> bool {
    let until = terms.until(seminar.zone());
    until.is_some_and(|until| until <= now)
}

/// When someone in `zone` is reminded that a reply is wanted, and from when on that is too late.
pub fn reply_reminder(
    terms: &ReplyTerms,
    seminar: &Seminar,
    zone: Zone,
) -> Option<(Instant, Instant)> {
    let days = i64::from(terms.remind_days?);
    let day = terms.reply_by?.checked_sub_signed(Duration::days(days))?;
    let until = terms.until(seminar.zone())?.min(seminar.starts_at);
    Some((zone.first_at(day.and_time(NaiveTime::MIN) + HOUR), until))
}

/// Who comes along, as it can be kept: with a yes, at most as many as each guest may bring, in a party that the capacity
/// could hold.
///
/// # Errors
/// `companions` or `companion_names` is invalid.
pub fn party(
    terms: &ReplyTerms,
    capacity: Option<i32>,
    answer: Answer,
    wanted: Option<&Party>,
    had: &Party,
) -> Result<Party, Invalid> {
    if !matches!(answer, Answer::Yes | Answer::Waiting) {
        return Ok(Party::default());
    }
    let Some(wanted) = wanted else {
        return Ok(had.clone());
    };
    // Who was let bring more before keeps them.
    let most = terms.companions.max(had.companions);
    if !(0..=most).contains(&wanted.companions) {
        let why = Reason::new("reason-companions").with("max", most);
        return Err(Invalid::one("companions", why));
    }
    if capacity.is_some_and(|capacity| wanted.companions >= capacity && wanted.companions > 0) {
        return Err(Invalid::one(
            "companions",
            Reason::new("reason-companions-seats"),
        ));
    }
    let names: Vec<String> = match terms.companion_names {
        true => wanted.names.iter().map(|name| text::name(name)).collect(),
        false => Vec::new(),
    };
    let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let many = usize::try_from(wanted.companions).is_ok_and(|most| names.len() > most);
    if many || names.iter().any(|name| name.chars().count() > text::TITLE) {
        return Err(Invalid::one(
            "companion_names",
            Reason::new("reason-companion-names"),
        ));
    }
    Ok(Party {
        companions: wanted.companions,
        names,
    })
}

/// What was said to `question`, as it can be kept; empty where nothing was.
///
/// # Errors
/// It is no answer to that question.
pub fn reply(question: &FormQuestion, said: &[String]) -> Result<Vec<String>, Reason> {
    let none = || Reason::new("error-choice");
    let words: Vec<String> = said
        .iter()
        .map(|word| text::lines(word))
        .filter(|word| !word.is_empty())
        .collect();
    match question.kind {
        QuestionKind::Text => {
            let words = words.join("\n");
            if words.chars().count() > REPLY {
                return Err(Reason::new("reason-too-long").with("max", REPLY));
            }
            Ok(text::some(words).into_iter().collect())
        }
        QuestionKind::YesNo => match words.as_slice() {
            [] => Ok(Vec::new()),
            [word] if matches!(word.as_str(), "yes" | "no") => Ok(words),
            _ => Err(none()),
        },
        QuestionKind::One | QuestionKind::Several => {
            let mut chosen = BTreeSet::new();
            for word in &words {
                let number: usize = word.parse().map_err(|_| none())?;
                if !(1..=question.choice_count()).contains(&number) {
                    return Err(none());
                }
                chosen.insert(number);
            }
            if question.kind == QuestionKind::One && chosen.len() > 1 {
                return Err(none());
            }
            Ok(chosen
                .into_iter()
                .map(|number| number.to_string())
                .collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{QuestionId, SeminarId};

    fn question(kind: QuestionKind) -> FormQuestion {
        FormQuestion {
            id: QuestionId(uuid::Uuid::nil()),
            seminar_id: SeminarId(uuid::Uuid::nil()),
            position: 1,
            kind,
            words_en: "Sample?".to_owned(),
            words_ko: String::new(),
            purpose_en: String::new(),
            purpose_ko: String::new(),
            choices_en: vec!["This".to_owned(), "That".to_owned()],
            choices_ko: Vec::new(),
            required: false,
        }
    }

    #[test]
    fn what_answers_a_question_and_what_does_not() {
        let said = |kind, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            reply(&question(kind), &words).ok()
        };
        let some = |words: &[&str]| -> Option<Vec<String>> {
            Some(words.iter().map(|word| (*word).to_owned()).collect())
        };
        assert_eq!(
            said(QuestionKind::Text, &[" no nuts\r\n"]),
            some(&["no nuts"])
        );
        assert_eq!(said(QuestionKind::Text, &["  "]), some(&[]));
        assert_eq!(
            said(QuestionKind::Text, &["x".repeat(1_001).as_str()]),
            None
        );
        assert_eq!(said(QuestionKind::YesNo, &["yes"]), some(&["yes"]));
        assert_eq!(said(QuestionKind::YesNo, &["perhaps"]), None);
        assert_eq!(said(QuestionKind::One, &["2"]), some(&["2"]));
        assert_eq!(said(QuestionKind::One, &["1", "2"]), None);
        assert_eq!(said(QuestionKind::One, &["3"]), None);
        assert_eq!(
            said(QuestionKind::Several, &["2", "1", "2"]),
            some(&["1", "2"])
        );
        assert_eq!(said(QuestionKind::Several, &["0"]), None);
    }

    #[test]
    fn what_is_required_is_asked_of_whoever_says_yes_themselves() {
        let asked: Vec<Taken> = Taken::ALL
            .iter()
            .copied()
            .filter(|way| must_answer(*way, Answer::Yes, true))
            .collect();
        assert_eq!(asked, [Taken::Page, Taken::Api, Taken::Link]);
        for answer in [Answer::No, Answer::Maybe] {
            assert!(!must_answer(Taken::Page, answer, true), "{answer:?}");
        }
        assert!(!must_answer(Taken::Api, Answer::Yes, false));
    }

    #[test]
    fn who_comes_along_has_a_bound_and_only_who_comes_brings_anyone() {
        let terms = ReplyTerms {
            companions: 2,
            companion_names: true,
            ..ReplyTerms::none(SeminarId(uuid::Uuid::nil()))
        };
        let of = |companions, names: &[&str]| Party {
            companions,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let alone = Party::default();
        let come = |capacity, answer, wanted: &Party| {
            party(&terms, capacity, answer, Some(wanted), &alone).ok()
        };
        let two = of(2, &["Sample A", " "]);
        assert_eq!(come(None, Answer::Yes, &two), Some(of(2, &["Sample A"])));
        assert_eq!(come(None, Answer::No, &two), Some(of(0, &[])));
        assert_eq!(come(None, Answer::Yes, &of(3, &[])), None);
        assert_eq!(come(None, Answer::Yes, &of(-1, &[])), None);
        assert_eq!(come(None, Answer::Yes, &of(1, &["A", "B"])), None);
        assert_eq!(come(Some(2), Answer::Yes, &of(2, &[])), None);
        assert_eq!(come(Some(3), Answer::Yes, &of(2, &[])), Some(of(2, &[])));
        let kept = party(&terms, None, Answer::Yes, None, &of(1, &["A"]));
        assert_eq!(kept.ok(), Some(of(1, &["A"])));
    }
}
