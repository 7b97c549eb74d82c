//! How replies are taken: until which day, who comes along, and what is asked of whoever answers.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, QuestionId, SeminarId},
        language::Language,
        schema::{question_answers, questions, reply_terms},
        zone::Zone,
    },
    seminars::model::Answer,
};

crate::words! {
    /// What becomes of a reply after the last day.
    Late {
        /// It is taken as any other.
        Taken = "taken",
        /// It is refused, unless an organiser enters it; a no is taken always.
        Refused = "refused",
    }
}

/// How replies to a seminar are taken.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = reply_terms, check_for_backend(diesel::pg::Pg))]
pub struct ReplyTerms {
    /// Of which.
    pub seminar_id: SeminarId,
    /// The last day on which a reply is in time, as the seminar's zone has it.
    pub reply_by: Option<NaiveDate>,
    /// What becomes of a later one.
    pub late: Late,
    /// How many days before that day those are reminded who have not answered.
    pub remind_days: Option<i32>,
    /// How many each guest may bring.
    pub companions: i32,
    /// Whether their names are asked for.
    pub companion_names: bool,
}

impl ReplyTerms {
    /// Those of a seminar for which nothing was said: each guest alone, until it is over.
    pub const fn none(seminar_id: SeminarId) -> Self {
        Self {
            seminar_id,
            reply_by: None,
            late: Late::Taken,
            remind_days: None,
            companions: 0,
            companion_names: false,
        }
    }

    /// The instant at which the last day ends in `zone`, that of the seminar.
    pub fn until(&self, zone: Zone) -> Option<Instant> {
        let day = self.reply_by?;
        Some(zone.start_of(day.checked_add_signed(Duration::days(1))?))
    }
}

/// Who comes along with a guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Party {
    /// How many.
    pub companions: i32,
    /// What they are called, as far as it was said; never more than there are.
    pub names: Vec<String>,
}

/// An answer with what is said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    /// Whether they come.
    pub answer: Answer,
    /// Who comes along; `None`: as it was.
    pub party: Option<Party>,
    /// What was said to which question; those that are missing stay as they were. `None`: they were not asked.
    pub replies: Option<Vec<(QuestionId, Vec<String>)>>,
}

impl From<Answer> for GivenAnswer {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            party: None,
            replies: None,
        }
    }
}

crate::words! {
    /// How a question is answered.
    QuestionKind {
        /// In words.
        Text = "text",
        /// By one of the choices.
        One = "one",
        /// By any number of the choices.
        Several = "several",
        /// By yes or no.
        YesNo = "yes_no",
    }
}

/// What is asked of whoever answers.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = questions, check_for_backend(diesel::pg::Pg))]
pub struct FormQuestion {
    /// Its id.
    pub id: QuestionId,
    /// Of which seminar.
    #[serde(skip)]
    pub seminar_id: SeminarId,
    /// Its place among them, from 1.
    pub position: i32,
    /// How it is answered.
    pub kind: QuestionKind,
    /// In English; empty where it is in Korean alone.
    pub words_en: String,
    /// In Korean; empty where it is in English alone.
    pub words_ko: String,
    /// What the answer is for, in English.
    pub purpose_en: String,
    /// The same in Korean.
    pub purpose_ko: String,
    /// What can be chosen, in English.
    pub choices_en: Vec<String>,
    /// The same in Korean.
    pub choices_ko: Vec<String>,
    /// Whether who comes has to answer it.
    pub required: bool,
}

impl FormQuestion {
    /// The question in `language`, or in the other where it is not in that one.
    pub fn words(&self, language: Language) -> &str {
        either(language, &self.words_en, &self.words_ko)
    }

    /// What the answer is for; empty where that was not said.
    pub fn purpose(&self, language: Language) -> &str {
        either(language, &self.purpose_en, &self.purpose_ko)
    }

    /// What can be chosen.
    pub fn choices(&self, language: Language) -> &[String] {
        match (
            language,
            self.choices_en.is_empty(),
            self.choices_ko.is_empty(),
        ) {
            (Language::Ko, _, false) | (_, true, _) => &self.choices_ko,
            _ => &self.choices_en,
        }
    }

    /// How many choices there are.
    pub fn choice_count(&self) -> usize {
        self.choices_en.len().max(self.choices_ko.len())
    }

    /// What was said to it, as people read it.
    pub fn said(&self, language: Language, said: &[String]) -> String {
        let choice = |number: &String| {
            let number: usize = number.parse().ok()?;
            self.choices(language).get(number.checked_sub(1)?).cloned()
        };
        match self.kind {
            QuestionKind::Text => said.join("\n"),
            QuestionKind::YesNo => said
                .iter()
                .map(|word| language.t(&format!("question-said-{word}")))
                .collect(),
            QuestionKind::One | QuestionKind::Several => {
                let chosen: Vec<String> = said.iter().filter_map(choice).collect();
                chosen.join(", ")
            }
        }
    }
}

fn either<'a>(language: Language, en: &'a str, ko: &'a str) -> &'a str {
    match (language, en.is_empty(), ko.is_empty()) {
        (Language::Ko, _, false) | (_, true, _) => ko,
        _ => en,
    }
}

/// What someone said to a question.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = question_answers, check_for_backend(diesel::pg::Pg))]
pub struct QuestionAnswer {
    /// To which.
    pub question_id: QuestionId,
    /// Who.
    pub person_id: PersonId,
    /// Words, `yes` or `no`, or the numbers of choices, from 1.
    pub said: Vec<String>,
    /// When.
    pub at: Instant,
}
