//! What is asked beside an answer: who comes along, and the organisers' questions. The same fields stand on each page on which
//! someone answers.

use super::form::Choice;
use crate::{
    base::{
        clock::Instant,
        language::{Arg, Language},
    },
    seminars::model::QuestionKind,
};

/// The fields beside an answer.
#[derive(Debug, Clone, Default)]
pub struct ReplyFields {
    /// Until when a reply is wanted, as it is said; empty for no such day.
    pub by: String,
    /// What is said of a day that is over; empty before.
    pub late: String,
    /// When that day is over.
    pub until: Option<Instant>,
    /// Who comes along, where anyone may.
    pub companions: Option<CompanionFields>,
    /// What is asked.
    pub questions: Vec<QuestionField>,
    /// Of how many that have to be answered nothing is known.
    pub open: usize,
    /// Whether something is wrong: nothing was saved.
    pub wrong: bool,
}

/// Who comes along, as typed.
#[derive(Debug, Clone)]
pub struct CompanionFields {
    /// How many at most.
    pub most: i32,
    /// That, in words.
    pub hint: String,
    /// How many.
    pub value: String,
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// Their names, one on a line, where they are asked for.
    pub names: Option<String>,
    /// What is wrong with those.
    pub name_errors: Vec<String>,
}

/// A question, and what was said to it.
#[derive(Debug, Clone)]
pub struct QuestionField {
    /// The name of its inputs: `question_2`.
    pub name: String,
    /// The question.
    pub label: String,
    /// What the answer is for, who sees it and for how long.
    pub hint: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What was said.
    pub said: Vec<String>,
    /// Whether who comes has to answer it.
    pub required: bool,
    /// What is wrong with it.
    pub errors: Vec<String>,
}

impl ReplyFields {
    /// Whether there is anything to fill in beside the answer.
    pub fn any(&self) -> bool {
        self.companions.is_some() || !self.questions.is_empty()
    }
}

impl QuestionField {
    /// Whether it is answered in words.
    pub fn in_words(&self) -> bool {
        self.kind == QuestionKind::Text
    }

    /// The kind of its inputs.
    pub fn input(&self) -> &'static str {
        match self.kind {
            QuestionKind::Several => "checkbox",
            _ => "radio",
        }
    }

    /// The words that were said.
    pub fn words(&self) -> String {
        self.said.join("\n")
    }

    /// Whether `value` was said.
    pub fn has(&self, value: &str) -> bool {
        self.said.iter().any(|said| said == value)
    }
}

impl ReplyFields {
    /// Fields to look at.
    pub fn sample(language: Language) -> Self {
        let say = |en: &str, ko: &str| match language {
            Language::En => en.to_owned(),
            Language::Ko => ko.to_owned(),
        };
        let zone = say("Seoul, UTC+9", "서울, UTC+9");
        let day = say("Tue 24 November 2026", "2026년 11월 24일 (화)");
        let hint = |purpose: String| {
            language.with("reply-question-purpose", &[("purpose", Arg::from(purpose))])
        };
        let food = QuestionField {
            name: "question_1".into(),
            label: say(
                "Is there anything that you do not eat?",
                "드시지 않는 음식이 있습니까?",
            ),
            hint: hint(say("For the kitchen.", "식사를 준비하는 데 씁니다.")),
            kind: QuestionKind::Text,
            choices: Vec::new(),
            said: Vec::new(),
            required: false,
            errors: Vec::new(),
        };
        let tour = QuestionField {
            name: "question_2".into(),
            label: say("Will you join the tour?", "견학에 함께하시겠습니까?"),
            hint: hint(say("To plan the groups.", "조를 나누는 데 씁니다.")),
            kind: QuestionKind::YesNo,
            choices: ["yes", "no"]
                .map(|word| Choice::new(word, language.t(&format!("question-said-{word}"))))
                .to_vec(),
            required: true,
            errors: vec![language.t("reason-required")],
            ..food.clone()
        };
        Self {
            by: language.with(
                "reply-by-line",
                &[("day", Arg::from(day)), ("zone", Arg::from(zone))],
            ),
            late: String::new(),
            until: None,
            companions: Some(CompanionFields {
                most: 2,
                hint: language.with("reply-companions-hint", &[("max", Arg::from(2_i64))]),
                value: "1".into(),
                errors: Vec::new(),
                names: Some(say("Jean Exemple", "김견본")),
                name_errors: Vec::new(),
            }),
            questions: vec![food, tour],
            open: 1,
            wrong: true,
        }
    }
}
