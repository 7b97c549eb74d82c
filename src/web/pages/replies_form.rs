//! How replies to a seminar are taken, as its organisers set it: the last day, who comes along, and the questions.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    form::{Choice, Field, FormMeta, Summary},
    page::Page,
    samples,
};
use crate::{
    base::language::Language,
    seminars::model::{Late, QuestionKind},
    typed_form,
    web::urls,
};

/// `GET /seminars/{code}/replies`, and the answer to one of its forms that cannot be taken (422).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/replies.html")]
pub struct RepliesPage {
    /// What every page knows.
    pub page: Page,
    /// Of which seminar.
    pub seminar: SeminarEntry,
    /// The last day and who comes along, as typed.
    pub form: TermsForm,
    /// The questions, as typed.
    pub asked: QuestionsForm,
}

typed_form! {
    /// Until when replies are taken, and who comes along.
    TermsForm {
        /// A date; empty for none.
        reply_by: Field = "replies-by",
        /// A word of [`Late`].
        late: Field = "replies-late",
        /// Days before that day; empty for no reminder.
        remind_days: Field = "replies-remind",
        /// How many each guest may bring.
        companions: Field = "replies-companions",
        /// `yes` or `no`: whether their names are asked for.
        companion_names: Field = "replies-names",
    }
}

/// The questions, as typed.
#[derive(Debug, Clone, Default)]
pub struct QuestionsForm {
    /// Hidden fields, and what is wrong.
    pub meta: FormMeta,
    /// As many as there can be.
    pub blocks: Vec<QuestionBlock>,
}

/// A question, as typed.
#[derive(Debug, Clone, Default)]
pub struct QuestionBlock {
    /// Its place, from 1.
    pub number: usize,
    /// Its id; empty for a new one.
    pub id: String,
    /// A word of [`QuestionKind`].
    pub kind: Field,
    /// In English.
    pub words_en: Field,
    /// In Korean.
    pub words_ko: Field,
    /// What it is for, in English.
    pub purpose_en: Field,
    /// The same in Korean.
    pub purpose_ko: Field,
    /// Choices in English, one on a line.
    pub choices_en: Field,
    /// The same in Korean.
    pub choices_ko: Field,
    /// `yes` or `no`.
    pub required: Field,
}

impl QuestionsForm {
    /// What is wrong with them as a whole, above the form.
    pub fn summary<'a>(&'a self, page: &'a Page) -> Summary<'a> {
        self.meta.summary(page, &[])
    }
}

impl QuestionBlock {
    /// The name of one of its inputs.
    pub fn name(&self, field: &str) -> String {
        format!("q{}_{field}", self.number)
    }

    /// Whether it is shown open: the first one, one that is asked already, and one in which something is typed or wrong.
    pub fn is_open(&self) -> bool {
        let typed = [
            &self.words_en,
            &self.words_ko,
            &self.purpose_en,
            &self.purpose_ko,
            &self.choices_en,
            &self.choices_ko,
        ];
        self.number == 1
            || !self.id.is_empty()
            || typed
                .iter()
                .any(|field| !(field.value.is_empty() && field.errors.is_empty()))
    }
}

impl RepliesPage {
    /// What becomes of a later reply.
    pub fn lates(&self) -> Vec<Choice> {
        Late::ALL
            .iter()
            .map(|late| Choice::new(late.word(), self.page.word("replies-late", late)))
            .collect()
    }

    /// Whether names are asked for.
    pub fn names(&self) -> Vec<Choice> {
        self.yes_or_no("replies-names")
    }

    /// Whether a question has to be answered.
    pub fn required(&self) -> Vec<Choice> {
        self.yes_or_no("replies-required")
    }

    /// How a question is answered.
    pub fn kinds(&self) -> Vec<Choice> {
        QuestionKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.word(), self.page.word("replies-question-kind", kind)))
            .collect()
    }

    fn yes_or_no(&self, group: &str) -> Vec<Choice> {
        ["no", "yes"]
            .map(|word| Choice::new(word, self.page.word(group, word)))
            .to_vec()
    }
}

impl Sample for RepliesPage {
    const NAME: &'static str = "replies";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let seminar = samples::entries(language).remove(0);
        let blocks = (1..=5).map(|number| QuestionBlock {
            number,
            kind: Field::of("text"),
            required: Field::of("no"),
            ..QuestionBlock::default()
        });
        let fresh = Self {
            page: samples::page(language, &urls::seminar_replies(&seminar.code)),
            seminar,
            form: TermsForm {
                late: Field::of("taken"),
                companions: Field::of("0"),
                companion_names: Field::of("no"),
                ..TermsForm::default()
            },
            asked: QuestionsForm {
                blocks: blocks.collect(),
                ..QuestionsForm::default()
            },
        };
        let mut full = fresh.clone();
        full.form.reply_by = Field::of("2026-11-24");
        full.form.remind_days = Field::of("3");
        full.form.companions = Field::of("2");
        if let Some(first) = full.asked.blocks.first_mut() {
            first.words_en = Field::of("Is there anything that you do not eat?");
            first.words_ko = Field::of("드시지 않는 음식이 있습니까?");
            first.purpose_en = Field::of("For the kitchen.");
            first.purpose_ko = Field::of("식사를 준비하는 데 씁니다.");
        }
        let mut wrong = full.clone();
        let error = language.t("reason-remind-needs-day");
        wrong.form.reply_by = Field::default();
        wrong.form.remind_days = Field::wrong("3", error);
        vec![("fresh", fresh), ("full", full), ("wrong", wrong)]
    }
}
